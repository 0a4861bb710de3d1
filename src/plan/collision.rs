//! Two jobs for one place, told with the keys that brought them there.

use crate::config::read_document;
use crate::diag::Diagnostic;
use crate::output::OutPath;
use crate::plan::Job;
use crate::plan::faults::OUTPUT_COLLISION;
use crate::site::Site;
use crate::site::faults::BAD_PATH;
use crate::source::SourcePath;
use crate::source::Span;

/// The fault of two jobs that would be written to one file.
pub fn two_for_one(site: &Site, first: &Job, second: &Job, path: &OutPath) -> Diagnostic {
    if let (Job::Page(id), Job::Alias { target }) = (first, second)
        && site.page(*id).url_path == *target
    {
        let message = format!("an alias of {} is the page's own address", site.page(*id).source);
        let diagnostic = Diagnostic::new(&OUTPUT_COLLISION, message);
        return labelled(diagnostic, site, &[(second, path, "")]).help("remove it from `aliases:`");
    }
    let (one, other) = (describe(site, first), describe(site, second));
    let message = format!("{one} and {other} would both be written to {path}");
    let places = [(second, path, "wants the same place"), (first, path, "has it already")];
    labelled(Diagnostic::new(&OUTPUT_COLLISION, message), site, &places).help(way_out(first, second))
}

/// The fault of a file that stands where another output needs a folder.
pub fn blocked_folder(site: &Site, file: (&Job, &OutPath), inside: (&Job, &OutPath)) -> Diagnostic {
    let (one, other) = (describe(site, file.0), describe(site, inside.0));
    let message = format!("{one} is the file {}, where {other} needs a folder", file.1);
    let places = [(inside.0, inside.1, "needs a folder"), (file.0, file.1, "is a file")];
    labelled(Diagnostic::new(&OUTPUT_COLLISION, message), site, &places).help(way_out(file.0, inside.0))
}

/// The fault of an address with a part that no file system could store.
pub fn too_long(site: &Site, job: &Job) -> Diagnostic {
    let message = format!("the address of {} is longer than a file name can be", describe(site, job));
    let span = match job {
        Job::Term { term, .. } => {
            let pages = &site.taxonomies[term.taxonomy as usize].terms[term.term as usize].pages;
            pages.first().map(|id| Span::start_of(&site.page(*id).source))
        }
        job => place_of(site, job, None),
    };
    let diagnostic = Diagnostic::new(&BAD_PATH, message).help("choose something of at most 200 letters");
    match span {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}

fn labelled(
    mut diagnostic: Diagnostic,
    site: &Site,
    places: &[(&Job, &OutPath, &'static str)],
) -> Diagnostic {
    for (job, path, text) in places {
        if let Some(span) = place_of(site, job, Some(path)) {
            diagnostic = diagnostic.label(span, *text);
        }
    }
    diagnostic
}

fn way_out(first: &Job, second: &Job) -> &'static str {
    match (first, second) {
        (Job::Copy(_), Job::Copy(_)) => "rename one of the files",
        (_, Job::Copy(_)) => "rename the file, or give the page another `slug:` or `path:`",
        (_, Job::Alias { .. }) => "remove the alias, or give the other page another `slug:` or `path:`",
        _ => "give one of them another `slug:` or `path:`",
    }
}

/// What a job is, for a message.
fn describe(site: &Site, job: &Job) -> String {
    match job {
        Job::Page(id) => site.page(*id).source.to_string(),
        Job::Section { section, .. } => match &site.section(*section).source {
            Some(source) => source.to_string(),
            None => format!("the section {}", site.section(*section).url_path),
        },
        Job::Taxonomy(index) => format!("the list of {}", site.taxonomies[*index as usize].settings.name),
        Job::Term { term, .. } => {
            let taxonomy = &site.taxonomies[term.taxonomy as usize];
            format!("the {} `{}`", taxonomy.settings.name, taxonomy.terms[term.term as usize].name)
        }
        Job::Alias { target } => match owner(site, target) {
            Some((source, _)) => format!("an alias of {source}"),
            None => format!("an alias of {target}"),
        },
        Job::Copy(source) => source.to_string(),
        Job::ThemeFile(source) => format!("the theme's {source}"),
        Job::Feed { .. } => "a feed".into(),
        Job::Issue { audience, date } => format!("the newsletter {audience} of {date}"),
        Job::IssueList { audience } => format!("the issues of {audience}"),
        Job::Archive => "the archive".into(),
        Job::NotFound => "the 404 page".into(),
        Job::Subscribe => "the subscribe page".into(),
        Job::People => "the people page".into(),
        Job::Sitemap { .. } => "the sitemap".into(),
        Job::Robots => "robots.txt".into(),
    }
}

/// The source and text of the page or section at a URL path.
fn owner<'a>(site: &'a Site, url_path: &str) -> Option<(&'a SourcePath, &'a str)> {
    let page = site.pages.iter().find(|page| page.url_path == url_path);
    page.map(|page| (&page.source, &*page.text)).or_else(|| {
        let section = site.sections.iter().find(|section| section.url_path == url_path)?;
        Some((section.source.as_ref()?, &*section.text))
    })
}

/// Where a writer can change the address of a job: the key that sets it, or else the file.
///
/// Front matter is read anew for it: places are kept of what is wrong, not of everything.
fn place_of(site: &Site, job: &Job, path: Option<&OutPath>) -> Option<Span> {
    let (source, text) = match job {
        Job::Page(id) => (&site.page(*id).source, &*site.page(*id).text),
        Job::Section { section, .. } => {
            let section = site.section(*section);
            (section.source.as_ref()?, &*section.text)
        }
        Job::Alias { target } => owner(site, target)?,
        Job::Copy(source) => return Some(Span::start_of(source)),
        _ => return None,
    };
    let (document, _) = read_document(source, text);
    let node = document.node.as_ref();
    let value_at = |keys: &[&str]| node.and_then(|node| node.at(keys).map(|value| value.range.clone()));
    let range = if matches!(job, Job::Alias { .. }) {
        let leads_here = |alias: &String| {
            OutPath::for_url_path(&OutPath::normal_url_path(alias)).is_ok_and(|found| Some(&found) == path)
        };
        let index = document.front_matter.aliases.iter().position(leads_here);
        let item = index.and_then(|index| value_at(&["aliases", &index.to_string()]));
        item.or_else(|| value_at(&["aliases"]))
    } else {
        ["path", "permalink", "url", "slug"].iter().find_map(|key| value_at(&[key]))
    };
    Some(range.map_or_else(|| Span::start_of(source), |range| Span::new(source, range)))
}
