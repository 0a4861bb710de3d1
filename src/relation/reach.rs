//! One message per person in so many days, over all audiences.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::relation::Ledger;
use crate::relation::gate::days_after;
use crate::relation::promise::days_between;

/// The messages that each contact got or is about to get.
#[derive(Debug, Clone)]
pub struct Reach<'a> {
    min_gap_days: u32,
    booked: BTreeMap<&'a str, Vec<(Date, &'a str)>>,
    /// The first ask that is about to be sent, by contact; those that were sent stand in the ledger.
    asked: BTreeMap<&'a str, (Date, &'a str)>,
}

/// A message that stands too near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooNear<'a> {
    /// Its day.
    pub date: Date,
    /// Its audience's id.
    pub audience: &'a str,
    /// The first day on which another may follow.
    pub until: Date,
}

impl<'a> Reach<'a> {
    /// Starts with what the ledger says was sent.
    pub fn new(ledger: &'a Ledger, min_gap_days: u32) -> Self {
        let mut booked: BTreeMap<&str, Vec<(Date, &str)>> = BTreeMap::new();
        for entry in &ledger.messages {
            booked.entry(&entry.contact).or_default().push((entry.date, &entry.audience));
        }
        Self { min_gap_days, booked, asked: BTreeMap::new() }
    }

    /// The latest message to `contact` that is too near to the day `on`, before or after it.
    pub fn too_near(&self, contact: &str, on: Date) -> Option<TooNear<'a>> {
        let messages = self.booked.get(contact)?;
        let near = |date: Date| days_between(date, on).max(days_between(on, date)) < self.min_gap_days;
        let (date, audience) = messages.iter().filter(|(date, _)| near(*date)).max()?;
        Some(TooNear { date: *date, audience, until: days_after(*date, self.min_gap_days) })
    }

    /// Notes that the message to `contact` on the day `on` asks for something.
    pub fn book_ask(&mut self, contact: &'a str, on: Date, audience: &'a str) {
        self.asked.entry(contact).or_insert((on, audience));
    }

    /// The day and the audience of an ask that `contact` is about to get.
    pub fn planned_ask(&self, contact: &str) -> Option<(Date, &'a str)> {
        self.asked.get(contact).copied()
    }

    /// Notes a message to `contact` on the day `on`.
    pub fn book(&mut self, contact: &'a str, on: Date, audience: &'a str) {
        self.booked.entry(contact).or_default().push((on, audience));
    }
}
