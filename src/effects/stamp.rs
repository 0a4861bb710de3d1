//! What the file system says of a file without opening it: whether it can have changed since it was read.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// How far apart a file's last change and its reading must lie for the two to be told apart by their times. The
/// coarsest file systems in use count in steps of two seconds (FAT).
const TELLING: Duration = Duration::from_secs(2);

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Device, number, and when content, name or rights changed last, in seconds and nanoseconds. No program can set
    /// that time back, as copying tools set back `modified`.
    #[cfg(unix)]
    inode: (u64, u64, i64, i64),
}

impl Stamp {
    pub(crate) fn of(facts: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Self {
            length: facts.len(),
            modified: facts.modified().ok(),
            #[cfg(unix)]
            inode: (facts.dev(), facts.ino(), facts.ctime(), facts.ctime_nsec()),
        }
    }

    /// Whether a file that was read at a moment and had this stamp then must have another one by now if it has
    /// changed since.
    pub(crate) fn tells_since(&self, moment: SystemTime) -> bool {
        self.changed().is_some_and(|changed| changed + TELLING < moment)
    }

    #[cfg(unix)]
    fn changed(&self) -> Option<SystemTime> {
        let (_, _, seconds, nanoseconds) = self.inode;
        let since = Duration::new(u64::try_from(seconds).ok()?, u32::try_from(nanoseconds).ok()?);
        SystemTime::UNIX_EPOCH.checked_add(since)
    }

    #[cfg(not(unix))]
    fn changed(&self) -> Option<SystemTime> {
        self.modified
    }
}
