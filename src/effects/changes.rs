//! What may have changed on disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Names that may have changed since a site was read; what lies below them may have changed, too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    pub(crate) named: BTreeSet<PathBuf>,
    pub(crate) everything: bool,
    /// How many events had been seen when these were put together, for [`Stir::publish`](crate::effects::Stir::publish).
    pub(crate) through: u64,
}

impl Changes {
    /// Changes of files and folders, as paths on disk or below the site's folder.
    pub fn of(named: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { named: named.into_iter().collect(), everything: false, through: 0 }
    }

    /// Anything may have changed.
    pub fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    /// These and those that followed them.
    pub fn and(mut self, more: Self) -> Self {
        self.named.extend(more.named);
        Self { named: self.named, everything: self.everything || more.everything, through: more.through }
    }

    /// Whether anything may have changed, beyond what is named.
    pub fn is_everything(&self) -> bool {
        self.everything
    }

    /// What changed, ordered, as paths on disk.
    pub fn names(&self) -> impl Iterator<Item = &Path> {
        self.named.iter().map(PathBuf::as_path)
    }
}
