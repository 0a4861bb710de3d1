//! Markdown bodies as HTML, and the few of them worth keeping.
//!
//! A page's own file and the feeds that hold it need the same HTML. A build asks for each file once, so it keeps the HTML
//! only while somebody is still expected to ask for it. A preview is asked again and again: see [`BodyMemory`].

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::markdown::{HtmlOptions, to_html};
use crate::plan::Job;
use crate::render::body_memory::BodyMemory;
use crate::render::feed::pages_of;
use crate::render::inputs::Inputs;
use crate::site::{PageId, Section, Site, SiteResolver};

/// The most bytes of HTML that are kept at once during a build, so that memory does not grow with the site.
const BUDGET: usize = 32 << 20;

/// The HTML of bodies, with links from the root of the host.
#[derive(Debug)]
pub enum Bodies {
    /// For one build.
    Counted(Counted),
    /// For one site after the other.
    Remembered(Arc<BodyMemory>),
}

/// The HTML of pages, each kept until the last who is expected to ask for it has asked.
#[derive(Debug)]
pub struct Counted {
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
    /// The body of a page as HTML.
    pub fn page(&self, site: &Site, id: PageId) -> Arc<str> {
        match self {
            Self::Counted(counted) => counted.page(site, id),
            Self::Remembered(memory) => {
                let page = site.page(id);
                memory.html(site, &page.source, (&page.text, page.body_start))
            }
        }
    }

    /// The body of a section as HTML.
    pub fn section(&self, site: &Site, section: &Section) -> Arc<str> {
        match &section.source {
            Some(source) if !section.body().trim().is_empty() => match self {
                Self::Counted(_) => {
                    let resolver = SiteResolver::for_page(site, source);
                    to_html(section.body(), &options(site), &resolver).into()
                }
                Self::Remembered(memory) => memory.html(site, source, (&section.text, section.body_start)),
            },
            _ => Arc::default(),
        }
    }
}

impl Counted {
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

    fn page(&self, site: &Site, id: PageId) -> Arc<str> {
        let page = site.page(id);
        let resolver = SiteResolver::for_page(site, &page.source);
        let render = || -> Arc<str> { to_html(page.body(), &options(site), &resolver).into() };
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

/// How bodies are rendered, for pages and feeds alike.
pub fn options(site: &Site) -> HtmlOptions<'_> {
    HtmlOptions { settings: &site.config.markdown, anchors: true, footnote_prefix: "", mail: false }
}
