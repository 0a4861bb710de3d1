//! Bodies that were rendered before, for the preview.

use std::sync::Arc;

use crate::config::MarkdownSettings;
use crate::markdown::{BoundedMemory, CodeMemory, Trace, to_html_remembering, traced};
use crate::render::bodies::options;
use crate::site::{Site, SiteResolver};
use crate::source::SourcePath;

/// The most bytes that are kept of bodies, their texts included.
const BODIES: usize = 64 << 20;

/// The most bytes that are kept of coloured code.
const CODE: usize = 16 << 20;

/// The HTML of bodies, whatever site asks for it.
///
/// The HTML of a file's body is right again if the body and the settings are the same, and the site gives the same
/// answers to what the body asks of it. A body that has changed takes its blocks of code from memory, too.
#[derive(Debug)]
pub struct BodyMemory {
    bodies: BoundedMemory<SourcePath, Arc<Body>>,
    code: CodeMemory,
}

/// A rendered body, with all that it was made from.
#[derive(Debug)]
struct Body {
    text: Arc<str>,
    start: usize,
    settings: MarkdownSettings,
    trace: Trace,
    html: Arc<str>,
}

impl Default for BodyMemory {
    fn default() -> Self {
        Self { bodies: BoundedMemory::new(BODIES), code: CodeMemory::new(CODE) }
    }
}

impl BodyMemory {
    /// Begins another site: what was needed for none of the last ones is forgotten.
    pub fn next_site(&self) {
        self.bodies.next_turn();
        self.code.next_turn();
    }

    /// The HTML of a file's body, which starts at a byte of its text.
    pub fn html(&self, site: &Site, source: &SourcePath, (text, start): (&Arc<str>, usize)) -> Arc<str> {
        let options = options(site);
        let resolver = SiteResolver::for_page(site, source);
        if let Some(known) = self.bodies.get(source)
            && known.has_text(text, start)
            && known.settings == *options.settings
            && known.trace.holds(&resolver)
        {
            return Arc::clone(&known.html);
        }
        let body = &text[start..];
        let (html, trace) =
            traced(&resolver, |resolver| to_html_remembering(body, &options, resolver, &self.code));
        let html: Arc<str> = html.into();
        let settings = options.settings.clone();
        let bytes = text.len() + html.len();
        let body = Body { text: Arc::clone(text), start, settings, trace, html: Arc::clone(&html) };
        self.bodies.insert(source.clone(), Arc::new(body), bytes);
        html
    }
}

impl Body {
    fn has_text(&self, text: &Arc<str>, start: usize) -> bool {
        let is_same_file = Arc::ptr_eq(&self.text, text) && self.start == start;
        is_same_file || self.text[self.start..] == text[start..]
    }
}
