//! Blocks of code: what the line above them asks for, and the HTML they become.
//!
//! Zola's spelling (```` ```rust,linenos,hl_lines=1 3-5,name=src/main.rs ````), Hugo's
//! (```` ```rust {linenos=true,hl_lines=[1,"3-5"]} ````) and a plain `title="src/main.rs"` are understood;
//! anything else on the line is left alone.

use std::ops::RangeInclusive;

use pulldown_cmark_escape::escape_html;
use pulldown_cmark_escape::escape_html_body_text;

use crate::config::MarkdownSettings;
use crate::markdown::highlight::Highlighter;

/// What the line above a block of code asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FenceInfo<'info> {
    /// The language, or nothing.
    pub language: &'info str,
    /// The name of the file.
    pub name: &'info str,
    /// Whether lines are numbered, if the block says so.
    pub line_numbers: Option<bool>,
    /// The number of the first line.
    pub first_line: usize,
    /// Lines that stand out, counted from 1 whatever their numbers; in order, none touching another.
    pub highlighted: Vec<RangeInclusive<usize>>,
}

impl<'info> FenceInfo<'info> {
    /// Reads the info string of a fence.
    pub fn parse(info: &'info str) -> Self {
        let info = info.trim();
        let language_end = info
            .find(|character: char| character.is_whitespace() || matches!(character, ',' | '{'))
            .unwrap_or(info.len());
        let mut fence = Self {
            language: &info[..language_end],
            name: "",
            line_numbers: None,
            first_line: 1,
            highlighted: Vec::new(),
        };
        // A fence of attributes alone: `{linenos=true}`, `name=x`.
        if fence.language.contains('=') {
            fence.language = "";
            fence.attributes(info);
        } else {
            fence.attributes(&info[language_end..]);
        }
        fence
    }

    fn attributes(&mut self, mut rest: &'info str) {
        loop {
            rest = rest.trim_start_matches(|character: char| {
                character.is_whitespace() || matches!(character, ',' | '{' | '}')
            });
            if rest.is_empty() {
                return;
            }
            let key_end = rest
                .find(|character: char| character.is_whitespace() || matches!(character, ',' | '=' | '}'))
                .unwrap_or(rest.len());
            let key = &rest[..key_end];
            rest = &rest[key_end..];
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let length = value_length(after);
                value = &after[..length];
                rest = &after[length..];
            } else if key.is_empty() {
                return;
            }
            self.attribute(key, value);
        }
    }

    fn attribute(&mut self, key: &str, value: &'info str) {
        match key {
            "linenos" => self.line_numbers = Some(!matches!(unquoted(value), "false" | "0")),
            "linenostart" => self.first_line = unquoted(value).parse().unwrap_or(1),
            "name" | "title" | "file" | "filename" => self.name = unquoted(value),
            "hl_lines" => {
                let numbers =
                    value.split(|character: char| !(character.is_ascii_digit() || character == '-'));
                self.highlighted = merged(numbers.filter_map(line_range).collect());
            }
            _ => {}
        }
    }

    fn is_highlighted(&self, line: usize) -> bool {
        let before = self.highlighted.partition_point(|range| *range.start() <= line);
        before > 0 && self.highlighted[before - 1].contains(&line)
    }
}

/// The length of an attribute's value: quoted, in brackets, or Zola's, where spaces separate line numbers.
fn value_length(text: &str) -> usize {
    let closing = match text.as_bytes().first() {
        Some(b'"') => Some('"'),
        Some(b'[') => Some(']'),
        _ => None,
    };
    if let Some(closing) = closing {
        return text[1..].find(closing).map_or(text.len(), |at| at + 2);
    }
    let mut end = text
        .find(|character: char| character.is_whitespace() || matches!(character, ',' | '}'))
        .unwrap_or(text.len());
    // `hl_lines=1 3-5`: more numbers may follow after a space.
    let is_lines =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    while is_lines(&text[..end.min(1)]) && text[end..].starts_with(' ') {
        let next = &text[end + 1..];
        let length = next.find([' ', ',', '}']).unwrap_or(next.len());
        if !is_lines(&next[..length]) {
            break;
        }
        end += 1 + length;
    }
    end
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').map_or(value, |inner| inner.strip_suffix('"').unwrap_or(inner))
}

/// Puts ranges in order and joins those that overlap.
fn merged(mut ranges: Vec<RangeInclusive<usize>>) -> Vec<RangeInclusive<usize>> {
    ranges.sort_unstable_by_key(|range| *range.start());
    let mut joined: Vec<RangeInclusive<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start() <= last.end() => *last = *last.start()..=*range.end().max(last.end()),
            _ => joined.push(range),
        }
    }
    joined
}

