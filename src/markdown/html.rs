//! The HTML of a body, in the shape that the template contract promises to themes.
//!
//! [`to_html`] collects the events of the body once, because headings need unique ids, footnotes their numbers
//! and pictures alone in a paragraph a look ahead; then [`Writer`] walks them by index, without recursion.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::Alignment;
use pulldown_cmark::BlockQuoteKind;
use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::LinkType;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use pulldown_cmark_escape::escape_href;
use pulldown_cmark_escape::escape_html;
use pulldown_cmark_escape::escape_html_body_text;

use crate::config::AnchorPlace;
use crate::config::MarkdownSettings;
use crate::markdown::CodeMemory;
use crate::markdown::Heading;
use crate::markdown::Resolver;
use crate::markdown::code::CodeTarget;
use crate::markdown::code::write_code;
use crate::markdown::events::Events;
use crate::markdown::events::Item;
use crate::markdown::events::is_block;
use crate::markdown::footnotes::Footnotes;
use crate::markdown::headings::Headings;
use crate::markdown::math::write_math;

/// How a body becomes HTML.
#[derive(Debug, Clone, Copy)]
pub struct HtmlOptions<'a> {
    /// The dialect of the site.
    pub settings: &'a MarkdownSettings,
    /// Whether headings carry a link to themselves.
    pub anchors: bool,
    /// Stands in the ids of footnotes (`fn-{prefix}1`), so that several bodies can share a page.
    pub footnote_prefix: &'a str,
    /// Whether the HTML is for a message: no lazy loading, no colours of code, TeX for `MathML`, signs for check
    /// boxes, no `script`, `style` or `iframe`.
    pub mail: bool,
}

/// Renders a body.
pub fn to_html(body: &str, options: &HtmlOptions<'_>, resolver: &dyn Resolver) -> String {
    let events: Vec<Item<'_>> = Events::new(body, options.settings).collect();
    Writer::new(&events, options, resolver, body.len()).whole()
}

/// Renders a body as [`to_html`] does, with blocks of code that were coloured before taken from `code`.
pub fn to_html_remembering(
    body: &str,
    options: &HtmlOptions<'_>,
    resolver: &dyn Resolver,
    code: &CodeMemory,
) -> String {
    let events: Vec<Item<'_>> = Events::new(body, options.settings).collect();
    let mut writer = Writer::new(&events, options, resolver, body.len());
    writer.code = Some(code);
    writer.whole()
}

/// Renders a line of text, such as a title, as HTML that may stand inside a paragraph or heading.
///
/// The text is never read as a block: `1. May` is no list and `# x` no heading. Line breaks count as spaces.
pub fn to_inline_html(text: &str, settings: &MarkdownSettings, resolver: &dyn Resolver) -> String {
    // No block starts with a parenthesis, and emphasis and quotes open behind one as they do at the start of a line.
    let line = format!("({}", text.trim().replace(['\n', '\r'], " "));
    let events: Vec<Item<'_>> = Events::new(&line, settings).collect();
    let options = HtmlOptions { settings, anchors: false, footnote_prefix: "", mail: false };
    let mut writer = Writer::new(&events, &options, resolver, line.len());
    writer.parts.paragraphs = false;
    writer.parts.footnotes = false;
    writer.run(0..events.len());
    writer.out.strip_prefix('(').unwrap_or(&writer.out).trim().to_owned()
}

/// Renders what comes before `end`, for a summary: no footnotes, no ids.
pub(crate) fn beginning_to_html(
    events: &[Item<'_>],
    options: &HtmlOptions<'_>,
    resolver: &dyn Resolver,
    length: usize,
) -> String {
    let mut writer = Writer::new(events, options, resolver, length);
    writer.parts.footnotes = false;
    writer.parts.ids = false;
    writer.run(0..events.len());
    writer.out
}

/// What a rendering includes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts {
    pub paragraphs: bool,
    pub footnotes: bool,
    pub ids: bool,
}

