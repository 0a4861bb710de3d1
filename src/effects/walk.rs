//! A site's folders as a tree of what was found in them, which can be looked at again from any place down.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::diag::Diagnostic;
use crate::effects::faults::BAD_NAME;
use crate::effects::faults::UNREADABLE;
use crate::effects::reading::Outcome;
use crate::effects::reading::Take;
use crate::effects::reading::read_file;
use crate::effects::stamp::Stamp;
use crate::effects::whereabouts::Whereabouts;
use crate::effects::whereabouts::is_ignored;
use crate::source::SourceFile;
use crate::source::SourcePath;

/// One name in a folder. What is ignored, and what is neither file nor folder, has none.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    /// Whether the name is a symbolic link.
    pub(crate) is_link: bool,
}

#[derive(Debug)]
pub(crate) enum Kind {
    File(Box<File>),
    Folder(Folder),
    /// It is not followed, or cannot be.
    Fault(Box<Diagnostic>),
}

/// A folder that was looked into.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    /// What was wrong with its name and with listing it.
    pub(crate) faults: Vec<Diagnostic>,
    pub(crate) entries: BTreeMap<OsString, Entry>,
}

/// A file, read or about to be.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: SourcePath,
    take: Take,
    read: Outcome,
    read_at: SystemTime,
    due: Due,
}

/// Whether a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    /// It is as it was.
    No,
    /// If its stamp says so.
    IfChanged,
    /// Whatever its stamp says.
    Surely,
}

/// A look at one of a site's folders.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Walk<'a> {
    pub(crate) whereabouts: &'a Whereabouts,
    /// The folder, on disk.
    pub(crate) start: &'a Path,
    pub(crate) take: Take,
    /// Files that are read again even if they look as they did.
    pub(crate) named: &'a BTreeSet<PathBuf>,
}

