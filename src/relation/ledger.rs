//! What was really sent, to whom: one JSON object a line, for each message and for each issue.
//!
//! ```json
//! {"date":"2026-03-03","audience":"dealers","issue":"2026-03-03","contact":"c7f3","items":[{"path":"content/posts/racks.md","kind":"give"}]}
//! {"issue":"2026-03-17","audience":"dealers","date":"2026-03-17","skipped":true}
//! ```

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

use crate::config::Kind;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::Rule;
use crate::people::is_id;
use crate::source::SourcePath;
use crate::source::Span;

/// A line of the ledger that cannot be read.
pub const BAD_LEDGER_LINE: Rule = Rule {
    name: "bad-ledger-line",
    level: Level::Error,
    explain: "A line of the ledger is not one of its JSON objects, so something that was sent is not known. Patience \
              and balance would be counted wrongly, and somebody could be asked too early. Restore the line from a \
              backup; a line cut short by a crash is the last one, and may be removed if that message did not go out.",
};

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

/// What became of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IssueFate {
    /// The first day on which it was sent.
    pub sent: Option<Date>,
    /// The first day on which it was skipped.
    pub skipped: Option<Date>,
}

/// Reads a ledger. Every bad line is reported; the others are kept.
pub fn read_ledger(path: &SourcePath, text: &str) -> (Ledger, Diagnostics) {
    let mut ledger = Ledger::default();
    let mut diagnostics = Diagnostics::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let object = line.trim_start_matches('\u{feff}').trim();
        if !object.is_empty()
            && let Err(fault) = ledger.add(object)
        {
            let what = what_is_wrong(&fault);
            let diagnostic = Diagnostic::new(&BAD_LEDGER_LINE, format!("this line of the ledger {what}"))
                // The place is the line, without showing it: nobody knows what stands in it.
                .at(Span::new(path, start..start))
                .help("restore it from a backup; until then no ask is safe");
            diagnostics.push(diagnostic);
        }
        start += line.len();
    }
    (ledger, diagnostics)
}

fn what_is_wrong(fault: &serde_json::Error) -> String {
    match fault.classify() {
        serde_json::error::Category::Eof => "is cut short".into(),
        serde_json::error::Category::Data => {
            let fault = fault.to_string();
            // A value where it does not belong may be a reader's address.
            let fault = fault.split(" at line ").next().filter(|fault| !fault.contains('@'));
            fault.map_or("is not understood".into(), |fault| format!("is not understood: {fault}"))
        }
        _ => "is not JSON".into(),
    }
}

impl Ledger {
    /// Adds one line: a message if it names a contact, otherwise an issue.
    fn add(&mut self, line: &str) -> Result<(), serde_json::Error> {
        let object: serde_json::Value = serde_json::from_str(line)?;
        if object.get("contact").is_some() {
            let entry: Entry = serde_json::from_value(object)?;
            if !is_id(&entry.contact) {
                return Err(serde::de::Error::custom("`contact` is no id"));
            }
            self.messages.push(entry);
        } else {
            self.issues.push(serde_json::from_value(object)?);
        }
        Ok(())
    }

    /// The ledger as text, messages first; [`read_ledger`] makes the same ledger of it.
    pub fn to_lines(&self) -> String {
        let messages = self.messages.iter().map(|entry| serde_json::json!(entry).to_string());
        let issues = self.issues.iter().map(|issue| serde_json::json!(issue).to_string());
        messages.chain(issues).map(|line| line + "\n").collect()
    }

    /// The last issue of an audience that really went out, by the day it did.
    ///
    /// Messages count even where no line tells of the issue.
    pub fn last_sent(&self, audience: &str) -> Option<Date> {
        let issues = self.issues.iter().filter(|issue| issue.audience == audience && !issue.skipped);
        let messages = self.messages.iter().filter(|entry| entry.audience == audience);
        issues.map(|issue| issue.date).chain(messages.map(|entry| entry.date)).max()
    }

