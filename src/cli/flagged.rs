//! What the promo check says of a site's posts: one summary a post, and every finding by itself.
//!
//! A person reads one summary for each post, with its heaviest places. A program is told of every finding, too. How a
//! command ends does not depend on that: a finding is never graver than the summary of its post, unless the site says so.

use std::collections::BTreeMap;

use crate::cli::Format;
use crate::config::Kind;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::model::Model;
use crate::promo::Judgement;
use crate::promo::RULES;
use crate::promo::is_flag;
use crate::source::SourcePath;

/// The summaries of the posts that ask more than they give.
pub fn summaries(model: &Model) -> Diagnostics {
    believed(model).filter_map(|judgement| judgement.flag(&model.promo_settings)).collect()
}

/// Every finding in the posts that ask more than they give.
pub fn findings(model: &Model) -> Diagnostics {
    let settings = &model.promo_settings;
    let flagged = believed(model).filter(|judgement| judgement.is_flagged());
    flagged.flat_map(|judgement| judgement.all_findings(settings)).collect()
}

/// What the authors allowed in place.
pub fn allowed(model: &Model) -> Diagnostics {
    believed(model).flat_map(|judgement| judgement.allowed(&model.promo_settings)).collect()
}

/// The judgements that count. A post that says it is an ask is no fault, nor is one that disputes the verdict.
fn believed(model: &Model) -> impl Iterator<Item = &Judgement> {
    let pages = model.site.pages.iter().zip(&model.judgements);
    pages
        .filter(|(page, _)| page.declared_kind != Some(Kind::Ask) && page.not_promotional.is_none())
        .map(|(_, judgement)| judgement.as_ref())
}

/// The diagnostics that a format shows: to people, no finding that a shown summary of its post stands for.
pub fn shown(diagnostics: &Diagnostics, format: Format) -> Diagnostics {
    if !matches!(format, Format::Human | Format::Short) {
        return diagnostics.clone();
    }
    let summaries: BTreeMap<&SourcePath, Level> = diagnostics
        .iter()
        .filter(|diagnostic| is_flag(diagnostic.rule))
        .filter_map(|diagnostic| Some((diagnostic.path()?, diagnostic.level)))
        .collect();
    let stands_for = |path: Option<&SourcePath>, level| {
        path.and_then(|path| summaries.get(path)).is_some_and(|summary| *summary >= level)
    };
    diagnostics
        .iter()
        .filter(|diagnostic| {
            let is_finding = RULES.iter().any(|rule| &rule.diag == diagnostic.rule);
            !(is_finding && stands_for(diagnostic.path(), diagnostic.level))
        })
        .cloned()
        .collect()
}
