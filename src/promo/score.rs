//! From what was found to a number: the formula of the module's page.

use crate::promo::Contribution;
use crate::promo::Document;
use crate::promo::Family;
use crate::promo::MODEL;
use crate::promo::Model;
use crate::promo::RULES;
use crate::promo::Rule;
use crate::promo::Settings;
use crate::promo::prose::BlockKind;
use crate::promo::prose::Prose;
use crate::promo::prose::read;
use crate::promo::sink::Found;
use crate::promo::sink::Place;
use crate::promo::sink::find_all;
use crate::promo::wording;
use crate::promo::wording::Wording;

/// What a fit of the model starts from: the addends of the log-odds before their weights.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Features {
    /// Words of the body.
    pub words: usize,
    /// How much of each rule there is, in the order of [`RULES`]: `ln(1 + a·√(400 / max(words, 100)))`.
    pub rules: Vec<f64>,
    /// The structure features by name.
    pub structure: Vec<(&'static str, f64)>,
    /// Every distinct word and pair of words, by the hash that the table of wording knows it by, and as it writes it.
    pub grams: Vec<(u32, String)>,
    /// What each gram counts for before its weight.
    pub gram_scale: f64,
}

/// The features of a document, whatever its language and length.
pub fn features(document: &Document<'_>, settings: &Settings) -> Features {
    let prose = read(document);
    let found = find_all(&prose, document, settings, &Wording::default());
    let words = prose.counts.words;
    let amounts = amounts(&MODEL, &found);
    Features {
        words,
        rules: amounts.iter().map(|amount| bent(*amount, words)).collect(),
        structure: structure(&prose, &found, &amounts),
        grams: wording::grams(&prose),
        gram_scale: wording::scale(words),
    }
}

/// What a sum of findings comes to.
pub(crate) struct Score {
    /// The constant, the families in order, the structure.
    pub contributions: Vec<Contribution>,
    /// The log-odds of each finding, in the order of the findings.
    pub weights: Vec<f64>,
    /// The log-odds of how many asks there are and where, beyond those of each.
    pub asks: f64,
    /// The log-odds of how many gives there are, beyond those of each; not positive.
    pub gives: f64,
}

impl Score {
    /// All log-odds together.
    pub fn log_odds(&self) -> f64 {
        self.contributions.iter().map(|contribution| contribution.value).sum()
    }
}

/// The logistic function.
pub(crate) fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Weighs `found`, the structure of `prose` and what its wording came to.
pub(crate) fn weigh(model: &Model, prose: &Prose<'_>, found: &[Found], wording: f64) -> Score {
    let amounts = amounts(model, found);
    let strengths: Vec<f64> = RULES
        .iter()
        .zip(&amounts)
        .map(|(rule, amount)| bent(*amount, prose.counts.words) * model.rule_weight(rule.name()))
        .collect();
    let mut contributions = vec![Contribution { name: "bias", value: model.bias }];
    for family in Family::ALL {
        let members = RULES.iter().zip(&strengths).filter(|(rule, _)| rule.family == family);
        let mut value = members.map(|(_, strength)| strength).sum();
        if family == Family::Wording {
            value += wording;
        }
        contributions.push(Contribution { name: family.name(), value });
    }
    let (mut asks, mut gives) = (0.0, 0.0);
    for (name, value) in structure(prose, found, &amounts) {
        let value = value * model.structure_weight(name);
        contributions.push(Contribution { name, value });
        if name.contains("asks") {
            asks += value;
        } else if name.contains("gives") {
            gives += value;
        }
    }
    let weights = found
        .iter()
        .map(|found| {
            if found.rule.family == Family::Wording {
                return wording;
            }
            let index = rule_index(found.rule);
            strengths[index] * weighted_amount(model, found) / amounts[index].max(f64::MIN_POSITIVE)
        })
        .collect();
    Score { contributions, weights, asks, gives }
}

/// How much of each rule there is, in the order of [`RULES`].
fn amounts(model: &Model, found: &[Found]) -> Vec<f64> {
    let mut amounts = vec![0.0; RULES.len()];
    for found in found {
        amounts[rule_index(found.rule)] += weighted_amount(model, found);
    }
    amounts
}

