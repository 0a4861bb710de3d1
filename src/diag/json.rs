//! Diagnostics for programs: one JSON object a line.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diag::places::Places;
use crate::diag::visible::escaped_json;
use crate::diag::{Diagnostic, Diagnostics, Level};
use crate::source::{LineColumn, SourceTree, Span};

/// Renders all of them, one JSON object a line: a [`DiagnosticLine`] each.
///
/// Characters that a terminal would obey are escaped.
pub fn json(diagnostics: &Diagnostics, sources: &SourceTree) -> String {
    json_values(diagnostics, sources).iter().map(json_line).collect()
}

/// All of them as values, for programs that say more than a line of each.
pub fn json_values<'a>(diagnostics: &'a Diagnostics, sources: &SourceTree) -> Vec<DiagnosticLine<'a>> {
    let places = Places::of(diagnostics, sources);
    diagnostics.iter().map(|diagnostic| line(diagnostic, &places)).collect()
}

/// Writes `value`, which must be made of structs, strings, numbers and lists, as one line of JSON. Characters that a
/// terminal would obey are escaped.
pub fn json_line(value: &impl Serialize) -> String {
    // Strings and numbers always serialize.
    let mut line = escaped_json(&serde_json::to_string(value).unwrap_or_default());
    line.push('\n');
    line
}

/// One fault. `path`, `start` and `end` are those of its first label.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DiagnosticLine<'a> {
    /// The kind of fault; `regards explain RULE` says what it means.
    rule: &'a str,
    /// How grave it is, after the site's own levels.
    level: Level,
    /// What is wrong, in a sentence.
    message: &'a str,
    #[serde(flatten)]
    place: PlaceKeys<'a>,
    /// Every place that it points at, the primary one first.
    labels: Vec<LabelLine<'a>>,
    /// What to do next; null if there is nothing to say.
    help: Option<&'a str>,
}

/// A place, with what is to be said of it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct LabelLine<'a> {
    #[serde(flatten)]
    place: PlaceKeys<'a>,
    /// What is to be said of it; may be empty.
    text: &'a str,
}

/// A stretch of a file.
#[derive(Debug, Serialize, JsonSchema)]
struct PlaceKeys<'a> {
    /// The file, relative to the folder of the site, with `/` between parts; null if the fault has no place.
    path: Option<&'a str>,
    /// Where it starts; null if the fault has no place, or one in a file that was not read.
    start: Option<Point>,
    /// Where it ends: the first place behind it.
    end: Option<Point>,
}

/// A place between two characters.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Point {
    /// Counted from 1.
    #[schemars(range(min = 1))]
    line: usize,
    /// Counted from 1, in Unicode characters.
    #[schemars(range(min = 1))]
    column: usize,
    /// Counted from 0 at the start of the file, in UTF-8.
    byte: usize,
}

fn line<'a>(diagnostic: &'a Diagnostic, places: &Places<'_>) -> DiagnosticLine<'a> {
    DiagnosticLine {
        rule: diagnostic.rule.name,
        level: diagnostic.level,
        message: &diagnostic.message,
        place: place(diagnostic.span(), places),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| LabelLine { place: place(Some(&label.span), places), text: &label.text })
            .collect(),
        help: diagnostic.help.as_deref(),
    }
}

fn place<'a>(span: Option<&'a Span>, places: &Places<'_>) -> PlaceKeys<'a> {
    let Some(span) = span else { return PlaceKeys { path: None, start: None, end: None } };
    let point = |place: LineColumn, byte| Point { line: place.line, column: place.column, byte };
    let found = places.of_span(span);
    PlaceKeys {
        path: Some(span.path.as_str()),
        start: found.map(|(start, _)| point(start, span.start)),
        end: found.map(|(_, end)| point(end, span.end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Rule;
    use crate::source::SourcePath;

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
