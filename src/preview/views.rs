//! What a server shows: the site now, and what to show of it where that cannot be.

use std::sync::Arc;

use crate::preview::Problems;
use crate::preview::Snapshot;

/// What a server shows.
///
/// A page comes from the newest state. Only one that cannot be made of that, as its file or its template is broken,
/// comes from the last state that had no errors.
#[derive(Debug, Clone)]
pub struct Views {
    /// The site as it is now; `None` while its settings are wrong or its theme cannot be read.
    pub newest: Option<Arc<Snapshot>>,
    /// The site as it was when it last had no errors.
    pub last_good: Option<Arc<Snapshot>>,
    /// What is wrong now.
    pub problems: Arc<Problems>,
}

impl Views {
    /// The first view of a site.
    pub fn first(newest: Option<Snapshot>, problems: Problems) -> Self {
        Self { newest: None, last_good: None, problems: Arc::default() }.followed_by(newest, problems)
    }

    /// The view after a change.
    pub fn followed_by(&self, newest: Option<Snapshot>, problems: Problems) -> Self {
        let newest = newest.map(Arc::new);
        let is_good = newest.is_some() && !problems.diagnostics.has_errors();
        let last_good = if is_good { newest.clone() } else { self.last_good.clone() };
        Self { newest, last_good, problems: Arc::new(problems) }
    }

    /// The states to look for a page in, in that order.
    pub(in crate::preview) fn in_turn(&self) -> impl Iterator<Item = &Arc<Snapshot>> {
        let former = self.last_good.iter().filter(|_| self.problems.diagnostics.has_errors());
        self.newest.iter().chain(former)
    }
}
