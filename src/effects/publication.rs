//! Writes an output folder so that it is always whole.
//!
//! Each file is staged as soon as it is rendered, beside the output and only if its bytes changed; memory never
//! holds more than the files being rendered. [`Publication::commit`] then renames the staged files into place
//! and removes what no job makes any more. Until then, a crash, a full disk or a failed leak scan leaves the
//! former output as it was.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::effects::IoFault;
use crate::effects::manifest::Manifest;
use crate::effects::obstacles;
use crate::output::OutPath;

/// An output folder being written.
#[derive(Debug)]
pub struct Publication {
    root: PathBuf,
    target: PathBuf,
    staging: tempfile::TempDir,
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
        let name = output.replace('/', "-");
        let lock_path = state.join(format!("{name}.lock"));
        let lock = fs::File::create(&lock_path).map_err(IoFault::on("create", &lock_path))?;
        lock.try_lock().map_err(|error| IoFault {
            operation: "lock",
            path: lock_path.clone(),
            error: io::Error::from(error),
        })?;
        let prefix = format!("staging-{name}-");
        remove_leftovers(&state, &prefix);
        let staging = tempfile::Builder::new()
            .prefix(&prefix)
            .tempdir_in(&state)
            .map_err(IoFault::on("write into", &state))?;
        Ok(Self {
            root: root.to_owned(),
            target: root.join(output),
            staging,
            manifest: Manifest::read(state.join(format!("{name}.manifest"))),
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
        fs::copy(&source, &staged).map_err(IoFault::on("copy", &source))?;
        self.progress().staged.insert(path.clone());
        Ok(())
    }

    /// The bytes of a file of the site, unless it is longer than `limit`.
    ///
    /// # Errors
    /// Names the operation and the path.
    pub fn source_bytes(&self, source: &str, limit: u64) -> Result<Option<Vec<u8>>, IoFault> {
        let source = self.root.join(source);
        let length = fs::metadata(&source).map_err(IoFault::on("read", &source))?.len();
        if length > limit {
            return Ok(None);
        }
        fs::read(&source).map(Some).map_err(IoFault::on("read", &source))
    }

    /// Puts every staged file into place and removes what earlier builds wrote and this one did not.
    ///
    /// # Errors
    /// Names the operation and the path. What stands in the way is found before anything is touched. If the
    /// operating system refuses something after that, what was put in place by then stays; every file is whole, and
    /// the next build goes on from there.
    pub fn commit(self) -> Result<Published, IoFault> {
        let progress = std::mem::take(&mut *self.progress());
        let made: BTreeSet<OutPath> = progress.staged.union(&progress.unchanged).cloned().collect();
        let stale: BTreeSet<&OutPath> = self.manifest.written.difference(&made).collect();
        obstacles::check(&self.target, &progress.staged, &stale)?;
        // The union first: if this is interrupted, the next build still knows all that may be removed.
        self.manifest.write(&self.manifest.written.union(&made).cloned().collect())?;
        for path in &stale {
            self.remove(path)?;
        }
        if !self.target.exists() && progress.unchanged.is_empty() {
            if let Some(parent) = self.target.parent() {
                fs::create_dir_all(parent).map_err(IoFault::on("create", parent))?;
            }
            fs::rename(self.staging.path(), &self.target).or_else(|_| self.move_each(&progress.staged))?;
            fs::create_dir_all(self.staging.path()).map_err(IoFault::on("create", self.staging.path()))?;
            open_to_readers(&self.target);
        } else {
            self.move_each(&progress.staged)?;
        }
        self.manifest.write(&made)?;
        Ok(Published {
            written: progress.staged.len(),
            unchanged: progress.unchanged.len(),
            removed: stale.len(),
        })
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
                fs::remove_dir_all(&target).map_err(IoFault::on("replace the folder", &target))?;
            }
            let from = self.staging.path().join(path.as_str());
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
        let staged = self.staging.path().join(path.as_str());
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

fn remove_leftovers(state: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(state) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(prefix) {
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

/// Staging folders are private; what is published must be readable for a web server.
#[cfg(unix)]
fn open_to_readers(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    // If it fails, the owner can still read the site; nothing is lost.
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
}

#[cfg(not(unix))]
fn open_to_readers(_folder: &Path) {}

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
