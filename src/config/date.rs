//! The dates of posts.
//!
//! Generators accept many spellings. What all of them mean is a day, often a time of day, sometimes an offset
//! from UTC; a date without an offset is in the time zone of the site.

use std::cmp::Ordering;
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::civil::DateTime;
use jiff::civil::Time;
use jiff::tz::Offset;
use jiff::tz::TimeZone;
use jiff::tz::TimeZoneDatabase;

/// When a post was published, as its writer's clock showed it.
///
/// Ordered by the moment, whatever the offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostDate {
    /// Day and time where it was written.
    pub local: DateTime,
    /// How far that is ahead of UTC.
    pub offset: Offset,
}

impl PostDate {
    /// The day where it was written.
    pub fn date(&self) -> Date {
        self.local.date()
    }

    /// The moment, in seconds since 1970 in UTC (leap seconds not counted).
    pub fn seconds(&self) -> i64 {
        let day = self.local.date().to_datetime(Time::midnight());
        let epoch = jiff::civil::date(1970, 1, 1).to_datetime(Time::midnight());
        let days = day.duration_since(epoch).as_secs();
        let time = self.local.time();
        let in_day = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        days + in_day - i64::from(self.offset.seconds())
    }

    /// What dates are ordered by: the moment in seconds and nanoseconds, then the offset in seconds.
    pub fn moment(&self) -> (i64, i32, i32) {
        (self.seconds(), self.local.subsec_nanosecond(), self.offset.seconds())
    }

    /// The moment as RFC 3339 writes it: `2026-03-01T10:00:00+01:00`, with `Z` for UTC.
    pub fn rfc3339(&self) -> String {
        let (date, time) = (self.local.date(), self.local.time());
        // Written by hand: formatting took half of the time of a sitemap.
        let mut text = String::with_capacity(25);
        match u16::try_from(date.year()) {
            Ok(year) => {
                push_two(&mut text, (year / 100) as u8);
                push_two(&mut text, (year % 100) as u8);
            }
            Err(_) => text.push_str(&format!("{:04}", date.year())),
        }
        let minutes = self.offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let fields = [
            ('-', date.month()),
            ('-', date.day()),
            ('T', time.hour()),
            (':', time.minute()),
            (':', time.second()),
            (sign, (minutes.abs() / 60) as i8),
            (':', (minutes.abs() % 60) as i8),
        ];
        for (mark, number) in if minutes == 0 { &fields[..5] } else { &fields[..] } {
            text.push(*mark);
            push_two(&mut text, number.unsigned_abs());
        }
        if minutes == 0 {
            text.push('Z');
        }
        text
    }
}

/// Appends a number below 100 as two digits.
fn push_two(text: &mut String, number: u8) {
    text.push(char::from(b'0' + number / 10 % 10));
    text.push(char::from(b'0' + number % 10));
}

impl fmt::Display for PostDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.rfc3339())
    }
}

impl Ord for PostDate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.moment().cmp(&other.moment())
    }
}

impl PartialOrd for PostDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The time zones that Regards carries with it: the same on every machine, whatever is installed there.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The time zone with an IANA name (`Europe/Berlin`), out of the database that is part of the program; `None` if
/// there is none of this name.
pub fn time_zone(name: &str) -> Option<TimeZone> {
    ZONES.get(name).ok()
}

/// The names of all time zones.
pub fn time_zone_names() -> Vec<String> {
    ZONES.available().map(|name| name.to_string()).collect()
}

/// Spellings with a month's name, for `strptime`.
const WITH_MONTH_NAMES: &[&str] = &["%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y"];

