//! The sitemap, as sitemaps.org 0.9 has it.

use std::collections::BTreeMap;

use crate::output::push_xml;
use crate::plan::{Job, SITEMAP_LIMIT};
use crate::render::dates::last_change;
use crate::render::inputs::Inputs;
use crate::render::paths;
use crate::render::shared::Shared;
use crate::site::{PageId, SectionId, Site, TermId};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// One address of the site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    url_path: String,
    last_change: Option<String>,
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
    let shown = shown.iter().map(|place| (shared.permalink(&place.url_path), place.last_change.as_deref()));
    urls(shown).into_bytes()
}

fn index(sitemaps: impl Iterator<Item = String>) -> String {
    let mut xml =
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    for url in sitemaps {
        push_place(&mut xml, "sitemap", &url, None);
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

fn urls<'a>(places: impl Iterator<Item = (String, Option<&'a str>)>) -> String {
    let mut xml = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"{NAMESPACE}\">\n");
    for (url, last_change) in places {
        push_place(&mut xml, "url", &url, last_change);
    }
    xml.push_str("</urlset>\n");
    xml
}

fn push_place(xml: &mut String, element: &str, url: &str, last_change: Option<&str>) {
    xml.push_str(&format!("  <{element}><loc>"));
    push_xml(xml, url);
    xml.push_str("</loc>");
    if let Some(last_change) = last_change {
        xml.push_str("<lastmod>");
        push_xml(xml, last_change);
        xml.push_str("</lastmod>");
    }
    xml.push_str(&format!("</{element}>\n"));
}

/// Every page for readers, ordered by path.
fn places(inputs: &Inputs) -> Vec<Place> {
    let site = &*inputs.site;
    // A list of a thousand pages has one newest post.
    let mut of_sections: BTreeMap<SectionId, Option<String>> = BTreeMap::new();
    let mut of_terms: BTreeMap<TermId, Option<String>> = BTreeMap::new();
    let mut places: Vec<Place> = inputs
        .plan
        .sitemap_pages()
        .map(|(path, job)| {
            let last_change = match job {
                Job::Page(id) => last_change(site.page(*id)),
                Job::Section { section, .. } => {
                    // The home page shows the newest posts of the whole site.
                    let section_pages = &site.section(*section).pages;
                    let pages = if section.0 == 0 { &site.by_date } else { section_pages };
                    of_sections.entry(*section).or_insert_with(|| newest(site, pages)).clone()
                }
                Job::Term { term, .. } => {
                    let pages = paths::term(site, *term).map_or(&[][..], |term| &term.pages);
                    of_terms.entry(*term).or_insert_with(|| newest(site, pages)).clone()
                }
                Job::Archive => newest(site, &site.by_date),
                Job::Issue { date, .. } => Some(date.to_string()),
                _ => None,
            };
            let path = path.as_str();
            Place { url_path: format!("/{}", path.strip_suffix("index.html").unwrap_or(path)), last_change }
        })
        .collect();
    places.sort();
    places
}

fn newest(site: &Site, pages: &[PageId]) -> Option<String> {
    let changed = pages.iter().map(|id| site.page(*id)).max_by_key(|page| page.updated.max(page.date));
    changed.and_then(last_change)
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
        for xml in
            [index(std::iter::once(url.clone())), urls(std::iter::once((url.clone(), Some("2026-01-01"))))]
        {
            let document = roxmltree::Document::parse(&xml).unwrap();
            let place = document.descendants().find(|node| node.has_tag_name((NAMESPACE, "loc")));
            assert_eq!(place.and_then(|place| place.text()), Some(url.as_str()));
        }
    }
}
