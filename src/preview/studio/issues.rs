//! The next issue of every audience, in a line each.

use serde::Serialize;

use crate::preview::Response;
use crate::preview::Snapshot;
use crate::preview::studio::STUDIO;
use crate::preview::studio::audiences::Missing;
use crate::preview::studio::audiences::missing;
use crate::preview::studio::page;
use crate::preview::studio::page::Day;
use crate::preview::studio::page::Page;
use crate::preview::studio::page::counted;

#[derive(Debug, Serialize)]
struct Overview {
    issues: Vec<Line>,
    missing: Option<Missing>,
}

#[derive(Debug, Serialize)]
struct Line {
    audience: String,
    href: String,
    date: Day,
    subject: Option<String>,
    skip: Option<String>,
    posts: String,
    readers: String,
}

/// The page of all next issues.
pub fn page(snapshot: &Snapshot) -> Response {
    let model = &snapshot.model;
    let issues = model.plans.iter().filter_map(|plan| {
        let audience = model.community.audiences.audience(&plan.audience)?;
        let written = model.issues.iter().find(|issue| issue.audience == plan.audience);
        Some(Line {
            audience: audience.name.clone(),
            href: address(&audience.id),
            date: plan.date.into(),
            subject: written.map(|issue| issue.issue.subject.clone()),
            skip: plan.skip.as_ref().map(|skip| skip.reason()),
            posts: counted(plan.items.len(), "post"),
            readers: counted(plan.readers(), "reader"),
        })
    });
    let overview = Overview { issues: issues.collect(), missing: missing(snapshot) };
    page::render(
        snapshot,
        Page { template: "issues.html", part: "issues", title: "Next issues", said: &overview },
    )
}

/// The address of the page of an audience's next issue.
pub fn address(audience: &str) -> String {
    format!("{STUDIO}issues/{}/", crate::output::encode_path(audience))
}
