//! Deadlines and scarcity.

use crate::diag;
use crate::diag::Level;
use crate::promo::AskKind;
use crate::promo::Family;
use crate::promo::Rule;
use crate::promo::phrases::Phrases;
use crate::promo::rule::section;

const PAGE: &str = include_str!("urgency.md");

/// "Don't miss out": the reader is to decide now.
pub static DEADLINE_PRESSURE: Rule = Rule {
    code: "PR301",
    family: Family::Urgency,
    diag: diag::Rule { name: "deadline-pressure", level: Level::Warning, explain: section(PAGE, "PR301") },
    fix: "state the date once, without the push",
};

/// "Seats are limited".
pub static SCARCITY: Rule = Rule {
    code: "PR302",
    family: Family::Urgency,
    diag: diag::Rule { name: "scarcity", level: Level::Warning, explain: section(PAGE, "PR302") },
    fix: "say how many there are, and only if it helps the reader to plan",
};

/// Words of the family.
pub(crate) static PHRASES: &[Phrases] = &[
    Phrases {
        rule: &DEADLINE_PRESSURE,
        kind: AskKind::Other,
        list: "
[don't|do not|never|won't want to|can't] miss [out|this|it|the|your|our|a]
[don't|do not] [wait|delay]
^hurry
act [now|fast|today|quickly]
last chance
[there is|there's] still time
time is running out
before it's too late
[while|until] [supplies|stocks|stock] last
[for a |]limited time
limited-time
today only
[ends|ending|expires|closes|closing] [today|tonight|tomorrow|soon|this week|this weekend|on]
[register|apply|rsvp|sign up|enroll|respond] [by|before]
[deadline] [is|for|to|has|:]
[application|applications|submission|registration|early bird] deadline
[mark|clear] your [calendar|calendars|diary]
save the date
now is the [time|perfect time|best time]
what are you waiting for
there's never been a better time
[start|join|call|book|register|order|contact us|call us|sign up|apply|visit|schedule] [today|now]
[we|we're] can't wait
we can't wait
^can't wait
[this|next] [monday|tuesday|wednesday|thursday|friday|saturday|sunday]
",
    },
    Phrases {
        rule: &SCARCITY,
        kind: AskKind::Other,
        list: "
limited [spots|seats|spaces|places|tickets|edition|seating]
limited number of [spots|seats|places|tickets|participants|copies]
[spots|seats|places|space|spaces|tickets] [are|is] [limited|filling|going|selling]
[spots|seats|tickets] are [still|now|available]
[selling|going|filling up|filling] fast
[sold|sell|selling] out
first[-come| come|-come,| come,] [first-served|first served|first-serve]
[only a few|a few|last few|few] [spots|seats|places|tickets] [left|remaining|remain]
[spots|seats|tickets] [left|remaining|available]
[reserve|secure|save|book|claim] your [spot|seat|place|table|ticket|tickets|copy|space]
[be the first|be among the first|be one of the first] to
[get|gain|receive] exclusive
exclusive [access|invite|invitation|preview|content|early]
[claim|grab] your
[great|unique|rare|perfect|amazing|exciting|wonderful|excellent] opportunity
once in a lifetime
this opportunity to
",
    },
];
