//! The posts, with what the promo check says of each.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::Serialize;

use crate::config::Kind;
use crate::diag::Level;
use crate::preview::Response;
use crate::preview::Snapshot;
use crate::preview::studio::STUDIO;
use crate::preview::studio::page;
use crate::preview::studio::page::Day;
use crate::preview::studio::page::Page;
use crate::preview::studio::page::PostLink;
use crate::preview::studio::page::counted;
use crate::preview::studio::page::kind_word;
use crate::preview::studio::page::listed;
use crate::preview::studio::page::post_link;
use crate::preview::studio::waiting_posts;
use crate::promo::Judgement;
use crate::site::LeftOut;
use crate::site::LeftOutReason;
use crate::site::PageId;
use crate::source::SourcePath;

/// The posts on one page: as many as can be looked through, and few enough for a browser to show at once.
const ON_ONE_PAGE: usize = 200;

/// Which posts are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    Flagged,
    Drafts,
    Scheduled,
    Expired,
}

/// Every filter: what stands in its address, what it is called, and what is said if it has no post.
const FILTERS: [(Filter, &str, &str, &str); 5] = [
    (Filter::All, "", "All", "There is no post yet. `regards new \"A first post\"` starts one."),
    (Filter::Flagged, "flagged", "Promotional or mixed", "No post reads as a promotion."),
    (
        Filter::Drafts,
        "drafts",
        "Drafts",
        "There is no draft. `draft: true` in a post's front matter makes one.",
    ),
    (Filter::Scheduled, "scheduled", "Scheduled", "No post waits for its date."),
    (Filter::Expired, "expired", "Expired", "No post has left the site."),
];

/// A post, before anything more is known of it than where it stands.
#[derive(Debug, Clone, Copy)]
enum Listed<'a> {
    Built(PageId),
    Waiting(&'a LeftOut),
}

#[derive(Debug, Serialize)]
struct Posts {
    filters: Vec<FilterLink>,
    rows: Vec<Row>,
    /// What is shown, in words, for the caption.
    caption: String,
    /// What is said if there are no rows.
    empty: &'static str,
    newer: Option<String>,
    older: Option<String>,
    place: String,
}

#[derive(Debug, Serialize)]
struct FilterLink {
    name: &'static str,
    href: String,
    count: usize,
    current: bool,
}

/// One line of the list.
#[derive(Debug, Serialize)]
pub struct Row {
    /// The post.
    pub post: PostLink,
    /// `draft`, `scheduled` or `expired`; nothing for what is published.
    pub state: Option<&'static str>,
    /// The day on which it was published, will be, or left.
    pub date: Option<Day>,
    /// What the promo check says; `None` if the file cannot be read.
    pub verdict: Option<VerdictWords>,
    /// What it is to its readers; `None` for a page that is no post.
    pub kind: Option<KindWords>,
    /// How many words a reader reads.
    pub words: Option<usize>,
    /// `1 error and 2 warnings`.
    pub problems: Option<String>,
}

/// A verdict in words.
#[derive(Debug, Serialize)]
pub struct VerdictWords {
    /// The verdict's name, for its looks.
    pub name: &'static str,
    /// The verdict.
    pub words: String,
    /// The probability, from 0 to 1; `None` if nothing was judged.
    pub probability: Option<String>,
}

/// A kind in words.
#[derive(Debug, Serialize)]
pub struct KindWords {
    /// `give`, `ask` or `news`.
    pub name: &'static str,
    /// `declared`, `inferred` or `disputed`.
    pub origin: &'static str,
}

/// The list at an address behind `posts/`; `None` if there is none.
pub fn page(snapshot: &Snapshot, steps: &[&str]) -> Option<Response> {
    let (filter, number) = match *steps {
        [] => (Filter::All, 1),
        [step] => match named(step) {
            Some(filter) => (filter, 1),
            None => (Filter::All, later_page(step)?),
        },
        [filter, number] => (named(filter)?, later_page(number)?),
        _ => return None,
    };
    let lists = FILTERS.map(|(filter, ..)| listed_posts(snapshot, filter));
    let mut shown = Vec::new();
    let mut filters = Vec::new();
    let (mut name, mut empty) = ("", "");
    for ((known, slug, label, nothing), list) in FILTERS.into_iter().zip(lists) {
        let current = known == filter;
        let count = list.len();
        filters.push(FilterLink { name: label, href: address(slug, 1), count, current });
        if current {
            (name, empty, shown) = (label, nothing, list);
        }
    }
    let slug = FILTERS.iter().find(|(known, ..)| *known == filter).map_or("", |(_, slug, ..)| slug);
    let (count, pages) = (shown.len(), shown.len().div_ceil(ON_ONE_PAGE).max(1));
    if number > pages {
        return None;
    }
    let first = (number - 1) * ON_ONE_PAGE;
    let listed = &shown[first..(first + ON_ONE_PAGE).min(count)];
    let mut rows: Vec<Row> = listed.iter().map(|listed| row(snapshot, listed)).collect();
    add_problems(snapshot, &mut rows);
    let place = format!("{} to {} of {}", first + 1, first + rows.len(), counted(count, "post"));
    let caption = match pages {
        1 => format!("{name}: {}", counted(count, "post")),
        _ => format!("{name}: {place}"),
    };
    let posts = Posts {
        filters,
        rows,
        caption,
        empty,
        newer: (number > 1).then(|| address(slug, number - 1)),
        older: (number < pages).then(|| address(slug, number + 1)),
        place,
    };
    Some(page::render(snapshot, Page { template: "posts.html", part: "posts", title: "Posts", said: &posts }))
}

