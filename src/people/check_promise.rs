//! A promise as written, to a [`Promise`].

use jiff::civil::Date;
use jiff::civil::Time;
use jiff::civil::Weekday;
use jiff::tz::TimeZoneDatabase;

use crate::data::MISSING_KEY;
use crate::people::PromiseEntry;
use crate::people::check_audiences::Checker;
use crate::people::faults::*;
use crate::people::promise::*;
use crate::people::promise_text::At;
use crate::people::promise_text::read_at;
use crate::people::promise_text::read_every;

/// Checks the promise of audience `id`; `None` only with an error reported.
pub(crate) fn check_promise(checker: &mut Checker<'_>, id: &str, entry: &PromiseEntry) -> Option<Promise> {
    let keys = |key| ["audiences", id, "promise", key];
    let start = entry.start.as_deref().and_then(|start| checker.date(start, &keys("start")));
    let zone_name = entry.tz.as_deref().unwrap_or(checker.timezone());
    // The database inside the program: the promise must not depend on the machine that keeps it.
    let zones = TimeZoneDatabase::bundled();
    let zone = zones.get(zone_name).ok();
    if zone.is_none() {
        let available: Vec<String> = zones.available().map(|name| name.to_string()).collect();
        let nearest = crate::diag::nearest(zone_name, available.iter().map(String::as_str));
        let help = match nearest {
            Some(name) => format!("did you mean `{name}`?"),
            None => "use an IANA name such as `Europe/Berlin`".into(),
        };
        checker.report(&BAD_PROMISE, format!("there is no time zone `{zone_name}`"), &keys("tz"), help);
    }
    let Some(every_text) = &entry.every else {
        let help = "add `every: 2 weeks`, or leave the promise out";
        checker.report(&MISSING_KEY, format!("the promise of `{id}` has no `every`"), &keys("every"), help);
        return None;
    };
    let every = read_every(every_text);
    if every.is_none() {
        let help = "write `week`, `2 weeks`, `10 days`, `month`, `quarter` or `year`";
        checker.report(&BAD_PROMISE, format!("`{every_text}` is no rhythm"), &keys("every"), help);
    }
    let at = match &entry.at {
        Some(text) => read_at(text),
        None => Some(At { day: PromisedDay::Any, time: Time::constant(9, 0, 0, 0) }),
    };
    let at_text = entry.at.as_deref().unwrap_or_default();
    let Some(at) = at else {
        let help = "write `tue 09:00` with weeks, `1 09:00` with months, `09:00` with days";
        checker.report(&BAD_PROMISE, format!("`{at_text}` is no time"), &keys("at"), help);
        return None;
    };
    let every = every?;
    let Some(day) = promised_day(every, at.day, start) else {
        let (rhythm, example) = match every {
            Every::Days(_) => ("days", "`09:00`"),
            Every::Weeks(_) => ("weeks", "`tue 09:00`"),
            Every::Months(_) => ("months", "`1 09:00`"),
        };
        let message = format!("`at: {at_text}` does not fit `every: {every_text}`");
        checker.report(&BAD_PROMISE, message, &keys("at"), format!("with {rhythm}, write it as {example}"));
        return None;
    };
    Some(Promise { every, day, time: at.time, zone: zone?, if_nothing: entry.if_nothing, start })
}

/// The day within the rhythm: as written, or that of `start`, or the first one. `None` if it does not fit.
fn promised_day(every: Every, day: PromisedDay, start: Option<Date>) -> Option<PromisedDay> {
    match (every, day) {
        (Every::Days(_), PromisedDay::Any)
        | (Every::Weeks(_), PromisedDay::Weekday(_))
        | (Every::Months(_), PromisedDay::OfMonth(_)) => Some(day),
        (Every::Weeks(_), PromisedDay::Any) => {
            Some(PromisedDay::Weekday(start.map_or(Weekday::Monday, Date::weekday)))
        }
        (Every::Months(_), PromisedDay::Any) => Some(PromisedDay::OfMonth(start.map_or(1, Date::day))),
        _ => None,
    }
}
