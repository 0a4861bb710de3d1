//! Posts that a command line names one by one, wherever they lie.
//!
//! They belong to no site: a path may lead anywhere, a folder stands for the markdown beneath it, and `-` is standard
//! input. What they are called in reports is what whoever handed them in wrote.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::io::Read;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use walkdir::WalkDir;

use crate::diag::Diagnostic;
use crate::effects::IoFault;
use crate::effects::faults::UNREADABLE;
use crate::effects::reading::fault;
use crate::effects::reading::read_at_most;
use crate::effects::whereabouts::is_dropping;
use crate::source::SourcePath;

/// One text to read.
#[derive(Debug)]
pub struct HandedIn {
    /// What reports call it.
    pub name: SourcePath,
    from: From,
}

#[derive(Debug)]
enum From {
    File(PathBuf),
    StandardInput,
    /// Nothing can be read, and this says why.
    Nothing(Box<Diagnostic>),
}

/// The files that a command line names: each path itself, or all markdown beneath it if it is a folder, in the order
/// of names. `-` is standard input. Of folders, hidden ones and `node_modules` are passed over.
///
/// What cannot be read stands in its place all the same, and says so when it is read.
pub fn hand_in(paths: &[PathBuf], name_of_input: &str) -> Vec<HandedIn> {
    let mut all = Vec::with_capacity(paths.len());
    for path in paths {
        if path == Path::new("-") {
            all.push(HandedIn { name: SourcePath::handed_in(name_of_input), from: From::StandardInput });
        } else if path.is_dir() {
            walk(path, &mut all);
        } else {
            all.push(HandedIn::file(path.clone()));
        }
    }
    all
}

/// Each text once, in the order of its first mention. What is read from standard input stands for the file that it is
/// called after, as in an editor that has not saved it yet.
pub fn each_once(files: Vec<HandedIn>) -> Vec<HandedIn> {
    let from_input = |file: &&HandedIn| file.is_standard_input();
    let input = files.iter().find(from_input).map(HandedIn::place);
    let mut seen = BTreeSet::new();
    let is_first = |file: &HandedIn| {
        let place = file.place();
        (file.is_standard_input() || Some(&place) != input.as_ref()) && seen.insert(place)
    };
    let kept: Vec<bool> = files.iter().map(is_first).collect();
    files.into_iter().zip(kept).filter_map(|(file, keep)| keep.then_some(file)).collect()
}

/// What reports of the folder that a command was started in call a file, wherever it is.
pub fn name_from_here(path: &Path) -> SourcePath {
    SourcePath::handed_in(&name(path).without_detours())
}

impl HandedIn {
    fn file(path: PathBuf) -> Self {
        Self { name: name(&path), from: From::File(path) }
    }

    /// Where it lies; names that are no text are told apart, too.
    fn place(&self) -> PathBuf {
        let path = match &self.from {
            From::File(path) => path,
            From::StandardInput | From::Nothing(_) => Path::new(self.name.as_str()),
        };
        path.components().filter(|part| *part != Component::CurDir).collect()
    }

    /// Whether it is standard input.
    pub fn is_standard_input(&self) -> bool {
        matches!(self.from, From::StandardInput)
    }

    /// Reads it. Standard input, which can be read but once, is what the caller has read of it.
    ///
    /// # Errors
    /// What is wrong with it: the operating system refuses it, it is larger than any post, or no UTF-8.
    pub fn read(&self, standard_input: &Result<String, Box<Diagnostic>>) -> Result<String, Box<Diagnostic>> {
        match &self.from {
            From::File(path) => {
                let refused = |error: io::Error| Box::new(refused(&self.name, &error));
                let file = fs::File::open(path).map_err(refused)?;
                let length = file.metadata().map_err(refused)?.len();
                read_at_most(file, length, &self.name)
            }
            From::StandardInput => standard_input.clone(),
            From::Nothing(diagnostic) => Err(diagnostic.clone()),
        }
    }
}

/// Reads a text from standard input.
///
/// # Errors
/// As for [`HandedIn::read`].
pub fn read_standard_input(name: &str) -> Result<String, Box<Diagnostic>> {
    read_at_most(io::stdin().lock(), 0, &SourcePath::handed_in(name))
}

/// Reads a list of paths out of a file, or out of standard input if that is `-`: one a line, or each with a NUL
/// behind it if there is any NUL.
///
/// # Errors
/// If the list cannot be read.
pub fn read_list(from: &Path) -> Result<Vec<PathBuf>, IoFault> {
    let mut bytes = Vec::new();
    if from == Path::new("-") {
        let read = io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(IoFault::on("read", Path::new("standard input")))?;
    } else {
        bytes = fs::read(from).map_err(IoFault::on("read", from))?;
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let mark = if bytes.contains(&0) { 0 } else { b'\n' };
    let paths = bytes.split(|byte| *byte == mark).map(|path| match mark {
        0 => path,
        _ => path.strip_suffix(b"\r").unwrap_or(path),
    });
    Ok(paths.filter(|path| !path.is_empty()).map(path_of).collect())
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// Adds the markdown beneath a folder.
fn walk(folder: &Path, all: &mut Vec<HandedIn>) {
    let is_wanted = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || is_dropping(&name))
    };
    let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(is_wanted) {
        match entry {
            // A pipe or a device that is called like a post would be waited for.
            Ok(entry) if !entry.file_type().is_file() || !is_markdown(entry.path()) => {}
            Ok(entry) => all.push(HandedIn::file(entry.into_path())),
            // What lies in the loop is met on the way to it.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => {
                let at = error.path().unwrap_or(folder);
                let is_link = fs::symlink_metadata(at).is_ok_and(|facts| facts.is_symlink());
                if is_link && !is_markdown(at) {
                    continue; // A link to nothing is no post.
                }
                let name = name(at);
                let error = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
                let from = From::Nothing(Box::new(refused(&name, &error)));
                all.push(HandedIn { name, from });
            }
        }
    }
}

fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().map(OsStr::to_ascii_lowercase);
    extension.is_some_and(|extension| extension == "md" || extension == "markdown")
}

fn name(path: &Path) -> SourcePath {
    SourcePath::handed_in(&path.to_string_lossy())
}

fn refused(name: &SourcePath, error: &io::Error) -> Diagnostic {
    let diagnostic = fault(&UNREADABLE, name, &format!("cannot be read: {error}"));
    match error.kind() {
        io::ErrorKind::NotFound => diagnostic.help("name a file that is there, or a folder of markdown"),
        _ => diagnostic.help("check its permissions and those of the folders above it"),
    }
}
