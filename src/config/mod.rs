//! `regards.yaml` and front matter: typed, every key documented where it is declared.
//!
//! The doc comments here are the reference: `regards explain KEY` prints them and `regards schema` hands them
//! to editors. [`Config`] is strict; [`FrontMatter`] warns about keys it does not know and keeps them in
//! `extra`, because posts come from other generators.

mod date;
mod dialect;
mod document;
mod edit;
mod front_matter;
#[cfg(test)]
mod front_matter_tests;
mod glob;
mod normalise;
mod read;
mod rules;
mod schema;
mod settings;
#[cfg(test)]
mod settings_tests;
mod slug;
mod values;

pub use date::{PostDate, parse_date, time_zone, time_zone_names};
pub use document::{front_matter_place, read_document};
pub use edit::with_numbers;
pub use front_matter::{Document, FrontMatter};
pub use glob::{Glob, GlobFault};
pub use read::{PERMALINK_PLACEHOLDERS, read_config, setting_place};
pub use rules::*;
pub use schema::{config_schema, front_matter_schema, other_spellings, usual_spelling};
pub use settings::*;
pub use slug::pelican_slug;
pub use values::*;
