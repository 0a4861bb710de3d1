//! What the check says of a document.

use std::borrow::Cow;
use std::fmt;

use crate::diag::Diagnostics;
use crate::promo::Family;
use crate::promo::Rule;
use crate::source::Span;

/// The outcome for one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Promotional, mixed, value-adding, or not judged.
    pub verdict: Verdict,
    /// The probability that it is promotional, 0 to 1: the logistic of the sum of all [`Judgement::contributions`],
    /// kept below the threshold of mixed posts if no finding [flags](Family::flags).
    ///
    /// For a post that is not judged it is a guess that nothing hangs on: of one that is too short, what the model makes
    /// of it; of one in another language, the share of promotional posts in general.
    pub probability: f64,
    /// What the post asks: the contributions of its findings and of their number and places, in log-odds.
    pub ask: f64,
    /// What the post gives: the contributions of its gives and of their number, as a positive number.
    pub give: f64,
    /// Everything that speaks for promotional, in the order of the source.
    pub findings: Vec<Finding>,
    /// Everything that speaks for value: one entry a rule, at its first place.
    pub gives: Vec<Finding>,
    /// Findings that an author allowed in place; they count for nothing.
    pub suppressed: Vec<Suppressed>,
    /// What made the probability: the constant, each family, the structure. They add up to its log-odds.
    pub contributions: Vec<Contribution>,
    /// Faults of the suppressions: unused, without a reason, of an unknown rule.
    pub faults: Diagnostics,
    /// Words of prose, code and quotations left out.
    pub words: usize,
}

/// The judgement in a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The reader gets what the title promises.
    ValueAdding,
    /// Real value, and an ask that is early, repeated or prominent.
    Mixed,
    /// Little would be left without the ask.
    Promotional,
    /// Nothing can be said honestly.
    NotJudged(NotJudged),
}

/// Why a document is not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotJudged {
    /// Too few words of prose.
    TooShort,
    /// A language whose patterns the model does not know: its tag, or `None` when the words look foreign.
    Language(Option<String>),
}

/// One reason, with its place in the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What was found.
    pub rule: &'static Rule,
    /// Where, in bytes of the file.
    pub span: Span,
    /// The words found, as written; line breaks kept.
    pub text: String,
    /// Why it counts.
    pub why: Cow<'static, str>,
    /// What to do instead.
    pub fix: &'static str,
    /// Its share of the log-odds, after place, length and how often its rule is found; negative for a give.
    pub weight: f64,
    /// How many places it stands for: 1, except for gives and densities, which are reported once.
    pub count: usize,
}

/// A finding that the author allowed.
#[derive(Debug, Clone, PartialEq)]
pub struct Suppressed {
    /// What would have been reported; its weight is 0.
    pub finding: Finding,
    /// The author's reason; empty if none was given, which is a fault of its own.
    pub reason: String,
}

/// One addend of the log-odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// The name in the table of weights: a family, `bias`, or a structure feature.
    pub name: &'static str,
    /// Log-odds.
    pub value: f64,
}

impl Verdict {
    /// `value-adding`, `mixed`, `promotional` or `not-judged`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ValueAdding => "value-adding",
            Self::Mixed => "mixed",
            Self::Promotional => "promotional",
            Self::NotJudged(_) => "not-judged",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJudged(reason) => write!(formatter, "not judged: {reason}"),
            verdict => formatter.write_str(verdict.name()),
        }
    }
}

impl fmt::Display for NotJudged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort => formatter.write_str("too short"),
            Self::Language(Some(tag)) => write!(formatter, "language {tag}"),
            Self::Language(None) => formatter.write_str("language does not look like English"),
        }
    }
}

impl Judgement {
    /// A judgement that says nothing but why, with the best guess at the probability.
    pub(crate) fn not_judged(reason: NotJudged, words: usize, probability: f64) -> Self {
        Self {
            verdict: Verdict::NotJudged(reason),
            probability,
            ask: 0.0,
            give: 0.0,
            findings: Vec::new(),
            gives: Vec::new(),
            suppressed: Vec::new(),
            contributions: Vec::new(),
            faults: Diagnostics::new(),
            words,
        }
    }

    /// Whether the post asks more than it gives, or at least loudly.
    pub fn is_flagged(&self) -> bool {
        matches!(self.verdict, Verdict::Promotional | Verdict::Mixed)
    }

    /// How many findings ask something of the reader.
    pub fn asks(&self) -> usize {
        self.findings.iter().filter(|finding| Family::asks(finding.rule.family)).count()
    }
}
