//! Whether an audience gets what it was promised.
//!
//! A promise cuts time into periods: each begins when an issue is due and ends when the next one is. Days are
//! counted on the calendar of the promise's zone and turned into moments last, so that 09:00 stays 09:00 when
//! the clocks change (a time that the clocks skip becomes the one after the gap; of a time that they show twice,
//! the first counts) and the 31st is the last day of a shorter month.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use jiff::ToSpan;
use jiff::Zoned;
use jiff::civil::Date;
use jiff::civil::Weekday;
use jiff::civil::date;

use crate::people::Every;
use crate::people::IfNothing;
use crate::people::Promise;
use crate::people::PromisedDay;
use crate::relation::IssueFate;
use crate::relation::Ledger;

/// The most past periods that are judged, the latest ones.
const MOST_PERIODS: i64 = 120;

/// How a promise stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Each period since the promise was made, or else since the first issue, the current one last.
    pub periods: Vec<PromisePeriod>,
    /// When the next issue is due: that of the current period while it is open, otherwise the one after it.
    pub next_due: Zoned,
    /// The day of `next_due`, and the day on which the period after it begins.
    pub window: (Date, Date),
    /// Days since the first of the issues that are missing in a row, the current one included; 0 if none is.
    pub overdue_days: u32,
}

/// One period of a promise.
#[derive(Debug, Clone, PartialEq)]
pub struct PromisePeriod {
    /// When its issue is due.
    pub due: Zoned,
    /// The day of that; the period begins with it.
    pub from: Date,
    /// The first day of the next period.
    pub until: Date,
    /// What became of it.
    pub status: PromiseStatus,
}

/// What became of one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromiseStatus {
    /// An issue went out.
    Kept {
        /// The day.
        on: Date,
        /// How many days after it was due.
        days_late: u32,
    },
    /// There was nothing worth sending, which was promised, too.
    KeptBySkip {
        /// The day on which that was written down.
        on: Date,
    },
    /// It is due today.
    Due,
    /// It was due so many days ago, and the period is not over.
    Late {
        /// The days.
        days: u32,
    },
    /// The period is over, and nothing went out.
    Broken,
}

/// How the promise to `audience` stands on the day `today`.
///
/// An issue belongs to the period that its own date lies in, so one sent a day early is on time.
pub fn standing(promise: &Promise, audience: &str, ledger: &Ledger, today: Date) -> Standing {
    let calendar = Calendar::new(promise);
    let issues = ledger.issues_of(audience);
    let current = calendar.index_on(today);
    let first = match promise.start {
        Some(_) => Some(0),
        None => issues.keys().next().and_then(|date| calendar.index_on(*date)),
    };
    let mut periods = Vec::new();
    if let Some(current) = current {
        // With nothing to judge it by, a promise is only held to what is due today.
        let is_due_today = calendar.day(current) == today;
        let first = first.or(is_due_today.then_some(current)).unwrap_or(current + 1);
        for index in first.max(current + 1 - MOST_PERIODS)..=current {
            let (from, until) = (calendar.day(index), calendar.day(index + 1));
            let status = status(promise, &issues, from..until, today);
            periods.push(PromisePeriod { due: calendar.moment(from), from, until, status });
        }
    }
    let is_open = periods.last().is_some_and(|period| !period.status.is_kept());
    let next = match current {
        Some(current) if is_open => current,
        // Sent early: the issue of a coming period is out already.
        Some(current) => first_free(&calendar, &issues, current + 1),
        None => first_free(&calendar, &issues, 0),
    };
    let window = (calendar.day(next), calendar.day(next + 1));
    let missing = periods.iter().rev().take_while(|period| !period.status.is_kept()).last();
    let overdue_days = missing.map_or(0, |period| days_between(period.from, today));
    Standing { periods, next_due: calendar.moment(window.0), window, overdue_days }
}

fn first_free(calendar: &Calendar<'_>, issues: &BTreeMap<Date, IssueFate>, from: i64) -> i64 {
    let is_free = |index: &i64| {
        let (from, until) = (calendar.day(*index), calendar.day(index + 1));
        from >= until || issues.range(from..until).next().is_none()
    };
    (from..from + MOST_PERIODS).find(is_free).unwrap_or(from)
}

fn status(
    promise: &Promise,
    issues: &BTreeMap<Date, IssueFate>,
    days: Range<Date>,
    today: Date,
) -> PromiseStatus {
    if days.start < days.end {
        // What goes out when the next issue is due already keeps no promise.
        let in_time = |day: &Date| *day < days.end;
        let fates = || issues.range(days.clone()).map(|(_, fate)| *fate);
        if let Some(on) = fates().filter_map(|fate| fate.sent.filter(in_time)).min() {
            return PromiseStatus::Kept { on, days_late: days_between(days.start, on) };
        }
        let skipped = fates().filter_map(|fate| fate.skipped.filter(in_time)).min();
        if let Some(on) = skipped.filter(|_| promise.if_nothing == IfNothing::Skip) {
            return PromiseStatus::KeptBySkip { on };
        }
    }
    match today {
        today if today >= days.end => PromiseStatus::Broken,
        today if today == days.start => PromiseStatus::Due,
        today => PromiseStatus::Late { days: days_between(days.start, today) },
    }
}

/// Whole days from `from` to `to`; 0 if `to` is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> u32 {
    u32::try_from((to - from).get_days()).unwrap_or(0)
}

