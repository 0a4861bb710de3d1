//! The leak scan: no reader's address, and no reader's name beside their id, in anything that is published.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::cli::faults::READER_LEAK;
use crate::diag::Diagnostic;
use crate::output::OutPath;
use crate::people::Contact;
use crate::people::PrivatePair;
use crate::people::private_needles;
use crate::people::private_pairs;

/// Searches output for readers.
#[derive(Debug)]
pub struct LeakScan {
    needles: Option<AhoCorasick>,
    names: Option<AhoCorasick>,
    /// In the order of `names`.
    pairs: Vec<PrivatePair>,
}

impl LeakScan {
    /// Prepares to search for these readers.
    pub fn new(contacts: &[Contact]) -> Self {
        let pairs = private_pairs(contacts);
        Self {
            needles: searcher(&private_needles(contacts)),
            names: searcher(&pairs.iter().map(|pair| pair.name.clone()).collect::<Vec<_>>()),
            pairs,
        }
    }

    /// Whether there is anything to search for.
    pub fn is_idle(&self) -> bool {
        self.needles.is_none() && self.names.is_none()
    }

    /// Says that a file holds a reader, without saying which: the report may be public, too.
    pub fn search(&self, path: &OutPath, bytes: &[u8]) -> Option<Diagnostic> {
        let address =
            self.needles.as_ref().and_then(|needles| needles.find(bytes)).map(|found| found.start());
        if let Some(at) = address {
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            let message = format!("{path} would publish a reader's address, on line {line}");
            return Some(leak(message));
        }
        let mut found = self.names.as_ref()?.find_overlapping_iter(bytes);
        let pair = found.any(|name| {
            let pair = &self.pairs[name.pattern().as_usize()];
            is_word(bytes, name.start()..name.end()) && holds_word(bytes, pair.id.as_bytes())
        });
        pair.then(|| leak(format!("{path} would publish a reader's name beside their id")))
    }
}

fn searcher(needles: &[String]) -> Option<AhoCorasick> {
    // A DFA is the fastest searcher, and grows with the number of needles; past this it is not worth its memory.
    let kind = (needles.len() <= 2_000).then_some(AhoCorasickKind::DFA);
    if needles.is_empty() {
        return None;
    }
    let built = AhoCorasick::builder().ascii_case_insensitive(true).kind(kind).build(needles);
    built.or_else(|_| AhoCorasick::builder().ascii_case_insensitive(true).build(needles)).ok()
}

/// Whether `word` stands somewhere in `bytes` by itself, not as a part of a longer word.
fn holds_word(bytes: &[u8], word: &[u8]) -> bool {
    !word.is_empty()
        && bytes
            .windows(word.len())
            .enumerate()
            .any(|(at, window)| window == word && is_word(bytes, at..at + word.len()))
}

fn is_word(bytes: &[u8], range: std::ops::Range<usize>) -> bool {
    let is_letter =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    let before = range.start.checked_sub(1).and_then(|at| bytes.get(at));
    !is_letter(before) && !is_letter(bytes.get(range.end))
}

fn leak(message: String) -> Diagnostic {
    Diagnostic::new(&READER_LEAK, message)
        .help("nothing was written; search the sources for it and take it out")
}
