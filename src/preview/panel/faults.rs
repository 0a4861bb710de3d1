//! What is wrong with the file of the page, beside what the promo check says.

use serde::Serialize;

use crate::diag::Diagnostic;
use crate::diag::Level;
use crate::model::DISPUTED_GIVE;
use crate::preview::Snapshot;
use crate::preview::panel::place::Place;
use crate::preview::panel::place::Places;
use crate::promo;
use crate::site::Page;

/// The most that are shown.
const MOST: usize = 30;

/// What is wrong with the page's file.
#[derive(Debug, Serialize)]
pub struct SaidFaults<'a> {
    list: Vec<SaidFault<'a>>,
    /// How many more there are than are shown.
    more: usize,
    /// How many of all are more than notes.
    #[serde(skip)]
    pub to_mend: usize,
}

/// One fault.
#[derive(Debug, Serialize)]
struct SaidFault<'a> {
    level: &'static str,
    rule: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    place: Place,
}

/// The faults of the page's file, errors first. Its verdict and findings are told with the verdict.
pub fn faults<'a>(snapshot: &'a Snapshot, page: &Page, places: &Places<'_>) -> SaidFaults<'a> {
    let of_page = snapshot.diagnostics.iter().filter(|diagnostic| diagnostic.path() == Some(&page.source));
    let mut faults: Vec<&Diagnostic> =
        of_page.filter(|diagnostic| !is_told_by_the_verdict(diagnostic)).collect();
    // Within a level they stay in the order of the file.
    faults.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.level));
    SaidFaults {
        more: faults.len().saturating_sub(MOST),
        to_mend: faults.iter().filter(|diagnostic| diagnostic.level > Level::Note).count(),
        list: faults.into_iter().take(MOST).map(|diagnostic| said(diagnostic, places)).collect(),
    }
}

fn is_told_by_the_verdict(diagnostic: &Diagnostic) -> bool {
    let rule = diagnostic.rule;
    promo::is_flag(rule) || rule == &DISPUTED_GIVE || promo::RULES.iter().any(|known| &known.diag == rule)
}

fn said<'a>(diagnostic: &'a Diagnostic, places: &Places<'_>) -> SaidFault<'a> {
    SaidFault {
        level: match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        },
        rule: diagnostic.rule.name,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        place: places.of(diagnostic.span().map_or(0, |span| span.start)),
    }
}
