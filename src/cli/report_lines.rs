//! What `--format json` prints, as types: their doc comments are the reference that `regards schema report` prints.
//!
//! One object a line: a [`DiagnosticLine`] for each problem, and at the end one object with the only key `summary`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::diag::DiagnosticLine;
use crate::diag::Diagnostics;
use crate::diag::Level;

/// One line of what `regards build --format json` and `regards check --format json` print: a problem, or the summary
/// that ends the report.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "the sum of what is printed, for its schema")]
pub enum ReportLine<'a> {
    /// A problem.
    Problem(DiagnosticLine<'a>),
    /// The end of a check.
    Checked(CheckedLine<'a>),
    /// The end of a build.
    Built(BuiltLine<'a>),
    /// The end of a build that found problems at or above `--deny`.
    Refused(RefusedLine),
}

/// The end of a check.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CheckedLine<'a> {
    /// What was found.
    pub summary: Checked<'a>,
}

/// What a check found.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Checked<'a> {
    /// How many lines of each level stand above.
    #[serde(flatten)]
    pub problems: Problems,
    /// How many pages have each verdict of the promo check; those that are not judged, by their reason.
    pub verdicts: BTreeMap<String, usize>,
    /// Gives and asks among the last posts; null if the settings say too little to know any.
    pub over_time: Option<OverTimeLine<'a>>,
    /// What `--baseline` did; absent without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<BaselineCounts>,
}

/// How many problems there are of each level.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Problems {
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many notes.
    pub notes: usize,
}

/// Gives and asks among the last posts.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct OverTimeLine<'a> {
    /// How many of the newest posts are counted, of the site and of each audience.
    pub last_posts: usize,
    /// The site, then each audience.
    pub streams: Vec<StreamLine<'a>>,
}

/// The last posts of the site, or of an audience.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct StreamLine<'a> {
    /// The id of the audience; null for the whole site.
    pub audience: Option<&'a str>,
    /// How many posts are counted.
    pub posts: usize,
    /// How many of them are gives.
    pub gives: usize,
    /// How many of them are asks.
    pub asks: usize,
    /// How many of them are news.
    pub news: usize,
    /// Gives for each ask; null if there is no ask among them.
    pub gives_per_ask: Option<f64>,
    /// The day of the last ask, as 2026-03-01, however many posts ago; null if there was none.
    pub last_ask: Option<String>,
    /// How many days ago that was.
    pub days_since_ask: Option<u32>,
}

/// What a baseline did.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct BaselineCounts {
    /// Problems that it knows, and that are left out.
    pub known: usize,
    /// Entries of it that nothing answers to any more.
    pub stale: usize,
    /// Entries that `--write-baseline` wrote; null if nothing was written.
    pub written: Option<usize>,
}

/// The end of a build.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct BuiltLine<'a> {
    /// What was built.
    pub summary: BuiltSummary<'a>,
}

/// What a build made.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct BuiltSummary<'a> {
    /// How many lines of each level stand above.
    #[serde(flatten)]
    pub problems: Problems,
    /// Pages of the blog.
    pub pages: usize,
    /// Files of the blog that were written.
    pub written: usize,
    /// Files of the blog that were right already.
    pub unchanged: usize,
    /// Files of the blog that nothing makes any more.
    pub removed: usize,
    /// The next issue of each audience.
    pub newsletters: Vec<IssueLine<'a>>,
    /// The files of the posts that the promo check calls promotional, whatever they call themselves.
    pub flagged: Vec<&'a str>,
    /// How long it took.
    #[schemars(range(min = 0))]
    pub seconds: f64,
}

/// The next issue of an audience.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct IssueLine<'a> {
    /// The id of the audience.
    pub audience: &'a str,
    /// The date that names the issue, as 2026-03-01.
    pub date: String,
    /// The files of its posts, in order.
    pub items: Vec<&'a str>,
    /// How many readers get it.
    pub readers: usize,
    /// Asks that are held back from a reader.
    pub held: Vec<HeldLine<'a>>,
    /// Why there is no issue; null if there is one.
    pub skipped: Option<String>,
    /// Why the rules of asking are set aside this once; null if they hold.
    #[serde(rename = "override")]
    pub override_reason: Option<&'a str>,
}

/// An ask that is held back from a reader.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct HeldLine<'a> {
    /// The id of the reader.
    pub contact: &'a str,
    /// The file of the post.
    pub item: &'a str,
    /// What is missing.
    pub reason: String,
}

/// The end of a build that has written nothing.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RefusedLine {
    /// What stood in the way.
    pub summary: Refused,
}

/// What stood in the way of a build.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Refused {
    /// How many lines of each level stand above.
    #[serde(flatten)]
    pub problems: Problems,
    /// Always 0: nothing was written.
    #[schemars(range(max = 0))]
    pub written: usize,
}

impl Problems {
    /// Counts them.
    pub fn of(diagnostics: &Diagnostics) -> Self {
        Self {
            errors: diagnostics.count(Level::Error),
            warnings: diagnostics.count(Level::Warning),
            notes: diagnostics.count(Level::Note),
        }
    }
}
