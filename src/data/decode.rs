//! Typed values out of trees, all problems at once.

use std::borrow::Cow;
use std::ops::Range;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::data::compile::Shapes;
use crate::data::validate::{Checked, validate};
use crate::data::{Entry, Node, Value, WRONG_TYPE};
use crate::diag::{Diagnostic, Diagnostics, Level};
use crate::source::{SourcePath, Span};

/// How grave the problems of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownKeys {
    /// Unknown keys, wrong types and unknown values are errors: `regards.yaml`, `audiences.yaml`,
    /// `contacts.yaml`.
    Refuse,
    /// They are warnings: front matter, which may come from another generator.
    Warn,
}

/// Makes a `T` out of a tree read from the file at `path`.
///
/// Every problem is reported with its place. What is wrong is left out, so that one bad value does not lose
/// the others: a bad entry of a mapping, a bad item of a list, up to the next thing that can do without.
/// `None` only when something that `T` itself cannot do without is missing or of the wrong type.
///
/// A key without a value (`description:`) counts as not given.
pub fn decode<T: DeserializeOwned + JsonSchema + 'static>(
    path: &SourcePath,
    node: &Node,
    unknown: UnknownKeys,
) -> (Option<T>, Diagnostics) {
    let shapes = Shapes::of::<T>();
    let Checked { mut diagnostics, mut bad, mut usable } = validate(path, node, &shapes, unknown);
    let mut tree = Cow::Borrowed(node);
    for _ in 0..MOST_REFUSALS {
        if !usable {
            return (None, diagnostics);
        }
        if !bad.is_empty() {
            tree = Cow::Owned(without(&tree, &bad, 0));
        }
        let fault = match T::deserialize(&*tree) {
            Ok(value) => return (Some(value), diagnostics),
            Err(fault) => fault,
        };
        // What a type refuses beyond its schema: reported, left out, and tried again.
        let range = fault.range.unwrap_or(node.range.start..node.range.start);
        let mut diagnostic = Diagnostic::new(&WRONG_TYPE, fault.message).at(Span::new(path, range.clone()));
        if unknown == UnknownKeys::Warn {
            diagnostic.level = Level::Warning;
        }
        diagnostics.push(diagnostic);
        let Some(position) = position_of(&tree, &range).filter(|position| !position.is_empty()) else {
            return (None, diagnostics);
        };
        tree = Cow::Owned(without(&tree, &[position], 0));
        // Something may now lack what it needs; the reason has been reported.
        Checked { bad, usable, .. } = validate(path, &tree, &shapes, unknown);
    }
    (None, diagnostics)
}

/// How many values a type may refuse beyond its schema before the whole is given up.
const MOST_REFUSALS: usize = 50;

/// The position of the innermost value written at `range`.
fn position_of(node: &Node, range: &Range<usize>) -> Option<Vec<usize>> {
    let children: Vec<&Node> = match &node.value {
        Value::List(items) => items.iter().collect(),
        Value::Map(entries) => entries.iter().map(|entry| &entry.node).collect(),
        _ => Vec::new(),
    };
    for (at, child) in children.into_iter().enumerate() {
        if let Some(mut position) = position_of(child, range) {
            position.insert(0, at);
            return Some(position);
        }
    }
    (node.range == *range).then(Vec::new)
}

/// The tree without the entries and items at `bad`: positions in order, `depth` levels of which lie behind.
fn without(node: &Node, bad: &[Vec<usize>], depth: usize) -> Node {
    let mut bad = bad;
    // The part of `bad` that concerns one child; the children are met in the same order.
    let mut concerning = |child: usize| {
        let count = bad.iter().take_while(|position| position.get(depth) == Some(&child)).count();
        let (these, rest) = bad.split_at(count);
        bad = rest;
        these
    };
    let kept = |child: &Node, these: &[Vec<usize>]| match these {
        [] => Some(child.clone()),
        [position, ..] if position.len() == depth + 1 => None,
        these => Some(without(child, these, depth + 1)),
    };
    let value = match &node.value {
        Value::List(items) => Value::List(
            items.iter().enumerate().filter_map(|(at, item)| kept(item, concerning(at))).collect(),
        ),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .enumerate()
                .filter_map(|(at, entry)| {
                    let node = kept(&entry.node, concerning(at))?;
                    Some(Entry { key: entry.key.clone(), key_range: entry.key_range.clone(), node })
                })
                .collect(),
        ),
        value => value.clone(),
    };
    Node { value, range: node.range.clone() }
}
