//! Tera's errors as diagnostics.

use std::collections::BTreeMap;

use tera::{Error, ErrorKind};

use crate::diag::{Diagnostic, Diagnostics, Level, Rule, nearest};
use crate::source::{Span, line_column};
use crate::theme::Theme;
use crate::theme::filters::{FILTERS, FUNCTIONS, TESTS};
use crate::theme::layers::Origin;

/// A template that cannot be read.
pub const TEMPLATE_SYNTAX: Rule = Rule {
    name: "template-syntax",
    level: Level::Error,
    explain: "The template is no valid Tera 2. Look at the marked place: usually a tag is not closed, or a closing tag \
              names another block.",
};

/// A template that names something that does not exist.
pub const TEMPLATE_REFERENCE: Rule = Rule {
    name: "template-reference",
    level: Level::Error,
    explain: "The template uses a filter, function, test, component, block or included template that does not exist. \
              Correct the name, or add the file. Templates see the files of the theme, of the themes it extends, and \
              of the site's `templates/`.",
};

/// Templates that extend or include each other in a circle.
pub const TEMPLATE_CYCLE: Rule = Rule {
    name: "template-cycle",
    level: Level::Error,
    explain: "Following `extends` or `include` from template to template must come to an end. Take one of them out. A \
              template that replaces one of the theme cannot extend the one it replaces, as they have the same name: \
              copy the whole file, or give yours another name and use it with `template:`.",
};

/// A template that a page, a job or another template needs, and that does not exist.
pub const MISSING_TEMPLATE: Rule = Rule {
    name: "missing-template",
    level: Level::Error,
    explain: "A page or section names it under `template`, another template extends it, or the site needs it, and \
              neither the site's `templates/` nor the theme has it. Add the file to `templates/`, or correct the name.",
};

/// A template that fails while it renders.
pub const TEMPLATE_RENDER: Rule = Rule {
    name: "template-render",
    level: Level::Error,
    explain: "The template is well-formed, and failed on this page: it printed a variable that is not there, or gave a \
              filter or function something it cannot use. Ask first whether a variable has a value: `{% if x %}{{ x \
              }}{% endif %}`.",
};

/// Collects diagnostics out of Tera's errors, and the names of the templates that they condemn.
pub(crate) struct Faults<'theme> {
    theme: &'theme Theme,
    /// What can be said at once.
    diagnostics: Diagnostics,
    /// The templates to leave out, each with what is said when something needs it.
    pub broken: BTreeMap<String, Diagnostics>,
}

/// Joins the faults of one place of a template that many pages met: the first page by path speaks for all.
pub fn group_render_faults(diagnostics: Diagnostics) -> Diagnostics {
    let mut grouped: BTreeMap<(String, Option<Span>), (Diagnostic, usize)> = BTreeMap::new();
    let mut others = Diagnostics::new();
    for diagnostic in diagnostics {
        let page = diagnostic.labels.last().filter(|label| label.text == WHILE_RENDERING);
        if diagnostic.rule != &TEMPLATE_RENDER || page.is_none() {
            others.push(diagnostic);
            continue;
        }
        let in_template = diagnostic.labels.first().filter(|label| label.text != WHILE_RENDERING);
        let key = (diagnostic.message.clone(), in_template.map(|label| label.span.clone()));
        let page = |diagnostic: &Diagnostic| diagnostic.labels.last().map(|label| label.span.clone());
        match grouped.get_mut(&key) {
            None => {
                grouped.insert(key, (diagnostic, 0));
            }
            Some((first, more)) => {
                *more += 1;
                if page(&diagnostic) < page(first) {
                    *first = diagnostic;
                }
            }
        }
    }
    for (mut diagnostic, more) in grouped.into_values() {
        if let Some(page) = diagnostic.labels.last_mut().filter(|_| more > 0) {
            let pages = if more == 1 { "page" } else { "pages" };
            page.text = format!("{WHILE_RENDERING}, and {more} more {pages}").into();
        }
        others.push(diagnostic);
    }
    others
}

/// Said under the page that a template failed on.
pub(crate) const WHILE_RENDERING: &str = "while rendering this";

/// A place as Tera knows it.
struct Place<'text> {
    template: &'text str,
    range: std::ops::Range<usize>,
}

