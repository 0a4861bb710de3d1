//! Whose questions the post answers, who would get it next, and why the others would not. Readers are counted, never
//! named.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::config::Kind;
use crate::output::encode_path;
use crate::people::Audience;
use crate::people::resolve_need;
use crate::preview::Snapshot;
use crate::preview::studio::Day;
use crate::preview::studio::Reason;
use crate::preview::studio::counted;
use crate::preview::studio::listed;
use crate::preview::studio::not_mailed;
use crate::preview::studio::reasons;
use crate::relation::Held;
use crate::relation::IssuePlan;
use crate::relation::Item;
use crate::relation::Why;
use crate::relation::why_it_fits;
use crate::site::Page;

/// What a post is to readers.
#[derive(Debug, Serialize)]
pub struct SaidReaders {
    /// The needs that it answers.
    answers: Vec<Answered>,
    /// The audiences that it is for, those that get it first.
    audiences: Vec<SaidAudience>,
    /// The others.
    others: Vec<Other>,
}

/// A question that the post answers.
#[derive(Debug, Serialize)]
struct Answered {
    /// In the readers' words.
    ask: String,
    audience: String,
    /// How many readers are known to have it.
    readers: String,
}

/// An audience that the post is for.
#[derive(Debug, Serialize)]
struct SaidAudience {
    name: String,
    href: String,
    /// Why it is for them.
    because: String,
    /// The day of the next issue, if that holds the post or would.
    issue: Option<Day>,
    /// How many readers get it.
    gets: usize,
    /// What becomes of it, in a sentence without a full stop.
    outcome: String,
    /// What holds an ask, by reason.
    held: Vec<Reason>,
    /// How many readers it is held for; one may be held for several reasons.
    held_for: Option<String>,
    /// Readers who get no letter at all, by reason.
    no_letter: Vec<String>,
    /// Why asks go out that were not earned.
    override_reason: Option<String>,
}

/// An audience that the post is not for.
#[derive(Debug, Serialize)]
struct Other {
    name: String,
    why: String,
}

/// What the page is to readers; `None` if it is no post.
pub fn readers(snapshot: &Snapshot, page: &Page) -> Option<SaidReaders> {
    let model = &snapshot.model;
    let item = model.items.iter().find(|item| item.path == page.source)?;
    let mut audiences = Vec::new();
    let mut others = Vec::new();
    for audience in &model.community.audiences.audiences {
        match why_it_fits(audience, item) {
            Some(why) => audiences.push(said(snapshot, item, audience, because(&why))),
            None if chosen_by_hand(snapshot, item, audience) => {
                audiences.push(said(snapshot, item, audience, because(&Why::ByHand)));
            }
            None => others.push(Other { name: audience.name.clone(), why: why_not(item, audience) }),
        }
    }
    audiences.sort_by_key(|audience| audience.gets == 0);
    Some(SaidReaders { answers: answers(snapshot, item), audiences, others })
}

fn answers(snapshot: &Snapshot, item: &Item) -> Vec<Answered> {
    let community = &snapshot.model.community;
    // A need that no audience has is a fault, and told as one.
    let needs =
        item.answers.iter().flat_map(|name| resolve_need(&community.audiences, name).unwrap_or_default());
    let answered = needs.filter_map(|id| {
        let audience = community.audiences.audience(&id.audience)?;
        let readers = community.contacts.iter().filter(|contact| contact.needs.contains(&id)).count();
        Some(Answered {
            ask: audience.need(&id.need)?.ask.clone(),
            audience: audience.name.clone(),
            readers: counted(readers, "reader"),
        })
    });
    answered.collect()
}

/// Why the post is for an audience, to stand behind "because".
fn because(why: &Why) -> String {
    match why {
        Why::Answers { .. } => "it answers a need of theirs".into(),
        Why::Topic(topic) => format!("it is on {topic}"),
        Why::Named => "it names them".into(),
        Why::ByHand => "the issue file names it".into(),
    }
}

fn chosen_by_hand(snapshot: &Snapshot, item: &Item, audience: &Audience) -> bool {
    plan_of(snapshot, audience).is_some_and(|plan| plan.items.iter().any(|chosen| chosen.path == item.path))
}

