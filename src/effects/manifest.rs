//! Which files of an output folder Regards wrote, so that it removes those and no others.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::effects::IoFault;
use crate::output::OutPath;

/// The list of files that earlier builds wrote into one output folder.
#[derive(Debug)]
pub struct Manifest {
    file: PathBuf,
    /// Whether there was a list at all; without one, nobody can tell who wrote what lies in the folder.
    pub is_there: bool,
    /// The files, as paths below the output folder.
    pub written: BTreeSet<OutPath>,
}

impl Manifest {
    /// Reads a manifest. A line that is no path inside the folder is ignored, so that nobody can make Regards remove
    /// a file elsewhere.
    ///
    /// # Errors
    /// If there is one, and it cannot be read: without it, the files of others could not be told apart.
    pub fn read(file: PathBuf) -> Result<Self, IoFault> {
        let bytes = match fs::read(&file) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(IoFault::on("read", &file)(error)),
        };
        let is_there = bytes.is_some();
        let text = bytes.unwrap_or_default();
        let written =
            String::from_utf8_lossy(&text).lines().filter_map(|line| OutPath::new(line).ok()).collect();
        Ok(Self { file, is_there, written })
    }

    /// Writes the manifest anew, by temporary file and rename.
    pub fn write(&self, written: &BTreeSet<OutPath>) -> Result<(), IoFault> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let mut text = String::new();
        for path in written {
            text.push_str(path.as_str());
            text.push('\n');
        }
        let mut temporary =
            tempfile::NamedTempFile::new_in(folder).map_err(IoFault::on("write into", folder))?;
        temporary.write_all(text.as_bytes()).map_err(IoFault::on("write", &self.file))?;
        temporary.persist(&self.file).map_err(|error| IoFault {
            operation: "write",
            path: self.file.clone(),
            error: error.error,
        })?;
        Ok(())
    }
}
