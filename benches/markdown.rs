//! The markdown layer on the input of a usual blog: a post of prose, and small blocks of code.

use std::hint::black_box;

use criterion::BatchSize;
use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use regards::config::MarkdownSettings;
use regards::markdown::HtmlOptions;
use regards::markdown::PlainOptions;
use regards::markdown::PlainResolver;
use regards::markdown::SummaryLength;
use regards::markdown::outline;
use regards::markdown::summary_text;
use regards::markdown::to_html;
use regards::markdown::to_plain;

const PARAGRAPH: &str = "A usual paragraph has *some* emphasis, a [link](@/posts/other.md#part), `code` and words, \
    \"quoted\" -- or not. It goes on for a few sentences, because that is what paragraphs do. See \
    https://example.org/a_b for more...\n\n";

const BLOCKS: [(&str, &str); 6] = [
    (
        "rust",
        "/// Adds.\nfn add(left: u32, right: u32) -> Option<u32> {\n    let sum = left.checked_add(right)?;\n    \
         println!(\"{left} + {right} = {sum}\");\n    Some(sum)\n}\n",
    ),
    ("bash", "cargo install regards\nregards build --today 2026-01-31 | tee log.txt\necho \"$HOME\"\n"),
    (
        "python",
        "def greet(name: str) -> str:\n    \"\"\"Greets.\"\"\"\n    return f\"Hello, {name}\"\n\nprint(greet('you'))\n",
    ),
    (
        "js",
        "const greet = async (name) => {\n  const answer = await fetch(`/hello/${name}`);\n  return answer.json(); // done\n};\n",
    ),
    (
        "toml",
        "[package]\nname = \"site\" # ours\nversion = \"0.1.0\"\n[dependencies]\nserde = { version = \"1\" }\n",
    ),
    ("html", "<!doctype html>\n<p class=\"a\">Text &amp; <a href=\"/x\">link</a></p>\n"),
];

fn post() -> String {
    let mut body = String::from("# Title\n\n");
    for (part, (language, code)) in BLOCKS.iter().take(2).enumerate() {
        body +=
            &format!("## Part {part}\n\n{}- one\n- two\n\n```{language}\n{code}```\n\n", PARAGRAPH.repeat(4));
    }
    body
}

fn markdown(criterion: &mut Criterion) {
    let settings = MarkdownSettings::default();
    let plain_code = MarkdownSettings { highlight: false, ..MarkdownSettings::default() };
    let options = |settings| HtmlOptions { settings, anchors: true, footnote_prefix: "", mail: false };
    let post = post();
    let mut group = criterion.benchmark_group("post");
    group.sample_size(30).throughput(Throughput::Bytes(post.len() as u64));
    group.bench_function("outline", |bench| bench.iter(|| outline(black_box(&post), &settings)));
    group.bench_function("html", |bench| {
        bench.iter(|| to_html(black_box(&post), &options(&settings), &PlainResolver));
    });
    group.bench_function("html, code plain", |bench| {
        bench.iter(|| to_html(black_box(&post), &options(&plain_code), &PlainResolver));
    });
    group.bench_function("plain", |bench| {
        bench.iter(|| to_plain(black_box(&post), &settings, &PlainResolver, PlainOptions::default()));
    });
    group.bench_function("summary", |bench| {
        let length = SummaryLength { more: None, words: 60 };
        bench.iter(|| summary_text(black_box(&post), length, &settings));
    });
    group.finish();
    let mut group = criterion.benchmark_group("block");
    group.sample_size(30);
    for (language, code) in BLOCKS {
        let body = format!("```{language}\n{code}```\n");
        group.bench_function(language, |bench| {
            bench.iter_batched(
                || body.clone(),
                |body| to_html(&body, &options(&settings), &PlainResolver),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, markdown);
criterion_main!(benches);
