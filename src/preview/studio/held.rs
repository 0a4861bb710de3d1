//! Asks that readers do not get yet: for how many, what is missing, and until when.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::preview::Snapshot;
use crate::preview::studio::page::Day;
use crate::preview::studio::page::PostLink;
use crate::preview::studio::page::post_link;
use crate::relation::Held;
use crate::relation::HoldReason;
use crate::source::SourcePath;

/// An ask that some readers do not get.
#[derive(Debug, Serialize)]
pub struct HeldAsk {
    /// The post.
    pub post: PostLink,
    /// How many readers do not get it, or would not.
    pub readers: usize,
    /// What holds it. A reader may be held by several.
    pub reasons: Vec<Reason>,
}

/// One thing that holds an ask for some readers.
#[derive(Debug, PartialEq, Serialize)]
pub struct Reason {
    /// What it is.
    pub why: String,
    /// For how many readers.
    pub readers: usize,
    /// What is missing.
    pub missing: String,
    /// The first day on which it holds nothing any more, for the first and for the last of the readers.
    pub until: Option<(Day, Day)>,
}

/// What one thing is known by; those of all readers are counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    FirstMessage,
    Stage(String, String),
    TooSoon,
    SinceUnknown,
    Gives,
    GivesSinceAsk,
    AskedRecently,
    NothingKnown,
    AnotherAsk,
    AskPlanned(String, Date),
}

#[derive(Debug, Default)]
struct Tally {
    readers: usize,
    /// The fewest and the most gives that are missing.
    gives: Option<(u32, u32)>,
    /// The first and the last day.
    until: Option<(Date, Date)>,
}

/// Counts readers by post and reason, in the order in which the posts were met.
pub fn held_asks(snapshot: &Snapshot, held: &[Held]) -> Vec<HeldAsk> {
    let mut posts: Vec<&SourcePath> = Vec::new();
    for held in held {
        if !posts.contains(&&held.item) {
            posts.push(&held.item);
        }
    }
    let of_post = |post: &SourcePath| {
        let held: Vec<&Held> = held.iter().filter(|held| held.item == *post).collect();
        let readers: BTreeSet<&str> = held.iter().map(|held| held.contact.as_str()).collect();
        let reasons = reasons(held.iter().flat_map(|held| held.gate.reasons()));
        HeldAsk { post: post_link(snapshot, post), readers: readers.len(), reasons }
    };
    posts.into_iter().map(of_post).collect()
}

/// Counts how often each reason is given.
pub fn reasons<'a>(given: impl Iterator<Item = &'a HoldReason>) -> Vec<Reason> {
    let mut tallies: BTreeMap<Key, Tally> = BTreeMap::new();
    for reason in given {
        let tally = tallies.entry(key(reason)).or_default();
        tally.readers += 1;
        if let HoldReason::Gives { missing } | HoldReason::GivesSinceAsk { missing } = reason {
            tally.gives = Some(spread(tally.gives, *missing));
        }
        if let Some(until) = reason.until() {
            tally.until = Some(spread(tally.until, until));
        }
    }
    tallies
        .into_iter()
        .map(|(key, tally)| Reason {
            why: why(&key),
            readers: tally.readers,
            missing: missing(&key, &tally),
            until: tally.until.map(|(first, last)| (first.into(), last.into())),
        })
        .collect()
}

fn spread<T: Ord + Copy>(known: Option<(T, T)>, value: T) -> (T, T) {
    known.map_or((value, value), |(least, most)| (least.min(value), most.max(value)))
}

fn key(reason: &HoldReason) -> Key {
    match reason {
        HoldReason::FirstMessage => Key::FirstMessage,
        HoldReason::Stage { is, needs } => Key::Stage(is.to_string(), needs.to_string()),
        HoldReason::TooSoon { .. } => Key::TooSoon,
        HoldReason::SinceUnknown => Key::SinceUnknown,
        HoldReason::Gives { .. } => Key::Gives,
        HoldReason::GivesSinceAsk { .. } => Key::GivesSinceAsk,
        HoldReason::AskedRecently { .. } => Key::AskedRecently,
        HoldReason::NothingKnown => Key::NothingKnown,
        HoldReason::AnotherAsk => Key::AnotherAsk,
        HoldReason::AskPlanned { on, audience } => Key::AskPlanned(audience.clone(), *on),
    }
}

fn why(key: &Key) -> String {
    match key {
        Key::FirstMessage => "it would be the first message".into(),
        Key::Stage(is, _) => format!("the stage is {is}"),
        Key::TooSoon => "not known for long enough".into(),
        Key::SinceUnknown => "nobody wrote down since when they are known".into(),
        Key::Gives => "too few gives so far".into(),
        Key::GivesSinceAsk => "too few gives since the last ask".into(),
        Key::AskedRecently => "asked not long ago".into(),
        Key::NothingKnown => "no need and no interest is known".into(),
        Key::AnotherAsk => "another ask is in the same message".into(),
        Key::AskPlanned(audience, on) => format!("the newsletter of {audience} asks already on {on}"),
    }
}

fn missing(key: &Key, tally: &Tally) -> String {
    let gives = |(least, most): (u32, u32)| match (least, most) {
        (1, 1) => "1 give".to_owned(),
        (least, most) if least == most => format!("{most} gives"),
        (least, most) => format!("{least} to {most} gives"),
    };
    match key {
        Key::FirstMessage => "a message without an ask".into(),
        Key::Stage(_, needs) => format!("the stage {needs}"),
        Key::TooSoon | Key::AskedRecently => "time".into(),
        Key::SinceUnknown => "`since` in the contacts file".into(),
        Key::Gives | Key::GivesSinceAsk => tally.gives.map_or_else(String::new, gives),
        Key::NothingKnown => "a need or an interest in the contacts file".into(),
        Key::AnotherAsk => "an issue of its own".into(),
        Key::AskPlanned(..) => "that issue, and what it takes after it".into(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::people::Stage;

    #[test]
    fn readers_are_counted_by_reason() {
        let stage = |rank, name| Stage::new(rank, name);
        let given = [
            HoldReason::Gives { missing: 3 },
            HoldReason::TooSoon { until: date(2027, 1, 3) },
            HoldReason::Gives { missing: 1 },
            HoldReason::TooSoon { until: date(2026, 12, 24) },
            HoldReason::Stage { is: stage(0, "new"), needs: stage(1, "acquainted") },
            HoldReason::Gives { missing: 2 },
            HoldReason::GivesSinceAsk { missing: 1 },
        ];
        let told = reasons(given.iter()).into_iter().map(|reason| {
            let until = reason.until.map(|(first, last)| format!(", {} to {}", first.iso, last.iso));
            format!("{}: {}, {}{}", reason.why, reason.readers, reason.missing, until.unwrap_or_default())
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "the stage is new: 1, the stage acquainted",
                "not known for long enough: 2, time, 2026-12-24 to 2027-01-03",
                "too few gives so far: 3, 1 to 3 gives",
                "too few gives since the last ask: 1, 1 give",
            ]
        );
        assert_eq!(reasons([].iter()), []);
    }
}
