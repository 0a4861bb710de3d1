//! The events that every fold of this folder reads.
//!
//! [`Events`] is pulldown-cmark's offset iterator with four changes. Neighbouring texts are one event. Bare
//! addresses are links. Version operators (`~> 1.4`) strike nothing through. Containers nested deeper than
//! [`DEEPEST`] lose their markers but not their text, so the folds need no guard of their own against deep input.

use std::collections::VecDeque;
use std::mem;
use std::ops::Range;

use pulldown_cmark::CowStr;
pub use pulldown_cmark::Event;
use pulldown_cmark::LinkType;
use pulldown_cmark::OffsetIter;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::config::MarkdownSettings;
use crate::markdown::autolink::autolinks;
use crate::markdown::autolink::may_hold_address;

/// Containers (quotes, lists, emphasis) that may stand inside one another.
pub(crate) const DEEPEST: usize = 64;

/// An event and the bytes of the body that it stands for.
pub(crate) type Item<'body> = (Event<'body>, Range<usize>);

/// The dialect of a site: `CommonMark`, GFM, and what its settings add.
pub fn options(settings: &MarkdownSettings) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    options.set(Options::ENABLE_SMART_PUNCTUATION, settings.smart_punctuation);
    options.set(Options::ENABLE_MATH, settings.math);
    options.set(Options::ENABLE_DEFINITION_LIST, settings.definition_lists);
    options
}

/// The events of a body, each with its bytes. Start and end events are balanced.
#[derive(Debug)]
pub struct Events<'body> {
    body: &'body str,
    parser: OffsetIter<'body>,
    /// The event behind a run of texts, already taken from the parser.
    next: Option<Item<'body>>,
    /// What a run of texts became, if it became more than one event.
    ready: VecDeque<Item<'body>>,
    run: Vec<(CowStr<'body>, Range<usize>)>,
    may_hold_address: bool,
    in_code: bool,
    /// Links and pictures that are open: no link stands inside another.
    in_links: usize,
    in_raw_link: bool,
    depth: usize,
    too_deep: Option<Range<usize>>,
}

impl<'body> Events<'body> {
    /// Starts reading `body` in the dialect of `settings`.
    pub fn new(body: &'body str, settings: &MarkdownSettings) -> Self {
        Self {
            body,
            parser: Parser::new_ext(body, options(settings)).into_offset_iter(),
            next: None,
            ready: VecDeque::new(),
            run: Vec::new(),
            may_hold_address: may_hold_address(body),
            in_code: false,
            in_links: 0,
            in_raw_link: false,
            depth: 0,
            too_deep: None,
        }
    }

    /// The first container whose marker was dropped because it stands too deep, of those read so far.
    pub fn too_deep(&self) -> Option<Range<usize>> {
        self.too_deep.clone()
    }

