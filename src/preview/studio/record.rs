//! What went out to an audience, issue by issue, out of the ledger.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::config::Kind;
use crate::relation::Ledger;

/// What one issue gave and asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssueRecord {
    /// The issue, by the date that names it.
    pub issue: Date,
    /// Whether it was skipped, and nobody got it.
    pub skipped: bool,
    /// How many readers got it.
    pub readers: usize,
    /// Gives that no earlier issue held.
    pub gives: usize,
    /// Asks.
    pub asks: usize,
    /// How many readers got an ask in it.
    pub asked: usize,
    /// New gives since the issue with the last ask, as this one went out: with its own, unless it asks, since what
    /// comes with an ask makes up for none.
    pub gives_since_ask: usize,
}

/// Every issue of an audience, the oldest first.
///
/// It counts what the audience got as a whole; what a single reader has received, the ask gate knows.
pub fn record(ledger: &Ledger, audience: &str) -> Vec<IssueRecord> {
    let mut issues: BTreeMap<Date, Contents<'_>> = BTreeMap::new();
    for issue in ledger.issues.iter().filter(|issue| issue.audience == audience) {
        issues.entry(issue.issue).or_default().skipped |= issue.skipped;
    }
    for entry in ledger.messages.iter().filter(|entry| entry.audience == audience) {
        let contents = issues.entry(entry.issue).or_default();
        contents.readers.insert(&entry.contact);
        for item in &entry.items {
            match item.kind {
                Kind::Give => {
                    contents.gives.insert(&item.path);
                }
                Kind::Ask => {
                    contents.asks.insert(&item.path);
                    contents.asked.insert(&entry.contact);
                }
                Kind::News => {}
            }
        }
    }
    let mut given = BTreeSet::new();
    let mut since_ask = 0;
    let records = issues.into_iter().map(|(issue, contents)| {
        let gives = contents.gives.iter().filter(|path| given.insert(**path)).count();
        let asks = contents.asks.len();
        if asks == 0 {
            since_ask += gives;
        }
        let gives_since_ask = since_ask;
        if asks > 0 {
            since_ask = 0;
        }
        IssueRecord {
            issue,
            skipped: contents.skipped && contents.readers.is_empty(),
            readers: contents.readers.len(),
            gives,
            asks,
            asked: contents.asked.len(),
            gives_since_ask,
        }
    });
    records.collect()
}

#[derive(Debug, Default)]
struct Contents<'a> {
    skipped: bool,
    readers: BTreeSet<&'a str>,
    gives: BTreeSet<&'a str>,
    asks: BTreeSet<&'a str>,
    asked: BTreeSet<&'a str>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::relation::read_ledger;
    use crate::source::SourcePath;

    #[test]
    fn gives_are_counted_once_and_since_the_last_ask() {
        let message = |issue: &str, contact: &str, items: &str| {
            let items: Vec<serde_json::Value> = items
                .split_whitespace()
                .map(|item| {
                    let (kind, path) = item.split_once(':').unwrap();
                    serde_json::json!({ "path": path, "kind": kind })
                })
                .collect();
            let line = serde_json::json!({ "date": issue, "audience": "dealers", "issue": issue, "contact": contact, "items": items });
            format!("{line}\n")
        };
        let skipped = r#"{"date":"2026-03-01","audience":"dealers","issue":"2026-03-01","skipped":true}"#;
        let lines = [
            message("2026-01-01", "c1", "give:a give:b"),
            message("2026-02-01", "c1", "give:b give:c news:n"),
            message("2026-02-01", "c2", "give:c"),
            format!("{skipped}\n"),
            message("2026-04-01", "c1", "give:d ask:x"),
            message("2026-04-01", "c2", "give:d"),
            message("2026-05-01", "c1", "give:e"),
            r#"{"date":"2026-05-01","audience":"others","issue":"2026-05-01","contact":"c3","items":[{"path":"z","kind":"give"}]}"#.to_owned(),
        ];
        let (ledger, faults) = read_ledger(&SourcePath::new("l").unwrap(), &lines.concat());
        assert!(faults.is_empty(), "{faults:?}");
        let counted: Vec<_> = record(&ledger, "dealers")
            .iter()
            .map(|issue| {
                (
                    issue.issue.month(),
                    issue.readers,
                    issue.gives,
                    issue.asks,
                    issue.asked,
                    issue.gives_since_ask,
                )
            })
            .collect();
        assert_eq!(
            counted,
            [
                (1, 1, 2, 0, 0, 2),
                (2, 2, 1, 0, 0, 3),
                (3, 0, 0, 0, 0, 3),
                (4, 2, 1, 1, 1, 3),
                (5, 1, 1, 0, 0, 1)
            ]
        );
        let skipped = record(&ledger, "dealers").into_iter().filter(|issue| issue.skipped);
        assert_eq!(skipped.map(|issue| issue.issue).collect::<Vec<_>>(), [date(2026, 3, 1)]);
        assert_eq!(record(&ledger, "nobody"), []);
    }
}
