//! The newsletters of a build: each next issue as HTML, as text, and as a message to a made-up reader.

use jiff::civil::Date;

use crate::diag::Diagnostics;
use crate::model::Model;
use crate::newsletter::Composed;
use crate::newsletter::Issue;
use crate::newsletter::MailTemplates;
use crate::newsletter::MessageKey;
use crate::newsletter::compose;
use crate::newsletter::sample_reader;
use crate::render::inputs::Inputs;
use crate::theme::Theme;

/// The key that made-up messages are made with: it opens nothing, so it may be known.
const SAMPLE_KEY: MessageKey = MessageKey([0; 32]);

/// One issue, composed.
#[derive(Debug)]
pub struct Letter {
    /// The audience's id.
    pub audience: String,
    /// The day that names the issue.
    pub date: Date,
    /// The subject line.
    pub subject: String,
    /// File names and their bytes.
    pub files: Vec<(&'static str, Vec<u8>)>,
}

/// Composes the next issue of every audience that has one.
pub fn compose_letters(model: &Model, inputs: &Inputs, diagnostics: &mut Diagnostics) -> Vec<Letter> {
    if model.issues.is_empty() {
        return Vec::new();
    }
    let (templates, met) = mail_templates(&inputs.theme);
    diagnostics.extend(met);
    let Some(templates) = templates else { return Vec::new() };
    let mut letters = Vec::new();
    for next in &model.issues {
        let (composed, met) = compose_sample(&next.issue, &templates);
        diagnostics.extend(met);
        let Some(composed) = composed else { continue };
        let mut files = vec![
            ("newsletter.html", composed.html.into_bytes()),
            ("newsletter.txt", composed.text.into_bytes()),
        ];
        files.extend(composed.eml.map(|eml| ("sample.eml", eml)));
        letters.push(Letter {
            audience: next.audience.clone(),
            date: next.date,
            subject: next.issue.subject.clone(),
            files,
        });
    }
    letters
}

/// The templates of letters of a theme. `None` only with an error.
pub fn mail_templates(theme: &Theme) -> (Option<MailTemplates>, Diagnostics) {
    let html = theme.text("mail/newsletter.html").unwrap_or_default();
    let css = theme.text("mail/newsletter.css").unwrap_or_default();
    MailTemplates::new(html, css, None)
}

/// An issue as a letter, with the message to a made-up reader. `None` only with an error.
pub fn compose_sample(issue: &Issue, templates: &MailTemplates) -> (Option<Composed>, Diagnostics) {
    compose(issue, templates, &sample_reader(&issue.audience_id), &SAMPLE_KEY)
}
