//! A memory never changes a result: after any edits, a site is understood as if it were seen for the first time.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::config::read_config;
use crate::diag::Diagnostics;
use crate::model::Memory;
use crate::model::Model;
use crate::model::Occasion;
use crate::model::model;
use crate::model::over_time;
use crate::output::BaseUrl;
use crate::site::Site;
use crate::source::SourceFile;
use crate::source::SourcePath;
use crate::source::SourceTree;

/// One thing that somebody does to a site.
#[derive(Debug, Clone)]
enum Edit {
    Write(String, String),
    Append(usize, String),
    Remove(usize),
    Rename(usize, String),
    /// The same text, read again.
    Touch(usize),
    Day(Date),
    Drafts(bool),
}

const POSTS: [&str; 9] = [
    "content/posts/a.md",
    "content/posts/b.md",
    "content/posts/c.md",
    "content/posts/d.md",
    "content/posts/e.md",
    "content/posts/deep/f.md",
    "content/posts/_index.md",
    "content/about.md",
    "content/z.md",
];

const PIECES: [&str; 16] = [
    "At Foo Works, we paint.\n",
    "Our app Foo Works is here, see [our shop](https://foo.shop/a).\n",
    "Foo Works again.\n",
    "Buy now and save 20% today! Sign up, register now, and order your ticket.\n",
    "See [it](@/posts/a.md) and [that](b.md).\n",
    "See [more](@/posts/deep/f.md).\n",
    "<!-- more -->\n",
    "<!-- regards-allow call-to-action: fine -->\n",
    "```\ncode\n```\n",
    "> Subscribe to our newsletter.\n",
    "Der Hund und die Katze sind nicht hier, aber wir haben sie gesehen.\n",
    "Subscribe to our newsletter.",
    "Subscribe to our newsletter.\n",
    "The plate is held against the wall and the four holes are marked with a pencil, which is how it was done when \
     the house was built and how it will be done when it falls. It takes some time, and it is worth it: of all that \
     can go wrong with a wall, most goes wrong before the first hole. Use a level. Measure twice, and write it down \
     where you will find it again. The drill is the last thing that is needed, and the first that people buy.\n",
    "Join us at the fair.\n",
    "Follow us on the usual channels.\n",
];

const KEYS: [&str; 16] = [
    "title: Our new app",
    "title: 'Buy now: 50% off'",
    "title: Foo Works",
    "date: 2026-06-01",
    "date: 2026-05-02",
    "date: 2026-07-30",
    "kind: give",
    "kind: ask",
    "kind: news",
    "tags: [racks, Walls]",
    "draft: true",
    "answers: [warranty, nothing]",
    "audiences: [dealers, delers]",
    "not_promotional: it is a story",
    "language: de",
    "author: klara",
];

const CONFIGS: [&str; 6] = [
    "title: Foo Works\nbase_url: https://foo.example\n",
    "title: Foo Works\nbase_url: https://blog.foo.example\nsummary: {words: 3}\n",
    "title: T\nbase_url: https://example.org\npromo: {learn: false, phrases: {call-to-action: [paint twice]}}\n",
    "title: T\nbase_url: https://example.org\npromo: {brands: [Foo Works], mixed_from: 0.1, promotional_from: 0.2}\nlevels: {hype: off}\n",
    "title: T\nbase_url: https://example.org\ncontacts: {file: readers.csv}\nledger: l.jsonl\ntimezone: Asia/Tokyo\n",
    "title: T\nbase_url: https://example.org\nlanguage: de\nauthors: [clra]\ntaxonomies: [{name: tags}, {name: series}]\n",
];

const AUDIENCES: [&str; 5] = [
    "people: {clara: {name: Clara Owner, email: clara@example.org}, tom: {name: Tom Other}}\n\
     legal: {postal: 'Foo Works Ltd, Town', leave: {mail: leave@example.org}}\n\
     audiences:\n  dealers: {why: Help dealers, topics: [racks], segment: {tags: [dealer]}, patience: {days: 3, gives: 0},\n    \
     needs: {warranty: {ask: 'What about defects?', since: 2026-01-02}},\n    \
     promise: {every: 2 weeks, at: 'mon 09:00', tz: Europe/Berlin, start: 2026-06-01}}\n  \
     makers: {why: Help makers, topics: [walls, nothing], from: clara, archive: private}\n",
    "people: {clara: {name: Foo Works, email: clara@example.org}}\n\
     legal: {postal: Town, leave: {mail: leave@example.org}}\n\
     audiences: {dealers: {why: Help dealers, topics: [racks, wals]}}\n",
    "people: {clara: {name: Clara Owner}}\naudiences: {makers: {why: Help makers, topics: [racks]}}\n",
    "people: [}\n",
    "",
];

