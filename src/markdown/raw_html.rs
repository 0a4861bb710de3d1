//! Tags inside raw HTML: enough of them to check links and to rewrite addresses.
//!
//! A scanner, not a parser of HTML: it yields start and end tags with their attributes and steps over comments
//! and over the text of `script`, `style` and `textarea`. It reads each byte a bounded number of times.

use std::borrow::Cow;
use std::ops::Range;

/// One start or end tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawTag<'html> {
    /// Its name as written.
    pub name: &'html str,
    /// Whether it is an end tag.
    pub closing: bool,
    /// From `<` to behind `>`.
    pub range: Range<usize>,
    /// Its attributes.
    pub attributes: Vec<RawAttribute<'html>>,
}

/// One attribute of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawAttribute<'html> {
    /// Its name as written.
    pub name: &'html str,
    /// Its value as written, without quotes.
    pub value: &'html str,
    /// The bytes of the value, without quotes.
    pub range: Range<usize>,
}

impl<'html> RawTag<'html> {
    /// Whether the tag is an element of this name.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&RawAttribute<'html>> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

impl<'html> RawAttribute<'html> {
    /// The value with `&amp;` decoded, which is the one entity that addresses need.
    pub fn address(&self) -> Cow<'html, str> {
        if self.value.contains("&amp;") { self.value.replace("&amp;", "&").into() } else { self.value.into() }
    }
}

/// The tags of a piece of HTML, in order.
#[derive(Debug, Clone)]
pub(crate) struct RawTags<'html> {
    html: &'html str,
    at: usize,
}

/// Scans a piece of HTML.
pub(crate) fn raw_tags(html: &str) -> RawTags<'_> {
    RawTags { html, at: 0 }
}

impl<'html> Iterator for RawTags<'html> {
    type Item = RawTag<'html>;

    fn next(&mut self) -> Option<RawTag<'html>> {
        loop {
            let start = self.at + self.html[self.at..].find('<')?;
            let rest = &self.html[start + 1..];
            if rest.starts_with("!--") {
                self.at = start + 4 + self.html[start + 4..].find("-->")? + 3;
                continue;
            }
            let closing = rest.starts_with('/');
            let name_start = start + 1 + usize::from(closing);
            if !self.html.as_bytes().get(name_start).is_some_and(u8::is_ascii_alphabetic) {
                self.at = start + 1;
                continue;
            }
            let name_end = self.html[name_start..]
                .find(|character: char| character.is_ascii_whitespace() || matches!(character, '/' | '>'))
                .map(|length| name_start + length)?;
            let name = &self.html[name_start..name_end];
            let (attributes, end) = attributes(self.html, name_end)?;
            self.at = end;
            if !closing && ["script", "style", "textarea"].iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
                self.at = find_end_tag(self.html, end, name).unwrap_or(self.html.len());
            }
            return Some(RawTag { name, closing, range: start..end, attributes });
        }
    }
}

/// The byte of `</name` at or behind `from`.
pub(crate) fn find_end_tag(html: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    loop {
        at += html.get(at..)?.find("</")?;
        let end = at + 2 + name.len();
        if html.get(at + 2..end).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return Some(at);
        }
        at += 2;
    }
}

/// The text of a piece of HTML: tags and comments dropped, the text of scripts and styles too, common entities decoded.
pub(crate) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut done = 0;
    for tag in raw_tags(html) {
        if tag.range.start > done {
            push_text(&mut text, &html[done..tag.range.start]);
        }
        if tag.is("br") || tag.is("p") || tag.is("div") || tag.is("li") || tag.is("tr") {
            text.push('\n');
        } else if tag.is("td") || tag.is("th") {
            text.push(' ');
        }
        done = tag.range.end;
        if !tag.closing && (tag.is("script") || tag.is("style")) {
            done = find_end_tag(html, done, tag.name).unwrap_or(html.len());
        }
    }
    push_text(&mut text, &html[done..]);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Appends text between tags, without comments.
fn push_text(text: &mut String, mut rest: &str) {
    let mut kept = String::new();
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].find("-->").map_or("", |end| &rest[start + end + 3..]);
    }
    kept.push_str(rest);
    if kept.contains('&') {
        for (entity, character) in [
            ("&nbsp;", "\u{a0}"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&amp;", "&"),
        ] {
            kept = kept.replace(entity, character);
        }
    }
    text.push_str(&kept);
}

/// Reads attributes from `at` to behind the closing `>`; `None` if there is none.
fn attributes(html: &str, mut at: usize) -> Option<(Vec<RawAttribute<'_>>, usize)> {
    let bytes = html.as_bytes();
    let mut found = Vec::new();
    loop {
        while bytes.get(at)?.is_ascii_whitespace() || bytes[at] == b'/' {
            at += 1;
        }
        if bytes[at] == b'>' {
            return Some((found, at + 1));
        }
        let name_start = at;
        at += 1;
        while !matches!(bytes.get(at)?, b'=' | b'>' | b'/') && !bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let name = html.get(name_start..at)?;
        while bytes.get(at)?.is_ascii_whitespace() {
            at += 1;
        }
        let mut range = at..at;
        if bytes[at] == b'=' {
            at += 1;
            while bytes.get(at)?.is_ascii_whitespace() {
                at += 1;
            }
            match bytes[at] {
                quote @ (b'"' | b'\'') => {
                    let length = bytes[at + 1..].iter().position(|&byte| byte == quote)?;
                    range = at + 1..at + 1 + length;
                    at = range.end + 1;
                }
                _ => {
                    let value = at;
                    while !bytes.get(at)?.is_ascii_whitespace() && bytes[at] != b'>' {
                        at += 1;
                    }
                    range = value..at;
                }
            }
        }
        found.push(RawAttribute { name, value: html.get(range.clone())?, range });
    }
}

#[cfg(test)]
mod tests {
    use super::raw_tags;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let found: Vec<String> = raw_tags(html)
            .map(|tag| {
                let mut text = format!("{}{}", if tag.closing { "/" } else { "" }, tag.name);
                for attribute in &tag.attributes {
                    assert_eq!(&html[attribute.range.clone()], attribute.value);
                    text += &format!(" {}={}", attribute.name, attribute.address());
                }
                text
            })
            .collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn tags_and_attributes_are_found() {
        check("<a href=\"/x?a&amp;b\">go</a>", &["a href=/x?a&b", "/a"]);
        check("<img src='a > b.png' alt=x hidden/>", &["img src=a > b.png alt=x hidden="]);
        check("a < b <br> <3", &["br"]);
        check("<!-- <a href=x> --><p\nid = top\n>", &["p id=top"]);
        check("<script>if (a<b) { '<img>' }</SCRIPT><b>", &["script", "/SCRIPT", "b"]);
        check("<a href=\"x", &[]);
        check("<!-- open <a>", &[]);
    }
}
