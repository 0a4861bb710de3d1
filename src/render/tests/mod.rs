//! Whole sites, rendered in memory.

mod again;
mod contexts;
mod feeds;
mod pages;
mod templates;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{Config, read_config};
use crate::diag::{Diagnostics, human};
use crate::newsletter::IssuePage;
use crate::newsletter::IssueState;
use crate::output::{BaseUrl, OutPath};
use crate::people;
use crate::plan::{Extras, Job, Plan, PlannedIssue, plan};
use crate::render::{Inputs, Renderer};
use crate::site::{Assembly, assemble};
use crate::source::{Asset, ImageSize, SourceFile, SourcePath, SourceTree};
use crate::theme::Theme;

/// A site out of `(path, text)` pairs, planned and ready to render.
pub struct TestSite {
    pub renderer: Renderer,
    pub plan: Arc<Plan>,
    pub sources: Arc<SourceTree>,
    pub diagnostics: Diagnostics,
}

impl TestSite {
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self::with_issues(files, Vec::new())
    }

    pub fn with_issues(files: &[(&str, &str)], issues: Vec<IssuePage>) -> Self {
        let mut sources = SourceTree::default();
        for (path, text) in files {
            let path = SourcePath::new(path).unwrap();
            if matches!(path.extension(), "png" | "jpg" | "svg" | "pdf") {
                let image = Some(ImageSize { width: 640, height: 480 });
                sources.insert(path, SourceFile::Asset(Asset { length: 1, image }));
            } else {
                sources.insert_text(path, *text);
            }
        }
        let sources = Arc::new(sources);
        let (inputs, mut diagnostics) = inputs_of(&sources, issues, &mut crate::site::Memory::default());
        let plan = Arc::clone(&inputs.plan);
        let (renderer, faults) = Renderer::new(inputs);
        diagnostics.extend(faults);
        Self { renderer, plan, sources, diagnostics }
    }

    /// Renders the file at an output path.
    #[track_caller]
    pub fn try_render(&self, path: &str) -> (Option<String>, Diagnostics) {
        let job = self.plan.get(&OutPath::new(path).unwrap());
        let job = job.unwrap_or_else(|| panic!("{path} is not planned: {:?}", self.paths()));
        let (bytes, diagnostics) = self.renderer.render(job);
        (bytes.map(|bytes| String::from_utf8(bytes).unwrap()), diagnostics)
    }

    /// Renders the file at an output path; there must be nothing wrong with it.
    #[track_caller]
    pub fn render(&self, path: &str) -> String {
        let (text, diagnostics) = self.try_render(path);
        assert!(diagnostics.is_empty(), "{}", self.report(&diagnostics));
        text.unwrap_or_else(|| panic!("{path} has no bytes"))
    }

    pub fn report(&self, diagnostics: &Diagnostics) -> String {
        let mut diagnostics = diagnostics.clone();
        diagnostics.sort();
        human(&diagnostics, &self.sources, false)
    }

    pub fn paths(&self) -> Vec<&str> {
        self.plan.jobs().map(|(path, _)| path.as_str()).collect()
    }

    /// Every file that rendering makes, by path.
    pub fn all(&self) -> BTreeMap<String, Vec<u8>> {
        let rendered = self.plan.jobs().filter_map(|(path, job)| {
            let (bytes, diagnostics) = self.renderer.render(job);
            assert!(diagnostics.is_empty(), "{path}: {}", self.report(&diagnostics));
            Some((path.as_str().to_owned(), bytes?))
        });
        rendered.collect()
    }
}

/// What a site is rendered from: understood and planned.
pub fn inputs_of(
    sources: &Arc<SourceTree>,
    issues: Vec<IssuePage>,
    memory: &mut crate::site::Memory,
) -> (Inputs, Diagnostics) {
    let (config, mut diagnostics) = read_config(sources);
    let (community, faults) = people::load(sources, &config);
    diagnostics.extend(faults);
    let audiences = Arc::new(community.audiences);
    let (site, faults) = assemble(sources, assembly(&config, &audiences), memory);
    diagnostics.extend(faults);
    let (theme, faults) = Theme::load(sources, &config.theme);
    diagnostics.extend(faults);
    let theme = theme.expect("the tests name a theme that exists");
    let days: Vec<PlannedIssue> = issues
        .iter()
        .map(|issue| PlannedIssue {
            audience: issue.audience_id.clone(),
            date: issue.date.parse().unwrap(),
            upcoming: issue.state == IssueState::Upcoming,
        })
        .collect();
    let archives: Vec<String> = audiences.audiences.iter().map(|audience| audience.id.clone()).collect();
    let theme_files: Vec<(Job, String)> = theme
        .static_files()
        .map(|file| (Job::ThemeFile(file.path.clone()), format!("/{}", file.path)))
        .collect();
    let extras = Extras {
        archive: true,
        not_found: true,
        issues: &days,
        archives: &archives,
        subscribe: !audiences.audiences.is_empty(),
        people: !audiences.people.is_empty(),
        theme_files: &theme_files,
    };
    let (plan, faults) = plan(&site, extras);
    diagnostics.extend(faults);
    let (site, plan) = (Arc::new(site), Arc::new(plan));
    (Inputs { site, plan, sources: Arc::clone(sources), theme, audiences, issues }, diagnostics)
}

