//! What the operating system refused, in words that name the operation and the path.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The operation of reading what is known already.
pub(crate) const READ_BASELINE: &str = "read the baseline";

/// An operation on a path that failed.
#[derive(Debug)]
pub struct IoFault {
    /// What was tried, as in "cannot {operation} {path}".
    pub operation: &'static str,
    /// On what.
    pub path: PathBuf,
    /// What the operating system said.
    pub error: io::Error,
}

impl IoFault {
    /// For `map_err`: wraps an error with its operation and path.
    pub fn on<'a>(operation: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + 'a {
        move |error| Self { operation, path: path.to_owned(), error }
    }

    /// What to do next, where the kind of error tells.
    pub fn help(&self) -> Option<&'static str> {
        match self.error.kind() {
            io::ErrorKind::PermissionDenied => {
                Some("check who owns the folder and whether it may be written")
            }
            io::ErrorKind::StorageFull => {
                Some("the disk is full; make room on it, and run the command again")
            }
            io::ErrorKind::ReadOnlyFilesystem => Some("the disk is read-only; choose another `output_dir`"),
            io::ErrorKind::AlreadyExists => Some("choose another title, or edit the file that is there"),
            io::ErrorKind::WouldBlock => Some("another build of this site is running; wait for it to end"),
            io::ErrorKind::NotFound if self.operation == READ_BASELINE => {
                Some("write it first, with `--write-baseline`")
            }
            _ => None,
        }
    }
}

impl fmt::Display for IoFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot {} {}: {}", self.operation, self.path.display(), self.error)
    }
}

impl std::error::Error for IoFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
