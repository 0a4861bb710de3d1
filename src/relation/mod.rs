//! The rules of giving and asking: pure functions of contacts, audiences, posts, ledger and today's date.
//!
//! Every decision keeps its reason, and the reason is a sentence for a person.

mod gate;
mod item;
mod ledger;
mod plan;

pub use gate::{Gate, HoldReason};
pub use item::Item;
pub use ledger::{Entry, IssueSent, Ledger, SentItem};
pub use plan::*;
