//! What a change did to what is shown.

use std::collections::BTreeSet;
use std::path::Path;

use crate::effects::Changes;
use crate::output::OutPath;
use crate::plan::Job;
use crate::preview::Snapshot;
use crate::preview::Views;
use crate::source::SourcePath;

/// What a change did to what is shown.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The files that changed, relative to the site's folder; empty if the folder was read again as a whole.
    pub files: Vec<String>,
    /// Addresses that are answered now and were not before; none while there are errors.
    pub new: Vec<String>,
    /// Addresses that were answered before; none while there are errors.
    pub gone: Vec<String>,
    /// Addresses of copied files that may hold other bytes now.
    pub copied: Vec<String>,
}

impl Outcome {
    /// Compares two states. `root` is the folder of the site on disk, with all links followed.
    pub fn of(changes: &Changes, root: &Path, before: &Views, now: &Views) -> Self {
        let names = changes.names().filter_map(|name| name.strip_prefix(root).ok()?.to_str());
        let named: BTreeSet<String> = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
        // While something is wrong, pages of the last good state stand in for those that cannot be made.
        let is_whole = !before.problems.diagnostics.has_errors() && !now.problems.diagnostics.has_errors();
        let shown = |views: &Views| views.newest.clone().or_else(|| views.last_good.clone());
        let (Some(before), Some(now)) = (shown(before), shown(now)) else {
            return Self { files: named.into_iter().collect(), ..Self::default() };
        };
        let site = &now.model.site;
        let address = |path: &OutPath| {
            site.href(&format!("/{}", path.as_str().strip_suffix("index.html").unwrap_or(path.as_str())))
        };
        let only_in = |all: &Snapshot, other: &Snapshot| -> Vec<String> {
            // Both are in order: they are walked once, side by side.
            let mut others = other.plan.jobs().map(|(path, _)| path).peekable();
            let is_only = |path: &&OutPath| {
                if others.next_if(|other| other == path).is_some() {
                    return false;
                }
                while others.next_if(|other| other < path).is_some() {}
                others.next_if(|other| other == path).is_none()
            };
            all.plan.jobs().map(|(path, _)| path).filter(is_only).map(address).collect()
        };
        let is_changed = |source: &SourcePath| {
            // A folder that was moved, or a link, stands for all in it.
            changes.is_everything()
                || named.contains(source.as_str())
                || source
                    .as_str()
                    .match_indices('/')
                    .any(|(slash, _)| named.contains(&source.as_str()[..slash]))
        };
        let copied = now.plan.jobs().filter_map(|(path, job)| match job {
            Job::Copy(source) if is_changed(source) => Some(address(path)),
            _ => None,
        });
        // Editors write beside a file before they give it the name; only what the site has or had is of interest.
        let is_known = |name: &String| {
            let path = SourcePath::new(name).ok();
            let holds = |snapshot: &Snapshot| {
                path.as_ref().is_some_and(|path| snapshot.sources.get(path).is_some())
                    || snapshot.sources.below(name).next().is_some()
            };
            holds(&now) || holds(&before)
        };
        let (files, passing): (Vec<String>, Vec<String>) = named.iter().cloned().partition(is_known);
        let files = if files.is_empty() { passing } else { files };
        Self {
            copied: copied.collect(),
            new: if is_whole { only_in(&now, &before) } else { Vec::new() },
            gone: if is_whole { only_in(&before, &now) } else { Vec::new() },
            files: if changes.is_everything() { Vec::new() } else { files },
        }
    }
}
