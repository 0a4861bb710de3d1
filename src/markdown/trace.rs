//! What a rendering asked its resolver: a rendering is still right as long as the answers are the same.

use std::cell::RefCell;

use crate::markdown::ResolvedImage;
use crate::markdown::ResolvedLink;
use crate::markdown::Resolver;
use crate::source::ImageSize;

/// The questions of one rendering with their answers, in order.
///
/// Body, options and answers decide the HTML, and the body alone decides what is asked. So who has kept the HTML of a
/// body asks the same questions again: if the answers are the same, the HTML is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    asked: Vec<Asked>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    Link { destination: Box<str>, url: Box<str>, external: bool },
    Image { destination: Box<str>, url: Box<str>, size: Option<ImageSize> },
}

/// Renders with a resolver and notes what it was asked.
pub fn traced<T>(resolver: &dyn Resolver, render: impl FnOnce(&dyn Resolver) -> T) -> (T, Trace) {
    let noting = Noting { resolver, asked: RefCell::default() };
    let rendered = render(&noting);
    (rendered, Trace { asked: noting.asked.into_inner() })
}

impl Trace {
    /// Whether a resolver gives the answers that were given then.
    pub fn holds(&self, resolver: &dyn Resolver) -> bool {
        self.asked.iter().all(|asked| match asked {
            Asked::Link { destination, url, external } => {
                let now = resolver.link(destination);
                now.url == **url && now.external == *external
            }
            Asked::Image { destination, url, size } => {
                let now = resolver.image(destination);
                now.url == **url && now.size == *size
            }
        })
    }
}

struct Noting<'resolver> {
    resolver: &'resolver dyn Resolver,
    asked: RefCell<Vec<Asked>>,
}

impl Resolver for Noting<'_> {
    fn link<'text>(&'text self, destination: &'text str) -> ResolvedLink<'text> {
        let answer = self.resolver.link(destination);
        let (destination, url) = (destination.into(), answer.url.as_ref().into());
        self.asked.borrow_mut().push(Asked::Link { destination, url, external: answer.external });
        answer
    }

    fn image<'text>(&'text self, destination: &'text str) -> ResolvedImage<'text> {
        let answer = self.resolver.image(destination);
        let (destination, url) = (destination.into(), answer.url.as_ref().into());
        self.asked.borrow_mut().push(Asked::Image { destination, url, size: answer.size });
        answer
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::config::MarkdownSettings;
    use crate::markdown::HtmlOptions;
    use crate::markdown::to_html;

    /// A site of one file.
    struct OneFile {
        url: &'static str,
        external: bool,
        size: Option<ImageSize>,
    }

    impl Resolver for OneFile {
        fn link<'text>(&'text self, destination: &'text str) -> ResolvedLink<'text> {
            let url = if destination == "a.md" { self.url } else { destination };
            ResolvedLink { url: Cow::Borrowed(url), external: self.external }
        }

        fn image<'text>(&'text self, destination: &'text str) -> ResolvedImage<'text> {
            ResolvedImage { url: Cow::Borrowed(destination), size: self.size }
        }
    }

    const BODY: &str = "[a](a.md) ![b](b.png) <a href=\"a.md\">raw</a>\n";
    const SITE: OneFile = OneFile { url: "/a/", external: false, size: None };

    fn rendered(site: &OneFile) -> (String, Trace) {
        let settings = MarkdownSettings::default();
        let options = HtmlOptions { settings: &settings, anchors: true, footnote_prefix: "", mail: false };
        traced(site, |resolver| to_html(BODY, &options, resolver))
    }

    #[test]
    fn a_trace_holds_as_long_as_the_answers_are_the_same() {
        let (html, trace) = rendered(&SITE);
        assert_eq!(html.matches("/a/").count(), 2, "{html}");
        assert_eq!(trace.asked.len(), 3, "each link and picture was asked for");
        assert!(trace.holds(&SITE));
        assert!(!trace.holds(&OneFile { url: "/b/", ..SITE }), "another address");
        assert!(!trace.holds(&OneFile { external: true, ..SITE }), "another host");
        let size = Some(ImageSize { width: 1, height: 2 });
        assert!(!trace.holds(&OneFile { size, ..SITE }), "another size");
    }

    #[test]
    fn what_asked_nothing_holds_anywhere() {
        let (_, trace) = traced(&SITE, |_| ());
        assert!(trace.holds(&OneFile { url: "/b/", ..SITE }));
    }
}
