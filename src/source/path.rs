//! Paths inside the site, checked once and trusted from then on.

use std::borrow::Borrow;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A path relative to the site root: `/` between parts, no `.` or `..`, no root, no NUL.
///
/// The one exception is `handed_in`, which names a text outside any site in reports, and is never opened.
///
/// Ordered by bytes, so that every listing of a site is in the same order on every machine.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

/// Why a text is no path inside the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFault {
    /// The text is empty, or holds no part but dots.
    Empty,
    /// It starts at the root of the disk (`/etc`, `C:\`).
    Absolute,
    /// A `..` leads out of the folder it stands in.
    Parent,
    /// A part is longer than file systems take: 255 bytes.
    Long,
    /// A character that no file name should hold: NUL, a control character or a backslash.
    Character(char),
}

impl fmt::Display for PathFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("the path is empty"),
            Self::Absolute => formatter.write_str("the path is absolute"),
            Self::Parent => formatter.write_str("`..` leads out of the site"),
            Self::Long => formatter.write_str("a part of the path is longer than 255 bytes"),
            Self::Character(found) => write!(formatter, "the path holds the character {found:?}"),
        }
    }
}

impl SourcePath {
    /// Checks `text` and folds empty parts and `.` away.
    ///
    /// # Errors
    /// Names the [`PathFault`]; nothing is cleaned silently except doubled slashes and `.`.
    pub fn new(text: &str) -> Result<Self, PathFault> {
        if let Some(found) = text.chars().find(|c| c.is_control() || *c == '\\') {
            return Err(PathFault::Character(found));
        }
        let bytes = text.as_bytes();
        let drive = bytes.len() > 1 && bytes[1] == b':' && bytes[0].is_ascii_alphabetic();
        if text.starts_with('/') || drive {
            return Err(PathFault::Absolute);
        }
        let is_clean = |part: &str| !matches!(part, "" | "." | "..");
        if text.split('/').all(is_clean) {
            return Ok(Self(text.into()));
        }
        let mut clean = String::with_capacity(text.len());
        for part in text.split('/') {
            match part {
                "" | "." => {}
                ".." => return Err(PathFault::Parent),
                part => {
                    if !clean.is_empty() {
                        clean.push('/');
                    }
                    clean.push_str(part);
                }
            }
        }
        if clean.is_empty() { Err(PathFault::Empty) } else { Ok(Self(clean.into())) }
    }

    /// Names a text that was handed in by itself and lies in no site, in the words of whoever handed it in:
    /// `../notes/a.md`, `-`. For reports alone: such a name is not checked, and nothing may open it.
    pub(crate) fn handed_in(name: &str) -> Self {
        Self(name.into())
    }

    /// The path without parts that lead nowhere, so that `./a//b.md` and `a/b.md` are one. Only of what was
    /// handed in can it differ from the path as it is written.
    pub fn without_detours(&self) -> Cow<'_, str> {
        let leads = |(index, part): (usize, &str)| part != "." && (index == 0 || !part.is_empty());
        if self.0.split('/').enumerate().all(leads) {
            return Cow::Borrowed(&self.0);
        }
        let parts: Vec<&str> =
            self.0.split('/').enumerate().filter(|part| leads(*part)).map(|(_, part)| part).collect();
        Cow::Owned(parts.join("/"))
    }

    /// Resolves `relative` as written in the file `self`: `../x.md` stays inside the site or is a fault.
    ///
    /// # Errors
    /// As [`SourcePath::new`]; [`PathFault::Parent`] when the dots climb above the site root.
    pub fn join_relative(&self, relative: &str) -> Result<Self, PathFault> {
        let mut parts: Vec<&str> = self.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(PathFault::Parent)?;
                }
                part => parts.push(part),
            }
        }
        Self::new(&parts.join("/"))
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file, without a slash at its end; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without its extension; a leading dot is part of the stem.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => name,
        }
    }

    /// What follows the last dot of the file name, or nothing.
    pub fn extension(&self) -> &str {
        let name = self.file_name();
        match name.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension,
            _ => "",
        }
    }

    /// The rest of the path below `folder`, or `None` if it does not lie there.
    pub fn below(&self, folder: &str) -> Option<&str> {
        if folder.is_empty() {
            return Some(&self.0);
        }
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

/// A path is ordered and hashed as its text is, so that maps can be asked for a text.
impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", &self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, PathFault>) {
        assert_eq!(SourcePath::new(text).as_ref().map(SourcePath::as_str).map_err(|fault| *fault), expected);
    }

    #[test]
    fn paths_stay_inside_the_site() {
        check("content/a.md", Ok("content/a.md"));
        check("./content//a.md", Ok("content/a.md"));
        check("../secret", Err(PathFault::Parent));
        check("content/../../secret", Err(PathFault::Parent));
        check("/etc/passwd", Err(PathFault::Absolute));
        check("C:/windows", Err(PathFault::Absolute));
        check("a\\b", Err(PathFault::Character('\\')));
        check("a\0b", Err(PathFault::Character('\0')));
        check("./", Err(PathFault::Empty));
    }

    #[test]
    fn what_was_handed_in_is_the_same_however_it_was_reached() {
        for (name, expected) in [
            ("a b/c.md", "a b/c.md"),
            ("./a.md", "a.md"),
            ("././a//b/./c.md", "a/b/c.md"),
            ("./../a.md", "../a.md"),
            ("/srv/./a.md", "/srv/a.md"),
            ("//srv/a.md", "/srv/a.md"),
            ("-", "-"),
            (".hidden.md", ".hidden.md"),
        ] {
            assert_eq!(SourcePath(name.into()).without_detours(), expected);
        }
    }

    #[test]
    fn relative_links_climb_only_to_the_root() {
        let from = SourcePath::new("content/posts/a.md").unwrap();
        assert_eq!(from.join_relative("../b.md").unwrap().as_str(), "content/b.md");
        assert_eq!(from.join_relative("img/c.png").unwrap().as_str(), "content/posts/img/c.png");
        assert_eq!(from.join_relative("../../../b.md"), Err(PathFault::Parent));
    }

    #[test]
    fn parts_of_a_path() {
        let path = SourcePath::new("content/posts/2024-01-02-a.b.md").unwrap();
        assert_eq!((path.folder(), path.stem(), path.extension()), ("content/posts", "2024-01-02-a.b", "md"));
        assert_eq!(path.below("content"), Some("posts/2024-01-02-a.b.md"));
        assert_eq!(path.below("cont"), None);
        assert_eq!(SourcePath::new(".hidden").unwrap().extension(), "");
    }
}
