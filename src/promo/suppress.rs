//! `<!-- regards-allow RULE: reason -->`: the author's right to ask, in place and with a reason.
//!
//! Above a block, the comment allows the rule in that block: a paragraph, a whole list, a table. Inside a
//! paragraph, heading or item it allows the rule there. Several rules are separated by commas. Findings in the
//! title cannot be allowed this way; `not_promotional:` in front matter disputes the verdict as a whole.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::nearest;
use crate::promo::RULES;
use crate::promo::Rule;
use crate::promo::prose::Comment;
use crate::source::SourcePath;
use crate::source::Span;

/// A suppression that suppresses nothing.
pub const UNUSED_SUPPRESSION: diag::Rule = diag::Rule {
    name: "unused-suppression",
    level: Level::Warning,
    explain: "A `regards-allow` comment stands where its rule finds nothing. The text it allowed has changed, or the \
              comment stands in the wrong place: it works on the block that follows it, or on the paragraph it is in. \
              Take it out, so that it cannot hide a later ask.",
};

/// A suppression that says no reason.
pub const SUPPRESSION_WITHOUT_REASON: diag::Rule = diag::Rule {
    name: "suppression-without-reason",
    level: Level::Warning,
    explain: "A `regards-allow` comment gives no reason. The next person to edit the post needs it: write it after a \
              colon, as in `<!-- regards-allow call-to-action: the workshop is free and full of method -->`.",
};

/// A suppression of a rule that does not exist.
pub const UNKNOWN_SUPPRESSED_RULE: diag::Rule = diag::Rule {
    name: "unknown-suppressed-rule",
    level: Level::Warning,
    explain: "A `regards-allow` comment names a rule that the promo check does not have, so it allows nothing. Name \
              the rule as findings print it (`call-to-action`), or by its code (`PR101`).",
};

/// The suppressions of a document, by where they begin to reach.
pub(crate) struct Suppressions<'a> {
    all: Vec<Suppression<'a>>,
    /// How many have begun; of those, `active` have not ended, by the code of their rule: a paragraph may hold any
    /// number of them, and not one of another rule is looked at for a finding.
    begun: usize,
    active: BTreeMap<&'static str, Vec<usize>>,
    /// Where the next of them ends, so that they are gone through once a block and not once a finding.
    next_end: usize,
}

/// Where which rule is allowed, for questions in any order.
#[derive(Default)]
pub(crate) struct Allowed {
    /// By the code of the rule: stretches of the file, in order, none within another.
    reaches: BTreeMap<&'static str, Vec<Range<usize>>>,
}

/// One rule allowed in one stretch of the file.
struct Suppression<'a> {
    rule: &'static Rule,
    reach: Range<usize>,
    reason: &'a str,
    comment: Range<usize>,
    used: bool,
}

impl<'a> Suppressions<'a> {
    /// The reason why `rule` is allowed at `source`, if it is. Places must be asked for in the order of the file.
    pub fn allow(&mut self, rule: &Rule, source: &Range<usize>) -> Option<&'a str> {
        while self.all.get(self.begun).is_some_and(|next| next.reach.start <= source.start) {
            self.next_end = self.next_end.min(self.all[self.begun].reach.end);
            self.active.entry(self.all[self.begun].rule.code).or_default().push(self.begun);
            self.begun += 1;
        }
        let all = &mut self.all;
        if self.next_end <= source.start {
            self.next_end = usize::MAX;
            self.active.retain(|_, active| {
                active.retain(|index| all[*index].reach.end > source.start);
                let ends = active.iter().map(|index| all[*index].reach.end);
                self.next_end = ends.fold(self.next_end, usize::min);
                !active.is_empty()
            });
        }
        let active = self.active.get(rule.code)?;
        let allowing = active.iter().find(|index| source.end <= all[**index].reach.end);
        let suppression = &mut all[*allowing?];
        suppression.used = true;
        Some(suppression.reason)
    }

    /// The reason why `rule`, which is about the whole text, is allowed, wherever the text says so.
    pub fn allow_anywhere(&mut self, rule: &Rule) -> Option<&'a str> {
        let allowing = self.all.iter_mut().filter(|suppression| *suppression.rule == *rule);
        let reasons = allowing.map(|suppression| {
            suppression.used = true;
            suppression.reason
        });
        // All of them are used, not only the first.
        reasons.fold(None, |first, reason| first.or(Some(reason)))
    }

    /// Reports what suppressed nothing.
    pub fn report_unused(&self, path: &SourcePath, faults: &mut Diagnostics) {
        for unused in self.all.iter().filter(|suppression| !suppression.used) {
            let message = format!("the suppression of {} suppresses nothing", unused.rule.name());
            faults.push(
                Diagnostic::new(&UNUSED_SUPPRESSION, message)
                    .at(Span::new(path, unused.comment.clone()))
                    .help("take it out, or put it right above the block it is for"),
            );
        }
    }
}