/// Writes events as HTML. Footnotes, pictures and raw HTML have files of their own.
pub(crate) struct Writer<'run, 'body> {
    pub(crate) events: &'run [Item<'body>],
    pub(crate) options: &'run HtmlOptions<'run>,
    pub(crate) resolver: &'run dyn Resolver,
    pub(crate) parts: Parts,
    pub(crate) out: String,
    /// Where blocks of code are remembered, if anywhere.
    code: Option<&'run CodeMemory>,
    headings: Vec<Heading>,
    /// The event at which each heading starts.
    heading_events: Vec<usize>,
    /// What is written behind the words of the heading that is open.
    heading_end: String,
    pub(crate) footnotes: Footnotes,
    table: Table<'run>,
    /// Whether a picture was written: the first one is not loaded lazily.
    pub(crate) has_picture: bool,
    /// The element whose content a message leaves out, while it is open inside a paragraph.
    pub(crate) dropping: Option<&'static str>,
}

/// The table that is open; tables do not nest.
#[derive(Default)]
struct Table<'run> {
    alignments: &'run [Alignment],
    cell: usize,
    in_head: bool,
    has_body: bool,
}

impl<'run, 'body> Writer<'run, 'body> {
    fn new(
        events: &'run [Item<'body>],
        options: &'run HtmlOptions<'run>,
        resolver: &'run dyn Resolver,
        length: usize,
    ) -> Self {
        let mut headings = Headings::default();
        let mut heading_events = Vec::new();
        for (at, item) in events.iter().enumerate() {
            if matches!(item.0, Event::Start(Tag::Heading { .. })) {
                heading_events.push(at);
            }
            headings.event(item);
        }
        let (headings, _) = headings.finish(options.settings.heading_ids);
        Self {
            events,
            options,
            resolver,
            parts: Parts { paragraphs: true, footnotes: true, ids: true },
            out: String::with_capacity(length + length / 2),
            code: None,
            headings,
            heading_events,
            heading_end: String::new(),
            footnotes: Footnotes::find(events),
            table: Table::default(),
            has_picture: false,
            dropping: None,
        }
    }

    /// Writes all events and the footnotes.
    fn whole(mut self) -> String {
        self.run(0..self.events.len());
        self.write_footnotes();
        self.out
    }

    pub(crate) fn run(&mut self, events: Range<usize>) {
        let mut at = events.start;
        while at < events.end {
            at = self.event(at).max(at + 1);
        }
    }

    /// Writes one event, or several that belong together; returns the one to go on with.
    pub(crate) fn event(&mut self, at: usize) -> usize {
        let (event, _) = &self.events[at];
        if self.dropping.is_some() {
            match event {
                Event::InlineHtml(_) => {}
                // What is left open ends with its block.
                event if is_block(event) => self.dropping = None,
                Event::Start(_) | Event::End(_) => {}
                _ => return at + 1,
            }
        }
        match event {
            Event::Start(tag) => return self.start(tag, at),
            Event::End(end) => self.end(*end),
            Event::Text(text) => self.escape(text),
            Event::Code(text) => {
                self.out.push_str("<code>");
                self.escape(text);
                self.out.push_str("</code>");
            }
            Event::InlineMath(tex) => self.math(tex, false),
            Event::DisplayMath(tex) => self.math(tex, true),
            Event::Html(html) => self.raw_html(html),
            Event::InlineHtml(html) => self.inline_html(html),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => {
                self.block();
                self.out.push_str("<hr>\n");
            }
            Event::TaskListMarker(done) => self.task(*done),
        }
        at + 1
    }

    fn start(&mut self, tag: &'run Tag<'body>, at: usize) -> usize {
        match tag {
            Tag::Paragraph => {
                if let Some(next) = self.figure(at) {
                    return next;
                }
                if self.parts.paragraphs {
                    self.block();
                    self.out.push_str("<p>");
                }
            }
            Tag::Heading { level, classes, attrs, .. } => {
                self.block();
                let _ = write!(self.out, "<{level}");
                if !classes.is_empty() {
                    self.attribute("class", &classes.join(" "));
                }
                for (name, value) in attrs {
                    self.attribute(name, value.as_deref().unwrap_or_default());
                }
                self.heading_start(at);
            }
            Tag::BlockQuote(kind) => {
                self.block();
                match kind {
                    None => self.out.push_str("<blockquote>\n"),
                    Some(kind) => self.alert(*kind),
                }
            }
            Tag::CodeBlock(kind) => return self.code_block(kind, at),
            Tag::HtmlBlock => return self.html_block(at),
            Tag::List(Some(1)) => self.block_tag("<ol>\n"),
            Tag::List(Some(start)) => {
                self.block();
                let _ = writeln!(self.out, "<ol start=\"{start}\">");
            }
            Tag::List(None) => self.block_tag("<ul>\n"),
            Tag::Item => {
                let task = self.events[at + 1..]
                    .iter()
                    .take(2)
                    .any(|(event, _)| matches!(event, Event::TaskListMarker(_)))
                    && matches!(
                        self.events[at + 1].0,
                        Event::TaskListMarker(_) | Event::Start(Tag::Paragraph)
                    );
                self.block_tag(if task { "<li class=\"task\">" } else { "<li>" });
            }
            Tag::DefinitionList => self.block_tag("<dl>\n"),
            Tag::DefinitionListTitle => self.block_tag("<dt>"),
            Tag::DefinitionListDefinition => self.block_tag("<dd>"),
            Tag::FootnoteDefinition(_) => return self.footnotes.behind(at).unwrap_or(at + 1),
            Tag::Table(alignments) => {
                self.table = Table { alignments, ..Table::default() };
                self.block_tag(if self.options.mail {
                    "<table>"
                } else {
                    "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>"
                });
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.cell = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.table.cell = 0;
                if !self.table.has_body {
                    self.table.has_body = true;
                    self.out.push_str("<tbody>\n");
                }
                self.out.push_str("<tr>");
            }
            Tag::TableCell => {
                self.out.push_str(if self.table.in_head { "<th" } else { "<td" });
                self.out.push_str(match self.table.alignments.get(self.table.cell) {
                    Some(Alignment::Left) => " style=\"text-align: left\">",
                    Some(Alignment::Center) => " style=\"text-align: center\">",
                    Some(Alignment::Right) => " style=\"text-align: right\">",
                    Some(Alignment::None) | None => ">",
                });
                self.table.cell += 1;
            }
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                if *link_type == LinkType::Email {
                    self.link(&format!("mailto:{dest_url}"), title);
                } else {
                    self.link(dest_url, title);
                }
            }
            Tag::Image { dest_url, title, .. } => return self.image(dest_url, title, at),
            Tag::MetadataBlock(_) => {}
        }
        at + 1
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph => {
                self.out.push_str(if self.parts.paragraphs { "</p>\n" } else { " " });
            }
            TagEnd::Heading(level) => {
                let end = std::mem::take(&mut self.heading_end);
                let words = self.out.trim_end_matches(' ').len();
                self.out.truncate(words);
                let _ = writeln!(self.out, "{end}</{level}>");
            }
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</div>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => {
                if self.table.has_body {
                    self.out.push_str("</tbody>");
                }
                self.out.push_str(if self.options.mail { "</table>\n" } else { "</table></div>\n" });
            }
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.out.push_str("</tr></thead>");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.out.push_str(if self.table.in_head { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Link => self.out.push_str("</a>"),
            TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Writes the rest of a heading's start tag and its anchor, or keeps the anchor for the end.
    fn heading_start(&mut self, at: usize) {
        let heading =
            self.heading_events.binary_search(&at).ok().and_then(|index| self.headings.get(index)).cloned();
        let Some(heading) = heading.filter(|_| self.parts.ids) else {
            self.out.push('>');
            return;
        };
        self.attribute("id", &heading.id);
        self.out.push('>');
        if !self.options.anchors || self.options.mail {
            return;
        }
        let has_link = self.events[at..]
            .iter()
            .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))))
            .any(|(event, _)| {
                matches!(
                    event,
                    Event::Start(Tag::Link { .. }) | Event::InlineHtml(_) | Event::FootnoteReference(_)
                )
            });
        match self.options.settings.heading_anchors {
            AnchorPlace::None => {}
            AnchorPlace::Left => {
                let anchor = anchor(&heading);
                self.out.push_str(&anchor);
                self.out.push(' ');
            }
            // A link must not stand in a link, so a heading with one has its anchor behind it.
            AnchorPlace::Heading if !has_link => {
                self.out.push_str("<a class=\"anchor\" href=\"#");
                let _ = escape_href(&mut self.out, &heading.id);
                self.out.push_str("\">");
                self.heading_end.push_str("</a>");
            }
            AnchorPlace::Right | AnchorPlace::Heading => {
                self.heading_end.push(' ');
                self.heading_end.push_str(&anchor(&heading));
            }
        }
    }

    fn link(&mut self, destination: &str, title: &str) {
        let resolver = self.resolver;
        let resolved = resolver.link(destination);
        self.out.push_str("<a href=\"");
        let _ = escape_href(&mut self.out, &resolved.url);
        self.out.push('"');
        if !title.is_empty() {
            self.attribute("title", title);
        }
        if resolved.external && !self.options.mail {
            self.out.push_str(" rel=\"external\"");
        }
        self.out.push('>');
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, at: usize) -> usize {
        let mut next = at + 1;
        let mut code = String::new();
        while let Some((Event::Text(text), _)) = self.events.get(next) {
            code.push_str(text);
            next += 1;
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => info,
            CodeBlockKind::Indented => "",
        };
        self.block();
        let settings = self.options.settings;
        match self.code {
            _ if self.options.mail => write_code(&mut self.out, info, &code, settings, CodeTarget::Mail),
            Some(memory) => memory.write(&mut self.out, info, &code, settings),
            None => write_code(&mut self.out, info, &code, settings, CodeTarget::Page),
        }
        next + 1
    }

    /// Opens an alert. In mail, whose programs drop classes, its title stands out by itself.
    fn alert(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        let (open, close) = if self.options.mail { ("<strong>", "</strong>") } else { ("", "") };
        for part in [
            "<div class=\"alert alert-",
            class,
            "\" role=\"note\"><p class=\"alert-title\">",
            open,
            title,
            close,
            "</p>\n",
        ] {
            self.out.push_str(part);
        }
    }

    fn task(&mut self, done: bool) {
        self.out.push_str(match (self.options.mail, done) {
            (false, false) => "<input type=\"checkbox\" disabled aria-label=\"Done\"> ",
            (false, true) => "<input type=\"checkbox\" disabled checked aria-label=\"Done\"> ",
            (true, false) => "☐ ",
            (true, true) => "☑ ",
        });
    }

    fn math(&mut self, tex: &str, block: bool) {
        if self.options.mail {
            self.out.push_str("<code class=\"math\">");
            self.escape(tex);
            self.out.push_str("</code>");
        } else {
            write_math(&mut self.out, tex, block);
        }
    }

    pub(crate) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        let _ = escape_html(&mut self.out, name);
        self.out.push_str("=\"");
        let _ = escape_html(&mut self.out, value);
        self.out.push('"');
    }

    pub(crate) fn block_tag(&mut self, tag: &str) {
        self.block();
        self.out.push_str(tag);
    }

    /// Starts a block on a line of its own.
    pub(crate) fn block(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    pub(crate) fn escape(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = escape_html_body_text(&mut self.out, text);
    }
}

/// The link of a heading to itself.
fn anchor(heading: &Heading) -> String {
    let mut anchor = String::from("<a class=\"anchor\" href=\"#");
    let _ = escape_href(&mut anchor, &heading.id);
    anchor.push_str("\" aria-label=\"Link to this section: ");
    let _ = escape_html(&mut anchor, &heading.text);
    anchor.push_str("\">#</a>");
    anchor
}
