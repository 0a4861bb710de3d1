//! What readers would get who do not exist: one at each stage, with nothing, almost enough or just enough received.
//!
//! They go through [`plan_issues`] beside the real readers, so the rules decide of them as of anybody, and share the
//! room of the issue with everybody. Nothing of a real reader comes back.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::config::Kind;
use crate::people::Audience;
use crate::people::Consent;
use crate::people::Contact;
use crate::people::Email;
use crate::people::From;
use crate::people::Pause;
use crate::people::Stage;
use crate::people::belongs;
use crate::relation::Chosen;
use crate::relation::Entry;
use crate::relation::Facts;
use crate::relation::Gate;
use crate::relation::IssuePlan;
use crate::relation::NotMailedReason;
use crate::relation::SentItem;
use crate::relation::SkipReason;
use crate::relation::plan_issues;
use crate::source::SourcePath;

/// How much a made-up reader has received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Footing {
    /// Nothing: it is the first message, to somebody met on its day.
    First,
    /// One give less than patience and balance want, and known for one day less.
    Almost,
    /// As much as patience and balance want, and known for as long.
    Enough,
}

/// A reader who does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeUpReader {
    /// How far the relationship is.
    pub stage: Stage,
    /// How much was received.
    pub footing: Footing,
}

/// What a made-up reader gets in the next issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeUpMessage {
    /// The reader.
    pub reader: MadeUpReader,
    /// The items, or why there is no message.
    pub outcome: Result<Vec<Chosen>, NoMessage>,
    /// The asks that are held back, with what holds each.
    pub held: Vec<(SourcePath, Gate)>,
}

/// Why a made-up reader gets no message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoMessage {
    /// No reader of this stage belongs to the audience.
    NoMember,
    /// There is no issue.
    Skipped(SkipReason),
    /// There is one, and not for this reader.
    NotMailed(NotMailedReason),
}

/// What stands in the ids of made-up readers and audiences, and in no real one.
const MARK: &str = "made up";

/// Decides for a first message, and for each stage with almost enough and with enough received, what the next issue
/// of `audience` holds, in this order. `plan` is that issue as planned for the real readers.
pub fn made_up_messages(facts: &Facts<'_>, audience: &Audience, plan: &IssuePlan) -> Vec<MadeUpMessage> {
    let stages = &facts.community.audiences.stages;
    let member = |stage: &&Stage| belongs(&audience.segment, &contact(facts, audience, stage, plan.send_on));
    let first = stages.iter().find(member).or(stages.first());
    let first = first.map(|stage| MadeUpReader { stage: stage.clone(), footing: Footing::First });
    let with =
        |footing: Footing| stages.iter().map(move |stage| MadeUpReader { stage: stage.clone(), footing });
    let readers = first.into_iter().chain(with(Footing::Almost)).chain(with(Footing::Enough));
    // Somebody who has earned an ask keeps a place for it free in everybody's issue, so those who have not are decided
    // by themselves.
    let has_earned =
        |reader: &MadeUpReader| reader.footing == Footing::Enough && reader.stage >= audience.patience.stage;
    let (earned, unearned): (Vec<_>, Vec<_>) = readers.partition(has_earned);
    let mut messages = decide(facts, audience, plan.send_on, unearned);
    messages.extend(decide(facts, audience, plan.send_on, earned));
    messages
}

fn decide(
    facts: &Facts<'_>,
    audience: &Audience,
    send_on: Date,
    readers: Vec<MadeUpReader>,
) -> Vec<MadeUpMessage> {
    let mut community = facts.community.clone();
    let mut ledger = facts.ledger.clone();
    for (position, reader) in readers.iter().enumerate() {
        let mut contact = contact(facts, audience, &reader.stage, send_on);
        contact.id = id(position);
        let since = match reader.footing {
            Footing::First => send_on,
            Footing::Almost => days_before(send_on, audience.patience.days.saturating_sub(1)),
            Footing::Enough => days_before(send_on, audience.patience.days),
        };
        contact.since = Some(since);
        ledger.messages.extend(received(facts, audience, send_on, &contact.id, reader.footing));
        community.contacts.push(contact);
    }
    let facts = Facts { community: &community, ledger: &ledger, ..*facts };
    let plans = plan_issues(&facts);
    let Some(plan) = plans.into_iter().find(|plan| plan.audience == audience.id) else { return Vec::new() };
    let messages = readers.into_iter().enumerate();
    messages.map(|(position, reader)| message(&plan, &id(position), reader)).collect()
}

fn id(position: usize) -> String {
    format!("{MARK} {position}")
}

