//! `regards.yaml` and front matter: typed, every key documented where it is declared.
//!
//! The doc comments here are the reference: `regards explain KEY` prints them and `regards schema` hands them
//! to editors. [`Config`] is strict; [`FrontMatter`] warns about keys it does not know and keeps them in
//! `extra`, because posts come from other generators.

mod date;
mod dialect;
mod document;
mod front_matter;
mod normalise;
mod read;
mod rules;
mod settings;
mod values;

pub use date::{PostDate, parse_date};
pub use document::read_document;
pub use front_matter::{Document, FrontMatter};
pub use read::read_config;
pub use rules::*;
pub use settings::*;
pub use values::*;
