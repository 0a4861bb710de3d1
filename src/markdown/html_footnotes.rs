//! The footnotes of a page: references in the text, notes at its end.

use std::fmt::Write as _;

use pulldown_cmark_escape::escape_html;

use crate::markdown::html::Writer;

impl Writer<'_, '_> {
    pub(crate) fn footnote_reference(&mut self, label: &str) {
        if !self.parts.footnotes {
            return;
        }
        let Some((number, reference)) = self.footnotes.refer(label) else { return };
        let mut prefix = String::new();
        let _ = escape_html(&mut prefix, self.options.footnote_prefix);
        let _ = write!(
            self.out,
            "<sup class=\"footnote-ref\"><a href=\"#fn-{prefix}{number}\" id=\"fnref-{prefix}{number}"
        );
        if reference > 1 {
            let _ = write!(self.out, "-{reference}");
        }
        let _ = write!(self.out, "\" role=\"doc-noteref\">{number}</a></sup>");
    }

    /// Writes the footnotes that the text named, each with links back.
    ///
    /// Footnotes may name footnotes, so the list grows while it is written; links back come last, when all
    /// references are counted.
    pub(crate) fn write_footnotes(&mut self) {
        let text = std::mem::take(&mut self.out);
        let mut notes = Vec::new();
        while let Some(events) = self.footnotes.numbered(notes.len() + 1) {
            self.run(events);
            notes.push(std::mem::take(&mut self.out));
        }
        self.out = text;
        if notes.is_empty() {
            return;
        }
        self.block();
        self.out
            .push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\"><ol>\n");
        let mut prefix = String::new();
        let _ = escape_html(&mut prefix, self.options.footnote_prefix);
        for (index, note) in notes.iter().enumerate() {
            let number = index + 1;
            let note = note.trim_end();
            let (body, end) = note.strip_suffix("</p>").map_or((note, ""), |body| (body, "</p>"));
            let _ = write!(self.out, "<li id=\"fn-{prefix}{number}\">{body}");
            for reference in 1..=self.footnotes.references(number) {
                let _ = write!(self.out, " <a href=\"#fnref-{prefix}{number}");
                if reference > 1 {
                    let _ = write!(self.out, "-{reference}");
                }
                let _ = write!(self.out, "\" role=\"doc-backlink\" aria-label=\"Back to reference {number}");
                if reference > 1 {
                    let _ = write!(self.out, "-{reference}");
                }
                self.out.push_str("\">↩\u{FE0E}");
                if reference > 1 {
                    let _ = write!(self.out, "<sup>{reference}</sup>");
                }
                self.out.push_str("</a>");
            }
            self.out.push_str(end);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
    }
}