/// A member of `audience` at `stage`, if its segment allows any; of no other audience.
fn contact(facts: &Facts<'_>, audience: &Audience, stage: &Stage, since: Date) -> Contact {
    let audiences = &facts.community.audiences;
    let segment = &audience.segment;
    let with_address = audiences.people.iter().find(|person| person.email.is_some());
    let owner = match (&segment.owner, &audience.from) {
        (Some(owner), _) => Some(owner),
        (None, From::Person(id)) => Some(id),
        (None, From::Owner) => with_address.or(audiences.people.first()).map(|person| &person.id),
    };
    let any = segment.any.iter().find(|tag| !segment.not.contains(tag));
    let others = audiences.audiences.iter().filter(|other| other.id != audience.id);
    Contact {
        id: MARK.into(),
        name: String::new(),
        email: Email::unchecked(""),
        tags: segment.tags.iter().chain(any).cloned().collect(),
        owner: owner.cloned().unwrap_or_default(),
        stage: stage.clone(),
        since: Some(since),
        consent: Some(Consent { how: MARK.into(), date: since, at: since.to_string(), place: None }),
        touches: Vec::new(),
        needs: Vec::new(),
        interests: vec![MARK.into()],
        pause: Pause::Audiences(others.map(|other| other.id.clone()).collect()),
        faulty: false,
        place: audience.place.clone(),
    }
}

/// The one message that a made-up reader has received. It names no real audience, so that no issue counts as sent by
/// it, and no real post, so that all of them are new.
fn received(
    facts: &Facts<'_>,
    audience: &Audience,
    send_on: Date,
    contact: &str,
    footing: Footing,
) -> Option<Entry> {
    let enough = audience.patience.gives.max(audience.balance.gives_per_ask);
    let gives = match footing {
        Footing::First => return None,
        Footing::Almost => enough.saturating_sub(1),
        Footing::Enough => enough,
    };
    let date = days_before(send_on, facts.community.audiences.min_gap_days.max(1));
    let items = (0..gives).map(|number| SentItem { path: format!("{MARK}/{number}"), kind: Kind::Give });
    Some(Entry { date, audience: MARK.into(), issue: date, contact: contact.into(), items: items.collect() })
}

fn days_before(date: Date, days: u32) -> Date {
    date.checked_sub(i64::from(days).days()).unwrap_or(Date::MIN)
}

