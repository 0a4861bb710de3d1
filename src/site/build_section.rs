//! Sections out of folders and their `_index.md`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;

use crate::config::Config;
use crate::config::FrontMatter;
use crate::config::SectionDefaults;
use crate::config::SortBy;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::site::Section;
use crate::site::SectionId;
use crate::site::address::is_url_safe;
use crate::site::address::slug;
use crate::site::address::written_path;
use crate::site::build_page::checked_aliases;
use crate::site::build_page::checked_slug;
use crate::site::build_page::sorted_anchors;
use crate::site::faults::BAD_PATH;
use crate::site::read::ReadFile;
use crate::site::read::parent;

/// Makes a section of every folder that has pages or an `_index.md`, and of every folder above one.
///
/// Beside each section stands its `_index.md` as read, for the links in it. The root comes first.
pub fn build_sections<'files>(
    config: &Config,
    mut folders: BTreeSet<&'files str>,
    indexes: &BTreeMap<&'files str, &'files ReadFile>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Section>, Vec<Option<&'files ReadFile>>) {
    folders.extend(indexes.keys());
    folders.insert("");
    for folder in folders.clone() {
        let mut above = parent(folder);
        while !above.is_empty() {
            folders.insert(above);
            above = parent(above);
        }
    }
    let mut sections: Vec<Section> = Vec::with_capacity(folders.len());
    let mut files = Vec::with_capacity(folders.len());
    let mut ids: HashMap<&str, usize> = HashMap::with_capacity(folders.len());
    for folder in folders {
        let file = indexes.get(folder).copied();
        // Folders are ordered, so the one above is there already.
        let above = ids.get(parent(folder)).copied().filter(|_| !folder.is_empty());
        let above_url = above.map_or("/", |above| sections[above].url_path.as_str()).to_owned();
        ids.insert(folder, sections.len());
        let section = build_section(config, folder, file, &above_url, diagnostics);
        sections.push(Section { parent: above.map(|above| SectionId(above as u32)), ..section });
        files.push(file);
    }
    for id in (1..sections.len()).rev() {
        if let Some(above) = sections[id].parent {
            sections[above.0 as usize].subsections.push(SectionId(id as u32));
        }
    }
    let keys: Vec<(i64, String)> =
        sections.iter().map(|section| (section.weight, section.title.to_lowercase())).collect();
    for section in &mut sections {
        section.subsections.sort_by_key(|id| (&keys[id.0 as usize], *id));
    }
    (sections, files)
}

fn build_section(
    config: &Config,
    folder: &str,
    file: Option<&ReadFile>,
    above_url: &str,
    diagnostics: &mut Diagnostics,
) -> Section {
    let silent = FrontMatter::default();
    let none = SectionDefaults::default();
    let front_matter = file.map_or(&silent, |file| &file.document.front_matter);
    let defaults = config.sections.get(folder).unwrap_or(&none);
    let name = folder.rsplit('/').next().unwrap_or("").to_owned();
    let heading = file.and_then(|file| file.outline.headings.first()).map(|heading| heading.text.clone());
    let title = match (&front_matter.title, &defaults.title, heading) {
        (Some(title), _, _) | (None, Some(title), _) => title.clone(),
        (None, None, Some(heading)) => heading,
        (None, None, None) if folder.is_empty() => config.title.clone(),
        (None, None, None) => capitalized(&name),
    };
    let default_url = if folder.is_empty() {
        "/".to_owned()
    } else {
        let written = file.and_then(|file| checked_slug(file, diagnostics));
        let part = written.as_deref().unwrap_or(&name);
        format!("{above_url}{}/", slug(part, config.slugs))
    };
    let url_path = match (&front_matter.path, file) {
        (Some(path), Some(file)) => match written_path(path) {
            Ok(url_path) => url_path,
            Err(fault) => {
                diagnostics.push(
                    Diagnostic::new(&BAD_PATH, format!("`{path}` cannot be a path of the site: {fault}"))
                        .at(file.span_of(&["path", "permalink", "url"])),
                );
                default_url
            }
        },
        _ => default_url,
    };
    let paginate_by = front_matter.paginate_by.or(defaults.paginate_by).filter(|count| *count > 0);
    let aliases = file.map_or_else(Vec::new, |file| checked_aliases(file, diagnostics));
    Section {
        source: file.map(|file| file.source.clone()),
        text: file.map_or_else(|| Arc::from(""), |file| Arc::clone(&file.text)),
        body_start: file.map_or(0, |file| file.document.body_start),
        title,
        description: front_matter.description.clone(),
        url_path,
        parent: None,
        subsections: Vec::new(),
        pages: Vec::new(),
        sort_by: front_matter.sort_by.or(defaults.sort_by).unwrap_or(SortBy::Date),
        paginate_by,
        paginate_path: paginate_path(file, diagnostics),
        transparent: front_matter.transparent || defaults.transparent.unwrap_or(false),
        feeds: front_matter.generate_feeds.or(defaults.generate_feeds).unwrap_or(false),
        render: front_matter.render.unwrap_or(true),
        redirect_to: None,
        aliases,
        template: front_matter.template.clone().or_else(|| defaults.template.clone()),
        page_template: front_matter.page_template.clone().or_else(|| defaults.page_template.clone()),
        weight: front_matter.weight.unwrap_or(0),
        headings: file.map_or_else(Vec::new, |file| file.outline.headings.clone()),
        anchors: file.map_or_else(Vec::new, |file| sorted_anchors(&file.outline.headings, &file.outline.ids)),
        assets: Vec::new(),
        extra: front_matter.extra.clone(),
        folder: folder.to_owned(),
    }
}

/// The folder name of the pages after the first.
fn paginate_path(file: Option<&ReadFile>, diagnostics: &mut Diagnostics) -> String {
    const USUAL: &str = "page";
    let written = file.and_then(|file| Some((file, file.document.front_matter.paginate_path.as_deref()?)));
    let Some((file, written)) = written else { return USUAL.to_owned() };
    if is_url_safe(written) && written.len() <= 200 {
        return written.to_owned();
    }
    diagnostics.push(
        Diagnostic::new(&BAD_PATH, format!("`{written}` cannot be the folder of a list's pages"))
            .at(file.span_of(&["paginate_path"]))
            .help("write one word, such as `page`, without slashes"),
    );
    USUAL.to_owned()
}

fn capitalized(name: &str) -> String {
    let words = name.trim_start_matches('_').replace(['-', '_'], " ");
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
