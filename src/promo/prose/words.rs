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
    let mut non_ascii = 0;
    let mut kinds = [0; 1 << KIND_BITS];
    for token in tokens {
        non_ascii += usize::from(token.non_ascii());
        kinds[kind(token.hash) as usize] += 1;
    }
    let count = |kind: Kind| kinds[kind as usize];
    Counts {
        words: tokens.len(),
        selves: count(Kind::Own),
        readers: count(Kind::Reader),
        firsts: count(Kind::First),
        english: count(Kind::English),
        foreign: count(Kind::Foreign),
        non_ascii,
        exclamations: memchr::memchr_iter(b'!', flat.as_bytes()).count(),
    }
}

/// What a word on one of the lists below tells; zero is no list's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Own = 1,
    Reader,
    First,
    English,
    Foreign,
}

/// Bits that hold any [`Kind`] and zero.
const KIND_BITS: u32 = 3;

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

/// Slots of [`KINDS`], as a power of two.
const SLOT_BITS: u32 = 10;

/// The factor that sends each listed word to a slot of its own, and the slots: hashes whose lowest bits are the kind.
///
/// To count a word is then one look without a branch, and half the words of a text are listed ones.
static KINDS: (u32, [u32; 1 << SLOT_BITS]) = {
    let mut factor = 1;
    loop {
        if let Some(slots) = slots(factor) {
            break (factor, slots);
        }
        factor += 2;
    }
};

/// The slots under a factor; `None` if two words fall into one.
const fn slots(factor: u32) -> Option<[u32; 1 << SLOT_BITS]> {
    let mut slots = [0; 1 << SLOT_BITS];
    let mut list = 0;
    while list < LISTS.len() {
        let (kind, words) = LISTS[list];
        let mut index = 0;
        while index < words.len() {
            let hash = word_hash(words[index].as_bytes());
            let slot = slot(hash, factor);
            if slots[slot] != 0 {
                return None;
            }
            slots[slot] = hash >> KIND_BITS << KIND_BITS | kind as u32;
            index += 1;
        }
        list += 1;
    }
    Some(slots)
}

const fn slot(hash: u32, factor: u32) -> usize {
    (hash.wrapping_mul(factor) >> (u32::BITS - SLOT_BITS)) as usize
}

/// The [`Kind`] of a word by its hash; zero for a word on no list.
fn kind(hash: u32) -> u32 {
    let (factor, slots) = &KINDS;
    let known = slots[slot(hash, *factor)];
    if known >> KIND_BITS == hash >> KIND_BITS { known % (1 << KIND_BITS) } else { 0 }
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
                assert_eq!(kind(word_hash(word.as_bytes())), expected as u32, "{word}");
            }
        }
        assert_eq!(kind(word_hash(b"elsewhere")), 0);
    }
}
