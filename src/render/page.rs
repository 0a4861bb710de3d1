//! A page's own file.

use tera::{Context, Map, Value};

use crate::markdown::{Heading, TocNode, toc};
use crate::people::resolve_need;
use crate::render::context::Globals;
use crate::render::json_ld::{PostingFacts, json_ld};
use crate::render::paths;
use crate::render::shared::Shared;
use crate::render::values::{self, map};
use crate::site::{Page, PageId, TermId};

/// The context of a page.
pub fn context(shared: &Shared, globals: &Globals, id: PageId) -> Context {
    let page = shared.site().page(id);
    let mut context = globals.context(shared, &page.url_path, &page.language);
    context.insert_value("page", full_page(shared, id));
    context.insert_value("section", shared.section(page.section));
    context
}

/// A page with everything: what `page` is on its own page, and what `get_page` returns.
pub fn full_page(shared: &Shared, id: PageId) -> Value {
    let site = shared.site();
    let page = site.page(id);
    let light = shared.page(id);
    let mut full: Map = light.as_map().cloned().unwrap_or_default();
    let url = shared.permalink(&page.url_path);
    let neighbour = |id: Option<PageId>| id.map_or_else(Value::none, |id| shared.page(id));
    let entries = [
        ("content", Value::safe_string(&shared.bodies.page(site, id))),
        ("toc", toc_value(&page.headings, &toc(&page.headings), &url)),
        ("show_toc", Value::from(page.toc.unwrap_or(true))),
        ("assets", values::list(page.assets.iter().map(|(_, url)| Value::from(shared.href(url))))),
        ("ancestors", shared.ancestors(page.section, true)),
        ("relative_path", shared.relative_path(Some(&page.source))),
        ("lower", neighbour(page.lower)),
        ("higher", neighbour(page.higher)),
        ("series", values::list(page.terms.iter().filter_map(|term| part(shared, id, *term)))),
        ("related", shared.pages(&page.related)),
        ("backlinks", values::list(page.backlinks.iter().map(|id| backlink(shared, site.page(*id))))),
        ("answers", answers(shared, page)),
        ("aliases", values::list(page.aliases.iter().map(|alias| Value::from(alias.as_str())))),
        ("json_ld", Value::safe_string(&posting(shared, page, &url))),
    ];
    for (key, value) in entries {
        full.insert(key.into(), value);
    }
    Value::from(full)
}

/// A table of contents; nesting is bounded by the six levels of headings.
pub fn toc_value(headings: &[Heading], nodes: &[TocNode], url: &str) -> Value {
    values::list(nodes.iter().filter_map(|node| {
        let heading = headings.get(node.heading)?;
        Some(map([
            ("id", Value::from(heading.id.as_str())),
            ("permalink", Value::from(format!("{url}#{}", heading.id))),
            ("title", Value::safe_string(&heading.html)),
            ("level", Value::from(u32::from(heading.level))),
            ("children", toc_value(headings, &node.children, url)),
        ]))
    }))
}

fn backlink(shared: &Shared, page: &Page) -> Value {
    map([
        ("title", Value::from(page.title.as_str())),
        ("permalink", Value::from(shared.permalink(&page.url_path))),
        ("path", Value::from(shared.href(&page.url_path))),
    ])
}

/// The place of a page in a sequence; nothing for terms that are none.
fn part(shared: &Shared, page: PageId, id: TermId) -> Option<Value> {
    let place = shared.place(id, page)? as usize;
    let term = paths::term(shared.site(), id)?;
    let at = |place: Option<usize>| {
        place.and_then(|place| term.pages.get(place)).map_or_else(Value::none, |id| shared.page(*id))
    };
    Some(map([
        ("name", Value::from(term.name.as_str())),
        ("permalink", Value::from(shared.permalink(&term.url_path))),
        ("path", Value::from(shared.href(&term.url_path))),
        ("index", Value::from(place + 1)),
        ("total", Value::from(term.pages.len())),
        ("previous", at(place.checked_sub(1))),
        ("next", at(Some(place + 1))),
        ("pages", shared.term_pages(id)),
    ]))
}

/// The needs that a page answers, in the readers' words.
fn answers(shared: &Shared, page: &Page) -> Value {
    let audiences = &shared.inputs.audiences;
    let needs = page.answers.iter().filter_map(|written| resolve_need(audiences, written).ok()).flatten();
    values::list(needs.filter_map(|id| {
        let audience = audiences.audience(&id.audience)?;
        Some(map([
            ("audience", Value::from(audience.name.as_str())),
            ("need", Value::from(id.need.as_str())),
            ("question", Value::from(audience.need(&id.need)?.ask.as_str())),
        ]))
    }))
}

fn posting(shared: &Shared, page: &Page, url: &str) -> String {
    let site = shared.site();
    let people = &shared.inputs.audiences;
    let date = page.date.map(|date| date.rfc3339());
    let updated = page.updated.map(|date| date.rfc3339());
    let home = shared.permalink("/");
    let image = page.image.as_ref().map(|image| site.place_url(&image.place));
    let urls: Vec<Option<String>> = page
        .authors
        .iter()
        .map(|author| {
            let id = author.id.as_deref().filter(|id| people.person(id).is_some())?;
            Some(format!("{}#{id}", shared.permalink(paths::PEOPLE)))
        })
        .collect();
    json_ld(&PostingFacts {
        title: &page.title,
        url,
        description: page.description.as_deref(),
        date: date.as_deref(),
        updated: updated.as_deref(),
        language: &page.language,
        image: image.as_deref(),
        authors: page
            .authors
            .iter()
            .zip(&urls)
            .map(|(author, url)| (author.name.as_str(), url.as_deref()))
            .collect(),
        keywords: page.terms.iter().filter_map(|id| Some(paths::term(site, *id)?.name.as_str())).collect(),
        word_count: page.word_count,
        site_title: &site.config.title,
        site_url: &home,
    })
}
