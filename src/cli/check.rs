//! `regards check`: everything that is wrong, and nothing written.

use std::collections::BTreeMap;

use crate::cli::CheckArgs;
use crate::cli::Exit;
use crate::cli::Format;
use crate::cli::Global;
use crate::cli::baseline::Baseline;
use crate::cli::flagged;
use crate::cli::leaks::LeakScan;
use crate::cli::levels::settle;
use crate::cli::over_time::over_time_line;
use crate::cli::over_time::over_time_table;
use crate::cli::rendering::Sink;
use crate::cli::rendering::keep_letters;
use crate::cli::rendering::render_all;
use crate::cli::report::count_line;
use crate::cli::report::identify_all;
use crate::cli::report::report;
use crate::cli::report_lines::BaselineCounts;
use crate::cli::report_lines::Checked;
use crate::cli::report_lines::CheckedLine;
use crate::cli::report_lines::Problems;
use crate::cli::site_run::SiteRun;
use crate::cli::site_run::prepare;
use crate::cli::site_run::understand;
use crate::cli::summary::counted;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::json_line;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::effects::read_baseline;
use crate::effects::replace_file;
use crate::model::DISPUTED_GIVE;
use crate::model::Model;
use crate::model::OverTime;
use crate::model::over_time;
use crate::promo::Verdict;
use crate::render::compose_letters;

/// Checks the site: all that `build` would report, with every page rendered and searched for readers and the
/// newsletters composed, and every finding of the promo check. Nothing is written but a baseline that was asked for.
pub fn check(arguments: &CheckArgs, global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    let mut run = understand(&arguments.build, global)?;
    let prepared = prepare(&mut run);
    let mut allowed = Diagnostics::new();
    if let (Some(model), Some((renderer, plan))) = (&run.model, &prepared) {
        let letters = compose_letters(model, renderer.inputs(), &mut run.diagnostics);
        let scan = LeakScan::new(&model.community.contacts);
        let quiet = Terminal { watched: terminal.watched && !global.quiet, ..*terminal };
        let progress = quiet.progress(plan.jobs().len(), "Checking");
        let sink = Sink::Nowhere(&global.root);
        let (met, mut leaks) = render_all(renderer, plan, sink, &scan, &progress)?;
        leaks.extend(keep_letters(&letters, sink, &scan)?);
        run.diagnostics.extend(met);
        run.diagnostics.extend(scan.report(&leaks, &run.sources, &run.config));
        run.diagnostics.extend(flagged::summaries(model));
        run.diagnostics.extend(flagged::findings(model));
        run.diagnostics.extend(model.standing_asks.diagnostics.iter().cloned());
        allowed = flagged::allowed(model);
    }
    let over_time: Option<OverTime> = run.model.as_ref().map(|model| over_time(model, &run.sources));
    run.diagnostics.extend(over_time.iter().flat_map(|over_time| over_time.diagnostics.iter().cloned()));
    // A build only warns of a give that reads as an ask, since it counts it as one; here it must be settled.
    for diagnostic in run.diagnostics.iter_mut().filter(|diagnostic| diagnostic.rule == &DISPUTED_GIVE) {
        diagnostic.level = Level::Error;
    }
    let (allowed, known) = settle_identities(&mut run, allowed, arguments, global)?;
    if global.format == Format::Sarif {
        let mut all = run.diagnostics.clone();
        all.extend(allowed);
        all.sort();
        report(&all, &run.sources, &run.config, global, terminal)?;
    } else {
        report(&run.diagnostics, &run.sources, &run.config, global, terminal)?;
    }
    if global.format == Format::Human && !global.quiet {
        let judged = run.model.as_ref().map_or_else(String::new, verdicts);
        let shown = flagged::shown(&run.diagnostics, global.format);
        let problems = count_line(&shown).unwrap_or_else(|| "no problems".into());
        let known = known.as_ref().map_or_else(String::new, Known::line);
        let counted = over_time.as_ref().map_or_else(String::new, over_time_table);
        terminal.out(&format!("{judged}{counted}{known}{problems}\n"))?;
    }
    if global.format == Format::Json {
        let summary = CheckedLine {
            summary: Checked {
                problems: Problems::of(&run.diagnostics),
                verdicts: run.model.as_ref().map(model_verdicts).unwrap_or_default().into_iter().collect(),
                over_time: over_time.as_ref().map(over_time_line),
                baseline: known.as_ref().map(Known::counts),
            },
        };
        terminal.out(&json_line(&summary))?;
    }
    Ok(Exit::of(&run.diagnostics, global.deny))
}

