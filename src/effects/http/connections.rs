//! The open connections: how many, and which has been idle longest.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use tokio_util::sync::CancellationToken;

/// Every open connection, by the number it got when it was accepted.
#[derive(Debug, Default)]
pub struct Connections {
    open: Mutex<BTreeMap<u64, Arc<Connection>>>,
    /// Counts what happens: numbers that say what was before what. Time would say no more.
    moment: AtomicU64,
}

/// One connection.
#[derive(Debug)]
pub struct Connection {
    /// The moment since which nothing is asked, or [`BUSY`].
    idle_since: AtomicU64,
    /// Ends it, if it is idle.
    pub close: CancellationToken,
}

/// Later than every moment, so that what is busy is never idle longest.
const BUSY: u64 = u64::MAX;

impl Connections {
    /// Takes in a connection, which is idle at first; it is forgotten when the guard is dropped.
    pub fn enter(self: &Arc<Self>) -> Entered {
        let number = self.next_moment();
        let connection =
            Arc::new(Connection { idle_since: AtomicU64::new(number), close: CancellationToken::new() });
        self.lock().insert(number, Arc::clone(&connection));
        Entered { all: Arc::clone(self), number, connection }
    }

    /// Tells the connection that has been idle longest to close. `false` if none is idle.
    pub fn close_idlest(&self) -> bool {
        let open = self.lock();
        let idle =
            open.values().filter(|connection| connection.is_idle() && !connection.close.is_cancelled());
        let idlest = idle.min_by_key(|connection| connection.idle_since.load(Ordering::Relaxed));
        idlest.is_some_and(|connection| {
            connection.close.cancel();
            true
        })
    }

    fn next_moment(&self) -> u64 {
        self.moment.fetch_add(1, Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Connection>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    /// Whether nothing is asked over it.
    pub fn is_idle(&self) -> bool {
        self.idle_since.load(Ordering::Relaxed) != BUSY
    }
}

/// A connection among the open ones.
#[derive(Debug)]
pub struct Entered {
    all: Arc<Connections>,
    number: u64,
    /// The connection.
    pub connection: Arc<Connection>,
}

impl Entered {
    /// Makes the connection busy until the guard is dropped. A connection answers one request after the other, so that
    /// there is one guard at a time.
    pub fn busy(&self) -> Busy {
        self.connection.idle_since.store(BUSY, Ordering::Relaxed);
        Busy { all: Arc::clone(&self.all), connection: Arc::clone(&self.connection) }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.all.lock().remove(&self.number);
    }
}

/// A request is being answered.
#[derive(Debug)]
pub struct Busy {
    all: Arc<Connections>,
    connection: Arc<Connection>,
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.connection.idle_since.store(self.all.next_moment(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_connection_that_has_been_idle_longest_goes_first() {
        let all = Arc::new(Connections::default());
        let [first, second, third] = [all.enter(), all.enter(), all.enter()];
        drop(first.busy());
        let busy = third.busy();
        let closed = || [&first, &second, &third].map(|entered| entered.connection.close.is_cancelled());
        assert!(all.close_idlest());
        assert_eq!(closed(), [false, true, false], "the first was asked something since");
        assert!(all.close_idlest());
        assert_eq!(closed(), [true, true, false]);
        assert!(!all.close_idlest(), "the third is busy");
        drop(busy);
        assert!(all.close_idlest());
        drop((first, second, third));
        assert!(!all.close_idlest() && all.lock().is_empty());
    }
}
