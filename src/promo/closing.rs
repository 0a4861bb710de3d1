//! Closing lines that stand at the end of post after post.
//!
//! "Subscribe to our letter" below every post is the site's footer, written in the wrong place. It says nothing of
//! the one post that it stands in, so it does not count there; it is reported once for the whole site.
//!
//! A *closing* is what a post ends with: up to [`MOST_BLOCKS`] blocks and [`MOST_WORDS`] words, as they read, whatever
//! their spaces, emphasis and link targets. It *stands* if at least [`FEWEST_POSTS`] posts, and at least every
//! [`SHARE`]th, end with it. In a post of which it is the larger part, a closing of more than [`FEW_WORDS`] words is no
//! footer but what the post says: an invitation that is sent every month counts, however alike its texts are. Code is
//! never a closing. The cost is one look at the last lines of each post.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::ops::Range;

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::diag;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::promo::Document;
use crate::promo::Finding;
use crate::promo::Settings;
use crate::promo::judge::asks_of;

/// An ask at the end of post after post.
pub const STANDING_ASK: diag::Rule = diag::Rule {
    name: "standing-ask",
    level: Level::Note,
    explain: "Many posts end with the same lines, and the lines ask. They are no part of what any one post says, so \
              they do not count in its verdict; readers of several posts meet them again and again all the same. Move \
              them to the theme's footer, or to the signature of the newsletter, where they stand once. Lines count \
              as the same if they read the same: spaces, emphasis and the targets of links may differ. They must end at \
              least three posts and at least a fifth of all.",
};

/// As many posts at least must end with a closing that stands.
const FEWEST_POSTS: usize = 3;
/// And one in as many.
const SHARE: usize = 5;
/// The longest closing, in blocks.
const MOST_BLOCKS: usize = 4;
/// The longest closing, in words: more is no closing line, but a part of the post.
const MOST_WORDS: usize = 80;
/// A closing of no more words is a footer in any post, be it the larger part of it.
const FEW_WORDS: usize = 25;
/// The longest block that is looked at, in bytes, so that the end of a huge paragraph is not read for nothing.
const LONGEST_BLOCK: usize = 1500;

/// The standing asks of a site, and where its posts have them.
#[derive(Debug, Clone)]
pub struct StandingAsks {
    /// For each post, the bytes of its standing asks, the last block first; usually none.
    blocks: Vec<Vec<Range<usize>>>,
    /// The hashes of what stands at the end of posts.
    standing: BTreeSet<u64>,
    /// Of those, what begins a closing that asks.
    asking: BTreeSet<u64>,
    /// One diagnostic for each, with the number of posts and one place.
    pub diagnostics: Diagnostics,
}

