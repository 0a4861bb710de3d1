//! The command line: exit codes, streams, formats, help.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{COMMUNITY, Folder, Run};

/// Each command, its exit code, the text of its output and of its errors: `tests/cmd/*.trycmd`.
#[test]
fn cases() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}

#[track_caller]
fn check(folder: &Folder, arguments: &[&str], code: i32) -> Run {
    let run = folder.run(arguments);
    assert_eq!(run.code, Some(code), "{arguments:?}: {}{}", run.out, run.err);
    run
}

#[test]
fn exit_codes() {
    let fine = Folder::new(COMMUNITY);
    check(&fine, &["build"], 0);
    check(&fine, &["check"], 0);
    check(&fine, &["audiences"], 0);
    check(&fine, &["audiences", "--contact", "nobody"], 2);
    check(&fine, &["explain", "slug"], 0);
    check(&fine, &["explain", "no-such-key"], 2);
    check(&fine, &["build", "--no-such-option"], 2);
    check(&fine, &["build", "--deny", "nothing"], 2);
    check(&fine, &["build", "--base-url", "nowhere"], 1);
    check(&fine, &["build", "--root", "no/such/folder"], 2);
    check(&fine, &["new", "A post"], 0);
    check(&fine, &["new", "A post"], 2);
    check(&fine, &["new", "A post", "--section", "../../elsewhere"], 2);
    check(&fine, &["new", " "], 2);
    check(&fine, &["init"], 2);
    let wrong = Folder::new("-- content/a.md --\n---\ndate: soon\n---\n");
    check(&wrong, &["build"], 1);
    check(&wrong, &["check"], 1);
}

#[test]
fn deny_sets_what_fails() {
    let warns = Folder::new("-- content/a.md --\n---\ntitle: A\nweight: heavy\n---\n");
    check(&warns, &["build"], 0);
    check(&warns, &["check"], 0);
    warns.write("content/a.md", "---\ntitle: A\nweight: heavy\n---\nMore.\n");
    let before = warns.files("public");
    for deny in ["warning", "note"] {
        check(&warns, &["build", "--deny", deny], 1);
        check(&warns, &["check", "--deny", deny], 1);
    }
    assert!(warns.files("public") == before, "a build that exits with 1 has written nothing");
    warns.write("regards.yaml", "title: T\nbase_url: https://example.org\nlevels: {wrong-type: note}\n");
    check(&warns, &["build", "--deny", "warning"], 0);
    check(&warns, &["build", "--deny", "note"], 1);
    warns.write("regards.yaml", "title: T\nbase_url: https://example.org\nlevels: {wrong-type: off}\n");
    check(&warns, &["build", "--deny", "note"], 0);
    warns.write("regards.yaml", "title: T\nbase_url: https://example.org\nlevels: {wrong-type: error}\n");
    check(&warns, &["build"], 1);
}

/// Turns a rule's level off, and builds.
#[track_caller]
fn check_fixed(folder: &Folder, rule: &str) {
    folder
        .write("regards.yaml", format!("title: T\nbase_url: https://example.org\nlevels: {{{rule}: off}}\n"));
    let report = folder.refused();
    assert!(report.contains(&format!("error[{rule}]")), "{report}");
    assert!(report.contains("error[fixed-level]") && report.contains("regards.yaml:3:"), "{report}");
}

#[test]
fn no_setting_lowers_an_error_by_which_something_is_lost() {
    let two = "-- content/a.md --\n---\npath: x\n---\n-- content/b.md --\n---\npath: x\n---\n";
    check_fixed(&Folder::new(two), "output-collision");
    check_fixed(
        &Folder::new("-- templates/page.html --\n{{ page\n-- content/a.md --\n# A\n"),
        "template-syntax",
    );
    let consent = COMMUNITY.replace("  postal: Example Ltd, 1 Main St, Town\n", "");
    check_fixed(&Folder::new(&consent), "no-way-to-leave");
    check_fixed(&Folder::new(&COMMUNITY.replace("owner: ann", "owner: bob")), "unknown-person");
    // Strict in this file; the setting counts for front matter only.
    let folder = Folder::new(&COMMUNITY.replace("patience:", "patiense:"));
    folder.write("regards.yaml", "title: T\nbase_url: https://example.org\nlevels: {unknown-key: off}\n");
    assert!(folder.refused().contains("error[unknown-key]"));
    // Found while files are rendered.
    let folder = Folder::new("-- templates/page.html --\n{{ page.nope.deep }}\n-- content/a.md --\n# A\n");
    folder.write(
        "regards.yaml",
        "title: T\nbase_url: https://example.org\nlevels: {template-render: warning}\n",
    );
    assert!(folder.refused().contains("error[fixed-level]"));
}

