//! Links in markdown, for the page they are read on.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::markdown::ResolvedImage;
use crate::markdown::ResolvedLink;
use crate::markdown::Resolver;
use crate::site::Destination;
use crate::site::RelativeUrl;
use crate::site::Site;
use crate::source::ImageSize;
use crate::source::SourcePath;

/// What RFC 3986 wants escaped in a URL; `%` stays, since what is escaped already must not be escaped again.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A URL in ASCII, as RFC 3986 has it; nothing changes if it was one.
pub fn encode(url: &str) -> Cow<'_, str> {
    Cow::from(utf8_percent_encode(url, UNSAFE))
}

/// Resolves the links of one file against the site.
///
/// A link that leads nowhere stays as written: whoever checked the site has reported it.
#[derive(Debug, Clone, Copy)]
pub struct SiteResolver<'site> {
    site: &'site Site,
    from: &'site SourcePath,
    absolute: bool,
}

impl<'site> SiteResolver<'site> {
    /// For pages: links that start at the root of the host.
    pub fn for_page(site: &'site Site, from: &'site SourcePath) -> Self {
        Self { site, from, absolute: false }
    }

    /// For mail and wherever else the text is read away from the site: absolute links.
    pub fn for_mail(site: &'site Site, from: &'site SourcePath) -> Self {
        Self { site, from, absolute: true }
    }

    fn url(&self, url_path: &str) -> String {
        let url = if self.absolute { self.site.permalink(url_path) } else { self.site.href(url_path) };
        match encode(&url) {
            Cow::Borrowed(_) => url,
            Cow::Owned(encoded) => encoded,
        }
    }

    /// A path from `/` as the writer gave it; the subfolder of the base URL may stand in it or not.
    fn site_path(&self, destination: &str) -> String {
        let folder = self.site.base_url.path();
        let below = destination.strip_prefix(folder).filter(|rest| rest.starts_with('/'));
        self.url(below.unwrap_or(destination))
    }

    fn relative(&self, relative: &RelativeUrl) -> String {
        self.url(&format!("{}{}", relative.url_path, relative.tail))
    }

    fn is_external(&self, destination: &str) -> bool {
        let lower = destination.get(..8).unwrap_or(destination).to_ascii_lowercase();
        let after_scheme = if lower.starts_with("https://") {
            8
        } else if lower.starts_with("http://") {
            7
        } else if lower.starts_with("//") {
            2
        } else {
            return false;
        };
        let host = destination.get(after_scheme..).unwrap_or("").split(['/', '?', '#']).next().unwrap_or("");
        !host.eq_ignore_ascii_case(self.site.base_url.host())
    }

    /// The size of a picture of the site, as its file's header says.
    fn size(&self, destination: &str) -> Option<ImageSize> {
        let path = destination.split(['#', '?']).next()?;
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let source = if let Some(below) = path.strip_prefix("@/") {
            SourcePath::new(&format!("{}/{below}", self.site.config.content_dir))
        } else if path.starts_with('/') {
            SourcePath::new(&format!("static{path}"))
        } else {
            self.from.join_relative(&path)
        };
        self.site.asset_facts.get(&source.ok()?)?.image
    }
}

impl Resolver for SiteResolver<'_> {
    fn link<'text>(&'text self, destination: &'text str) -> ResolvedLink<'text> {
        let url = match self.site.resolve(self.from, destination) {
            Ok(Destination::Internal { url_path, fragment, .. }) => {
                let mut url = self.url(&url_path);
                if !fragment.is_empty() {
                    url.push('#');
                    url.push_str(&fragment);
                }
                Cow::Owned(url)
            }
            Ok(Destination::SitePath(_)) => Cow::Owned(self.site_path(destination)),
            Ok(Destination::Relative(relative)) => Cow::Owned(self.relative(&relative)),
            _ => Cow::Borrowed(destination),
        };
        ResolvedLink { external: self.is_external(&url), url }
    }

    fn image<'text>(&'text self, destination: &'text str) -> ResolvedImage<'text> {
        match self.site.resolve(self.from, destination) {
            Ok(Destination::Internal { url_path, .. }) => {
                ResolvedImage { size: self.size(destination), url: Cow::Owned(self.url(&url_path)) }
            }
            Ok(Destination::SitePath(_)) => {
                ResolvedImage { size: self.size(destination), url: Cow::Owned(self.site_path(destination)) }
            }
            Ok(Destination::Relative(relative)) => {
                ResolvedImage { size: None, url: Cow::Owned(self.relative(&relative)) }
            }
            _ => ResolvedImage { url: Cow::Borrowed(destination), size: None },
        }
    }
}
