//! Writes an output folder so that every file in it is always whole.
//!
//! Each file is staged as soon as it is rendered, beside the output and only if its bytes changed; memory never
//! holds more than the files being rendered. [`Publication::check`] then finds everything that stands in the way, and
//! [`Checked::commit`] renames the staged files into place and removes what no job makes any more.
//!
//! Until `commit`, nothing in the output is touched, whatever happens: a fault, a crash, a full disk. During
//! `commit` there are only renames and removals. Killed there, the output has some files new and some old; each
//! is whole, none is missing that either build made, and the next build finishes the work.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use walkdir::WalkDir;

use crate::effects::IoFault;
use crate::effects::manifest::Manifest;
use crate::effects::obstacles;
use crate::output::OutPath;

/// An output folder being written.
#[derive(Debug)]
pub struct Publication {
    root: PathBuf,
    target: PathBuf,
    /// Removed when the publication is dropped.
    _temporary: tempfile::TempDir,
    /// Below the temporary folder, and unlike it with the permissions that the user gives to new folders.
    staging: PathBuf,
    manifest: Manifest,
    progress: Mutex<Progress>,
    /// Held as long as the publication lives: two builds must not write into one folder.
    _lock: fs::File,
}

#[derive(Debug, Default)]
struct Progress {
    staged: BTreeSet<OutPath>,
    unchanged: BTreeSet<OutPath>,
    folders: BTreeSet<PathBuf>,
}

/// An output folder that is ready to be changed: all files are staged, and nothing stands in their way.
#[derive(Debug)]
pub struct Checked {
    publication: Publication,
    staged: BTreeSet<OutPath>,
    unchanged: usize,
    /// What the manifest will say.
    made: BTreeSet<OutPath>,
    stale: BTreeSet<OutPath>,
    adopted: usize,
}

/// What a commit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Published {
    /// Files written because they are new or changed.
    pub written: usize,
    /// Files that were already right.
    pub unchanged: usize,
    /// Files of an earlier build that are gone.
    pub removed: usize,
}

impl Publication {
    /// Prepares to write the folder `output` of the site at `root`.
    ///
    /// # Errors
    /// If the output is something that cannot be written into, the state folder cannot be written, or another
    /// build holds the lock.
    pub fn begin(root: &Path, output: &str) -> Result<Self, IoFault> {
        check_target(root, &root.join(output))?;
        let state = root.join(".regards");
        fs::create_dir_all(&state).map_err(IoFault::on("create", &state))?;
        // One name for each folder: `a/b` and `a-b` must not share a lock.
        let name = output.replace('%', "%25").replace('/', "%2F");
        let lock_path = state.join(format!("{name}.lock"));
        let lock = fs::File::create(&lock_path).map_err(IoFault::on("create", &lock_path))?;
        lock.try_lock().map_err(|error| IoFault {
            operation: "lock",
            path: lock_path.clone(),
            error: io::Error::from(error),
        })?;
        let prefix = format!("staging-{name}-");
        remove_leftovers(&state, &prefix);
        let temporary = tempfile::Builder::new()
            .prefix(&prefix)
            .tempdir_in(&state)
            .map_err(IoFault::on("write into", &state))?;
        let staging = temporary.path().join("files");
        fs::create_dir(&staging).map_err(IoFault::on("create", &staging))?;
        Ok(Self {
            root: root.to_owned(),
            target: root.join(output),
            _temporary: temporary,
            staging,
            manifest: Manifest::read(state.join(format!("{name}.manifest")))?,
            progress: Mutex::default(),
            _lock: lock,
        })
    }

    /// Stages a file, unless the output already has exactly these bytes.
    ///
    /// # Errors
    /// Names the operation and the path.
    pub fn stage(&self, path: &OutPath, bytes: &[u8]) -> Result<(), IoFault> {
        if has_bytes(&self.target.join(path.as_str()), bytes) {
            self.progress().unchanged.insert(path.clone());
            return Ok(());
        }
        let staged = self.staged_path(path)?;
        fs::write(&staged, bytes).map_err(IoFault::on("write", &staged))?;
        self.progress().staged.insert(path.clone());
        Ok(())
    }

