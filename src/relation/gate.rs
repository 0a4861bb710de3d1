//! Whether one contact may be asked for something.
//!
//! [`ask_gate`] holds one contact against an audience's patience and balance and keeps everything that speaks
//! against an ask. More gives never close the gate, and more patience never opens it.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::people::Audience;
use crate::people::Contact;
use crate::people::Stage;
use crate::relation::History;

/// Whether an ask may stand in a message to one contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gate {
    /// Earned.
    Open,
    /// Not earned, but the issue file gives a reason to ask anyway.
    Overridden {
        /// What would hold it; never empty.
        reasons: Vec<HoldReason>,
        /// The written reason.
        because: String,
    },
    /// Not yet.
    Held {
        /// Everything that holds it; never empty.
        reasons: Vec<HoldReason>,
        /// The first day on which no date holds it any more, if a date does now. Other reasons may remain.
        until: Option<Date>,
    },
}

/// One thing that holds an ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HoldReason {
    /// It would be the contact's first message. No override lifts this.
    FirstMessage,
    /// The relationship is not far enough.
    Stage {
        /// Where it is.
        is: Stage,
        /// Where it must be.
        needs: Stage,
    },
    /// We have not known each other long enough.
    TooSoon {
        /// The first day that is not too soon.
        until: Date,
    },
    /// Nobody wrote down since when we know each other.
    SinceUnknown,
    /// Too few gives so far.
    Gives {
        /// How many more are needed.
        missing: u32,
    },
    /// Too few gives since the last ask.
    GivesSinceAsk {
        /// How many more are needed.
        missing: u32,
    },
    /// The last ask is too recent.
    AskedRecently {
        /// The day of the last ask.
        last: Date,
        /// The first day that is not too soon.
        until: Date,
    },
    /// Neither a need nor an interest of the contact is known.
    NothingKnown,
    /// Another ask stands in the same message.
    AnotherAsk,
    /// The next issue of another audience asks the contact already. Whether this one may follow is known when that
    /// one has gone out.
    AskPlanned {
        /// The day of that issue.
        on: Date,
        /// The other audience's id.
        audience: String,
    },
}

/// Whether `contact` may be asked for something on the day `on`, given what `history` says was received.
pub fn ask_gate(audience: &Audience, contact: &Contact, history: &History<'_>, on: Date) -> Gate {
    let mut reasons = Vec::new();
    let patience = &audience.patience;
    if !history.has_message(on) {
        reasons.push(HoldReason::FirstMessage);
    }
    if contact.stage < patience.stage {
        reasons.push(HoldReason::Stage { is: contact.stage.clone(), needs: patience.stage.clone() });
    }
    match contact.known_since().map(|since| days_after(since, patience.days)) {
        Some(until) if on < until => reasons.push(HoldReason::TooSoon { until }),
        Some(_) => {}
        None => reasons.push(HoldReason::SinceUnknown),
    }
    let balance = audience.balance;
    // Before the first ask both rules count the same gives, so the higher number decides.
    let before_first = if history.last_ask.is_none() { balance.gives_per_ask } else { 0 };
    if let Some(missing) = missing(history.gives_by(on), patience.gives.max(before_first)) {
        reasons.push(HoldReason::Gives { missing });
    }
    if let Some(last) = history.last_ask {
        if let Some(missing) = missing(history.gives_since_ask_by(on), balance.gives_per_ask) {
            reasons.push(HoldReason::GivesSinceAsk { missing });
        }
        let until = days_after(last, balance.days_between_asks);
        if on < until {
            reasons.push(HoldReason::AskedRecently { last, until });
        }
    }
    if contact.needs.is_empty() && contact.interests.is_empty() {
        reasons.push(HoldReason::NothingKnown);
    }
    Gate::of(reasons)
}

fn missing(got: u32, needed: u32) -> Option<u32> {
    needed.checked_sub(got).filter(|missing| *missing > 0)
}

/// The day so many days after `date`, or the last day there is.
pub(crate) fn days_after(date: Date, days: u32) -> Date {
    date.checked_add(i64::from(days).days()).unwrap_or(Date::MAX)
}

impl Gate {
    fn of(reasons: Vec<HoldReason>) -> Self {
        if reasons.is_empty() {
            return Self::Open;
        }
        let until = reasons.iter().filter_map(HoldReason::until).max();
        Self::Held { reasons, until }
    }

    /// Adds one more thing that holds it.
    #[must_use]
    pub fn and(self, reason: HoldReason) -> Self {
        let mut reasons = self.reasons().to_vec();
        reasons.push(reason);
        Self::of(reasons)
    }

    /// Lifts what holds it for a written reason, all but the rule of the first message.
    #[must_use]
    pub fn overridden(self, because: &str) -> Self {
        match self {
            Self::Held { reasons, .. } if !reasons.contains(&HoldReason::FirstMessage) => {
                Self::Overridden { reasons, because: because.into() }
            }
            gate => gate,
        }
    }

    /// Whether the ask goes out.
    pub fn lets_through(&self) -> bool {
        !matches!(self, Self::Held { .. })
    }

    /// Everything that holds it, or would.
    pub fn reasons(&self) -> &[HoldReason] {
        match self {
            Self::Open => &[],
            Self::Overridden { reasons, .. } | Self::Held { reasons, .. } => reasons,
        }
    }

    /// The decision in one sentence: `2 more gives; not before 2027-01-03; stage is new, needs acquainted`.
    pub fn reason(&self) -> String {
        let listed = || self.reasons().iter().map(HoldReason::to_string).collect::<Vec<_>>().join("; ");
        match self {
            Self::Open => "earned".into(),
            Self::Overridden { because, .. } => {
                format!("sent anyway, because {because} (not earned: {})", listed())
            }
            Self::Held { .. } => listed(),
        }
    }
}

impl HoldReason {
    /// The first day on which this holds nothing any more, if it is a matter of days.
    pub fn until(&self) -> Option<Date> {
        match self {
            Self::TooSoon { until } | Self::AskedRecently { until, .. } => Some(*until),
            _ => None,
        }
    }
}

impl fmt::Display for HoldReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gives = |missing: u32| if missing == 1 { "give" } else { "gives" };
        match self {
            Self::FirstMessage => formatter.write_str("it would be the first message"),
            Self::Stage { is, needs } => write!(formatter, "stage is {is}, needs {needs}"),
            Self::TooSoon { until } => write!(formatter, "not before {until}"),
            Self::SinceUnknown => formatter.write_str("nobody wrote down since when we know each other"),
            Self::Gives { missing } => write!(formatter, "{missing} more {}", gives(*missing)),
            Self::GivesSinceAsk { missing } => {
                write!(formatter, "{missing} more {} since the last ask", gives(*missing))
            }
            Self::AskedRecently { last, until } => {
                write!(formatter, "asked on {last}, not again before {until}")
            }
            Self::NothingKnown => formatter.write_str("no need and no interest is known"),
            Self::AnotherAsk => formatter.write_str("another ask is in the same message"),
            Self::AskPlanned { on, audience } => {
                write!(formatter, "the newsletter of {audience} asks already on {on}")
            }
        }
    }
}
