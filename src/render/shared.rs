//! What many jobs share: the values of pages, sections and terms, each made once, when first asked for.
//!
//! Sections and whole lists are made anew for every site; pages and terms may be taken over, see [`Lights`].
//!
//! Template values are reference-counted, so a page in a hundred lists is one map with a hundred pointers to it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use tera::Value;

use crate::plan::FeedScope;
use crate::render::bodies::Bodies;
use crate::render::inputs::Inputs;
use crate::render::lights::Lights;
use crate::render::paths;
use crate::render::values::{self, map};
use crate::site::{Author, Image, PageId, Section, SectionId, Site, Taxonomy, Term, TermId};

/// Inputs and everything derived from them on demand. Shared between threads.
#[derive(Debug)]
pub struct Shared {
    pub inputs: Inputs,
    pub bodies: Bodies,
    lights: Arc<Lights>,
    sections: Vec<OnceLock<Value>>,
    section_lists: Vec<OnceLock<Value>>,
    term_lists: Vec<Vec<OnceLock<Value>>>,
    latest: OnceLock<Value>,
    /// In sequences: the place of each page in each of its terms, from 0.
    places: HashMap<(TermId, PageId), u32>,
}

impl Shared {
    pub fn new(inputs: Inputs, bodies: Bodies, lights: Arc<Lights>) -> Self {
        let site = &inputs.site;
        let empty = |count: usize| (0..count).map(|_| OnceLock::new()).collect::<Vec<OnceLock<Value>>>();
        let mut places = HashMap::new();
        for (_, term, id) in terms(site).filter(|(taxonomy, ..)| taxonomy.settings.ordered) {
            places.extend(term.pages.iter().zip(0u32..).map(|(page, place)| ((id, *page), place)));
        }
        Self {
            bodies,
            lights,
            sections: empty(site.sections.len()),
            section_lists: empty(site.sections.len()),
            term_lists: site.taxonomies.iter().map(|taxonomy| empty(taxonomy.terms.len())).collect(),
            latest: OnceLock::new(),
            places,
            inputs,
        }
    }

    pub fn site(&self) -> &Site {
        &self.inputs.site
    }

    /// What stands in `href` for a URL path of the site.
    pub fn href(&self, url_path: &str) -> String {
        self.site().href(url_path)
    }

    /// The absolute URL of a URL path of the site.
    pub fn permalink(&self, url_path: &str) -> String {
        self.site().permalink(url_path)
    }

    /// A page without what only its own file needs.
    pub fn page(&self, id: PageId) -> Value {
        self.lights.page(self, id)
    }