    /// Stages a copy of a file of the site.
    ///
    /// # Errors
    /// Names the operation and the path.
    pub fn stage_copy(&self, path: &OutPath, source: &str) -> Result<(), IoFault> {
        let source = self.root.join(source);
        if same_files(&source, &self.target.join(path.as_str())) {
            self.progress().unchanged.insert(path.clone());
            return Ok(());
        }
        let staged = self.staged_path(path)?;
        copy_bytes(&source, &staged).map_err(IoFault::on("copy", &source))?;
        self.progress().staged.insert(path.clone());
        Ok(())
    }

    /// Reads the very bytes that will stand at `path`, once they are staged, piece by piece.
    ///
    /// # Errors
    /// Names the operation and the path.
    pub fn read_staged(&self, path: &OutPath, piece: impl FnMut(&[u8])) -> Result<(), IoFault> {
        let is_staged = self.progress().staged.contains(path);
        let folder = if is_staged { &self.staging } else { &self.target };
        read_pieces(&folder.join(path.as_str()), piece)
    }

    /// Finds everything that stands in the way of what was staged. Nothing is touched yet.
    ///
    /// A file that no build wrote is never overwritten, unless nobody can tell: without a manifest, as in a fresh
    /// clone, files where this build has some, too, are taken for an earlier build's, and counted. With one, a file
    /// of others that has the right bytes already stays theirs.
    ///
    /// # Errors
    /// Names what is in the way.
    pub fn check(self) -> Result<Checked, IoFault> {
        let Progress { staged, unchanged, .. } = std::mem::take(&mut *self.progress());
        let written = &self.manifest.written;
        let made: BTreeSet<OutPath> = staged.union(&unchanged).cloned().collect();
        let stale: BTreeSet<OutPath> = written.difference(&made).cloned().collect();
        let foreign = obstacles::check(&self.target, &staged, &stale, written, self.manifest.is_there)?;
        let (ours, theirs): (Vec<OutPath>, Vec<OutPath>) =
            unchanged.into_iter().partition(|path| written.contains(path));
        let unchanged = ours.len() + theirs.len();
        let (made, adopted) = if self.manifest.is_there {
            (made.into_iter().filter(|path| theirs.binary_search(path).is_err()).collect(), 0)
        } else {
            (made, foreign + theirs.len())
        };
        Ok(Checked { publication: self, staged, unchanged, made, stale, adopted })
    }

    fn move_each(&self, staged: &BTreeSet<OutPath>) -> Result<(), IoFault> {
        let mut folders = BTreeSet::new();
        for path in staged {
            let target = self.target.join(path.as_str());
            if let Some(folder) = target.parent().filter(|folder| !folders.contains(*folder)) {
                fs::create_dir_all(folder).map_err(IoFault::on("create", folder))?;
                folders.insert(folder.to_owned());
            }
            if target.is_dir() {
                // A page's folder of an earlier build where a file must stand now: nothing is left in it but folders.
                remove_folders(&target)?;
            }
            let from = self.staging.join(path.as_str());
            fs::rename(&from, &target).or_else(|_| copy_across(&from, &target))?;
        }
        Ok(())
    }

    fn remove(&self, path: &OutPath) -> Result<(), IoFault> {
        let file = self.target.join(path.as_str());
        if obstacles::link_on_the_way(&self.target, path).is_some() {
            // Somebody replaced a folder by a link since; what lies behind it was not written by a build.
            return Ok(());
        }
        match fs::remove_file(&file) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(IoFault { operation: "remove", path: file, error }),
        }
        // Folders that are empty now go, too; one that is not stays, whoever filled it.
        let mut folder = file.parent();
        while let Some(empty) = folder.filter(|folder| *folder != self.target) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
        Ok(())
    }

    fn staged_path(&self, path: &OutPath) -> Result<PathBuf, IoFault> {
        let staged = self.staging.join(path.as_str());
        if let Some(folder) = staged.parent() {
            let known = self.progress().folders.contains(folder);
            if !known {
                fs::create_dir_all(folder).map_err(IoFault::on("create", folder))?;
                self.progress().folders.insert(folder.to_owned());
            }
        }
        Ok(staged)
    }

    fn progress(&self) -> std::sync::MutexGuard<'_, Progress> {
        // A thread that panicked while it held the lock can only have left a path out of a set.
        self.progress.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Finds an output that cannot be a folder, before anything is rendered.
