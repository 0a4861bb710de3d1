//! What the words tell of a text: how many, whose, in which language.

use crate::promo::prose::Token;
use crate::promo::prose::word_hash;

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

/// Counts the words of a block, given its text and its tokens.
pub(crate) fn count_words(flat: &str, tokens: &[Token]) -> Counts {
    let mut counts = Counts { words: tokens.len(), ..Counts::default() };
    for token in tokens {
        counts.non_ascii += usize::from(token.non_ascii());
        match kind(token.hash) {
            None => {}
            Some(Kind::Own) => counts.selves += 1,
            Some(Kind::Reader) => counts.readers += 1,
            Some(Kind::First) => counts.firsts += 1,
            Some(Kind::English) => counts.english += 1,
            Some(Kind::Foreign) => counts.foreign += 1,
        }
    }
    counts.exclamations = flat.bytes().filter(|byte| *byte == b'!').count();
    counts
}

/// What a word on one of the lists below tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Own,
    Reader,
    First,
    English,
    Foreign,
}

const LISTS: [(Kind, &[&str]); 5] = [
    (Kind::Own, &["we", "our", "us", "ours", "we're", "we've", "we'll", "we'd"]),
    (Kind::Reader, &["you", "your", "yours", "you're", "you've", "you'll", "you'd"]),
    (Kind::First, &["i", "my", "me", "i'm", "i've", "i'd", "i'll"]),
    (
        Kind::English,
        &[
            "the", "and", "that", "with", "this", "are", "was", "have", "from", "they", "which", "of", "it",
            "not", "be", "but",
        ],
    ),
    (
        Kind::Foreign,
        &[
            "der", "und", "das", "ist", "nicht", "ein", "eine", "mit", "den", "sich", "les", "des", "une",
            "dans", "pour", "que", "est", "los", "las", "una", "para", "por", "con", "como", "uma", "os",
            "dos", "che", "per", "sono", "della", "het", "een", "van", "niet", "zijn", "el", "di", "il",
            "och", "att", "som",
        ],
    ),
];

/// A slot for each value of the upper eight bits of a hash: three of four stay empty.
const SLOTS: usize = 256;

/// The lists by hash; a word whose slot is taken stands in the next free one.
static KINDS: [Option<(u32, Kind)>; SLOTS] = {
    let mut slots = [None; SLOTS];
    let mut list = 0;
    while list < LISTS.len() {
        let (kind, words) = LISTS[list];
        let mut index = 0;
        while index < words.len() {
            let hash = word_hash(words[index].as_bytes());
            let mut slot = (hash >> 24) as usize;
            while slots[slot].is_some() {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = Some((hash, kind));
            index += 1;
        }
        list += 1;
    }
    slots
};

fn kind(hash: u32) -> Option<Kind> {
    let mut slot = (hash >> 24) as usize;
    while let Some((known, kind)) = KINDS[slot] {
        if known == hash {
            return Some(kind);
        }
        slot = (slot + 1) % SLOTS;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promo::prose::tokens::tokenize;

    #[test]
    fn counts_whose_words_they_are() {
        let flat = "we think our readers, you'll see, like what i wrote! zo\u{eb} agrees.";
        let mut tokens = Vec::new();
        tokenize(flat, 0, &mut tokens);
        let counts = count_words(flat, &tokens);
        assert_eq!((counts.words, counts.selves, counts.readers, counts.firsts), (12, 2, 1, 1));
        assert_eq!((counts.non_ascii, counts.exclamations), (1, 1));
    }

    #[test]
    fn every_listed_word_is_of_its_list() {
        for (expected, words) in LISTS {
            for word in words {
                assert_eq!(kind(word_hash(word.as_bytes())), Some(expected), "{word}");
            }
        }
        assert_eq!(kind(word_hash(b"elsewhere")), None);
    }
}
