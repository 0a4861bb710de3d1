//! One audience: its promise, its needs, what it was given and asked, and the asks that wait.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::people::Audience;
use crate::people::Contact;
use crate::people::belongs;
use crate::people::resolve_need;
use crate::preview::Response;
use crate::preview::Snapshot;
use crate::preview::studio::audiences::PromiseWords;
use crate::preview::studio::audiences::looks;
use crate::preview::studio::audiences::promise_words;
use crate::preview::studio::audiences::standing_of;
use crate::preview::studio::chart;
use crate::preview::studio::chart::Chart;
use crate::preview::studio::held::HeldAsk;
use crate::preview::studio::held::held_asks;
use crate::preview::studio::issues;
use crate::preview::studio::page;
use crate::preview::studio::page::Day;
use crate::preview::studio::page::Page;
use crate::preview::studio::page::PostLink;
use crate::preview::studio::page::counted;
use crate::preview::studio::page::post_link;
use crate::preview::studio::record::record;
use crate::relation::Histories;
use crate::relation::IssuePlan;
use crate::relation::LeftOutReason;
use crate::relation::NeedStatus;
use crate::relation::NotMailedReason;
use crate::relation::ask_gate;
use crate::relation::losing_touch;
use crate::relation::needs;

/// The most periods of a promise that are told, the latest ones.
const MOST_PERIODS: usize = 12;

#[derive(Debug, Serialize)]
struct Said {
    why: String,
    editor: Option<String>,
    issue_href: String,
    promise: Option<PromiseWords>,
    if_nothing_skips: bool,
    periods: Vec<Period>,
    needs: Vec<NeedLine>,
    patience: String,
    balance: String,
    members: String,
    earned: String,
    losing_touch: usize,
    keeps_in_touch: bool,
    next: Option<Next>,
    chart: Option<Chart>,
    issues: Vec<chart::Line>,
    held: Vec<HeldAsk>,
    overridden: Vec<HeldAsk>,
    override_reason: Option<String>,
    unearned: Vec<PostLink>,
}

#[derive(Debug, Serialize)]
struct Period {
    due: Day,
    state: String,
    looks: &'static str,
}

#[derive(Debug, Serialize)]
struct NeedLine {
    ask: String,
    state: &'static str,
    looks: &'static str,
    since: Option<Day>,
    days: Option<u32>,
    readers: usize,
    answers: Vec<PostLink>,
}

/// The next issue in figures.
#[derive(Debug, Serialize)]
struct Next {
    date: Day,
    skip: Option<String>,
    mailed: String,
    not_mailed: Vec<String>,
}

/// The page of an audience; `None` if there is no such audience.
pub fn page(snapshot: &Snapshot, id: &str) -> Option<Response> {
    let model = &snapshot.model;
    let audience = model.community.audiences.audience(id)?;
    let members: Vec<&Contact> =
        model.community.contacts.iter().filter(|contact| belongs(&audience.segment, contact)).collect();
    let plan = model.plans.iter().find(|plan| plan.audience == id);
    let on = plan.map_or(model.site.today, |plan| plan.send_on);
    let histories = Histories::new(&model.ledger);
    let has_earned =
        |contact: &&&Contact| ask_gate(audience, contact, histories.of(&contact.id), on).lets_through();
    let earned = members.iter().filter(has_earned).count();
    let ids: BTreeSet<&str> = members.iter().map(|contact| contact.id.as_str()).collect();
    let losing = losing_touch(&model.community, model.site.today);
    let record = record(&model.ledger, id);
    let unearned = |plan: &IssuePlan| -> Vec<PostLink> {
        let left_out = plan.left_out.iter().filter(|left_out| left_out.why == LeftOutReason::NobodyEarnedIt);
        left_out.map(|left_out| post_link(snapshot, &left_out.path)).collect()
    };
    let (patience, balance) = (&audience.patience, audience.balance);
    let said = Said {
        why: audience.why.clone(),
        editor: editor_of(snapshot, audience),
        issue_href: issues::address(id),
        promise: promise_words(snapshot, audience),
        if_nothing_skips: audience
            .promise
            .as_ref()
            .is_some_and(|promise| promise.if_nothing == crate::people::IfNothing::Skip),
        periods: periods(snapshot, audience),
        needs: need_lines(snapshot, audience),
        patience: format!(
            "Nobody is asked for anything before {}, {} and the stage {}, and never in a first message.",
            counted(patience.days as usize, "day"),
            counted(patience.gives as usize, "give"),
            patience.stage
        ),
        balance: format!(
            "Between two asks to the same reader stand at least {} and {}.",
            counted(balance.gives_per_ask as usize, "give"),
            counted(balance.days_between_asks as usize, "day"),
        ),
        members: counted(members.len(), "reader"),
        earned: format!("{earned} of {}", members.len()),
        losing_touch: losing.iter().filter(|losing| ids.contains(losing.contact.as_str())).count(),
        keeps_in_touch: !model.community.audiences.keep_in_touch.is_empty(),
        next: plan.map(|plan| next(plan)),
        chart: chart::chart(&record, balance.gives_per_ask),
        issues: chart::table(&record),
        held: plan.map(|plan| held_asks(snapshot, &plan.held)).unwrap_or_default(),
        overridden: plan.map(|plan| held_asks(snapshot, &plan.overridden)).unwrap_or_default(),
        override_reason: plan.and_then(|plan| plan.override_reason.clone()),
        unearned: plan.map(|plan| unearned(plan)).unwrap_or_default(),
    };
    let page = Page { template: "audience.html", part: "audiences", title: &audience.name, said: &said };
    Some(page::render(snapshot, page))
}

