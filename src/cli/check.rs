//! `regards check`: everything that is wrong, and nothing written.

use crate::cli::BuildArgs;
use crate::cli::Exit;
use crate::cli::Format;
use crate::cli::Global;
use crate::cli::letters::compose_letters;
use crate::cli::report::count_line;
use crate::cli::report::counts;
use crate::cli::report::report;
use crate::cli::report::settle;
use crate::cli::site_run::prepare;
use crate::cli::site_run::understand;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::model::DISPUTED_GIVE;
use crate::model::Model;
use crate::promo::Verdict;

/// Checks the site: all that `build` would report, the newsletters composed, and every finding of the promo check.
pub fn check(arguments: &BuildArgs, global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    let mut run = understand(arguments, global)?;
    let prepared = prepare(&mut run);
    if let (Some(model), Some((renderer, _))) = (&run.model, &prepared) {
        compose_letters(model, renderer.inputs(), &mut run.diagnostics);
        run.diagnostics.extend(findings(model));
    }
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
        let problems = count_line(&run.diagnostics).unwrap_or_else(|| "no problems".into());
        terminal.out(&format!("{judged}{problems}\n"))?;
    }
    if global.format == Format::Json {
        let mut summary = counts(&run.diagnostics);
        summary
            .insert("verdicts".to_owned(), run.model.as_ref().map(verdict_counts).unwrap_or_default().into());
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

const VERDICTS: [&str; 4] = ["value-adding", "mixed", "promotional", "not-judged"];

/// How many pages have each verdict.
fn verdict_counts(model: &Model) -> serde_json::Map<String, serde_json::Value> {
    let count =
        |wanted: &str| model.judgements.iter().filter(|judgement| judgement.verdict.name() == wanted).count();
    VERDICTS.into_iter().map(|name| (name.to_owned(), count(name).into())).collect()
}

/// `22 posts: 20 value-adding, 1 mixed, 1 promotional`.
fn verdicts(model: &Model) -> String {
    let counts = verdict_counts(model);
    let parts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| **count != 0)
        .map(|(name, count)| format!("{count} {}", name.replace('-', " ")))
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    format!("{} pages: {}\n", model.judgements.len(), parts.join(", "))
}
