//! `every: 2 weeks` and `at: tue 09:00` as values.

use jiff::civil::{Time, Weekday};

use crate::people::{Every, PromisedDay};

/// The words of `at:`, before it is known which of them the rhythm takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The word before the time.
    pub day: PromisedDay,
    /// The time.
    pub time: Time,
}

/// Reads a rhythm: a unit (`week`), or a number from 1 and a unit (`2 weeks`).
pub fn read_every(text: &str) -> Option<Every> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (count, unit) = match words[..] {
        [unit] => (1, unit),
        [count, unit] => (count.parse::<u16>().ok().filter(|count| (1..=1000).contains(count))?, unit),
        _ => return None,
    };
    Some(match unit {
        "day" | "days" => Every::Days(count),
        "week" | "weeks" => Every::Weeks(count),
        "month" | "months" => Every::Months(count),
        "quarter" | "quarters" => Every::Months(count * 3),
        "year" | "years" => Every::Months(count * 12),
        _ => return None,
    })
}

/// Reads a time of day (`09:00`, `9:00`), with a weekday or a day of the month before it if there is one.
pub fn read_at(text: &str) -> Option<At> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words[..] {
        [time] => Some(At { day: PromisedDay::Any, time: read_time(time)? }),
        [day, time] => {
            let time = read_time(time)?;
            if let Ok(day) = day.parse::<i8>() {
                return (1..=31).contains(&day).then_some(At { day: PromisedDay::OfMonth(day), time });
            }
            Some(At { day: PromisedDay::Weekday(read_weekday(day)?), time })
        }
        _ => None,
    }
}

fn read_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) || !(1..=2).contains(&hour.len()) || minute.len() != 2 {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn read_weekday(text: &str) -> Option<Weekday> {
    let lower = text.to_ascii_lowercase();
    let names = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    names
        .into_iter()
        .find(|(name, _)| lower.len() >= 3 && name.starts_with(lower.as_str()))
        .map(|(_, weekday)| weekday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rhythms() {
        for (text, expected) in [
            ("week", Some(Every::Weeks(1))),
            ("2 weeks", Some(Every::Weeks(2))),
            ("10 days", Some(Every::Days(10))),
            ("month", Some(Every::Months(1))),
            ("quarter", Some(Every::Months(3))),
            ("1000 years", Some(Every::Months(12000))),
            ("0 days", None),
            ("-1 days", None),
            ("two weeks", None),
            ("99999 weeks", None),
            ("fortnight", None),
            ("", None),
        ] {
            assert_eq!(read_every(text), expected, "{text:?}");
        }
    }

    #[test]
    fn times() {
        let at = |day, hour, minute| Some(At { day, time: Time::constant(hour, minute, 0, 0) });
        for (text, expected) in [
            ("tue 09:00", at(PromisedDay::Weekday(Weekday::Tuesday), 9, 0)),
            ("Thursday 9:05", at(PromisedDay::Weekday(Weekday::Thursday), 9, 5)),
            ("1 09:00", at(PromisedDay::OfMonth(1), 9, 0)),
            ("31 23:59", at(PromisedDay::OfMonth(31), 23, 59)),
            ("07:30", at(PromisedDay::Any, 7, 30)),
            ("32 09:00", None),
            ("0 09:00", None),
            ("t 09:00", None),
            ("tue 24:00", None),
            ("tue 9", None),
            ("tue +9:00", None),
            ("tue", None),
            ("", None),
        ] {
            assert_eq!(read_at(text), expected, "{text:?}");
        }
    }
}
