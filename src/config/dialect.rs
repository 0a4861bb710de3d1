//! Where front matter starts and ends, and in which language it is.

use std::ops::Range;

use serde::de::IgnoredAny;

use crate::data::{Entry, Node, Value};

/// The front matter of a markdown file, not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// How it is written.
    pub dialect: Dialect,
    /// The bytes between the fences.
    pub text: Range<usize>,
    /// The byte at which the body starts.
    pub body_start: usize,
}

/// A way to write front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// None at all.
    None,
    /// YAML between lines of `---`; the last may be `...`.
    Yaml,
    /// TOML between lines of `+++`.
    Toml,
    /// A JSON object, as Hugo has it: its braces are the fences, and belong to the text.
    Json,
    /// Pelican's `Key: value` lines, up to the first blank line.
    Pelican,
    /// A fence without an end; the bytes are those of the opening line.
    Unclosed,
}

/// The keys that open a Pelican file.
const PELICAN_KEYS: &[&str] = &[
    "title",
    "date",
    "modified",
    "category",
    "tags",
    "keywords",
    "slug",
    "author",
    "authors",
    "summary",
    "lang",
    "status",
    "template",
    "save_as",
    "url",
    "translation",
    "description",
];

/// Splits a markdown file.
pub fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Split { dialect: Dialect::None, text: start..start, body_start: start };
    // Blank lines above the fence are tolerated, but then a fence without an end is just a rule across the page.
    let blank = text[start..].len() - text[start..].trim_start().len();
    let blank = text[start..start + blank].rfind('\n').map_or(0, |newline| newline + 1);
    let open = start + blank;
    let first_end = line_end(text, open);
    let first = text[open..first_end].trim_end();
    let (dialect, closing): (Dialect, &[&str]) = match first {
        "---" => (Dialect::Yaml, &["---", "..."]),
        "+++" => (Dialect::Toml, &["+++"]),
        _ if first.starts_with('{') => return json_split(text, open).unwrap_or(none),
        _ if blank == 0 && is_pelican(first) => return pelican_split(text, open),
        _ => return none,
    };
    let mut line = first_end;
    while line < text.len() {
        let end = line_end(text, line);
        if closing.contains(&text[line..end].trim_end()) {
            return Split { dialect, text: first_end..line, body_start: end };
        }
        line = end;
    }
    if blank > 0 {
        return none;
    }
    Split { dialect: Dialect::Unclosed, text: open..open + first.len(), body_start: start }
}

/// The byte after the line that holds `at`, its newline included.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

/// The JSON object at `start`, if there is one that ends its line. Anything else in braces is text.
fn json_split(text: &str, start: usize) -> Option<Split> {
    let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let end = start + values.byte_offset();
    let body_start = line_end(text, end);
    let alone = text[end..body_start].trim().is_empty();
    alone.then_some(Split { dialect: Dialect::Json, text: start..end, body_start })
}

/// Reads JSON as the YAML that it is. Tabs between the values, which that parser refuses, become spaces; within
/// texts JSON has none.
pub fn json_as_yaml(text: &str) -> String {
    text.replace('\t', " ")
}

fn is_pelican(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, value)| {
        PELICAN_KEYS.contains(&key.trim_end().to_ascii_lowercase().as_str())
            && (value.is_empty() || value.starts_with([' ', '\t']))
    })
}

fn pelican_split(text: &str, start: usize) -> Split {
    let mut line = start;
    while line < text.len() {
        let end = line_end(text, line);
        if text[line..end].trim().is_empty() {
            return Split { dialect: Dialect::Pelican, text: start..line, body_start: end };
        }
        line = end;
    }
    Split { dialect: Dialect::Pelican, text: start..text.len(), body_start: text.len() }
}

/// Reads Pelican's lines, which stand at byte `offset` of the file.
///
/// Keys come out in lower case. A line that starts with white space continues the one above. Of a key given
/// twice the first counts. Everything is text, as in Pelican; a comma splits the lists.
pub fn read_pelican(text: &str, offset: usize) -> Node {
    let mut entries: Vec<Entry> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = line_end(text, start);
        let line = text[start..end].trim_end();
        if line.starts_with([' ', '\t']) {
            if let Some(Entry { node: Node { value: Value::String(value), range }, .. }) = entries.last_mut()
            {
                *value = format!("{value} {}", line.trim_start()).trim_start().into();
                range.end = offset + start + line.len();
            }
        } else if let Some((key, value)) = line.split_once(':') {
            let name = key.trim_end().to_ascii_lowercase();
            let value_start = start + line.len() - value.trim_start().len();
            let node = Node {
                value: Value::String(value.trim().into()),
                range: offset + value_start..offset + start + line.len(),
            };
            let key_range = offset + start..offset + start + key.trim_end().len();
            if !entries.iter().any(|entry| *entry.key == *name) {
                entries.push(Entry { key: name.into(), key_range, node });
            }
        }
        start = end;
    }
    let mut node = Node { value: Value::Map(entries), range: offset..offset + text.len() };
    pelican_meanings(&mut node);
    node
}

