//! The lines of source that an error points at, as HTML.

use crate::diag::Diagnostic;
use crate::diag::human;
use crate::output::escape_xml;
use crate::output::push_xml;
use crate::preview::Problems;
use crate::source::SourcePath;

/// What stands before the place of an excerpt: of the first, and of each further one.
const ARROWS: [&str; 2] = ["--> ", "::: "];

/// The excerpts that the terminal shows of `diagnostic`, without its message and help: places as links to the editor,
/// line numbers and underlines as `<i>` and `<b>`.
pub fn excerpt(diagnostic: &Diagnostic, problems: &Problems) -> String {
    if diagnostic.labels.is_empty() {
        return String::new();
    }
    let bare = Diagnostic { help: None, ..diagnostic.clone() };
    let report = human(&[bare].into_iter().collect(), &problems.sources, false);
    let mut html = String::with_capacity(report.len() * 2);
    // The first line is the message, which nothing breaks.
    for line in report.trim_end().lines().skip(1) {
        push_line(&mut html, line, problems);
        html.push('\n');
    }
    html.truncate(html.trim_end().len());
    html
}

fn push_line(html: &mut String, line: &str, problems: &Problems) {
    let arrow = ARROWS.iter().find_map(|arrow| {
        let at = line.find(arrow).filter(|at| line[..*at].trim().is_empty())?;
        Some(line.split_at(at + arrow.len()))
    });
    if let Some((before, place)) = arrow {
        push_xml(html, before);
        match link(place, problems) {
            Some(href) => {
                html.push_str(&format!("<a href=\"{}\">{}</a>", escape_xml(&href), escape_xml(place)));
            }
            None => push_xml(html, place),
        }
        return;
    }
    let Some((gutter, rest)) = line.split_once('|') else { return push_xml(html, line) };
    html.push_str("<i>");
    push_xml(html, gutter);
    html.push_str("|</i>");
    // A line of the file has a number before it, what is said of it has none.
    let is_said = gutter.trim().is_empty() && !rest.trim().is_empty();
    html.push_str(if is_said { "<b>" } else { "" });
    push_xml(html, rest);
    html.push_str(if is_said { "</b>" } else { "" });
}

/// The address that opens `path:line:column`, or `path` alone, in the editor.
fn link(place: &str, problems: &Problems) -> Option<String> {
    let mut parts = place.rsplitn(3, ':');
    let (column, line) = (parts.next()?.parse().ok(), parts.next().and_then(|line| line.parse().ok()));
    let (path, line, column) = match (parts.next(), line, column) {
        (Some(path), Some(line), Some(column)) => (path, line, column),
        _ => (place, 1, 1),
    };
    problems.editor.link(&SourcePath::new(path).ok()?, line, column)
}
