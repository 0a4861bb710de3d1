//! TOML to a [`Node`] tree.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::data::yaml::MAX_BYTES;
use crate::data::{Entry, INVALID_TOML, Node, TOO_LARGE, Value};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{SourcePath, Span};

/// Reads `text`, which stands at byte `offset` of the file at `path`.
///
/// An empty text is an empty mapping. `None` only with an error in the diagnostics. Of the syntax errors,
/// the first of each line is reported.
pub fn read_toml(path: &SourcePath, text: &str, offset: usize) -> (Option<Node>, Diagnostics) {
    let (text, offset) = match text.strip_prefix('\u{feff}') {
        Some(rest) => (rest, offset + '\u{feff}'.len_utf8()),
        None => (text, offset),
    };
    let mut diagnostics = Diagnostics::new();
    if text.len() > MAX_BYTES {
        let message = format!("{} bytes of TOML, where at most {MAX_BYTES} are read", text.len());
        diagnostics.push(Diagnostic::new(&TOO_LARGE, message).at(Span::new(path, offset..offset)));
        return (None, diagnostics);
    }
    let (table, mut faults) = DeTable::parse_recoverable(text);
    faults.sort_by_key(|fault| fault.span().map(|span| span.start));
    // One slip makes the parser stumble several times in its line; the first is the one to mend.
    let mut last_line = None;
    for fault in &faults {
        let range = fault.span().unwrap_or(0..0);
        let range = range.start.min(text.len())..range.end.min(text.len());
        let line = text[..text.floor_char_boundary(range.start)].rfind('\n').unwrap_or(0);
        if last_line == Some(line) {
            continue;
        }
        last_line = Some(line);
        let rule = if fault.message().contains("recursion") { &TOO_LARGE } else { &INVALID_TOML };
        let message = fault.message().trim_end_matches('.').to_owned();
        let diagnostic = Diagnostic::new(rule, message).at(Span::new(path, place(range, offset)));
        diagnostics.push(match help(text, fault.message(), fault.span()) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
    if !faults.is_empty() {
        return (None, diagnostics);
    }
    let mut root =
        Node { value: Value::Map(entries(table.into_inner(), offset, &mut diagnostics, path)), range: 0..0 };
    root.range = offset..offset + text.len();
    (Some(root), diagnostics)
}

fn place(range: Range<usize>, offset: usize) -> Range<usize> {
    range.start + offset..range.end + offset
}

/// The entries of a table, in the order written.
fn entries(
    table: DeTable<'_>,
    offset: usize,
    diagnostics: &mut Diagnostics,
    path: &SourcePath,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| {
            let key_range = place(key.span(), offset);
            Entry { key: key.into_inner().into(), key_range, node: node(value, offset, diagnostics, path) }
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_range.start);
    entries
}

fn node(
    value: Spanned<DeValue<'_>>,
    offset: usize,
    diagnostics: &mut Diagnostics,
    path: &SourcePath,
) -> Node {
    let range = place(value.span(), offset);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::String(text.into()),
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Datetime(value) => Value::String(value.to_string().into()),
        DeValue::Integer(value) => match i64::from_str_radix(value.as_str(), value.radix()) {
            Ok(value) => Value::Integer(value),
            Err(_) => {
                let message = format!("the number {value} does not fit in 64 bits");
                diagnostics.push(Diagnostic::new(&INVALID_TOML, message).at(Span::new(path, range.clone())));
                Value::Null
            }
        },
        DeValue::Float(value) => match value.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Float(number),
            _ => Value::String(value.as_str().into()),
        },
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| node(item, offset, diagnostics, path)).collect())
        }
        DeValue::Table(table) => Value::Map(entries(table, offset, diagnostics, path)),
    };
    Node { value, range }
}

/// What to do about the faults that posts from other generators have most.
fn help(text: &str, message: &str, range: Option<Range<usize>>) -> Option<&'static str> {
    let line = text.get(..range?.start)?.rsplit('\n').next()?;
    if message.contains("duplicate key") {
        Some("remove one of the two")
    } else if line.contains(':') && !line.contains('=') {
        Some("TOML is written `key = value`; for `key: value`, use `---` as the fence")
    } else if line.contains('=') && message.contains("string values must be quoted") {
        Some("put the text in quotes")
    } else if message.contains("invalid date") {
        Some("write a day of the calendar as 2026-03-01")
    } else {
        None
    }
}
