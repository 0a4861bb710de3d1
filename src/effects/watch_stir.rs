//! Whether something is under way: seen on disk, and not yet to be seen by those who ask.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use notify::{Config, RecommendedWatcher, Watcher};

use crate::effects::Changes;
use crate::effects::watch_field::Field;
use crate::effects::watch_settle::{Event, Pending};

/// What all threads know of changes on disk: how many events were seen, and how many of them are in what was
/// published last. Shared in an [`Arc`](std::sync::Arc) by [`Watch::stir`](crate::effects::Watch::stir).
///
/// # Design
/// Both are counts. Whoever publishes names the count that his changes reach to, so that what is seen while he
/// builds is still under way when he is done, whichever thread comes first.
#[derive(Debug)]
pub struct Stir {
    seen: AtomicU64,
    published: AtomicU64,
    state: Mutex<State>,
    /// Something was seen.
    pub(crate) noticed: Condvar,
    /// Something was published.
    settled: Condvar,
    watcher: Weak<Mutex<Option<RecommendedWatcher>>>,
}

/// What was seen, and what counts.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) pending: Pending,
    pub(crate) field: Field,
    /// When the last event came.
    pub(crate) last: Option<Instant>,
}

impl Stir {
    pub(crate) fn new(field: Field, watcher: Weak<Mutex<Option<RecommendedWatcher>>>) -> Self {
        Self {
            seen: AtomicU64::new(0),
            published: AtomicU64::new(0),
            state: Mutex::new(State { pending: Pending::default(), field, last: None }),
            noticed: Condvar::new(),
            settled: Condvar::new(),
            watcher,
        }
    }

    /// Whether everything that was seen on disk is in what was published last.
    pub fn is_settled(&self) -> bool {
        self.published.load(Ordering::Acquire) >= self.seen.load(Ordering::Acquire)
    }

    /// Waits until everything that happened on disk before this call is in what was published, for `at_most` so
    /// long; says whether it is.
    ///
    /// On Linux, a save that ended before this call counts even if the operating system has not told of it yet, except
    /// in the moment in which the watcher's thread answers another call. Elsewhere, and where the site is looked at
    /// every so often, it counts once it is told.
    pub fn wait_until_settled(&self, at_most: Duration) -> bool {
        let until = Instant::now() + at_most;
        self.hear_all();
        if self.is_settled() {
            return true;
        }
        let mut state = self.lock();
        while !self.is_settled() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.settled.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// Says that what was made of these changes, and of all before them, is there for those who ask. Also to be
    /// called if nothing could be made of them.
    pub fn publish(&self, changes: &Changes) {
        // Under the lock, so that nobody finds the old count and then sleeps through the news.
        let state = self.lock();
        self.published.fetch_max(changes.through, Ordering::AcqRel);
        drop(state);
        self.settled.notify_all();
    }

    /// Waits until the watcher's thread has told all that the operating system has for it by now.
    ///
    /// The thread answers questions in its turn, after the events that came before them; which question does not
    /// matter.
    fn hear_all(&self) {
        if let Some(watcher) = self.watcher.upgrade() {
            let mut watcher = watcher.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(watcher) = watcher.as_mut() {
                // The answer is that inotify has nothing to configure.
                watcher.configure(Config::default()).ok();
            }
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of what happened to a name, if it is one that counts.
    pub(crate) fn note(&self, path: PathBuf, event: Event) {
        let mut state = self.lock();
        if !state.field.counts(&path) {
            return;
        }
        let now = Instant::now();
        // Nobody waits for a file that has been held back until it is whole.
        if matches!(event, Event::Closed | Event::Vanished) || !state.pending.holds(&path) {
            self.seen.fetch_add(1, Ordering::AcqRel);
        }
        if !state.pending.holds(&path) {
            state.last = Some(now);
        }
        let is_news = state.pending.note(path, event, now);
        drop(state);
        if is_news {
            self.noticed.notify_all();
        }
    }

    /// Takes note that anything may have happened.
    pub(crate) fn note_everything(&self) {
        let mut state = self.lock();
        self.seen.fetch_add(1, Ordering::AcqRel);
        let now = Instant::now();
        state.last = Some(now);
        state.pending.note_everything(now);
        drop(state);
        self.noticed.notify_all();
    }

    /// What can be told at once, counting what it reaches to. More may follow it.
    pub(crate) fn take_whole(&self, state: &mut State) -> Option<Changes> {
        let changes = state.pending.take_whole()?;
        Some(Changes { through: self.seen.load(Ordering::Acquire), ..changes })
    }

    /// What follows what was told and is not published yet, counting what it reaches to.
    pub(crate) fn take_more(&self, state: &mut State) -> Option<Changes> {
        let changes = state.pending.take(Instant::now())?;
        Some(Changes { through: self.seen.load(Ordering::Acquire), ..changes })
    }

    /// What can be told, counting what it reaches to. All that was told before has been published.
    pub(crate) fn take(&self, state: &mut State) -> Option<Changes> {
        let Some(changes) = state.pending.take(Instant::now()) else {
            // All that is left is being written still: what was published is as good as it gets.
            if state.pending.holds_all() {
                self.published.fetch_max(self.seen.load(Ordering::Acquire), Ordering::AcqRel);
                self.settled.notify_all();
            }
            return None;
        };
        Some(Changes { through: self.seen.load(Ordering::Acquire), ..changes })
    }
}
