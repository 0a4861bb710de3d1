//! JSON Feed 1.1.

use serde::Serialize;

use crate::render::feed::{Feed, FeedAuthor};

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor<'a>>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct JsonAuthor<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    /// An item must have one of the two (JSON Feed 1.1, items).
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    date_modified: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor<'a>>,
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    tags: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

/// Writes a feed.
pub fn write(feed: &Feed<'_>) -> String {
    let items = feed.entries.iter().map(|entry| Item {
        id: &entry.url,
        url: &entry.url,
        title: &entry.page.title,
        content_html: entry.content.as_deref(),
        content_text: entry.beginning.as_deref(),
        summary: entry.page.description.as_deref(),
        image: entry.image.as_deref(),
        date_published: entry.published.as_deref(),
        date_modified: &entry.updated,
        authors: authors(&entry.authors),
        tags: &entry.categories,
        language: Some(entry.page.language.as_str()).filter(|language| *language != feed.language),
    });
    let json = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.home_url,
        feed_url: &feed.self_url,
        description: feed.description,
        language: feed.language,
        authors: authors(&feed.authors),
        items: items.collect(),
    };
    // Text and lists of text only: there is nothing that could not be written as JSON.
    let mut text = serde_json::to_string_pretty(&json).unwrap_or_default();
    text.push('\n');
    text
}

fn authors<'a>(authors: &'a [FeedAuthor<'a>]) -> Vec<JsonAuthor<'a>> {
    authors.iter().map(|author| JsonAuthor { name: author.name, url: author.url.as_deref() }).collect()
}
