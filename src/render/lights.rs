//! Pages and terms without what only their own files need: the values that lists are made of.
//!
//! Each is made once, when first asked for. A preview renders a list of ten thousand pages after every change, of which
//! one is new; so a value is taken over from the former site if everything that it was made from is the same.

use std::sync::{Arc, OnceLock};

use tera::{Map, Value};

use crate::config::{Kind, MarkdownSettings};
use crate::markdown::{HtmlOptions, SummaryLength, Trace, summary_html, traced};
use crate::output::BaseUrl;
use crate::render::inputs::Inputs;
use crate::render::paths;
use crate::render::shared::Shared;
use crate::render::values::{self, map};
use crate::site::{Image, Page, PageFacts, PageId, SiteResolver, Term, TermId};

/// The light values of one site.
#[derive(Debug)]
pub struct Lights {
    ground: Ground,
    /// In the order of [`Site::pages`](crate::site::Site::pages).
    pages: Vec<Slot<LightPage>>,
    /// By taxonomy.
    terms: Vec<Vec<Slot<LightTerm>>>,
}

/// What light values are made from besides the page or term itself: if anything of it changes, all are made anew.
#[derive(Debug, PartialEq)]
struct Ground {
    base_url: BaseUrl,
    markdown: MarkdownSettings,
    summary_words: usize,
    /// The names of the taxonomies.
    taxonomies: Vec<String>,
    /// The ids and addresses of the people who write here.
    people: Vec<(String, Option<String>)>,
}

/// A value that is made when first asked for, and the one of the former site that may still be right.
#[derive(Debug)]
struct Slot<T> {
    former: Option<Arc<T>>,
    now: OnceLock<Arc<T>>,
}

/// A light page, with all that it was made from.
#[derive(Debug, Clone)]
struct LightPage {
    value: Value,
    facts: Arc<PageFacts>,
    kind: Option<Kind>,
    image: Option<Image>,
    terms: Vec<Arc<LightTerm>>,
    summary: Value,
    /// What the summary asked of the site.
    trace: Trace,
}

/// A light term, with all that it was made from.
#[derive(Debug)]
struct LightTerm {
    value: Value,
    name: String,
    slug: String,
    url_path: String,
    page_count: usize,
}

impl Lights {
    /// The values of a site, none of them made yet, with those of the former site as candidates.
    pub fn new(inputs: &Inputs, former: Option<&Lights>) -> Self {
        let site = &inputs.site;
        let ground = Ground {
            base_url: site.base_url.clone(),
            markdown: site.config.markdown.clone(),
            summary_words: site.config.summary.words,
            taxonomies: site.taxonomies.iter().map(|taxonomy| taxonomy.settings.name.clone()).collect(),
            people: inputs
                .audiences
                .people
                .iter()
                .map(|person| (person.id.clone(), person.email.clone()))
                .collect(),
        };
        let former = former.filter(|former| former.ground == ground);
        let pages = followed(
            site.pages.iter().map(|page| page.source.as_str()),
            former.map_or(&[][..], |former| &former.pages),
            |light| light.facts.source.as_str(),
        );
        let terms = site.taxonomies.iter().enumerate().map(|(index, taxonomy)| {
            followed(
                taxonomy.terms.iter().map(|term| term.slug.as_str()),
                former.and_then(|former| former.terms.get(index)).map_or(&[][..], Vec::as_slice),
                |light| light.slug.as_str(),
            )
        });
        Self { pages, terms: terms.collect(), ground }
    }

    /// A page.
    pub fn page(&self, shared: &Shared, id: PageId) -> Value {
        let page = shared.site().page(id);
        let light = self.pages[id.0 as usize].get(|former| {
            let terms: Vec<Arc<LightTerm>> =
                page.terms.iter().filter_map(|id| self.light_term(shared, *id).cloned()).collect();
            match former {
                Some(former) if former.is_still(shared, page, &terms) => former.of(page),
                former => Arc::new(self.make_page(shared, page, terms, former)),
            }
        });
        light.value.clone()
    }

