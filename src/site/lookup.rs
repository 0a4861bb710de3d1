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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::config::Config;
    use crate::output::BaseUrl;
    use crate::site::Assembly;
    use crate::site::Destination;
    use crate::site::Memory;
    use crate::site::Site;
    use crate::site::Target;
    use crate::site::assemble;
    use crate::source::SourceTree;

    const DESTINATIONS: [&str; 30] = [
        "@/a.md",
        "@/a.md#part",
        "@/a.md?x#:~:text=b",
        "@/a.md#none",
        "@/%61.md",
        "@/a%20b.md",
        "@/posts/_index.md",
        "@/draft.md",
        "@/none.md",
        "@/../a.md",
        "@//a.md",
        "a.md",
        "./a.md#top",
        "../a.md",
        "../../../a.md",
        "a%20b.md",
        "%61.md#part",
        "..",
        "./",
        "posts/",
        "/posts/",
        "//example.net/a.md",
        "https://example.net/a.md",
        "mailto:a@example.net",
        "#part",
        "#top",
        "#",
        "",
        "{{ a.md }}",
        "{% link a.md %}",
    ];

    fn site() -> Site {
        let mut tree = SourceTree::default();
        for (path, text) in [
            ("content/a.md", "## Part\n"),
            ("content/a b.md", "Text.\n"),
            ("content/draft.md", "---\ndraft: true\n---\n"),
            ("content/posts/_index.md", "Text.\n"),
            ("content/posts/b.md", "Text.\n"),
        ] {
            tree.insert_text(SourcePath::new(path).unwrap(), text);
        }
        let assembly = Assembly {
            config: Config::default(),
            base_url: BaseUrl::new("https://example.org").unwrap(),
            today: jiff::civil::date(2026, 6, 15),
            drafts: false,
            future: false,
            people: BTreeMap::new(),
        };
        assemble(&tree, assembly, &mut Memory::default()).0
    }

    /// What is known of a link from its file alone is what the whole site says of it.
    #[test]
    fn a_short_cut_leads_where_the_long_way_does() {
        let site = site();
        let mut pages = 0;
        for from in site.pages.iter().map(|page| &page.source) {
            for destination in DESTINATIONS {
                let resolved = site.resolve(from, destination);
                match Asked::by(from, destination, &site.config.content_dir) {
                    Asked::Nothing => assert_eq!(resolved, Ok(Destination::Other), "{destination}"),
                    Asked::Site => {}
                    Asked::File(file) => {
                        let Some(page @ Target::Page(_)) = site.targets.get(&file) else { continue };
                        let has_place = site.has_place(page, split_tail(destination).1);
                        let is_page = matches!(
                            &resolved,
                            Ok(Destination::Internal { target, .. }) if target == page
                        );
                        assert_eq!(is_page, has_place, "{destination} in {from}");
                        pages += usize::from(is_page);
                    }
                }
            }
        }
        assert!(pages > 15, "{pages}");
    }
}
