//! The site as files.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use crate::source::SourcePath;

/// Every file of a site, by path.
#[derive(Debug, Clone, Default)]
pub struct SourceTree {
    files: BTreeMap<SourcePath, SourceFile>,
}

/// One file of a site.
#[derive(Debug, Clone)]
pub enum SourceFile {
    /// UTF-8 text that Regards interprets: markdown, data, templates.
    Text(Arc<str>),
    /// Anything else: copied as it is, never held in memory.
    Asset(Asset),
}

/// What is known of a file that is only copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asset {
    /// Length in bytes.
    pub length: u64,
    /// Width and height, if the file is a picture whose header could be read.
    pub image: Option<ImageSize>,
}

/// Pixels of a picture as it is displayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageSize {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl SourceTree {
    /// Adds or replaces a file.
    pub fn insert(&mut self, path: SourcePath, file: SourceFile) {
        self.files.insert(path, file);
    }

    /// Adds or replaces a text.
    pub fn insert_text(&mut self, path: SourcePath, text: impl Into<Arc<str>>) {
        self.insert(path, SourceFile::Text(text.into()));
    }

    /// The file at `path`.
    pub fn get(&self, path: &SourcePath) -> Option<&SourceFile> {
        self.files.get(path)
    }

    /// The text at `path`, if it is one.
    pub fn text(&self, path: &SourcePath) -> Option<&Arc<str>> {
        match self.files.get(path)? {
            SourceFile::Text(text) => Some(text),
            SourceFile::Asset(_) => None,
        }
    }

    /// The text at `path`, for paths written in this program (`"regards.yaml"`).
    pub fn text_at(&self, path: &str) -> Option<(SourcePath, &Arc<str>)> {
        let path = SourcePath::new(path).ok()?;
        let text = self.text(&path)?;
        Some((path, text))
    }

    /// Every file, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &SourceFile)> {
        self.files.iter()
    }

    /// Every file below `folder`, ordered by path, with the rest of its path.
    pub fn below<'tree>(
        &'tree self,
        folder: &str,
    ) -> impl Iterator<Item = (&'tree SourcePath, &'tree str, &'tree SourceFile)> + use<'tree> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        self.files
            .range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded))
            .map_while(move |(path, file)| Some((path, path.as_str().strip_prefix(&prefix)?, file)))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl FromIterator<(SourcePath, SourceFile)> for SourceTree {
    /// Of two files at one path the later one stays.
    fn from_iter<T: IntoIterator<Item = (SourcePath, SourceFile)>>(files: T) -> Self {
        Self { files: files.into_iter().collect() }
    }
}
