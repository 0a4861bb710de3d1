//! Diagnostics as annotations of a GitHub Actions run.
//!
//! The runner reads workflow commands from standard output and shows each beside its line in the pull request. The
//! escapes are those of the `@actions/core` package (`packages/core/src/command.ts` in actions/toolkit).

use std::fmt::Write;

use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::PathPrefix;
use crate::diag::places::Places;
use crate::diag::visible::visible;
use crate::source::SourceTree;

/// Renders all of them, one command a line.
///
/// The runner refuses columns of an annotation that covers several lines, so those have none.
pub fn github(diagnostics: &Diagnostics, sources: &SourceTree, prefix: &PathPrefix) -> String {
    let places = Places::of(diagnostics, sources);
    let mut out = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        // Writing to a `String` never fails.
        let _ = write!(out, "::{command} ");
        if let Some(span) = diagnostic.span() {
            let _ = write!(out, "file={},", property(&visible(&prefix.path(&span.path))));
            if let Some((start, end)) = places.of_span(span) {
                let _ = write!(out, "line={},endLine={},", start.line, end.line);
                if start.line == end.line {
                    let _ = write!(out, "col={},endColumn={},", start.column, end.column);
                }
            }
        }
        let _ = writeln!(out, "title={}::{}", property(diagnostic.rule.name), data(&words(diagnostic)));
    }
    out
}

/// What the annotation says: the fault, what is to be said of its place, and what to do.
fn words(diagnostic: &Diagnostic) -> String {
    let mut words = visible(&diagnostic.message).into_owned();
    let label = diagnostic.labels.first().map_or("", |label| &*label.text);
    if !label.is_empty() {
        words.push('\n');
        words.push_str(&visible(label));
    }
    if let Some(help) = &diagnostic.help {
        words.push_str("\nhelp: ");
        words.push_str(&visible(help));
    }
    words
}

/// Escapes a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::tests::report;

    #[test]
    fn a_command_each() {
        let (diagnostics, sources) = report();
        insta::assert_snapshot!(github(&diagnostics, &sources, &PathPrefix::default()), @r#"
        ::error file=content/a%2C b.md,line=2,endLine=2,col=12,endColumn=22,title=broken-link::there is no `x`%0Athis link%0Ahelp: write `y`, or take it out
        ::warning file=content/a%2C b.md,line=2,endLine=2,col=1,endColumn=10,title=call-to-action::100 %25 of {now}, [read](x)␛[2J next%0Ait asks
        ::notice file=content/a%2C b.md,line=2,endLine=3,title=call-to-action::over two lines%0Ahelp: cut it
        ::warning file=content/a%2C b.md,line=2,endLine=2,col=1,endColumn=4,title=call-to-action::promotional 0.91
        ::error title=broken-link::the site is empty
        ::error file=gone.md,title=broken-link::cannot be read
        ::warning file=content/a%2C b.md,line=2,endLine=2,col=1,endColumn=4,title=call-to-action::call to action: "Buy"
        "#);
    }

    #[test]
    fn escapes_are_those_of_the_toolkit() {
        for (text, as_data, as_property) in [
            ("plain", "plain", "plain"),
            ("50 % off", "50 %25 off", "50 %25 off"),
            ("%0A", "%250A", "%250A"),
            ("a\r\nb", "a%0D%0Ab", "a%0D%0Ab"),
            ("::error::x", "::error::x", "%3A%3Aerror%3A%3Ax"),
            ("a,b: c", "a,b: c", "a%2Cb%3A c"),
            ("Zoë ✓", "Zoë ✓", "Zoë ✓"),
        ] {
            assert_eq!((data(text).as_str(), property(text).as_str()), (as_data, as_property), "{text}");
        }
    }
}
