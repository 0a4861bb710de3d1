//! The site as understood at one moment.

use std::sync::Arc;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::Model;
use crate::plan::Plan;
use crate::render::Renderer;
use crate::source::SourceTree;

/// Everything that a page, the panel and the studio are made from. Immutable; rendered on demand.
#[derive(Debug)]
pub struct Snapshot {
    /// Counts up with every change since the server started, from 1.
    pub generation: u64,
    /// The files.
    pub sources: Arc<SourceTree>,
    /// The settings.
    pub config: Config,
    /// What is understood of them.
    pub model: Model,
    /// Which files a build would write.
    pub plan: Arc<Plan>,
    /// Renders each of them.
    pub renderer: Renderer,
    /// Everything that is wrong, settled and sorted.
    pub diagnostics: Diagnostics,
    /// Where an editor opens a file, with `{path}`, `{line}` and `{column}` to be filled in; empty for no links.
    /// `{path}` is the path on disk.
    pub editor: String,
    /// The folder of the site on disk, for `editor`.
    pub root: String,
}