impl Walk<'_> {
    /// The whole folder. What `former` knew of its files is kept where they look as they did.
    pub(crate) fn whole(&self, former: Option<Entry>) -> Option<Entry> {
        if !self.start.is_dir() {
            return None;
        }
        self.look(self.start, former, is_behind_link(self.start))
    }

    /// Brings what is known of the folder up to date with what the disk has at `named`, and below it.
    pub(crate) fn again_at(&self, known: &mut Option<Entry>, named: &Path) {
        let parts = named.strip_prefix(self.start).map(|below| below.iter().collect::<Vec<_>>());
        let (Ok(parts), Some(Entry { kind: Kind::Folder(folder), .. })) = (parts, known.as_mut()) else {
            *known = self.whole(known.take());
            return;
        };
        if parts.is_empty() || !self.again_in(folder, self.start, &parts) {
            *known = self.whole(known.take());
        }
    }

    /// As above, for the parts of a path below `folder`; `false` if the folder itself must be looked at.
    fn again_in(&self, folder: &mut Folder, disk: &Path, parts: &[&OsStr]) -> bool {
        let (mut folder, mut disk) = (folder, disk.to_owned());
        for (at, part) in parts.iter().enumerate() {
            if !folder.faults.is_empty() && at == 0 {
                return false;
            }
            let below = disk.join(part);
            let is_known_folder =
                |entry: &Entry| matches!(&entry.kind, Kind::Folder(folder) if folder.faults.is_empty());
            let last = at + 1 == parts.len();
            if last || !folder.entries.get(*part).is_some_and(is_known_folder) {
                let former = folder.entries.remove(*part);
                let linked = is_behind_link(&disk);
                if let Some(entry) = self.look(&below, former, linked) {
                    folder.entries.insert((*part).to_owned(), entry);
                }
                return true;
            }
            let Some(Entry { kind: Kind::Folder(next), .. }) = folder.entries.get_mut(*part) else {
                return false;
            };
            folder = next;
            disk = below;
        }
        true
    }

    /// What lies at `disk`. `linked` says whether a link was followed on the way from the site's folder.
    fn look(&self, disk: &Path, former: Option<Entry>, linked: bool) -> Option<Entry> {
        let is_start = disk == self.start;
        let name = disk.file_name().unwrap_or_default().to_string_lossy();
        if !is_start && is_ignored(&name, self.take) {
            return None;
        }
        let facts = match fs::symlink_metadata(disk) {
            Ok(facts) => facts.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => return Some(self.unreadable(disk, &error, false)),
        };
        self.look_at(disk, facts, Former { entry: former, linked })
    }

    /// The same, where the kind of file is known.
    fn look_at(&self, disk: &Path, found: fs::FileType, known: Former) -> Option<Entry> {
        let is_start = disk == self.start;
        let name = disk.file_name().unwrap_or_default().to_string_lossy();
        if !is_start && is_ignored(&name, self.take) {
            return None;
        }
        let is_link = found.is_symlink();
        let (is_dir, is_file) = if is_link {
            match fs::metadata(disk) {
                Ok(facts) if facts.is_dir() && self.leads_back(disk) => {
                    let message =
                        format!("{} is a symbolic link to a folder that it lies in", self.relative(disk));
                    let fault = Diagnostic::new(&UNREADABLE, message)
                        .help("remove the link; following it would never end");
                    return Some(Entry { kind: Kind::Fault(Box::new(fault)), is_link });
                }
                Ok(facts) => (facts.is_dir(), facts.is_file()),
                Err(error) => return Some(self.unreadable(disk, &error, true)),
            }
        } else {
            (found.is_dir(), found.is_file())
        };
        let relative = disk.strip_prefix(&self.whereabouts.root).unwrap_or(disk);
        let path = relative.to_str().ok_or_else(|| relative.to_string_lossy().into_owned());
        let path = path.and_then(|text| SourcePath::new(text).map_err(|fault| format!("{text}: {fault}")));
        let path = match path {
            Ok(path) => path,
            Err(name) => {
                let fault = Diagnostic::new(&BAD_NAME, format!("the file name {name:?} cannot be used"));
                if !is_dir {
                    return Some(Entry { kind: Kind::Fault(Box::new(fault)), is_link });
                }
                let mut folder = self.list(disk, known)?;
                folder.faults.insert(0, fault);
                return Some(Entry { kind: Kind::Folder(folder), is_link });
            }
        };
        let linked = known.linked || is_link;
        if linked && let Some(fault) = self.whereabouts.refusal(disk, &path) {
            return Some(Entry { kind: Kind::Fault(Box::new(fault)), is_link });
        }
        let kind = if is_dir {
            Kind::Folder(self.list(disk, Former { linked, ..known })?)
        } else if is_file {
            Kind::File(Box::new(self.file(disk, path, known.entry)))
        } else {
            return None;
        };
        Some(Entry { kind, is_link })
    }

    /// What a folder holds; `None` if it has just vanished.
    fn list(&self, disk: &Path, known: Former) -> Option<Folder> {
        let mut former = match known.entry {
            Some(Entry { kind: Kind::Folder(folder), .. }) => folder.entries,
            _ => BTreeMap::new(),
        };
        let listed = match fs::read_dir(disk) {
            Ok(listed) => listed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                let faults = vec![self.fault(disk, &error, false)];
                return Some(Folder { faults, entries: BTreeMap::new() });
            }
        };
        let mut folder = Folder::default();
        let mut found = Vec::new();
        for entry in listed {
            match entry.and_then(|entry| Ok((entry.file_type()?, entry.file_name()))) {
                Ok((kind, name)) => found.push((name, kind)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => folder.faults.push(self.fault(disk, &error, false)),
            }
        }
        found.sort_by(|one, other| one.0.cmp(&other.0));
        let entries = found.into_iter().filter_map(|(name, kind)| {
            let former = Former { entry: former.remove(&name), linked: known.linked };
            let entry = self.look_at(&disk.join(&name), kind, former)?;
            Some((name, entry))
        });
        folder.entries = entries.collect();
        Some(folder)
    }

    fn file(&self, disk: &Path, path: SourcePath, former: Option<Entry>) -> File {
        let due = if self.named.contains(disk) { Due::Surely } else { Due::IfChanged };
        match former.map(|entry| entry.kind) {
            Some(Kind::File(file)) if file.take == self.take => File { path, due, ..*file },
            _ => {
                let (read, read_at) = (Outcome::Gone, SystemTime::UNIX_EPOCH);
                File { path, take: self.take, read, read_at, due: Due::Surely }
            }
        }
    }

    /// Whether a link to a folder leads to one that it lies in.
    fn leads_back(&self, disk: &Path) -> bool {
        let Ok(real) = fs::canonicalize(disk) else { return false };
        let above = disk.ancestors().skip(1).take_while(|above| above.starts_with(self.start));
        above.into_iter().any(|above| fs::canonicalize(above).is_ok_and(|above| above == real))
    }

    fn unreadable(&self, disk: &Path, error: &io::Error, is_link: bool) -> Entry {
        Entry { kind: Kind::Fault(Box::new(self.fault(disk, error, is_link))), is_link }
    }

    /// What is wrong with a name or a folder, without the path of the site on this machine.
    fn fault(&self, disk: &Path, error: &io::Error, is_link: bool) -> Diagnostic {
        let relative = self.relative(disk);
        if is_link && error.kind() == io::ErrorKind::NotFound {
            return Diagnostic::new(&UNREADABLE, format!("{relative} is a symbolic link to nothing"))
                .help("remove the link, or put back what it points at");
        }
        Diagnostic::new(&UNREADABLE, format!("{relative}: {error}"))
            .help("check the permissions of the file and of the folders above it")
    }

    fn relative(&self, disk: &Path) -> String {
        disk.strip_prefix(&self.whereabouts.root).unwrap_or(disk).to_string_lossy().into_owned()
    }
}

