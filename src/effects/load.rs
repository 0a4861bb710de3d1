//! Reads a site's files.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use walkdir::WalkDir;

use crate::config::Config;
use crate::config::MISSING_CONFIG;
use crate::config::read_config;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::effects::IoFault;
use crate::effects::faults::BAD_NAME;
use crate::effects::faults::LINK_OUT;
use crate::effects::faults::NOT_UTF8;
use crate::effects::faults::TOO_LARGE;
use crate::effects::faults::UNREADABLE;
use crate::effects::surroundings::help_without_config;
use crate::source::Asset;
use crate::source::ImageSize;
use crate::source::SourceFile;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::source::Span;
use crate::source::svg_size;

/// The longest text that is read.
const TEXT_BUDGET: u64 = 16 * 1024 * 1024;

/// A site as read.
#[derive(Debug)]
pub struct Loaded {
    /// Its files.
    pub sources: SourceTree,
    /// Its settings.
    pub config: Config,
    /// What was wrong with files and settings.
    pub diagnostics: Diagnostics,
}

/// How a folder's files are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Take {
    /// Markdown is text, everything else is copied.
    Content,
    /// Everything is copied.
    Assets,
    /// UTF-8 is text, anything else is copied.
    Texts,
}

/// Reads the site at `root`.
///
/// # Errors
/// Only if `root` itself cannot be read. A file that cannot be read is a diagnostic.
pub fn load(root: &Path) -> Result<Loaded, IoFault> {
    let canonical = fs::canonicalize(root).map_err(IoFault::on("open", root))?;
    let mut sources = SourceTree::default();
    let mut diagnostics = Diagnostics::new();
    let mut read_one = |relative: &str, sources: &mut SourceTree| {
        let Ok(path) = SourcePath::new(relative) else { return };
        let disk = canonical.join(relative);
        if !disk.is_file() {
            return;
        }
        if escapes(&disk, &canonical) {
            diagnostics.push(link_out(&path));
            return;
        }
        match read_text(&disk, &path) {
            Ok(text) => sources.insert_text(path, text),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    };
    read_one("regards.yaml", &mut sources);
    let (config, mut config_diagnostics) = read_config(&sources);
    for file in ["audiences.yaml", &config.contacts.file, &config.ledger] {
        read_one(file, &mut sources);
    }
    if diagnostics.iter().any(|diagnostic| names(diagnostic, "regards.yaml")) {
        // It is there, and what is wrong with it has been said.
        config_diagnostics.retain(|diagnostic| diagnostic.rule != &MISSING_CONFIG);
    }
    diagnostics.extend(config_diagnostics.into_iter().map(|diagnostic| {
        if diagnostic.rule != &MISSING_CONFIG {
            return diagnostic;
        }
        let folder = if root == Path::new(".") { "this folder".into() } else { root.display().to_string() };
        Diagnostic::new(&MISSING_CONFIG, format!("there is no regards.yaml in {folder}"))
            .help(help_without_config(&canonical))
    }));
    let folders = [
        (config.content_dir.as_str(), Take::Content),
        ("static", Take::Assets),
        ("templates", Take::Texts),
        ("themes", Take::Texts),
        ("data", Take::Texts),
    ];
    for (folder, take) in folders {
        load_folder(&canonical, folder, take, &mut sources, &mut diagnostics);
    }
    Ok(Loaded { sources, config, diagnostics })
}

/// Reads single markdown files, for judging them outside a site.
pub fn load_files(paths: &[PathBuf]) -> Result<Vec<String>, IoFault> {
    paths.iter().map(|path| fs::read_to_string(path).map_err(IoFault::on("read", path))).collect()
}

fn load_folder(
    root: &Path,
    folder: &str,
    take: Take,
    sources: &mut SourceTree,
    diagnostics: &mut Diagnostics,
) {
    let start = root.join(folder);
    if !start.is_dir() {
        return;
    }
    let mut found = Vec::new();
    let mut walk = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let at = error.path().unwrap_or(&start);
                diagnostics.push(unreadable(root, at, &error));
                continue;
            }
        };
        let name = entry.file_name().to_string_lossy();
        if entry.depth() > 0 && is_ignored(&name) {
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let path = relative.to_str().ok_or_else(|| relative.to_string_lossy().into_owned());
        let path = path.and_then(|text| SourcePath::new(text).map_err(|fault| format!("{text}: {fault}")));
        let path = match path {
            Ok(path) => path,
            Err(name) => {
                diagnostics
                    .push(Diagnostic::new(&BAD_NAME, format!("the file name {name:?} cannot be used")));
                continue;
            }
        };
        if entry.path_is_symlink() && escapes(entry.path(), root) {
            diagnostics.push(link_out(&path));
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_file() {
            found.push((path, entry.into_path()));
        }
    }
    let read: Vec<_> = found
        .into_par_iter()
        .map(|(path, disk)| {
            let file = read_entry(&disk, &path, take);
            (path, file)
        })
        .collect();
    for (path, file) in read {
        match file {
            Ok(file) => sources.insert(path, file),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
}

/// Hidden files and the droppings of editors and operating systems.
fn is_ignored(name: &str) -> bool {
    name.starts_with('.') && name != ".well-known"
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name == "node_modules"
        || name == "Thumbs.db"
}

fn read_entry(disk: &Path, path: &SourcePath, take: Take) -> Result<SourceFile, Box<Diagnostic>> {
    let markdown = matches!(path.extension(), "md" | "markdown" | "mkd");
    match take {
        Take::Content if markdown => Ok(SourceFile::Text(read_text(disk, path)?.into())),
        Take::Content | Take::Assets => read_asset(disk, path).map(SourceFile::Asset),
        Take::Texts => match read_text(disk, path) {
            Ok(text) => Ok(SourceFile::Text(text.into())),
            Err(diagnostic) if diagnostic.rule == &NOT_UTF8 => read_asset(disk, path).map(SourceFile::Asset),
            Err(diagnostic) => Err(diagnostic),
        },
    }
}

fn read_text(disk: &Path, path: &SourcePath) -> Result<String, Box<Diagnostic>> {
    let refused = |error: std::io::Error| Box::new(fault(&UNREADABLE, path, &error.to_string()));
    let mut file = fs::File::open(disk).map_err(refused)?;
    let length = file.metadata().map_err(refused)?.len();
    if length > TEXT_BUDGET {
        let message = format!("has {length} bytes; a text may have {TEXT_BUDGET}");
        return Err(Box::new(fault(&TOO_LARGE, path, &message).help("split it, or move it to `static/`")));
    }
    let mut bytes = Vec::with_capacity(length as usize + 1);
    file.by_ref().take(TEXT_BUDGET + 1).read_to_end(&mut bytes).map_err(refused)?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
        let byte = error.as_bytes().get(valid).copied().unwrap_or_default();
        let message = format!("is not UTF-8: byte {byte:#04x} on line {line}");
        Box::new(fault(&NOT_UTF8, path, &message).help("open it in an editor and save it as UTF-8"))
    })
}

