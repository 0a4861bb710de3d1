//! Bytes to lines and columns, as an editor counts them.

/// A place as people and editors name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in Unicode characters.
    pub column: usize,
}

/// Finds the line and column of byte `offset` in `text`.
///
/// An offset past the end, or inside a character, counts as the nearest place before it: a place is for a
/// person to look at, and must never be a reason to stop.
pub fn line_column(text: &str, offset: usize) -> LineColumn {
    let offset = text.floor_char_boundary(offset);
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    LineColumn {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// Finds lines and columns of one text again and again, each in a moment, however long the text or its lines.
#[derive(Debug, Clone)]
pub struct LineIndex<'text> {
    text: &'text str,
    /// The byte at which each line starts.
    starts: Vec<usize>,
    /// The characters before each block of [`BLOCK`] bytes.
    characters: Vec<usize>,
}

/// Bytes between two counts of characters.
const BLOCK: usize = 512;

impl<'text> LineIndex<'text> {
    /// Counts lines and characters of `text` once.
    pub fn new(text: &'text str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut before = 0;
        let characters = text
            .as_bytes()
            .chunks(BLOCK)
            .map(|block| {
                let here = before;
                before += count_characters(block);
                here
            })
            .collect();
        Self { text, starts, characters }
    }

    /// The same as [`line_column`].
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        LineColumn { line, column: self.characters_before(offset) - self.characters_before(start) + 1 }
    }

    /// The bytes of a line counted from 1, without its newline; empty past the last.
    pub fn line(&self, line: usize) -> std::ops::Range<usize> {
        let start =
            line.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or(self.text.len());
        let end = self.starts.get(line).map_or(self.text.len(), |next| next.saturating_sub(1));
        let range = start..end.max(start);
        if self.text[range.clone()].ends_with('\r') { range.start..range.end - 1 } else { range }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let counted = self.characters.get(block).copied();
        match counted {
            Some(counted) => counted + count_characters(&self.text.as_bytes()[block * BLOCK..offset]),
            // The end of a text whose length is a multiple of the block.
            None => {
                let last = self.characters.len().saturating_sub(1);
                let counted = self.characters.last().copied().unwrap_or(0);
                counted + count_characters(&self.text.as_bytes()[last * BLOCK..offset])
            }
        }
    }
}

/// Characters that start in `bytes` of UTF-8.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_from_one() {
        let text = "a\nZoë x\n";
        assert_eq!(line_column(text, 0), LineColumn { line: 1, column: 1 });
        assert_eq!(line_column(text, 2), LineColumn { line: 2, column: 1 });
        assert_eq!(line_column(text, text.find('x').unwrap()), LineColumn { line: 2, column: 5 });
        assert_eq!(line_column(text, 999), LineColumn { line: 3, column: 1 });
    }

    #[test]
    fn an_index_finds_the_same_places() {
        let long = "Zoë ".repeat(700);
        for text in ["", "a", "a\n", "\n\n", "Zoë\r\nx\n", &long, &"é\n".repeat(512), &"x".repeat(BLOCK)] {
            let index = LineIndex::new(text);
            for offset in 0..text.len() + 2 {
                assert_eq!(index.line_column(offset), line_column(text, offset), "{text:.20} at {offset}");
            }
        }
    }

    #[test]
    fn lines_come_without_their_ends() {
        let text = "one\r\ntwo\n";
        let index = LineIndex::new(text);
        let line = |number| &text[index.line(number)];
        assert_eq!((line(1), line(2), line(3), line(9), line(0)), ("one", "two", "", "", ""));
    }
}