/// Reads a date: `2026-03-01`, `2026-03-01 10:00`, `2026-03-01T10:00:00+01:00` (RFC 3339), `2026/3/1`,
/// `20260301`, with offsets as `+0100`, `+01:00`, `+01`, `Z` or `UTC`, RFC 2822 (`Sun, 1 Mar 2026 10:00:00 +0100`)
/// and `March 1, 2026`.
///
/// A date without a time is midnight. A time that the clocks skip counts as the one after the gap, and of a
/// time that they show twice the first counts.
///
/// # Errors
/// Says in a sentence what is wrong, with the text as read.
pub fn parse_date(text: &str, timezone: &TimeZone) -> Result<PostDate, String> {
    let text = text.trim();
    let (local, offset) = match numeric(text)? {
        Some(found) => found,
        None => named(text).ok_or_else(|| format!("{} is no date", crate::data::quoted(text)))?,
    };
    if !(1..=9990).contains(&local.year()) {
        return Err(format!("the year {} is out of bounds", local.year()));
    }
    match offset {
        Some(offset) => Ok(PostDate { local, offset }),
        None => {
            let zoned = local.to_zoned(timezone.clone()).map_err(|_| format!("{text} is no date"))?;
            Ok(PostDate { local: zoned.datetime(), offset: zoned.offset() })
        }
    }
}

type Found = (DateTime, Option<Offset>);

/// Reads a date that starts with its year; `None` if it is written in another way.
fn numeric(text: &str) -> Result<Option<Found>, String> {
    let bad = || format!("{} is no date", crate::data::quoted(text));
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, month, day, rest) = match digits {
        8 => (&text[..4], &text[4..6], &text[6..8], &text[8..]),
        4 => {
            let separator = match text.as_bytes().get(4) {
                Some(b'-') => '-',
                Some(b'/') => '/',
                Some(b'.') => '.',
                _ => return Err(bad()),
            };
            let (month, rest) = text[5..].split_once(separator).ok_or_else(bad)?;
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            (&text[..4], month, &rest[..length], &rest[length..])
        }
        _ => return Ok(None),
    };
    if month.len() > 2 || day.len() > 2 {
        return Err(bad());
    }
    let number = |digits: &str| digits.parse::<i8>().map_err(|_| bad());
    let year: i16 = year.parse().map_err(|_| bad())?;
    let (month, day) = (number(month)?, number(day)?);
    let date = Date::new(year, month, day).map_err(|_| impossible(year, month, day))?;
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim();
    if rest.is_empty() {
        return Ok(Some((date.to_datetime(Time::midnight()), None)));
    }
    let zone = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(rest.len());
    let (time, zone) = (&rest[..zone], rest[zone..].trim());
    let time = if time.is_empty() { Some(Time::midnight()) } else { clock(time) };
    let time = time.ok_or_else(|| format!("{} is no time of day", crate::data::quoted(rest)))?;
    let offset = match zone {
        "" => None,
        zone => {
            Some(offset(zone).ok_or_else(|| format!("{} is no offset from UTC", crate::data::quoted(zone)))?)
        }
    };
    Ok(Some((date.to_datetime(time), offset)))
}

/// Why there is no such day.
fn impossible(year: i16, month: i8, day: i8) -> String {
    match Date::new(year, month, 1) {
        Ok(first) => {
            let name = first.strftime("%B %Y");
            format!("there is no day {day} in {name}, which has {} days", first.days_in_month())
        }
        Err(_) => format!("there is no month {month}"),
    }
}

/// `10:00`, `10:00:00` or `10:00:00.5`.
fn clock(text: &str) -> Option<Time> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = whole.split(':');
    let hour = two_digits(parts.next()?)?;
    let minute = two_digits(parts.next()?)?;
    let second = parts.next().map_or(Some(0), two_digits)?.min(59);
    if parts.next().is_some() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanoseconds = format!("{:0<9}", fraction.get(..9).unwrap_or(fraction)).parse().ok()?;
    Time::new(hour, minute, second, nanoseconds).ok()
}

