//! The posts that an issue may carry, chosen and ordered for its audience.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::config::Kind;
use crate::people::Audience;
use crate::people::Need;
use crate::relation::Chosen;
use crate::relation::IssueRequest;
use crate::relation::Item;
use crate::relation::Ledger;
use crate::relation::Why;
use crate::relation::promise::days_between;

/// How many days an ask may wait for readers who have not earned it. Later it is old news, and a new ask has to
/// be written.
pub const ASK_WAITS_DAYS: u32 = 90;

/// The posts that an issue may carry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Candidates {
    /// Gives and news, in order.
    pub(crate) gives: Vec<Chosen>,
    /// Asks, in order.
    pub(crate) asks: Vec<Chosen>,
    /// Whether an earlier issue went out; without one, everything that was ever posted is a candidate.
    pub(crate) has_earlier_issue: bool,
}

/// Finds the posts for the next issue of `audience`, going out on the day `on`.
///
/// Gives and news come from the days since its last issue and were in none; asks may be older, since they wait
/// for readers. Answers to needs stand first, the oldest need first, then the newest posts.
pub(crate) fn candidates(audience: &Audience, items: &[Item], ledger: &Ledger, on: Date) -> Candidates {
    let since = ledger.last_sent(&audience.id);
    let sent = ledger.sent_to_audience(&audience.id);
    let is_new = |item: &Item| match item.kind {
        Kind::Ask => {
            days_between(item.date, on) <= ASK_WAITS_DAYS || since.is_none_or(|since| item.date >= since)
        }
        Kind::Give | Kind::News => {
            since.is_none_or(|since| item.date >= since) && !sent.contains(item.path.as_str())
        }
    };
    let mut found: Vec<(Rank, &Item, Why)> = items
        .iter()
        .filter(|item| is_new(item))
        .filter_map(|item| {
            let why = why_it_fits(audience, item)?;
            Some((rank(audience, item, &why), item, why))
        })
        .collect();
    found.sort_by_key(|(rank, ..)| *rank);
    let mut seen = BTreeSet::new();
    found.retain(|(_, item, _)| seen.insert(&item.path));
    let chosen = found.into_iter().map(|(_, item, why)| chosen(item, why));
    let (asks, gives) = chosen.partition(|chosen| chosen.kind == Kind::Ask);
    Candidates { gives, asks, has_earlier_issue: since.is_some() }
}

/// The posts that an issue file names, in its order. Names of no post are left to whoever reads the file.
pub(crate) fn by_hand(request: &IssueRequest, items: &[Item]) -> Vec<Chosen> {
    let mut seen = BTreeSet::new();
    let named = request.items.iter().filter(|path| seen.insert(*path));
    named
        .filter_map(|path| items.iter().find(|item| item.path == *path))
        .map(|item| chosen(item, Why::ByHand))
        .collect()
}

fn chosen(item: &Item, why: Why) -> Chosen {
    Chosen { path: item.path.clone(), kind: item.kind, why }
}

/// What comes first: answers before others, old needs before new ones, new posts before old ones.
type Rank<'a> = (bool, Date, usize, Reverse<Date>, &'a str);

fn rank<'a>(audience: &Audience, item: &'a Item, why: &Why) -> Rank<'a> {
    let (no_answer, since, position) = match why {
        Why::Answers { need, .. } => {
            let position = audience.needs.iter().position(|known| known.id == *need);
            let since = audience.need(need).and_then(|need| need.since);
            (false, since.unwrap_or(Date::MAX), position.unwrap_or(usize::MAX))
        }
        _ => (true, Date::MAX, usize::MAX),
    };
    (no_answer, since, position, Reverse(item.date), item.path.as_str())
}

/// The need of `audience` that a post with these `answers:` answers; the oldest of several.
pub fn answered_need<'audience>(
    audience: &'audience Audience,
    answers: &[String],
) -> Option<&'audience Need> {
    let answered = audience.needs.iter().filter(|need| {
        answers.iter().any(|answer| match answer.split_once('.') {
            Some((of, id)) => of == audience.id && id == need.id,
            None => *answer == need.id,
        })
    });
    answered.min_by_key(|need| need.since.unwrap_or(Date::MAX))
}

/// Whether `item` is for `audience`.
pub(crate) fn fits(audience: &Audience, item: &Item) -> bool {
    why_it_fits(audience, item).is_some()
}

/// Why `item` is for `audience`; `None` if it is not.
pub fn why_it_fits(audience: &Audience, item: &Item) -> Option<Why> {
    let is_named = item.audiences.contains(&audience.id);
    if !item.audiences.is_empty() && !is_named {
        return None;
    }
    if let Some(need) = answered_need(audience, &item.answers) {
        return Some(Why::Answers { need: need.id.clone(), ask: need.ask.clone() });
    }
    if is_named {
        return Some(Why::Named);
    }
    let has = |topic: &&String| item.topics.iter().any(|known| **known == ***topic);
    audience.topics.iter().find(has).map(|topic| Why::Topic(topic.clone()))
}
