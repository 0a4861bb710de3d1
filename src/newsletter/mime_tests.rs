//! Messages read back by another implementation, and held against the letter of the standards.

use mail_parser::{Address, HeaderValue, Message, MessageParser};
use proptest::prelude::*;

use crate::newsletter::compose_tests::{issue, reader};
use crate::newsletter::mime::{MessageKey, Template};
use crate::newsletter::slots::{Piece, Slot};
use crate::newsletter::{Issue, Reader};

const KEY: MessageKey = MessageKey([7; 32]);

fn build(issue: &Issue, reader: &Reader, html: &[Piece], text: &[Piece]) -> Vec<u8> {
    Template::new(issue, html, text).message(issue, reader, &KEY)
}

fn fixed(text: &str) -> Vec<Piece> {
    vec![Piece::Fixed(text.into())]
}

/// RFC 5322, sections 2.1.1 and 2.2; RFC 2045, section 6.7.
#[track_caller]
pub(super) fn check_form(message: &[u8]) {
    let text = std::str::from_utf8(message).unwrap();
    assert!(text.is_ascii(), "eight-bit bytes");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "a line break that is not CRLF");
    assert!(text.ends_with("--\r\n"));
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    for line in head.split("\r\n") {
        // A longer line is one word: an address or an identifier that cannot be folded.
        assert!(line.len() <= 78 || line.trim().split(' ').count() <= 2, "{line}");
        assert!(line.len() <= 998, "{line}");
        assert!(!line.trim().is_empty(), "a folded line of blanks");
    }
    for line in body.split("\r\n") {
        assert!(line.len() <= 78, "{line}");
    }
    let boundary = text.split_once("boundary=\"").unwrap().1.split_once('"').unwrap().0;
    assert_eq!(body.matches(&format!("--{boundary}")).count(), 3, "the boundary stands between parts only");
}

fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn mailbox(address: Option<&Address<'_>>) -> (String, String) {
    let first = address.and_then(|address| address.first()).unwrap();
    (first.name().unwrap_or("").to_owned(), first.address().unwrap_or("").to_owned())
}

fn raw<'message>(message: &'message Message<'_>, name: &'message str) -> Option<&'message str> {
    message.header_raw(name).map(str::trim)
}

