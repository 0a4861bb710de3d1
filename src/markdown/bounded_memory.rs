//! A memory with a budget, for what is costly to make and need not be kept.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard};

/// For how many turns a value is kept that nobody asks for.
const TURNS_KEPT: u64 = 16;

/// Values by key, as many of them as a budget of bytes allows. Shared between threads.
///
/// A value is forgotten when nobody has asked for it for some turns, and when there is no room for another. Whoever
/// asks must be able to make it anew.
#[derive(Debug)]
pub struct BoundedMemory<K, V> {
    budget: usize,
    state: Mutex<State<K, V>>,
}

#[derive(Debug)]
struct State<K, V> {
    held: HashMap<K, Held<V>>,
    bytes: usize,
    turn: u64,
}

#[derive(Debug)]
struct Held<V> {
    value: V,
    bytes: usize,
    /// The last turn in which somebody asked for it.
    used: u64,
}

impl<K: Hash + Eq, V: Clone> BoundedMemory<K, V> {
    /// An empty memory for at most so many bytes.
    pub fn new(budget: usize) -> Self {
        Self { budget, state: Mutex::new(State { held: HashMap::new(), bytes: 0, turn: 0 }) }
    }

    /// Begins another turn, and forgets what was asked for in none of the last ones.
    pub fn next_turn(&self) {
        let mut state = self.state();
        state.turn += 1;
        let oldest = state.turn.saturating_sub(TURNS_KEPT);
        state.forget_before(oldest);
    }

    /// The value of a key, if it is held.
    pub fn get(&self, key: &K) -> Option<V> {
        let mut state = self.state();
        let turn = state.turn;
        let held = state.held.get_mut(key)?;
        held.used = turn;
        Some(held.value.clone())
    }

    /// Keeps a value of so many bytes in place of the key's former one, if there is room, or room can be made by
    /// forgetting what was not asked for in this turn.
    pub fn insert(&self, key: K, value: V, bytes: usize) {
        let mut state = self.state();
        let turn = state.turn;
        if let Some(former) = state.held.remove(&key) {
            state.bytes -= former.bytes;
        }
        if state.bytes.saturating_add(bytes) > self.budget {
            state.forget_before(turn);
        }
        if state.bytes.saturating_add(bytes) <= self.budget {
            state.bytes += bytes;
            state.held.insert(key, Held { value, bytes, used: turn });
        }
    }

    fn state(&self) -> MutexGuard<'_, State<K, V>> {
        // Nothing in here calls foreign code while it holds the lock but `Hash`, `Eq` and `Clone` of the keys and values.
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl<K: Hash + Eq, V> State<K, V> {
    fn forget_before(&mut self, oldest: u64) {
        let mut bytes = 0;
        self.held.retain(|_, held| {
            let kept = held.used >= oldest;
            bytes += if kept { held.bytes } else { 0 };
            kept
        });
        self.bytes = bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(budget: usize, keys: &[(&'static str, usize)]) -> BoundedMemory<&'static str, usize> {
        let memory = BoundedMemory::new(budget);
        for (key, bytes) in keys {
            memory.insert(*key, *bytes, *bytes);
        }
        memory
    }

    #[test]
    fn what_finds_no_room_is_not_kept() {
        let memory = with(10, &[("a", 6), ("b", 5), ("c", 4), ("d", 1)]);
        assert_eq!(["a", "b", "c", "d"].map(|key| memory.get(&key)), [Some(6), None, Some(4), None]);
        memory.insert("a", 2, 2);
        memory.insert("d", 4, 4);
        assert_eq!(["a", "c", "d"].map(|key| memory.get(&key)), [Some(2), Some(4), Some(4)]);
    }

    #[test]
    fn what_this_turn_needs_takes_the_place_of_what_it_does_not() {
        let memory = with(10, &[("a", 5), ("b", 5)]);
        memory.next_turn();
        assert_eq!(memory.get(&"b"), Some(5));
        memory.insert("c", 5, 5);
        assert_eq!(["a", "b", "c"].map(|key| memory.get(&key)), [None, Some(5), Some(5)]);
    }

    #[test]
    fn what_nobody_asks_for_is_forgotten() {
        let memory = with(10, &[("a", 1), ("b", 1)]);
        for _ in 0..TURNS_KEPT {
            memory.next_turn();
            assert_eq!(memory.get(&"a"), Some(1));
        }
        memory.next_turn();
        assert_eq!(["a", "b"].map(|key| memory.get(&key)), [Some(1), None]);
        assert_eq!(memory.state().bytes, 1);
    }
}
