//! From files to a site: the stage itself.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::Config;
use crate::config::time_zone;
use crate::diag::Diagnostics;
use crate::markdown::LinkKind;
use crate::output::BaseUrl;
use crate::site::FastMap;
use crate::site::LeftOutReason;
use crate::site::Memory;
use crate::site::Page;
use crate::site::PageId;
use crate::site::Section;
use crate::site::SectionId;
use crate::site::Site;
use crate::site::Target;
use crate::site::build_page::PageSettings;
use crate::site::build_section::build_sections;
use crate::site::content_files::ContentFiles;
use crate::site::links::connect;
use crate::site::links::place_images;
use crate::site::links::place_redirects;
use crate::site::memory::Post;
use crate::site::order::DateOrder;
use crate::site::order::link_neighbours;
use crate::site::order::sort_pages;
use crate::site::read::ReadFile;
use crate::site::read::ReadSettings;
use crate::site::read::parent;
use crate::site::sort_out::Showing;
use crate::site::sort_out::SortedOut;
use crate::site::sort_out::sort_out;
use crate::site::terms::gather_terms;
use crate::site::terms::tell_terms;
use crate::source::SourcePath;
use crate::source::SourceTree;

/// What a site is assembled for, besides its files.
#[derive(Debug, Clone)]
pub struct Assembly {
    /// The settings.
    pub config: Config,
    /// The address it is published under.
    pub base_url: BaseUrl,
    /// The day it is built for: later posts wait.
    pub today: Date,
    /// Whether drafts are built, too.
    pub drafts: bool,
    /// Whether posts dated in the future are built, too.
    pub future: bool,
    /// The names of the people who write here, by id.
    pub people: BTreeMap<String, String>,
}

