//! One file that a person keeps: read it, and put another text in its place.

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;

use crate::effects::IoFault;
use crate::effects::io_fault::READ_BASELINE;

/// Reads a baseline, a UTF-8 text, that was named on the command line.
///
/// # Errors
/// If it is not there, is not UTF-8, or the operating system refuses.
pub fn read_baseline(path: &Path) -> Result<String, IoFault> {
    fs::read_to_string(path).map_err(IoFault::on(READ_BASELINE, path))
}

/// Puts `text` in the place of the file at `path`, whole or not at all. A link stays a link, and an existing file
/// keeps its permissions. A pipe or a device, such as `/dev/stdout`, is written to, and stays what it is.
///
/// # Errors
/// If its folder is not there, or the operating system refuses.
pub fn replace_file(path: &Path, text: &str) -> Result<(), IoFault> {
    let fault = || IoFault::on("write", path);
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return fs::write(path, text).map_err(fault());
    }
    let real = match fs::canonicalize(path) {
        Ok(real) => real,
        // The file that a link names is made where the link leads.
        Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::read_link(path) {
            Ok(target) => path.parent().unwrap_or(Path::new("")).join(target),
            Err(_) => path.to_owned(),
        },
        Err(error) => return Err(IoFault::on("open", path)(error)),
    };
    let folder = real.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        // What a new file has by itself; the user's mask is taken off.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut temporary = builder.prefix(".regards-").tempfile_in(folder).map_err(fault())?;
    temporary.write_all(text.as_bytes()).map_err(fault())?;
    if let Ok(found) = fs::metadata(&real) {
        temporary.as_file().set_permissions(found.permissions()).map_err(fault())?;
    }
    temporary.as_file().sync_all().map_err(fault())?;
    temporary.persist(&real).map_err(|refused| fault()(refused.error))?;
    Ok(())
}

/// Puts `text` in the place of a file of the site at `root` that held `former`. `false`, and nothing is written, if
/// it holds something else by now.
///
/// # Errors
/// As [`replace_file`]; and if the file is not there.
pub fn replace_unchanged(root: &Path, relative: &str, former: &str, text: &str) -> Result<bool, IoFault> {
    let path = root.join(relative);
    if fs::read(&path).map_err(IoFault::on("read", &path))? != former.as_bytes() {
        return Ok(false);
    }
    replace_file(&path, text)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_keeps_what_is_not_its_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        replace_file(&path, "one\n").unwrap();
        replace_file(&path, "two\n").unwrap();
        assert_eq!(read_baseline(&path).unwrap(), "two\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
        assert!(replace_file(&folder.path().join("none/a.txt"), "x").is_err());
        assert!(read_baseline(&folder.path().join("none.txt")).is_err());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            let link = folder.path().join("link.txt");
            std::os::unix::fs::symlink(&path, &link).unwrap();
            replace_file(&link, "three\n").unwrap();
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
            assert_eq!(read_baseline(&path).unwrap(), "three\n");
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);

            let early = folder.path().join("early.txt");
            std::os::unix::fs::symlink("late.txt", &early).unwrap();
            replace_file(&early, "four\n").unwrap();
            assert!(fs::symlink_metadata(&early).unwrap().is_symlink());
            assert_eq!(read_baseline(&folder.path().join("late.txt")).unwrap(), "four\n");

            // What is no file, such as a device, is never put aside for one.
            let socket = folder.path().join("socket");
            let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
            assert!(replace_file(&socket, "five\n").is_err());
            assert!(!fs::metadata(&socket).unwrap().is_file());
        }
    }
}
