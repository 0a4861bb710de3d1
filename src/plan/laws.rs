//! The plan held against one that is made slowly and plainly.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::config::Config;
use crate::output::BaseUrl;
use crate::output::OutPath;
use crate::plan::Extras;
use crate::plan::Job;
use crate::plan::faults::OUTPUT_COLLISION;
use crate::plan::faults::OUTPUT_DIFFERS_BY_CASE;
use crate::plan::plan;
use crate::site::Assembly;
use crate::site::Memory;
use crate::site::Site;
use crate::site::assemble;
use crate::source::SourcePath;
use crate::source::SourceTree;

/// Addresses that want the same file, lie in each other or differ by case.
const ADDRESSES: [&str; 16] = [
    "/a.html",
    "/a.html/",
    "/a.html/b/",
    "/a.html/b/c.html",
    "/a.html/b/index.html/d/",
    "/a.html-b/",
    "/a.html.html",
    "/A.html",
    "/A.html/b/",
    "/b/",
    "/B/",
    "/b/index.html",
    "/\u{e4}/",
    "/\u{c4}/",
    "/x//y/",
    "/x/y/",
];

fn site(addresses: &[&str]) -> Site {
    let mut tree = SourceTree::default();
    for (number, address) in addresses.iter().enumerate() {
        let path = SourcePath::new(&format!("content/p{number:02}.md")).unwrap();
        tree.insert_text(path, format!("---\npath: {address}\n---\n"));
    }
    let assembly = Assembly {
        config: Config::default(),
        base_url: BaseUrl::new("https://example.org").unwrap(),
        today: jiff::civil::date(2026, 6, 15),
        drafts: false,
        future: false,
        people: BTreeMap::new(),
    };
    assemble(&tree, assembly, &mut Memory::default()).0
}

/// The page of each output, and how many collisions and differences by case there are.
fn plainly(addresses: &[&str]) -> (BTreeMap<String, u32>, usize, usize) {
    let mut outputs: BTreeMap<String, u32> = BTreeMap::new();
    let mut collisions = 0;
    for (number, address) in (0..).zip(addresses) {
        let path = OutPath::for_url_path(address).unwrap();
        if *outputs.entry(path.as_str().to_owned()).or_insert(number) != number {
            collisions += 1;
        }
    }
    let folders = |path: &str| -> Vec<String> {
        path.match_indices('/').map(|(slash, _)| path[..slash].to_owned()).collect()
    };
    let files = outputs.clone();
    outputs.retain(|path, _| {
        let blocking = folders(path).iter().filter(|folder| files.contains_key(*folder)).count();
        collisions += blocking;
        blocking == 0
    });
    let mut by_case: BTreeMap<String, usize> = BTreeMap::new();
    for path in outputs.keys() {
        *by_case.entry(path.to_lowercase()).or_default() += 1;
    }
    let differing = by_case.values().map(|count| count - 1).sum();
    (outputs, collisions, differing)
}

proptest! {
    #[test]
    fn a_plan_is_what_it_would_be_if_it_was_made_plainly(addresses in vec(select(ADDRESSES.to_vec()), 0..12)) {
        let site = site(&addresses);
        let (plan, met) = plan(&site, Extras::default());
        let pages: BTreeMap<String, u32> = plan
            .jobs()
            .filter_map(|(path, job)| match job {
                Job::Page(id) => Some((path.as_str().to_owned(), id.0)),
                _ => None,
            })
            .collect();
        let count = |rule| met.iter().filter(|fault| fault.rule == rule).count();
        let (outputs, collisions, differing) = plainly(&addresses);
        prop_assert_eq!(&pages, &outputs);
        prop_assert_eq!(count(&OUTPUT_COLLISION), collisions);
        prop_assert_eq!(count(&OUTPUT_DIFFERS_BY_CASE), differing);
        let paths: Vec<&OutPath> = plan.jobs().map(|(path, _)| path).collect();
        prop_assert!(paths.is_sorted());
        prop_assert!(plan.jobs().all(|(path, job)| plan.get(path) == Some(job)));
        prop_assert!(plan.sitemap_pages().filter(|(_, job)| matches!(job, Job::Page(_))).count() == pages.len());
    }
}
