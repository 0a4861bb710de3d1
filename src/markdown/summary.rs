//! The beginning of a post: what stands before `<!-- more -->`, or its first sentences.
//!
//! Both read no more of the body than they need. A body without `<!-- more -->` is read in growing pieces,
//! cut at empty lines, until there are enough words; only a body with link definitions, which may stand at its end, is
//! parsed as a whole.

use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use pulldown_cmark_escape::escape_html_body_text;

use crate::config::MarkdownSettings;
use crate::markdown::HtmlOptions;
use crate::markdown::Resolver;
use crate::markdown::events::Events;
use crate::markdown::events::Item;
use crate::markdown::html::beginning_to_html;
use crate::markdown::words::WordCounter;
use crate::markdown::words::is_ideograph;

/// What a summary is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SummaryLength {
    /// Where `<!-- more -->` starts, as the outline says.
    pub more: Option<usize>,
    /// The longest automatic summary, in words.
    pub words: usize,
}

/// The summary as HTML: everything before `<!-- more -->`, without footnotes and ids; or else the automatic
/// summary in one paragraph. Empty if there is no prose.
pub fn summary_html(
    body: &str,
    length: SummaryLength,
    options: &HtmlOptions<'_>,
    resolver: &dyn Resolver,
) -> String {
    let Some(more) = length.more else {
        let text = summary_text(body, length, options.settings);
        let mut html = String::new();
        if !text.is_empty() {
            html.push_str("<p>");
            // Writing to a string cannot fail.
            let _ = escape_html_body_text(&mut html, &text);
            html.push_str("</p>\n");
        }
        return html;
    };
    let Some(beginning) = body.get(..more) else { return String::new() };
    let events: Vec<Item<'_>> = if needs_definitions(body, more) {
        until(Events::new(body, options.settings), more)
    } else {
        Events::new(beginning, options.settings).collect()
    };
    beginning_to_html(&events, options, resolver, more)
}

/// The summary as plain text: the first paragraphs, cut to at most so many words, at the end of a sentence where
/// one ends in time and with an ellipsis otherwise. Headings, code, tables, lists and pictures are not part of it, unless
/// there is nothing else but lists and quotes.
pub fn summary_text(body: &str, length: SummaryLength, settings: &MarkdownSettings) -> String {
    let words = length.words.max(1);
    let limit = length.more.filter(|&more| body.is_char_boundary(more)).unwrap_or(body.len());
    let mut size = (words * 24).max(2_000);
    loop {
        let end = piece_end(body, size).min(limit);
        let source = if needs_definitions(body, end) { body } else { body.get(..end).unwrap_or(body) };
        let prose = prose(source, end, words, settings);
        if prose.enough || end == limit {
            return cut(&prose.text, words);
        }
        size = size.saturating_mul(4);
    }
}

/// Whether the part of the body behind `end` may define links that the part before it uses.
fn needs_definitions(body: &str, end: usize) -> bool {
    let defines = body.get(end..).is_some_and(|rest| rest.starts_with('[') || rest.contains("\n["));
    defines && body.get(..end).is_some_and(|beginning| beginning.contains('['))
}

/// The first empty line behind `size` bytes, or the end.
fn piece_end(body: &str, size: usize) -> usize {
    let bytes = body.as_bytes();
    let found = bytes.get(size..).and_then(|rest| rest.windows(2).position(|two| two == b"\n\n"));
    found.map_or(bytes.len(), |at| size + at + 1)
}

/// The events before byte `end`, with an end for each open container.
fn until<'body>(events: Events<'body>, end: usize) -> Vec<Item<'body>> {
    let mut kept: Vec<Item<'body>> = Vec::new();
    let mut open: Vec<TagEnd> = Vec::new();
    for (event, range) in events {
        if range.start >= end && !matches!(event, Event::End(_)) {
            break;
        }
        match &event {
            Event::Start(tag) => open.push(tag.to_end()),
            Event::End(_) => {
                open.pop();
            }
            _ => {}
        }
        kept.push((event, range));
    }
    kept.extend(open.into_iter().rev().map(|tag| (Event::End(tag), end..end)));
    kept
}

