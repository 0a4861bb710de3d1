//! Fits and measures the promo check on a folder of labelled posts.
//!
//! ```text
//! cargo run --release --example promo -- measure FOLDER    prints the figures
//! cargo run --release --example promo -- fit FOLDER        writes src/promo/weights.tsv and src/promo/wording.tsv
//! cargo run --release --example promo -- scores FOLDER     prints id, label, blog, fold and both scores of every post
//! cargo run --release --example promo -- speed FOLDER      prints how fast the shipped check is
//! ```
//!
//! The folder holds `labels.tsv` (tab-separated, with the columns `id`, `label` with P, M or V, `blog`, `family`,
//! `kind_of_blog` and `stratum`) and `posts/ID.md`. The fit is a logistic regression (`logistic.rs`) on the features
//! that `regards::promo::features` counts (`model.rs`). Every figure but the speed is of posts that the fit never
//! saw: whole families of blogs are left out in ten parts. The rules, the penalties and the thresholds were chosen
//! with all ten parts in sight, so posts of other blogs may come out somewhat worse, and precision at the shipped
//! threshold is what it was chosen for. Posts that the check does not judge, being too short, count like all others.
//! Nothing is random but the intervals, and those have a seed: the same folder gives the same tables and figures.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a program of its own, which reads a folder and prints figures"
)]

mod corpus;
mod figures;
mod logistic;
mod model;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use regards::promo::Family;
use regards::promo::MODEL;
use regards::promo::Settings;
use regards::promo::judge;
use regards::source::SourcePath;

use crate::corpus::FOLDS;
use crate::corpus::Label;
use crate::corpus::Post;
use crate::figures::Scored;
use crate::model::Design;
use crate::model::Without;

const SEED: u64 = 20_261_122;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: promo measure|fit|scores|speed FOLDER";
    let (command, folder) = (arguments.next().ok_or(usage)?, arguments.next().ok_or(usage)?);
    let posts = corpus::read(Path::new(&folder))?;
    match command.as_str() {
        "fit" => write_tables(&posts)?,
        "measure" => measure(&posts)?,
        "scores" => scores(&posts)?,
        "speed" => speed(&posts)?,
        _ => return Err(usage.into()),
    }
    Ok(())
}

/// The probability of every post by a fit that never saw its family, calibrated by the other parts.
///
/// The log-odds of the other parts are of fits that saw this one: two numbers learn that little of it.
fn left_out(posts: &[Post], without: Without) -> Vec<f64> {
    calibrated(posts, &left_out_log_odds(posts, without))
}

fn calibrated(posts: &[Post], log_odds: &[f64]) -> Vec<f64> {
    let mut probabilities = vec![0.0; posts.len()];
    for fold in 0..FOLDS {
        let (others, targets): (Vec<f64>, Vec<f64>) = posts
            .iter()
            .zip(log_odds)
            .filter(|(post, _)| post.fold != fold)
            .map(|(post, z)| (*z, target(post)))
            .unzip();
        let (slope, offset) = logistic::calibrate(&others, &targets);
        for index in (0..posts.len()).filter(|index| posts[*index].fold == fold) {
            probabilities[index] = 1.0 / (1.0 + (-(slope * log_odds[index] + offset)).exp());
        }
    }
    probabilities
}

fn left_out_log_odds(posts: &[Post], without: Without) -> Vec<f64> {
    let design = Design::new(posts, without);
    let parts: Vec<Vec<f64>> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| design.log_odds(posts.len(), &design.fit(posts, Some(fold))))
        .collect();
    posts.iter().enumerate().map(|(index, post)| parts[post.fold][index]).collect()
}

fn target(post: &Post) -> f64 {
    f64::from(u8::from(post.label == Label::Promotional))
}

fn scored<'a>(posts: &'a [Post], scores: &[f64]) -> Vec<Scored<'a>> {
    posts.iter().zip(scores).map(|(post, score)| Scored { post, score: *score }).collect()
}

