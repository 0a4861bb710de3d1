//! Issues to messages: HTML and text for an audience, one RFC 5322 message for a reader.
//!
//! Start at [`compose`]: it takes an [`Issue`], the theme's [`MailTemplates`] and a [`Reader`], and gives the
//! neutral HTML and text of the issue and the reader's own message. The costly part, [`Variant::new`], is done
//! once for all readers of an issue; [`Variant::message`] only puts the reader's few words in place.
//! [`read_issue_file`] and [`subject_line`] prepare an issue; [`issue_page`] is its web version.
//!
//! Nothing here follows a reader: no picture that reports being opened, no link that passes through a counter.

mod message;
mod web;
mod words;

pub use message::{Issue, IssueItem, Legal, Mailbox, Prose, Reader, sample_reader};
pub use web::{IssueLink, IssuePage, PageItem, PageOwner, issue_page};
pub use words::{ENGLISH, GERMAN, Words};
