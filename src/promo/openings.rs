//! Tells, from two hashes, that no phrase begins at a word: nearly always, and at a twentieth of an automaton's price.

use std::ops::Range;

use crate::promo::prose::Token;
use crate::promo::prose::is_word;
use crate::promo::prose::pair_hash;
use crate::promo::prose::tokenize;
use crate::promo::prose::word_hash;

/// How the patterns of a table begin.
///
/// Only the part before an apostrophe counts of a word: `our team's` holds the pattern `our team`.
pub(crate) struct Openings {
    /// Hashes of words that are the only one of a pattern.
    alone: Sieve,
    /// Hashes of the first two words of a pattern.
    pairs: Sieve,
    /// The bytes outside words that a pattern begins with.
    signs: [bool; 256],
}

/// A set of hashes that may claim to hold one that it does not.
struct Sieve(Box<[u64; SIEVE_WORDS]>);

/// 65,536 bits: a twenty-fifth of them is set by the built-in tables, and both sieves stay in the fastest cache.
const SIEVE_WORDS: usize = 1024;

impl Openings {
    /// The beginnings of `patterns`, which are lower case.
    pub fn of(patterns: &[String]) -> Self {
        let mut openings = Self { alone: Sieve::new(), pairs: Sieve::new(), signs: [false; 256] };
        let mut tokens = Vec::new();
        for pattern in patterns {
            let bytes = pattern.as_bytes();
            let Some(sign) = bytes.first().copied() else { continue };
            if !is_word(sign) {
                openings.signs[usize::from(sign)] = true;
                continue;
            }
            tokens.clear();
            tokenize(pattern, 0, &mut tokens);
            match tokens.as_slice() {
                [] => {}
                [only] => openings.alone.insert(key(bytes, only)),
                [first, second, ..] => {
                    openings.pairs.insert(pair_hash(key(bytes, first), key(bytes, second)))
                }
            }
        }
        openings
    }

    /// Whether a pattern may begin with `token`, before `next`.
    pub fn may_begin(&self, flat: &[u8], token: &Token, next: Option<&Token>) -> bool {
        let first = key(flat, token);
        self.alone.holds(first)
            || next.is_some_and(|next| self.pairs.holds(pair_hash(first, key(flat, next))))
    }

    /// The places between two words at which a pattern may begin.
    pub fn signs<'a>(&'a self, flat: &'a [u8], gap: Range<usize>) -> impl Iterator<Item = usize> + 'a {
        gap.filter(|at| self.signs[usize::from(flat[*at])])
    }
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

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let patterns = ["our team", "don't miss", "coupon", "first,", "% off", "step 1"].map(str::to_owned);
        let openings = Openings::of(&patterns);
        let mut tokens = Vec::new();
        tokenize(text, 0, &mut tokens);
        let begun: Vec<&str> = tokens
            .iter()
            .enumerate()
            .filter(|(index, token)| openings.may_begin(text.as_bytes(), token, tokens.get(index + 1)))
            .map(|(_, token)| &text[token.range()])
            .collect();
        assert_eq!(begun, expected, "{text}");
    }

    #[test]
    fn words_that_may_begin_a_phrase() {
        check("our team and our teams", &["our"]);
        check("our team's coupon's end", &["our", "coupon's"]);
        check("don't miss: do not miss", &["don't"]);
        check("first, step 1, then step 2", &["first", "step"]);
        check("our", &[]);
    }

    #[test]
    fn signs_between_words() {
        let openings = Openings::of(&["% off".to_owned(), "/month".to_owned()]);
        let text = b"5% off, $4/month%";
        assert_eq!(openings.signs(text, 0..text.len()).collect::<Vec<_>>(), [1, 10, 16]);
    }
}
