//! Writes words into the flat buffer and remembers where they came from.

use std::ops::Range;

use pulldown_cmark::CowStr;

use crate::promo::prose::Block;
use crate::promo::prose::BlockKind;
use crate::promo::prose::Link;
use crate::promo::prose::Prose;
use crate::promo::prose::Segment;
use crate::promo::prose::chunk::CHUNK;
use crate::promo::prose::chunk::HIGH_BITS;
use crate::promo::prose::chunk::chunk;
use crate::promo::prose::chunk::in_range;
use crate::promo::prose::tokens::tokenize;
use crate::promo::prose::words::count_words;

/// Stands in `flat` for what is no prose but takes a word's place: code, a bare address, a formula.
const PLACEHOLDER: char = '`';
/// The longest template tag, in bytes: without an end in sight, a brace is a brace.
const LONGEST_TAG: usize = 1000;
/// Quotations longer than this are a stray quotation mark.
const LONGEST_QUOTATION: usize = 400;

/// The buffer with what is open in it.
#[derive(Default)]
pub(crate) struct Writer<'a> {
    pub prose: Prose<'a>,
    /// The whole file: the parser splits an address at every character that could have been markup.
    document: &'a str,
    /// Bytes of the file before this one were taken as an address or a template tag.
    taken: usize,
    /// Start in `flat` and kind of the block that is being written.
    open: Option<(usize, BlockKind)>,
    /// Addresses, starts in `flat` and in the file of the links that are open.
    links: Vec<(CowStr<'a>, usize, usize)>,
    /// Whether a block of code in a template language was once not closed: then none is looked for again.
    endless_code: bool,
}

impl<'a> Writer<'a> {
    /// An empty buffer for the words of `document`.
    pub fn new(document: &'a str) -> Self {
        Self { document, ..Self::default() }
    }

    /// Opens a block unless one is open.
    pub fn ensure_block(&mut self, kind: BlockKind) {
        if self.open.is_none() {
            self.open = Some((self.prose.flat.len(), kind));
        }
    }

    /// Closes the open block, if any; a block without words leaves no trace but its links.
    pub fn close_block(&mut self) {
        while let Some((_, _, start)) = self.links.last() {
            let start = *start;
            // A link around whole blocks, `<a href="…">`: its tag is the place to show.
            let tag = self.document.get(start..).and_then(|rest| rest.find('>'));
            self.close_link(tag.map_or(start, |end| start + end + 1));
        }
        let Some((start, kind)) = self.open.take() else { return };
        let flat = &mut self.prose.flat;
        while flat.len() > start && flat.ends_with(' ') {
            flat.pop();
        }
        let end = flat.len();
        let first = self.prose.tokens.len();
        tokenize(flat, start, &mut self.prose.tokens);
        let tokens = &self.prose.tokens[first..];
        let counts = count_words(&flat[start..], tokens);
        find_quotations(flat, start..end, &mut self.prose.quoted);
        flat.push('\n');
        let words_before = self.prose.counts.words;
        let block = Block {
            kind,
            flat: start..end,
            tokens: first..self.prose.tokens.len(),
            words_before,
            words: counts.words,
            mention: false,
            selves: counts.selves,
        };
        self.prose.blocks.push(block);
        // A title is no part of the body's length or of its first words.
        if kind != BlockKind::Title {
            self.prose.counts.add(counts);
        }
    }

    /// Opens a link.
    pub fn open_link(&mut self, url: CowStr<'a>, source: usize, kind: BlockKind) {
        self.ensure_block(kind);
        self.links.push((url, self.prose.flat.len(), source));
    }

    /// Closes the link opened last, if any.
    pub fn close_link(&mut self, source_end: usize) {
        let Some((url, start, source)) = self.links.pop() else { return };
        let flat = start.min(self.prose.flat.len())..self.prose.flat.len();
        let block = self.prose.blocks.len();
        self.prose.links.push(Link { url, flat, source: source..source_end.max(source), block });
    }

    /// A space, if the block has begun and does not end with one.
    pub fn space(&mut self, source: usize) {
        let Some((start, _)) = self.open else { return };
        if self.prose.flat.len() > start && !self.prose.flat.ends_with(' ') {
            self.push(" ", source);
        }
    }

