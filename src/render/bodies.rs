//! Markdown bodies as HTML, and the few of them worth keeping.
//!
//! A page's own file and the feeds that hold it need the same HTML. It is kept only while somebody is still
//! expected to ask for it, and only up to a budget, so that memory does not grow with the site.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::markdown::{HtmlOptions, to_html};
use crate::plan::Job;
use crate::render::feed::pages_of;
use crate::render::inputs::Inputs;
use crate::site::SiteResolver;
use crate::site::{PageId, Site};
use crate::source::SourcePath;

/// The most bytes of HTML that are kept at once.
const BUDGET: usize = 32 << 20;

/// The HTML of bodies.
#[derive(Debug)]
pub struct Bodies {
    kept: Vec<Mutex<Kept>>,
    bytes: AtomicUsize,
}

#[derive(Debug, Default)]
struct Kept {
    html: Option<Arc<str>>,
    /// How many are still expected to ask.
    expected: u32,
}

impl Bodies {
    /// Counts who will ask for each page: its own file, and every feed that holds its full text.
    pub fn new(inputs: &Inputs) -> Self {
        let site = &*inputs.site;
        let mut expected = vec![1u32; site.pages.len()];
        if site.config.feeds.full_text {
            for (_, job) in inputs.plan.jobs() {
                if let Job::Feed { scope, .. } = job {
                    for id in pages_of(site, *scope) {
                        expected[id.0 as usize] += 1;
                    }
                }
            }
        }
        let kept = expected.into_iter().map(|expected| Mutex::new(Kept { html: None, expected })).collect();
        Self { kept, bytes: AtomicUsize::new(0) }
    }

    /// The body of a page as HTML, with links from the root of the host.
    pub fn page(&self, site: &Site, id: PageId) -> Arc<str> {
        let page = site.page(id);
        let render = || -> Arc<str> { render(site, &page.source, page.body()).into() };
        // A thread that panicked while it held the lock left a whole value behind.
        let mut kept = self.kept[id.0 as usize].lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        kept.expected = kept.expected.saturating_sub(1);
        match (kept.html.clone(), kept.expected) {
            (Some(html), 0) => {
                kept.html = None;
                self.bytes.fetch_sub(html.len(), Ordering::Relaxed);
                html
            }
            (Some(html), _) => html,
            (None, 0) => {
                drop(kept);
                render()
            }
            (None, _) => {
                // Others who want this page wait here rather than render it a second time.
                let html = render();
                if self.bytes.fetch_add(html.len(), Ordering::Relaxed) + html.len() <= BUDGET {
                    kept.html = Some(Arc::clone(&html));
                } else {
                    self.bytes.fetch_sub(html.len(), Ordering::Relaxed);
                }
                html
            }
        }
    }
}

/// A body as HTML, with links from the root of the host.
pub fn render(site: &Site, source: &SourcePath, body: &str) -> String {
    let options =
        HtmlOptions { settings: &site.config.markdown, anchors: true, footnote_prefix: "", mail: false };
    to_html(body, &options, &SiteResolver::for_page(site, source))
}
