//! The web versions of newsletters.

use jiff::civil::Date;
use tera::{Context, Value};

use crate::newsletter::{Author, IssueLink, IssuePage, IssueState};
use crate::render::context::Globals;
use crate::render::lights::kind_word;
use crate::render::paths;
use crate::render::shared::Shared;
use crate::render::subscribe::audience_value;
use crate::render::values::{self, map};

/// The context of one issue, if there is one of that date.
pub fn issue_context(shared: &Shared, globals: &Globals, audience: &str, date: Date) -> Option<Context> {
    let day = date.to_string();
    let issue =
        shared.inputs.issues.iter().find(|issue| issue.audience_id == audience && issue.date == day)?;
    let mut context = globals.context(shared, &paths::issue(audience, date), &shared.site().config.language);
    context.insert_value("issue", issue_value(issue));
    context.insert_value("subscribe_url", Value::from(shared.href(paths::SUBSCRIBE)));
    Some(context)
}

/// The context of the list of all issues of an audience.
pub fn list_context(shared: &Shared, globals: &Globals, audience: &str) -> Option<Context> {
    let found = shared.inputs.audiences.audience(audience)?;
    let mut context = globals.context(shared, &paths::issues(audience), &shared.site().config.language);
    context.insert_value("audience", audience_value(shared, found));
    Some(context)
}

/// The issues of an audience that went out and may be read by all, newest first.
pub fn issues_of(shared: &Shared, audience: &str) -> Vec<Value> {
    let sent = |issue: &&IssuePage| issue.audience_id == audience && issue.state == IssueState::Sent;
    let mut issues: Vec<&IssuePage> = shared.inputs.issues.iter().filter(sent).collect();
    issues.sort_by(|a, b| b.date.cmp(&a.date));
    issues
        .into_iter()
        .filter_map(|issue| {
            let url = shared.href(&paths::issue(audience, issue.date.parse().ok()?));
            Some(map([
                ("date", Value::from(issue.date.as_str())),
                ("subject", Value::from(issue.subject.as_str())),
                ("url", Value::from(url)),
            ]))
        })
        .collect()
}

fn issue_value(issue: &IssuePage) -> Value {
    let author = |author: &Author| {
        map([
            ("name", Value::from(author.name.as_str())),
            ("url", values::text(author.url.as_deref())),
            ("id", Value::none()),
            ("email", Value::none()),
        ])
    };
    let items = issue.items.iter().map(|item| {
        map([
            ("title", Value::from(item.title.as_str())),
            ("url", Value::from(item.url.as_str())),
            ("kind", Value::from(kind_word(item.kind))),
            ("need", values::text(item.need.as_deref())),
            ("summary", Value::safe_string(&item.summary)),
            ("authors", values::list(item.authors.iter().map(author))),
            ("reading_time", Value::from(item.reading_time)),
        ])
    });
    map([
        ("audience_id", Value::from(issue.audience_id.as_str())),
        ("audience", Value::from(issue.audience.as_str())),
        ("why", Value::from(issue.why.as_str())),
        ("date", Value::from(issue.date.as_str())),
        ("subject", Value::from(issue.subject.as_str())),
        ("preheader", Value::from(issue.preheader.as_str())),
        ("intro", values::html(issue.intro.as_deref())),
        ("items", values::list(items)),
        ("reply_invite", values::text(issue.reply_invite.as_deref())),
        ("owner", map([("name", Value::from(issue.owner.name.as_str()))])),
        ("signature", values::text(issue.signature.as_deref())),
        ("upcoming", Value::from(issue.state == IssueState::Upcoming)),
        ("previous", link_value(issue.previous.as_ref())),
        ("next", link_value(issue.next.as_ref())),
    ])
}

fn link_value(link: Option<&IssueLink>) -> Value {
    link.map_or_else(Value::none, |link| {
        map([
            ("date", Value::from(link.date.as_str())),
            ("subject", Value::from(link.subject.as_str())),
            ("url", Value::from(link.url.as_str())),
        ])
    })
}