fn read_asset(disk: &Path, path: &SourcePath) -> Result<Asset, Box<Diagnostic>> {
    let refused = |error: std::io::Error| Box::new(fault(&UNREADABLE, path, &error.to_string()));
    let length = fs::metadata(disk).map_err(refused)?.len();
    let image = match path.extension().to_ascii_lowercase().as_str() {
        "svg" => start_of(disk).ok().and_then(|start| svg_size(&start)),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "jxl" | "bmp" => {
            imagesize::size(disk).ok().and_then(|size| {
                Some(ImageSize {
                    width: u32::try_from(size.width).ok()?,
                    height: u32::try_from(size.height).ok()?,
                })
            })
        }
        _ => None,
    };
    Ok(Asset { length, image })
}

/// The first 4 KiB of a file as text: an SVG's root element stands there.
fn start_of(disk: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    fs::File::open(disk)?.take(4096).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether a path, with all links followed, lies outside `root`.
fn escapes(disk: &Path, root: &Path) -> bool {
    fs::canonicalize(disk).map_or(true, |real| !real.starts_with(root))
}

fn fault(rule: &'static crate::diag::Rule, path: &SourcePath, message: &str) -> Diagnostic {
    Diagnostic::new(rule, format!("{path} {message}")).at(Span::start_of(path))
}

fn link_out(path: &SourcePath) -> Diagnostic {
    fault(&LINK_OUT, path, "is a symbolic link that leads out of the site")
        .help("copy what it points at into the site, and remove the link")
}

/// Whether a diagnostic is about the file `path`.
fn names(diagnostic: &Diagnostic, path: &str) -> bool {
    diagnostic.path().is_some_and(|named| named.as_str() == path)
}

/// What the walk through a folder met, without the path of the site on this machine.
fn unreadable(root: &Path, at: &Path, error: &walkdir::Error) -> Diagnostic {
    let relative = at.strip_prefix(root).unwrap_or(at).to_string_lossy().into_owned();
    let is_link = fs::symlink_metadata(at).is_ok_and(|facts| facts.is_symlink());
    let missing = error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound);
    let (message, help) = if error.loop_ancestor().is_some() {
        let message = format!("{relative} is a symbolic link to a folder that it lies in");
        (message, "remove the link; following it would never end")
    } else if is_link && missing {
        (
            format!("{relative} is a symbolic link to nothing"),
            "remove the link, or put back what it points at",
        )
    } else {
        let reason = error.io_error().map_or_else(|| "it cannot be read".to_owned(), ToString::to_string);
        (format!("{relative}: {reason}"), "check the permissions of the file and of the folders above it")
    };
    Diagnostic::new(&UNREADABLE, message).help(help)
}
