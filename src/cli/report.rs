//! Prints diagnostics in the form that was asked for.

use crate::cli::Format;
use crate::cli::Global;
use crate::cli::faults::READER_LEAK;
use crate::cli::faults::TRACKED_CONTACTS;
use crate::cli::redaction::redacted;
use crate::config::Config;
use crate::config::LevelSetting;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::Rule;
use crate::diag::human;
use crate::diag::json;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::newsletter::HEADER_INJECTION;
use crate::source::SourceTree;

/// Rules whose level no site may lower: they protect readers, not the site.
const FIXED: [&Rule; 3] = [&READER_LEAK, &TRACKED_CONTACTS, &HEADER_INJECTION];

/// Gives each diagnostic the level that the site sets for its rule, and orders all of them.
pub fn settle(diagnostics: &mut Diagnostics, config: &Config) {
    let settled = std::mem::take(diagnostics).into_iter().filter_map(|mut diagnostic| {
        diagnostic.level = settled_level(&diagnostic, config)?;
        Some(diagnostic)
    });
    *diagnostics = settled.collect();
    diagnostics.sort();
}

/// The level of a diagnostic after the site's settings; `None` if they turn it off.
pub fn settled_level(diagnostic: &Diagnostic, config: &Config) -> Option<Level> {
    if is_fixed(diagnostic.rule.name) {
        return Some(diagnostic.level);
    }
    match config.levels.get(diagnostic.rule.name) {
        Some(LevelSetting::Off) => None,
        Some(LevelSetting::Note) => Some(Level::Note),
        Some(LevelSetting::Warning) => Some(Level::Warning),
        Some(LevelSetting::Error) => Some(Level::Error),
        None => Some(diagnostic.level),
    }
}

/// Whether no setting changes the level of this rule: it protects readers, not the site.
pub fn is_fixed(rule: &str) -> bool {
    FIXED.iter().any(|fixed| fixed.name == rule)
}

/// Prints them: for people to standard error, as JSON to standard output. No reader's name or address is shown.
///
/// # Errors
/// If standard output cannot be written to.
pub fn report(
    diagnostics: &Diagnostics,
    sources: &SourceTree,
    config: &Config,
    global: &Global,
    terminal: &Terminal,
) -> Result<(), IoFault> {
    let (diagnostics, sources) = redacted(diagnostics, sources, config);
    match global.format {
        Format::Human => {
            terminal.report(&human(&diagnostics, &sources, terminal.color));
            Ok(())
        }
        Format::Json => terminal.out(&json(&diagnostics, &sources)),
    }
}

/// How many there are of each level, for the summary of a program.
pub fn counts(diagnostics: &Diagnostics) -> serde_json::Map<String, serde_json::Value> {
    [("errors", Level::Error), ("warnings", Level::Warning), ("notes", Level::Note)]
        .into_iter()
        .map(|(name, level)| (name.to_owned(), diagnostics.count(level).into()))
        .collect()
}

/// `1 error and 2 warnings`, or nothing if there are none of either.
pub fn count_line(diagnostics: &Diagnostics) -> Option<String> {
    let counted = |level: Level, one: &str, many: &str| match diagnostics.count(level) {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    let parts: Vec<String> = [
        counted(Level::Error, "error", "errors"),
        counted(Level::Warning, "warning", "warnings"),
        counted(Level::Note, "note", "notes"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { None } else { Some(parts.join(", ")) }
}
