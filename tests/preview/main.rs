//! The preview server never shows what a build would not write: after each of many random edits, every page it
//! answers with is that of a clean build, byte for byte, but for what stands between its own marks.
//!
//! Runs on the sample site; on real blogs, too, where `REGARDS_SITES` names their folder.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::disallowed_macros,
    reason = "a test that edits sites on disk and talks to a server"
)]

mod edits;
mod served;

use std::fs;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use walkdir::WalkDir;

use edits::{Edit, apply, edit, mend, posts};
use served::{Served, TODAY, without_extras};

/// The folders and files that make a site.
const PARTS: [&str; 9] = [
    "regards.yaml",
    "audiences.yaml",
    "contacts.yaml",
    "content",
    "_posts",
    "static",
    "data",
    "templates",
    "themes",
];

/// Copies a site, without what builds made of it. Links become what they lead to.
fn copy(from: &Path, to: &Path) {
    for part in PARTS {
        for entry in WalkDir::new(from.join(part)).follow_links(true).into_iter().flatten() {
            let target = to.join(entry.path().strip_prefix(from).expect("it lies in the site"));
            if entry.file_type().is_dir() {
                fs::create_dir_all(target).expect("a folder can be made");
            } else {
                fs::write(target, fs::read(entry.path()).expect("the site can be read"))
                    .expect("a file can be written");
            }
        }
    }
}

/// Makes the edits one by one and compares after each.
fn check(from: &Path, settings: Option<&str>, edits: &[Edit]) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    copy(from, folder.path());
    if let Some(settings) = settings {
        fs::write(folder.path().join("regards.yaml"), settings).expect("settings can be written");
    }
    let served = Served::start(folder.path());
    compare(&served, folder.path(), "at the start")?;
    for edit in edits {
        apply(edit, folder.path());
        compare(&served, folder.path(), &format!("after {edit:?}"))?;
    }
    mend(folder.path(), &posts(folder.path()));
    compare(&served, folder.path(), "after all is mended")
}

/// Compares every file of a clean build with what the server answers; nothing if the build is refused, since then
/// the server shows the last good pages.
fn compare(served: &Served, root: &Path, when: &str) -> Result<(), TestCaseError> {
    // Asked first: an answer given before the change was seen would be an old one.
    let home = served.get("/");
    prop_assert!(matches!(home.status, 200 | 404 | 500 | 503), "{} {when}", home.status);
    let public = root.join("public");
    let _ = fs::remove_dir_all(&public);
    let built = Command::new(env!("CARGO_BIN_EXE_regards"))
        .args(["build", "--quiet", "--today", TODAY, "--base-url", &served.url(), "--root"])
        .arg(root)
        .output()
        .expect("the program starts");
    if !built.status.success() {
        prop_assert_eq!(home.status, 200, "the last good page stays {}", when);
        return Ok(());
    }
    let mut files = 0;
    for entry in WalkDir::new(&public).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let path =
            entry.path().strip_prefix(&public).expect("it was built").to_str().expect("it has a plain name");
        let expected = fs::read(entry.path()).expect("a build can be read");
        let answer = served.get(&format!("/{}", percent_encoded(path)));
        prop_assert_eq!(answer.status, 200, "{} {}", path, when);
        let answered = without_extras(&answer.body);
        if answered != expected {
            let at = answered.iter().zip(&expected).position(|(a, b)| a != b).unwrap_or(0);
            let near = |text: &[u8]| {
                let end = text.len().min(at + 80);
                String::from_utf8_lossy(&text[at.saturating_sub(40).min(end)..end]).into_owned()
            };
            return Err(TestCaseError::fail(format!(
                "{path} {when}: served …{}…, built …{}…",
                near(&answered),
                near(&expected)
            )));
        }
        files += 1;
    }
    prop_assert!(files > 10, "a build of {files} files {when}");
    if home.status == 200 {
        let index = fs::read(public.join("index.html")).expect("a site has a home page");
        prop_assert!(without_extras(&home.body) == index, "the first answer {} was an old one", when);
    }
    Ok(())
}

fn percent_encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                (byte as char).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// Checks some lists of random edits.
fn random_edits(from: &Path, settings: Option<&str>, lists: u32, length: usize) {
    let config =
        Config { cases: lists, max_shrink_iters: 12, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&prop::collection::vec(edit(), length), |edits| check(from, settings, &edits));
    if let Err(fault) = outcome {
        panic!("{fault}");
    }
}

#[test]
fn random_edits_of_the_sample_site() {
    random_edits(Path::new(env!("CARGO_MANIFEST_DIR")), None, 2, 10);
}

#[test]
fn readers_in_a_published_folder_are_not_served() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let root = folder.path();
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    };
    let settings = "title: T\nbase_url: https://example.org\n";
    write("regards.yaml", settings);
    write("content/a.md", "# A\n");
    write("static/readers.csv", "id,name,email\nr1,Zo,zo@example.net\n");
    write("regards.yaml", &format!("{settings}contacts: {{file: static/readers.csv}}\n"));
    let served = Served::start(root);
    let is_hidden =
        |answer: &served::Answer| answer.status != 200 && !answer.body.windows(3).any(|at| at == b"zo@");
    assert!(is_hidden(&served.get("/readers.csv")), "at the start");
    write("regards.yaml", settings);
    assert_eq!(served.get("/a/").status, 200, "mended");
    write("regards.yaml", &format!("{settings}contacts: {{file: static/readers.csv}}\n"));
    assert!(is_hidden(&served.get("/readers.csv")), "after a change, with a last good state");
}

#[test]
fn random_edits_of_real_blogs() {
    let Some(sites) = std::env::var_os("REGARDS_SITES") else {
        println!("skipped: set REGARDS_SITES to a folder with real blogs");
        return;
    };
    for (name, settings) in [
        ("rust-blog", include_str!("../real_sites/rust-blog.yaml")),
        ("rubygems-blog", include_str!("../real_sites/rubygems-blog.yaml")),
        ("this-week-in-rust", include_str!("../real_sites/this-week-in-rust.yaml")),
    ] {
        random_edits(&Path::new(&sites).join(name), Some(settings), 1, 10);
    }
}