    /// What became of each issue of an audience, by the date that names it.
    pub fn issues_of(&self, audience: &str) -> BTreeMap<Date, IssueFate> {
        let mut fates: BTreeMap<Date, IssueFate> = BTreeMap::new();
        let earlier = |known: Option<Date>, date: Date| Some(known.map_or(date, |known| known.min(date)));
        for issue in self.issues.iter().filter(|issue| issue.audience == audience) {
            let fate = fates.entry(issue.issue).or_default();
            let day = if issue.skipped { &mut fate.skipped } else { &mut fate.sent };
            *day = earlier(*day, issue.date);
        }
        for entry in self.messages.iter().filter(|entry| entry.audience == audience) {
            let fate = fates.entry(entry.issue).or_default();
            fate.sent = earlier(fate.sent, entry.date);
        }
        fates
    }

    /// The items that an audience has already got, whoever of it got them.
    pub fn sent_to_audience(&self, audience: &str) -> BTreeSet<&str> {
        self.messages
            .iter()
            .filter(|entry| entry.audience == audience)
            .flat_map(|entry| entry.items.iter().map(|item| item.path.as_str()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_messages_and_issues() {
        let text = r#"{"date":"2026-03-03","audience":"dealers","issue":"2026-03-03","contact":"c7f3","items":[{"path":"content/posts/racks.md","kind":"give"}]}
{"issue":"2026-03-03","audience":"dealers","date":"2026-03-04","override":"the fair is in a week"}

{"issue":"2026-03-17","audience":"dealers","date":"2026-03-17","skipped":true}
"#;
        let (ledger, diagnostics) = read_ledger(&SourcePath::new(".regards/ledger.jsonl").unwrap(), text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(ledger.last_sent("dealers"), Some(jiff::civil::date(2026, 3, 4)));
        let march = |day| jiff::civil::date(2026, 3, day);
        let fates: Vec<_> = ledger.issues_of("dealers").into_iter().collect();
        assert_eq!(
            fates,
            [
                (march(3), IssueFate { sent: Some(march(3)), skipped: None }),
                (march(17), IssueFate { sent: None, skipped: Some(march(17)) }),
            ]
        );
        assert_eq!(
            ledger.sent_to_audience("dealers").into_iter().collect::<Vec<_>>(),
            ["content/posts/racks.md"]
        );
        let again = read_ledger(&SourcePath::new("l").unwrap(), &ledger.to_lines()).0;
        assert_eq!(again, ledger);
    }

    #[test]
    fn each_bad_line_is_an_error_with_its_place() {
        let text = "{\"issue\":\"2026-03-03\",\"audience\":\"a\",\"date\":\"2026-02-30\"}\nnot json\n{\"contact\":\"c\", \"mail\": 1}\n{\"date\":\"zoe@example.net\",\"contact\":\"c\"}\n{\"date\":\"2026-01-01\",\"audience\":\"a\",\"issue\":\"2026-01-01\",\"contact\":\"zoe@example.net\",\"items\":[]}\n{\"iss";
        let (ledger, diagnostics) = read_ledger(&SourcePath::new("l").unwrap(), text);
        assert_eq!(ledger, Ledger::default());
        let said: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| format!("{:?} {}", diagnostic.span().unwrap().range(), diagnostic.message))
            .collect();
        insta::assert_snapshot!(said.join("\n"), @r#"
        0..0 this line of the ledger is not understood: parsed date is not valid: parameter 'day' for `2026-02` is invalid, must be in range `1..=28`
        58..58 this line of the ledger is not JSON
        67..67 this line of the ledger is not understood: unknown field `mail`, expected one of `date`, `audience`, `issue`, `contact`, `items`
        94..94 this line of the ledger is not understood: failed to parse four digit integer as year: invalid digit, expected 0-9 but got z
        135..135 this line of the ledger is not understood: `contact` is no id
        232..232 this line of the ledger is cut short
        "#);
    }
}
