//! Diagnostics: what is wrong with a site, said so that a writer can mend it.
//!
//! A fault in content is a value, never a stop: every stage returns what it could make and the
//! [`Diagnostics`] it met. A [`Rule`] names the kind of fault once, with the text that `regards explain`
//! prints. The renderers return strings; the terminal is somebody else's.

mod diagnostic;
mod excerpt;
mod fingerprint;
mod github;
mod human;
mod json;
mod path_prefix;
mod places;
mod rule;
mod sarif;
mod short;
mod suggest;
mod visible;

#[cfg(test)]
mod tests;

pub use diagnostic::{Diagnostic, Diagnostics, Label, Level};
pub use fingerprint::{Fingerprint, identify};
pub use github::github;
pub use human::human;
pub use json::{DiagnosticLine, json, json_line, json_values};
pub use path_prefix::PathPrefix;
pub use rule::Rule;
pub use sarif::{Tool, sarif};
pub use short::short;
pub use suggest::{did_you_mean, nearest};
pub use visible::visible_lines;
