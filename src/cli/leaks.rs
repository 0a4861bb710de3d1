//! The leak scan: no reader's address, and no reader's name beside their id, in anything that is published.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::cli::faults::READER_LEAK;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::output::OutPath;
use crate::people::Contact;
use crate::people::PrivatePair;
use crate::people::is_private;
use crate::people::private_needles;
use crate::people::private_pairs;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::source::Span;

/// Searches output for readers.
#[derive(Debug)]
pub struct LeakScan {
    needles: Option<AhoCorasick>,
    /// The ways in which an `@` is escaped.
    escapes: Option<AhoCorasick>,
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
            escapes: if contacts.is_empty() { None } else { searcher(&ESCAPED_AT.map(str::to_owned)) },
            names: searcher(&pairs.iter().map(|pair| pair.name.clone()).collect::<Vec<_>>()),
            pairs,
        }
    }

    /// Whether there is anything to search for.
    pub fn is_idle(&self) -> bool {
        self.needles.is_none() && self.names.is_none()
    }

    /// Whether a file that would be published holds a reader, and how.
    pub fn search(&self, path: &OutPath, bytes: &[u8]) -> Option<Leak> {
        let leak = |what| Some(Leak { what, path: path.clone(), copied: None });
        if self.finds_address(path.as_str().as_bytes()).is_some() {
            return leak(What::Path);
        }
        if self.finds_address(bytes).is_some() || self.finds_escaped(bytes) {
            return leak(What::Address);
        }
        self.finds_pair(bytes).and_then(|_| leak(What::NameBesideId))
    }

    fn finds_address(&self, bytes: &[u8]) -> Option<std::ops::Range<usize>> {
        self.needles.as_ref()?.find(bytes).map(|found| found.range())
    }

    /// Looks behind escapes that [`private_needles`] does not foresee, such as `zoe%2Ereader%40example.net`.
    fn finds_escaped(&self, bytes: &[u8]) -> bool {
        let has_at = self.escapes.as_ref().is_some_and(|escapes| escapes.is_match(bytes));
        has_at && self.finds_address(&unescaped(bytes)).is_some()
    }

    /// Where a reader's name stands, if their id stands there, too.
    fn finds_pair(&self, bytes: &[u8]) -> Option<std::ops::Range<usize>> {
        let mut found = self.names.as_ref()?.find_overlapping_iter(bytes).map(|name| {
            let pair = &self.pairs[name.pattern().as_usize()];
            (name.range(), pair)
        });
        let is_pair = |(range, pair): &(std::ops::Range<usize>, &PrivatePair)| {
            is_word(bytes, range.clone()) && holds_word(bytes, pair.id.as_bytes())
        };
        found.find(is_pair).map(|(range, _)| range)
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

/// The ways in which an `@` is escaped in a URL and in HTML.
const ESCAPED_AT: [&str; 5] = ["%40", "&#64;", "&#064;", "&#x40;", "&commat;"];

/// The bytes with percent escapes and numeric character references resolved, as far as they are ASCII.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let decoded: Vec<u8> = percent_encoding::percent_decode(bytes).collect();
    let mut plain = Vec::with_capacity(decoded.len());
    let mut rest = decoded.as_slice();
    while let Some((first, after)) = rest.split_first() {
        match reference(rest) {
            Some((character, length)) => {
                plain.push(character);
                rest = &rest[length..];
            }
            None => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    plain
}

/// The ASCII character of a reference at the start of `bytes` (`&#46;`, `&#x2e;`, `&commat;`) and its length.
fn reference(bytes: &[u8]) -> Option<(u8, usize)> {
    let body = bytes.strip_prefix(b"&")?;
    let end = body.iter().take(10).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(&body[..end]).ok()?;
    let character = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u8::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        },
        None => match name {
            "commat" => b'@',
            "period" => b'.',
            "amp" => b'&',
            _ => return None,
        },
    };
    Some((character, end + 2))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_looked_behind() {
        assert_eq!(
            unescaped(b"zoe%2Er&#46;a&#x40;b&commat;c &unknown; &#999; %zz"),
            b"zoe.r.a@b@c &unknown; &#999; %zz"
        );
    }
}
