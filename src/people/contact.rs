//! One reader. `Debug` shows the id and the stage, and nothing that tells who it is.

use std::fmt;

use jiff::civil::Date;

use crate::people::{Email, Stage, TouchKind};
use crate::source::Span;

/// One reader.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// A short name that tells nobody who it is: `[a-z0-9_-]+`, unique.
    pub id: String,
    /// The reader's name; no control characters. Private.
    pub name: String,
    /// The reader's address. Private.
    pub email: Email,
    /// Words that segments select by.
    pub tags: Vec<String>,
    /// The person who owns the relationship; empty only if `people:` is.
    pub owner: String,
    /// How far the relationship is.
    pub stage: Stage,
    /// The day we met.
    pub since: Option<Date>,
    /// The proof that this reader wants mail; without it, none is sent.
    pub consent: Option<Consent>,
    /// What happened between the two of us, oldest first.
    pub touches: Vec<Touch>,
    /// What this reader needs to know, resolved.
    pub needs: Vec<NeedId>,
    /// Topics that this reader cares about, lower case.
    pub interests: Vec<String>,
    /// The newsletters that this reader does not want for now.
    pub pause: Pause,
    /// Whether the file has an error about this contact; then no mail is sent.
    pub faulty: bool,
    /// Where the id stands.
    pub place: Span,
}

/// The proof that a reader wants mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// How it was given.
    pub how: String,
    /// The day, in UTC if a time was given.
    pub date: Date,
    /// When, as written.
    pub at: String,
    /// Where.
    pub place: Option<String>,
}

/// One personal touch.
#[derive(Clone, PartialEq, Eq)]
pub struct Touch {
    /// The day.
    pub date: Date,
    /// What it was.
    pub kind: TouchKind,
    /// A word for ourselves. Private.
    pub note: Option<String>,
}

/// A need of an audience.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NeedId {
    /// The audience's id.
    pub audience: String,
    /// The need's id within it.
    pub need: String,
}

/// The newsletters that a reader does not want for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pause {
    /// Those of these audiences; empty for none.
    Audiences(Vec<String>),
    /// All of them.
    All,
}

impl Default for Pause {
    fn default() -> Self {
        Self::Audiences(Vec::new())
    }
}

impl Pause {
    /// Whether the newsletter of `audience` is paused.
    pub fn covers(&self, audience: &str) -> bool {
        match self {
            Self::Audiences(audiences) => audiences.iter().any(|paused| paused == audience),
            Self::All => true,
        }
    }
}

impl Contact {
    /// The day that patience counts from: that of `since`, or else of the consent.
    pub fn known_since(&self) -> Option<Date> {
        self.since.or(self.consent.as_ref().map(|consent| consent.date))
    }

    /// The day of the last personal touch.
    pub fn last_touch(&self) -> Option<Date> {
        self.touches.iter().map(|touch| touch.date).max()
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Contact")
            .field("id", &self.id)
            .field("stage", &self.stage.name())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Touch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Touch")
            .field("date", &self.date)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for NeedId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.audience, self.need)
    }
}
