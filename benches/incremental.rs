//! A site of 10,000 posts, assembled and planned again after one of its files changed.

use std::hint::black_box;

use criterion::BatchSize;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use regards::config::Config;
use regards::config::TaxonomySettings;
use regards::output::BaseUrl;
use regards::plan::Extras;
use regards::plan::Plan;
use regards::plan::plan;
use regards::site::Assembly;
use regards::site::Memory;
use regards::site::Site;
use regards::site::assemble;
use regards::source::Asset;
use regards::source::SourceFile;
use regards::source::SourcePath;
use regards::source::SourceTree;

/// The program's own allocator, so that the times are the program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const POSTS: usize = 10_000;

/// What happens to a site between two runs.
const EDITS: [(&str, Edit); 4] = [
    ("nothing", |tree, _| tree),
    ("body", |tree, turn| with(tree, "content/posts/post-005000.md", &post(5_000, "Title", turn))),
    ("title", |tree, turn| with(tree, "content/posts/post-005000.md", &post(5_000, &format!("T {turn}"), 0))),
    ("new post", |tree, turn| {
        if turn % 2 == 0 {
            tree
        } else {
            with(tree, "content/posts/post-005000b.md", &post(5_000, "New", turn))
        }
    }),
];

type Edit = fn(SourceTree, usize) -> SourceTree;

fn with(mut tree: SourceTree, path: &str, text: &str) -> SourceTree {
    if let Ok(path) = SourcePath::new(path) {
        tree.insert_text(path, text);
    }
    tree
}

/// A post with front matter, headings and links of every kind; `turn` is said in its body.
fn post(number: usize, title: &str, turn: usize) -> String {
    let (tag, other) = (number * 7 % 50, number * 13 % 400);
    let (linked, near) = (number * 7_919 % POSTS, number.saturating_sub(1));
    let (year, month, day) = (1990 + number * 31 % 36, 1 + number * 17 % 12, 1 + number * 11 % 28);
    let prose = "Most of what we know about seeds comes from people who kept notes, and *wrote* them down. "
        .repeat(8);
    format!(
        "---\ntitle: {title} {number}\ndate: {year}-{month:02}-{day:02}\ndescription: What {number} is about\n\
         tags: [tag {tag}, Other {other}]\n---\n\n{prose}\n\n## A part\n\n{prose} See \
         [the other](@/posts/post-{linked:06}.md) and [the one before](post-{near:06}.md#a-part), \
         [here](https://example.com/{number}) or [about](/posts/).\n\n- one\n- two\n\n## Turn {turn}\n\n{prose}\n"
    )
}

fn blog() -> SourceTree {
    let mut tree = SourceTree::default();
    for number in 0..POSTS {
        tree = with(tree, &format!("content/posts/post-{number:06}.md"), &post(number, "Title", 0));
    }
    for number in 0..200 {
        if let Ok(path) = SourcePath::new(&format!("static/pictures/{number}.jpg")) {
            tree.insert(path, SourceFile::Asset(Asset::default()));
        }
    }
    with(tree, "content/posts/_index.md", "---\npaginate_by: 10\n---\n")
}

fn assembly() -> Option<Assembly> {
    let tags = TaxonomySettings { paginate_by: Some(10), feed: true, ..TaxonomySettings::named("tags") };
    Some(Assembly {
        config: Config { taxonomies: vec![tags], ..Config::default() },
        base_url: BaseUrl::new("https://example.org").ok()?,
        today: jiff::civil::date(2026, 1, 1),
        drafts: false,
        future: true,
        people: std::collections::BTreeMap::new(),
    })
}

fn planned(site: &Site) -> Plan {
    plan(site, Extras::default()).0
}

fn incremental(criterion: &mut Criterion) {
    let Some(assembly) = assembly() else { return };
    let tree = blog();
    let mut group = criterion.benchmark_group("10,000 posts");
    group.sample_size(20);
    group.bench_function("assemble, cold", |bench| {
        bench.iter_batched(
            || assembly.clone(),
            |assembly| assemble(&tree, assembly, &mut Memory::default()),
            BatchSize::PerIteration,
        );
    });
    for (name, edit) in EDITS {
        let (mut memory, mut turn) = (Memory::default(), 0);
        assemble(&tree, assembly.clone(), &mut memory);
        group.bench_function(format!("assemble, {name}"), |bench| {
            bench.iter_batched(
                || {
                    turn += 1;
                    (edit(tree.clone(), turn), assembly.clone())
                },
                |(tree, assembly)| (assemble(black_box(&tree), assembly, &mut memory), tree),
                BatchSize::PerIteration,
            );
        });
    }
    let mut memory = Memory::default();
    let (site, _) = assemble(&tree, assembly.clone(), &mut memory);
    group.bench_function("plan", |bench| bench.iter_with_large_drop(|| planned(black_box(&site))));
    group.bench_function("drop", |bench| {
        bench.iter_batched(
            || {
                let (site, _) = assemble(&tree, assembly.clone(), &mut memory);
                let plan = planned(&site);
                (site, plan)
            },
            drop,
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, incremental);
criterion_main!(benches);
