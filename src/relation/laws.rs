//! Laws of the rules, for any community, any posts and any ledger.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::civil::Time;
use jiff::civil::Weekday;
use jiff::civil::date;
use jiff::tz::AmbiguousOffset;
use proptest::prelude::*;
use proptest::sample::select;

use crate::config::Kind;
use crate::people::*;
use crate::relation::tests::*;
use crate::relation::*;

const TODAY: Date = date(2026, 6, 2);

/// Everything that plans depend on, owned.
#[derive(Debug, Clone)]
struct World {
    community: Community,
    items: Vec<Item>,
    ledger: Ledger,
    requests: Vec<IssueRequest>,
}

impl World {
    fn plans(&self) -> Vec<IssuePlan> {
        plan_issues(&Facts {
            community: &self.community,
            items: &self.items,
            ledger: &self.ledger,
            requests: &self.requests,
            today: TODAY,
        })
    }
}

fn day_before(days: i64) -> Date {
    TODAY.checked_sub(days.days()).unwrap()
}

fn any_kind() -> impl Strategy<Value = Kind> {
    select(vec![Kind::Give, Kind::Give, Kind::Ask, Kind::News])
}

fn any_day() -> impl Strategy<Value = Date> {
    (0i64..200).prop_map(day_before)
}

fn any_contact(number: usize) -> impl Strategy<Value = Contact> {
    let tags = proptest::sample::subsequence(vec!["dealers", "makers"], 0..=2);
    let since = proptest::option::weighted(0.8, any_day());
    (tags, 0usize..4, since, proptest::bool::weighted(0.8), any::<bool>(), proptest::bool::weighted(0.1))
        .prop_map(move |(tags, stage, since, agreed, known, faulty)| {
            let mut contact = contact(&format!("c{number}"), &tags);
            (contact.stage, contact.since, contact.faulty) = (stages()[stage].clone(), since, faulty);
            contact.consent.take_if(|_| !agreed);
            contact.interests.truncate(usize::from(known));
            contact
        })
}

fn any_audience(id: &'static str) -> impl Strategy<Value = Audience> {
    let start = proptest::option::of(any_day());
    let promised = proptest::option::of((1u16..4, start));
    (0u32..100, 0u32..4, 0usize..3, 0u32..4, 0u32..90, 1usize..5, promised).prop_map(
        move |(days, gives, stage, gives_per_ask, days_between_asks, max_items, promised)| {
            let mut audience = audience(id, "racks");
            audience.patience = Patience { days, gives, stage: stages()[stage].clone() };
            audience.balance = Balance { gives_per_ask, days_between_asks };
            audience.max_items = max_items;
            audience.promise = promised.map(|(weeks, start)| {
                let day = PromisedDay::Weekday(Weekday::Tuesday);
                Promise { start, ..promise(Every::Weeks(weeks), day, "Europe/Berlin") }
            });
            audience
        },
    )
}

fn any_item(number: usize) -> impl Strategy<Value = Item> {
    let answers = proptest::option::weighted(0.3, select(vec!["early", "late", "makers.late"]));
    (any_day(), any_kind(), answers).prop_map(move |(day, kind, answers)| {
        let mut item = item(&format!("p{number}"), day, kind);
        item.answers = answers.into_iter().map(str::to_owned).collect();
        item
    })
}

fn any_message() -> impl Strategy<Value = Entry> {
    let posts = proptest::collection::vec((0usize..8, any_kind()), 0..4);
    (any_day(), select(vec!["dealers", "makers"]), 0usize..5, posts).prop_map(
        |(day, audience, contact, posts)| {
            let posts: Vec<(String, Kind)> =
                posts.into_iter().map(|(number, kind)| (format!("p{number}"), kind)).collect();
            let posts: Vec<(&str, Kind)> = posts.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
            message(audience, &format!("c{contact}"), day, &posts)
        },
    )
}

