//! `regards.yaml` and front matter: typed, every key documented where it is declared.
//!
//! The doc comments here are the reference: `regards explain KEY` prints them and `regards schema` hands them
//! to editors. [`Config`] is strict; [`FrontMatter`] warns about keys it does not know and keeps them in
//! `extra`, because posts come from other generators.

mod front_matter;
mod settings;
mod values;

pub use front_matter::{Document, FrontMatter, read_document};
pub use settings::*;
pub use values::*;