/// The days on which issues are due, numbered.
pub struct Calendar<'a> {
    promise: &'a Promise,
    /// Day 0.
    anchor: Date,
}

impl<'a> Calendar<'a> {
    /// The calendar of a promise. Without a start, day 0 is the first fitting one from 2024-01-01, a Monday, so
    /// that every build counts the same weeks.
    pub fn new(promise: &'a Promise) -> Self {
        let base = promise.start.unwrap_or(date(2024, 1, 1));
        let anchor = match promise.day {
            PromisedDay::Any => base,
            PromisedDay::Weekday(weekday) => on_or_after(base, weekday),
            PromisedDay::OfMonth(day) => {
                let in_this_month = in_month(base, day);
                if in_this_month >= base { in_this_month } else { in_month(months_after(base, 1), day) }
            }
        };
        Self { promise, anchor }
    }

    /// Day `index`. Never later than the last day there is.
    pub fn day(&self, index: i64) -> Date {
        let bound = if index < 0 { Date::MIN } else { Date::MAX };
        let days = |count: i64| {
            let span = jiff::Span::new().try_days(count).ok();
            span.and_then(|span| self.anchor.checked_add(span).ok()).unwrap_or(bound)
        };
        match self.promise.every {
            Every::Days(count) => days(index.saturating_mul(i64::from(count))),
            Every::Weeks(count) => days(index.saturating_mul(7 * i64::from(count))),
            Every::Months(count) => {
                let day = match self.promise.day {
                    PromisedDay::OfMonth(day) => day,
                    _ => self.anchor.day(),
                };
                in_month(
                    months_after(self.anchor.first_of_month(), index.saturating_mul(i64::from(count))),
                    day,
                )
            }
        }
    }

    /// The last day of the calendar that is not after `date`; `None` before the promise was made.
    pub fn index_on(&self, date: Date) -> Option<i64> {
        let (count, unit) = match self.promise.every {
            Every::Days(count) => (i64::from(count), 1),
            Every::Weeks(count) => (i64::from(count), 7),
            Every::Months(count) => (i64::from(count), 0),
        };
        let index = if unit > 0 {
            i64::from((date - self.anchor).get_days()).div_euclid(count * unit)
        } else {
            let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
            (months(date) - months(self.anchor)).div_euclid(count)
        };
        // Within the month, its day may still be to come.
        let index = if self.day(index) > date { index - 1 } else { index };
        (index >= 0 || self.promise.start.is_none()).then_some(index)
    }

    /// The moment on `day` at which the issue is due.
    pub fn moment(&self, day: Date) -> Zoned {
        let local = day.to_datetime(self.promise.time);
        let zoned = local.to_zoned(self.promise.zone.clone());
        // Only the first and the last day that there are can fail.
        zoned.unwrap_or_else(|_| Zoned::new(jiff::Timestamp::UNIX_EPOCH, self.promise.zone.clone()))
    }
}

fn on_or_after(date: Date, weekday: Weekday) -> Date {
    date.checked_add(i64::from(date.weekday().until(weekday)).days()).unwrap_or(date)
}

fn months_after(date: Date, months: i64) -> Date {
    let span = jiff::Span::new().try_months(months).ok();
    let bound = if months < 0 { Date::MIN } else { Date::MAX };
    span.and_then(|span| date.checked_add(span).ok()).unwrap_or(bound)
}

/// Day `day` of the month of `date`, or its last.
fn in_month(date: Date, day: i8) -> Date {
    let day = day.clamp(1, date.days_in_month());
    date.with().day(day).build().unwrap_or(date)
}

impl PromiseStatus {
    /// Whether nothing more is expected of the period.
    pub fn is_kept(self) -> bool {
        matches!(self, Self::Kept { .. } | Self::KeptBySkip { .. })
    }
}

impl fmt::Display for PromiseStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |days: u32| if days == 1 { "" } else { "s" };
        match *self {
            Self::Kept { days_late: 0, .. } => formatter.write_str("kept"),
            Self::Kept { days_late, .. } => {
                write!(formatter, "kept, {days_late} day{} late", plural(days_late))
            }
            Self::KeptBySkip { .. } => formatter.write_str("kept by skipping"),
            Self::Due => formatter.write_str("due today"),
            Self::Late { days } => write!(formatter, "late by {days} day{}", plural(days)),
            Self::Broken => formatter.write_str("broken"),
        }
    }
}

impl Standing {
    /// What became of the current period; `None` before the first one.
    pub fn status(&self) -> Option<PromiseStatus> {
        self.periods.last().map(|period| period.status)
    }

    /// How the promise stands, in one sentence: `late by 3 days, 1 of the last 5 broken; was due 2026-03-17 09:00`.
    pub fn reason(&self) -> String {
        let next = self.next_due.strftime("%Y-%m-%d %H:%M");
        let Some(status) = self.status() else {
            return format!("next due {next}");
        };
        let broken = self.periods.iter().filter(|period| period.status == PromiseStatus::Broken).count();
        let broken = match broken {
            0 => String::new(),
            broken => format!(", {broken} of the last {} broken", self.periods.len()),
        };
        match status {
            PromiseStatus::Due => format!("{status}{broken}, at {next}"),
            status if status.is_kept() => format!("{status}{broken}; next due {next}"),
            status => format!("{status}{broken}; was due {next}"),
        }
    }
}
