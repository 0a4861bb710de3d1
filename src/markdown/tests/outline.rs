//! What the outline says of a body.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::markdown::outline;
use crate::markdown::tests::settings;

/// An outline with the source of each range.
fn show(body: &str) -> String {
    let outline = outline(body, &settings());
    let mut text = String::new();
    for heading in &outline.headings {
        let source = &body[heading.range.clone()];
        let _ = writeln!(
            text,
            "h{} {} {:?} {} <- {source:?}",
            heading.level, heading.id, heading.text, heading.html
        );
    }
    for link in &outline.links {
        let (all, part) = (&body[link.range.clone()], &body[link.destination_range.clone()]);
        let _ = writeln!(text, "{:?} {} <- {part:?} in {all:?}", link.kind, link.destination);
    }
    for language in &outline.unknown_languages {
        let _ = writeln!(text, "language {} <- {:?}", language.name, &body[language.range.clone()]);
    }
    for fault in &outline.faults {
        let _ = writeln!(text, "{:?} {} <- {:?}", fault.kind, fault.message, &body[fault.range.clone()]);
    }
    let _ = write!(text, "ids {:?} words {} more {:?}", outline.ids, outline.word_count, outline.more);
    text
}

#[test]
fn headings_links_and_anchors_are_found() {
    assert_snapshot!(show("# The *big* `x<y>` [post](/p)\n\nText[^1] and <a name=here></a>.\n\nSetext\n---\n\n[^1]: note\n"), @r##"
    h1 the-big-xy-post "The big x<y> post" The <em>big</em> <code>x&lt;y&gt;</code> post <- "# The *big* `x<y>` [post](/p)\n"
    h2 setext "Setext" Setext <- "Setext\n---\n"
    Link /p <- "/p" in "[post](/p)"
    ids ["here", "setext", "the-big-xy-post"] words 8 more None
    "##);
    assert_snapshot!(show("[a](b(c)d \"e\") ![i](/x%20y.png) [r][ref] <me@example.org> https://example.org/x_y. [![n](n.png)](/out)\n\n[ref]: <to there>\n"), @r#"
    Link b(c)d <- "b(c)d" in "[a](b(c)d \"e\")"
    Image /x%20y.png <- "/x%20y.png" in "![i](/x%20y.png)"
    Link to there <- "[r][ref]" in "[r][ref]"
    Link mailto:me@example.org <- "me@example.org" in "<me@example.org>"
    Link https://example.org/x_y <- "https://example.org/x_y" in "https://example.org/x_y"
    Link /out <- "/out" in "[![n](n.png)](/out)"
    Image n.png <- "n.png" in "![n](n.png)"
    ids [] words 6 more None
    "#);
    assert_snapshot!(show("<p id=\"top\"><a href='/x?a&amp;b'>x</a>\n<img\nsrc=y.png></p>\n\n> <a\n> href=\"/q\">z</a>\n"), @r#"
    Link /x?a&b <- "/x?a&amp;b" in "<a href='/x?a&amp;b'>"
    Image y.png <- "y.png" in "<img\nsrc=y.png>"
    Link /q <- "<a\n> href=\"/q\">" in "<a\n> href=\"/q\">"
    ids ["top"] words 1 more None
    "#);
}

#[test]
fn words_and_the_mark_of_the_summary_are_found() {
    assert_snapshot!(show("One *two*three\nfour\n\n```\nnot these\n```\n\n<!-- more -->\n\n| five |\n|---|\n| `six` |\n"), @r"ids [] words 5 more Some(40)");
    assert_snapshot!(show("`<!-- more -->` a <!--more--> b"), @r"ids [] words 3 more Some(18)");
}

#[test]
fn faults_and_unknown_languages_have_places() {
    assert_snapshot!(show("# A {#x}\n# B {#x}\n\nSee $\\nosuch$.\n\n```nosuch,linenos\n```\n\n```rust\n```\n"), @r##"
    h1 x "A" A <- "# A {#x}\n"
    h1 x-1 "B" B <- "# B {#x}\n"
    language nosuch <- "nosuch"
    DuplicateId heading id "x" is given twice <- "# B {#x}\n"
    Math unknown primitive command found <- "$\\nosuch$"
    ids ["x", "x-1"] words 3 more None
    "##);
}