    /// A term, or none if there is no such term.
    pub fn term(&self, shared: &Shared, id: TermId) -> Value {
        self.light_term(shared, id).map_or_else(Value::none, |light| light.value.clone())
    }

    fn light_term(&self, shared: &Shared, id: TermId) -> Option<&Arc<LightTerm>> {
        let slot = self.terms.get(usize::from(id.taxonomy))?.get(id.term as usize)?;
        let term = paths::term(shared.site(), id)?;
        Some(slot.get(|former| match former {
            Some(former) if former.is_still(term) => Arc::clone(former),
            _ => Arc::new(LightTerm::new(shared, term)),
        }))
    }

    fn make_page(
        &self,
        shared: &Shared,
        page: &Page,
        terms: Vec<Arc<LightTerm>>,
        former: Option<&Arc<LightPage>>,
    ) -> LightPage {
        let kept = former.filter(|former| former.has_same_beginning(page) && former.holds(shared));
        let (summary, trace) = match kept {
            Some(former) => (former.summary.clone(), former.trace.clone()),
            None => self.summary(shared, page),
        };
        let value = self.page_value(shared, page, &terms, summary.clone());
        LightPage {
            value,
            facts: Arc::clone(&page.facts),
            kind: page.kind,
            image: page.image.clone(),
            terms,
            summary,
            trace,
        }
    }

    /// The beginning of a page as HTML, or none if it holds no prose.
    fn summary(&self, shared: &Shared, page: &Page) -> (Value, Trace) {
        let options =
            HtmlOptions { settings: &self.ground.markdown, anchors: false, footnote_prefix: "", mail: false };
        let length = SummaryLength { more: page.more, words: self.ground.summary_words };
        let resolver = SiteResolver::for_page(shared.site(), &page.source);
        let (html, trace) =
            traced(&resolver, |resolver| summary_html(page.body(), length, &options, resolver));
        (values::html(Some(html.trim_end()).filter(|html| !html.is_empty())), trace)
    }

    /// Whatever this reads must be part of a [`LightPage`] or of the [`Ground`].
    fn page_value(&self, shared: &Shared, page: &Page, terms: &[Arc<LightTerm>], summary: Value) -> Value {
        let day = page.date.map(|date| date.date());
        map([
            ("title", Value::from(page.title.as_str())),
            ("description", values::text(page.description.as_deref())),
            ("permalink", Value::from(shared.permalink(&page.url_path))),
            ("path", Value::from(shared.href(&page.url_path))),
            ("slug", Value::from(page.slug.as_str())),
            ("date", Value::from(page.date.map(|date| date.rfc3339()))),
            ("year", Value::from(day.map(|day| i64::from(day.year())))),
            ("month", Value::from(day.map(|day| i64::from(day.month())))),
            ("day", Value::from(day.map(|day| i64::from(day.day())))),
            ("updated", Value::from(page.updated.map(|date| date.rfc3339()))),
            ("authors", values::list(page.authors.iter().map(|author| shared.author(author)))),
            ("summary", summary),
            ("reading_time", Value::from(page.reading_time())),
            ("word_count", Value::from(page.word_count)),
            ("taxonomies", self.terms_of(page, terms)),
            ("kind", values::text(page.kind.map(kind_word))),
            ("image", page.image.as_ref().map_or_else(Value::none, |image| shared.image(image))),
            ("draft", Value::from(page.draft)),
            ("lang", Value::from(page.language.as_str())),
            ("extra", values::json_map(page.extra.iter().map(|(key, value)| (key.as_str(), value)))),
        ])
    }

    /// The terms of a page by taxonomy; taxonomies that it has no term of are left out.
    fn terms_of(&self, page: &Page, terms: &[Arc<LightTerm>]) -> Value {
        let mut by_taxonomy = Map::new();
        for (index, name) in self.ground.taxonomies.iter().enumerate() {
            let of_it = page.terms.iter().zip(terms).filter(|(id, _)| usize::from(id.taxonomy) == index);
            let values: Vec<Value> = of_it.map(|(_, light)| light.value.clone()).collect();
            if !values.is_empty() {
                by_taxonomy.insert(name.clone().into(), Value::from(values));
            }
        }
        Value::from(by_taxonomy)
    }
}

