//! Whole letters, from an issue to what a reader gets.

use std::collections::BTreeSet;

use jiff::civil::date;

use crate::config::Kind;
use crate::newsletter::clean::{attribute, tags};
use crate::newsletter::compose::{LARGEST_LETTER, Variant, compose};
use crate::newsletter::html::MailTemplates;
use crate::newsletter::{
    Author, Composed, Issue, IssueItem, Legal, Mailbox, MessageKey, Prose, RULES, Reader, Words, issue_page,
    sample_reader,
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

#[test]
#[ignore]
fn write_letters() {
    let composed = composed(&issue());
    std::fs::write("/tmp/nl/letter.html", composed.html).unwrap();
    std::fs::write("/tmp/nl/letter.txt", composed.text).unwrap();
    std::fs::write("/tmp/nl/letter.eml", composed.eml.unwrap()).unwrap();
}