/// Finds the asks that stand at the end of post after post of one site.
pub fn standing_asks(documents: &[Document<'_>], settings: &Settings) -> StandingAsks {
    let closings: Vec<Closing> = documents.par_iter().map(Closing::of).collect();
    stand(&documents.iter().collect::<Vec<_>>(), &closings.iter().collect::<Vec<_>>(), settings)
}

/// The same of documents whose closings are known.
pub(crate) fn stand(documents: &[&Document<'_>], closings: &[&Closing], settings: &Settings) -> StandingAsks {
    let fewest = documents.len().div_ceil(SHARE).max(FEWEST_POSTS);
    let mut asks: BTreeMap<u64, Option<Finding>> = BTreeMap::new();
    let mut met: BTreeMap<u64, (usize, Finding)> = BTreeMap::new();
    let mut standing = BTreeSet::new();
    let mut blocks = Vec::with_capacity(documents.len());
    for ((document, closing), most) in documents.iter().zip(closings).zip(often(closings, fewest)) {
        let mut kept = without_the_larger_part(&closing.blocks[..most], document);
        while let (Some(last), Some((whole, rest))) = (kept.first(), kept.split_last()) {
            let ask = asks.entry(whole.hash).or_insert_with(|| {
                let text = document.text.get(..last.range.end).unwrap_or(document.text);
                let body_start = whole.range.start;
                let lines = Document { text, body_start, title: "", title_range: None, ..**document };
                asks_of(&lines, settings).into_iter().next()
            });
            if let Some(ask) = ask {
                met.entry(last.hash).or_insert_with(|| (0, ask.clone())).0 += 1;
                break;
            }
            kept = rest;
        }
        standing.extend(kept.iter().map(|block| block.hash));
        blocks.push(ranges(kept));
    }
    let diagnostics = met.into_values().filter_map(|(count, ask)| {
        let message = format!("{count} posts end with the same ask");
        let diagnostic = Diagnostic::new(&STANDING_ASK, message).label(ask.span, ask.rule.name());
        settings.leveled(diagnostic.help(
            "move it to the theme's footer, or to the newsletter's signature; it does not count in the posts",
        ))
    });
    let mut diagnostics: Diagnostics = diagnostics.collect();
    diagnostics.sort();
    let asking = asks.into_iter().filter_map(|(whole, ask)| ask.map(|_| whole)).collect();
    StandingAsks { blocks, standing, asking, diagnostics }
}

/// How many blocks at the end of each post stand at the end of at least `fewest` posts.
///
/// Of a shorter closing, there are at least as many as of the longer one that it ends, so each round counts only those
/// that the one before has left: on most sites, one block a post.
fn often(closings: &[&Closing], fewest: usize) -> Vec<usize> {
    let mut often = vec![0; closings.len()];
    let mut left: Vec<usize> = (0..closings.len()).collect();
    for depth in 0..MOST_BLOCKS {
        let mut counts: HashMap<u64, usize> = HashMap::with_capacity(left.len());
        left.retain(|at| closings[*at].blocks.len() > depth);
        for at in &left {
            *counts.entry(closings[*at].blocks[depth].hash).or_default() += 1;
        }
        left.retain(|at| counts.get(&closings[*at].blocks[depth].hash).is_some_and(|count| *count >= fewest));
        left.iter().for_each(|at| often[*at] = depth + 1);
    }
    often
}

impl StandingAsks {
    /// The text of the post at `index` without its standing asks; every other byte stays in its place.
    pub fn without<'a>(&self, index: usize, text: &'a str) -> Cow<'a, str> {
        without_blocks(text, self.blocks_of(index))
    }

    /// The bytes of the standing asks of the post at `index`, the last block first.
    pub(crate) fn blocks_of(&self, index: usize) -> &[Range<usize>] {
        self.blocks.get(index).map_or(&[], Vec::as_slice)
    }

    /// The same for a post that was not among those in which they were found: one that is yet to come.
    pub fn without_in<'a>(&self, document: &Document<'a>) -> Cow<'a, str> {
        let closing = Closing::of(document);
        let is_standing = |block: &&ClosingBlock| self.standing.contains(&block.hash);
        let standing = closing.blocks.iter().take_while(is_standing).count();
        let mut kept = without_the_larger_part(&closing.blocks[..standing], document);
        while let Some((whole, rest)) = kept.split_last()
            && !self.asking.contains(&whole.hash)
        {
            kept = rest;
        }
        without_blocks(document.text, &ranges(kept))
    }
}

/// `text` without `blocks`, the last of which comes first; every other byte stays in its place.
fn without_blocks<'a>(text: &'a str, blocks: &[Range<usize>]) -> Cow<'a, str> {
    let (Some(last), Some(first)) = (blocks.first(), blocks.last()) else { return text.into() };
    if text[last.end..].trim().is_empty() {
        return text[..first.start].into();
    }
    // What reference links lead to may stand below the closing, and is needed above it.
    let mut bytes = text.as_bytes().to_vec();
    for block in blocks {
        bytes[block.clone()].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
    String::from_utf8(bytes).map_or(text.into(), Cow::Owned)
}

/// What a post ends with.
#[derive(Debug)]
pub(crate) struct Closing {
    /// The last block first.
    blocks: Vec<ClosingBlock>,
}

#[derive(Debug)]
struct ClosingBlock {
    /// Of all that is read from here on to the end.
    hash: u64,
    /// How many words that are.
    words: usize,
    /// The block's own bytes.
    range: Range<usize>,
}

