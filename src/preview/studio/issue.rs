//! The next issue of one audience, as made-up readers of each stage would get it.

use serde::Serialize;

use crate::config::Kind;
use crate::newsletter::Issue;
use crate::newsletter::LARGEST_LETTER;
use crate::people::Audience;
use crate::preview::Response;
use crate::preview::Snapshot;
use crate::preview::studio::audience::not_mailed;
use crate::preview::studio::audiences;
use crate::preview::studio::issues;
use crate::preview::studio::letters::Filed;
use crate::preview::studio::letters::composed;
use crate::preview::studio::letters::filed;
use crate::preview::studio::page;
use crate::preview::studio::page::Day;
use crate::preview::studio::page::Page;
use crate::preview::studio::page::PostLink;
use crate::preview::studio::page::counted;
use crate::preview::studio::page::kind_word;
use crate::preview::studio::page::listed;
use crate::preview::studio::page::post_link;
use crate::relation::Chosen;
use crate::relation::Footing;
use crate::relation::IssuePlan;
use crate::relation::NoMessage;
use crate::relation::SkipReason;
use crate::source::SourcePath;

#[derive(Debug, Serialize)]
struct Said {
    audience_href: String,
    date: Day,
    due: Option<String>,
    written_by_hand: Option<PostLink>,
    override_reason: Option<String>,
    skip: Option<String>,
    /// What ends the silence.
    todo: Option<String>,
    from: Option<String>,
    variants: Vec<VariantLine>,
    readers: String,
    not_mailed: Vec<String>,
    rows: Vec<Row>,
    letters: Vec<Letter>,
    limit: String,
}

/// Readers who get the same, as a count.
#[derive(Debug, Serialize)]
struct VariantLine {
    readers: String,
    posts: String,
}

/// What readers of one stage get.
#[derive(Debug, Serialize)]
struct Row {
    /// The stage; nothing for the first message.
    stage: Option<String>,
    /// Somebody who has just received enough; for a first message, whoever it is.
    enough: Option<Gets>,
    /// Somebody who lacks one give and one day.
    almost: Option<Gets>,
}

/// What one made-up reader gets.
#[derive(Debug, Serialize)]
struct Gets {
    /// The number of the letter; nothing if there is none.
    letter: Option<usize>,
    /// What it holds, or why there is none.
    words: String,
    held: Vec<HeldLine>,
}

#[derive(Debug, Serialize)]
struct HeldLine {
    title: String,
    why: String,
}

/// A letter that one or more of the made-up readers get.
#[derive(Debug, Serialize)]
struct Letter {
    number: usize,
    /// Who gets it.
    for_whom: String,
    subject: String,
    preheader: String,
    items: Vec<ItemLine>,
    /// The address of its files, up to their names.
    folder: String,
    /// Its text, if it could be composed.
    text: Option<String>,
    /// A number that changes with its HTML, so that frames show the new one.
    version: String,
    size: Option<String>,
    /// What is wrong with it.
    problems: Vec<Problem>,
}

#[derive(Debug, Serialize)]
struct ItemLine {
    post: PostLink,
    kind: &'static str,
    why: String,
}

#[derive(Debug, Serialize)]
struct Problem {
    level: &'static str,
    message: String,
    help: Option<String>,
}

/// The page of an audience's next issue; `None` if there is no such audience.
pub fn page(snapshot: &Snapshot, id: &str) -> Option<Response> {
    let model = &snapshot.model;
    let audience = model.community.audiences.audience(id)?;
    let plan = model.plans.iter().find(|plan| plan.audience == id)?;
    let filed = filed(snapshot, audience);
    let letters = letters(snapshot, id, &filed);
    let rows = rows(snapshot, &filed, &letters);
    let written = model.issues.iter().find(|issue| issue.audience == id);
    let issue =
        written.map(|next| &next.issue).or(filed.iter().find_map(|filed| filed.letter.issue.as_ref()));
    let said = Said {
        audience_href: audiences::address(id),
        date: plan.date.into(),
        due: plan.due.as_ref().map(|due| due.strftime("%-d %b %Y, %H:%M").to_string()),
        written_by_hand: plan.request.as_ref().map(|path| post_link(snapshot, path)),
        override_reason: plan.override_reason.clone(),
        skip: plan.skip.as_ref().map(|skip| skip.reason()),
        todo: plan.skip.as_ref().map(|skip| todo(audience, skip)),
        from: issue.map(from),
        variants: variants(plan),
        readers: counted(plan.readers(), "reader"),
        not_mailed: not_mailed(plan),
        rows,
        letters: letters.into_iter().map(|(_, letter)| letter).collect(),
        limit: kilobytes(LARGEST_LETTER),
    };
    let title = format!("Next issue for {}", audience.name);
    Some(page::render(snapshot, Page { template: "issue.html", part: "issues", title: &title, said: &said }))
}

/// What to do so that there is an issue.
fn todo(audience: &Audience, skip: &SkipReason) -> String {
    match skip {
        SkipReason::NothingNew if audience.topics.is_empty() => "Write what answers one of its needs.".into(),
        SkipReason::NothingNew => {
            format!("Write what answers one of its needs, or on its topics: {}.", listed(&audience.topics))
        }
        SkipReason::OnlyAsks => "Give something first; the ask then travels with it.".into(),
        SkipReason::CannotLeave => "Write both into audiences.yaml; `regards explain legal` says how.".into(),
    }
}

fn from(issue: &Issue) -> String {
    format!("{} <{}>", issue.owner.name, issue.owner.address)
}

fn variants(plan: &IssuePlan) -> Vec<VariantLine> {
    let line = |variant: &crate::relation::Variant| VariantLine {
        readers: counted(variant.contacts.len(), "reader"),
        posts: contents(&variant.items),
    };
    plan.variants.iter().map(line).collect()
}

