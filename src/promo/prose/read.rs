//! From the parser's events to [`Prose`].

use std::ops::Range;

use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::promo::Document;
use crate::promo::prose::BlockKind;
use crate::promo::prose::Comment;
use crate::promo::prose::Prose;
use crate::promo::prose::html::Piece;
use crate::promo::prose::html::pieces;
use crate::promo::prose::write::Writer;

/// About so many bytes of markdown make a word.
const BYTES_PER_WORD: usize = 8;

/// Reads title and body.
pub(crate) fn read<'a>(document: &Document<'a>) -> Prose<'a> {
    let body_start = document.text.floor_char_boundary(document.body_start);
    let body = &document.text[body_start..];
    let writer = Writer::new(document.text);
    let mut reader = Reader { writer, body, body_start, ..Reader::default() };
    reader.writer.prose.flat.reserve(body.len() + document.title.len() + 2);
    reader.writer.prose.tokens.reserve(body.len() / BYTES_PER_WORD);
    let title_start = document.title_range.as_ref().map_or(0, |range| range.start);
    reader.writer.ensure_block(BlockKind::Title);
    reader.writer.words(document.title, title_start, BlockKind::Title);
    reader.writer.close_block();
    // Smart punctuation off: a text event is then the same bytes as its source, except at entities.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        reader.event(event, body_start + range.start..body_start + range.end);
    }
    reader.writer.close_block();
    let mut prose = reader.writer.prose;
    for comment in reader.pending {
        prose.comments[comment].reach.end = document.text.len();
    }
    forget_repeated_title(&mut prose);
    prose
}

/// Many generators repeat the title as the first heading: it is read once, so it counts once.
fn forget_repeated_title(prose: &mut Prose<'_>) {
    if let [title, first, ..] = prose.blocks.as_mut_slice()
        && first.kind == BlockKind::Heading
        && prose.flat[title.flat.clone()] == prose.flat[first.flat.clone()]
    {
        first.mention = true;
    }
}

#[derive(Default)]
struct Reader<'a> {
    writer: Writer<'a>,
    body: &'a str,
    body_start: usize,
    /// Source ranges of the blocks around the current event.
    around: Vec<Range<usize>>,
    /// Comments whose block has not begun, by index.
    pending: Vec<usize>,
    /// Of each block quote around, whether it quotes somebody.
    quotes: Vec<bool>,
    quoting: usize,
    lists: Vec<List>,
    heading: bool,
    code: bool,
    html_block: bool,
    images: usize,
    cells: usize,
    items: usize,
}

