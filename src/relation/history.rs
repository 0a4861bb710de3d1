//! What one contact has received, out of the ledger.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::config::Kind;
use crate::relation::Ledger;

/// What each contact has received, by id.
#[derive(Debug, Clone, Default)]
pub struct Histories<'a>(BTreeMap<&'a str, History<'a>>);

/// What one contact has received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History<'a> {
    /// The day and the audience of each message, in the order of the ledger.
    pub messages: Vec<(Date, &'a str)>,
    /// Every item received, with the first day on which it was.
    pub received: BTreeMap<&'a str, Date>,
    /// Every item received as a give and never as anything else, with the first day on which it was: what is sent
    /// again, or under another kind, is no new give.
    pub gives: BTreeMap<&'a str, Date>,
    /// The day of the last ask.
    pub last_ask: Option<Date>,
}

static NOTHING: History<'static> =
    History { messages: Vec::new(), received: BTreeMap::new(), gives: BTreeMap::new(), last_ask: None };

impl<'a> Histories<'a> {
    /// Sorts the ledger by contact.
    pub fn new(ledger: &'a Ledger) -> Self {
        let mut histories: BTreeMap<&str, History<'_>> = BTreeMap::new();
        let mut others: BTreeSet<(&str, &str)> = BTreeSet::new();
        for entry in &ledger.messages {
            let history = histories.entry(&entry.contact).or_default();
            history.messages.push((entry.date, &entry.audience));
            for item in &entry.items {
                let first = history.received.entry(&item.path).or_insert(entry.date);
                *first = entry.date.min(*first);
                match item.kind {
                    Kind::Give => {
                        let first = history.gives.entry(&item.path).or_insert(entry.date);
                        *first = entry.date.min(*first);
                        continue;
                    }
                    Kind::Ask => history.last_ask = history.last_ask.max(Some(entry.date)),
                    Kind::News => {}
                }
                others.insert((&entry.contact, &item.path));
            }
        }
        for (contact, history) in &mut histories {
            history.gives.retain(|path, _| !others.contains(&(*contact, *path)));
        }
        Self(histories)
    }

    /// What this contact has received; nothing, if the ledger does not know the contact.
    pub fn of(&self, contact: &str) -> &History<'a> {
        self.0.get(contact).unwrap_or(&NOTHING)
    }
}

impl History<'_> {
    /// Whether a message was received by the day `on`.
    pub fn has_message(&self, on: Date) -> bool {
        self.messages.iter().any(|(date, _)| *date <= on)
    }

    /// How many different gives were ever received. The same post twice is one give.
    pub fn gives(&self) -> u32 {
        self.gives_by(Date::MAX)
    }

    /// How many different gives were received after the day of the last ask; without an ask, all of them. What
    /// came in the same message as the ask does not count.
    pub fn gives_since_ask(&self) -> u32 {
        self.gives_since_ask_by(Date::MAX)
    }

    /// As [`History::gives`], by the day `on`.
    pub(crate) fn gives_by(&self, on: Date) -> u32 {
        count(self.gives.values().filter(|date| **date <= on).count())
    }

    /// As [`History::gives_since_ask`], by the day `on`.
    pub(crate) fn gives_since_ask_by(&self, on: Date) -> u32 {
        let is_new = |date: Date| date <= on && self.last_ask.is_none_or(|last| date > last);
        count(self.gives.values().filter(|date| is_new(**date)).count())
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
