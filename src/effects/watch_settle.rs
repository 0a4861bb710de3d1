//! When a change is complete: what was seen and is not yet told. Times are handed in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::effects::Changes;

/// How long nothing must happen before a change is complete. A save by truncating, writing and closing, or by writing
/// beside and renaming, is over in less than 2 ms.
const QUIET: Duration = Duration::from_millis(10);

/// The same after something vanished: editors that delete and write anew flush to the disk in between.
const QUIET_AFTER_VANISHING: Duration = Duration::from_millis(30);

/// How long changes one after another are gathered before those so far are told: an author who saves several files at
/// once should see them together, and nobody should wait for a program that never stops writing.
const BURST: Duration = Duration::from_millis(100);

/// The same for many files: a switch of branches or a conversion, of which half is worth nothing.
const LARGE_BURST: Duration = Duration::from_millis(1000);

/// From how many names on a burst is a large one.
const LARGE: usize = 100;

/// How long a file that was written and not closed must be left alone to count as whole. Programs that save write
/// without a break; those that do not (a log) are whole between two lines.
const OPEN_QUIET: Duration = Duration::from_millis(250);

/// How long a file that is never left alone is waited for: a long copy is seen growing every so often.
const OPEN_LIMIT: Duration = Duration::from_secs(3);

/// What happened to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// Somebody writes, and will close it.
    Written,
    /// It was closed after writing.
    Closed,
    /// Nothing has this name any more.
    Vanished,
    /// Anything else, which is done with the event.
    Done,
}

/// What was seen and is not yet told.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    names: BTreeMap<PathBuf, Touched>,
    everything: Option<Span>,
}

/// The first and the last event of a name.
#[derive(Debug, Clone, Copy)]
struct Span {
    first: Instant,
    last: Instant,
}

#[derive(Debug, Clone, Copy)]
struct Touched {
    span: Span,
    event: Event,
    /// Others that were changed at the same time have been told without it, since it is still being written.
    held: bool,
}

impl Touched {
    fn complete_at(&self) -> Instant {
        match self.event {
            Event::Written => (self.span.last + OPEN_QUIET).min(self.span.first + OPEN_LIMIT),
            Event::Vanished => self.span.last + QUIET_AFTER_VANISHING,
            Event::Closed | Event::Done => self.span.last + QUIET,
        }
    }
}

impl Pending {
    /// Takes note of an event; `true` if somebody who waits for a change to be complete must hear of it at once.
    pub(crate) fn note(&mut self, path: PathBuf, event: Event, now: Instant) -> bool {
        let was_empty = self.is_empty();
        let first = Touched { span: Span { first: now, last: now }, event, held: false };
        let touched = self.names.entry(path).or_insert(first);
        touched.span.last = now;
        // What is told of rights while a file is being written does not say that it is whole.
        if !(touched.event == Event::Written && event == Event::Done) {
            touched.event = event;
        }
        was_empty || (matches!(event, Event::Closed | Event::Done) && self.names.len() < LARGE)
    }

    /// Takes note that events were lost.
    pub(crate) fn note_everything(&mut self, now: Instant) {
        let first = self.everything.map_or(now, |span| span.first);
        self.everything = Some(Span { first, last: now });
    }

