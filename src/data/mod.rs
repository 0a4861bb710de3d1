//! YAML and TOML as values that remember where they stood.
//!
//! [`read_yaml`] and [`read_toml`] make a [`Node`] tree out of text; [`decode()`] makes a typed value out of a
//! tree. All problems of a file are reported at once: the tree is first held against the JSON Schema of the
//! type (the same one that `regards schema` prints), which names every unknown key, wrong type and missing
//! key with its place, and only then decoded.

mod compile;
mod decode;
#[cfg(test)]
mod decoding_tests;
mod deserialize;
mod explain;
mod node;
#[cfg(test)]
mod reading_tests;
mod rules;
mod scalar;
mod shown;
mod toml;
mod validate;
mod yaml;
mod yaml_fault;

pub use decode::{UnknownKeys, decode};
pub use explain::{explain_key, keys, schema_of, schema_of_output, schema_text, wrapped};
pub use node::{Entry, Node, Value};
pub use rules::*;
pub use shown::{quoted, shown};
pub use toml::read_toml;
pub use yaml::read_yaml;
