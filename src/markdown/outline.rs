//! What a body holds, in one cheap pass.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::LinkType;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::config::MarkdownSettings;
use crate::markdown::Heading;
use crate::markdown::code::FenceInfo;
use crate::markdown::events::DEEPEST;
use crate::markdown::events::Events;
use crate::markdown::headings::Headings;
use crate::markdown::highlight::knows_language;
use crate::markdown::leftovers::Leftover;
use crate::markdown::leftovers::leftovers;
use crate::markdown::leftovers::tag_closing;
use crate::markdown::leftovers::templates;
use crate::markdown::math::math_fault;
use crate::markdown::raw_html::raw_tags;
use crate::markdown::words::WordCounter;

/// What a body holds. All ranges are bytes of the body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// Its headings, in order, with the ids that the page will have.
    pub headings: Vec<Heading>,
    /// Its links and pictures, in order, those in raw HTML and bare addresses included.
    pub links: Vec<Link>,
    /// Every anchor that a link can name: headings, and `id` and `name` attributes of raw HTML. Sorted, each once.
    pub ids: Vec<String>,
    /// Words of its prose; blocks of code are not counted.
    pub word_count: u32,
    /// Where `<!-- more -->` starts.
    pub more: Option<usize>,
    /// Languages of code blocks that have no highlighting.
    pub unknown_languages: Vec<UnknownLanguage>,
    /// What is wrong with the markdown itself.
    pub faults: Vec<Fault>,
}

/// One link or picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Link or picture.
    pub kind: LinkKind,
    /// Where it leads, as the writer gave it, escapes and entities decoded; an e-mail address with `mailto:`.
    pub destination: String,
    /// All of it.
    pub range: Range<usize>,
    /// The destination alone; all of it where the destination stands elsewhere, as in reference links.
    pub destination_range: Range<usize>,
}

/// Link or picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[words](destination)`, `<a href>`, a bare address.
    Link,
    /// `![words](destination)`, `<img src>`.
    Image,
}

/// A code block whose language has no highlighting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLanguage {
    /// The language as written.
    pub name: String,
    /// Where it stands.
    pub range: Range<usize>,
}

/// Something wrong with the markdown itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault.
    pub kind: FaultKind,
    /// Where.
    pub range: Range<usize>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
}

/// The kinds of [`Fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// A formula is not TeX.
    Math,
    /// Two headings ask for the same id.
    DuplicateId,
    /// Quotes, lists or emphasis are nested so deeply that their markers were dropped.
    TooDeep,
    /// A tag of a template language stands in the text.
    TemplateTag,
    /// Brackets stand in the text where a link was meant.
    UnfinishedLink,
}

impl LinkKind {
    /// What a message calls it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Image => "picture",
        }
    }
}

impl Outline {
    /// The first heading: the title of a post that has none in its front matter.
    pub fn first_heading(&self) -> Option<&Heading> {
        self.headings.first()
    }

    /// Whether a link to `#id` would find its place.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.binary_search_by(|known| known.as_str().cmp(id)).is_ok()
    }
}

/// Finds what a former generator left in a piece of source.
type FindLeftovers = fn(&str, Range<usize>) -> Vec<(Leftover, Range<usize>)>;

/// The first heading of `body`, without reading the rest: the same as [`Outline::first_heading`], but for its id.
pub fn first_heading(body: &str, settings: &MarkdownSettings) -> Option<Heading> {
    let mut headings = Headings::default();
    for item in Events::new(body, settings) {
        headings.event(&item);
        if matches!(item.0, Event::End(TagEnd::Heading(_))) {
            break;
        }
    }
    headings.finish(settings.heading_ids).0.into_iter().next()
}

