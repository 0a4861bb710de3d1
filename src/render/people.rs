//! Who writes here and how to reach them: the data of h-cards, with XFN words on links.

use std::collections::BTreeMap;

use tera::{Context, Value};

use crate::markdown::{HtmlOptions, to_html};
use crate::people::Person;
use crate::render::context::Globals;
use crate::render::paths;
use crate::render::shared::Shared;
use crate::render::values::{self, map};
use crate::site::SiteResolver;
use crate::site::{Image, PageId};
use crate::source::SourcePath;

/// How many of a person's pages are shown.
const NEWEST: usize = 5;

/// The context of the people page.
pub fn context(shared: &Shared, globals: &Globals) -> Context {
    let mut written: BTreeMap<&str, Vec<PageId>> = BTreeMap::new();
    for id in &shared.site().by_date {
        for author in shared.site().page(*id).authors.iter().filter_map(|author| author.id.as_deref()) {
            let pages = written.entry(author).or_default();
            if pages.len() < NEWEST {
                pages.push(*id);
            }
        }
    }
    let people = shared.inputs.audiences.people.iter().map(|person| {
        person_value(shared, person, written.get(person.id.as_str()).map_or(&[], Vec::as_slice))
    });
    let mut context = globals.context(shared, paths::PEOPLE, &shared.site().config.language);
    context.insert_value("people", values::list(people));
    context
}

fn person_value(shared: &Shared, person: &Person, pages: &[PageId]) -> Value {
    let links = person.links.iter().map(|link| {
        map([
            ("url", Value::from(link.url.as_str())),
            ("label", Value::from(link.label.as_str())),
            ("rel", Value::from(link.rel.join(" "))),
        ])
    });
    map([
        ("id", Value::from(person.id.as_str())),
        ("name", Value::from(person.name.as_str())),
        ("role", values::text(person.role.as_deref())),
        ("bio", values::html(person.bio.as_deref().map(|bio| bio_html(shared, bio)).as_deref())),
        ("email", values::text(person.email.as_deref())),
        ("url", Value::from(shared.person_url(&person.id))),
        ("links", values::list(links)),
        ("image", person.image.as_deref().map_or_else(Value::none, |path| portrait(shared, person, path))),
        ("pages", shared.pages(pages)),
    ])
}

fn bio_html(shared: &Shared, bio: &str) -> String {
    let site = shared.site();
    let options =
        HtmlOptions { settings: &site.config.markdown, anchors: false, footnote_prefix: "bio-", mail: false };
    match SourcePath::new("audiences.yaml") {
        Ok(from) => to_html(bio, &options, &SiteResolver::for_page(site, &from)),
        Err(_) => String::new(),
    }
}

/// A portrait: `@/…`, a path of the site, or a file below `static/`. One that leads nowhere has been reported.
fn portrait(shared: &Shared, person: &Person, written: &str) -> Value {
    let site = shared.site();
    let place = SourcePath::new("audiences.yaml").ok().and_then(|from| site.place(&from, written).ok());
    let Some(place) = place else { return Value::none() };
    let size = site.file_at(&place).and_then(|file| site.asset_facts.get(file)?.image);
    shared.image(&Image { place, size, alt: person.name.clone() })
}
