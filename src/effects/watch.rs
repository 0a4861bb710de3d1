//! Watches a site's files, and tells what changed when it has.
//!
//! Start at [`Watch::begin`]. `notify`'s own thread takes note of every event in the [`Stir`]; the one thread that
//! calls [`Watch::next`] is told of a change when it is complete, and watches the folders that came with it, *before*
//! anybody reads them: what happens in a folder after it was read is always seen.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::config::Config;
use crate::effects::Changes;
use crate::effects::IoFault;
use crate::effects::load::load_settings;
use crate::effects::reading::Take;
use crate::effects::watch_field::Field;
use crate::effects::watch_poll::Poll;
use crate::effects::watch_settle::Event;
use crate::effects::watch_settle::Pending;
use crate::effects::watch_stir::Stir;
use crate::effects::whereabouts::is_ignored;

/// Whether the operating system says when a file that was written is closed.
const TELLS_OF_CLOSING: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// How many links after one another are followed, as Linux does.
const LINKS: usize = 40;

/// Watches a site.
#[derive(Debug)]
pub struct Watch {
    /// As it was given.
    root: PathBuf,
    field: Field,
    stir: Arc<Stir>,
    /// In a mutex for the [`Stir`]'s questions; nothing if the site is looked at every so often instead.
    watcher: Arc<Mutex<Option<RecommendedWatcher>>>,
    poll: Option<Poll>,
    limit: Option<IoFault>,
    /// When a change was told last by [`Watch::next`].
    told_at: Option<Instant>,
}

impl Watch {
    /// Begins to watch the site at `root`. To miss nothing, begin before it is read.
    ///
    /// # Errors
    /// If `root` cannot be read. That the operating system watches no more folders is no error: the site is looked at
    /// every second instead, and [`Watch::limit`] says why.
    pub fn begin(root: &Path) -> Result<Self, IoFault> {
        let canonical = fs::canonicalize(root).map_err(IoFault::on("watch", root))?;
        let field = Field::new(&canonical, &settings(root)?);
        let watcher = Arc::new(Mutex::new(None));
        let stir = Arc::new(Stir::new(field.clone(), Arc::downgrade(&watcher)));
        let mut watch = Self {
            root: root.to_owned(),
            field,
            stir: stir.clone(),
            watcher,
            poll: None,
            limit: None,
            told_at: None,
        };
        match notify::recommended_watcher(move |event| hear(&stir, event)) {
            Ok(watcher) => *watch.watcher.lock().unwrap_or_else(PoisonError::into_inner) = Some(watcher),
            Err(error) => watch.fall_back(error),
        }
        watch.survey();
        Ok(watch)
    }

    /// Begins to look at the site every so often, without asking the operating system to tell.
    #[cfg(test)]
    pub(crate) fn begin_to_poll(root: &Path) -> Result<Self, IoFault> {
        let mut watch = Self::begin(root)?;
        watch.fall_back(notify::Error::new(ErrorKind::MaxFilesWatch));
        Ok(watch)
    }

    /// Why the site is only looked at every so often, and what to do, if it is.
    pub fn limit(&self) -> Option<&IoFault> {
        self.limit.as_ref()
    }

    /// What other threads ask whether something is under way.
    pub fn stir(&self) -> Arc<Stir> {
        self.stir.clone()
    }

    /// Watches the site's folder again after it was gone.
    pub fn look_again(&mut self) {
        self.follow_changes(&Changes::everything());
    }

    /// Waits for a change and tells it as soon as each of its files is whole; nothing if none is within `timeout`. What
    /// belongs to the same save may follow: ask for it with [`Watch::more`] before anything is published.
    pub fn next(&mut self, timeout: Option<Duration>) -> Option<Changes> {
        let until = timeout.map(|timeout| Instant::now() + timeout);
        loop {
            let mut wake_at = until;
            if let Some(poll) = &mut self.poll {
                poll.look(&self.field, &self.stir);
                wake_at = Some(until.map_or(poll.next_look(), |until| until.min(poll.next_look())));
            }
            let changes = self.wait(wake_at);
            if let Some(changes) = changes {
                self.told_at = Some(Instant::now());
                self.follow_changes(&changes);
                return Some(changes);
            }
            if until.is_some_and(|until| until <= Instant::now()) {
                return None;
            }
        }
    }

