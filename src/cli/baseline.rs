//! The baseline: what was known to be wrong when a blog took up `regards check`, so that only what is new counts.
//!
//! A text file with one line for each known fault: its rule, its path and its [`Fingerprint`], which stays the same
//! when the text around it moves. Lines are sorted and hold no text of a post or a private file, so the file can be kept
//! with the blog and diffs of it can be read. Warnings and notes of every rule can be in it; errors never are.

use std::collections::BTreeSet;
use std::fmt;
use std::fmt::Write;

use crate::cli::faults::BAD_BASELINE;
use crate::cli::faults::STALE_BASELINE;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Fingerprint;
use crate::diag::Level;
use crate::source::SourcePath;

/// What the file begins with. Lines like these are read over.
const HEAD: &str = "# What `regards check --baseline` knows already, and does not report. Errors are never in here.\n\
                    # A line: the rule, the file, the fingerprint of the place. `--write-baseline` writes it anew.\n";

/// Stands for the path of a fault of the site as a whole.
const NO_PATH: &str = "-";

/// Known faults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline(BTreeSet<Entry>);

/// One known fault.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    rule: String,
    path: String,
    fingerprint: Fingerprint,
}

/// What a baseline leaves of some diagnostics.
#[derive(Debug)]
pub struct Compared {
    /// Those that are not in it.
    pub new: Diagnostics,
    /// How many are in it.
    pub known: usize,
    /// How many of its entries nothing answers to any more.
    pub stale: usize,
    /// A note of these, if there are any.
    pub note: Option<Diagnostic>,
}

impl Baseline {
    /// Everything that a baseline can hold of identified diagnostics: their warnings and notes.
    pub fn of(diagnostics: &Diagnostics) -> Self {
        Self(diagnostics.iter().filter_map(Entry::of).collect())
    }

    /// Reads the text of a file called `name`. What is no entry is a fault; the other lines count all the same.
    pub fn read(text: &str, name: &str) -> (Self, Option<Diagnostic>) {
        let mut entries = BTreeSet::new();
        let mut wrong = Vec::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            match Entry::parse(line) {
                Some(entry) => drop(entries.insert(entry)),
                None => wrong.push(index + 1),
            }
        }
        let fault = wrong.first().map(|first| {
            let more =
                if wrong.len() > 1 { format!(", nor are {} others", wrong.len() - 1) } else { String::new() };
            Diagnostic::new(&BAD_BASELINE, format!("line {first} of {name} is no entry of a baseline{more}"))
                .of_whole_file()
                .help("take it out, or write the file anew with `--write-baseline`")
        });
        (Self(entries), fault)
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for entry in &self.0 {
            // Writing to a `String` never fails.
            let _ = writeln!(text, "{entry}");
        }
        text
    }

    /// How many faults it knows.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes what it knows out of identified diagnostics. `name` is what the file is called.
    pub fn compare(&self, diagnostics: Diagnostics, name: &str) -> Compared {
        let found: BTreeSet<Entry> = diagnostics.iter().filter_map(Entry::of).collect();
        let before = diagnostics.len();
        let mut new = diagnostics;
        new.retain(|diagnostic| Entry::of(diagnostic).is_none_or(|entry| !self.0.contains(&entry)));
        let gone: Vec<&Entry> = self.0.difference(&found).collect();
        let note = gone.first().map(|first| {
            let entries = match gone.len() {
                1 => "1 entry".to_owned(),
                count => format!("{count} entries"),
            };
            let example = if gone.len() == 1 { "" } else { "the first is " };
            let message =
                format!("{entries} of {name} no longer found: {example}`{}` in {}", first.rule, first.path);
            Diagnostic::new(&STALE_BASELINE, message).of_whole_file().help(format!(
                "if they are mended, renew it with `regards check --baseline {name} --write-baseline`"
            ))
        });
        Compared { known: before - new.len(), new, stale: gone.len(), note }
    }
}

