//! Related posts: those with the most, and the rarest, terms in common.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::site::{Page, PageId, Taxonomy, TermId};

/// Neighbours in each term's list that are looked at, on either side. It keeps the work linear in the number
/// of pages, and prefers posts of the same time, which the order of the list means.
const REACH: usize = 24;

/// For each page, up to `count` related ones, the nearest first.
///
/// A shared term counts 1 / log2(2 + pages that have it), so a rare tag says more than one on every post.
pub fn related(pages: &[Page], taxonomies: &[Taxonomy], count: usize) -> Vec<Vec<PageId>> {
    if count == 0 {
        return vec![Vec::new(); pages.len()];
    }
    let places = places_in_terms(pages, taxonomies);
    (0..pages.len()).into_par_iter().map(|page| related_to(page, pages, taxonomies, &places, count)).collect()
}

/// For each page, its terms with its place in each one's list.
fn places_in_terms(pages: &[Page], taxonomies: &[Taxonomy]) -> Vec<Vec<(TermId, usize)>> {
    let mut places = vec![Vec::new(); pages.len()];
    for (taxonomy_index, taxonomy) in taxonomies.iter().enumerate() {
        for (term_index, term) in taxonomy.terms.iter().enumerate() {
            let id = TermId { taxonomy: taxonomy_index as u16, term: term_index as u32 };
            for (place, page) in term.pages.iter().enumerate() {
                places[page.0 as usize].push((id, place));
            }
        }
    }
    places
}

fn related_to(
    page: usize,
    pages: &[Page],
    taxonomies: &[Taxonomy],
    places: &[Vec<(TermId, usize)>],
    count: usize,
) -> Vec<PageId> {
    let mut scores: Vec<(PageId, f64)> = Vec::new();
    for (term, place) in &places[page] {
        let listed = &taxonomies[term.taxonomy as usize].terms[term.term as usize].pages;
        let weight = 1.0 / (2.0 + listed.len() as f64).log2();
        let from = place.saturating_sub(REACH);
        let to = (place + REACH + 1).min(listed.len());
        scores.extend(listed[from..to].iter().filter(|id| id.0 as usize != page).map(|id| (*id, weight)));
    }
    scores.sort_by_key(|(id, _)| *id);
    scores.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 += later.1;
        }
        same
    });
    let days_apart = |id: PageId| match (pages[page].date, pages[id.0 as usize].date) {
        (Some(left), Some(right)) => (left.date() - right.date()).get_days().unsigned_abs(),
        _ => u32::MAX,
    };
    scores.sort_by(|(left, left_score), (right, right_score)| {
        right_score
            .total_cmp(left_score)
            .then_with(|| days_apart(*left).cmp(&days_apart(*right)))
            .then_with(|| left.cmp(right))
    });
    scores.into_iter().take(count).map(|(id, _)| id).collect()
}
