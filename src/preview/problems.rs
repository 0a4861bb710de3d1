//! What is wrong with the site now.

use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::preview::Editor;
use crate::source::SourceTree;

/// What is wrong with the site now, fit to be shown: nothing of any reader is in it.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    /// Counts up with every change since the server started, from 1.
    pub generation: u64,
    /// Every problem at the level that the site gives it, sorted.
    pub diagnostics: Diagnostics,
    /// The texts that they point into.
    pub sources: Arc<SourceTree>,
    /// Opens their places.
    pub editor: Editor,
}
