//! The web version of an issue: what the theme's `newsletter.html` gets as `issue`.

use serde::Serialize;

use crate::config::Kind;
use crate::newsletter::Author;
use crate::newsletter::Issue;

/// One issue for the web. It is made from the [`Issue`] alone, so no reader can be in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssuePage {
    /// The audience's id.
    pub audience_id: String,
    /// The audience's name.
    pub audience: String,
    /// Why the audience exists.
    pub why: String,
    /// The day of the issue, as `2026-03-01`.
    pub date: String,
    /// The subject line.
    pub subject: String,
    /// What inboxes show beside the subject.
    pub preheader: String,
    /// The opening words, as HTML; `None` if there are none.
    pub intro: Option<String>,
    /// The posts, in order.
    pub items: Vec<PageItem>,
    /// The question that ends the letter; `None` if there is none.
    pub reply_invite: Option<String>,
    /// Who wrote it: the name alone, since the web version is for everybody.
    pub owner: PageOwner,
    /// What stands under the letter; `None` if nothing does.
    pub signature: Option<String>,
    /// Whether it went out already.
    pub state: IssueState,
    /// The issue before this one.
    pub previous: Option<IssueLink>,
    /// The issue after this one.
    pub next: Option<IssueLink>,
}

/// Where an issue stands. Its page exists before the letter goes out, since the letter links to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum IssueState {
    /// The ledger knows readers who got it.
    Sent,
    /// The next one: no list names it, no search engine is asked to show it.
    Upcoming,
}

/// One post in the web version of an issue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageItem {
    /// The post's title.
    pub title: String,
    /// The post's absolute address.
    pub url: String,
    /// Give, ask or news.
    pub kind: Kind,
    /// The question that it answers.
    pub need: Option<String>,
    /// What the letter tells of it, as HTML.
    pub summary: String,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// Minutes it takes to read.
    pub reading_time: usize,
}

/// Who wrote an issue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageOwner {
    /// The name.
    pub name: String,
}

/// Another issue of the same audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssueLink {
    /// Its day, as `2026-03-01`.
    pub date: String,
    /// Its subject line.
    pub subject: String,
    /// Its address.
    pub url: String,
}

/// Makes the web version of an issue, between its neighbours.
pub fn issue_page(
    issue: &Issue,
    state: IssueState,
    previous: Option<IssueLink>,
    next: Option<IssueLink>,
) -> IssuePage {
    let filled = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
    IssuePage {
        audience_id: issue.audience_id.clone(),
        audience: issue.audience_name.clone(),
        why: issue.why.clone(),
        date: issue.date.date().to_string(),
        subject: issue.subject.clone(),
        preheader: issue.preheader.clone(),
        intro: filled(&issue.intro.html),
        items: issue
            .items
            .iter()
            .map(|item| PageItem {
                title: item.title.clone(),
                url: item.url.clone(),
                kind: item.kind,
                need: item.need.clone(),
                summary: item.summary.html.clone(),
                authors: item.authors.clone(),
                reading_time: item.reading_time,
            })
            .collect(),
        reply_invite: filled(&issue.reply_invite),
        owner: PageOwner { name: issue.owner.name.clone() },
        signature: filled(&issue.signature),
        state,
        previous,
        next,
    }
}
