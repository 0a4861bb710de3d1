//! Opens files of the site, and nothing else.
//!
//! A planner has named the file already, so this is a second wall: it asks what really was opened, after all links, and
//! knows nothing of plans.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use same_file::Handle;

use crate::effects::whereabouts::is_dropping;
use crate::source::SourcePath;

/// A file that was opened, and its facts at that moment.
#[derive(Debug)]
pub struct OpenFile {
    /// The file, at its start.
    pub file: File,
    /// How many bytes it has.
    pub length: u64,
    /// A strong validator: two states of a file never share one. `None` for a file that was written so lately that the
    /// clock of the file system may not tell its next state apart.
    pub tag: Option<String>,
}

/// How often to try again when somebody puts another file in its place meanwhile, as editors do.
const TRIES: usize = 3;

/// No file system that holds a blog counts time more coarsely.
const COARSEST_CLOCK: Duration = Duration::from_secs(2);

/// Opens the file `path` of the site at `root`, a path without links. Follows links that stay among what may be served.
///
/// # Errors
/// If it is not there, is no regular file, lies elsewhere, is hidden, or is one of the `private` files, in one of the
/// `private` folders, or the same file as one of them under another name.
pub fn open_below(root: &Path, path: &SourcePath, private: &[SourcePath]) -> io::Result<OpenFile> {
    let private: Vec<PathBuf> = private.iter().map(|path| root.join(path.as_str())).collect();
    for _ in 0..TRIES {
        let real = fs::canonicalize(root.join(path.as_str()))?;
        if !real.strip_prefix(root).is_ok_and(|below| is_shown(below) && !lies_in(&real, &private)) {
            return Err(refused());
        }
        let file = open_without_waiting(&real)?;
        // Between the check and the opening, a link may have taken the place of the file or of a folder above it.
        if !is_at(&file, &real)? {
            continue;
        }
        let facts = file.metadata()?;
        if !facts.is_file() || is_one_of(&file, &private)? {
            return Err(refused());
        }
        return Ok(OpenFile { length: facts.len(), tag: tag(&facts), file });
    }
    Err(refused())
}

fn refused() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

/// Whether nothing on the way to a file is hidden or was left behind by a program. In `static/`, hidden files are public.
fn is_shown(below: &Path) -> bool {
    let is_static = below.starts_with("static");
    below.iter().all(|part| {
        let Some(name) = part.to_str() else { return false };
        !is_dropping(name) && (is_static || !name.starts_with('.') || name == ".well-known")
    })
}

/// Whether a path without links is one of the `private` ones or below it, with and without their links followed.
fn lies_in(real: &Path, private: &[PathBuf]) -> bool {
    let is_below = |path: &Path| real.starts_with(path);
    private.iter().any(|path| is_below(path) || fs::canonicalize(path).is_ok_and(|path| is_below(&path)))
}

/// Whether an open file is one of the `private` ones by another name: a hard link, or other letters' case.
fn is_one_of(file: &File, private: &[PathBuf]) -> io::Result<bool> {
    let handle = Handle::from_file(file.try_clone()?)?;
    Ok(private.iter().any(|path| Handle::from_path(path).is_ok_and(|private| private == handle)))
}

/// Opens a file for reading; neither follows a link nor waits for the other end of a pipe.
fn open_without_waiting(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        use rustix::fs::OFlags;
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOFOLLOW).bits().cast_signed());
    }
    options.open(path)
}

/// Whether an open file is the one that stands at a path without links.
fn is_at(file: &File, real: &Path) -> io::Result<bool> {
    #[cfg(target_os = "linux")]
    {
        use std::os::fd::AsRawFd;
        // The kernel's own word for where the open file lies; not to be had where /proc is not mounted.
        if let Ok(opened) = fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())) {
            return Ok(opened == real);
        }
    }
    let is_same = Handle::from_path(real)? == Handle::from_file(file.try_clone()?)?;
    Ok(is_same && fs::canonicalize(real)? == real)
}