    /// The parser's next event. Ruby's and Python's version operators, `~> 1.4` and `~= 1.4`, strike nothing
    /// through, although two of them may stand as a pair of single tildes does.
    fn pull(&mut self) -> Option<Item<'body>> {
        let (event, range) = self.parser.next()?;
        let edge = match event {
            Event::Start(Tag::Strikethrough) => range.start..range.start + 1,
            Event::End(TagEnd::Strikethrough) => range.end.saturating_sub(1)..range.end,
            _ => return Some((event, range)),
        };
        let is_operator = |source: &str| source.starts_with("~>") || source.starts_with("~=");
        match self.body.get(edge.clone()) {
            Some(tilde) if self.body.get(range.clone()).is_some_and(is_operator) => {
                Some((Event::Text(CowStr::Borrowed(tilde)), edge))
            }
            _ => Some((event, range)),
        }
    }

    /// Whether the container that starts here keeps its marker; counts it either way.
    fn enter(&mut self, tag: &Tag<'body>, range: &Range<usize>) -> bool {
        match tag {
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::Link { .. } => self.in_links += 1,
            _ => {}
        }
        match weight(tag.to_end()) {
            None => true,
            Some(weight) => {
                self.depth += weight;
                let kept = self.depth <= DEEPEST;
                if kept && matches!(tag, Tag::Image { .. }) {
                    self.in_links += 1;
                }
                if !kept && self.too_deep.is_none() {
                    self.too_deep = Some(range.clone());
                }
                kept
            }
        }
    }

    fn leave(&mut self, end: TagEnd) -> bool {
        match end {
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Link => self.in_links -= 1,
            _ => {}
        }
        match weight(end) {
            None => true,
            Some(weight) => {
                let kept = self.depth <= DEEPEST;
                self.depth -= weight;
                if kept && end == TagEnd::Image {
                    self.in_links -= 1;
                }
                kept
            }
        }
    }

    /// Takes the texts that follow `first`, and returns them as one event or queues them as several.
    fn text(&mut self, first: CowStr<'body>, range: Range<usize>) -> Option<Item<'body>> {
        self.next = self.pull();
        let more = matches!(self.next, Some((Event::Text(_), _)));
        let linking = self.may_hold_address && self.in_links == 0 && !self.in_raw_link;
        let plain = !linking || !may_hold_address(&first);
        if !more && plain {
            return Some((Event::Text(first), range));
        }
        self.run.push((first, range));
        loop {
            match self.next.take() {
                Some((Event::Text(text), range)) => self.run.push((text, range)),
                other => {
                    self.next = other;
                    break;
                }
            }
            self.next = self.pull();
        }
        if linking && self.run.iter().any(|(text, _)| may_hold_address(text)) {
            self.link_run();
            return None;
        }
        let run = mem::take(&mut self.run);
        let merged = merge(self.body, &run);
        self.run = run;
        self.run.clear();
        Some(merged)
    }

    /// Splits the run at the addresses in it. Addresses are read as they stand in the body: typographic
    /// punctuation is not for them, entities are.
    fn link_run(&mut self) {
        let run = mem::take(&mut self.run);
        let mut view = String::new();
        let mut starts = Vec::with_capacity(run.len());
        for (text, range) in &run {
            starts.push(view.len());
            let source = self.body.get(range.clone()).unwrap_or(text);
            view.push_str(if source.starts_with('&') { text } else { source });
        }
        let before = run.first().and_then(|(_, range)| self.body.get(..range.start)?.chars().next_back());
        let pieces = Pieces { body: self.body, run: &run, view: &view, starts: &starts };
        let mut done = 0;
        for link in autolinks(&view, before) {
            if done < link.range.start {
                self.ready.push_back(pieces.text(done..link.range.start));
            }
            done = link.range.end;
            let range = pieces.source(&link.range);
            let words = &view[link.range.clone()];
            let tag = Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: format!("{}{words}", link.prefix).into(),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            };
            self.ready.push_back((Event::Start(tag), range.clone()));
            self.ready.push_back((Event::Text(words.to_owned().into()), range.clone()));
            self.ready.push_back((Event::End(TagEnd::Link), range));
        }
        if done < view.len() {
            self.ready.push_back(pieces.text(done..view.len()));
        }
    }
}

impl<'body> Iterator for Events<'body> {
    type Item = Item<'body>;

    fn next(&mut self) -> Option<Item<'body>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            let (event, range) = match self.next.take() {
                Some(item) => item,
                None => self.pull()?,
            };
            // An unclosed `<a>` ends with its block.
            self.in_raw_link &= !is_block(&event);
            let kept = match &event {
                Event::Start(tag) => self.enter(tag, &range),
                Event::End(end) => self.leave(*end),
                Event::InlineHtml(html) => {
                    match html.as_bytes() {
                        [b'<', b'a' | b'A', b' ' | b'\t' | b'\n' | b'>', ..] => self.in_raw_link = true,
                        [b'<', b'/', b'a' | b'A', b' ' | b'>', ..] => self.in_raw_link = false,
                        _ => {}
                    }
                    true
                }
                _ => true,
            };
            match event {
                Event::Text(text) if !self.in_code => {
                    if let Some(item) = self.text(text, range) {
                        return Some(item);
                    }
                }
                _ if kept => return Some((event, range)),
                _ => {}
            }
        }
    }
}