const CONTACTS: [&str; 4] = [
    "contacts:\n  - {id: c1, name: Zoë, email: zoe@example.net, tags: [dealer], owner: clara, since: 2025-01-12,\n     \
     consent: {how: double-opt-in, at: 2025-01-12T10:02:00Z, where: /s}, needs: [warranty]}\n  \
     - {id: c2, name: Ann, email: ann@example.net, tags: [dealer, maker], stage: trusted, pause: [makers]}\n",
    "contacts:\n  - {id: c1, name: Zoë, email: zoe@example.net, tags: [dealer], since: 2026-06-20,\n     \
     consent: {how: in person, at: 2026-02-12}}\n",
    "contacts: [{id: 'NO', name: x}]\n",
    "id,name,email,tags,consent_how,consent_at\nc1,Zoë,zoe@example.net,dealer,paper,2026-01-01\n",
];

const LEDGERS: [&str; 3] = [
    "{\"date\":\"2026-06-01\",\"audience\":\"dealers\",\"issue\":\"2026-06-01\",\"contact\":\"c1\",\"items\":\
     [{\"path\":\"content/posts/a.md\",\"kind\":\"give\"},{\"path\":\"content/posts/b.md\",\"kind\":\"ask\"}]}\n\
     {\"date\":\"2026-06-03\",\"audience\":\"dealers\",\"issue\":\"2026-06-01\",\"contact\":\"c2\",\"items\":\
     [{\"path\":\"content/posts/b.md\",\"kind\":\"give\"},{\"path\":\"content/posts/c.md\",\"kind\":\"give\"}]}\n",
    "{\"issue\":\"2026-06-01\",\"audience\":\"dealers\",\"date\":\"2026-06-01\",\"skipped\":true}\nbad\n",
    "",
];

const ISSUES: [&str; 3] = [
    "---\nsubject: Hello\nitems: ['@/posts/a.md', '@/posts/d.md']\n---\nSee [it](@/posts/zz.md) and [a](@/posts/a.md).\n",
    "---\noverride: {reason: the fair}\n---\nHello.\n",
    "---\nitems: [nowhere]\n---\n",
];

fn post() -> impl Strategy<Value = String> {
    let keys = vec(select(&KEYS[..]), 0..5);
    (keys, vec(select(&PIECES[..]), 0..5), vec(select(&PIECES[11..]), 0..3)).prop_map(|(keys, body, end)| {
        format!("---\n{}\n---\n{}\n\n{}", keys.join("\n"), body.join("\n"), end.join("\n\n"))
    })
}

/// One of the other files that the model is read from, written anew.
fn other_file() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop_oneof![
        (Just("regards.yaml"), select(&CONFIGS[..])),
        (Just("audiences.yaml"), select(&AUDIENCES[..])),
        (select(&["contacts.yaml", "readers.csv"][..]), select(&CONTACTS[..])),
        (select(&[".regards/ledger.jsonl", "l.jsonl"][..]), select(&LEDGERS[..])),
        (Just("content/newsletters/dealers/2026-06-15.md"), select(&ISSUES[..])),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let path = || select(&POSTS[..]).prop_map(str::to_owned);
    prop_oneof![
        4 => (path(), post()).prop_map(|(path, text)| Edit::Write(path, text)),
        4 => (any::<usize>(), select(&PIECES[..])).prop_map(|(at, text)| Edit::Append(at, text.to_owned())),
        2 => other_file().prop_map(|(path, text)| Edit::Write(path.to_owned(), text.to_owned())),
        1 => any::<usize>().prop_map(Edit::Remove),
        2 => (any::<usize>(), path()).prop_map(|(at, to)| Edit::Rename(at, to)),
        1 => any::<usize>().prop_map(Edit::Touch),
        1 => select(vec![date(2026, 6, 12), date(2026, 8, 1)]).prop_map(Edit::Day),
        1 => any::<bool>().prop_map(Edit::Drafts),
    ]
}

/// A site while it is edited.
struct World {
    files: BTreeMap<String, std::sync::Arc<str>>,
    today: Date,
    drafts: bool,
}

