//! A path below the output folder.

use std::borrow::Cow;
use std::fmt;

use crate::source::{PathFault, SourcePath};

/// A file below the output folder (`posts/a/index.html`), checked like a [`SourcePath`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(SourcePath);

impl OutPath {
    /// Checks `text` as a path that stays below the output folder.
    ///
    /// # Errors
    /// As [`SourcePath::new`], and [`PathFault::Long`] for a part that no file system could store.
    pub fn new(text: &str) -> Result<Self, PathFault> {
        let path = SourcePath::new(text)?;
        if path.as_str().split('/').any(|part| part.len() > LONGEST_NAME) {
            return Err(PathFault::Long);
        }
        Ok(Self(path))
    }

    /// The file that answers a URL path: `/posts/a/` is `posts/a/index.html`, `/a.xml` is `a.xml`.
    ///
    /// Only an ending that a web server serves as a file of its own counts as one, so that `/Rust-1.88.0`
    /// is a folder and `/2004/03/14/released.html` a file.
    ///
    /// # Errors
    /// As [`SourcePath::new`]: a permalink that climbs out of the site is a fault.
    pub fn for_url_path(url_path: &str) -> Result<Self, PathFault> {
        Self::new(&Self::text_for_url_path(url_path))
    }

    /// The path that [`for_url_path`](Self::for_url_path) checks: if it is that of an output, so is the result.
    pub fn text_for_url_path(url_path: &str) -> Cow<'_, str> {
        let path = url_path.strip_prefix('/').unwrap_or(url_path);
        if path.is_empty() || path.ends_with('/') {
            Cow::Owned(format!("{path}index.html"))
        } else if names_file(path) {
            Cow::Borrowed(path)
        } else {
            Cow::Owned(format!("{path}/index.html"))
        }
    }

    /// A URL path as Regards writes it: a slash at the start, and one at the end unless it names a file.
    pub fn normal_url_path(url_path: &str) -> String {
        let path = url_path.trim_start_matches('/');
        let slash = if path.is_empty() || path.ends_with('/') || names_file(path) { "" } else { "/" };
        format!("/{path}{slash}")
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// The most bytes that a file name has on the common file systems.
const LONGEST_NAME: usize = 255;

/// The endings that make a URL path a file rather than a folder.
const FILE_ENDINGS: [&str; 6] = [".html", ".htm", ".xml", ".json", ".txt", ".php"];

fn names_file(path: &str) -> bool {
    FILE_ENDINGS.iter().any(|ending| path.ends_with(ending))
}

impl fmt::Display for OutPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for OutPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_path_names_one_file() {
        let file = |url: &str| OutPath::for_url_path(url).map(|path| path.as_str().to_owned());
        assert_eq!(file("/"), Ok("index.html".into()));
        assert_eq!(file("/posts/a/"), Ok("posts/a/index.html".into()));
        assert_eq!(file("/posts/a"), Ok("posts/a/index.html".into()));
        assert_eq!(file("/atom.xml"), Ok("atom.xml".into()));
        assert_eq!(file("/Rust-1.88.0"), Ok("Rust-1.88.0/index.html".into()));
        assert_eq!(file("/../x/"), Err(PathFault::Parent));
    }
}
