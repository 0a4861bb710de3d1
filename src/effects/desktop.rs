//! The desktop around the program: its browser, and what tells one run of the program from another.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::effects::IoFault;

/// Opens an address in the browser; whether one was started.
pub fn open_in_browser(url: &str) -> bool {
    opener::open_browser(url).is_ok()
}

/// A name that no other run of the program has.
pub fn random_name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&now.as_nanos().to_le_bytes()).update(&std::process::id().to_le_bytes());
    hasher.finalize().to_hex().chars().take(16).collect()
}

/// A folder's path from the root of the disk, with all links followed.
///
/// # Errors
/// If it is not there, or may not be read.
pub fn full_path(folder: &Path) -> Result<PathBuf, IoFault> {
    std::fs::canonicalize(folder).map_err(IoFault::on("open", folder))
}
