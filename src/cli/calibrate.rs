//! `regards promo calibrate`: the site's own threshold, from what its authors say of their posts.

use std::fmt::Write;

use crate::cli::BuildArgs;
use crate::cli::Exit;
use crate::cli::Format;
use crate::cli::Global;
use crate::cli::levels::settle;
use crate::cli::report::report;
use crate::cli::site_run::SiteRun;
use crate::cli::site_run::understand;
use crate::cli::summary::counted;
use crate::config::Kind;
use crate::config::with_numbers;
use crate::diag::json_line;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::effects::replace_unchanged;
use crate::model::Model;
use crate::promo::Calibration;
use crate::promo::Declared;
use crate::promo::FEWEST_DECLARED;
use crate::promo::Thresholds;
use crate::promo::TooFew;
use crate::promo::Verdict;
use crate::site::Page;

/// How many changed verdicts are listed before the rest is counted.
const LINES: usize = 20;

/// Says which thresholds fit the posts that say what they are, and writes them into regards.yaml if that is wanted.
pub fn calibrate(write: bool, global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    // Drafts and posts to come say what they are, too.
    let everything = BuildArgs { drafts: true, future: true, ..BuildArgs::default() };
    let mut run = understand(&everything, global)?;
    settle(&mut run.diagnostics, &run.config);
    let exit = Exit::of(&run.diagnostics, global.deny);
    if exit != Exit::Fine {
        report(&run.diagnostics, &run.sources, &run.config, global, terminal)?;
        return Ok(exit);
    }
    let Some(model) = &run.model else { return Ok(exit) };
    let present = Thresholds::of(&model.promo_settings);
    let declared = declared(model);
    let found = match crate::promo::calibrate(&declared, present, Thresholds::shipped()) {
        Ok(found) => found,
        Err(few) => {
            match global.format {
                Format::Json => terminal.out(&json_too_few(few))?,
                _ => terminal.report(&too_few(few)),
            }
            return Ok(Exit::Problems);
        }
    };
    let changed = changed(model, &found);
    let is_new = found.before != found.after;
    let written = write && is_new && write_down(&run, &found, global)?;
    match global.format {
        Format::Json => terminal.out(&json(&found, &changed, written))?,
        _ => terminal.out(&words(&found, &changed, write, written))?,
    }
    if write && is_new && !written {
        terminal.report(
            "error: regards.yaml is written in a way in which these lines cannot be changed safely\n  \
             help: write them into it by hand\n",
        );
        return Ok(Exit::Problems);
    }
    Ok(Exit::Fine)
}

/// The judged pages that say what they are.
fn declared(model: &Model) -> Vec<Declared> {
    let judged = model.site.pages.iter().zip(&model.judgements);
    judged
        .filter(|(_, judgement)| !matches!(judgement.verdict, Verdict::NotJudged(_)))
        .filter_map(|(page, judgement)| {
            Some(Declared {
                path: page.source.clone(),
                ask: page.declared_kind? == Kind::Ask,
                probability: judgement.probability,
                can_flag: judgement.asks() > 0,
            })
        })
        .collect()
}

/// A page whose verdict changes.
struct Changed<'a> {
    page: &'a Page,
    probability: f64,
    before: Verdict,
    after: Verdict,
}

fn changed<'a>(model: &'a Model, found: &Calibration) -> Vec<Changed<'a>> {
    let judged = model.site.pages.iter().zip(&model.judgements);
    judged
        .map(|(page, judgement)| Changed {
            page,
            probability: judgement.probability,
            before: found.before.verdict(judgement),
            after: found.after.verdict(judgement),
        })
        .filter(|changed| changed.before != changed.after)
        .collect()
}

