//! New files of a site: never over an existing one.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::effects::IoFault;

/// Whether anything is at `path`.
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Writes a new file below `root`, making its folders.
///
/// # Errors
/// If it exists, or the operating system refuses.
pub fn create_file(root: &Path, relative: &str, text: &str) -> Result<(), IoFault> {
    let path = root.join(relative);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(IoFault::on("create", folder))?;
    }
    let mut file = fs::File::create_new(&path).map_err(IoFault::on("create", &path))?;
    file.write_all(text.as_bytes()).map_err(IoFault::on("write", &path))
}
