//! The leak scan: no reader's address, and no reader's name beside their id, in anything that is published.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::diag::Diagnostic;
use crate::diag::Level;
use crate::diag::Rule;
use crate::output::OutPath;
use crate::people::Contact;
use crate::people::PrivatePair;
use crate::people::private_needles;
use crate::people::private_pairs;

/// A reader in public output.
pub const READER_LEAK: Rule = Rule {
    name: "reader-leak",
    level: Level::Error,
    explain: "A file that would be published holds a reader's address, or a reader's name beside their id. Nothing was \
              written. Search the named source for the address and take it out; if a template printed it, it was given \
              something that no template should have.",
};

/// Searches output for readers.
#[derive(Debug)]
pub struct LeakScan {
    needles: Option<AhoCorasick>,
    pairs: Vec<PrivatePair>,
}

impl LeakScan {
    /// Prepares to search for these readers.
    pub fn new(contacts: &[Contact]) -> Self {
        let needles = private_needles(contacts);
        let searcher = (!needles.is_empty())
            .then(|| {
                AhoCorasick::builder()
                    .ascii_case_insensitive(true)
                    .kind((needles.len() <= 2_000).then_some(AhoCorasickKind::DFA))
                    .build(&needles)
                    .or_else(|_| AhoCorasick::new(&needles))
            })
            .and_then(Result::ok);
        Self { needles: searcher, pairs: private_pairs(contacts) }
    }

    /// Whether there is anything to search for.
    pub fn is_idle(&self) -> bool {
        self.needles.is_none() && self.pairs.is_empty()
    }

    /// Says that a file holds a reader, without saying which: the report may be public, too.
    pub fn search(&self, path: &OutPath, bytes: &[u8]) -> Option<Diagnostic> {
        let address = self.needles.as_ref().and_then(|needles| needles.find(bytes)).map(|found| found.start());
        if let Some(at) = address {
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            let message = format!("{path} would publish a reader's address, on line {line}");
            return Some(leak(message));
        }
        if self.pairs.is_empty() {
            return None;
        }
        let text = String::from_utf8_lossy(bytes);
        let pair = self.pairs.iter().any(|pair| pair.is_in(&text));
        pair.then(|| leak(format!("{path} would publish a reader's name beside their id")))
    }
}

fn leak(message: String) -> Diagnostic {
    Diagnostic::new(&READER_LEAK, message).help("nothing was written; search the sources for it and take it out")
}
