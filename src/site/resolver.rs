//! Links in markdown, for the page they are read on.

use std::borrow::Cow;

use crate::markdown::ResolvedImage;
use crate::markdown::ResolvedLink;
use crate::markdown::Resolver;
use crate::site::Place;
use crate::site::Site;
use crate::source::SourcePath;

/// Resolves the links of one file against the site.
///
/// A link that leads nowhere is reported by whoever checks the site.
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

    /// The address of what a destination means; `None` for what is not the site's to resolve.
    fn place(&self, destination: &str) -> Option<(Place, String)> {
        let place = self.site.best_place(self.from, destination)?;
        let url = if self.absolute { self.site.place_url(&place) } else { self.site.place_href(&place) };
        Some((place, url))
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
}

impl Resolver for SiteResolver<'_> {
    fn link<'text>(&'text self, destination: &'text str) -> ResolvedLink<'text> {
        let url = match self.place(destination) {
            Some((_, url)) => Cow::Owned(url),
            None => Cow::Borrowed(destination),
        };
        ResolvedLink { external: self.is_external(&url), url }
    }

    fn image<'text>(&'text self, destination: &'text str) -> ResolvedImage<'text> {
        let Some((place, url)) = self.place(destination) else {
            return ResolvedImage { url: Cow::Borrowed(destination), size: None };
        };
        // The size is what the file's header says.
        let size = self.site.file_at(&place).and_then(|file| self.site.asset_facts.get(file)?.image);
        ResolvedImage { url: Cow::Owned(url), size }
    }
}
