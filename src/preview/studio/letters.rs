//! The letters of made-up readers, and their files.

use std::collections::BTreeSet;

use crate::diag::Diagnostics;
use crate::model::MadeUpLetter;
use crate::model::made_up_letters;
use crate::newsletter::Composed;
use crate::newsletter::Issue;
use crate::people::Audience;
use crate::preview::Response;
use crate::preview::Snapshot;
use crate::relation::Footing;
use crate::relation::MadeUpReader;
use crate::render::compose_sample;
use crate::render::mail_templates;

/// A made-up reader's part of the next issue, and the name of its folder.
#[derive(Debug)]
pub struct Filed {
    /// `first-message`, the stage, or the stage and `-almost`.
    pub folder: String,
    /// What this reader gets.
    pub letter: MadeUpLetter,
}

/// What each made-up reader gets in the next issue of an audience.
pub fn filed(snapshot: &Snapshot, audience: &Audience) -> Vec<Filed> {
    let mut taken = BTreeSet::new();
    let letters = made_up_letters(&snapshot.model, &snapshot.sources, audience).into_iter().map(|letter| {
        let mut folder = folder(&letter.message.reader);
        // A stage may be called as another's folder is.
        while !taken.insert(folder.clone()) {
            folder.push('-');
        }
        Filed { folder, letter }
    });
    letters.collect()
}

fn folder(reader: &MadeUpReader) -> String {
    match reader.footing {
        Footing::First => "first-message".to_owned(),
        Footing::Almost => format!("{}-almost", reader.stage),
        Footing::Enough => reader.stage.to_string(),
    }
}

/// A letter as the site's theme writes it, to a made-up reader. `None` only with an error.
pub fn composed(snapshot: &Snapshot, issue: &Issue) -> (Option<Composed>, Diagnostics) {
    let (templates, mut diagnostics) = mail_templates(&snapshot.renderer.inputs().theme);
    let composed = templates.and_then(|templates| {
        let (composed, met) = compose_sample(issue, &templates);
        diagnostics.extend(met);
        composed
    });
    (composed, diagnostics)
}

/// A file of a letter: `issues/<audience>/<folder>/newsletter.html`, its text, or the message to download.
pub fn file(snapshot: &Snapshot, path: &str) -> Option<Response> {
    let steps: Vec<&str> = path.split('/').collect();
    let ["issues", audience, folder, name] = steps[..] else { return None };
    if !matches!(name, "newsletter.html" | "newsletter.txt" | "sample.eml") {
        return None;
    }
    let audience = snapshot.model.community.audiences.audience(audience)?;
    let filed = filed(snapshot, audience).into_iter().find(|filed| filed.folder == folder)?;
    let (composed, _) = composed(snapshot, filed.letter.issue.as_ref()?);
    let composed = composed?;
    Some(match name {
        "newsletter.html" => Response::html(200, composed.html),
        "newsletter.txt" => Response::bytes(200, "text/plain; charset=utf-8", composed.text.into_bytes()),
        _ => Response {
            save_as: Some(format!("{}-{folder}.eml", audience.id)),
            ..Response::bytes(200, "message/rfc822", composed.eml?)
        },
    })
}
