//! `regards check FILE…`: the promo check on any markdown, without a site.
//!
//! Files are read and judged in parallel, a handful at a time, and reported in the order of the arguments. Nothing of
//! a site is loaded but its settings, if it has any.

use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::cli::CheckArgs;
use crate::cli::Exit;
use crate::cli::Format;
use crate::cli::Global;
use crate::cli::check::Known;
use crate::cli::check::settle_identities;
use crate::cli::check::verdict_counts;
use crate::cli::check::verdict_words;
use crate::cli::faults::BAD_BASELINE;
use crate::cli::faults::STALE_BASELINE;
use crate::cli::flagged::shown;
use crate::cli::levels::check_levels;
use crate::cli::levels::settle;
use crate::cli::loose_post::Judged;
use crate::cli::loose_post::Rulebook;
use crate::cli::loose_post::judge_post;
use crate::cli::report::count_line;
use crate::cli::report::report;
use crate::cli::site_run::SiteRun;
use crate::cli::summary::counted;
use crate::cli::verdict_line::judged_line;
use crate::cli::verdict_line::unread_line;
use crate::config::Config;
use crate::data::MISSING_KEY;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::human;
use crate::effects::HandedIn;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::effects::UNREADABLE;
use crate::effects::each_once;
use crate::effects::hand_in;
use crate::effects::load_settings;
use crate::effects::name_from_here;
use crate::effects::read_list;
use crate::effects::read_standard_input;
use crate::output::BaseUrl;
use crate::promo::Settings;
use crate::promo::Verdict;
use crate::promo::check_settings;
use crate::source::SourcePath;
use crate::source::SourceTree;

/// How many files are judged before what is known of them is printed: enough to keep every core busy, and few enough
/// that memory does not grow with their number.
const AT_ONCE: usize = 1024;

/// What every file is judged with.
struct Judging<'a> {
    /// What stood in standard input.
    input: Result<String, Box<Diagnostic>>,
    rulebook: &'a Rulebook,
    format: Format,
    /// Whether there will be one report of all files, instead of one of each.
    gathers: bool,
    color: bool,
}

/// What is kept of a file once it is judged.
#[derive(Default)]
struct Outcome {
    /// Its line of JSON, or what a person reads of it.
    printed: String,
    /// `None` if it could not be read.
    verdict: Option<Verdict>,
    diagnostics: Diagnostics,
    allowed: Diagnostics,
    /// Its text, if a report of all files will show lines of it.
    text: Option<(SourcePath, String)>,
}

/// Judges the files that the command line names.
///
/// # Errors
/// If a list of files, or the folder of the settings, cannot be read. A file that cannot is a diagnostic, and
/// ends the command with [`Exit::Fault`] once all others are judged.
pub fn check_files(arguments: &CheckArgs, global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    let mut paths = arguments.files.clone();
    if let Some(list) = &arguments.files_from {
        paths.extend(read_list(list)?);
    }
    let name_of_input = arguments.stdin_path.as_deref().unwrap_or("-");
    let mut files = hand_in(&paths, name_of_input);
    let json = global.format == Format::Json;
    if !json {
        // Nobody wants to read the same twice.
        files = each_once(files);
    }
    let reads_input = files.iter().any(HandedIn::is_standard_input);
    if reads_input && arguments.files_from.as_deref().is_some_and(|list| list.as_os_str() == "-") {
        terminal.report(
            "error: standard input cannot be both a list of files and a file\n  \
             help: give the list as a file, or leave out `-`\n",
        );
        return Ok(Exit::Fault);
    }
    let input = if reads_input { read_standard_input(name_of_input) } else { Ok(String::new()) };
    let (rulebook, mut sources, mut diagnostics) = rulebook(global)?;
    let gathers = arguments.baseline.is_some() || !matches!(global.format, Format::Human | Format::Json);
    let mut said = String::new();
    if !gathers {
        said.push_str(&human(&diagnostics, &sources, terminal.color));
    }

    let watched = terminal.watched && !global.quiet && !json;
    let progress = Terminal { watched, ..*terminal }.progress(files.len(), "Judging");
    let judging =
        Judging { input, rulebook: &rulebook, format: global.format, gathers, color: terminal.color };
    let mut verdicts = Vec::with_capacity(files.len());
    let mut allowed = Diagnostics::new();
    for some in files.chunks(AT_ONCE) {
        let outcomes: Vec<Outcome> = some
            .par_iter()
            .map(|file| {
                let outcome = judging.outcome(file);
                progress.step();
                outcome
            })
            .collect();
        for outcome in outcomes {
            // Verdicts go out as they come. What a person reads waits for the progress bar to go.
            if json {
                terminal.out(&outcome.printed)?
            } else {
                said.push_str(&outcome.printed)
            };
            verdicts.push(outcome.verdict);
            diagnostics.extend(outcome.diagnostics);
            allowed.extend(outcome.allowed);
            if let Some((name, text)) = outcome.text {
                sources.insert_text(name, text);
            }
        }
    }
    progress.finish();

    let Rulebook { config, .. } = rulebook;
    let mut run = SiteRun { sources: Arc::new(sources), config, model: None, diagnostics };
    let mut known = None;
    if gathers {
        (allowed, known) = settle_identities(&mut run, allowed, arguments, global)?;
    }
    if json {
        // Standard output belongs to the verdicts: what is wrong with the settings or the baseline goes to the person.
        let settings = settings_name(global);
        let is_other = |diagnostic: &&Diagnostic| {
            gathers
                && (diagnostic.rule == &STALE_BASELINE
                    || diagnostic.rule == &BAD_BASELINE
                    || diagnostic.path() == Some(&settings))
        };
        let others = run.diagnostics.iter().filter(is_other).cloned().collect();
        said.push_str(&human(&others, &run.sources, terminal.color));
    } else if gathers {
        let mut all = run.diagnostics.clone();
        if global.format == Format::Sarif {
            all.extend(allowed);
            all.sort();
        }
        // The paths are those of the command line, wherever the settings lie.
        let here = Global { root: ".".into(), ..global.clone() };
        report(&all, &run.sources, &run.config, &here, terminal)?;
    }
    terminal.report_painted(&said);
    if global.format == Format::Human && !global.quiet {
        let known = known.as_ref().map_or_else(String::new, Known::line);
        terminal.out(&format!("{known}{}", summary(&verdicts, &run.diagnostics)))?;
    }
    let refused = run.diagnostics.iter().any(|diagnostic| diagnostic.rule == &UNREADABLE);
    Ok(if refused { Exit::Fault } else { Exit::of(&run.diagnostics, global.deny) })
}

