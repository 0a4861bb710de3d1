//! What `regards serve` says while it runs: a line for each change, for people or for programs.

use std::time::Duration;

use jiff::civil::Date;

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::report_lines::Problems;
use crate::cli::serve::problems::Difference;
use crate::cli::summary::counted;
use crate::diag::DiagnosticLine;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::json_line;
use crate::diag::json_values;
use crate::source::SourceTree;

/// How many files a line names before it counts the rest.
const NAMED: usize = 2;

/// One line of what `regards serve --json` prints.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum ServeLine<'a> {
    /// The server is there.
    Listening {
        /// The address of the site.
        url: &'a str,
        /// The address of the studio.
        studio: &'a str,
    },
    /// A problem that was not there before. Those of the start stand before `listening`.
    Problem {
        /// What the problem is known by until it is mended, 16 hexadecimal digits.
        fingerprint: String,
        /// What it is.
        #[serde(flatten)]
        problem: DiagnosticLine<'a>,
    },
    /// A problem that is no longer there.
    Mended {
        /// What it was known by.
        fingerprint: String,
    },
    /// Files changed, and the site is up to date with them.
    Changed(Changed<'a>),
}

/// What a change did.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Changed<'a> {
    /// The files, relative to the folder of the site; empty if the folder was read again as a whole, or only the day
    /// is another.
    pub files: &'a [String],
    /// The day that has begun since the last change, as 2026-03-01; null if none has.
    pub new_day: Option<String>,
    /// Addresses that the site has now and did not have before.
    pub new: &'a [String],
    /// Addresses that it had before and has no more.
    pub gone: &'a [String],
    /// From the moment when the first file was whole until the site was up to date.
    pub milliseconds: f64,
    /// What is wrong now.
    pub problems: Problems,
}

/// What happened between two states of a site.
#[derive(Debug)]
pub struct Change<'a> {
    /// The files, as `files` of [`Changed`].
    pub files: &'a [String],
    /// The day that has begun.
    pub new_day: Option<Date>,
    /// New addresses.
    pub new: &'a [String],
    /// Addresses that are gone.
    pub gone: &'a [String],
    /// How long it took.
    pub elapsed: Duration,
}

/// The line for a person: what changed, what came of it, how long it took, what is wrong now.
pub fn human(change: &Change<'_>, now: &Diagnostics, difference: &Difference) -> String {
    let files = match change.files {
        [] if change.new_day.is_some() => {
            change.new_day.map_or_else(String::new, |day| format!("it is {day}"))
        }
        [] => "the whole folder was read again".to_owned(),
        files if files.len() <= NAMED => format!("{} changed", files.join(" and ")),
        files => format!("{} and {} changed", files[0], counted(files.len() - 1, "other file")),
    };
    let mut parts = vec![files];
    for (addresses, what) in [(change.new, "new"), (change.gone, "gone")] {
        match addresses {
            [] => {}
            [only] => parts.push(format!("{only} is {what}")),
            all => parts.push(format!("{} {what}", counted(all.len(), "page"))),
        }
    }
    parts.push(match now.count(Level::Error) {
        0 => format!("up to date in {}", duration(change.elapsed)),
        _ => format!("read in {}; what cannot be made shows its last good state", duration(change.elapsed)),
    });
    match difference.mended.len() {
        0 => {}
        mended => parts.push(format!("{} mended", counted(mended, "problem"))),
    }
    match (now.count(Level::Error), now.count(Level::Warning)) {
        (0, 0) => {}
        (0, warnings) => parts.push(counted(warnings, "warning")),
        (errors, 0) => parts.push(counted(errors, "error")),
        (errors, warnings) => {
            parts.push(format!("{} and {}", counted(errors, "error"), counted(warnings, "warning")))
        }
    }
    format!("{}\n", parts.join("; "))
}

/// The lines for a program.
pub fn json(change: &Change<'_>, now: &Diagnostics) -> String {
    json_line(&ServeLine::Changed(Changed {
        files: change.files,
        new_day: change.new_day.map(|day| day.to_string()),
        new: change.new,
        gone: change.gone,
        milliseconds: (change.elapsed.as_secs_f64() * 10_000.0).round() / 10.0,
        problems: Problems::of(now),
    }))
}

/// The problems that came and went, for a program. `new` is fit to be shown.
pub fn json_problems(new: &Diagnostics, difference: &Difference, sources: &SourceTree) -> String {
    let values = json_values(new, sources);
    let new = new.iter().zip(values).map(|(diagnostic, problem)| {
        let fingerprint = diagnostic.fingerprint.map(|found| found.to_string()).unwrap_or_default();
        json_line(&ServeLine::Problem { fingerprint, problem })
    });
    let mended = difference
        .mended
        .iter()
        .map(|fingerprint| json_line(&ServeLine::Mended { fingerprint: fingerprint.to_string() }));
    new.chain(mended).collect()
}

/// A duration as a person says it.
fn duration(elapsed: Duration) -> String {
    let milliseconds = elapsed.as_millis();
    if milliseconds < 1000 { format!("{milliseconds} ms") } else { format!("{:.1} s", elapsed.as_secs_f64()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[&str], new: &[&str], gone: &[&str], expected: &str) {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
        let (files, new, gone) = (owned(files), owned(new), owned(gone));
        let change = Change {
            files: &files,
            new_day: None,
            new: &new,
            gone: &gone,
            elapsed: Duration::from_micros(14_260),
        };
        let said = human(&change, &Diagnostics::new(), &Difference::default());
        assert_eq!(said, format!("{expected}\n"));
    }

    #[test]
    fn a_change_is_one_line() {
        check(&["content/a.md"], &[], &[], "content/a.md changed; up to date in 14 ms");
        check(&["a.md", "b.md"], &["/b/"], &[], "a.md and b.md changed; /b/ is new; up to date in 14 ms");
        check(
            &["a", "b", "c"],
            &["/1/", "/2/"],
            &["/3/"],
            "a and 2 other files changed; 2 pages new; /3/ is gone; up to date in 14 ms",
        );
        check(&[], &[], &[], "the whole folder was read again; up to date in 14 ms");
    }

    #[test]
    fn a_program_reads_numbers_and_lists() {
        let files = ["content/a.md".to_owned()];
        let change = Change {
            files: &files,
            new_day: None,
            new: &[],
            gone: &[],
            elapsed: Duration::from_micros(14_260),
        };
        assert_eq!(
            json(&change, &Diagnostics::new()),
            "{\"event\":\"changed\",\"files\":[\"content/a.md\"],\"new_day\":null,\"new\":[],\"gone\":[],\"milliseconds\":14.3,\
             \"problems\":{\"errors\":0,\"warnings\":0,\"notes\":0}}\n"
        );
    }
}
