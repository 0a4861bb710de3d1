//! Related posts: those with the most, and the rarest, terms in common.

use jiff::civil::Date;
use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::site::Page;
use crate::site::PageId;
use crate::site::Taxonomy;
use crate::site::TermId;

/// Neighbours in each term's list that are looked at, on either side. It keeps the work linear in the number
/// of pages, and prefers posts of the same time, which the order of the list means.
const REACH: usize = 24;

/// The fewest pages that are worth a thread's own scores.
const PAGES_AT_ONCE: usize = 256;

/// The related posts of the last run, with all that they were made of.
#[derive(Debug, Default)]
pub struct RelatedMemory {
    count: usize,
    dates: Vec<Option<Date>>,
    /// The pages of each term, taxonomy by taxonomy.
    listed: Vec<Vec<Vec<PageId>>>,
    related: Vec<Vec<PageId>>,
}

impl RelatedMemory {
    /// For each page, up to `count` related ones, the nearest first.
    ///
    /// A shared term counts 1 / log2(2 + pages that have it), so a rare tag says more than one on every post.
    pub fn related(&mut self, pages: &[Page], taxonomies: &[Taxonomy], count: usize) -> &[Vec<PageId>] {
        if !self.is_of(pages, taxonomies, count) {
            self.count = count;
            self.dates = pages.iter().map(day_of).collect();
            let pages_of =
                |taxonomy: &Taxonomy| taxonomy.terms.iter().map(|term| term.pages.clone()).collect();
            self.listed = taxonomies.iter().map(pages_of).collect();
            self.related = Search::among(pages, self).related();
        }
        &self.related
    }

    /// Whether this is what it would be if it was made now.
    fn is_of(&self, pages: &[Page], taxonomies: &[Taxonomy], count: usize) -> bool {
        let listed = taxonomies.iter().map(|taxonomy| taxonomy.terms.iter().map(|term| &term.pages));
        self.count == count
            && self.dates.iter().copied().eq(pages.iter().map(day_of))
            && self.listed.len() == taxonomies.len()
            && self.listed.iter().zip(listed).all(|(known, listed)| known.iter().eq(listed))
    }
}

fn day_of(page: &Page) -> Option<Date> {
    page.date.map(|date| date.date())
}

/// The lists of a site's terms, and where its pages stand in them.
struct Search<'a> {
    inputs: &'a RelatedMemory,
    /// The terms of each page, each with the page's place in its list.
    places: Vec<(TermId, usize)>,
    /// Where those of each page start, and the last end.
    starts: Vec<usize>,
}

/// Scores of pages, all zero between two uses.
struct Scores {
    of: Vec<f64>,
    met: Vec<PageId>,
}

impl<'a> Search<'a> {
    fn among(pages: &[Page], inputs: &'a RelatedMemory) -> Self {
        let mut starts = Vec::with_capacity(pages.len() + 1);
        let mut places = Vec::new();
        for page in pages {
            starts.push(places.len());
            places.extend(page.terms.iter().map(|term| (*term, 0)));
        }
        starts.push(places.len());
        let mut next = starts.clone();
        for listed in inputs.listed.iter().flatten() {
            for (place, page) in listed.iter().enumerate() {
                // A page knows its terms in the order that they are listed in.
                let next = &mut next[page.0 as usize];
                places[*next].1 = place;
                *next += 1;
            }
        }
        Self { inputs, places, starts }
    }

    fn related(&self) -> Vec<Vec<PageId>> {
        let pages = self.inputs.dates.len();
        if self.inputs.count == 0 {
            return vec![Vec::new(); pages];
        }
        let scores = || Scores { of: vec![0.0; pages], met: Vec::new() };
        (0..pages)
            .into_par_iter()
            .with_min_len(PAGES_AT_ONCE)
            .map_init(scores, |scores, page| self.related_to(page, scores))
            .collect()
    }

    fn related_to(&self, page: usize, scores: &mut Scores) -> Vec<PageId> {
        for (term, place) in &self.places[self.starts[page]..self.starts[page + 1]] {
            let listed = &self.inputs.listed[term.taxonomy as usize][term.term as usize];
            let weight = 1.0 / (2.0 + listed.len() as f64).log2();
            let from = place.saturating_sub(REACH);
            let to = (place + REACH + 1).min(listed.len());
            for id in listed[from..to].iter().filter(|id| id.0 as usize != page) {
                let score = &mut scores.of[id.0 as usize];
                if *score == 0.0 {
                    scores.met.push(*id);
                }
                *score += weight;
            }
        }
        let days_apart = |id: PageId| match (self.inputs.dates[page], self.inputs.dates[id.0 as usize]) {
            (Some(left), Some(right)) => (left - right).get_days().unsigned_abs(),
            _ => u32::MAX,
        };
        let count = self.inputs.count;
        let mut best: Vec<(PageId, f64)> = Vec::with_capacity(count.min(scores.met.len()) + 1);
        for id in scores.met.drain(..) {
            let score = std::mem::take(&mut scores.of[id.0 as usize]);
            let place = best.partition_point(|(other, other_score)| {
                other_score
                    .total_cmp(&score)
                    .then_with(|| days_apart(id).cmp(&days_apart(*other)))
                    .then_with(|| id.cmp(other))
                    .is_gt()
            });
            if place < count {
                best.insert(place, (id, score));
                best.truncate(count);
            }
        }
        best.into_iter().map(|(id, _)| id).collect()
    }
}
