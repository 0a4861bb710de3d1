//! Small sites, and what the panel says of their pages.

use crate::preview::Editor;
use crate::preview::Snapshot;
use crate::preview::panel::panel;
use crate::preview::studio::tests::snapshot;
use crate::source::SourcePath;
use crate::source::SourceTree;

const REGARDS: (&str, &str) =
    ("regards.yaml", "edition: 1\ntitle: Notes\nbase_url: https://example.org\ntaxonomies: [{name: tags}]\n");
const AUDIENCES: (&str, &str) = (
    "audiences.yaml",
    r#"people:
  ann: {name: Ann Owner, email: ann@example.org}
legal: {postal: "1 Main St", leave: {mail: leave@example.org}}
audiences:
  dealers:
    name: AV <dealers>
    why: To help
    segment: {tags: [dealer]}
    topics: [installation]
    needs: {warranty: "How do I get a defect & a racket sorted out?"}
    promise: {every: 4 weeks, at: "tue 09:00", tz: Europe/Berlin}
    patience: {days: 90, gives: 6, stage: acquainted}
    from: owner
    reply_invite: What next?
  painters:
    name: Painters
    why: To help
    segment: {tags: [painter]}
    topics: [colour, light]
    promise: {every: 4 weeks, at: "tue 09:00", tz: Europe/Berlin}
    from: ann
    reply_invite: What next?
"#,
);
const CONTACTS: (&str, &str) = (
    "contacts.yaml",
    r#"contacts:
  - {id: quux1, name: Zoë Reader, email: zoe@example.net, tags: [dealer], owner: ann, stage: acquainted, since: 2026-05-12, needs: [dealers.warranty],
     consent: {how: double-opt-in, at: 2026-05-12T10:02:00Z, where: /subscribe}}
  - {id: quux2, name: Yan Reader, email: yan@example.net, tags: [dealer], owner: ann, stage: new, since: 2025-01-12,
     consent: {how: double-opt-in, at: 2025-01-12T10:02:00Z, where: /subscribe}}
  - {id: quux3, name: Xu Reader, email: xu@example.net, tags: [dealer], owner: ann, stage: new, since: 2026-01-12}
"#,
);

/// A site with these posts and one more that gives.
fn site(post: &str) -> Snapshot {
    let give =
        format!("---\ntitle: Racks\ndate: 2026-06-02\nkind: give\ntags: [installation]\n---\n{}", prose());
    let files =
        [REGARDS, AUDIENCES, CONTACTS, ("content/posts/racks.md", &*give), ("content/posts/z.md", post)];
    let mut sources = SourceTree::default();
    for (path, text) in files {
        sources.insert_text(SourcePath::new(path).unwrap(), text);
    }
    snapshot(sources, jiff::civil::date(2026, 6, 15))
}

/// Enough English that the promo check judges it.
fn prose() -> String {
    "A rack that is screwed to one wall hums with that wall, and so we measured three of them in a week. \
     The first one was loose at the foot, which you can see when you push it with a finger. "
        .repeat(4)
}

/// The panel of the post of [`site`], without its style.
fn panel_of(snapshot: &Snapshot) -> String {
    let pages = &snapshot.model.site.pages;
    let at = pages.iter().position(|page| page.source.file_name() == "z.md").expect("the post is there");
    let html = panel(snapshot, crate::site::PageId(at as u32));
    let (before, rest) = html.split_once("<style>").expect("it has a style");
    let (_, after) = rest.split_once("</style>").expect("which ends");
    format!("{before}{after}")
}

#[track_caller]
fn says(html: &str, expected: &[&str]) {
    for text in expected {
        assert!(html.contains(text), "no {text:?} in {html}");
    }
}

