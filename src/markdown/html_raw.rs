//! Raw HTML on its way to the page: addresses are resolved, and mail drops what mail programs must not run.

use pulldown_cmark::Event;
use pulldown_cmark_escape::escape_href;

use crate::markdown::html::Writer;
use crate::markdown::outline::more_comment;
use crate::markdown::raw_html::find_end_tag;
use crate::markdown::raw_html::raw_tags;

/// Elements that messages leave out.
const DROPPED_IN_MAIL: [&str; 3] = ["script", "style", "iframe"];

impl Writer<'_, '_> {
    pub(crate) fn html_block(&mut self, at: usize) -> usize {
        let mut next = at + 1;
        let mut html = String::new();
        while let Some((Event::Html(line) | Event::Text(line), _)) = self.events.get(next) {
            html.push_str(line);
            next += 1;
        }
        self.block();
        self.raw_html(&html);
        next + 1
    }

    pub(crate) fn inline_html(&mut self, html: &str) {
        let Some(tag) = raw_tags(html).next() else {
            if self.dropping.is_none() {
                self.raw_html(html);
            }
            return;
        };
        if let Some(name) = self.dropping {
            if tag.closing && tag.is(name) {
                self.dropping = None;
            }
        } else if let Some(name) = self.dropped(tag.name) {
            if !tag.closing {
                self.dropping = Some(name);
            }
        } else {
            self.raw_html(html);
        }
    }

    /// The element of this name, if it is one that this rendering leaves out.
    fn dropped(&self, name: &str) -> Option<&'static str> {
        if !self.options.mail {
            return None;
        }
        DROPPED_IN_MAIL.into_iter().find(|dropped| dropped.eq_ignore_ascii_case(name))
    }

    /// Writes raw HTML as it is, but for the addresses in it, the mark of the summary's end and what mail drops.
    pub(crate) fn raw_html(&mut self, html: &str) {
        let mut rest = html;
        if let Some(comment) = more_comment(html) {
            self.raw_tags(&html[..comment.start]);
            rest = html[comment.end..].trim_start_matches('\n');
        }
        self.raw_tags(rest);
    }

    fn raw_tags(&mut self, html: &str) {
        let resolver = self.resolver;
        let mut done = 0;
        for tag in raw_tags(html) {
            if tag.range.start < done {
                continue;
            }
            if self.dropped(tag.name).is_some() {
                self.out.push_str(&html[done..tag.range.start]);
                done = tag.range.end;
                if !tag.closing {
                    done = find_end_tag(html, done, tag.name).unwrap_or(html.len());
                }
                continue;
            }
            let link = if tag.is("a") { tag.attribute("href") } else { None };
            let image = if tag.is("img") { tag.attribute("src") } else { None };
            let Some(attribute) = link.or(image) else { continue };
            let address = attribute.address();
            let url = if link.is_some() { resolver.link(&address).url } else { resolver.image(&address).url };
            if url != address {
                self.out.push_str(&html[done..attribute.range.start]);
                let _ = escape_href(&mut self.out, &url);
                done = attribute.range.end;
            }
        }
        self.out.push_str(&html[done..]);
    }
}
