//! The leak scan: no reader's address, and no reader's name beside their id, in anything that is published.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::cli::faults::READER_LEAK;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::output::OutPath;
use crate::people::AddressSearch;
use crate::people::Contact;
use crate::people::OVERLAP;
use crate::people::PrivatePair;
use crate::people::is_private;
use crate::people::private_pairs;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::source::Span;

/// Searches output for readers.
#[derive(Debug)]
pub struct LeakScan {
    addresses: Option<AddressSearch>,
    names: Option<AhoCorasick>,
    ids: Option<AhoCorasick>,
    /// In the order of `names` and `ids`.
    pairs: Vec<PrivatePair>,
}

impl LeakScan {
    /// Prepares to search for these readers.
    pub fn new(contacts: &[Contact]) -> Self {
        let pairs = private_pairs(contacts);
        Self {
            addresses: AddressSearch::new(contacts.iter().map(|contact| &contact.email)),
            names: searcher(pairs.iter().map(|pair| pair.name.as_str()).collect(), true),
            ids: searcher(pairs.iter().map(|pair| pair.id.as_str()).collect(), false),
            pairs,
        }
    }

    /// Whether there is anything to search for.
    pub fn is_idle(&self) -> bool {
        self.addresses.is_none() && self.names.is_none()
    }

    /// Whether a file that would be published holds a reader, and how.
    pub fn search(&self, path: &OutPath, bytes: &[u8]) -> Option<Leak> {
        let leak = |what| Some(Leak { what, path: path.clone(), copied: None });
        if self.finds_address(path.as_str().as_bytes()).is_some() {
            return leak(What::Path);
        }
        if self.finds_address(bytes).is_some() {
            return leak(What::Address);
        }
        self.finds_pair(bytes).and_then(|_| leak(What::NameBesideId))
    }

    /// Begins to search a file of any length that comes in pieces.
    pub fn begin(&self, path: &OutPath) -> Pieces<'_> {
        let found = self.finds_address(path.as_str().as_bytes()).map(|_| What::Path);
        Pieces {
            scan: self,
            path: path.clone(),
            kept: Vec::new(),
            found,
            names: BTreeSet::new(),
            ids: BTreeSet::new(),
        }
    }

    fn finds_address(&self, bytes: &[u8]) -> Option<Range<usize>> {
        self.addresses.as_ref()?.find(bytes)
    }

    /// Where a reader's name stands, if their id stands there, too.
    fn finds_pair(&self, bytes: &[u8]) -> Option<Range<usize>> {
        let names: Vec<(usize, Range<usize>)> = words(self.names.as_ref(), bytes).collect();
        if names.is_empty() {
            return None;
        }
        let ids: BTreeSet<usize> = words(self.ids.as_ref(), bytes).map(|(index, _)| index).collect();
        // Of two readers with one name or id, the automaton finds the last or all; the words decide.
        let ids: BTreeSet<&str> = ids.iter().map(|index| self.pairs[*index].id.as_str()).collect();
        names
            .into_iter()
            .find(|(index, _)| ids.contains(self.pairs[*index].id.as_str()))
            .map(|(_, range)| range)
    }

    /// Says what would be published, and which sources it comes from, without saying of whom: the report may be
    /// public, too.
    pub fn report(&self, leaks: &[Leak], sources: &SourceTree, config: &Config) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        for what in [What::Path, What::Address, What::NameBesideId] {
            let mut found: Vec<&Leak> = leaks.iter().filter(|leak| leak.what == what).collect();
            found.sort_by_key(|leak| &leak.path);
            let Some(first) = found.first() else { continue };
            let others = match found.len() - 1 {
                0 => String::new(),
                1 => " and one more file".to_owned(),
                count => format!(" and {count} more files"),
            };
            let message = match what {
                What::Path => "the name of a file or folder would publish a reader's address".to_owned(),
                What::Address => format!("{}{others} would publish a reader's address", first.path),
                What::NameBesideId => {
                    format!("{}{others} would publish a reader's name beside their id", first.path)
                }
            };
            let mut diagnostic = Diagnostic::new(&READER_LEAK, message);
            if what != What::Path {
                let copied = found.iter().filter_map(|leak| leak.copied.as_ref()).map(Span::start_of);
                let places: Vec<Span> =
                    copied.chain(self.sources_of(what, sources, config)).take(5).collect();
                for place in places {
                    diagnostic = diagnostic.label(place, "in this line, which is not shown");
                }
            }
            diagnostics.push(diagnostic.help(match what {
                What::Path => "look at the names of files, and at `slug:`, `path:` and `aliases:`",
                What::NameBesideId => "take the id out; to a reader of the ledger it is the name",
                What::Address => {
                    "take it out; a reader's address stands in the contacts file and nowhere else"
                }
            }));
        }
        diagnostics
    }

    /// The places in public sources that hold what was found, one a file.
    fn sources_of(&self, what: What, sources: &SourceTree, config: &Config) -> Vec<Span> {
        let public = sources.iter().filter(|(path, _)| !is_private(path, config));
        let found = public.filter_map(|(path, _)| {
            let text = sources.text(path)?;
            let range = match what {
                What::NameBesideId => self.finds_pair(text.as_bytes()),
                _ => self.finds_address(text.as_bytes()),
            };
            range.map(|range| Span::new(path, range))
        });
        found.collect()
    }
}

