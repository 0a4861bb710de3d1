//! Puts a changed file of a site in the place of the old one, whole.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::effects::IoFault;

/// Writes `text` in the place of a file that held `former`: at every moment the file is either the old or the new one.
/// A link is followed. `false`, and nothing is written, if the file holds something else by now.
///
/// # Errors
/// If the operating system refuses.
pub fn replace_file(root: &Path, relative: &str, former: &str, text: &str) -> Result<bool, IoFault> {
    let path = root.join(relative);
    let path = fs::canonicalize(&path).map_err(IoFault::on("find", &path))?;
    if fs::read(&path).map_err(IoFault::on("read", &path))? != former.as_bytes() {
        return Ok(false);
    }
    let permissions = fs::metadata(&path).map_err(IoFault::on("read", &path))?.permissions();
    let folder = path.parent().unwrap_or(root);
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(IoFault::on("write in", folder))?;
    temporary.write_all(text.as_bytes()).map_err(IoFault::on("write", &path))?;
    fs::set_permissions(temporary.path(), permissions).map_err(IoFault::on("write", &path))?;
    temporary.as_file().sync_all().map_err(IoFault::on("write", &path))?;
    temporary.persist(&path).map_err(|fault| IoFault::on("replace", &path)(fault.error))?;
    Ok(true)
}
