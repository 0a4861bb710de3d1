//! How a command ends.

use std::process::ExitCode;

use crate::cli::Deny;
use crate::config::Config;
use crate::config::LevelSetting;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::Rule;
use crate::promo::MIXED_POST;
use crate::promo::PROMOTIONAL_POST;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well: 0.
    Fine,
    /// There are problems at or above the level that `--deny` names: 1.
    Problems,
    /// The command line was wrong, or the operating system refused something: 2.
    Fault,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Fine => Self::SUCCESS,
            Exit::Problems => Self::from(1),
            Exit::Fault => Self::from(2),
        }
    }
}

impl Exit {
    /// Fine, unless a diagnostic is denied.
    pub fn of(diagnostics: &Diagnostics, deny: Deny) -> Self {
        if diagnostics.iter().any(|diagnostic| deny.forbids(diagnostic)) {
            Self::Problems
        } else {
            Self::Fine
        }
    }
}

impl Deny {
    /// Whether a diagnostic fails the command: by its level, or as the flag of a post with a denied verdict.
    pub fn forbids(self, diagnostic: &Diagnostic) -> bool {
        let lowest = match self {
            Self::Error | Self::Mixed | Self::Promotional => Level::Error,
            Self::Warning => Level::Warning,
            Self::Note => Level::Note,
        };
        diagnostic.level >= lowest || self.verdicts().contains(&diagnostic.rule)
    }

    /// The flags of the verdicts that it denies.
    pub fn verdicts(self) -> &'static [&'static Rule] {
        match self {
            Self::Mixed => &[&MIXED_POST, &PROMOTIONAL_POST],
            Self::Promotional => &[&PROMOTIONAL_POST],
            Self::Error | Self::Warning | Self::Note => &[],
        }
    }

    /// Sees to it that the flags of denied verdicts are reported, even if the site turned them off: a command that
    /// fails must say why.
    pub fn show_verdicts(self, config: &mut Config) {
        for rule in self.verdicts() {
            if config.levels.get(rule.name) == Some(&LevelSetting::Off) {
                config.levels.insert(rule.name.to_owned(), LevelSetting::Note);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHER: Rule = Rule { name: "other", level: Level::Note, explain: "" };

    /// Which of an error, a warning and a note of another rule, and a mixed and a promotional post at the level of a
    /// note, fail a command.
    #[track_caller]
    fn check(deny: Deny, expected: [bool; 5]) {
        let at = |level, rule| Diagnostic { level, ..Diagnostic::new(rule, "x") };
        let found = [
            at(Level::Error, &OTHER),
            at(Level::Warning, &OTHER),
            at(Level::Note, &OTHER),
            at(Level::Note, &MIXED_POST),
            at(Level::Note, &PROMOTIONAL_POST),
        ]
        .map(|diagnostic| deny.forbids(&diagnostic));
        assert_eq!(found, expected, "{deny:?}");
    }

    #[test]
    fn what_fails_a_command() {
        const T: bool = true;
        const F: bool = false;
        check(Deny::Error, [T, F, F, F, F]);
        check(Deny::Warning, [T, T, F, F, F]);
        check(Deny::Note, [T, T, T, T, T]);
        check(Deny::Mixed, [T, F, F, T, T]);
        check(Deny::Promotional, [T, F, F, F, T]);
    }

    #[test]
    fn only_what_is_denied_is_shown_against_the_site_s_will() {
        for (deny, mixed, promotional) in [
            (Deny::Note, LevelSetting::Off, LevelSetting::Off),
            (Deny::Promotional, LevelSetting::Off, LevelSetting::Note),
            (Deny::Mixed, LevelSetting::Note, LevelSetting::Note),
        ] {
            let mut config = Config::default();
            for rule in [&MIXED_POST, &PROMOTIONAL_POST] {
                config.levels.insert(rule.name.to_owned(), LevelSetting::Off);
            }
            deny.show_verdicts(&mut config);
            assert_eq!(config.levels[MIXED_POST.name], mixed, "{deny:?}");
            assert_eq!(config.levels[PROMOTIONAL_POST.name], promotional, "{deny:?}");
        }
    }
}
