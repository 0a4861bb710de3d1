//! What the preview server answers: the site as a build would publish it, a writing panel on every post, and the
//! studio.
//!
//! Start at [`Views::respond`]. A [`Snapshot`] is the site as understood at one moment, rendered file by file as a
//! browser asks for them; [`Views`] are the newest one and the last one without errors. Nothing here listens,
//! watches or waits: that is for `effects` and `cli::serve`.

mod client;
mod editor;
mod overlay;
mod panel;
mod problems;
mod respond;
mod response;
mod snapshot;
mod studio;
#[cfg(test)]
mod tests;
mod views;

pub use editor::Editor;
pub use problems::Problems;
pub use respond::EVENTS;
pub use response::{Body, Response};
pub use snapshot::Snapshot;
pub use views::Views;
