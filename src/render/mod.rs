//! One job to the bytes of one file.
//!
//! [`Renderer::new`] prepares what all jobs share; [`Renderer::render`] makes the bytes of a
//! [`Job`](crate::plan::Job), from any thread, without touching anything outside its [`Inputs`]. HTML comes out
//! of the theme's templates; feeds, the sitemap and robots.txt are written here, because their escaping must be
//! right whatever the theme. A preview hands a [`Memory`] from one renderer to the next, which has the costly parts of
//! what was rendered before, each beside all that it was made from.

mod alias;
mod archive;
mod bodies;
mod body_memory;
mod context;
mod dates;
mod feed;
mod feed_atom;
mod feed_json;
mod functions;
mod html_urls;
mod inputs;
mod json_ld;
mod letters;
mod lights;
mod list;
mod load_data;
mod memory;
mod newsletter;
mod page;
pub mod paths;
mod people;
mod renderer;
mod robots;
mod shared;
mod sitemap;
mod subscribe;
mod taxonomy;
mod templates;
#[cfg(test)]
mod tests;
mod translations;
mod values;

pub use html_urls::absolute_urls;
pub use inputs::Inputs;
pub use letters::{Letter, compose_letters, compose_sample, mail_templates};
pub use memory::Memory;
pub use renderer::Renderer;

use crate::diag::Rule;

/// The kinds of fault that rendering finds by itself; templates have theirs in
/// [`theme::RULES`](crate::theme::RULES).
pub const RULES: &[&Rule] = &[&templates::UNKNOWN_TEMPLATE];
