//! Looks at a site's files every so often, where the operating system does not tell.
//!
//! `notify` has a watcher of this kind, too, which counts time in whole seconds: it misses the second of two saves.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use walkdir::WalkDir;

use crate::effects::stamp::Stamp;
use crate::effects::watch_field::Field;
use crate::effects::watch_settle::Event;
use crate::effects::watch_stir::Stir;
use crate::effects::whereabouts::is_ignored;

/// How often, at most.
const EVERY: Duration = Duration::from_millis(1000);

/// How many times as long as a look takes is waited before the next, so that looking takes little of a processor.
const PAUSE: u32 = 50;

/// How the files looked, and when to look again.
#[derive(Debug)]
pub(crate) struct Poll {
    stamps: BTreeMap<PathBuf, Stamp>,
    next: Instant,
}

impl Poll {
    pub(crate) fn begin(field: &Field) -> Self {
        Self { stamps: stamps(field), next: Instant::now() + EVERY }
    }

    /// When to look again.
    pub(crate) fn next_look(&self) -> Instant {
        self.next
    }

    /// Looks, if it is time, and takes note of each file that looks different.
    pub(crate) fn look(&mut self, field: &Field, stir: &Stir) {
        let began = Instant::now();
        if began < self.next {
            return;
        }
        let now = stamps(field);
        for (path, stamp) in &now {
            match self.stamps.get(path) {
                Some(before) if before == stamp => {}
                // Whether it is closed cannot be known: it is whole if it is left alone.
                _ => stir.note(path.clone(), Event::Written),
            }
        }
        for path in self.stamps.keys().filter(|path| !now.contains_key(*path)) {
            stir.note(path.clone(), Event::Vanished);
        }
        self.stamps = now;
        let took = began.elapsed();
        self.next = Instant::now() + EVERY.max(took * PAUSE);
    }
}

fn stamps(field: &Field) -> BTreeMap<PathBuf, Stamp> {
    let mut stamps = BTreeMap::new();
    for (input, take) in &field.read {
        let walk = WalkDir::new(input).follow_links(true).into_iter();
        let counts = |entry: &walkdir::DirEntry| {
            entry.depth() == 0 || !is_ignored(&entry.file_name().to_string_lossy(), *take)
        };
        for entry in walk.filter_entry(counts).flatten().filter(|entry| !entry.file_type().is_dir()) {
            if let Ok(facts) = fs::metadata(entry.path()) {
                stamps.insert(entry.into_path(), Stamp::of(&facts));
            }
        }
    }
    stamps
}
