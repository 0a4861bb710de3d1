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
    explain: "The text cannot be read as YAML 1.2, so nothing in it is known. Look at the marked place and just above \
              it. Put quotes around a value that holds `: ` or starts with one of ``@ ` % & * ! | > ' \" [ {``; indent \
              with spaces, never tabs; start all keys of one mapping in the same column.",
};

/// Text that is not TOML.
pub const INVALID_TOML: Rule = Rule {
    name: "invalid-toml",
    level: Level::Error,
    explain: "The text cannot be read as TOML 1.1, so nothing in it is known. Look at the marked place. Write a pair \
              as `key = value`, put quotes around texts, and use a key only once in its table.",
};

/// More than Regards reads.
pub const TOO_LARGE: Rule = Rule {
    name: "too-large",
    level: Level::Error,
    explain: "The text is larger or nested more deeply than any honest file of its kind, or its YAML aliases repeat so \
              much that a small file would fill the memory. It is not read. Split it, or write the repeated parts out.",
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
    explain: "No setting has this name, so what was meant has no effect. Correct the name, or remove the key. In \
              `regards.yaml`, `audiences.yaml` and `contacts.yaml` it is an error. In front matter it is a warning, \
              and only if the name is nearly that of a known key: all other keys are kept for templates as \
              `page.extra`. Put a key of your own under `extra:`, where it is never doubted.",
};

/// A value of the wrong type.
pub const WRONG_TYPE: Rule = Rule {
    name: "wrong-type",
    level: Level::Error,
    explain: "The key takes another kind of value: text where a number belongs, one value where a list belongs. The \
              value is left out, as if the key were not there. Write what `regards explain KEY` says that it takes.",
};

/// A key without which the rest makes no sense.
pub const MISSING_KEY: Rule = Rule {
    name: "missing-key",
    level: Level::Error,
    explain: "A key that has no sensible default is not there, or has no value. Write it; `regards explain KEY` says \
              what it takes.",
};

/// A word that is none of those a key takes.
pub const UNKNOWN_VALUE: Rule = Rule {
    name: "unknown-value",
    level: Level::Error,
    explain: "The key takes one of a few words, or a number within bounds, and this is none of them. The value is left \
              out, as if the key were not there. Choose one that `regards explain KEY` lists.",
};