/// Whether a start or end belongs to a block, not to marks inside one.
pub(crate) fn is_block(event: &Event<'_>) -> bool {
    let end = match event {
        Event::Start(tag) => tag.to_end(),
        Event::End(end) => *end,
        _ => return false,
    };
    !matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// How much deeper a container lies than what it stands in; `None` for what cannot nest without end.
/// The parts of a list weigh nothing, so that a list and its items are kept or dropped together.
fn weight(end: TagEnd) -> Option<usize> {
    match end {
        TagEnd::BlockQuote(_)
        | TagEnd::List(_)
        | TagEnd::DefinitionList
        | TagEnd::FootnoteDefinition
        | TagEnd::Emphasis
        | TagEnd::Strong
        | TagEnd::Strikethrough
        | TagEnd::Image => Some(1),
        TagEnd::Item | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => Some(0),
        _ => None,
    }
}

/// One text out of several, borrowed when they lie side by side in the body.
fn merge<'body>(body: &'body str, run: &[(CowStr<'body>, Range<usize>)]) -> Item<'body> {
    let start = run.first().map_or(0, |(_, range)| range.start);
    let end = run.last().map_or(start, |(_, range)| range.end);
    let mut at = start;
    let verbatim = run.iter().all(|(text, range)| {
        let adjacent = range.start == at && body.get(range.clone()) == Some(text);
        at = range.end;
        adjacent
    });
    match body.get(start..end) {
        Some(text) if verbatim => (Event::Text(CowStr::Borrowed(text)), start..end),
        _ => {
            let text: String = run.iter().map(|(text, _)| text.as_ref()).collect();
            (Event::Text(text.into()), start..end)
        }
    }
}

/// A run of texts, seen as the text in which addresses are looked for.
struct Pieces<'run, 'body> {
    body: &'body str,
    run: &'run [(CowStr<'body>, Range<usize>)],
    view: &'run str,
    /// Where each piece starts in the view.
    starts: &'run [usize],
}

impl<'body> Pieces<'_, 'body> {
    fn piece_at(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at).saturating_sub(1)
    }

    fn view_end(&self, piece: usize) -> usize {
        self.starts.get(piece + 1).copied().unwrap_or(self.view.len())
    }

    /// The bytes of the body that a stretch of the view stands for.
    fn source(&self, view: &Range<usize>) -> Range<usize> {
        let (first, last) = (self.piece_at(view.start), self.piece_at(view.end.saturating_sub(1)));
        let (first_range, last_range) = (&self.run[first].1, &self.run[last].1);
        let start = (first_range.start + view.start - self.starts[first]).min(first_range.end);
        let end = if view.end == self.view_end(last) {
            last_range.end
        } else {
            (last_range.start + view.end - self.starts[last]).min(last_range.end)
        };
        start..end
    }

    /// A stretch of the view as text, with typographic punctuation wherever a piece lies in it as a whole.
    fn text(&self, view: Range<usize>) -> Item<'body> {
        let range = self.source(&view);
        let stretch = &self.view[view.clone()];
        let mut text = String::with_capacity(stretch.len());
        for piece in self.piece_at(view.start)..self.run.len() {
            let (start, end) = (self.starts[piece], self.view_end(piece));
            if start >= view.end {
                break;
            }
            if start >= view.start && end <= view.end {
                text.push_str(&self.run[piece].0);
            } else {
                text.push_str(&self.view[start.max(view.start)..end.min(view.end)]);
            }
        }
        match self.body.get(range.clone()) {
            Some(source) if source == text => (Event::Text(CowStr::Borrowed(source)), range),
            _ => (Event::Text(text.into()), range),
        }
    }
}