    /// Waits until the save is over that was told of last, and tells what else belonged to it; nothing if that was all,
    /// or if it does not end.
    pub fn more(&mut self) -> Option<Changes> {
        let until = self.told_at.map(Pending::over_at);
        let mut state = self.stir.lock();
        loop {
            let now = Instant::now();
            if until.is_none_or(|until| until <= now) {
                return None;
            }
            let is_idle = state.pending.holds_all();
            let quiet_at = state.last.filter(|_| is_idle).map(Pending::quiet_at);
            if is_idle && quiet_at.is_none_or(|at| at <= now) {
                return None;
            }
            if let Some(changes) = self.stir.take_more(&mut state) {
                drop(state);
                self.follow_changes(&changes);
                return Some(changes);
            }
            let wake_at = quiet_at.or_else(|| state.pending.complete_at()).into_iter().chain(until).min();
            let left = wake_at.map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
            let noticed = &self.stir.noticed;
            state = noticed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until a change is complete, or `until` has come.
    fn wait(&self, until: Option<Instant>) -> Option<Changes> {
        let mut state = self.stir.lock();
        loop {
            if let Some(changes) = self.stir.take_whole(&mut state).or_else(|| self.stir.take(&mut state)) {
                return Some(changes);
            }
            let now = Instant::now();
            if until.is_some_and(|until| until <= now) {
                return None;
            }
            let wake_at = state.pending.complete_at().into_iter().chain(until).min();
            let noticed = &self.stir.noticed;
            state = match wake_at {
                None => noticed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(at) => {
                    let left = at.saturating_duration_since(now);
                    noticed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    /// Watches what came with a change.
    fn follow_changes(&mut self, changes: &Changes) {
        let settings_file = self.field.root.join("regards.yaml");
        if changes.is_everything() || changes.named.iter().any(|named| settings_file.starts_with(named)) {
            // Settings that cannot be read stand at their defaults, here as in `load`.
            self.field = Field::new(&self.field.root, &settings(&self.root).unwrap_or_default());
            self.survey();
            return;
        }
        for named in &changes.named {
            let inputs = self.field.read.iter().filter(|(input, _)| input.starts_with(named));
            let inputs: Vec<(PathBuf, Take)> = inputs.map(|(input, take)| (input.clone(), *take)).collect();
            for (input, take) in inputs {
                self.follow_input(&input, take);
            }
            if let Some(take) = self.field.take_of(named)
                && fs::symlink_metadata(named).is_ok_and(|facts| facts.is_dir() || facts.is_symlink())
            {
                self.follow(named, take);
            }
        }
        self.stir.lock().field.clone_from(&self.field);
    }

    /// Watches everything that is read.
    fn survey(&mut self) {
        let root = self.field.root.clone();
        self.watch(&root);
        for (input, take) in self.field.read.clone() {
            self.follow_input(&input, take);
        }
        self.stir.lock().field.clone_from(&self.field);
    }

    /// Watches one file or folder that is read, and where it lies, if it comes or goes.
    fn follow_input(&mut self, input: &Path, take: Take) {
        self.watch_way_to(input);
        self.follow(input, take);
    }

    /// Watches the folders from the site's down to the one that `path` lies in, as far as they are there.
    fn watch_way_to(&mut self, path: &Path) {
        let root = self.field.root.clone();
        let Some(folder) = path.parent() else { return };
        let above = folder.ancestors().take_while(|above| above.starts_with(&root) && *above != root);
        let mut above: Vec<&Path> = above.collect();
        above.reverse();
        for folder in above {
            if !folder.is_dir() {
                break;
            }
            self.watch(folder);
        }
    }

    /// Watches a folder and all in it, and what links lead to.
    fn follow(&mut self, path: &Path, take: Take) {
        let mut left = vec![path.to_owned()];
        let mut seen = BTreeSet::new();
        while let Some(path) = left.pop() {
            let Ok(facts) = fs::symlink_metadata(&path) else { continue };
            if facts.is_symlink() {
                left.extend(self.follow_link(&path, take));
                continue;
            }
            if !facts.is_dir() || self.field.is_written(&path) || !seen.insert(path.clone()) {
                continue;
            }
            // Before it is listed: what comes later is told.
            self.watch(&path);
            let Ok(listed) = fs::read_dir(&path) else { continue };
            for entry in listed.flatten() {
                let leads_on = entry.file_type().is_ok_and(|kind| kind.is_dir() || kind.is_symlink());
                if leads_on && !is_ignored(&entry.file_name().to_string_lossy(), take) {
                    left.push(entry.path());
                }
            }
        }
    }

    /// Watches each place on the way that a link leads, and returns its end if that is a folder of the site.
    fn follow_link(&mut self, link: &Path, take: Take) -> Option<PathBuf> {
        let mut at = link.to_owned();
        for _ in 0..LINKS {
            let Ok(target) = fs::read_link(&at) else { break };
            let folder = at.parent().map(|folder| fs::canonicalize(folder).unwrap_or(folder.to_owned()))?;
            at = without_dots(&folder.join(target));
            if !at.starts_with(&self.field.root) {
                return None;
            }
            self.field.read.insert(at.clone(), take);
            self.watch_way_to(&at);
        }
        let real = fs::canonicalize(link).ok()?;
        if !real.starts_with(&self.field.root) {
            return None;
        }
        self.field.read.insert(real.clone(), take);
        self.watch_way_to(&real);
        real.is_dir().then_some(real)
    }

    /// Watches one folder, not what lies in it.
    fn watch(&mut self, folder: &Path) {
        let mut watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(watching) = watcher.as_mut() else { return };
        let Err(error) = watching.watch(folder, RecursiveMode::NonRecursive) else { return };
        drop(watcher);
        // A folder that has gone by now, or may not be read, is no loss: the one above it is watched.
        if matches!(error.kind, ErrorKind::MaxFilesWatch) {
            self.fall_back(error);
        }
    }

    /// Looks at the site every so often from now on.
    fn fall_back(&mut self, error: notify::Error) {
        let watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(watcher);
        self.limit = Some(limit(&self.root, error));
        self.poll = Some(Poll::begin(&self.field));
        // What happened in between is not known.
        self.stir.note_everything();
    }
}

fn settings(root: &Path) -> Result<Config, IoFault> {
    Ok(load_settings(root)?.map(|loaded| loaded.config).unwrap_or_default())
}

/// What stands in the way of watching, and what to do.
fn limit(root: &Path, error: notify::Error) -> IoFault {
    let error = match error.kind {
        ErrorKind::MaxFilesWatch => std::io::Error::other(
            "the system watches no more folders for you; raise the limit with \
             `sudo sysctl fs.inotify.max_user_watches=524288`. Until then the site is looked at every second",
        ),
        ErrorKind::Io(error) if error.raw_os_error() == Some(24) => std::io::Error::other(
            "too many programs of yours watch files; end one, or raise the limit with \
             `sudo sysctl fs.inotify.max_user_instances=512`. Until then the site is looked at every second",
        ),
        kind => std::io::Error::other(notify::Error::new(kind)),
    };
    IoFault { operation: "watch", path: root.to_owned(), error }
}

/// Takes note of an event, on `notify`'s thread.
fn hear(stir: &Stir, event: notify::Result<notify::Event>) {
    let Ok(event) = event else { return stir.note_everything() };
    if event.need_rescan() {
        return stir.note_everything();
    }
    let what = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Event::Closed,
        // Opened, or read: by this program, for one.
        EventKind::Access(_) => return,
        // Links are made without being written, and not every system says when a file is closed.
        EventKind::Create(CreateKind::File)
            if TELLS_OF_CLOSING && event.paths.iter().all(|path| is_new_file(path)) =>
        {
            Event::Written
        }
        EventKind::Modify(ModifyKind::Data(_)) if TELLS_OF_CLOSING => Event::Written,
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => Event::Vanished,
        // Whatever stood there before, and whoever wrote it: what has this name now is whole.
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Event::Closed,
        // Its two names have been told one by one.
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => return,
        _ => Event::Done,
    };
    for path in event.paths {
        stir.note(path, what);
    }
}

/// Whether a path is that of a file which somebody has begun to write, not of one that has another name already.
fn is_new_file(path: &Path) -> bool {
    #[cfg(unix)]
    let has_other_names = |facts: &fs::Metadata| std::os::unix::fs::MetadataExt::nlink(facts) > 1;
    #[cfg(not(unix))]
    let has_other_names = |_: &fs::Metadata| false;
    fs::symlink_metadata(path).is_ok_and(|facts| facts.is_file() && !has_other_names(&facts))
}

/// A path without `.` and `..`, as far as they can be taken away.
fn without_dots(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}
