//! Bytes to lines and columns, for every file that a report points at.

use std::collections::BTreeMap;

use crate::diag::Diagnostics;
use crate::source::{LineColumn, LineIndex, SourcePath, SourceTree, Span};

/// The lines of each file that any of some diagnostics points at, counted once.
pub struct Places<'a>(BTreeMap<&'a SourcePath, LineIndex<'a>>);

impl<'a> Places<'a> {
    /// Counts the lines of the files that `diagnostics` point at.
    pub fn of(diagnostics: &'a Diagnostics, sources: &'a SourceTree) -> Self {
        let mut indexes = BTreeMap::new();
        for path in diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels).map(|label| &label.span.path)
        {
            if let Some(text) = sources.text(path) {
                indexes.entry(path).or_insert_with(|| LineIndex::new(text));
            }
        }
        Self(indexes)
    }

    /// Where byte `offset` of a file stands; `None` if the file is not among the sources.
    pub fn at(&self, path: &SourcePath, offset: usize) -> Option<LineColumn> {
        Some(self.0.get(path)?.line_column(offset))
    }

    /// Where a span starts and ends.
    pub fn of_span(&self, span: &Span) -> Option<(LineColumn, LineColumn)> {
        Some((self.at(&span.path, span.start)?, self.at(&span.path, span.end)?))
    }
}
