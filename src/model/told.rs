//! What letters tell of posts: summaries, as HTML and as plain text, and what an inbox shows of the first.
//!
//! The web versions of all issues are written again every time, and each tells of several posts, so what is told is
//! remembered. It is made of the post's text and of where its links lead: the site's answers are remembered with it, and
//! asked for again.

use std::collections::HashMap;
use std::sync::Arc;

use crate::config::Config;
use crate::config::MarkdownSettings;
use crate::config::front_matter_place;
use crate::markdown::HtmlOptions;
use crate::markdown::PlainOptions;
use crate::markdown::Resolver;
use crate::markdown::SummaryLength;
use crate::markdown::Trace;
use crate::markdown::summary_html;
use crate::markdown::summary_text;
use crate::markdown::to_html;
use crate::markdown::to_plain;
use crate::markdown::traced;
use crate::newsletter::Prose;
use crate::site::Page;
use crate::site::Site;
use crate::site::SiteResolver;
use crate::source::SourcePath;
use crate::source::Span;

/// The width of the text part, in columns (RFC 5322, section 2.1.1, recommends at most 78).
const TEXT_WIDTH: usize = 72;

/// What was told of posts in the letters of this run and of the one before.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// What all of it depends on: how markdown is read, and the words of a summary.
    settings: Option<(MarkdownSettings, usize)>,
    used: HashMap<SourcePath, OfPost>,
    before: HashMap<SourcePath, OfPost>,
}

/// What was told of one post.
#[derive(Debug)]
struct OfPost {
    text: Arc<str>,
    more: Option<usize>,
    description: Option<String>,
    summary: Option<(Prose, Trace)>,
    lead: Option<(String, Span)>,
}

impl Told {
    /// Begins a run: what the one before the last told is forgotten, and everything if the settings are others.
    pub(crate) fn begin(&mut self, config: &Config) {
        self.before = std::mem::take(&mut self.used);
        let settings = (config.markdown.clone(), config.summary.words);
        if self.settings.as_ref() != Some(&settings) {
            self.before.clear();
            self.settings = Some(settings);
        }
    }

    /// What a letter tells of a post: its beginning up to `<!-- more -->`, its description, or its first sentences.
    pub(crate) fn summary(&mut self, site: &Site, page: &Page) -> Prose {
        let told = self.of(page);
        let resolver = SiteResolver::for_mail(site, &page.source);
        if let Some((prose, answers)) = &told.summary
            && answers.holds(&resolver)
        {
            return prose.clone();
        }
        let (prose, answers) = traced(&resolver, |resolver| summary(site, page, resolver));
        told.summary = Some((prose.clone(), answers));
        prose
    }

    /// What an inbox shows of an issue that this post leads: its description or first sentences; and where its title
    /// stands.
    pub(crate) fn lead(&mut self, site: &Site, page: &Page) -> &(String, Span) {
        self.of(page).lead.get_or_insert_with(|| {
            let summary = page.description.clone().unwrap_or_else(|| plain_summary(site, page));
            (summary, front_matter_place(&page.source, &page.text, &["title"]))
        })
    }

    fn of(&mut self, page: &Page) -> &mut OfPost {
        let before = self.before.remove(&page.source);
        self.used.entry(page.source.clone()).or_insert_with(|| {
            before.filter(|told| told.is_of(page)).unwrap_or_else(|| OfPost {
                text: Arc::clone(&page.text),
                more: page.more,
                description: page.description.clone(),
                summary: None,
                lead: None,
            })
        })
    }
}

impl OfPost {
    fn is_of(&self, page: &Page) -> bool {
        self.more == page.more
            && self.description == page.description
            && (Arc::ptr_eq(&self.text, &page.text) || self.text == page.text)
    }
}

fn summary(site: &Site, page: &Page, resolver: &dyn Resolver) -> Prose {
    let body = page.body();
    match (page.more, &page.description) {
        (Some(more), _) if body.is_char_boundary(more) => {
            let length = SummaryLength { more: Some(more), words: site.config.summary.words };
            let html = summary_html(body, length, &html_options(site), resolver);
            let plain = to_plain(&body[..more], &site.config.markdown, resolver, plain_options());
            Prose { html, text: plain.text, links: plain.links }
        }
        (_, Some(description)) => told(site, description, resolver),
        _ => {
            let text = plain_summary(site, page);
            let mut html = String::from("<p>");
            // Writing to a string cannot fail.
            let _ = pulldown_cmark_escape::escape_html_body_text(&mut html, &text);
            html.push_str("</p>\n");
            Prose { html, text, links: Vec::new() }
        }
    }
}

/// The markdown of the file `from`, for a letter.
pub(crate) fn prose(site: &Site, from: &SourcePath, markdown: &str) -> Prose {
    told(site, markdown, &SiteResolver::for_mail(site, from))
}

fn told(site: &Site, markdown: &str, resolver: &dyn Resolver) -> Prose {
    let html = to_html(markdown, &html_options(site), resolver);
    let plain = to_plain(markdown, &site.config.markdown, resolver, plain_options());
    Prose { html, text: plain.text, links: plain.links }
}

fn html_options(site: &Site) -> HtmlOptions<'_> {
    HtmlOptions { settings: &site.config.markdown, anchors: false, footnote_prefix: "", mail: true }
}

fn plain_options() -> PlainOptions {
    PlainOptions { width: TEXT_WIDTH, first_link: 1 }
}

fn plain_summary(site: &Site, page: &Page) -> String {
    let length = SummaryLength { more: page.more, words: site.config.summary.words };
    summary_text(page.body(), length, &site.config.markdown)
}
