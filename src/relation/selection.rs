//! The next issue of every audience: which posts, for whom, and why not for the others.
//!
//! [`plan_issues`] goes through the audiences in the order of their promises, the most overdue first, because a
//! reader of two audiences gets one message in `min_gap_days` and somebody has to come first.

use std::collections::BTreeMap;

use jiff::Zoned;
use jiff::civil::Date;

use crate::config::Kind;
use crate::people::Audience;
use crate::people::Community;
use crate::people::Contact;
use crate::people::belongs;
use crate::relation::Chosen;
use crate::relation::Gate;
use crate::relation::Held;
use crate::relation::Histories;
use crate::relation::HoldReason;
use crate::relation::IssuePlan;
use crate::relation::IssueRequest;
use crate::relation::Item;
use crate::relation::Ledger;
use crate::relation::LeftOut;
use crate::relation::LeftOutReason;
use crate::relation::NotMailed;
use crate::relation::NotMailedReason;
use crate::relation::Reach;
use crate::relation::SkipReason;
use crate::relation::Standing;
use crate::relation::Variant;
use crate::relation::Why;
use crate::relation::ask_gate;
use crate::relation::candidates::by_hand;
use crate::relation::candidates::candidates;
use crate::relation::standing;

/// All that the next issues depend on.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Audiences and contacts.
    pub community: &'a Community,
    /// The published posts; no drafts, none dated in the future.
    pub items: &'a [Item],
    /// What was sent.
    pub ledger: &'a Ledger,
    /// The hand-written issue files.
    pub requests: &'a [IssueRequest],
    /// The day.
    pub today: Date,
}

/// Plans the next issue of every audience, in the order of `audiences.yaml`.
///
/// The order of contacts, items, requests and ledger lines does not matter: the same facts give the same plans.
pub fn plan_issues(facts: &Facts<'_>) -> Vec<IssuePlan> {
    let audiences = &facts.community.audiences;
    let histories = Histories::new(facts.ledger);
    let mut reach = Reach::new(facts.ledger, audiences.min_gap_days);
    let mut standings: Vec<(usize, Option<Standing>)> = audiences
        .audiences
        .iter()
        .map(|audience| {
            let promise = audience.promise.as_ref();
            promise.map(|promise| standing(promise, &audience.id, facts.ledger, facts.today))
        })
        .enumerate()
        .collect();
    // The sort is stable: of equals, the first in the file.
    standings.sort_by_key(|(_, standing)| {
        std::cmp::Reverse(standing.as_ref().map_or(0, |standing| standing.overdue_days))
    });
    let mut plans: Vec<(usize, IssuePlan)> = standings
        .iter()
        .map(|(position, standing)| {
            let audience = &audiences.audiences[*position];
            let slot = slot(audience, standing.as_ref(), facts);
            (*position, plan_issue(audience, slot, facts, &histories, &mut reach))
        })
        .collect();
    plans.sort_by_key(|(position, _)| *position);
    plans.into_iter().map(|(_, plan)| plan).collect()
}

/// When an issue comes, and what was asked of it.
struct Slot<'a> {
    date: Date,
    due: Option<Zoned>,
    request: Option<&'a IssueRequest>,
}

/// The day of the next issue: that of a hand-written one that is not out yet, if it falls into the open or coming
/// period; otherwise the promised day, or today if that is past or nothing was promised.
fn slot<'a>(audience: &Audience, standing: Option<&Standing>, facts: &Facts<'a>) -> Slot<'a> {
    let last = facts.ledger.issues_of(&audience.id).last_key_value().map(|(date, _)| *date);
    let is_free = |date: Date| last.is_none_or(|last| date > last);
    let window = standing.map(|standing| standing.window);
    let is_near =
        |date: Date| window.is_none_or(|(from, until)| date >= from.min(facts.today) && date < until);
    let requests = facts.requests.iter().filter(|request| request.audience == audience.id);
    let request = requests
        .filter(|request| is_free(request.date) && is_near(request.date))
        .min_by_key(|request| (request.date, &request.path));
    let promised = window.map_or(facts.today, |(from, _)| from.max(facts.today));
    let date = match (request, last) {
        (Some(request), _) => request.date,
        (None, Some(last)) if promised <= last => last.tomorrow().unwrap_or(last),
        (None, _) => promised,
    };
    Slot { date, due: standing.map(|standing| standing.next_due.clone()), request }
}

