//! From the understood site to its files.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::civil::Date;

use crate::diag::Diagnostics;
use crate::output::OutPath;
use crate::output::generated;
use crate::plan::FeedScope;
use crate::plan::Job;
use crate::plan::Lead;
use crate::plan::Pager;
use crate::plan::collision::blocked_folder;
use crate::plan::collision::by_case;
use crate::plan::collision::no_address;
use crate::plan::collision::two_for_one;
use crate::plan::links::check_site_links;
use crate::site::SectionId;
use crate::site::Site;
use crate::site::TermId;

/// The most addresses that one sitemap may hold (sitemaps.org protocol 0.9).
pub const SITEMAP_LIMIT: usize = 50_000;

/// Every file that will exist, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    jobs: BTreeMap<OutPath, Job>,
    sitemap: Vec<OutPath>,
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

    /// The outputs that belong into a sitemap, ordered by path: pages for readers, not files, feeds or redirects, and
    /// no issue before it went out.
    pub fn sitemap_pages(&self) -> impl Iterator<Item = (&OutPath, &Job)> {
        // Both are in order: one walk finds what would cost a search for each of ten thousand paths.
        let mut listed = self.sitemap.iter().peekable();
        self.jobs.iter().filter(move |(path, _)| {
            while listed.next_if(|listed| listed < path).is_some() {}
            listed.next_if(|listed| listed == path).is_some()
        })
    }

    /// Whether some file answers a path of the site (`/about/`, `/about`, `/atom.xml`), not escaped, without query.
    pub fn answers(&self, url_path: &str) -> bool {
        let exact = OutPath::new(url_path.trim_start_matches('/'));
        exact.is_ok_and(|path| self.jobs.contains_key(&path))
            || OutPath::for_url_path(url_path).is_ok_and(|path| self.jobs.contains_key(&path))
    }
}

/// The web version of an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedIssue {
    /// The audience's id.
    pub audience: String,
    /// The day that names the issue.
    pub date: Date,
    /// Whether it has not gone out: its page is there for the letter's own link alone.
    pub upcoming: bool,
}

/// What is planned besides the site's own pages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras<'a> {
    /// Web versions of issues; only of audiences with a public archive.
    pub issues: &'a [PlannedIssue],
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
    let sitemap = planner.sitemap(extras);
    planner.differing_by_case();
    let Planner { jobs, mut diagnostics, .. } = planner;
    let plan = Plan { jobs, sitemap };
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
                self.add_if_free(generated::ARCHIVE, Job::Archive);
            }
            self.feeds("/", FeedScope::Site);
        }
        if extras.not_found {
            self.add_if_free(generated::NOT_FOUND, Job::NotFound);
        }
        if extras.subscribe {
            self.add_if_free(generated::SUBSCRIBE, Job::Subscribe);
        }
        if extras.people {
            self.add_if_free(generated::PEOPLE, Job::People);
        }
        for audience in extras.archives {
            self.add_if_free(&generated::issues(audience), Job::IssueList { audience: audience.clone() });
        }
        for PlannedIssue { audience, date, .. } in extras.issues {
            let job = Job::Issue { audience: audience.clone(), date: *date };
            self.add(&generated::issue(audience, *date), job);
        }
        self.add_if_free(generated::ROBOTS, Job::Robots);
    }

    /// Plans the sitemap, and says what is in it.
    fn sitemap(&mut self, extras: Extras<'_>) -> Vec<OutPath> {
        let upcoming: BTreeSet<(&str, Date)> = extras
            .issues
            .iter()
            .filter(|issue| issue.upcoming)
            .map(|issue| (issue.audience.as_str(), issue.date))
            .collect();
        let listed = self.jobs.iter().filter(|(_, job)| match job {
            Job::Issue { audience, date } => !upcoming.contains(&(audience.as_str(), *date)),
            job => is_for_readers(job),
        });
        let sitemap: Vec<OutPath> = listed.map(|(path, _)| path.clone()).collect();
        let parts = sitemap.len().div_ceil(SITEMAP_LIMIT) as u32;
        self.add_if_free(&generated::sitemap(0), Job::Sitemap { part: 0 });
        for part in (1..=parts).filter(|_| parts > 1) {
            self.add_if_free(&generated::sitemap(part), Job::Sitemap { part });
        }
        sitemap
    }

    /// Disks that do not tell upper from lower case would keep one of two files.
    fn differing_by_case(&mut self) {
        let mut first_of: HashMap<String, (&Job, &OutPath)> = HashMap::new();
        let mut met = Vec::new();
        // The feeds and further pages of a list share the fate of its first.
        let counts = |job: &Job| match job {
            Job::Section { pager, .. } | Job::Term { pager, .. } => pager.index == 1,
            Job::Feed { .. } => false,
            _ => true,
        };
        for (path, job) in self.jobs.iter().filter(|(_, job)| counts(job)) {
            match first_of.entry(path.as_str().to_lowercase()) {
                Entry::Vacant(free) => {
                    free.insert((job, path));
                }
                Entry::Occupied(first) => met.push(by_case(self.site, *first.get(), (job, path))),
            }
        }
        self.diagnostics.extend(met);
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

/// Whether an output is a page for readers, not a file, feed or redirect.
fn is_for_readers(job: &Job) -> bool {
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
}
