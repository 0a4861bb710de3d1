//! What the operating system refused, in words that name the operation and the path.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The operation of reading what is known already.
pub(crate) const READ_BASELINE: &str = "read the baseline";

/// The operation of waiting for browsers; its path is the address.
pub(crate) const LISTEN: &str = "listen on";

/// An operation on a path that failed.
#[derive(Debug)]
pub struct IoFault {
    /// What was tried, as in "cannot {operation} {path}".
    pub operation: &'static str,
    /// On what: a file, a folder, or an address to listen on.
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
            io::ErrorKind::PermissionDenied if self.operation == LISTEN => {
                Some("ports below 1024 need special rights; choose a higher one with `--port`")
            }
            io::ErrorKind::AddrInUse => {
                Some("another program listens there; stop it, or choose another port with `--port`")
            }
            io::ErrorKind::AddrNotAvailable => {
                Some("no network interface of this machine has that address; choose another with `--bind`")
            }
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
