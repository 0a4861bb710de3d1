//! The sitemap, as sitemaps.org 0.9 has it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::config::PostDate;
use crate::output::{encode_path, escape_xml, push_xml};
use crate::plan::{Job, SITEMAP_LIMIT};
use crate::render::dates::last_change;
use crate::render::inputs::Inputs;
use crate::render::paths;
use crate::render::shared::Shared;
use crate::site::{PageId, SectionId, Site, TermId};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// One address of the site.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    /// Its URL path without the slash at its start.
    url_path: &'a str,
    last_change: Option<Change>,
}

/// When a place last changed.
#[derive(Debug, Clone, Copy)]
enum Change {
    At(PostDate),
    On(Date),
}

/// How many sitemaps there are besides the index: none if a single one holds everything.
fn parts(places: usize) -> u32 {
    if places <= SITEMAP_LIMIT { 0 } else { places.div_ceil(SITEMAP_LIMIT) as u32 }
}

/// Writes part `part`: 0 is the only one, or the index of the others.
pub fn render(shared: &Shared, part: u32) -> Vec<u8> {
    let places = places(&shared.inputs);
    let count = parts(places.len());
    if part == 0 && count > 0 {
        return index((1..=count).map(|part| shared.permalink(&paths::sitemap(part)))).into_bytes();
    }
    let shown = places.chunks(SITEMAP_LIMIT).nth(part.saturating_sub(1) as usize).unwrap_or(&[]);
    urls(&shared.permalink("/"), shown).into_bytes()
}

fn index(sitemaps: impl Iterator<Item = String>) -> String {
    let mut xml =
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    for url in sitemaps {
        xml.push_str("  <sitemap><loc>");
        push_xml(&mut xml, &url);
        xml.push_str("</loc></sitemap>\n");
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

/// The addresses of places below `home`, the address of the home page.
fn urls(home: &str, places: &[Place<'_>]) -> String {
    let mut xml = String::with_capacity(256 + places.len() * (home.len() + 112));
    xml.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"");
    xml.push_str(NAMESPACE);
    xml.push_str("\">\n");
    let home = escape_xml(home);
    for place in places {
        xml.push_str("  <url><loc>");
        xml.push_str(&home);
        push_xml(&mut xml, &encode_path(place.url_path));
        xml.push_str("</loc>");
        if let Some(last_change) = place.last_change {
            xml.push_str("<lastmod>");
            xml.push_str(&match last_change {
                Change::At(date) => date.rfc3339(),
                Change::On(day) => day.to_string(),
            });
            xml.push_str("</lastmod>");
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Every page for readers, ordered by path.
fn places(inputs: &Inputs) -> Vec<Place<'_>> {
    let site = &*inputs.site;
    // A list of a thousand pages has one newest post.
    let mut of_sections: BTreeMap<SectionId, Option<PostDate>> = BTreeMap::new();
    let mut of_terms: BTreeMap<TermId, Option<PostDate>> = BTreeMap::new();
    let mut places: Vec<Place<'_>> = inputs
        .plan
        .sitemap_pages()
        .map(|(path, job)| {
            let last_change = match job {
                Job::Page(id) => last_change(site.page(*id)),
                Job::Section { section, .. } => {
                    // The home page shows the newest posts of the whole site.
                    let section_pages = &site.section(*section).pages;
                    let pages = if section.0 == 0 { &site.by_date } else { section_pages };
                    *of_sections.entry(*section).or_insert_with(|| newest(site, pages))
                }
                Job::Term { term, .. } => {
                    let pages = paths::term(site, *term).map_or(&[][..], |term| &term.pages);
                    *of_terms.entry(*term).or_insert_with(|| newest(site, pages))
                }
                Job::Archive => newest(site, &site.by_date),
                _ => None,
            };
            let last_change = match job {
                Job::Issue { date, .. } => Some(Change::On(*date)),
                _ => last_change.map(Change::At),
            };
            let path = path.as_str();
            Place { url_path: path.strip_suffix("index.html").unwrap_or(path), last_change }
        })
        .collect();
    places.sort_by_key(|place| place.url_path);
    places
}

fn newest(site: &Site, pages: &[PageId]) -> Option<PostDate> {
    pages.iter().filter_map(|id| last_change(site.page(*id))).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_is_split_only_when_it_must_be() {
        assert_eq!([0, 1, 50_000, 50_001, 150_000].map(parts), [0, 0, 0, 2, 3]);
    }

    #[test]
    fn addresses_are_escaped() {
        let url = "https://example.org/?a&b=<c>'\"".to_owned();
        let place = Place { url_path: "b'ö/", last_change: None };
        for (xml, url) in [
            (index(std::iter::once(url.clone())), url.clone()),
            (urls(&url, &[place]), format!("{url}b'%C3%B6/")),
        ] {
            let document = roxmltree::Document::parse(&xml).unwrap();
            let place = document.descendants().find(|node| node.has_tag_name((NAMESPACE, "loc")));
            assert_eq!(place.and_then(|place| place.text()), Some(url.as_str()));
        }
    }
}
