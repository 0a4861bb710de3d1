//! One markdown text outside any site, judged by itself.
//!
//! Its front matter may be of Hugo, Jekyll or anybody else. Of its keys only those count that say what the text is to
//! its reader: `title`, `language`, `kind` and `not_promotional`.

use std::ops::Range;

use crate::cli::levels::settle;
use crate::config::Config;
use crate::config::Document;
use crate::config::Kind;
use crate::config::MarkdownSettings;
use crate::config::REASON_MISSING;
use crate::config::read_document;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::markdown::first_heading;
use crate::model::disputed_give;
use crate::promo;
use crate::promo::Judgement;
use crate::promo::Settings;
use crate::promo::Verdict;
use crate::relation::Evidence;
use crate::relation::weigh;
use crate::source::SourcePath;
use crate::source::Span;

/// What is judged by, the same for every text.
#[derive(Debug)]
pub struct Rulebook {
    /// The settings of whoever owns the texts.
    pub config: Config,
    /// Those of the promo check, ready for use.
    pub settings: Settings,
    /// The language of a text that does not say; empty if not known.
    pub language: String,
}

/// A text, judged.
#[derive(Debug)]
pub struct Judged {
    /// The judgement.
    pub judgement: Judgement,
    /// What to report of it, as of a post of a site: the flag and its findings, and what is wrong with its suppressions
    /// and its front matter.
    pub diagnostics: Diagnostics,
    /// What its author allowed in place.
    pub allowed: Diagnostics,
}

/// Judges one text. The result depends on nothing else than what is handed in.
pub fn judge_post(path: &SourcePath, text: &str, rulebook: &Rulebook) -> Judged {
    let (document, met) = read_document(path, text);
    let title = Title::of(&document, text, &rulebook.config.markdown);
    let mut judgement = promo::judge(
        &promo::Document {
            path,
            text,
            body_start: title.body_start,
            title: &title.text,
            title_range: title.exact.clone(),
            language: document.front_matter.language.as_deref().unwrap_or(&rulebook.language),
        },
        &rulebook.settings,
    );
    let suppressed = judgement.suppressed.iter_mut().map(|suppressed| &mut suppressed.finding);
    // Without a place of its own in the file, a title is shown by all that stands there.
    for finding in judgement.findings.iter_mut().chain(suppressed) {
        if finding.span.range().is_empty() {
            finding.span = Span::new(path, title.whole.clone());
            text.get(title.whole.clone()).unwrap_or("").clone_into(&mut finding.text);
        }
    }
    let diagnostics = report(path, &document, met, &judgement, rulebook);
    let allowed = judgement.allowed(&rulebook.settings);
    Judged { judgement, diagnostics, allowed }
}

/// The title of a text, and where it stands.
struct Title {
    text: String,
    /// Its words, if they stand in the file as they read.
    exact: Option<Range<usize>>,
    /// The value or heading that holds it.
    whole: Range<usize>,
    /// Where the body starts, which does not say the title again.
    body_start: usize,
}

impl Title {
    fn of(document: &Document, text: &str, settings: &MarkdownSettings) -> Self {
        let body_start = document.body_start;
        if let Some(title) = &document.front_matter.title {
            let node = document.node.as_ref().and_then(|node| node.get("title"));
            let whole = node.map_or(0..0, |node| node.range.clone());
            return Self { text: title.clone(), exact: exact(text, &whole, title), whole, body_start };
        }
        let body = text.get(body_start..).unwrap_or("");
        let Some(heading) = first_heading(body, settings) else {
            return Self { text: String::new(), exact: None, whole: 0..0, body_start };
        };
        let whole = body_start + heading.range.start..body_start + heading.range.end;
        let opens = heading.level == 1 && text[body_start..whole.start].trim().is_empty();
        Self {
            exact: exact(text, &whole, &heading.text),
            text: heading.text,
            body_start: if opens { whole.end } else { body_start },
            whole,
        }
    }
}

/// Where `title` stands within `whole`, word for word.
fn exact(text: &str, whole: &Range<usize>, title: &str) -> Option<Range<usize>> {
    let start = whole.start + text.get(whole.clone())?.find(title).filter(|_| !title.is_empty())?;
    Some(start..start + title.len())
}

fn report(
    path: &SourcePath,
    document: &Document,
    front_matter: Diagnostics,
    judgement: &Judgement,
    rulebook: &Rulebook,
) -> Diagnostics {
    let keys = &document.front_matter;
    // Of front matter, what keeps the check from what it asks of it. The text is judged in spite of it.
    let mut diagnostics: Diagnostics = front_matter
        .into_iter()
        .filter(|met| met.rule == &REASON_MISSING || (document.broken && met.level == Level::Error))
        .map(|mut met| {
            met.level = met.level.min(Level::Warning);
            met
        })
        .collect();
    let evidence = Evidence {
        declared: keys.kind,
        promotional: (!matches!(judgement.verdict, Verdict::NotJudged(_)))
            .then_some(judgement.verdict == Verdict::Promotional),
        not_promotional: keys.not_promotional.as_deref(),
    };
    if weigh(&evidence).disputed {
        let node = document.node.as_ref().and_then(|node| node.get("kind"));
        let place = Span::new(path, node.map_or(0..0, |node| node.range.clone()));
        let mut disputed = disputed_give(keys.kind, judgement).at(place);
        disputed.level = Level::Error; // As in a check of a site.
        diagnostics.push(disputed);
    }
    let excused = keys.kind == Some(Kind::Ask) || keys.not_promotional.is_some();
    let of_check = judgement.diagnostics(&rulebook.settings).into_iter();
    diagnostics.extend(of_check.filter(|met| !(excused && promo::is_flag(met.rule))));
    if judgement.is_flagged() && !excused {
        diagnostics.extend(judgement.all_findings(&rulebook.settings));
    }
    settle(&mut diagnostics, &rulebook.config);
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::verdict_line::judged_line;

    use proptest::prelude::*;

    /// Judges bytes as they come, and holds what is said of them against the text.
    fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
        let text = String::from_utf8_lossy(bytes);
        let path = SourcePath::new("a.md").unwrap();
        let config = Config::default();
        let rulebook = Rulebook { config, settings: Settings::default(), language: String::new() };
        let Judged { judgement, diagnostics, .. } = judge_post(&path, &text, &rulebook);
        for finding in judgement.findings.iter().chain(&judgement.gives) {
            prop_assert!(text.get(finding.span.range()).is_some(), "{finding:?}");
        }
        let line = judged_line("a.md", &text, &judgement, &diagnostics, &rulebook.settings);
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        prop_assert!(line["probability"].as_f64().is_some_and(|p| (0.0..=1.0).contains(&p)));
        Ok(())
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            check(&bytes)?;
        }

        #[test]
        fn no_markdown_panics(
            head in "(\u{feff})?(---\r?\n|\\+\\+\\+\n|\\{)?(title(:|=)? ?[\"'|>]?[a-zé# \n]*\r?\n|lang: [a-z]*\n|kind: give\n)*(---\n|\\+\\+\\+\n|\\})?",
            body in proptest::collection::vec("# |\n|===\n|```|> |\\[|\\]\\(|\\)|<!-- regards-allow price|: x -->|Sign up now|é|the shelf of a house is |Buy now", 0..60),
        ) {
            check(format!("{head}{}", body.concat()).as_bytes())?;
        }
    }
}
