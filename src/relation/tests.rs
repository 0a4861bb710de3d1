//! Cases of the rules on small communities.

use jiff::civil::Date;
use jiff::civil::Time;
use jiff::civil::date;
use jiff::tz::TimeZoneDatabase;

use crate::config::Kind;
use crate::people::*;
use crate::relation::*;
use crate::source::SourcePath;
use crate::source::Span;

pub(super) fn path(text: &str) -> SourcePath {
    SourcePath::new(text).unwrap()
}

fn place() -> Span {
    Span::start_of(&path("audiences.yaml"))
}

pub(super) fn stages() -> Vec<Stage> {
    Audiences::default().stages
}

pub(super) fn audience(id: &str, topic: &str) -> Audience {
    Audience {
        id: id.into(),
        name: id.into(),
        why: "to help".into(),
        segment: Segment { tags: vec![id.into()], ..Segment::default() },
        topics: vec![topic.into()],
        needs: vec![
            Need {
                id: "late".into(),
                ask: "Which first?".into(),
                since: Some(date(2026, 5, 1)),
                place: place(),
            },
            Need { id: "early".into(), ask: "How?".into(), since: Some(date(2026, 1, 1)), place: place() },
        ],
        promise: None,
        patience: Patience { days: 90, gives: 2, stage: stages()[1].clone() },
        balance: Balance { gives_per_ask: 2, days_between_asks: 60 },
        from: From::Owner,
        reply_invite: "What next?".into(),
        archive: Archive::Public,
        max_items: 3,
        place: place(),
    }
}

/// A reader who has earned an ask as far as the contacts file goes.
pub(super) fn contact(id: &str, tags: &[&str]) -> Contact {
    Contact {
        id: id.into(),
        name: format!("Reader {id}"),
        email: Email::new(&format!("{id}@example.net")).unwrap(),
        tags: tags.iter().map(|tag| (*tag).into()).collect(),
        owner: "ann".into(),
        stage: stages()[1].clone(),
        since: Some(date(2025, 1, 1)),
        consent: Some(Consent {
            how: "form".into(),
            date: date(2025, 1, 1),
            at: "2025-01-01".into(),
            place: None,
        }),
        touches: Vec::new(),
        needs: Vec::new(),
        interests: vec!["racks".into()],
        pause: Pause::default(),
        faulty: false,
        place: place(),
    }
}

pub(super) fn community(audiences: Vec<Audience>, contacts: Vec<Contact>) -> Community {
    let ann = Person {
        id: "ann".into(),
        name: "Ann Owner".into(),
        email: Some("ann@example.org".into()),
        signature: None,
        role: None,
        bio: None,
        image: None,
        links: Vec::new(),
        place: place(),
    };
    let leave = Leave { mail: Some("leave@example.org".into()), url: None };
    let legal = Some(Legal { postal: "1 Main St".into(), leave, join: None });
    Community {
        audiences: Audiences { people: vec![ann], legal, audiences, ..Audiences::default() },
        contacts,
        audiences_unread: false,
    }
}

pub(super) fn item(name: &str, day: Date, kind: Kind) -> Item {
    Item {
        path: path(&format!("content/{name}.md")),
        date: day,
        kind,
        disputed: false,
        topics: vec!["racks".into()],
        answers: Vec::new(),
        audiences: Vec::new(),
    }
}

pub(super) fn message(audience: &str, contact: &str, day: Date, items: &[(&str, Kind)]) -> Entry {
    Entry {
        date: day,
        audience: audience.into(),
        issue: day,
        contact: contact.into(),
        items: items
            .iter()
            .map(|(name, kind)| SentItem { path: format!("content/{name}.md"), kind: *kind })
            .collect(),
    }
}

pub(super) fn promise(every: Every, day: PromisedDay, zone: &str) -> Promise {
    Promise {
        every,
        day,
        time: Time::constant(9, 0, 0, 0),
        zone: TimeZoneDatabase::bundled().get(zone).unwrap(),
        if_nothing: IfNothing::Skip,
        start: None,
    }
}