/// A file's validator, out of everything that changes when it does.
fn tag(facts: &fs::Metadata) -> Option<String> {
    let written = facts.modified().ok()?;
    let age = SystemTime::now().duration_since(written).ok()?;
    if age < COARSEST_CLOCK {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    let since_epoch = written.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    hasher.update(&facts.len().to_le_bytes()).update(&since_epoch.as_nanos().to_le_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // The time of the last change of facts moves even where a copy keeps the time of the original.
        for fact in
            [facts.dev(), facts.ino(), facts.ctime().cast_unsigned(), facts.ctime_nsec().cast_unsigned()]
        {
            hasher.update(&fact.to_le_bytes());
        }
    }
    Some(hasher.finalize().to_hex()[..32].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site with a picture, readers' data and a repository; its root without links.
    fn site() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap().join("site");
        for (path, text) in [
            ("site/content/a.png", "picture"),
            ("site/static/.nojekyll", ""),
            ("site/static/.git/config", "secret"),
            ("site/static/.well-known/a.txt", "known"),
            ("site/content/.draft/a.png", "secret"),
            ("site/.git/config", "secret"),
            ("site/.regards/ledger.jsonl", "secret"),
            ("site/contacts.yaml", "secret"),
            ("site/public/a.html", "built"),
            ("outside.txt", "secret"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        (folder, root)
    }

    #[track_caller]
    fn check(root: &Path, path: &str, expected: Option<&str>) {
        let private = ["contacts.yaml", "public", "none.csv"].map(|path| SourcePath::new(path).unwrap());
        let opened = open_below(root, &SourcePath::new(path).unwrap(), &private);
        let text = opened.ok().map(|opened| io::read_to_string(opened.file).unwrap());
        assert_eq!(text.as_deref(), expected, "{path}");
    }

    #[test]
    fn only_what_may_be_shown_is_opened() {
        let (_folder, root) = site();
        check(&root, "content/a.png", Some("picture"));
        check(&root, "static/.nojekyll", Some(""));
        check(&root, "static/.well-known/a.txt", Some("known"));
        for path in [
            "content",
            "none.png",
            "static/.git/config",
            "content/.draft/a.png",
            ".git/config",
            ".regards/ledger.jsonl",
            "contacts.yaml",
            "public/a.html",
            "content/a.png/b",
        ] {
            check(&root, path, None);
        }
    }

    #[test]
    #[cfg(unix)]
    fn links_lead_nowhere_but_to_what_may_be_shown() {
        use std::os::unix::fs::symlink;
        let (folder, root) = site();
        for (name, target) in [
            ("in.png", root.join("content/a.png")),
            ("relative.png", "../content/a.png".into()),
            ("out.txt", folder.path().join("outside.txt")),
            ("up.txt", "../../outside.txt".into()),
            ("contacts.txt", "../contacts.yaml".into()),
            ("git.txt", "../.git/config".into()),
            ("folder", "..".into()),
            ("null", "/dev/null".into()),
            ("built.txt", "../public/a.html".into()),
            ("loop", "loop".into()),
        ] {
            symlink(target, root.join("static").join(name)).unwrap();
        }
        fs::hard_link(root.join("contacts.yaml"), root.join("static/hard.txt")).unwrap();
        check(&root, "static/in.png", Some("picture"));
        check(&root, "static/relative.png", Some("picture"));
        check(&root, "static/folder/content/a.png", Some("picture"));
        for name in [
            "out.txt",
            "up.txt",
            "contacts.txt",
            "git.txt",
            "folder/contacts.yaml",
            "null",
            "built.txt",
            "loop",
            "hard.txt",
        ] {
            check(&root, &format!("static/{name}"), None);
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_file_that_is_no_longer_at_its_place_is_known() {
        let (folder, root) = site();
        let real = root.join("content/a.png");
        let file = open_without_waiting(&real).unwrap();
        assert!(is_at(&file, &real).unwrap());
        fs::rename(root.join("content"), root.join("moved")).unwrap();
        std::os::unix::fs::symlink("moved", root.join("content")).unwrap();
        assert!(!is_at(&file, &real).unwrap(), "a folder became a link");
        let outside = open_without_waiting(&folder.path().join("outside.txt")).unwrap();
        assert!(!is_at(&outside, &real).unwrap());
    }

    #[test]
    #[cfg(unix)]
    fn nothing_waits_at_a_pipe() {
        let (_folder, root) = site();
        let pipe = root.join("static/pipe.txt");
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        check(&root, "static/pipe.txt", None);
    }

    #[test]
    fn a_validator_changes_with_the_file() {
        let (_folder, root) = site();
        let path = root.join("content/a.png");
        let tag_at = |seconds: u64, text: &str| {
            fs::write(&path, text).unwrap();
            let file = File::options().write(true).open(&path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
            tag(&file.metadata().unwrap())
        };
        let old = tag_at(100, "picture").unwrap();
        assert_ne!(tag_at(100, "longer picture").unwrap(), old);
        assert_ne!(tag_at(50, "picture").unwrap(), old);
        assert_eq!(tag_at(0, "picture"), None, "the next write could carry the same time");
    }
}
