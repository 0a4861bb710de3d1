//! The posts in `tests/promo`: a post and its pitch told apart.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regards::config::PromoSettings;
use regards::promo::{Document, Judgement, Settings, Verdict, judge, summary};
use regards::source::SourcePath;

/// A post as it stands in its file.
pub struct Post {
    /// The name of the file without its ending.
    pub name: String,
    /// What the front matter says, `title` among it.
    pub meta: BTreeMap<String, String>,
    pub body: String,
}

/// Reads every post of a folder below `tests/promo`, in the order of the names.
pub fn posts(folder: &str) -> Vec<Post> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/promo").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| post(path)).collect()
}

fn post(path: &Path) -> Post {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).unwrap();
    let (front, body) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .unwrap_or_else(|| panic!("{name} has front matter"));
    let meta = front.lines().map(|line| {
        let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("{name}: {line}"));
        (key.to_owned(), value.trim_matches('"').to_owned())
    });
    Post { meta: meta.collect(), body: body.to_owned(), name }
}

impl Post {
    pub fn title(&self) -> &str {
        &self.meta["title"]
    }

    /// The value of a key; empty if there is none.
    pub fn meta(&self, key: &str) -> &str {
        self.meta.get(key).map_or("", String::as_str)
    }

    /// The post as its author wrote it.
    fn whole(&self) -> Judgement {
        judged(self.title(), &self.body)
    }

    /// Title and body without the pitch.
    fn bare(&self) -> (&str, String) {
        let mut pitch = false;
        let mut body = String::new();
        for line in self.body.lines() {
            match line {
                "<!-- pitch -->" => pitch = true,
                "<!-- /pitch -->" => pitch = false,
                line if !pitch => {
                    body.push_str(line);
                    body.push('\n');
                }
                _ => {}
            }
        }
        assert!(!pitch, "{}: the last pitch ends", self.name);
        (self.meta.get("bare").map_or(self.title(), String::as_str), body)
    }
}

/// Judges a post on a site at `https://example.org` that set nothing.
pub fn judged(title: &str, body: &str) -> Judgement {
    judged_in("", title, body)
}

/// The same for a post in `language`.
pub fn judged_in(language: &str, title: &str, body: &str) -> Judgement {
    let path = SourcePath::new("content/posts/post.md").unwrap();
    let text = format!("---\ntitle: {title}\n---\n{body}");
    let document = Document {
        path: &path,
        text: &text,
        body_start: text.len() - body.len(),
        title,
        title_range: Some(11..11 + title.len()),
        language,
    };
    judge(&document, &Settings::new(&PromoSettings::default(), &["https://example.org"], &BTreeMap::new()))
}

/// The probability as log-odds, in which equal steps weigh the same everywhere.
pub fn log_odds(judgement: &Judgement) -> f64 {
    (judgement.probability / (1.0 - judgement.probability)).ln()
}

/// What was found, for the message of a failure.
pub fn shown(judgement: &Judgement) -> String {
    let findings: Vec<String> = judgement
        .findings
        .iter()
        .map(|finding| format!("{} {:?} {:+.2}", finding.rule.name(), finding.text, finding.weight))
        .collect();
    let gives: Vec<String> = judgement
        .gives
        .iter()
        .map(|finding| format!("{} ×{} {:+.2}", finding.rule.name(), finding.count, finding.weight))
        .collect();
    format!("{}\n    asks: {}\n    gives: {}", summary(judgement), findings.join(", "), gives.join(", "))
}

/// What a pitch adds at least, in log-odds.
const MARGIN: f64 = 0.3;

#[test]
fn a_post_scores_higher_with_its_pitch_than_without() {
    let pairs = posts("pairs");
    assert!(pairs.len() >= 40, "{} pairs", pairs.len());
    let mut wrong = Vec::new();
    let mut flagged = 0;
    for post in &pairs {
        let (title, body) = post.bare();
        assert!(body.len() < post.body.len(), "{} has a pitch", post.name);
        let (with, without) = (post.whole(), judged(title, &body));
        assert!(!matches!(without.verdict, Verdict::NotJudged(_)), "{}: {}", post.name, without.verdict);
        flagged += usize::from(with.verdict != Verdict::ValueAdding);
        let margin = log_odds(&with) - log_odds(&without);
        if margin < MARGIN || with.ask <= without.ask || without.verdict == Verdict::Promotional {
            wrong.push(format!(
                "{}: {margin:+.2} in log-odds, ask {:.2} after {:.2}\n  with: {}\n  without: {}",
                post.name,
                with.ask,
                without.ask,
                shown(&with),
                shown(&without)
            ));
        }
    }
    // Some pitches are one line below a long lesson, and those may stand.
    assert!(flagged * 4 >= pairs.len() * 3, "only {flagged} of {} with a pitch are flagged", pairs.len());
    assert!(wrong.is_empty(), "{} of {} pairs:\n{}", wrong.len(), pairs.len(), wrong.join("\n"));
}

#[test]
fn the_pairs_are_of_many_kinds() {
    let pairs = posts("pairs");
    for (key, least) in [("kind", 9), ("ask", 9), ("pitch", 6)] {
        let values: BTreeSet<&str> = pairs.iter().map(|post| post.meta(key)).collect();
        assert!(!values.contains(""), "every pair says its {key}");
        assert!(values.len() >= least, "{key}: {values:?}");
    }
}

#[test]
fn any_pitch_raises_any_post() {
    let pitches =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/promo/pitches.md")).unwrap();
    let pitches: Vec<(&str, &str)> =
        pitches.split("\n## ").skip(1).filter_map(|section| section.split_once('\n')).collect();
    assert!(pitches.len() >= 12, "{} pitches", pitches.len());
    let mut wrong = Vec::new();
    for post in posts("pairs") {
        let (title, body) = post.bare();
        let without = log_odds(&judged(title, &body));
        for (name, pitch) in &pitches {
            let with = [
                ("before", judged(title, &format!("{pitch}\n\n{body}"))),
                ("behind", judged(title, &format!("{body}\n\n{pitch}\n"))),
            ];
            for (place, with) in with {
                let margin = log_odds(&with) - without;
                if margin < MARGIN {
                    wrong.push(format!("{name} {place} {}: {margin:+.2}", post.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
