//! Which files of an output folder Regards wrote, so that it removes those and no others.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::effects::IoFault;
use crate::output::OutPath;

/// The list of files that earlier builds wrote into one output folder.
#[derive(Debug)]
pub struct Manifest {
    file: PathBuf,
    /// The files, as paths below the output folder.
    pub written: BTreeSet<OutPath>,
}

impl Manifest {
    /// Reads a manifest; a missing one is empty. A line that is no path inside the folder is ignored, so that
    /// nobody can make Regards remove a file elsewhere.
    pub fn read(file: PathBuf) -> Self {
        let text = fs::read_to_string(&file).unwrap_or_default();
        let written = text.lines().filter_map(|line| OutPath::new(line).ok()).collect();
        Self { file, written }
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
