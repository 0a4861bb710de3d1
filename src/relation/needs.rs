//! What readers need to know: open, overdue or answered.

use jiff::civil::Date;

use crate::people::Community;
use crate::people::NeedId;
use crate::people::resolve_need;
use crate::relation::Item;
use crate::relation::promise::days_between;
use crate::source::SourcePath;

/// How many days a need may stand open before it is overdue. A month is about as long as a reader goes on
/// expecting an answer.
pub const OVERDUE_AFTER_DAYS: u32 = 30;

/// A need of an audience, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedState {
    /// Which.
    pub need: NeedId,
    /// The question in the reader's words.
    pub ask: String,
    /// How many contacts are known to have it.
    pub readers: usize,
    /// What became of it.
    pub status: NeedStatus,
}

/// What became of a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NeedStatus {
    /// No post answers it, for longer than [`OVERDUE_AFTER_DAYS`].
    Overdue {
        /// The day it came up.
        since: Date,
        /// How many days ago that is.
        days: u32,
    },
    /// No post answers it yet.
    Open {
        /// The day it came up, if somebody wrote it down.
        since: Option<Date>,
    },
    /// A post answers it.
    Answered {
        /// The first post that does.
        by: SourcePath,
        /// The day it was published.
        on: Date,
    },
}

/// Every need: overdue and open ones first, the oldest first among them; then those that are answered.
///
/// The first one is the next thing to write.
pub fn needs(community: &Community, items: &[Item], today: Date) -> Vec<NeedState> {
    let mut answers: Vec<(NeedId, &Item)> = Vec::new();
    for item in items {
        for name in &item.answers {
            let found = resolve_need(&community.audiences, name).unwrap_or_default();
            answers.extend(found.into_iter().map(|need| (need, item)));
        }
    }
    let mut states = Vec::new();
    for audience in &community.audiences.audiences {
        for need in &audience.needs {
            let id = NeedId { audience: audience.id.clone(), need: need.id.clone() };
            let readers = community.contacts.iter().filter(|contact| contact.needs.contains(&id)).count();
            let answer = answers.iter().filter(|(answered, _)| *answered == id).map(|(_, item)| *item);
            let status = match answer.min_by_key(|item| (item.date, &item.path)) {
                Some(item) => NeedStatus::Answered { by: item.path.clone(), on: item.date },
                None => unanswered(need.since, today),
            };
            states.push(NeedState { need: id, ask: need.ask.clone(), readers, status });
        }
    }
    states.sort_by_key(|state| match &state.status {
        NeedStatus::Overdue { since, .. } => (0, *since),
        NeedStatus::Open { since } => (0, since.unwrap_or(Date::MAX)),
        NeedStatus::Answered { on, .. } => (1, *on),
    });
    states
}

fn unanswered(since: Option<Date>, today: Date) -> NeedStatus {
    match since {
        Some(since) if days_between(since, today) > OVERDUE_AFTER_DAYS => {
            NeedStatus::Overdue { since, days: days_between(since, today) }
        }
        since => NeedStatus::Open { since },
    }
}

impl NeedState {
    /// What became of it, in one sentence.
    pub fn reason(&self) -> String {
        match &self.status {
            NeedStatus::Overdue { since, days } => format!("asked on {since}, open for {days} days"),
            NeedStatus::Open { since: Some(since) } => format!("asked on {since}, not answered yet"),
            NeedStatus::Open { since: None } => "not answered yet".into(),
            NeedStatus::Answered { by, on } => format!("answered on {on} by {by}"),
        }
    }
}
