//! Which of the names that something happens to are a site's.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::effects::reading::Take;
use crate::effects::whereabouts::is_ignored;

/// The files and folders that a site is read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Field {
    /// The site's folder, with all links followed.
    pub(crate) root: PathBuf,
    /// What is read, and what links in it lead to.
    pub(crate) read: BTreeMap<PathBuf, Take>,
    /// What builds write.
    written: Vec<PathBuf>,
}

impl Field {
    pub(crate) fn new(root: &Path, config: &Config) -> Self {
        let files = ["regards.yaml", "audiences.yaml", &config.contacts.file, &config.ledger];
        let folders = [
            (config.content_dir.as_str(), Take::Content),
            ("static", Take::Assets),
            ("templates", Take::Texts),
            ("themes", Take::Texts),
            ("data", Take::Texts),
        ];
        let read = files.into_iter().map(|file| (file, Take::Text)).chain(folders);
        Self {
            root: root.to_owned(),
            read: read.map(|(name, take)| (root.join(name), take)).collect(),
            written: [&config.output_dir, &config.outbox_dir].map(|name| root.join(name)).to_vec(),
        }
    }

    /// Whether what happens to `path` can change what is read.
    pub(crate) fn counts(&self, path: &Path) -> bool {
        !self.is_written(path)
            && self.read.iter().any(|(input, take)| match path.strip_prefix(input) {
                Ok(below) => !below.iter().any(|part| is_ignored(&part.to_string_lossy(), *take)),
                Err(_) => input.starts_with(path),
            })
    }

    /// Whether builds write `path`.
    pub(crate) fn is_written(&self, path: &Path) -> bool {
        self.written.iter().any(|folder| path.starts_with(folder))
    }

    /// How files below `path` are taken, if any are.
    pub(crate) fn take_of(&self, path: &Path) -> Option<Take> {
        let above = self.read.iter().filter(|(input, _)| path.starts_with(input));
        above.max_by_key(|(input, _)| input.as_os_str().len()).map(|(_, take)| *take)
    }
}
