//! Where links and pictures lead: the seam between markdown and the site.

use std::borrow::Cow;

use crate::source::ImageSize;

/// Turns destinations as written into addresses.
///
/// Destinations are handed over as the writer gave them, entities decoded: `@/posts/a.md#b`, `photo.jpg`,
/// `https://example.org`, `mailto:a@example.org`, `#id`. A resolver answers for every one of them; what it does not know it returns unchanged.
pub trait Resolver {
    /// Resolves the destination of a link.
    fn link<'text>(&'text self, destination: &'text str) -> ResolvedLink<'text>;
    /// Resolves the source of a picture.
    fn image<'text>(&'text self, destination: &'text str) -> ResolvedImage<'text>;
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedLink<'text> {
    /// The address for `href`, not yet escaped.
    pub url: Cow<'text, str>,
    /// Whether it leaves the site.
    pub external: bool,
}

/// Where a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedImage<'text> {
    /// The address for `src`, not yet escaped.
    pub url: Cow<'text, str>,
    /// Its size, if it is a file of the site whose header could be read.
    pub size: Option<ImageSize>,
}

/// A resolver that leaves every destination as it is: for texts outside any page.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainResolver;

impl Resolver for PlainResolver {
    fn link<'text>(&'text self, destination: &'text str) -> ResolvedLink<'text> {
        ResolvedLink { url: destination.into(), external: is_web_address(destination) }
    }

    fn image<'text>(&'text self, destination: &'text str) -> ResolvedImage<'text> {
        ResolvedImage { url: destination.into(), size: None }
    }
}

/// Whether a destination names another host.
fn is_web_address(destination: &str) -> bool {
    let starts = |prefix: &str| {
        destination.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    starts("https://") || starts("http://") || starts("//")
}
