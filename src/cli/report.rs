//! Prints diagnostics in the form that was asked for.

use crate::cli::Format;
use crate::cli::Global;
use crate::cli::redaction::redacted;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::human;
use crate::diag::json;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::source::SourceTree;

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