/// `3 posts, one of which asks`
fn contents(items: &[Chosen]) -> String {
    let asks = items.iter().filter(|item| item.kind == Kind::Ask).count();
    let posts = counted(items.len(), "post");
    match asks {
        0 => format!("{posts}, no ask"),
        1 if items.len() == 1 => "1 post, which asks".to_owned(),
        1 => format!("{posts}, one of which asks"),
        asks => format!("{posts}, {asks} of which ask"),
    }
}

/// The different letters, in the order of the readers who get them first, each with its items.
fn letters<'a>(snapshot: &Snapshot, audience: &str, filed: &'a [Filed]) -> Vec<(&'a [Chosen], Letter)> {
    let mut letters: Vec<(&[Chosen], Letter)> = Vec::new();
    for reader in filed {
        let (Ok(items), Some(issue)) = (&reader.letter.message.outcome, &reader.letter.issue) else {
            continue;
        };
        if letters.iter().any(|(known, _)| *known == items.as_slice()) {
            continue;
        }
        let same = filed.iter().filter(|other| other.letter.message.outcome.as_ref() == Ok(items));
        let number = letters.len() + 1;
        let folder = format!("{}{}/", issues::address(audience), crate::output::encode_path(&reader.folder));
        letters.push((
            items,
            letter(snapshot, issue, items, Placed { number, folder, for_whom: for_whom(same) }),
        ));
    }
    letters
}

/// Where a letter stands on the page, and whose it is.
struct Placed {
    number: usize,
    folder: String,
    for_whom: String,
}

fn letter(snapshot: &Snapshot, issue: &Issue, items: &[Chosen], placed: Placed) -> Letter {
    let (composed, diagnostics) = composed(snapshot, issue);
    let problems = diagnostics.iter().map(|diagnostic| Problem {
        level: diagnostic.level.name(),
        message: diagnostic.message.clone(),
        help: diagnostic.help.as_ref().map(|help| help.to_string()),
    });
    let hash = |html: &str| blake3::hash(html.as_bytes()).to_hex()[..8].to_owned();
    Letter {
        number: placed.number,
        for_whom: placed.for_whom,
        subject: issue.subject.clone(),
        preheader: issue.preheader.clone(),
        items: items
            .iter()
            .map(|item| ItemLine {
                post: post_link(snapshot, &item.path),
                kind: kind_word(item.kind),
                why: item.why.reason(),
            })
            .collect(),
        folder: placed.folder,
        version: composed.as_ref().map_or_else(String::new, |composed| hash(&composed.html)),
        size: composed.as_ref().map(|composed| kilobytes(composed.html.len())),
        text: composed.map(|composed| composed.text),
        problems: problems.collect(),
    }
}

/// `17.3 KB`, of 1,024 bytes each.
fn kilobytes(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1024.0).replace(".0 KB", " KB")
}

/// Who gets a letter, in words.
fn for_whom<'a>(readers: impl Iterator<Item = &'a Filed>) -> String {
    let mut parts = Vec::new();
    let (mut almost, mut enough) = (Vec::new(), Vec::new());
    for reader in readers {
        let reader = &reader.letter.message.reader;
        match reader.footing {
            Footing::First => parts.push("a first message".to_owned()),
            Footing::Almost => almost.push(reader.stage.to_string()),
            Footing::Enough => enough.push(reader.stage.to_string()),
        }
    }
    if almost == enough && !enough.is_empty() {
        parts.push(format!("every reader at {}", stages(&enough)));
    } else {
        if !enough.is_empty() {
            parts.push(format!("readers at {} who have received enough", stages(&enough)));
        }
        if !almost.is_empty() {
            parts.push(format!("readers at {} who have not yet", stages(&almost)));
        }
    }
    parts.join("; ")
}

fn stages(names: &[String]) -> String {
    let noun = if names.len() == 1 { "stage" } else { "stages" };
    format!("the {noun} {}", listed(names))
}

/// The first message, then a row for each stage.
fn rows(snapshot: &Snapshot, filed: &[Filed], letters: &[(&[Chosen], Letter)]) -> Vec<Row> {
    let gets = |reader: &Filed| gets(snapshot, reader, letters);
    let mut rows: Vec<Row> = Vec::new();
    for reader in filed {
        let stage = reader.letter.message.reader.stage.name();
        match reader.letter.message.reader.footing {
            Footing::First => rows.push(Row { stage: None, enough: Some(gets(reader)), almost: None }),
            Footing::Almost => {
                rows.push(Row { stage: Some(stage.to_owned()), enough: None, almost: Some(gets(reader)) })
            }
            Footing::Enough => {
                let row = rows.iter_mut().find(|row| row.stage.as_deref() == Some(stage));
                if let Some(row) = row {
                    row.enough = Some(gets(reader));
                }
            }
        }
    }
    rows
}

fn gets(snapshot: &Snapshot, reader: &Filed, letters: &[(&[Chosen], Letter)]) -> Gets {
    let message = &reader.letter.message;
    let title = |path: &SourcePath| post_link(snapshot, path).title;
    let held = message.held.iter().map(|(path, gate)| HeldLine { title: title(path), why: gate.reason() });
    let (letter, words) = match &message.outcome {
        Ok(items) => {
            let letter = letters.iter().find(|(known, _)| *known == items.as_slice());
            (letter.map(|(_, letter)| letter.number), contents(items))
        }
        Err(NoMessage::NoMember) => (None, "does not belong to this audience".to_owned()),
        Err(NoMessage::Skipped(skip)) => (None, skip.reason()),
        Err(NoMessage::NotMailed(why)) => (None, why.reason()),
    };
    Gets { letter, words, held: held.collect() }
}
