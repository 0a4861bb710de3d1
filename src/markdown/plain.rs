//! A body as plain text, for the text part of a message.
//!
//! Written from the markdown tree, not from HTML: what the writer marked up stays readable without markup. Links
//! are numbered, and the numbers go on from text to text, so that a newsletter can list all of its links once.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::mem;
use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;
use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::LinkType;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use unicode_width::UnicodeWidthStr;

use crate::config::MarkdownSettings;
use crate::markdown::Resolver;
use crate::markdown::events::Events;
use crate::markdown::events::Item;
use crate::markdown::events::is_block;
use crate::markdown::footnotes::Footnotes;
use crate::markdown::plain_table::PlainTable;
use crate::markdown::plain_table::lay_out;
use crate::markdown::raw_html::raw_tags;
use crate::markdown::raw_html::without_tags;
use crate::markdown::wrap::wrap;

/// How a body becomes plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainOptions {
    /// The longest line, in columns. Code is never wrapped, and no word is cut.
    pub width: usize,
    /// The number of the first link.
    pub first_link: usize,
}

/// A body as plain text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plain {
    /// The text; it ends with a line break unless it is empty.
    pub text: String,
    /// The addresses that the text numbers, the first with the number that the options gave.
    pub links: Vec<String>,
}

impl Default for PlainOptions {
    fn default() -> Self {
        Self { width: 72, first_link: 1 }
    }
}

/// Renders a body as plain text.
pub fn to_plain(
    body: &str,
    settings: &MarkdownSettings,
    resolver: &dyn Resolver,
    options: PlainOptions,
) -> Plain {
    let events: Vec<Item<'_>> = Events::new(body, settings).collect();
    let mut writer = Writer {
        events: &events,
        resolver,
        options,
        plain: Plain { text: String::with_capacity(body.len()), links: Vec::new() },
        numbers: HashMap::new(),
        footnotes: Footnotes::find(&events),
        inline: String::new(),
        containers: Vec::new(),
        lists: Vec::new(),
        open_links: Vec::new(),
        table: None,
        gap: false,
        in_heading: false,
        dropping: false,
    };
    writer.run(0..events.len());
    writer.write_footnotes();
    writer.plain
}

/// The list of addresses that belongs to numbered links: `[1] https://example.org/`, one a line.
pub fn link_list(links: &[String], first_link: usize) -> String {
    let mut list = String::new();
    for (index, url) in links.iter().enumerate() {
        let _ = writeln!(list, "[{}] {url}", first_link + index);
    }
    list
}

struct Writer<'run, 'body> {
    events: &'run [Item<'body>],
    resolver: &'run dyn Resolver,
    options: PlainOptions,
    plain: Plain,
    /// The number of each address.
    numbers: HashMap<String, usize>,
    footnotes: Footnotes,
    /// The words of the block that is open.
    inline: String,
    containers: Vec<Container>,
    /// The number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// Where each open link starts in `inline`, and where it leads.
    open_links: Vec<(usize, String)>,
    table: Option<PlainTable>,
    /// Whether an empty line comes before the next block.
    gap: bool,
    in_heading: bool,
    /// Whether a `script` or `style` is open inside a paragraph.
    dropping: bool,
}

/// What stands in front of every line of a quote, item or definition.
struct Container {
    first: String,
    rest: String,
    begun: bool,
}

