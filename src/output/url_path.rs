//! Paths of URLs: joined as browsers do, escaped as RFC 3986 wants them.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What cannot stand in a URL; `%` can, since what is escaped already must not be escaped again.
const NO_URL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What would end a path or mean something else in it.
const NO_PATH: &AsciiSet = &NO_URL.add(b'%').add(b'?').add(b'#').add(b'[').add(b']');

/// A URL that somebody wrote, in ASCII (RFC 3986, section 2.1); nothing changes if it was.
pub fn encode_url(url: &str) -> Cow<'_, str> {
    Cow::from(utf8_percent_encode(url, NO_URL))
}

/// A path of files as the path of a URL: `a 100%?.png` is `a%20100%25%3F.png`.
pub fn encode_path(path: &str) -> Cow<'_, str> {
    Cow::from(utf8_percent_encode(path, NO_PATH))
}

/// A URL's path, and its query and fragment with `?` and `#`.
pub fn split_tail(url: &str) -> (&str, &str) {
    url.split_at(url.find(['?', '#']).unwrap_or(url.len()))
}

/// The path that `reference`, a relative path without query and fragment, means on the page at `page_path`
/// (RFC 3986, section 5.2). Dots never climb above the root.
pub fn join_url_path(page_path: &str, reference: &str) -> String {
    let mut parts: Vec<&str> = page_path.split('/').filter(|part| !part.is_empty()).collect();
    if !page_path.ends_with('/') {
        parts.pop();
    }
    let mut folder = true;
    for step in reference.split('/') {
        folder = matches!(step, "" | "." | "..");
        match step {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            step => parts.push(step),
        }
    }
    let slash = if folder && !parts.is_empty() { "/" } else { "" };
    format!("/{}{slash}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_escaped_and_urls_kept() {
        assert_eq!(encode_path("/a b/100%/c?d#e[f].png"), "/a%20b/100%25/c%3Fd%23e%5Bf%5D.png");
        assert_eq!(encode_path("/k\u{e4}se/"), "/k%C3%A4se/");
        assert_eq!(encode_url("/a%20b/k\u{e4}se c?d=e#f"), "/a%20b/k%C3%A4se%20c?d=e#f");
        assert_eq!(split_tail("/a?b#c"), ("/a", "?b#c"));
        assert_eq!(split_tail("/a#b?c"), ("/a", "#b?c"));
        assert_eq!(split_tail("/a"), ("/a", ""));
    }

    #[test]
    fn references_are_joined_as_browsers_do() {
        for (page, reference, expected) in [
            ("/a/b/", "c", "/a/b/c"),
            ("/a/b/", "../c/", "/a/c/"),
            ("/a/b.html", "c.html", "/a/c.html"),
            ("/a/b/", "./", "/a/b/"),
            ("/a/b/", "..", "/a/"),
            ("/a/", "../../../x.png", "/x.png"),
            ("/", "..", "/"),
        ] {
            assert_eq!(join_url_path(page, reference), expected, "{reference} on {page}");
        }
    }
}