fn any_request() -> impl Strategy<Value = IssueRequest> {
    let items = proptest::sample::subsequence(vec!["content/p0.md", "content/p1.md", "content/p2.md"], 0..=3);
    (0i64..10, items, any::<bool>()).prop_map(|(days, items, because)| IssueRequest {
        path: path("content/newsletters/dealers/next.md"),
        audience: "dealers".into(),
        date: TODAY.checked_add(days.days()).unwrap(),
        items: items.into_iter().map(path).collect(),
        override_reason: because.then(|| "we must".to_owned()),
    })
}

fn any_world() -> impl Strategy<Value = World> {
    let contacts = [0, 1, 2, 3, 4, 5].map(any_contact);
    let items = [0, 1, 2, 3, 4, 5, 6, 7].map(any_item);
    let messages = proptest::collection::vec(any_message(), 0..12);
    let requests = proptest::collection::vec(any_request(), 0..2);
    let audiences = (any_audience("dealers"), any_audience("makers"));
    (contacts, audiences, items, 0usize..8, messages, requests, 0u32..12).prop_map(
        |(contacts, audiences, items, count, messages, requests, min_gap_days)| {
            let mut community = community(vec![audiences.0, audiences.1], contacts.into());
            community.audiences.min_gap_days = min_gap_days;
            let ledger = Ledger { messages, issues: Vec::new() };
            World { community, items: items.into_iter().take(count).collect(), ledger, requests }
        },
    )
}

fn days_apart(left: Date, right: Date) -> u32 {
    (left - right).get_days().unsigned_abs()
}

