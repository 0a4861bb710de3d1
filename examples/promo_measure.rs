//! Measures the promo check on a folder of labelled posts: `cargo run --release --example promo_measure -- FOLDER`.
//!
//! The folder holds `labels.tsv` (tab-separated, with the columns `id`, `label` with P, M or V, `family` and `stratum`)
//! and `posts/ID.md`. Figures are printed for all posts, for the random stratum R alone, and as the mean and spread of
//! ten parts of whole families. The shipped weights are used as they are: nothing is fitted here.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a program of its own, which reads a folder and prints figures"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use regards::promo::Document;
use regards::promo::MODEL;
use regards::promo::Settings;
use regards::promo::judge;
use regards::source::SourcePath;

struct Post {
    label: char,
    family: String,
    random: bool,
    score: f64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: promo_measure FOLDER")?;
    let folder = Path::new(&folder);
    let table = std::fs::read_to_string(folder.join("labels.tsv"))?;
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    let column = |name: &str| {
        header
            .iter()
            .position(|known| *known == name)
            .ok_or_else(|| format!("labels.tsv has no column {name}"))
    };
    let (id, label, family, stratum) =
        (column("id")?, column("label")?, column("family")?, column("stratum")?);
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
    let mut texts = Vec::new();
    for row in &rows {
        texts.push(std::fs::read_to_string(folder.join(format!("posts/{}.md", row[id])))?);
    }

    let settings = Settings::default();
    let path = SourcePath::new("post.md").map_err(|fault| fault.to_string())?;
    let start = Instant::now();
    let mut posts = Vec::new();
    for (row, text) in rows.iter().zip(&texts) {
        let judgement = judge(&document(text, &path), &settings);
        posts.push(Post {
            label: row[label].chars().next().unwrap_or('V'),
            family: row[family].to_owned(),
            random: row[stratum] == "R",
            score: judgement.probability,
        });
    }
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;

    println!("model {}: {} posts, {:.1} MB/s on one core", MODEL.version, posts.len(), megabytes / seconds);
    let all: Vec<&Post> = posts.iter().collect();
    let random: Vec<&Post> = posts.iter().filter(|post| post.random).collect();
    print_figures("all posts", &all);
    print_figures("random stratum", &random);
    let parts: Vec<(f64, f64)> =
        parts(&posts).iter().map(|part| (auc(part, true), auc(part, false))).collect();
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
    let lowest = |values: Vec<f64>| values.into_iter().fold(1.0, f64::min);
    let against_value: Vec<f64> = parts.iter().map(|part| part.0).collect();
    let against_rest: Vec<f64> = parts.iter().map(|part| part.1).collect();
    println!(
        "ten parts: P against V AUC {:.3} (lowest {:.3}), P against the rest {:.3} (lowest {:.3})",
        mean(against_value.clone()),
        lowest(against_value),
        mean(against_rest.clone()),
        lowest(against_rest)
    );
    Ok(())
}

/// A post whose front matter is one line of title.
fn document<'a>(text: &'a str, path: &'a SourcePath) -> Document<'a> {
    let plain = Document { path, text, body_start: 0, title: "", title_range: None, language: "" };
    let Some(length) = text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n")) else { return plain };
    let line = text[4..4 + length].lines().next().unwrap_or("");
    let title = line.strip_prefix("title:").unwrap_or("").trim().trim_matches('"');
    let start = text.find(title).unwrap_or(0);
    Document { body_start: 4 + length + 5, title, title_range: Some(start..start + title.len()), ..plain }
}

fn print_figures(name: &str, posts: &[&Post]) {
    let flagged: Vec<&&Post> = posts.iter().filter(|post| post.score >= MODEL.promotional_from).collect();
    let right = flagged.iter().filter(|post| post.label == 'P').count() as f64;
    let value = flagged.iter().filter(|post| post.label == 'V').count() as f64;
    let count = |label: char| posts.iter().filter(|post| post.label == label).count() as f64;
    println!(
        "{name}: P against V AUC {:.3}, P against the rest AUC {:.3}; at {}: precision {:.3} (against V {:.3}), \
         recall {:.3}, V called promotional {:.3}",
        auc(posts, true),
        auc(posts, false),
        MODEL.promotional_from,
        right / flagged.len() as f64,
        right / (right + value),
        right / count('P'),
        value / count('V'),
    );
}

/// The chance that a promotional post scores above another one: of value, or any other.
fn auc(posts: &[&Post], against_value: bool) -> f64 {
    let mut ranked: Vec<&&Post> = posts.iter().filter(|post| !against_value || post.label != 'M').collect();
    ranked.sort_by(|a, b| a.score.total_cmp(&b.score));
    let (mut below, mut sum, mut promotional, mut at) = (0.0, 0.0, 0.0, 0);
    while at < ranked.len() {
        let ties = ranked[at..].iter().take_while(|post| post.score == ranked[at].score);
        let (of_them, others) =
            ties.fold((0.0, 0.0), |(p, o), post| if post.label == 'P' { (p + 1.0, o) } else { (p, o + 1.0) });
        sum += of_them * (below + others / 2.0);
        below += others;
        promotional += of_them;
        at += (of_them + others) as usize;
    }
    sum / (below * promotional)
}

/// Ten parts of whole families, as equal as can be: the largest family first, always into the smallest part.
fn parts(posts: &[Post]) -> Vec<Vec<&Post>> {
    let mut families: BTreeMap<&str, Vec<&Post>> = BTreeMap::new();
    for post in posts {
        families.entry(&post.family).or_default().push(post);
    }
    let mut families: Vec<Vec<&Post>> = families.into_values().collect();
    families.sort_by_key(|family| std::cmp::Reverse(family.len()));
    let mut parts: Vec<Vec<&Post>> = vec![Vec::new(); 10];
    for family in families {
        if let Some(smallest) = parts.iter_mut().min_by_key(|part| part.len()) {
            smallest.extend(family);
        }
    }
    parts
}