fn named(step: &str) -> Option<Filter> {
    let found = FILTERS.iter().find(|(_, slug, ..)| !slug.is_empty() && *slug == step);
    found.map(|(filter, ..)| *filter)
}

/// The number of a page after the first, as it is written in its address.
fn later_page(step: &str) -> Option<usize> {
    step.parse().ok().filter(|number: &usize| *number > 1 && number.to_string() == step)
}

fn address(slug: &str, number: usize) -> String {
    let slug = if slug.is_empty() { String::new() } else { format!("{slug}/") };
    match number {
        1 if slug.is_empty() => STUDIO.to_owned(),
        1 => format!("{STUDIO}posts/{slug}"),
        _ => format!("{STUDIO}posts/{slug}{number}/"),
    }
}

/// The posts that pass a filter: drafts first, then the newest; those that have left come last.
fn listed_posts(snapshot: &Snapshot, filter: Filter) -> Vec<Listed<'_>> {
    let (site, judgements) = (&snapshot.model.site, &snapshot.model.judgements);
    let is_flagged =
        |id: PageId| judgements.get(id.0 as usize).is_some_and(|judgement| judgement.is_flagged());
    // A section that waits is no post, and neither is a page without a date, unless somebody still writes it.
    let waiting = site.left_out.iter().filter(|left_out| left_out.source.stem() != "_index");
    let built = site.page_ids().filter(|id| site.page(*id).date.is_some() || site.page(*id).draft);
    let mut listed: Vec<_> = waiting
        .map(|left_out| match left_out.reason {
            LeftOutReason::Draft => (0, Reverse(None), Listed::Waiting(left_out)),
            LeftOutReason::Scheduled(date) => (1, Reverse(Some(date)), Listed::Waiting(left_out)),
            LeftOutReason::Expired(date) => (2, Reverse(Some(date)), Listed::Waiting(left_out)),
        })
        .chain(built.map(|id| {
            let page = site.page(id);
            (u8::from(!page.draft), Reverse(page.date.map(|date| date.date())), Listed::Built(id))
        }))
        .filter(|(.., listed)| match (filter, listed) {
            (Filter::All, _) => true,
            (Filter::Flagged, Listed::Built(id)) => is_flagged(*id),
            (Filter::Drafts, Listed::Built(id)) => site.page(*id).draft,
            (Filter::Scheduled, Listed::Built(id)) => {
                site.page(*id).date.is_some_and(|date| date.date() > site.today)
            }
            (Filter::Expired, Listed::Built(_)) | (Filter::Flagged, Listed::Waiting(_)) => false,
            (_, Listed::Waiting(left_out)) => matches!(
                (filter, left_out.reason),
                (Filter::Drafts, LeftOutReason::Draft)
                    | (Filter::Scheduled, LeftOutReason::Scheduled(_))
                    | (Filter::Expired, LeftOutReason::Expired(_))
            ),
        })
        .collect();
    // The sort is stable, so posts of a day stand in the order of their paths.
    listed.sort_by_key(|(rank, date, _)| (*rank, *date));
    listed.into_iter().map(|(.., listed)| listed).collect()
}

fn row(snapshot: &Snapshot, listed: &Listed<'_>) -> Row {
    match listed {
        Listed::Built(id) => built_row(snapshot, *id),
        Listed::Waiting(left_out) => waiting_posts::row(snapshot, left_out),
    }
}

fn built_row(snapshot: &Snapshot, id: PageId) -> Row {
    let site = &snapshot.model.site;
    let page = site.page(id);
    let date = page.date.map(|date| date.date());
    let state = match date {
        _ if page.draft => Some("draft"),
        Some(date) if date > site.today => Some("scheduled"),
        _ => None,
    };
    Row {
        post: post_link(snapshot, &page.source),
        state,
        date: date.map(Day::from),
        verdict: snapshot.model.judgements.get(id.0 as usize).map(|judgement| VerdictWords::of(judgement)),
        kind: page.kind.map(|kind| KindWords::of(kind, page.declared_kind.is_some(), page.disputed)),
        words: Some(page.word_count as usize),
        problems: None,
    }
}

/// Counts what is wrong with the files that are shown.
fn add_problems(snapshot: &Snapshot, rows: &mut [Row]) {
    let mut counts: HashMap<&str, [usize; 3]> = HashMap::new();
    for diagnostic in snapshot.diagnostics.iter() {
        if let Some(path) = diagnostic.path().map(SourcePath::as_str) {
            counts.entry(path).or_default()[match diagnostic.level {
                Level::Error => 0,
                Level::Warning => 1,
                Level::Note => 2,
            }] += 1;
        }
    }
    for row in rows {
        let Some(count) = counts.get(row.post.path.as_str()) else { continue };
        let named = ["error", "warning", "note"].into_iter().zip(count);
        let parts: Vec<String> =
            named.filter(|(_, count)| **count > 0).map(|(noun, count)| counted(*count, noun)).collect();
        row.problems = Some(listed(&parts));
    }
}

impl VerdictWords {
    /// What `judgement` says.
    pub fn of(judgement: &Judgement) -> Self {
        let name = judgement.verdict.name();
        let judged = name != "not-judged";
        let probability = judged.then(|| format!("{:.2}", judgement.probability));
        Self { name, words: judgement.verdict.to_string(), probability }
    }
}

impl KindWords {
    /// A kind, and where it comes from.
    pub fn of(kind: Kind, declared: bool, disputed: bool) -> Self {
        let origin = match (disputed, declared) {
            (true, _) => "disputed",
            (false, true) => "declared",
            (false, false) => "inferred",
        };
        Self { name: kind_word(kind), origin }
    }
}
