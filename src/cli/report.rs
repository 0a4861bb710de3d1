//! Prints diagnostics in the form that was asked for.

use crate::cli::Format;
use crate::cli::Global;
use crate::cli::faults::READER_LEAK;
use crate::cli::faults::TRACKED_CONTACTS;
use crate::config::Config;
use crate::config::LevelSetting;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::Rule;
use crate::diag::human;
use crate::diag::json;
use crate::effects::Terminal;
use crate::newsletter::HEADER_INJECTION;
use crate::people::is_private;
use crate::source::SourceTree;

/// Rules whose level no site may lower: they protect readers, not the site.
const FIXED: [&Rule; 3] = [&READER_LEAK, &TRACKED_CONTACTS, &HEADER_INJECTION];

/// Gives each diagnostic the level that the site sets for its rule, and orders all of them.
pub fn settle(diagnostics: &mut Diagnostics, config: &Config) {
    let fixed = |name: &str| FIXED.iter().any(|rule| rule.name == name);
    let level = |name: &str| config.levels.get(name).copied().filter(|_| !fixed(name));
    diagnostics.retain(|diagnostic| level(diagnostic.rule.name) != Some(LevelSetting::Off));
    let settled = std::mem::take(diagnostics).into_iter().map(|mut diagnostic| {
        diagnostic.level = match level(diagnostic.rule.name) {
            Some(LevelSetting::Note) => Level::Note,
            Some(LevelSetting::Warning) => Level::Warning,
            Some(LevelSetting::Error) => Level::Error,
            Some(LevelSetting::Off) | None => diagnostic.level,
        };
        diagnostic
    });
    *diagnostics = settled.collect();
    diagnostics.sort();
}

/// Prints them: for people to standard error, as JSON to standard output.
pub fn report(
    diagnostics: &Diagnostics,
    sources: &SourceTree,
    config: &Config,
    global: &Global,
    terminal: &Terminal,
) {
    let sources = redacted(diagnostics, sources, config);
    match global.format {
        Format::Human => terminal.report(&human(diagnostics, &sources, terminal.color)),
        Format::Json => terminal.out(&json(diagnostics, &sources)),
    }
}

/// The sources with private files blotted out, except for the very places that diagnostics point at: those
/// are ids and keys, never names or addresses.
fn redacted(diagnostics: &Diagnostics, sources: &SourceTree, config: &Config) -> SourceTree {
    let mut redacted = sources.clone();
    for (path, _) in sources.iter().filter(|(path, _)| is_private(path, config)) {
        let Some(text) = sources.text(path) else { continue };
        let mut bytes: Vec<u8> =
            text.bytes().map(|byte| if byte == b'\n' || byte == b'\r' { byte } else { b' ' }).collect();
        for span in diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels).map(|label| &label.span) {
            if span.path == *path && text.get(span.range()).is_some() {
                bytes[span.range()].copy_from_slice(&text.as_bytes()[span.range()]);
            }
        }
        redacted.insert_text(path.clone(), String::from_utf8_lossy(&bytes).into_owned());
    }
    redacted
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