/// The plan as a person would want it told.
fn told(plan: &IssuePlan) -> String {
    let mut lines = vec![format!("{} {} (goes out {})", plan.audience, plan.date, plan.send_on)];
    if let Some(skip) = &plan.skip {
        lines.push(format!("skipped: {}", skip.reason()));
    }
    lines.extend(
        plan.items.iter().map(|item| format!("{} {:?}: {}", item.path, item.kind, item.why.reason())),
    );
    for variant in &plan.variants {
        let items: Vec<&str> = variant.items.iter().map(|item| item.path.stem()).collect();
        lines.push(format!("{} ← {}", variant.contacts.join(" "), items.join(" ")));
    }
    lines.extend(
        plan.held
            .iter()
            .map(|held| format!("{} not for {}: {}", held.item.stem(), held.contact, held.gate.reason())),
    );
    lines.extend(
        plan.overridden
            .iter()
            .map(|held| format!("{} for {} is {}", held.item.stem(), held.contact, held.gate.reason())),
    );
    lines.extend(
        plan.not_mailed.iter().map(|not| format!("{} not mailed: {}", not.contact, not.why.reason())),
    );
    lines.extend(plan.left_out.iter().map(|left| format!("{} left out: {}", left.path, left.why.reason())));
    lines.join("\n")
}

const TODAY: Date = date(2026, 6, 2);