fn check_target(root: &Path, target: &Path) -> Result<(), IoFault> {
    let refuse = |reason: &str| {
        Err(IoFault { operation: "write into", path: target.to_owned(), error: io::Error::other(reason) })
    };
    let Ok(facts) = fs::symlink_metadata(target) else { return Ok(()) };
    if facts.is_symlink() {
        // A link to a folder that a web server reads is fine; one back into the site would mix output and sources.
        let (Ok(root), Ok(real)) = (fs::canonicalize(root), fs::canonicalize(target)) else {
            return refuse(
                "it is a symbolic link to nothing; remove the link, or make the folder it points at",
            );
        };
        if root.starts_with(&real) || real.starts_with(&root) {
            return refuse(
                "it is a symbolic link back into the site; remove the link, or point it elsewhere",
            );
        }
    }
    match fs::metadata(target) {
        Ok(facts) if !facts.is_dir() => {
            refuse("it is a file where the output folder must stand; move it away")
        }
        _ => Ok(()),
    }
}

impl Checked {
    /// How many files were there before, without a record of who wrote them, and count as an earlier build's now.
    pub fn adopted(&self) -> usize {
        self.adopted
    }

    /// Puts every staged file into place, and then removes what earlier builds wrote and this one did not.
    ///
    /// # Errors
    /// Names the operation and the path. If the operating system refuses something here, what was put in place by
    /// then stays; every file is whole, and the next build goes on from there.
    pub fn commit(self) -> Result<Published, IoFault> {
        let Self { publication, staged, unchanged, made, stale, .. } = self;
        // The union first: if this is interrupted, the next build still knows all that may be removed.
        let manifest = &publication.manifest;
        manifest.write(&manifest.written.union(&made).cloned().collect())?;
        let (blocking, idle): (Vec<&OutPath>, Vec<&OutPath>) = {
            let folders: BTreeSet<&str> = staged.iter().flat_map(obstacles::folders_above).collect();
            let places: BTreeSet<&str> = staged.iter().map(OutPath::as_str).collect();
            stale.iter().partition(|path| {
                folders.contains(path.as_str())
                    || obstacles::folders_above(path).any(|folder| places.contains(folder))
            })
        };
        // A file where a folder must stand, or the other way round, goes first; everything else goes last, so that
        // no address is without its page in between.
        for path in blocking {
            publication.remove(path)?;
        }
        let target = &publication.target;
        if fs::symlink_metadata(target).is_ok() {
            publication.move_each(&staged)?;
        } else {
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent).map_err(IoFault::on("create", parent))?;
            }
            fs::rename(&publication.staging, target).or_else(|_| publication.move_each(&staged))?;
        }
        for path in idle {
            publication.remove(path)?;
        }
        manifest.write(&made)?;
        Ok(Published { written: staged.len(), unchanged, removed: stale.len() })
    }
}

