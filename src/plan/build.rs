//! From the understood site to its files.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::nearest;
use crate::output::OutPath;
use crate::plan::FeedScope;
use crate::plan::Job;
use crate::plan::Lead;
use crate::plan::Pager;
use crate::plan::collision::blocked_folder;
use crate::plan::collision::no_address;
use crate::plan::collision::two_for_one;
use crate::site::RelativeLink;
use crate::site::SectionId;
use crate::site::Site;
use crate::site::TermId;
use crate::site::faults::BROKEN_PATH;
use crate::site::nearest_file;

/// The most addresses that one sitemap may hold (sitemaps.org protocol 0.9).
pub const SITEMAP_LIMIT: usize = 50_000;

/// How many links that lead nowhere get a suggestion. Each costs a look at everything that there is.
const SUGGESTIONS: usize = 50;

/// Every file that will exist, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    jobs: BTreeMap<OutPath, Job>,
}

impl Plan {
    /// Every job with its output path, ordered by path.
    pub fn jobs(&self) -> impl ExactSizeIterator<Item = (&OutPath, &Job)> {
        self.jobs.iter()
    }

    /// The job behind a path.
    pub fn get(&self, path: &OutPath) -> Option<&Job> {
        self.jobs.get(path)
    }

    /// The outputs that belong into a sitemap, ordered by path.
    pub fn sitemap_pages(&self) -> impl Iterator<Item = (&OutPath, &Job)> {
        sitemap_pages(&self.jobs)
    }

    /// Whether some file answers a path of the site (`/about/`, `/about`, `/atom.xml`), not escaped, without query.
    pub fn answers(&self, url_path: &str) -> bool {
        let exact = OutPath::new(url_path.trim_start_matches('/'));
        exact.is_ok_and(|path| self.jobs.contains_key(&path))
            || OutPath::for_url_path(url_path).is_ok_and(|path| self.jobs.contains_key(&path))
    }
}

/// What is planned besides the site's own pages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras<'a> {
    /// Web versions of issues, by audience and date; only audiences with a public archive.
    pub issues: &'a [(String, Date)],
    /// Audiences with a public archive.
    pub archives: &'a [String],
    /// Whether the archive by year is wanted and has a template.
    pub archive: bool,
    /// Whether there is a template for addresses that lead nowhere.
    pub not_found: bool,
    /// Whether there is any audience to subscribe to.
    pub subscribe: bool,
    /// Whether there are people to show.
    pub people: bool,
    /// The theme's own files, each with its URL path.
    pub theme_files: &'a [(Job, String)],
}

/// Decides which files will exist.
///
/// When two jobs want one path, the one from the earlier source stays and the fault names both. A file of the
/// site replaces the theme's file of the same path, and a page replaces a generated one: that is how both are changed.
pub fn plan(site: &Site, extras: Extras<'_>) -> (Plan, Diagnostics) {
    let mut planner = Planner { site, jobs: BTreeMap::new(), diagnostics: Diagnostics::new() };
    planner.pages();
    planner.sections();
    planner.terms();
    planner.aliases();
    planner.files(extras);
    planner.generated(extras);
    planner.folders();
    let Planner { jobs, mut diagnostics, .. } = planner;
    let plan = Plan { jobs };
    diagnostics.extend(check_site_links(site, &plan));
    (plan, diagnostics)
}

struct Planner<'a> {
    site: &'a Site,
    jobs: BTreeMap<OutPath, Job>,
    diagnostics: Diagnostics,
}