fn message(plan: &IssuePlan, id: &str, reader: MadeUpReader) -> MadeUpMessage {
    let variant = plan.variants.iter().find(|variant| variant.contacts.iter().any(|contact| contact == id));
    let not_mailed = plan.not_mailed.iter().find(|not_mailed| not_mailed.contact == id);
    let outcome = match (variant, not_mailed, &plan.skip) {
        (Some(variant), ..) => Ok(variant.items.clone()),
        (None, Some(not_mailed), _) => Err(NoMessage::NotMailed(not_mailed.why.clone())),
        (None, None, Some(skip)) => Err(NoMessage::Skipped(skip.clone())),
        (None, None, None) => Err(NoMessage::NoMember),
    };
    let held = plan.held.iter().filter(|held| held.contact == id);
    MadeUpMessage { reader, outcome, held: held.map(|held| (held.item.clone(), held.gate.clone())).collect() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::people::Audience;
    use crate::people::Comparison;
    use crate::people::StageRange;
    use crate::relation::Item;
    use crate::relation::Ledger;
    use crate::relation::tests::audience;
    use crate::relation::tests::community;
    use crate::relation::tests::contact;
    use crate::relation::tests::item;
    use crate::relation::tests::message;

    const TODAY: Date = date(2026, 6, 15);

    fn items() -> Vec<Item> {
        vec![
            item("tips", date(2026, 6, 10), Kind::Give),
            item("more", date(2026, 6, 9), Kind::Give),
            item("rest", date(2026, 6, 8), Kind::Give),
            item("offer", date(2026, 6, 8), Kind::Ask),
        ]
    }

    /// One line for each made-up reader: who, what is got, what is held and why.
    fn told(audiences: Vec<Audience>, contacts: Vec<Contact>, ledger: Ledger) -> String {
        let community = community(audiences, contacts);
        let items = items();
        let facts =
            Facts { community: &community, items: &items, ledger: &ledger, requests: &[], today: TODAY };
        let plans = plan_issues(&facts);
        let audience = &community.audiences.audiences[0];
        let name = |path: &SourcePath| path.stem().to_owned();
        let lines = made_up_messages(&facts, audience, &plans[0]).into_iter().map(|message| {
            let got = match &message.outcome {
                Ok(items) => items.iter().map(|item| name(&item.path)).collect::<Vec<_>>().join(" "),
                Err(why) => format!("{why:?}"),
            };
            let held =
                message.held.iter().map(|(path, gate)| format!(" | {}: {}", name(path), gate.reason()));
            format!(
                "{} {:?}: {got}{}",
                message.reader.stage,
                message.reader.footing,
                held.collect::<String>()
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn each_stage_gets_what_the_rules_say() {
        let dealers = Audience { max_items: 4, ..audience("dealers", "racks") };
        insta::assert_snapshot!(told(vec![dealers], Vec::new(), Ledger::default()), @r"
        new First: tips more rest | offer: it would be the first message; stage is new, needs acquainted; not before 2026-09-13; 2 more gives
        new Almost: tips more rest | offer: stage is new, needs acquainted; not before 2026-06-16; 1 more give
        acquainted Almost: tips more rest | offer: not before 2026-06-16; 1 more give
        trusted Almost: tips more rest | offer: not before 2026-06-16; 1 more give
        partner Almost: tips more rest | offer: not before 2026-06-16; 1 more give
        new Enough: tips more rest | offer: stage is new, needs acquainted
        acquainted Enough: tips more rest offer
        trusted Enough: tips more rest offer
        partner Enough: tips more rest offer
        ");
    }

    /// The room of an issue is shared: as long as nobody has earned the ask, no place is kept for it.
    #[test]
    fn a_place_for_the_ask_is_kept_as_for_anybody() {
        insta::assert_snapshot!(told(vec![audience("dealers", "racks")], Vec::new(), Ledger::default()), @r"
        new First: tips more rest | offer: it would be the first message; stage is new, needs acquainted; not before 2026-09-13; 2 more gives
        new Almost: tips more rest | offer: stage is new, needs acquainted; not before 2026-06-16; 1 more give
        acquainted Almost: tips more rest | offer: not before 2026-06-16; 1 more give
        trusted Almost: tips more rest | offer: not before 2026-06-16; 1 more give
        partner Almost: tips more rest | offer: not before 2026-06-16; 1 more give
        new Enough: tips more rest | offer: stage is new, needs acquainted
        acquainted Enough: tips more offer
        trusted Enough: tips more offer
        partner Enough: tips more offer
        ");
    }

    /// A segment that begins later, and a second audience with the same readers, which made-up ones are no part of.
    #[test]
    fn stages_outside_the_segment_are_no_members() {
        let mut dealers = audience("dealers", "racks");
        let stages = crate::relation::tests::stages();
        dealers.segment.stage = Some(StageRange { comparison: Comparison::Above, stage: stages[1].clone() });
        let others = Audience { segment: dealers.segment.clone(), ..audience("others", "racks") };
        insta::assert_snapshot!(told(vec![dealers, others], Vec::new(), Ledger::default()), @r"
        trusted First: tips more rest | offer: it would be the first message; not before 2026-09-13; 2 more gives
        new Almost: NoMember
        acquainted Almost: NoMember
        trusted Almost: tips more rest | offer: not before 2026-06-16; 1 more give
        partner Almost: tips more rest | offer: not before 2026-06-16; 1 more give
        new Enough: NoMember
        acquainted Enough: NoMember
        trusted Enough: tips more offer
        partner Enough: tips more offer
        ");
    }

    /// What was sent to the audience is not sent again, and what a real reader got is nothing to a made-up one.
    #[test]
    fn real_readers_are_not_mixed_in() {
        let contacts = vec![contact("zoe", &["dealers"])];
        let sent = message("dealers", "zoe", date(2026, 6, 9), &[("more", Kind::Give), ("offer", Kind::Ask)]);
        let ledger = Ledger { messages: vec![sent], issues: Vec::new() };
        insta::assert_snapshot!(told(vec![audience("dealers", "racks")], contacts, ledger), @r"
        new First: tips | offer: it would be the first message; stage is new, needs acquainted; not before 2026-09-13; 2 more gives
        new Almost: tips | offer: stage is new, needs acquainted; not before 2026-06-16; 1 more give
        acquainted Almost: tips | offer: not before 2026-06-16; 1 more give
        trusted Almost: tips | offer: not before 2026-06-16; 1 more give
        partner Almost: tips | offer: not before 2026-06-16; 1 more give
        new Enough: tips | offer: stage is new, needs acquainted
        acquainted Enough: tips offer
        trusted Enough: tips offer
        partner Enough: tips offer
        ");
    }

    #[test]
    fn without_a_way_to_leave_there_is_no_message() {
        let mut community = community(vec![audience("dealers", "racks")], Vec::new());
        community.audiences.legal = None;
        let (items, ledger) = (items(), Ledger::default());
        let facts =
            Facts { community: &community, items: &items, ledger: &ledger, requests: &[], today: TODAY };
        let plan = plan_issues(&facts).remove(0);
        let messages = made_up_messages(&facts, &community.audiences.audiences[0], &plan);
        assert_eq!(messages.len(), 9);
        let no_message = Err(NoMessage::Skipped(SkipReason::CannotLeave));
        assert!(messages.iter().all(|message| message.outcome == no_message), "{messages:?}");
    }
}
