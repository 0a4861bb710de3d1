//! A small site, and what the studio says of it.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::civil::date;

use crate::config::read_config;
use crate::model::Memory;
use crate::model::Occasion;
use crate::model::model;
use crate::output::BaseUrl;
use crate::plan::Extras;
use crate::plan::plan;
use crate::preview::Body;
use crate::preview::Editor;
use crate::preview::Problems;
use crate::preview::Response;
use crate::preview::Snapshot;
use crate::preview::Views;
use crate::preview::panel::panel;
use crate::preview::studio::letters::filed;
use crate::preview::studio::studio;
use crate::render::Inputs;
use crate::render::Renderer;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::theme::Theme;

const TODAY: Date = date(2026, 6, 15);

const AUDIENCES: &str = r#"
people: {ann: {name: Ann Owner, email: ann@example.org}}
legal: {postal: "1 Main St", leave: {mail: leave@example.org}}
keep_in_touch: {acquainted: 30}
audiences:
  dealers:
    name: Dealers
    why: Help dealers install gear without surprises
    segment: {tags: [dealer], stage: ">= acquainted"}
    topics: [racks]
    needs:
      order: {ask: "In which order do I wire it?", since: 2026-01-02}
      defect: {ask: "Who repairs a defect?", since: 2026-03-01}
      tools: {ask: "Which tools do I need?"}
    promise: {every: 4 weeks, at: "tue 09:00", tz: Europe/Berlin, start: 2026-04-21}
    patience: {days: 90, gives: 2, stage: trusted}
    balance: {gives_per_ask: 2, days_between_asks: 60}
    from: ann
"#;

/// Readers whose every word would be recognised.
const CONTACTS: &str = r#"
contacts:
  - {id: qx7zoe, name: Zoë Quillfeather, email: zoe.quill@letterbox.test, tags: [dealer, tagsecret], owner: ann,
     stage: trusted, since: 2025-10-01, consent: {how: howsecret, at: 2025-10-01, where: wheresecret}, needs: [order],
     interests: [interestsecret], touches: [{date: 2026-02-03, kind: met, note: "notesecret at the fair"}]}
  - {id: qx8bob, name: Bob Quillfeather, email: bob.quill@letterbox.test, tags: [dealer], owner: ann,
     stage: acquainted, since: 2026-05-01, consent: {how: form, at: 2026-05-01}}
  - {id: qx9eve, name: Eve Quillfeather, email: eve.quill@letterbox.test, tags: [dealer], owner: ann,
     stage: trusted, since: 2026-05-01}
"#;

/// What of [`CONTACTS`] may stand nowhere.
const SECRETS: [&str; 10] = [
    "quill",
    "qx7zoe",
    "qx8bob",
    "qx9eve",
    "secret",
    "letterbox",
    "2025-10-01",
    "2026-02-03",
    "1 Oct 2025",
    "3 Feb 2026",
];

const LEDGER: &str = r#"{"date":"2026-04-21","audience":"dealers","issue":"2026-04-21","contact":"qx7zoe","items":[{"path":"content/old.md","kind":"give"},{"path":"content/older.md","kind":"give"}]}
{"date":"2026-04-21","audience":"dealers","issue":"2026-04-21","contact":"qx8bob","items":[{"path":"content/old.md","kind":"give"}]}
{"date":"2026-05-19","audience":"dealers","issue":"2026-05-19","skipped":true}
"#;

const SALES: &str = "Buy our amazing racks now and save 50% today only! Order now before this limited offer ends. Sign up for our \
    newsletter, book a demo, and get a free quote from our award-winning team. Our customers love our product, and so will \
    you. Do not miss out: click here to buy now, claim your discount, and start your free trial today. Hurry, only 3 left in \
    stock! Contact our sales team now. Call us today for a special price. Upgrade now. Shop now. Subscribe now and share this \
    exclusive deal with your friends before midnight tonight. Buy now.";