/// Reads what `body` holds.
pub fn outline(body: &str, settings: &MarkdownSettings) -> Outline {
    let mut events = Events::new(body, settings);
    let mut reader = Reader {
        body,
        settings,
        outline: Outline::default(),
        open: Vec::new(),
        in_code: false,
        in_html_code: 0,
        words: WordCounter::default(),
    };
    let mut headings = Headings::default();
    for item in events.by_ref() {
        headings.event(&item);
        reader.event(&item.0, item.1);
    }
    let mut outline = reader.outline;
    outline.word_count = reader.words.words;
    let (headings, duplicates) = headings.finish(settings.heading_ids);
    outline.ids.extend(headings.iter().map(|heading| heading.id.clone()));
    outline.ids.sort_unstable();
    outline.ids.dedup();
    outline.headings = headings;
    for duplicate in duplicates {
        let message = format!("heading id \"{}\" is given twice", duplicate.id);
        outline.faults.push(Fault { kind: FaultKind::DuplicateId, range: duplicate.range, message });
    }
    if let Some(range) = events.too_deep() {
        let message = format!("more than {DEEPEST} quotes, lists or emphases inside one another");
        outline.faults.push(Fault { kind: FaultKind::TooDeep, range, message });
    }
    outline.faults.sort_by_key(|fault| fault.range.start);
    outline
}

