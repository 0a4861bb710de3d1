//! Tags, series and any other way to group pages.

use crate::config::TaxonomySettings;
use crate::site::PageId;

/// Names a term: its taxonomy in [`Site::taxonomies`](crate::site::Site::taxonomies), and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId {
    /// Place of the taxonomy.
    pub taxonomy: u16,
    /// Place of the term in it.
    pub term: u32,
}

/// One way to group pages.
#[derive(Debug, Clone)]
pub struct Taxonomy {
    /// Its settings.
    pub settings: TaxonomySettings,
    /// The URL path of its list: `/tags/`.
    pub url_path: String,
    /// Its terms, ordered by slug.
    pub terms: Vec<Term>,
}

/// One group of pages.
#[derive(Debug, Clone)]
pub struct Term {
    /// As first written.
    pub name: String,
    /// The last part of its URL.
    pub slug: String,
    /// The URL path of its list: `/tags/rust/`.
    pub url_path: String,
    /// Its pages: newest first; in an ordered taxonomy, the order to read them in (by weight, then date).
    pub pages: Vec<PageId>,
}
