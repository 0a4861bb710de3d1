//! What the wording tells that no rule names: words and pairs of words, each with a weight.
//!
//! A post about oneself is written in other words than a lesson, and hundreds of small hints together say more than any
//! phrase. The table `wording.tsv` has one word or pair of words a line with its weight; a post gets the weight of
//! each once, however often it says it, so that nothing is won by repetition. The sum is scaled by the length of the
//! post, since a longer one uses more words of every kind:
//!
//! ```text
//! wording = Σ weight(w) · (100 / max(words, 60))^¾        for each w of the table that stands in the post
//! ```
//!
//! All numbers count as one word, `0`. Blocks that only mention are left out, and no pair spans two blocks. Words are
//! known by a hash of 32 bits: one unknown word in sixty thousand is taken for a known one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::promo::prose::Prose;
use crate::promo::prose::Token;
use crate::promo::prose::pair_hash;
use crate::promo::prose::word_hash;

/// The wording that the model knows.
static WORDING: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("wording.tsv")));

/// Fewer words than these count as these.
const FEWEST: usize = 60;
/// How many of the heaviest words are named as the reason.
const MOST_NAMED: usize = 5;

/// The factor of all weights in a text of `words`.
pub(crate) fn scale(words: usize) -> f64 {
    (100.0 / words.max(FEWEST) as f64).powf(0.75)
}

/// What the wording of a post comes to.
#[derive(Debug, Default)]
pub(crate) struct Wording {
    /// Its log-odds.
    pub total: f64,
    /// The places in `flat` of the words that say the most for promotional, the heaviest first.
    pub heaviest: Vec<Range<usize>>,
}

/// Weighs the words of `prose`.
pub(crate) fn weigh(prose: &Prose<'_>) -> Wording {
    let table = &*WORDING;
    let mut seen = vec![0_u64; table.weights.len().div_ceil(64)];
    let mut total = 0.0;
    let mut heaviest: Vec<(f32, Range<usize>)> = Vec::new();
    each_gram(prose, |gram| {
        let Some(index) = table.find(gram.hash) else { return };
        let (word, bit) = (index / 64, 1 << (index % 64));
        if seen[word] & bit != 0 {
            return;
        }
        seen[word] |= bit;
        let weight = table.weights[index];
        total += f64::from(weight);
        if !tells(gram.tokens) {
            return;
        }
        let least = heaviest.get(MOST_NAMED - 1).map_or(0.0, |(weight, _)| *weight);
        if weight > least {
            let at = heaviest.partition_point(|(known, _)| *known >= weight);
            heaviest.insert(at, (weight, gram.flat));
            heaviest.truncate(MOST_NAMED);
        }
    });
    Wording {
        total: total * scale(prose.counts.words),
        heaviest: heaviest.into_iter().map(|(_, flat)| flat).collect(),
    }
}

/// Whether words say anything to somebody who looks for the reason: `in 1` and `us` count, but explain nothing.
fn tells(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.range().len() >= 5)
}

/// Every distinct word and pair of words of `prose` by its hash, as the table writes them: what a fit of the table starts
/// from. What has the same hash has the same weight.
pub(crate) fn grams(prose: &Prose<'_>) -> Vec<(u32, String)> {
    let mut grams = BTreeMap::new();
    each_gram(prose, |gram| {
        grams.entry(gram.hash).or_insert_with(|| {
            let written: Vec<&str> = gram.tokens.iter().map(|token| text(prose, *token)).collect();
            written.join(" ")
        });
    });
    grams.into_iter().collect()
}

/// A word or a pair of words.
struct Gram<'a> {
    hash: u32,
    flat: Range<usize>,
    tokens: &'a [Token],
}

fn each_gram(prose: &Prose<'_>, mut each: impl FnMut(Gram<'_>)) {
    for block in prose.blocks.iter().filter(|block| !block.mention) {
        let tokens = &prose.tokens[block.tokens.clone()];
        let mut before = None;
        for (index, token) in tokens.iter().enumerate() {
            let hash = hash(prose, *token);
            each(Gram { hash, flat: token.range(), tokens: &tokens[index..=index] });
            if let Some(before) = before {
                let pair = &tokens[index - 1..=index];
                each(Gram {
                    hash: pair_hash(before, hash),
                    flat: pair[0].start()..token.end(),
                    tokens: pair,
                });
            }
            before = Some(hash);
        }
    }
}

