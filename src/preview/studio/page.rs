//! From what a page says to its HTML.

use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Serialize;
use tera::Context;
use tera::Tera;

use crate::config::Kind;
use crate::preview::Response;
use crate::preview::Snapshot;
use crate::preview::studio::STUDIO;
use crate::source::SourcePath;

/// The templates. Their names end in `.html`, so whatever they print is escaped.
const TEMPLATES: &[(&str, &str)] = &[
    ("base.html", include_str!("templates/base.html")),
    ("posts.html", include_str!("templates/posts.html")),
    ("audiences.html", include_str!("templates/audiences.html")),
    ("audience.html", include_str!("templates/audience.html")),
    ("chart.html", include_str!("templates/chart.html")),
    ("issues.html", include_str!("templates/issues.html")),
    ("issue.html", include_str!("templates/issue.html")),
];

static TERA: OnceLock<Tera> = OnceLock::new();

/// What every page has around it.
#[derive(Debug, Serialize)]
struct Frame<'a, Said: Serialize> {
    title: &'a str,
    /// Which part of the studio it is in: `posts`, `audiences` or `issues`.
    part: &'a str,
    studio: &'a str,
    site_title: &'a str,
    site_href: String,
    page: &'a Said,
}

/// One page of the studio.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a, Said> {
    /// The template.
    pub template: &'a str,
    /// Which part of the studio it is in: `posts`, `audiences` or `issues`.
    pub part: &'a str,
    /// Its title and first heading.
    pub title: &'a str,
    /// What the template is given as `page`.
    pub said: &'a Said,
}

/// Renders a page.
pub fn render<Said: Serialize>(snapshot: &Snapshot, page: Page<'_, Said>) -> Response {
    let site = &snapshot.model.site;
    let frame = Frame {
        title: page.title,
        part: page.part,
        studio: STUDIO,
        site_title: &site.config.title,
        site_href: site.href("/"),
        page: page.said,
    };
    let tera = TERA.get_or_init(|| {
        let mut tera = Tera::new();
        tera.add_raw_templates(TEMPLATES.iter().copied()).expect("the tests render every template");
        tera
    });
    let rendered = Context::from_serialize(&frame).and_then(|context| tera.render(page.template, &context));
    match rendered {
        Ok(html) => Response::html(200, html),
        // A page of the studio must not take the server along; the tests render each.
        Err(error) => {
            let said = format!("The studio cannot show this page: {error}\n");
            Response::bytes(500, "text/plain; charset=utf-8", said.into_bytes())
        }
    }
}

/// A day for people and for machines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// `2026-12-24`
    pub iso: String,
    /// `24 Dec 2026`
    pub words: String,
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self { iso: date.to_string(), words: date.strftime("%-d %b %Y").to_string() }
    }
}

/// A file and what leads to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostLink {
    /// The title, or the path if nothing better is known.
    pub title: String,
    /// Its page in the preview, if it has one.
    pub href: Option<String>,
    /// The file.
    pub path: String,
    /// What opens the file in an editor, if one is known.
    pub editor: Option<String>,
}

/// What leads to a post: to its page if it is built, to its file in any case.
pub fn post_link(snapshot: &Snapshot, path: &SourcePath) -> PostLink {
    let site = &snapshot.model.site;
    let page = match site.targets.get(path) {
        Some(crate::site::Target::Page(id)) => site.pages.get(id.0 as usize),
        _ => None,
    };
    PostLink {
        title: page.map_or_else(|| path.to_string(), |page| page.title.clone()),
        href: page.map(|page| site.href(&page.url_path)),
        path: path.to_string(),
        editor: snapshot.editor.link(path, 1, 1),
    }
}

/// A kind in a word.
pub fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Give => "give",
        Kind::Ask => "ask",
        Kind::News => "news",
    }
}

/// `1 post`, `2 posts`.
pub fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
