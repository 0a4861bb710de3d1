//! Two jobs for one place, told with the keys that brought them there.

use crate::config::front_matter_place;
use crate::config::read_document;
use crate::diag::Diagnostic;
use crate::output::OutPath;
use crate::plan::Job;
use crate::plan::Lead;
use crate::plan::Pager;
use crate::plan::faults::OUTPUT_COLLISION;
use crate::plan::faults::OUTPUT_DIFFERS_BY_CASE;
use crate::site::Site;
use crate::site::faults::BAD_PATH;
use crate::site::written_path;
use crate::source::PathFault;
use crate::source::Span;

/// The only page of a list.
const FIRST: Pager = Pager { index: 1, count: 1 };

/// The fault of two jobs that would be written to one file.
pub fn two_for_one(site: &Site, first: &Job, second: &Job, path: &OutPath) -> Diagnostic {
    if let (Job::Page(id), Job::Alias { of: Lead::Page(owner) }) = (first, second)
        && id == owner
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

/// The fault of two outputs that some disks cannot tell apart.
pub fn by_case(site: &Site, first: (&Job, &OutPath), second: (&Job, &OutPath)) -> Diagnostic {
    let message = format!("{} and {} differ in upper and lower case alone", first.1, second.1);
    let places = [(second.0, second.1, "is one of them"), (first.0, first.1, "is the other")];
    labelled(Diagnostic::new(&OUTPUT_DIFFERS_BY_CASE, message), site, &places)
        .help(way_out(first.0, second.0))
}

/// The fault of a job whose address is none that a file could have.
pub fn no_address(site: &Site, job: &Job, url_path: &str, fault: PathFault) -> Diagnostic {
    let job_name = describe(site, job);
    let (message, help) = match fault {
        PathFault::Long => (
            format!("the address of {job_name} is longer than a file name can be"),
            "choose something of at most 200 letters",
        ),
        fault => (
            format!("{job_name} cannot be written to `{url_path}`: {fault}"),
            "give it another name, `slug:` or `path:`",
        ),
    };
    let span = match job {
        Job::Term { term, .. } => {
            let pages = &site.taxonomies[term.taxonomy as usize].terms[term.term as usize].pages;
            pages.first().map(|id| Span::start_of(&site.page(*id).source))
        }
        job => place_of(site, job, None),
    };
    let diagnostic = Diagnostic::new(&BAD_PATH, message).help(help);
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
        Job::Alias { of: Lead::Page(id) } => format!("an alias of {}", site.page(*id).source),
        Job::Alias { of: Lead::Section(id) } => {
            format!("an alias of {}", describe(site, &Job::Section { section: *id, pager: FIRST }))
        }
        Job::Alias { of: Lead::Redirect(id) } => describe(site, &Job::Section { section: *id, pager: FIRST }),
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
        Job::Alias { of: Lead::Page(id) } => (&site.page(*id).source, &*site.page(*id).text),
        Job::Alias { of: Lead::Section(id) | Lead::Redirect(id) } => {
            let section = site.section(*id);
            (section.source.as_ref()?, &*section.text)
        }
        Job::Copy(source) => return Some(Span::start_of(source)),
        _ => return None,
    };
    if !matches!(job, Job::Alias { of: Lead::Page(_) | Lead::Section(_) }) {
        return Some(front_matter_place(source, text, &["path", "permalink", "url", "slug"]));
    }
    let (document, _) = read_document(source, text);
    let leads_here = |alias: &String| {
        let url_path = written_path(alias);
        url_path.and_then(|url_path| OutPath::for_url_path(&url_path)).is_ok_and(|found| Some(&found) == path)
    };
    let index = document.front_matter.aliases.iter().position(leads_here);
    let item = document.node.as_ref().and_then(|node| node.at(&["aliases", &index?.to_string()]));
    Some(match item {
        Some(item) => Span::new(source, item.range.clone()),
        None => front_matter_place(source, text, &["aliases"]),
    })
}