impl Allowed {
    /// The suppressions among `comments`.
    pub fn read(comments: &[Comment<'_>]) -> Self {
        let mut allowed = Self::default();
        let mut suppressions: Vec<(&'static Rule, &Range<usize>)> = Vec::new();
        for comment in comments {
            let Some((names, _)) = parts(comment) else { continue };
            suppressions.extend(rules(names).flatten().map(|rule| (rule, &comment.reach)));
        }
        // Of those that begin at one place, the longest comes first, and the others lie within it.
        suppressions.sort_by_key(|(_, reach)| (reach.start, usize::MAX - reach.end));
        for (rule, reach) in suppressions {
            let reaches = allowed.reaches.entry(rule.code).or_default();
            if reaches.last().is_none_or(|last| last.end < reach.end) {
                reaches.push(reach.clone());
            }
        }
        allowed
    }

    /// Whether a suppression allows `rule` at `source`.
    pub fn allows(&self, rule: &Rule, source: &Range<usize>) -> bool {
        // Starts and ends rise together: of all that begin before the place, the last reaches furthest.
        self.reaches.get(rule.code).is_some_and(|reaches| {
            let begun = reaches.partition_point(|reach| reach.start <= source.start);
            begun > 0 && source.end <= reaches[begun - 1].end
        })
    }
}

/// Names and reason of a suppression, `<!-- regards-allow NAMES: reason -->`; `None` for any other comment.
fn parts<'a>(comment: &Comment<'a>) -> Option<(&'a str, &'a str)> {
    let rest = comment.text.trim_start().strip_prefix("regards-allow")?;
    if !rest.is_empty() && !rest.starts_with([' ', '\t', '\n', '\r', ':']) {
        return None;
    }
    let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
    Some((names, reason.trim()))
}

/// The rules that `names` holds, each by its name or code; those that do not exist as they are written.
fn rules(names: &str) -> impl Iterator<Item = Result<&'static Rule, &str>> {
    let names = names.split([',', ' ', '\t', '\n', '\r']).filter(|name| !name.is_empty());
    names.map(|name| RULES.iter().find(|rule| rule.is_called(name)).copied().ok_or(name))
}

/// Reads the suppressions among `comments`; faults of their wording go to `faults`.
pub(crate) fn read<'a>(
    comments: &[Comment<'a>],
    path: &SourcePath,
    faults: &mut Diagnostics,
) -> Suppressions<'a> {
    let mut suppressions = Vec::new();
    for comment in comments {
        let Some((names, reason)) = parts(comment) else { continue };
        let span = Span::new(path, comment.source.clone());
        if reason.is_empty() {
            faults.push(
                Diagnostic::new(&SUPPRESSION_WITHOUT_REASON, "the suppression gives no reason")
                    .at(span.clone())
                    .help("say why after a colon: `<!-- regards-allow RULE: reason -->`"),
            );
        }
        let mut rules = rules(names).peekable();
        if rules.peek().is_none() {
            faults.push(unknown("", span.clone()));
        }
        for rule in rules {
            match rule {
                Ok(rule) => suppressions.push(Suppression {
                    rule,
                    reach: comment.reach.clone(),
                    reason,
                    comment: comment.source.clone(),
                    used: false,
                }),
                Err(name) => faults.push(unknown(name, span.clone())),
            }
        }
    }
    suppressions.sort_by_key(|suppression: &Suppression<'_>| suppression.reach.start);
    Suppressions { all: suppressions, begun: 0, active: BTreeMap::new(), next_end: usize::MAX }
}

fn unknown(name: &str, span: Span) -> Diagnostic {
    let help = match nearest(name, RULES.iter().map(|rule| rule.name())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name the rule as its finding does: `call-to-action`".to_owned(),
    };
    let message = match name {
        "" => "the suppression names no rule".to_owned(),
        _ => format!("no rule of the promo check is called {name:?}"),
    };
    Diagnostic::new(&UNKNOWN_SUPPRESSED_RULE, message).at(span).help(help)
}
