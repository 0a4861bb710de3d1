//! The words of the prose, found once for everything that looks at words.
//!
//! A word is what stands between other characters: ASCII letters and digits, apostrophes inside, and every character
//! outside ASCII. `you'll` is one word, `sign-up` and `1,000` are two, a run of Chinese is one.
//!
//! # The hash
//!
//! Tables of words are keyed by [`word_hash`], so it never changes: the bytes of the lower-case word in chunks of eight,
//! little endian, the last one filled up with zeros; for each, the hash so far xor the chunk is multiplied by a constant
//! to 128 bits, and both halves are joined by xor. The two halves of the result are joined likewise. A word has no zero
//! byte, so its length need not take part.
//!
//! # Design
//!
//! Eight bytes are looked at as one number: the end of nearly every word is then found without a loop, and the same
//! number is what is hashed. Loops over single bytes took four times as long, mostly in mispredicted branches.

use std::ops::Range;

use crate::promo::prose::chunk::CHUNK;
use crate::promo::prose::chunk::HIGH_BITS;
use crate::promo::prose::chunk::chunk;
use crate::promo::prose::chunk::in_range;

/// One word of [`Prose::flat`](crate::promo::prose::Prose::flat).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// In `flat`.
    start: u32,
    /// In `flat`.
    end: u32,
    /// The [`word_hash`] of the word.
    pub hash: u32,
    flags: u32,
}

impl Token {
    /// Its place in `flat`.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Its first byte in `flat`.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after it in `flat`.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Whether it has characters outside ASCII.
    pub fn non_ascii(self) -> bool {
        self.flags & NON_ASCII != 0
    }

    /// Whether it has an apostrophe.
    pub fn has_apostrophe(self) -> bool {
        self.flags & APOSTROPHE != 0
    }
}

const NON_ASCII: u32 = 1;
const APOSTROPHE: u32 = 1 << 1;

/// The hash of a lower-case word, as described above; the same on every machine, forever.
pub(crate) const fn word_hash(word: &[u8]) -> u32 {
    let mut hash = SEED;
    let mut at = 0;
    while at < word.len() {
        hash = mix(hash, chunk(word, at));
        at += CHUNK;
    }
    (hash ^ (hash >> 32)) as u32
}

/// The hash of two words in a row, from theirs.
pub(crate) const fn pair_hash(first: u32, second: u32) -> u32 {
    let hash = mix(SEED, ((first as u64) << 32) | second as u64);
    (hash ^ (hash >> 32)) as u32
}

/// Appends the words of `flat[from..]`, which is lower case, to `tokens`.
pub(crate) fn tokenize(flat: &str, from: usize, tokens: &mut Vec<Token>) {
    let bytes = flat.as_bytes();
    let mut at = from;
    // Places are kept in 32 bits: of a post of more than four gigabytes the rest has no words.
    while at < bytes.len() && bytes.len() <= u32::MAX as usize {
        if !is_word(bytes[at]) {
            at += 1;
            continue;
        }
        let token = word_at(bytes, at);
        at = token.end();
        tokens.push(token);
    }
}

/// Whether a byte of `flat` is of a word wherever it stands, as an apostrophe is not.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || !byte.is_ascii()
}

const SEED: u64 = 0x243F_6A88_85A3_08D3;
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

const fn mix(hash: u64, chunk: u64) -> u64 {
    let product = (hash ^ chunk) as u128 * FACTOR as u128;
    (product as u64) ^ (product >> 64) as u64
}

/// The word that begins at byte `start`.
fn word_at(bytes: &[u8], start: usize) -> Token {
    let (mut hash, mut seen, mut apostrophes) = (SEED, 0, 0);
    let mut end = start;
    loop {
        let chunk = chunk(bytes, end);
        let marks = apostrophe_bytes(chunk);
        let others = !(word_bytes(chunk) | marks) & HIGH_BITS;
        if others == 0 {
            hash = mix(hash, chunk);
            seen |= chunk;
            apostrophes |= marks;
            end += CHUNK;
            continue;
        }
        let bits = others.trailing_zeros() & !7;
        if bits > 0 {
            let below = (1 << bits) - 1;
            hash = mix(hash, chunk & below);
            seen |= chunk & below;
            apostrophes |= marks & below;
            end += (bits / 8) as usize;
        }
        break;
    }
    let mut hash = (hash ^ (hash >> 32)) as u32;
    if apostrophes != 0 && bytes[end - 1] == b'\'' {
        // After the last letter it is a quotation mark, or might as well be.
        while bytes[end - 1] == b'\'' {
            end -= 1;
        }
        hash = word_hash(&bytes[start..end]);
        apostrophes = u64::from(bytes[start..end].contains(&b'\''));
    }
    let non_ascii = if seen & HIGH_BITS == 0 { 0 } else { NON_ASCII };
    let apostrophe = if apostrophes == 0 { 0 } else { APOSTROPHE };
    Token { start: start as u32, end: end as u32, hash, flags: non_ascii | apostrophe }
}

