//! The faults of data files.

use crate::diag::{Level, Rule};

/// Every rule of this folder.
pub const RULES: &[&Rule] = &[
    &INVALID_YAML,
    &INVALID_TOML,
    &TOO_LARGE,
    &DUPLICATE_KEY,
    &UNKNOWN_KEY,
    &WRONG_TYPE,
    &MISSING_KEY,
    &UNKNOWN_VALUE,
];

/// Text that is not YAML.
pub const INVALID_YAML: Rule = Rule {
    name: "invalid-yaml",
    level: Level::Error,
    explain: "The text cannot be read as YAML 1.2, so nothing in it is known. What trips people most: a value \
              that holds `: ` or starts with one of ``@ ` % & * ! | > ' \" [ {`` needs quotes; lines are indented \
              with spaces, never tabs; all keys of one mapping start in the same column.",
};

/// Text that is not TOML.
pub const INVALID_TOML: Rule = Rule {
    name: "invalid-toml",
    level: Level::Error,
    explain: "The text cannot be read as TOML 1.1, so nothing in it is known. Texts stand in quotes, a pair is \
              `key = value`, and a key stands in its table only once.",
};

/// More than Regards reads.
pub const TOO_LARGE: Rule = Rule {
    name: "too-large",
    level: Level::Error,
    explain: "The text is larger or nested more deeply than any honest file of its kind, or its YAML aliases repeat \
              so much that a small file would fill the memory. It is not read.",
};

/// A key twice in one mapping.
pub const DUPLICATE_KEY: Rule = Rule {
    name: "duplicate-key",
    level: Level::Error,
    explain: "A key stands twice in the same mapping. Programs disagree on which of the two counts, so neither \
              reading is safe. Remove one.",
};

/// A key that nothing reads.
pub const UNKNOWN_KEY: Rule = Rule {
    name: "unknown-key",
    level: Level::Error,
    explain: "No setting has this name, so what was meant has no effect. In `regards.yaml`, `audiences.yaml` and \
              `contacts.yaml` it is an error. In front matter it is a warning, and only if the name is nearly that \
              of a known key: all other keys are kept for templates as `page.extra`.",
};

/// A value of the wrong type.
pub const WRONG_TYPE: Rule = Rule {
    name: "wrong-type",
    level: Level::Error,
    explain: "The key takes another kind of value: text where a number belongs, one value where a list belongs. The \
              value is left out, as if the key were not there. `regards explain KEY` says what it takes.",
};

/// A key without which the rest makes no sense.
pub const MISSING_KEY: Rule = Rule {
    name: "missing-key",
    level: Level::Error,
    explain: "A key that has no sensible default is not there, or has no value.",
};

/// A word that is none of those a key takes.
pub const UNKNOWN_VALUE: Rule = Rule {
    name: "unknown-value",
    level: Level::Error,
    explain: "The key takes one of a few words or a number within bounds, and this is none of them. The value is \
              left out, as if the key were not there.",
};
