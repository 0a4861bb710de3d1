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
