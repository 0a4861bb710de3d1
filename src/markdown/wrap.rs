//! Breaking lines of plain text at a width, in columns of a terminal.

use unicode_width::UnicodeWidthChar;
use unicode_width::UnicodeWidthStr;

/// Breaks `text` into lines of at most `width` columns.
///
/// Line breaks in `text` stay, runs of blanks become one. A word that is too wide stands on a line of its own;
/// scripts without spaces break between characters, but not before closing or after opening marks.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for hard_line in text.split('\n') {
        let mut line = String::new();
        let mut columns = 0;
        for word in hard_line.split([' ', '\t', '\r']).filter(|word| !word.is_empty()) {
            let mut space = usize::from(!line.is_empty());
            for piece in pieces(word) {
                let piece_width = piece.width();
                if !line.is_empty() && columns + space + piece_width > width {
                    lines.push(std::mem::take(&mut line));
                    columns = 0;
                    space = 0;
                }
                if space > 0 {
                    line.push(' ');
                }
                line.push_str(piece);
                columns += space + piece_width;
                space = 0;
            }
        }
        lines.push(line);
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// The parts of a word between which a line may break: all of it, unless it has wide characters.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let mut characters = rest.char_indices();
        let (_, mut previous) = characters.next()?;
        let end = characters
            .find(|&(_, character)| {
                let breaks =
                    (is_wide(previous) || is_wide(character)) && !closes(character) && !opens(previous);
                previous = character;
                breaks
            })
            .map_or(rest.len(), |(at, _)| at);
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        Some(piece)
    })
}

fn is_wide(character: char) -> bool {
    !character.is_ascii() && character.width() == Some(2)
}

fn closes(character: char) -> bool {
    character.width() == Some(0) || "。，、．：；！？）」』】〉》”’…ー)]}.,:;!?".contains(character)
}

fn opens(character: char) -> bool {
    "（「『【〈《“‘([{".contains(character)
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[track_caller]
    fn check(text: &str, width: usize, lines: &[&str]) {
        assert_eq!(wrap(text, width), lines, "{text}");
    }

    #[test]
    fn lines_break_at_blanks_and_between_wide_characters() {
        check("one two three", 7, &["one two", "three"]);
        check("one  two\nthree", 20, &["one two", "three"]);
        check("extraordinary is long", 5, &["extraordinary", "is", "long"]);
        check("你好世界。再见", 8, &["你好世", "界。再见"]);
        check("naïve café", 10, &["naïve café"]);
        check("no\u{a0}break here", 8, &["no\u{a0}break", "here"]);
        check("", 8, &[]);
    }
}
