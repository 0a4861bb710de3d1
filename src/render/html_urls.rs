//! Addresses inside finished HTML, made absolute: for feeds, which are read away from the site.
//!
//! Working on the HTML has two merits over resolving the markdown again: the costly rendering is shared with
//! the page, and addresses in HTML that the writer put into the text are mended, too.

use crate::output::join_url_path;

/// The attributes that hold an address.
const ADDRESSES: [&str; 5] = ["href", "src", "poster", "cite", "action"];

/// Makes every relative address of `html`, which stands on the page at `page_url`, absolute, and leaves out the
/// links that headings have to themselves.
pub fn absolute_urls(html: &str, page_url: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if let Some(after) = after_heading_link(rest) {
            // With it goes the space between it and the words.
            out.truncate(out.trim_end_matches(' ').len());
            rest = if out.ends_with('>') { after.trim_start_matches(' ') } else { after };
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            rest = rewrite_tag(rest, page_url, &mut out);
        } else {
            out.push('<');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// What follows the `#` that a heading links to itself with, if `html` starts with one. A heading whose words are
/// the link keeps it.
fn after_heading_link(html: &str) -> Option<&str> {
    let tag = html.strip_prefix("<a class=\"anchor\"")?;
    tag.split_once('>')?.1.strip_prefix("#</a>")
}

/// Copies the tag that `html` starts with; returns what follows it.
fn rewrite_tag<'html>(html: &'html str, page_url: &str, out: &mut String) -> &'html str {
    let name_end =
        html[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-').map_or(html.len(), |end| end + 1);
    out.push_str(&html[..name_end]);
    let mut rest = &html[name_end..];
    loop {
        let gap = rest.find(|c: char| !c.is_ascii_whitespace() && c != '/').unwrap_or(rest.len());
        out.push_str(&rest[..gap]);
        rest = &rest[gap..];
        if rest.is_empty() {
            return rest;
        }
        if let Some(after) = rest.strip_prefix('>') {
            out.push('>');
            return after;
        }
        // A stray `=` is part of a name, as browsers have it.
        let name_end = rest
            .char_indices()
            .find(|(index, c)| *index > 0 && *c == '=' || c.is_ascii_whitespace() || matches!(c, '/' | '>'))
            .map_or(rest.len(), |(index, _)| index);
        let name = &rest[..name_end];
        out.push_str(name);
        rest = &rest[name_end..];
        let Some(value) = rest.trim_ascii_start().strip_prefix('=') else { continue };
        let value = value.trim_ascii_start();
        out.push('=');
        let (quote, value) = match value.as_bytes().first() {
            Some(b'"') => (Some('"'), &value[1..]),
            Some(b'\'') => (Some('\''), &value[1..]),
            _ => (None, value),
        };
        let end = match quote {
            Some(quote) => value.find(quote),
            None => value.find(|c: char| c.is_ascii_whitespace() || c == '>'),
        }
        .unwrap_or(value.len());
        let quote_mark = quote.map(String::from).unwrap_or_default();
        out.push_str(&quote_mark);
        if ADDRESSES.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            out.push_str(&resolve(page_url, value[..end].trim_ascii()));
        } else if name.eq_ignore_ascii_case("srcset") {
            push_srcset(out, page_url, &value[..end]);
        } else {
            out.push_str(&value[..end]);
        }
        out.push_str(&quote_mark);
        rest = &value[end..];
        if quote.is_some() && !rest.is_empty() {
            rest = &rest[1..];
        }
    }
}

fn push_srcset(out: &mut String, page_url: &str, value: &str) {
    for (index, candidate) in value.split(", ").enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        let candidate = candidate.trim_ascii();
        let (url, size) = candidate.split_once(' ').unwrap_or((candidate, ""));
        out.push_str(&resolve(page_url, url));
        if !size.is_empty() {
            out.push(' ');
            out.push_str(size);
        }
    }
}

/// The address that `reference` means on the page at `base` (RFC 3986, section 5.2).
fn resolve(base: &str, reference: &str) -> String {
    let scheme_end = base.find("://").map_or(0, |end| end + 3);
    let path_start = base[scheme_end..].find('/').map_or(base.len(), |start| scheme_end + start);
    let (origin, path) = base.split_at(path_start);
    if reference.is_empty() || crate::site::has_scheme(reference) {
        reference.to_owned()
    } else if reference.starts_with("//") {
        format!("{}{reference}", &base[..scheme_end.saturating_sub(2)])
    } else if reference.starts_with('/') {
        format!("{origin}{reference}")
    } else if reference.starts_with(['#', '?']) {
        format!("{base}{reference}")
    } else {
        let tail_start = reference.find(['#', '?']).unwrap_or(reference.len());
        let (steps, tail) = reference.split_at(tail_start);
        format!("{origin}{}{tail}", join_url_path(path, steps))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str = "https://example.org/blog/posts/a/";

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(absolute_urls(html, PAGE), expected);
    }

    #[test]
    fn addresses_become_absolute() {
        check(r#"<a href="/blog/b/">b</a>"#, r#"<a href="https://example.org/blog/b/">b</a>"#);
        check("<img alt=x src='img/c.png'>", "<img alt=x src='https://example.org/blog/posts/a/img/c.png'>");
        check("<a href=../b#c>b</a>", "<a href=https://example.org/blog/posts/b#c>b</a>");
        check(r##"<a href="#fn-1">1</a>"##, r##"<a href="https://example.org/blog/posts/a/#fn-1">1</a>"##);
        check(
            r#"<img srcset="/a.png 1x, b.png 2x">"#,
            r#"<img srcset="https://example.org/a.png 1x, https://example.org/blog/posts/a/b.png 2x">"#,
        );
    }

    #[test]
    fn everything_else_stays() {
        for html in [
            r#"<a href="https://example.net/?a=1&amp;b=2">x</a>"#,
            r#"<a href="mailto:a@example.org">x</a>"#,
            "1 < 2 > 0 <!-- <a href='/x'> --> <p title=\"<a href='/x'>\">",
            "<p data-x = y>",
            "<",
            "<a href=\"/unclosed",
        ] {
            let expected = html
                .replace("data-x = y", "data-x=y")
                .replace("href=\"/unclosed", "href=\"https://example.org/unclosed\"");
            check(html, &expected);
        }
    }

    #[test]
    fn links_of_headings_are_left_out() {
        check(
            r##"<h2 id="a">A <a class="anchor" href="#a" aria-label="Link">#</a></h2>"##,
            r#"<h2 id="a">A</h2>"#,
        );
        check(
            r##"<h2 id="a"><a class="anchor" href="#a" aria-label="Link">#</a> A</h2>"##,
            r#"<h2 id="a">A</h2>"#,
        );
        check(
            r##"<h2 id="a"><a class="anchor" href="#a">A</a></h2>"##,
            r#"<h2 id="a"><a class="anchor" href="https://example.org/blog/posts/a/#a">A</a></h2>"#,
        );
    }

    proptest! {
        #[test]
        fn no_html_makes_it_panic(html in "[<>a-z =\"'/#?.!é-]{0,80}") {
            let once = absolute_urls(&html, PAGE);
            prop_assert_eq!(absolute_urls(&once, PAGE), once);
        }
    }
}