/// Makes a site out of its files.
///
/// A fault in one file never stops the others: what could be made is in the site, everything that was wrong is
/// in the diagnostics.
pub fn assemble(sources: &SourceTree, assembly: Assembly, memory: &mut Memory) -> (Site, Diagnostics) {
    let Assembly { config, base_url, today, drafts, future, people } = assembly;
    let timezone = time_zone(&config.timezone).unwrap_or(TimeZone::UTC);
    let files = ContentFiles::of(sources, &config);
    let settings = ReadSettings {
        content_dir: config.content_dir.clone(),
        markdown: config.markdown.clone(),
        timezone: timezone.clone(),
    };
    let read = memory.files.read(&files.markdown, settings);
    let SortedOut { posts, indexes, left_out, mut targets, left_folders, mut diagnostics } =
        sort_out(read, Showing { today, drafts, future });

    let folders = folders_of(&posts);
    let (mut sections, section_files) = build_sections(&config, folders, &indexes, &mut diagnostics);
    let section_ids: FastMap<String, SectionId> = sections
        .iter()
        .enumerate()
        .map(|(id, section)| (section.folder.clone(), SectionId(id as u32)))
        .collect();
    let settings = PageSettings { config: config.clone(), people };
    let section_urls: Vec<Arc<str>> =
        sections.iter().map(|section| Arc::from(section.url_path.as_str())).collect();
    let (in_sections, placed): (Vec<SectionId>, Vec<Post<'_>>) = posts
        .iter()
        .map(|file| {
            let section = section_ids.get(file.section_folder()).copied().unwrap_or(SectionId(0));
            (section, Post { file, section_url: &section_urls[section.0 as usize] })
        })
        .unzip();
    let built = memory.pages.build(&placed, settings);
    diagnostics.extend(built.iter().flat_map(|page| &page.diagnostics).cloned());
    let mut pages: Vec<Page> = built
        .iter()
        .zip(in_sections)
        .map(|(page, section)| Page::new(Arc::clone(&page.facts), section))
        .collect();

    targets.reserve(pages.len() + sections.len() + files.assets.len() + files.static_files.len());
    let assets = place_assets(
        &files.assets,
        &posts,
        &mut pages,
        &mut sections,
        &section_ids,
        &left_folders,
        &mut targets,
    );
    targets.extend(assets.iter().map(|(path, url_path)| (path.clone(), Target::File(url_path.clone()))));
    targets.extend(
        files.static_files.iter().map(|(path, url_path)| (path.clone(), Target::File(url_path.clone()))),
    );
    for (id, page) in pages.iter().enumerate() {
        targets.insert(page.source.clone(), Target::Page(PageId(id as u32)));
    }
    for (id, section) in sections.iter().enumerate() {
        targets.extend(section.source.clone().map(|source| (source, Target::Section(SectionId(id as u32)))));
    }
    let (order, gathered) = rayon::join(|| DateOrder::of(&pages), || gather_terms(&config, &posts));
    fill_sections(&mut sections, &mut pages, &order);
    let taxonomies = tell_terms(&config, gathered, &mut pages, &order, &mut diagnostics);
    let related = memory.related.related(&pages, &taxonomies, config.related);
    for (page, related) in pages.iter_mut().zip(related) {
        page.related.clone_from(related);
    }
    let mut by_date = order.pages;
    by_date.retain(|id| pages[id.0 as usize].date.is_some());

    let file_urls = assets
        .iter()
        .chain(&files.static_files)
        .map(|(path, url_path)| (url_path.clone(), path.clone()))
        .collect();
    let mut site = Site {
        config,
        base_url,
        timezone,
        today,
        pages,
        sections,
        taxonomies,
        by_date,
        assets,
        static_files: files.static_files,
        left_out,
        targets,
        file_urls,
        asset_facts: files.asset_facts,
        site_links: Vec::new(),
    };
    diagnostics.extend(place_images(&mut site, &posts));
    diagnostics.extend(place_redirects(&mut site, &section_files));
    for (index, entry) in site.config.menu.clone().iter().enumerate() {
        let keys = ["menu", &index.to_string(), "url"];
        diagnostics.extend(site.check_address(sources, "regards.yaml", &keys, &entry.url, LinkKind::Link));
    }
    diagnostics.extend(connect(&mut site, &posts, &section_files));
    (site, diagnostics)
}

/// Gives every copied file of the content folder its URL: below the page whose bundle it lies in, otherwise
/// below its section. What belongs to a page or section that is left out gets none; `targets` says why.
fn place_assets(
    assets: &[(&SourcePath, &str)],
    posts: &[&Arc<ReadFile>],
    pages: &mut [Page],
    sections: &mut [Section],
    section_ids: &FastMap<String, SectionId>,
    left_folders: &HashMap<&str, Option<LeftOutReason>>,
    targets: &mut FastMap<SourcePath, Target>,
) -> Vec<(SourcePath, String)> {
    let bundles: HashMap<&str, usize> = posts
        .iter()
        .enumerate()
        .filter(|(_, post)| post.is_bundle())
        .map(|(index, post)| (parent(&post.relative), index))
        .collect();
    let mut placed = Vec::with_capacity(assets.len());
    for (path, relative) in assets {
        let mut folder = parent(relative);
        loop {
            let rest = relative[folder.len()..].trim_start_matches('/');
            if let Some(index) = bundles.get(folder) {
                let url_path = format!("{}{rest}", folder_url(&pages[*index].url_path));
                pages[*index].assets.push(((*path).clone(), url_path.clone()));
                placed.push(((*path).clone(), url_path));
                break;
            }
            if let Some(reason) = left_folders.get(folder) {
                targets.insert((*path).clone(), Target::LeftOut(*reason));
                break;
            }
            if let Some(id) = section_ids.get(folder) {
                let section = &mut sections[id.0 as usize];
                let url_path = format!("{}{rest}", folder_url(&section.url_path));
                section.assets.push(((*path).clone(), url_path.clone()));
                placed.push(((*path).clone(), url_path));
                break;
            }
            // The root is always a section, so this ends there at the latest.
            folder = parent(folder);
        }
    }
    placed
}

/// The folder part of a URL path, with a slash at its end.
fn folder_url(url_path: &str) -> &str {
    url_path.rfind('/').map_or("/", |slash| &url_path[..=slash])
}

/// The folders that pages lie in.
fn folders_of<'files>(posts: &[&'files Arc<ReadFile>]) -> BTreeSet<&'files str> {
    // Posts are ordered by path, so most lie where the one before does.
    let mut folders: Vec<&str> = posts.iter().map(|post| post.section_folder()).collect();
    folders.dedup();
    folders.into_iter().collect()
}

/// Puts each page into its section, and into the ones above as long as they are transparent; then sorts.
fn fill_sections(sections: &mut [Section], pages: &mut [Page], order: &DateOrder) {
    for id in &order.pages {
        let mut at = Some(pages[id.0 as usize].section);
        while let Some(section) = at {
            let section = &mut sections[section.0 as usize];
            section.pages.push(*id);
            at = section.parent.filter(|_| section.transparent);
        }
    }
    // From the deepest folder up, so that the list a reader sees a transparent section's pages in has the last word.
    for section in sections.iter_mut().rev() {
        sort_pages(&mut section.pages, pages, section.sort_by);
        link_neighbours(&section.pages, pages, section.sort_by);
    }
}