fn remove_leftovers(state: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(state) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        // After the prefix comes what is random, without a dash; `a` must not clean up after `a-b`.
        if name.to_string_lossy().strip_prefix(prefix).is_some_and(|random| !random.contains('-')) {
            // The lock is ours, so whoever made it is gone. If it cannot be removed, it only wastes space.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn has_bytes(file: &Path, bytes: &[u8]) -> bool {
    let same_length =
        fs::symlink_metadata(file).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
    same_length && fs::read(file).is_ok_and(|found| found == bytes)
}

fn same_files(left: &Path, right: &Path) -> bool {
    let (Ok(left_facts), Ok(right_facts)) = (fs::metadata(left), fs::symlink_metadata(right)) else {
        return false;
    };
    if !right_facts.is_file() || left_facts.len() != right_facts.len() {
        return false;
    }
    let (Ok(mut left), Ok(mut right)) = (fs::File::open(left), fs::File::open(right)) else { return false };
    let (mut left_bytes, mut right_bytes) = ([0; 65536], [0; 65536]);
    loop {
        let Ok(count) = left.read(&mut left_bytes) else { return false };
        if count == 0 {
            return true;
        }
        if right.read_exact(&mut right_bytes[..count]).is_err() || left_bytes[..count] != right_bytes[..count]
        {
            return false;
        }
    }
}

/// Copies bytes and nothing else: the file of a private folder must be readable for a web server once it is
/// published, as far as the user's mask allows.
fn copy_bytes(from: &Path, to: &Path) -> io::Result<()> {
    let (mut from, mut to) = (fs::File::open(from)?, fs::File::create(to)?);
    io::copy(&mut from, &mut to).map(drop)
}

/// Reads a file piece by piece.
///
/// # Errors
/// Names the operation and the path.
pub fn read_pieces(path: &Path, mut piece: impl FnMut(&[u8])) -> Result<(), IoFault> {
    let mut file = fs::File::open(path).map_err(IoFault::on("read", path))?;
    let mut bytes = vec![0; 256 * 1024];
    loop {
        match file.read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(count) => piece(&bytes[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(IoFault::on("read", path)(error)),
        }
    }
}

/// Removes a folder that holds nothing but folders; anything else that came in the meantime is an error.
fn remove_folders(folder: &Path) -> Result<(), IoFault> {
    let folders = WalkDir::new(folder).contents_first(true).into_iter().flatten();
    for entry in folders.filter(|entry| entry.file_type().is_dir()) {
        fs::remove_dir(entry.path()).map_err(IoFault::on("replace the folder", entry.path()))?;
    }
    Ok(())
}

/// Moves a file to another file system: a copy beside the target, then a rename.
fn copy_across(from: &Path, target: &Path) -> Result<(), IoFault> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let temporary = tempfile::NamedTempFile::new_in(folder).map_err(IoFault::on("write into", folder))?;
    fs::copy(from, temporary.path()).map_err(IoFault::on("write", target))?;
    temporary.persist(target).map_err(|error| IoFault {
        operation: "write",
        path: target.to_owned(),
        error: error.error,
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(root: &Path, files: &[&str]) -> Checked {
        let publication = Publication::begin(root, "public").unwrap();
        for file in files {
            publication.stage(&OutPath::new(file).unwrap(), b"x").unwrap();
        }
        publication.check().unwrap()
    }

    #[test]
    fn what_is_new_comes_before_what_is_old_goes() {
        let root = tempfile::tempdir().unwrap();
        stage(root.path(), &["old.html", "a/index.html"]).commit().unwrap();
        let checked = stage(root.path(), &["new.html", "a/index.html"]);
        // Something that nobody could foresee.
        fs::create_dir_all(root.path().join("public/new.html/full")).unwrap();
        fs::write(root.path().join("public/new.html/full/x"), b"theirs").unwrap();
        checked.commit().unwrap_err();
        assert!(root.path().join("public/old.html").exists());
        assert!(root.path().join("public/new.html/full/x").exists());
        // The next build finishes the work.
        fs::remove_dir_all(root.path().join("public/new.html")).unwrap();
        let published = stage(root.path(), &["new.html", "a/index.html"]).commit().unwrap();
        assert_eq!(published, Published { written: 1, unchanged: 1, removed: 1 });
        assert!(!root.path().join("public/old.html").exists());
    }

    #[test]
    fn a_publication_cleans_up_after_its_own_folder_only() {
        let root = tempfile::tempdir().unwrap();
        let other = Publication::begin(root.path(), "public-b").unwrap();
        other.stage(&OutPath::new("a.html").unwrap(), b"x").unwrap();
        Publication::begin(root.path(), "public").unwrap();
        other.check().unwrap().commit().unwrap();
        assert!(root.path().join("public-b/a.html").exists());
    }
}
