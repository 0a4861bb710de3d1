//! The newcomer's path: from an empty folder to a site that builds and checks clean.

use std::fs;
use std::path::Path;

use crate::command::fine;
use crate::command::regards;

#[track_caller]
fn refused(folder: &Path, arguments: &[&str], code: i32, report: &str) {
    let ended = regards(folder, arguments);
    assert_eq!(ended.code, Some(code), "{arguments:?}: {}{}", ended.out, ended.report);
    assert_eq!(ended.report.replace(&folder.display().to_string(), "HERE").trim(), report.trim());
}

fn files(folder: &Path) -> Vec<String> {
    let mut files: Vec<String> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a folder can be walked"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(folder).expect("below").display().to_string())
        .collect();
    files.sort();
    files
}

#[test]
fn a_new_site_builds_and_checks_clean_today_and_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let said = fine(folder, &["init", "--today", "2026-03-01"]);
    assert!(
        said.starts_with("A small site in this folder: 7 files.\n\nNext:\n  regards serve --open"),
        "{said}"
    );
    for day in
        ["2026-03-01", "2026-03-02", "2026-03-10", "2026-03-31", "2026-06-30", "2027-03-01", "2036-03-01"]
    {
        let said = fine(folder, &["check", "--deny", "note", "--today", day]);
        assert!(said.starts_with("Promo check of 1 page: 1 value-adding\nThe last post "), "{day}: {said}");
        assert!(said.ends_with("\nno problems\n"), "{day}: {said}");
    }
    let said = fine(folder, &["build", "--today", "2026-03-01"]);
    assert!(said.contains("friends 2026-03-"), "{said}");
    let files = files(folder);
    for file in
        [".gitignore", "public/index.html", "public/posts/answer-one-question/index.html", "public/atom.xml"]
    {
        assert!(files.iter().any(|known| known == file), "{file} is not in {files:?}");
    }
    for file in ["newsletter.html", "newsletter.txt", "sample.eml"] {
        assert!(
            files.iter().any(|known| known.starts_with("outbox/friends/") && known.ends_with(file)),
            "{file} is not in {files:?}"
        );
    }
    let ignored = fs::read_to_string(folder.join(".gitignore")).expect("it was written");
    for line in ["/contacts.yaml", "/outbox", "/public", "/.regards"] {
        assert!(ignored.lines().any(|known| known == line), "{line} is not in {ignored}");
    }
    let said = fine(folder, &["audiences", "--today", "2026-03-01"]);
    assert!(
        said.contains("friends (Friends), 1 of 1 reader\n") && said.contains("0 of 1 have earned one"),
        "{said}"
    );
    let said = fine(folder, &["audiences", "--contact", "r1", "--today", "2026-03-01"]);
    assert!(said.contains("it would be the first message"), "{said}");
    assert!(!said.contains("Sam"), "a report names a reader: {said}");
}

#[test]
fn a_second_site_in_one_folder_is_refused_without_writing() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("audiences.yaml"), "mine").expect("a file");
    let report =
        "error: this folder already has audiences.yaml\n  help: choose an empty folder; nothing was written";
    refused(folder, &["init"], 2, report);
    assert_eq!(files(folder), ["audiences.yaml"]);
    assert_eq!(fs::read_to_string(folder.join("audiences.yaml")).expect("a file"), "mine");
}

#[test]
fn a_gitignore_of_ones_own_stays_and_is_to_be_completed() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("my site");
    fs::create_dir(&site).expect("a folder");
    fs::write(site.join(".gitignore"), "/node_modules\n").expect("a file");
    let said = fine(folder.path(), &["init", "my site"]);
    assert!(said.contains("\n  cd 'my site'\n") && said.contains("\n  /contacts.yaml\n"), "{said}");
    assert_eq!(fs::read_to_string(site.join(".gitignore")).expect("a file"), "/node_modules\n");
}

/// Adds a line to a file.
fn write_below(file: &Path, line: &str) {
    let text = fs::read_to_string(file).expect("the file is there");
    fs::write(file, format!("{text}{line}\n")).expect("a file");
}

