//! A memory makes assembling faster, and changes nothing: whatever happened to a site in between, it is assembled and
//! planned as if there was none.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::select;
use regards::config::{Config, SlugStyle, TaxonomySettings};
use regards::output::BaseUrl;
use regards::plan::{Extras, plan};
use regards::site::{Assembly, Memory, PageId, Site, assemble};
use regards::source::{Asset, ImageSize, SourceFile, SourcePath, SourceTree};

/// The places that a file can have: pages, bundles, sections and copied files, some of which get in each other's way.
const PATHS: [&str; 18] = [
    "content/_index.md",
    "content/index.md",
    "content/about.md",
    "content/posts/_index.md",
    "content/posts/_index.markdown",
    "content/posts/a.md",
    "content/posts/b.md",
    "content/posts/2026-01-02-c.md",
    "content/posts/2026-02-30-d.md",
    "content/posts/bundle/index.md",
    "content/posts/bundle/pic.png",
    "content/posts/pic.png",
    "content/notes/_index.md",
    "content/notes/e.md",
    "content/notes/deep/A.md",
    "content/notes/deep/_index.md",
    "static/pic.png",
    "text/posts/a.md",
];

/// What a front matter may say; what is none of its keys is ignored.
const KEYS: [&str; 26] = [
    "title: One",
    "title: Two",
    "date: 2026-01-05",
    "date: 2026-01-05T10:00:00",
    "date: 2026-09-01",
    "date: soon",
    "updated: 2026-03-01",
    "expires: 2026-02-01",
    "draft: true",
    "tags: [rust, Seeds]",
    "tags: [Rust, C++, rust]",
    "topics: [new york, New-York]",
    "slug: other",
    "path: /posts/a/",
    "path: /About.html",
    "aliases: [/old/, /posts/a/]",
    "weight: 3",
    "image: pic.png",
    "image: /nowhere.png",
    "authors: [ann, Ben]",
    "sort_by: title",
    "sort_by: weight",
    "transparent: true",
    "redirect_to: about/",
    "render: false",
    "template: [",
];

/// What a body may hold.
const PARTS: [&str; 22] = [
    "# Heading\n",
    "## Part\n",
    "## Part {#other}\n",
    "[a](@/posts/a.md)\n",
    "[a](@/posts/a.md#part)\n",
    "[a](@/posts/%61.md)\n",
    "[a](a.md) and [again](./a.md)\n",
    "[b](../posts/b.md#other)\n",
    "[c](@/posts/2026-01-02-c.md)\n",
    "[bundle](bundle/index.md)\n",
    "[section](@/posts/_index.md)\n",
    "[about](/about/)\n",
    "[about](../about/)\n",
    "[missing](@/posts/missing.md)\n",
    "[out](../../../x.md)\n",
    "[here](#part)\n",
    "[elsewhere](https://example.net/)\n",
    "![picture](pic.png)\n",
    "![picture](bundle/pic.png)\n",
    "[base](/sub/posts/)\n",
    "{{< figure >}} and [not a link](x y)\n",
    "```klingon\n",
];