fn site(with: &[(&str, &str)]) -> Snapshot {
    let sales = format!(
        "---\ntitle: Racks <half> price\ndate: 2026-06-11\nkind: give\ntags: [racks]\n---\n{SALES}\n"
    );
    let mut files = vec![
        ("regards.yaml", "title: Rack & Roll\nbase_url: https://example.org\ntimezone: Europe/Berlin\n"),
        (
            "content/wiring.md",
            "---\ntitle: Wiring first\ndate: 2026-06-12\nkind: give\ntags: [racks]\nanswers: [order]\n---\nWire it first.\n",
        ),
        (
            "content/offer.md",
            "---\ntitle: A paid day\ndate: 2026-06-10\nkind: ask\ntags: [racks]\n---\nBook us.\n",
        ),
        ("content/sales.md", &sales),
        ("content/idea.md", "---\ntitle: An idea\ndraft: true\n---\nTwo words.\n"),
        ("content/later.md", "---\ntitle: Later\ndate: 2026-07-01\n---\nLater.\n"),
        ("content/gone.md", "---\ntitle: Gone\ndate: 2026-01-01\nexpires: 2026-02-01\n---\nGone.\n"),
        ("content/about.md", "---\ntitle: About\n---\nNo post.\n"),
        ("audiences.yaml", AUDIENCES),
        ("contacts.yaml", CONTACTS),
        (".regards/ledger.jsonl", LEDGER),
    ];
    files.retain(|(path, _)| with.iter().all(|(other, _)| path != other));
    files.extend(with.iter().filter(|(_, text)| !text.is_empty()));
    let mut sources = SourceTree::default();
    for (path, text) in files {
        sources.insert_text(SourcePath::new(path).unwrap(), text);
    }
    snapshot(sources, TODAY)
}

/// The snapshot of a site on a day.
pub(in crate::preview) fn snapshot(sources: SourceTree, today: Date) -> Snapshot {
    let (config, mut diagnostics) = read_config(&sources);
    let base_url = BaseUrl::new("http://127.0.0.1:1111").unwrap();
    let occasion = Occasion { today, drafts: false, future: false, base_url };
    let (model, met) = model(&sources, config.clone(), &occasion, &mut Memory::default());
    diagnostics.extend(met);
    let (theme, met) = Theme::load(&sources, &config.theme);
    diagnostics.extend(met);
    let extras = Extras {
        issues: &[],
        archives: &[],
        archive: true,
        not_found: true,
        subscribe: true,
        people: true,
        theme_files: &[],
    };
    let (plan, met) = plan(&model.site, extras);
    diagnostics.extend(met);
    let (sources, plan) = (Arc::new(sources), Arc::new(plan));
    let inputs = Inputs {
        site: Arc::clone(&model.site),
        plan: Arc::clone(&plan),
        sources: Arc::clone(&sources),
        theme: theme.unwrap(),
        audiences: Arc::new(model.community.audiences.clone()),
        issues: model.issue_pages.clone(),
    };
    let (renderer, met) = Renderer::new(inputs);
    diagnostics.extend(met);
    let editor = Editor { pattern: "editor:{path}:{line}:{column}".into(), root: "/site".into() };
    Snapshot { generation: 1, sources, config, model, plan, renderer, diagnostics, editor }
}

#[track_caller]
fn get(snapshot: &Snapshot, path: &str) -> (Response, String) {
    let response = studio(snapshot, path).unwrap_or_else(|| panic!("there is no page `{path}`"));
    let Body::Bytes(bytes) = &response.body else { panic!("`{path}` is no page") };
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(matches!(response.status, 200 | 302), "{path}: {text}");
    (response, text)
}