/// The lines for regards.yaml.
fn numbers(found: &Calibration) -> [(&'static str, f64); 2] {
    [("mixed_from", found.after.mixed_from), ("promotional_from", found.after.promotional_from)]
}

/// Writes the thresholds into regards.yaml; `false` if that cannot be done safely.
fn write_down(run: &SiteRun, found: &Calibration, global: &Global) -> Result<bool, IoFault> {
    let Some((path, text)) = run.sources.text_at("regards.yaml") else { return Ok(false) };
    let Some(edited) = with_numbers(&path, text, "promo", &numbers(found)) else { return Ok(false) };
    replace_unchanged(&global.root, path.as_str(), text, &edited)
}

fn too_few(few: TooFew) -> String {
    let TooFew { asks, gives } = few;
    let missing = FEWEST_DECLARED.saturating_sub(asks + gives);
    let mut needed = Vec::new();
    if missing > 0 {
        needed.push(format!("{missing} more"));
    }
    if asks == 0 {
        needed.push("at least one ask".to_owned());
    }
    if gives == 0 {
        needed.push("at least one give or news".to_owned());
    }
    format!(
        "error: {} with `kind:` that the promo check could judge: {}, {}\n  help: calibration takes {}; write \
         `kind: ask`, `kind: give` or `kind: news` into posts of 80 words or more\n",
        counted(asks + gives, "post"),
        counted(asks, "ask"),
        if gives == 1 { "1 give or news".to_owned() } else { format!("{gives} gives and news") },
        needed.join(", ")
    )
}

fn json_too_few(few: TooFew) -> String {
    let TooFew { asks, gives } = few;
    json_line(
        &serde_json::json!({ "calibration": null, "asks": asks, "gives": gives, "needed": FEWEST_DECLARED }),
    )
}

fn words(found: &Calibration, changed: &[Changed<'_>], write: bool, written: bool) -> String {
    let (before, after) = (found.confusion_before, found.confusion_after);
    let (asks, gives) = (before.asks_found + before.asks_missed, before.gives_flagged + before.gives_left);
    let mut text = format!(
        "{} say what they are and could be judged: {}, {gives} gives and news\n",
        counted(asks + gives, "post"),
        counted(asks, "ask")
    );
    if found.before == found.after {
        let _ = writeln!(
            text,
            "No other threshold agrees better with them: promotional from {} on, mixed from {} on\n  asks found {} \
             of {asks}, gives and news flagged {} of {gives}",
            found.before.promotional_from, found.before.mixed_from, before.asks_found, before.gives_flagged
        );
        return text;
    }
    text.push_str("\n                          now   then\n");
    for (name, now, then) in [
        ("promotional_from", found.before.promotional_from, found.after.promotional_from),
        ("mixed_from", found.before.mixed_from, found.after.mixed_from),
    ] {
        let _ = writeln!(text, "{name:22}{now:>7}{then:>7}");
    }
    for (name, now, then) in [
        ("asks found", before.asks_found, after.asks_found),
        ("asks missed", before.asks_missed, after.asks_missed),
        ("gives, news flagged", before.gives_flagged, after.gives_flagged),
        ("gives, news left", before.gives_left, after.gives_left),
    ] {
        let _ = writeln!(text, "{name:22}{now:>7}{then:>7}");
    }
    let _ = writeln!(text, "\nVerdicts that change: {}", changed.len());
    for change in changed.iter().take(LINES) {
        let _ = writeln!(
            text,
            "  {}: {} → {} ({:.2}){}",
            change.page.source,
            change.before,
            change.after,
            change.probability,
            calls_itself(change.page)
        );
    }
    if changed.len() > LINES {
        let _ = writeln!(text, "  … and {} more", changed.len() - LINES);
    }
    let place = match (write, written) {
        (_, true) => "Written into regards.yaml:",
        (true, false) => "For regards.yaml:",
        (false, false) => "For regards.yaml; --write puts it there:",
    };
    let _ = writeln!(text, "\n{place}\n\n  promo:");
    for (key, number) in numbers(found) {
        let _ = writeln!(text, "    {key}: {number}");
    }
    text
}

fn calls_itself(page: &Page) -> &'static str {
    match page.declared_kind {
        Some(Kind::Ask) => ", calls itself an ask",
        Some(Kind::Give) => ", calls itself a give",
        Some(Kind::News) => ", calls itself news",
        None => "",
    }
}

fn json(found: &Calibration, changed: &[Changed<'_>], written: bool) -> String {
    let side = |thresholds: Thresholds, confusion: crate::promo::Confusion| {
        serde_json::json!({
            "mixed_from": thresholds.mixed_from,
            "promotional_from": thresholds.promotional_from,
            "asks_found": confusion.asks_found,
            "asks_missed": confusion.asks_missed,
            "gives_flagged": confusion.gives_flagged,
            "gives_left": confusion.gives_left,
        })
    };
    let changed: Vec<serde_json::Value> = changed
        .iter()
        .map(|change| {
            serde_json::json!({
                "path": change.page.source.as_str(),
                "kind": change.page.declared_kind,
                "probability": change.probability,
                "before": change.before.name(),
                "after": change.after.name(),
            })
        })
        .collect();
    json_line(&serde_json::json!({ "calibration": {
        "before": side(found.before, found.confusion_before),
        "after": side(found.after, found.confusion_after),
        "changed": changed,
        "written": written,
    }}))
}
