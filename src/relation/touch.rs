//! Whom we are losing touch with. A newsletter is no personal touch.

use jiff::civil::Date;

use crate::people::Community;
use crate::relation::promise::days_between;

/// A contact nobody of us has been in touch with for longer than `keep_in_touch` allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LosingTouch {
    /// The contact's id.
    pub contact: String,
    /// The person who should be in touch.
    pub owner: String,
    /// The day of the last personal touch, or else the day we met.
    pub last: Option<Date>,
    /// Whether there ever was a personal touch.
    pub touched: bool,
    /// How many days ago `last` is.
    pub days: Option<u32>,
    /// How many days `keep_in_touch` allows at this contact's stage.
    pub allowed: u32,
}

/// Everybody we are losing touch with, the oldest touch first; those of whom no day is known come before all.
pub fn losing_touch(community: &Community, today: Date) -> Vec<LosingTouch> {
    let mut losing = Vec::new();
    for contact in &community.contacts {
        let Some(allowed) = community.audiences.keep_in_touch(&contact.stage) else { continue };
        let touch = contact.last_touch();
        let last = touch.or(contact.known_since());
        let days = last.map(|last| days_between(last, today));
        if days.is_none_or(|days| days > allowed) {
            losing.push(LosingTouch {
                contact: contact.id.clone(),
                owner: contact.owner.clone(),
                last,
                touched: touch.is_some(),
                days,
                allowed,
            });
        }
    }
    losing.sort_by(|a, b| (a.last, &a.contact).cmp(&(b.last, &b.contact)));
    losing
}

impl LosingTouch {
    /// The finding in one sentence.
    pub fn reason(&self) -> String {
        match (self.days, self.last) {
            (Some(days), Some(last)) if self.touched => {
                format!("last in touch on {last}, {days} days ago; {} are allowed", self.allowed)
            }
            (Some(days), Some(last)) => {
                format!("never in touch since {last}, {days} days ago; {} are allowed", self.allowed)
            }
            _ => format!("no touch was ever written down; one in {} days is wanted", self.allowed),
        }
    }
}
