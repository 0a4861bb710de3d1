//! `levels:` of regards.yaml: which rules a site may set louder or quieter, and which stay errors.
//!
//! Warnings and notes are the site's to judge. An error stands where something is left out, overwritten, mailed or
//! published by mistake; no setting lowers it, except where the output is whole in spite of it.

use crate::cli::explain::rules;
use crate::cli::faults::FIXED_LEVEL;
use crate::cli::faults::UNKNOWN_RULE;
use crate::config::Config;
use crate::config::LevelSetting;
use crate::config::setting_place;
use crate::data::MISSING_KEY;
use crate::data::UNKNOWN_KEY;
use crate::data::UNKNOWN_VALUE;
use crate::data::WRONG_TYPE;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::Rule;
use crate::diag::did_you_mean;
use crate::site::faults::BROKEN_LINK;
use crate::source::SourceTree;

/// Errors that a site may lower: everything is published as it was written, and only a reader is led nowhere.
///
/// A rule belongs here only if nothing is dropped, overwritten, mailed or shown to the wrong people because of it.
const LOSES_NOTHING: [&Rule; 1] = [&BROKEN_LINK];

/// Rules that are errors in `regards.yaml`, `audiences.yaml` and `contacts.yaml`, and warnings in front matter: a
/// level that is set for them counts for the warnings.
const WARNS_IN_FRONT_MATTER: [&Rule; 4] = [&UNKNOWN_KEY, &WRONG_TYPE, &UNKNOWN_VALUE, &MISSING_KEY];

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
fn settled_level(diagnostic: &Diagnostic, config: &Config) -> Option<Level> {
    if diagnostic.level == Level::Error && stays_an_error(diagnostic.rule) {
        return Some(Level::Error);
    }
    match config.levels.get(diagnostic.rule.name) {
        Some(LevelSetting::Off) => None,
        Some(LevelSetting::Note) => Some(Level::Note),
        Some(LevelSetting::Warning) => Some(Level::Warning),
        Some(LevelSetting::Error) => Some(Level::Error),
        None => Some(diagnostic.level),
    }
}

/// Whether no setting lowers the errors of this rule. A rule of a lower level that a command raises may be lowered
/// again.
fn stays_an_error(rule: &Rule) -> bool {
    rule.level == Level::Error && !LOSES_NOTHING.contains(&rule)
}

/// Reports settings of `levels:` that do nothing.
pub fn check_levels(config: &Config, sources: &SourceTree, diagnostics: &mut Diagnostics) {
    if config.levels.is_empty() {
        return;
    }
    let rules = rules();
    let promo: Vec<&str> = crate::promo::RULES.iter().map(|rule| rule.name()).collect();
    for (name, level) in &config.levels {
        let rule = rules.iter().copied().find(|rule| rule.name == name);
        let diagnostic = match rule {
            Some(rule)
                if stays_an_error(rule)
                    && !WARNS_IN_FRONT_MATTER.contains(&rule)
                    && *level != LevelSetting::Error =>
            {
                Diagnostic::new(&FIXED_LEVEL, format!("the level of `{name}` cannot be lowered"))
                    .help(format!("remove the line; `regards explain {name}` says how to mend the fault"))
            }
            Some(_) => continue,
            None if promo.contains(&name.as_str()) => continue,
            None => {
                let known = rules.iter().map(|rule| rule.name).chain(promo.iter().copied());
                let help = did_you_mean(name, known);
                Diagnostic::new(&UNKNOWN_RULE, format!("`levels:` names `{name}`, which is no rule"))
                    .help(help.unwrap_or_else(|| "`regards explain` lists the rules".into()))
            }
        };
        diagnostics.push(match setting_place(sources, &["levels", name]) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a fault of `rule`, met as `level`, on a site that turns the rule off.
    #[track_caller]
    fn check(rule: &'static Rule, level: Level, expected: Option<Level>) {
        let mut config = Config::default();
        config.levels.insert(rule.name.to_owned(), LevelSetting::Off);
        let diagnostic = Diagnostic { level, ..Diagnostic::new(rule, "x") };
        assert_eq!(settled_level(&diagnostic, &config), expected, "{}", rule.name);
    }

    #[test]
    fn only_a_broken_link_may_be_lowered_of_all_errors() {
        let errors: Vec<&'static Rule> =
            rules().into_iter().filter(|rule| rule.level == Level::Error).collect();
        assert!(errors.len() > 50);
        for rule in errors {
            check(rule, Level::Error, (rule.name != "broken-link").then_some(Level::Error));
        }
    }

    #[test]
    fn warnings_may_be_turned_off() {
        for rule in rules().into_iter().filter(|rule| rule.level != Level::Error) {
            check(rule, rule.level, None);
            // As `check` raises a give that reads as an ask.
            check(rule, Level::Error, None);
        }
        check(&UNKNOWN_KEY, Level::Warning, None);
    }
}
