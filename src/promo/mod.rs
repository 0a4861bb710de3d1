//! The promo check: does a post ask more than it gives?

mod ask_kind;
mod document;
mod judge;
mod judgement;
mod phrases;
mod prose;
mod rule;
mod rules;
mod score;
mod sink;
mod suppress;
mod url;
mod weights;

pub use ask_kind::AskKind;
pub use document::{Document, Settings};
pub use judge::{FEWEST_WORDS, judge};
pub use judgement::{Contribution, Finding, Judgement, NotJudged, Suppressed, Verdict};
pub use rule::{Family, Rule};
pub use rules::RULES;
pub use score::{Features, features};
pub use weights::{MODEL, Model};