#[test]
fn a_new_post_is_checked_and_built_and_never_written_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fine(folder, &["init", "--today", "2026-03-01"]);
    let new = ["new", "Wie öffnet man \"alte\" Türen?", "--kind", "give", "--today", "2026-03-04"];
    assert_eq!(fine(folder, &new), "content/posts/2026-03-04-wie-offnet-man-alte-turen.md\n");
    let ended = regards(folder, &["check", "--today", "2026-03-04"]);
    assert!(ended.report.starts_with("warning[empty-post]: the post has no text"), "{}", ended.report);
    write_below(&folder.join("content/posts/2026-03-04-wie-offnet-man-alte-turen.md"), "Langsam.");
    let said = fine(folder, &["check", "--deny", "note", "--today", "2026-03-04"]);
    assert!(said.starts_with("Promo check of 2 pages: 1 value-adding, 1 not judged: too short\n"), "{said}");
    assert!(said.ends_with("\nno problems\n"), "{said}");
    fine(folder, &["build", "--today", "2026-03-04"]);
    assert!(folder.join("public/posts/wie-offnet-man-alte-turen/index.html").is_file());
    let ended = regards(folder, &new);
    assert_eq!(ended.code, Some(2));
    assert!(ended.report.contains("help: choose another title, or edit the file"), "{}", ended.report);
    assert!(fine(folder, &["new", "Later", "--draft", "--section", "notes"]).contains("content/notes/"));
    refused(
        folder,
        &["new", "Out", "--section", "../.."],
        2,
        "error: --section \"../..\": `..` leads out of the site",
    );
}

#[test]
fn folders_that_are_no_site_are_told_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    for command in [&["new", "First"][..], &["build"], &["check"], &["audiences"]] {
        let ended = regards(folder, command);
        assert_ne!(ended.code, Some(0));
        let expected = "error[missing-config]: there is no regards.yaml in this folder\n\
                        help: run `regards init` for a new site, or change to the folder of yours";
        assert!(ended.report.starts_with(expected), "{command:?}: {}", ended.report);
    }
    assert!(files(folder).is_empty());
    fs::create_dir_all(folder.join("content")).expect("a folder");
    fs::write(folder.join("hugo.toml"), "").expect("a file");
    assert!(regards(folder, &["build"]).report.contains("help: the posts in content/ can stay as they are"));
    fs::write(folder.join("regards.yaml"), "title: A\nbase_url: https://example.org\n").expect("a file");
    let report = regards(&folder.join("content"), &["build"]).report;
    assert!(report.contains("change to it, or say `--root ..`"), "{report}");
}

#[test]
fn completions_name_every_command() {
    let folder = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "zsh", "fish"] {
        let script = fine(folder.path(), &["completions", shell]);
        for command in ["init", "new", "build", "check", "explain", "schema", "audiences", "completions"] {
            assert!(script.contains(command), "{shell} does not complete {command}");
        }
        assert!(
            script.contains("--today") || script.contains("-l today"),
            "{shell} does not complete --today"
        );
    }
}

#[test]
fn help_of_every_command_has_an_example() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in ["init", "new", "build", "check", "explain", "schema", "audiences", "completions"] {
        let help = fine(folder.path(), &[command, "--help"]);
        assert!(help.contains(&format!("  regards {command}")), "{help}");
    }
}

#[test]
fn an_issue_may_name_a_post_that_comes_out_before_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fine(folder, &["init", "--today", "2026-03-01"]);
    fine(folder, &["new", "Later", "--today", "2026-03-05"]);
    write_below(&folder.join("content/posts/2026-03-05-later.md"), "Text.");
    fs::create_dir_all(folder.join("content/newsletters/friends")).expect("a folder");
    let issue =
        "---\nitems: [\"@/posts/2026-03-01-answer-one-question.md\", \"@/posts/2026-03-05-later.md\"]\n---\n";
    fs::write(folder.join("content/newsletters/friends/2026-03-10.md"), issue).expect("a file");
    let ended = regards(folder, &["check", "--deny", "warning", "--today", "2026-03-02"]);
    assert_eq!(ended.code, Some(0), "{}", ended.report);
    assert!(
        ended.report.starts_with(
            "note[unknown-issue-item]: the issue names content/posts/2026-03-05-later.md, which"
        ),
        "{}",
        ended.report
    );
    fine(folder, &["check", "--deny", "note", "--today", "2026-03-05"]);
    fs::write(folder.join("content/newsletters/friends/2026-03-04.md"), issue).expect("a file");
    let ended = regards(folder, &["check", "--today", "2026-03-02"]);
    assert_eq!(ended.code, Some(1), "{}", ended.report);
}
