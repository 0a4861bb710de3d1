//! The order of pages, and who stands next to whom.

use std::cmp::Ordering;

use crate::config::SortBy;
use crate::site::{Page, PageId};

/// Sorts a list of pages. Pages without the key they are sorted by come last; ties are broken by URL, so
/// that the order never depends on anything else.
pub fn sort_pages(ids: &mut [PageId], pages: &[Page], sort_by: SortBy) {
    ids.sort_by(|left, right| {
        let (left, right) = (&pages[left.0 as usize], &pages[right.0 as usize]);
        compare(left, right, sort_by).then_with(|| left.url_path.cmp(&right.url_path))
    });
}

fn compare(left: &Page, right: &Page, sort_by: SortBy) -> Ordering {
    match sort_by {
        SortBy::Date => newest_first(left.date, right.date),
        SortBy::UpdateDate => newest_first(left.updated.or(left.date), right.updated.or(right.date)),
        SortBy::Title => left.title.to_lowercase().cmp(&right.title.to_lowercase()),
        SortBy::Weight => left.weight.unwrap_or(i64::MAX).cmp(&right.weight.unwrap_or(i64::MAX)),
        SortBy::Permalink => left.url_path.cmp(&right.url_path),
        SortBy::Slug => left.slug.cmp(&right.slug),
        SortBy::None => left.source.cmp(&right.source),
    }
}

fn newest_first<T: Ord>(left: Option<T>, right: Option<T>) -> Ordering {
    // `None` is less than any date, so the reversed order puts it last.
    right.cmp(&left)
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
