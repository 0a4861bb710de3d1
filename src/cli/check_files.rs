//! `regards check FILE…`: the promo check on any markdown, without a site.
//!
//! Files are read and judged in parallel, a handful at a time, and reported in the order of the arguments. Nothing of
//! a site is loaded but its settings, if it has any.

use std::collections::BTreeSet;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::cli::CheckArgs;
use crate::cli::Exit;
use crate::cli::Format;
use crate::cli::Global;
use crate::cli::check::verdict_counts;
use crate::cli::check::verdict_words;
use crate::cli::levels::check_levels;
use crate::cli::levels::settle;
use crate::cli::loose_post::Judged;
use crate::cli::loose_post::Rulebook;
use crate::cli::loose_post::judge_post;
use crate::cli::report::count_line;
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
use crate::effects::hand_in;
use crate::effects::load_settings;
use crate::effects::read_list;
use crate::effects::read_standard_input;
use crate::output::BaseUrl;
use crate::promo::Settings;
use crate::promo::Verdict;
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
    color: bool,
}

/// What is kept of a file once it is judged.
struct Outcome {
    /// Its line of JSON, or what a person reads of it.
    printed: String,
    /// `None` if it could not be read.
    verdict: Option<Verdict>,
    diagnostics: Diagnostics,
    /// Its text, if some other form of report will show lines of it.
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
        let mut seen = BTreeSet::new();
        files.retain(|file| seen.insert(file.name.clone()));
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
    let mut shown = String::new();
    if json || global.format == Format::Human {
        shown.push_str(&human(&diagnostics, &sources, terminal.color));
    }

    let watched = terminal.watched && !global.quiet && !json;
    let progress = Terminal { watched, ..*terminal }.progress(files.len(), "Judging");
    let judging = Judging { input, rulebook: &rulebook, format: global.format, color: terminal.color };
    let mut verdicts = Vec::with_capacity(files.len());
    for some in files.chunks(AT_ONCE) {
        let outcomes: Vec<Outcome> = some
            .par_iter()
            .map(|file| {
                let outcome = judging.outcome(file);
                progress.step();
                outcome
            })
            .collect();
        for Outcome { printed, verdict, diagnostics: met, text } in outcomes {
            // Verdicts go out as they come. What a person reads waits for the progress bar to go.
            if json {
                terminal.out(&printed)?
            } else {
                shown.push_str(&printed)
            };
            verdicts.push(verdict);
            diagnostics.extend(met);
            if let Some((name, text)) = text {
                sources.insert_text(name, text);
            }
        }
    }
    progress.finish();

    match global.format {
        // Standard output belongs to the verdicts, and what is wrong with the settings to the person.
        Format::Json | Format::Human => terminal.report(&shown),
    }
    if global.format == Format::Human && !global.quiet {
        terminal.out(&summary(&verdicts, &diagnostics))?;
    }
    let refused = diagnostics.iter().any(|diagnostic| diagnostic.rule == &UNREADABLE);
    Ok(if refused { Exit::Fault } else { Exit::of(&diagnostics, global.deny) })
}

/// What the site at `--root` sets for the promo check, if there is one.
fn rulebook(global: &Global) -> Result<(Rulebook, SourceTree, Diagnostics), IoFault> {
    let Some(loaded) = load_settings(&global.root)? else {
        let rulebook =
            Rulebook { config: Config::default(), settings: Settings::default(), language: String::new() };
        return Ok((rulebook, SourceTree::default(), Diagnostics::new()));
    };
    let (config, mut diagnostics) = (loaded.config, loaded.diagnostics);
    // Here nothing is published, so it may well be without title and address.
    diagnostics.retain(|diagnostic| diagnostic.rule != &MISSING_KEY);
    check_levels(&config, &loaded.sources, &mut diagnostics);
    settle(&mut diagnostics, &config);
    let address = BaseUrl::new(&config.base_url).ok();
    let hosts: Vec<&str> = address.as_ref().map(BaseUrl::host).into_iter().collect();
    let settings = Settings::new(&config.promo, &hosts, &config.levels);
    let language = config.language.clone();
    Ok((Rulebook { config, settings, language }, loaded.sources, diagnostics))
}

impl Judging<'_> {
    fn outcome(&self, file: &HandedIn) -> Outcome {
        let name = &file.name;
        let text = match file.read(&self.input) {
            Ok(text) => text,
            Err(diagnostic) => {
                let line = || unread_line(name.as_str(), &diagnostic.message);
                let line = (self.format == Format::Json).then(line);
                return self.reported(name, None, Diagnostics::from_iter([*diagnostic]), None, line);
            }
        };
        let Judged { judgement, diagnostics } = judge_post(name, &text, self.rulebook);
        let settings = &self.rulebook.settings;
        let line = || judged_line(name.as_str(), &text, &judgement, &diagnostics, settings);
        let line = (self.format == Format::Json).then(line);
        self.reported(name, Some(judgement.verdict), diagnostics, Some(text), line)
    }

    fn reported(
        &self,
        name: &SourcePath,
        verdict: Option<Verdict>,
        diagnostics: Diagnostics,
        text: Option<String>,
        line: Option<String>,
    ) -> Outcome {
        let mut outcome = Outcome { printed: line.unwrap_or_default(), verdict, diagnostics, text: None };
        if self.format != Format::Json && !outcome.diagnostics.is_empty() {
            if self.format == Format::Human {
                // Each by itself: of many flagged posts, a person wants to see every one.
                let mut source = SourceTree::default();
                if let Some(text) = text {
                    source.insert_text(name.clone(), text);
                }
                outcome.printed = human(&outcome.diagnostics, &source, self.color);
            } else {
                outcome.text = text.map(|text| (name.clone(), text));
            }
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
    if !counts.is_empty() {
        text.push_str(&format!(": {}", verdict_words(&counts)));
    }
    if let Some(problems) = count_line(diagnostics) {
        text.push_str(&format!("; {problems}"));
    }
    text.push('\n');
    text
}
