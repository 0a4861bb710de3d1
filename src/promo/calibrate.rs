//! The site's own threshold, from what its author says of posts.
//!
//! An author who wrote `kind: ask`, `kind: give` or `kind: news` into enough posts has shown where promotion begins on
//! this site. [`calibrate`] finds the threshold that agrees best, and moves no further from the shipped one than the
//! number of posts warrants.
//!
//! # The formula
//!
//! Thresholds are compared as log-odds: *t* is one that is tried, *s* the shipped one, *n* the number of declared posts
//! that were judged. Of all thresholds, that one is taken which makes
//!
//! ```text
//! loss(t) = n · (1 − balanced accuracy(t)) + 2 · (t − s)²
//! ```
//!
//! least. Balanced accuracy is the mean of two shares: of the asks, those called promotional; of the gives and news,
//! those not called so. The second addend is a normal prior around the shipped threshold with a standard deviation of
//! one half. Where asks and gives are equally many, ten posts of which one more comes out right move the threshold by
//! at most 0.7, which is from 0.70 to 0.54; a hundred of which ten more do, by at most 2.2.
//!
//! Only thresholds are tried that make no more errors than the present one, and that call no more gives
//! promotional than it does, or than one in twenty. So no calibration makes matters worse on the posts it saw. Between
//! two posts, the threshold keeps a quarter of their distance from either; if the shipped one lies there, it is taken.
//! `mixed_from` moves along: it keeps the distance, in log-odds, that the shipped ones have.

use crate::promo::Judgement;
use crate::promo::MODEL;
use crate::promo::Settings;
use crate::promo::Verdict;
use crate::source::SourcePath;

/// The fewest declared posts that a threshold is calibrated from.
pub const FEWEST_DECLARED: usize = 10;

/// Of gives, the share that may be called promotional for the sake of more asks found: one in this many.
const GIVES_PER_FALSE_ALARM: usize = 20;

/// Probabilities nearer to 0 or 1 than this are taken for it, so that their log-odds are numbers.
const NEAREST: f64 = 1e-6;

/// A post whose author says what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// The post.
    pub path: SourcePath,
    /// Whether it calls itself an ask; otherwise it is a give or news.
    pub ask: bool,
    /// The probability that it is promotional.
    pub probability: f64,
    /// Whether it holds a finding that flags: a post without one is never promotional, whatever the threshold.
    pub can_flag: bool,
}

/// The two thresholds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// The probability from which a post is mixed.
    pub mixed_from: f64,
    /// The probability from which a post is promotional.
    pub promotional_from: f64,
}

/// How declarations and verdicts agree at one threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Confusion {
    /// Asks that are called promotional.
    pub asks_found: usize,
    /// Asks that are not.
    pub asks_missed: usize,
    /// Gives and news that are called promotional.
    pub gives_flagged: usize,
    /// Gives and news that are not.
    pub gives_left: usize,
}

/// What a calibration came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// The thresholds until now.
    pub before: Thresholds,
    /// The thresholds that fit better; the same, if none does.
    pub after: Thresholds,
    /// How it was.
    pub confusion_before: Confusion,
    /// How it will be.
    pub confusion_after: Confusion,
}

/// Why nothing can be calibrated yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooFew {
    /// Judged posts that declare themselves asks.
    pub asks: usize,
    /// Judged posts that declare themselves gives or news.
    pub gives: usize,
}

impl Thresholds {
    /// Those that were measured and ship with the model.
    pub fn shipped() -> Self {
        Self { mixed_from: MODEL.mixed_from, promotional_from: MODEL.promotional_from }
    }

    /// Those of a site.
    pub fn of(settings: &Settings) -> Self {
        Self { mixed_from: settings.mixed_from, promotional_from: settings.promotional_from }
    }

    /// The verdict of a judged document at these thresholds; what was not judged stays so.
    pub fn verdict(&self, judgement: &Judgement) -> Verdict {
        match judgement.verdict {
            Verdict::NotJudged(_) => judgement.verdict.clone(),
            _ if judgement.asks() == 0 => Verdict::ValueAdding,
            _ if judgement.probability >= self.promotional_from => Verdict::Promotional,
            _ if judgement.probability >= self.mixed_from => Verdict::Mixed,
            _ => Verdict::ValueAdding,
        }
    }
}

impl Confusion {
    /// How the posts stand at a threshold.
    pub fn at(posts: &[Declared], promotional_from: f64) -> Self {
        let mut confusion = Self::default();
        for post in posts {
            let flagged = post.can_flag && post.probability >= promotional_from;
            let count = match (post.ask, flagged) {
                (true, true) => &mut confusion.asks_found,
                (true, false) => &mut confusion.asks_missed,
                (false, true) => &mut confusion.gives_flagged,
                (false, false) => &mut confusion.gives_left,
            };
            *count += 1;
        }
        confusion
    }

