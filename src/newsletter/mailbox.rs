//! What may stand in a header: addresses in ASCII, names and subjects without control characters.
//!
//! Nothing is cleaned. A line break in a name is an attack or an accident; guessing which line was meant
//! would hide either.

use crate::diag::{Diagnostic, Level, Rule};

/// A character in a subject or a name that could start another header.
pub const HEADER_INJECTION: Rule = Rule {
    name: "header-injection",
    level: Level::Error,
    explain: "A subject or a name holds a control character, such as a line break. In a mail's header a line \
              break starts another header, so such a text could add recipients or hide the sender. The text is \
              refused rather than cleaned. Write it on one line.",
};

/// An address that mail cannot be sent to as it stands.
pub const BAD_MAIL_ADDRESS: Rule = Rule {
    name: "bad-mail-address",
    level: Level::Error,
    explain: "Write a mail address as `name@host.example`: ASCII letters, digits and the marks that RFC 5322 allows in \
              a dot-atom, at most 64 characters before the `@` and 254 in all. Quoted names and addresses in other \
              scripts (SMTPUTF8, RFC 6531) are refused, because not every server on the way passes them on. A domain \
              in another script has an ASCII form that starts with `xn--`.",
};

/// Says what is wrong with a text that is to stand in a header, if anything is. `what` names it: "the subject".
pub fn header_text_fault(what: &str, text: &str) -> Option<Diagnostic> {
    let found = text.chars().find(|c| breaks_headers(*c))?;
    let message = format!("{what} holds the control character {found:?}: {text:?}");
    Some(Diagnostic::new(&HEADER_INJECTION, message).help("write it on one line, without control characters"))
}

/// Control characters of Unicode's category Cc, and its line and paragraph separators.
fn breaks_headers(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// Says what is wrong with a mail address, if anything is. `what` names it: "the owner's address".
pub fn address_fault(what: &str, address: &str) -> Option<Diagnostic> {
    let fault = what_is_wrong(address)?;
    let message = format!("{what} {address:?} cannot be used: {fault}");
    Some(Diagnostic::new(&BAD_MAIL_ADDRESS, message).help("write it as `name@host.example`, in ASCII"))
}

/// What is wrong with a reader's name, if anything is. The name itself is not repeated.
pub(crate) fn reader_name_fault(id: &str, name: &str) -> Option<Diagnostic> {
    let found = name.chars().find(|c| breaks_headers(*c))?;
    let message = format!("the name of contact `{id}` holds the control character {found:?}");
    Some(Diagnostic::new(&HEADER_INJECTION, message).help("write it on one line, without control characters"))
}

/// What is wrong with a reader's address, if anything is. The address itself is not repeated.
pub(crate) fn reader_address_fault(id: &str, address: &str) -> Option<Diagnostic> {
    let message = format!("the address of contact `{id}` cannot be used: {}", what_is_wrong(address)?);
    Some(Diagnostic::new(&BAD_MAIL_ADDRESS, message).help("write it as `name@host.example`, in ASCII"))
}

fn what_is_wrong(address: &str) -> Option<&'static str> {
    Some(if !address.is_ascii() {
        "it holds characters outside ASCII"
    } else if address.len() > 254 {
        "it is longer than 254 characters"
    } else {
        match address.rsplit_once('@') {
            None => "it has no `@`",
            Some((local, _)) if !is_dot_atom(local, is_atom_character) || local.len() > 64 => {
                "what stands before the `@` is no plain name"
            }
            Some((_, domain)) if !is_host(domain) => "what stands after the `@` is no host",
            Some(_) => return None,
        }
    })
}

/// RFC 5322, section 3.2.3: atoms with single dots between.
fn is_dot_atom(text: &str, allowed: fn(u8) -> bool) -> bool {
    text.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(allowed))
}

fn is_atom_character(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

/// A host name of RFC 1123, section 2.1.
pub(crate) fn is_host(text: &str) -> bool {
    text.len() <= 253
        && is_dot_atom(text, |byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && text.split('.').all(|label| label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-'))
}

/// The longest web address, in bytes: in a header it cannot be folded, and a line of mail ends after 998 bytes (RFC
/// 5322, section 2.1.1).
const LONGEST_WEB_ADDRESS: usize = 800;

/// Whether a text can stand between `<` and `>` in a header, and in a link.
pub(crate) fn is_web_address(text: &str) -> bool {
    let scheme = text.starts_with("https://") || text.starts_with("http://");
    scheme
        && text.len() <= LONGEST_WEB_ADDRESS
        && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"`\\".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, fault: Option<&str>) {
        let found = address_fault("the address", address).map(|diagnostic| diagnostic.message);
        match fault {
            None => assert_eq!(found, None),
            Some(fault) => assert!(found.as_ref().is_some_and(|it| it.ends_with(fault)), "{found:?}"),
        }
    }

    #[test]
    fn addresses_are_plain_ascii() {
        check("zoe+list@example.net", None);
        check("a.b@xn--bcher-kva.example", None);
        check("zoë@example.net", Some("outside ASCII"));
        check("a@bücher.example", Some("outside ASCII"));
        check("zoe", Some("no `@`"));
        check("a..b@example.net", Some("no plain name"));
        check("\"a b\"@example.net", Some("no plain name"));
        check("a@example.net>\r\nBcc: <b@example.net", Some("no plain name"));
        check("a@-x.example", Some("no host"));
        check("a@", Some("no host"));
        check(&format!("{}@example.net", "a".repeat(65)), Some("no plain name"));
        check(&format!("a@{}", "a.".repeat(130)), Some("longer than 254 characters"));
    }

    #[test]
    fn every_control_character_is_refused() {
        for text in ["a\r\nBcc: x", "a\nb", "a\tb", "a\0", "\u{7f}", "\u{85}", "\u{2028}"] {
            assert!(header_text_fault("the subject", text).is_some(), "{text:?}");
        }
        assert_eq!(header_text_fault("the subject", "Zoë \u{2067}שלום\u{2069} 🎉"), None);
    }
}
