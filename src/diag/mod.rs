//! Diagnostics: what is wrong with a site, said so that a writer can mend it.
//!
//! A fault in content is a value, never a stop: every stage returns what it could make and the
//! [`Diagnostics`] it met. A [`Rule`] names the kind of fault once, with the text that `regards explain`
//! prints. The renderers return strings; the terminal is somebody else's.

mod diagnostic;
mod excerpt;
mod human;
mod json;
mod rule;
mod suggest;
mod visible;

pub use diagnostic::{Diagnostic, Diagnostics, Label, Level};
pub use human::human;
pub use json::{json, json_line};
pub use rule::Rule;
pub use suggest::{did_you_mean, nearest};