/// What the site at `--root` sets for the promo check, if there is one.
fn rulebook(global: &Global) -> Result<(Rulebook, SourceTree, Diagnostics), IoFault> {
    let Some(loaded) = load_settings(&global.root)? else {
        let rulebook =
            Rulebook { config: Config::default(), settings: Settings::default(), language: String::new() };
        return Ok((rulebook, SourceTree::default(), Diagnostics::new()));
    };
    let (mut config, mut diagnostics) = (loaded.config, loaded.diagnostics);
    global.deny.show_verdicts(&mut config);
    // Here nothing is published, so it may well be without title and address.
    diagnostics.retain(|diagnostic| diagnostic.rule != &MISSING_KEY);
    check_levels(&config, &loaded.sources, &mut diagnostics);
    diagnostics.extend(check_settings(&config.promo, &loaded.sources));
    settle(&mut diagnostics, &config);
    let address = BaseUrl::new(&config.base_url).ok();
    let hosts: Vec<&str> = address.as_ref().map(BaseUrl::host).into_iter().collect();
    let settings = Settings::new(&config.promo, &hosts, &config.levels);
    let language = config.language.clone();
    let (sources, diagnostics) = named_from_here(&loaded.sources, diagnostics, global);
    Ok((Rulebook { config, settings, language }, sources, diagnostics))
}

fn settings_name(global: &Global) -> SourcePath {
    name_from_here(&global.root.join("regards.yaml"))
}

/// The settings as reports of files name them: from where the command was started, as all others.
fn named_from_here(
    sources: &SourceTree,
    mut diagnostics: Diagnostics,
    global: &Global,
) -> (SourceTree, Diagnostics) {
    let name = settings_name(global);
    let mut named = SourceTree::default();
    if let Some((_, text)) = sources.text_at("regards.yaml") {
        named.insert_text(name.clone(), text.clone());
    }
    for label in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels) {
        label.span.path = name.clone();
    }
    (named, diagnostics)
}

impl Judging<'_> {
    fn outcome(&self, file: &HandedIn) -> Outcome {
        let name = &file.name;
        let json = self.format == Format::Json;
        let mut outcome = Outcome::default();
        let mut text = String::new();
        match file.read(&self.input) {
            Ok(read) => {
                let Judged { judgement, diagnostics, allowed } = judge_post(name, &read, self.rulebook);
                if json {
                    let settings = &self.rulebook.settings;
                    outcome.printed = judged_line(name.as_str(), &read, &judgement, &diagnostics, settings);
                }
                outcome.verdict = Some(judgement.verdict);
                (outcome.diagnostics, outcome.allowed) = (diagnostics, allowed);
                text = read;
            }
            Err(diagnostic) => {
                if json {
                    outcome.printed = unread_line(name.as_str(), &diagnostic.message);
                }
                outcome.diagnostics.push(*diagnostic);
            }
        }
        let reports = !(outcome.diagnostics.is_empty() && outcome.allowed.is_empty());
        if reports && self.gathers {
            outcome.text = outcome.verdict.is_some().then(|| (name.clone(), text));
        } else if reports && self.format == Format::Human {
            // Each by itself: of many flagged posts, a person wants to see every one.
            let mut source = SourceTree::default();
            if outcome.verdict.is_some() {
                source.insert_text(name.clone(), text);
            }
            outcome.printed = human(&shown(&outcome.diagnostics, self.format), &source, self.color);
        }
        outcome
    }
}

/// `Promo check of 3 files: 1 value-adding, 1 promotional, 1 not read; 1 error, 1 warning`.
fn summary(verdicts: &[Option<Verdict>], diagnostics: &Diagnostics) -> String {
    let mut counts = verdict_counts(verdicts.iter().flatten());
    let unread = verdicts.iter().filter(|verdict| verdict.is_none()).count();
    if unread > 0 {
        counts.push(("not read".to_owned(), unread));
    }
    let mut text = format!("Promo check of {}", counted(verdicts.len(), "file"));
    if verdicts.is_empty() {
        text.push_str("; of folders, *.md and *.markdown are read");
    }
    if !counts.is_empty() {
        text.push_str(&format!(": {}", verdict_words(&counts)));
    }
    if let Some(problems) = count_line(&shown(diagnostics, Format::Human)) {
        text.push_str(&format!("; {problems}"));
    }
    text.push('\n');
    text
}
