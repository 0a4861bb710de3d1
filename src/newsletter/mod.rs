//! Issues to messages: HTML and text for an audience, one RFC 5322 message for a reader.
//!
//! Start at [`compose()`]: it takes an [`Issue`], the theme's [`MailTemplates`] and a [`Reader`], and gives the
//! neutral HTML and text of the issue and the reader's own message. The costly part, [`Variant::new`], is done
//! once for all readers of an issue; [`Variant::message`] only puts the reader's few words in place.
//! [`read_issue_file`] and [`subject_line`] prepare an issue; [`issue_page`] is its web version.
//!
//! Nothing here follows a reader: no picture that reports being opened, no link that passes through a counter.

mod clean;
mod compose;
mod encoded_words;
mod escape;
mod html;
mod issue_file;
mod letter;
mod mailbox;
mod message;
mod mime;
mod quoted_printable;
mod slots;
mod subject;
mod text;
mod web;
mod words;

#[cfg(test)]
mod compose_tests;
#[cfg(test)]
mod mime_tests;

use crate::diag::Rule;

pub use compose::{Composed, LARGEST_LETTER, Variant, compose};
pub use html::MailTemplates;
pub use issue_file::{IssueFile, IssueKeys, OverrideKeys, Written, read_issue_file};
pub use mailbox::{HEADER_INJECTION, address_fault, header_text_fault};
pub use message::{Author, Issue, IssueItem, Legal, Mailbox, Prose, Reader, sample_reader};
pub use mime::MessageKey;
pub use subject::{Lead, Subject, subject_line};
pub use web::{IssueLink, IssuePage, IssueState, PageItem, PageOwner, issue_page};
pub use words::{ENGLISH, GERMAN, Words};

/// Every kind of fault that newsletters can have.
pub const RULES: &[&Rule] = &[
    &mailbox::HEADER_INJECTION,
    &mailbox::BAD_MAIL_ADDRESS,
    &subject::EMPTY_SUBJECT,
    &subject::LONG_SUBJECT,
    &issue_file::BAD_ISSUE_PATH,
    &issue_file::UNCLOSED_ISSUE,
    &issue_file::BAD_ISSUE_ITEM,
    &issue_file::REPEATED_ISSUE_ITEM,
    &issue_file::TWO_INTROS,
    &issue_file::OVERRIDE_WITHOUT_REASON,
    &html::MAIL_TEMPLATE_ERROR,
    &html::REMOTE_MAIL_CONTENT,
    &compose::EMPTY_ISSUE,
    &compose::LARGE_LETTER,
    &compose::TOO_LARGE_LETTER,
    &compose::DROPPED_MAIL_IMAGE,
    &compose::NO_POSTAL_ADDRESS,
    &compose::NO_WAY_TO_LEAVE,
    &compose::BAD_LEAVE_TOKEN,
];