fn assembly(config: &Config, audiences: &people::Audiences) -> Assembly {
    Assembly {
        base_url: BaseUrl::new(&config.base_url).unwrap(),
        config: config.clone(),
        today: jiff::civil::date(2026, 6, 1),
        drafts: false,
        future: false,
        people: audiences.people.iter().map(|person| (person.id.clone(), person.name.clone())).collect(),
    }
}

/// A site with something of everything, published in a subfolder.
pub fn kitchen_sink() -> TestSite {
    let issue = |date: &str, subject: &str| IssuePage {
        audience_id: "dealers".into(),
        audience: "Dealers".into(),
        why: "Help dealers install gear".into(),
        date: date.into(),
        subject: subject.into(),
        preheader: "In short".into(),
        intro: Some("<p>Hello</p>".into()),
        items: vec![crate::newsletter::PageItem {
            title: "First".into(),
            url: "https://example.org/blog/posts/first/".into(),
            kind: crate::config::Kind::Give,
            need: Some("How do I get a defect sorted out?".into()),
            summary: "<p>What to do</p>".into(),
            authors: vec![crate::newsletter::Author { name: "Ann Owner".into(), url: None }],
            reading_time: 1,
        }],
        reply_invite: Some("What next?".into()),
        owner: crate::newsletter::PageOwner { name: "Ann Owner".into() },
        signature: Some("Ann".into()),
        state: IssueState::Sent,
        previous: None,
        next: None,
    };
    TestSite::with_issues(
        &[
            (
                "regards.yaml",
                "title: Kitchen sink\nbase_url: https://example.org/blog\ndescription: A bit of everything\n\
                 timezone: Europe/Berlin\nauthors: [ann]\nsections: {posts: {paginate_by: 2, generate_feeds: true}}\n\
                 menu: [{name: Posts, url: '@/posts/_index.md'}, {name: Archive, url: /archive/}]\n\
                 extra: {accent: teal}\n",
            ),
            (
                "audiences.yaml",
                "people:\n  ann:\n    name: Ann Owner\n    email: ann@example.org\n    role: founder\n    bio: Writes *here*.\n\
                 \x20   image: /ann.png\n    links: [{url: 'https://social.example.org/@ann', rel: me, label: '@ann'}]\n\
                 legal: {postal: 'Example Ltd', leave: {mail: leave@example.org}, join: {mail: join@example.org}}\n\
                 audiences:\n  dealers:\n    name: Dealers\n    why: Help dealers install gear\n    topics: [installation]\n\
                 \x20   needs: {warranty: How do I get a defect sorted out?}\n\
                 \x20   promise: {every: 2 weeks, at: 'tue 09:00'}\n    reply_invite: What next?\n",
            ),
            ("content/_index.md", "Welcome to *everything*.\n"),
            ("content/posts/_index.md", "---\ntitle: Posts\ndescription: All of them\n---\nThe *posts*.\n"),
            (
                "content/posts/first/index.md",
                "---\ntitle: First & <foremost>\ndate: 2026-01-02\nupdated: 2026-02-03T10:00:00+01:00\ndescription: The first\n\
                 authors: [ann]\ntags: [installation]\nseries: [Start here]\nkind: give\nanswers: [warranty]\n\
                 image: photo.png\nimage_alt: A cable\naliases: [/old/first/]\nextra: {mood: calm}\n---\n\
                 Before the break, [second](../second.md#part).\n\n<!-- more -->\n\n## A *heading*\n\n### Below\n\n\
                 ![Cable](photo.png)\n\n[Other](https://example.net/) [root](/archive/)\n",
            ),
            ("content/posts/first/photo.png", ""),
            (
                "content/posts/second.md",
                "---\ntitle: Second\ndate: 2026-02-02\nauthors: [Guest]\ntags: [installation, warranty]\nseries: [Start here]\n\
                 ---\n## Part\n\nSome words, and a link to [the first](@/posts/first/index.md).\n",
            ),
            ("content/posts/third.md", "---\ntitle: Third\ndate: 2026-03-03\nkind: ask\n---\nPlease come.\n"),
            ("content/about.md", "---\ntitle: About\ntoc: false\n---\nThis is us.\n"),
            ("static/ann.png", ""),
        ],
        vec![
            issue("2026-03-10", "Two weeks"),
            issue("2026-03-24", "Four weeks"),
            IssuePage { state: IssueState::Upcoming, ..issue("2026-04-07", "Six weeks") },
        ],
    )
}
