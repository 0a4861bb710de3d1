//! The promo check on posts of every kind it meets: prose, asks, lists of links, code.

use std::hint::black_box;

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use regards::promo::Document;
use regards::promo::Settings;
use regards::promo::features;
use regards::promo::judge;
use regards::source::SourcePath;

const PROSE: &str = "Most of what we know about seeds comes from people who kept notes. In my first year I wrote down \
    *what* I sowed and never when, so that the notebook told me nothing about the frost. The next spring I did it the \
    other way round: a date, a temperature and one line on the weather, because that is what decides whether a row comes \
    up. It turns out that a soil thermometer at 5 cm is worth more than any calendar; see \
    [the tables of the weather service](https://weather.example.org/soil) if you want to compare.\n\n";

const PITCH: &str = "We're excited to announce our new spring box! Sign up now for early access, or \
    [book a call](https://shop.example.org/book?utm_source=blog) with our team. Seats are limited, so don't miss out: \
    save 20% off the regular price until Friday. Follow us on the usual networks and tell your friends.\n\n";

const LINKS: &str = "- [Notes on soil](https://one.example.org/a), a long read\n- [A table of frosts]\
    (https://two.example.org/b \"by year\")\n- [Seed banks](https://three.example.org/c) and how they keep them\n\n";

const CODE: &str = "The script that I use reads the log and prints a line a day:\n\n```sh\nawk '{ sum += $2 } END \
    { print sum / NR }' soil.log\n```\n\n1. Install it.\n2. Run it with `--help`.\n3. Read what it says.\n\n";

fn promo(criterion: &mut Criterion) {
    let Ok(path) = SourcePath::new("post.md") else { return };
    let settings = Settings::default();
    let mixed = format!("{}{PITCH}## More\n\n{LINKS}{CODE}{}", PROSE.repeat(4), PROSE.repeat(2));
    let posts = [
        ("prose", PROSE.repeat(8)),
        ("pitch", PITCH.repeat(12)),
        ("links", LINKS.repeat(16)),
        ("code", CODE.repeat(16)),
        ("mixed", mixed),
    ];
    for (name, text) in &posts {
        let document = Document {
            path: &path,
            text,
            body_start: 0,
            title: "What a notebook is for",
            title_range: None,
            language: "en",
        };
        let mut group = criterion.benchmark_group(*name);
        group.sample_size(30).throughput(Throughput::Bytes(text.len() as u64));
        // The stages add up: parsing alone, then reading and finding, then all of it.
        group.bench_function("parse", |bench| {
            bench
                .iter(|| Parser::new_ext(black_box(text), Options::ENABLE_TABLES).into_offset_iter().count());
        });
        group.bench_function("features", |bench| bench.iter(|| features(black_box(&document), &settings)));
        group.bench_function("judge", |bench| bench.iter(|| judge(black_box(&document), &settings)));
        group.finish();
    }
}

criterion_group!(benches, promo);
criterion_main!(benches);
