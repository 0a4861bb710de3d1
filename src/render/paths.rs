//! The URL paths of everything that is neither a page nor a section nor a term.
//!
//! All paths start with `/` and know nothing of the base URL's subfolder.

use std::borrow::Cow;

use crate::config::FeedFormat;
use crate::plan::FeedScope;
use crate::site::Site;

pub use crate::output::generated::{ARCHIVE, NOT_FOUND, PEOPLE, SUBSCRIBE, issue, issues, sitemap};

/// A page of a list: the list itself, or `<list>/page/2/`.
pub fn pager(list: &str, folder: &str, index: u32) -> String {
    if index <= 1 { list.to_owned() } else { format!("{}{folder}/{index}/", with_slash(list)) }
}

/// A feed: `atom.xml` or `feed.json`, or as the site calls them, below what it is a feed of.
pub fn feed(site: &Site, scope: FeedScope, format: FeedFormat) -> String {
    let below = match scope {
        FeedScope::Site => "/",
        FeedScope::Section(id) => &site.section(id).url_path,
        FeedScope::Term(id) => match term(site, id) {
            Some(term) => &term.url_path,
            None => "/",
        },
    };
    let name = site.config.feeds.file(format);
    format!("{}{name}", with_slash(below))
}

/// The term of an id, if the id is of this site.
pub(crate) fn term(site: &Site, id: crate::site::TermId) -> Option<&crate::site::Term> {
    site.taxonomies.get(usize::from(id.taxonomy))?.terms.get(id.term as usize)
}

fn with_slash(path: &str) -> Cow<'_, str> {
    if path.ends_with('/') { path.into() } else { format!("{path}/").into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_pages() {
        assert_eq!(pager("/posts/", "page", 1), "/posts/");
        assert_eq!(pager("/", "page", 3), "/page/3/");
        assert_eq!(pager("/posts", "p", 2), "/posts/p/2/");
        assert_eq!(sitemap(0), "/sitemap.xml");
        assert_eq!(issue("dealers", jiff::civil::date(2026, 3, 1)), "/newsletters/dealers/2026-03-01/");
    }
}
