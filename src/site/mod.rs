//! The blog, understood: pages, sections, taxonomies and every link between them.
//!
//! [`assemble()`] makes an immutable [`Site`] out of a [`SourceTree`](crate::source::SourceTree) and the
//! configuration. Every URL is known here and every internal link is resolved; nothing is rendered. Pages and
//! sections refer to each other by [`PageId`] and [`SectionId`], which index the vectors of the site.

mod address;
mod assemble;
mod build_page;
mod build_section;
mod content_files;
pub mod faults;
mod links;
mod lookup;
mod memory;
mod order;
mod page;
mod place;
mod read;
mod related;
mod resolve;
mod resolver;
mod section;
mod sort_out;
mod taxonomy;
mod terms;

pub use address::written_path;
pub use assemble::{Assembly, assemble};
pub use content_files::is_issue_file;
pub use links::nearest_file;
pub use memory::Memory;
pub use page::{Author, Image, Page, PageFacts, PageId};
pub use place::Place;
pub use resolve::{Destination, LinkFault, RelativeUrl, Target, has_scheme};
pub use resolver::SiteResolver;
pub use section::{Section, SectionId};
pub use taxonomy::{Taxonomy, Term, TermId};
pub use terms::written_terms;

use std::collections::HashMap;
use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::Config;
use crate::markdown::LinkKind;
use crate::output::BaseUrl;
use crate::output::encode_path;
use crate::output::encode_url;
use crate::source::Asset;
use crate::source::SourcePath;
use crate::source::Span;

/// A map for thousands of entries that are made anew for every site.
pub type FastMap<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// The whole blog. Immutable once assembled.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// The address it is published under.
    pub base_url: BaseUrl,
    /// The zone that dates without one are in.
    pub timezone: TimeZone,
    /// The day that the site is built for.
    pub today: Date,
    /// Every page that is published, ordered by source path.
    pub pages: Vec<Page>,
    /// Every section, ordered by folder; the first is the root.
    pub sections: Vec<Section>,
    /// The taxonomies of the configuration, in its order.
    pub taxonomies: Vec<Taxonomy>,
    /// Pages with a date, newest first.
    pub by_date: Vec<PageId>,
    /// Files of the content folder that are copied, with the URL path of each.
    pub assets: Vec<(SourcePath, String)>,
    /// Files of `static/` and their URL paths.
    pub static_files: Vec<(SourcePath, String)>,
    /// What was left out, and why.
    pub left_out: Vec<LeftOut>,
    /// Source file to what it became.
    pub targets: FastMap<SourcePath, Target>,
    /// URL path of each copied file to its source.
    pub file_urls: FastMap<String, SourcePath>,
    /// Lengths and picture sizes of the copied files.
    pub asset_facts: FastMap<SourcePath, Asset>,
    /// Links to paths of the site (`/about/`), to be held against the plan.
    pub site_links: Vec<SiteLink>,
}

/// A link to a path of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLink {
    /// The link.
    pub span: Span,
    /// The path below the base URL, from `/`, not escaped.
    pub url_path: String,
    /// How it was written, if that was another way.
    pub relative: Option<RelativeLink>,
}

/// A link that was not written as a path of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelativeLink {
    /// The destination as written.
    pub written: String,
    /// Link or picture.
    pub kind: LinkKind,
    /// The file that is not there, if the destination could have been meant as one.
    pub looked_for: Option<SourcePath>,
}

/// A page that is not published today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its file.
    pub source: SourcePath,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why a page is not published today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutReason {
    /// It is a draft.
    Draft,
    /// Its date lies ahead.
    Scheduled(Date),
    /// It has left the site.
    Expired(Date),
}

impl fmt::Display for LeftOutReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Draft => formatter.write_str("is a draft"),
            Self::Scheduled(date) => write!(formatter, "is not out before {date}"),
            Self::Expired(date) => write!(formatter, "left the site on {date}"),
        }
    }
}

impl Site {
    /// The page of an id.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }

    /// The section of an id.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0 as usize]
    }

    /// The root section: the folder `content/` itself.
    pub fn root(&self) -> &Section {
        &self.sections[0]
    }

    /// What stands in `href` for a path of the site: escaped, and below the subfolder of the base URL.
    pub fn href(&self, url_path: &str) -> String {
        format!("{}{}", encode_url(self.base_url.path()), encode_path(url_path))
    }

    /// The absolute URL of a path of the site.
    pub fn permalink(&self, url_path: &str) -> String {
        format!("{}{}", encode_url(self.base_url.as_str()), encode_path(url_path))
    }

    /// Every page id, in order of source path.
    pub fn page_ids(&self) -> impl Iterator<Item = PageId> + use<> {
        (0..self.pages.len() as u32).map(PageId)
    }
}
