//! How a command ends.

use std::process::ExitCode;

use crate::cli::Deny;
use crate::diag::Diagnostics;
use crate::diag::Level;

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
    /// Fine, unless a diagnostic stands at or above the denied level.
    pub fn of(diagnostics: &Diagnostics, deny: Deny) -> Self {
        if diagnostics.iter().any(|diagnostic| deny.forbids(diagnostic.level)) {
            Self::Problems
        } else {
            Self::Fine
        }
    }
}

impl Deny {
    /// Whether a diagnostic of this level fails the command.
    pub fn forbids(self, level: Level) -> bool {
        level
            >= match self {
                Self::Error => Level::Error,
                Self::Warning => Level::Warning,
                Self::Note => Level::Note,
            }
    }
}
