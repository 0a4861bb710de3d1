//! From what was found to a number: the formula of the module's page.

use std::collections::BTreeMap;

use crate::promo::Contribution;
use crate::promo::Document;
use crate::promo::Family;
use crate::promo::Model;
use crate::promo::RULES;
use crate::promo::Rule;
use crate::promo::Settings;
use crate::promo::prose::Prose;
use crate::promo::prose::read;
use crate::promo::sink::Found;
use crate::promo::sink::Place;
use crate::promo::sink::find_all;

/// What a fit of the model starts from: everything countable of a document, before any weight.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Features {
    /// Words of the body.
    pub words: usize,
    /// How much of each rule stands in each place; the place is empty for gives and densities.
    pub amounts: BTreeMap<(&'static str, &'static str), f64>,
    /// The structure features by name.
    pub structure: Vec<(&'static str, f64)>,
}

/// The features of a document, whatever its language and length.
pub fn features(document: &Document<'_>, settings: &Settings) -> Features {
    let prose = read(document);
    let found = find_all(&prose, document, settings);
    let mut features = Features {
        words: prose.counts.words,
        amounts: BTreeMap::new(),
        structure: structure(&prose).to_vec(),
    };
    for found in found {
        let place = found.place.map_or("", Place::name);
        *features.amounts.entry((found.rule.name(), place)).or_default() += found.amount;
    }
    features
}

/// What a sum of findings comes to.
pub(crate) struct Score {
    /// The constant, the families in order, the structure.
    pub contributions: Vec<Contribution>,
    /// The log-odds of each finding, in the order of the findings.
    pub weights: Vec<f64>,
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

/// Weighs `found` and the structure of `prose`.
pub(crate) fn weigh(model: &Model, prose: &Prose<'_>, found: &[Found]) -> Score {
    let scale = exposure(prose.counts.words);
    let mut amounts = vec![0.0; RULES.len()];
    for found in found {
        amounts[rule_index(found.rule)] +=
            found.place.map_or(1.0, |place| model.place_factor(place.name())) * found.amount;
    }
    let strength = |index: usize| (amounts[index] * scale).ln_1p() * model.rule_weight(RULES[index].name());
    let mut contributions = vec![Contribution { name: "bias", value: model.bias }];
    let mut shares = vec![0.0; RULES.len()];
    for family in Family::ALL {
        let members = || (0..RULES.len()).filter(|index| RULES[*index].family == family);
        let sum: f64 = members().map(strength).sum();
        let limited = saturate(sum, model.family_limit(family.name()));
        contributions.push(Contribution { name: family.name(), value: limited });
        if sum != 0.0 {
            for index in members().filter(|index| amounts[*index] > 0.0) {
                // Log-odds for one unit of the rule's amount.
                shares[index] = strength(index) / amounts[index] * limited / sum;
            }
        }
    }
    let asks: f64 = Family::ALL
        .iter()
        .zip(&contributions[1..])
        .filter(|(family, _)| family.flags())
        .map(|(_, c)| c.value)
        .sum();
    for (name, value) in structure(prose) {
        // Shortness makes an ask louder, but is none itself.
        contributions.push(Contribution { name, value: (value * model.structure_weight(name)).min(asks) });
    }
    let weights = found
        .iter()
        .map(|found| {
            let place = found.place.map_or(1.0, |place| model.place_factor(place.name()));
            shares[rule_index(found.rule)] * place * found.amount
        })
        .collect();
    Score { contributions, weights }
}

/// Bends `sum` so that it never passes `limit`: the tenth call to action tells less than the first.
fn saturate(sum: f64, limit: f64) -> f64 {
    if limit <= 0.0 { 0.0 } else { sum.signum() * limit * (1.0 - (-sum.abs() / limit).exp()) }
}

/// How much one finding counts for in a text of `words`: three in a note are many, three in an essay few.
fn exposure(words: usize) -> f64 {
    (400.0 / (words.max(100) as f64)).sqrt()
}

fn rule_index(rule: &Rule) -> usize {
    RULES.iter().position(|known| known.code == rule.code).expect("every rule that reports stands in RULES")
}

/// What no single place shows: length and voice, each kept in bounds.
fn structure(prose: &Prose<'_>) -> [(&'static str, f64); 3] {
    let counts = prose.counts;
    let words = counts.words.max(1) as f64;
    let per_hundred = |count: usize, most: f64| (100.0 * count as f64 / words).min(most);
    let code: usize = prose.code.iter().map(|range| range.len()).sum();
    [
        ("length", (words / 400.0).ln().clamp(-1.2, 1.8)),
        ("first-person", per_hundred(counts.firsts, 4.0)),
        ("code-share", code as f64 / (code + prose.flat.len()).max(1) as f64),
    ]
}
