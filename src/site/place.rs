//! Addresses that settings, front matter and the people file name, followed in one way.

use crate::data::Node;
use crate::data::read_yaml;
use crate::diag::Diagnostics;
use crate::markdown::LinkKind;
use crate::output::OutPath;
use crate::output::encode_path;
use crate::output::encode_url;
use crate::output::split_tail;
use crate::site::Destination;
use crate::site::LinkFault;
use crate::site::RelativeUrl;
use crate::site::Site;
use crate::site::has_scheme;
use crate::site::links::follow_one;
use crate::site::links::report;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::source::Span;

/// Where an address leads that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// On this site: a URL below the base URL, escaped, from `/`, with query and fragment.
    Here(String),
    /// Anywhere else, as it was written: `https://example.net/`, `#part`.
    Elsewhere(String),
}

impl Place {
    /// A path of the site.
    pub fn of_path(url_path: &str) -> Self {
        Self::Here(encode_path(url_path).into_owned())
    }
}

impl Site {
    /// Follows an address in the file at `from`: `@/posts/x.md`, a path of the site with or without the subfolder of
    /// the base URL, or a full address. In a file that is no page, `archive/` is `/archive/`.
    ///
    /// # Errors
    /// Says why it leads nowhere.
    pub fn place(&self, from: &SourcePath, written: &str) -> Result<Place, LinkFault> {
        self.followed(from, written).map(|(place, _)| place)
    }

    pub(crate) fn followed(
        &self,
        from: &SourcePath,
        written: &str,
    ) -> Result<(Place, Destination), LinkFault> {
        let mut destination = self.resolve(from, written);
        let is_path = !written.is_empty()
            && !has_scheme(written)
            && !written.starts_with(['/', '#', '?'])
            && !written.starts_with("@/");
        if is_path && !self.targets.contains_key(from) {
            destination = self.resolve(from, &format!("/{written}"));
        }
        let destination = destination?;
        let place =
            self.below(&destination).map_or_else(|| Place::Elsewhere(written.to_owned()), Place::Here);
        Ok((place, destination))
    }

    /// The escaped URL below the base URL that a destination has, if it is one of this site.
    fn below(&self, destination: &Destination) -> Option<String> {
        match destination {
            Destination::Internal { url_path, tail, .. } => {
                Some(format!("{}{}", encode_path(url_path), encode_url(tail)))
            }
            Destination::SitePath { url, .. } => Some(url.clone()),
            Destination::Relative(RelativeUrl { url, .. }) => Some(url.clone()),
            Destination::Other => None,
        }
    }

    /// Where a link leads as well as can be said, even if it is broken: no reader can do anything with `@/`.
    pub fn best_place(&self, from: &SourcePath, written: &str) -> Option<Place> {
        let (path, tail) = split_tail(written);
        let destination = match self.resolve(from, written) {
            Err(LinkFault::Anchor(..)) if !path.is_empty() => self.resolve(from, path),
            destination => return self.place_or_guess(path, tail, destination),
        };
        let place = self.place_or_guess(path, "", destination)?;
        Some(match place {
            Place::Here(url) => Place::Here(format!("{url}{}", encode_url(tail))),
            elsewhere => elsewhere,
        })
    }

    fn place_or_guess(
        &self,
        path: &str,
        tail: &str,
        destination: Result<Destination, LinkFault>,
    ) -> Option<Place> {
        match destination {
            Ok(destination) => self.below(&destination).map(Place::Here),
            Err(_) => {
                let file = path.strip_prefix("@/")?;
                let stem = file.strip_suffix(".md").map(|stem| format!("{stem}/"));
                let guess = stem.as_deref().unwrap_or(file);
                let guess =
                    ["_index/", "index/"].iter().find_map(|name| guess.strip_suffix(name)).unwrap_or(guess);
                let url_path = if OutPath::new(guess).is_ok() { format!("/{guess}") } else { "/".to_owned() };
                Some(Place::Here(format!("{}{}", encode_path(&url_path), encode_url(tail))))
            }
        }
    }

    /// What stands in `href` for a place.
    pub fn place_href(&self, place: &Place) -> String {
        match place {
            Place::Here(url) => format!("{}{url}", encode_url(self.base_url.path())),
            Place::Elsewhere(url) => url.clone(),
        }
    }

    /// The absolute URL of a place.
    pub fn place_url(&self, place: &Place) -> String {
        match place {
            Place::Here(url) => format!("{}{url}", encode_url(self.base_url.as_str())),
            Place::Elsewhere(url) => url.clone(),
        }
    }

    /// The copied file that a place on this site is.
    pub fn file_at(&self, place: &Place) -> Option<&SourcePath> {
        let Place::Here(url) = place else { return None };
        let path = percent_encoding::percent_decode_str(split_tail(url).0).decode_utf8().ok()?;
        self.file_urls.get(&*path)
    }

    /// Reports an address of a YAML file that leads nowhere, or notes it to be held against the plan.
    ///
    /// `keys` say where in the file it stands.
    pub fn check_address(
        &mut self,
        sources: &SourceTree,
        file: &str,
        keys: &[&str],
        written: &str,
        kind: LinkKind,
    ) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        let Ok(path) = SourcePath::new(file) else { return diagnostics };
        let followed = self.followed(&path, written);
        if matches!(followed, Ok((_, Destination::Other))) {
            return diagnostics;
        }
        let root = sources.text(&path).and_then(|text| read_yaml(&path, text, 0).0);
        let node = root.as_ref().and_then(|root| root.at(keys));
        let span =
            node.map_or_else(|| Span::start_of(&path), |node: &Node| Span::new(&path, node.range.clone()));
        match followed {
            Ok((_, destination)) => {
                let (_, link) = follow_one(destination, span, written, kind);
                self.site_links.extend(link);
            }
            Err(fault) => diagnostics.push(report(self, span, written, kind, fault, &mut 1)),
        }
        diagnostics
    }
}
