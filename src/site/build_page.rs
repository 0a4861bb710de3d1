//! A page out of its file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::markdown::Heading;
use crate::output::OutPath;
use crate::site::Author;
use crate::site::PageFacts;
use crate::site::address::PatternParts;
use crate::site::address::fill_pattern;
use crate::site::address::is_url_safe;
use crate::site::address::slug;
use crate::site::address::written_path;
use crate::site::faults::BAD_PATH;
use crate::site::faults::QUERY_ALIAS;
use crate::site::faults::UNDATED_PERMALINK;
use crate::site::read::ReadFile;
use crate::source::PathFault;

/// What pages are made with, besides their files and the addresses of their sections.
#[derive(Debug, Clone, PartialEq)]
pub struct PageSettings {
    /// The settings.
    pub config: Config,
    /// The names of the people who write here, by id.
    pub people: BTreeMap<String, String>,
}

/// Makes out of a file what it decides about its page; `section_url` is the URL path of its section. What only the
/// whole site knows (terms, neighbours, backlinks) comes later.
pub fn page_facts(file: &ReadFile, section_url: &str, settings: &PageSettings) -> (PageFacts, Diagnostics) {
    let PageSettings { config, people } = settings;
    let mut diagnostics = Diagnostics::new();
    let front_matter = &file.document.front_matter;
    let mut headings = file.outline.headings.clone();
    let mut body_start = file.document.body_start;
    let mut more = file.outline.more;
    let title = match &front_matter.title {
        Some(title) => title.clone(),
        None => match headings.first() {
            // The heading that gives a file its title is not said twice.
            Some(first) if first.level == 1 && only_space_before(file, first.range.start) => {
                body_start += first.range.end;
                more = more.map(|more| more.saturating_sub(first.range.end));
                headings.remove(0).text
            }
            Some(first) => first.text.clone(),
            None => file.name().replace(['-', '_'], " "),
        },
    };
    let anchors = sorted_anchors(&headings, &file.outline.ids);
    let slug = page_slug(file, config, &mut diagnostics);
    let naming = Naming { section_url, slug: &slug, title: &title };
    let url_path = page_url(file, config, &naming, &mut diagnostics);
    let aliases = checked_aliases(file, &mut diagnostics);
    let authors = if front_matter.authors.is_empty() { &config.authors } else { &front_matter.authors };
    let facts = PageFacts {
        source: file.source.clone(),
        text: Arc::clone(&file.text),
        body_start,
        title,
        description: front_matter.description.clone(),
        date: file.date,
        updated: file.updated,
        slug,
        out_path: OutPath::for_url_path(&url_path),
        url_path,
        weight: front_matter.weight,
        authors: authors.iter().map(|written| author(written, people)).collect(),
        draft: front_matter.draft || front_matter.published == Some(false),
        aliases,
        template: front_matter.template.clone(),
        layout: front_matter.layout.clone(),
        headings,
        anchors,
        word_count: file.outline.word_count,
        more,
        language: front_matter.language.clone().unwrap_or_else(|| config.language.clone()),
        in_search_index: front_matter.in_search_index.unwrap_or(true),
        toc: front_matter.toc,
        extra: front_matter.extra.clone(),
        declared_kind: front_matter.kind,
        answers: front_matter.answers.clone(),
        audiences: front_matter.audiences.clone(),
        not_promotional: front_matter.not_promotional.clone(),
    };
    (facts, diagnostics)
}

/// Every id of a text, sorted, to be searched for what follows a `#`.
pub fn sorted_anchors(headings: &[Heading], ids: &[String]) -> Vec<String> {
    let mut anchors: Vec<String> =
        headings.iter().map(|heading| heading.id.clone()).chain(ids.iter().cloned()).collect();
    anchors.sort_unstable();
    anchors
}

fn only_space_before(file: &ReadFile, offset: usize) -> bool {
    let body = &file.text[file.document.body_start..];
    body.get(..offset).is_some_and(|before| before.trim().is_empty())
}

fn author(written: &str, people: &BTreeMap<String, String>) -> Author {
    match people.get(written) {
        Some(name) => Author { id: Some(written.to_owned()), name: name.clone() },
        None => {
            let id = people.iter().find(|(_, name)| *name == written).map(|(id, _)| id.clone());
            Author { id, name: written.to_owned() }
        }
    }
}

