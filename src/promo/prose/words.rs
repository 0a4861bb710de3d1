//! One pass over the words: how many, whose, in which language.

use std::ops::Range;

/// Words by what they tell of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// All words.
    pub words: usize,
    /// We, our, us.
    pub selves: usize,
    /// You, your.
    pub readers: usize,
    /// I, my, me.
    pub firsts: usize,
    /// Frequent English words that no other large language spells the same.
    pub english: usize,
    /// Frequent words of German, French, Spanish, Portuguese, Italian and Dutch.
    pub foreign: usize,
    /// Words with letters outside ASCII.
    pub non_ascii: usize,
    /// Exclamation marks.
    pub exclamations: usize,
}

impl Counts {
    /// Adds the counts of another stretch.
    pub fn add(&mut self, other: Self) {
        self.words += other.words;
        self.selves += other.selves;
        self.readers += other.readers;
        self.firsts += other.firsts;
        self.english += other.english;
        self.foreign += other.foreign;
        self.non_ascii += other.non_ascii;
        self.exclamations += other.exclamations;
    }
}

/// Counts the words of `flat[range]`, which is lower case.
pub(crate) fn count_words(flat: &str, range: Range<usize>) -> Counts {
    let bytes = &flat.as_bytes()[range];
    let mut counts = Counts::default();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if !is_word(byte) {
            counts.exclamations += usize::from(byte == b'!');
            at += 1;
            continue;
        }
        let start = at;
        let mut ascii = true;
        while at < bytes.len() && (is_word(bytes[at]) || bytes[at] == b'\'') {
            ascii &= bytes[at].is_ascii();
            at += 1;
        }
        count_word(&bytes[start..at], ascii, &mut counts);
    }
    counts
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

fn count_word(word: &[u8], ascii: bool, counts: &mut Counts) {
    counts.words += 1;
    if !ascii {
        counts.non_ascii += 1;
        return;
    }
    if word.len() > 5 {
        counts.readers += usize::from(word.starts_with(b"you'"));
        return;
    }
    match word {
        b"we" | b"our" | b"us" | b"ours" | b"we're" | b"we've" | b"we'll" | b"we'd" => counts.selves += 1,
        b"you" | b"your" | b"yours" => counts.readers += 1,
        b"i" | b"my" | b"me" | b"i'm" | b"i've" | b"i'd" | b"i'll" => counts.firsts += 1,
        b"the" | b"and" | b"that" | b"with" | b"this" | b"are" | b"was" | b"have" | b"from" | b"they"
        | b"which" | b"of" | b"it" | b"not" | b"be" | b"but" => counts.english += 1,
        b"der" | b"und" | b"das" | b"ist" | b"nicht" | b"ein" | b"eine" | b"mit" | b"den" | b"sich"
        | b"les" | b"des" | b"une" | b"dans" | b"pour" | b"que" | b"est" | b"los" | b"las" | b"una"
        | b"para" | b"por" | b"con" | b"como" | b"uma" | b"os" | b"dos" | b"che" | b"per" | b"sono"
        | b"della" | b"het" | b"een" | b"van" | b"niet" | b"zijn" | b"el" | b"di" | b"il" | b"och"
        | b"att" | b"som" => counts.foreign += 1,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_whose_words_they_are() {
        let flat = "we think our readers, you'll see, like what i wrote! zoë agrees.";
        let counts = count_words(flat, 0..flat.len());
        assert_eq!((counts.words, counts.selves, counts.readers, counts.firsts), (12, 2, 1, 1));
        assert_eq!((counts.non_ascii, counts.exclamations), (1, 1));
    }
}
