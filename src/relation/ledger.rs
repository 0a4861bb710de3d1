//! What was really sent, to whom.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::config::Kind;
use crate::source::SourcePath;

/// What was really sent, to whom; in the order written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// One for each message.
    pub messages: Vec<Entry>,
    /// One for each issue, sent or skipped.
    pub issues: Vec<IssueSent>,
}

/// One message that one contact got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The day it was sent.
    pub date: Date,
    /// The audience's id.
    pub audience: String,
    /// The issue, by the date that names it.
    pub issue: Date,
    /// The contact's id.
    pub contact: String,
    /// What was in it.
    pub items: Vec<SentItem>,
}

/// One item of a message that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentItem {
    /// The post's source file.
    pub path: String,
    /// What it was to its reader on that day.
    pub kind: Kind,
}

/// One issue that went out, or was skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueSent {
    /// The issue, by the date that names it.
    pub issue: Date,
    /// The audience's id.
    pub audience: String,
    /// The day it was sent or skipped.
    pub date: Date,
    /// Whether it was skipped because nothing was worth sending.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skipped: bool,
    /// Why asks went out that nobody had earned, if they did.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
}

impl Ledger {
    /// The items that an audience has already got, whoever of it got them.
    pub fn sent_to_audience(&self, audience: &str) -> BTreeSet<&str> {
        self.messages
            .iter()
            .filter(|entry| entry.audience == audience)
            .flat_map(|entry| entry.items.iter().map(|item| item.path.as_str()))
            .collect()
    }

    /// Whether the ledger has a post at all.
    pub fn knows(&self, path: &SourcePath) -> bool {
        self.messages.iter().any(|entry| entry.items.iter().any(|item| item.path == path.as_str()))
    }
}
