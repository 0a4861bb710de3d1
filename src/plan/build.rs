//! From the understood site to its files.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::collections::HashMap;

use jiff::civil::Date;

use crate::diag::Diagnostic;
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
use crate::source::PathFault;

/// The most addresses that one sitemap may hold (sitemaps.org protocol 0.9).
pub const SITEMAP_LIMIT: usize = 50_000;

/// Every file that will exist, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Ordered by path.
    outputs: Vec<Output>,
}

/// One file that will exist.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Output {
    path: OutPath,
    job: Job,
    in_sitemap: bool,
}

impl Plan {
    /// Every job with its output path, ordered by path.
    pub fn jobs(&self) -> impl ExactSizeIterator<Item = (&OutPath, &Job)> {
        self.outputs.iter().map(|output| (&output.path, &output.job))
    }

    /// The job behind a path.
    pub fn get(&self, path: &OutPath) -> Option<&Job> {
        let place = self.outputs.binary_search_by(|output| output.path.cmp(path)).ok()?;
        Some(&self.outputs[place].job)
    }

    /// The outputs that belong into a sitemap, ordered by path: pages for readers, not files, feeds or redirects, and
    /// no issue before it went out.
    pub fn sitemap_pages(&self) -> impl Iterator<Item = (&OutPath, &Job)> {
        self.outputs.iter().filter(|output| output.in_sitemap).map(|output| (&output.path, &output.job))
    }

    /// Whether some file answers a path of the site (`/about/`, `/about`, `/atom.xml`), not escaped, without query.
    pub fn answers(&self, url_path: &str) -> bool {
        let exact = OutPath::new(url_path.trim_start_matches('/'));
        exact.is_ok_and(|path| self.get(&path).is_some())
            || OutPath::for_url_path(url_path).is_ok_and(|path| self.get(&path).is_some())
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
    let mut planner = Planner { site, wanted: Vec::with_capacity(2 * site.pages.len()), faults: Vec::new() };
    planner.pages();
    planner.sections();
    planner.terms();
    planner.aliases();
    planner.files(extras);
    planner.generated(extras);
    let (mut outputs, mut diagnostics) = planner.settle();
    diagnostics.extend(take_blocked(site, &mut outputs));
    diagnostics.extend(add_sitemap(site, &mut outputs, extras));
    diagnostics.extend(differing_by_case(site, &outputs));
    let plan = Plan { outputs };
    diagnostics.extend(check_site_links(site, &plan));
    (plan, diagnostics)
}

struct Planner<'a> {
    site: &'a Site,
    /// In the order that decides who gets a path.
    wanted: Vec<Wanted>,
    /// Each with the number of jobs that were wanted before.
    faults: Vec<(usize, Diagnostic)>,
}

/// A job and where it wants to be.
struct Wanted {
    path: OutPath,
    job: Job,
    /// Whether it is content to be left out if the path is taken.
    yields: bool,
}