fn plan_of<'a>(snapshot: &'a Snapshot, audience: &Audience) -> Option<&'a IssuePlan> {
    snapshot.model.plans.iter().find(|plan| plan.audience == audience.id).map(|plan| &**plan)
}

fn said(snapshot: &Snapshot, item: &Item, audience: &Audience, because: String) -> SaidAudience {
    let mut said = SaidAudience {
        name: audience.name.clone(),
        href: format!("/_regards/issues/{}/", encode_path(&audience.id)),
        because,
        issue: None,
        gets: 0,
        outcome: String::new(),
        held: Vec::new(),
        held_for: None,
        no_letter: Vec::new(),
        override_reason: None,
    };
    let Some(plan) = plan_of(snapshot, audience) else {
        said.outcome = "no issue is planned".into();
        return said;
    };
    let of_item: Vec<&Held> = plan.held.iter().filter(|held| held.item == item.path).collect();
    let left_out = plan.left_out.iter().find(|left_out| left_out.path == item.path);
    let is_in = plan.items.iter().any(|chosen| chosen.path == item.path);
    if !is_in && left_out.is_none() {
        said.outcome = why_not_next(snapshot, item, audience, plan);
        return said;
    }
    said.issue = Some(plan.date.into());
    let with_it =
        plan.variants.iter().filter(|variant| variant.items.iter().any(|chosen| chosen.path == item.path));
    said.gets = with_it.map(|variant| variant.contacts.len()).sum();
    let held_for: BTreeSet<&str> = of_item.iter().map(|held| held.contact.as_str()).collect();
    said.held_for = (!held_for.is_empty()).then(|| counted(held_for.len(), "reader"));
    said.held = reasons(of_item.iter().flat_map(|held| held.gate.reasons()));
    said.no_letter = not_mailed(plan);
    said.override_reason = plan.override_reason.clone().filter(|_| item.kind == Kind::Ask);
    said.outcome = match (said.gets, left_out) {
        (0, Some(left_out)) => format!("not in it: {}", left_out.why.reason()),
        (0, None) => "no reader gets it".into(),
        (gets, _) => format!(
            "{} it",
            if gets == 1 { "1 reader gets".to_owned() } else { format!("{gets} readers get") }
        ),
    };
    said
}

/// Why a post that is for an audience is not in its next issue.
fn why_not_next(snapshot: &Snapshot, item: &Item, audience: &Audience, plan: &IssuePlan) -> String {
    let ledger = &snapshot.model.ledger;
    let went_out = |entry: &&crate::relation::Entry| {
        entry.audience == audience.id && entry.items.iter().any(|sent| sent.path == item.path.as_str())
    };
    if let Some(date) = ledger.messages.iter().filter(went_out).map(|entry| entry.date).min() {
        return format!("went out to them on {}", Day::from(date).words);
    }
    if let Some(skip) = &plan.skip {
        return format!("there is no next issue: {}", skip.reason());
    }
    if plan.request.is_some() {
        return "the issue file names other posts".into();
    }
    match ledger.last_sent(&audience.id) {
        Some(last) if item.date < last => {
            format!("came out before their last issue of {}, and was not in it", Day::from(last).words)
        }
        _ => "newer posts come first".into(),
    }
}

/// Why a post is not for an audience.
fn why_not(item: &Item, audience: &Audience) -> String {
    if !item.audiences.is_empty() {
        return format!("the post names {} only", listed(&item.audiences));
    }
    if audience.topics.is_empty() {
        return "it has no topics; posts must name it, or answer one of its needs".into();
    }
    if item.topics.is_empty() {
        return format!("the post has no tags; the audience wants {}", listed_or(&audience.topics));
    }
    let topics: Vec<String> = item.topics.iter().map(ToString::to_string).collect();
    format!(
        "no topic in common: the post is on {}, they want {}",
        listed(&topics),
        listed_or(&audience.topics)
    )
}

fn listed_or(topics: &[String]) -> String {
    match topics {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}
