//! Bare addresses in text that become links: GFM's extended autolinks.
//!
//! pulldown-cmark leaves them as text. The rules are those of the GFM specification, section 6.9, as GitHub
//! applies them: `www.`, `http://`, `https://`, `ftp://`, `mailto:` and e-mail addresses; closing punctuation,
//! unbalanced closing parentheses and a trailing entity stay outside.

use std::ops::Range;

/// An address found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Autolink {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What stands before it in the destination: `http://` for `www.`, `mailto:` for an e-mail address.
    pub prefix: &'static str,
}

/// Whether `text` can hold an address at all: a cheap look before the careful one.
pub(crate) fn may_hold_address(text: &str) -> bool {
    text.contains("://") || text.contains('@') || contains_www(text)
}

fn contains_www(text: &str) -> bool {
    text.as_bytes().windows(4).any(|four| four[3] == b'.' && four[..3].eq_ignore_ascii_case(b"www"))
}

/// Finds every address of `text`, in order; `before` is the character in front of it.
pub(crate) fn autolinks(text: &str, before: Option<char>) -> Vec<Autolink> {
    let bytes = text.as_bytes();
    let mut found: Vec<Autolink> = Vec::new();
    let mut at = 0;
    // No address may reach back before this byte.
    let mut floor = 0;
    while at < bytes.len() {
        let link = match bytes[at] {
            b':' if bytes[at..].starts_with(b"://") => scheme_link(text, at, floor),
            b'w' | b'W' => www_link(text, at, floor, before),
            b'@' => email_link(text, at, floor),
            _ => None,
        };
        match link {
            Some(link) => {
                at = link.range.end;
                floor = at;
                found.push(link);
            }
            None => at += 1,
        }
    }
    found
}

fn scheme_link(text: &str, colon: usize, floor: usize) -> Option<Autolink> {
    let bytes = text.as_bytes();
    let letters =
        bytes[floor..colon].iter().rev().take(6).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let start = colon - letters;
    let scheme = &text[start..colon];
    if !["http", "https", "ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    if text[floor..start].chars().next_back().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let domain = colon + 3;
    domain_end(&text[domain..], false)?;
    let end = link_end(text, start, domain)?;
    Some(Autolink { range: start..end, prefix: "" })
}

fn www_link(text: &str, start: usize, floor: usize, before: Option<char>) -> Option<Autolink> {
    let head = text.as_bytes().get(start..start + 4)?;
    if !head.eq_ignore_ascii_case(b"www.") {
        return None;
    }
    let before = if start == 0 { before } else { text[floor..start].chars().next_back() };
    if !before.is_none_or(|before| before.is_whitespace() || "*_~(".contains(before)) {
        return None;
    }
    domain_end(&text[start..], true)?;
    let end = link_end(text, start, start + 4)?;
    Some(Autolink { range: start..end, prefix: "http://" })
}

fn email_link(text: &str, sign: usize, floor: usize) -> Option<Autolink> {
    let bytes = text.as_bytes();
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_+".contains(byte);
    let mut start = sign - bytes[floor..sign].iter().rev().take_while(|byte| is_local(byte)).count();
    // A sentence's dot or a dash in front is not part of the address.
    start += bytes[start..sign].iter().take_while(|byte| b".-".contains(byte)).count();
    if start == sign || text[floor..start].chars().next_back().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let tail = &bytes[sign + 1..];
    let mut length =
        tail.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(byte)).count();
    while length > 0 && tail[length - 1] == b'.' {
        length -= 1;
    }
    let domain = &text[sign + 1..sign + 1 + length];
    let whole_parts = domain.split('.').all(|part| !part.is_empty());
    if !domain.contains('.') || !whole_parts || domain.ends_with(['-', '_']) {
        return None;
    }
    let end = sign + 1 + length;
    let scheme = text[floor..start].len().checked_sub("mailto:".len()).map(|cut| floor + cut);
    if let Some(scheme) = scheme
        && text.get(scheme..start).is_some_and(|word| word.eq_ignore_ascii_case("mailto:"))
        && !text[floor..scheme].chars().next_back().is_some_and(char::is_alphanumeric)
    {
        return Some(Autolink { range: scheme..end, prefix: "" });
    }
    Some(Autolink { range: start..end, prefix: "mailto:" })
}

