//! Pictures and figures.

use std::fmt::Write as _;

use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use pulldown_cmark_escape::escape_href;
use pulldown_cmark_escape::escape_html;

use crate::markdown::html::Writer;

impl Writer<'_, '_> {
    /// Writes a paragraph that holds nothing but a picture with a title as a figure.
    pub(crate) fn figure(&mut self, at: usize) -> Option<usize> {
        let linked = matches!(self.events.get(at + 1)?.0, Event::Start(Tag::Link { .. }));
        let picture = at + 1 + usize::from(linked);
        let Event::Start(Tag::Image { title, dest_url, .. }) = &self.events.get(picture)?.0 else {
            return None;
        };
        if title.is_empty() || !self.parts.paragraphs {
            return None;
        }
        let behind = self.behind_image(picture);
        let mut end = behind;
        if linked {
            matches!(self.events.get(end)?.0, Event::End(TagEnd::Link)).then_some(())?;
            end += 1;
        }
        matches!(self.events.get(end)?.0, Event::End(TagEnd::Paragraph)).then_some(())?;
        self.block_tag("<figure>");
        if linked {
            self.event(at + 1);
        }
        self.image(dest_url, "", picture);
        if linked {
            self.out.push_str("</a>");
        }
        self.out.push_str("<figcaption>");
        self.escape(title);
        self.out.push_str("</figcaption></figure>\n");
        Some(end + 1)
    }

    /// The event behind the picture that starts at `at`.
    fn behind_image(&self, at: usize) -> usize {
        let mut depth = 0usize;
        for (offset, (event, _)) in self.events[at..].iter().enumerate() {
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => {
                    depth -= 1;
                    if depth == 0 {
                        return at + offset + 1;
                    }
                }
                _ => {}
            }
        }
        self.events.len()
    }

    pub(crate) fn image(&mut self, source: &str, title: &str, at: usize) -> usize {
        let behind = self.behind_image(at);
        let resolver = self.resolver;
        let resolved = resolver.image(source);
        self.out.push_str("<img src=\"");
        let _ = escape_href(&mut self.out, &resolved.url);
        self.out.push_str("\" alt=\"");
        for (event, _) in &self.events[at..behind] {
            match event {
                Event::Text(text)
                | Event::Code(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text) => {
                    let _ = escape_html(&mut self.out, text);
                }
                Event::SoftBreak | Event::HardBreak => self.out.push(' '),
                _ => {}
            }
        }
        self.out.push('"');
        if !title.is_empty() {
            self.attribute("title", title);
        }
        if let Some(size) = resolved.size {
            let _ = write!(self.out, " width=\"{}\" height=\"{}\"", size.width, size.height);
        }
        if !self.options.mail {
            if self.has_picture {
                self.out.push_str(" loading=\"lazy\"");
            }
            self.out.push_str(" decoding=\"async\"");
        }
        self.has_picture = true;
        self.out.push('>');
        behind
    }
}
