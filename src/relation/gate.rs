//! Whether one contact may be asked.

use jiff::civil::Date;

use crate::people::Stage;

/// Whether an ask may stand in a message to one contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gate {
    /// Earned.
    Open,
    /// Not earned, but the issue file gives a reason to ask anyway.
    Overridden {
        /// What would hold it.
        reasons: Vec<HoldReason>,
        /// The written reason.
        because: String,
    },
    /// Not yet.
    Held {
        /// Everything that holds it; never empty.
        reasons: Vec<HoldReason>,
        /// The first day on which no date holds it any more, if any does now. Other reasons may remain.
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
}
