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
use crate::effects::faults::LINK_PRIVATE;
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
    load_one(&canonical, "regards.yaml", &mut sources, &mut diagnostics);
    let (config, mut config_diagnostics) = read_config(&sources);
    for file in ["audiences.yaml", &config.contacts.file, &config.ledger] {
        load_one(&canonical, file, &mut sources, &mut diagnostics);
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
            .help(help_without_config(&canonical, root))
    }));
    let folders = [
        (config.content_dir.as_str(), Take::Content),
        ("static", Take::Assets),
        ("templates", Take::Texts),
        ("themes", Take::Texts),
        ("data", Take::Texts),
    ];
    let whereabouts = Whereabouts::new(&canonical, &config);
    for (folder, take) in folders {
        load_folder(&whereabouts, folder, take, &mut sources, &mut diagnostics);
    }
    Ok(Loaded { sources, config, diagnostics })
}

/// Reads the settings of the site at `root` and nothing else of it; `None` if there is no `regards.yaml`.
///
/// # Errors
/// If `root` itself cannot be read.
pub fn load_settings(root: &Path) -> Result<Option<Loaded>, IoFault> {
    let canonical = fs::canonicalize(root).map_err(IoFault::on("open", root))?;
    if !canonical.join("regards.yaml").is_file() {
        return Ok(None);
    }
    let mut sources = SourceTree::default();
    let mut diagnostics = Diagnostics::new();
    load_one(&canonical, "regards.yaml", &mut sources, &mut diagnostics);
    let (config, met) = read_config(&sources);
    diagnostics.extend(met.into_iter().filter(|diagnostic| diagnostic.rule != &MISSING_CONFIG));
    Ok(Some(Loaded { sources, config, diagnostics }))
}

/// Reads one file of the site's root, if it is there.
fn load_one(root: &Path, relative: &str, sources: &mut SourceTree, diagnostics: &mut Diagnostics) {
    let Ok(path) = SourcePath::new(relative) else { return };
    let disk = root.join(relative);
    if !disk.is_file() {
        return;
    }
    if !fs::canonicalize(&disk).is_ok_and(|real| real.starts_with(root)) {
        diagnostics.push(link_out(&path));
        return;
    }
    match read_text(&disk, &path) {
        Ok(text) => sources.insert_text(path, text),
        Err(diagnostic) => diagnostics.push(*diagnostic),
    }
}

fn load_folder(
    whereabouts: &Whereabouts<'_>,
    folder: &str,
    take: Take,
    sources: &mut SourceTree,
    diagnostics: &mut Diagnostics,
) {
    let root = whereabouts.root;
    let start = root.join(folder);
    if !start.is_dir() {
        return;
    }
    let mut found = Vec::new();
    // How deep the outermost link lies that the walk has followed: everything below it is looked at twice.
    let mut linked = fs::canonicalize(&start).is_ok_and(|real| real != start).then_some(0);
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
        if linked.is_some_and(|depth| depth > 0 && entry.depth() <= depth) {
            linked = None;
        }
        if entry.depth() > 0 && is_ignored(&name, take) {
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
        if entry.path_is_symlink() {
            linked = linked.or(Some(entry.depth()));
        }
        let refused = linked.and_then(|_| whereabouts.refusal(entry.path(), &path));
        if let Some(diagnostic) = refused {
            diagnostics.push(diagnostic);
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

/// What stands in a site's folders without being a part of it: the droppings of editors, operating systems and
/// version control, and hidden files. `static/` is published as it is, with `.nojekyll`, `.htaccess` and the like.
fn is_ignored(name: &str, take: Take) -> bool {
    let is_hidden = name.starts_with('.') && name != ".well-known";
    is_dropping(name) || (is_hidden && take != Take::Assets)
}

/// Whether editors, operating systems, version control or packages leave files of this name behind.
pub(crate) fn is_dropping(name: &str) -> bool {
    name.starts_with(".git")
        || name.starts_with("._")
        || name.starts_with(".#")
        || matches!(name, ".DS_Store" | ".svn" | ".hg" | ".jj" | ".regards" | "node_modules" | "Thumbs.db")
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swo")
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
    let file = fs::File::open(disk).map_err(refused)?;
    let length = file.metadata().map_err(refused)?.len();
    let read = read_at_most(file, length, path);
    read.map_err(|diagnostic| match diagnostic.rule == &TOO_LARGE {
        true => Box::new(diagnostic.help("split it, or move it to `static/`")),
        false => diagnostic,
    })
}

/// Reads a text to its end, which may say to have `length` bytes, and must be UTF-8 of at most 16 MiB. `path` names
/// it in what is wrong with it.
pub(crate) fn read_at_most(
    from: impl Read,
    length: u64,
    path: &SourcePath,
) -> Result<String, Box<Diagnostic>> {
    let too_large = |length: &str| {
        let message = format!("has {length} bytes; a text may have {TEXT_BUDGET}");
        Box::new(fault(&TOO_LARGE, path, &message))
    };
    if length > TEXT_BUDGET {
        return Err(too_large(&length.to_string()));
    }
    let mut bytes = Vec::with_capacity(length as usize + 1);
    let read = from.take(TEXT_BUDGET + 1).read_to_end(&mut bytes);
    read.map_err(|error| Box::new(fault(&UNREADABLE, path, &error.to_string())))?;
    if bytes.len() as u64 > TEXT_BUDGET {
        return Err(too_large(&format!("more than {TEXT_BUDGET}")));
    }
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

/// Where things lie that no link may lead to.
#[derive(Debug)]
struct Whereabouts<'a> {
    /// The site's folder, with all links followed.
    root: &'a Path,
    /// Readers' data, with and without links followed.
    files: Vec<PathBuf>,
    /// The folders that builds write into, likewise.
    folders: Vec<PathBuf>,
}

impl<'a> Whereabouts<'a> {
    fn new(root: &'a Path, config: &Config) -> Self {
        let both = |names: &[&str]| -> Vec<PathBuf> {
            let plain = names.iter().map(|name| root.join(name));
            plain.flat_map(|path| [fs::canonicalize(&path).ok(), Some(path)]).flatten().collect()
        };
        Self {
            root,
            files: both(&["contacts.yaml", "contacts.csv", &config.contacts.file, &config.ledger]),
            folders: both(&[&config.output_dir, &config.outbox_dir]),
        }
    }

    /// What is wrong with a path that is, or lies below, a symbolic link.
    fn refusal(&self, disk: &Path, path: &SourcePath) -> Option<Diagnostic> {
        let Ok(real) = fs::canonicalize(disk) else { return Some(link_out(path)) };
        let Ok(below) = real.strip_prefix(self.root) else { return Some(link_out(path)) };
        let is_hidden = |part: &std::ffi::OsStr| {
            let name = part.to_string_lossy();
            name.starts_with('.') && name != ".well-known"
        };
        // A hidden file of `static/` is public; any other, and what lies in a hidden folder, never is.
        let hidden = match below.strip_prefix("static").ok().and_then(Path::parent) {
            Some(folder) if real.is_file() => folder,
            _ => below,
        };
        let is_private = hidden.iter().any(is_hidden)
            || self.files.contains(&real)
            || self.folders.iter().any(|folder| real.starts_with(folder));
        is_private.then(|| {
            fault(&LINK_PRIVATE, path, "leads through a symbolic link to what is never published")
                .help("remove the link; put a copy of the file that you mean in its place")
        })
    }
}

pub(crate) fn fault(rule: &'static crate::diag::Rule, path: &SourcePath, message: &str) -> Diagnostic {
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
