//! Posts that are not published today, as far as their own files tell.

use crate::config::FrontMatter;
use crate::config::read_document;
use crate::model::Model;
use crate::promo;
use crate::promo::Judgement;
use crate::promo::Verdict;
use crate::relation::Evidence;
use crate::relation::Weighed;
use crate::relation::weigh;
use crate::source::SourcePath;

/// A post that is not published today.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// What its file says of it.
    pub front_matter: FrontMatter,
    /// The byte at which the body starts.
    pub body_start: usize,
    /// What the promo check says of it.
    pub judgement: Judgement,
    /// What it will be to its readers.
    pub weighed: Weighed,
}

/// Reads a post that waits, and judges it as it will be judged. `None` for a section, which is no post of its own,
/// and for front matter that cannot be read.
pub fn read_waiting(model: &Model, path: &SourcePath, text: &str) -> Option<Waiting> {
    let (document, _) = read_document(path, text);
    if document.broken || path.stem() == "_index" {
        return None;
    }
    let (front_matter, body_start) = (document.front_matter, document.body_start);
    let post = promo::Document {
        path,
        text,
        body_start,
        title: front_matter.title.as_deref().unwrap_or_default(),
        title_range: None,
        language: front_matter.language.as_deref().unwrap_or(&model.site.config.language),
    };
    let text = model.standing_asks.without_in(&post);
    let judgement = promo::judge(&promo::Document { text: &text, ..post.clone() }, &model.promo_settings);
    let judged = !matches!(judgement.verdict, Verdict::NotJudged(_));
    let weighed = weigh(&Evidence {
        declared: front_matter.kind,
        promotional: judged.then_some(judgement.verdict == Verdict::Promotional),
        not_promotional: front_matter.not_promotional.as_deref(),
    });
    Some(Waiting { front_matter, body_start, judgement, weighed })
}
