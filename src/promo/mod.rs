//! The promo check: does a post ask more than it gives?
//!
//! [`judge()`] reads one [`Document`] and says what it is to its reader: a [`Judgement`] with a [`Verdict`], a
//! probability and every reason for it with its place in the file. It is a pure function: no network, no randomness, no clock; the
//! same document and [`Settings`] give the same judgement. English only so far; anything else is not judged.
//!
//! # How it works
//!
//! 1. The parser's events become plain prose that remembers its bytes in the file. Code, block quotes, pictures and raw
//!    tags leave no words; quotations, lists of links and a heading that repeats the title are marked as mention.
//! 2. Every phrase of every rule is found in one pass over the words, by the two words that it begins with; a few rules
//!    look at links, queries, lists, numbers and densities. Asks that are only mentioned do not count, and the same
//!    words count twice at most where they are not allowed. Each family of [`RULES`] is one file, with one page beside it
//!    that is explanation, web page and test in one.
//! 3. What was found is weighed with the two tables of weights, [`MODEL`] and the wording.
//!
//! # The probability
//!
//! The model is linear, so each addend can be shown. For a rule *r* with findings in places *p*, `a = Σ place(p)`, where a
//! title counts 3, a heading 2, the first 90 and last 70 words 1.5, and anything else 1; for gives and densities it
//! is their count or their excess.
//!
//! ```text
//! strength(r) = weight(r) · ln(1 + a · √(400 / max(words, 100)))
//! log-odds    = bias + Σ strength(r) + Σ weight(s) · structure(s) + wording
//! probability = 1 / (1 + e^(−log-odds))
//! ```
//!
//! Structure is what has no place of its own: how many asks there are in all, of how many kinds, and where they stand; the
//! same of gives; whose words they are; length, code and looks. The wording is a sum over single words and pairs of words,
//! each counted once, and is one finding of its own, `promotional-wording`, where it speaks for promotional. Asks never
//! have negative weights, nor gives positive ones. [`Finding::weight`] is a finding's share of the log-odds;
//! [`Judgement::contributions`] lists the addends.
//!
//! The tables are written by `examples/promo`, a logistic regression on labelled posts, calibrated by Platt's method on
//! posts of blogs that were left out. No table is meant to be edited by hand.
//!
//! # The site's own voice
//!
//! [`Settings`] hold what a site says of itself: own names and hosts, asks that are fine there, levels, thresholds, and
//! phrases of its own, which win over the built-in ones where they overlap. Names and hosts are learnt where they are
//! not set; [`learn()`] says by which rules. [`calibrate()`] fits the thresholds to posts whose authors say what they are.
//!
//! # Suppression
//!
//! `<!-- regards-allow call-to-action: reason -->` allows a rule in the block that follows it, or in the paragraph it
//! stands in; several rules are separated by commas. What it allows counts for nothing and is listed in
//! [`Judgement::suppressed`]. A suppression without use or reason, or of an unknown rule, is a fault.
//!
//! # Closing lines
//!
//! What stands at the end of post after post says nothing of one of them. [`standing_asks`] finds such lines, and
//! [`StandingAsks::without`] gives each post without them, to be judged, and [`StandingAsks::without_in`] a post that is
//! yet to come; a whole site is needed for that, so a post that is judged by itself is judged with all that it says.
//!
//! # The verdict
//!
//! From [`Model::promotional_from`] on a post is promotional, from [`Model::mixed_from`] on mixed; a site may move both.
//! Nothing flags a post without a place in its source: at least one finding must be of a family that
//! [flags](Family::flags).
//!
#![doc = include_str!("figures.md")]

mod ask_kind;
mod calibrate;
mod check_settings;
mod closing;
mod document;
mod judge;
mod judgement;
mod learn;
mod learn_hosts;
mod learn_names;
mod memory;
mod openings;
mod own_phrases;
mod phrases;
mod prose;
mod report;
mod rule;
mod rules;
mod score;
mod sink;
mod suppress;
mod url;
mod weights;
mod wording;

#[cfg(test)]
mod tests;

pub use ask_kind::AskKind;
pub use calibrate::{Calibration, Confusion, Declared, FEWEST_DECLARED, Thresholds, TooFew, calibrate};
pub use check_settings::check_settings;
pub use closing::{STANDING_ASK, StandingAsks, standing_asks};
pub use document::{Document, Settings};
pub use judge::{FEWEST_WORDS, judge};
pub use judgement::{Contribution, Finding, Judgement, NotJudged, Suppressed, Verdict};
pub use learn::{FEWEST_POSTS, Learnt, POSTS_READ, Voice, VoiceFacts, learn};
pub use memory::{Memory, Post, Posts};
pub use report::{FAULTS, MIXED_POST, MOST_PLACES, PROMOTIONAL_POST, is_flag, summary};
pub use rule::{Family, Rule};
pub use rules::RULES;
pub use score::{Features, features};
pub use suppress::{SUPPRESSION_WITHOUT_REASON, UNKNOWN_SUPPRESSED_RULE, UNUSED_SUPPRESSION};
pub use weights::{MODEL, Model};

/// The page of a rule, by its name or code; `None` if the promo check has no such rule.
pub fn explain(name: &str) -> Option<&'static str> {
    let rule = RULES.iter().find(|rule| rule.is_called(name)).map(|rule| rule.doc());
    rule.or_else(|| FAULTS.iter().find(|rule| rule.name == name).map(|rule| rule.explain))
}