fn plan_issue<'a>(
    audience: &'a Audience,
    slot: Slot<'a>,
    facts: &Facts<'a>,
    histories: &Histories<'a>,
    reach: &mut Reach<'a>,
) -> IssuePlan {
    let send_on = slot.date.max(facts.today);
    let override_reason = slot.request.and_then(|request| request.override_reason.clone());
    let mut plan = IssuePlan {
        audience: audience.id.clone(),
        date: slot.date,
        send_on,
        due: slot.due,
        request: slot.request.map(|request| request.path.clone()),
        items: Vec::new(),
        variants: Vec::new(),
        held: Vec::new(),
        overridden: Vec::new(),
        not_mailed: Vec::new(),
        left_out: Vec::new(),
        skip: None,
        override_reason,
    };
    if facts.community.audiences.legal.is_none() {
        plan.skip = Some(SkipReason::CannotLeave);
        return plan;
    }
    let by_hand = slot.request.map_or_else(Vec::new, |request| by_hand(request, facts.items));
    let contacts = facts.community.contacts.iter();
    let mut members: Vec<&Contact> = contacts.filter(|contact| belongs(&audience.segment, contact)).collect();
    members.sort_by(|left, right| left.id.cmp(&right.id));
    let mut desk = Desk {
        audience,
        send_on,
        override_reason: plan.override_reason.clone(),
        pool: Vec::new(),
        // Somebody who chose the items by hand, or gave a reason, may send an ask alone.
        asks_travel_alone: !by_hand.is_empty() || plan.override_reason.is_some(),
    };
    if by_hand.is_empty() {
        desk.choose(&mut plan, &members, facts, histories, reach);
    } else {
        desk.pool = by_hand;
    }
    if plan.skip.is_none() {
        desk.address(&mut plan, &members, facts.community, histories, reach);
    }
    plan
}

/// One issue being made.
struct Desk<'a> {
    audience: &'a Audience,
    send_on: Date,
    override_reason: Option<String>,
    pool: Vec<Chosen>,
    asks_travel_alone: bool,
}

impl<'a> Desk<'a> {
    /// Fills the pool from the posts since the last issue, and leaves one place for an ask if any reader has
    /// earned one.
    fn choose(
        &mut self,
        plan: &mut IssuePlan,
        members: &[&Contact],
        facts: &Facts<'_>,
        histories: &Histories<'_>,
        reach: &Reach<'_>,
    ) {
        let mut found = candidates(self.audience, facts.items, facts.ledger, self.send_on);
        if found.gives.is_empty() && !self.asks_travel_alone {
            let only_asks = !found.asks.is_empty();
            plan.skip = Some(if only_asks { SkipReason::OnlyAsks } else { SkipReason::NothingNew });
            return;
        }
        if found.gives.is_empty() && found.asks.is_empty() {
            plan.skip = Some(SkipReason::NothingNew);
            return;
        }
        let may_ask = |contact: &&&Contact| {
            let history = histories.of(&contact.id);
            is_mailable(contact, self.audience)
                && self.gate(contact, histories, reach).lets_through()
                && found.asks.iter().any(|ask| !history.received.contains_key(ask.path.as_str()))
        };
        let place_for_ask = usize::from(members.iter().find(may_ask).is_some());
        let most = self.audience.max_items.saturating_sub(place_for_ask).max(1);
        let overflow = found.gives.split_off(found.gives.len().min(most));
        let most = self.audience.max_items;
        let full = |chosen: Chosen| LeftOut { path: chosen.path, why: LeftOutReason::Full(most) };
        // Before the first issue everything ever written is left over, which is no news to anybody.
        if found.has_earlier_issue {
            plan.left_out.extend(overflow.into_iter().map(full));
        }
        // Asks that nobody has earned take no place; they are there to be held, with the reasons.
        let has_place = self.audience.max_items >= found.gives.len() + place_for_ask;
        self.pool = found.gives;
        if has_place {
            self.pool.append(&mut found.asks);
        } else {
            plan.left_out.extend(found.asks.into_iter().map(full));
        }
    }

