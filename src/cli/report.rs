//! Prints diagnostics in the form that was asked for.

use crate::cli::Format;
use crate::cli::Global;
use crate::cli::explain::rules;
use crate::cli::flagged::shown;
use crate::cli::redaction::redacted;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::PathPrefix;
use crate::diag::Tool;
use crate::diag::github;
use crate::diag::human;
use crate::diag::identify;
use crate::diag::json;
use crate::diag::sarif;
use crate::diag::short;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::source::SourcePath;
use crate::source::SourceTree;

/// Prints them: for people to standard error, otherwise to standard output. No reader's name or address is shown.
///
/// Short lines, logs and annotations name files from where the command was started, as whoever reads them does.
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
    let prefix = PathPrefix::new(&global.root.to_string_lossy());
    let shown = shown(diagnostics, global.format);
    let (mut shown, sources) = redacted(&shown, sources, config);
    match global.format {
        Format::Human => {
            terminal.report_painted(&human(&shown, &sources, terminal.color));
            Ok(())
        }
        Format::Json => terminal.out(&json(&shown, &sources)),
        Format::Short => terminal.out(&short(&shown, &sources, &prefix)),
        Format::Github => terminal.out(&github(&shown, &sources, &prefix)),
        Format::Sarif => {
            if shown.iter().any(|diagnostic| diagnostic.fingerprint.is_none()) {
                identify(&mut shown, &sources);
            }
            terminal.out(&log(&shown, &sources, &prefix))
        }
    }
}

/// Gives each of all the diagnostics of a run its fingerprint, out of nothing but what a report may show.
pub fn identify_all(diagnostics: &mut Diagnostics, sources: &SourceTree, config: &Config) {
    let (mut shown, sources) = redacted(diagnostics, sources, config);
    identify(&mut shown, &sources);
    for (diagnostic, shown) in diagnostics.iter_mut().zip(&shown) {
        diagnostic.fingerprint = shown.fingerprint;
    }
}

/// The SARIF log of this version of Regards, with all of its rules.
fn log(diagnostics: &Diagnostics, sources: &SourceTree, prefix: &PathPrefix) -> String {
    let mut rules = rules();
    rules.extend(crate::promo::RULES.iter().map(|rule| &rule.diag));
    let main_file = SourcePath::new("regards.yaml").expect("it is a path in the site");
    let tool = Tool {
        version: env!("CARGO_PKG_VERSION"),
        information_uri: Some(env!("CARGO_PKG_HOMEPAGE")).filter(|uri| !uri.is_empty()),
        rules: &rules,
        main_file: &main_file,
    };
    sarif(diagnostics, sources, prefix, tool)
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
