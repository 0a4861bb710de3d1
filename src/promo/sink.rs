//! Where rules put what they find: the one place that knows what a place in a post is worth.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::promo::AskKind;
use crate::promo::Document;
use crate::promo::Family;
use crate::promo::Rule;
use crate::promo::Settings;
use crate::promo::own_phrases::OwnMatch;
use crate::promo::own_phrases::overlaps;
use crate::promo::phrases;
use crate::promo::prose::Block;
use crate::promo::prose::BlockKind;
use crate::promo::prose::Link;
use crate::promo::prose::Prose;
use crate::promo::rules;
use crate::promo::suppress::Allowed;
use crate::promo::wording::Wording;

/// Something found, before it is weighed.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub rule: &'static Rule,
    /// In the file.
    pub source: Range<usize>,
    /// How much it counts for before its place does: 1, or a density.
    pub amount: f64,
    /// Where it stands, for asks outside the common run of the text.
    pub place: Option<Place>,
    pub why: Option<Cow<'static, str>>,
    pub count: usize,
}

/// Where a reader looks first, and what stays last, weighs more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Title,
    Heading,
    /// The first words of the body.
    First,
    /// The last words of the body, and its last block.
    Last,
    Body,
}

impl Place {
    /// The name in the table of weights.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "heading",
            Self::First => "first",
            Self::Last => "last",
            Self::Body => "body",
        }
    }
}

/// What the rules see, and where they put what they find.
pub(crate) struct Sink<'a, 'd> {
    pub prose: &'a Prose<'d>,
    pub settings: &'a Settings,
    document: &'a str,
    /// Where the title stands in the file.
    title: Option<Range<usize>>,
    /// Of the last block of words: the closing lines.
    last: Option<usize>,
    pub found: Vec<Found>,
    /// How often the words of each phrase that asks were found, where they are not allowed.
    said: BTreeMap<&'a str, usize>,
    /// Where the author allowed which rule.
    allowed: Allowed,
}

/// Words of the body that are read before a reader decides to stay.
const FIRST_WORDS: usize = 90;
/// Words at the end of the body where a post says what it wants.
const LAST_WORDS: usize = 70;
/// What is said once more than this is what the post is about: an essay on discounts says the word in every paragraph.
const MOST_OF_THE_SAME: usize = 2;

/// Runs every rule over `prose`.
pub(crate) fn find_all(
    prose: &Prose<'_>,
    document: &Document<'_>,
    settings: &Settings,
    wording: &Wording,
) -> Vec<Found> {
    let last = prose.blocks.iter().rposition(|block| block.words > 0 && block.kind != BlockKind::Title);
    let mut sink = Sink {
        prose,
        settings,
        document: document.text,
        title: document.title_range.clone(),
        last,
        found: Vec::new(),
        said: BTreeMap::new(),
        allowed: Allowed::read(&prose.comments),
    };
    let own = settings.own_phrases.as_ref().map_or_else(Vec::new, |own| own.find(prose));
    phrases::find(prose, |found| {
        if !overlaps(&own, &found.range) {
            sink.phrase(found);
        }
    });
    own.iter().filter_map(OwnMatch::as_match).for_each(|found| sink.phrase(found));
    rules::check(&mut sink, wording);
    let mut found = sink.found;
    found.sort_by_key(|found| (found.source.start, found.source.end, found.rule.code));
    found
}

impl Sink<'_, '_> {
    /// Words of the body in hundreds, at least one.
    pub fn hundreds(&self) -> f64 {
        (self.prose.counts.words as f64 / 100.0).max(1.0)
    }

    /// Whether a host is the site's own, or lies below one.
    pub fn is_own_host(&self, host: &str) -> bool {
        self.settings.hosts.iter().any(|own| {
            let (host, own) = (host.as_bytes(), own.as_bytes());
            match host.len().checked_sub(own.len()) {
                Some(0) => host.eq_ignore_ascii_case(own),
                Some(more) => host[more - 1] == b'.' && host[more..].eq_ignore_ascii_case(own),
                None => false,
            }
        })
    }