impl Planner<'_> {
    fn pages(&mut self) {
        for id in self.site.page_ids() {
            self.add(&self.site.page(id).url_path, Job::Page(id));
        }
    }

    fn sections(&mut self) {
        for (id, section) in self.site.sections.iter().enumerate() {
            let id = SectionId(id as u32);
            if section.redirect_to.is_some() {
                self.add(&section.url_path, Job::Alias { of: Lead::Redirect(id) });
            } else if section.render {
                let pager = |pager| Job::Section { section: id, pager };
                self.list(
                    &section.url_path,
                    &section.paginate_path,
                    section.pages.len(),
                    section.paginate_by,
                    pager,
                );
            }
            if section.feeds && id.0 != 0 {
                self.feeds(&section.url_path, FeedScope::Section(id));
            }
        }
    }

    fn terms(&mut self) {
        for (index, taxonomy) in self.site.taxonomies.iter().enumerate() {
            if !taxonomy.settings.render || taxonomy.terms.is_empty() {
                continue;
            }
            self.add(&taxonomy.url_path, Job::Taxonomy(index as u16));
            for (term_index, term) in taxonomy.terms.iter().enumerate() {
                let id = TermId { taxonomy: index as u16, term: term_index as u32 };
                let job = |pager| Job::Term { term: id, pager };
                self.list(&term.url_path, "page", term.pages.len(), taxonomy.settings.paginate_by, job);
                if taxonomy.settings.feed {
                    self.feeds(&term.url_path, FeedScope::Term(id));
                }
            }
        }
    }

    /// One job per page of a list: `/posts/`, `/posts/page/2/`, …
    fn list(
        &mut self,
        url_path: &str,
        paginate_path: &str,
        items: usize,
        by: Option<usize>,
        job: impl Fn(Pager) -> Job,
    ) {
        let count = by.map_or(1, |by| items.div_ceil(by).max(1)) as u32;
        for index in 1..=count {
            let path =
                if index == 1 { url_path.to_owned() } else { format!("{url_path}{paginate_path}/{index}/") };
            self.add(&path, job(Pager { index, count }));
        }
    }

    fn feeds(&mut self, url_path: &str, scope: FeedScope) {
        for format in self.site.config.feeds.formats.clone() {
            let file = self.site.config.feeds.file(format);
            self.add(&format!("{url_path}{file}"), Job::Feed { scope, format });
        }
    }

    fn aliases(&mut self) {
        for id in self.site.page_ids() {
            for alias in &self.site.page(id).aliases {
                self.add(alias, Job::Alias { of: Lead::Page(id) });
            }
        }
        for (id, section) in self.site.sections.iter().enumerate() {
            for alias in &section.aliases {
                self.add(alias, Job::Alias { of: Lead::Section(SectionId(id as u32)) });
            }
        }
    }

    fn files(&mut self, extras: Extras<'_>) {
        for (source, url_path) in self.site.assets.iter().chain(&self.site.static_files) {
            self.add_file(url_path, Job::Copy(source.clone()));
        }
        for (job, url_path) in extras.theme_files {
            self.add_if_free(url_path, job.clone());
        }
    }

    /// What Regards adds by itself; a page of the same address comes first.
    fn generated(&mut self, extras: Extras<'_>) {
        if !self.site.by_date.is_empty() {
            if extras.archive {
                self.add_if_free("/archive/", Job::Archive);
            }
            self.feeds("/", FeedScope::Site);
        }
        if extras.not_found {
            self.add_if_free("/404.html", Job::NotFound);
        }
        if extras.subscribe {
            self.add_if_free("/subscribe/", Job::Subscribe);
        }
        if extras.people {
            self.add_if_free("/people/", Job::People);
        }
        for audience in extras.archives {
            self.add_if_free(
                &format!("/newsletters/{audience}/"),
                Job::IssueList { audience: audience.clone() },
            );
        }
        for (audience, date) in extras.issues {
            let job = Job::Issue { audience: audience.clone(), date: *date };
            self.add(&format!("/newsletters/{audience}/{date}/"), job);
        }
        self.add_if_free("/robots.txt", Job::Robots);
        let addresses = sitemap_pages(&self.jobs).count();
        let parts = addresses.div_ceil(SITEMAP_LIMIT) as u32;
        self.add_if_free("/sitemap.xml", Job::Sitemap { part: 0 });
        for part in (1..=parts).filter(|_| parts > 1) {
            self.add_if_free(&format!("/sitemap-{part}.xml"), Job::Sitemap { part });
        }
    }

    fn add(&mut self, url_path: &str, job: Job) {
        match OutPath::for_url_path(url_path) {
            Ok(path) => self.add_path(path, job),
            Err(fault) => self.diagnostics.push(no_address(self.site, &job, url_path, fault)),
        }
    }

    fn add_file(&mut self, url_path: &str, job: Job) {
        match OutPath::new(url_path.trim_start_matches('/')) {
            Ok(path) => self.add_path(path, job),
            Err(fault) => self.diagnostics.push(no_address(self.site, &job, url_path, fault)),
        }
    }

    fn add_if_free(&mut self, url_path: &str, job: Job) {
        let exact = OutPath::new(url_path.trim_start_matches('/'));
        let path = if url_path.ends_with('/') { OutPath::for_url_path(url_path) } else { exact };
        match path {
            Ok(path) => {
                self.jobs.entry(path).or_insert(job);
            }
            Err(fault) => self.diagnostics.push(no_address(self.site, &job, url_path, fault)),
        }
    }

    fn add_path(&mut self, path: OutPath, job: Job) {
        match self.jobs.get(&path) {
            None => {
                self.jobs.insert(path, job);
            }
            Some(first) if *first == job => {}
            Some(first) => {
                let first = first.clone();
                self.collision(&first, &job, &path);
            }
        }
    }

    /// A file cannot stand where another output needs a folder.
    fn folders(&mut self) {
        let mut blocked = Vec::new();
        for (path, job) in &self.jobs {
            for (slash, _) in path.as_str().match_indices('/') {
                let Ok(folder) = OutPath::new(&path.as_str()[..slash]) else { continue };
                if let Some(file) = self.jobs.get(&folder) {
                    blocked.push((path.clone(), folder, file.clone(), job.clone()));
                }
            }
        }
        for (path, folder, file, job) in blocked {
            self.jobs.remove(&path);
            self.diagnostics.push(blocked_folder(self.site, (&file, &folder), (&job, &path)));
        }
    }

    fn collision(&mut self, first: &Job, second: &Job, path: &OutPath) {
        self.diagnostics.push(two_for_one(self.site, first, second, path));
    }
}