#[derive(Debug, Clone)]
enum Edit {
    Write(&'static str, String),
    Remove(&'static str),
    Rename(&'static str, &'static str),
    /// The same text, read again.
    Touch,
    /// A setting, by its place in [`set`].
    Set(usize),
}

/// A site, and what it is assembled for.
#[derive(Clone)]
struct State {
    tree: BTreeMap<SourcePath, SourceFile>,
    assembly: Assembly,
}

fn text() -> impl Strategy<Value = String> {
    let keys = proptest::sample::subsequence(KEYS.to_vec(), 0..5);
    let parts = proptest::collection::vec(select(PARTS.to_vec()), 0..5);
    (any::<bool>(), keys, parts).prop_map(|(has_front_matter, keys, parts)| {
        let fence = if has_front_matter { "---\n" } else { "" };
        let keys = if has_front_matter { format!("{}\n", keys.join("\n")) } else { String::new() };
        format!("{fence}{keys}{fence}{}", parts.concat())
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    let path = || select(PATHS.to_vec());
    prop_oneof![
        8 => (path(), text()).prop_map(|(path, text)| Edit::Write(path, text)),
        2 => path().prop_map(Edit::Remove),
        2 => (path(), path()).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => Just(Edit::Touch),
        3 => (0..SETTINGS).prop_map(Edit::Set),
    ]
}

const SETTINGS: usize = 20;

/// Changes one setting there and back, or to one of few values.
fn set(assembly: &mut Assembly, which: usize) {
    let config = &mut assembly.config;
    let toggle = |text: &mut String, one: &str, other: &str| {
        *text = if text == one { other.to_owned() } else { one.to_owned() };
    };
    match which {
        0 => toggle(&mut config.timezone, "UTC", "Asia/Tokyo"),
        1 => toggle(&mut config.content_dir, "content", "text"),
        2 => toggle(&mut config.language, "en", "de"),
        3 => toggle(&mut config.title, "Test", "Other"),
        4 => config.related ^= 3,
        5 => config.slugs = other_style(config.slugs),
        6 => config.markdown.heading_ids = other_style(config.markdown.heading_ids),
        7 => config.markdown.smart_punctuation ^= true,
        8 if config.permalinks.is_empty() => {
            config.permalinks.insert("posts".into(), "/{year}/{slug}/".into());
        }
        8 => config.permalinks.clear(),
        9 if config.taxonomies.len() < 2 => config.taxonomies.push(TaxonomySettings::named("topics")),
        9 => config.taxonomies.truncate(1),
        10 => config.taxonomies.iter_mut().for_each(|taxonomy| taxonomy.ordered ^= true),
        11 if config.authors.is_empty() => config.authors.push("ann".into()),
        11 => config.authors.clear(),
        12 if config.ignore.is_empty() => config.ignore.push("notes/**".into()),
        12 => config.ignore.clear(),
        13 => assembly.drafts ^= true,
        14 => assembly.future ^= true,
        15 => assembly.today = assembly.today.saturating_add(jiff::Span::new().days(30)),
        16 => assembly.today = jiff::civil::date(2026, 1, 10),
        17 => {
            let base_url =
                if assembly.base_url.path().is_empty() { "https://e.org/sub" } else { "https://e.org" };
            assembly.base_url = BaseUrl::new(base_url).unwrap();
        }
        18 => {
            let name = if assembly.people.contains_key("ann") { "ben" } else { "ann" };
            assembly.people = BTreeMap::from([(name.to_owned(), "Ben".to_owned())]);
        }
        _ => config.sections.entry("posts".into()).or_default().transparent = Some(true),
    }
}

fn other_style(style: SlugStyle) -> SlugStyle {
    if style == SlugStyle::Ascii { SlugStyle::Keep } else { SlugStyle::Ascii }
}

impl State {
    fn new() -> Self {
        let assembly = Assembly {
            config: Config {
                taxonomies: vec![TaxonomySettings {
                    paginate_by: Some(1),
                    ..TaxonomySettings::named("tags")
                }],
                ..Config::default()
            },
            base_url: BaseUrl::new("https://e.org").unwrap(),
            today: jiff::civil::date(2026, 6, 15),
            drafts: false,
            future: false,
            people: BTreeMap::new(),
        };
        Self { tree: BTreeMap::new(), assembly }
    }

    fn apply(&mut self, edit: Edit) {
        match edit {
            Edit::Write(path, text) => {
                let file = if path.ends_with(".png") {
                    let size = ImageSize { width: text.len() as u32, height: 1 };
                    SourceFile::Asset(Asset { length: 1, image: Some(size) })
                } else {
                    SourceFile::Text(text.into())
                };
                self.tree.insert(SourcePath::new(path).unwrap(), file);
            }
            Edit::Remove(path) => {
                self.tree.remove(path);
            }
            Edit::Rename(from, to) => {
                if let Some(file) = self.tree.remove(from) {
                    self.tree.insert(SourcePath::new(to).unwrap(), file);
                }
            }
            Edit::Touch => {
                for file in self.tree.values_mut() {
                    if let SourceFile::Text(text) = file {
                        *text = Arc::from(text.to_string());
                    }
                }
            }
            Edit::Set(which) => set(&mut self.assembly, which),
        }
    }

    fn assembled(&self, memory: &mut Memory) -> Site {
        self.assembled_and_met(memory).0
    }

    fn assembled_and_met(&self, memory: &mut Memory) -> (Site, String) {
        let mut sources = SourceTree::default();
        for (path, file) in &self.tree {
            sources.insert(path.clone(), file.clone());
        }
        let (site, met) = assemble(&sources, self.assembly.clone(), memory);
        (site, format!("{met:#?}"))
    }

    /// Everything that is known of the site and its plan.
    fn shown(&self, memory: &mut Memory) -> String {
        let (site, met) = self.assembled_and_met(memory);
        let (plan, met_by_plan) = plan(&site, Extras { archive: true, not_found: true, ..Extras::default() });
        format!("{}\n{met}\n{plan:#?}\n{met_by_plan:#?}", shown(&site))
    }
}

/// A site with its maps in order.
fn shown(site: &Site) -> String {
    let Site { config, base_url, timezone, today, pages, sections, taxonomies, by_date, assets, .. } = site;
    let Site { static_files, left_out, targets, file_urls, asset_facts, site_links, .. } = site;
    let targets: BTreeMap<_, _> = targets.iter().collect();
    let file_urls: BTreeMap<_, _> = file_urls.iter().collect();
    let asset_facts: BTreeMap<_, _> = asset_facts.iter().collect();
    format!(
        "{:#?}\n{:#?}",
        (config, base_url, timezone, today, pages, sections, taxonomies, by_date),
        (assets, static_files, left_out, targets, file_urls, asset_facts, site_links)
    )
}

proptest! {
    #[test]
    fn what_is_remembered_changes_nothing(
        first in proptest::collection::vec(edit(), 0..25),
        runs in proptest::collection::vec(proptest::collection::vec(edit(), 1..4), 1..8),
    ) {
        let (mut state, mut memory) = (State::new(), Memory::default());
        for edits in std::iter::once(first).chain(runs) {
            edits.into_iter().for_each(|edit| state.apply(edit));
            let mut fresh = Memory::default();
            prop_assert_eq!(state.shown(&mut memory), state.shown(&mut fresh));
            // What the last run had no use for is gone.
            prop_assert_eq!(format!("{memory:#?}"), format!("{fresh:#?}"));
        }
    }
}

/// Whether each page of a site is known to be as it was before an edit.
#[track_caller]
fn check_same(edit: Edit, expected: &[(&str, bool)]) {
    let (mut state, mut memory) = (State::new(), Memory::default());
    for (path, text) in [
        ("content/posts/_index.md", "Posts.\n"),
        ("content/posts/a.md", "---\ntitle: A\n---\nSee [b](b.md).\n"),
        ("content/posts/b.md", "---\ntitle: B\n---\nText.\n"),
        ("content/about.md", "About.\n"),
    ] {
        state.apply(Edit::Write(path, text.into()));
    }
    let before = state.assembled(&mut memory);
    state.apply(edit);
    let after = state.assembled(&mut memory);
    let same: Vec<(&str, bool)> = after
        .pages
        .iter()
        .map(|page| {
            let was =
                before.page_ids().map(|id: PageId| before.page(id)).find(|was| was.source == page.source);
            (page.source.as_str(), was.is_some_and(|was| page.has_same_facts(was)))
        })
        .collect();
    assert_eq!(same, expected);
}

#[test]
fn pages_share_what_did_not_change() {
    let (about, a, b) = ("content/about.md", "content/posts/a.md", "content/posts/b.md");
    check_same(Edit::Touch, &[(about, true), (a, true), (b, true)]);
    check_same(Edit::Write(b, "New.\n".into()), &[(about, true), (a, true), (b, false)]);
    check_same(Edit::Remove(a), &[(about, true), (b, true)]);
    check_same(
        Edit::Rename(b, "content/posts/2026-01-02-c.md"),
        &[(about, true), ("content/posts/2026-01-02-c.md", false), (a, true)],
    );
    let moved = "---\nslug: essays\n---\nPosts.\n";
    check_same(
        Edit::Write("content/posts/_index.md", moved.into()),
        &[(about, true), (a, false), (b, false)],
    );
    check_same(Edit::Set(2), &[(about, false), (a, false), (b, false)]);
    check_same(Edit::Set(17), &[(about, true), (a, true), (b, true)]);
}