/// What opens audiences.yaml at the audience.
fn editor_of(snapshot: &Snapshot, audience: &Audience) -> Option<String> {
    let path = &audience.place.path;
    let text = snapshot.sources.text(path)?;
    let at = crate::source::line_column(text, audience.place.range().start);
    snapshot.editor.link(path, at.line, at.column)
}

fn periods(snapshot: &Snapshot, audience: &Audience) -> Vec<Period> {
    let standing = standing_of(snapshot, audience);
    let periods = standing.iter().flat_map(|standing| standing.periods.iter().rev());
    periods
        .take(MOST_PERIODS)
        .map(|period| Period {
            due: period.from.into(),
            state: period.status.to_string(),
            looks: looks(Some(period.status)),
        })
        .collect()
}

fn need_lines(snapshot: &Snapshot, audience: &Audience) -> Vec<NeedLine> {
    let model = &snapshot.model;
    let mut answers: BTreeMap<String, Vec<PostLink>> = BTreeMap::new();
    for item in model.items.iter() {
        let named = item.answers.iter();
        let needs: BTreeSet<_> = named
            .filter_map(|name| resolve_need(&model.community.audiences, name).ok())
            .flatten()
            .filter(|need| need.audience == audience.id)
            .collect();
        for need in needs {
            answers.entry(need.need).or_default().push(post_link(snapshot, &item.path));
        }
    }
    let states = needs(&model.community, &model.items, model.site.today);
    let of_it = states.into_iter().filter(|state| state.need.audience == audience.id);
    let since_of = |need: &str| audience.need(need).and_then(|need| need.since);
    of_it
        .map(|state| {
            let (name, looks, days) = match state.status {
                NeedStatus::Overdue { days, .. } => ("overdue", "bad", Some(days)),
                NeedStatus::Open { .. } => ("open", "soon", None),
                NeedStatus::Answered { .. } => ("answered", "fine", None),
            };
            let since: Option<Date> = since_of(&state.need.need);
            NeedLine {
                ask: state.ask,
                state: name,
                looks,
                since: since.map(Day::from),
                days,
                readers: state.readers,
                answers: answers.remove(&state.need.need).unwrap_or_default(),
            }
        })
        .collect()
}

fn next(plan: &IssuePlan) -> Next {
    Next {
        date: plan.date.into(),
        skip: plan.skip.as_ref().map(|skip| skip.reason()),
        mailed: counted(plan.readers(), "reader"),
        not_mailed: not_mailed(plan),
    }
}

/// How many readers get no message, by reason: `2 readers who have paused this newsletter`.
pub fn not_mailed(plan: &IssuePlan) -> Vec<String> {
    let mut counts: BTreeMap<(u8, &str, &str), usize> = BTreeMap::new();
    for not_mailed in &plan.not_mailed {
        let reason = match not_mailed.why {
            NotMailedReason::NoConsent => (0, "has not agreed to mail", "have not agreed to mail"),
            NotMailedReason::Paused => (1, "has paused this newsletter", "have paused this newsletter"),
            NotMailedReason::TooNear { .. } => {
                (2, "gets another letter too near to this one", "get another letter too near to this one")
            }
            NotMailedReason::NothingForThem => {
                (3, "has had or not earned what is in it", "have had or not earned what is in it")
            }
            NotMailedReason::NoSender => (
                4,
                "has no owner with an address to write from",
                "have no owner with an address to write from",
            ),
            NotMailedReason::Faulty => {
                (5, "has an error in the contacts file", "have an error in the contacts file")
            }
        };
        *counts.entry(reason).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|((_, of_one, of_many), count)| match count {
            1 => format!("1 reader who {of_one}"),
            count => format!("{count} readers who {of_many}"),
        })
        .collect()
}