struct Reader<'body, 'settings> {
    body: &'body str,
    settings: &'settings MarkdownSettings,
    outline: Outline,
    /// Links that are open, by their index.
    open: Vec<usize>,
    in_code: bool,
    /// `<code>` and the like in raw HTML that are open.
    in_html_code: usize,
    words: WordCounter,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) if !self.in_code => {
                self.words.text(text);
                self.leftovers(range, leftovers);
            }
            Event::Code(text) => self.words.text(text),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let email = *link_type == LinkType::Email;
                let destination = if email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                self.start_link(LinkKind::Link, destination, range);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.start_link(LinkKind::Image, dest_url.to_string(), range);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.end_link(),
            Event::Start(Tag::CodeBlock(kind)) => {
                self.in_code = true;
                if let CodeBlockKind::Fenced(info) = kind {
                    self.fence(info, range);
                }
            }
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::HtmlBlock) => {
                let body = self.body;
                if let Some(html) = body.get(range.clone()) {
                    self.raw_html(html, &range, true);
                    if !holds_code(html) {
                        self.leftovers(range, templates);
                    }
                }
            }
            Event::InlineHtml(html) => {
                // A tag over two lines of a quote is not in the body as it stands.
                let verbatim = self.body.get(range.clone()) == Some(html);
                self.raw_html(html, &range, verbatim);
                if holds_code(html) {
                    self.in_html_code += 1;
                } else if html.starts_with("</") {
                    self.in_html_code = self.in_html_code.saturating_sub(1);
                }
                self.leftovers(range, templates);
            }
            Event::InlineMath(tex) | Event::DisplayMath(tex) => {
                if let Some(message) = math_fault(tex) {
                    self.outline.faults.push(Fault { kind: FaultKind::Math, range, message });
                }
            }
            Event::SoftBreak | Event::HardBreak => self.words.boundary(),
            Event::End(TagEnd::Paragraph) => self.in_html_code = 0,
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {}
            Event::Start(_) => self.words.boundary(),
            _ => {}
        }
    }

    /// Reports what `find` finds in the source of a text or of raw HTML.
    fn leftovers(&mut self, range: Range<usize>, find: FindLeftovers) {
        let body = self.body;
        let may_hold = |source: &str| source.contains(['{', ']']);
        if self.in_html_code > 0 || !body.get(range.clone()).is_some_and(may_hold) {
            return;
        }
        for (leftover, range) in find(body, range) {
            let written = &body[range.clone()];
            let (kind, message) = match leftover {
                Leftover::Template => (
                    FaultKind::TemplateTag,
                    format!("`{written}` means nothing here: readers see it as it stands"),
                ),
                Leftover::Link => (FaultKind::UnfinishedLink, format!("`{written}` does not end a link")),
                Leftover::Definition => {
                    (FaultKind::UnfinishedLink, format!("`{written}` does not define a link"))
                }
            };
            self.outline.faults.push(Fault { kind, range, message });
        }
    }

    fn start_link(&mut self, kind: LinkKind, destination: String, range: Range<usize>) {
        if tag_closing(&destination).is_some() {
            self.leftovers(range.clone(), templates);
        }
        self.open.push(self.outline.links.len());
        self.outline.links.push(Link { kind, destination, destination_range: range.clone(), range });
    }

    /// Finds the destination of the link that ends: the last place where it stands in the source.
    fn end_link(&mut self) {
        // Links nest (a picture in a picture's words), so the search keeps to the end of long ones.
        const SEARCHED: usize = 4096;
        let Some(link) = self.open.pop().and_then(|at| self.outline.links.get_mut(at)) else { return };
        let mut start = link.range.start.max(link.range.end.saturating_sub(SEARCHED));
        while !self.body.is_char_boundary(start) {
            start += 1;
        }
        let written = link.destination.strip_prefix("mailto:").unwrap_or(&link.destination);
        if let Some(source) = self.body.get(start..link.range.end)
            && let Some(at) = source.rfind(written)
            && !written.is_empty()
        {
            link.destination_range = start + at..start + at + written.len();
        }
    }

    fn fence(&mut self, info: &str, range: Range<usize>) {
        let language = FenceInfo::parse(info).language;
        if language.is_empty() || !self.settings.highlight || knows_language(language) {
            return;
        }
        let name = language.to_owned();
        let place = self.body.get(range.clone()).and_then(|block| block.find(language));
        let range = match place {
            Some(at) => range.start + at..range.start + at + name.len(),
            None => range,
        };
        self.outline.unknown_languages.push(UnknownLanguage { name, range });
    }

    /// Reads the tags of `html`, which stands at `range`, `verbatim` if it is the same bytes.
    fn raw_html(&mut self, html: &str, range: &Range<usize>, verbatim: bool) {
        let place = |part: &Range<usize>| {
            if verbatim { range.start + part.start..range.start + part.end } else { range.clone() }
        };
        if self.outline.more.is_none()
            && let Some(at) = find_more(html)
        {
            self.outline.more = Some(range.start + at);
        }
        for tag in raw_tags(html) {
            for attribute in &tag.attributes {
                let kind = if attribute.name.eq_ignore_ascii_case("href") && tag.is("a") {
                    LinkKind::Link
                } else if attribute.name.eq_ignore_ascii_case("src") && tag.is("img") {
                    LinkKind::Image
                } else {
                    let anchors = attribute.name.eq_ignore_ascii_case("id")
                        || attribute.name.eq_ignore_ascii_case("name") && tag.is("a");
                    if anchors && !attribute.value.is_empty() {
                        self.outline.ids.push(attribute.value.to_owned());
                    }
                    continue;
                };
                self.outline.links.push(Link {
                    kind,
                    destination: attribute.address().into_owned(),
                    range: place(&tag.range),
                    destination_range: place(&attribute.range),
                });
            }
        }
    }
}

/// Whether raw HTML opens an element whose text is shown as it stands.
fn holds_code(html: &str) -> bool {
    const OPENINGS: [&str; 6] = ["<code", "<pre", "<script", "<style", "<kbd", "<samp"];
    let lower = html.to_ascii_lowercase();
    OPENINGS.iter().any(|opening| lower.contains(opening))
}

/// Where `<!-- more -->` starts in a piece of HTML.
pub(crate) fn find_more(html: &str) -> Option<usize> {
    more_comment(html).map(|range| range.start)
}

/// The bytes of `<!-- more -->` in a piece of HTML.
pub(crate) fn more_comment(html: &str) -> Option<Range<usize>> {
    let mut at = 0;
    loop {
        let start = at + html[at..].find("<!--")?;
        let inner = start + 4;
        let end = inner + html[inner..].find("-->")?;
        if html[inner..end].trim() == "more" {
            return Some(start..end + 3);
        }
        at = end + 3;
    }
}
