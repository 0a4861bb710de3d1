//! What one contact has received, out of the ledger.

use std::collections::BTreeMap;

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
    /// Every item received, with the last day on which it was.
    pub received: BTreeMap<&'a str, Date>,
    /// Every give received, with the last day on which it was.
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
        for entry in &ledger.messages {
            let history = histories.entry(&entry.contact).or_default();
            history.messages.push((entry.date, &entry.audience));
            for item in &entry.items {
                keep_latest(&mut history.received, &item.path, entry.date);
                match item.kind {
                    Kind::Give => keep_latest(&mut history.gives, &item.path, entry.date),
                    Kind::Ask => history.last_ask = history.last_ask.max(Some(entry.date)),
                    Kind::News => {}
                }
            }
        }
        Self(histories)
    }

    /// What this contact has received; nothing, if the ledger does not know the contact.
    pub fn of(&self, contact: &str) -> &History<'a> {
        self.0.get(contact).unwrap_or(&NOTHING)
    }
}

fn keep_latest<'a>(days: &mut BTreeMap<&'a str, Date>, path: &'a str, date: Date) {
    days.entry(path).and_modify(|latest| *latest = date.max(*latest)).or_insert(date);
}

impl History<'_> {
    /// How many different gives were received. The same post twice is one give.
    pub fn gives(&self) -> u32 {
        count(self.gives.len())
    }

    /// How many different gives were received after the day of the last ask; without an ask, all of them. What
    /// came in the same message as the ask does not count.
    pub fn gives_since_ask(&self) -> u32 {
        match self.last_ask {
            Some(last) => count(self.gives.values().filter(|date| **date > last).count()),
            None => self.gives(),
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
