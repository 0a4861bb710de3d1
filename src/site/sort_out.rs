//! What is published today, and what is left out with everything that belongs to it.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::site::FastMap;
use crate::site::LeftOut;
use crate::site::LeftOutReason;
use crate::site::Target;
use crate::site::faults::TWO_INDEXES;
use crate::site::read::ReadFile;
use crate::site::read::parent;
use crate::source::SourcePath;
use crate::source::Span;

/// Whom a site is built for: what is not out yet may be wanted all the same.
#[derive(Debug, Clone, Copy)]
pub struct Showing {
    /// The day.
    pub today: Date,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether posts dated in the future are shown.
    pub future: bool,
}

/// The markdown files of a site, told apart.
#[derive(Debug, Default)]
pub struct SortedOut<'files> {
    /// Pages to publish, ordered by path.
    pub posts: Vec<&'files Arc<ReadFile>>,
    /// The `_index.md` of each section, by folder.
    pub indexes: BTreeMap<&'files str, &'files ReadFile>,
    /// Pages and sections that are not published today, ordered by path.
    pub left_out: Vec<LeftOut>,
    /// What became of the files that are not published.
    pub targets: FastMap<SourcePath, Target>,
    /// Folders of bundles and sections that are not published, with the reason where it is known. Nothing that lies
    /// in one may reach the site.
    pub left_folders: HashMap<&'files str, Option<LeftOutReason>>,
    /// What was wrong with the files.
    pub diagnostics: Diagnostics,
}

/// Tells the files apart that were read, ordered by path.
///
/// A section that is left out takes everything below it along. The root is no such section: its `_index.md` is
/// the text of the home page, and only that is left out.
pub fn sort_out(read: &[Arc<ReadFile>], showing: Showing) -> SortedOut<'_> {
    let mut sorted = SortedOut::default();
    let mut files = Vec::with_capacity(read.len());
    for file in read {
        sorted.diagnostics.extend(file.diagnostics.iter().cloned());
        let reason = file.left_out(showing);
        // Front matter that cannot be read may say that this is a draft; the fault is reported.
        let is_left = file.document.broken || reason.is_some();
        if is_left && (file.is_section() || file.is_bundle()) && !parent(&file.relative).is_empty() {
            sorted.left_folders.insert(parent(&file.relative), reason);
        }
        files.push((file, is_left, reason));
    }
    let left_sections: HashMap<&str, Option<LeftOutReason>> = files
        .iter()
        .filter(|(file, is_left, _)| *is_left && file.is_section())
        .map(|(file, _, reason)| (parent(&file.relative), *reason))
        .filter(|(folder, _)| !folder.is_empty())
        .collect();
    for (file, is_left, own_reason) in files {
        let above = section_above(&file.relative, &left_sections);
        if !is_left && above.is_none() {
            if file.is_section() {
                match sorted.indexes.entry(parent(&file.relative)) {
                    Entry::Vacant(free) => {
                        free.insert(file);
                    }
                    Entry::Occupied(first) => {
                        sorted.diagnostics.push(two_indexes(&first.get().source, &file.source))
                    }
                }
            } else {
                sorted.posts.push(file);
            }
            continue;
        }
        let reason = if is_left { own_reason } else { above.flatten() };
        sorted.targets.insert(file.source.clone(), Target::LeftOut(reason));
        sorted.left_out.extend(reason.map(|reason| LeftOut { source: file.source.clone(), reason }));
    }
    sorted
}

fn two_indexes(first: &SourcePath, second: &SourcePath) -> Diagnostic {
    Diagnostic::new(&TWO_INDEXES, format!("{first} and {second} are the same section"))
        .label(Span::start_of(second), "is not shown")
        .label(Span::start_of(first), "is shown")
        .help("join them in one file, and remove the other")
}

/// Why the nearest section that is left out and holds the file is so; `None` if there is no such section.
fn section_above(
    relative: &str,
    left_sections: &HashMap<&str, Option<LeftOutReason>>,
) -> Option<Option<LeftOutReason>> {
    if left_sections.is_empty() {
        return None;
    }
    let mut folder = parent(relative);
    while !folder.is_empty() {
        if let Some(reason) = left_sections.get(folder) {
            return Some(*reason);
        }
        folder = parent(folder);
    }
    None
}