    /// The first of `words` in a range of `flat`.
    pub fn first_word(&self, range: Range<usize>, words: &[&str]) -> Option<Range<usize>> {
        let text = &self.prose.flat[range.clone()];
        let mut at = 0;
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            if words.contains(&word) {
                return Some(range.start + at..range.start + at + word.len());
            }
            at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        }
        None
    }

    /// The first line of a block, without the spaces after it: enough of a place for something long.
    pub fn first_line(&self, block: &Range<usize>) -> Range<usize> {
        let text = self.document.get(block.clone()).unwrap_or("");
        let indent = text.len() - text.trim_start().len();
        let line = text[indent..].lines().next().unwrap_or("").trim_end();
        if line.is_empty() {
            // Nothing but blanks that are no blanks to the parser, such as a lone non-breaking space.
            return block.clone();
        }
        block.start + indent..block.start + indent + line.len()
    }

    /// A phrase.
    fn phrase(&mut self, found: phrases::Match) {
        let is_give = found.rule.family == Family::Gives;
        let block = self.prose.block_at(found.range.start);
        let mention = self.prose.blocks[block].mention || self.prose.is_quoted(found.range.start);
        if !is_give && mention {
            return;
        }
        let source = self.source(block, found.range.clone());
        // What is allowed neither uses up what may be said, nor is it left out: its suppression would seem unused.
        if !is_give && !self.allowed.allows(found.rule, &source) && self.was_said(found.range) {
            return;
        }
        if is_give {
            self.give(found.rule, source);
        } else {
            self.ask(found.rule, found.kind, source, block, None);
        }
    }

    /// Whether the same words were found [`MOST_OF_THE_SAME`] times before.
    fn was_said(&mut self, flat: Range<usize>) -> bool {
        let times = self.said.entry(&self.prose.flat[flat]).or_default();
        *times += 1;
        *times > MOST_OF_THE_SAME
    }

    /// Words that are an ask where they stand, unless they are only mentioned.
    pub fn words(&mut self, rule: &'static Rule, kind: AskKind, flat: Range<usize>) {
        self.phrase(phrases::Match { rule, kind, range: flat });
    }

    /// Whether something was found in the title that asks.
    pub fn asks_in_title(&self) -> bool {
        self.found.iter().any(|found| found.place == Some(Place::Title) && found.rule.family.flags())
    }

    /// A link that is an ask, shown by its words.
    pub fn link(&mut self, rule: &'static Rule, kind: AskKind, link: &Link<'_>, why: &'static str) {
        if !self.is_mention(link) {
            self.ask(rule, kind, link.source.clone(), link.block, Some(why.into()));
        }
    }

    /// A part of a link's address, shown by itself where it stands in the link.
    pub fn part_of_link(&mut self, rule: &'static Rule, kind: AskKind, link: &Link<'_>, part: &str) {
        let whole = self.document.get(link.source.clone()).unwrap_or("");
        let source = match whole.rfind(part) {
            Some(at) => link.source.start + at..link.source.start + at + part.len(),
            None => link.source.clone(),
        };
        self.ask(rule, kind, source, link.block, None);
    }

    fn is_mention(&self, link: &Link<'_>) -> bool {
        self.prose.blocks.get(link.block).is_some_and(|block| block.mention)
    }

    /// Something that goes on through the whole text, shown once, at `flat`.
    pub fn density(
        &mut self,
        rule: &'static Rule,
        flat: Range<usize>,
        count: usize,
        amount: f64,
        why: String,
    ) {
        if !self.settings.is_off(rule) {
            let source = self.source(self.prose.block_at(flat.start), flat);
            self.found.push(Found { rule, source, amount, place: None, why: Some(why.into()), count });
        }
    }

    /// Something for the reader.
    pub fn give(&mut self, rule: &'static Rule, source: Range<usize>) {
        if !self.settings.is_off(rule) {
            self.found.push(Found { rule, source, amount: 1.0, place: None, why: None, count: 1 });
        }
    }

    /// The same for a whole block, be it the title.
    pub fn give_in(&mut self, rule: &'static Rule, block: &Block) {
        let index = self.prose.block_at(block.flat.start);
        let source = self.source(index, block.flat.clone());
        self.give(rule, source);
    }

    fn ask(
        &mut self,
        rule: &'static Rule,
        kind: AskKind,
        source: Range<usize>,
        block: usize,
        why: Option<Cow<'static, str>>,
    ) {
        if !self.settings.is_off(rule) && !self.settings.ok_kinds.contains(&kind) {
            self.found.push(Found {
                rule,
                source,
                amount: 1.0,
                place: Some(self.place(block)),
                why,
                count: 1,
            });
        }
    }

    fn place(&self, block: usize) -> Place {
        let Some(found) = self.prose.blocks.get(block) else { return Place::Body };
        let words_after = self.prose.counts.words.saturating_sub(found.words_before + found.words);
        match found.kind {
            BlockKind::Title => Place::Title,
            BlockKind::Heading => Place::Heading,
            _ if found.words_before < FIRST_WORDS => Place::First,
            _ if Some(block) == self.last || words_after < LAST_WORDS => Place::Last,
            _ => Place::Body,
        }
    }

    /// Bytes of the file; nothing of it for a title that has no place there.
    fn source(&self, block: usize, flat: Range<usize>) -> Range<usize> {
        let source = self.prose.source(flat);
        let is_title = self.prose.blocks.get(block).is_some_and(|block| block.kind == BlockKind::Title);
        match &self.title {
            _ if !is_title => source,
            None => 0..0,
            // Escapes make a title longer in the file than it reads: then all of it is the place.
            Some(title) if source.end > title.end => title.clone(),
            Some(_) => source,
        }
    }
}