impl Planner<'_> {
    fn pages(&mut self) {
        for id in self.site.page_ids() {
            let page = self.site.page(id);
            self.want(page.out_path.clone(), &page.url_path, Job::Page(id), false);
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
            let job = job(Pager { index, count });
            match index {
                1 => self.add(url_path, job),
                index => self.add(&format!("{url_path}{paginate_path}/{index}/"), job),
            }
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

    fn add(&mut self, url_path: &str, job: Job) {
        self.want(OutPath::for_url_path(url_path), url_path, job, false);
    }

    fn add_file(&mut self, url_path: &str, job: Job) {
        self.want(OutPath::new(url_path.trim_start_matches('/')), url_path, job, false);
    }

    fn add_if_free(&mut self, url_path: &str, job: Job) {
        self.want(path_of_generated(url_path), url_path, job, true);
    }

    fn want(&mut self, path: Result<OutPath, PathFault>, url_path: &str, job: Job, yields: bool) {
        match path {
            Ok(path) => self.wanted.push(Wanted { path, job, yields }),
            Err(fault) => {
                self.faults.push((self.wanted.len(), no_address(self.site, &job, url_path, fault)));
            }
        }
    }

    /// Gives each path to the first job that wants it; the result is ordered by path.
    fn settle(self) -> (Vec<Output>, Diagnostics) {
        let Self { site, wanted, mut faults } = self;
        let mut order: Vec<usize> = (0..wanted.len()).collect();
        order.sort_by(|left, right| wanted[*left].path.cmp(&wanted[*right].path));
        let mut first = 0;
        let mut losers = vec![false; wanted.len()];
        for (place, number) in order.iter().enumerate() {
            let job = &wanted[*number];
            if place == 0 || wanted[order[first]].path != job.path {
                first = place;
                continue;
            }
            losers[*number] = true;
            let has_it = &wanted[order[first]];
            if !job.yields && has_it.job != job.job {
                faults.push((*number, two_for_one(site, &has_it.job, &job.job, &job.path)));
            }
        }
        faults.sort_by_key(|(number, _)| *number);
        let mut wanted: Vec<Option<Wanted>> = wanted.into_iter().map(Some).collect();
        let winners = order.into_iter().filter(|number| !losers[*number]);
        let outputs = winners
            .filter_map(|number| wanted[number].take())
            .map(|Wanted { path, job, .. }| Output { path, in_sitemap: is_for_readers(&job), job })
            .collect();
        (outputs, faults.into_iter().map(|(_, fault)| fault).collect())
    }
}

/// Where a generated output goes: exactly there, unless it is a folder's page.
fn path_of_generated(url_path: &str) -> Result<OutPath, PathFault> {
    if url_path.ends_with('/') {
        OutPath::for_url_path(url_path)
    } else {
        OutPath::new(url_path.trim_start_matches('/'))
    }
}

/// Takes out what lies in a folder that is a file: both cannot be.
fn take_blocked(site: &Site, outputs: &mut Vec<Output>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let mut blocked = Vec::new();
    // Whose path is the start of the one that is looked at, shortest first: whatever starts with a path stands
    // behind it in one piece.
    let mut starts: Vec<usize> = Vec::new();
    for (place, output) in outputs.iter().enumerate() {
        let path = output.path.as_str();
        let is_start = |start: usize| path.starts_with(outputs[start].path.as_str());
        while starts.pop_if(|start| !is_start(*start)).is_some() {}
        for file in starts.iter().map(|start| &outputs[*start]) {
            if path.as_bytes().get(file.path.as_str().len()) == Some(&b'/') {
                let (file, inside) = ((&file.job, &file.path), (&output.job, &output.path));
                diagnostics.push(blocked_folder(site, file, inside));
                blocked.push(place);
            }
        }
        starts.push(place);
    }
    let mut place = 0;
    outputs.retain(|_| {
        place += 1;
        blocked.binary_search(&(place - 1)).is_err()
    });
    diagnostics
}

/// Plans the sitemap of what is planned.
fn add_sitemap(site: &Site, outputs: &mut Vec<Output>, extras: Extras<'_>) -> Diagnostics {
    let upcoming: BTreeSet<(&str, Date)> = extras
        .issues
        .iter()
        .filter(|issue| issue.upcoming)
        .map(|issue| (issue.audience.as_str(), issue.date))
        .collect();
    for output in outputs.iter_mut().filter(|_| !upcoming.is_empty()) {
        if let Job::Issue { audience, date } = &output.job {
            output.in_sitemap = !upcoming.contains(&(audience.as_str(), *date));
        }
    }
    let listed = outputs.iter().filter(|output| output.in_sitemap).count();
    let parts = listed.div_ceil(SITEMAP_LIMIT) as u32;
    let mut diagnostics = Diagnostics::new();
    for part in std::iter::once(0).chain((1..=parts).filter(|_| parts > 1)) {
        let (url_path, job) = (generated::sitemap(part), Job::Sitemap { part });
        match path_of_generated(&url_path) {
            Ok(path) => {
                if let Err(free) = outputs.binary_search_by(|output| output.path.cmp(&path)) {
                    outputs.insert(free, Output { path, job, in_sitemap: false });
                }
            }
            Err(fault) => diagnostics.push(no_address(site, &job, &url_path, fault)),
        }
    }
    diagnostics
}

/// Disks that do not tell upper from lower case would keep one of two files.
fn differing_by_case(site: &Site, outputs: &[Output]) -> Diagnostics {
    // The feeds and further pages of a list share the fate of its first.
    let counts = |job: &Job| match job {
        Job::Section { pager, .. } | Job::Term { pager, .. } => pager.index == 1,
        Job::Feed { .. } => false,
        _ => true,
    };
    let counted = || outputs.iter().filter(|output| counts(&output.job));
    let lower = |output: &Output| output.path.as_str().to_lowercase();
    // Of two paths that differ by case, one at least is not in lower case, and few are.
    let mut first_of: HashMap<String, Option<&Output>> = counted()
        .filter(|output| !is_lower_case(output.path.as_str()))
        .map(|output| (lower(output), None))
        .collect();
    if first_of.is_empty() {
        return Diagnostics::new();
    }
    let mut diagnostics = Diagnostics::new();
    for output in counted() {
        let path = output.path.as_str();
        let lower = if is_lower_case(path) { Cow::Borrowed(path) } else { Cow::Owned(path.to_lowercase()) };
        let Some(first) = first_of.get_mut(&*lower) else { continue };
        match first {
            None => *first = Some(output),
            Some(first) => {
                let (first, second) = ((&first.job, &first.path), (&output.job, &output.path));
                diagnostics.push(by_case(site, first, second));
            }
        }
    }
    diagnostics
}

/// Whether a text is in lower case already; `false` if that takes more than a look at its bytes.
fn is_lower_case(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
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
