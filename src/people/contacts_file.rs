//! The keys of `contacts.yaml`, as written. None of these types can be printed: they hold readers' data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The readers, from `contacts.yaml`. Private: it is never published, and never belongs into the repository of a
/// published site.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContactsFile {
    /// Each reader.
    pub contacts: Vec<ContactEntry>,
}

/// One reader. In a CSV file each of these keys is a column; lists are split at commas and semicolons, and the
/// consent stands in `consent_how`, `consent_at` and `consent_where`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContactEntry {
    /// A short name for reports and the ledger, which tells nobody who it is: `[a-z0-9_-]+`. Needed, and never
    /// changed.
    pub id: String,
    /// The reader's name, as they write it.
    pub name: String,
    /// The reader's address. Needed.
    pub email: String,
    /// Words that segments select by.
    pub tags: Vec<String>,
    /// Who owns the relationship: the id of a person in audiences.yaml. Without it, the first person there.
    pub owner: Option<String>,
    /// How far the relationship is: one of `stages`. Without it, the first.
    pub stage: Option<String>,
    /// The day we met, which patience counts from. Without it, the day of consent.
    pub since: Option<String>,
    /// The proof that this reader wants mail. Without it the contact is never mailed.
    pub consent: Option<ConsentEntry>,
    /// What happened between the two of us, in both directions. A newsletter is none.
    pub touches: Vec<TouchEntry>,
    /// What this reader needs to know: ids from `needs:` of an audience, as `warranty` or `dealers.warranty`.
    pub needs: Vec<String>,
    /// Topics that this reader cares about.
    pub interests: Vec<String>,
    /// Audiences whose newsletter this reader does not want for now, or `all`.
    pub pause: Vec<String>,
}

/// The proof that a reader wants mail.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConsentEntry {
    /// How it was given: `double-opt-in`, `in person`, `contract`. Needed.
    pub how: Option<String>,
    /// When: a day, or a time with its offset (`2026-01-12T10:02:00Z`). Needed.
    pub at: Option<String>,
    /// Where: the page, the event.
    pub r#where: Option<String>,
}

/// One personal touch.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TouchEntry {
    /// The day. Needed.
    pub date: String,
    /// What it was. Needed.
    pub kind: Option<TouchKind>,
    /// A word for ourselves; never printed.
    pub note: Option<String>,
}

/// A touch that takes two. A click, a download or an opt-in is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TouchKind {
    /// We met, on purpose or by chance.
    Met,
    /// We spoke, by telephone or video.
    Call,
    /// They answered a message of ours.
    Reply,
    /// They wrote to us first.
    Wrote,
    /// We talked in writing, back and forth.
    Chat,
    /// They sent somebody our way, or we theirs.
    Referral,
}