impl LightPage {
    fn is_still(&self, shared: &Shared, page: &Page, terms: &[Arc<LightTerm>]) -> bool {
        let same_terms = self.terms.len() == terms.len()
            && self.terms.iter().zip(terms).all(|(former, term)| Arc::ptr_eq(former, term));
        same_terms
            && (Arc::ptr_eq(&self.facts, &page.facts) || self.facts == page.facts)
            && self.kind == page.kind
            && self.image == page.image
            && self.holds(shared)
    }

    /// The same value for a page that it was found right for. Equal facts are no reason to keep the former ones, with
    /// their text, beside those of the page.
    fn of(self: &Arc<Self>, page: &Page) -> Arc<Self> {
        if Arc::ptr_eq(&self.facts, &page.facts) {
            Arc::clone(self)
        } else {
            Arc::new(Self { facts: Arc::clone(&page.facts), ..Self::clone(self) })
        }
    }

    /// Whether a page has the text that the summary was made from.
    fn has_same_beginning(&self, page: &Page) -> bool {
        self.facts.more == page.more && self.facts.body() == page.body()
    }

    /// Whether the links of the summary still lead where they led.
    fn holds(&self, shared: &Shared) -> bool {
        self.trace.holds(&SiteResolver::for_page(shared.site(), &self.facts.source))
    }
}

impl LightTerm {
    fn new(shared: &Shared, term: &Term) -> Self {
        let value = map([
            ("name", Value::from(term.name.as_str())),
            ("slug", Value::from(term.slug.as_str())),
            ("permalink", Value::from(shared.permalink(&term.url_path))),
            ("path", Value::from(shared.href(&term.url_path))),
            ("page_count", Value::from(term.pages.len())),
        ]);
        Self {
            value,
            name: term.name.clone(),
            slug: term.slug.clone(),
            url_path: term.url_path.clone(),
            page_count: term.pages.len(),
        }
    }

    fn is_still(&self, term: &Term) -> bool {
        let Self { value: _, name, slug, url_path, page_count } = self;
        *page_count == term.pages.len()
            && *name == term.name
            && *slug == term.slug
            && *url_path == term.url_path
    }
}

impl<T> Slot<T> {
    /// The value, made by `make` out of the former one if this is the first time.
    fn get(&self, make: impl FnOnce(Option<&Arc<T>>) -> Arc<T>) -> &Arc<T> {
        self.now.get_or_init(|| make(self.former.as_ref()))
    }

    /// What the next site may take over. A value that nobody asked for this time may be asked for the next.
    fn last(&self) -> Option<&Arc<T>> {
        self.now.get().or(self.former.as_ref())
    }
}

/// A slot for each key, with the former value of the same key. Both sides are in the order of their keys; where they
/// are not, a value is made anew.
fn followed<'a, T>(
    keys: impl Iterator<Item = &'a str>,
    former: &[Slot<T>],
    key_of: impl Fn(&T) -> &str,
) -> Vec<Slot<T>> {
    let mut former = former.iter().filter_map(Slot::last).peekable();
    keys.map(|key| {
        while former.next_if(|value| key_of(value) < key).is_some() {}
        let found = former.next_if(|value| key_of(value) == key);
        Slot { former: found.cloned(), now: OnceLock::new() }
    })
    .collect()
}

