//! The rules of giving and asking: pure functions of contacts, audiences, posts, ledger and today's date.
//!
//! [`weigh`] says what a post is, [`ask_gate`] whether one contact may be asked, [`standing`] how a promise
//! stands, [`needs()`] what to write next, [`losing_touch`] whom to call, and [`plan_issues`] brings them together
//! in the next issue of every audience. [`made_up_messages`] decides what readers would get who do not exist, for
//! somebody to look at. Every decision keeps its reason, and the reason is a sentence for a person.

mod candidates;
mod gate;
mod history;
mod item;
mod kind;
#[cfg(test)]
mod laws;
mod ledger;
mod made_up;
mod memory;
mod needs;
mod plan;
mod promise;
mod reach;
mod recent;
mod selection;
#[cfg(test)]
mod tests;
mod touch;

pub use candidates::ASK_WAITS_DAYS;
pub use candidates::answered_need;
pub use candidates::why_it_fits;
pub use gate::{Gate, HoldReason, ask_gate};
pub use history::{Histories, History};
pub use item::Item;
pub use kind::{Evidence, Weighed, weigh};
pub use ledger::{BAD_LEDGER_LINE, Entry, IssueFate, IssueSent, Ledger, SentItem, read_ledger};
pub use made_up::{Footing, MadeUpMessage, MadeUpReader, NoMessage, made_up_messages};
pub use memory::{HeldFacts, Memory};
pub use needs::{NeedState, NeedStatus, OVERDUE_AFTER_DAYS, needs};
pub use plan::*;
pub use promise::{Calendar, PromisePeriod, PromiseStatus, Standing, standing};
pub use reach::{Reach, TooNear};
pub use recent::{Recent, Stream, TooSoon, streams};
pub use selection::{Facts, plan_issues};
pub use touch::{LosingTouch, losing_touch};

use crate::diag::Rule;

/// Every rule of this folder, for `regards explain`.
pub const RULES: &[&Rule] = &[&BAD_LEDGER_LINE];
