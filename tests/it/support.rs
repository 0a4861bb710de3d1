//! Small sites that stand inside their test.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::Stdio;

use regards::config::read_config;
use regards::diag::Diagnostics;
use regards::output::BaseUrl;
use regards::plan::{Extras, Plan, plan};
use regards::site::{Assembly, Site, assemble};
use regards::source::{Asset, SourceFile, SourcePath, SourceTree};

/// The files of an archive, in its order.
fn files_of(archive: &str) -> Vec<(&str, String)> {
    let mut files: Vec<(&str, String)> = Vec::new();
    for line in archive.lines() {
        if let Some(path) = line.strip_prefix("-- ").and_then(|line| line.strip_suffix(" --")) {
            files.push((path, String::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    files
}

/// A site out of one text: `-- path --` starts a file, as in txtar archives.
///
/// Without a `regards.yaml` it gets a plain one. Files that are no text are copied files of one byte.
pub fn sources(archive: &str) -> SourceTree {
    let mut tree = SourceTree::default();
    let mut files = files_of(archive);
    if !files.iter().any(|(path, _)| *path == "regards.yaml") {
        files.push(("regards.yaml", "title: Test\nbase_url: https://example.org\n".into()));
    }
    for (path, text) in files {
        let path = SourcePath::new(path).expect("a test names good paths");
        let copied = path.as_str().starts_with("static/")
            || (path.as_str().starts_with("content/") && !matches!(path.extension(), "md" | "markdown"));
        let file = if copied {
            SourceFile::Asset(Asset { length: 1, image: None })
        } else {
            SourceFile::Text(text.into())
        };
        tree.insert(path, file);
    }
    tree
}

/// Assembles and plans a site for 2026-06-15.
pub fn blog(archive: &str) -> (SourceTree, Site, Plan, Diagnostics) {
    let sources = sources(archive);
    let (config, mut diagnostics) = read_config(&sources);
    let base_url = BaseUrl::new(&config.base_url).expect("a test has a good base URL");
    let assembly = Assembly {
        config,
        base_url,
        today: jiff::civil::date(2026, 6, 15),
        drafts: false,
        future: false,
        people: BTreeMap::from([("ann".to_owned(), "Ann Owner".to_owned())]),
    };
    let (site, met) = assemble(&sources, assembly, &mut regards::site::Memory::default());
    diagnostics.extend(met);
    let (plan, met) =
        plan(&site, Extras { archive: site.config.archive, not_found: true, ..Extras::default() });
    diagnostics.extend(met);
    diagnostics.sort();
    (sources, site, plan, diagnostics)
}

/// The output paths of a site, one a line, without those that every site has.
pub fn outputs(archive: &str) -> String {
    let (sources, _, plan, diagnostics) = blog(archive);
    let mut text = String::new();
    for (path, _) in plan.jobs() {
        if !["404.html", "robots.txt", "sitemap.xml", "atom.xml", "feed.json"].contains(&path.as_str()) {
            writeln!(text, "{path}").unwrap();
        }
    }
    assert!(diagnostics.is_empty(), "{}", regards::diag::human(&diagnostics, &sources, false));
    text
}

/// What a person sees of a site's faults.
pub fn faults(archive: &str) -> String {
    let (sources, _, _, diagnostics) = blog(archive);
    regards::diag::human(&diagnostics, &sources, false)
}

/// A site in a folder of its own, for the real program.
#[derive(Debug)]
pub struct Folder(tempfile::TempDir);

/// How a run of the program ended.
#[derive(Debug)]
pub struct Run {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Folder {
    /// Writes the files of an archive as in [`sources`], with a plain `regards.yaml` if it has none.
    pub fn new(archive: &str) -> Self {
        let folder = Self(tempfile::tempdir().expect("there is a temporary folder"));
        folder.write("regards.yaml", "title: Test\nbase_url: https://example.org\n");
        folder.write_all(archive);
        folder
    }

    /// A folder with nothing in it.
    pub fn empty() -> Self {
        Self(tempfile::tempdir().expect("there is a temporary folder"))
    }

    /// Writes the files of an archive.
    pub fn write_all(&self, archive: &str) {
        for (path, text) in files_of(archive) {
            self.write(path, text);
        }
    }

    /// Writes a file, making its folders.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.path(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.path(path)).unwrap();
    }

    /// A path below it.
    pub fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    /// The text of a file.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        String::from_utf8(std::fs::read(self.path(path)).expect(path)).expect(path)
    }

    /// Whether something is at a path.
    pub fn has(&self, path: &str) -> bool {
        std::fs::symlink_metadata(self.path(path)).is_ok()
    }

    /// Every file below a folder with its bytes, links not followed.
    pub fn files(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        let folder = self.path(below);
        walkdir::WalkDir::new(&folder)
            .into_iter()
            .flatten()
            .filter(|entry| !entry.file_type().is_dir())
            .map(|entry| {
                let name = entry.path().strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
                (name, std::fs::read(entry.path()).unwrap_or_default())
            })
            .collect()
    }

    /// The program, to be run in this folder on 2026-06-15.
    pub fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_regards"));
        command
            .args(arguments)
            .args(["--today", "2026-06-15"])
            .current_dir(self.0.path())
            .env("NO_COLOR", "1");
        command
    }

    /// Runs the program in this folder on 2026-06-15.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// Runs the program in this folder with `input` as its standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        use std::io::Write;
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        // A program that does not read it to the end closes the pipe.
        let _ = child.stdin.take().expect("it is piped").write_all(input);
        Run::ended(child.wait_with_output().expect("the program ends"))
    }

    /// Builds, and expects that nothing is wrong.
    #[track_caller]
    pub fn build(&self) -> Run {
        let run = self.run(&["build"]);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{}", run.out);
        run
    }

    /// Builds, and expects that problems keep it from writing anything; what a person reads of them.
    #[track_caller]
    pub fn refused(&self) -> String {
        let before = (self.files("public"), self.files("outbox"));
        let run = self.run(&["build"]);
        assert_eq!((run.code, run.out.as_str()), (Some(1), ""), "{}", run.err);
        assert!((self.files("public"), self.files("outbox")) == before, "a refused build wrote something");
        run.err
    }
}

impl Run {
    /// Runs a command to its end.
    pub fn of(command: &mut std::process::Command) -> Self {
        Self::ended(command.output().expect("the program starts"))
    }

    fn ended(output: std::process::Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("a report is UTF-8");
        let run = Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!run.err.contains("panicked"), "{}", run.err);
        run
    }
}

/// Two files of people: one owner, one audience, one reader.
pub const COMMUNITY: &str = "\
-- audiences.yaml --
people:
  ann: {name: Ann Owner, email: ann@example.org, signature: Ann}
legal:
  postal: Example Ltd, 1 Main St, Town
  leave: {mail: leave@example.org}
stages: [new, acquainted, trusted]
audiences:
  dealers:
    name: Dealers
    why: Help dealers install gear without surprises
    segment: {tags: [dealer]}
    topics: [installation]
    needs: {warranty: How do I get a defect sorted out?}
    promise: {every: 2 weeks, at: \"tue 09:00\", tz: UTC, if_nothing: skip}
    patience: steady
    from: owner
    reply_invite: What should we look into next?
-- contacts.yaml --
contacts:
  - id: c7f3
    name: Zoe Secretname
    email: zoe.secret@example.net
    tags: [dealer]
    owner: ann
    stage: new
    since: 2026-01-12
    consent: {how: double-opt-in, at: 2026-01-12T10:02:00Z, where: /subscribe}
-- content/posts/2026-06-01-first.md --
---
title: How to install a screen
description: Four bolts, and the order that they want.
tags: [installation]
---
Hold the plate against the wall and mark the four holes.
";
