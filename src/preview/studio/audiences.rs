//! All audiences, one below the other.

use serde::Serialize;

use crate::people::Audience;
use crate::people::belongs;
use crate::preview::Response;
use crate::preview::Snapshot;
use crate::preview::studio::STUDIO;
use crate::preview::studio::page;
use crate::preview::studio::page::Page;
use crate::preview::studio::page::counted;
use crate::preview::studio::page::listed;
use crate::relation::NeedStatus;
use crate::relation::PromiseStatus;
use crate::relation::Standing;
use crate::relation::needs;
use crate::relation::standing;

#[derive(Debug, Serialize)]
struct Overview {
    audiences: Vec<Line>,
    missing: Option<Missing>,
}

#[derive(Debug, Serialize)]
struct Line {
    name: String,
    href: String,
    why: String,
    members: String,
    promise: Option<PromiseWords>,
    needs: String,
}

/// A promise and how it stands.
#[derive(Debug, Serialize)]
pub struct PromiseWords {
    /// `every 2 weeks, on Tuesday`
    pub rhythm: String,
    /// `kept`, `kept by skipping`, `due today`, `late by 3 days`, `broken` or `not due yet`.
    pub state: String,
    /// One word of it, for its looks.
    pub looks: &'static str,
    /// `at 09:00`, `next due 24 Dec 2026, 09:00` or `was due 24 Dec 2026, 09:00`.
    pub due: String,
}

/// Why there is no audience to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// There is none.
    None,
    /// The file cannot be read.
    Unread,
}

/// The page of all audiences.
pub fn page(snapshot: &Snapshot) -> Response {
    let model = &snapshot.model;
    let states = needs(&model.community, &model.items, model.site.today);
    let audiences = model.community.audiences.audiences.iter().map(|audience| {
        let of_it = || states.iter().filter(|state| state.need.audience == audience.id);
        let count = |is: fn(&NeedStatus) -> bool| of_it().filter(|state| is(&state.status)).count();
        let overdue = count(|status| matches!(status, NeedStatus::Overdue { .. }));
        let open = count(|status| matches!(status, NeedStatus::Open { .. }));
        let answered = count(|status| matches!(status, NeedStatus::Answered { .. }));
        let counts = [(overdue, "overdue"), (open, "open"), (answered, "answered")];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, state)| format!("{count} {state}")).collect();
        Line {
            name: audience.name.clone(),
            href: address(&audience.id),
            why: audience.why.clone(),
            members: counted(members(snapshot, audience), "reader"),
            promise: promise_words(snapshot, audience),
            needs: if counts.is_empty() { "none written down".into() } else { listed(&counts) },
        }
    });
    let overview = Overview { audiences: audiences.collect(), missing: missing(snapshot) };
    let page = Page { template: "audiences.html", part: "audiences", title: "Audiences", said: &overview };
    page::render(snapshot, page)
}

/// The address of an audience's page.
pub fn address(id: &str) -> String {
    format!("{STUDIO}audiences/{}/", crate::output::encode_path(id))
}

/// Why there is no audience at all; `None` if there is one.
pub fn missing(snapshot: &Snapshot) -> Option<Missing> {
    let community = &snapshot.model.community;
    match community.audiences.audiences.is_empty() {
        true if community.audiences_unread => Some(Missing::Unread),
        true => Some(Missing::None),
        false => None,
    }
}

/// How many readers belong to an audience.
fn members(snapshot: &Snapshot, audience: &Audience) -> usize {
    let contacts = snapshot.model.community.contacts.iter();
    contacts.filter(|contact| belongs(&audience.segment, contact)).count()
}

/// How the promise of an audience stands, if there is one.
pub fn promise_words(snapshot: &Snapshot, audience: &Audience) -> Option<PromiseWords> {
    let promise = audience.promise.as_ref()?;
    let standing = standing_of(snapshot, audience)?;
    let status = standing.status();
    let due = |format: &str| standing.next_due.strftime(format).to_string();
    Some(PromiseWords {
        rhythm: promise.to_string(),
        state: status.map_or_else(|| "not due yet".to_owned(), |status| status.to_string()),
        looks: looks(status),
        due: match status {
            Some(PromiseStatus::Due) => due("at %H:%M"),
            Some(PromiseStatus::Late { .. } | PromiseStatus::Broken) => due("was due %-d %b %Y, %H:%M"),
            Some(PromiseStatus::Kept { .. } | PromiseStatus::KeptBySkip { .. }) | None => {
                due("next due %-d %b %Y, %H:%M")
            }
        },
    })
}

/// How the promise of an audience stands.
pub fn standing_of(snapshot: &Snapshot, audience: &Audience) -> Option<Standing> {
    let model = &snapshot.model;
    let promise = audience.promise.as_ref()?;
    Some(standing(promise, &audience.id, &model.ledger, model.site.today))
}

/// One word for the looks of a state.
pub fn looks(status: Option<PromiseStatus>) -> &'static str {
    match status {
        Some(PromiseStatus::Kept { .. } | PromiseStatus::KeptBySkip { .. }) => "fine",
        Some(PromiseStatus::Due | PromiseStatus::Late { .. }) => "soon",
        Some(PromiseStatus::Broken) => "bad",
        None => "plain",
    }
}