    /// What is no prose but takes a word's place.
    pub fn placeholder(&mut self, source: usize, kind: BlockKind) {
        if source < self.taken {
            return;
        }
        self.ensure_block(kind);
        self.prose.segments.push(Segment { flat: self.prose.flat.len(), source, first: 1 });
        self.prose.flat.push(PLACEHOLDER);
    }

    /// Words as they stand at byte `source` of the file.
    pub fn words(&mut self, text: &str, source: usize, kind: BlockKind) {
        let mut at = 0;
        if self.taken > source && kind != BlockKind::Title {
            at = text.ceil_char_boundary((self.taken - source).min(text.len()));
        }
        let mut written = at;
        while let Some(start) = self.next_special(text, at, source, kind) {
            self.run(&text[written..start], source + written, kind);
            at = self.special(text, start, source, kind);
            if at == start {
                // Not special after all: the character goes out with the next run.
                at += 1;
                written = start;
            } else {
                written = at;
            }
        }
        self.run(&text[written..], source + written, kind);
    }

    /// Where in `text`, from byte `from` on, something begins that does not go out as it stands.
    fn next_special(&self, text: &str, from: usize, source: usize, kind: BlockKind) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = from;
        loop {
            let marks = special_bytes(chunk(bytes, at));
            if marks == 0 {
                // The last byte may be the first of two blanks.
                at += CHUNK - 1;
                continue;
            }
            at += marks.trailing_zeros() as usize / 8;
            match bytes.get(at..)? {
                [] => return None,
                [b':', ..] => {
                    let scheme =
                        ["http", "https"].into_iter().find(|scheme| text[from..at].ends_with(scheme));
                    let start = scheme.map(|scheme| at - scheme.len());
                    if let Some(start) = start
                        && self.address(&text[start..], source + start, kind).is_some()
                    {
                        return Some(start);
                    }
                }
                [b'\n' | b'\t' | b'\r', ..]
                | [b' ', b' ', ..]
                | [b'{', b'%' | b'{', ..]
                | [0xE2, 0x80, 0x93 | 0x94 | 0x98 | 0x99 | 0x9C | 0x9D | 0xA6, ..]
                | [0xC2, 0xA0, ..] => return Some(at),
                _ => {}
            }
            at += 1;
        }
    }

    /// Handles what starts at byte `at` of `text`; returns where plain words go on, or `at` itself.
    fn special(&mut self, text: &str, at: usize, source: usize, kind: BlockKind) -> usize {
        let rest = &text[at..];
        match rest.as_bytes()[0] {
            b' ' | b'\n' | b'\t' | b'\r' => {
                self.space(source + at);
                at + rest.len() - rest.trim_start_matches([' ', '\n', '\t', '\r']).len()
            }
            b'{' => match self.template_tag(source + at, kind) {
                Some(end) => {
                    self.taken = end;
                    at + (end - source - at).min(rest.len())
                }
                None => at,
            },
            b'h' => {
                let url = self.address(rest, source + at, kind).unwrap_or("");
                self.ensure_block(kind);
                let place = source + at..source + at + url.len();
                if self.links.is_empty() {
                    let start = self.prose.flat.len();
                    let block = self.prose.blocks.len();
                    let link = Link { url: url.into(), flat: start..start, source: place.clone(), block };
                    self.prose.links.push(link);
                }
                self.placeholder(place.start, kind);
                self.taken = place.end;
                at + url.len().min(rest.len())
            }
            _ => {
                let Some(sign) = rest.chars().next() else { return at };
                let Some(plain) = plain(sign) else { return at };
                self.ensure_block(kind);
                self.push(plain, source + at);
                if let Some(segment) = self.prose.segments.last_mut() {
                    segment.first = sign.len_utf8();
                }
                at + sign.len_utf8()
            }
        }
    }

    /// The bare address that `text`, from byte `source` of the file on, begins with.
    fn address(&self, text: &str, source: usize, kind: BlockKind) -> Option<&'a str> {
        // Written out, since every `h` of a text comes here.
        if !(text.starts_with("http://") || text.starts_with("https://")) || kind == BlockKind::Title {
            return None;
        }
        let before = self.document.as_bytes().get(source.wrapping_sub(1));
        if before.is_some_and(u8::is_ascii_alphanumeric) {
            return None;
        }
        let rest = self.document.get(source..).filter(|rest| rest.starts_with("http"))?;
        let stop = [' ', '\n', '\r', '\t', ')', '>', '<', '"', ']', '|', '`', '*', '\''];
        let url = &rest[..rest.find(stop).unwrap_or(rest.len())];
        Some(url.trim_end_matches(['.', ',', ';', ':', '!', '?', '_']))
    }

    /// The end of the template tag at byte `source` of the file: `{% … %}`, `{{ … }}`, `{{< … >}}`.
    ///
    /// Highlighting of Jekyll and Hugo is code although the markdown parser does not know it: there the end is that
    /// of the closing tag.
    fn template_tag(&mut self, source: usize, kind: BlockKind) -> Option<usize> {
        let rest = self.document.get(source..).filter(|_| kind != BlockKind::Title)?;
        let (close, closing) = if rest.starts_with("{%") { ("%}", "{% end") } else { ("}}", "{{< /") };
        let length = rest[..rest.floor_char_boundary(LONGEST_TAG)].find(close)? + close.len();
        let inside = rest.trim_start_matches(['{', '%', '<', '-', ' ']);
        let is_code = inside.starts_with("highlight ") || inside.starts_with("codeblock");
        if is_code && !self.endless_code {
            let end = rest[length..].find(closing).map(|at| length + at);
            if let Some(end) = end.and_then(|at| rest[at..].find(close).map(|end| at + end + close.len())) {
                self.prose.code.push(source..source + end);
                return Some(source + end);
            }
            self.endless_code = true;
        }
        Some(source + length)
    }

    fn run(&mut self, text: &str, source: usize, kind: BlockKind) {
        let mut text = text;
        let mut source = source;
        if self.open.is_none() || self.prose.flat.ends_with([' ', '\n']) {
            let trimmed = text.trim_start_matches(' ');
            source += text.len() - trimmed.len();
            text = trimmed;
        }
        if !text.is_empty() {
            self.ensure_block(kind);
            self.push(text, source);
        }
    }

    fn push(&mut self, text: &str, source: usize) {
        let start = self.prose.flat.len();
        self.prose.segments.push(Segment { flat: start, source, first: 1 });
        self.prose.capitals += text.bytes().filter(u8::is_ascii_uppercase).count();
        self.prose.flat.push_str(text);
        self.prose.flat[start..].make_ascii_lowercase();
    }
}

