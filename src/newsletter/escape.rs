//! Text inside HTML, and inside the query of a `mailto:` address.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What RFC 3986, section 2.3, calls unreserved stays as it is.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What RFC 6068, section 2, lets stand in an address as it is: of the marks of a dot-atom, those that are not
/// also marks of a URI.
const ADDRESS: &AsciiSet =
    &QUERY.remove(b'@').remove(b'!').remove(b'$').remove(b'\'').remove(b'*').remove(b'+');

/// Escapes text for an HTML element or a quoted attribute.
pub(crate) fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Undoes [`escape_html`] and the non-breaking space that HTML serialisers write.
pub(crate) fn unescape_html(text: &str) -> Cow<'_, str> {
    const NAMES: [(&str, &str); 6] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ];
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    // `&amp;` comes last, so that `&amp;lt;` becomes `&lt;` and no further.
    Cow::Owned(NAMES.iter().fold(text.to_owned(), |text, (name, plain)| text.replace(name, plain)))
}

/// A `mailto:` link to `address` with `subject` (RFC 6068, section 2).
pub(crate) fn mailto(address: &str, subject: &str) -> String {
    format!("mailto:{}?subject={}", utf8_percent_encode(address, ADDRESS), query_text(subject))
}

/// Encodes text as the value of a `mailto:` header field (RFC 6068, section 2).
fn query_text(text: &str) -> String {
    utf8_percent_encode(text, QUERY).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escape_html("\"><script>'&"), "&quot;&gt;&lt;script&gt;&#39;&amp;");
        assert_eq!(unescape_html("a&amp;lt;b&quot;"), "a&lt;b\"");
        assert_eq!(
            mailto("a+b%c?d&e#f/g@example.org", "x y"),
            "mailto:a+b%25c%3Fd%26e%23f%2Fg@example.org?subject=x%20y"
        );
        assert_eq!(query_text("Re: ä & b\r\n"), "Re%3A%20%C3%A4%20%26%20b%0D%0A");
    }
}