#[test]
fn check_finds_what_only_rendering_shows() {
    let folder = Folder::new("-- templates/page.html --\n{{ page.nope.deep }}\n-- content/a.md --\n# A\n");
    let run = check(&folder, &["check"], 1);
    assert!(run.err.contains("error[template-render]"), "{}", run.err);
    assert!(!folder.has("public") && !folder.has(".regards"));
}

#[test]
fn a_broken_link_may_be_lowered() {
    let folder = Folder::new("-- content/a.md --\n[x](@/none.md)\n");
    assert!(folder.refused().contains("error[broken-link]"));
    folder.write("regards.yaml", "title: T\nbase_url: https://example.org\nlevels: {broken-link: off}\n");
    folder.build();
    assert!(folder.has("public/a/index.html"));
}

#[test]
fn json_is_one_object_a_line_with_the_summary_last() {
    let fine = Folder::new(COMMUNITY);
    let wrong = Folder::new("-- content/a.md --\n---\ndate: soon\nweight: x\n---\n[x](@/none.md)\n");
    for (folder, code) in [(&fine, 0), (&wrong, 1)] {
        for command in ["build", "check"] {
            let run = check(folder, &[command, "--format", "json"], code);
            assert_eq!(run.err, "", "{command}");
            let lines: Vec<Value> =
                run.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
            let (summary, diagnostics) = lines.split_last().expect("there is a summary");
            let count = |level: &str| diagnostics.iter().filter(|line| line["level"] == level).count();
            for (key, level) in [("errors", "error"), ("warnings", "warning"), ("notes", "note")] {
                assert_eq!(summary["summary"][key], count(level), "{command}: {summary}");
            }
            assert!(diagnostics.iter().all(|line| line["rule"].is_string() && line["message"].is_string()));
            assert_eq!(diagnostics.is_empty(), code == 0);
        }
    }
}

#[test]
fn audiences_as_json() {
    let folder = Folder::new(COMMUNITY);
    let json = |arguments: &[&str]| -> Value {
        let run = check(&folder, arguments, 0);
        assert!(!run.out.contains("Zoe") && !run.out.contains("zoe."), "{}", run.out);
        serde_json::from_str(&run.out).expect(&run.out)
    };
    let audience = &json(&["audiences", "--format", "json"])["audience"];
    assert_eq!((&audience["id"], &audience["readers"][0]), (&"dealers".into(), &"c7f3".into()));
    let contact = &json(&["audiences", "--contact", "c7f3", "--format", "json"])["contact"];
    assert_eq!((&contact["id"], &contact["audiences"][0]["belongs"]), (&"c7f3".into(), &true.into()));
}

#[test]
fn quiet_says_only_what_is_wrong() {
    let fine = Folder::new(COMMUNITY);
    let run = check(&fine, &["build", "--quiet"], 0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let wrong = Folder::new("-- content/a.md --\n---\ndate: soon\n---\n");
    let run = |name: &str, value: &str| {
        let mut command = wrong.command(&["build"]);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env(name, value);
        Run::of(&mut command).err
    };
    assert!(!run("NO_COLOR", "1").contains('\u{1b}'));
    assert!(!run("UNRELATED", "1").contains('\u{1b}'), "standard error is no terminal here");
    assert!(run("CLICOLOR_FORCE", "1").contains('\u{1b}'));
}

#[test]
fn a_reader_that_has_read_enough_is_no_fault() {
    let folder = Folder::new(COMMUNITY);
    for arguments in [&["explain"][..], &["schema", "config"], &["--help"], &["build", "--format", "json"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
        command.args(arguments).current_dir(folder.path("")).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_kept_is_a_fault() {
    let full = std::fs::File::create("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_regards"))
        .args(["schema", "config"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(report.contains("cannot write to standard output"), "{report}");
}
