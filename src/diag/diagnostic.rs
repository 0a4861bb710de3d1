//! One fault, and all of them.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::diag::Fingerprint;
use crate::diag::Rule;
use crate::source::{SourcePath, Span};

/// How grave a diagnostic is. Ordered: a note is less than a warning, a warning less than an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing; nothing need be done.
    Note,
    /// Probably not what was meant; the build goes on.
    Warning,
    /// Something is missing from the output because of it.
    Error,
}

/// One fault, with its place and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of fault.
    pub rule: &'static Rule,
    /// Usually the rule's own level; a site may raise or lower it.
    pub level: Level,
    /// One sentence, lower case, no full stop: what is wrong, with the value as read.
    pub message: String,
    /// Where. The first is the primary place.
    pub labels: Vec<Label>,
    /// What to do next.
    pub help: Option<Cow<'static, str>>,
    /// Whether it is about its file as a whole, and its places only show why: it stays the same fault when they move.
    pub whole_file: bool,
    /// Why an author allowed it in place. Such a diagnostic is no fault, and is kept apart from those that are.
    pub allowed: Option<String>,
    /// What it is known by from run to run, once [`identify`](crate::diag::identify) has said so.
    pub fingerprint: Option<Fingerprint>,
}

/// A place that a diagnostic points at, with what to say under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The bytes to underline.
    pub span: Span,
    /// Said under them; may be empty.
    pub text: Cow<'static, str>,
}

impl Diagnostic {
    /// A diagnostic at the level of its rule, with no place yet.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: rule.level,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            whole_file: false,
            allowed: None,
            fingerprint: None,
        }
    }

    /// Adds a place. The first one added is the primary place.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        self.label(span, "")
    }

    /// Adds a place with words under it.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<Cow<'static, str>>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Makes it a diagnostic of the file as a whole.
    #[must_use]
    pub fn of_whole_file(mut self) -> Self {
        self.whole_file = true;
        self
    }

    /// Makes it one that an author allowed in place, for this reason.
    #[must_use]
    pub fn allowed(mut self, reason: impl Into<String>) -> Self {
        self.allowed = Some(reason.into());
        self
    }

    /// The primary place.
    pub fn span(&self) -> Option<&Span> {
        self.labels.first().map(|label| &label.span)
    }

    /// The file of the primary place.
    pub fn path(&self) -> Option<&SourcePath> {
        self.span().map(|span| &span.path)
    }
}

/// Every fault that a stage met, in the order met until [`Diagnostics::sort`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Level {
    /// `error`, `warning` or `note`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(other);
    }

    /// Orders by file, place, rule and message, and drops exact repetitions, so that output never depends
    /// on the order of threads.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| (a.span(), a.rule.name, &a.message).cmp(&(b.span(), b.rule.name, &b.message)));
        self.0.dedup();
    }

    /// Each diagnostic.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many stand at exactly `level`.
    pub fn count(&self, level: Level) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.level == level).count()
    }

    /// Whether any is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Level::Error) > 0
    }

    /// Changes each of them.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.0.iter_mut()
    }

    /// Keeps those for which `keep` is true.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self(diagnostics.into_iter().collect())
    }
}
