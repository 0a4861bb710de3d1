//! `regards init`.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::cli::Exit;
use crate::cli::Global;
use crate::cli::site_run::today;
use crate::config::Config;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::effects::create_file;
use crate::effects::is_there;

/// The small site that `init` writes. `gitignore` gets its dot when it is written, and `{today}` the date.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// Writes the starter site into `dir`. Nothing that is there is overwritten: if any of its files exists, nothing
/// at all is written.
pub fn init(dir: &Path, global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    let root = if dir == Path::new(".") { global.root.as_path() } else { dir };
    let today = today(global, &Config::default()).to_string();
    let mut files = Vec::new();
    collect(&STARTER, &mut files);
    let files: Vec<(String, String)> = files
        .into_iter()
        .map(|(path, text)| {
            (
                path.replace("gitignore", ".gitignore").replace("today", &today),
                text.replace("{today}", &today),
            )
        })
        .collect();
    let existing: Vec<&str> =
        files.iter().map(|(path, _)| path.as_str()).filter(|path| is_there(&root.join(path))).collect();
    if !existing.is_empty() {
        terminal.report(&format!(
            "error: {} already has {}\n  help: choose an empty folder; nothing was written\n",
            root.display(),
            existing.join(", ")
        ));
        return Ok(Exit::Fault);
    }
    for (path, text) in &files {
        create_file(root, path, text)?;
    }
    if !global.quiet {
        let there = if root == Path::new(".") { String::new() } else { format!("cd {} && ", root.display()) };
        terminal.out(&format!(
            "A small site in {}: {} files.\n\nNext:\n  {there}regards build    writes public/ and outbox/\n  \
             {there}regards new \"My first post\"\n\nThen put your name and address into regards.yaml and audiences.yaml.\n",
            root.display(),
            files.len()
        ));
    }
    Ok(Exit::Fine)
}

fn collect<'a>(dir: &'a Dir<'_>, files: &mut Vec<(String, &'a str)>) {
    for file in dir.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.push((path.replace('\\', "/"), text));
        }
    }
    for below in dir.dirs() {
        collect(below, files);
    }
}
