//! What an audience was promised: a rhythm, a time of day, and a time zone.

use std::fmt;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use crate::people::IfNothing;

/// How often a newsletter comes, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// The rhythm.
    pub every: Every,
    /// The day within the rhythm.
    pub day: PromisedDay,
    /// The time of day, on the wall clock of the zone.
    pub time: Time,
    /// The time zone.
    pub zone: TimeZone,
    /// What a date with nothing worth sending means.
    pub if_nothing: IfNothing,
    /// The day the promise was made.
    pub start: Option<Date>,
}

/// A rhythm. The number is at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// So many days.
    Days(u16),
    /// So many weeks.
    Weeks(u16),
    /// So many months; a quarter is 3 and a year 12.
    Months(u16),
}

/// The day within a rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromisedDay {
    /// For days: whichever comes.
    Any,
    /// For weeks.
    Weekday(Weekday),
    /// For months: 1 to 31; the month's last day where it is shorter.
    OfMonth(i8),
}

/// In words: `every 2 weeks, on Tuesday`.
impl fmt::Display for Promise {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.every.fmt(formatter)?;
        match self.day {
            PromisedDay::Any => Ok(()),
            PromisedDay::Weekday(day) => {
                let name = match day {
                    Weekday::Monday => "Monday",
                    Weekday::Tuesday => "Tuesday",
                    Weekday::Wednesday => "Wednesday",
                    Weekday::Thursday => "Thursday",
                    Weekday::Friday => "Friday",
                    Weekday::Saturday => "Saturday",
                    Weekday::Sunday => "Sunday",
                };
                write!(formatter, ", on {name}")
            }
            PromisedDay::OfMonth(31) => formatter.write_str(", on the last day of the month"),
            PromisedDay::OfMonth(day) => write!(formatter, ", on day {day} of the month"),
        }
    }
}

impl fmt::Display for Every {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(1) => formatter.write_str("every day"),
            Self::Days(count) => write!(formatter, "every {count} days"),
            Self::Weeks(1) => formatter.write_str("every week"),
            Self::Weeks(count) => write!(formatter, "every {count} weeks"),
            Self::Months(1) => formatter.write_str("every month"),
            Self::Months(3) => formatter.write_str("every quarter"),
            Self::Months(12) => formatter.write_str("every year"),
            Self::Months(count) => write!(formatter, "every {count} months"),
        }
    }
}