impl<'body> Writer<'_, 'body> {
    fn run(&mut self, events: Range<usize>) {
        let mut at = events.start;
        while at < events.end {
            at = self.event(at).max(at + 1);
        }
        self.flush();
    }

    fn event(&mut self, at: usize) -> usize {
        let (event, _) = &self.events[at];
        // An unclosed `<script>` ends with its block.
        self.dropping &= !is_block(event);
        if self.dropping && matches!(event, Event::Text(_) | Event::Code(_)) {
            return at + 1;
        }
        match event {
            Event::Start(tag) => return self.start(tag, at),
            Event::End(end) => self.end(*end),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.words(text),
            Event::Code(text) => {
                self.inline.push('`');
                self.words(text);
                self.inline.push('`');
            }
            Event::InlineHtml(html) => self.inline_html(html),
            Event::FootnoteReference(label) => {
                if let Some((number, _)) = self.footnotes.refer(label) {
                    self.inline.push_str(&superscript(number));
                }
            }
            Event::SoftBreak => self.inline.push(' '),
            Event::HardBreak => self.inline.push('\n'),
            Event::Rule => {
                self.flush();
                self.gap = true;
                self.line("* * *");
                self.gap = true;
            }
            Event::TaskListMarker(done) => self.inline.push_str(if *done { "[x] " } else { "[ ] " }),
            Event::Html(_) => {}
        }
        at + 1
    }

    fn start(&mut self, tag: &Tag<'body>, at: usize) -> usize {
        match tag {
            Tag::Paragraph | Tag::DefinitionListTitle => {
                self.flush();
                self.gap |= matches!(tag, Tag::DefinitionListTitle);
            }
            Tag::Heading { .. } => {
                self.flush();
                self.gap = true;
                self.in_heading = true;
            }
            Tag::BlockQuote(kind) => {
                self.flush();
                self.contain("> ".into(), "> ".into());
                if let Some(kind) = kind {
                    self.line(alert_title(*kind));
                }
            }
            Tag::CodeBlock(_) => return self.code(at),
            Tag::HtmlBlock => return self.html_block(at),
            Tag::List(start) => {
                self.flush();
                self.lists.push(*start);
            }
            Tag::Item => {
                self.flush();
                let first = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}. ");
                        *number = number.saturating_add(1);
                        marker
                    }
                    _ => "- ".to_owned(),
                };
                let rest = " ".repeat(first.len());
                self.contain(first, rest);
            }
            Tag::DefinitionListDefinition => {
                self.flush();
                self.contain("    ".into(), "    ".into());
            }
            Tag::DefinitionList => self.flush(),
            Tag::FootnoteDefinition(_) => return self.footnotes.behind(at).unwrap_or(at + 1),
            Tag::Table(alignments) => {
                self.flush();
                self.table = Some(PlainTable { alignments: alignments.clone(), rows: Vec::new() });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::with_capacity(table.alignments.len()));
                }
            }
            Tag::TableCell => self.inline.clear(),
            Tag::Emphasis | Tag::Strong => self.emphasis("*"),
            Tag::Strikethrough => self.emphasis("~~"),
            Tag::Link { link_type, dest_url, .. } => {
                let destination = if *link_type == LinkType::Email {
                    format!("mailto:{dest_url}")
                } else {
                    dest_url.to_string()
                };
                let url = self.resolver.link(&destination).url.into_owned();
                self.open_links.push((self.inline.len(), url));
            }
            // The words for a picture, so that nobody takes them for a sentence of the letter.
            Tag::Image { .. } => self.inline.push('['),
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
        at + 1
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph => {
                self.flush();
                self.gap = true;
            }
            TagEnd::Heading(level) => {
                self.in_heading = false;
                self.heading(level);
            }
            TagEnd::BlockQuote(_) => {
                self.leave();
                self.gap = true;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.gap |= self.lists.is_empty();
            }
            TagEnd::Item | TagEnd::DefinitionListDefinition => self.leave(),
            TagEnd::DefinitionListTitle => {
                self.flush();
                self.gap = false;
            }
            TagEnd::DefinitionList => self.gap = true,
            TagEnd::TableCell => {
                let cell = mem::take(&mut self.inline).replace('\n', " ");
                let row = self.table.as_mut().and_then(|table| table.rows.last_mut());
                if let Some(row) = row {
                    row.push(cell.trim().to_owned());
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.gap = true;
                    for line in lay_out(&table, self.room()) {
                        self.line(&line);
                    }
                    self.gap = true;
                }
            }
            TagEnd::Emphasis | TagEnd::Strong => self.emphasis("*"),
            TagEnd::Strikethrough => self.emphasis("~~"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image if self.inline.ends_with('[') => {
                self.inline.pop();
            }
            TagEnd::Image => self.inline.push(']'),
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if text.contains('\n') {
            self.inline.push_str(&text.replace('\n', " "));
        } else {
            self.inline.push_str(text);
        }
    }

    fn emphasis(&mut self, mark: &str) {
        if !self.in_heading {
            self.inline.push_str(mark);
        }
    }

    fn end_link(&mut self) {
        let Some((start, url)) = self.open_links.pop() else { return };
        let words = self.inline.get(start..).unwrap_or_default().trim();
        let bare = |text: &str| -> String {
            let text = text.strip_prefix("mailto:").unwrap_or(text);
            let text = text.strip_prefix("https://").or(text.strip_prefix("http://")).unwrap_or(text);
            text.trim_end_matches('/').to_owned()
        };
        if words.is_empty() {
            self.inline.push_str(&url);
        } else if bare(words) != bare(&url) && !url.starts_with('#') {
            let next = self.options.first_link + self.plain.links.len();
            let number = *self.numbers.entry(url.clone()).or_insert(next);
            if number == next {
                self.plain.links.push(url);
            }
            let _ = write!(self.inline, " [{number}]");
        }
    }

    fn inline_html(&mut self, html: &str) {
        let Some(tag) = raw_tags(html).next() else { return };
        if tag.is("br") {
            self.inline.push('\n');
        } else if tag.is("script") || tag.is("style") {
            self.dropping = !tag.closing;
        }
    }

    fn html_block(&mut self, at: usize) -> usize {
        self.flush();
        let mut next = at + 1;
        let mut html = String::new();
        while let Some((Event::Html(line) | Event::Text(line), _)) = self.events.get(next) {
            html.push_str(line);
            next += 1;
        }
        self.inline = without_tags(&html);
        if !self.inline.trim().is_empty() {
            self.gap = true;
            self.flush();
            self.gap = true;
        }
        self.inline.clear();
        next + 1
    }

    fn code(&mut self, at: usize) -> usize {
        self.flush();
        let mut next = at + 1;
        let mut code = String::new();
        while let Some((Event::Text(text), _)) = self.events.get(next) {
            code.push_str(text);
            next += 1;
        }
        self.gap |= self.lists.is_empty();
        for line in code.lines() {
            self.line(&format!("    {line}"));
        }
        self.gap = true;
        next + 1
    }

    fn heading(&mut self, level: HeadingLevel) {
        let words = mem::take(&mut self.inline);
        let lines = wrap(words.trim(), self.room());
        for line in &lines {
            self.line(line);
        }
        let mark = match level {
            HeadingLevel::H1 => Some("="),
            HeadingLevel::H2 => Some("-"),
            _ => None,
        };
        if let (Some(mark), Some(widest)) = (mark, lines.iter().map(|line| line.width()).max()) {
            self.line(&mark.repeat(widest.min(self.options.width)));
        }
        self.gap = true;
    }

    fn write_footnotes(&mut self) {
        let mut number = 1;
        while let Some(events) = self.footnotes.numbered(number) {
            self.gap |= number == 1;
            let first = format!("{} ", superscript(number));
            let rest = " ".repeat(first.width());
            self.contain(first, rest);
            self.run(events);
            self.leave();
            self.gap = false;
            number += 1;
        }
    }

    fn contain(&mut self, first: String, rest: String) {
        self.containers.push(Container { first, rest, begun: false });
    }

    /// Ends the innermost container; one without a line still shows its mark.
    fn leave(&mut self) {
        self.flush();
        if self
            .containers
            .last()
            .is_some_and(|container| !container.begun && !container.first.trim().is_empty())
        {
            self.line("");
        }
        self.containers.pop();
    }

    /// Writes the words that are waiting.
    fn flush(&mut self) {
        let words = mem::take(&mut self.inline);
        if words.trim().is_empty() {
            return;
        }
        for line in wrap(words.trim(), self.room()) {
            self.line(&line);
        }
    }

    /// The columns that the containers leave.
    fn room(&self) -> usize {
        let taken: usize = self.containers.iter().map(|container| container.rest.width()).sum();
        self.options.width.saturating_sub(taken).max(20)
    }

    fn line(&mut self, line: &str) {
        let text = &mut self.plain.text;
        if mem::take(&mut self.gap) && !text.is_empty() {
            for container in self.containers.iter().take_while(|container| container.begun) {
                text.push_str(&container.rest);
            }
            trim_blanks(text);
            text.push('\n');
        }
        for container in &mut self.containers {
            text.push_str(if container.begun { &container.rest } else { &container.first });
            container.begun = true;
        }
        text.push_str(line);
        trim_blanks(text);
        text.push('\n');
    }
}

fn trim_blanks(text: &mut String) {
    text.truncate(text.trim_end_matches([' ', '\t']).len());
}

fn alert_title(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note:",
        BlockQuoteKind::Tip => "Tip:",
        BlockQuoteKind::Important => "Important:",
        BlockQuoteKind::Warning => "Warning:",
        BlockQuoteKind::Caution => "Caution:",
    }
}

/// A number in raised digits, as footnotes have it.
fn superscript(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}
