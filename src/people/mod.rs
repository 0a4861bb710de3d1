//! Readers and the people who write to them: `audiences.yaml` and `contacts.yaml`, checked.
//!
//! [`load()`] reads both files (or contacts from CSV) and returns a [`Community`] with every fault it met. The
//! `…File` and `…Entry` types are the files as written, and the reference that `regards explain` prints; the
//! types without such an ending are what the rest of the program works with.
//!
//! Readers' names and addresses never leave by accident: [`Contact`] and [`Email`] print neither, diagnostics
//! about contacts speak of ids, and [`is_private`] tells the renderer which files not to quote.

mod address_search;
mod audience;
mod audiences_file;
mod check_audiences;
mod check_contacts;
mod check_people;
mod check_promise;
mod contact;
mod contacts_csv;
mod contacts_file;
mod email;
mod faults;
mod load;
mod memory;
mod need;
mod places;
mod privacy;
mod promise;
mod promise_text;
mod segment;
mod stage;
#[cfg(test)]
mod tests;
mod unescape;

pub use address_search::{AddressSearch, OVERLAP};
pub use audience::*;
pub use audiences_file::*;
pub use contact::*;
pub use contacts_file::*;
pub use email::{Email, EmailFault, check_address};
pub use faults::*;
pub use load::{check_dates, load, topic_place};
pub use memory::Memory;
pub use need::{UnknownNeed, resolve_need};
pub(crate) use places::is_id;
pub use privacy::{PrivatePair, all_reserved, is_private, is_reserved, private_pairs};
pub use promise::{Every, Promise, PromisedDay};
pub use segment::{Membership, belongs, members, membership};
pub use stage::{Comparison, Stage, StageRange};

/// Everybody the site knows: who writes, to whom, and who reads.
#[derive(Debug, Clone, Default)]
pub struct Community {
    /// `audiences.yaml`.
    pub audiences: Audiences,
    /// The readers, in the order written.
    pub contacts: Vec<Contact>,
    /// Whether audiences.yaml could not be read, so that an audience that is missing may well be there.
    pub audiences_unread: bool,
}