fn line_range(text: &str) -> Option<RangeInclusive<usize>> {
    match text.split_once('-') {
        Some((first, last)) => Some(first.parse().ok()?..=last.parse().ok()?),
        None => text.parse().ok().map(|line| line..=line),
    }
}

/// Where a block of code will be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeTarget {
    /// On a page that has the theme's colours.
    Page,
    /// In a message: no colours, no line numbers.
    Mail,
}

/// Appends a block of code as HTML.
pub(crate) fn write_code(
    out: &mut String,
    info: &str,
    code: &str,
    settings: &MarkdownSettings,
    target: CodeTarget,
) {
    let fence = FenceInfo::parse(info);
    if !fence.name.is_empty() {
        out.push_str("<figure class=\"code-block\"><figcaption>");
        escape(out, fence.name);
        out.push_str("</figcaption>");
    }
    // A long line makes the block scroll, and who scrolls with the keyboard must be able to reach it (WCAG 2.1.1).
    out.push_str("<pre class=\"code\" tabindex=\"0\"");
    if !fence.language.is_empty() {
        out.push_str(" data-lang=\"");
        // Writing to a string cannot fail.
        let _ = escape_html(&mut *out, fence.language);
        out.push('"');
    }
    out.push_str("><code>");
    let highlighter = if settings.highlight && target == CodeTarget::Page {
        Highlighter::new(fence.language, code)
    } else {
        None
    };
    let numbers = fence.line_numbers.unwrap_or(settings.line_numbers);
    if target == CodeTarget::Page && (numbers || !fence.highlighted.is_empty()) {
        write_lines(out, code, &fence, numbers, highlighter);
    } else if let Some(mut highlighter) = highlighter {
        for line in code.split_inclusive('\n') {
            highlighter.line(out, line);
        }
        highlighter.close(out);
    } else {
        escape(out, code);
    }
    out.push_str("</code></pre>");
    if !fence.name.is_empty() {
        out.push_str("</figure>");
    }
    out.push('\n');
}

fn write_lines(
    out: &mut String,
    code: &str,
    fence: &FenceInfo<'_>,
    numbers: bool,
    mut highlighter: Option<Highlighter>,
) {
    for (at, line) in code.split_inclusive('\n').enumerate() {
        out.push_str(if fence.is_highlighted(at + 1) {
            "<span class=\"line highlighted\">"
        } else {
            "<span class=\"line\">"
        });
        if numbers {
            let number = fence.first_line.saturating_add(at);
            out.push_str("<span class=\"lineno\" aria-hidden=\"true\">");
            out.push_str(&number.to_string());
            out.push_str("</span>");
        }
        match &mut highlighter {
            Some(highlighter) => {
                highlighter.line(out, line);
                highlighter.close(out);
            }
            None => escape(out, line),
        }
        out.push_str("</span>");
    }
}

fn escape(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = escape_html_body_text(out, text);
}

#[cfg(test)]
mod tests {
    use super::FenceInfo;

    #[track_caller]
    fn check(info: &str, expected: &str) {
        let fence = FenceInfo::parse(info);
        let lines: Vec<String> =
            fence.highlighted.iter().map(|range| format!("{}-{}", range.start(), range.end())).collect();
        let found = format!(
            "{}|{}|{:?}|{}|{}",
            fence.language,
            fence.name,
            fence.line_numbers,
            fence.first_line,
            lines.join(" ")
        );
        assert_eq!(found, expected, "{info}");
    }

    #[test]
    fn fences_of_zola_hugo_and_others_are_read() {
        check("", "||None|1|");
        check("rust", "rust||None|1|");
        check("rust,linenos,hl_lines=1 3-5,name=src/main.rs", "rust|src/main.rs|Some(true)|1|1-1 3-5");
        check("rust, linenos, linenostart=20", "rust||Some(true)|20|");
        check("go {linenos=true,hl_lines=[1,\"3-5\"]}", "go||Some(true)|1|1-1 3-5");
        check("go {linenos=false hl_lines=[2] linenostart=199}", "go||Some(false)|199|2-2");
        check("x hl_lines=5-7 1 6-9", "x||None|1|1-1 5-9");
        check("js title=\"a b.js\"", "js|a b.js|None|1|");
        check("{name=x.txt}", "|x.txt|None|1|");
        check("rust,no_run", "rust||None|1|");
        check("c++ hl_lines=1", "c++||None|1|1-1");
        check("x = = \"", "x||None|1|");
        check("x hl_lines=[1,", "x||None|1|1-1");
        check("x hl_lines=99999999999999999999999-5", "x||None|1|");
    }
}
