//! What stays the same of a diagnostic while the text around it changes.
//!
//! A baseline and a list of alerts must know a fault again after somebody wrote a paragraph above it. So a
//! [`Fingerprint`] is made of the rule, the path and the words of the place, and not of lines or bytes. Faults that
//! have all of that in common are counted in their order in the file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::SourcePath;
use crate::source::SourceTree;

/// 64 bits: among a million faults, the chance that any two share one is 1 in 30
/// million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

impl Fingerprint {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hex.then(|| u64::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

/// Gives each diagnostic its fingerprint. They must be all of a run, allowed ones among them, and
/// [sorted](Diagnostics::sort), since equal ones are told apart by their order; whatever is left out of a report is
/// left out later.
///
/// `sources` are those of the report: what it does not show is in no fingerprint, either.
pub fn identify(diagnostics: &mut Diagnostics, sources: &SourceTree) {
    let mut seen: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    for diagnostic in diagnostics.iter_mut() {
        let identity = identity(diagnostic, sources);
        let occurrence = seen.entry(identity.clone()).or_default();
        let mut hasher = blake3::Hasher::new();
        hasher.update(&identity).update(&occurrence.to_le_bytes());
        *occurrence += 1;
        let hash = hasher.finalize();
        let number = hash.as_bytes().iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
        diagnostic.fingerprint = Some(Fingerprint(number));
    }
}

/// Rule, path and words, apart from each other.
fn identity(diagnostic: &Diagnostic, sources: &SourceTree) -> Vec<u8> {
    let path = diagnostic.path().map_or_else(Cow::default, SourcePath::without_detours);
    let mut identity = [diagnostic.rule.name, &path, ""].join("\0");
    if !diagnostic.whole_file {
        let text = diagnostic.span().and_then(|span| sources.text(&span.path)?.get(span.range()));
        let words = text.unwrap_or_default().split_whitespace();
        let before = identity.len();
        for word in words {
            identity.push_str(word);
            identity.push(' ');
        }
        if identity.len() == before {
            // Without words of its own, what is said of the place tells it from others, but for numbers in it.
            identity.extend(diagnostic.message.chars().filter(|c| !c.is_ascii_digit()));
        }
    }
    identity.into_bytes()
}
