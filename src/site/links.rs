//! Every link of every page, followed once: faults, backlinks, pictures.

use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::nearest;
use crate::markdown::LinkKind;
use crate::markdown::Outline;
use crate::markdown::outline;
use crate::output::split_tail;
use crate::site::Destination;
use crate::site::Image;
use crate::site::LinkFault;
use crate::site::PageId;
use crate::site::Place;
use crate::site::RelativeLink;
use crate::site::RelativeUrl;
use crate::site::Site;
use crate::site::SiteLink;
use crate::site::Target;
use crate::site::content_files::is_markdown;
use crate::site::faults::BAD_PATH;
use crate::site::faults::BROKEN_ANCHOR;
use crate::site::faults::BROKEN_LINK;
use crate::site::faults::BROKEN_PATH;
use crate::site::faults::UNPUBLISHED_LINK;
use crate::site::has_scheme;
use crate::site::lookup::Lookup;
use crate::site::lookup::lookups;
use crate::site::read::ReadFile;
use crate::source::PathFault;
use crate::source::SourcePath;
use crate::source::Span;

/// How many broken links get a suggestion. Each costs a look at every file of the site.
const SUGGESTIONS: usize = 200;

/// What following the links of one file gave.
#[derive(Debug, Default)]
struct Followed {
    faults: Vec<(Span, String, LinkKind, LinkFault)>,
    pages: Vec<PageId>,
    site_links: Vec<SiteLink>,
}

/// Follows every link: sets backlinks, collects links to site paths, reports what leads nowhere.
pub fn connect(site: &mut Site, posts: &[&Arc<ReadFile>], sections: &[Option<&ReadFile>]) -> Diagnostics {
    let of_pages: Vec<Followed> = posts.par_iter().map(|post| follow(site, post)).collect();
    let of_sections: Vec<Followed> = sections.iter().flatten().map(|file| follow(site, file)).collect();
    for (id, followed) in of_pages.iter().enumerate() {
        let id = PageId(id as u32);
        for linked in followed.pages.iter().filter(|linked| **linked != id) {
            let backlinks = &mut site.pages[linked.0 as usize].backlinks;
            // Several links from one page are one.
            if backlinks.last() != Some(&id) {
                backlinks.push(id);
            }
        }
    }
    let mut diagnostics = Diagnostics::new();
    let mut suggestions = SUGGESTIONS;
    for followed in of_pages.into_iter().chain(of_sections) {
        site.site_links.extend(followed.site_links);
        for (span, written, kind, fault) in followed.faults {
            diagnostics.push(report(site, span, &written, kind, fault, &mut suggestions));
        }
    }
    diagnostics
}

impl Site {
    /// Follows every link of a text that is no page, such as the words of a letter: it stands at byte `start` of the
    /// file at `from`.
    pub fn follow_text(&mut self, from: &SourcePath, markdown: &str, start: usize) -> Diagnostics {
        let outline = outline(markdown, &self.config.markdown);
        let lookups = lookups(from, &outline, &self.config.content_dir);
        let text = Linked { from, outline: &outline, lookups: &lookups, start };
        let Followed { faults, site_links, .. } = follow_text(self, &text);
        self.site_links.extend(site_links);
        let mut suggestions = SUGGESTIONS;
        let reports = faults
            .into_iter()
            .map(|(span, written, kind, fault)| report(self, span, &written, kind, fault, &mut suggestions));
        reports.collect()
    }
}

/// A text with links.
struct Linked<'a> {
    from: &'a SourcePath,
    outline: &'a Outline,
    lookups: &'a [Lookup],
    /// The byte of the file at which it starts.
    start: usize,
}

fn follow(site: &Site, file: &ReadFile) -> Followed {
    let (outline, lookups) = (&file.outline, &*file.lookups);
    follow_text(site, &Linked { from: &file.source, outline, lookups, start: file.document.body_start })
}