/// Fits all posts, and chooses the thresholds on the posts as fits without their families see them.
fn write_tables(posts: &[Post]) -> Result<(), Box<dyn Error>> {
    let log_odds = left_out_log_odds(posts, Without::Nothing);
    let targets: Vec<f64> = posts.iter().map(target).collect();
    let calibration = logistic::calibrate(&log_odds, &targets);
    let probabilities = calibrated(posts, &log_odds);
    let unseen = scored(posts, &probabilities);
    let promotional_from = figures::most_recall(&unseen, 0.9).threshold;
    // Where it costs next to nothing, a post is left in peace.
    let clear = figures::thresholds(&figures::clear(&unseen));
    let best = clear.iter().map(|at| at.f1()).fold(0.0, f64::max);
    let fine = clear.iter().filter(|at| at.f1() >= best - 0.01).map(|at| at.threshold);
    let mixed_from = fine.fold(0.0, f64::max);
    let design = Design::new(posts, Without::Nothing);
    let weights = design.fit(posts, None);
    let share = targets.iter().sum::<f64>() / targets.len() as f64;
    let blogs: BTreeSet<&str> = posts.iter().map(|post| post.blog.as_str()).collect();
    let head = format!(
        "# The weights of the promo check, in log-odds. Written by `cargo run --release --example promo -- fit FOLDER`\n\
         # from {} posts of {} blogs; weights.rs says what each kind of line means.\nversion\t{}\n",
        posts.len(),
        blogs.len(),
        MODEL.version
    );
    let (table, wording) = design.tables(
        &weights,
        calibration,
        share,
        (mixed_from.min(promotional_from), promotional_from),
        &head,
    );
    println!("{} words and pairs; calibration {calibration:?}", wording.lines().count() - 1);
    std::fs::write("src/promo/weights.tsv", table)?;
    std::fs::write("src/promo/wording.tsv", wording)?;
    Ok(())
}

/// The probability that the shipped check gives every post; it was fitted on all of them.
fn shipped(posts: &[Post]) -> Result<Vec<f64>, Box<dyn Error>> {
    let settings = Settings::default();
    let path = SourcePath::new("post.md").map_err(|fault| fault.to_string())?;
    Ok(posts.iter().map(|post| judge(&corpus::document(&post.text, &path), &settings).probability).collect())
}

fn scores(posts: &[Post]) -> Result<(), Box<dyn Error>> {
    let (unseen, shipped) = (left_out(posts, Without::Nothing), shipped(posts)?);
    println!("id\tlabel\tblog\tfold\tunseen\tshipped");
    for (index, post) in posts.iter().enumerate() {
        let label = format!("{:?}", post.label);
        let (unseen, shipped) = (unseen[index], shipped[index]);
        println!("{}\t{}\t{}\t{}\t{unseen:.4}\t{shipped:.4}", post.id, &label[..1], post.blog, post.fold);
    }
    Ok(())
}