    /// Pages, in that order.
    pub fn pages<'ids>(&self, ids: impl IntoIterator<Item = &'ids PageId>) -> Value {
        values::list(ids.into_iter().map(|id| self.page(*id)))
    }

    /// A section without its text and pages.
    pub fn section(&self, id: SectionId) -> Value {
        self.sections[id.0 as usize].get_or_init(|| self.light_section(self.site().section(id), id)).clone()
    }

    /// All pages of a section.
    pub fn section_pages(&self, id: SectionId) -> Value {
        self.section_lists[id.0 as usize].get_or_init(|| self.pages(&self.site().section(id).pages)).clone()
    }

    /// A term without its pages, or none if there is no such term.
    pub fn term(&self, id: TermId) -> Value {
        self.lights.term(self, id)
    }

    /// All pages of a term.
    pub fn term_pages(&self, id: TermId) -> Value {
        let (Some(slot), Some(term)) = (slot(&self.term_lists, id), paths::term(self.site(), id)) else {
            return values::list([]);
        };
        slot.get_or_init(|| self.pages(&term.pages)).clone()
    }

    /// The newest pages of the whole site.
    pub fn latest(&self) -> Value {
        self.latest.get_or_init(|| self.pages(self.site().by_date.iter().take(10))).clone()
    }

    /// Where a page stands in a sequence, from 0.
    pub fn place(&self, term: TermId, page: PageId) -> Option<u32> {
        self.places.get(&(term, page)).copied()
    }

    /// The feeds of one part of the site.
    pub fn feed_links(&self, scope: FeedScope) -> Value {
        let site = self.site();
        let of = match scope {
            FeedScope::Site => site.config.title.as_str(),
            FeedScope::Section(id) => &site.section(id).title,
            FeedScope::Term(id) => paths::term(site, id).map_or("", |term| &term.name),
        };
        let offered = site.config.feeds.formats.iter().filter_map(|format| {
            let url_path = paths::feed(site, scope, *format);
            self.inputs.plan.answers(&url_path).then_some((format, url_path))
        });
        values::list(offered.map(|(format, url_path)| {
            let (name, kind) = match format {
                crate::config::FeedFormat::Atom => ("Atom", "application/atom+xml"),
                crate::config::FeedFormat::Json => ("JSON Feed", "application/feed+json"),
            };
            map([
                ("url", Value::from(self.href(&url_path))),
                ("title", Value::from(format!("{of} ({name})"))),
                ("type", Value::from(kind)),
            ])
        }))
    }

    /// Whether there is a page for the people who write here.
    pub fn has_people(&self) -> bool {
        self.inputs.plan.answers(paths::PEOPLE)
    }

    /// Whether there is a page about the newsletters.
    pub fn has_audiences(&self) -> bool {
        self.inputs.plan.answers(paths::SUBSCRIBE)
    }

    /// The address of a person's part of the people page.
    pub fn person_url(&self, id: &str) -> String {
        format!("{}#{id}", self.href(paths::PEOPLE))
    }

    /// An author: a name, and how to reach them if they are one of our people.
    pub fn author(&self, author: &Author) -> Value {
        let person = author.id.as_deref().and_then(|id| self.inputs.audiences.person(id));
        map([
            ("name", Value::from(author.name.as_str())),
            ("id", values::text(author.id.as_deref())),
            ("url", person.map_or_else(Value::none, |person| Value::from(self.person_url(&person.id)))),
            ("email", values::text(person.and_then(|person| person.email.as_deref()))),
        ])
    }

    /// The sections from the root down to the one given; `inclusive` says whether that one counts.
    pub fn ancestors(&self, id: SectionId, inclusive: bool) -> Value {
        let site = self.site();
        let mut chain = Vec::new();
        let mut next = if inclusive { Some(id) } else { site.section(id).parent };
        while let Some(id) = next {
            let section = site.section(id);
            chain.push(map([
                ("title", Value::from(section.title.as_str())),
                ("path", Value::from(self.href(&section.url_path))),
                ("permalink", Value::from(self.permalink(&section.url_path))),
            ]));
            next = section.parent;
        }
        chain.reverse();
        Value::from(chain)
    }

    /// The path of a source file below the content folder.
    pub fn relative_path(&self, source: Option<&crate::source::SourcePath>) -> Value {
        let content = &self.site().config.content_dir;
        source
            .map_or_else(Value::none, |source| Value::from(source.below(content).unwrap_or(source.as_str())))
    }

    /// A picture: its absolute address, its path, its size where known.
    pub fn image(&self, image: &Image) -> Value {
        map([
            ("url", Value::from(self.site().place_url(&image.place))),
            ("path", Value::from(self.site().place_href(&image.place))),
            ("width", Value::from(image.size.map(|size| size.width))),
            ("height", Value::from(image.size.map(|size| size.height))),
            ("alt", Value::from(image.alt.as_str())),
        ])
    }

    fn light_section(&self, section: &Section, id: SectionId) -> Value {
        let site = self.site();
        let subsections = section.subsections.iter().map(|id| {
            let section = site.section(*id);
            map([
                ("title", Value::from(section.title.as_str())),
                ("description", values::text(section.description.as_deref())),
                ("permalink", Value::from(self.permalink(&section.url_path))),
                ("path", Value::from(self.href(&section.url_path))),
                ("page_count", Value::from(section.pages.len())),
            ])
        });
        map([
            ("title", Value::from(section.title.as_str())),
            ("description", values::text(section.description.as_deref())),
            ("permalink", Value::from(self.permalink(&section.url_path))),
            ("path", Value::from(self.href(&section.url_path))),
            ("subsections", values::list(subsections)),
            ("ancestors", self.ancestors(id, false)),
            ("page_count", Value::from(section.pages.len())),
            ("relative_path", self.relative_path(section.source.as_ref())),
            ("assets", values::list(section.assets.iter().map(|(_, url)| Value::from(self.href(url))))),
            ("feed_links", self.feed_links(FeedScope::Section(id))),
            ("lang", Value::from(site.config.language.as_str())),
            ("extra", values::json_map(section.extra.iter().map(|(key, value)| (key.as_str(), value)))),
        ])
    }
}

/// Every term of a site with its taxonomy and id.
pub fn terms(site: &Site) -> impl Iterator<Item = (&Taxonomy, &Term, TermId)> {
    site.taxonomies.iter().zip(0u16..).flat_map(|(taxonomy, index)| {
        let id = move |term| TermId { taxonomy: index, term };
        taxonomy.terms.iter().zip(0u32..).map(move |(term, place)| (taxonomy, term, id(place)))
    })
}

fn slot(slots: &[Vec<OnceLock<Value>>], id: TermId) -> Option<&OnceLock<Value>> {
    slots.get(usize::from(id.taxonomy))?.get(id.term as usize)
}
