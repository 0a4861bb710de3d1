//! One section.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::SortBy;
use crate::markdown::Heading;
use crate::site::PageId;
use crate::site::Place;
use crate::source::SourcePath;

/// Names a section of a site: its place in [`Site::sections`](crate::site::Site::sections).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub u32);

/// A folder of pages.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its folder below the content folder; empty for the root.
    pub folder: String,
    /// Its `_index.md`, if it has one.
    pub source: Option<SourcePath>,
    /// The text of `_index.md`; empty without one.
    pub text: Arc<str>,
    /// The byte at which the body starts.
    pub body_start: usize,
    /// The title.
    pub title: String,
    /// One or two sentences.
    pub description: Option<String>,
    /// The URL path, from `/`: `/posts/`.
    pub url_path: String,
    /// The section above; `None` for the root.
    pub parent: Option<SectionId>,
    /// Sections below, by weight, then by title.
    pub subsections: Vec<SectionId>,
    /// Its pages in order, with those of transparent sections below.
    pub pages: Vec<PageId>,
    /// The order.
    pub sort_by: SortBy,
    /// Pages on one page of the list; `None` for all.
    pub paginate_by: Option<usize>,
    /// The folder name of the pages after the first.
    pub paginate_path: String,
    /// Whether its pages also belong to the section above.
    pub transparent: bool,
    /// Whether it has a feed of its own.
    pub feeds: bool,
    /// Whether it has a page of its own.
    pub render: bool,
    /// Another address that it sends its readers to.
    pub redirect_to: Option<Place>,
    /// URL paths that lead here, as written.
    pub aliases: Vec<String>,
    /// The template of its list.
    pub template: Option<String>,
    /// The template of its pages.
    pub page_template: Option<String>,
    /// Its place among its siblings.
    pub weight: i64,
    /// The headings of its text.
    pub headings: Vec<Heading>,
    /// Every id that its text defines, those of its headings among them, sorted.
    pub anchors: Vec<String>,
    /// Files beside its `_index.md`, with the URL path of each.
    pub assets: Vec<(SourcePath, String)>,
    /// Anything for templates.
    pub extra: BTreeMap<String, serde_json::Value>,
}

impl Section {
    /// The markdown body of `_index.md`.
    pub fn body(&self) -> &str {
        &self.text[self.body_start..]
    }
}
