//! Diagnostics as rustc prints them.

use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use crate::diag::excerpt::excerpts;
use crate::diag::visible::visible;
use crate::diag::{Diagnostic, Diagnostics, Label, Level};
use crate::source::{LineIndex, SourcePath, SourceTree};

/// How many warnings or notes of one rule are shown in full.
const SHOWN_PER_RULE: usize = 5;

/// Renders all of them, with the source lines out of `sources`; `color` adds ANSI styles.
///
/// Of each rule, the first five warnings and notes are shown and the rest counted in a line at the end; errors
/// are all shown. Nothing in a message or file reaches the terminal as a control character.
pub fn human(diagnostics: &Diagnostics, sources: &SourceTree, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut indexes: BTreeMap<&SourcePath, LineIndex<'_>> = BTreeMap::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = String::new();
    for diagnostic in diagnostics {
        if diagnostic.level != Level::Error {
            let count = seen.entry(diagnostic.rule.name).or_default();
            *count += 1;
            if *count > SHOWN_PER_RULE {
                continue;
            }
        }
        for path in diagnostic.labels.iter().map(|label| &label.span.path) {
            if let Some(text) = sources.text(path) {
                indexes.entry(path).or_insert_with(|| LineIndex::new(text));
            }
        }
        render(&mut out, &renderer, diagnostic, sources, &indexes);
        out.push_str("\n\n");
    }
    let mut summed = false;
    for (rule, count) in seen {
        let more = count.saturating_sub(SHOWN_PER_RULE);
        if more > 0 {
            summed = true;
            // Writing to a `String` never fails.
            let _ = writeln!(out, "… and {more} more `{rule}`; `--format json` lists them all");
        }
    }
    if summed {
        out.push('\n');
    }
    out
}

fn render(
    out: &mut String,
    renderer: &Renderer,
    diagnostic: &Diagnostic,
    sources: &SourceTree,
    indexes: &BTreeMap<&SourcePath, LineIndex<'_>>,
) {
    let level = match diagnostic.level {
        Level::Error => annotate_snippets::Level::ERROR,
        Level::Warning => annotate_snippets::Level::WARNING,
        Level::Note => annotate_snippets::Level::NOTE,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.rule.name);
    let mut group = Group::with_title(title);
    let mut moved: Vec<(String, String)> = Vec::new();
    for (path, labels) in by_file(diagnostic) {
        let origin = Origin::path(visible(path.as_str()).into_owned());
        let (Some(text), Some(index)) = (sources.text(path), indexes.get(path)) else {
            group = group.element(origin);
            continue;
        };
        let ranges: Vec<_> = labels.iter().map(|label| label.span.range()).collect();
        if text.is_empty() {
            group = group.element(origin.line(1).char_column(1));
            continue;
        }
        for excerpt in excerpts(text, index, &ranges) {
            let Some((first, shown)) = excerpt.labels.first() else { continue };
            let place = index.line_column(ranges[*first].start);
            let column = excerpt.column(shown.start);
            if column != place.column {
                let at = |column| format!("{}:{}:{column}", visible(path.as_str()), place.line);
                moved.push((at(column), at(place.column)));
            }
            let annotations = excerpt.labels.iter().map(|(member, range)| {
                let label: &Label = labels[*member];
                // The renderer names the place of the primary label of each excerpt.
                let primary = member == first;
                let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                let words = Some(visible(&label.text).into_owned()).filter(|words| !words.is_empty());
                kind.span(range.clone()).label(words)
            });
            let annotations = annotations.collect::<Vec<_>>();
            let snippet = Snippet::source(excerpt.text)
                .path(visible(path.as_str()).into_owned())
                .line_start(excerpt.first_line)
                .annotations(annotations);
            group = group.element(snippet);
        }
    }
    let help = diagnostic.help.as_deref().map(visible);
    // Under a source line help hangs from its gutter; without one it is a line of its own.
    let mut alone = None;
    if let Some(help) = &help {
        if diagnostic.labels.is_empty() {
            alone = Some(Group::with_title(annotate_snippets::Level::HELP.secondary_title(help.as_ref())));
        } else {
            group = group.element(annotate_snippets::Level::HELP.message(help.as_ref()));
        }
    }
    let mut report = renderer.render(&[group]);
    if let Some(alone) = alone {
        report.push('\n');
        report.push_str(&renderer.render(&[alone]));
    }
    // The renderer counts the columns of a line that was cut from the cut.
    let mut from = report.find('\n').unwrap_or(report.len());
    for (cut, whole) in moved {
        if let Some(at) = report[from..].find(&cut) {
            report.replace_range(from + at..from + at + cut.len(), &whole);
            from += at + whole.len();
        }
    }
    out.push_str(&report);
}

