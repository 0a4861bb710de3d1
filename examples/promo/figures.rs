//! The figures: areas, precision, recall, calibration, and what chance would make of them.

use std::collections::BTreeMap;

use crate::corpus::Label;
use crate::corpus::Post;

/// A post as the figures see it.
#[derive(Clone, Copy)]
pub struct Scored<'a> {
    pub post: &'a Post,
    /// Any number that is higher for a more promotional post.
    pub score: f64,
}

/// The posts without the mixed ones.
pub fn clear<'a>(posts: &[Scored<'a>]) -> Vec<Scored<'a>> {
    posts.iter().copied().filter(|scored| scored.post.label != Label::Mixed).collect()
}

fn is_promotional(scored: &Scored<'_>) -> bool {
    scored.post.label == Label::Promotional
}

/// The area under the receiver operating characteristic: the chance that a promotional post scores above another.
pub fn auc(posts: &[Scored<'_>]) -> f64 {
    let mut ranked: Vec<&Scored<'_>> = posts.iter().collect();
    ranked.sort_by(|a, b| a.score.total_cmp(&b.score));
    let (mut below, mut sum, mut promotional, mut at) = (0.0, 0.0, 0.0, 0);
    while at < ranked.len() {
        let ties = ranked[at..].iter().take_while(|scored| scored.score == ranked[at].score).count();
        let of_them = ranked[at..at + ties].iter().filter(|scored| is_promotional(scored)).count() as f64;
        let others = ties as f64 - of_them;
        sum += of_them * (below + others / 2.0);
        below += others;
        promotional += of_them;
        at += ties;
    }
    sum / (below * promotional)
}

/// What a threshold does.
#[derive(Clone, Copy, Default)]
pub struct AtThreshold {
    pub threshold: f64,
    pub precision: f64,
    pub recall: f64,
}

impl AtThreshold {
    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall).max(f64::MIN_POSITIVE)
    }
}

/// Precision and recall of everything from `threshold` on.
pub fn at(posts: &[Scored<'_>], threshold: f64) -> AtThreshold {
    let flagged = posts.iter().filter(|scored| scored.score >= threshold).count() as f64;
    let right =
        posts.iter().filter(|scored| scored.score >= threshold && is_promotional(scored)).count() as f64;
    let all = posts.iter().filter(|scored| is_promotional(scored)).count() as f64;
    AtThreshold { threshold, precision: right / flagged.max(1.0), recall: right / all.max(1.0) }
}

/// Every threshold that makes a difference, from the highest.
pub fn thresholds(posts: &[Scored<'_>]) -> Vec<AtThreshold> {
    let mut ranked: Vec<&Scored<'_>> = posts.iter().collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
    let all = ranked.iter().filter(|scored| is_promotional(scored)).count() as f64;
    let mut right = 0.0;
    let mut found: Vec<AtThreshold> = Vec::new();
    for (index, scored) in ranked.iter().enumerate() {
        right += f64::from(u8::from(is_promotional(scored)));
        let here = AtThreshold {
            threshold: scored.score,
            precision: right / (index + 1) as f64,
            recall: right / all.max(1.0),
        };
        match found.last_mut() {
            Some(last) if last.threshold == scored.score => *last = here,
            _ => found.push(here),
        }
    }
    found
}

/// The threshold with the best F1.
pub fn best_f1(posts: &[Scored<'_>]) -> AtThreshold {
    thresholds(posts).into_iter().max_by(|a, b| a.f1().total_cmp(&b.f1())).unwrap_or_default()
}

/// The threshold with the highest recall among those of at least `precision`.
pub fn most_recall(posts: &[Scored<'_>], precision: f64) -> AtThreshold {
    let fine = thresholds(posts).into_iter().filter(|at| at.precision >= precision);
    fine.max_by(|a, b| a.recall.total_cmp(&b.recall)).unwrap_or_default()
}

/// The share of value-adding posts from `threshold` on.
pub fn value_flagged(posts: &[Scored<'_>], threshold: f64) -> f64 {
    let value: Vec<_> = posts.iter().filter(|scored| scored.post.label == Label::Value).collect();
    value.iter().filter(|scored| scored.score >= threshold).count() as f64 / (value.len() as f64).max(1.0)
}

/// The expected calibration error of probabilities in ten bins of equal width (Naeini et al., AAAI 2015).
pub fn calibration_error(posts: &[Scored<'_>]) -> f64 {
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for scored in posts {
        let bin = &mut bins[((scored.score * 10.0) as usize).min(9)];
        bin.0 += 1.0;
        bin.1 += scored.score;
        bin.2 += f64::from(u8::from(is_promotional(scored)));
    }
    bins.iter().map(|(_, said, was)| (said - was).abs()).sum::<f64>() / posts.len() as f64
}

/// How often a figure is drawn again.
const DRAWS: usize = 1000;

/// A figure with the interval in which it lies 95 times of 100 when blogs are drawn again with replacement.
pub fn with_interval<'a>(posts: &[Scored<'a>], seed: u64, figure: impl Fn(&[Scored<'a>]) -> f64) -> String {
    let mut blogs: BTreeMap<&str, Vec<Scored<'a>>> = BTreeMap::new();
    for scored in posts {
        blogs.entry(&scored.post.blog).or_default().push(*scored);
    }
    let blogs: Vec<Vec<Scored<'a>>> = blogs.into_values().collect();
    let mut random = SplitMix64(seed);
    let mut drawn: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let mut sample = Vec::with_capacity(posts.len() * 2);
            for _ in 0..blogs.len() {
                sample.extend(&blogs[(random.next() % blogs.len() as u64) as usize]);
            }
            figure(&sample)
        })
        .filter(|value| value.is_finite())
        .collect();
    drawn.sort_by(f64::total_cmp);
    let quantile = |share: f64| drawn.get((share * drawn.len() as f64) as usize).copied().unwrap_or(f64::NAN);
    format!("{:.3} ({:.3}–{:.3})", figure(posts), quantile(0.025), quantile(0.975))
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): enough for drawing, and the same everywhere.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
