//! Where the keys and values of a file stand.

use std::ops::Range;

use crate::data::Node;
use crate::data::Value;
use crate::source::SourcePath;
use crate::source::Span;

/// The tree of a file, asked for places by paths of keys (`["audiences", "dealers", "why"]`).
pub(crate) struct Places<'a> {
    path: &'a SourcePath,
    root: &'a Node,
}

impl<'a> Places<'a> {
    pub(crate) fn new(path: &'a SourcePath, root: &'a Node) -> Self {
        Self { path, root }
    }

    /// The value under `keys`; if there is none, the nearest key above it.
    pub(crate) fn value(&self, keys: &[&str]) -> Span {
        match self.root.at(keys) {
            Some(node) if !matches!(node.value, Value::Map(_) | Value::List(_)) => self.span(&node.range),
            _ => self.key(keys),
        }
    }

    /// The last of `keys` as a key; if there is none, the nearest key above it.
    pub(crate) fn key(&self, keys: &[&str]) -> Span {
        for length in (1..=keys.len()).rev() {
            let (above, last) = (&keys[..length - 1], keys[length - 1]);
            let entries = self.root.at(above).map_or(&[][..], Node::entries);
            if let Some(entry) = entries.iter().find(|entry| &*entry.key == last) {
                return self.span(&entry.key_range);
            }
        }
        Span::start_of(self.path)
    }

    /// The bytes of the whole value under `keys`.
    pub(crate) fn extent(&self, keys: &[&str]) -> Option<Range<usize>> {
        self.root.at(keys).map(|node| node.range.clone())
    }

    /// The keys of the mapping under `keys`, in the order written.
    pub(crate) fn keys_of(&self, keys: &[&str]) -> impl Iterator<Item = &'a str> {
        self.root.at(keys).map_or(&[][..], Node::entries).iter().map(|entry| &*entry.key)
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.path, range.clone())
    }
}

/// Whether `text` is an id: `[a-z0-9_-]+`, at most 64 characters.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
}

/// The first character of `text` that cannot stand in one line: a control character, or Unicode's line and
/// paragraph separators.
pub(crate) fn line_breaker(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}
