//! Everything that is known before anything is planned: the site, its readers, what each post is to them, and
//! what the next issue of every newsletter will hold.
//!
//! [`model`] is the one place where the blog meets the relation rules.

mod issues;
mod judge;
mod loose_ends;
mod made_up;
mod memory;
#[cfg(test)]
mod memory_tests;
mod over_time;
mod places;
mod told;
mod voice;
mod waiting;

pub use issues::NextIssue;
pub use judge::{DISPUTED_GIVE, disputed, disputed_give};
pub use made_up::{MadeUpLetter, made_up_letters};
pub use memory::Memory;
pub use over_time::{OverTime, StreamCount, over_time};
pub use waiting::{Waiting, read_waiting};

use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::diag::Rule;
use crate::markdown::LinkKind;
use crate::newsletter::IssueFile;
use crate::newsletter::IssuePage;
use crate::newsletter::read_issue_file;
use crate::output::BaseUrl;
use crate::people;
use crate::people::Community;
use crate::promo::Judgement;
use crate::relation::HeldFacts;
use crate::relation::IssuePlan;
use crate::relation::IssueRequest;
use crate::relation::Item;
use crate::relation::Ledger;
use crate::site::Assembly;
use crate::site::Site;
use crate::site::assemble;
use crate::site::is_issue_file;
use crate::source::SourceFile;
use crate::source::SourcePath;
use crate::source::SourceTree;

/// The faults that arise where the blog meets the relation rules.
pub const RULES: &[&Rule] = &[
    &judge::DISPUTED_GIVE,
    &issues::UNKNOWN_ISSUE_ITEM,
    &loose_ends::UNUSED_TOPIC,
    &loose_ends::UNKNOWN_AUTHOR,
    &loose_ends::EMPTY_POST,
    &over_time::ASK_TOO_SOON,
    &over_time::TOO_MANY_ASKS,
];

/// What a site is understood for.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// The day.
    pub today: Date,
    /// Whether drafts are built, too.
    pub drafts: bool,
    /// Whether posts dated in the future are built, too.
    pub future: bool,
    /// The address to build for.
    pub base_url: BaseUrl,
}

/// Everything that is known before anything is planned.
#[derive(Debug)]
pub struct Model {
    /// The blog.
    pub site: Arc<Site>,
    /// Who writes, and who reads.
    pub community: Arc<Community>,
    /// What was sent, to whom.
    pub ledger: Arc<Ledger>,
    /// What the promo check says of each page, in the order of [`Site::pages`].
    pub judgements: Vec<Arc<Judgement>>,
    /// What it says of lines that end post after post, for a check to report. They count in no judgement.
    pub standing_asks: crate::promo::StandingAsks,
    /// The settings that they were made with.
    pub promo_settings: crate::promo::Settings,
    /// What of them was learnt from the site.
    pub voice: crate::promo::Voice,
    /// The posts as the relation rules see them: those with a date.
    pub items: Arc<[Item]>,
    /// The next issue of each audience, in the order of audiences.yaml, decided.
    pub plans: Vec<Arc<IssuePlan>>,
    /// The next issues that will go out, written.
    pub issues: Vec<NextIssue>,
    /// The web versions of all issues that may be read by all, each audience's oldest first.
    pub issue_pages: Vec<IssuePage>,
}

/// Understands a site. `memory` makes it faster the next time, and changes nothing else.
pub fn model(
    sources: &SourceTree,
    config: Config,
    occasion: &Occasion,
    memory: &mut Memory,
) -> (Model, Diagnostics) {
    let (community, mut diagnostics) = memory.people.load(sources, &config);
    diagnostics.extend(people::check_dates(&community, occasion.today));
    let names =
        community.audiences.people.iter().map(|person| (person.id.clone(), person.name.clone())).collect();
    let assembly = Assembly {
        config,
        base_url: occasion.base_url.clone(),
        today: occasion.today,
        drafts: occasion.drafts,
        future: occasion.future,
        people: names,
    };
    let (mut site, met) = assemble(sources, assembly, &mut memory.site);
    diagnostics.extend(met);
    for person in &community.audiences.people {
        let Some(image) = &person.image else { continue };
        let keys = ["people", &person.id, "image"];
        diagnostics.extend(site.check_address(sources, "audiences.yaml", &keys, image, LinkKind::Image));
    }
    diagnostics.extend(crate::promo::check_settings(&site.config.promo, sources));
    let judge::Judged { judgements, standing_asks, settings: promo_settings, voice } =
        judge::judge_pages(&site, &community, &mut memory.promo);
    memory.places.begin();
    diagnostics.extend(judge::weigh_pages(&mut site, &community, &judgements, &mut memory.places));
    diagnostics.extend(loose_ends::loose_ends(sources, &site, &community, &mut memory.places));
    let items = judge::items(&site);
    let (ledger, met) = memory.relation.read_ledger(sources.text_at(&site.config.ledger));
    diagnostics.extend(met);
    let (files, met) = issue_files(sources, &site.config);
    diagnostics.extend(met);
    for (path, file) in &files {
        diagnostics.extend(site.follow_text(path, &file.intro, file.intro_start));
    }
    let plans = memory.relation.plan_issues(HeldFacts {
        community: Arc::clone(&community),
        items: Arc::clone(&items),
        ledger: Arc::clone(&ledger),
        requests: files.iter().map(|(path, file)| request(path, file)).collect(),
        today: occasion.today,
    });
    let context = issues::Context { site: &site, community: &community, ledger: &ledger, files: &files };
    let (issues, issue_pages, met) = issues::write_issues(&context, &plans, &mut memory.told);
    diagnostics.extend(met);
    let site = Arc::new(site);
    (
        Model {
            site,
            community,
            ledger,
            judgements,
            standing_asks,
            promo_settings,
            voice,
            items,
            plans,
            issues,
            issue_pages,
        },
        diagnostics,
    )
}

/// The hand-written issue files, ordered by path.
fn issue_files(sources: &SourceTree, config: &Config) -> (Vec<(SourcePath, IssueFile)>, Diagnostics) {
    let mut files = Vec::new();
    let mut diagnostics = Diagnostics::new();
    for (path, _, file) in
        sources.below(&config.content_dir).filter(|(_, relative, _)| is_issue_file(relative))
    {
        let SourceFile::Text(text) = file else { continue };
        let (file, met) = read_issue_file(&config.content_dir, path, text);
        diagnostics.extend(met);
        files.extend(file.map(|file| (path.clone(), file)));
    }
    (files, diagnostics)
}

fn request(path: &SourcePath, file: &IssueFile) -> IssueRequest {
    IssueRequest {
        path: path.clone(),
        audience: file.audience_id.clone(),
        date: file.date,
        items: file.items.iter().map(|(item, _)| item.clone()).collect(),
        override_reason: file.override_reason.as_ref().map(|reason| reason.text.clone()),
    }
}