#[test]
fn the_headers_of_a_message() {
    let message = build(&issue(), &reader(), &fixed("<p>a</p>\n"), &fixed("a\n"));
    check_form(&message);
    let message = String::from_utf8(message).unwrap().replace("\r\n", "\n");
    insta::assert_snapshot!(message, @r#"
    To: =?utf-8?Q?Zo=C3=AB_Reader?= <zoe@example.net>
    Message-ID: <4869aa19944179b3bfdb081814781acd@example.org>
    List-Unsubscribe: <https://leave.example.org/tok-en_7>,
     <mailto:leave@example.org?subject=leave%20dealers%20tok-en_7>
    From: "Ann Owner" <ann@example.org>
    Reply-To: "Ann Owner" <ann@example.org>
    Subject: A defect in the field, step by step
    Date: Tue, 3 Mar 2026 09:00:00 +0100
    List-Id: "Regards from the Workshop for AV dealers" <dealers.example.org>
    List-Archive: <https://example.org/newsletters/dealers/>
    Content-Language: en
    MIME-Version: 1.0
    Content-Type: multipart/alternative;
     boundary="=_80defc43a9fa3a2106dd931aeae09da8"

    --=_80defc43a9fa3a2106dd931aeae09da8
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: quoted-printable

    a

    --=_80defc43a9fa3a2106dd931aeae09da8
    Content-Type: text/html; charset=utf-8
    Content-Transfer-Encoding: quoted-printable

    <p>a</p>

    --=_80defc43a9fa3a2106dd931aeae09da8--
    "#);
}

#[test]
fn one_click_and_archive_only_where_they_exist() {
    let mut issue = issue();
    let headers = |issue: &Issue| {
        let message = build(issue, &reader(), &fixed("a"), &fixed("a"));
        let message = MessageParser::new().parse(&message).unwrap();
        (
            raw(&message, "List-Unsubscribe-Post").map(str::to_owned),
            raw(&message, "List-Archive").map(str::to_owned),
            raw(&message, "List-Unsubscribe").map(|it| it.replace("\r\n ", " ")).unwrap(),
        )
    };
    let page = "<https://leave.example.org/tok-en_7>";
    let mail = "<mailto:leave@example.org?subject=leave%20dealers%20tok-en_7>";
    let archive = Some("<https://example.org/newsletters/dealers/>".to_owned());
    assert_eq!(headers(&issue), (None, archive.clone(), format!("{page}, {mail}")));
    issue.legal.one_click = true;
    assert_eq!(headers(&issue).0.as_deref(), Some("List-Unsubscribe=One-Click"));
    issue.legal.leave_mail = None;
    issue.archive_url = None;
    assert_eq!(headers(&issue), (Some("List-Unsubscribe=One-Click".into()), None, page.into()));
    issue.legal.leave_url = None;
    issue.legal.leave_mail = Some("leave@example.org".into());
    assert_eq!(headers(&issue), (None, None, mail.into()));
}

#[test]
fn a_message_id_names_audience_issue_and_contact_and_hides_them() {
    let id = |issue: &Issue, reader: &Reader, key| {
        let message = Template::new(issue, &fixed("a"), &fixed("a")).message(issue, reader, key);
        MessageParser::new().parse(&message).unwrap().message_id().unwrap().to_owned()
    };
    let (issue, reader) = (issue(), reader());
    let first = id(&issue, &reader, &KEY);
    assert_eq!(first, id(&Issue { subject: "Another".into(), ..issue.clone() }, &reader, &KEY));
    let others = [
        id(&issue, &Reader { id: "c7f4".into(), ..reader.clone() }, &KEY),
        id(&Issue { audience_id: "makers".into(), ..issue.clone() }, &reader, &KEY),
        id(&Issue { date: issue.date.tomorrow().unwrap(), ..issue.clone() }, &reader, &KEY),
        id(&issue, &reader, &MessageKey([8; 32])),
    ];
    assert!(others.iter().all(|other| *other != first), "{first} {others:?}");
    assert!(first.ends_with("@example.org") && !first.contains("c7f3"), "{first}");
}

#[test]
fn a_body_that_imitates_the_boundary_does_not_end_its_part() {
    let (issue, reader) = (issue(), reader());
    let probe = String::from_utf8(build(&issue, &reader, &fixed("a"), &fixed("b"))).unwrap();
    let boundary = probe.split_once("boundary=\"").unwrap().1.split_once('"').unwrap().0;
    let hostile = format!("a\n--{boundary}--\n.\nFrom me\n--=_{}\n", "0".repeat(32));
    let message = build(&issue, &reader, &fixed("a"), &fixed(&hostile));
    check_form(&message);
    let message = MessageParser::new().parse(&message).unwrap();
    assert_eq!(normal(&message.body_text(0).unwrap()), hostile);
}

#[test]
fn a_part_that_is_shorter_in_base64_is_sent_in_it() {
    let (issue, reader) = (issue(), reader());
    let text = [Piece::Slot(Slot::Greeting), Piece::Fixed(format!("\n{}\n", "שלום עולם ".repeat(40)))];
    let message = build(&issue, &reader, &fixed("<p>a</p>"), &text);
    check_form(&message);
    let source = String::from_utf8(message.clone()).unwrap();
    assert!(
        source.contains("text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"),
        "{source}"
    );
    assert!(source.contains("text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"));
    let message = MessageParser::new().parse(&message).unwrap();
    let body = normal(&message.body_text(0).unwrap());
    assert!(body.starts_with("Hello Zoë Reader,\nשלום"), "{body}");
}

/// Text without control characters and blanks at its ends, as subjects and names are.
fn header_text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => "[a-zA-Z]{1,12}",
        2 => "[ ]{1,3}",
        2 => "[!-~]{1,90}",
        2 => "\\PC{1,30}",
        1 => "[!-~]{90,1100}",
        1 => Just("=?utf-8?Q?x?=".to_owned()),
        1 => Just("\"<>,;:\\()@".to_owned()),
        1 => Just("日本語の件名".to_owned()),
        1 => Just("👩‍👩‍👧".to_owned()),
    ];
    prop::collection::vec(pieces, 1..12).prop_map(|pieces| pieces.concat().trim().to_owned())
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let piece = prop_oneof![
        3 => "(\\PC|\n|\r\n| \n|\\.|From |=){0,120}".prop_map(Piece::Fixed),
        1 => any::<String>().prop_map(Piece::Fixed),
        1 => "[ -~]{70,80}".prop_map(Piece::Fixed),
        1 => prop_oneof![Just(Slot::Greeting), Just(Slot::LeaveLink), Just(Slot::Consent)].prop_map(Piece::Slot),
    ];
    prop::collection::vec(piece, 0..6)
}

proptest! {
    #[test]
    fn what_is_built_is_what_is_read(
        subject in header_text().prop_filter("a subject", |it| !it.is_empty()),
        owner in header_text(),
        name in header_text(),
        html in pieces(),
        text in pieces(),
    ) {
        use crate::newsletter::slots::{Form, fill};
        let mut issue = issue();
        issue.subject = subject;
        issue.owner.name = owner;
        let reader = Reader { name, ..reader() };
        let message = build(&issue, &reader, &html, &text);
        check_form(&message);
        let message = MessageParser::new().parse(&message).unwrap();
        prop_assert_eq!(message.subject().unwrap(), &issue.subject);
        let expected = (issue.owner.name.clone(), issue.owner.address.clone());
        prop_assert_eq!(mailbox(message.from()), expected.clone());
        prop_assert_eq!(mailbox(message.reply_to()), expected);
        prop_assert_eq!(mailbox(message.to()), (reader.name.clone(), reader.address.clone()));
        prop_assert!(matches!(message.header("List-Id"), Some(HeaderValue::Address(_) | HeaderValue::Text(_))));
        let whole = |pieces: &[Piece], form| pieces.iter().map(|piece| match piece {
            Piece::Fixed(text) => normal(text),
            Piece::Slot(slot) => fill(*slot, &issue, Some(&reader), form),
        }).collect::<String>();
        let part = |index: usize| {
            let part = &message.parts[index];
            normal(part.text_contents().unwrap_or(""))
        };
        prop_assert_eq!(part(1), whole(&text, Form::Text));
        prop_assert_eq!(part(2), whole(&html, Form::Html));
        prop_assert_eq!(message.parts.len(), 3);
    }
}