/// What is known of a name before it is looked at.
struct Former {
    entry: Option<Entry>,
    linked: bool,
}

/// Whether a link lies on the way to `disk`, whose site's folder is given with all links followed.
fn is_behind_link(disk: &Path) -> bool {
    fs::canonicalize(disk).is_ok_and(|real| real != disk)
}

impl File {
    /// A file that has not been read.
    pub(crate) fn unread(path: SourcePath, take: Take) -> Self {
        Self { path, take, read: Outcome::Gone, read_at: SystemTime::UNIX_EPOCH, due: Due::Surely }
    }

    /// Asks for another look: `surely` reads the file even if its stamp is the same.
    pub(crate) fn ask(&mut self, surely: bool) {
        let due = if surely { Due::Surely } else { Due::IfChanged };
        if self.due != Due::Surely {
            self.due = due;
        }
    }

    /// Whether somebody has asked for another look.
    pub(crate) fn is_due(&self) -> bool {
        self.due != Due::No
    }

    /// Reads the file at `disk` if it must be. A text that says what it said keeps its identity.
    pub(crate) fn catch_up(&mut self, disk: &Path) {
        let due = std::mem::replace(&mut self.due, Due::No);
        let is_same = |stamp: &Stamp| {
            stamp.tells_since(self.read_at)
                && fs::metadata(disk).is_ok_and(|facts| facts.is_file() && Stamp::of(&facts) == *stamp)
        };
        match (due, &self.read) {
            (Due::No, _) => return,
            (Due::IfChanged, Outcome::Read(_, stamp)) if is_same(stamp) => return,
            _ => {}
        }
        let read_at = SystemTime::now();
        let mut read = read_file(disk, &self.path, self.take);
        if let (Outcome::Read(SourceFile::Text(now), _), Outcome::Read(SourceFile::Text(before), _)) =
            (&mut read, &self.read)
            && *now == *before
        {
            now.clone_from(before);
        }
        (self.read, self.read_at) = (read, read_at);
    }

    pub(crate) fn outcome(&self) -> &Outcome {
        &self.read
    }
}
