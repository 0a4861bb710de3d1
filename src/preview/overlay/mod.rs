//! What is wrong, over the page that shows the last good state.
//!
//! [`overlay`] is a dialog in a shadow root of its own, so that neither its style nor that of the page touches the other.
//! It can be read and closed without any script; the client closes it with Esc, too, and takes it away once all is
//! mended.

mod excerpt;

use std::sync::OnceLock;

use serde::Serialize;
use tera::Context;
use tera::Tera;

use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::preview::Problems;
use crate::preview::overlay::excerpt::excerpt;

/// The most errors that are shown. After a change of branch there may be thousands, most of them for one reason.
const MOST: usize = 20;

const TEMPLATE: &str = "overlay.html";

static TERA: OnceLock<Tera> = OnceLock::new();

/// What the overlay says.
#[derive(Debug, Serialize)]
struct Said<'a> {
    css: &'static str,
    title: String,
    errors: Vec<SaidError<'a>>,
    /// How many more there are than are shown.
    more: usize,
}

#[derive(Debug, Serialize)]
struct SaidError<'a> {
    rule: &'a str,
    message: &'a str,
    /// The lines of the source that it points at, as HTML.
    excerpt: String,
    help: Option<&'a str>,
}

/// The errors of the site, and those that the page at hand met when it was rendered, as HTML to be put at the end of
/// its body; empty if there are none.
pub fn overlay(problems: &Problems, of_page: &Diagnostics) -> String {
    let is_error = |diagnostic: &&Diagnostic| diagnostic.level == Level::Error;
    let all = problems.diagnostics.iter().chain(of_page).filter(is_error);
    let mut errors: Diagnostics = all.cloned().collect();
    if errors.is_empty() {
        return String::new();
    }
    // A page may meet what is known of the site already.
    errors.sort();
    let title = if errors.len() == 1 { "1 error".to_owned() } else { format!("{} errors", errors.len()) };
    let said = Said {
        css: include_str!("overlay.css"),
        title,
        errors: errors.iter().take(MOST).map(|error| said(error, problems)).collect(),
        more: errors.len().saturating_sub(MOST),
    };
    let tera = TERA.get_or_init(|| {
        let mut tera = Tera::new();
        let added = tera.add_raw_template(TEMPLATE, include_str!("overlay.html"));
        added.expect("a test renders the template");
        tera
    });
    let rendered = Context::from_serialize(&said).and_then(|context| tera.render(TEMPLATE, &context));
    rendered.expect("a test renders the template, and it takes nothing but texts")
}

fn said<'a>(error: &'a Diagnostic, problems: &Problems) -> SaidError<'a> {
    SaidError {
        rule: error.rule.name,
        message: &error.message,
        excerpt: excerpt(error, problems),
        help: error.help.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diag::Rule;
    use crate::preview::Editor;
    use crate::source::SourcePath;
    use crate::source::SourceTree;
    use crate::source::Span;

    const RULE: Rule = Rule { name: "bad-thing", level: Level::Error, explain: "Mend it." };
    const WARNING: Rule = Rule { name: "odd-thing", level: Level::Warning, explain: "Look at it." };

    fn problems(diagnostics: impl IntoIterator<Item = Diagnostic>) -> Problems {
        let mut sources = SourceTree::default();
        sources.insert_text(path(), "---\ntitle: <u>\ndate: 2026-99-99\n---\nText\n");
        let editor =
            Editor { pattern: "vscode://file/{path}:{line}:{column}".into(), root: "/home/ann".into() };
        Problems {
            generation: 1,
            diagnostics: diagnostics.into_iter().collect(),
            sources: Arc::new(sources),
            editor,
        }
    }

    fn path() -> SourcePath {
        SourcePath::new("content/a & b.md").unwrap()
    }

    fn bad() -> Diagnostic {
        Diagnostic::new(&RULE, "there is no month 99 in <u>")
            .label(Span::new(&path(), 21..31), "as <read>")
            .help("write a day & mean it")
    }

    #[test]
    fn nothing_but_errors_makes_an_overlay() {
        let none = Diagnostics::new();
        assert_eq!(overlay(&problems([Diagnostic::new(&WARNING, "odd")]), &none), "");
        assert!(overlay(&problems([bad()]), &none).contains("1 error"));
        assert!(overlay(&problems([]), &[bad()].into_iter().collect()).contains("1 error"));
        let twice = overlay(&problems([bad()]), &[bad()].into_iter().collect());
        assert!(twice.contains("1 error"), "the page met what is known already");
    }

    #[test]
    fn an_error_shows_its_lines_and_opens_its_place_and_nothing_of_it_is_markup() {
        let html = overlay(&problems([bad()]), &Diagnostics::new());
        assert!(html.contains("there is no month 99 in &lt;u&gt;"), "{html}");
        assert!(html.contains("href=\"vscode://file/home/ann/content/a%20%26%20b.md:3:7\""), "{html}");
        assert!(html.contains(">content/a &amp; b.md:3:7</a>"), "{html}");
        assert!(html.contains("^^^^^^^^^^ as &lt;read&gt;"), "{html}");
        assert!(html.contains("write a day &amp; mean it"), "{html}");
        assert!(!html.contains("<u>"), "{html}");
    }

    #[test]
    fn without_an_editor_the_place_is_no_link() {
        let problems = Problems { editor: Editor::default(), ..problems([bad()]) };
        let html = overlay(&problems, &Diagnostics::new());
        assert!(html.contains("content/a &amp; b.md:3:7"), "{html}");
        assert!(!html.contains("<a "), "{html}");
    }

    #[test]
    fn of_very_many_errors_the_first_are_shown_and_the_others_counted() {
        let many = (0..1000).map(|number| Diagnostic::new(&RULE, format!("number {number:04}")));
        let html = overlay(&problems(many), &Diagnostics::new());
        assert_eq!(html.matches("error[bad-thing]").count(), MOST);
        assert!(html.contains("1000 errors") && html.contains("980 more"), "{html}");
        assert!(html.contains("number 0019") && !html.contains("number 0020"), "{html}");
    }
}
