//! `regards check`: everything that is wrong, and nothing written.

use std::collections::BTreeMap;

use crate::cli::BuildArgs;
use crate::cli::Exit;
use crate::cli::Format;
use crate::cli::Global;
use crate::cli::leaks::LeakScan;
use crate::cli::letters::compose_letters;
use crate::cli::levels::settle;
use crate::cli::over_time::over_time_json;
use crate::cli::over_time::over_time_table;
use crate::cli::rendering::Sink;
use crate::cli::rendering::keep_letters;
use crate::cli::rendering::render_all;
use crate::cli::report::count_line;
use crate::cli::report::counts;
use crate::cli::report::report;
use crate::cli::site_run::prepare;
use crate::cli::site_run::understand;
use crate::cli::summary::counted;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::model::DISPUTED_GIVE;
use crate::model::Model;
use crate::model::OverTime;
use crate::model::over_time;
use crate::promo::Verdict;

/// Checks the site: all that `build` would report, with every page rendered and searched for readers and the
/// newsletters composed, and every finding of the promo check. Nothing is written.
pub fn check(arguments: &BuildArgs, global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    let mut run = understand(arguments, global)?;
    let prepared = prepare(&mut run);
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
        run.diagnostics.extend(findings(model));
    }
    let over_time: Option<OverTime> = run.model.as_ref().map(|model| over_time(model, &run.sources));
    run.diagnostics.extend(over_time.iter().flat_map(|over_time| over_time.diagnostics.iter().cloned()));
    // A build only warns of a give that reads as an ask, since it counts it as one; here it must be settled.
    let raised = std::mem::take(&mut run.diagnostics).into_iter().map(|mut diagnostic| {
        if diagnostic.rule == &DISPUTED_GIVE {
            diagnostic.level = Level::Error;
        }
        diagnostic
    });
    run.diagnostics = raised.collect();
    settle(&mut run.diagnostics, &run.config);
    report(&run.diagnostics, &run.sources, &run.config, global, terminal)?;
    if global.format == Format::Human && !global.quiet {
        let judged = run.model.as_ref().map_or_else(String::new, verdicts);
        let counted = over_time.as_ref().map_or_else(String::new, over_time_table);
        let problems = count_line(&run.diagnostics).unwrap_or_else(|| "no problems".into());
        terminal.out(&format!("{judged}{counted}{problems}\n"))?;
    }
    if global.format == Format::Json {
        let mut summary = counts(&run.diagnostics);
        let verdicts = run.model.as_ref().map(verdict_counts).unwrap_or_default();
        let verdicts: serde_json::Map<String, serde_json::Value> =
            verdicts.into_iter().map(|(words, count)| (words, count.into())).collect();
        summary.insert("over_time".to_owned(), over_time.as_ref().map(over_time_json).into());
        summary.insert("verdicts".to_owned(), verdicts.into());
        terminal.out(&format!("{}\n", serde_json::json!({ "summary": summary })))?;
    }
    Ok(Exit::of(&run.diagnostics, global.deny))
}

/// What the promo check found in posts that ask more than they give. An ask that says it is one is no fault.
fn findings(model: &Model) -> Diagnostics {
    let flagged = model.site.pages.iter().zip(&model.judgements).filter(|(page, judgement)| {
        matches!(judgement.verdict, Verdict::Promotional | Verdict::Mixed)
            && page.declared_kind != Some(crate::config::Kind::Ask)
            && page.not_promotional.is_none()
    });
    let settings = &model.promo_settings;
    flagged
        .flat_map(|(_, judgement)| {
            judgement.diagnostics(settings).into_iter().chain(judgement.all_findings(settings))
        })
        .collect()
}

/// How many pages have each verdict, the best first.
fn verdict_counts(model: &Model) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for judgement in &model.judgements {
        let order = match judgement.verdict {
            Verdict::ValueAdding => 0,
            Verdict::Mixed => 1,
            Verdict::Promotional => 2,
            Verdict::NotJudged(_) => 3,
        };
        *counts.entry((order, judgement.verdict.to_string())).or_default() += 1;
    }
    counts.into_iter().map(|((_, words), count)| (words, count)).collect()
}

/// `Promo check of 22 pages: 20 value-adding, 1 mixed, 1 promotional`.
fn verdicts(model: &Model) -> String {
    if model.judgements.is_empty() {
        return String::new();
    }
    let parts: Vec<String> =
        verdict_counts(model).iter().map(|(words, count)| format!("{count} {words}")).collect();
    format!("Promo check of {}: {}\n", counted(model.judgements.len(), "page"), parts.join(", "))
}
