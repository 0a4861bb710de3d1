//! Words of posts about their author.

use crate::diag;
use crate::diag::Level;
use crate::promo::Family;
use crate::promo::Rule;
use crate::promo::rule::section;
use crate::promo::sink::Sink;
use crate::promo::wording::Wording;

const PAGE: &str = include_str!("wording.md");

/// The many small hints that no other rule names.
pub static PROMOTIONAL_WORDING: Rule = Rule {
    code: "PR901",
    family: Family::Wording,
    diag: diag::Rule { name: "promotional-wording", level: Level::Note, explain: section(PAGE, "PR901") },
    fix: "write of what the reader can do, in the words of the reader",
};

/// The log-odds from which the words are worth a finding.
const LEAST: f64 = 0.25;

/// Reports the words of a whole post once, at the one that says the most.
pub(crate) fn check(sink: &mut Sink<'_, '_>, wording: &Wording) {
    let Some(heaviest) = wording.heaviest.first().filter(|_| wording.total >= LEAST) else { return };
    let words: Vec<String> = wording
        .heaviest
        .iter()
        .map(|flat| format!("\u{201c}{}\u{201d}", &sink.prose.flat[flat.clone()]))
        .collect();
    let why = format!("words as posts about their author have them: {}", words.join(", "));
    sink.density(&PROMOTIONAL_WORDING, heaviest.clone(), wording.heaviest.len(), 1.0, why);
}
