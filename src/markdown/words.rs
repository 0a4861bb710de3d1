//! Counting words in any script.

/// Counts words across pieces of text that belong together.
///
/// A word is a run of letters, digits and what joins them, cut at white space. Scripts that are written without spaces
/// count one word for each ideograph or kana, as word processors do.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WordCounter {
    /// Words begun so far.
    pub words: u32,
    inside: bool,
}

impl WordCounter {
    /// Reads more of the text; a word may go on from the piece before.
    pub fn text(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_whitespace() {
                self.inside = false;
            } else if is_ideograph(character) {
                self.words += 1;
                self.inside = false;
            } else if !self.inside && character.is_alphanumeric() {
                self.words += 1;
                self.inside = true;
            }
        }
    }

    /// Ends the word, as a line or block does.
    pub fn boundary(&mut self) {
        self.inside = false;
    }
}

/// Whether a character is a word of its own: Han, Hiragana, Katakana.
pub(crate) fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::WordCounter;

    #[track_caller]
    fn check(pieces: &[&str], words: u32) {
        let mut counter = WordCounter::default();
        for piece in pieces {
            counter.text(piece);
        }
        assert_eq!(counter.words, words, "{pieces:?}");
    }

    #[test]
    fn words_are_counted_in_any_script() {
        check(&["one two  three"], 3);
        check(&["half", "way there"], 2);
        check(&["don't stop – now"], 3);
        check(&["привет мир"], 2);
        check(&["你好世界"], 4);
        check(&["", " ", "…"], 0);
    }
}
