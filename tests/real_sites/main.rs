//! Real blogs of three other generators, built with a few lines of settings each.
//!
//! Their texts are no part of the project, so this runs only where `REGARDS_SITES` names a folder that holds them;
//! elsewhere it says that it is skipped.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test that builds sites on disk, times them and prints what it saw"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use serde_json::Value;
use walkdir::WalkDir;

/// One of the blogs.
struct RealSite {
    /// Its folder.
    name: &'static str,
    /// The settings that it is built with.
    settings: &'static str,
    /// How many posts it has.
    posts: usize,
    /// Files behind addresses that the former generator served.
    old_files: &'static [&'static str],
    /// The first page of its newest post, whose words every feed must hold.
    newest: &'static str,
    /// Pages whose text may hold template tags: the writers never closed them, or write about them.
    tagged: &'static [&'static str],
}

const SITES: &[RealSite] = &[
    RealSite {
        name: "rust-blog",
        settings: include_str!("rust-blog.yaml"),
        posts: 751,
        old_files: &[
            "2014/09/15/Rust-1.0/index.html",
            "2014/09/15/Rust-1.0.html",
            "2016/04/19/MIR/index.html",
            "2022/04/07/Rust-1.60.0/2022-04-07-timing.html",
            "2025/06/26/Rust-1.88.0/index.html",
            "feed.xml",
            "inside-rust/2019/09/25/Welcome.html",
            "inside-rust/feed.xml",
            "releases/1.88.0/index.html",
            "2020/07/14/crates-io-security-advisory.html",
        ],
        newest: "/2026/08/21/enabling-next-solver-on-nightly/",
        tagged: &[],
    },
    RealSite {
        name: "rubygems-blog",
        settings: include_str!("rubygems-blog.yaml"),
        posts: 478,
        old_files: &[
            "2004/03/14/0.2.0-released.html",
            "2011/03/01/1.6.0-released.html",
            "2011/05/01/1.8.0-released.html",
            "2011/08/31/shaving-the-yaml-yak.html",
            "2013/09/09/CVE-2013-4287.html",
            "2021/02/15/a-more-secure-bundler-we-fixed-our-source-priorities.html",
            "2024/03/22/3.5.7-released.html",
            "atom.xml",
        ],
        newest: "/2026/06/10/4.0.14-released.html",
        tagged: &["2026/06/03/4.0.13-released.html", "2026/06/03/cooldown-let-new-gems-be-vetted.html"],
    },
    RealSite {
        name: "this-week-in-rust",
        settings: include_str!("this-week-in-rust.yaml"),
        posts: 668,
        old_files: &[
            "atom.xml",
            "blog/2013/06/07/this-week-in-rust-1/index.html",
            "blog/2013/10/06/the-state-of-rust-08/index.html",
            "blog/2013/11/09/these-weeks-in-rust-22/index.html",
            "blog/2016/10/25/this-week-in-rust-153/index.html",
            "blog/2020/04/21/this-week-in-rust-335/index.html",
            "blog/2026/08/19/this-week-in-rust-665/index.html",
            "categories/this-week-in-rust/atom.xml",
            "categories/this-week-in-rust/index.html",
            "pages/privacy-policy.html",
        ],
        newest: "/blog/2026/08/19/this-week-in-rust-665/",
        tagged: &[],
    },
];

/// What a build printed, taken apart.
struct Report {
    summary: Value,
    /// Levels and rules, with the number of reports.
    counts: BTreeMap<(String, String), usize>,
}

#[test]
fn real_sites_build() {
    let Some(sites) = std::env::var_os("REGARDS_SITES").map(PathBuf::from) else {
        println!("skipped: REGARDS_SITES names no folder with real sites");
        return;
    };
    for site in SITES {
        check(&sites, site);
    }
}

#[track_caller]
fn check(sites: &Path, site: &RealSite) {
    assert!(site.settings.lines().count() <= 25, "{}: settings of more than 25 lines", site.name);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    copy(&sites.join(site.name), root);
    fs::write(root.join("regards.yaml"), site.settings).expect("the settings are written");

    let started = Instant::now();
    let report = build(root, site.name);
    let elapsed = started.elapsed();
    let errors: Vec<_> = report.counts.keys().filter(|(level, _)| level == "error").collect();
    assert!(errors.is_empty(), "{}: {errors:?}", site.name);

    let public = root.join("public");
    for file in site.old_files {
        assert!(public.join(file).is_file(), "{}: nothing at the old address {file}", site.name);
    }
    let posts = posts(&public);
    assert_eq!(posts, site.posts, "{}: posts", site.name);
    check_text(&public, site);
    check_feeds(&public, site);

    let again = build(root, site.name);
    assert_eq!(
        (&again.summary["written"], &again.summary["removed"]),
        (&Value::from(0), &Value::from(0)),
        "{}: a second build changes nothing",
        site.name
    );
    let broken: usize = report
        .counts
        .iter()
        .filter(|((_, rule), _)| rule.starts_with("broken-"))
        .map(|(_, count)| count)
        .sum();
    println!(
        "{}: {} pages, {posts} posts, {broken} broken internal links, {:.2} s",
        site.name,
        report.summary["pages"],
        elapsed.as_secs_f64()
    );
    for ((level, rule), count) in &report.counts {
        println!("  {count} × {level}[{rule}]");
    }
}

