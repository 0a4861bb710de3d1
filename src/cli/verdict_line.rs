//! What `regards check --format json FILE…` prints of each file: one line, one object.
//!
//! The doc comments are the reference: `regards schema verdict` prints them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diag;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::json_line;
use crate::promo;
use crate::promo::Judgement;
use crate::promo::MODEL;
use crate::promo::Settings;
use crate::promo::Verdict;
use crate::source::LineIndex;
use crate::source::Span;

/// The promo check's word on one file, as `regards check --format json FILE…` prints it: one object a line, in the
/// order of the arguments. Keys may be added; none is taken away or changes its meaning.
#[derive(Debug, Serialize, JsonSchema)]
pub struct VerdictLine<'a> {
    /// The path as it was given, or as it was found in a folder that was; `-` is standard input.
    path: &'a str,
    /// What the post is to its reader.
    verdict: VerdictName,
    /// The probability that it is promotional, from 0 to 1, calibrated. Also for a post that is not judged, where
    /// it says little.
    #[schemars(range(min = 0, max = 1))]
    probability: f64,
    /// What it asks: the log-odds of everything that speaks for promotional.
    #[schemars(range(min = 0))]
    ask: f64,
    /// What it gives: the log-odds of everything that speaks against.
    #[schemars(range(min = 0))]
    give: f64,
    /// The version of the model. Numbers of two versions cannot be compared.
    model: &'a str,
    /// Words of prose; code and quotations are not counted.
    words: usize,
    /// Why it is not judged; null if it is.
    reason: Option<String>,
    /// What speaks for promotional, in the order of the text.
    findings: Vec<FindingEntry<'a>>,
    /// What speaks for value: one entry a rule, at its first place.
    gives: Vec<FindingEntry<'a>>,
    /// Findings that the author allowed in place. They count for nothing.
    suppressed: Vec<SuppressedEntry<'a>>,
    /// What else is to be mended: unused suppressions, a give that reads as an ask, front matter that cannot be read.
    faults: Vec<FaultEntry<'a>>,
    /// Why the file could not be read; null if it could.
    error: Option<&'a str>,
}

/// A verdict in a word.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum VerdictName {
    /// Its chief purpose is an ask.
    Promotional,
    /// It gives, and asks early, often or loudly.
    Mixed,
    /// The reader gets what the title promises.
    ValueAdding,
    /// Nothing can be said honestly, and `reason` says why.
    NotJudged,
}

/// One thing found.
#[derive(Debug, Serialize, JsonSchema)]
struct FindingEntry<'a> {
    /// The name of its rule, which `regards explain` explains.
    rule: &'a str,
    /// The level of the rule.
    severity: Level,
    /// Its first character.
    start: Point,
    /// The character after its last.
    end: Point,
    /// The words found, as they are written.
    text: &'a str,
    /// Its share of the log-odds; negative for a give.
    weight: f64,
    /// How many places it stands for; 1, except for gives and for what goes on through the whole text.
    count: usize,
    /// Why it counts.
    why: &'a str,
    /// What to do instead.
    fix: &'a str,
}

/// A finding that the author allowed.
#[derive(Debug, Serialize, JsonSchema)]
struct SuppressedEntry<'a> {
    #[serde(flatten)]
    finding: FindingEntry<'a>,
    /// The author's reason; empty if there is none.
    reason: &'a str,
}

/// Something to mend that is no finding.
#[derive(Debug, Serialize, JsonSchema)]
struct FaultEntry<'a> {
    /// The name of its rule, which `regards explain` explains.
    rule: &'a str,
    /// How grave it is.
    severity: Level,
    /// Where it starts.
    start: Point,
    /// Where it ends.
    end: Point,
    /// What is wrong.
    message: &'a str,
    /// What to do.
    help: Option<&'a str>,
}

/// A place in the file.
#[derive(Debug, Serialize, JsonSchema)]
struct Point {
    /// Counted from 1.
    line: usize,
    /// Counted from 1, in Unicode characters.
    column: usize,
    /// Counted from 0, in bytes of UTF-8.
    byte: usize,
}

/// The line for a text that was judged. Of `diagnostics`, faults are those that the verdict and its findings do not say.
pub fn judged_line(
    path: &str,
    text: &str,
    judgement: &Judgement,
    diagnostics: &Diagnostics,
    settings: &Settings,
) -> String {
    let writer = Writer { index: LineIndex::new(text), settings };
    let is_said =
        |rule: &diag::Rule| promo::is_flag(rule) || promo::RULES.iter().any(|said| said.diag == *rule);
    let faults = diagnostics.iter().filter(|diagnostic| !is_said(diagnostic.rule));
    let line = VerdictLine {
        path,
        verdict: match judgement.verdict {
            Verdict::Promotional => VerdictName::Promotional,
            Verdict::Mixed => VerdictName::Mixed,
            Verdict::ValueAdding => VerdictName::ValueAdding,
            Verdict::NotJudged(_) => VerdictName::NotJudged,
        },
        probability: number(judgement.probability).clamp(0.0, 1.0),
        ask: number(judgement.ask).max(0.0),
        give: number(judgement.give).max(0.0),
        model: &MODEL.version,
        words: judgement.words,
        reason: match &judgement.verdict {
            Verdict::NotJudged(reason) => Some(reason.to_string()),
            _ => None,
        },
        findings: judgement.findings.iter().map(|finding| writer.finding(finding)).collect(),
        gives: judgement.gives.iter().map(|finding| writer.finding(finding)).collect(),
        suppressed: judgement
            .suppressed
            .iter()
            .map(|suppressed| SuppressedEntry {
                finding: writer.finding(&suppressed.finding),
                reason: &suppressed.reason,
            })
            .collect(),
        faults: faults.map(|diagnostic| writer.fault(diagnostic)).collect(),
        error: None,
    };
    json_line(&line)
}

/// The line for a file that could not be read.
pub fn unread_line(path: &str, error: &str) -> String {
    json_line(&VerdictLine {
        path,
        verdict: VerdictName::NotJudged,
        probability: 0.0,
        ask: 0.0,
        give: 0.0,
        model: &MODEL.version,
        words: 0,
        reason: Some("not read".to_owned()),
        findings: Vec::new(),
        gives: Vec::new(),
        suppressed: Vec::new(),
        faults: Vec::new(),
        error: Some(error),
    })
}

struct Writer<'a> {
    index: LineIndex<'a>,
    settings: &'a Settings,
}

impl Writer<'_> {
    fn finding<'f>(&self, finding: &'f promo::Finding) -> FindingEntry<'f> {
        FindingEntry {
            rule: finding.rule.name(),
            severity: self.settings.level(&finding.rule.diag).unwrap_or(finding.rule.diag.level),
            start: self.point(finding.span.start),
            end: self.point(finding.span.end),
            text: &finding.text,
            weight: number(finding.weight),
            count: finding.count,
            why: &finding.why,
            fix: finding.fix,
        }
    }

    fn fault<'f>(&self, diagnostic: &'f Diagnostic) -> FaultEntry<'f> {
        let range = diagnostic.span().map_or(0..0, Span::range);
        FaultEntry {
            rule: diagnostic.rule.name,
            severity: diagnostic.level,
            start: self.point(range.start),
            end: self.point(range.end),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
        }
    }

    fn point(&self, byte: usize) -> Point {
        let place = self.index.line_column(byte);
        Point { line: place.line, column: place.column, byte }
    }
}

/// Six digits, which is more than the model knows, and no negative zero.
fn number(value: f64) -> f64 {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded.is_finite() { rounded + 0.0 } else { 0.0 }
}
