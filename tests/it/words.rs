//! What the pages for people name is there: commands, options, files.

use std::fs;
use std::path::Path;

use clap::Parser;

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
            assert!(path.is_file() || target.ends_with("screenshot.png"), "README.md links to {target}");
        }
    }
    assert!(count >= 8, "only {count} links were found");
}
