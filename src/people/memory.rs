//! The community of the last run, for the next time.

use std::sync::Arc;

use crate::config::Config;
use crate::config::ContactsSettings;
use crate::diag::Diagnostics;
use crate::people::Community;
use crate::people::load;
use crate::source::SourceFile;
use crate::source::SourcePath;
use crate::source::SourceTree;

/// Remembers what audiences and contacts are, since an export of readers is long.
///
/// It never changes a result: a community is known by its two files and the settings that they are read with. It keeps
/// the last one and nothing else, so it does not grow.
#[derive(Debug, Default)]
pub struct Memory {
    known: Option<(Files, Arc<Community>, Diagnostics)>,
}

/// All that a community is read from.
#[derive(Debug)]
struct Files {
    audiences: Option<Arc<str>>,
    contacts: Option<Arc<str>>,
    settings: ContactsSettings,
    timezone: String,
}

impl Memory {
    /// As [`load`](fn@crate::people::load).
    pub fn load(&mut self, sources: &SourceTree, config: &Config) -> (Arc<Community>, Diagnostics) {
        let Some(files) = Files::of(sources, config) else {
            self.known = None;
            let (community, diagnostics) = load(sources, config);
            return (Arc::new(community), diagnostics);
        };
        let known = self.known.take().filter(|(known, ..)| known.are(&files));
        let (_, community, diagnostics) = self.known.insert(known.unwrap_or_else(|| {
            let (community, diagnostics) = load(sources, config);
            (files, Arc::new(community), diagnostics)
        }));
        (Arc::clone(community), diagnostics.clone())
    }
}

impl Files {
    /// What a community is read from; `None` if a fault of the settings keeps the contacts from being read, since such
    /// a fault looks farther.
    fn of(sources: &SourceTree, config: &Config) -> Option<Self> {
        let audiences = sources.text_at("audiences.yaml").map(|(_, text)| Arc::clone(text));
        let contacts = match sources.get(&SourcePath::new(&config.contacts.file).ok()?) {
            Some(SourceFile::Text(text)) => Some(Arc::clone(text)),
            None if config.contacts == ContactsSettings::default() => None,
            _ => return None,
        };
        let (settings, timezone) = (config.contacts.clone(), config.timezone.clone());
        Some(Self { audiences, contacts, settings, timezone })
    }

    fn are(&self, other: &Self) -> bool {
        let same = |left: &Option<Arc<str>>, right: &Option<Arc<str>>| match (left, right) {
            (Some(left), Some(right)) => Arc::ptr_eq(left, right) || left == right,
            (left, right) => left.is_none() && right.is_none(),
        };
        self.settings == other.settings
            && self.timezone == other.timezone
            && same(&self.audiences, &other.audiences)
            && same(&self.contacts, &other.contacts)
    }
}
