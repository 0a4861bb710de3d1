//! What a letter's web version knows of the letters before and after it.

use regards::config::read_config;
use regards::model::{Model, Occasion, model};
use regards::newsletter::IssueState;
use regards::output::BaseUrl;

use crate::support::sources;

const SITE: &str = r#"
-- regards.yaml --
title: Test
base_url: https://example.org
contacts: {file: contacts.yaml}
ledger: data/ledger.jsonl
-- audiences.yaml --
people:
  ann: {name: Ann Owner, email: ann@example.org, signature: Ann}
legal: {postal: "Example Ltd, Town", leave: {mail: leave@example.org}}
stages: [new, trusted]
audiences:
  dealers:
    name: Dealers
    why: Help dealers
    segment: {tags: [dealer]}
    topics: [installation]
    needs:
      warranty: {ask: "How do I get a defect sorted out?", since: 2026-01-02}
    promise: {every: 2 weeks, at: "mon 09:00", tz: Europe/Berlin, if_nothing: skip, start: 2026-06-01}
    from: ann
    reply_invite: What next?
-- contacts.yaml --
contacts:
  - {id: c1, name: Zoë Reader, email: zoe@example.net, tags: [dealer], owner: ann, stage: new, since: 2026-01-12,
     consent: {how: double-opt-in, at: 2026-01-12T10:02:00Z, where: /subscribe}}
-- data/ledger.jsonl --
{"date":"2026-05-04","audience":"dealers","issue":"2026-05-04","contact":"c1","items":[{"path":"content/posts/a.md","kind":"give"}]}
{"date":"2026-05-18","audience":"dealers","issue":"2026-05-18","contact":"c1","items":[{"path":"content/posts/b.md","kind":"give"}]}
-- content/posts/a.md --
---
{title: A, date: 2026-05-01, tags: [installation], kind: give, answers: [warranty]}
---
One.
-- content/posts/b.md --
---
{title: B, date: 2026-05-15, tags: [installation], kind: give}
---
Two.
-- content/posts/c.md --
---
{title: C, date: 2026-06-10, tags: [installation], kind: give}
---
Three.
"#;

/// Understands a site on 2026-06-12; it may have no faults.
#[track_caller]
fn model_of(archive: &str) -> Model {
    let (model, faults) = understood(archive);
    assert!(faults.is_empty(), "{faults}");
    model
}

/// The model of a site, and what a person reads of its faults.
fn understood(archive: &str) -> (Model, String) {
    let tree = sources(archive);
    let (config, _) = read_config(&tree);
    let base_url = BaseUrl::new(&config.base_url).unwrap();
    let occasion = Occasion { base_url, today: jiff::civil::date(2026, 6, 12), drafts: false, future: false };
    let (model, met) = model(&tree, config, &occasion, &mut regards::model::Memory::default());
    let faults = regards::diag::human(&met, &tree, false);
    (model, faults)
}

#[test]
fn links_of_a_hand_written_issue_are_followed() {
    let letter = "-- content/newsletters/dealers/2026-06-15.md --\nSee [it](@/posts/zz.md) and [this](@/posts/a.md).\n";
    let (_, faults) = understood(&format!("{SITE}{letter}"));
    assert!(faults.contains("error[broken-link]: the link `@/posts/zz.md` leads nowhere"), "{faults}");
    assert!(faults.contains("--> content/newsletters/dealers/2026-06-15.md:1:5"), "{faults}");
    assert_eq!(faults.matches("error[").count(), 1, "{faults}");
}

#[test]
fn a_sent_letter_still_says_what_was_asked() {
    let model = model_of(SITE);
    let needs: Vec<Option<&str>> =
        model.issue_pages.iter().map(|page| page.items[0].need.as_deref()).collect();
    assert_eq!(needs, [Some("How do I get a defect sorted out?"), None, None]);
}

#[test]
fn a_letter_that_has_not_gone_out_is_nobodys_neighbour() {
    let model = model_of(SITE);
    let mut seen = Vec::new();
    for page in &model.issue_pages {
        let link = |link: &Option<regards::newsletter::IssueLink>| {
            link.as_ref().map_or_else(|| "-".to_owned(), |link| link.subject.clone())
        };
        let sent = page.state == IssueState::Sent;
        seen.push(format!("{} < {} > {} sent={sent}", link(&page.previous), page.subject, link(&page.next)));
    }
    assert_eq!(seen, ["- < A > B sent=true", "A < B > - sent=true", "B < C > - sent=false"]);
}
