//! From features to weights, and back into the two tables of the promo check.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::fmt::Write;

use regards::promo::Family;
use regards::promo::MODEL;
use regards::promo::RULES;

use crate::corpus::Label;
use crate::corpus::Post;
use crate::logistic::Column;
use crate::logistic::Fit;
use crate::logistic::fit;

/// A word or pair counts from as many families of blogs on: what fewer say is their subject, not their purpose.
const FEWEST_FAMILIES: usize = 3;
/// How promotional a mixed post is to the fit. This and the penalties are the best of a dozen tried on the ten parts.
const MIXED: f64 = 0.12;
/// The penalty of rules and structure, whose features are brought to a spread of one.
const RIDGE_OF_RULES: f64 = 50.0;
/// What a rule counts for at least: some are too rare in any corpus, such as those that need a site's own names.
const LEAST_OF_RULES: f64 = 0.05;
/// The penalty of words, whose features are brought to a length of one a post.
const RIDGE_OF_WORDS: f64 = 1.0 / 16.0;

/// Names of people, who are not ours to weigh.
const PEOPLE: [&str; 62] = [
    "adam",
    "alex",
    "amy",
    "andrea",
    "andrew",
    "andy",
    "anna",
    "anne",
    "ben",
    "brian",
    "chris",
    "christian",
    "dan",
    "daniel",
    "dave",
    "david",
    "emily",
    "eric",
    "florence",
    "george",
    "henry",
    "jack",
    "james",
    "jason",
    "jean",
    "jeff",
    "jennifer",
    "jim",
    "joe",
    "john",
    "jon",
    "jonathan",
    "joseph",
    "justin",
    "katz",
    "khourshid",
    "laura",
    "lisa",
    "maria",
    "martin",
    "mary",
    "matt",
    "matthew",
    "matz",
    "michael",
    "mike",
    "nick",
    "paul",
    "peter",
    "richard",
    "robert",
    "ryan",
    "sam",
    "sarah",
    "scott",
    "simon",
    "stallman",
    "stephen",
    "steve",
    "thomas",
    "tim",
    "tom",
];

/// What to leave out, to see what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    Nothing,
    /// A family; with the gives goes what the structure has of them.
    Family(Family),
    /// Every family that asks, and what the structure has of asks.
    Asks,
    /// What the structure has beside asks and gives.
    Structure,
}

impl Without {
    fn has_rules_of(self, family: Family) -> bool {
        self != Self::Family(family) && !(self == Self::Asks && family.asks())
    }

    fn has_structure(self, name: &str) -> bool {
        let (asks, gives) = (name.contains("asks"), name.contains("gives"));
        match self {
            Self::Nothing => true,
            Self::Family(family) => family != Family::Gives || !gives,
            Self::Asks => !asks,
            Self::Structure => asks || gives,
        }
    }
}

/// The features of all posts as columns.
pub struct Design {
    names: Vec<Name>,
    columns: Vec<Column>,
    /// What each column was divided by.
    scales: Vec<f64>,
}

/// What a column is about.
enum Name {
    Rule(usize),
    Structure(&'static str),
    Words(String),
}

/// The weights of one fit, in the units of the tables.
pub struct Weights {
    pub bias: f64,
    by_column: Vec<f64>,
}

impl Design {
    /// Builds the columns; words are kept that stand in enough families, whatever their posts' labels are.
    ///
    /// Which words are kept, how rare they are and how far a feature spreads is counted over all posts, the
    /// left-out ones too, without a look at any label.
    pub fn new(posts: &[Post], without: Without) -> Self {
        let mut design = Self { names: Vec::new(), columns: Vec::new(), scales: Vec::new() };
        for (index, rule) in RULES.iter().enumerate() {
            if rule.family == Family::Wording || !without.has_rules_of(rule.family) {
                continue;
            }
            // An ask never speaks for value, nor a give against it.
            let bounds = if rule.family == Family::Gives {
                (f64::NEG_INFINITY, -LEAST_OF_RULES)
            } else {
                (LEAST_OF_RULES, f64::INFINITY)
            };
            let values = posts.iter().map(|post| post.features.rules[index]);
            design.dense(Name::Rule(index), values.collect(), bounds);
        }
        for (index, (name, _)) in posts[0].features.structure.iter().enumerate() {
            if !without.has_structure(name) {
                continue;
            }
            let values = posts.iter().map(|post| post.features.structure[index].1).collect();
            let bounds = match *name {
                name if name.contains("asks") => (0.0, f64::INFINITY),
                name if name.contains("gives") => (f64::NEG_INFINITY, 0.0),
                _ => (f64::NEG_INFINITY, f64::INFINITY),
            };
            design.dense(Name::Structure(name), values, bounds);
        }
        if without != Without::Family(Family::Wording) {
            design.words(posts);
        }
        design
    }

