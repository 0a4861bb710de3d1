//! Finds the patterns that may stand at a word by how they begin.
//!
//! A pattern is known by its first two words, by its only word, or by the sign it begins with. Most words that begin
//! some pattern are frequent ones (the, we, in); two words together are rare, and have one or two patterns.

use std::cmp::Reverse;
use std::ops::Range;

use crate::promo::prose::Token;
use crate::promo::prose::is_word;
use crate::promo::prose::pair_hash;
use crate::promo::prose::tokenize;
use crate::promo::prose::word_hash;

/// The patterns of a table by their beginnings.
///
/// A beginning is a hash: of the first two words, the only word, or the sign. Only the part before an apostrophe counts
/// of a word: `our team's` holds the pattern `our team`.
pub(crate) struct Openings {
    /// Every beginning, in order, with the places of its patterns in the table.
    known: Vec<(u32, Range<usize>)>,
    /// For each value of the highest bits of a hash, where in `known` its beginnings start.
    buckets: Vec<usize>,
    /// The hashes in `known`: nearly every word of a text is told by it to begin nothing.
    sieve: Sieve,
    /// The signs in `known`.
    signs: [bool; 256],
}

/// The highest bits of a hash that choose a bucket: one beginning is in every other.
const BUCKET_BITS: u32 = 13;

/// A set of hashes that may claim to hold one that it does not.
struct Sieve(Box<[u64; SIEVE_WORDS]>);

/// 65,536 bits: a twenty-fifth of them is set by the built-in tables, and all of them stay in the fastest cache.
const SIEVE_WORDS: usize = 1024;

impl Openings {
    /// Sorts `patterns` by their beginnings, of one beginning the longest first, and notes where each begins.
    ///
    /// `text` gives the words of a pattern, lower case and not empty. Patterns of equal words keep their order.
    pub fn sort<T>(patterns: &mut Vec<T>, text: impl Fn(&T) -> &str) -> Self {
        let mut keyed: Vec<(u32, T)> = patterns.drain(..).map(|p| (opening(text(&p)), p)).collect();
        keyed.sort_by(|(a, left), (b, right)| {
            let (left, right) = (text(left), text(right));
            (a, Reverse(left.len()), left).cmp(&(b, Reverse(right.len()), right))
        });
        let mut openings = Self {
            known: Vec::new(),
            buckets: vec![0; (1 << BUCKET_BITS) + 1],
            sieve: Sieve::new(),
            signs: [false; 256],
        };
        for (hash, pattern) in keyed {
            if let Some(sign) = text(&pattern).bytes().next().filter(|byte| !is_word(*byte)) {
                openings.signs[usize::from(sign)] = true;
            }
            openings.add(hash, patterns.len());
            patterns.push(pattern);
        }
        // The bucket after one holds how many beginnings come before it.
        let mut before = 0;
        for bucket in &mut openings.buckets {
            *bucket += before;
            before = *bucket;
        }
        openings
    }

    /// Notes the next pattern; the highest hash comes last.
    fn add(&mut self, hash: u32, index: usize) {
        match self.known.last_mut() {
            Some((last, places)) if *last == hash => places.end = index + 1,
            _ => {
                self.known.push((hash, index..index + 1));
                self.buckets[bucket(hash) + 1] += 1;
                self.sieve.insert(hash);
            }
        }
    }

    /// The patterns that may begin with `token`, before `next`: those of two words and more, then those of one.
    pub fn at_word(
        &self,
        flat: &[u8],
        token: &Token,
        next: Option<&Token>,
    ) -> Option<impl Iterator<Item = usize> + use<>> {
        let word = key(flat, token);
        let words = next.map(|next| pair_hash(word, key(flat, next)));
        let (begins_alone, begins_pair) =
            (self.sieve.holds(word), words.is_some_and(|hash| self.sieve.holds(hash)));
        if !begins_alone && !begins_pair {
            return None;
        }
        let pairs = words.filter(|_| begins_pair).map_or(0..0, |hash| self.patterns(hash));
        let alone = if begins_alone { self.patterns(word) } else { 0..0 };
        Some(pairs.chain(alone))
    }

