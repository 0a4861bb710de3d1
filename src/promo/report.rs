//! A judgement in words: one line for a person, diagnostics for the renderers.

use std::borrow::Cow;

use crate::config::LevelSetting;
use crate::diag;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::promo::Finding;
use crate::promo::Judgement;
use crate::promo::STANDING_ASK;
use crate::promo::Settings;
use crate::promo::Verdict;
use crate::promo::suppress::SUPPRESSION_WITHOUT_REASON;
use crate::promo::suppress::UNKNOWN_SUPPRESSED_RULE;
use crate::promo::suppress::UNUSED_SUPPRESSION;

/// A post whose chief purpose is an ask.
pub const PROMOTIONAL_POST: diag::Rule = diag::Rule {
    name: "promotional-post",
    level: Level::Warning,
    explain: "Without its asks, little would be left of this post for a reader who never buys, joins or comes. \
              The places shown weigh most. Turn them into something the reader can use, declare the post with \
              `kind: ask` so that it is sent only to readers who have received enough, or dispute the verdict with \
              `not_promotional:` and a sentence that says why.",
};

/// A post that gives, and asks early, often or loudly.
pub const MIXED_POST: diag::Rule = diag::Rule {
    name: "mixed-post",
    level: Level::Note,
    explain: "The post is of use by itself, but it asks for something early, repeatedly or prominently. Keep one light \
              line at the end and cut the rest; the places shown are where the post asks for more.",
};

/// The kinds of fault that this folder reports besides the findings of [`RULES`](crate::promo::RULES).
pub const FAULTS: &[&diag::Rule] = &[
    &PROMOTIONAL_POST,
    &MIXED_POST,
    &STANDING_ASK,
    &UNUSED_SUPPRESSION,
    &SUPPRESSION_WITHOUT_REASON,
    &UNKNOWN_SUPPRESSED_RULE,
];

/// Whether a rule is the verdict on a whole post: promotional or mixed.
pub fn is_flag(rule: &diag::Rule) -> bool {
    rule == &PROMOTIONAL_POST || rule == &MIXED_POST
}

/// The most places that the summary of a post points at.
pub const MOST_PLACES: usize = 5;

/// The judgement in a line: `promotional 0.91: 5 asks, 1 give`.
pub fn summary(judgement: &Judgement) -> String {
    if let Verdict::NotJudged(_) = judgement.verdict {
        return judgement.verdict.to_string();
    }
    let (asks, gives) = (judgement.asks(), judgement.gives.len());
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    format!(
        "{} {:.2}: {asks} ask{}, {gives} give{}",
        judgement.verdict.name(),
        judgement.probability,
        plural(asks),
        plural(gives)
    )
}

impl Judgement {
    /// What `build` reports: one diagnostic for a flagged post, pointing at the at most [`MOST_PLACES`] findings that
    /// weigh most, and the faults of its suppressions.
    pub fn diagnostics(&self, settings: &Settings) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        diagnostics.extend(self.flag(settings));
        diagnostics.extend(self.faults.iter().cloned().filter_map(|fault| settings.leveled(fault)));
        diagnostics
    }

    /// What `check` tells programs: every finding by itself, and the faults of the suppressions.
    ///
    /// A finding is never graver than the post that it is found in, unless the site sets the level of its rule: one
    /// ask in a post that gives is no reason to warn.
    pub fn all_findings(&self, settings: &Settings) -> Diagnostics {
        let findings = self.findings.iter().filter_map(|finding| self.single(finding, settings));
        let faults = self.faults.iter().cloned().filter_map(|fault| settings.leveled(fault));
        findings.chain(faults).collect()
    }

    /// What the author allowed in place, with the reasons: no fault, but told to programs that keep a list.
    pub fn allowed(&self, settings: &Settings) -> Diagnostics {
        self.suppressed
            .iter()
            .filter_map(|allowed| {
                Some(self.single(&allowed.finding, settings)?.allowed(allowed.reason.as_str()))
            })
            .collect()
    }

    fn single(&self, finding: &Finding, settings: &Settings) -> Option<Diagnostic> {
        let found = format!("{}: {}", finding.rule.diag.name.replace('-', " "), quoted(&finding.text));
        let diagnostic = Diagnostic::new(&finding.rule.diag, found);
        let mut diagnostic = diagnostic.label(finding.span.clone(), finding.why.clone()).help(finding.fix);
        let post = match self.verdict {
            Verdict::Promotional => settings.level(&PROMOTIONAL_POST).unwrap_or(PROMOTIONAL_POST.level),
            Verdict::Mixed => settings.level(&MIXED_POST).unwrap_or(MIXED_POST.level),
            Verdict::ValueAdding | Verdict::NotJudged(_) => Level::Note,
        };
        diagnostic.level = diagnostic.level.min(post);
        settings.leveled(diagnostic)
    }

    /// The diagnostic of a flagged post; nothing for any other.
    pub fn flag(&self, settings: &Settings) -> Option<Diagnostic> {
        let rule = match self.verdict {
            Verdict::Promotional => &PROMOTIONAL_POST,
            Verdict::Mixed => &MIXED_POST,
            Verdict::ValueAdding | Verdict::NotJudged(_) => return None,
        };
        let mut heaviest: Vec<&Finding> = self.findings.iter().collect();
        // The place decides between equals, so that the order never depends on anything else.
        heaviest.sort_by(|a, b| {
            // What somebody can mend comes first: an ask, then the wording, then talk of oneself.
            let order = |finding: &Finding| (finding.rule.family.asks(), finding.rule.family.flags());
            order(b).cmp(&order(a)).then(b.weight.total_cmp(&a.weight)).then_with(|| a.span.cmp(&b.span))
        });
        heaviest.truncate(MOST_PLACES);
        let mut diagnostic = Diagnostic::new(rule, summary(self)).of_whole_file();
        for finding in &heaviest {
            diagnostic = diagnostic.label(finding.span.clone(), label(finding));
        }
        if let Some(first) = heaviest.first() {
            diagnostic = diagnostic.help(first.fix);
        }
        settings.leveled(diagnostic)
    }
}

fn label(finding: &Finding) -> Cow<'static, str> {
    if finding.count > 1 {
        format!("{}: {}", finding.rule.name(), finding.why).into()
    } else {
        finding.rule.name().into()
    }
}

/// The words found, on one line.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{:?}", format!("{}…", &line[..cut])),
        None => format!("{line:?}"),
    }
}

impl Settings {
    /// `diagnostic` at the level that the site gives its rule, if it gives one; nothing if that is off.
    pub(crate) fn leveled(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        match self.levels.get(diagnostic.rule.name) {
            None => {}
            Some(LevelSetting::Off) => return None,
            Some(LevelSetting::Note) => diagnostic.level = Level::Note,
            Some(LevelSetting::Warning) => diagnostic.level = Level::Warning,
            Some(LevelSetting::Error) => diagnostic.level = Level::Error,
        }
        Some(diagnostic)
    }

    /// The level that the site gives a rule, or the rule's own; `None` if it is off.
    pub fn level(&self, rule: &diag::Rule) -> Option<Level> {
        match self.levels.get(rule.name) {
            None => Some(rule.level),
            Some(LevelSetting::Off) => None,
            Some(LevelSetting::Note) => Some(Level::Note),
            Some(LevelSetting::Warning) => Some(Level::Warning),
            Some(LevelSetting::Error) => Some(Level::Error),
        }
    }
}
