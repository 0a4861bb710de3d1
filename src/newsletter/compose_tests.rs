//! Whole letters, from an issue to what a reader gets.

use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;

use crate::config::Kind;
use crate::newsletter::clean::{attribute, tags};
use crate::newsletter::compose::{LARGEST_LETTER, Variant, compose};
use crate::newsletter::html::MailTemplates;
use crate::newsletter::mime_tests::check_form;
use crate::newsletter::{
    Author, Composed, Issue, IssueItem, IssueState, Legal, Mailbox, MessageKey, Prose, RULES, Reader, Words,
    issue_page, sample_reader,
};
use crate::output::BaseUrl;

const KEY: MessageKey = MessageKey([7; 32]);

pub(super) fn templates() -> MailTemplates {
    let html = include_str!("../../themes/default/mail/newsletter.html");
    let css = include_str!("../../themes/default/mail/newsletter.css");
    let (templates, diagnostics) = MailTemplates::new(html, css, None);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    templates.unwrap()
}

fn prose(html: &str, text: &str, links: &[&str]) -> Prose {
    Prose {
        html: html.into(),
        text: text.into(),
        links: links.iter().map(|link| (*link).to_owned()).collect(),
    }
}

pub(super) fn issue() -> Issue {
    let item = |title: &str, slug: &str, kind, need: Option<&str>, summary| IssueItem {
        title: title.into(),
        url: format!("https://example.org/posts/{slug}/"),
        kind,
        need: need.map(str::to_owned),
        summary,
        authors: Vec::new(),
        reading_time: 4,
    };
    Issue {
        audience_id: "dealers".into(),
        audience_name: "AV dealers".into(),
        why: "Help dealers install gear without surprises.".into(),
        date: date(2026, 3, 3).at(9, 0, 0, 0).in_tz("Europe/Berlin").unwrap(),
        subject: "A defect in the field, step by step".into(),
        preheader: "Whom to call first, and what to write down before you do.".into(),
        intro: prose(
            "<p>Many of you wrote after the last letter, most of you about the same thing: a projector fails in \
             the week of an opening, and nobody knows whose turn it is. So this one is about that.</p>",
            "Many of you wrote after the last letter, most of you about the same\nthing: a projector fails in the \
             week of an opening, and nobody knows\nwhose turn it is. So this one is about that.",
            &[],
        ),
        items: vec![
            item(
                "A defect in the field, step by step",
                "defect",
                Kind::Give,
                Some("How do I get a defect sorted out?"),
                prose(
                    "<p>Three calls settle most cases, and the order matters. Write down the serial number and \
                     what the lamp hours say, then follow <a href=\"/posts/checklist/#lamp\">the checklist</a>; \
                     <code>menu → info</code> shows both.</p>",
                    "Three calls settle most cases, and the order matters. Write down the\nserial number and what \
                     the lamp hours say, then follow the checklist\n[1]; `menu → info` shows both.",
                    &["/posts/checklist/#lamp"],
                ),
            ),
            IssueItem {
                authors: vec![Author { name: "Bob Writer".into(), url: None }],
                ..item(
                    "What we changed in the warranty form",
                    "form",
                    Kind::News,
                    None,
                    prose(
                        "<p>It is one page now. The old one still works until summer.</p>",
                        "It is one page now. The old one still works until summer.",
                        &[],
                    ),
                )
            },
            item(
                "Two evenings in May: come and break a demo unit",
                "evenings",
                Kind::Ask,
                None,
                prose(
                    "<p>Twelve places, no slides. You bring the cables that never fit, we bring the units.</p>",
                    "Twelve places, no slides. You bring the cables that never fit, we\nbring the units.",
                    &[],
                ),
            ),
        ],
        reply_invite: "What should we look into next?".into(),
        owner: Mailbox { name: "Ann Owner".into(), address: "ann@example.org".into() },
        signature: "Ann, who reads every reply".into(),
        legal: Legal {
            postal: "Example Ltd, 1 Main St, Town".into(),
            leave_mail: Some("leave@example.org".into()),
            leave_url: Some("https://leave.example.org/{token}".into()),
            one_click: false,
        },
        web_url: Some("https://example.org/newsletters/dealers/2026-03-03/".into()),
        archive_url: Some("https://example.org/newsletters/dealers/".into()),
        language: "en".into(),
        words: Words::for_language("en"),
        site_title: "Regards from the Workshop".into(),
        base_url: BaseUrl::new("https://example.org").unwrap(),
        place: None,
    }
}