/// What a person reads on a page, a line for each line of a table or list.
#[track_caller]
fn read(snapshot: &Snapshot, path: &str) -> String {
    let (_, html) = get(snapshot, path);
    let main = html.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
    let mut text = String::new();
    for part in main.split('<').skip(1) {
        let (tag, words) = part.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
        let breaks = [
            "tr",
            "p",
            "h1",
            "h2",
            "h3",
            "li",
            "div",
            "caption",
            "section",
            "ul",
            "summary",
            "pre",
            "figcaption",
        ];
        if breaks.contains(&name) {
            text.push('\n');
        } else if ["td", "th", "dd"].contains(&name) && !tag.starts_with('/') {
            text.push_str(" | ");
        }
        text.push_str(&words.replace('\n', " "));
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines
        .join("\n")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
}

/// What its script fetches is told from what a page was made from by its name, so every page has one.
#[test]
fn pages_name_their_text_and_show_what_is_wrong() {
    let wrong = site(&[("audiences.yaml", "people: [}\n")]);
    let (diagnostics, sources) = (wrong.diagnostics.clone(), Arc::clone(&wrong.sources));
    assert!(diagnostics.has_errors());
    let good = Views::first(Some(site(&[])), Problems::default());
    let bad = good.followed_by(Some(wrong), Problems { diagnostics, sources, ..Problems::default() });
    for path in ["", "posts/drafts/", "audiences/", "audiences/dealers/", "issues/", "issues/dealers/"] {
        let page = |views: &Views| {
            let Body::Bytes(bytes) = views.respond(&format!("/_regards/{path}")).body else {
                panic!("`{path}` is no page")
            };
            String::from_utf8(bytes).unwrap()
        };
        let (good, bad) = (page(&good), page(&bad));
        assert_eq!(good.matches("/_regards/client.js\" data-page=\"").count(), 1, "{path}: {good}");
        assert_eq!(good.matches("client.js").count(), 1, "{path}: {good}");
        assert!(!good.contains("<regards-overlay"), "{path}: {good}");
        assert!(bad.contains("<regards-overlay"), "{path}: {bad}");
    }
}

#[test]
fn letters_are_what_readers_get() {
    let path = "issues/dealers/trusted/newsletter.html";
    let alone = studio(&site(&[]), path);
    assert!(alone.is_some());
    assert_eq!(
        Views::first(Some(site(&[])), Problems::default()).respond(&format!("/_regards/{path}")),
        alone.unwrap()
    );
}

#[test]
fn posts_are_listed_with_what_is_known_of_them() {
    insta::assert_snapshot!(read(&site(&[]), ""), @r"
        Posts
        All 6
        Promotional or mixed 1
        Drafts 1
        Scheduled 1
        Expired 1
        All: 6 posts
        | Post | Date | Verdict | Prob. | Kind | Words | Problems
        | An idea Edit content/idea.md | draft | not judged: too short | – | news inferred | 2 | none
        | Later Edit content/later.md | scheduled 1 Jul 2026 | not judged: too short | – | news inferred | 1 | none
        | Wiring first Edit content/wiring.md | 12 Jun 2026 | not judged: too short | – | give declared | 3 | none
        | Racks <half> price Edit content/sales.md | 11 Jun 2026 | promotional | 1.00 | ask disputed | 98 | 1 warning
        | A paid day Edit content/offer.md | 10 Jun 2026 | not judged: too short | – | ask declared | 2 | none
        | Gone Edit content/gone.md | expired 1 Feb 2026 | not judged: too short | – | news inferred | 1 | none
        ");
}

#[test]
fn lists_can_be_narrowed_and_turned() {
    let snapshot = site(&[]);
    for (path, title) in [
        ("posts/flagged/", "Racks <half> price"),
        ("posts/drafts/", "An idea"),
        ("posts/scheduled/", "Later"),
        ("posts/expired/", "Gone"),
    ] {
        let text = read(&snapshot, path);
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).skip(1).collect();
        assert!(rows.len() == 1 && rows[0].contains(title), "{path}: {text}");
    }
    let empty = site(&[("content/idea.md", ""), ("content/gone.md", "")]);
    assert!(read(&empty, "posts/expired/").ends_with("No post has left the site."));
    for path in [
        "posts/",
        "posts/1/",
        "posts/2/",
        "posts/02/",
        "posts/x/",
        "posts/drafts/2/",
        "posts/drafts/1/",
        "posts//",
    ] {
        assert!(studio(&snapshot, path).is_none(), "{path}");
    }
}

#[test]
fn many_posts_have_pages() {
    let posts: Vec<(String, String)> = (0..401)
        .map(|number| {
            (
                format!("content/p{number:03}.md"),
                format!("---\ntitle: P{number:03}\ndate: 2020-01-01\n---\nText.\n"),
            )
        })
        .collect();
    let posts: Vec<(&str, &str)> = posts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let snapshot = site(&posts);
    let (_, first) = get(&snapshot, "");
    assert_eq!(first.matches("<th scope=\"row\">").count(), 200);
    assert!(first.contains("href=\"/_regards/posts/2/\" rel=\"next\"") && !first.contains("rel=\"prev\""));
    let (_, last) = get(&snapshot, "posts/3/");
    assert!(last.contains("href=\"/_regards/posts/2/\" rel=\"prev\"") && !last.contains("rel=\"next\""));
    assert!(last.contains("401 to 407 of 407 posts") && last.contains("P400"), "{last}");
    assert!(studio(&snapshot, "posts/4/").is_none());
}

#[test]
fn an_audience_in_words_and_figures() {
    insta::assert_snapshot!(read(&site(&[]), "audiences/dealers/"), @r"
        All audiences
        Dealers
        Help dealers install gear without surprises
        Edit this audience in audiences.yaml
        Promise
        A letter every 4 weeks, on Tuesday: kept by skipping, next due 16 Jun 2026, 09:00. A date with nothing worth sending may be skipped.
        The last 2 dates
        What became of each promised date
        | Due | State
        | 19 May 2026 | kept by skipping
        | 21 Apr 2026 | kept
        Readers
        Belong to it | 3 readers
        Get the next issue | 2 readers, 16 Jun 2026
        Have earned an ask by then | 1 of 3
        About to lose touch | 1
        No letter for:
        1 reader who has not agreed to mail
        The next issue, as readers of each stage would get it
        Needs
        What readers asked, in their words; the next thing to write first
        | Question | State | Asked | Readers | Answered by
        | “Who repairs a defect?” | overdue for 106 days | 1 Mar 2026 | 0 | no post yet
        | “Which tools do I need?” | open | not known | 0 | no post yet
        | “In which order do I wire it?” | answered | 2 Jan 2026 | 1 | Wiring first Edit content/wiring.md
        Giving and asking
        Nobody is asked for anything before 90 days, 2 gives and the stage trusted, and never in a first message. Between two asks to the same reader stand at least 2 gives and 60 days.
        Gives and asks over time 2 issues from 2026-04-21 to 2026-05-19: 0 asked for something. After the last one, 2 gives stand since the last ask; 2 are wanted before the next. 2 0 2 21 Apr 2026 2 19 May
        Dots, joined: gives since the last ask. Diamonds: an ask went out, and the gives before it. Hatched bars: new gives in the issue. Dashed: the 2 that are wanted between two asks.
        Gives and asks by issue, the newest first
        | Issue | Readers | Gives | Asks | Gives since the last ask
        | 19 May 2026 | skipped | 2
        | 21 Apr 2026 | 2 | 2 | 0 | 2
        Counted for the audience as a whole. What each reader has received is counted for each letter anew.
        Asks that wait
        A paid day Edit content/offer.md
        Why 2 readers do not get it; one may be held by several reasons
        | Why | Readers | What is missing | Until
        | the stage is acquainted | 1 | the stage trusted | no date
        | not known for long enough | 1 | time | 30 Jul 2026
        | too few gives so far | 1 | 1 give | no date
        | no need and no interest is known | 1 | a need or an interest in the contacts file | no date
        | another ask is in the same message | 1 | an issue of its own | no date
        Racks <half> price Edit content/sales.md
        Why 1 reader does not get it; one may be held by several reasons
        | Why | Readers | What is missing | Until
        | the stage is acquainted | 1 | the stage trusted | no date
        | not known for long enough | 1 | time | 30 Jul 2026
        | too few gives so far | 1 | 1 give | no date
        | no need and no interest is known | 1 | a need or an interest in the contacts file | no date
        ");
}

#[test]
fn audiences_and_issues_at_a_glance() {
    let snapshot = site(&[]);
    insta::assert_snapshot!(format!("{}\n\n{}", read(&snapshot, "audiences/"), read(&snapshot, "issues/")), @r"
        Audiences
        Dealers
        Help dealers install gear without surprises
        Readers | 3 readers
        Promise | kept by skipping, next due 16 Jun 2026, 09:00
        Needs | 1 overdue, 1 open and 1 answered

        Next issues
        Dealers
        Wiring first
        Date | 16 Jun 2026
        Holds | 2 posts
        Goes to | 2 readers
        ");
}

#[test]
fn each_stage_is_shown_what_it_would_get() {
    let page = read(&site(&[]), "issues/dealers/");
    let (words, _) = page.split_once("Desktop, 640 pixels").unwrap();
    insta::assert_snapshot!(words, @r"
        All next issues
        Next issue for Dealers
        Date | 16 Jun 2026 promised for 16 Jun 2026, 09:00
        From | Ann Owner <ann@example.org>
        Goes to | 2 readers, in 2 variants: 1 reader with 1 post, no ask; 1 reader with 2 posts, one of which asks
        Not to | 1 reader who has not agreed to mail
        Audience | Its promise, needs and asks
        Who would get what
        Decided by the rules for everybody, for readers who do not exist. “Enough” is what patience and balance want, just reached.
        What a reader of each stage would get
        | Reader | Has received enough | One give and one day short
        | First message | Letter 1: 1 post, no ask
        held Racks <half> price: it would be the first message; stage is acquainted, needs trusted; not before 2026-09-14; 2 more gives
        held A paid day: it would be the first message; stage is acquainted, needs trusted; not before 2026-09-14; 2 more gives
        | new | No letter: does not belong to this audience | No letter: does not belong to this audience
        | acquainted | Letter 1: 1 post, no ask
        held Racks <half> price: stage is acquainted, needs trusted
        held A paid day: stage is acquainted, needs trusted
        | Letter 1: 1 post, no ask
        held Racks <half> price: stage is acquainted, needs trusted; not before 2026-06-17; 1 more give
        held A paid day: stage is acquainted, needs trusted; not before 2026-06-17; 1 more give
        | trusted | Letter 2: 2 posts, one of which asks
        held A paid day: another ask is in the same message
        | Letter 1: 1 post, no ask
        held Racks <half> price: not before 2026-06-17; 1 more give
        held A paid day: not before 2026-06-17; 1 more give
        | partner | Letter 2: 2 posts, one of which asks
        held A paid day: another ask is in the same message
        | Letter 1: 1 post, no ask
        held Racks <half> price: not before 2026-06-17; 1 more give
        held A paid day: not before 2026-06-17; 1 more give
        Letter 1
        For a first message; readers at the stage acquainted who have received enough; readers at the stages acquainted, trusted and partner who have not yet.
        Subject | Wiring first
        Preheader | Wire it first.
        Size | 8.4 KB of at most 100 KB
        Holds |
        Wiring first Edit content/wiring.md give answers the need “In which order do I wire it?”
        Files | HTML, text, message to a made-up reader (.eml)
        ");
}

#[test]
fn letters_come_as_files() {
    let snapshot = site(&[]);
    let (response, html) = get(&snapshot, "issues/dealers/trusted/newsletter.html");
    assert_eq!(response.content_type, "text/html; charset=utf-8");
    assert!(html.contains("Racks &lt;half") && html.contains("Wiring first"));
    let (_, html) = get(&snapshot, "issues/dealers/trusted-almost/newsletter.html");
    assert!(!html.contains("Racks &lt;half") && html.contains("Wiring first"));
    let (response, text) = get(&snapshot, "issues/dealers/first-message/newsletter.txt");
    assert_eq!(response.content_type, "text/plain; charset=utf-8");
    assert!(!text.contains("Racks") && text.contains("Wiring first"));
    let (response, eml) = get(&snapshot, "issues/dealers/trusted/sample.eml");
    assert_eq!(
        (&*response.content_type, response.save_as.as_deref()),
        ("message/rfc822", Some("dealers-trusted.eml"))
    );
    assert!(eml.contains("To: \"Sample Reader\" <sample.reader@example.org>"), "{eml}");
    for path in [
        "issues/dealers/new/newsletter.html",
        "issues/dealers/nobody/newsletter.html",
        "issues/nobody/trusted/newsletter.html",
        "issues/dealers/trusted/other.html",
        "issues/dealers/trusted/",
        "issues/nobody/",
        "audiences/nobody/",
        "audiences/dealers/more/",
        "/",
        "nothing",
    ] {
        assert!(studio(&snapshot, path).is_none(), "{path}");
    }
    let (response, _) = get(&snapshot, "audiences/dealers");
    assert_eq!(response.location.as_deref(), Some("/_regards/audiences/dealers/"));
}

/// A stage may be called as the folder of another made-up reader is.
#[test]
fn folders_of_made_up_readers_differ() {
    let stages = format!(
        "stages: [new, new-almost, first-message, trusted]\n{}",
        AUDIENCES.replace("acquainted", "new")
    );
    let snapshot = site(&[("audiences.yaml", &stages)]);
    let audience = snapshot.model.community.audiences.audience("dealers").unwrap();
    let folders: Vec<String> = filed(&snapshot, audience).into_iter().map(|filed| filed.folder).collect();
    assert_eq!(
        folders,
        [
            "first-message",
            "new-almost",
            "new-almost-almost",
            "first-message-almost",
            "trusted-almost",
            "new",
            "new-almost-",
            "first-message-",
            "trusted"
        ]
    );
}

/// No page, no file of the studio and no panel tells anything of a reader.
#[test]
fn nothing_of_a_reader_is_shown() {
    let by_hand = "---\nsubject: To you\nitems: [content/offer.md, content/wiring.md]\noverride: {reason: the fair is near}\n---\nHello.\n";
    for with in [vec![], vec![("content/newsletters/dealers/2026-06-16.md", by_hand)]] {
        let snapshot = site(&with);
        assert_eq!(snapshot.model.community.contacts.len(), 3, "the readers are read");
        let mut paths: Vec<String> =
            ["", "posts/drafts/", "audiences/", "audiences/dealers/", "issues/", "issues/dealers/"]
                .map(str::to_owned)
                .into();
        let audience = snapshot.model.community.audiences.audience("dealers").unwrap();
        for filed in filed(&snapshot, audience).iter().filter(|filed| filed.letter.issue.is_some()) {
            let files = ["newsletter.html", "newsletter.txt", "sample.eml"];
            paths.extend(files.map(|file| format!("issues/dealers/{}/{file}", filed.folder)));
        }
        assert!(paths.len() > 20, "{paths:?}");
        let pages = paths.iter().map(|path| (path.clone(), get(&snapshot, path).1));
        let panels =
            snapshot.model.site.page_ids().map(|id| (format!("panel of {id:?}"), panel(&snapshot, id)));
        for (path, text) in pages.chain(panels) {
            let text = text.to_lowercase();
            let found: Vec<&str> =
                SECRETS.into_iter().filter(|secret| text.contains(&secret.to_lowercase())).collect();
            assert!(found.is_empty(), "{path} tells {found:?}");
        }
    }
}

#[test]
fn what_is_missing_says_what_to_do() {
    let none = site(&[("audiences.yaml", ""), ("contacts.yaml", "")]);
    for path in ["audiences/", "issues/"] {
        let text = read(&none, path);
        assert!(
            text.contains("There is no audience yet") && text.contains("regards explain audiences"),
            "{text}"
        );
    }
    let unread = site(&[("audiences.yaml", "people: [}\n")]);
    assert!(read(&unread, "audiences/").contains("cannot be read"));
    let bare =
        "people: {ann: {name: Ann, email: ann@example.org}}\naudiences: {dealers: {why: Help, from: ann}}\n";
    let bare = site(&[("audiences.yaml", bare), ("contacts.yaml", ""), (".regards/ledger.jsonl", "")]);
    insta::assert_snapshot!(format!("{}\n\n{}", read(&bare, "audiences/dealers/"), read(&bare, "issues/dealers/")), @r#"
        All audiences
        dealers
        Help
        Edit this audience in audiences.yaml
        Promise
        Nothing is promised. promise: {every: 4 weeks, at: "tue 09:00"} under the audience says when readers can expect a letter.
        Readers
        Belong to it | 0 readers
        Get the next issue | nobody: it is skipped, 15 Jun 2026
        Have earned an ask by then | 0 of 0
        About to lose touch | not known: keep_in_touch says after how many days
        There is no next issue: there is no postal address or no way to leave.
        The next issue, as readers of each stage would get it
        Needs
        No need is written down. needs: under the audience holds what readers ask, in their words; a post with answers: answers one. regards explain needs says how.
        Giving and asking
        Nobody is asked for anything before 90 days, 6 gives and the stage acquainted, and never in a first message. Between two asks to the same reader stand at least 5 gives and 60 days.
        Nothing has gone out yet, as far as the ledger knows. regards explain ledger shows the two lines with which an issue is written down.
        Asks that wait
        No ask is held back from anybody.

        All next issues
        Next issue for dealers
        No issue goes out on 15 Jun 2026: there is no postal address or no way to leave. Write both into audiences.yaml; regards explain legal says how.
        Date | 15 Jun 2026
        Audience | Its promise, needs and asks
        "#);
    let empty: Vec<(&str, &str)> =
        ["wiring", "offer", "sales", "idea", "later", "gone"].map(|name| (name, "")).to_vec();
    let empty: Vec<(String, &str)> =
        empty.iter().map(|(name, text)| (format!("content/{name}.md"), *text)).collect();
    let empty: Vec<(&str, &str)> = empty.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    assert!(read(&site(&empty), "").contains("There is no post yet."));
}
