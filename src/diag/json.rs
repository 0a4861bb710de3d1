//! Diagnostics for programs: one JSON object a line.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::diag::visible::is_unsafe;
use crate::diag::{Diagnostic, Diagnostics, Level};
use crate::source::{LineIndex, SourcePath, SourceTree, Span};

/// Renders all of them, one JSON object a line: `rule`, `level`, `message`, `path`, `start` and `end` as line,
/// column and byte, `labels`, `help`.
///
/// Lines and columns count from 1, columns in Unicode characters, bytes from 0. `path`, `start` and `end` are
/// those of the first label, and `null` where there is none; `start` and `end` are `null` as well for a file that
/// is not in `sources`. Characters that a terminal would obey are escaped.
pub fn json(diagnostics: &Diagnostics, sources: &SourceTree) -> String {
    let mut indexes: BTreeMap<&SourcePath, LineIndex<'_>> = BTreeMap::new();
    let mut out = String::new();
    for diagnostic in diagnostics {
        for path in diagnostic.labels.iter().map(|label| &label.span.path) {
            if let Some(text) = sources.text(path) {
                indexes.entry(path).or_insert_with(|| LineIndex::new(text));
            }
        }
        json_line(&line(diagnostic, &indexes), &mut out);
    }
    out
}

/// Writes `value`, which must be made of structs, strings, numbers and lists, as one line of JSON. Characters that a
/// terminal would obey are escaped.
pub fn json_line(value: &impl Serialize, out: &mut String) {
    // Strings and numbers always serialize.
    let line = serde_json::to_string(value).unwrap_or_default();
    let mut written = 0;
    for (at, c) in line.char_indices().filter(|(_, c)| is_unsafe(*c)) {
        out.push_str(&line[written..at]);
        let _ = write!(out, "\\u{:04x}", u32::from(c));
        written = at + c.len_utf8();
    }
    out.push_str(&line[written..]);
    out.push('\n');
}

#[derive(Serialize)]
struct Line<'a> {
    rule: &'a str,
    level: Level,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    labels: Vec<LabelLine<'a>>,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct LabelLine<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    path: Option<&'a str>,
    start: Option<Point>,
    end: Option<Point>,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    byte: usize,
}

fn line<'a>(diagnostic: &'a Diagnostic, indexes: &BTreeMap<&SourcePath, LineIndex<'_>>) -> Line<'a> {
    Line {
        rule: diagnostic.rule.name,
        level: diagnostic.level,
        message: &diagnostic.message,
        place: place(diagnostic.span(), indexes),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| LabelLine { place: place(Some(&label.span), indexes), text: &label.text })
            .collect(),
        help: diagnostic.help.as_deref(),
    }
}

fn place<'a>(span: Option<&'a Span>, indexes: &BTreeMap<&SourcePath, LineIndex<'_>>) -> Place<'a> {
    let Some(span) = span else { return Place { path: None, start: None, end: None } };
    let point = |byte| {
        let place = indexes.get(&span.path)?.line_column(byte);
        Some(Point { line: place.line, column: place.column, byte })
    };
    Place { path: Some(span.path.as_str()), start: point(span.start), end: point(span.end) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Rule;

    const RULE: Rule = Rule { name: "broken-link", level: Level::Warning, explain: "" };

    #[test]
    fn one_object_a_line() {
        let path = SourcePath::new("content/a.md").unwrap();
        let mut sources = SourceTree::default();
        sources.insert_text(path.clone(), "Zoë\nx [y](z)\n");
        let diagnostics = Diagnostics::from_iter([
            Diagnostic::new(&RULE, "no file \"z\"").label(Span::new(&path, 7..13), "here").help("write it"),
            Diagnostic::new(&RULE, "\u{1b}[2J\u{9b}\u{202e}"),
            Diagnostic::new(&RULE, "gone").at(Span::start_of(&SourcePath::new("gone.md").unwrap())),
        ]);
        let text = json(&diagnostics, &sources);
        insta::assert_snapshot!(text, @r###"
        {"rule":"broken-link","level":"warning","message":"no file \"z\"","path":"content/a.md","start":{"line":2,"column":3,"byte":7},"end":{"line":2,"column":9,"byte":13},"labels":[{"path":"content/a.md","start":{"line":2,"column":3,"byte":7},"end":{"line":2,"column":9,"byte":13},"text":"here"}],"help":"write it"}
        {"rule":"broken-link","level":"warning","message":"\u001b[2J\u009b\u202e","path":null,"start":null,"end":null,"labels":[],"help":null}
        {"rule":"broken-link","level":"warning","message":"gone","path":"gone.md","start":null,"end":null,"labels":[{"path":"gone.md","start":null,"end":null,"text":""}],"help":null}
        "###);
        let back: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(back[1]["message"], "\u{1b}[2J\u{9b}\u{202e}");
    }

    /// Twenty thousand places in one long line; counting each from its start would take minutes.
    #[test]
    fn cost_does_not_grow_with_the_square() {
        let path = SourcePath::new("a.md").unwrap();
        let mut sources = SourceTree::default();
        sources.insert_text(path.clone(), "é".repeat(1_000_000));
        let places =
            (0..20_000).map(|at| Diagnostic::new(&RULE, "x").at(Span::new(&path, at * 100..at * 100 + 2)));
        let text = json(&places.collect(), &sources);
        assert_eq!(text.lines().count(), 20_000);
        assert!(text.ends_with("\"help\":null}\n") && text.contains("\"column\":999951"));
    }
}
