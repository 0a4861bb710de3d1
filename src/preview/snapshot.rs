//! The site as understood at one moment.

use std::sync::Arc;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::Model;
use crate::plan::Plan;
use crate::preview::Editor;
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
    /// Everything that is wrong, at the level that the site gives it, sorted. What concerns readers' files is for
    /// the terminal: show those of a page's own file only, or [`Problems`](crate::preview::Problems).
    pub diagnostics: Diagnostics,
    /// Opens files.
    pub editor: Editor,
}
