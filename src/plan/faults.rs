//! The faults that a plan can have.

use crate::diag::{Level, Rule};

/// Two sources for one output.
pub const OUTPUT_COLLISION: Rule = Rule {
    name: "output-collision",
    level: Level::Error,
    explain: "Two pages, aliases or files would be written to the same place, and one of them would be lost. Both are \
              named. Give one another `slug:`, `path:` or name; nothing is overwritten meanwhile.",
};

/// Every rule of this folder.
pub const RULES: &[&Rule] = &[&OUTPUT_COLLISION];
