//! Links of a file, as far as they are understood without the rest of the site.

use percent_encoding::percent_decode_str;

use crate::markdown::Outline;
use crate::output::split_tail;
use crate::site::has_scheme;
use crate::source::SourcePath;

/// A link that has to be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    /// Its place in [`Outline::links`].
    pub link: usize,
    /// The file that it asks for, if it asks for one: when that is a page, it leads there, and where on it is all that
    /// can be wrong.
    pub file: Option<SourcePath>,
}

/// The links that have to be followed, in order: those that lead to other sites need not be.
pub fn lookups(from: &SourcePath, outline: &Outline, content_dir: &str) -> Vec<Lookup> {
    let lookup = |(link, written): (usize, &str)| match Asked::by(from, written, content_dir) {
        Asked::Nothing => None,
        Asked::File(file) => Some(Lookup { link, file: Some(file) }),
        Asked::Site => Some(Lookup { link, file: None }),
    };
    let links = outline.links.iter().map(|link| link.destination.as_str());
    links.enumerate().filter_map(lookup).collect()
}

/// What a destination asks of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Nothing: another host, `mailto:`, what browsers know by themselves.
    Nothing,
    /// A file, if it is there.
    File(SourcePath),
    /// More than one file can tell.
    Site,
}

impl Asked {
    /// What `destination` asks, written in the file at `from`.
    pub fn by(from: &SourcePath, destination: &str, content_dir: &str) -> Self {
        let (path, tail) = split_tail(destination);
        let file = |file: Option<SourcePath>| file.map_or(Self::Site, Self::File);
        if let Some(rest) = path.strip_prefix("@/") {
            // Percent signs stand for themselves if there is such a file.
            let is_plain = !rest.contains('%');
            return file(SourcePath::new(&format!("{content_dir}/{rest}")).ok().filter(|_| is_plain));
        }
        if is_on_page(destination, tail) {
            return Self::Site;
        }
        if is_elsewhere(path) {
            return Self::Nothing;
        }
        if path.starts_with('/') {
            return Self::Site;
        }
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        file(from.join_relative(&decoded).ok().filter(|_| names_file(&decoded)))
    }
}

/// What follows the `#` of a link's tail.
pub fn fragment_of(tail: &str) -> &str {
    tail.split_once('#').map_or("", |(_, fragment)| fragment)
}

/// Whether browsers know a fragment by themselves: `#top`, text fragments, and none.
pub fn is_of_browsers(fragment: &str) -> bool {
    matches!(fragment, "" | "top") || fragment.starts_with(":~:")
}

/// Whether a destination is an anchor of the page that it stands on.
pub fn is_on_page(destination: &str, tail: &str) -> bool {
    destination.starts_with('#') && !is_of_browsers(fragment_of(tail))
}

/// Whether a path, without query and fragment, is none of the site's.
pub fn is_elsewhere(path: &str) -> bool {
    // A template's tag in place of an address has been reported as such.
    let is_tag = path.starts_with("{{") || path.starts_with("{%");
    path.is_empty() || has_scheme(path) || path.starts_with("//") || is_tag
}

/// Whether a relative path, percent signs decoded, could be a file's: its last part has a dot in it.
pub fn names_file(decoded: &str) -> bool {
    let name = decoded.rsplit('/').next().unwrap_or("");
    name.contains('.') && name != ".." && name != "."
}
