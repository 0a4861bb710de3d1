//! The way from a document to its judgement.

use std::borrow::Cow;

use crate::diag::Diagnostics;
use crate::promo::Document;
use crate::promo::Family;
use crate::promo::Finding;
use crate::promo::Judgement;
use crate::promo::MODEL;
use crate::promo::NotJudged;
use crate::promo::Settings;
use crate::promo::Suppressed;
use crate::promo::Verdict;
use crate::promo::prose::Counts;
use crate::promo::prose::Prose;
use crate::promo::prose::read;
use crate::promo::rules::wording::PROMOTIONAL_WORDING;
use crate::promo::score::logistic;
use crate::promo::score::weigh;
use crate::promo::sink::Found;
use crate::promo::sink::find_all;
use crate::promo::suppress;
use crate::promo::wording;
use crate::promo::wording::Wording;
use crate::source::Span;

/// Posts of fewer words of prose are not judged.
pub const FEWEST_WORDS: usize = 80;
/// Texts of fewer words are too short even to tell their language.
const FEWEST_FOR_LANGUAGE: usize = 20;
/// Bytes of prose from which a text of few words is not short, but of a script that puts no spaces between them.
const LONG_WITHOUT_SPACES: usize = 300;

/// Judges one document.
///
/// A post in another language than English, or of fewer than [`FEWEST_WORDS`] words, is not judged. Its author's tag is
/// believed, so English that is tagged as German is not judged; where the tag says English or nothing, the frequent words
/// decide. A post in which
/// no finding [flags](Family::flags) is value-adding, and its probability stays below `mixed_from`.
pub fn judge(document: &Document<'_>, settings: &Settings) -> Judgement {
    let tag = document.language.split(['-', '_']).next().unwrap_or("");
    if !tag.is_empty() && !tag.eq_ignore_ascii_case("en") {
        let reason = NotJudged::Language(Some(document.language.to_owned()));
        return Judgement::not_judged(reason, 0, MODEL.share);
    }
    let prose = read(document);
    let words = prose.counts.words;
    let is_long = words >= FEWEST_FOR_LANGUAGE || prose.flat.len() >= LONG_WITHOUT_SPACES;
    if is_long && !looks_english(prose.counts) {
        return Judgement::not_judged(NotJudged::Language(None), words, MODEL.share);
    }
    let judgement = judge_english(&prose, document, settings);
    if words < FEWEST_WORDS {
        return Judgement::not_judged(NotJudged::TooShort, words, judgement.probability);
    }
    judgement
}

/// Judges a text that is known to be English.
fn judge_english(prose: &Prose<'_>, document: &Document<'_>, settings: &Settings) -> Judgement {
    let mut wording = wording::weigh(prose);
    let found = find_all(prose, document, settings, &wording);
    let mut faults = Diagnostics::new();
    let mut suppressions = suppress::read(&prose.comments, document.path, &mut faults);
    let mut suppressed = Vec::new();
    let mut counted = Vec::with_capacity(found.len());
    if settings.is_off(&PROMOTIONAL_WORDING) {
        wording.total = wording.total.min(0.0);
    }
    for found in found {
        // The wording is that of the whole post; the word that stands for it changes with any edit.
        let is_wording = *found.rule == PROMOTIONAL_WORDING;
        let allowed = if is_wording {
            suppressions.allow_anywhere(found.rule)
        } else {
            suppressions.allow(found.rule, &found.source)
        };
        match allowed {
            Some(reason) => {
                if is_wording {
                    wording.total = wording.total.min(0.0);
                }
                suppressed
                    .push(Suppressed { finding: finding(document, found, 0.0), reason: reason.to_owned() });
            }
            None => counted.push(found),
        }
    }
    suppressions.report_unused(document.path, &mut faults);
    faults.sort();

    let score = weigh(&MODEL, prose, &counted, wording.total);
    let mut findings = Vec::new();
    let mut gives: Vec<Finding> = Vec::new();
    for (found, weight) in counted.into_iter().zip(&score.weights) {
        if found.rule.family != Family::Gives {
            findings.push(finding(document, found, *weight));
        } else if let Some(known) = gives.iter_mut().find(|give| give.rule == found.rule) {
            known.count += found.count;
            known.weight += weight;
        } else {
            gives.push(finding(document, found, *weight));
        }
    }
    let flagged = findings.iter().any(|finding| finding.rule.family.flags());
    let mut probability = logistic(score.log_odds());
    if !flagged {
        probability = probability.min(MODEL.mixed_from.min(settings.mixed_from) * 0.99);
    }
    let verdict = match probability {
        _ if !flagged => Verdict::ValueAdding,
        probability if probability >= settings.promotional_from => Verdict::Promotional,
        probability if probability >= settings.mixed_from => Verdict::Mixed,
        _ => Verdict::ValueAdding,
    };
    Judgement {
        verdict,
        probability,
        ask: score.asks + findings.iter().map(|finding| finding.weight).sum::<f64>(),
        give: -score.gives - gives.iter().map(|give| give.weight).sum::<f64>(),
        findings,
        gives,
        suppressed,
        contributions: score.contributions,
        faults,
        words: prose.counts.words,
    }
}

/// What a text asks, whatever its language and length: the findings that [ask](Family::asks), without weights, less
/// those that its author allowed.
pub(crate) fn asks_of(document: &Document<'_>, settings: &Settings) -> Vec<Finding> {
    let prose = read(document);
    let mut suppressions = suppress::read(&prose.comments, document.path, &mut Diagnostics::new());
    let found = find_all(&prose, document, settings, &Wording::default()).into_iter();
    let found = found.filter(|found| suppressions.allow(found.rule, &found.source).is_none());
    found.filter(|found| found.rule.family.asks()).map(|found| finding(document, found, 0.0)).collect()
}

/// Whether the frequent words are English ones.
fn looks_english(counts: Counts) -> bool {
    let foreign = counts.foreign * 20 > counts.words && counts.foreign * 2 > counts.english * 3;
    let other_script = counts.non_ascii * 10 > counts.words * 4;
    let no_english = counts.words >= FEWEST_WORDS && counts.english * 40 < counts.words;
    !foreign && !other_script && !no_english
}

fn finding(document: &Document<'_>, found: Found, weight: f64) -> Finding {
    let source = found.source;
    let in_title = source.is_empty();
    let text = document.text.get(source.clone()).unwrap_or("");
    Finding {
        rule: found.rule,
        text: if in_title { document.title.to_owned() } else { text.to_owned() },
        span: Span::new(document.path, source),
        why: found.why.unwrap_or(Cow::Borrowed(found.rule.why())),
        fix: found.rule.fix,
        weight,
        count: found.count,
    }
}