/// The outputs that belong into a sitemap: pages for readers, not files, feeds or redirects.
pub fn sitemap_pages(jobs: &BTreeMap<OutPath, Job>) -> impl Iterator<Item = (&OutPath, &Job)> {
    jobs.iter().filter(|(_, job)| {
        matches!(
            job,
            Job::Page(_)
                | Job::Section { .. }
                | Job::Taxonomy(_)
                | Job::Term { .. }
                | Job::Archive
                | Job::Subscribe
                | Job::People
                | Job::Issue { .. }
                | Job::IssueList { .. }
        )
    })
}

/// Holds every link to a path of the site against the plan.
fn check_site_links(site: &Site, plan: &Plan) -> Diagnostics {
    let mut known: Option<BTreeSet<&str>> = None;
    let mut diagnostics = Diagnostics::new();
    for link in &site.site_links {
        let url_path = &link.url_path;
        if plan.answers(url_path) {
            continue;
        }
        let (message, file) = match &link.relative {
            None => (format!("nothing of this site answers `{}`", link.url_path), None),
            Some(RelativeLink { written, kind, looked_for }) => {
                let missing = match looked_for {
                    Some(file) => format!("there is no {file}"),
                    None => format!("nothing of this site answers `{}`", link.url_path),
                };
                (format!("the {} `{written}` leads nowhere: {missing}", kind.noun()), looked_for.as_ref())
            }
        };
        let suggested = diagnostics.len() < SUGGESTIONS;
        let help = link.relative.as_ref().and_then(|relative| without_scheme(&relative.written));
        let help = help.or_else(|| {
            let found = file.filter(|_| suggested).and_then(|file| nearest_file(site, file))?;
            Some(format!("did you mean `@/{found}`?"))
        });
        let help = help.or_else(|| {
            let known = known.get_or_insert_with(|| plan.jobs.keys().map(OutPath::as_str).collect());
            let wanted = Some(url_path.trim_matches('/')).filter(|_| suggested && file.is_none())?;
            let folders = known.iter().map(|path| path.strip_suffix("/index.html").unwrap_or(path));
            nearest(wanted, folders).map(|found| format!("did you mean `/{found}`?"))
        });
        let diagnostic = Diagnostic::new(&BROKEN_PATH, message).at(link.span.clone());
        diagnostics.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
    diagnostics
}

/// The help for an address whose scheme was forgotten: `example.org/page`, `ann@example.org`.
fn without_scheme(written: &str) -> Option<String> {
    const ENDINGS: [&str; 10] = ["com", "org", "net", "io", "dev", "edu", "gov", "info", "app", "de"];
    let host = written.split(['/', '?', '#']).next()?;
    let (name, ending) = host.rsplit_once('.')?;
    if let Some((person, _)) = name.split_once('@') {
        return (host == written && !person.is_empty()).then(|| format!("did you mean `mailto:{written}`?"));
    }
    let is_host = !name.is_empty() && !name.ends_with('.') && ENDINGS.contains(&ending);
    is_host.then(|| format!("did you mean `https://{written}`?"))
}