pub(super) fn reader() -> Reader {
    Reader {
        id: "c7f3".into(),
        name: "Zoë Reader".into(),
        address: "zoe@example.net".into(),
        token: "tok-en_7".into(),
        asked_on: Some(date(2026, 1, 12)),
    }
}

#[track_caller]
fn composed(issue: &Issue) -> Composed {
    let (composed, diagnostics) = compose(issue, &templates(), &reader(), &KEY);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    composed.unwrap()
}

/// The addresses that the HTML links to.
fn html_links(html: &str) -> BTreeSet<String> {
    let links = tags(html).filter(|tag| tag.name == "a").filter_map(|tag| attribute(tag.source, "href"));
    links.map(|link| mail_address(&link)).collect()
}

/// The addresses that the text names: after a blank or `<`, up to a blank or `>`.
fn text_links(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == '<' || c == '>');
    let links = words.filter(|word| word.contains("://") || word.contains('@'));
    links.map(mail_address).collect()
}

/// `mailto:` links by their address: in text an address stands for itself.
fn mail_address(link: &str) -> String {
    let address = link.strip_prefix("mailto:").map(|rest| rest.split('?').next().unwrap_or(""));
    address.unwrap_or(link).to_owned()
}

#[test]
fn the_text_of_a_letter() {
    insta::assert_snapshot!(composed(&issue()).text, @r#"
    Regards from the Workshop, for AV dealers
    3 March 2026
    Read on the web: https://example.org/newsletters/dealers/2026-03-03/

    Hello,

    Many of you wrote after the last letter, most of you about the same
    thing: a projector fails in the week of an opening, and nobody knows
    whose turn it is. So this one is about that.

    1. A defect in the field, step by step
    --------------------------------------
    You asked: How do I get a defect sorted out?

    Three calls settle most cases, and the order matters. Write down the
    serial number and what the lamp hours say, then follow the checklist
    [1]; `menu → info` shows both.

    [1] https://example.org/posts/checklist/#lamp

    Read it all: https://example.org/posts/defect/
    (4 min)

    2. What we changed in the warranty form
    ---------------------------------------
    [News]

    It is one page now. The old one still works until summer.

    Read it all: https://example.org/posts/form/
    (4 min, by Bob Writer)

    3. Two evenings in May: come and break a demo unit
    --------------------------------------------------
    [We ask something of you]

    Twelve places, no slides. You bring the cables that never fit, we
    bring the units.

    Read it all: https://example.org/posts/evenings/
    (4 min)

    ------------------------------------------------------------------------

    What should we look into next?

    Just press reply. Your answer goes to one person:
    Ann Owner <ann@example.org>

    Ann, who reads every reply

    -- 
    You get this because you asked for our letters to AV dealers.
    Why we write: Help dealers install gear without surprises.
    Stop these letters: mailto:leave@example.org?subject=leave%20dealers
    Example Ltd, 1 Main St, Town
    https://example.org
    "#);
}

#[test]
fn a_reader_gets_their_own_words_and_nobody_elses() {
    let (issue, reader) = (issue(), reader());
    let composed = composed(&issue);
    let message = mail_parser::MessageParser::new().parse(composed.eml.as_ref().unwrap()).unwrap();
    for body in [message.body_text(0).unwrap(), message.body_html(0).unwrap()] {
        for words in
            ["Hello Zoë Reader,", "https://leave.example.org/tok-en_7", "You asked on 12 January 2026."]
        {
            assert!(body.contains(words), "{words}: {body}");
        }
    }
    let page = serde_json::to_string(&issue_page(&issue, IssueState::Sent, None, None)).unwrap();
    for public in [&composed.html, &composed.text, &page] {
        for word in ["Zoë", "zoe", "tok-en_7", "c7f3", "12 January", "slot"] {
            assert!(!public.contains(word), "{word}: {public}");
        }
    }
    assert!(composed.html.contains("mailto:leave@example.org?subject=leave%20dealers"));
    let sample = sample_reader("dealers");
    assert_eq!(sample.address.rsplit_once('@').unwrap().1, "example.org");
    assert!(compose(&issue, &templates(), &sample, &KEY).0.unwrap().eml.is_some());
    assert_ne!(sample.id, reader.id);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(composed(&issue()), composed(&issue()));
}

#[test]
fn a_letter_needs_no_picture_and_fetches_nothing() {
    let html = composed(&issue()).html;
    for refused in ["<img", "<script", "<link", "<iframe", "url(", "@import", "http://"] {
        assert!(!html.contains(refused), "{refused}");
    }
    // The dark colours stay in the head, after the character set, small enough for Gmail.
    let head = html.split_once("</head>").unwrap().0;
    assert!(head.find("charset").unwrap() < 1024);
    assert!(head.contains("prefers-color-scheme: dark") && head.len() < 16_000);
    assert!(html.contains("role=\"presentation\"") && html.contains("<!--[if mso]>"));
    let tables = html.matches("<table").count();
    assert_eq!(
        html.matches("<table role=\"presentation\"").count()
            + html.matches("\" role=\"presentation\"").count(),
        tables
    );
}

#[test]
fn hostile_words_stay_words() {
    let mut issue = issue();
    let tables = |html: &str| html.matches("</table>").count();
    let tables_of_plain = tables(&composed(&issue).html);
    let hostile = "\"><script>alert(1)</script><img src=https://example.net/x>";
    issue.items[0].title = format!("{hostile}\r\nBcc: x@example.net");
    issue.items[0].need = Some(hostile.into());
    issue.items[0].authors = vec![Author { name: hostile.into(), url: None }];
    issue.items[0].summary.html =
        "<p>a</p><script>x()</script><p style=\"background:url(//x)\">b</p></td></tr></table>".into();
    issue.subject = hostile.into();
    issue.preheader = hostile.into();
    issue.why = hostile.into();
    issue.signature = hostile.into();
    issue.reply_invite = hostile.into();
    issue.legal.postal = hostile.into();
    let composed = composed(&issue);
    for refused in ["<script", "<img", "style=\"background:url"] {
        assert!(!composed.html.contains(refused), "{refused}: {}", composed.html);
    }
    assert_eq!(tables(&composed.html), tables_of_plain);
    let eml = String::from_utf8(composed.eml.unwrap()).unwrap();
    let head = eml.split_once("\r\n\r\n").unwrap().0;
    assert!(!head.contains("\nBcc"), "{head}");
}

#[track_caller]
fn check_faults(change: impl FnOnce(&mut Issue), expected: &[&str]) {
    let mut issue = issue();
    change(&mut issue);
    let (variant, diagnostics) = Variant::new(&issue, &templates());
    let found: Vec<_> = diagnostics.iter().map(|it| it.rule.name).collect();
    assert_eq!(found, expected, "{diagnostics:?}");
    assert_eq!(variant.is_none(), diagnostics.has_errors());
}

#[test]
fn faults_of_an_issue_are_said() {
    check_faults(|_| {}, &[]);
    check_faults(|issue| issue.items.clear(), &["empty-issue"]);
    check_faults(|issue| issue.subject = " ".into(), &["empty-subject"]);
    check_faults(|issue| issue.subject = "a\r\nBcc: x@example.net".into(), &["header-injection"]);
    check_faults(|issue| issue.subject = "long ".repeat(20), &["long-subject"]);
    check_faults(|issue| issue.owner.name = "Ann\nBcc: x".into(), &["header-injection"]);
    check_faults(|issue| issue.site_title = "A\0".into(), &["header-injection"]);
    check_faults(|issue| issue.audience_name = "A\u{2028}".into(), &["header-injection"]);
    check_faults(|issue| issue.owner.address = "ännchen@example.org".into(), &["bad-mail-address"]);
    check_faults(|issue| issue.legal.postal = "\n".into(), &["no-postal-address"]);
    check_faults(|issue| issue.legal.leave_mail = Some("x".into()), &["bad-mail-address"]);
    check_faults(
        |issue| issue.legal.leave_url = Some("http://example.org/{token}".into()),
        &["letter-without-leave"],
    );
    check_faults(
        |issue| issue.legal.leave_url = Some("https://example.org/".into()),
        &["letter-without-leave"],
    );
    check_faults(
        |issue| issue.legal.leave_url = Some("https://example.org/{token}>\r\nX: y".into()),
        &["letter-without-leave"],
    );
    check_faults(
        |issue| {
            issue.legal.leave_url = None;
            issue.legal.one_click = true;
        },
        &["letter-without-leave"],
    );
    check_faults(
        |issue| {
            issue.legal.leave_url = None;
            issue.legal.leave_mail = None;
            issue.legal.postal.clear();
            issue.items.clear();
        },
        &["empty-issue", "no-postal-address", "letter-without-leave"],
    );
    check_faults(
        |issue| {
            issue.items[0].summary.html = "<img src=\"https://example.net/x.png\" alt=\"A cable\">".into()
        },
        &["dropped-mail-image"],
    );
}

#[track_caller]
fn check_reader(reader: Reader, expected: &[&str]) {
    let (composed, diagnostics) = compose(&issue(), &templates(), &reader, &KEY);
    assert_eq!(diagnostics.iter().map(|it| it.rule.name).collect::<Vec<_>>(), expected);
    assert_eq!(composed.unwrap().eml.is_some(), expected.is_empty());
}

#[test]
fn faults_of_a_reader_stop_that_message_alone() {
    check_reader(reader(), &[]);
    check_reader(Reader { name: String::new(), ..reader() }, &[]);
    check_reader(Reader { name: "Zoë\r\nBcc: x@example.net".into(), ..reader() }, &["header-injection"]);
    check_reader(Reader { address: "zoë@example.net".into(), ..reader() }, &["bad-mail-address"]);
    check_reader(
        Reader { address: "a@example.net, b@example.net".into(), ..reader() },
        &["bad-mail-address"],
    );
    check_reader(Reader { token: String::new(), ..reader() }, &["bad-leave-token"]);
    check_reader(Reader { token: "a/../b".into(), ..reader() }, &["bad-leave-token"]);
    check_reader(Reader { token: "a".repeat(129), ..reader() }, &["bad-leave-token"]);
    let hostile = Reader { name: "Zoë\nBcc: x".into(), address: "zoë@example.net".into(), ..reader() };
    let (issue, templates) = (issue(), templates());
    let variant = Variant::new(&issue, &templates).0.unwrap();
    let (message, faults) = variant.message(&hostile, &KEY);
    let said = format!("{message:?} {faults:?} {hostile:?}");
    assert_eq!(faults.iter().count(), 2);
    assert!(!said.contains("Zoë") && !said.contains("zoë"), "a reader's data is not repeated: {said}");
    let composed = compose(&issue, &templates, &reader(), &KEY).0.unwrap();
    assert!(composed.eml.is_some() && !format!("{composed:?}").contains("zoe"), "{composed:?}");
}

/// An issue of `count` items with summaries of `length` bytes.
fn long_issue(count: usize, length: usize) -> Issue {
    let mut issue = issue();
    let one = issue.items[0].clone();
    issue.items = (0..count)
        .map(|number| {
            let mut item = one.clone();
            item.title = format!("Post {number}");
            item.url = format!("https://example.org/posts/{number}/");
            let words = "word ".repeat(length / 5);
            item.summary = prose(
                &format!("<p>{words}<a href=\"https://example.net/{number}\">x</a></p>"),
                &format!("{words}x [1]"),
                &[&format!("https://example.net/{number}")],
            );
            item
        })
        .collect();
    issue
}

#[track_caller]
fn check_size(count: usize, length: usize, rule: Option<&str>, says: &str) {
    let issue = long_issue(count, length);
    let (composed, diagnostics) = compose(&issue, &templates(), &reader(), &KEY);
    assert_eq!(diagnostics.iter().next().map(|it| it.rule.name), rule, "{diagnostics:?}");
    assert!(diagnostics.iter().all(|it| it.message.ends_with(says)), "{diagnostics:?}");
    let composed = composed.unwrap();
    assert_eq!(composed.html.len() > LARGEST_LETTER, rule == Some("too-large-letter"));
    let (html, text) = (html_links(&composed.html), text_links(&composed.text));
    assert!(html == text, "both parts hold the same links");
    assert!((0..count).all(|number| html.contains(&format!("https://example.org/posts/{number}/"))));
}

#[test]
fn a_letter_that_is_too_long_tells_less_of_each_post() {
    check_size(3, 1_000, None, "");
    check_size(20, 10_000, Some("large-letter"), "its summaries are cut to 360 characters");
    check_size(80, 2_000, Some("large-letter"), "its summaries are cut to 140 characters");
    check_size(150, 1_000, Some("large-letter"), "it holds titles alone");
    check_size(300, 1_000, Some("large-letter"), "it holds titles alone");
    check_size(3_000, 10, Some("too-large-letter"), "bytes");
}

#[test]
fn a_private_issue_has_no_address_on_the_web() {
    let mut issue = issue();
    issue.web_url = None;
    issue.archive_url = None;
    let composed = composed(&issue);
    for part in [&composed.html, &composed.text] {
        assert!(!part.contains("/newsletters/") && !part.contains("Read on the web"), "{part}");
    }
}

#[test]
fn a_letter_from_right_to_left() {
    let mut issue = issue();
    issue.language = "ar".into();
    issue.subject = "رسالة إلى الموزعين".into();
    let composed = composed(&issue);
    assert!(composed.html.contains("<html lang=\"ar\" dir=\"rtl\""));
    assert!(composed.html.contains("text-align:right") && !composed.html.contains("text-align:left"));
    let message = mail_parser::MessageParser::new().parse(composed.eml.as_ref().unwrap()).unwrap();
    assert_eq!(message.subject(), Some(issue.subject.as_str()));
}

#[test]
fn a_template_that_watches_readers_is_refused() {
    for (html, expected) in [
        ("<p>{{ issue.subject }}</p>", None),
        ("<img src=\"https://example.org/logo.png\" alt=\"\" width=\"120\">", None),
        ("<img src=\"https://example.net/pixel.gif\">", Some("remote-mail-content")),
        ("<img src=\"https://example.org/p.gif\" width=\"1\" height=\"1\">", Some("remote-mail-content")),
        ("<img src=\"https://example.org{{ reader.leave_url }}/p.gif\">", Some("remote-mail-content")),
        ("<table background=\"https://example.net/x.png\"></table>", Some("remote-mail-content")),
        // The inliner leaves links to style sheets out.
        ("<link rel=\"stylesheet\" href=\"https://example.net/x.css\">", None),
        ("<p style=\"background: url(https://example.net/x)\">a</p>", Some("remote-mail-content")),
        ("<script>x()</script>", Some("remote-mail-content")),
        ("{{ nothing.here }}", Some("mail-template-error")),
    ] {
        let (templates, diagnostics) = MailTemplates::new(html, "", None);
        assert!(diagnostics.is_empty());
        let issue = issue();
        let (variant, diagnostics) = Variant::new(&issue, templates.as_ref().unwrap());
        assert_eq!(diagnostics.iter().next().map(|it| it.rule.name), expected, "{html} {diagnostics:?}");
        assert_eq!(variant.is_some(), expected.is_none());
    }
}

#[test]
fn rules_are_named_once_and_explained() {
    let names: BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len());
    assert!(RULES.iter().all(|rule| rule.explain.len() > 80));
}

