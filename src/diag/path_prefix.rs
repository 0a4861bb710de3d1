//! How whoever reads a report finds the files of the site.

use crate::source::SourcePath;

/// What stands before the paths of a site, for a reader that starts elsewhere: an editor in the folder above, a
/// repository that holds the site in `docs/`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PathPrefix(String);

impl PathPrefix {
    /// The folder of the site, as the reader would name it; `.` and nothing are the reader's own folder.
    pub fn new(folder: &str) -> Self {
        let mut prefix = folder.to_owned();
        while let Some(rest) = prefix.strip_prefix("./") {
            prefix = rest.trim_start_matches('/').to_owned();
        }
        if prefix.is_empty() || prefix == "." {
            return Self::default();
        }
        if !prefix.ends_with('/') {
            prefix.push('/');
        }
        Self(prefix)
    }

    /// A path as the reader finds it.
    pub fn path(&self, path: &SourcePath) -> String {
        format!("{}{}", self.0, path.without_detours())
    }
}
