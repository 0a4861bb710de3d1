//! Where keys stand in front matter, for faults that only this stage finds.

use std::collections::HashMap;
use std::sync::Arc;

use crate::config::front_matter_place;
use crate::site::Page;
use crate::source::SourcePath;
use crate::source::Span;

/// Places in front matter, as far as faults needed them. The front matter is read for each, since faults are rare and
/// places are large; they are remembered, since the same faults are found again after every edit.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// What this run needed, by file and key.
    used: Known,
    /// What the run before needed.
    before: Known,
}

type Known = HashMap<(SourcePath, &'static str), (Arc<str>, Span)>;

impl Places {
    /// Begins a run: what the one before the last needed is forgotten.
    pub(crate) fn begin(&mut self) {
        self.before = std::mem::take(&mut self.used);
    }

    /// The place of a front-matter key of `page`; the start of its file if it has no such key.
    pub(crate) fn of(&mut self, page: &Page, key: &'static str) -> Span {
        let entry = (page.source.clone(), key);
        let known = self.used.get(&entry).cloned().or_else(|| self.before.remove(&entry));
        let (text, span) =
            known.filter(|(text, _)| Arc::ptr_eq(text, &page.text) || *text == page.text).unwrap_or_else(
                || (Arc::clone(&page.text), front_matter_place(&page.source, &page.text, &[key])),
            );
        self.used.insert(entry, (text, span.clone()));
        span
    }
}