proptest! {
    #[test]
    fn both_parts_hold_the_same_links(
        links in prop::collection::vec("(https://example\\.(org|net)|)/[a-z0-9/#&?=~.-]{0,20}", 0..8),
        intro in 0..8_usize,
        invite in any::<bool>(),
        private in any::<bool>(),
    ) {
        let mut issue = issue();
        if private {
            issue.web_url = None;
        }
        if !invite {
            issue.reply_invite.clear();
        }
        let intro = intro.min(links.len());
        issue.intro = linked(&links[..intro]);
        issue.items[1].summary = linked(&links[intro..]);
        let composed = composed(&issue);
        prop_assert_eq!(html_links(&composed.html), text_links(&composed.text));
        let message = mail_parser::MessageParser::new().parse(composed.eml.as_ref().unwrap()).unwrap();
        let html = message.body_html(0).unwrap();
        prop_assert_eq!(html_links(&html), text_links(&message.body_text(0).unwrap()));
    }
}

proptest! {
    #[test]
    fn no_words_break_a_letter(words in prop::collection::vec(any::<String>(), 10), markup in "(\\PC|<|>|\"|a |img |src=|&){0,80}") {
        let mut issue = issue();
        issue.items[0].title = words[0].clone();
        issue.items[0].url = words[1].clone();
        issue.items[0].need = Some(words[2].clone());
        issue.items[0].summary = prose(&markup, &words[3], &[&words[4]]);
        issue.intro = prose(&words[5], &markup, &[&words[5]]);
        issue.preheader = words[6].clone();
        issue.why = words[7].clone();
        issue.reply_invite = words[8].clone();
        issue.legal.postal = format!("x{}", words[9]);
        issue.language = words[0].clone();
        let (composed, diagnostics) = compose(&issue, &templates(), &reader(), &KEY);
        prop_assert!(!diagnostics.has_errors(), "{:?}", diagnostics);
        check_form(&composed.unwrap().eml.unwrap());
    }
}

fn linked(links: &[String]) -> Prose {
    let html =
        links.iter().map(|link| format!("<a href=\"{}\">x</a> ", link.replace('&', "&amp;"))).collect();
    let text = (1..=links.len()).map(|number| format!("x [{number}] ")).collect();
    Prose { html, text, links: links.to_vec() }
}
