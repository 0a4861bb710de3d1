//! Files that would exhaust memory, stack or patience.

use crate::support::Folder;

/// The build ends well, or refuses with this rule; it never hangs, crashes or eats the memory.
#[track_caller]
fn check(name: &str, bytes: impl AsRef<[u8]>, refused_by: Option<&str>) {
    let folder = Folder::new("-- content/other.md --\n# Other\n");
    folder.write(name, bytes);
    let run = folder.run(&["build"]);
    match refused_by {
        None => assert_eq!(run.code, Some(0), "{}", run.err),
        Some(rule) => {
            assert_eq!(run.code, Some(1), "{}", run.err);
            assert!(run.err.contains(&format!("error[{rule}]")), "{}", run.err);
            assert!(run.err.contains(name), "the report names the file: {}", run.err);
            assert!(!folder.has("public"));
        }
    }
    assert!(run.err.len() < 20_000, "the report is {} bytes long", run.err.len());
}

fn aliases_of_aliases() -> String {
    let mut text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(",")));
    }
    text
}

#[test]
fn yaml_bombs() {
    let bomb = aliases_of_aliases();
    check(
        "regards.yaml",
        format!("title: T\nbase_url: https://example.org\nextra:\n  x: 1\n{bomb}"),
        Some("too-large"),
    );
    check("audiences.yaml", &bomb, Some("too-large"));
    check("contacts.yaml", &bomb, Some("too-large"));
    check("content/a.md", format!("---\ntitle: T\n{bomb}---\n"), Some("too-large"));
    check("content/b.md", format!("---\nx: {}\n---\n", "[".repeat(100_000)), Some("too-large"));
    check("content/c.md", format!("+++\nx = {}\n+++\n", "[".repeat(100_000)), Some("too-large"));
}

#[test]
fn hundred_megabytes() {
    let large = vec![b'a'; 100_000_000];
    check("content/a.md", &large, Some("file-too-large"));
    check("regards.yaml", &large, Some("file-too-large"));
    check("contacts.yaml", &large, Some("file-too-large"));
    check("static/film.bin", &large, None);
}

#[test]
fn deep_and_wide_markdown() {
    for text in [
        ">".repeat(100_000),
        "> ".repeat(100_000),
        "- ".repeat(100_000),
        "*a ".repeat(50_000),
        "[".repeat(100_000),
        "[a](".repeat(50_000),
        "<div>".repeat(50_000),
        "$".repeat(50_000),
        "`".repeat(100_000),
        (0..5_000).map(|at| format!("[^{at}]")).collect(),
        format!("{}\n{}\n", "|a".repeat(5_000), "|-".repeat(5_000)),
    ] {
        check("content/a.md", text, None);
    }
}

#[test]
fn names_longer_than_a_file_system_takes() {
    let title = "long ".repeat(200);
    check("content/a.md", format!("---\nslug: {}\n---\n", title.trim().replace(' ', "-")), Some("bad-path"));
    check("content/b.md", format!("---\ntags: [\"{}\"]\n---\n", title.trim()), Some("bad-path"));
}
