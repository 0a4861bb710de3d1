//! A place in a source text.

use std::ops::Range;

use crate::source::SourcePath;

/// Bytes `start..end` of one file, as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub path: SourcePath,
    /// First byte.
    pub start: usize,
    /// One past the last byte; equal to `start` for a point.
    pub end: usize,
}

impl Span {
    /// A span over `range` of the file at `path`.
    pub fn new(path: &SourcePath, range: Range<usize>) -> Self {
        Self { path: path.clone(), start: range.start, end: range.end }
    }

    /// The very beginning of a file: for faults that concern the file as a whole.
    pub fn start_of(path: &SourcePath) -> Self {
        Self::new(path, 0..0)
    }

    /// The bytes as a range.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}