fn follow_text(site: &Site, text: &Linked<'_>) -> Followed {
    let Linked { from, outline, lookups, start } = *text;
    let mut followed = Followed::default();
    for Lookup { link, file } in lookups {
        let link = &outline.links[*link];
        // Most links lead to a page, and nothing more needs to be known of them.
        if let Some(target @ Target::Page(id)) = file.as_ref().and_then(|file| site.targets.get(file))
            && site.has_place(target, split_tail(&link.destination).1)
        {
            followed.pages.push(*id);
            continue;
        }
        let span = || Span::new(from, start + link.range.start..start + link.range.end);
        // A path of the site is held against the plan: whatever it is, nothing more can be said of it here.
        if link.destination.starts_with('/') && !link.destination.starts_with("//") {
            let url_path = site.path_of_site(split_tail(&link.destination).0);
            followed.site_links.push(SiteLink { span: span(), url_path, relative: None });
            continue;
        }
        match site.resolve(from, &link.destination) {
            Ok(destination) => {
                let (page, site_link) = follow_one(destination, span(), &link.destination, link.kind);
                followed.pages.extend(page);
                followed.site_links.extend(site_link);
            }
            Err(fault) => followed.faults.push((span(), link.destination.to_string(), link.kind, fault)),
        }
    }
    followed
}

/// The page that a link leads to, and what of it the plan has to answer: pages and copied files are always there,
/// sections and paths of the site need not be.
pub(crate) fn follow_one(
    destination: Destination,
    span: Span,
    written: &str,
    kind: LinkKind,
) -> (Option<PageId>, Option<SiteLink>) {
    let (url_path, looked_for) = match destination {
        Destination::Internal { target: Target::Page(id), .. } => return (Some(id), None),
        Destination::Internal { target: Target::Section(_), url_path, .. } => (url_path, None),
        Destination::SitePath { url_path, .. } => {
            return (None, Some(SiteLink { span, url_path, relative: None }));
        }
        Destination::Relative(RelativeUrl { url_path, looked_for, .. }) => (url_path, looked_for),
        Destination::Internal { .. } | Destination::Other => return (None, None),
    };
    let relative = Some(RelativeLink { written: written.to_owned(), kind, looked_for });
    (None, Some(SiteLink { span, url_path, relative }))
}

pub(crate) fn report(
    site: &Site,
    span: Span,
    written: &str,
    kind: LinkKind,
    fault: LinkFault,
    suggestions: &mut usize,
) -> Diagnostic {
    let what = kind.noun();
    match fault {
        LinkFault::Missing { path, strict } => {
            let rule = if strict { &BROKEN_LINK } else { &BROKEN_PATH };
            let diagnostic =
                Diagnostic::new(rule, format!("the {what} `{written}` leads nowhere: there is no {path}"))
                    .at(span);
            match suggest(site, &path, suggestions) {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            }
        }
        LinkFault::LeftOut(path, reason) => {
            let page = if is_markdown(&path) { "a page" } else { "a file of a page" };
            let reason = reason.map_or_else(|| "is not published".to_owned(), |reason| reason.to_string());
            Diagnostic::new(
                &UNPUBLISHED_LINK,
                format!("the {what} `{written}` leads to {page} that {reason}"),
            )
            .at(span)
        }
        LinkFault::Anchor(path, fragment) => {
            let ids = anchors_of(site, &path);
            let diagnostic =
                Diagnostic::new(&BROKEN_ANCHOR, format!("`{written}`: {path} has no heading `#{fragment}`"))
                    .at(span);
            let found = suggestions.checked_sub(1).and_then(|left| {
                *suggestions = left;
                nearest(&fragment, ids)
            });
            match found {
                Some(id) => diagnostic.help(format!("did you mean `#{id}`?")),
                None => diagnostic,
            }
        }
        LinkFault::Path(fault) => {
            Diagnostic::new(&BAD_PATH, format!("the {what} `{written}` cannot be followed: {fault}")).at(span)
        }
    }
}

fn suggest(site: &Site, path: &SourcePath, suggestions: &mut usize) -> Option<String> {
    *suggestions = suggestions.checked_sub(1)?;
    nearest_file(site, path).map(|found| format!("did you mean `@/{found}`?"))
}

