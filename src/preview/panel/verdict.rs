//! The promo check's word on the page, and what the page counts as.

use serde::Serialize;

use crate::config::Kind;
use crate::preview::panel::place::Place;
use crate::preview::panel::place::Places;
use crate::promo::Contribution;
use crate::promo::Finding;
use crate::promo::Judgement;
use crate::promo::Verdict;
use crate::relation::Evidence;
use crate::site::Page;

/// How many rules stand in the open.
const IN_THE_OPEN: usize = 4;
/// The most places that are shown of one rule.
const MOST_PLACES: usize = 8;
/// The longest quotation of a post, in characters.
const LONGEST_QUOTE: usize = 120;
/// Addends of the score that are smaller do not show in it.
const SMALLEST_ADDEND: f64 = 0.05;

/// The promo check's word on a page.
#[derive(Debug, Serialize)]
pub struct SaidVerdict<'a> {
    /// `value-adding`, `mixed`, `promotional` or `not-judged`.
    looks: &'static str,
    /// The same for a person.
    words: &'static str,
    /// Why it is not judged; `None` if it is.
    not_judged: Option<String>,
    /// How probable it is that the page is promotional, as `0.12`.
    probability: String,
    /// What it counts as: `a give`, `an ask`, `news`; `None` for a page that is no post and says nothing of itself.
    kind: Option<&'static str>,
    /// Why it counts as that, as a sentence.
    because: String,
    /// Whether it calls itself something else.
    disputed: bool,
    asks: Side,
    gives: Side,
    addends: Vec<Addend>,
    /// What speaks for promotional, rule by rule.
    findings: Vec<Found>,
    /// What weighs less.
    further: Vec<Found>,
    /// What speaks for value.
    gave: Vec<Found>,
    /// What the author allowed.
    allowed: Vec<Allowed<'a>>,
}

/// One side of the scales.
#[derive(Debug, Serialize)]
struct Side {
    /// The log-odds as `1.25`.
    amount: String,
    /// From 0 to 100: the heavier side is 100, unless both are light.
    percent: u32,
}

#[derive(Debug, Serialize)]
struct Addend {
    name: String,
    amount: String,
}

/// What one rule found, for one reason.
#[derive(Debug, Serialize)]
struct Found {
    code: &'static str,
    rule: &'static str,
    /// Why it counts, as a sentence.
    why: String,
    /// What to do instead.
    fix: &'static str,
    places: Vec<Quoted>,
    /// How many places there are beside those.
    more: usize,
}

/// Words of the post.
#[derive(Debug, Serialize)]
struct Quoted {
    quote: String,
    place: Place,
}

#[derive(Debug, Serialize)]
struct Allowed<'a> {
    rule: &'static str,
    reason: &'a str,
    place: Place,
}

/// What the promo check says of a page.
pub fn verdict<'a>(page: &Page, judgement: &'a Judgement, places: &Places<'_>) -> SaidVerdict<'a> {
    let judged = !matches!(judgement.verdict, Verdict::NotJudged(_));
    let evidence = Evidence {
        declared: page.declared_kind,
        promotional: judged.then_some(judgement.verdict == Verdict::Promotional),
        not_promotional: page.not_promotional.as_deref(),
    };
    let mut findings: Vec<&Finding> = judgement.findings.iter().collect();
    // What can be mended at its place comes first, then what weighs most.
    let is_ask = |finding: &Finding| finding.rule.family.asks();
    findings.sort_by(|a, b| {
        let by_weight = b.weight.total_cmp(&a.weight);
        is_ask(b).cmp(&is_ask(a)).then(by_weight).then_with(|| a.span.cmp(&b.span))
    });
    let mut findings = by_rule(&findings, places);
    let further = findings.split_off(findings.len().min(IN_THE_OPEN));
    let gives: Vec<&Finding> = judgement.gives.iter().collect();
    let heavier = judgement.ask.max(judgement.give).max(1.0);
    let side = |amount: f64| Side {
        amount: format!("{:.2}", amount.max(0.0)),
        percent: (100.0 * amount.max(0.0) / heavier).round() as u32,
    };
    SaidVerdict {
        looks: judgement.verdict.name(),
        words: match judgement.verdict {
            Verdict::ValueAdding => "Value-adding",
            Verdict::Mixed => "Mixed",
            Verdict::Promotional => "Promotional",
            Verdict::NotJudged(_) => "Not judged",
        },
        not_judged: match &judgement.verdict {
            Verdict::NotJudged(reason) => Some(reason.to_string()),
            _ => None,
        },
        probability: format!("{:.2}", judgement.probability),
        kind: page.kind.map(|kind| match kind {
            Kind::Give => "a give",
            Kind::Ask => "an ask",
            Kind::News => "news",
        }),
        because: sentence(&evidence.reason()),
        disputed: page.disputed,
        asks: side(judgement.ask),
        gives: side(judgement.give),
        addends: addends(&judgement.contributions),
        findings,
        further,
        gave: by_rule(&gives, places),
        allowed: judgement
            .suppressed
            .iter()
            .map(|suppressed| Allowed {
                rule: suppressed.finding.rule.name(),
                reason: &suppressed.reason,
                place: places.of(suppressed.finding.span.start),
            })
            .collect(),
    }
}

/// Puts the places together that one rule found for one reason, in the order in which they are first met.
fn by_rule(findings: &[&Finding], places: &Places<'_>) -> Vec<Found> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let is_alike =
            |group: &&mut Vec<&Finding>| group[0].rule == finding.rule && group[0].why == finding.why;
        match groups.iter_mut().find(is_alike) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    let said = |group: Vec<&Finding>| {
        let first = group[0];
        let count: usize = group.iter().map(|finding| finding.count).sum();
        let shown = group.iter().take(MOST_PLACES);
        let quoted =
            shown.map(|finding| Quoted { quote: quote(&finding.text), place: places.of(finding.span.start) });
        let quoted: Vec<Quoted> = quoted.collect();
        Found {
            code: first.rule.code,
            rule: first.rule.name(),
            why: sentence(&first.why),
            fix: first.rule.fix,
            more: count.saturating_sub(quoted.len()),
            places: quoted,
        }
    };
    groups.into_iter().map(said).collect()
}

/// Words with a capital at their beginning and a full stop at their end.
fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map_or_else(String::new, |first| first.to_uppercase().to_string());
    let stop = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{stop}", characters.as_str())
}

/// The words found, on one line.
fn quote(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_QUOTE) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

/// What the score is made of, the heaviest first.
fn addends(contributions: &[Contribution]) -> Vec<Addend> {
    let mut heavy: Vec<&Contribution> =
        contributions.iter().filter(|contribution| contribution.value.abs() >= SMALLEST_ADDEND).collect();
    heavy.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    let named = heavy.into_iter().map(|contribution| Addend {
        name: match contribution.name {
            "bias" => "where every post starts".to_owned(),
            name => name.replace('-', " "),
        },
        amount: format!("{:+.2}", contribution.value).replace('-', "−"),
    });
    named.collect()
}