struct Prose {
    text: String,
    /// Whether it holds more than was asked for.
    enough: bool,
}

/// The words of the paragraphs before `end`, a little more of them than asked for.
fn prose(body: &str, end: usize, words: usize, settings: &MarkdownSettings) -> Prose {
    let mut text = String::new();
    let mut fallback = String::new();
    let mut counter = WordCounter::default();
    // Containers that are open, and those of them whose text is no prose.
    let mut containers = 0usize;
    let mut skipped = 0usize;
    for (event, range) in Events::new(body, settings) {
        if range.start >= end {
            break;
        }
        match event {
            Event::Start(tag) if is_skipped(&tag) => skipped += 1,
            Event::End(tag) if is_skipped_end(tag) => skipped -= 1,
            _ if skipped > 0 => {}
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::DefinitionList) => containers += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::DefinitionList) => containers -= 1,
            Event::Text(words)
            | Event::Code(words)
            | Event::InlineMath(words)
            | Event::DisplayMath(words) => {
                if containers == 0 {
                    text.push_str(&words);
                    counter.text(&words);
                } else if fallback.len() < 20_000 {
                    fallback.push_str(&words);
                }
            }
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition,
            ) => {
                let target = if containers == 0 { &mut text } else { &mut fallback };
                if !target.is_empty() && !target.ends_with(' ') {
                    target.push(' ');
                }
                counter.boundary();
                if counter.words as usize > words {
                    return Prose { text, enough: true };
                }
            }
            _ => {}
        }
    }
    if text.trim().is_empty() {
        Prose { text: fallback, enough: false }
    } else {
        Prose { text, enough: false }
    }
}

fn is_skipped(tag: &Tag<'_>) -> bool {
    is_skipped_end(tag.to_end())
}

fn is_skipped_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Table
            | TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::MetadataBlock(_)
    )
}

/// Cuts `text` to `words` words: at the last sentence that ends in them, if that is at least a third of them.
fn cut(text: &str, words: usize) -> String {
    let text = text.trim();
    let mut counted = 0usize;
    let mut inside = false;
    let mut sentence_end = None;
    // The end of the last word that fits.
    let mut word_end = 0;
    let mut previous_word_start = 0;
    for (at, character) in text.char_indices() {
        let behind = at + character.len_utf8();
        if character.is_whitespace() {
            inside = false;
            continue;
        }
        let ideograph = is_ideograph(character);
        if ideograph || (!inside && character.is_alphanumeric()) {
            counted += 1;
            inside = !ideograph;
            if counted > words {
                return shortened(text, sentence_end, word_end, words);
            }
            previous_word_start = at;
        }
        word_end = behind;
        if ends_sentence(text, at, behind, &text[previous_word_start..at]) {
            sentence_end = Some((behind, counted));
        }
    }
    match text.strip_suffix(':') {
        // A colon leads to a list or to code that is not here.
        Some(beginning) => format!("{beginning}…"),
        None => text.to_owned(),
    }
}

fn shortened(text: &str, sentence_end: Option<(usize, usize)>, word_end: usize, words: usize) -> String {
    match sentence_end {
        Some((end, counted)) if counted * 3 >= words => text[..end].to_owned(),
        _ => {
            let kept =
                text[..word_end].trim_end_matches([',', ';', ':', '–', '—', '-', '(', '“', '"', ' ', '.']);
            format!("{kept}…")
        }
    }
}

/// Whether a sentence ends with the character at `at`; `word` is the word before it.
fn ends_sentence(text: &str, at: usize, behind: usize, word: &str) -> bool {
    let closing = |character: char| matches!(character, '"' | '\'' | ')' | ']' | '”' | '’' | '»');
    let end_mark = |character: char| matches!(character, '.' | '!' | '?' | '…' | '。' | '！' | '？');
    let Some(character) = text[at..behind].chars().next() else { return false };
    if matches!(character, '。' | '！' | '？') {
        return true;
    }
    // A sentence ends behind its closing marks; a few are enough to look past.
    let mark = text[..behind].chars().rev().take(4).find(|&character| !closing(character));
    if !mark.is_some_and(end_mark) || text[behind..].chars().next().is_some_and(|next| !next.is_whitespace())
    {
        return false;
    }
    // "e.g. ", "Dr. ", "J. " end no sentence, and neither does what goes on in lower case.
    let abbreviations =
        ["e.g", "i.e", "etc", "vs", "cf", "Dr", "Mr", "Mrs", "Ms", "St", "No", "z.B", "bzw", "ca", "Nr"];
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let goes_on = text[behind..].trim_start().chars().next().is_some_and(char::is_lowercase);
    !(character == '.' && (initial || abbreviations.contains(&word)) || goes_on)
}

