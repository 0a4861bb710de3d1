//! Reports without readers: no name and no address of a contact is shown, whatever is wrong with its file.
//!
//! A report goes to terminals, to logs and to whoever is asked for help. Of private files, only what could be a key
//! or an id is shown, and only where a diagnostic points at it; addresses that stand in them are blotted out
//! everywhere else, too.

use std::borrow::Cow;
use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use crate::cli::faults::READER_LEAK;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::people::is_private;
use crate::source::SourcePath;
use crate::source::SourceTree;

/// What stands where something was taken out.
const BLOT: &str = "…";

/// The addresses that stand in private files, to be searched for in one go, however many there are.
struct Addresses(Option<AhoCorasick>);

/// The diagnostics and the sources as they may be shown.
pub fn redacted(
    diagnostics: &Diagnostics,
    sources: &SourceTree,
    config: &Config,
) -> (Diagnostics, SourceTree) {
    let mut shown_sources = sources.clone();
    if diagnostics.is_empty() {
        return (Diagnostics::new(), shown_sources);
    }
    let private: Vec<(&SourcePath, &str)> = sources
        .iter()
        .filter(|(path, _)| is_private(path, config))
        .filter_map(|(path, _)| Some((path, &**sources.text(path)?)))
        .collect();
    let addresses = Addresses::of(private.iter().map(|(_, text)| *text));
    for (path, text) in &private {
        let shown = private_source(diagnostics, path, text);
        shown_sources.insert_text((*path).clone(), shown);
    }
    let labelled: BTreeSet<&SourcePath> =
        diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels).map(|label| &label.span.path).collect();
    for path in labelled.into_iter().filter(|path| !is_private(path, config)) {
        if let Some(text) = sources.text(path) {
            let shown = public_source(diagnostics, path, text, &addresses);
            if let Cow::Owned(shown) = shown {
                shown_sources.insert_text(path.clone(), shown);
            }
        }
    }
    let shown = diagnostics.iter().map(|diagnostic| {
        let labels = &diagnostic.labels;
        let about = private.iter().find(|(path, _)| labels.iter().any(|label| label.span.path == **path));
        redacted_words(diagnostic.clone(), &addresses, about.map(|(path, text)| values(path, text)))
    });
    (shown.collect(), shown_sources)
}

impl Addresses {
    fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let addresses: BTreeSet<String> = texts
            .flat_map(|text| words(text).filter(|word| is_address(word)).map(str::to_lowercase))
            .collect();
        let searcher = (!addresses.is_empty()).then(|| AhoCorasick::new(&addresses));
        Self(
            searcher.map(|built| {
                built.expect("private files of 16 MiB have fewer characters than it has states")
            }),
        )
    }

    /// Whether a word holds any of them, in whatever case.
    fn stand_in(&self, word: &str) -> bool {
        is_address(word) && self.0.as_ref().is_some_and(|searcher| searcher.is_match(&word.to_lowercase()))
    }
}

/// The part of a private file that holds values. The head of a table names its columns, unless it is no head.
fn values<'a>(path: &SourcePath, text: &'a str) -> &'a str {
    match text.split_once('\n') {
        Some((head, rest)) if path.extension() == "csv" && !head.contains('@') => rest,
        _ => text,
    }
}

/// A private file with everything blotted out but the keys and ids that diagnostics point at.
fn private_source(diagnostics: &Diagnostics, path: &SourcePath, text: &str) -> String {
    let mut bytes: Vec<u8> =
        text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { byte } else { b' ' }).collect();
    for span in diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels).map(|label| &label.span) {
        if span.path == *path && text.get(span.range()).is_some_and(is_key_like) {
            bytes[span.range()].copy_from_slice(&text.as_bytes()[span.range()]);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A public file without readers' addresses, and without the lines that a leak was found in.
fn public_source<'a>(
    diagnostics: &Diagnostics,
    path: &SourcePath,
    text: &'a str,
    addresses: &Addresses,
) -> Cow<'a, str> {
    let mut hidden: Vec<std::ops::Range<usize>> = Vec::new();
    for word in words(text).filter(|word| addresses.stand_in(word)) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        hidden.push(start..start + word.len());
    }
    let leaks = diagnostics.iter().filter(|diagnostic| diagnostic.rule == &READER_LEAK);
    for span in leaks.flat_map(|diagnostic| &diagnostic.labels).map(|label| &label.span) {
        if span.path == *path && text.get(span.range()).is_some() {
            let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
            hidden.push(start..end);
        }
    }
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for byte in hidden.into_iter().flatten() {
        if !matches!(bytes[byte], b'\n' | b'\r') {
            bytes[byte] = b'*';
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// A diagnostic whose words repeat no address, and nothing but keys of the private file that it is about.
fn redacted_words(
    mut diagnostic: Diagnostic,
    addresses: &Addresses,
    private_text: Option<&str>,
) -> Diagnostic {
    let clean = |text: &str| {
        let text = private_text.map_or(Cow::Borrowed(text), |private| without_quotes(text, private));
        without_addresses(&text, addresses)
    };
    diagnostic.message = clean(&diagnostic.message);
    diagnostic.allowed = diagnostic.allowed.map(|reason| clean(&reason));
    // A suggestion without its words helps nobody.
    let is_emptied = |help: &str| {
        private_text
            .is_some_and(|private| matches!(without_quotes(help, private), Cow::Owned(kept) if kept != help))
    };
    diagnostic.help = diagnostic.help.filter(|help| !is_emptied(help)).map(|help| Cow::Owned(clean(&help)));
    for label in &mut diagnostic.labels {
        label.text = Cow::Owned(clean(&label.text));
    }
    diagnostic
}

/// Takes out what stands between backticks, stands in the private file, and could be more than a key.
fn without_quotes<'a>(text: &'a str, private: &str) -> Cow<'a, str> {
    if !text.contains('`') {
        return Cow::Borrowed(text);
    }
    let parts = text.split('`').enumerate().map(|(index, part)| {
        let is_quoted = index % 2 == 1;
        let tells = part.chars().filter(|c| c.is_alphanumeric()).count() > 1;
        if is_quoted && tells && !is_key_like(part) && private.contains(part) { BLOT } else { part }
    });
    Cow::Owned(parts.collect::<Vec<_>>().join("`"))
}

fn without_addresses(text: &str, addresses: &Addresses) -> String {
    let mut shown = text.to_owned();
    for word in words(text).filter(|word| addresses.stand_in(word)) {
        shown = shown.replace(word, BLOT);
    }
    shown
}

/// Runs of characters that can stand in an address.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || "@.!#$%&'*+-/=?^_{|}~".contains(c)))
        .map(|word| word.trim_matches(['.', '\'', '/']))
        .filter(|word| word.contains('@'))
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.len() > 1)
}

/// Whether a text can be a key or an id, which tell nobody who somebody is.
fn is_key_like(text: &str) -> bool {
    text.len() <= 40
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte))
}
