//! What all feeds have in common: which there are, and which pages each holds.

use crate::config::FeedFormat;
use crate::markdown::{SummaryLength, summary_text};
use crate::plan::FeedScope;
use crate::render::dates::last_change;
use crate::render::html_urls::absolute_urls;
use crate::render::shared::Shared;
use crate::render::{feed_atom, feed_json, paths};
use crate::site::{Page, PageId, Site};

/// A feed, ready to be written in any format.
pub struct Feed<'a> {
    pub title: String,
    pub description: &'a str,
    pub language: &'a str,
    /// The page that it is the feed of.
    pub home_url: String,
    /// Where it stands itself.
    pub self_url: String,
    pub site_title: &'a str,
    /// The authors of the site, for posts that name nobody.
    pub authors: Vec<FeedAuthor<'a>>,
    pub entries: Vec<Entry<'a>>,
}

/// Who wrote.
pub struct FeedAuthor<'a> {
    pub name: &'a str,
    pub url: Option<String>,
}

/// One post of a feed.
pub struct Entry<'a> {
    pub page: &'a Page,
    pub url: String,
    pub published: Option<String>,
    pub updated: String,
    pub authors: Vec<FeedAuthor<'a>>,
    pub categories: Vec<&'a str>,
    /// The whole text as HTML with absolute addresses, if the feed holds whole texts.
    pub content: Option<String>,
    /// The beginning as plain text, if the feed holds no whole texts.
    pub beginning: Option<String>,
    pub image: Option<String>,
}

/// The pages of a feed, newest first: those with a date, no drafts, up to the limit.
pub fn pages_of(site: &Site, scope: FeedScope) -> Vec<PageId> {
    let all: &[PageId] = match scope {
        FeedScope::Site => &site.by_date,
        FeedScope::Section(id) => &site.section(id).pages,
        FeedScope::Term(id) => paths::term(site, id).map_or(&[], |term| &term.pages),
    };
    let dated = all.iter().copied().filter(|id| site.page(*id).date.is_some() && !site.page(*id).draft);
    if matches!(scope, FeedScope::Site) {
        return dated.take(site.config.feeds.limit).collect();
    }
    let mut pages: Vec<PageId> = dated.collect();
    // Sections and sequences have orders of their own; a feed is always by date.
    pages.sort_by(|a, b| site.page(*b).date.cmp(&site.page(*a).date).then(a.cmp(b)));
    pages.truncate(site.config.feeds.limit);
    pages
}

/// Renders one feed.
pub fn render(shared: &Shared, scope: FeedScope, format: FeedFormat) -> Vec<u8> {
    let feed = collect(shared, scope, format);
    match format {
        FeedFormat::Atom => feed_atom::write(&feed).into_bytes(),
        FeedFormat::Json => feed_json::write(&feed).into_bytes(),
    }
}

fn collect(shared: &Shared, scope: FeedScope, format: FeedFormat) -> Feed<'_> {
    let site = shared.site();
    let config = &site.config;
    let (name, home) = match scope {
        FeedScope::Site => (None, "/"),
        FeedScope::Section(id) => (Some(&site.section(id).title), site.section(id).url_path.as_str()),
        FeedScope::Term(id) => match paths::term(site, id) {
            Some(term) => (Some(&term.name), term.url_path.as_str()),
            None => (None, "/"),
        },
    };
    let title = name.map_or_else(|| config.title.clone(), |name| format!("{name} · {}", config.title));
    Feed {
        title,
        description: &config.description,
        language: &config.language,
        home_url: shared.permalink(home),
        self_url: shared.permalink(&paths::feed(site, scope, format)),
        site_title: &config.title,
        authors: config.authors.iter().map(|written| author_of(shared, written)).collect(),
        entries: pages_of(site, scope).into_iter().map(|id| entry(shared, id)).collect(),
    }
}

fn author_of<'a>(shared: &'a Shared, written: &'a str) -> FeedAuthor<'a> {
    match shared.inputs.audiences.person(written) {
        Some(person) => FeedAuthor {
            name: &person.name,
            url: Some(format!("{}#{}", shared.permalink(paths::PEOPLE), person.id)),
        },
        None => FeedAuthor { name: written, url: None },
    }
}

fn entry(shared: &Shared, id: PageId) -> Entry<'_> {
    let site = shared.site();
    let page = site.page(id);
    let url = shared.permalink(&page.url_path);
    let content = site.config.feeds.full_text.then(|| absolute_urls(&shared.bodies.page(site, id), &url));
    let beginning = content.is_none().then(|| {
        let length = SummaryLength { more: page.more, words: site.config.summary.words };
        summary_text(page.body(), length, &site.config.markdown)
    });
    Entry {
        beginning,
        published: page.date.map(|date| date.rfc3339()),
        // Only pages with a date are in feeds.
        updated: last_change(page).map(|date| date.rfc3339()).unwrap_or_default(),
        authors: page
            .authors
            .iter()
            .map(|author| match author.id.as_deref() {
                Some(id) => author_of(shared, id),
                None => FeedAuthor { name: &author.name, url: None },
            })
            .collect(),
        categories: page.terms.iter().filter_map(|id| Some(paths::term(site, *id)?.name.as_str())).collect(),
        image: page.image.as_ref().map(|image| site.place_url(&image.place)),
        page,
        url,
        content,
    }
}
