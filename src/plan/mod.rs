//! Which files will exist.
//!
//! [`plan`] decides every output path before anything is rendered: two jobs for one path is a diagnostic that
//! names both sources, never an overwrite. A [`Job`] says what to make; `render` makes its bytes.

mod build;
mod collision;
pub mod faults;
mod job;
#[cfg(test)]
mod laws;
mod links;

pub use build::{Extras, Plan, PlannedIssue, SITEMAP_LIMIT, plan};
pub use job::{FeedScope, Job, Lead, Pager};
