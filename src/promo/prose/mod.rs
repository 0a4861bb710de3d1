//! A document as plain prose that remembers where it came from.
//!
//! [`read()`] walks the parser's events once and writes every word a reader would read into one buffer,
//! [`Prose::flat`]: lower case, straight quotes, hyphens for dashes, single spaces, a line feed between blocks. Rules search that buffer
//! as a whole, and [`Prose::source`] turns any place in it into bytes of the file. What is quoted, shown as code
//! or hidden never enters the buffer, or is marked: it is mention, not use.

mod chunk;
mod html;
mod read;
mod tokens;
mod words;
mod write;

use std::ops::Range;

use pulldown_cmark::CowStr;

pub(crate) use read::read;
pub(crate) use tokens::{Token, is_word, pair_hash, tokenize, word_hash};
pub(crate) use words::Counts;
pub(crate) use write::plain;

/// Everything that rules look at.
#[derive(Debug, Default)]
pub(crate) struct Prose<'a> {
    /// The words, as described above.
    pub flat: String,
    /// The words of `flat`, in order; a block knows which are its own.
    pub tokens: Vec<Token>,
    /// Paragraphs, headings, list items and cells, in order; the title is the first.
    pub blocks: Vec<Block>,
    /// Links in the order of their ends.
    pub links: Vec<Link<'a>>,
    /// Blocks of code, in bytes of the file.
    pub code: Vec<Range<usize>>,
    /// Ordered lists of three items and more, by their first item.
    pub steps: Vec<Range<usize>>,
    /// Block quotes, outermost only.
    pub quotes: Vec<Range<usize>>,
    /// `<!-- … -->`, with what each stands before or in.
    pub comments: Vec<Comment<'a>>,
    /// Ranges of `flat` between quotation marks.
    pub quoted: Vec<Range<usize>>,
    /// What was counted.
    pub counts: Counts,
    /// Pictures.
    pub pictures: usize,
    /// Words or runs of words set in bold.
    pub bold: usize,
    /// Capital letters of the alphabet.
    pub capitals: usize,
    /// Where `flat` and the file run in parallel.
    segments: Vec<Segment>,
}

/// A stretch of words that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub kind: BlockKind,
    /// In `flat`, without the line feed.
    pub flat: Range<usize>,
    /// Its words in [`Prose::tokens`].
    pub tokens: Range<usize>,
    /// Words of the body before it.
    pub words_before: usize,
    /// Its own words.
    pub words: usize,
    /// Whether it only mentions: an entry of a list of links, a repeated title.
    pub mention: bool,
    /// We, our, us.
    pub selves: usize,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Title,
    Heading,
    Paragraph,
    Item,
    Cell,
}

/// A link or a bare address.
#[derive(Debug)]
pub(crate) struct Link<'a> {
    pub url: CowStr<'a>,
    /// Its words in `flat`; empty for a bare address or a picture.
    pub flat: Range<usize>,
    /// All of it in the file.
    pub source: Range<usize>,
    /// The index of its block.
    pub block: usize,
}

/// A comment of HTML.
#[derive(Debug)]
pub(crate) struct Comment<'a> {
    /// What stands between `<!--` and `-->`.
    pub text: &'a str,
    /// All of it in the file.
    pub source: Range<usize>,
    /// From the comment to the end of the block that it is in or stands before.
    pub reach: Range<usize>,
}

/// `flat[flat..]` came from `file[source..]`, byte for byte, up to the next segment.
#[derive(Debug, Clone, Copy)]
struct Segment {
    flat: usize,
    source: usize,
    /// How many bytes of the file its first byte stands for: three, if it is the plain form of a curly quote.
    first: usize,
}

impl Prose<'_> {
    /// The bytes of the file that `range` of `flat` came from.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source_of(range.start).start;
        if range.is_empty() {
            return start..start;
        }
        start..self.source_of(range.end - 1).end.max(start + 1)
    }

    /// The bytes of the file that one byte of `flat` stands for.
    fn source_of(&self, flat: usize) -> Range<usize> {
        let after = self.segments.partition_point(|segment| segment.flat <= flat);
        match after.checked_sub(1).and_then(|index| self.segments.get(index)) {
            Some(segment) if segment.flat == flat => segment.source..segment.source + segment.first,
            Some(segment) => {
                let at = segment.source + (flat - segment.flat);
                at..at + 1
            }
            None => 0..1,
        }
    }

    /// The block that holds byte `flat`; the separator after a block counts as its own.
    pub fn block_at(&self, flat: usize) -> usize {
        self.blocks.partition_point(|block| block.flat.start <= flat).saturating_sub(1)
    }

    /// Whether byte `flat` stands between quotation marks.
    pub fn is_quoted(&self, flat: usize) -> bool {
        let after = self.quoted.partition_point(|range| range.start <= flat);
        after > 0 && self.quoted[after - 1].end > flat
    }

    /// Whether the words of a link start at byte `flat`.
    pub fn starts_link(&self, flat: usize) -> bool {
        self.links.binary_search_by_key(&flat, |link| link.flat.start).is_ok()
    }

    /// Whether a sentence, a block or the words of a link start at byte `flat`.
    pub fn starts_sentence(&self, flat: usize) -> bool {
        let before = &self.flat[..flat];
        // `#download` is a hashtag or a part of an address; `##Download` is a heading without its space.
        if before.ends_with('#') && !before.ends_with("##") {
            return self.starts_link(flat);
        }
        let before = before.trim_end_matches([' ', '(', '"', '`', '*']);
        let Some(last) = before.bytes().next_back() else { return true };
        if !last.is_ascii_alphanumeric()
            && !matches!(last, b'\'' | b',' | b'/' | b'-' | b')' | b'%' | b'$')
            && last.is_ascii()
        {
            return true;
        }
        if self.starts_link(flat) {
            return true;
        }
        const LEADS: [&str; 7] = ["please", "so", "just", "simply", "then", "now", "today"];
        let before = before.trim_end_matches(',');
        LEADS.iter().any(|lead| {
            before.strip_suffix(lead).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '\n']))
        })
    }
}
