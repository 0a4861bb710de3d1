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
}