/// The word for a kind, as front matter has it.
pub fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Give => "give",
        Kind::Ask => "ask",
        Kind::News => "news",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::bodies::{Bodies, Counted};
    use crate::render::tests::inputs_of;
    use crate::source::{SourcePath, SourceTree};

    const CONFIG: (&str, &str) = ("regards.yaml", "title: T\nbase_url: https://example.org\n");

    /// All light pages of a site, by source, taken over from those of the former site where that is right.
    fn lights(files: &[(&str, &str)], former: Option<&Lights>) -> Arc<Lights> {
        let mut sources = SourceTree::default();
        for (path, text) in [CONFIG].iter().chain(files) {
            sources.insert_text(SourcePath::new(path).unwrap(), *text);
        }
        let inputs = inputs_of(&Arc::new(sources), Vec::new(), &mut crate::site::Memory::default()).0;
        let lights = Arc::new(Lights::new(&inputs, former));
        let bodies = Bodies::Counted(Counted::new(&inputs));
        let shared = Shared::new(inputs, bodies, Arc::clone(&lights));
        for id in shared.site().page_ids() {
            lights.page(&shared, id);
        }
        lights
    }

    /// Which pages of `after` have the very summaries, and which the very terms, of `before`.
    #[track_caller]
    fn check(before: &[(&str, &str)], after: &[(&str, &str)], expected: [&[&str]; 2]) {
        let before = lights(before, None);
        let after = lights(after, Some(&before));
        let pairs = || {
            let former = |now: &LightPage| {
                let same = |former: &&Arc<LightPage>| former.facts.source == now.facts.source;
                before.pages.iter().filter_map(Slot::last).find(same)
            };
            after.pages.iter().filter_map(Slot::last).filter_map(move |now| Some((former(now)?, now)))
        };
        let is_same = |a: &Value, b: &Value| {
            let start = |value: &Value| value.as_str().map(str::as_ptr);
            start(a).is_some() && start(a) == start(b)
        };
        let title = |value: &Value| value.as_map().and_then(|map| map.values().next().cloned());
        let summaries: Vec<&str> = pairs()
            .filter(|(former, now)| is_same(&former.summary, &now.summary))
            .map(|(_, now)| now.facts.slug.as_str())
            .collect();
        let whole: Vec<&str> = pairs()
            .filter(|(former, now)| is_same(&title(&former.value).unwrap(), &title(&now.value).unwrap()))
            .map(|(_, now)| now.facts.slug.as_str())
            .collect();
        assert_eq!([&summaries[..], &whole[..]], expected);
    }

    #[test]
    fn what_is_still_right_is_taken_over() {
        const A: &str = "---\ntitle: A title that is longer than a short string\ndate: 2026-01-01\ntags: [x]\n---\n\
                         Some words that are a summary of a page.\n";
        const B: &str = "---\ntitle: B title that is longer than a short string\ndate: 2026-01-01\n---\n\
                         A [link](@/posts/a.md) in words.\n\n<!-- more -->\n";
        const C: &str = "---\ntitle: C title that is longer than a short string\ndate: 2026-01-01\ntags: [x]\n---\n\
                         Some other words, for another page.\n";
        let site = |a: &'static str, b: &'static str| {
            [("content/posts/a.md", a), ("content/posts/b.md", b), ("content/posts/c.md", C)]
        };
        check(&site(A, B), &site(A, B), [&["a", "b", "c"], &["a", "b", "c"]]);
        // Another title is no other summary.
        let title = "---\ntitle: Another title that is longer than a short string\ndate: 2026-01-01\ntags: [x]\n---\n\
                     Some words that are a summary of a page.\n";
        check(&site(A, B), &site(title, B), [&["a", "b", "c"], &["b", "c"]]);
        // Another count of a term is another term on all its pages.
        let untagged = "---\ntitle: A title that is longer than a short string\ndate: 2026-01-01\n---\n\
                        Some words that are a summary of a page.\n";
        check(&site(A, B), &site(untagged, B), [&["a", "b", "c"], &["b"]]);
        // Another address is another link.
        let moved = "---\ntitle: A title that is longer than a short string\ndate: 2026-01-01\ntags: [x]\nslug: moved\n---\n\
                     Some words that are a summary of a page.\n";
        check(&site(A, B), &site(moved, B), [&["moved", "c"], &["c"]]);
    }
}
