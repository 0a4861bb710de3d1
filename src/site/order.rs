//! The order of pages, and who stands next to whom.

use std::cmp::Reverse;

use crate::config::PostDate;
use crate::config::SortBy;
use crate::site::Page;
use crate::site::PageId;

/// The pages of a site by date: the order that most of its lists are in.
#[derive(Debug)]
pub struct DateOrder {
    /// All of them, newest first; those without a date come last.
    pub pages: Vec<PageId>,
    /// The place of each page in that order.
    ranks: Vec<u32>,
}

impl DateOrder {
    /// Puts pages in order.
    pub fn of(pages: &[Page]) -> Self {
        let mut keyed: Vec<_> = keyed(pages, (0..pages.len() as u32).map(PageId), |page| newest(page.date));
        keyed.sort_unstable();
        let ordered: Vec<PageId> = keyed.into_iter().map(|(_, _, id)| id).collect();
        let mut ranks = vec![0; pages.len()];
        for (rank, id) in (0..).zip(&ordered) {
            ranks[id.0 as usize] = rank;
        }
        Self { pages: ordered, ranks }
    }

    /// Sorts a list, newest first.
    pub fn sort(&self, ids: &mut [PageId]) {
        ids.sort_unstable_by_key(|id| self.ranks[id.0 as usize]);
    }
}

/// Sorts a list of pages that stand in the order of their dates. Pages without the key they are sorted by come last;
/// ties are broken by URL, so that the order never depends on anything else.
pub fn sort_pages(ids: &mut [PageId], pages: &[Page], sort_by: SortBy) {
    match sort_by {
        SortBy::Date => {}
        SortBy::UpdateDate => sort_by_key(ids, pages, |page| newest(page.updated.or(page.date))),
        SortBy::Title => sort_by_key(ids, pages, |page| page.title.to_lowercase()),
        SortBy::Weight => sort_by_key(ids, pages, |page| page.weight.unwrap_or(i64::MAX)),
        SortBy::Permalink => sort_by_key(ids, pages, |_| ()),
        SortBy::Slug => sort_by_key(ids, pages, |page| page.slug.as_str()),
        SortBy::None => sort_by_key(ids, pages, |page| &page.source),
    }
}

fn sort_by_key<'site, K: Ord>(ids: &mut [PageId], pages: &'site [Page], key: impl Fn(&'site Page) -> K) {
    let mut keyed = keyed(pages, ids.iter().copied(), key);
    keyed.sort_unstable();
    for (id, (_, _, sorted)) in ids.iter_mut().zip(keyed) {
        *id = sorted;
    }
}

/// Pages with what they are ordered by: a key is made once, not for every comparison.
fn keyed<'site, K>(
    pages: &'site [Page],
    ids: impl Iterator<Item = PageId>,
    key: impl Fn(&'site Page) -> K,
) -> Vec<(K, &'site str, PageId)> {
    ids.map(|id| {
        let page = &pages[id.0 as usize];
        (key(page), page.url_path.as_str(), id)
    })
    .collect()
}

/// Orders the latest moment first, and no moment last.
fn newest(date: Option<PostDate>) -> Reverse<Option<(i64, i32, i32)>> {
    Reverse(date.map(|date| date.moment()))
}

/// Tells each page of an ordered list its neighbours.
pub fn link_neighbours(ids: &[PageId], pages: &mut [Page], sort_by: SortBy) {
    for (place, id) in ids.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| ids.get(place)).copied();
        let after = ids.get(place + 1).copied();
        let page = &mut pages[id.0 as usize];
        // A list by date starts with the newest: what follows there is older, thus lower.
        (page.lower, page.higher) = match sort_by {
            SortBy::Date | SortBy::UpdateDate => (after, before),
            _ => (before, after),
        };
    }
}
