//! Reads a site's files.

use std::fs;
use std::path::Path;

use crate::config::Config;
use crate::config::MISSING_CONFIG;
use crate::config::read_config;
use crate::diag::Diagnostics;
use crate::effects::Disk;
use crate::effects::IoFault;
use crate::effects::reading::Outcome;
use crate::effects::reading::Take;
use crate::effects::reading::read_file;
use crate::effects::whereabouts::link_out;
use crate::source::SourcePath;
use crate::source::SourceTree;

/// A site as read.
#[derive(Debug)]
pub struct Loaded {
    /// Its files.
    pub sources: SourceTree,
    /// Its settings.
    pub config: Config,
    /// What was wrong with files and settings.
    pub diagnostics: Diagnostics,
}

/// Reads the site at `root`.
///
/// # Errors
/// Only if `root` itself cannot be read. A file that cannot be read is a diagnostic.
pub fn load(root: &Path) -> Result<Loaded, IoFault> {
    Disk::open(root).load()
}

/// Reads the settings of the site at `root` and nothing else of it; `None` if there is no `regards.yaml`.
///
/// # Errors
/// If `root` itself cannot be read.
pub fn load_settings(root: &Path) -> Result<Option<Loaded>, IoFault> {
    let canonical = fs::canonicalize(root).map_err(IoFault::on("open", root))?;
    let disk = canonical.join("regards.yaml");
    let Ok(path) = SourcePath::new("regards.yaml") else { return Ok(None) };
    if !disk.is_file() {
        return Ok(None);
    }
    let mut sources = SourceTree::default();
    let mut diagnostics = Diagnostics::new();
    if !fs::canonicalize(&disk).is_ok_and(|real| real.starts_with(&canonical)) {
        diagnostics.push(link_out(&path));
    } else {
        match read_file(&disk, &path, Take::Text) {
            Outcome::Read(text, _) => sources.insert(path, text),
            Outcome::Refused(diagnostic) => diagnostics.push(*diagnostic),
            Outcome::Gone => {}
        }
    }
    let (config, met) = read_config(&sources);
    diagnostics.extend(met.into_iter().filter(|diagnostic| diagnostic.rule != &MISSING_CONFIG));
    Ok(Some(Loaded { sources, config, diagnostics }))
}
