//! `regards init`.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::cli::Exit;
use crate::cli::Global;
use crate::cli::site_run::today;
use crate::cli::summary::counted;
use crate::config::Config;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::effects::create_file;
use crate::effects::is_there;

/// The small site that `init` writes. `gitignore` gets its dot when it is written, and `{today}` the date.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// Writes the starter site into `dir`. Nothing that is there is overwritten: if any of its files exists, nothing
/// at all is written, except that a .gitignore of the folder's own stands in nobody's way.
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
    let (there, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(path, _)| is_there(&root.join(path)));
    // A new repository often has a .gitignore already; its owner adds to it.
    let (ignore, in_the_way): (Vec<_>, Vec<_>) =
        there.into_iter().partition(|(path, _)| path == ".gitignore");
    if !in_the_way.is_empty() {
        let names: Vec<&str> = in_the_way.iter().map(|(path, _)| path.as_str()).collect();
        terminal.report(&format!(
            "error: {} already has {}\n  help: choose an empty folder; nothing was written\n",
            place(root),
            names.join(", ")
        ));
        return Ok(Exit::Fault);
    }
    for (path, text) in &files {
        create_file(root, path, text)?;
    }
    if !global.quiet {
        terminal.out(&next_steps(root, files.len(), ignore.first().map(|(_, text)| text.as_str())))?;
    }
    Ok(Exit::Fine)
}

fn place(root: &Path) -> String {
    if root == Path::new(".") { "this folder".into() } else { root.display().to_string() }
}

/// What was made, and what to do with it. `ignore` holds the lines that the folder's own .gitignore may lack.
fn next_steps(root: &Path, files: usize, ignore: Option<&str>) -> String {
    let mut text = format!("A small site in {}: {}.\n\nNext:\n", place(root), counted(files, "file"));
    if root != Path::new(".") {
        text.push_str(&format!("  cd {}\n", quoted_for_shell(&root.display().to_string())));
    }
    text.push_str(
        "  regards serve --open          shows it in the browser while you write\n  \
        regards build                 writes the blog to public/ and the newsletter to outbox/\n  \
           regards new \"My first post\"   starts a post\n  \
           regards check                 says what is wrong, and which posts ask more than they give\n\n\
         Then put your name into audiences.yaml, your first reader into contacts.yaml, and the address of your site\n\
         into regards.yaml. `regards explain KEY` explains any line of them.\n",
    );
    if let Some(lines) = ignore {
        text.push_str(
            "\nThere is a .gitignore already. Readers are private, so it must hold these lines, too:\n",
        );
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text
}

/// A path as one word of a shell.
fn quoted_for_shell(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-~+@:,\\".contains(c);
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
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