    /// Decides for each member which items of the pool the message holds.
    fn address(
        &self,
        plan: &mut IssuePlan,
        members: &[&'a Contact],
        community: &Community,
        histories: &Histories<'_>,
        reach: &mut Reach<'a>,
    ) {
        let mut variants: BTreeMap<Vec<usize>, Vec<String>> = BTreeMap::new();
        for contact in members {
            let mut gated = Vec::new();
            match self.message(contact, community, histories, reach, &mut gated) {
                Ok(positions) => {
                    if positions.iter().any(|position| self.pool[*position].kind == Kind::Ask) {
                        reach.book_ask(&contact.id, self.send_on, &self.audience.id);
                    }
                    variants.entry(positions).or_default().push(contact.id.clone());
                    reach.book(&contact.id, self.send_on, &self.audience.id);
                }
                Err(why) => plan.not_mailed.push(NotMailed { contact: contact.id.clone(), why }),
            }
            for held in gated {
                let list = if held.gate.lets_through() { &mut plan.overridden } else { &mut plan.held };
                list.push(held);
            }
        }
        let is_earned = |position: usize| variants.keys().any(|positions| positions.contains(&position));
        for (position, chosen) in self.pool.iter().enumerate() {
            if chosen.kind != Kind::Ask || is_earned(position) {
                plan.items.push(chosen.clone());
            } else {
                let why = LeftOutReason::NobodyEarnedIt;
                plan.left_out.push(LeftOut { path: chosen.path.clone(), why });
            }
        }
        // The largest variant first; of equals, the one with the first items.
        let mut variants: Vec<(Vec<usize>, Vec<String>)> = variants.into_iter().collect();
        variants.sort_by_key(|(_, contacts)| std::cmp::Reverse(contacts.len()));
        let items = |positions: Vec<usize>| positions.into_iter().map(|position| self.pool[position].clone());
        plan.variants = variants
            .into_iter()
            .map(|(positions, contacts)| Variant { items: items(positions).collect(), contacts })
            .collect();
        if plan.items.is_empty() {
            plan.skip = Some(SkipReason::OnlyAsks);
        }
    }

    /// The positions of the items that `contact` gets, or why there is no message; asks that are not earned go
    /// to `gated`.
    fn message(
        &self,
        contact: &Contact,
        community: &Community,
        histories: &Histories<'_>,
        reach: &Reach<'_>,
        gated: &mut Vec<Held>,
    ) -> Result<Vec<usize>, NotMailedReason> {
        if contact.faulty {
            return Err(NotMailedReason::Faulty);
        }
        if contact.consent.is_none() {
            return Err(NotMailedReason::NoConsent);
        }
        if contact.pause.covers(&self.audience.id) {
            return Err(NotMailedReason::Paused);
        }
        let sender = self.audience.sender(&community.audiences, &contact.owner);
        if sender.is_none_or(|person| person.email.is_none()) {
            return Err(NotMailedReason::NoSender);
        }
        if let Some(near) = reach.too_near(&contact.id, self.send_on) {
            let audience = near.audience.to_owned();
            return Err(NotMailedReason::TooNear { date: near.date, audience, until: near.until });
        }
        let received = &histories.of(&contact.id).received;
        let gate = self.gate(contact, histories, reach);
        let mut positions = Vec::new();
        let mut has_ask = false;
        for (position, chosen) in self.pool.iter().enumerate() {
            let again = received.contains_key(chosen.path.as_str());
            if chosen.kind != Kind::Ask {
                if !again || chosen.why == Why::ByHand {
                    positions.push(position);
                }
                continue;
            }
            if again {
                continue;
            }
            let gate =
                if has_ask { self.lifted(gate.clone().and(HoldReason::AnotherAsk)) } else { gate.clone() };
            if gate.lets_through() {
                has_ask = true;
                positions.push(position);
            }
            if gate != Gate::Open {
                gated.push(Held { contact: contact.id.clone(), item: chosen.path.clone(), gate });
            }
        }
        let only_asks = positions.iter().all(|position| self.pool[*position].kind == Kind::Ask);
        if positions.is_empty() || (only_asks && !self.asks_travel_alone) {
            return Err(NotMailedReason::NothingForThem);
        }
        Ok(positions)
    }

    fn gate(&self, contact: &Contact, histories: &Histories<'_>, reach: &Reach<'_>) -> Gate {
        let gate = ask_gate(self.audience, contact, histories.of(&contact.id), self.send_on);
        self.lifted(match reach.planned_ask(&contact.id) {
            Some((on, audience)) => gate.and(HoldReason::AskPlanned { on, audience: audience.to_owned() }),
            None => gate,
        })
    }

    fn lifted(&self, gate: Gate) -> Gate {
        match &self.override_reason {
            Some(because) => gate.overridden(because),
            None => gate,
        }
    }
}

/// Whether nothing about the contact itself forbids mail.
fn is_mailable(contact: &Contact, audience: &Audience) -> bool {
    !contact.faulty && contact.consent.is_some() && !contact.pause.covers(&audience.id)
}
