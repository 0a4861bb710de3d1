//! `regards promo settings`: what the promo check goes by on this site, and why.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::cli::BuildArgs;
use crate::cli::Exit;
use crate::cli::Format;
use crate::cli::Global;
use crate::cli::levels::settle;
use crate::cli::report::report;
use crate::cli::site_run::understand;
use crate::config::LevelSetting;
use crate::config::PromoSettings;
use crate::diag::json_line;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::model::Model;
use crate::promo::MODEL;
use crate::promo::Thresholds;

/// Prints own names and hosts with where each is from, and everything else that regards.yaml says to the check.
pub fn promo_settings(global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    let mut run = understand(&BuildArgs::default(), global)?;
    settle(&mut run.diagnostics, &run.config);
    let exit = Exit::of(&run.diagnostics, global.deny);
    if exit != Exit::Fine {
        report(&run.diagnostics, &run.sources, &run.config, global, terminal)?;
    }
    let Some(model) = &run.model else { return Ok(exit) };
    match global.format {
        Format::Json => terminal.out(&json(model))?,
        _ => terminal.out(&words(model))?,
    }
    Ok(exit)
}

/// Names or hosts, each with where it is from.
fn sources(set: &[String], key: &str, learnt: &[crate::promo::Learnt]) -> Vec<(String, String)> {
    let set = set.iter().map(|name| (name.clone(), format!("`promo.{key}` says so")));
    set.chain(learnt.iter().map(|learnt| (learnt.name.clone(), learnt.because.clone()))).collect()
}

fn brands(model: &Model) -> Vec<(String, String)> {
    sources(&model.site.config.promo.brands, "brands", &model.voice.brands)
}

fn hosts(model: &Model) -> Vec<(String, String)> {
    let own = model.site.base_url.host();
    let mut hosts = vec![(own.to_owned(), "it is the host of `base_url`".to_owned())];
    hosts.extend(sources(&model.site.config.promo.hosts, "hosts", &model.voice.hosts));
    hosts
}

/// The levels that are set for rules of the promo check.
fn levels(model: &Model) -> BTreeMap<&str, &'static str> {
    let promo = |name: &str| {
        crate::promo::RULES.iter().any(|rule| rule.name() == name)
            || crate::promo::FAULTS.iter().any(|rule| rule.name == name)
    };
    let levels = model.site.config.levels.iter().filter(|(name, _)| promo(name));
    levels
        .map(|(name, level)| {
            let level = match level {
                LevelSetting::Off => "off",
                LevelSetting::Note => "note",
                LevelSetting::Warning => "warning",
                LevelSetting::Error => "error",
            };
            (name.as_str(), level)
        })
        .collect()
}

fn words(model: &Model) -> String {
    let promo = &model.site.config.promo;
    let mut text = String::new();
    listed(&mut text, "Own names", &brands(model), promo);
    listed(&mut text, "Own hosts", &hosts(model), promo);
    let or_none = |words: String| if words.is_empty() { "none".to_owned() } else { words };
    let _ = writeln!(text, "Asks that are fine: {}", or_none(promo.ok_asks.join(", ")));
    let phrases = promo.phrases.iter().map(|(rule, all)| format!("{} for {rule}", all.len()));
    let _ = writeln!(text, "Own phrases: {}", or_none(phrases.collect::<Vec<_>>().join(", ")));
    let _ = writeln!(text, "Phrases that are no ask: {}", or_none(promo.mentions.join(", ")));
    let levels = levels(model).into_iter().map(|(name, level)| format!("{name}: {level}"));
    let _ = writeln!(text, "Levels: {}", or_none(levels.collect::<Vec<_>>().join(", ")));
    let thresholds = Thresholds::of(&model.promo_settings);
    let from = |value: f64, set: Option<f64>| {
        format!("from {value} on ({})", if set.is_some() { "set" } else { "measured" })
    };
    let _ = writeln!(
        text,
        "Mixed {}, promotional {}; model {}",
        from(thresholds.mixed_from, promo.mixed_from),
        from(thresholds.promotional_from, promo.promotional_from),
        MODEL.version
    );
    text
}

fn listed(text: &mut String, title: &str, names: &[(String, String)], promo: &PromoSettings) {
    let none = if names.is_empty() { " none" } else { "" };
    let _ = writeln!(text, "{title}:{none}");
    let width = names.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, because) in names {
        let _ = writeln!(text, "  {name:width$}  {because}");
    }
    if !promo.learn {
        text.push_str("  none is learnt, since `promo.learn` is false\n");
    }
}

fn json(model: &Model) -> String {
    let promo = &model.site.config.promo;
    let listed = |all: Vec<(String, String)>| -> Vec<serde_json::Value> {
        all.into_iter()
            .map(|(name, because)| serde_json::json!({ "name": name, "because": because }))
            .collect()
    };
    let thresholds = Thresholds::of(&model.promo_settings);
    let settings = serde_json::json!({ "promo": {
        "brands": listed(brands(model)),
        "hosts": listed(hosts(model)),
        "ok_asks": promo.ok_asks,
        "phrases": promo.phrases,
        "mentions": promo.mentions,
        "levels": levels(model),
        "mixed_from": thresholds.mixed_from,
        "promotional_from": thresholds.promotional_from,
        "model": MODEL.version,
    }});
    json_line(&settings)
}
