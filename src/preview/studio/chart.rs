//! Gives and asks over time: the numbers of a table, and the same numbers drawn.

use serde::Serialize;

use crate::preview::studio::page::Day;
use crate::preview::studio::record::IssueRecord;

/// The most issues that are drawn, the latest ones; the table has them all.
const MOST_ISSUES: usize = 24;

/// Pixels from issue to issue.
const STEP: usize = 46;
/// Pixels from the left edge to the middle of the first issue.
const LEFT: usize = 52;
/// Pixels from the top to the highest value: room for a number above it.
const TOP: usize = 26;
/// Pixels from the highest value to the base line.
const HEIGHT: usize = 130;
/// Pixels below the base line, for two lines of dates.
const BOTTOM: usize = 42;

/// What a chart shows: a bar and a mark for each issue, and the line that an ask should stand on or above.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Pixels.
    pub width: usize,
    /// Pixels.
    pub height: usize,
    /// The base line, from the top.
    pub base: usize,
    /// How many gives the balance wants between two asks.
    pub wanted: usize,
    /// Where that is, from the top.
    pub wanted_y: usize,
    /// The issues, the oldest first.
    pub issues: Vec<Drawn>,
    /// The line through the marks, as the data of an SVG path; it begins anew after each ask.
    pub line: String,
    /// The whole chart in a sentence, for those who do not see it.
    pub summary: String,
}

/// One issue as it is drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drawn {
    /// Its middle, from the left.
    pub x: usize,
    /// The left edge of its bar.
    pub bar_x: usize,
    /// The top of its bar.
    pub bar_y: usize,
    /// How high its bar is.
    pub bar_height: usize,
    /// Where its mark is, from the top.
    pub y: usize,
    /// Gives since the last ask.
    pub since: usize,
    /// Whether it asked.
    pub asks: bool,
    /// Whether it was skipped.
    pub skipped: bool,
    /// `25 Nov`
    pub day: String,
    /// The year, where it is another than that of the issue before.
    pub year: Option<i16>,
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The issue.
    pub issue: Day,
    /// Whether it was skipped.
    pub skipped: bool,
    /// How many readers got it.
    pub readers: usize,
    /// New gives in it.
    pub gives: usize,
    /// Asks in it.
    pub asks: usize,
    /// How many readers got an ask.
    pub asked: usize,
    /// Gives since the last ask.
    pub gives_since_ask: usize,
}

/// The table, the newest issue first.
pub fn table(record: &[IssueRecord]) -> Vec<Line> {
    let line = |issue: &IssueRecord| Line {
        issue: issue.issue.into(),
        skipped: issue.skipped,
        readers: issue.readers,
        gives: issue.gives,
        asks: issue.asks,
        asked: issue.asked,
        gives_since_ask: issue.gives_since_ask,
    };
    record.iter().rev().map(line).collect()
}

/// Draws the latest issues; `None` if there is none.
pub fn chart(record: &[IssueRecord], wanted: u32) -> Option<Chart> {
    let shown = &record[record.len().saturating_sub(MOST_ISSUES)..];
    let last = shown.last()?;
    let wanted = wanted as usize;
    let highest = shown.iter().map(|issue| issue.gives_since_ask.max(issue.gives)).max().unwrap_or(0);
    let highest = highest.max(wanted).max(1);
    let base = TOP + HEIGHT;
    let height_of = |value: usize| value * HEIGHT / highest;
    let mut year = None;
    let mut issues = Vec::new();
    for (position, issue) in shown.iter().enumerate() {
        let x = LEFT + position * STEP;
        let bar_height = height_of(issue.gives);
        let is_new_year = year.replace(issue.issue.year()) != Some(issue.issue.year());
        issues.push(Drawn {
            x,
            bar_x: x - BAR / 2,
            bar_y: base - bar_height,
            bar_height,
            y: base - height_of(issue.gives_since_ask),
            since: issue.gives_since_ask,
            asks: issue.asks > 0,
            skipped: issue.skipped,
            day: issue.issue.strftime("%-d %b").to_string(),
            year: is_new_year.then(|| issue.issue.year()),
        });
    }
    let asks = shown.iter().filter(|issue| issue.asks > 0).count();
    let summary = format!(
        "{} issues from {} to {}: {asks} asked for something. After the last one, {} gives stand since the last ask; {wanted} \
         are wanted before the next.",
        shown.len(),
        shown[0].issue,
        last.issue,
        if last.asks > 0 { 0 } else { last.gives_since_ask },
    );
    Some(Chart {
        width: LEFT + (shown.len() - 1) * STEP + STEP,
        height: base + BOTTOM,
        base,
        wanted,
        wanted_y: base - height_of(wanted),
        line: line(&issues),
        issues,
        summary,
    })
}

/// Pixels across a bar.
const BAR: usize = 16;

fn line(issues: &[Drawn]) -> String {
    let mut path = String::new();
    let mut starts = true;
    for issue in issues {
        let command = if starts { 'M' } else { 'L' };
        path.push_str(&format!("{command}{} {} ", issue.x, issue.y));
        starts = issue.asks;
    }
    path.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn issue(month: i8, gives: usize, asks: usize, gives_since_ask: usize) -> IssueRecord {
        let (readers, asked) = (3, asks.min(1));
        IssueRecord {
            issue: date(2025 + i16::from(month < 10), month, 3),
            skipped: false,
            readers,
            gives,
            asks,
            asked,
            gives_since_ask,
        }
    }

    #[test]
    fn heights_are_in_proportion() {
        let record = [issue(12, 2, 0, 2), issue(1, 1, 0, 3), issue(2, 1, 1, 3), issue(3, 5, 0, 5)];
        let chart = chart(&record, 4).unwrap();
        let base = chart.base;
        let bars: Vec<_> = chart.issues.iter().map(|issue| issue.bar_height).collect();
        assert_eq!(bars, [52, 26, 26, 130]);
        let marks: Vec<_> = chart.issues.iter().map(|issue| base - issue.y).collect();
        assert_eq!(marks, [52, 78, 78, 130]);
        assert_eq!(base - chart.wanted_y, 104);
        let years: Vec<_> = chart.issues.iter().map(|issue| issue.year).collect();
        assert_eq!(years, [Some(2025), Some(2026), None, None]);
        // The line breaks behind the ask.
        assert_eq!(chart.line, "M52 104 L98 78 L144 78 M190 26");
        assert!(
            chart.issues.iter().all(|issue| issue.x < chart.width && issue.bar_y + issue.bar_height == base)
        );
        insta::assert_snapshot!(chart.summary, @"4 issues from 2025-12-03 to 2026-03-03: 1 asked for something. After the last one, 5 gives stand since the last ask; 4 are wanted before the next.");
    }

    #[test]
    fn nothing_and_too_much() {
        assert_eq!(chart(&[], 4), None);
        let zero = chart(&[issue(1, 0, 0, 0)], 0).unwrap();
        assert_eq!((zero.issues[0].bar_height, zero.wanted_y), (0, zero.base));
        let many = vec![issue(1, 1, 0, 1); 100];
        assert_eq!(chart(&many, 1).unwrap().issues.len(), MOST_ISSUES);
        assert_eq!(table(&many).len(), 100);
    }
}
