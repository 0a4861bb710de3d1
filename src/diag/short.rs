//! Diagnostics for editors: one line each.

use std::fmt::Write;

use crate::diag::Diagnostics;
use crate::diag::PathPrefix;
use crate::diag::places::Places;
use crate::diag::visible::visible;
use crate::source::SourceTree;

/// Renders all of them as `path:line:column: level: message [rule]`, as compilers do and editors read.
///
/// Of a fault without a place, the line begins with its level. Columns count Unicode characters from 1.
pub fn short(diagnostics: &Diagnostics, sources: &SourceTree, prefix: &PathPrefix) -> String {
    let places = Places::of(diagnostics, sources);
    let mut out = String::new();
    for diagnostic in diagnostics {
        if let Some(span) = diagnostic.span() {
            let path = prefix.path(&span.path);
            let place = places.at(&span.path, span.start);
            // A file that was not read has a beginning all the same, and editors want a line.
            let (line, column) = place.map_or((1, 1), |place| (place.line, place.column));
            // Writing to a `String` never fails.
            let _ = write!(out, "{}:{line}:{column}: ", visible(&path));
        }
        let (level, message) = (diagnostic.level.name(), visible(&diagnostic.message));
        let _ = writeln!(out, "{level}: {message} [{}]", diagnostic.rule.name);
    }
    out
}