/// A list that is being read.
struct List {
    ordered: bool,
    items: usize,
    /// Items that begin with a link: entries of a round-up.
    linked: usize,
    /// Whether nothing of the current item has been read.
    fresh: bool,
    first: Range<usize>,
    first_block: usize,
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'a>, source: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(tag) => self.end(tag, source),
            Event::Text(text) => {
                if !self.html_block && self.is_prose() {
                    let kind = self.kind();
                    self.writer.words(&text, source.start, kind);
                    self.stale();
                }
            }
            Event::Code(_) | Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                if self.is_prose() {
                    let kind = self.kind();
                    self.writer.placeholder(source.start, kind);
                    self.stale();
                }
            }
            Event::InlineHtml(_) => self.html(source),
            Event::SoftBreak | Event::HardBreak => {
                if self.is_prose() {
                    self.writer.space(source.start);
                }
            }
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, source: Range<usize>) {
        match tag {
            Tag::Strong => {
                self.writer.prose.bold += 1;
                return;
            }
            Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => return,
            Tag::Link { dest_url, .. } => {
                if self.is_prose() {
                    // A list of own pages is no round-up.
                    if let Some(list) =
                        self.lists.last_mut().filter(|list| list.fresh && dest_url.contains("//"))
                    {
                        list.linked += 1;
                    }
                    let kind = self.kind();
                    self.writer.open_link(dest_url, source.start, kind);
                }
                return;
            }
            Tag::Image { .. } => {
                self.images += 1;
                self.writer.prose.pictures += 1;
                return;
            }
            _ => self.writer.close_block(),
        }
        if !matches!(tag, Tag::HtmlBlock) {
            for comment in self.pending.drain(..) {
                self.writer.prose.comments[comment].reach.end = source.end;
            }
        }
        self.around.push(source.clone());
        match tag {
            Tag::HtmlBlock => {
                self.html_block = true;
                self.html(source);
                self.writer.close_block();
            }
            Tag::Heading { .. } => self.heading = true,
            Tag::BlockQuote(kind) => {
                // A GitHub alert is the author's own voice; any other block quote is somebody else's.
                self.quotes.push(kind.is_none());
                if kind.is_none() {
                    if self.quoting == 0 {
                        self.writer.prose.quotes.push(source);
                    }
                    self.quoting += 1;
                }
            }
            Tag::CodeBlock(_) => {
                self.code = true;
                self.writer.prose.code.push(source);
            }
            Tag::List(number) => {
                let first_block = self.writer.prose.blocks.len();
                let first = source.start..source.start;
                self.lists.push(List {
                    ordered: number.is_some(),
                    items: 0,
                    linked: 0,
                    fresh: true,
                    first,
                    first_block,
                });
            }
            Tag::Item => {
                self.items += 1;
                if let Some(list) = self.lists.last_mut() {
                    list.items += 1;
                    list.fresh = true;
                    if list.items == 1 {
                        list.first = source;
                    }
                }
            }
            Tag::TableCell => self.cells += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, source: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => return,
            TagEnd::Superscript | TagEnd::Subscript => return,
            TagEnd::Link => {
                if self.is_prose() {
                    self.writer.close_link(source.end);
                    self.stale();
                }
                return;
            }
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                return;
            }
            _ => self.writer.close_block(),
        }
        self.around.pop();
        match tag {
            TagEnd::HtmlBlock => self.html_block = false,
            TagEnd::Heading(_) => self.heading = false,
            TagEnd::BlockQuote(_) => {
                let quoting = self.quotes.pop() == Some(true);
                self.quoting = self.quoting.saturating_sub(usize::from(quoting));
            }
            TagEnd::CodeBlock => self.code = false,
            TagEnd::Item => self.items = self.items.saturating_sub(1),
            TagEnd::List(_) => self.end_list(),
            TagEnd::TableCell => self.cells = self.cells.saturating_sub(1),
            _ => {}
        }
    }

    fn end_list(&mut self) {
        let Some(list) = self.lists.pop() else { return };
        if list.ordered && list.items >= 3 && self.quoting == 0 {
            self.writer.prose.steps.push(list.first);
        }
        if list.items >= 3 && list.linked * 2 > list.items {
            for block in self.writer.prose.blocks.iter_mut().skip(list.first_block) {
                block.mention = true;
            }
        }
    }

    /// Words were read: a link from here on no longer begins its list item.
    fn stale(&mut self) {
        if let Some(list) = self.lists.last_mut() {
            list.fresh = false;
        }
    }

    fn is_prose(&self) -> bool {
        self.quoting == 0 && !self.code && self.images == 0
    }

    fn kind(&self) -> BlockKind {
        if self.heading {
            BlockKind::Heading
        } else if self.cells > 0 {
            BlockKind::Cell
        } else if self.items > 0 {
            BlockKind::Item
        } else {
            BlockKind::Paragraph
        }
    }

    fn html(&mut self, source: Range<usize>) {
        let body = self.body;
        let fragment = &body[source.start - self.body_start..source.end - self.body_start];
        let prose = self.is_prose();
        pieces(fragment, |piece, range| {
            let place = source.start + range.start..source.start + range.end;
            let kind = self.kind();
            match piece {
                Piece::Comment(text) => self.comment(text, place),
                Piece::Text(text) if prose => self.writer.words(text, place.start, kind),
                Piece::LinkOpen(url) if prose => self.writer.open_link(url.into(), place.start, kind),
                Piece::LinkClose if prose => self.writer.close_link(place.end),
                Piece::Break { heading } if self.html_block => {
                    self.writer.close_block();
                    self.heading = heading;
                }
                Piece::Break { .. } => self.writer.space(place.start),
                _ => {}
            }
        });
    }

    fn comment(&mut self, text: &'a str, source: Range<usize>) {
        let mut reach = source.clone();
        if self.html_block {
            self.pending.push(self.writer.prose.comments.len());
        } else if let Some(block) = self.around.last() {
            reach = block.clone();
        }
        self.writer.prose.comments.push(Comment { text, source, reach });
    }
}
