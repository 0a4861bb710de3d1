//! Diagnostics for editors: one line each.

use std::fmt::Write;

use crate::diag::Diagnostics;
use crate::diag::PathPrefix;
use crate::diag::places::Places;
use crate::diag::visible::visible;
use crate::source::SourceTree;

/// Renders all of them as `path:line:column: level: message [rule]`, as compilers do and editors read.
///
/// Of a fault without a place, the line begins with its level. Columns count Unicode characters from 1.
pub fn short(diagnostics: &Diagnostics, sources: &SourceTree, prefix: &PathPrefix) -> String {
    let places = Places::of(diagnostics, sources);
    let mut out = String::new();
    for diagnostic in diagnostics {
        if let Some(span) = diagnostic.span() {
            let path = prefix.path(&span.path);
            let place = places.at(&span.path, span.start);
            // A file that was not read has a beginning all the same, and editors want a line.
            let (line, column) = place.map_or((1, 1), |place| (place.line, place.column));
            // Writing to a `String` never fails.
            let _ = write!(out, "{}:{line}:{column}: ", visible(&path));
        }
        let (level, message) = (diagnostic.level.name(), visible(&diagnostic.message));
        let _ = writeln!(out, "{level}: {message} [{}]", diagnostic.rule.name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::tests::report;

    #[test]
    fn a_line_each() {
        let (diagnostics, sources) = report();
        insta::assert_snapshot!(short(&diagnostics, &sources, &PathPrefix::new("./docs")), @r#"
        docs/content/a, b.md:2:12: error: there is no `x` [broken-link]
        docs/content/a, b.md:2:1: warning: 100 % of {now}, [read](x)␛[2J next [call-to-action]
        docs/content/a, b.md:2:1: note: over two lines [call-to-action]
        docs/content/a, b.md:2:1: warning: promotional 0.91 [call-to-action]
        error: the site is empty [broken-link]
        docs/gone.md:1:1: error: cannot be read [broken-link]
        docs/content/a, b.md:2:1: warning: call to action: "Buy" [call-to-action]
        "#);
    }
}
