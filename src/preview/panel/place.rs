//! Places in the file of the page, with what opens them.

use serde::Serialize;

use crate::preview::Editor;
use crate::site::Page;
use crate::source::LineIndex;
use crate::source::SourcePath;

/// A place in the file of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Counted from 1.
    pub line: usize,
    /// Opens the file there in an editor, if one is known.
    pub editor: Option<String>,
}

/// Finds places in the file of one page.
#[derive(Debug)]
pub struct Places<'a> {
    path: &'a SourcePath,
    index: LineIndex<'a>,
    editor: &'a Editor,
}

impl<'a> Places<'a> {
    /// The places of a page's file.
    pub fn new(page: &'a Page, editor: &'a Editor) -> Self {
        Self { path: &page.source, index: LineIndex::new(&page.text), editor }
    }

    /// Where a byte of the file stands.
    pub fn of(&self, byte: usize) -> Place {
        let place = self.index.line_column(byte);
        Place { line: place.line, editor: self.editor.link(self.path, place.line, place.column) }
    }
}
