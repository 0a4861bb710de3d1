//! Tests of the folder as a whole; those of one file stand in it.

mod html;
mod laws;
mod outline;
mod plain;
mod robust;

use std::borrow::Cow;

use crate::config::MarkdownSettings;
use crate::markdown::HtmlOptions;
use crate::markdown::ResolvedImage;
use crate::markdown::ResolvedLink;
use crate::markdown::Resolver;
use crate::markdown::to_html;
use crate::source::ImageSize;

/// A site with one post and one picture.
struct Site;

impl Resolver for Site {
    fn link<'text>(&'text self, destination: &'text str) -> ResolvedLink<'text> {
        let url = match destination.strip_prefix("@/") {
            Some(path) => Cow::Owned(format!("/{}", path.replace(".md", "/"))),
            None => destination.into(),
        };
        ResolvedLink { external: url.starts_with("http"), url }
    }

    fn image<'text>(&'text self, destination: &'text str) -> ResolvedImage<'text> {
        let size = (destination == "photo.jpg").then_some(ImageSize { width: 640, height: 480 });
        ResolvedImage { url: format!("/post/{destination}").into(), size }
    }
}

fn settings() -> MarkdownSettings {
    MarkdownSettings { math: true, ..MarkdownSettings::default() }
}

fn page(body: &str) -> String {
    let settings = settings();
    to_html(
        body,
        &HtmlOptions { settings: &settings, anchors: true, footnote_prefix: "", mail: false },
        &Site,
    )
}

fn mail(body: &str) -> String {
    let settings = settings();
    to_html(
        body,
        &HtmlOptions { settings: &settings, anchors: false, footnote_prefix: "m-", mail: true },
        &Site,
    )
}
