//! What rendering reads.

use std::sync::Arc;

use crate::newsletter::IssuePage;
use crate::people::Audiences;
use crate::plan::Plan;
use crate::site::Site;
use crate::source::SourceTree;
use crate::theme::Theme;

/// Everything that the bytes of a site depend on.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The pages, sections and terms.
    pub site: Arc<Site>,
    /// Which files there will be: what the sitemap lists, and which links are offered at all.
    pub plan: Arc<Plan>,
    /// The files, for `load_data`, translations and cache busting.
    pub sources: Arc<SourceTree>,
    /// The templates and static files.
    pub theme: Theme,
    /// Who writes here, and for whom.
    pub audiences: Arc<Audiences>,
    /// The web versions of issues that may be read by all, each audience's oldest first.
    pub issues: Vec<IssuePage>,
}
