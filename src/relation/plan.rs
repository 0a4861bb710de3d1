//! The next issue of an audience, decided and explained, before a word of it is composed.

use jiff::Zoned;
use jiff::civil::Date;

use crate::config::Kind;
use crate::relation::Gate;
use crate::source::SourcePath;

/// What a hand-written issue file asks of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueRequest {
    /// The file: `content/newsletters/<audience>/<date>.md`.
    pub path: SourcePath,
    /// The audience's id.
    pub audience: String,
    /// The date that names the issue.
    pub date: Date,
    /// The posts it names, in order; empty leaves the choice to the rules.
    pub items: Vec<SourcePath>,
    /// Why asks may go out that were not earned. Lifts every rule but that of the first message.
    pub override_reason: Option<String>,
}

/// The next issue of one audience.
///
/// Without readers there are no variants, but the items stand: an issue can be looked at before anybody has
/// agreed to get it.
#[derive(Debug, Clone, PartialEq)]
pub struct IssuePlan {
    /// The audience's id.
    pub audience: String,
    /// The date that names the issue: that of the hand-written issue file, the next promised one, or today.
    pub date: Date,
    /// The first day on which it can go out: `date`, or today if that is past. The gates are those of this day.
    pub send_on: Date,
    /// When the promise wants it, if there is a promise.
    pub due: Option<Zoned>,
    /// The hand-written issue file that it follows.
    pub request: Option<SourcePath>,
    /// Every item that any reader may get, in order: all gives and news, and each ask that at least one reader
    /// has earned. The web version shows these, so no ask that everybody is spared.
    pub items: Vec<Chosen>,
    /// Readers who get the same items; together, everybody who is mailed.
    pub variants: Vec<Variant>,
    /// Asks that a member does not get, and why.
    pub held: Vec<Held>,
    /// Asks that a reader gets without having earned them, for the written reason.
    pub overridden: Vec<Held>,
    /// Members who get no message at all, and why.
    pub not_mailed: Vec<NotMailed>,
    /// Items that would have fitted, and why they are not in it.
    pub left_out: Vec<LeftOut>,
    /// Why there is no issue; then there are no items and no variants.
    pub skip: Option<SkipReason>,
    /// Why asks go out that were not earned, from the issue file; repeated in every report.
    pub override_reason: Option<String>,
}

/// An item of an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The post's source file.
    pub path: SourcePath,
    /// What it is to its reader.
    pub kind: Kind,
    /// Why it is in the issue.
    pub why: Why,
}

/// Why an item is in an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It answers a need of the audience: the need's id and its question.
    Answers {
        /// The need's id.
        need: String,
        /// The question in the reader's words.
        ask: String,
    },
    /// It has this topic in common with the audience.
    Topic(String),
    /// It names the audience.
    Named,
    /// The hand-written issue file names it.
    ByHand,
}

/// Readers who get the same items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The items, in order.
    pub items: Vec<Chosen>,
    /// The ids of the contacts, in their own order.
    pub contacts: Vec<String>,
}

/// An ask that one contact does not get, or gets only for a written reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The contact's id.
    pub contact: String,
    /// The post's source file.
    pub item: SourcePath,
    /// What holds it, or would; never [`Gate::Open`].
    pub gate: Gate,
}

/// A member of the audience who gets no message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotMailed {
    /// The contact's id.
    pub contact: String,
    /// Why.
    pub why: NotMailedReason,
}

/// Why a member gets no message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMailedReason {
    /// There is no consent.
    NoConsent,
    /// The contacts file has an error about this contact.
    Faulty,
    /// The reader has paused this newsletter.
    Paused,
    /// Another message is too near.
    TooNear {
        /// The day of that message.
        date: Date,
        /// Its audience's id.
        audience: String,
        /// The first day on which a message may follow.
        until: Date,
    },
    /// Nobody can write: the contact has no owner with an address.
    NoSender,
    /// Everything in the issue is held for this reader, or was received before.
    NothingForThem,
}

/// An item that would have fitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The post's source file.
    pub path: SourcePath,
    /// Why it is not in the issue.
    pub why: LeftOutReason,
}

/// Why an item that fits is not in an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOutReason {
    /// The issue is full: the audience's `max_items`.
    Full(usize),
    /// An ask that no reader has earned.
    NobodyEarnedIt,
}

/// Why there is no issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// No post since the last issue fits.
    NothingNew,
    /// There is nothing but asks, and an ask does not travel alone.
    OnlyAsks,
    /// There is no postal address or no way to leave, so nobody may be mailed.
    CannotLeave,
}

impl Why {
    /// Why the item is in the issue, in one sentence.
    pub fn reason(&self) -> String {
        match self {
            Self::Answers { ask, .. } => format!("answers the need “{ask}”"),
            Self::Topic(topic) => format!("on the topic {topic}"),
            Self::Named => "names the audience".into(),
            Self::ByHand => "named by the issue file".into(),
        }
    }
}

impl NotMailedReason {
    /// Why the contact gets no message, in one sentence.
    pub fn reason(&self) -> String {
        match self {
            Self::NoConsent => "has not agreed to mail".into(),
            Self::Faulty => "the contacts file has an error about this contact".into(),
            Self::Paused => "has paused this newsletter".into(),
            Self::TooNear { date, audience, until } => {
                format!("gets the newsletter of {audience} on {date}; not again before {until}")
            }
            Self::NoSender => "has no owner with an address to write from".into(),
            Self::NothingForThem => "has had everything in it, or has not earned it yet".into(),
        }
    }
}

impl LeftOutReason {
    /// Why the item is not in the issue, in one sentence.
    pub fn reason(&self) -> String {
        match self {
            Self::Full(most) => format!("the issue is full, with {most} items"),
            Self::NobodyEarnedIt => "an ask that no reader has earned yet".into(),
        }
    }
}

impl SkipReason {
    /// Why there is no issue, in one sentence.
    pub fn reason(&self) -> String {
        match self {
            Self::NothingNew => "nothing new that fits; silence is better than padding".into(),
            Self::OnlyAsks => "nothing but asks, and an ask does not travel alone".into(),
            Self::CannotLeave => "there is no postal address or no way to leave".into(),
        }
    }
}

impl IssuePlan {
    /// How many readers are mailed.
    pub fn readers(&self) -> usize {
        self.variants.iter().map(|variant| variant.contacts.len()).sum()
    }
}