/// The word that stands for every number.
const NUMBER: &str = "0";

fn is_number(prose: &Prose<'_>, token: Token) -> bool {
    prose.flat.as_bytes()[token.start()].is_ascii_digit()
}

fn hash(prose: &Prose<'_>, token: Token) -> u32 {
    const HASH: u32 = word_hash(NUMBER.as_bytes());
    if is_number(prose, token) { HASH } else { token.hash }
}

fn text<'a>(prose: &'a Prose<'_>, token: Token) -> &'a str {
    if is_number(prose, token) { NUMBER } else { &prose.flat[token.range()] }
}

/// The table as a hash table with open addressing.
///
/// It is larger than the fast caches, and most pairs of words are not in it. So a sieve that fits into them is asked first:
/// it lets one unknown hash of fourteen pass.
struct Table {
    /// One bit for the highest [`SIEVE_BITS`] bits of each known hash.
    sieve: Box<[u64]>,
    /// Hashes and indices into `weights`; an index past the end marks an empty slot.
    slots: Box<[(u32, u32)]>,
    weights: Vec<f32>,
}

/// As a power of two: 128 KB.
const SIEVE_BITS: u32 = 20;

impl Table {
    /// Reads `weight TAB words`, one a line; a line that is not understood counts for nothing.
    fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let entries: Vec<(u32, f32)> = lines
            .filter_map(|line| {
                let (weight, words) = line.split_once('\t')?;
                Some((gram_hash(words), weight.parse().ok()?))
            })
            .collect();
        // At most half full, so that an empty slot is met soon.
        let size = (entries.len() * 2).next_power_of_two().max(2);
        let mut table = Self {
            sieve: vec![0; 1 << (SIEVE_BITS - 6)].into(),
            slots: vec![(0, u32::MAX); size].into(),
            weights: entries.iter().map(|(_, weight)| *weight).collect(),
        };
        for (index, (hash, _)) in entries.iter().enumerate() {
            let (word, bit) = sieve_place(*hash);
            table.sieve[word] |= bit;
            let mut slot = *hash as usize & (size - 1);
            while table.slots[slot].1 != u32::MAX {
                slot = (slot + 1) & (size - 1);
            }
            table.slots[slot] = (*hash, index as u32);
        }
        table
    }

    fn find(&self, hash: u32) -> Option<usize> {
        let (word, bit) = sieve_place(hash);
        if self.sieve[word] & bit == 0 {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (known, index) = self.slots[slot];
            if index == u32::MAX {
                return None;
            }
            if known == hash {
                return Some(index as usize);
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// The word of the sieve that tells of a hash, and its bit.
fn sieve_place(hash: u32) -> (usize, u64) {
    let place = (hash >> (u32::BITS - SIEVE_BITS)) as usize;
    (place / 64, 1 << (place % 64))
}

/// The hash of one or two words as the table writes them.
fn gram_hash(words: &str) -> u32 {
    match words.split_once(' ') {
        Some((first, second)) => pair_hash(word_hash(first.as_bytes()), word_hash(second.as_bytes())),
        None => word_hash(words.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood_and_has_a_hash_of_its_own() {
        let table = include_str!("wording.tsv");
        let mut hashes = BTreeMap::new();
        let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
        for line in &lines {
            let (weight, words) = line.split_once('\t').expect("a tab between weight and words");
            assert!(weight.parse::<f32>().is_ok_and(f32::is_finite), "{line:?}");
            assert!(words.split(' ').count() <= 2 && words == words.to_lowercase(), "{line:?}");
            if let Some(other) = hashes.insert(gram_hash(words), words) {
                panic!("{words:?} and {other:?} have the same hash");
            }
        }
        let parsed = Table::parse(table);
        assert_eq!(parsed.weights.len(), lines.len());
        for (hash, words) in hashes {
            assert!(parsed.find(hash).is_some(), "{words:?} is not found");
        }
        assert_eq!(parsed.find(word_hash(b"quetzalcoatlus")), None);
    }
}
