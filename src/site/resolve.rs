//! What a link in markdown leads to.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::output::encode_path;
use crate::output::encode_url;
use crate::output::join_url_path;
use crate::output::split_tail;
use crate::site::lookup::fragment_of;
use crate::site::lookup::is_elsewhere;
use crate::site::lookup::is_of_browsers;
use crate::site::lookup::is_on_page;
use crate::site::lookup::names_file;
use crate::site::{LeftOutReason, PageId, SectionId, Site};
use crate::source::{PathFault, SourcePath};

/// What a source file became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page.
    Page(PageId),
    /// A section's list.
    Section(SectionId),
    /// A copied file, with its URL path.
    File(String),
    /// A page or file that is not published today, and why, if that is known.
    LeftOut(Option<LeftOutReason>),
}

/// Why an internal link leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkFault {
    /// No such file; the path as resolved, and whether it was asked for by `@/`.
    Missing {
        /// The file looked for.
        path: SourcePath,
        /// Whether the link was written as `@/…`.
        strict: bool,
    },
    /// The file is there, but not published today.
    LeftOut(SourcePath, Option<LeftOutReason>),
    /// The file is there, the anchor is not.
    Anchor(SourcePath, String),
    /// The path leaves the site.
    Path(PathFault),
}

/// Where a destination, as written in markdown, leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Something that this site publishes.
    Internal {
        /// What it is.
        target: Target,
        /// Its URL path, without the base URL's subfolder.
        url_path: String,
        /// Query and fragment as written, with `?` and `#`.
        tail: String,
    },
    /// A path from the root of the site (`/about/`), to be held against the plan.
    SitePath {
        /// The path below the base URL, not escaped, without query and fragment.
        url_path: String,
        /// The URL below the base URL, escaped, with query and fragment.
        url: String,
    },
    /// A relative path that names no source file: a URL, to be held against the plan.
    Relative(RelativeUrl),
    /// Another host, `mailto:`, a bare fragment: not the site's to resolve.
    Other,
}

/// A URL relative to the page that it is written on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelativeUrl {
    /// The path that it means, from the root of the site, not escaped, without query and fragment.
    pub url_path: String,
    /// The URL that it means, from the root of the site, escaped, with query and fragment.
    pub url: String,
    /// The file that is not there, if the path could have been meant as one.
    pub looked_for: Option<SourcePath>,
}

impl Site {
    /// Resolves a destination written in the file at `from`.
    ///
    /// `@/posts/x.md#part` is a path below the content folder; `x.md` and `img/a.png` are relative to the file.
    /// A relative path that names no file is a URL relative to the page's own, as it is to a browser.
    ///
    /// # Errors
    /// Says why an internal link leads nowhere.
    pub fn resolve(&self, from: &SourcePath, destination: &str) -> Result<Destination, LinkFault> {
        let (path, tail) = split_tail(destination);
        if let Some(rest) = path.strip_prefix("@/") {
            let text = format!("{}/{rest}", self.config.content_dir);
            let mut path = SourcePath::new(&text).map_err(LinkFault::Path)?;
            if rest.contains('%') && !self.targets.contains_key(&path) {
                let decoded = percent_decode_str(&text).decode_utf8_lossy();
                path = SourcePath::new(&decoded).map_err(LinkFault::Path)?;
            }
            return self.target_of(path, tail, true);
        }
        if is_on_page(destination, tail) {
            let fragment = fragment_of(tail);
            let known = self.targets.get(from).is_none_or(|page| self.has_anchor(page, fragment));
            let fault = || LinkFault::Anchor(from.clone(), fragment.to_owned());
            return if known { Ok(Destination::Other) } else { Err(fault()) };
        }
        if is_elsewhere(path) {
            return Ok(Destination::Other);
        }
        if path.starts_with('/') {
            let url = format!("{}{}", encode_url(self.without_base(path)), encode_url(tail));
            return Ok(Destination::SitePath { url_path: self.path_of_site(path), url });
        }
        let as_url = |looked_for: Option<SourcePath>| {
            let looked_for = looked_for.filter(|path| path.below(&self.config.content_dir).is_some());
            let joined = join_url_path(&encode_path(self.url_path_of(from)?), path);
            let url = format!("{}{}", encode_url(&joined), encode_url(tail));
            let url_path = percent_decode_str(&joined).decode_utf8_lossy().into_owned();
            Some(Destination::Relative(RelativeUrl { url_path, url, looked_for }))
        };
        let decoded: Cow<'_, str> = percent_decode_str(path).decode_utf8_lossy();
        if !names_file(&decoded) {
            return Ok(as_url(None).unwrap_or(Destination::Other));
        }
        let target = match from.join_relative(&decoded) {
            Ok(path) => self.target_of(path, tail, false),
            Err(fault) => Err(LinkFault::Path(fault)),
        };
        match target {
            Err(LinkFault::Missing { path, strict }) => {
                as_url(Some(path.clone())).ok_or(LinkFault::Missing { path, strict })
            }
            // Pages need not lie as deep as their files.
            Err(LinkFault::Path(PathFault::Parent)) => as_url(None).ok_or(LinkFault::Path(PathFault::Parent)),
            target => target,
        }
    }