#[test]
fn an_issue_tells_everything_it_decided() {
    let mut no_consent = contact("d", &["dealers"]);
    no_consent.consent = None;
    let mut paused = contact("e", &["dealers"]);
    paused.pause = Pause::Audiences(vec!["dealers".into()]);
    let mut new = contact("f", &["dealers"]);
    (new.stage, new.since, new.interests) = (stages()[0].clone(), Some(date(2026, 5, 1)), Vec::new());
    let contacts = vec![
        contact("a", &["dealers"]),
        contact("b", &["dealers"]),
        contact("c", &["dealers"]),
        no_consent,
        paused,
        new,
        contact("g", &["dealers"]),
        contact("z", &["makers"]),
    ];
    let community = community(vec![audience("dealers", "racks")], contacts);
    let mut answer = item("how", date(2026, 5, 20), Kind::Give);
    answer.answers = vec!["dealers.early".into(), "late".into()];
    let mut elsewhere = item("elsewhere", date(2026, 5, 21), Kind::Give);
    elsewhere.audiences = vec!["makers".into()];
    let items = [
        item("old", date(2026, 4, 30), Kind::Give),
        item("one", date(2026, 5, 21), Kind::Give),
        item("two", date(2026, 5, 30), Kind::News),
        answer,
        elsewhere,
        item("shop", date(2026, 4, 1), Kind::Ask),
        item("fair", date(2026, 6, 1), Kind::Ask),
    ];
    let gives = [("x", Kind::Give), ("y", Kind::Give)];
    let ledger = Ledger {
        messages: vec![
            message("dealers", "a", date(2026, 5, 5), &gives),
            message("dealers", "b", date(2026, 5, 5), &gives[..1]),
            message("dealers", "f", date(2026, 5, 5), &[("x", Kind::Ask)]),
            message("makers", "g", date(2026, 5, 31), &[]),
        ],
        issues: Vec::new(),
    };
    let facts = Facts { community: &community, items: &items, ledger: &ledger, requests: &[], today: TODAY };
    let plans = plan_issues(&facts);
    insta::assert_snapshot!(told(&plans[0]), @r#"
    dealers 2026-06-02 (goes out 2026-06-02)
    content/how.md Give: answers the need “How?”
    content/two.md News: on the topic racks
    content/fair.md Ask: on the topic racks
    b c f ← how two
    a ← how two fair
    shop not for a: another ask is in the same message
    fair not for b: 1 more give
    shop not for b: 1 more give
    fair not for c: it would be the first message; 2 more gives
    shop not for c: it would be the first message; 2 more gives
    fair not for f: stage is new, needs acquainted; not before 2026-07-30; 2 more gives; 2 more gives since the last ask; asked on 2026-05-05, not again before 2026-07-04; no need and no interest is known
    shop not for f: stage is new, needs acquainted; not before 2026-07-30; 2 more gives; 2 more gives since the last ask; asked on 2026-05-05, not again before 2026-07-04; no need and no interest is known
    d not mailed: has not agreed to mail
    e not mailed: has paused this newsletter
    g not mailed: gets the newsletter of makers on 2026-05-31; not again before 2026-06-03
    content/one.md left out: the issue is full, with 3 items
    content/shop.md left out: an ask that no reader has earned yet
    "#);

    let request = IssueRequest {
        path: path("content/newsletters/dealers/2026-06-04.md"),
        audience: "dealers".into(),
        date: date(2026, 6, 4),
        items: vec![path("content/fair.md"), path("content/none.md"), path("content/old.md")],
        override_reason: Some("the fair is in a week".into()),
    };
    let plans = plan_issues(&Facts { requests: &[request], ..facts });
    insta::assert_snapshot!(told(&plans[0]), @r#"
    dealers 2026-06-04 (goes out 2026-06-04)
    content/fair.md Ask: named by the issue file
    content/old.md Give: named by the issue file
    a b f g ← fair old
    c ← old
    fair not for c: it would be the first message; 2 more gives
    fair for b is sent anyway, because the fair is in a week (not earned: 1 more give)
    fair for f is sent anyway, because the fair is in a week (not earned: stage is new, needs acquainted; not before 2026-07-30; 2 more gives; 2 more gives since the last ask; asked on 2026-05-05, not again before 2026-07-04; no need and no interest is known)
    fair for g is sent anyway, because the fair is in a week (not earned: 2 more gives)
    d not mailed: has not agreed to mail
    e not mailed: has paused this newsletter
    "#);
}

#[test]
fn an_issue_is_skipped_rather_than_padded() {
    let community = community(vec![audience("dealers", "racks")], vec![contact("a", &["dealers"])]);
    let ask = [item("shop", TODAY, Kind::Ask)];
    let ledger = Ledger::default();
    let facts = Facts { community: &community, items: &ask, ledger: &ledger, requests: &[], today: TODAY };
    assert_eq!(plan_issues(&facts)[0].skip, Some(SkipReason::OnlyAsks));
    assert_eq!(plan_issues(&Facts { items: &[], ..facts })[0].skip, Some(SkipReason::NothingNew));
    let give = [item("one", TODAY, Kind::Give)];
    assert_eq!(plan_issues(&Facts { items: &give, ..facts })[0].skip, None);
    let mut unlawful = community.clone();
    unlawful.audiences.legal = None;
    let facts = Facts { community: &unlawful, items: &give, ..facts };
    assert_eq!(plan_issues(&facts)[0].skip, Some(SkipReason::CannotLeave));
}

#[test]
fn an_ask_is_held_even_where_gives_fill_the_issue() {
    let mut dealers = audience("dealers", "racks");
    dealers.max_items = 1;
    let community = community(vec![dealers], vec![contact("a", &["dealers"])]);
    let items =
        [item("one", TODAY, Kind::Give), item("two", TODAY, Kind::Give), item("shop", TODAY, Kind::Ask)];
    let ledger = Ledger::default();
    let facts = Facts { community: &community, items: &items, ledger: &ledger, requests: &[], today: TODAY };
    insta::assert_snapshot!(told(&plan_issues(&facts)[0]), @r#"
    dealers 2026-06-02 (goes out 2026-06-02)
    content/one.md Give: on the topic racks
    a ← one
    shop not for a: it would be the first message; 2 more gives
    content/shop.md left out: an ask that no reader has earned yet
    "#);
}

#[test]
fn one_message_goes_to_a_reader_of_two_audiences_and_the_broken_promise_comes_first() {
    let mut makers = audience("makers", "racks");
    let weekly = promise(Every::Weeks(1), PromisedDay::Weekday(jiff::civil::Weekday::Monday), "UTC");
    makers.promise = Some(Promise { start: Some(date(2026, 5, 25)), ..weekly });
    let community = community(
        vec![audience("dealers", "racks"), makers],
        vec![contact("a", &["dealers", "makers"]), contact("b", &["dealers"])],
    );
    let items = [item("one", TODAY, Kind::Give)];
    let ledger = Ledger::default();
    let plans = plan_issues(&Facts {
        community: &community,
        items: &items,
        ledger: &ledger,
        requests: &[],
        today: TODAY,
    });
    let told: Vec<String> = plans.iter().map(told).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    dealers 2026-06-02 (goes out 2026-06-02)
    content/one.md Give: on the topic racks
    b ← one
    a not mailed: gets the newsletter of makers on 2026-06-02; not again before 2026-06-05
    makers 2026-06-02 (goes out 2026-06-02)
    content/one.md Give: on the topic racks
    a ← one
    "#);
}

#[test]
fn a_reader_of_two_audiences_is_asked_by_one() {
    let mut community = community(
        vec![audience("dealers", "racks"), audience("makers", "racks")],
        vec![contact("a", &["dealers", "makers"])],
    );
    community.audiences.min_gap_days = 0;
    let items = [item("one", TODAY, Kind::Give), item("shop", TODAY, Kind::Ask)];
    let gives = [("x", Kind::Give), ("y", Kind::Give)];
    let ledger =
        Ledger { messages: vec![message("dealers", "a", date(2026, 5, 5), &gives)], issues: Vec::new() };
    let facts = Facts { community: &community, items: &items, ledger: &ledger, requests: &[], today: TODAY };
    let told: Vec<String> = plan_issues(&facts).iter().map(told).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    dealers 2026-06-02 (goes out 2026-06-02)
    content/one.md Give: on the topic racks
    content/shop.md Ask: on the topic racks
    a ← one shop
    makers 2026-06-02 (goes out 2026-06-02)
    content/one.md Give: on the topic racks
    a ← one
    shop not for a: the newsletter of dealers asks already on 2026-06-02
    content/shop.md left out: an ask that no reader has earned yet
    "#);
}

#[test]
fn a_gate_says_what_is_missing_and_until_when() {
    let mut audience = audience("dealers", "racks");
    audience.patience.gives = 3;
    let check = |contact: &Contact, messages: Vec<Entry>, expected: &str| {
        let ledger = Ledger { messages, issues: Vec::new() };
        let gate = ask_gate(&audience, contact, Histories::new(&ledger).of(&contact.id), TODAY);
        assert_eq!(gate.reason(), expected);
        gate
    };
    let a = contact("a", &[]);
    let gives = [("x", Kind::Give), ("y", Kind::Give), ("z", Kind::Give)];
    let earned = message("dealers", "a", date(2026, 5, 5), &gives);
    assert_eq!(check(&a, vec![earned.clone()], "earned"), Gate::Open);
    let first = check(&a, vec![], "it would be the first message; 3 more gives");
    assert!(!first.overridden("we must").lets_through());
    // The same post twice is one give.
    let twice = vec![
        message("dealers", "a", date(2026, 5, 5), &gives[..2]),
        message("makers", "a", TODAY, &gives[..2]),
    ];
    let held = check(&a, twice, "1 more give");
    assert_eq!(
        held.overridden("the fair is near").reason(),
        "sent anyway, because the fair is near (not earned: 1 more give)"
    );
    // What was received before the ask, or as an ask, is no give after it; what is still to come is none at all.
    let again = vec![
        earned.clone(),
        message("makers", "a", date(2026, 3, 5), &[("q", Kind::Ask)]),
        message("makers", "a", date(2026, 3, 1), &gives[..2]),
        message("makers", "a", date(2026, 5, 6), &[("q", Kind::Give)]),
    ];
    check(&a, again, "1 more give since the last ask");
    let tomorrow = message("dealers", "a", date(2026, 6, 3), &gives);
    check(&a, vec![tomorrow], "it would be the first message; 3 more gives");
    let asked = message("makers", "a", date(2026, 5, 5), &[("q", Kind::Ask)]);
    let gate = check(
        &a,
        vec![earned, asked],
        "2 more gives since the last ask; asked on 2026-05-05, not again before 2026-07-04",
    );
    assert!(matches!(gate, Gate::Held { until: Some(until), .. } if until == date(2026, 7, 4)));
    let mut new = contact("n", &[]);
    (new.stage, new.since, new.consent, new.interests) =
        (stages()[0].clone(), Some(date(2026, 5, 1)), None, Vec::new());
    let gives = vec![message("dealers", "n", date(2026, 5, 5), &gives)];
    check(
        &new,
        gives.clone(),
        "stage is new, needs acquainted; not before 2026-07-30; no need and no interest is known",
    );
    (new.since, new.stage) = (None, stages()[3].clone());
    check(&new, gives, "nobody wrote down since when we know each other; no need and no interest is known");
}

#[test]
fn what_became_of_a_promise() {
    let tuesdays =
        promise(Every::Weeks(2), PromisedDay::Weekday(jiff::civil::Weekday::Tuesday), "Europe/Berlin");
    let promise = Promise { start: Some(date(2026, 3, 1)), ..tuesdays };
    let issue = |month, day, sent_day, skipped| IssueSent {
        issue: date(2026, month, day),
        audience: "dealers".into(),
        date: date(2026, month, sent_day),
        skipped,
        override_reason: None,
    };
    let issues =
        vec![issue(3, 3, 2, false), issue(3, 17, 19, false), issue(4, 14, 14, true), issue(4, 28, 28, false)];
    let ledger = Ledger { messages: Vec::new(), issues };
    let told = |today| {
        let standing = standing(&promise, "dealers", &ledger, today);
        let periods = standing.periods.iter().map(|period| format!("{} {}\n", period.from, period.status));
        periods.collect::<String>() + &standing.reason()
    };
    insta::assert_snapshot!(told(date(2026, 5, 15)), @r#"
    2026-03-03 kept
    2026-03-17 kept, 2 days late
    2026-03-31 broken
    2026-04-14 kept by skipping
    2026-04-28 kept
    2026-05-12 late by 3 days
    late by 3 days, 1 of the last 6 broken; was due 2026-05-12 09:00
    "#);
    // An issue of the 31st that went out when the next was due kept no promise.
    let mut belated = ledger.clone();
    belated.issues.push(issue(3, 31, 14, false));
    belated.issues[4].date = date(2026, 4, 14);
    let standing_then = standing(&promise, "dealers", &belated, date(2026, 4, 20));
    assert_eq!(standing_then.periods[2].status, PromiseStatus::Broken);
    assert!(told(date(2026, 3, 31)).ends_with("due today, at 2026-03-31 09:00"));
    let silent = Promise { start: None, if_nothing: IfNothing::Late, ..promise.clone() };
    let none = Ledger::default();
    let before = standing(&promise, "dealers", &none, date(2026, 2, 28));
    assert_eq!((before.status(), &*before.reason()), (None, "next due 2026-03-03 09:00"));
    assert_eq!(standing(&silent, "dealers", &none, date(2026, 5, 15)).reason(), "next due 2026-05-19 09:00");
    let late = Promise { if_nothing: IfNothing::Late, ..promise.clone() };
    let status = |promise: &Promise| standing(promise, "dealers", &ledger, date(2026, 4, 15)).status();
    assert_eq!(status(&promise), Some(PromiseStatus::KeptBySkip { on: date(2026, 4, 14) }));
    assert_eq!(status(&late), Some(PromiseStatus::Late { days: 1 }));
}

#[test]
fn nine_o_clock_stays_nine_o_clock() {
    let check = |promise: &Promise, today: Date, expected: &str| {
        let standing = standing(promise, "dealers", &Ledger::default(), today);
        assert_eq!(standing.next_due.to_string(), expected);
    };
    use jiff::civil::Weekday::Sunday;
    let mut berlin = promise(Every::Weeks(1), PromisedDay::Weekday(Sunday), "Europe/Berlin");
    check(&berlin, date(2026, 3, 23), "2026-03-29T09:00:00+02:00[Europe/Berlin]");
    check(&berlin, date(2026, 10, 20), "2026-10-25T09:00:00+01:00[Europe/Berlin]");
    berlin.time = Time::constant(2, 30, 0, 0);
    check(&berlin, date(2026, 3, 23), "2026-03-29T03:30:00+02:00[Europe/Berlin]");
    check(&berlin, date(2026, 10, 20), "2026-10-25T02:30:00+02:00[Europe/Berlin]");
    let last = promise(Every::Months(1), PromisedDay::OfMonth(31), "America/New_York");
    check(&last, date(2026, 2, 1), "2026-02-28T09:00:00-05:00[America/New_York]");
    check(&last, date(2028, 2, 1), "2028-02-29T09:00:00-05:00[America/New_York]");
    check(&last, date(2026, 3, 1), "2026-03-31T09:00:00-04:00[America/New_York]");
    let quarter = promise(Every::Months(3), PromisedDay::OfMonth(1), "UTC");
    check(&quarter, date(2026, 2, 2), "2026-04-01T09:00:00+00:00[UTC]");
    // A day that an island left out when it moved across the date line.
    let daily = promise(Every::Days(1), PromisedDay::Any, "Pacific/Apia");
    check(&daily, date(2011, 12, 30), "2011-12-31T09:00:00+14:00[Pacific/Apia]");
}

#[test]
fn needs_are_open_overdue_or_answered() {
    let mut reader = contact("a", &[]);
    reader.needs = vec![NeedId { audience: "dealers".into(), need: "late".into() }];
    let community = community(vec![audience("dealers", "racks"), audience("makers", "racks")], vec![reader]);
    let mut answer = item("how", date(2026, 5, 20), Kind::Give);
    answer.answers = vec!["early".into(), "makers.late".into()];
    let mut earlier = item("makers-how", date(2026, 3, 1), Kind::Give);
    earlier.answers = vec!["makers.early".into(), "unknown".into()];
    let told = |today| {
        let states = needs(&community, &[answer.clone(), earlier.clone()], today);
        let line =
            |state: &NeedState| format!("{} ({} readers): {}", state.need, state.readers, state.reason());
        states.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(told(TODAY), @r#"
    dealers.late (1 readers): asked on 2026-05-01, open for 32 days
    makers.early (0 readers): answered on 2026-03-01 by content/makers-how.md
    dealers.early (0 readers): answered on 2026-05-20 by content/how.md
    makers.late (0 readers): answered on 2026-05-20 by content/how.md
    "#);
    assert!(
        told(date(2026, 5, 31))
            .starts_with("dealers.late (1 readers): asked on 2026-05-01, not answered yet")
    );
}

#[test]
fn touch_is_lost_when_only_newsletters_came() {
    let mut community = community(Vec::new(), ["a", "b", "c", "d"].map(|id| contact(id, &[])).into());
    community.audiences.keep_in_touch = vec![(stages()[1].clone(), 90)];
    let touch = |day| Touch { date: day, kind: TouchKind::Call, note: None };
    community.contacts[0].touches = vec![touch(date(2026, 1, 1)), touch(date(2026, 2, 1))];
    community.contacts[1].touches = vec![touch(date(2026, 5, 1))];
    (community.contacts[2].since, community.contacts[2].consent) = (None, None);
    let lines: Vec<String> = losing_touch(&community, TODAY)
        .iter()
        .map(|losing| format!("{}: {}", losing.contact, losing.reason()))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    c: no touch was ever written down; one in 90 days is wanted
    d: never in touch since 2025-01-01, 517 days ago; 90 are allowed
    a: last in touch on 2026-02-01, 121 days ago; 90 are allowed
    "#);
    community.contacts.iter_mut().for_each(|contact| contact.stage = stages()[2].clone());
    assert_eq!(losing_touch(&community, TODAY), []);
}
