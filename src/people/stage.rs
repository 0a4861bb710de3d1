//! How far a relationship is, and ranges of that.

use std::fmt;
use std::sync::Arc;

/// One step of `stages`. Ordered as the list is: a later step is greater.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stage {
    rank: usize,
    name: Arc<str>,
}

impl Stage {
    /// Step `rank` of the list, counted from 0.
    pub fn new(rank: usize, name: &str) -> Self {
        Self { rank, name: name.into() }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)
    }
}

/// Stages that belong to a segment: `>= new`, `acquainted`, `< trusted`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageRange {
    /// How a contact's stage compares.
    pub comparison: Comparison,
    /// With what.
    pub stage: Stage,
}

/// How two stages compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `=`, or the name alone.
    Exactly,
}

impl Comparison {
    /// Splits `>= new` into the comparison and the name.
    pub fn split(text: &str) -> (Self, &str) {
        let text = text.trim();
        let signs = [
            (">=", Self::AtLeast),
            ("<=", Self::AtMost),
            ("==", Self::Exactly),
            (">", Self::Above),
            ("<", Self::Below),
            ("=", Self::Exactly),
        ];
        for (sign, comparison) in signs {
            if let Some(rest) = text.strip_prefix(sign) {
                return (comparison, rest.trim());
            }
        }
        (Self::Exactly, text)
    }
}

impl StageRange {
    /// Whether `stage` lies in the range.
    pub fn holds(&self, stage: &Stage) -> bool {
        match self.comparison {
            Comparison::AtLeast => *stage >= self.stage,
            Comparison::Above => *stage > self.stage,
            Comparison::AtMost => *stage <= self.stage,
            Comparison::Below => *stage < self.stage,
            Comparison::Exactly => *stage == self.stage,
        }
    }
}

impl fmt::Display for StageRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.comparison {
            Comparison::AtLeast => write!(formatter, "{} or further", self.stage),
            Comparison::Above => write!(formatter, "further than {}", self.stage),
            Comparison::AtMost => write!(formatter, "{} at most", self.stage),
            Comparison::Below => write!(formatter, "not yet {}", self.stage),
            Comparison::Exactly => write!(formatter, "{}", self.stage),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_compare_by_rank() {
        let names = ["new", "acquainted", "trusted"];
        let stage = |rank: usize| Stage::new(rank, names[rank]);
        let cases = [
            (">= acquainted", [false, true, true]),
            (">new", [false, true, true]),
            ("<= acquainted", [true, true, false]),
            ("< trusted", [true, true, false]),
            ("acquainted", [false, true, false]),
            ("= trusted", [false, false, true]),
        ];
        for (text, expected) in cases {
            let (comparison, name) = Comparison::split(text);
            let rank = names.iter().position(|known| *known == name).unwrap();
            let range = StageRange { comparison, stage: stage(rank) };
            assert_eq!([0, 1, 2].map(|rank| range.holds(&stage(rank))), expected, "{text}");
        }
    }
}