/// Copies a folder, file by file: the sites may be read-only, and a site must not reach out by links.
fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from) {
        let entry = entry.expect("the site can be read");
        let target = to.join(entry.path().strip_prefix(from).expect("an entry lies below its start"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).expect("a folder is made");
        } else {
            let bytes = fs::read(entry.path()).expect("a file is read");
            fs::write(&target, bytes).expect("a file is written");
        }
    }
}

/// Runs `regards build` and reads its report.
#[track_caller]
fn build(root: &Path, name: &str) -> Report {
    let output = Command::new(env!("CARGO_BIN_EXE_regards"))
        .args(["build", "--today", "2026-09-01", "--format", "json", "--root"])
        .arg(root)
        .output()
        .expect("regards starts");
    let text = String::from_utf8(output.stdout).expect("the report is UTF-8");
    let mut report = Report { summary: Value::Null, counts: BTreeMap::new() };
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).expect("each line is an object");
        match (line["level"].as_str(), line["rule"].as_str()) {
            (Some(level), Some(rule)) => {
                *report.counts.entry((level.to_owned(), rule.to_owned())).or_default() += 1;
            }
            _ => report.summary = line["summary"].clone(),
        }
    }
    assert!(output.status.success(), "{name}: {:?} {:?}", output.status, report.counts);
    report
}

/// The HTML files below `public`, each with its path and text.
fn pages(public: &Path) -> impl Iterator<Item = (String, String)> + use<'_> {
    WalkDir::new(public).sort_by_file_name().into_iter().filter_map(move |entry| {
        let entry = entry.expect("the output can be read");
        let relative = entry.path().strip_prefix(public).expect("an entry lies below its start");
        let relative = relative.to_str().expect("output paths are UTF-8").to_owned();
        let html = entry.file_type().is_file() && relative.ends_with(".html");
        html.then(|| (relative, fs::read_to_string(entry.path()).expect("pages are UTF-8")))
    })
}

/// How many pages are posts.
fn posts(public: &Path) -> usize {
    pages(public).filter(|(_, html)| html.contains("class=\"prose e-content\"")).count()
}

/// Looks for markup that stands in the text as it was typed: template tags, links, addresses of source files.
#[track_caller]
fn check_text(public: &Path, site: &RealSite) {
    for (path, html) in pages(public).filter(|(path, _)| !site.tagged.contains(&path.as_str())) {
        let text = prose(&html);
        for tag in ["{%", "%}", "{{", "}}", "[^"] {
            let place = text.find(tag).map(|at| text[at..].chars().take(60).collect::<String>());
            assert_eq!(place, None, "{}: {path} shows {tag}", site.name);
        }
        assert!(!html.contains("href=\"@/"), "{}: {path} links to a source file", site.name);
    }
}

/// The text of a page without tags, code, scripts and styles.
fn prose(html: &str) -> String {
    const HIDDEN: [&str; 4] = ["pre", "code", "script", "style"];
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let end = if HIDDEN.contains(&name) { tag.find(&format!("</{name}")) } else { None };
        let tag = end.map_or(tag, |end| &tag[end..]);
        rest = tag.split_once('>').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text
}

/// Feeds are well-formed, start with the newest post, and hold absolute addresses only.
#[track_caller]
fn check_feeds(public: &Path, site: &RealSite) {
    let name = site.old_files.iter().find(|file| !file.contains('/') && file.ends_with(".xml"));
    let name = name.expect("each site has an old feed");
    let text = fs::read_to_string(public.join(name)).expect("the feed is there");
    let feed = roxmltree::Document::parse(&text).expect("the feed is XML");
    let entry = feed.descendants().find(|node| node.has_tag_name("entry")).expect("the feed has entries");
    let link =
        entry.children().find(|node| node.has_tag_name("link")).and_then(|link| link.attribute("href"));
    assert!(link.is_some_and(|link| link.ends_with(site.newest)), "{}: {link:?} is newest", site.name);
    for content in feed.descendants().filter(|node| node.has_tag_name("content")) {
        let html = content.text().unwrap_or_default();
        for attribute in ["href=\"/", "src=\"/", "href=\"#"] {
            assert!(!html.contains(attribute), "{}: a feed holds {attribute}", site.name);
        }
    }
}
