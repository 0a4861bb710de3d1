//! Raw HTML inside markdown: its words are prose, its tags say where blocks and links begin and end.

use std::ops::Range;

/// One piece of a fragment of HTML, with its range in the fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Words between tags.
    Text(&'a str),
    /// What stands between `<!--` and `-->`.
    Comment(&'a str),
    /// `<a href="…">`, with its address.
    LinkOpen(&'a str),
    /// `</a>`.
    LinkClose,
    /// A tag that starts or ends a block; whether it starts a heading.
    Break { heading: bool },
    /// Any other tag, or an element that is never read aloud.
    Silent,
}

/// Splits a fragment of HTML; tolerant, since writers' HTML is.
pub(crate) fn pieces<'a>(fragment: &'a str, mut each: impl FnMut(Piece<'a>, Range<usize>)) {
    let mut at = 0;
    while at < fragment.len() {
        let rest = &fragment[at..];
        let Some(open) = memchr::memchr(b'<', rest.as_bytes()) else {
            each(Piece::Text(rest), at..fragment.len());
            return;
        };
        if open > 0 {
            each(Piece::Text(&rest[..open]), at..at + open);
        }
        let start = at + open;
        let tag = &fragment[start..];
        if let Some(comment) = tag.strip_prefix("<!--") {
            let length = comment.find("-->");
            let end = length.map_or(fragment.len(), |length| start + 4 + length + 3);
            each(Piece::Comment(&comment[..length.unwrap_or(comment.len())]), start..end);
            at = end;
            continue;
        }
        let end = tag.find('>').map_or(fragment.len(), |close| start + close + 1);
        let tag = &fragment[start..end];
        let piece = tag_piece(tag);
        at = match silent_element(tag) {
            Some(closing) => {
                find_ignoring_case(&fragment[end..], closing).map_or(fragment.len(), |close| end + close)
            }
            None => end,
        };
        each(piece, start..at);
    }
}

fn name(tag: &str) -> &str {
    let tag = tag.trim_start_matches(['<', '/']);
    &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len())]
}

fn tag_piece(tag: &str) -> Piece<'_> {
    const BLOCKS: [&str; 18] = [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "td",
        "th",
        "tr",
        "table",
        "br",
        "section",
        "article",
        "blockquote",
        "figure",
        "figcaption",
        "dd",
        "dt",
        "hr",
    ];
    let name = name(tag);
    if name.eq_ignore_ascii_case("a") {
        return if tag.starts_with("</") { Piece::LinkClose } else { Piece::LinkOpen(href(tag)) };
    }
    let heading = name.len() == 2
        && name.as_bytes()[0].eq_ignore_ascii_case(&b'h')
        && name.as_bytes()[1].is_ascii_digit();
    if heading || BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block)) {
        return Piece::Break { heading: heading && !tag.starts_with("</") };
    }
    Piece::Silent
}

/// The closing tag to skip to, for elements whose content nobody reads as prose.
fn silent_element(tag: &str) -> Option<&'static str> {
    if tag.starts_with("</") || tag.ends_with("/>") {
        return None;
    }
    const SILENT: [(&str, &str); 6] = [
        ("script", "</script"),
        ("style", "</style"),
        ("pre", "</pre"),
        ("code", "</code"),
        ("svg", "</svg"),
        ("form", "</form"),
    ];
    SILENT.iter().find(|(element, _)| name(tag).eq_ignore_ascii_case(element)).map(|(_, closing)| *closing)
}

fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

/// The value of `href`, as written.
fn href(tag: &str) -> &str {
    let Some(at) = find_ignoring_case(tag, "href") else { return "" };
    let Some(value) = tag[at + 4..].trim_start().strip_prefix('=') else { return "" };
    let value = value.trim_start();
    match value.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => value[1..].split(char::from(*quote)).next().unwrap_or(""),
        _ => value.split([' ', '>', '\n', '\t']).next().unwrap_or(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_links_and_breaks() {
        let mut seen = Vec::new();
        pieces("<p>Hi <a class=x href='/b'>you</a><!-- c --><script>no</script></p", |piece, range| {
            seen.push((piece, range.start));
        });
        let expected = [
            (Piece::Break { heading: false }, 0),
            (Piece::Text("Hi "), 3),
            (Piece::LinkOpen("/b"), 6),
            (Piece::Text("you"), 27),
            (Piece::LinkClose, 30),
            (Piece::Comment(" c "), 34),
            (Piece::Silent, 44),
            (Piece::Silent, 54),
            (Piece::Break { heading: false }, 63),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn broken_html_ends_with_the_fragment() {
        for fragment in ["<", "<!--", "<a href=", "<a href", "<script>", "a<b", "<é", "</"] {
            pieces(fragment, |_, range| assert!(range.end <= fragment.len()));
        }
    }
}