#[cfg(test)]
mod tests {
    use super::SummaryLength;
    use super::cut;
    use super::summary_html;
    use super::summary_text;
    use crate::config::MarkdownSettings;
    use crate::markdown::HtmlOptions;
    use crate::markdown::PlainResolver;
    use crate::markdown::outline;

    #[track_caller]
    fn check_cut(text: &str, words: usize, expected: &str) {
        assert_eq!(cut(text, words), expected);
    }

    #[test]
    fn cuts_fall_at_sentences_where_they_can() {
        check_cut("One two. Three four. Five six.", 4, "One two. Three four.");
        check_cut("One two. Three four. Five six.", 5, "One two. Three four.");
        check_cut("One two. Three four. Five six.", 6, "One two. Three four. Five six.");
        check_cut("One. Two three four five six seven", 5, "One. Two three four five…");
        check_cut("We met Dr. Who, e.g. today, and so on", 6, "We met Dr. Who, e.g. today…");
        check_cut("He said “go.” Then more words here", 4, "He said “go.”");
        check_cut("Version 1.2 is out now and", 4, "Version 1.2 is out…");
        check_cut("Do this:", 9, "Do this…");
        check_cut("你好。世界和平", 4, "你好。");
        check_cut("", 3, "");
    }

    #[track_caller]
    fn check_text(body: &str, words: usize, expected: &str) {
        let length = SummaryLength { more: None, words };
        assert_eq!(summary_text(body, length, &MarkdownSettings::default()), expected);
    }

    #[test]
    fn only_prose_is_summed_up() {
        check_text(
            "# Title\n\n```\ncode\n```\n\n![alt](x.png)\n\n| a |\n|---|\n| b |\n\nThe *prose* [here][r].\n\n[r]: /x",
            20,
            "The prose here.",
        );
        check_text("First one.\n\n- item\n\nSecond `two`.", 20, "First one. Second two.");
        check_text("- only\n- a list", 20, "only a list");
        check_text("> A quote.", 20, "A quote.");
        check_text("A fact[^1].\n\n[^1]: A note.", 20, "A fact.");
        check_text("", 20, "");
    }

    #[test]
    fn long_code_before_the_prose_does_not_hide_it() {
        let body = format!("```\n{}```\n\nAt last.", "x = 1\n\n".repeat(2_000));
        check_text(&body, 20, "At last.");
    }

    #[track_caller]
    fn check_html(body: &str, expected: &str) {
        let settings = MarkdownSettings::default();
        let options = HtmlOptions { settings: &settings, anchors: true, footnote_prefix: "", mail: false };
        let length = SummaryLength { more: outline(body, &settings).more, words: 10 };
        assert_eq!(summary_html(body, length, &options, &PlainResolver), expected);
    }

    #[test]
    fn the_part_before_more_keeps_its_markup() {
        check_html(
            "# T\n\nA [link](/x) and *more*[^1].\n\n<!-- more -->\n\nRest.\n\n[^1]: Note.\n",
            "<h1>T</h1>\n<p>A <a href=\"/x\">link</a> and <em>more</em>.</p>\n",
        );
        check_html("A [link][r].\n<!--more-->\nRest.\n\n[r]: /x", "<p>A <a href=\"/x\">link</a>.</p>\n");
        check_html("A *b <!-- more --> c*.", "<p>A *b</p>\n");
        check_html("a < b", "<p>a &lt; b</p>\n");
        check_html("`<!-- more -->` is code", "<p>&lt;!-- more --&gt; is code</p>\n");
    }
}