/// Turns Pelican's own ways into those of other dialects.
fn pelican_meanings(node: &mut Node) {
    let Value::Map(entries) = &mut node.value else { return };
    for entry in entries {
        let Value::String(text) = &entry.node.value else { continue };
        match &*entry.key {
            "tags" | "keywords" => {
                entry.key = "tags".into();
                entry.node.value = list(text, &[','], &entry.node.range);
            }
            "authors" => {
                // Semicolons, if there are any, since "Last, First" has a comma.
                let separators: &[char] = if text.contains(';') { &[';'] } else { &[','] };
                entry.node.value = list(text, separators, &entry.node.range);
            }
            "status" if text.eq_ignore_ascii_case("draft") => {
                entry.key = "draft".into();
                entry.node.value = Value::Bool(true);
            }
            _ => {}
        }
    }
}

/// The parts of `text`, each with its own place if the text stands in the file as it is.
fn list(text: &str, separators: &[char], range: &Range<usize>) -> Value {
    let as_written = text.len() == range.len();
    let mut items = Vec::new();
    let mut start = 0;
    for part in text.split(separators) {
        let from = range.start + start + (part.len() - part.trim_start().len());
        start += part.len() + 1;
        let part = part.trim();
        if !part.is_empty() {
            let place = if as_written { from..from + part.len() } else { range.clone() };
            items.push(Node { value: Value::String(part.into()), range: place });
        }
    }
    Value::List(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, dialect: Dialect, front_matter: &str, body: &str) {
        let split = split(text);
        assert_eq!(
            (split.dialect, &text[split.text], &text[split.body_start..]),
            (dialect, front_matter, body)
        );
    }

    #[test]
    fn fences() {
        check("---\na: 1\n---\nBody", Dialect::Yaml, "a: 1\n", "Body");
        check("---\na: 1\n...\nBody", Dialect::Yaml, "a: 1\n", "Body");
        check("+++\na = 1\n+++\nBody", Dialect::Toml, "a = 1\n", "Body");
        check("---\r\na: 1\r\n---\r\nBody\r\n", Dialect::Yaml, "a: 1\r\n", "Body\r\n");
        check("\u{feff}--- \na: 1\n---\t\nBody", Dialect::Yaml, "a: 1\n", "Body");
        check("\n\n---\na: 1\n---\nBody", Dialect::Yaml, "a: 1\n", "Body");
        check("---\n---\n", Dialect::Yaml, "", "");
        check("---\n---", Dialect::Yaml, "", "");
    }

    #[test]
    fn json_objects() {
        check("{\"a\": 1}\nBody", Dialect::Json, "{\"a\": 1}", "Body");
        check("\u{feff}{\n  \"a\": \"}\"\n}\r\nBody", Dialect::Json, "{\n  \"a\": \"}\"\n}", "Body");
        check("{}", Dialect::Json, "{}", "");
        for text in [
            "{ a brace }\n",
            "{\"a\": 1} and text\n",
            "{\"a\": 1",
            "{% include x %}\n",
            "{{< figure >}}\n",
            "{\"a\": 1,}\n",
        ] {
            check(text, Dialect::None, "", text);
        }
    }

    #[test]
    fn what_is_no_front_matter() {
        check("", Dialect::None, "", "");
        check("Body\n---\n", Dialect::None, "", "Body\n---\n");
        check("\n---\nBody", Dialect::None, "", "\n---\nBody");
        check("----\nBody", Dialect::None, "", "----\nBody");
        check("Note: this is text\n", Dialect::None, "", "Note: this is text\n");
        check("Title:x\n", Dialect::None, "", "Title:x\n");
    }

    #[test]
    fn a_fence_without_an_end() {
        check("---\ntitle: a\n\nBody", Dialect::Unclosed, "---", "---\ntitle: a\n\nBody");
        check("+++ \n---\n", Dialect::Unclosed, "+++", "+++ \n---\n");
        check("---", Dialect::Unclosed, "---", "---");
    }

    #[test]
    fn pelican_lines() {
        check("Title: A\nDate: 2014-01-01\n\nBody", Dialect::Pelican, "Title: A\nDate: 2014-01-01\n", "Body");
        check("title: A\r\n\r\nBody", Dialect::Pelican, "title: A\r\n", "Body");
        check("Title: A", Dialect::Pelican, "Title: A", "");
    }
}