impl ClosingBlock {
    /// Whether the post says less above this block than from here on, and that is no mere line.
    fn is_the_larger_part_of(&self, document: &Document<'_>) -> bool {
        let body_start = document.text.floor_char_boundary(document.body_start);
        let above = || document.text.get(body_start..self.range.start).unwrap_or("").split_whitespace();
        self.words > FEW_WORDS && above().take(self.words).count() < self.words
    }
}

impl Closing {
    pub(crate) fn of(document: &Document<'_>) -> Self {
        let text = document.text;
        let body_start = text.floor_char_boundary(document.body_start);
        let mut closing = Self { blocks: Vec::new() };
        let (mut words, mut hash) = (0, 0);
        let mut plain = String::new();
        let mut end = text.len();
        while let Some(block) = last_block(text, body_start..end) {
            end = block.start;
            let written = &text[block.clone()];
            if written.lines().all(is_definition) {
                continue;
            }
            plain.clear();
            as_read(written, &mut plain);
            words += plain.split(' ').filter(|word| word.contains(|c: char| c.is_alphanumeric())).count();
            // Above the end of a fence there is code, and nothing below it can tell where the fence begins.
            let is_fenced = ["```", "~~~"].iter().any(|fence| written.contains(fence));
            if words > MOST_WORDS || closing.blocks.len() == MOST_BLOCKS || is_fenced {
                break;
            }
            let mut hasher = DefaultHasher::new();
            (hash, &plain).hash(&mut hasher);
            hash = hasher.finish();
            closing.blocks.push(ClosingBlock { hash, words, range: block });
        }
        closing
    }
}

/// `blocks` without those that are given back to a post that says no more without them.
fn without_the_larger_part<'a>(
    mut blocks: &'a [ClosingBlock],
    document: &Document<'_>,
) -> &'a [ClosingBlock] {
    while let Some((first, rest)) = blocks.split_last()
        && first.is_the_larger_part_of(document)
    {
        blocks = rest;
    }
    blocks
}

fn ranges(blocks: &[ClosingBlock]) -> Vec<Range<usize>> {
    blocks.iter().map(|block| block.range.clone()).collect()
}

/// The last lines of `range` without a blank one between them; `None` if there are none, or too many.
fn last_block(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let end = range.start + text.get(range.clone())?.trim_end().len();
    let mut start = end;
    while start > range.start {
        let above = memchr::memrchr(b'\n', &text.as_bytes()[range.start..start - 1]);
        let line = above.map_or(range.start, |at| range.start + at + 1);
        if end - line > LONGEST_BLOCK {
            return None;
        }
        if text[line..start].trim().is_empty() {
            break;
        }
        start = line;
    }
    (start < end).then_some(start..end)
}

/// Whether a line says where a reference link leads: `[1]: https://example.org`.
fn is_definition(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('[') && !line.starts_with("[^") && line.contains("]:")
}

