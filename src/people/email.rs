//! Addresses: what is one, and how not to print a reader's.

use std::fmt;

/// A reader's address. It cannot be printed by accident: `Debug` and `Display` say `[address]`, and only
/// [`Email::reveal`] gives the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(Box<str>);

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailFault {
    /// Nothing there.
    Empty,
    /// Not exactly one `@`, with something on both sides.
    At,
    /// White space, a control character, or one that would end an address in a header.
    Character,
    /// A character outside ASCII. Not every server on the way passes SMTPUTF8 (RFC 6531) on; a domain in another
    /// script has an ASCII form that starts with `xn--` (RFC 5890, section 2.3.2.1).
    Ascii,
    /// More than 64 bytes before the `@`, more than 255 after it, or more than 254 in all (RFC 5321, section 4.5.3.1).
    Length,
    /// Before the `@`: a dot at an end, or two in a row (RFC 5322, section 3.2.3).
    Dots,
    /// After the `@`: not names joined by dots, or one of more than 63 bytes (RFC 1035, section 2.3.4).
    Domain,
}

impl Email {
    /// Checks `text`.
    ///
    /// # Errors
    /// Names the [`EmailFault`]; nothing is cleaned.
    pub fn new(text: &str) -> Result<Self, EmailFault> {
        check_address(text)?;
        Ok(Self(text.into()))
    }

    /// What stands where an address should, for looking for leaks; never mailed to.
    pub(crate) fn unchecked(text: &str) -> Self {
        Self(text.into())
    }

    /// The address itself. Only for the message to this reader, and for finding leaks.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The address in lower case, for comparing: no mail server in use tells `Zoe@` from `zoe@`.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// What follows the `@`, lower case. A domain alone names nobody.
    pub fn domain(&self) -> String {
        self.0.rsplit_once('@').map_or(String::new(), |(_, domain)| domain.to_lowercase())
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[address]")
    }
}

impl fmt::Display for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[address]")
    }
}

impl fmt::Display for EmailFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Empty => "there is none",
            Self::At => "it needs exactly one `@`, with something on both sides",
            Self::Character => "it holds white space, a control character or one of `<>()[],;:\\\"`",
            Self::Ascii => "it holds characters outside ASCII (a domain can be written in its `xn--` form)",
            Self::Length => "it is longer than mail allows",
            Self::Dots => "a dot stands at an end of the part before the `@`, or twice in a row",
            Self::Domain => "what follows the `@` is no domain",
        })
    }
}

/// Checks that `text` can stand as an address in a message and in SMTP, unquoted and by every server.
///
/// Stricter than RFC 5322, which allows quoted local parts and address literals: nobody's newsletter goes to
/// one, and both are how a header is broken out of.
///
/// # Errors
/// Names the [`EmailFault`].
pub fn check_address(text: &str) -> Result<(), EmailFault> {
    if text.is_empty() {
        return Err(EmailFault::Empty);
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c)) {
        return Err(EmailFault::Character);
    }
    if !text.is_ascii() {
        return Err(EmailFault::Ascii);
    }
    let Some((local, domain)) = text.split_once('@') else {
        return Err(EmailFault::At);
    };
    if local.is_empty() || domain.is_empty() || domain.contains('@') {
        return Err(EmailFault::At);
    }
    if local.len() > 64 || domain.len() > 255 || text.len() > 254 {
        return Err(EmailFault::Length);
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(EmailFault::Dots);
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if domain.contains('.') && domain.split('.').all(is_label) { Ok(()) } else { Err(EmailFault::Domain) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(), EmailFault>) {
        assert_eq!(check_address(text), expected, "{text:?}");
    }

    #[test]
    fn addresses_are_checked_and_never_cleaned() {
        check("zoe@example.net", Ok(()));
        check("zoe.reader+news@xn--exmple-cua.example", Ok(()));
        check("zoë@example.net", Err(EmailFault::Ascii));
        check("zoe@exämple.example", Err(EmailFault::Ascii));
        check("o'hara@mail.example.org", Ok(()));
        check("", Err(EmailFault::Empty));
        check("zoe", Err(EmailFault::At));
        check("zoe@", Err(EmailFault::At));
        check("a@b@example.net", Err(EmailFault::At));
        check(" zoe@example.net", Err(EmailFault::Character));
        check("zoe@example.net\r\nBcc: x@example.net", Err(EmailFault::Character));
        check("Zoe <zoe@example.net>", Err(EmailFault::Character));
        check("a..b@example.net", Err(EmailFault::Dots));
        check("zoe@localhost", Err(EmailFault::Domain));
        check("zoe@-example.net", Err(EmailFault::Domain));
        check("zoe@example..net", Err(EmailFault::Domain));
        check(&format!("{}@example.net", "a".repeat(65)), Err(EmailFault::Length));
        check(&format!("a@{}.net", "b".repeat(64)), Err(EmailFault::Domain));
    }

    #[test]
    fn an_address_is_not_printed() {
        let email = Email::new("Zoe@Example.net").unwrap();
        assert_eq!(format!("{email} {email:?}"), "[address] [address]");
        assert_eq!(
            (email.reveal(), &*email.folded(), &*email.domain()),
            ("Zoe@Example.net", "zoe@example.net", "example.net")
        );
    }
}
