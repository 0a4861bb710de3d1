//! What was rendered before, for the next site.

use std::sync::Arc;

use crate::render::body_memory::BodyMemory;
use crate::render::lights::Lights;
use crate::theme::Compiled;

/// Remembers the costly parts of rendering a site, so that a site that hardly changed is rendered at once.
///
/// It never changes a result: whatever it holds, a renderer gives the bytes that one without it would give. It holds
/// what the last site used and no former site: everything in it is asked anew whether it is still right, when it is
/// needed.
#[derive(Debug, Default)]
pub struct Memory {
    /// The light values of the last site.
    pub(super) lights: Option<Arc<Lights>>,
    /// The compiled templates of the last site.
    pub(super) templates: Option<Arc<Compiled>>,
    /// Bodies of all sites, within a budget.
    pub(super) bodies: Arc<BodyMemory>,
}