/// Writes what a reader reads of `block`: lower case, single spaces, without emphasis and targets of links.
fn as_read(block: &str, out: &mut String) {
    let mut rest = block;
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            ']' if rest.starts_with("](") => rest.find(')').map(|at| at + 1),
            '<' => rest.find('>').map(|at| at + 1),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                Some(rest.find([' ', '\n', '\t', ')', '>', ']', '"']).unwrap_or(rest.len()))
            }
            _ => None,
        };
        if let Some(skipped) = skipped {
            out.push(c);
            rest = &rest[skipped..];
            continue;
        }
        match c {
            '*' | '_' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c.to_ascii_lowercase()),
        }
        rest = &rest[c.len_utf8()..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourcePath;

    use proptest::prelude::*;

    fn standing(texts: &[&str]) -> StandingAsks {
        let paths: Vec<SourcePath> =
            (0..texts.len()).map(|at| SourcePath::new(&format!("{at}.md")).unwrap()).collect();
        let documents: Vec<Document<'_>> = texts
            .iter()
            .zip(&paths)
            .map(|(text, path)| Document {
                path,
                text,
                body_start: 0,
                title: "",
                title_range: None,
                language: "en",
            })
            .collect();
        standing_asks(&documents, &Settings::default())
    }

    /// What is left of each post, and what is reported.
    #[track_caller]
    fn check(texts: &[&str], left: &[&str], reported: &[&str]) {
        let standing = standing(texts);
        let without: Vec<String> =
            texts.iter().enumerate().map(|(at, text)| standing.without(at, text).trim().to_owned()).collect();
        assert_eq!(without, left);
        let messages: Vec<String> = standing
            .diagnostics
            .iter()
            .map(|met| {
                let span = met.span().unwrap();
                format!("{} at {}:{}", met.message, span.path, span.start)
            })
            .collect();
        assert_eq!(messages, reported);
    }

    const ASK: &str = "Subscribe to our newsletter.";

    #[test]
    fn lines_that_end_three_posts_and_a_fifth_stand() {
        let posts = ["One.\n\nSubscribe to our newsletter.\n", "Two.\n\nSubscribe to our newsletter."];
        check(&posts, &posts.map(str::trim), &[]);
        let three = [posts[0], posts[1], "Three.\n\nSubscribe to our newsletter.\n\n"];
        check(&three, &["One.", "Two.", "Three."], &["3 posts end with the same ask at 0.md:6"]);
        let mut many = three.to_vec();
        many.resize(15, "Plain.");
        check(
            &many[..15],
            &[&["One.", "Two.", "Three."], &many[3..]].concat(),
            &["3 posts end with the same ask at 0.md:6"],
        );
        many.push("Plain, and one too many.");
        assert!(standing(&many).diagnostics.is_empty());
    }

    #[test]
    fn what_reads_the_same_is_the_same() {
        check(
            &[
                "A.\n\n*Subscribe to\n[our newsletter](https://example.org/?utm_campaign=a).*",
                "B.\r\n\r\n_Subscribe to  [our newsletter](/letter)._\r\n",
                "C.\n\nsubscribe to [our newsletter](<x y> \"t\").",
            ],
            &["A.", "B.", "C."],
            &["3 posts end with the same ask at 0.md:5"],
        );
        check(
            &["A.\n\nSubscribe to A.", "B.\n\nSubscribe to B.", "C.\n\nSubscribe to C."],
            &["A.\n\nSubscribe to A.", "B.\n\nSubscribe to B.", "C.\n\nSubscribe to C."],
            &[],
        );
    }

    #[test]
    fn several_blocks_stand_together() {
        let post = |words: &str| format!("{words}\n\n---\n\n{ASK}\n\nFollow us on the usual channels.\n");
        let posts = ["A", "B", "C"].map(post);
        check(
            &posts.each_ref().map(String::as_str),
            &["A", "B", "C"],
            &["3 posts end with the same ask at 0.md:8"],
        );
    }

    #[test]
    fn what_asks_nothing_or_is_allowed_stays() {
        let posts = ["A.\n\nWritten at the kitchen table.", "B.\n\nWritten at the kitchen table."];
        check(&[posts[0], posts[1], posts[0]], &[posts[0], posts[1], posts[0]], &[]);
        let allowed = "A.\n\n<!-- regards-allow follow-ask: small -->\nSubscribe to our newsletter.";
        assert!(standing(&[allowed, allowed, allowed]).diagnostics.is_empty());
    }

    #[test]
    fn definitions_of_links_stay_below() {
        check(
            &[
                "A [x].\n\nSubscribe to our newsletter.\n\n[x]: https://example.org/a",
                "B.\n\nSubscribe to our newsletter.",
                "C.\n\nSubscribe to our newsletter.",
            ],
            &[&format!("A [x].\n\n{}\n\n[x]: https://example.org/a", " ".repeat(ASK.len())), "B.", "C."],
            &["3 posts end with the same ask at 0.md:8"],
        );
    }

    #[test]
    fn what_a_post_is_mostly_about_is_no_closing_line() {
        let invitation = "Join us on Thursday in the hall behind the paint shop, where we mix colours until \
                          ten, with tea and old rags for everybody. Register now, since the hall has forty seats.";
        let short = ["May.", "June.", "July."].map(|month| format!("{month}\n\n{invitation}"));
        let short = short.each_ref().map(String::as_str);
        check(&short, &short, &[]);
        let long = ["May", "June", "July"].map(|month| format!("{}\n\n{invitation}", [month; 40].join(" ")));
        let standing = standing(&long.each_ref().map(String::as_str));
        assert_eq!(standing.without(1, &long[1]).trim(), ["June"; 40].join(" "));
        // A line below it that all have, too, is still a closing line.
        let both = short.map(|post| format!("{post}\n\n{ASK}"));
        check(&both.each_ref().map(String::as_str), &short, &["3 posts end with the same ask at 0.md:177"]);
    }

    #[test]
    fn a_post_to_come_is_without_them_too() {
        let posts = ["A", "B", "C"].map(|post| format!("{post}\n\n{ASK}\n\nThanks for reading."));
        let standing = standing(&posts.each_ref().map(String::as_str));
        let path = SourcePath::new("new.md").unwrap();
        for (text, left) in [
            ("New.\n\nSubscribe to *our* newsletter.\n\nThanks for reading.\n", "New."),
            ("New.\n\nThanks for reading.", "New.\n\nThanks for reading."),
            ("New.\n\nSubscribe to our newsletter.", "New.\n\nSubscribe to our newsletter."),
            ("", ""),
        ] {
            let title_range = None;
            let document =
                Document { path: &path, text, body_start: 0, title: "", title_range, language: "en" };
            assert_eq!(standing.without_in(&document).trim(), left);
        }
    }

    #[test]
    fn code_is_no_closing_line() {
        let posts = ["A", "B", "C"].map(|post| format!("{post}\n\n```\nmake\n\n{ASK}\n```\n"));
        let posts = posts.each_ref().map(|post| post.trim());
        check(&posts, &posts, &[]);
        let below = ["A", "B", "C"].map(|post| format!("{post}\n\n```\nmake\n\ninstall\n```\n\n{ASK}\n"));
        let left = ["A", "B", "C"].map(|post| format!("{post}\n\n```\nmake\n\ninstall\n```"));
        check(
            &below.each_ref().map(String::as_str),
            &left.each_ref().map(String::as_str),
            &["3 posts end with the same ask at 0.md:26"],
        );
    }

    #[test]
    fn a_pitch_as_long_as_a_section_is_no_closing_line() {
        let pitch = format!("{ASK} {}", "It brings the best of our workshop to you. ".repeat(12));
        assert!(standing(&[&pitch, &pitch, &pitch]).diagnostics.is_empty());
        let huge = format!("{ASK} {}", "x".repeat(1_000_000));
        assert!(standing(&[&huge, &huge, &huge]).diagnostics.is_empty());
    }

    #[test]
    fn a_post_to_come_is_read_as_those_before() {
        let posts = ["https://\rSubscribe to our newsletter", "", "é\n\nhttps://Subscribe to our newsletter"]
            .repeat(4);
        let standing = standing(&posts);
        let path = SourcePath::new("a.md").unwrap();
        for (at, text) in posts.iter().enumerate() {
            let document =
                Document { path: &path, text, body_start: 0, title: "", title_range: None, language: "en" };
            assert_eq!(standing.without(at, text), standing.without_in(&document));
        }
    }

    proptest! {
        #[test]
        fn every_byte_keeps_its_place(
            texts in proptest::collection::vec("([a-zé*\\[\\]()<>: \r\n]|\n\n|Subscribe to our newsletter|https://)*", 3..6)
        ) {
            let mut all: Vec<&str> = texts.iter().map(String::as_str).collect();
            all.extend(all.clone());
            all.extend(all.clone());
            let standing = standing(&all);
            for (at, text) in all.iter().enumerate() {
                let left = standing.without(at, text);
                let path = SourcePath::new("a.md").unwrap();
                let document =
                    Document { path: &path, text, body_start: 0, title: "", title_range: None, language: "en" };
                prop_assert_eq!(&left, &standing.without_in(&document));
                prop_assert!(left.len() <= text.len());
                let kept = left.bytes().zip(text.bytes()).all(|(left, was)| left == was || left == b' ');
                prop_assert!(kept, "{left:?} of {text:?}");
            }
        }
    }
}
