//! Atom, RFC 4287.

use crate::output::push_xml;
use crate::render::feed::{Entry, Feed, FeedAuthor};

/// When a feed without posts last changed: it must say something, and always the same.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// Writes a feed. HTML stands in it escaped (`type="html"`, section 3.1.1.2).
pub fn write(feed: &Feed<'_>) -> String {
    let mut xml = Xml::new();
    xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    xml.attribute("xml:lang", feed.language);
    xml.raw(">\n");
    xml.element("  ", "title", &feed.title);
    if !feed.description.is_empty() {
        xml.element("  ", "subtitle", feed.description);
    }
    xml.link("  ", "self", "application/atom+xml", &feed.self_url);
    xml.link("  ", "alternate", "text/html", &feed.home_url);
    xml.element("  ", "id", &feed.self_url);
    let updated = feed.entries.iter().map(|entry| entry.updated.as_str());
    xml.element("  ", "updated", newest(updated).unwrap_or(NEVER));
    // Every entry needs an author, its own or the feed's (section 4.1.2).
    if feed.authors.is_empty() {
        xml.author("  ", &FeedAuthor { name: feed.site_title, url: None });
    }
    for author in &feed.authors {
        xml.author("  ", author);
    }
    xml.raw("  <generator");
    xml.attribute("version", env!("CARGO_PKG_VERSION"));
    xml.raw(">Regards</generator>\n");
    for entry in &feed.entries {
        xml.entry(entry, feed);
    }
    xml.raw("</feed>\n");
    xml.out
}

/// The latest of some RFC 3339 times, whatever their offsets.
fn newest<'a>(times: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    times.max_by_key(|time| time.parse::<jiff::Timestamp>().ok())
}

struct Xml {
    out: String,
}

impl Xml {
    fn new() -> Self {
        Self { out: String::with_capacity(16 * 1024) }
    }

    fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        push_xml(&mut self.out, value);
        self.raw("\"");
    }

    fn element(&mut self, indent: &str, name: &str, text: &str) {
        self.raw(indent);
        self.raw("<");
        self.raw(name);
        self.raw(">");
        push_xml(&mut self.out, text);
        self.raw("</");
        self.raw(name);
        self.raw(">\n");
    }

    fn link(&mut self, indent: &str, rel: &str, kind: &str, href: &str) {
        self.raw(indent);
        self.raw("<link");
        self.attribute("rel", rel);
        self.attribute("type", kind);
        self.attribute("href", href);
        self.raw("/>\n");
    }

    fn author(&mut self, indent: &str, author: &FeedAuthor<'_>) {
        self.raw(indent);
        self.raw("<author>\n");
        self.element(&format!("{indent}  "), "name", author.name);
        if let Some(url) = &author.url {
            self.element(&format!("{indent}  "), "uri", url);
        }
        self.raw(indent);
        self.raw("</author>\n");
    }

    fn html(&mut self, name: &str, html: &str) {
        self.raw("    <");
        self.raw(name);
        self.raw(" type=\"html\">");
        push_xml(&mut self.out, html);
        self.raw("</");
        self.raw(name);
        self.raw(">\n");
    }

    fn entry(&mut self, entry: &Entry<'_>, feed: &Feed<'_>) {
        let page = entry.page;
        self.raw("  <entry");
        if page.language != feed.language {
            self.attribute("xml:lang", &page.language);
        }
        self.raw(">\n");
        self.element("    ", "title", &page.title);
        self.link("    ", "alternate", "text/html", &entry.url);
        self.element("    ", "id", &entry.url);
        if let Some(published) = &entry.published {
            self.element("    ", "published", published);
        }
        self.element("    ", "updated", &entry.updated);
        for author in &entry.authors {
            self.author("    ", author);
        }
        for category in &entry.categories {
            self.raw("    <category");
            self.attribute("term", category);
            self.raw("/>\n");
        }
        if let Some(description) = &page.description {
            self.element("    ", "summary", description);
        } else if let Some(beginning) = entry.beginning.as_deref().filter(|text| !text.is_empty()) {
            self.element("    ", "summary", beginning);
        }
        if let Some(content) = &entry.content {
            self.html("content", content);
        }
        self.raw("  </entry>\n");
    }
}