/// A reader in something that would be published.
#[derive(Debug)]
pub struct Leak {
    what: What,
    path: OutPath,
    /// The source, if it is only copied.
    copied: Option<SourcePath>,
}

impl Leak {
    /// Names the file that is copied as it is.
    pub fn copied_from(self, source: &SourcePath) -> Self {
        Self { copied: Some(source.clone()), ..self }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Path,
    Address,
    NameBesideId,
}

/// A search through a file that comes in pieces.
#[derive(Debug)]
pub struct Pieces<'a> {
    scan: &'a LeakScan,
    path: OutPath,
    /// The end of what came so far: what is looked for can lie across two pieces.
    kept: Vec<u8>,
    found: Option<What>,
    names: BTreeSet<usize>,
    ids: BTreeSet<usize>,
}

impl Pieces<'_> {
    /// Searches the next piece.
    pub fn next(&mut self, piece: &[u8]) {
        if self.found.is_some() {
            return;
        }
        self.kept.extend_from_slice(piece);
        if self.scan.finds_address(&self.kept).is_some() {
            self.found = Some(What::Address);
        }
        self.names.extend(words(self.scan.names.as_ref(), &self.kept).map(|(index, _)| index));
        self.ids.extend(words(self.scan.ids.as_ref(), &self.kept).map(|(index, _)| index));
        self.kept.drain(..self.kept.len().saturating_sub(OVERLAP));
    }

    /// What was found in all of them.
    pub fn end(self) -> Option<Leak> {
        let ids: BTreeSet<&str> = self.ids.iter().map(|index| self.scan.pairs[*index].id.as_str()).collect();
        let is_pair = || self.names.iter().any(|index| ids.contains(self.scan.pairs[*index].id.as_str()));
        let what = self.found.or_else(|| is_pair().then_some(What::NameBesideId))?;
        Some(Leak { what, path: self.path, copied: None })
    }
}

/// An automaton for words; `None` if there are none.
fn searcher(words: Vec<&str>, ignores_case: bool) -> Option<AhoCorasick> {
    if words.is_empty() {
        return None;
    }
    // A DFA is the fastest searcher, and grows with the number of words; past this it is not worth its memory.
    let kind = (words.len() <= 2_000).then_some(AhoCorasickKind::DFA);
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(ignores_case);
    let built = builder.kind(kind).build(&words).or_else(|_| builder.kind(None).build(&words));
    Some(built.expect("a contacts file of 16 MiB has fewer characters than an automaton has states"))
}

/// Which of the words stand in `bytes` by themselves, not as a part of a longer word, and where.
fn words<'a>(
    searcher: Option<&'a AhoCorasick>,
    bytes: &'a [u8],
) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
    let found = searcher.into_iter().flat_map(move |searcher| searcher.find_overlapping_iter(bytes));
    let found = found.map(|found| (found.pattern().as_usize(), found.range()));
    found.filter(|(_, range)| is_word(bytes, range.clone()))
}

fn is_word(bytes: &[u8], range: Range<usize>) -> bool {
    let is_letter =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    let before = range.start.checked_sub(1).and_then(|at| bytes.get(at));
    !is_letter(before) && !is_letter(bytes.get(range.end))
}
