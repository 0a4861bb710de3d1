//! The labelled posts, and how they are parted.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use regards::promo::Document;
use regards::promo::Features;
use regards::promo::Settings;
use regards::promo::features;
use regards::source::SourcePath;

/// How many parts a cross-validation has.
pub const FOLDS: usize = 10;

/// What a reader called a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    Promotional,
    Mixed,
    Value,
}

/// One labelled post.
pub struct Post {
    pub id: String,
    pub label: Label,
    /// Blogs of one hand.
    pub family: String,
    pub blog: String,
    pub kind_of_blog: String,
    /// Whether it was drawn at random, not by keywords.
    pub random: bool,
    /// Its part of the cross-validation.
    pub fold: usize,
    pub text: String,
    pub features: Features,
}

/// Reads `labels.tsv` and `posts/ID.md` of a folder, and the features of every post.
pub fn read(folder: &Path) -> Result<Vec<Post>, Box<dyn Error>> {
    let table = std::fs::read_to_string(folder.join("labels.tsv"))?;
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    let column = |name: &str| {
        let found = header.iter().position(|known| *known == name);
        found.ok_or_else(|| format!("labels.tsv has no column {name}"))
    };
    let (id, label, family) = (column("id")?, column("label")?, column("family")?);
    let (blog, kind, stratum) = (column("blog")?, column("kind_of_blog")?, column("stratum")?);
    let mut posts = Vec::new();
    for line in lines {
        let row: Vec<&str> = line.split('\t').collect();
        let cell = |column: usize| row.get(column).copied().unwrap_or("").to_owned();
        let path = folder.join(format!("posts/{}.md", cell(id)));
        posts.push(Post {
            id: cell(id),
            label: match row.get(label).copied() {
                Some("P") => Label::Promotional,
                Some("M") => Label::Mixed,
                Some("V") => Label::Value,
                other => return Err(format!("{other:?} is no label").into()),
            },
            family: cell(family),
            blog: cell(blog),
            kind_of_blog: cell(kind),
            random: cell(stratum) == "R",
            fold: 0,
            text: std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?,
            features: Features::default(),
        });
    }
    let settings = Settings::default();
    let path = SourcePath::new("post.md").map_err(|fault| fault.to_string())?;
    let found: Vec<Features> =
        posts.par_iter().map(|post| features(&document(&post.text, &path), &settings)).collect();
    for (post, features) in posts.iter_mut().zip(found) {
        post.features = features;
    }
    part(&mut posts);
    Ok(posts)
}

/// A post whose front matter is one line of title.
pub fn document<'a>(text: &'a str, path: &'a SourcePath) -> Document<'a> {
    let plain = Document { path, text, body_start: 0, title: "", title_range: None, language: "" };
    let Some(length) = text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n")) else { return plain };
    let line = text[4..4 + length].lines().next().unwrap_or("");
    let title = line.strip_prefix("title:").unwrap_or("").trim().trim_matches('"');
    let start = text.find(title).unwrap_or(0);
    Document { body_start: 4 + length + 5, title, title_range: Some(start..start + title.len()), ..plain }
}

/// Ten parts of whole families, as equal as can be: the largest family first, always into the smallest part.
fn part(posts: &mut [Post]) {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for post in posts.iter() {
        *sizes.entry(&post.family).or_default() += 1;
    }
    let mut families: Vec<(String, usize)> =
        sizes.into_iter().map(|(family, size)| (family.to_owned(), size)).collect();
    families.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let mut filled = [0; FOLDS];
    let mut fold_of = BTreeMap::new();
    for (family, size) in families {
        let smallest = (0..FOLDS).min_by_key(|fold| filled[*fold]).unwrap_or(0);
        filled[smallest] += size;
        fold_of.insert(family, smallest);
    }
    for post in posts {
        post.fold = fold_of[&post.family];
    }
}