    /// Whether there is nothing to tell.
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.everything.is_none()
    }

    /// Whether a name is being written and others were told without it, so that nobody waits for it.
    pub(crate) fn holds(&self, path: &PathBuf) -> bool {
        self.names.get(path).is_some_and(|touched| touched.held)
    }

    /// Whether all that is not yet told is being written, and nobody waits for it.
    pub(crate) fn holds_all(&self) -> bool {
        self.everything.is_none() && self.names.values().all(|touched| touched.held)
    }

    /// When there will be something to tell, if nothing else happens; it may be past.
    pub(crate) fn complete_at(&self) -> Option<Instant> {
        let held = self.names.values().filter(|touched| touched.held).map(Touched::complete_at).min();
        let together: Vec<&Touched> = self.names.values().filter(|touched| !touched.held).collect();
        let lost = self.everything.map(|span| (span.first, span.last + QUIET_AFTER_VANISHING));
        let began = together.iter().map(|touched| touched.span.first).chain(lost.map(|lost| lost.0)).min();
        let quiet = together.iter().map(|touched| touched.complete_at()).chain(lost.map(|lost| lost.1)).max();
        let burst = if together.len() >= LARGE || lost.is_some() { LARGE_BURST } else { BURST };
        let together = began.zip(quiet).map(|(began, quiet)| quiet.min(began + burst));
        held.into_iter().chain(together).min()
    }

    /// What can be told at once: a few files, each of them whole. More may follow; see [`Pending::quiet_at`].
    pub(crate) fn take_whole(&mut self) -> Option<Changes> {
        let waiting = || self.names.values().filter(|touched| !touched.held);
        let is_whole = |touched: &Touched| matches!(touched.event, Event::Closed | Event::Done);
        if self.everything.is_some() || self.names.len() >= LARGE || !waiting().all(is_whole) {
            return None;
        }
        let mut named = BTreeSet::new();
        self.names.retain(|path, touched| {
            if !touched.held {
                named.insert(path.clone());
            }
            touched.held
        });
        (!named.is_empty()).then_some(Changes { named, everything: false, through: 0 })
    }

    /// When nothing will have happened for long enough that a save is over, if its last event was at `last`.
    pub(crate) fn quiet_at(last: Instant) -> Instant {
        last + QUIET
    }

    /// When nobody waits any longer for the end of a save that was told of at `told_at`.
    pub(crate) fn over_at(told_at: Instant) -> Instant {
        told_at + LARGE_BURST
    }

    /// What can be told now. Files that are still being written stay behind and are told when they are complete.
    pub(crate) fn take(&mut self, now: Instant) -> Option<Changes> {
        if self.complete_at().is_none_or(|at| at > now) {
            return None;
        }
        let mut named = BTreeSet::new();
        self.names.retain(|path, touched| {
            let complete = touched.complete_at() <= now;
            let stays = !complete && (touched.held || touched.event == Event::Written);
            if stays {
                touched.held = true;
            } else {
                named.insert(path.clone());
            }
            stays
        });
        let everything = self.everything.take().is_some();
        (everything || !named.is_empty()).then_some(Changes { named, everything, through: 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events as (milliseconds, name, event), and what is told at which millisecond.
    #[track_caller]
    fn check(events: &[(u64, &str, Event)], expected: &[(u64, &str)]) {
        let start = Instant::now();
        let mut pending = Pending::default();
        let mut told = Vec::new();
        let mut events = events.iter().peekable();
        for millisecond in 0..10_000 {
            let now = start + Duration::from_millis(millisecond);
            while let Some((_, name, event)) = events.next_if(|event| event.0 == millisecond) {
                pending.note(name.into(), *event, now);
            }
            if let Some(changes) = pending.take(now) {
                let names: Vec<_> = changes.names().map(|name| name.display().to_string()).collect();
                told.push((millisecond, names.join(" ")));
            }
        }
        let expected: Vec<_> = expected.iter().map(|(at, names)| (*at, (*names).to_owned())).collect();
        assert_eq!(told, expected);
        assert!(pending.is_empty(), "everything is told in the end");
    }

    #[test]
    fn a_save_is_told_a_moment_after_it_is_closed() {
        check(&[(0, "a", Event::Written), (1, "a", Event::Written), (2, "a", Event::Closed)], &[(12, "a")]);
        check(&[(0, "a", Event::Done), (5, "b", Event::Closed)], &[(15, "a b")]);
    }

    #[test]
    fn what_is_whole_can_be_told_at_once() {
        let now = Instant::now();
        let mut pending = Pending::default();
        pending.note("a".into(), Event::Written, now);
        assert_eq!(pending.take_whole(), None, "it is being written");
        pending.note("a".into(), Event::Closed, now);
        assert_eq!(pending.take_whole(), Some(Changes::of(["a".into()])));
        assert_eq!(pending.take_whole(), None, "it was told");
        pending.note("a".into(), Event::Closed, now);
        pending.note("b".into(), Event::Vanished, now);
        assert_eq!(pending.take_whole(), None, "it may come back");
        assert_eq!(pending.take(now + QUIET_AFTER_VANISHING), Some(Changes::of(["a".into(), "b".into()])));
        for name in 0..LARGE {
            pending.note(name.to_string().into(), Event::Closed, now);
        }
        assert_eq!(pending.take_whole(), None, "half of many is worth nothing");
    }

    #[test]
    fn what_vanishes_may_come_back() {
        check(
            &[(0, "a", Event::Vanished), (20, "a", Event::Written), (25, "a", Event::Closed)],
            &[(35, "a")],
        );
        check(&[(0, "a", Event::Vanished)], &[(30, "a")]);
    }

    #[test]
    fn a_file_that_is_being_written_keeps_nobody_waiting() {
        let events = [(0, "a", Event::Written), (5, "b", Event::Closed), (180, "a", Event::Closed)];
        check(&events, &[(100, "b"), (190, "a")]);
        // It is not closed at all.
        check(&[(0, "a", Event::Written), (50, "a", Event::Done)], &[(300, "a")]);
    }

    #[test]
    fn a_log_is_seen_growing() {
        let events: Vec<_> = (0..50).map(|line| (line * 100, "log", Event::Written)).collect();
        check(&events, &[(3000, "log"), (5150, "log")]);
    }

    #[test]
    fn changes_without_an_end_are_told_in_between() {
        let names = ["a", "b", "c", "d"];
        let events: Vec<_> = (0..40).map(|at| (at * 5, names[at as usize % 4], Event::Closed)).collect();
        check(&events, &[(100, "a b c d"), (205, "a b c d")]);
    }
}
