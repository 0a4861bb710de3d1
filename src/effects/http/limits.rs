//! How much, how many and how long.

use std::time::Duration;

/// The longest head of a request, in bytes. More is answered with status 431.
pub const HEAD_BYTES: usize = 64 * 1024;

/// The most header lines of a request. More are answered with status 431.
pub const HEADERS: usize = 100;

/// The longest target of a request, in bytes. A longer one is answered with status 414.
pub const TARGET_BYTES: usize = 8 * 1024;

/// The limits of a server that depend on where it runs; the defaults suit one author with a few browsers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The most connections that are open at once; never more than half of the files that the process may open. A further
    /// one takes the place of the one that has been idle longest; if none is idle, it is answered with status 503.
    pub connections: usize,
    /// The most requests that are answered at once. Others wait.
    pub answers: usize,
    /// How long the head of a request may take, from the first moment that the server waits for it. A connection that asks
    /// nothing for so long is closed.
    pub head: Duration,
    /// How long a client may take no byte of what it is sent.
    pub write: Duration,
    /// The pause between signs of life in a stream of events.
    pub heartbeat: Duration,
    /// How long the answers that are under way have when the server ends.
    pub ending: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            // A browser asks for six files at once. An answer that waits takes a thread, but no core.
            answers: 16,
            head: Duration::from_secs(10),
            write: Duration::from_secs(30),
            heartbeat: Duration::from_secs(20),
            ending: Duration::from_millis(500),
        }
    }
}

impl Limits {
    /// The most connections, considering what the operating system grants.
    pub(super) fn possible_connections(&self) -> usize {
        let granted = open_files().map_or(usize::MAX, |files| files / 2);
        self.connections.min(granted).max(1)
    }
}

/// How many files the process may have open; `None` if there is no limit.
#[cfg(unix)]
fn open_files() -> Option<usize> {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    limit.current.and_then(|files| usize::try_from(files).ok())
}

/// Elsewhere, sockets do not count as open files.
#[cfg(not(unix))]
fn open_files() -> Option<usize> {
    None
}
