//! Which template renders what.

use std::borrow::Cow;

use crate::diag::{Diagnostic, Diagnostics, Level, Rule, nearest};
use crate::render::inputs::Inputs;
use crate::site::{Page, Section, Site};
use crate::source::{SourcePath, Span};
use crate::theme::Theme;

/// A page or section that names a template which does not exist.
pub const UNKNOWN_TEMPLATE: Rule = Rule {
    name: "unknown-template",
    level: Level::Warning,
    explain: "The front matter names a template under `template` or `page_template` that neither the site's \
              `templates/` nor the theme has. The page is rendered with the usual template instead. Write a template's \
              name as its path below `templates/`, with its ending: `page.html`, `notes/page.html`.",
};

/// Templates that render something else than a page. A former generator's `layout: archive` does not mean them.
const NOT_FOR_PAGES: &[&str] = &[
    "404.html",
    "alias.html",
    "archive.html",
    "base.html",
    "index.html",
    "newsletter.html",
    "newsletters.html",
    "people.html",
    "section.html",
    "subscribe.html",
    "taxonomy_list.html",
    "taxonomy_single.html",
];

/// The template of a page: its own, the one that its `layout` means, the nearest section's `page_template`, or
/// `page.html`.
pub fn of_page<'site>(theme: &Theme, site: &'site Site, page: &'site Page) -> Cow<'site, str> {
    if let Some(template) = page.template.as_deref().filter(|template| theme.has_template(template)) {
        return template.into();
    }
    if let Some(layout) = &page.layout {
        let template = format!("{layout}.html");
        if theme.has_template(&template) && !NOT_FOR_PAGES.contains(&template.as_str()) {
            return template.into();
        }
    }
    let mut above = Some(page.section);
    while let Some(id) = above {
        let section = site.section(id);
        if let Some(template) =
            section.page_template.as_deref().filter(|template| theme.has_template(template))
        {
            return template.into();
        }
        above = section.parent;
    }
    "page.html".into()
}

/// The template of a section's list: its own, `index.html` for the root, or `section.html`.
pub fn of_section<'site>(theme: &Theme, section: &'site Section) -> &'site str {
    match section.template.as_deref().filter(|template| theme.has_template(template)) {
        Some(template) => template,
        None if section.parent.is_none() && theme.has_template("index.html") => "index.html",
        None => "section.html",
    }
}

/// The template of a taxonomy's list of terms (`which` is `list`) or of one term (`single`).
pub fn of_taxonomy(theme: &Theme, taxonomy: &str, which: &str) -> String {
    let own = format!("{taxonomy}/{which}.html");
    if theme.has_template(&own) { own } else { format!("taxonomy_{which}.html") }
}

/// Reports every template that a front matter names and nobody has.
pub fn check_names(inputs: &Inputs) -> Diagnostics {
    let site = &inputs.site;
    let pages =
        site.pages.iter().filter_map(|page| Some((page.template.as_deref()?, &page.source, &*page.text)));
    let sections = site.sections.iter().flat_map(|section| {
        let names = [section.template.as_deref(), section.page_template.as_deref()];
        names.into_iter().flatten().filter_map(|name| Some((name, section.source.as_ref()?, &*section.text)))
    });
    pages
        .chain(sections)
        .filter(|(name, ..)| !inputs.theme.has_template(name))
        .map(|(name, source, text)| {
            let message = format!("there is no template `{name}`");
            let help = match nearest(name, inputs.theme.templates().map(|(name, _)| name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None if SourcePath::new(name).is_ok_and(|path| path.as_str() == name) => {
                    format!("write `templates/{name}`, or leave the key out to use the theme's own")
                }
                None => "name a file below `templates/`, or leave the key out to use the theme's own".into(),
            };
            Diagnostic::new(&UNKNOWN_TEMPLATE, message).at(span_of(source, text, name)).help(help)
        })
        .collect()
}

/// Where a template's name stands in a file: behind the first key that ends in `template`.
fn span_of(source: &SourcePath, text: &str, name: &str) -> Span {
    let mut searched = 0;
    while let Some(key) = text[searched..].find("template") {
        let after = searched + key + "template".len();
        let line_end = text[after..].find('\n').map_or(text.len(), |end| after + end);
        if let Some(start) = text[after..line_end].find(name) {
            return Span::new(source, after + start..after + start + name.len());
        }
        searched = after;
    }
    Span::start_of(source)
}