/// The file of the content folder that was most likely meant by one that is not there: of the same kind, and
/// rather one of the same name in another folder than one at a similar path.
pub fn nearest_file<'a>(site: &'a Site, missing: &SourcePath) -> Option<&'a str> {
    let content = &site.config.content_dir;
    let wanted = missing.below(content).unwrap_or(missing.as_str());
    let mut files: Vec<(&SourcePath, &str)> = site
        .pages
        .iter()
        .map(|page| &page.source)
        .chain(site.assets.iter().map(|(source, _)| source))
        .filter(|source| source.extension().eq_ignore_ascii_case(missing.extension()))
        .filter_map(|source| Some((source, source.below(content)?)))
        .collect();
    files.sort_unstable();
    let same_name = files.iter().find(|(source, _)| source.file_name() == missing.file_name());
    let same_name = same_name.map(|(_, file)| *file);
    same_name.or_else(|| nearest(wanted, files.iter().map(|(_, file)| *file)))
}

fn anchors_of<'a>(site: &'a Site, path: &SourcePath) -> Vec<&'a str> {
    let anchors = match site.targets.get(path) {
        Some(Target::Page(id)) => &site.page(*id).anchors,
        Some(Target::Section(id)) => &site.section(*id).anchors,
        _ => return Vec::new(),
    };
    anchors.iter().map(String::as_str).collect()
}

/// Finds the picture that each page's front matter names.
pub fn place_images(site: &mut Site, posts: &[&Arc<ReadFile>]) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let mut images = Vec::new();
    let mut site_links = Vec::new();
    for (id, post) in posts.iter().enumerate() {
        let front_matter = &post.document.front_matter;
        let Some(written) = front_matter.image.as_deref().filter(|written| !written.is_empty()) else {
            continue;
        };
        let alt = front_matter.image_alt.clone().unwrap_or_default();
        let span = post.span_of(&["image"]);
        match site.followed(&post.source, written) {
            Ok((place, destination)) => {
                let file = site.file_at(&place);
                let is_elsewhere = matches!(place, Place::Elsewhere(_));
                // A path of the site may be a file of the theme; a relative one is a file beside the post.
                let is_site_path = matches!(destination, Destination::SitePath { .. });
                if file.is_none()
                    && let Destination::Relative(RelativeUrl { looked_for: None, .. }) = destination
                {
                    let fault = LinkFault::Path(PathFault::Parent);
                    diagnostics.push(report(site, span, written, LinkKind::Image, fault, &mut 1));
                } else if file.is_none() {
                    let (_, link) = follow_one(destination, span, written, LinkKind::Image);
                    site_links.extend(link);
                }
                if file.is_some() || is_elsewhere || is_site_path {
                    let size = file.and_then(|file| site.asset_facts.get(file)?.image);
                    images.push((id, Image { place, size, alt }));
                }
            }
            Err(fault) => {
                diagnostics.push(report(site, span, written, LinkKind::Image, fault, &mut 1));
            }
        }
    }
    site.site_links.extend(site_links);
    for (id, image) in images {
        site.pages[id].image = Some(image);
    }
    diagnostics
}

/// Follows the address that each section sends its readers on to.
pub fn place_redirects(site: &mut Site, sections: &[Option<&ReadFile>]) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for (id, file) in sections.iter().enumerate() {
        let Some(file) = file else { continue };
        let Some(written) = file.document.front_matter.redirect_to.as_deref() else { continue };
        let span = file.span_of(&["redirect_to"]);
        // As Zola has it, a path without a slash starts at the root, too.
        let is_plain = !has_scheme(written) && !written.starts_with(['/', '#', '@', '.']);
        let rooted = if is_plain { format!("/{written}") } else { written.to_owned() };
        match site.followed(&file.source, &rooted) {
            Ok((place, destination)) => {
                let (_, link) = follow_one(destination, span, written, LinkKind::Link);
                site.site_links.extend(link);
                site.sections[id].redirect_to = Some(place);
            }
            Err(fault) => diagnostics.push(report(site, span, written, LinkKind::Link, fault, &mut 1)),
        }
    }
    diagnostics
}
