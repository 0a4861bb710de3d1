//! Terms out of front matter.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use crate::config::Config;
use crate::config::FrontMatter;
use crate::config::TaxonomySettings;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::site::FastMap;
use crate::site::Page;
use crate::site::PageId;
use crate::site::Taxonomy;
use crate::site::Term;
use crate::site::TermId;
use crate::site::address::slug;
use crate::site::faults::SAME_SLUG;
use crate::site::faults::UNKNOWN_TAXONOMY;
use crate::site::order::DateOrder;
use crate::site::read::ReadFile;

/// The terms of one taxonomy by slug: the name of each, and its pages by path.
type BySlug = BTreeMap<String, (String, Vec<PageId>)>;

/// The terms of all taxonomies, as posts write them, before any page knows of them.
pub struct Gathered {
    taxonomies: Vec<BySlug>,
    diagnostics: Diagnostics,
}

/// Gathers the terms of every post.
///
/// Spellings that differ in case alone (`Rust`, `rust`) are one term, named as the first page by path writes it.
pub fn gather_terms(config: &Config, posts: &[&Arc<ReadFile>]) -> Gathered {
    let mut diagnostics = Diagnostics::new();
    let taxonomies =
        config.taxonomies.iter().map(|settings| gather(config, posts, settings, &mut diagnostics));
    let taxonomies = taxonomies.collect();
    report_unknown(config, posts, &mut diagnostics);
    Gathered { taxonomies, diagnostics }
}

/// Tells each page its terms, and sorts each term's pages.
pub fn tell_terms(
    config: &Config,
    gathered: Gathered,
    pages: &mut [Page],
    by_date: &DateOrder,
    diagnostics: &mut Diagnostics,
) -> Vec<Taxonomy> {
    diagnostics.extend(gathered.diagnostics);
    let mut taxonomies = Vec::with_capacity(config.taxonomies.len());
    for ((index, settings), by_slug) in config.taxonomies.iter().enumerate().zip(gathered.taxonomies) {
        let url_path = format!("/{}/", slug(&settings.name, config.slugs));
        let mut terms = Vec::with_capacity(by_slug.len());
        for (slug, (name, mut listed)) in by_slug {
            let id = TermId { taxonomy: index as u16, term: terms.len() as u32 };
            for page in &listed {
                pages[page.0 as usize].terms.push(id);
            }
            by_date.sort(&mut listed);
            if settings.ordered {
                listed.reverse();
                listed.sort_by_key(|page| pages[page.0 as usize].weight.unwrap_or(i64::MAX));
            }
            terms.push(Term { name, url_path: format!("{url_path}{slug}/"), slug, pages: listed });
        }
        taxonomies.push(Taxonomy { settings: settings.clone(), url_path, terms });
    }
    taxonomies
}

/// A term as pages write it.
struct Written<'a> {
    name: &'a str,
    /// The first file that names it.
    first: &'a ReadFile,
    pages: Vec<PageId>,
}

/// The terms of one taxonomy by slug: `C` and `C++` share the letters of a slug and get one each, `c` and
/// `c-plus-plus`. Terms that no slug tells apart become one, and that is reported.
fn gather(
    config: &Config,
    posts: &[&Arc<ReadFile>],
    settings: &TaxonomySettings,
    diagnostics: &mut Diagnostics,
) -> BySlug {
    let mut terms: Vec<Written<'_>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    // Most posts write a term as another did: that saves them the lower case.
    let mut spellings: FastMap<&str, usize> = FastMap::default();
    for (id, post) in posts.iter().enumerate() {
        let id = PageId(id as u32);
        for name in written_terms(&post.document.front_matter, &settings.name) {
            let place = *spellings.entry(name).or_insert_with(|| {
                *known.entry(name.trim().to_lowercase()).or_insert_with(|| {
                    terms.push(Written { name, first: post, pages: Vec::new() });
                    terms.len() - 1
                })
            });
            if terms[place].pages.last() != Some(&id) {
                terms[place].pages.push(id);
            }
        }
    }
    let slugs: Vec<String> = terms.iter().map(|term| slug(term.name, config.slugs)).collect();
    let mut users: HashMap<&str, u32> = HashMap::new();
    for slug in &slugs {
        *users.entry(slug).or_default() += 1;
    }
    let mut by_slug: BTreeMap<String, Written<'_>> = BTreeMap::new();
    for (term, plain) in terms.into_iter().zip(&slugs) {
        let is_shared = users.get(plain.as_str()).is_some_and(|users| *users > 1);
        let slug = if is_shared { slug(&spelled_out(term.name), config.slugs) } else { plain.clone() };
        match by_slug.entry(slug) {
            Entry::Vacant(free) => {
                free.insert(term);
            }
            Entry::Occupied(mut first) => {
                diagnostics.push(same_slug(settings, first.get(), &term, first.key()));
                let pages = &mut first.get_mut().pages;
                pages.extend(term.pages);
                pages.sort_unstable();
                pages.dedup();
            }
        }
    }
    by_slug.into_iter().map(|(slug, term)| (slug, (term.name.to_owned(), term.pages))).collect()
}

/// A term with the signs as words that slugs leave out and names are told apart by.
fn spelled_out(name: &str) -> String {
    name.replace('+', " plus ").replace('#', " sharp ").replace('.', " dot ")
}

fn same_slug(
    settings: &TaxonomySettings,
    first: &Written<'_>,
    second: &Written<'_>,
    slug: &str,
) -> Diagnostic {
    let keys = [settings.name.as_str(), "taxonomies"];
    let message =
        format!("the {} `{}` and `{}` are one: both are `{slug}`", settings.name, first.name, second.name);
    Diagnostic::new(&SAME_SLUG, message)
        .label(second.first.span_of(&keys), format!("names `{}`", second.name))
        .label(first.first.span_of(&keys), format!("names `{}`", first.name))
        .help("write them alike if they are the same, and in other words if they are not")
}

/// The terms of one taxonomy that a front matter names, as written.
pub fn written_terms<'a>(front_matter: &'a FrontMatter, taxonomy: &str) -> impl Iterator<Item = &'a str> {
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
fn report_unknown(config: &Config, posts: &[&Arc<ReadFile>], diagnostics: &mut Diagnostics) {
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