impl World {
    fn new(posts: Vec<String>) -> Self {
        let mut files = BTreeMap::from([
            ("regards.yaml".to_owned(), CONFIGS[0].into()),
            ("audiences.yaml".to_owned(), AUDIENCES[0].into()),
            ("contacts.yaml".to_owned(), CONTACTS[0].into()),
            (".regards/ledger.jsonl".to_owned(), LEDGERS[0].into()),
        ]);
        files.extend(POSTS.iter().zip(posts).map(|(path, text)| ((*path).to_owned(), text.into())));
        Self { files, today: date(2026, 6, 12), drafts: false }
    }

    fn apply(&mut self, edit: &Edit) {
        let any = |at: usize| self.files.keys().nth(at % self.files.len().max(1)).cloned();
        match edit {
            Edit::Write(path, text) => {
                self.files.insert(path.clone(), text.as_str().into());
            }
            Edit::Append(at, text) => {
                if let Some(path) = any(*at).filter(|path| path.ends_with(".md")) {
                    self.files.entry(path).and_modify(|old| *old = format!("{old}\n{text}").into());
                }
            }
            Edit::Remove(at) => {
                any(*at).and_then(|path| self.files.remove(&path));
            }
            Edit::Rename(at, to) => {
                if let Some(text) = any(*at).and_then(|path| self.files.remove(&path)) {
                    self.files.insert(to.clone(), text);
                }
            }
            Edit::Touch(at) => {
                if let Some(path) = any(*at) {
                    self.files.entry(path).and_modify(|old| *old = (&**old).into());
                }
            }
            Edit::Day(day) => self.today = *day,
            Edit::Drafts(drafts) => self.drafts = *drafts,
        }
    }

    fn understood(&self, memory: &mut Memory) -> String {
        let mut sources = SourceTree::default();
        for (path, text) in &self.files {
            sources.insert(SourcePath::new(path).unwrap(), SourceFile::Text(std::sync::Arc::clone(text)));
        }
        let (config, _) = read_config(&sources);
        let base_url = BaseUrl::new(&config.base_url).unwrap_or_else(|_| BaseUrl::placeholder());
        let occasion = Occasion { today: self.today, drafts: self.drafts, future: false, base_url };
        let (model, diagnostics) = model(&sources, config, &occasion, memory);
        let over_time = over_time(&model, &sources);
        shown(&model, &diagnostics) + &format!("{over_time:#?}")
    }
}

/// Everything that is in a model, in one order.
fn shown(model: &Model, diagnostics: &Diagnostics) -> String {
    let Model {
        site,
        community,
        ledger,
        judgements,
        standing_asks,
        promo_settings,
        voice,
        items,
        plans,
        issues,
        issue_pages,
    } = model;
    let mut shown = String::new();
    let known = (community, ledger, judgements, standing_asks, promo_settings, voice);
    write!(shown, "{diagnostics:#?}{known:#?}{:#?}", (items, plans, issues, issue_pages)).unwrap();
    for contact in &community.contacts {
        write!(shown, "{} {:?} {:?} {:?}", contact.name, contact.email.reveal(), contact.tags, contact.pause)
            .unwrap();
    }
    shown + &shown_site(site)
}

fn shown_site(site: &Site) -> String {
    let Site {
        config,
        base_url,
        timezone,
        today,
        pages,
        sections,
        taxonomies,
        by_date,
        assets,
        static_files,
        left_out,
        targets,
        file_urls,
        asset_facts,
        site_links,
    } = site;
    let targets: BTreeMap<_, _> = targets.iter().collect();
    let file_urls: BTreeMap<_, _> = file_urls.iter().collect();
    let asset_facts: BTreeMap<_, _> = asset_facts.iter().collect();
    let settings = (config, base_url, timezone, today);
    let found = (pages, sections, taxonomies, by_date, assets, static_files);
    format!("{settings:#?}{found:#?}{:#?}", (left_out, targets, file_urls, asset_facts, site_links))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_memory_changes_no_result(
        posts in vec(post(), 3..POSTS.len()),
        edits in vec(vec(edit(), 0..3), 1..6),
    ) {
        let mut world = World::new(posts);
        let mut memory = Memory::default();
        world.understood(&mut memory);
        for edits in edits {
            edits.iter().for_each(|edit| world.apply(edit));
            let (again, anew) = (world.understood(&mut memory), world.understood(&mut Memory::default()));
            if again != anew {
                let lines = again.lines().zip(anew.lines());
                let other: Vec<_> = lines.filter(|(again, anew)| again != anew).take(20).collect();
                prop_assert!(false, "after {edits:?}: {other:#?}");
            }
        }
    }
}