impl Entry {
    /// The entry of an identified warning or note.
    fn of(diagnostic: &Diagnostic) -> Option<Self> {
        if diagnostic.level == Level::Error || diagnostic.rule == &STALE_BASELINE {
            return None;
        }
        Some(Self {
            rule: diagnostic.rule.name.to_owned(),
            path: diagnostic.path().map_or_else(|| NO_PATH.to_owned(), written_path),
            fingerprint: diagnostic.fingerprint?,
        })
    }

    /// Reads a line. A path may hold spaces, a rule and a fingerprint cannot.
    fn parse(line: &str) -> Option<Self> {
        let (rule, rest) = line.split_once(' ')?;
        let (path, fingerprint) = rest.rsplit_once(' ')?;
        let is_rule = !rule.is_empty()
            && rule.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let fingerprint = Fingerprint::parse(fingerprint)?;
        (is_rule && !path.is_empty()).then(|| Self {
            rule: rule.to_owned(),
            path: path.to_owned(),
            fingerprint,
        })
    }
}

/// A path on one line, the same however it was reached.
fn written_path(path: &SourcePath) -> String {
    path.without_detours()
        .chars()
        .map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
        .collect()
}

impl fmt::Display for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {}", self.rule, self.path, self.fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn baseline(lines: &[&str]) -> Baseline {
        let (baseline, fault) = Baseline::read(&lines.join("\n"), "known.txt");
        assert_eq!(fault, None);
        baseline
    }

    #[test]
    fn entries_are_sorted_and_read_as_they_are_written() {
        let lines = [
            "no-consent - 00000000000000ff",
            "call-to-action content/z.md 0123456789abcdef",
            "call-to-action content/a  b.md 0123456789abcdef",
            "call-to-action content/a.md 1123456789abcdef",
            "call-to-action content/a.md 0123456789abcdef",
        ];
        let text = baseline(&lines).text();
        insta::assert_snapshot!(text, @r"
        # What `regards check --baseline` knows already, and does not report. Errors are never in here.
        # A line: the rule, the file, the fingerprint of the place. `--write-baseline` writes it anew.
        call-to-action content/a  b.md 0123456789abcdef
        call-to-action content/a.md 0123456789abcdef
        call-to-action content/a.md 1123456789abcdef
        call-to-action content/z.md 0123456789abcdef
        no-consent - 00000000000000ff
        ");
        assert_eq!(Baseline::read(&text, "x"), (baseline(&lines), None));
    }

    #[track_caller]
    fn check_wrong(text: &str, expected: &str) {
        let (baseline, fault) = Baseline::read(text, "known.txt");
        assert_eq!(baseline.len(), 0);
        assert_eq!(fault.map(|fault| fault.message).as_deref(), Some(expected), "{text:?}");
    }

    #[test]
    fn lines_that_are_no_entries() {
        for line in [
            "call-to-action",
            "call-to-action 0123456789abcdef",
            "call-to-action content/a.md 0123456789ABCDEF",
            "call-to-action content/a.md 0123456789abcde",
            "Call content/a.md 0123456789abcdef",
            " call-to-action content/a.md 0123456789abcdef",
            ">>>>>>> theirs",
        ] {
            check_wrong(&format!("# x\n\n{line}\n"), "line 3 of known.txt is no entry of a baseline");
        }
        check_wrong("x\n\ny\nz", "line 1 of known.txt is no entry of a baseline, nor are 2 others");
    }

    proptest! {
        #[test]
        fn no_text_stops_the_reading(text in any::<String>()) {
            let (baseline, _) = Baseline::read(&text, "x");
            prop_assert_eq!(Baseline::read(&baseline.text(), "x"), (baseline, None));
        }

        #[test]
        fn what_was_written_is_read(
            entries in prop::collection::vec(("[a-z0-9-]{1,20}", "[^\\s#][ -~é]{0,30}", any::<u64>()), 0..20),
        ) {
            let lines: Vec<String> =
                entries.iter().map(|(rule, path, number)| format!("{rule} {path} {number:016x}")).collect();
            let (read, fault) = Baseline::read(&lines.join("\n"), "x");
            prop_assert_eq!(fault, None);
            prop_assert_eq!(Baseline::read(&read.text(), "x"), (read, None));
        }
    }
}