    /// Whether a pattern begins with this byte, which is of no word.
    pub fn is_sign(&self, byte: u8) -> bool {
        self.signs[usize::from(byte)]
    }

    /// The patterns that begin with this byte, which is of no word.
    pub fn at_sign(&self, byte: u8) -> Range<usize> {
        self.patterns(word_hash(&[byte]))
    }

    fn patterns(&self, hash: u32) -> Range<usize> {
        let bucket = bucket(hash);
        let known = &self.known[self.buckets[bucket]..self.buckets[bucket + 1]];
        known.iter().find(|(opening, _)| *opening == hash).map_or(0..0, |(_, places)| places.clone())
    }
}

/// The beginning of a pattern.
fn opening(pattern: &str) -> u32 {
    let mut tokens = Vec::new();
    tokenize(pattern, 0, &mut tokens);
    let pattern = pattern.as_bytes();
    match (pattern, tokens.as_slice()) {
        ([sign, ..], _) if !is_word(*sign) => word_hash(&[*sign]),
        (_, [first, second, ..]) => pair_hash(key(pattern, first), key(pattern, second)),
        (_, [only]) => key(pattern, only),
        // Of an empty pattern, which stands nowhere.
        (_, []) => 0,
    }
}

fn bucket(hash: u32) -> usize {
    (hash >> (u32::BITS - BUCKET_BITS)) as usize
}

/// The hash of a word up to its first apostrophe.
fn key(flat: &[u8], token: &Token) -> u32 {
    if !token.has_apostrophe() {
        return token.hash;
    }
    let word = &flat[token.range()];
    word_hash(word.split(|byte| *byte == b'\'').next().unwrap_or(word))
}

impl Sieve {
    fn new() -> Self {
        Self(Box::new([0; SIEVE_WORDS]))
    }

    fn insert(&mut self, hash: u32) {
        let (index, bit) = Self::place(hash);
        self.0[index] |= bit;
    }

    fn holds(&self, hash: u32) -> bool {
        let (index, bit) = Self::place(hash);
        self.0[index] & bit != 0
    }

    fn place(hash: u32) -> (usize, u64) {
        ((hash >> 6) as usize % SIEVE_WORDS, 1 << (hash % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATTERNS: [&str; 8] =
        ["our team", "our team and", "don't miss", "coupon", "coupon code", "first,", "% off", "step 1"];

    /// The patterns that may begin at each word of `text`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut patterns = PATTERNS.to_vec();
        let openings = Openings::sort(&mut patterns, |pattern| pattern);
        let mut tokens = Vec::new();
        tokenize(text, 0, &mut tokens);
        let mut found = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            let at_word = openings.at_word(text.as_bytes(), token, tokens.get(index + 1));
            found.extend(at_word.into_iter().flatten().map(|index| patterns[index]));
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn patterns_by_their_first_words() {
        check("see our team", &["our team and", "our team"]);
        check("our team's coupon's end", &["our team and", "our team", "coupon"]);
        check("coupon code", &["coupon code", "coupon"]);
        check("don't miss: do not miss", &["don't miss"]);
        check("first, step 1, then step 2", &["first,", "step 1"]);
        check("our", &[]);
    }

    #[test]
    fn patterns_by_their_sign() {
        let mut patterns = PATTERNS.to_vec();
        let openings = Openings::sort(&mut patterns, |pattern| pattern);
        let found: Vec<&str> = openings.at_sign(b'%').map(|index| patterns[index]).collect();
        assert_eq!(found, ["% off"]);
        assert!(openings.is_sign(b'%') && !openings.is_sign(b'/') && openings.at_sign(b'/').is_empty());
    }
}
