//! Headers with text: by mail-builder, except for three kinds of text that it passes on unencoded: what looks like
//! an encoded word and double blanks, which readers would change, and words too long for a line.

use mail_builder::headers::Header;
use mail_builder::headers::address::Address;
use mail_builder::headers::text::Text;

use crate::newsletter::Mailbox;
use crate::newsletter::quoted_printable::base64;

/// How many bytes of text one encoded word holds: 60 letters of base64, and 12 around them, are within the 75 of
/// RFC 2047, section 2, and leave room for a short header name.
const WORD: usize = 45;

/// The longest word that stands in a header as it is, in bytes. Past it a line is far longer than the 78 characters
/// that RFC 5322, section 2.1.1, wants, and nobody reads such a word as it is.
const LONGEST_WORD: usize = 200;

/// Writes a header whose value is text.
pub(crate) fn text_header(out: &mut Vec<u8>, name: &str, text: &str) {
    if must_be_encoded(text) {
        encoded(out, name, text);
        out.extend_from_slice(b"\r\n");
    } else {
        header(out, name, &Text::new(text));
    }
}

/// Writes a header whose value is a mailbox.
pub(crate) fn mailbox_header(out: &mut Vec<u8>, name: &str, mailbox: &Mailbox) {
    let display = mailbox.name.trim();
    if must_be_encoded(display) {
        encoded(out, name, display);
        out.extend_from_slice(b"\r\n <");
        out.extend_from_slice(mailbox.address.as_bytes());
        out.extend_from_slice(b">\r\n");
    } else {
        let display = (!display.is_empty()).then_some(display);
        header(out, name, &Address::new_address(display, mailbox.address.as_str()));
    }
}

/// Writes a header by mail-builder.
pub(crate) fn header(out: &mut Vec<u8>, name: &str, value: &impl Header) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
    value.write_header(out, name.len() + 2);
}

/// Whether readers would decode a text that was never encoded, or lose one of two blanks where a line is folded; or
/// whether a line could not be folded at all before its 998 bytes are full (RFC 5322, section 2.1.1).
fn must_be_encoded(text: &str) -> bool {
    text.contains("=?") || text.contains("  ") || text.split(' ').any(|word| word.len() > LONGEST_WORD)
}

/// RFC 2047, section 4.1: one encoded word a line, no character across two words (section 5).
fn encoded(out: &mut Vec<u8>, name: &str, text: &str) {
    out.extend_from_slice(name.as_bytes());
    out.push(b':');
    let mut rest = text;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.floor_char_boundary(WORD));
        if rest.len() < text.len() {
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(b" =?utf-8?B?");
        base64(word.as_bytes(), out);
        out.truncate(out.len() - b"\r\n".len());
        out.extend_from_slice(b"?=");
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut out = Vec::new();
        text_header(&mut out, "Subject", text);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn imitated_words_are_encoded() {
        check("=?utf-8?Q?x?=", "Subject: =?utf-8?B?PT91dGYtOD9RP3g/PQ==?=\r\n");
        let long = format!("=?{}", "é".repeat(23));
        check(
            &long,
            "Subject: =?utf-8?B?PT/DqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6k=?=\r\n =?utf-8?B?w6nDqQ==?=\r\n",
        );
    }

    #[test]
    fn a_mailbox_keeps_its_address() {
        let mut out = Vec::new();
        let mailbox = Mailbox { name: "=?x".into(), address: "a@example.org".into() };
        mailbox_header(&mut out, "To", &mailbox);
        assert_eq!(String::from_utf8(out).unwrap(), "To: =?utf-8?B?PT94?=\r\n <a@example.org>\r\n");
    }
}
