//! What both parts of a letter say, decided once: cleaned summaries, and how long they may be.

use std::collections::BTreeSet;

use crate::config::Kind;
use crate::newsletter::Issue;
use crate::newsletter::IssueItem;
use crate::newsletter::Prose;
use crate::newsletter::clean::{Cleaner, absolute};
use crate::newsletter::escape::escape_html;
use crate::newsletter::subject::shorten;
use crate::newsletter::text::wrap;

/// How much of each post a letter tells. A letter that is too long is made again at the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// The summaries as they were given.
    Whole,
    /// At most so many characters of each, without formatting and links.
    Characters(usize),
    /// Titles alone.
    Titles,
}

impl Detail {
    /// From most to least.
    pub(crate) const ALL: [Self; 4] =
        [Self::Whole, Self::Characters(360), Self::Characters(140), Self::Titles];
}

/// An issue as its letter tells it.
#[derive(Debug, Clone)]
pub(crate) struct Letter<'issue> {
    pub intro: Prose,
    pub items: Vec<LetterItem<'issue>>,
    /// The signature, or the owner's name.
    pub signature: &'issue str,
    /// The addresses of pictures that are left out.
    pub dropped_images: Vec<String>,
    /// Whether summaries are left out.
    pub titles_only: bool,
}

/// One post as the letter tells it.
#[derive(Debug, Clone)]
pub(crate) struct LetterItem<'issue> {
    pub title: &'issue str,
    pub url: &'issue str,
    pub kind: Kind,
    pub need: Option<&'issue str>,
    pub prose: Prose,
    /// `4 min, by Bob Writer`; may be empty.
    pub about: String,
}

/// Decides what the letter of `issue` says at a level of detail.
pub(crate) fn letter<'issue>(issue: &'issue Issue, cleaner: &Cleaner, detail: Detail) -> Letter<'issue> {
    let mut dropped_images = Vec::new();
    let site = issue.base_url.absolute("/");
    let intro = whole(issue, cleaner, &issue.intro, &site, &mut dropped_images);
    let items = issue.items.iter().map(|item| LetterItem {
        title: item.title.trim(),
        url: &item.url,
        kind: item.kind,
        need: item.need.as_deref().filter(|need| !need.trim().is_empty()),
        prose: match detail {
            Detail::Whole => whole(issue, cleaner, &item.summary, &item.url, &mut dropped_images),
            Detail::Characters(length) => shortened(&item.summary, length),
            Detail::Titles => Prose::default(),
        },
        about: about(issue, item),
    });
    let items = items.collect();
    let signature = [&issue.signature, &issue.owner.name, &issue.owner.address];
    let signature = signature.into_iter().find(|text| !text.trim().is_empty()).map_or("", |text| text.trim());
    Letter { intro, items, signature, dropped_images, titles_only: detail == Detail::Titles }
}

/// Cleans the HTML, and makes sure that the text lists every link that the HTML still has.
fn whole(
    issue: &Issue,
    cleaner: &Cleaner,
    prose: &Prose,
    page_url: &str,
    dropped: &mut Vec<String>,
) -> Prose {
    let cleaned = cleaner.clean(&prose.html, page_url);
    dropped.extend(cleaned.dropped_images);
    let mut links: Vec<String> = Vec::with_capacity(prose.links.len());
    for link in &prose.links {
        // A link that the cleaner refuses keeps its number, and shows what was written.
        links.push(match absolute(issue.base_url.origin(), link) {
            Some(link) if link.starts_with('#') => {
                format!("{}{link}", page_url.split('#').next().unwrap_or(""))
            }
            Some(link) => link,
            None => link.clone(),
        });
    }
    let mut known: BTreeSet<String> = links.iter().cloned().collect();
    for link in cleaned.links {
        if !names(&prose.text, &link) && known.insert(link.clone()) {
            links.push(link);
        }
    }
    Prose { html: cleaned.html, text: prose.text.clone(), links }
}

fn shortened(prose: &Prose, length: usize) -> Prose {
    let text = shorten(&without_marks(&prose.text, prose.links.len()), length);
    let html = if text.is_empty() { String::new() } else { format!("<p>{}</p>", escape_html(&text)) };
    let mut lines = String::new();
    wrap(&mut lines, &text);
    Prose { html, text: lines, links: Vec::new() }
}

/// Whether a text says an address itself, as it does for `<https://example.org/>`.
fn names(text: &str, link: &str) -> bool {
    let address = link.strip_prefix("mailto:").unwrap_or(link);
    text.match_indices(address).any(|(at, _)| {
        let goes_on = |c: char| c.is_alphanumeric() || "/?#=&%_~-".contains(c);
        !text[at + address.len()..].starts_with(goes_on)
    })
}

/// The text without its `[1]` marks, as far as there are links.
fn without_marks(text: &str, links: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let after = &rest[open + 1..];
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = after[..digits].parse::<usize>().unwrap_or(0);
        if after[digits..].starts_with(']') && (1..=links).contains(&number) {
            out.push_str(rest[..open].trim_end_matches(' '));
            rest = &after[digits + 1..];
        } else {
            out.push_str(&rest[..=open]);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn about(issue: &Issue, item: &IssueItem) -> String {
    let time = (item.reading_time > 0).then(|| format!("{} {}", item.reading_time, issue.words.minutes));
    let names: Vec<&str> = item.authors.iter().map(|author| author.name.as_str()).collect();
    let authors = (!names.is_empty()).then(|| format!("{} {}", issue.words.by, names.join(", ")));
    [time, authors].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_the_text_is_not_listed_again() {
        assert!(names("see https://example.org/a.", "https://example.org/a"));
        assert!(names("write to a@example.org", "mailto:a@example.org"));
        assert!(!names("see https://example.org/ab", "https://example.org/a"));
    }

    #[test]
    fn marks_go_with_their_links() {
        assert_eq!(without_marks("See it [1], or [2]. [3] [a] [", 2), "See it, or. [3] [a] [");
    }
}