fn page_slug(file: &ReadFile, config: &Config, diagnostics: &mut Diagnostics) -> String {
    match checked_slug(file, diagnostics) {
        Some(written) if is_url_safe(&written) => written.into_owned(),
        Some(written) => slug(&written, config.slugs),
        None => slug(file.name(), config.slugs),
    }
}

/// The slug that a file's front matter gives, percent signs decoded; one that ends where a URL's path ends is reported
/// and dropped.
pub fn checked_slug<'file>(file: &'file ReadFile, diagnostics: &mut Diagnostics) -> Option<Cow<'file, str>> {
    let written = file.document.front_matter.slug.as_deref()?;
    let Some(found) = written.chars().find(|c| matches!(c, '?' | '#')) else {
        return Some(percent_decode_str(written).decode_utf8_lossy());
    };
    let fault = PathFault::Character(found);
    diagnostics.push(
        Diagnostic::new(&BAD_PATH, format!("`{written}` cannot be a slug: {fault}"))
            .at(file.span_of(&["slug"]))
            .help("the slug is made of the file name instead"),
    );
    None
}

/// What the address of a page is made of.
struct Naming<'a> {
    section_url: &'a str,
    slug: &'a str,
    title: &'a str,
}

/// The URL path that the front matter, the permalink pattern of the section, or the section itself gives.
fn page_url(file: &ReadFile, config: &Config, naming: &Naming<'_>, diagnostics: &mut Diagnostics) -> String {
    let Naming { section_url, slug, title } = *naming;
    let plain = OutPath::normal_url_path(&format!("{section_url}{slug}"));
    if let Some(written) = &file.document.front_matter.path {
        match written_path(written) {
            Ok(url_path) => return url_path,
            Err(fault) => diagnostics.push(
                Diagnostic::new(&BAD_PATH, format!("`{written}` cannot be a path of the site: {fault}"))
                    .at(file.span_of(&["path", "permalink", "url"]))
                    .help(format!("the page gets {plain} instead")),
            ),
        }
    }
    let Some(pattern) = pattern_of(config, file.section_folder()) else { return plain };
    let parts = PatternParts {
        date: file.date.map(|date| date.date()),
        slug,
        section: section_url.trim_matches('/'),
        title,
        stem: file.name(),
        style: config.slugs,
    };
    // Only posts have patterns with dates; a page without one keeps the plain address.
    match fill_pattern(pattern, parts) {
        Some(filled) => {
            let url_path = OutPath::normal_url_path(&filled);
            if OutPath::for_url_path(&url_path).is_ok() { url_path } else { plain }
        }
        None => {
            diagnostics.push(
                Diagnostic::new(&UNDATED_PERMALINK, format!("the pattern {pattern} needs a date"))
                    .at(file.span_of(&["title"]))
                    .help(format!("the page gets {plain} instead; give it a `date:` or a `path:`")),
            );
            plain
        }
    }
}

/// The pattern of the longest folder that holds `folder`.
fn pattern_of<'a>(config: &'a Config, folder: &str) -> Option<&'a str> {
    let holds = |outer: &str| {
        outer.is_empty()
            || folder == outer
            || folder.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
    };
    let patterns = config.permalinks.iter().filter(|(outer, _)| holds(outer));
    patterns.max_by_key(|(outer, _)| outer.len()).map(|(_, pattern)| pattern.as_str())
}

/// The aliases of a file as URL paths; those that would leave the site are reported and dropped.
pub fn checked_aliases(file: &ReadFile, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut aliases = Vec::new();
    for written in &file.document.front_matter.aliases {
        match written_path(written) {
            Ok(url_path) => aliases.push(url_path),
            Err(PathFault::Character('?')) => diagnostics.push(
                Diagnostic::new(
                    &QUERY_ALIAS,
                    format!("`{written}` cannot be an alias: no file answers a query"),
                )
                .at(file.span_of(&["aliases", "redirect_from"]))
                .help("remove it, and let the server send its readers on if it can"),
            ),
            Err(fault) => diagnostics.push(
                Diagnostic::new(&BAD_PATH, format!("`{written}` cannot be an alias: {fault}"))
                    .at(file.span_of(&["aliases", "redirect_from"]))
                    .help("an alias is a path of this site, such as /old/address/"),
            ),
        }
    }
    aliases
}
