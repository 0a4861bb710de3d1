//! What the pages for people name is there: commands, options, files.

use std::fs;
use std::path::Path;

use clap::Parser;

use crate::command::fine;

/// The pages that tell people what to type.
const PAGES: &[&str] = &[
    "README.md",
    "content/changelog.md",
    "content/guides/audiences.md",
    "content/guides/review.md",
    "content/posts/regards-0-1.md",
];

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("the page is there")
}

/// Every `regards …` of blocks of code, however it is started.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut in_code = false;
    let mut commands = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        let line = line.trim().trim_start_matches("- run: ");
        let rest = line.strip_prefix("regards ").or_else(|| line.strip_prefix("cargo run --release -- "));
        if let (true, Some(rest)) = (in_code, rest) {
            let rest = rest.split(['#', '>']).next().unwrap_or_default();
            let rest = rest.replace("\"$(git log -1 --format=%cs)\"", "2026-03-01");
            let mut words = vec!["regards".to_owned()];
            for (index, part) in rest.trim().split('"').enumerate() {
                match index % 2 {
                    0 => words.extend(part.split_whitespace().map(str::to_owned)),
                    _ => words.push(part.to_owned()),
                }
            }
            commands.push(words);
        }
    }
    commands
}

#[test]
fn every_command_that_a_page_shows_is_one() {
    let mut count = 0;
    for name in PAGES {
        for words in commands(&page(name)) {
            count += 1;
            if let Err(fault) = regards::cli::Cli::try_parse_from(&words) {
                panic!("{name}: {words:?}: {fault}");
            }
        }
    }
    assert!(count >= 12, "only {count} commands were found");
}

#[test]
fn every_local_link_of_the_readme_leads_to_a_file() {
    let text = page("README.md");
    let mut count = 0;
    for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if !target.starts_with("https://") {
            count += 1;
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(target);
            assert!(path.is_file(), "README.md links to {target}");
        }
    }
    assert!(count >= 8, "only {count} links were found");
}

/// The files that a page's blocks of code name, each put together from all its blocks.
fn shown_files(text: &str) -> std::collections::BTreeMap<String, String> {
    let mut files = std::collections::BTreeMap::<String, String>::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        match (&open, line.strip_prefix("```")) {
            (Some(_), Some(_)) => open = None,
            (Some(name), None) => *files.entry(name.clone()).or_default() += &format!("{line}\n"),
            (None, Some(info)) => {
                let name = info.split(',').find_map(|part| part.strip_prefix("name="));
                open = Some(name.unwrap_or("nameless").to_owned());
            }
            (None, None) => {}
        }
    }
    files
}

#[test]
fn the_guide_to_audiences_makes_a_site_that_checks_clean() {
    let files = shown_files(&page("content/guides/audiences.md"));
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("regards.yaml"), "title: A\nbase_url: https://example.org\n").expect("a file");
    for name in ["audiences.yaml", "contacts.yaml"] {
        fs::write(folder.join(name), &files[name]).expect("a file");
    }
    fine(folder, &["check", "--deny", "note", "--today", "2026-04-28"]);
    let said = fine(folder, &["audiences", "--contact", "b5k1", "--today", "2026-04-28"]);
    // The four reasons of which the guide speaks.
    assert!(said.contains("in  riders"), "{said}");
    for reason in ["it would be the first message", "stage is new", "not before 2026-06-12", "6 more gives"] {
        assert!(said.contains(reason), "{reason} is not in {said}");
    }
}

#[test]
fn the_sample_readers_of_the_guide_to_review_are_accepted() {
    let files = shown_files(&page("content/guides/review.md"));
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("regards.yaml"), "title: A\nbase_url: https://example.org\n").expect("a file");
    let audiences = "people: {ann: {name: Ann, email: ann@example.org}}\n\
                     legal: {postal: Town, leave: {mail: leave@example.org}}\n\
                     audiences: {maintainers: {why: A, segment: {tags: [maintainer]}, topics: [mail], from: ann}}\n";
    fs::write(folder.join("audiences.yaml"), audiences).expect("a file");
    fs::write(folder.join("contacts.yaml"), &files["contacts.sample.yaml"]).expect("a file");
    fine(folder, &["check", "--deny", "note", "--today", "2026-08-25"]);
    let said = fine(folder, &["audiences", "--contact", "sample-old", "--today", "2026-08-25"]);
    assert!(said.contains("is not asked: it would be the first message; 6 more gives\n"), "{said}");
}
