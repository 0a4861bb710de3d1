//! The one table of weights, `weights.tsv`, as a value.
//!
//! A line is `version TEXT`, `bias`, `share`, `mixed_from` or `promotional_from` with a number, or one of
//! `rule NAME WEIGHT`, `structure NAME WEIGHT`, `place NAME FACTOR`; `#` starts a comment. Columns are separated by
//! tabs. The table is part of the program, so a fault in it is a bug, and the tests below find it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The model that judges.
pub static MODEL: LazyLock<Model> = LazyLock::new(|| Model::parse(include_str!("weights.tsv")));

/// Everything that a fit decides.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// Printed by reports, so that two probabilities can be compared at all.
    pub version: String,
    /// The log-odds of a post with nothing in it.
    pub bias: f64,
    /// The share of promotional posts among those that the model was fitted on: the guess for an unread one.
    pub share: f64,
    /// The probability from which a post is mixed.
    pub mixed_from: f64,
    /// The probability from which a post is promotional.
    pub promotional_from: f64,
    rules: BTreeMap<String, f64>,
    structure: BTreeMap<String, f64>,
    places: BTreeMap<String, f64>,
}

impl Model {
    /// Reads a table; a line that is not understood counts for nothing.
    pub fn parse(table: &str) -> Self {
        let mut model = Self::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (key, second, third) = (columns.next(), columns.next(), columns.next());
            let number = |column: Option<&str>| column.and_then(|text| text.trim().parse::<f64>().ok());
            match (key.unwrap_or(""), second) {
                ("version", Some(version)) => version.clone_into(&mut model.version),
                ("bias", value) => model.bias = number(value).unwrap_or(model.bias),
                ("share", value) => model.share = number(value).unwrap_or(model.share),
                ("mixed_from", value) => model.mixed_from = number(value).unwrap_or(model.mixed_from),
                ("promotional_from", value) => {
                    model.promotional_from = number(value).unwrap_or(model.promotional_from);
                }
                (table, Some(name)) => {
                    let table = match table {
                        "rule" => &mut model.rules,
                        "structure" => &mut model.structure,
                        "place" => &mut model.places,
                        _ => continue,
                    };
                    if let Some(value) = number(third) {
                        table.insert(name.to_owned(), value);
                    }
                }
                _ => {}
            }
        }
        model
    }

    /// What one finding of the rule weighs.
    pub fn rule_weight(&self, name: &str) -> f64 {
        self.rules.get(name).copied().unwrap_or(0.0)
    }

    /// What one unit of a structure feature weighs.
    pub fn structure_weight(&self, name: &str) -> f64 {
        self.structure.get(name).copied().unwrap_or(0.0)
    }

    /// How much more an ask weighs in a place: `title`, `heading`, `first` or `last` words.
    pub fn place_factor(&self, name: &str) -> f64 {
        self.places.get(name).copied().unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::promo::Document;
    use crate::promo::Family;
    use crate::promo::RULES;
    use crate::promo::Settings;
    use crate::promo::features;
    use crate::source::SourcePath;

    #[test]
    fn every_line_is_understood_and_everything_is_weighed_once() {
        let path = SourcePath::new("post.md").expect("a plain path");
        let empty =
            Document { path: &path, text: "", body_start: 0, title: "", title_range: None, language: "" };
        let rules = RULES.iter().filter(|rule| rule.family != Family::Wording);
        let features = features(&empty, &Settings::default()).structure;
        let mut wanted: BTreeSet<String> = rules.map(|rule| format!("rule {}", rule.name())).collect();
        wanted.extend(features.iter().map(|(name, _)| format!("structure {name}")));
        wanted.extend(["title", "heading", "first", "last", "body"].map(|name| format!("place {name}")));
        wanted.extend(["bias", "share", "mixed_from", "promotional_from"].map(str::to_owned));

        let lines = include_str!("weights.tsv").lines();
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with(['#', 'v'])) {
            let (name, number) = line.rsplit_once('\t').expect("a tab before the number");
            let name = name.replace('\t', " ");
            let number: f64 = number.parse().expect("a number");
            assert!(number.is_finite(), "{line:?}");
            assert!(!(name.contains("asks") && number < 0.0), "an ask speaks for value: {line:?}");
            assert!(!(name.contains("gives") && number > 0.0), "a give speaks against value: {line:?}");
            assert!(wanted.remove(&name), "unknown or twice: {line:?}");
        }
        assert!(wanted.is_empty(), "not weighed: {wanted:?}");
        assert!(!MODEL.version.is_empty());
    }
}