/// The length of the valid domain at the start of `text`: no underscore in its last two parts, a dot if asked for.
fn domain_end(text: &str, needs_dot: bool) -> Option<usize> {
    let end = text
        .char_indices()
        .find(|(_, character)| !(character.is_alphanumeric() || matches!(character, '-' | '_' | '.')))
        .map_or(text.len(), |(at, _)| at);
    let domain = text[..end].trim_end_matches('.');
    let first = domain.chars().next()?;
    let mut last_parts = domain.rsplit('.').take(2);
    let well_formed =
        first.is_alphanumeric() && last_parts.all(|part| !part.is_empty() && !part.contains('_'));
    (well_formed && (!needs_dot || domain.contains('.'))).then_some(end)
}

/// Where an address that starts at `start` ends; `None` if nothing is left behind `minimum`.
fn link_end(text: &str, start: usize, minimum: usize) -> Option<usize> {
    let mut end = text[start..]
        .find(|character: char| character.is_whitespace() || character == '<')
        .map_or(text.len(), |length| start + length);
    let opening = text[start..end].bytes().filter(|&byte| byte == b'(').count();
    let mut closing = text[start..end].bytes().filter(|&byte| byte == b')').count();
    while let Some(last) = text[start..end].chars().next_back() {
        match last {
            ')' if closing > opening => {
                closing -= 1;
                end -= 1;
            }
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' => end -= 1,
            // Typographic closing marks, which no address ends with.
            '”' | '’' | '»' | '…' | '。' | '，' | '、' => end -= last.len_utf8(),
            ';' => end = before_entity(text, start, end),
            _ => break,
        }
    }
    (end > minimum).then_some(end)
}

/// Steps over `;`, with the whole of `&name;` when that is what it ends.
fn before_entity(text: &str, start: usize, end: usize) -> usize {
    let body = text[start..end - 1].trim_end_matches(|character: char| character.is_ascii_alphanumeric());
    let named = start + body.len() < end - 1;
    if named && body.ends_with('&') { start + body.len() - 1 } else { end - 1 }
}

#[cfg(test)]
mod tests {
    use super::autolinks;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = autolinks(text, None)
            .into_iter()
            .map(|link| format!("{}{}", link.prefix, &text[link.range]))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn addresses_are_found_as_github_finds_them() {
        check("www.commonmark.org", &["http://www.commonmark.org"]);
        check("Visit www.commonmark.org/help for more.", &["http://www.commonmark.org/help"]);
        check("Visit www.commonmark.org.", &["http://www.commonmark.org"]);
        check(
            "www.example.org/search?q=Markup+(business)",
            &["http://www.example.org/search?q=Markup+(business)"],
        );
        check(
            "(www.example.org/search?q=Markup+(business))",
            &["http://www.example.org/search?q=Markup+(business)"],
        );
        check("www.example.org/search?q=(business))+ok", &["http://www.example.org/search?q=(business))+ok"]);
        check("www.example.org/search?q=a&hl=en", &["http://www.example.org/search?q=a&hl=en"]);
        check("www.example.org/search?q=a&hl;", &["http://www.example.org/search?q=a"]);
        check("www.example.org/he<lp", &["http://www.example.org/he"]);
        check(
            "http://example.org and https://example.net/a_b",
            &["http://example.org", "https://example.net/a_b"],
        );
        check("ftp://foo.example.org.", &["ftp://foo.example.org"]);
        check("https://example.org/~me/, and", &["https://example.org/~me/"]);
        check("“https://example.org/a”", &["https://example.org/a"]);
        check("http://localhost:1111/x", &["http://localhost:1111/x"]);
    }

    #[test]
    fn email_addresses_are_found() {
        check("foo@bar.example.org", &["mailto:foo@bar.example.org"]);
        check("hello@mail+xyz.example isn't valid", &[]);
        check("a.b-c_d@a.b", &["mailto:a.b-c_d@a.b"]);
        check("a.b-c_d@a.b.", &["mailto:a.b-c_d@a.b"]);
        check("a.b-c_d@a.b-", &[]);
        check("a.b-c_d@a.b_", &[]);
        check("mailto:foo@example.org", &["mailto:foo@example.org"]);
        check("Me <me@example.org>", &["mailto:me@example.org"]);
        check("@handle and a@b", &[]);
    }

    #[test]
    fn what_only_looks_like_an_address_stays_text() {
        check("xhttps://example.org", &[]);
        check("awww.example.org", &[]);
        check("http://", &[]);
        check("http://.", &[]);
        check("www.", &[]);
        check("www.a_b.c", &[]);
        check("gopher://example.org", &[]);
    }

    #[test]
    fn hostile_repetition_takes_linear_time() {
        for piece in
            ["www.", "http://", "a@", "(www.a.b", "https://a.b))", "https://a.b/&amp;", "@a.b@", "a.b_c@d."]
        {
            autolinks(&piece.repeat(200_000 / piece.len()), None);
        }
    }
}