/// What a baseline did.
pub struct Known {
    name: String,
    counts: BaselineCounts,
}

/// Gives all diagnostics their levels and identities, and takes out what the baseline knows. What was allowed in place
/// is given back: it is no fault, but counts when equal places are told apart.
pub fn settle_identities(
    run: &mut SiteRun,
    allowed: Diagnostics,
    arguments: &CheckArgs,
    global: &Global,
) -> Result<(Diagnostics, Option<Known>), IoFault> {
    run.diagnostics.extend(allowed);
    settle(&mut run.diagnostics, &run.config);
    if arguments.baseline.is_some() || global.format == Format::Sarif {
        identify_all(&mut run.diagnostics, &run.sources, &run.config);
    }
    let (allowed, faults): (Vec<Diagnostic>, Vec<Diagnostic>) =
        std::mem::take(&mut run.diagnostics).into_iter().partition(|diagnostic| diagnostic.allowed.is_some());
    let allowed = allowed.into_iter().collect();
    let faults: Diagnostics = faults.into_iter().collect();
    let Some(path) = &arguments.baseline else {
        run.diagnostics = faults;
        return Ok((allowed, None));
    };
    let name = path.to_string_lossy().into_owned();
    let mut counts = BaselineCounts::default();
    let (baseline, fault) = if arguments.write_baseline {
        let baseline = Baseline::of(&faults);
        replace_file(path, &baseline.text())?;
        counts.written = Some(baseline.len());
        (baseline, None)
    } else {
        Baseline::read(&read_baseline(path)?, &name)
    };
    let compared = baseline.compare(faults, &name);
    (counts.known, counts.stale) = (compared.known, compared.stale);
    run.diagnostics = compared.new;
    // By themselves, since the others are known by what they were before any was taken out.
    let mut of_baseline: Diagnostics = fault.into_iter().chain(compared.note).collect();
    identify_all(&mut of_baseline, &run.sources, &run.config);
    run.diagnostics.extend(of_baseline);
    settle(&mut run.diagnostics, &run.config);
    Ok((allowed, Some(Known { name, counts })))
}

impl Known {
    /// What a person is told of it.
    pub fn line(&self) -> String {
        match self.counts.written {
            Some(1) => format!("Baseline: wrote 1 entry to {}\n", self.name),
            Some(written) => format!("Baseline: wrote {written} entries to {}\n", self.name),
            None => format!(
                "Baseline: {} of {} left out\n",
                counted(self.counts.known, "known problem"),
                self.name
            ),
        }
    }

    fn counts(&self) -> BaselineCounts {
        self.counts
    }
}

/// How many texts have each verdict, the best first.
pub fn verdict_counts<'a>(verdicts: impl IntoIterator<Item = &'a Verdict>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for verdict in verdicts {
        let order = match verdict {
            Verdict::ValueAdding => 0,
            Verdict::Mixed => 1,
            Verdict::Promotional => 2,
            Verdict::NotJudged(_) => 3,
        };
        *counts.entry((order, verdict.to_string())).or_default() += 1;
    }
    counts.into_iter().map(|((_, words), count)| (words, count)).collect()
}

fn model_verdicts(model: &Model) -> Vec<(String, usize)> {
    verdict_counts(model.judgements.iter().map(|judgement| &judgement.verdict))
}

/// `20 value-adding, 1 mixed, 1 promotional`.
pub fn verdict_words(counts: &[(String, usize)]) -> String {
    let parts: Vec<String> = counts.iter().map(|(words, count)| format!("{count} {words}")).collect();
    parts.join(", ")
}

/// `Promo check of 22 pages: 20 value-adding, 1 mixed, 1 promotional`.
fn verdicts(model: &Model) -> String {
    if model.judgements.is_empty() {
        return String::new();
    }
    let counts = model_verdicts(model);
    format!("Promo check of {}: {}\n", counted(model.judgements.len(), "page"), verdict_words(&counts))
}