fn measure(posts: &[Post]) -> Result<(), Box<dyn Error>> {
    let blogs: BTreeSet<&str> = posts.iter().map(|post| post.blog.as_str()).collect();
    println!(
        "Model {}, {} posts of {} blogs, ten parts of whole families.\n",
        MODEL.version,
        posts.len(),
        blogs.len()
    );
    let unseen = left_out(posts, Without::Nothing);
    let unseen = scored(posts, &unseen);
    let random: Vec<Scored<'_>> = unseen.iter().copied().filter(|scored| scored.post.random).collect();
    println!("| posts that the fit never saw | all | drawn at random |\n|---|---|---|");
    row("P against V: ROC AUC", &unseen, &random, |posts| figures::auc(&figures::clear(posts)));
    row("P against V: best F1", &unseen, &random, |posts| figures::best_f1(&figures::clear(posts)).f1());
    row("P against the rest: ROC AUC", &unseen, &random, figures::auc);
    row("P against the rest: best F1", &unseen, &random, |posts| figures::best_f1(posts).f1());
    row("recall where precision is 0.90", &unseen, &random, |posts| figures::most_recall(posts, 0.9).recall);
    let threshold = MODEL.promotional_from;
    println!("| **at the shipped {threshold:.2}:** | | |");
    row("precision against the rest", &unseen, &random, |posts| figures::at(posts, threshold).precision);
    row("recall", &unseen, &random, |posts| figures::at(posts, threshold).recall);
    row("V called promotional", &unseen, &random, |posts| figures::value_flagged(posts, threshold));
    // The shipped threshold was chosen on these very posts: so choose one for each part on the nine others, too.
    let honest = above_chosen(&unseen);
    let honest_random: Vec<Scored<'_>> = honest.iter().copied().filter(|scored| scored.post.random).collect();
    row("precision, threshold chosen on the other parts", &honest, &honest_random, |posts| {
        figures::at(posts, 0.0).precision
    });
    row("recall, threshold chosen on the other parts", &honest, &honest_random, |posts| {
        figures::at(posts, 0.0).recall
    });
    row("P against V: F1 at the shipped mixed_from", &unseen, &random, |posts| {
        figures::at(&figures::clear(posts), MODEL.mixed_from).f1()
    });
    row("expected calibration error", &unseen, &random, figures::calibration_error);

    println!(
        "\n| kind of blog | P, M, V | P against V AUC | precision and recall at the threshold | V called promotional |"
    );
    println!("|---|---|---|---|---|");
    let kinds: BTreeSet<&str> = posts.iter().map(|post| post.kind_of_blog.as_str()).collect();
    for kind in kinds {
        let of_kind: Vec<Scored<'_>> =
            unseen.iter().copied().filter(|scored| scored.post.kind_of_blog == kind).collect();
        let count = |label| of_kind.iter().filter(|scored| scored.post.label == label).count();
        let at = figures::at(&of_kind, threshold);
        println!(
            "| {kind} | {}, {}, {} | {} | {:.2}, {:.2} | {:.3} |",
            count(Label::Promotional),
            count(Label::Mixed),
            count(Label::Value),
            figures::with_interval(&of_kind, SEED, |posts| figures::auc(&figures::clear(posts))),
            at.precision,
            at.recall,
            figures::value_flagged(&of_kind, threshold)
        );
    }

    println!(
        "\n| without | P against V AUC | P against the rest AUC | best F1 (P against V) | recall at 0.90 |"
    );
    println!("|---|---|---|---|---|");
    let families = Family::ALL.into_iter().map(Without::Family);
    for without in [Without::Nothing].into_iter().chain(families).chain([Without::Asks, Without::Structure]) {
        let scores = left_out(posts, without);
        let scored = scored(posts, &scores);
        let clear = figures::clear(&scored);
        let name = match without {
            Without::Nothing => "nothing".to_owned(),
            Without::Family(family) => family.to_string(),
            Without::Asks => "all rules that ask".to_owned(),
            Without::Structure => "length, voice and looks".to_owned(),
        };
        println!(
            "| {name} | {:.3} | {:.3} | {:.3} | {:.3} |",
            figures::auc(&clear),
            figures::auc(&scored),
            figures::best_f1(&clear).f1(),
            figures::most_recall(&scored, 0.9).recall
        );
    }
    println!(
        "\nPosts in the way, by how far: promotional ones that look valuable, valuable ones that look promotional.\n"
    );
    let mut ranked = unseen.clone();
    ranked.sort_by(|a, b| a.score.total_cmp(&b.score));
    let lowest = ranked.iter().filter(|scored| scored.post.label == Label::Promotional).take(10);
    let highest = ranked.iter().rev().filter(|scored| scored.post.label == Label::Value).take(10);
    for scored in lowest.chain(highest) {
        println!("{:.2} {:?} {} {}", scored.score, scored.post.label, scored.post.id, scored.post.blog);
    }
    println!();
    speed(posts)
}

/// The scores as their distance from the threshold that the posts of the other parts would have chosen.
fn above_chosen<'a>(posts: &[Scored<'a>]) -> Vec<Scored<'a>> {
    let chosen: Vec<f64> = (0..FOLDS)
        .map(|fold| {
            let others: Vec<Scored<'_>> =
                posts.iter().copied().filter(|scored| scored.post.fold != fold).collect();
            figures::most_recall(&others, 0.9).threshold
        })
        .collect();
    let distance = |scored: &Scored<'a>| Scored { score: scored.score - chosen[scored.post.fold], ..*scored };
    posts.iter().map(distance).collect()
}

/// One line of the table: a figure with its interval, over all posts and over those drawn at random.
fn row<'a>(
    name: &str,
    all: &[Scored<'a>],
    random: &[Scored<'a>],
    figure: impl Fn(&[Scored<'a>]) -> f64 + Copy,
) {
    let (all, random) =
        (figures::with_interval(all, SEED, figure), figures::with_interval(random, SEED, figure));
    println!("| {name} | {all} | {random} |");
}

/// How fast the shipped check is, on one core, parse included.
fn speed(posts: &[Post]) -> Result<(), Box<dyn Error>> {
    let megabytes = posts.iter().map(|post| post.text.len()).sum::<usize>() as f64 / 1e6;
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        std::hint::black_box(shipped(posts)?);
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{megabytes:.1} MB at {:.0} MB/s on one core, the best of five.", megabytes / best);
    Ok(())
}