#[test]
fn findings_say_what_why_where_and_what_instead() {
    let ask = "Sign up now for our <b>free</b> webinar and book your demo today.\n\n";
    let post = format!("---\ntitle: Loud\ndate: 2026-06-03\nkind: give\n---\n{ask}{ask}{}{ask}", prose());
    let html = panel_of(&site(&post));
    says(
        &html,
        &[
            "class=\"rule\">call-to-action <span class=\"code\">PR1",
            "<a class=\"at\" href=\"editor:/site/content/posts/z.md:6:1\">line 6</a>",
            "<strong>Instead:</strong> ",
            "The probability that this is promotional is <strong class=\"number\">0.",
            "<dt>Asks</dt>",
            "where every post starts",
        ],
    );
    assert!(!html.contains("<b>"), "{html}");
}

#[test]
fn a_post_says_what_it_answers_and_who_gets_it_and_readers_are_only_counted() {
    let post = format!(
        "---\ntitle: Asking\ndate: 2026-06-03\nkind: ask\ntags: [installation]\nanswers: [dealers.warranty]\n---\n{}",
        prose()
    );
    let html = panel_of(&site(&post));
    says(
        &html,
        &[
            "Counts as <strong>an ask</strong>. <span class=\"soft\">It calls itself an ask.</span>",
            "<q>How do I get a defect &amp; a racket sorted out?</q>",
            "1 reader known to ask",
            "<h3><a href=\"/_regards/issues/dealers/\">AV &lt;dealers&gt;</a></h3>",
            "an ask that no reader has earned yet",
            "Held for 2 readers:",
            "<strong class=\"number\">2</strong> not yet: too few gives so far",
            "<p>No letter at all for</p>\n<ul class=\"plain\">\n<li>1 reader who has not agreed to mail</li>",
            "<strong>Painters</strong>: no topic in common: the post is on installation, they want colour or light",
        ],
    );
    for private in ["quux", "Zoë", "Yan", "zoe@", "@example.net"] {
        assert!(!html.contains(private), "{private} in {html}");
    }
}

#[test]
fn a_give_goes_to_those_who_have_agreed() {
    let post = format!("---\ntitle: Giving\ndate: 2026-06-03\ntags: [installation]\n---\n{}", prose());
    says(
        &panel_of(&site(&post)),
        &[
            "<strong>2 readers get it</strong>. <span class=\"soft\">For them because it is on installation.</span>",
        ],
    );
}

#[test]
fn faults_of_the_file_and_pictures_without_words_are_to_be_mended() {
    let post = "---\ntitle: Broken\ndate: 2026-06-03\n---\nSee [this](@/posts/no.md) and\n\n![](a.png)\n";
    let html = panel_of(&site(post));
    says(
        &html,
        &[
            "<span class=\"count\">3 problems</span>",
            "<span class=\"level error\">error</span> <span class=\"rule\">broken-link</span> <a class=\"at\" href=\"editor:/site/content/posts/z.md:5:5\">line 5</a>",
            "1 picture without words: <a class=\"at\" href=\"editor:/site/content/posts/z.md:7:1\">line 7</a></p>",
            "<h2 id=\"verdict\"><span class=\"seal not-judged\" aria-hidden=\"true\"></span>Not judged</h2>\n<p>Too short.</p>",
        ],
    );
    assert!(!html.contains("How that adds up"), "{html}");
}

#[test]
fn a_page_without_a_date_has_a_smaller_panel() {
    let html = panel_of(&site("---\ntitle: About\n---\nShort.\n"));
    says(&html, &["Without a date it is no post", "1 word, 1 min to read"]);
    assert!(!html.contains("id=\"readers\"") && !html.contains("id=\"faults\""), "{html}");
}

#[test]
fn without_an_editor_lines_are_no_links() {
    let mut snapshot = site("---\ntitle: A\ndate: 2026-06-03\n---\n![](a.png)\n");
    snapshot.editor = Editor::default();
    says(&panel_of(&snapshot), &["<span class=\"at\">line 5</span>"]);
}

#[test]
fn the_verdict_of_promotional_news_is_disputed() {
    let ask =
        "Buy it now: order today, the offer ends tomorrow. Sign up for our free trial and book a demo.\n\n";
    let post = format!("---\ntitle: Order now\ndate: 2026-06-03\nkind: news\n---\n{}", ask.repeat(8));
    let html = panel_of(&site(&post));
    says(&html, &["so it counts as an ask", "call it <code>kind: ask</code>"]);
}
