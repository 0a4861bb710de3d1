//! Themes: layered templates and static files, and the engine that renders them.
//!
//! A theme is a folder: `theme.yaml`, `templates/`, `mail/` and `static/`. [`Theme::load`] lays the site's
//! `themes/<name>/` over the built-in theme of that name, that over the theme it extends, and the site's own
//! `templates/` over all of them, file by file. [`Compiled::new`] hands all templates to Tera at once and turns
//! whatever is wrong with them into diagnostics that name the file a person can edit.
//!
//! The names that templates are given are written down in `contract.md` beside this file.

mod builtin;
mod engine;
mod fault;
mod filters;
mod format;
mod layers;
mod manifest;
#[cfg(test)]
mod tests;

pub use builtin::{builtin_names, builtin_theme};
pub use engine::{Compiled, Engine};
pub use fault::group_render_faults;
pub use filters::{FILTERS, FUNCTIONS, register_filters};
pub use format::{format_date, format_number, strip_tags};
pub use layers::{StaticFile, StaticOrigin, Theme};
pub use manifest::Manifest;

use crate::diag::Rule;

/// What every template is given: the documentation for theme authors.
pub const CONTRACT: &str = include_str!("contract.md");

/// The kinds of fault that themes and templates have.
pub const RULES: &[&Rule] = &[
    &layers::UNKNOWN_THEME,
    &layers::THEME_CYCLE,
    &fault::TEMPLATE_SYNTAX,
    &fault::TEMPLATE_REFERENCE,
    &fault::TEMPLATE_CYCLE,
    &fault::MISSING_TEMPLATE,
    &fault::TEMPLATE_RENDER,
];
