//! The HTTP server of the preview.
//!
//! Start at [`HttpServer`]: it is bound to an address, then runs on threads of its own until its [`RunningServer`] is
//! dropped. What stands at a path, an [`Answering`] says; everything that HTTP asks of an answer is done here: ranges,
//! validators, types, refusals.
//!
//! Whoever can open a connection may send anything, and any page in the author's browser can open one. So the name that
//! the browser believes to talk to is checked ([`hosts`]), the size, number and duration of everything is bounded
//! ([`limits`]), and a file is opened only where nothing private can lie ([`files`]).

mod answer;
mod bodies;
mod connections;
mod events;
mod exchange;
mod files;
mod hosts;
mod limits;
mod own_pages;
mod ranges;
mod refusal;
mod reply;
mod server;
mod target;

pub use answer::{Answer, AnswerBody, Answering, Asked};
pub use events::Events;
pub use limits::Limits;
pub use server::{HttpServer, RunningServer, Serving};
