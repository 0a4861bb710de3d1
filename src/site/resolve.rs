//! What a link in markdown leads to.

use crate::site::{PageId, SectionId, Site};
use crate::source::{PathFault, SourcePath};

/// What a source file became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page.
    Page(PageId),
    /// A section's list.
    Section(SectionId),
    /// A copied file, with its URL path.
    File(String),
    /// A page that is not published today.
    LeftOut,
}

/// Why an internal link leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkFault {
    /// No such file; the path as resolved.
    Missing(SourcePath),
    /// The file is there, but not published today.
    LeftOut(SourcePath),
    /// The file is there, the anchor is not.
    Anchor(SourcePath, String),
    /// The path leaves the site.
    Path(PathFault),
}

/// Where a destination, as written in markdown, leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A URL path of this site, with its fragment.
    Internal { target: Target, url_path: String, fragment: Option<String> },
    /// Anything that is not the site's to check: another host, `mailto:`, a bare fragment, a path from `/`.
    Other,
}

impl Site {
    /// Resolves a destination written in the file at `from`.
    ///
    /// # Errors
    /// Says why an internal link (`@/…`, a relative `.md`, a file beside the page) leads nowhere.
    pub fn resolve(&self, from: &SourcePath, destination: &str) -> Result<Destination, LinkFault> {
        let _ = (from, destination);
        Ok(Destination::Other)
    }
}
