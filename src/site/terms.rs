//! Terms out of front matter.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::config::FrontMatter;
use crate::config::SortBy;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::site::Page;
use crate::site::PageId;
use crate::site::Taxonomy;
use crate::site::Term;
use crate::site::TermId;
use crate::site::address::slug;
use crate::site::faults::UNKNOWN_TAXONOMY;
use crate::site::order::sort_pages;
use crate::site::read::ReadFile;

/// Collects the terms of every page, tells each page its own, and sorts each term's pages.
///
/// Two spellings with one slug (`Rust`, `rust`) are one term, named as the first page by path writes it.
pub fn collect_terms(
    config: &Config,
    posts: &[ReadFile],
    pages: &mut [Page],
    diagnostics: &mut Diagnostics,
) -> Vec<Taxonomy> {
    let mut taxonomies = Vec::with_capacity(config.taxonomies.len());
    for (index, settings) in config.taxonomies.iter().enumerate() {
        let mut by_slug: BTreeMap<String, (String, Vec<PageId>)> = BTreeMap::new();
        for (id, post) in posts.iter().enumerate() {
            for name in written_terms(&post.document.front_matter, &settings.name) {
                let entry =
                    by_slug.entry(slug(name, config.slugs)).or_insert_with(|| (name.to_owned(), Vec::new()));
                if entry.1.last() != Some(&PageId(id as u32)) {
                    entry.1.push(PageId(id as u32));
                }
            }
        }
        let url_path = format!("/{}/", slug(&settings.name, config.slugs));
        let mut terms = Vec::with_capacity(by_slug.len());
        for (slug, (name, mut listed)) in by_slug {
            let id = TermId { taxonomy: index as u16, term: terms.len() as u32 };
            for page in &listed {
                pages[page.0 as usize].terms.push(id);
            }
            if settings.ordered {
                sort_pages(&mut listed, pages, SortBy::Date);
                listed.reverse();
                listed.sort_by_key(|page| pages[page.0 as usize].weight.unwrap_or(i64::MAX));
            } else {
                sort_pages(&mut listed, pages, SortBy::Date);
            }
            terms.push(Term { name, url_path: format!("{url_path}{slug}/"), slug, pages: listed });
        }
        taxonomies.push(Taxonomy { settings: settings.clone(), url_path, terms });
    }
    report_unknown(config, posts, diagnostics);
    taxonomies
}

/// The terms of one taxonomy that a front matter names.
fn written_terms<'a>(front_matter: &'a FrontMatter, taxonomy: &str) -> impl Iterator<Item = &'a str> {
    let short: &[String] = match taxonomy {
        "tags" => &front_matter.tags,
        "categories" => &front_matter.categories,
        "series" => &front_matter.series,
        "authors" => &front_matter.authors,
        _ => &[],
    };
    let long = front_matter.taxonomies.get(taxonomy).map_or(&[][..], Vec::as_slice);
    long.iter().chain(short).map(String::as_str).filter(|name| !name.trim().is_empty())
}

/// Reports each taxonomy that posts use and the site does not have, once, at the first post.
fn report_unknown(config: &Config, posts: &[ReadFile], diagnostics: &mut Diagnostics) {
    let known = |name: &str| config.taxonomies.iter().any(|settings| settings.name == name);
    let mut unknown: BTreeMap<&str, (&ReadFile, usize)> = BTreeMap::new();
    for post in posts {
        let front_matter = &post.document.front_matter;
        let short = [
            ("tags", &front_matter.tags),
            ("categories", &front_matter.categories),
            ("series", &front_matter.series),
        ];
        let short = short.into_iter().filter(|(_, terms)| !terms.is_empty()).map(|(name, _)| name);
        for name in short.chain(front_matter.taxonomies.keys().map(String::as_str)) {
            if !known(name) {
                unknown.entry(name).or_insert((post, 0)).1 += 1;
            }
        }
    }
    for (name, (post, count)) in unknown {
        let posts = if count == 1 { "1 post names".to_owned() } else { format!("{count} posts name") };
        let keys: &[&str] = if name == "categories" { &[name, "category"] } else { &[name, "taxonomies"] };
        diagnostics.push(
            Diagnostic::new(
                &UNKNOWN_TAXONOMY,
                format!("{posts} terms of `{name}`, which is no taxonomy of this site"),
            )
            .label(post.span_of(keys), "the first of them")
            .help(format!("add `- name: {name}` to `taxonomies:` in regards.yaml")),
        );
    }
}
