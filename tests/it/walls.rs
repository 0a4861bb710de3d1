//! The import table of ARCHITECTURE.md and the rules for files, kept true.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Longer than this, a file is two rooms.
const LONGEST_FILE: usize = 600;

const REFUSED_NAMES: [&str; 4] = ["utils", "helpers", "common", "misc"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("src is readable").into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    assert!(files.len() > 20, "the sources were not found in {}", folder.display());
    files
}

/// Folder → folders it may import, as the table says.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    let section = text.split("## Who may import whom").nth(1).expect("the section is there");
    section
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix('|'))
        .filter_map(|line| line.split_once('|'))
        .filter(|(folder, _)| folder.trim() != "folder")
        .map(|(folder, allowed)| {
            (folder.trim().to_owned(), allowed.split_whitespace().map(str::to_owned).collect())
        })
        .collect()
}

/// The folders that a line names as `crate::x`.
fn imports(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("crate::").map(move |(at, found)| {
        let rest = &line[at + found.len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn folders_import_only_what_the_table_allows() {
    let table = table();
    let src = root().join("src");
    let mut faults = Vec::new();
    for file in rust_files(&src) {
        let relative = file.strip_prefix(&src).unwrap();
        let mut parts = relative.components();
        let folder = parts.next().unwrap().as_os_str().to_str().unwrap().to_owned();
        if parts.next().is_none() {
            continue; // lib.rs and main.rs stand above the folders
        }
        let allowed =
            table.get(&folder).unwrap_or_else(|| panic!("{folder} is not in the table of ARCHITECTURE.md"));
        let text = fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate() {
            for import in imports(line).filter(|import| *import != folder && table.contains_key(*import)) {
                if !allowed.contains(import) {
                    faults.push(format!(
                        "src/{}:{}: {folder} may not import {import}",
                        relative.display(),
                        number + 1
                    ));
                }
            }
            if line.contains("crate::{") || line.contains("super::super") {
                faults.push(format!(
                    "src/{}:{}: name what is imported in full",
                    relative.display(),
                    number + 1
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A path inside the site is the only way to name a file of it; what a command line hands in is no file of a site.
#[test]
fn unchecked_paths_are_made_in_one_place() {
    let users: Vec<PathBuf> = rust_files(&root().join("src"))
        .into_iter()
        .filter(|file| fs::read_to_string(file).unwrap().contains("SourcePath::handed_in("))
        .collect();
    assert_eq!(users, [root().join("src/effects/handed_in.rs")]);
}

#[test]
fn the_table_has_exactly_the_folders_of_src() {
    let folders: BTreeSet<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert_eq!(folders, table().into_keys().collect());
}

/// A folder that reaches itself over its imports.
fn cycle(table: &BTreeMap<String, BTreeSet<String>>) -> Option<&str> {
    table.keys().map(String::as_str).find(|start| {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&str> = table[*start].iter().map(String::as_str).collect();
        while let Some(folder) = next.pop() {
            if seen.insert(folder) {
                next.extend(table.get(folder).into_iter().flatten().map(String::as_str));
            }
        }
        seen.contains(start)
    })
}

#[test]
fn a_cycle_of_three_would_be_found() {
    let table = |lines: &[(&str, &[&str])]| -> BTreeMap<String, BTreeSet<String>> {
        let set = |imports: &[&str]| imports.iter().map(|import| (*import).to_owned()).collect();
        lines.iter().map(|(folder, imports)| ((*folder).to_owned(), set(imports))).collect()
    };
    let round = table(&[("a", &["b"]), ("b", &["c"]), ("c", &["a"]), ("d", &["a"])]);
    assert_eq!(cycle(&round), Some("a"));
    assert_eq!(cycle(&table(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])])), None);
}

#[test]
fn the_table_has_no_cycle() {
    let table = table();
    assert_eq!(cycle(&table), None);
}

#[test]
fn files_are_short_and_named_after_something() {
    let mut faults = Vec::new();
    for file in rust_files(&root().join("src")) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        if lines > LONGEST_FILE {
            faults.push(format!("{}: {lines} lines, at most {LONGEST_FILE}", file.display()));
        }
        let named_after_nothing = file
            .components()
            .filter_map(|part| part.as_os_str().to_str())
            .any(|part| REFUSED_NAMES.contains(&part.trim_end_matches(".rs")));
        if named_after_nothing {
            faults.push(format!("{}: name it after the one thing in it", file.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_wrong_import_would_be_found() {
    assert_eq!(imports("use crate::effects::load; // crate::cli").collect::<Vec<_>>(), ["effects", "cli"]);
}