impl<'theme> Faults<'theme> {
    pub fn new(theme: &'theme Theme) -> Self {
        Self { theme, diagnostics: Diagnostics::new(), broken: BTreeMap::new() }
    }

    /// The diagnostics of one error, wherever it lies.
    pub fn take(mut self, error: &Error) -> Diagnostics {
        self.add(error);
        let (mut diagnostics, unsaid) = self.into_parts();
        diagnostics.extend(unsaid.into_values().flatten());
        diagnostics
    }

    /// What can be said at once; and the templates to leave out, with what is said when they are needed.
    pub fn into_parts(self) -> (Diagnostics, BTreeMap<String, Diagnostics>) {
        (self.diagnostics, self.broken)
    }

    /// Leaves templates out for a fault that was reported.
    pub fn condemn<'name>(&mut self, names: impl IntoIterator<Item = &'name str>) {
        for name in names {
            self.broken.entry(name.to_owned()).or_default();
        }
    }

    /// Leaves a template out because it builds on one that is left out; the reason is the same.
    fn condemn_with(&mut self, name: &str, parent: &str) {
        let unsaid = self.broken.get(parent).cloned().unwrap_or_default();
        self.broken.entry(name.to_owned()).or_default().extend(unsaid);
    }

    /// Adds what one error says.
    pub fn add(&mut self, error: &Error) {
        match error.kind() {
            ErrorKind::SyntaxError(report) => {
                let place = Place { template: report.filename(), range: report.span().range.clone() };
                let help = report.message().to_lowercase().contains("end of input");
                let help = help.then(|| {
                    "close every `{{` with `}}` and every `{%` with `%}`; blocks, ifs and loops end with `{% end… %}`".to_owned()
                });
                self.report(&TEMPLATE_SYNTAX, report.message(), Some(place), help);
            }
            ErrorKind::RenderingError(report) => {
                let place = Place { template: report.filename(), range: report.span().range.clone() };
                // Tera lists what would have been right behind the fault itself.
                let (message, known) = match report.message().split_once(". Available ") {
                    Some((message, known)) => {
                        (message, known.split_once(": ").map_or("", |(_, names)| names))
                    }
                    None => (report.message(), ""),
                };
                let name = message.split('`').nth(1).unwrap_or("");
                let near = nearest(name, known.split(", "));
                let help = match near {
                    Some(near) => Some(format!("did you mean `{near}`?")),
                    None if known.is_empty() => None,
                    None => Some(format!("there is: {known}")),
                };
                self.report(&TEMPLATE_RENDER, message, Some(place), help);
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                let mut chain = vec![tpl.as_str()];
                chain.extend(inheritance_chain.iter().map(String::as_str));
                self.report_circle("extend", &chain);
            }
            ErrorKind::CircularInclude { include_chain, .. } => {
                let chain: Vec<&str> = include_chain.iter().map(String::as_str).collect();
                self.report_circle("include", &chain);
            }
            ErrorKind::MissingParent { current, parent } => self.report_missing_parent(current, parent),
            ErrorKind::Msg(text) if text.starts_with("error: ") => self.report_references(text),
            other => self.report(&TEMPLATE_RENDER, &other.to_string(), None, None),
        }
    }

    fn report_circle(&mut self, what: &str, chain: &[&str]) {
        // The part that repeats starts where the last name first stood.
        let start = chain.iter().position(|name| Some(name) == chain.last()).unwrap_or(0);
        let circle = &chain[start..];
        let message = match circle {
            [alone, again] if alone == again => format!("the template `{alone}` {what}s itself"),
            _ => format!("templates {what} each other in a circle: {}", circle.join(" → ")),
        };
        let (first, next) = (chain[start], chain.get(start + 1).copied().unwrap_or(chain[start]));
        let place = self.quoted(first, what, next);
        self.report(&TEMPLATE_CYCLE, &message, place, None);
        self.condemn(chain.iter().copied());
    }

    fn report_missing_parent(&mut self, current: &str, parent: &str) {
        if self.broken.contains_key(parent) {
            self.condemn_with(current, parent);
            return;
        }
        let message = format!("`{current}` extends `{parent}`, which does not exist");
        let place = self.quoted(current, "extends", parent);
        let help = nearest(parent, self.theme.templates().map(|(name, _)| name))
            .map(|near| format!("did you mean `{near}`?"));
        self.report(&MISSING_TEMPLATE, &message, place, help);
        self.condemn([current]);
    }

    /// Tera reports unknown names as one text of several reports, each with a line `--> file:line:column`.
    fn report_references(&mut self, text: &str) {
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            let Some(message) = line.strip_prefix("error: ") else { continue };
            let Some(place) = lines.peek().and_then(|line| line.trim_start().strip_prefix("--> ")) else {
                continue;
            };
            let mut parts = place.rsplitn(3, ':');
            let column = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
            let line = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
            let Some(template) = parts.next() else { continue };
            let name = message.split('`').nth(1).unwrap_or("");
            let included = message.starts_with("Unknown template");
            if included && self.broken.contains_key(name) {
                self.condemn_with(template, name);
                continue;
            }
            let range = self.word_at(template, line, column, name);
            let help = self.suggest(message, name);
            self.report(&TEMPLATE_REFERENCE, message, Some(Place { template, range }), help);
        }
    }

    fn suggest(&self, message: &str, name: &str) -> Option<String> {
        let near = match message.split('`').next().unwrap_or("").trim_end() {
            "Unknown filter" => nearest(name, FILTERS.iter().copied()),
            "Unknown function" => nearest(name, FUNCTIONS.iter().copied()),
            "Unknown test" => nearest(name, TESTS.iter().copied()),
            "Unknown template" => nearest(name, self.theme.templates().map(|(name, _)| name)),
            "Block" => {
                let help = "a template of the site took the place of the one that has this block; keep the block in \
                            it, or give it another name";
                return Some(help.to_owned());
            }
            _ => None,
        };
        near.map(|near| format!("did you mean `{near}`?"))
    }

    /// Adds a diagnostic, with its place in the file that a person can edit.
    fn report(&mut self, rule: &'static Rule, message: &str, place: Option<Place<'_>>, help: Option<String>) {
        let message = lower_first(message);
        let found = place.as_ref().and_then(|place| self.theme.template_source(place.template));
        let built_in = matches!(found, Some((Origin::BuiltIn(..), _)));
        let mut diagnostic = match (&place, found) {
            (Some(place), Some((Origin::Site(path), _))) => {
                Diagnostic::new(rule, message).at(Span::new(path, place.range.clone()))
            }
            (Some(place), Some((Origin::BuiltIn(theme, _), text))) => {
                let at = line_column(text, place.range.start);
                let message = format!(
                    "{message} (built-in theme {theme}: {}:{}:{})",
                    place.template, at.line, at.column
                );
                Diagnostic::new(rule, message)
            }
            _ => Diagnostic::new(rule, message),
        };
        if let Some(help) = help {
            diagnostic = diagnostic.help(help);
        }
        match place {
            Some(place) if built_in => {
                self.broken.entry(place.template.to_owned()).or_default().push(diagnostic)
            }
            Some(place) => {
                self.condemn([place.template]);
                self.diagnostics.push(diagnostic);
            }
            None => self.diagnostics.push(diagnostic),
        }
    }

    /// The place of `name` between quotes behind the word `tag` in a template.
    fn quoted<'text>(&self, template: &'text str, tag: &str, name: &str) -> Option<Place<'text>> {
        let (_, text) = self.theme.template_source(template)?;
        let range = text.match_indices(name).map(|(start, found)| start..start + found.len()).find(|range| {
            let before = text[..range.start].strip_suffix(['"', '\'', '`']).map(str::trim_end);
            before.is_some_and(|before| before.ends_with(tag) || before.ends_with(&format!("{tag}s")))
        });
        Some(Place { template, range: range.unwrap_or(0..0) })
    }

    /// The bytes of `name` at or after a line (from 1) and column (from 1, in characters) of a template.
    fn word_at(&self, template: &str, line: usize, column: usize, name: &str) -> std::ops::Range<usize> {
        let Some((_, text)) = self.theme.template_source(template) else { return 0..0 };
        let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = &text[line_start..];
        let start = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(index, _)| index);
        match rest[start..].find(name) {
            Some(offset) => line_start + start + offset..line_start + start + offset + name.len(),
            None => line_start + start..line_start + start,
        }
    }
}

fn lower_first(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut rest = message.chars();
    match rest.next() {
        // `HTML …` keeps its capitals.
        Some(first) if !rest.clone().next().is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(rest).collect()
        }
        _ => message.to_owned(),
    }
}