    fn dense(&mut self, name: Name, values: Vec<f64>, bounds: (f64, f64)) {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let spread =
            (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt().max(1e-6);
        let some = values.iter().enumerate().filter(|(_, value)| **value != 0.0);
        let (rows, values) = some.map(|(row, value)| (row as u32, (value / spread) as f32)).unzip();
        self.names.push(name);
        self.scales.push(spread);
        let bounds = (bounds.0 * spread, bounds.1 * spread);
        self.columns.push(Column { rows, values, ridge: RIDGE_OF_RULES, bounds });
    }

    fn words(&mut self, posts: &[Post]) {
        let mut families: HashMap<u32, BTreeSet<&str>> = HashMap::new();
        for post in posts {
            for (hash, _) in &post.features.grams {
                families.entry(*hash).or_default().insert(&post.family);
            }
        }
        // Two words of one hash share a weight; the table writes the first of them.
        let mut written: BTreeMap<u32, &str> = BTreeMap::new();
        let mut by_hash: HashMap<u32, Vec<u32>> = HashMap::new();
        for (row, post) in posts.iter().enumerate() {
            for (hash, gram) in &post.features.grams {
                if families[hash].len() >= FEWEST_FAMILIES {
                    written.entry(*hash).or_insert(gram);
                    by_hash.entry(*hash).or_default().push(row as u32);
                }
            }
        }
        let rows: BTreeMap<&str, Vec<u32>> = written
            .iter()
            .filter(|(_, gram)| !gram.split(' ').any(|word| PEOPLE.contains(&word)))
            .map(|(hash, gram)| (*gram, by_hash.remove(hash).unwrap_or_default()))
            .collect();
        // Rare words tell more: their features are raised by the root of the inverse document frequency.
        let rarity = |rows: &Vec<u32>| ((posts.len() as f64 / rows.len() as f64).ln() + 1.0).sqrt();
        let mut lengths = vec![0.0; posts.len()];
        for rows in rows.values() {
            for row in rows {
                lengths[*row as usize] += (posts[*row as usize].features.gram_scale * rarity(rows)).powi(2);
            }
        }
        let length = lengths.iter().map(|square| square.sqrt()).sum::<f64>() / posts.len() as f64;
        for (gram, rows) in rows {
            let raised = rarity(&rows) / length;
            let values = rows.iter().map(|row| (posts[*row as usize].features.gram_scale * raised) as f32);
            self.columns.push(Column {
                values: values.collect(),
                rows,
                ridge: RIDGE_OF_WORDS,
                bounds: (f64::NEG_INFINITY, f64::INFINITY),
            });
            self.names.push(Name::Words(gram.to_owned()));
            self.scales.push(1.0 / raised);
        }
    }

    /// Fits the posts outside `left_out`; all of them if that is `None`.
    pub fn fit(&self, posts: &[Post], left_out: Option<usize>) -> Weights {
        let targets: Vec<f64> = posts
            .iter()
            .map(|post| match post.label {
                Label::Promotional => 1.0,
                Label::Mixed => MIXED,
                Label::Value => 0.0,
            })
            .collect();
        let counts: Vec<f64> =
            posts.iter().map(|post| if Some(post.fold) == left_out { 0.0 } else { 1.0 }).collect();
        let Fit { bias, weights } = fit(&self.columns, &targets, &counts);
        let by_column = weights.iter().zip(&self.scales).map(|(weight, scale)| weight / scale).collect();
        Weights { bias, by_column }
    }

    /// The log-odds of every post.
    pub fn log_odds(&self, posts: usize, weights: &Weights) -> Vec<f64> {
        let mut log_odds = vec![weights.bias; posts];
        for ((column, weight), scale) in self.columns.iter().zip(&weights.by_column).zip(&self.scales) {
            for (row, value) in column.rows.iter().zip(&column.values) {
                log_odds[*row as usize] += weight * scale * f64::from(*value);
            }
        }
        log_odds
    }

    /// `weights.tsv` and `wording.tsv`, with every weight brought to `slope` and the constant shifted by `offset`.
    pub fn tables(
        &self,
        weights: &Weights,
        (slope, offset): (f64, f64),
        share: f64,
        (mixed_from, promotional_from): (f64, f64),
        head: &str,
    ) -> (String, String) {
        let mut table = head.to_owned();
        let mut wording = String::from(
            "# Words and pairs of words with their weights. Written by `examples/promo`; wording.rs says how they count.\n",
        );
        let bias = weights.bias * slope + offset;
        let _ = writeln!(
            table,
            "bias\t{bias:.3}\nshare\t{share:.3}\nmixed_from\t{mixed_from:.2}\npromotional_from\t{promotional_from:.2}\n"
        );
        for place in ["title", "heading", "first", "last", "body"] {
            let _ = writeln!(table, "place\t{place}\t{:.1}", MODEL.place_factor(place));
        }
        let mut family = None;
        for (name, weight) in self.names.iter().zip(&weights.by_column) {
            let weight = weight * slope;
            match name {
                Name::Rule(index) => {
                    let rule = RULES[*index];
                    if family.replace(rule.family) != Some(rule.family) {
                        let _ = writeln!(table, "\n# {}", rule.family);
                    }
                    let _ = writeln!(table, "rule\t{}\t{weight:.3}", rule.name());
                }
                Name::Structure(name) => {
                    if family.take().is_some() {
                        table.push_str("\n# structure\n");
                    }
                    let _ = writeln!(table, "structure\t{name}\t{weight:.3}");
                }
                Name::Words(words) => {
                    let written = format!("{weight:.3}");
                    if written.trim_start_matches('-').parse::<f64>() != Ok(0.0) {
                        let _ = writeln!(wording, "{written}\t{words}");
                    }
                }
            }
        }
        (table, wording)
    }
}
