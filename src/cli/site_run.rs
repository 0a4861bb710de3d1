//! What every command on a site begins with: load it, and understand it.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::BuildArgs;
use crate::cli::Global;
use crate::cli::faults::BAD_BASE_URL_OPTION;
use crate::cli::faults::TRACKED_CONTACTS;
use crate::cli::levels::check_levels;
use crate::config::Config;
use crate::config::time_zone;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::effects;
use crate::effects::IoFault;
use crate::effects::Loaded;
use crate::effects::load;
use crate::model::Memory;
use crate::model::Model;
use crate::model::Occasion;
use crate::model::model;
use crate::newsletter::IssueState;
use crate::output::BaseUrl;
use crate::people::NO_CONTACTS_FILE;
use crate::people::all_reserved;
use crate::plan::Extras;
use crate::plan::Job;
use crate::plan::Plan;
use crate::plan::PlannedIssue;
use crate::plan::plan;
use crate::render::Inputs;
use crate::render::Renderer;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::source::Span;
use crate::theme::StaticOrigin;
use crate::theme::Theme;

/// A site, loaded and understood.
#[derive(Debug)]
pub struct SiteRun {
    /// Its files.
    pub sources: Arc<SourceTree>,
    /// Its settings.
    pub config: Config,
    /// What is known of it; `None` if the settings say too little to know anything.
    pub model: Option<Model>,
    /// Everything that was wrong so far.
    pub diagnostics: Diagnostics,
}

/// Today's date: the one that was handed in, or the clock's in the site's time zone.
pub fn today(global: &Global, config: &Config) -> Date {
    global.today.unwrap_or_else(|| {
        let timezone = time_zone(&config.timezone).unwrap_or(TimeZone::UTC);
        effects::today(&timezone)
    })
}

/// Loads and understands the site.
pub fn understand(arguments: &BuildArgs, global: &Global) -> Result<SiteRun, IoFault> {
    let mut run = understand_loaded(load(&global.root)?, arguments, global, &mut Memory::default());
    run.diagnostics.extend(tracked_contacts(&run, global));
    Ok(run)
}

/// Understands a site that was loaded. `memory` makes it faster the next time, and changes nothing else.
pub fn understand_loaded(
    loaded: Loaded,
    arguments: &BuildArgs,
    global: &Global,
    memory: &mut Memory,
) -> SiteRun {
    let (sources, mut config, mut diagnostics) = (loaded.sources, loaded.config, loaded.diagnostics);
    global.deny.show_verdicts(&mut config);
    if let Some(text) = &arguments.base_url {
        match BaseUrl::new(text) {
            Ok(base_url) => config.base_url = base_url.as_str().to_owned(),
            Err(fault) => diagnostics.push(Diagnostic::new(
                &BAD_BASE_URL_OPTION,
                format!("--base-url `{text}` is no address: {fault}"),
            )),
        }
    }
    check_levels(&config, &sources, &mut diagnostics);
    // A contacts file that could not be read is there all the same.
    let unread = SourcePath::new(&config.contacts.file)
        .is_ok_and(|path| diagnostics.iter().any(|diagnostic| diagnostic.path() == Some(&path)));
    // Without settings, every other fault would only follow from that one.
    let has_settings = sources.text_at("regards.yaml").is_some();
    let understood = has_settings.then(|| {
        let base_url = BaseUrl::new(&config.base_url).unwrap_or_else(|_| BaseUrl::placeholder());
        let (drafts, future) = (arguments.drafts, arguments.future);
        let occasion = Occasion { today: today(global, &config), drafts, future, base_url };
        model(&sources, config.clone(), &occasion, memory)
    });
    let model = understood.map(|(model, mut met)| {
        if unread {
            met.retain(|diagnostic| diagnostic.rule != &NO_CONTACTS_FILE);
        }
        diagnostics.extend(met);
        model
    });
    SiteRun { sources: Arc::new(sources), config, model, diagnostics }
}

/// Chooses the theme, prepares the renderer and plans every file.
pub fn prepare(run: &mut SiteRun) -> Option<(Renderer, Arc<Plan>)> {
    let (inputs, plan) = planned(run)?;
    let (renderer, met) = Renderer::new(inputs);
    run.diagnostics.extend(met);
    Some((renderer, plan))
}

/// Chooses the theme and plans every file: all that a renderer needs.
pub fn planned(run: &mut SiteRun) -> Option<(Inputs, Arc<Plan>)> {
    let model = run.model.as_ref()?;
    let (theme, met) = Theme::load(&run.sources, &run.config.theme);
    run.diagnostics.extend(met);
    let theme = theme?;
    let theme_files: Vec<(Job, String)> = theme
        .static_files()
        .map(|file| {
            let url_path = format!("/{}", file.path);
            match file.origin {
                StaticOrigin::Site(source) => (Job::Copy(source), url_path),
                StaticOrigin::Embedded(_) => (Job::ThemeFile(file.path), url_path),
            }
        })
        .collect();
    let issues: Vec<PlannedIssue> = model
        .issue_pages
        .iter()
        .filter_map(|page| {
            Some(PlannedIssue {
                audience: page.audience_id.clone(),
                date: page.date.parse().ok()?,
                upcoming: page.state == IssueState::Upcoming,
            })
        })
        .collect();
    let mut archives: Vec<String> = issues.iter().map(|issue| issue.audience.clone()).collect();
    archives.dedup();
    let audiences = &model.community.audiences;
    let extras = Extras {
        issues: &issues,
        archives: &archives,
        archive: run.config.archive && theme.has_template("archive.html"),
        not_found: theme.has_template("404.html"),
        subscribe: !audiences.audiences.is_empty() && theme.has_template("subscribe.html"),
        people: !audiences.people.is_empty() && theme.has_template("people.html"),
        theme_files: &theme_files,
    };
    let (plan, met) = plan(&model.site, extras);
    run.diagnostics.extend(met);
    let plan = Arc::new(plan);
    let inputs = Inputs {
        site: Arc::clone(&model.site),
        sources: Arc::clone(&run.sources),
        theme,
        audiences: Arc::new(audiences.clone()),
        issues: model.issue_pages.clone(),
        plan: Arc::clone(&plan),
    };
    Some((inputs, plan))
}

/// Says that git tracks the addresses of real readers.
pub fn tracked_contacts(run: &SiteRun, global: &Global) -> Option<Diagnostic> {
    let contacts = &run.model.as_ref()?.community.contacts;
    let file = &run.config.contacts.file;
    if contacts.is_empty() || all_reserved(contacts) || !effects::is_tracked(&global.root, file) {
        return None;
    }
    let path = SourcePath::new(file).ok()?;
    Some(
        Diagnostic::new(&TRACKED_CONTACTS, format!("git tracks {path}, which holds readers' addresses"))
            .at(Span::start_of(&path))
            .help(format!("run `git rm --cached {path}` and add it to .gitignore")),
    )
}