    /// Posts whose verdict is not what their author says.
    pub fn errors(&self) -> usize {
        self.asks_missed + self.gives_flagged
    }

    /// The mean of the share of asks found and the share of gives left alone, 0 to 1.
    pub fn balanced_accuracy(&self) -> f64 {
        let share = |right: usize, wrong: usize| right as f64 / (right + wrong).max(1) as f64;
        f64::midpoint(share(self.asks_found, self.asks_missed), share(self.gives_left, self.gives_flagged))
    }
}

/// Finds the thresholds that agree best with what authors say of their posts.
///
/// # Errors
/// If there are fewer than [`FEWEST_DECLARED`] posts, or not both asks and others among them.
pub fn calibrate(
    posts: &[Declared],
    present: Thresholds,
    shipped: Thresholds,
) -> Result<Calibration, TooFew> {
    let asks = posts.iter().filter(|post| post.ask).count();
    let gives = posts.len() - asks;
    if posts.len() < FEWEST_DECLARED || asks == 0 || gives == 0 {
        return Err(TooFew { asks, gives });
    }
    let confusion_before = Confusion::at(posts, present.promotional_from);
    let most_flagged = confusion_before.gives_flagged.max(gives / GIVES_PER_FALSE_ALARM);
    let prior = log_odds(shipped.promotional_from);
    let loss = |threshold: f64, confusion: &Confusion| {
        posts.len() as f64 * (1.0 - confusion.balanced_accuracy()) + 2.0 * (threshold - prior).powi(2)
    };
    let now = log_odds(present.promotional_from);
    let mut best = (loss(now, &confusion_before), now, present.promotional_from);
    for (low, high) in gaps(posts) {
        let Some((threshold, value)) = within(low, high, prior) else { continue };
        let confusion = Confusion::at(posts, value);
        let lost = loss(threshold, &confusion);
        let allowed =
            confusion.errors() <= confusion_before.errors() && confusion.gives_flagged <= most_flagged;
        if allowed && lost < best.0 {
            best = (lost, threshold, value);
        }
    }
    let (_, _, promotional_from) = best;
    let mut after = present;
    if promotional_from != present.promotional_from {
        after.promotional_from = promotional_from;
        let mixed = logistic(log_odds(shipped.mixed_from) + log_odds(promotional_from) - prior);
        after.mixed_from = rounded(mixed, 2).max(0.01).min(promotional_from);
    }
    let confusion_after = Confusion::at(posts, after.promotional_from);
    Ok(Calibration { before: present, after, confusion_before, confusion_after })
}

/// The stretches of log-odds within which the verdicts of all posts stay the same, lowest first.
fn gaps(posts: &[Declared]) -> Vec<(f64, f64)> {
    let mut at: Vec<f64> =
        posts.iter().filter(|post| post.can_flag).map(|post| log_odds(post.probability)).collect();
    at.sort_by(f64::total_cmp);
    at.dedup();
    let edge = log_odds(1.0);
    let lows = std::iter::once(-edge).chain(at.iter().copied());
    let highs = at.iter().copied().chain(std::iter::once(edge));
    lows.zip(highs).filter(|(low, high)| low < high).collect()
}

/// The threshold between two posts that is nearest to `prior` and keeps its distance from both, as log-odds and as a
/// probability of few digits; `None` if no probability can be written between the two.
fn within(low: f64, high: f64, prior: f64) -> Option<(f64, f64)> {
    let quarter = (high - low) / 4.0;
    let wanted = if low < prior && prior < high { prior } else { prior.clamp(low + quarter, high - quarter) };
    let (below, above) = (logistic(low), logistic(high));
    (2..=6)
        .map(|digits| rounded(logistic(wanted), digits))
        .find(|value| below < *value && *value < above)
        .map(|value| (log_odds(value), value))
}

fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

fn log_odds(probability: f64) -> f64 {
    let probability = probability.clamp(NEAREST, 1.0 - NEAREST);
    (probability / (1.0 - probability)).ln()
}

fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SHIPPED: Thresholds = Thresholds { mixed_from: 0.4, promotional_from: 0.7 };

    fn posts(asks: &[f64], gives: &[f64]) -> Vec<Declared> {
        let post = |ask: bool| {
            move |probability: &f64| Declared {
                path: SourcePath::new("a.md").unwrap(),
                ask,
                probability: *probability,
                can_flag: true,
            }
        };
        asks.iter().map(post(true)).chain(gives.iter().map(post(false))).collect()
    }

    #[track_caller]
    fn check(asks: &[f64], gives: &[f64], present: Thresholds, expected: (f64, f64)) {
        let found = calibrate(&posts(asks, gives), present, SHIPPED).unwrap();
        assert_eq!((found.after.mixed_from, found.after.promotional_from), expected, "{found:?}");
    }

    #[test]
    fn the_threshold_follows_the_posts_as_far_as_their_number_warrants() {
        let low = [0.1, 0.15, 0.2, 0.1, 0.15, 0.2, 0.1];
        // All is right already.
        check(&[0.8, 0.9, 0.95], &low, SHIPPED, (0.4, 0.7));
        // Asks are found a little lower.
        check(&[0.6, 0.6, 0.9], &low, SHIPPED, (0.22, 0.49));
        // Far lower, three of ten posts are not enough; of a hundred, thirty are.
        check(&[0.06, 0.06, 0.9], &[0.01; 7], SHIPPED, (0.4, 0.7));
        check(&[[0.06; 20].as_slice(), &[0.9; 10]].concat(), &[0.01; 70], SHIPPED, (0.01, 0.04));
        // Gives are flagged wrongly.
        check(&[0.95, 0.96, 0.97], &[0.75, 0.75, 0.2, 0.2, 0.2, 0.2, 0.2], SHIPPED, (0.58, 0.83));
        // What a site set by itself goes back to what was measured, where the posts do not mind.
        check(&[0.95, 0.96, 0.97], &low, Thresholds { promotional_from: 0.9, mixed_from: 0.5 }, (0.4, 0.7));
    }

    #[test]
    fn ten_posts_of_both_kinds_are_needed() {
        let too_few =
            |asks: &[f64], gives: &[f64]| calibrate(&posts(asks, gives), SHIPPED, SHIPPED).unwrap_err();
        assert_eq!(too_few(&[0.5; 3], &[0.1; 6]), TooFew { asks: 3, gives: 6 });
        assert_eq!(too_few(&[0.5; 30], &[]), TooFew { asks: 30, gives: 0 });
        assert_eq!(too_few(&[], &[0.1; 30]), TooFew { asks: 0, gives: 30 });
        assert!(calibrate(&posts(&[0.5], &[0.1; 9]), SHIPPED, SHIPPED).is_ok());
    }

    fn any_posts() -> impl Strategy<Value = Vec<Declared>> {
        let post = (any::<bool>(), 0_u32..=1000, proptest::bool::weighted(0.9));
        let post = post.prop_map(|(ask, thousandths, can_flag)| Declared {
            path: SourcePath::new("a.md").unwrap(),
            ask,
            probability: f64::from(thousandths) / 1000.0,
            can_flag,
        });
        proptest::collection::vec(post, 10..40)
    }

    fn any_thresholds() -> impl Strategy<Value = Thresholds> {
        (0_u32..=100, 0_u32..=100).prop_map(|(a, b)| Thresholds {
            mixed_from: f64::from(a.min(b)) / 100.0,
            promotional_from: f64::from(a.max(b)) / 100.0,
        })
    }

    proptest! {
        #[test]
        fn it_never_makes_matters_worse(posts in any_posts(), present in any_thresholds(), shipped in any_thresholds()) {
            let Ok(found) = calibrate(&posts, present, shipped) else { return Ok(()) };
            let (before, after) = (found.confusion_before, found.confusion_after);
            prop_assert!(after.errors() <= before.errors(), "{found:?}");
            let gives = before.gives_flagged + before.gives_left;
            prop_assert!(after.gives_flagged <= before.gives_flagged.max(gives / 20), "{found:?}");
            prop_assert!(found.after.mixed_from <= found.after.promotional_from);
            prop_assert!((0.0..=1.0).contains(&found.after.mixed_from) && found.after.promotional_from <= 1.0);
        }

        #[test]
        fn a_second_time_changes_nothing(posts in any_posts(), present in any_thresholds()) {
            let Ok(first) = calibrate(&posts, present, SHIPPED) else { return Ok(()) };
            let second = calibrate(&posts, first.after, SHIPPED).unwrap();
            prop_assert_eq!(second.after, first.after);
        }

        #[test]
        fn more_of_the_same_posts_are_followed_further(posts in any_posts()) {
            let Ok(once) = calibrate(&posts, SHIPPED, SHIPPED) else { return Ok(()) };
            let thrice = calibrate(&[posts.clone(), posts.clone(), posts].concat(), SHIPPED, SHIPPED).unwrap();
            let (once, thrice) = (once.confusion_after, thrice.confusion_after);
            prop_assert!(thrice.balanced_accuracy() >= once.balanced_accuracy() - 1e-9);
        }

        #[test]
        fn the_order_of_posts_does_not_matter(posts in any_posts(), present in any_thresholds()) {
            let reversed: Vec<Declared> = posts.iter().rev().cloned().collect();
            prop_assert_eq!(calibrate(&posts, present, SHIPPED), calibrate(&reversed, present, SHIPPED));
        }
    }
}
