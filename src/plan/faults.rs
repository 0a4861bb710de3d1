//! The faults that a plan can have.

use crate::diag::{Level, Rule};

/// Two sources for one output.
pub const OUTPUT_COLLISION: Rule = Rule {
    name: "output-collision",
    level: Level::Error,
    explain: "Two pages, aliases or files would be written to the same place, and one of them would be lost. Both are \
              named. Give one another `slug:`, `path:` or name; nothing is overwritten meanwhile.",
};

/// Two outputs that some disks cannot tell apart.
pub const OUTPUT_DIFFERS_BY_CASE: Rule = Rule {
    name: "output-differs-by-case",
    level: Level::Warning,
    explain: "Two outputs differ in upper and lower case alone, such as `/About/` and `/about/`. The disks of many \
              computers, and some hosts, take them for one, so that one would overwrite the other there. Give one of \
              them another `slug:`, `path:` or name.",
};

/// Every rule of this folder.
pub const RULES: &[&Rule] = &[&OUTPUT_COLLISION, &OUTPUT_DIFFERS_BY_CASE];
