//! What search engines are told of a page: schema.org in JSON-LD.

use serde::Serialize;

use crate::output::escape_json_for_html;

/// A post, as <https://schema.org/BlogPosting> has it; a page without a date is a `WebPage`.
#[derive(Debug, Serialize)]
pub struct Posting<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    headline: &'a str,
    url: &'a str,
    #[serde(rename = "mainEntityOfPage")]
    main_entity_of_page: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    date_modified: Option<&'a str>,
    #[serde(rename = "inLanguage")]
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    #[serde(rename = "wordCount")]
    word_count: u32,
    #[serde(rename = "isPartOf")]
    is_part_of: Blog<'a>,
}

#[derive(Debug, Serialize)]
struct Person<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Blog<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: &'a str,
}

/// What a [`Posting`] says; all addresses absolute, all dates as ISO 8601.
#[derive(Debug, Clone)]
pub struct PostingFacts<'a> {
    pub title: &'a str,
    pub url: &'a str,
    pub description: Option<&'a str>,
    pub date: Option<&'a str>,
    pub updated: Option<&'a str>,
    pub language: &'a str,
    pub image: Option<&'a str>,
    /// Names, and the address of each person's page if there is one.
    pub authors: Vec<(&'a str, Option<&'a str>)>,
    pub keywords: Vec<&'a str>,
    pub word_count: u32,
    pub site_title: &'a str,
    pub site_url: &'a str,
}

/// The content of a `<script type="application/ld+json">` element; nothing in it can end the element.
pub fn json_ld(facts: &PostingFacts<'_>) -> String {
    let posting = Posting {
        context: "https://schema.org",
        kind: if facts.date.is_some() { "BlogPosting" } else { "WebPage" },
        headline: facts.title,
        url: facts.url,
        main_entity_of_page: facts.url,
        description: facts.description,
        date_published: facts.date,
        date_modified: facts.updated.or(facts.date),
        in_language: facts.language,
        image: facts.image,
        author: facts.authors.iter().map(|(name, url)| Person { kind: "Person", name, url: *url }).collect(),
        keywords: facts.keywords.clone(),
        word_count: facts.word_count,
        is_part_of: Blog { kind: "Blog", name: facts.site_title, url: facts.site_url },
    };
    // Text and numbers only: there is nothing that could not be written as JSON.
    serde_json::to_string(&posting).map(|json| escape_json_for_html(&json)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_the_script() {
        let facts = PostingFacts {
            title: "</script><script>alert(1)</script> & \u{2028} \"q\"",
            url: "https://example.org/a/",
            description: None,
            date: Some("2026-03-01"),
            updated: None,
            language: "en",
            image: None,
            authors: vec![("Ann", None)],
            keywords: vec!["rust"],
            word_count: 3,
            site_title: "Site",
            site_url: "https://example.org/",
        };
        let json = json_ld(&facts);
        assert!(!json.contains('<') && !json.contains('\u{2028}'));
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["headline"], facts.title);
        assert_eq!(read["@type"], "BlogPosting");
        assert_eq!(read["dateModified"], "2026-03-01");
    }
}