/// The sign of one byte that stands in `flat` for a typographic one, so that a phrase is found however it is set.
///
/// Words that a dash or an ellipsis joins without spaces are two words.
pub(crate) fn plain(sign: char) -> Option<&'static str> {
    match sign {
        '’' | '‘' => Some("'"),
        '“' | '”' => Some("\""),
        '–' | '—' => Some("-"),
        '…' => Some("."),
        '\u{a0}' => Some(" "),
        _ => None,
    }
}

/// The high bit of every byte of `chunk` at which something may begin that does not go out as it stands.
const fn special_bytes(chunk: u64) -> u64 {
    let blanks = in_range(chunk, b' ', b' ');
    let two_blanks = blanks & (blanks >> 8);
    let signs = in_range(chunk, b'{', b'{') | in_range(chunk, b':', b':');
    two_blanks | signs | in_range(chunk, 0, 0x1F) | (chunk & HIGH_BITS)
}

/// Notes what stands between quotation marks that open before a word and close after one.
fn find_quotations(flat: &str, range: Range<usize>, quoted: &mut Vec<Range<usize>>) {
    let bytes = &flat.as_bytes()[range.clone()];
    let mut open: Option<usize> = None;
    for at in memchr::memchr_iter(b'"', bytes) {
        let after_space = at == 0 || matches!(bytes[at - 1], b' ' | b'(' | b'[' | b'-' | b':');
        match open {
            Some(start) if !after_space || at + 1 == bytes.len() => {
                if at - start <= LONGEST_QUOTATION {
                    quoted.push(range.start + start..range.start + at + 1);
                }
                open = None;
            }
            _ if after_space => open = Some(at),
            _ => {}
        }
    }
}