    /// A path from `/` as a destination has it, without query and fragment, as one below the base URL, not escaped.
    pub(crate) fn path_of_site(&self, path: &str) -> String {
        percent_decode_str(self.without_base(path)).decode_utf8_lossy().into_owned()
    }

    /// A path from `/` below the base URL, whether its subfolder stands in it or not.
    fn without_base<'path>(&self, path: &'path str) -> &'path str {
        match path.strip_prefix(self.base_url.path()) {
            Some("") => "/",
            Some(below) if below.starts_with('/') => below,
            _ => path,
        }
    }

    /// The URL path of the page or section that a file became.
    fn url_path_of(&self, source: &SourcePath) -> Option<&str> {
        match self.targets.get(source)? {
            Target::Page(id) => Some(&self.page(*id).url_path),
            Target::Section(id) => Some(&self.section(*id).url_path),
            Target::File(_) | Target::LeftOut(_) => None,
        }
    }

    fn target_of(&self, path: SourcePath, tail: &str, strict: bool) -> Result<Destination, LinkFault> {
        let (target, url_path) = match self.targets.get(&path) {
            None => return Err(LinkFault::Missing { path, strict }),
            Some(Target::LeftOut(reason)) => return Err(LinkFault::LeftOut(path, *reason)),
            Some(Target::File(url_path)) => (Target::File(url_path.clone()), url_path.clone()),
            Some(target @ Target::Page(id)) => (target.clone(), self.page(*id).url_path.clone()),
            Some(target @ Target::Section(id)) => (target.clone(), self.section(*id).url_path.clone()),
        };
        if !self.has_place(&target, tail) {
            return Err(LinkFault::Anchor(path, fragment_of(tail).to_owned()));
        }
        Ok(Destination::Internal { target, url_path, tail: tail.to_owned() })
    }

    /// Whether a target has the place that the fragment of `tail` names.
    pub(crate) fn has_place(&self, target: &Target, tail: &str) -> bool {
        let fragment = fragment_of(tail);
        is_of_browsers(fragment) || self.has_anchor(target, fragment)
    }

    /// Whether a page has an element of that id. Files are not looked into.
    fn has_anchor(&self, target: &Target, fragment: &str) -> bool {
        let anchors = match target {
            Target::Page(id) => &self.page(*id).anchors,
            Target::Section(id) => &self.section(*id).anchors,
            Target::File(_) | Target::LeftOut(_) => return true,
        };
        let decoded = percent_decode_str(fragment).decode_utf8_lossy();
        let is = |id: &str| anchors.binary_search_by(|known| known.as_str().cmp(id)).is_ok();
        is(fragment) || is(&decoded)
    }
}

/// Whether a destination starts with a URI scheme (RFC 3986, section 3.1).
pub fn has_scheme(destination: &str) -> bool {
    let Some((scheme, _)) = destination.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}
