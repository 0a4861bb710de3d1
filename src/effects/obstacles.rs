//! What stands in the way of a publication, found before anything is touched.
//!
//! A file of somebody else where a folder is needed, a folder of theirs where a file is needed, or a symbolic link
//! that would lead the output elsewhere: found late, any of them would leave the output half old and half new.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use walkdir::WalkDir;

use crate::effects::IoFault;
use crate::output::OutPath;

/// Checks that every staged file can take its place below `target` once the `stale` files are gone, and counts the
/// files in their places that are not `ours`.
///
/// If `ours` `is_known`, such a file is somebody else's, and in the way.
///
/// # Errors
/// Names the first thing in the way, and what to do.
pub fn check(
    target: &Path,
    staged: &BTreeSet<OutPath>,
    stale: &BTreeSet<OutPath>,
    ours: &BTreeSet<OutPath>,
    is_known: bool,
) -> Result<usize, IoFault> {
    let mut foreign = 0;
    let mut clear: BTreeSet<&str> = BTreeSet::new();
    for path in staged {
        for folder in folders_above(path).filter(|folder| clear.insert(folder)) {
            let disk = target.join(folder);
            let Ok(facts) = fs::symlink_metadata(&disk) else { break };
            let ours = OutPath::new(folder).is_ok_and(|path| stale.contains(&path));
            if facts.is_symlink() && !ours {
                return refuse(disk, "it is a symbolic link, which could lead out of the output; remove it");
            }
            if !facts.is_dir() && !ours {
                return refuse(
                    disk,
                    "it is a file that no build wrote, where a folder must stand; move it away",
                );
            }
        }
        let disk = target.join(path.as_str());
        let Ok(facts) = fs::symlink_metadata(&disk) else { continue };
        if facts.is_dir() {
            if let Some(foreign) = foreign_file(target, &disk, stale) {
                return refuse(
                    foreign,
                    "no build wrote it, and its folder must make way for a file; move it away",
                );
            }
        } else if !ours.contains(path) {
            if is_known {
                return refuse(
                    disk,
                    "no build wrote it, and a file of this build has the same name; move it away",
                );
            }
            foreign += 1;
        }
    }
    Ok(foreign)
}

/// The first folder on the way from `target` to a file that is a symbolic link.
pub fn link_on_the_way(target: &Path, path: &OutPath) -> Option<PathBuf> {
    let mut folders = folders_above(path).map(|folder| target.join(folder));
    folders.find(|folder| fs::symlink_metadata(folder).is_ok_and(|facts| facts.is_symlink()))
}

/// `a` and `a/b` of `a/b/c.html`.
pub fn folders_above(path: &OutPath) -> impl Iterator<Item = &str> {
    path.as_str().match_indices('/').map(|(slash, _)| &path.as_str()[..slash])
}

/// A file in `folder` that is none of the stale ones.
fn foreign_file(target: &Path, folder: &Path, stale: &BTreeSet<OutPath>) -> Option<PathBuf> {
    let entries = WalkDir::new(folder).into_iter().flatten().filter(|entry| !entry.file_type().is_dir());
    entries.map(walkdir::DirEntry::into_path).find(|file| {
        let below = file.strip_prefix(target).ok().and_then(Path::to_str);
        !below.and_then(|below| OutPath::new(below).ok()).is_some_and(|path| stale.contains(&path))
    })
}

fn refuse(path: PathBuf, reason: &'static str) -> Result<usize, IoFault> {
    Err(IoFault { operation: "write into", path, error: io::Error::other(reason) })
}