/// The labels of each file, the primary file first.
fn by_file(diagnostic: &Diagnostic) -> Vec<(&SourcePath, Vec<&Label>)> {
    let mut files: Vec<(&SourcePath, Vec<&Label>)> = Vec::new();
    for label in &diagnostic.labels {
        match files.iter_mut().find(|(path, _)| *path == &label.span.path) {
            Some((_, labels)) => labels.push(label),
            None => files.push((&label.span.path, vec![label])),
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Rule;
    use crate::source::Span;

    const LINK: Rule = Rule { name: "broken-link", level: Level::Warning, explain: "" };
    const TYPE: Rule = Rule {
        name: "wrong-type",
        level: Level::Error,
        explain: "The key takes another kind of value: text where a number belongs, one value where a list belongs. The \
              value is left out, as if the key were not there. Write what `regards explain KEY` says that it takes.",
    };

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).unwrap()
    }

    fn tree(files: &[(&str, &str)]) -> SourceTree {
        let mut tree = SourceTree::default();
        for (name, text) in files {
            tree.insert_text(path(name), *text);
        }
        tree
    }

    #[test]
    fn places_labels_and_help() {
        let sources =
            tree(&[("content/a.md", "---\ntitle: Zoë\nweight: heavy\n---\n"), ("b.md", "weight: 3\n")]);
        let diagnostic = Diagnostic::new(&TYPE, "`weight` must be a whole number, and is text \"heavy\"")
            .label(Span::new(&path("content/a.md"), 24..29), "this")
            .label(Span::new(&path("b.md"), 0..9), "as here")
            .help("write a number");
        let shown = human(&Diagnostics::from_iter([diagnostic]), &sources, false);
        insta::assert_snapshot!(shown, @r###"
        error[wrong-type]: `weight` must be a whole number, and is text "heavy"
         --> content/a.md:3:9
          |
        3 | weight: heavy
          |         ^^^^^ this
          |
         ::: b.md:1:1
          |
        1 | weight: 3
          | ^^^^^^^^^ as here
          |
          = help: write a number
        "###);
    }

    #[test]
    fn columns_are_those_of_the_file_even_where_a_line_is_cut() {
        let line = format!("{}[y](z){}\n", "é".repeat(700), "b".repeat(900));
        let sources = tree(&[("a.md", &line)]);
        let diagnostic =
            Diagnostic::new(&LINK, "no such page").label(Span::new(&path("a.md"), 1400..1406), "here");
        insta::assert_snapshot!(human(&Diagnostics::from_iter([diagnostic]), &sources, false), @r###"
        warning[broken-link]: no such page
         --> a.md:1:701
          |
        1 | …éééééééééééééééééééééééééééééééééééééééé[y](z)bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb...
          |                                          ^^^^^^ here
        "###);
    }

    #[test]
    fn far_labels_of_one_file() {
        let sources = tree(&[("a.yaml", &format!("a: 1\n{}a: 2\n", "# x\n".repeat(30)))]);
        let diagnostic = Diagnostic::new(&TYPE, "`a` stands here twice")
            .label(Span::new(&path("a.yaml"), 125..126), "the second one")
            .label(Span::new(&path("a.yaml"), 0..1), "the first one");
        insta::assert_snapshot!(human(&Diagnostics::from_iter([diagnostic]), &sources, false), @r###"
        error[wrong-type]: `a` stands here twice
          --> a.yaml:32:1
           |
        32 | a: 2
           | ^ the second one
           |
          ::: a.yaml:1:1
           |
         1 | a: 1
           | ^ the first one
        "###);
    }

    #[test]
    fn tabs_and_many_lines() {
        let sources = tree(&[("a.md", "one\n\ttwo\nthree\n")]);
        let tab = Diagnostic::new(&TYPE, "tab").label(Span::new(&path("a.md"), 5..8), "here");
        let lines = Diagnostic::new(&TYPE, "lines").label(Span::new(&path("a.md"), 0..14), "all this");
        insta::assert_snapshot!(human(&Diagnostics::from_iter([tab, lines]), &sources, false), @r###"
        error[wrong-type]: tab
         --> a.md:2:2
          |
        2 |     two
          |     ^^^ here

        error[wrong-type]: lines
         --> a.md:1:1
          |
        1 | / one
        2 | |     two
        3 | | three
          | |_____^ all this
        "###);
    }

    #[test]
    fn places_without_text() {
        let sources = tree(&[("empty.md", "")]);
        let diagnostics = Diagnostics::from_iter([
            Diagnostic::new(&TYPE, "nowhere"),
            Diagnostic::new(&TYPE, "gone").at(Span::start_of(&path("gone.md"))),
            Diagnostic::new(&TYPE, "empty").at(Span::start_of(&path("empty.md"))),
        ]);
        insta::assert_snapshot!(human(&diagnostics, &sources, false), @r###"
        error[wrong-type]: nowhere

        error[wrong-type]: gone
        --> gone.md

        error[wrong-type]: empty
        --> empty.md:1:1
        "###);
    }

    #[test]
    fn many_warnings_are_summed_up_and_errors_never() {
        let sources = SourceTree::default();
        let warnings = (0..8).map(|number| Diagnostic::new(&LINK, format!("link {number}")));
        let errors = (0..8).map(|number| Diagnostic::new(&TYPE, format!("type {number}")));
        let shown = human(&warnings.chain(errors).collect(), &sources, false);
        insta::assert_snapshot!(shown, @r###"
        warning[broken-link]: link 0

        warning[broken-link]: link 1

        warning[broken-link]: link 2

        warning[broken-link]: link 3

        warning[broken-link]: link 4

        error[wrong-type]: type 0

        error[wrong-type]: type 1

        error[wrong-type]: type 2

        error[wrong-type]: type 3

        error[wrong-type]: type 4

        error[wrong-type]: type 5

        error[wrong-type]: type 6

        error[wrong-type]: type 7

        … and 3 more `broken-link`; `--format json` lists them all
        "###);
    }

    #[test]
    fn terminal_control_characters_do_not_get_through() {
        let sources = tree(&[("a.md", "title: \u{1b}[2J\u{9b}2J\u{202e}x\n")]);
        let diagnostic = Diagnostic::new(&TYPE, "bad \u{1b}[2J\nsecond line")
            .label(Span::new(&path("a.md"), 0..5), "\u{1b}]0;x\u{7}")
            .help("\u{9b}31m");
        let shown = human(&Diagnostics::from_iter([diagnostic]), &sources, false);
        insta::assert_snapshot!(shown, @r###"
        error[wrong-type]: bad ␛[2J second line
         --> a.md:1:1
          |
        1 | title: ␛[2J�2J�x
          | ^^^^^ ␛]0;x␇
          |
          = help: �31m
        "###);
        assert!(!shown.chars().any(|c| c != '\n' && crate::diag::visible::is_unsafe(c)));
    }

    #[test]
    fn color_is_there_only_when_asked_for() {
        let diagnostics = Diagnostics::from_iter([Diagnostic::new(&TYPE, "x")]);
        assert!(human(&diagnostics, &SourceTree::default(), true).contains('\u{1b}'));
        assert!(!human(&diagnostics, &SourceTree::default(), false).contains('\u{1b}'));
    }
}