fn two_digits(text: &str) -> Option<i8> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// `Z`, `UTC`, `+01:00`, `+0100` or `+01`.
fn offset(text: &str) -> Option<Offset> {
    if ["z", "utc", "gmt"].contains(&text.to_ascii_lowercase().as_str()) {
        return Some(Offset::UTC);
    }
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    let (hours, minutes) = (i32::from(two_digits(hours)?), i32::from(two_digits(minutes)?));
    if minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

/// Reads the spellings that hold the name of a month.
fn named(text: &str) -> Option<Found> {
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return Some((zoned.datetime(), Some(zoned.offset())));
    }
    let date = WITH_MONTH_NAMES.iter().find_map(|format| Date::strptime(format, text).ok())?;
    Some((date.to_datetime(Time::midnight()), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let berlin = time_zone("Europe/Berlin").unwrap();
        let found = parse_date(text, &berlin).map_or_else(|fault| fault, |date| date.rfc3339());
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn spellings() {
        check("2026-03-01", "2026-03-01T00:00:00+01:00");
        check("2026-07-01", "2026-07-01T00:00:00+02:00");
        check("2026-03-01 10:00", "2026-03-01T10:00:00+01:00");
        check("2026-03-01 9:05:07", "2026-03-01T09:05:07+01:00");
        check("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z");
        check("2026-03-01t10:00:00.25-05:30", "2026-03-01T10:00:00-05:30");
        check("2026-03-01 10:00:00 +0200", "2026-03-01T10:00:00+02:00");
        check("2026-03-01 10:00:00 UTC", "2026-03-01T10:00:00Z");
        check("2026-03-01T10:00+02", "2026-03-01T10:00:00+02:00");
        check("2026/3/1", "2026-03-01T00:00:00+01:00");
        check("20260301", "2026-03-01T00:00:00+01:00");
        check("Sun, 1 Mar 2026 10:00:00 +0100", "2026-03-01T10:00:00+01:00");
        check("March 1, 2026", "2026-03-01T00:00:00+01:00");
        check("1 Mar 2026", "2026-03-01T00:00:00+01:00");
        check(" 2026-03-01 ", "2026-03-01T00:00:00+01:00");
        check("2016-12-31 23:59:60", "2016-12-31T23:59:59+01:00");
    }

    #[test]
    fn years_have_four_digits() {
        for year in [-50, 0, 7, 476, 2026, 9999] {
            let local = jiff::civil::date(year, 2, 3).at(4, 5, 6, 7);
            let date = PostDate { local, offset: Offset::constant(-3) };
            assert_eq!(date.rfc3339(), format!("{year:04}-02-03T04:05:06-03:00"));
        }
    }

    #[test]
    fn zones_by_name() {
        assert!(time_zone("UTC").is_some() && time_zone("America/New_York").is_some());
        assert_eq!(time_zone("Europe/Berln"), None);
        assert_eq!(time_zone("../etc/passwd"), None);
        assert!(time_zone_names().contains(&"Europe/Vienna".to_owned()));
    }

    #[test]
    fn clocks_that_skip_and_repeat() {
        check("2026-03-29 02:30", "2026-03-29T03:30:00+02:00");
        check("2026-10-25 02:30", "2026-10-25T02:30:00+02:00");
    }

    #[test]
    fn what_is_no_date() {
        check("2026-02-30", "there is no day 30 in February 2026, which has 28 days");
        check("2026-13-01", "there is no month 13");
        check("2026-00-01", "there is no month 0");
        check("soon", "\"soon\" is no date");
        check("", "\"\" is no date");
        check("2026", "\"2026\" is no date");
        check("2026-03", "\"2026-03\" is no date");
        check("2026-03-01 25:00", "\"25:00\" is no time of day");
        check("2026-03-01 10", "\"10\" is no time of day");
        check("2026-03-01 10:00 EST", "\"EST\" is no offset from UTC");
        check("2026-03-01 10:00 +99:00", "\"+99:00\" is no offset from UTC");
        check("0000-01-01", "the year 0 is out of bounds");
        check("2026-é-01", "\"2026-é-01\" is no date");
        check("2026-03-01é", "\"é\" is no offset from UTC");
    }

    #[test]
    fn order_is_that_of_moments() {
        let utc = TimeZone::UTC;
        let date = |text| parse_date(text, &utc).unwrap();
        assert!(date("2026-03-01T10:00:00+02:00") < date("2026-03-01T09:00:00Z"));
        assert!(date("2026-03-01T10:00:00.5Z") > date("2026-03-01T10:00:00Z"));
        assert_eq!(date("1970-01-02T00:00:00Z").seconds(), 86_400);
        assert_eq!(date("1970-01-01T00:00:00+01:00").seconds(), -3_600);
    }
}