fn weighted_amount(model: &Model, found: &Found) -> f64 {
    found.place.map_or(1.0, |place| model.place_factor(place.name())) * found.amount
}

/// An amount as it counts: the tenth call to action tells less than the first, and three in a note more than three in
/// an essay.
fn bent(amount: f64, words: usize) -> f64 {
    (amount * exposure(words)).ln_1p()
}

/// How much one finding counts for in a text of `words`: three in a note are many, three in an essay few.
fn exposure(words: usize) -> f64 {
    (400.0 / (words.max(100) as f64)).sqrt()
}

fn rule_index(rule: &Rule) -> usize {
    RULES.iter().position(|known| known.code == rule.code).expect("every rule that reports stands in RULES")
}

/// What no single place shows: how much there is of everything, where the asks stand, whose words they are, and the
/// looks. Each is kept in bounds. A feature whose name has `asks` in it never speaks for value, one with `gives` never
/// against it.
fn structure(prose: &Prose<'_>, found: &[Found], amounts: &[f64]) -> Vec<(&'static str, f64)> {
    let counts = prose.counts;
    let words = counts.words.max(1) as f64;
    let per_hundred = |count: usize, most: f64| (100.0 * count as f64 / words).min(most);
    let code: usize = prose.code.iter().map(|range| range.len()).sum();
    let speakers = counts.selves + counts.readers + counts.firsts;
    let blocks = |kind: BlockKind| prose.blocks.iter().filter(move |block| block.kind == kind);
    let words_of_items: usize = blocks(BlockKind::Item).map(|block| block.words).sum();
    let at = |place: Place, of: fn(Family) -> bool| {
        let here = found.iter().filter(|found| found.place == Some(place) && of(found.rule.family));
        (here.count() as f64).ln_1p()
    };
    let amounts_of = |of: fn(Family) -> bool| {
        RULES.iter().zip(amounts).filter(move |(rule, _)| of(rule.family)).map(|(_, amount)| *amount)
    };
    let all = |of: fn(Family) -> bool| bent(amounts_of(of).sum(), counts.words);
    let kinds = |of: fn(Family) -> bool| amounts_of(of).filter(|amount| *amount > 0.0).count() as f64;
    let asks: fn(Family) -> bool = Family::asks;
    let gives: fn(Family) -> bool = |family| family == Family::Gives;
    let news: fn(Family) -> bool = |family| family == Family::Announcements;
    let own: fn(Family) -> bool = |family| family == Family::SelfReference;
    vec![
        ("asks-all", all(asks)),
        ("kinds-of-asks", kinds(asks)),
        ("asks-in-title", at(Place::Title, asks)),
        ("asks-in-headings", at(Place::Heading, asks)),
        ("asks-first", at(Place::First, asks)),
        ("asks-last", at(Place::Last, asks)),
        ("news-asks-in-title", at(Place::Title, news)),
        ("news-asks-first", at(Place::First, news)),
        ("own-asks-in-title", at(Place::Title, own)),
        ("own-asks-first", at(Place::First, own)),
        ("own-asks-last", at(Place::Last, own)),
        ("gives-all", all(gives)),
        ("kinds-of-gives", kinds(gives)),
        ("first-person", per_hundred(counts.firsts, 4.0)),
        ("reader", per_hundred(counts.readers, 6.0)),
        ("self-share", counts.selves as f64 / (speakers + 3) as f64),
        ("length", (words / 400.0).ln().clamp(-1.2, 1.8)),
        ("code-share", code as f64 / (code + prose.flat.len()).max(1) as f64),
        ("item-share", (words_of_items as f64 / words).min(1.0)),
        ("headings", per_hundred(blocks(BlockKind::Heading).count(), 4.0).ln_1p()),
        ("link-density", per_hundred(prose.links.len(), 8.0).ln_1p()),
        ("pictures", per_hundred(prose.pictures, 3.0).ln_1p()),
        ("bold", per_hundred(prose.bold, 6.0).ln_1p()),
        ("capitals", per_hundred(prose.capitals, 60.0) / 10.0),
    ]
}