fn is_ask(chosen: &Chosen) -> bool {
    chosen.kind == Kind::Ask
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_first_message_never_holds_an_ask(world in any_world()) {
        let histories = Histories::new(&world.ledger);
        for plan in world.plans() {
            for variant in plan.variants.iter().filter(|variant| variant.items.iter().any(is_ask)) {
                for contact in &variant.contacts {
                    prop_assert!(!histories.of(contact).messages.is_empty(), "{contact} in {plan:#?}");
                }
            }
        }
    }

    #[test]
    fn only_readers_who_agreed_are_mailed(world in any_world()) {
        for plan in world.plans() {
            for id in plan.variants.iter().flat_map(|variant| &variant.contacts) {
                let contact = world.community.contacts.iter().find(|contact| contact.id == *id).unwrap();
                prop_assert!(contact.consent.is_some() && !contact.faulty, "{id} in {plan:#?}");
            }
        }
    }

    #[test]
    fn nobody_gets_two_messages_within_the_gap(world in any_world()) {
        let gap = world.community.audiences.min_gap_days;
        let plans = world.plans();
        for contact in &world.community.contacts {
            let gets = |plan: &&IssuePlan| plan.variants.iter().any(|variant| variant.contacts.contains(&contact.id));
            let planned: Vec<Date> = plans.iter().filter(gets).map(|plan| plan.send_on).collect();
            let sent = world.ledger.messages.iter().filter(|entry| entry.contact == contact.id);
            let sent: Vec<Date> = sent.map(|entry| entry.date).collect();
            for (position, day) in planned.iter().enumerate() {
                for other in planned[..position].iter().chain(&sent) {
                    prop_assert!(days_apart(*day, *other) >= gap, "{} on {day} and {other}", contact.id);
                }
            }
        }
    }

    #[test]
    fn every_member_is_mailed_once_or_told_why_not(world in any_world()) {
        for (plan, audience) in world.plans().iter().zip(&world.community.audiences.audiences) {
            if plan.skip.is_some() {
                prop_assert!(plan.items.is_empty() && plan.variants.is_empty());
                continue;
            }
            let mailed = plan.variants.iter().flat_map(|variant| &variant.contacts);
            let mut told: Vec<&String> = mailed.chain(plan.not_mailed.iter().map(|not| &not.contact)).collect();
            told.sort();
            let members = members(audience, &world.community.contacts).into_iter().filter(|member| member.belongs);
            let mut members: Vec<&String> = members.map(|member| &member.contact.id).collect();
            members.sort();
            prop_assert_eq!(told, members);
        }
    }

    #[test]
    fn a_message_is_small_and_gives_more_than_it_asks(world in any_world()) {
        for (plan, audience) in world.plans().iter().zip(&world.community.audiences.audiences) {
            let by_hand = plan.items.iter().any(|item| item.why == Why::ByHand);
            for variant in &plan.variants {
                prop_assert!(variant.items.iter().all(|item| plan.items.contains(item)));
                prop_assert!(!variant.items.is_empty());
                if plan.override_reason.is_none() {
                    prop_assert!(variant.items.iter().filter(|item| is_ask(item)).count() <= 1);
                    prop_assert!(by_hand || !variant.items.iter().all(is_ask));
                    prop_assert!(by_hand || variant.items.len() <= audience.max_items);
                }
            }
            for held in &plan.held {
                prop_assert!(!held.gate.lets_through() && !held.gate.reason().is_empty());
            }
            let shown: BTreeSet<_> = plan.items.iter().filter(|item| is_ask(item)).map(|item| &item.path).collect();
            let earned = plan.variants.iter().flat_map(|variant| &variant.items).filter(|item| is_ask(item));
            prop_assert_eq!(shown, earned.map(|item| &item.path).collect());
        }
    }

    #[test]
    fn the_order_of_facts_does_not_matter(
        (world, shuffled) in any_world().prop_flat_map(|world| {
            let shuffled = (
                Just(world.community.contacts.clone()).prop_shuffle(),
                Just(world.items.clone()).prop_shuffle(),
                Just(world.ledger.messages.clone()).prop_shuffle(),
            );
            (Just(world), shuffled)
        })
    ) {
        let mut other = world.clone();
        (other.community.contacts, other.items, other.ledger.messages) = shuffled;
        prop_assert_eq!(world.plans(), other.plans());
    }

    #[test]
    fn more_patience_never_opens_a_gate(world in any_world(), days in 0u32..50, gives in 0u32..3, stage in 0usize..4) {
        let histories = Histories::new(&world.ledger);
        let audience = &world.community.audiences.audiences[0];
        let mut patient = audience.clone();
        patient.patience.days += days;
        patient.patience.gives += gives;
        patient.patience.stage = patient.patience.stage.max(stages()[stage].clone());
        patient.balance.gives_per_ask += gives;
        patient.balance.days_between_asks += days;
        for contact in &world.community.contacts {
            let before = ask_gate(audience, contact, histories.of(&contact.id), TODAY);
            let after = ask_gate(&patient, contact, histories.of(&contact.id), TODAY);
            prop_assert!(before.lets_through() || !after.lets_through(), "{before:?} became {after:?}");
        }
    }

    #[test]
    fn one_more_give_never_closes_a_gate(world in any_world(), day in any_day(), post in 8usize..12) {
        let audience = &world.community.audiences.audiences[0];
        let mut more = world.ledger.clone();
        let name = format!("p{post}");
        for contact in &world.community.contacts {
            more.messages.push(message("makers", &contact.id, day, &[(&name, Kind::Give)]));
        }
        let (before, after) = (Histories::new(&world.ledger), Histories::new(&more));
        for contact in &world.community.contacts {
            let before = ask_gate(audience, contact, before.of(&contact.id), TODAY);
            let after = ask_gate(audience, contact, after.of(&contact.id), TODAY);
            prop_assert!(after.lets_through() || !before.lets_through(), "{before:?} became {after:?}");
            prop_assert!(after.reasons().len() <= before.reasons().len());
        }
    }

    #[test]
    fn what_was_received_before_or_comes_later_opens_no_gate(world in any_world(), repeated in any::<bool>()) {
        let audience = &world.community.audiences.audiences[0];
        let mut more = world.ledger.clone();
        for entry in &world.ledger.messages {
            let names: Vec<String> = (0..8).map(|number| format!("p{number}")).collect();
            let was_sent = |name: &&String| entry.items.iter().any(|item| item.path == format!("content/{name}.md"));
            let items: Vec<(&str, Kind)> = names.iter().filter(|name| !repeated || was_sent(name))
                .map(|name| (name.as_str(), Kind::Give)).collect();
            let day = if repeated { TODAY } else { TODAY.tomorrow().unwrap() };
            more.messages.push(message("makers", &entry.contact, day, &items));
        }
        let (before, after) = (Histories::new(&world.ledger), Histories::new(&more));
        for contact in &world.community.contacts {
            let before = ask_gate(audience, contact, before.of(&contact.id), TODAY);
            let after = ask_gate(audience, contact, after.of(&contact.id), TODAY);
            prop_assert!(before.lets_through() || !after.lets_through(), "{before:?} became {after:?}");
        }
    }

    #[test]
    fn nobody_is_asked_in_two_issues_at_once(world in any_world()) {
        let plans = world.plans();
        for contact in &world.community.contacts {
            let asks = |plan: &&IssuePlan| {
                plan.override_reason.is_none()
                    && plan.variants.iter().any(|variant| {
                        variant.contacts.contains(&contact.id) && variant.items.iter().any(is_ask)
                    })
            };
            prop_assert!(plans.iter().filter(asks).count() <= 1, "{} in {plans:#?}", contact.id);
        }
    }

    #[test]
    fn periods_of_a_promise_neither_overlap_nor_leave_gaps(
        (every, day) in prop_oneof![
            (1u16..40).prop_map(|days| (Every::Days(days), PromisedDay::Any)),
            (1u16..6, 0i8..7).prop_map(|(weeks, day)| {
                (Every::Weeks(weeks), PromisedDay::Weekday(Weekday::from_monday_zero_offset(day).unwrap()))
            }),
            (1u16..13, 1i8..32).prop_map(|(months, day)| (Every::Months(months), PromisedDay::OfMonth(day))),
        ],
        zone in select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]),
        (hour, minute) in (0i8..24, 0i8..60),
        start in proptest::option::of((2010i16..2028, 1i8..13, 1i8..29)),
        year in 2010i16..2028,
    ) {
        let start = start.map(|(year, month, day)| date(year, month, day));
        let time = Time::constant(hour, minute, 0, 0);
        let promise = Promise { time, start, ..promise(every, day, zone) };
        let calendar = Calendar::new(&promise);
        let mut today = date(year, 1, 1);
        while today.year() == year {
            match calendar.index_on(today) {
                Some(index) => {
                    let (from, until) = (calendar.day(index), calendar.day(index + 1));
                    prop_assert!(from <= today && today < until, "{today} is not in {from}..{until}");
                    prop_assert!(start.is_none_or(|start| from >= start));
                    let (due, next) = (calendar.moment(from), calendar.moment(until));
                    prop_assert!(due <= next, "{due} is after {next}");
                    // The wall clock shows the promised time, unless the clocks skipped it.
                    let offset = promise.zone.to_ambiguous_zoned(from.to_datetime(time)).offset();
                    let skipped = matches!(offset, AmbiguousOffset::Gap { .. });
                    prop_assert!(skipped || due.datetime() == from.to_datetime(time));
                    match day {
                        PromisedDay::Any => {}
                        PromisedDay::Weekday(weekday) => prop_assert_eq!(from.weekday(), weekday),
                        PromisedDay::OfMonth(day) => prop_assert_eq!(from.day(), day.min(from.days_in_month())),
                    }
                }
                None => prop_assert!(today < calendar.day(0)),
            }
            today = today.tomorrow().unwrap();
        }
    }

    #[test]
    fn a_ledger_line_never_panics(text in "(?s).{0,200}") {
        read_ledger(&path(".regards/ledger.jsonl"), &text);
    }
}

#[test]
fn the_ends_of_the_calendar_are_no_trouble() {
    let monthly = promise(Every::Months(12_000), PromisedDay::OfMonth(31), "Europe/Berlin");
    for today in [Date::MIN, Date::MAX, date(1, 1, 1)] {
        for start in [None, Some(Date::MIN), Some(Date::MAX)] {
            for every in [Every::Months(12_000), Every::Days(1)] {
                let promise = Promise { every, start, ..monthly.clone() };
                assert!(standing(&promise, "dealers", &Ledger::default(), today).periods.len() <= 120);
            }
        }
    }
}