/// The high bit of every byte of `chunk` that is a lower-case letter, a digit or no ASCII.
const fn word_bytes(chunk: u64) -> u64 {
    chunk & HIGH_BITS | in_range(chunk, b'a', b'z') | in_range(chunk, b'0', b'9')
}

/// The high bit of every byte of `chunk` that is an apostrophe.
const fn apostrophe_bytes(chunk: u64) -> u64 {
    in_range(chunk, b'\'', b'\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(flat: &str, expected: &[&str]) {
        let mut tokens = Vec::new();
        tokenize(flat, 0, &mut tokens);
        let words: Vec<&str> = tokens.iter().map(|token| &flat[token.range()]).collect();
        assert_eq!(words, expected);
        for (token, word) in tokens.iter().zip(words) {
            assert_eq!(token.hash, word_hash(word.as_bytes()), "{word}");
            assert_eq!(token.non_ascii(), !word.is_ascii(), "{word}");
            assert_eq!(token.has_apostrophe(), word.contains('\''), "{word}");
        }
    }

    #[test]
    fn words_and_what_parts_them() {
        check("", &[]);
        check(" - ` ! ", &[]);
        check("one", &["one"]);
        check("a word, a (second) one.", &["a", "word", "a", "second", "one"]);
        check("well-known co-op", &["well", "known", "co", "op"]);
        check("1,000 at 3.5% in 2024", &["1", "000", "at", "3", "5", "in", "2024"]);
        check("mp3 x86_64", &["mp3", "x86", "64"]);
        check("line\nfeed\ttab", &["line", "feed", "tab"]);
    }

    #[test]
    fn apostrophes_are_inside_words_only() {
        check("you'll see, don't", &["you'll", "see", "don't"]);
        check("'quoted' and readers' ''", &["quoted", "and", "readers"]);
        check("rock'n'roll'' x", &["rock'n'roll", "x"]);
        check("seventh' eighths'", &["seventh", "eighths"]);
    }

    #[test]
    fn other_scripts_are_words() {
        check("zoë na\u{ef}ve \u{fc}ber", &["zo\u{eb}", "na\u{ef}ve", "\u{fc}ber"]);
        check(
            "\u{6f22}\u{5b57} ok \u{43c}\u{438}\u{440}",
            &["\u{6f22}\u{5b57}", "ok", "\u{43c}\u{438}\u{440}"],
        );
    }

    #[test]
    fn words_of_every_length_end_where_they_end() {
        for length in 1..40 {
            let word = "abcdefghijklmnopqrstuvwxyz0123456789abcdefgh".get(..length).unwrap_or("");
            for tail in ["", " ", ".", "' ", "-x "] {
                let flat = format!("{word}{tail}");
                let mut tokens = Vec::new();
                tokenize(&flat, 0, &mut tokens);
                let token = tokens[0];
                assert_eq!((token.range(), token.hash), (0..length, word_hash(word.as_bytes())), "{flat}");
            }
        }
    }

    #[test]
    fn the_hash_never_changes() {
        let hashes = ["a", "the", "you'll", "eightlet", "ninelette", "zo\u{eb}"]
            .map(|word| word_hash(word.as_bytes()));
        assert_eq!(hashes, [0x27D7_01F1, 0xD0AE_273E, 0x113D_3766, 0xD0CB_E084, 0xC5EF_D31A, 0xC5AE_C98A]);
        assert_eq!(pair_hash(word_hash(b"sign"), word_hash(b"up")), 0xB27E_C067);
    }

    proptest::proptest! {
        #[test]
        fn every_letter_is_in_one_word(text in "[ -~\u{e4}\u{2014}\n]{0,60}") {
            let flat = text.to_ascii_lowercase();
            let mut tokens = Vec::new();
            tokenize(&flat, 0, &mut tokens);
            let mut at = 0;
            for token in tokens {
                proptest::prop_assert!(at <= token.start() && token.start() < token.end());
                proptest::prop_assert!(!flat[at..token.start()].bytes().any(is_word));
                proptest::prop_assert!(flat[token.range()].bytes().all(|byte| is_word(byte) || byte == b'\''));
                at = token.end();
            }
            proptest::prop_assert!(!flat[at..].bytes().any(is_word));
        }
    }
}
