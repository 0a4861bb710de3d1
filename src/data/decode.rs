//! Typed values out of trees, all problems at once.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::data::compile::Shapes;
use crate::data::validate::validate;
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
    let checked = validate(path, node, &Shapes::of::<T>(), unknown);
    let mut diagnostics = checked.diagnostics;
    if !checked.usable {
        return (None, diagnostics);
    }
    let decoded = if checked.bad.is_empty() {
        T::deserialize(node)
    } else {
        T::deserialize(&without(node, &checked.bad, 0))
    };
    match decoded {
        Ok(value) => (Some(value), diagnostics),
        Err(fault) => {
            // What a type refuses beyond its schema.
            let range = fault.range.unwrap_or(node.range.start..node.range.start);
            let mut diagnostic = Diagnostic::new(&WRONG_TYPE, fault.message).at(Span::new(path, range));
            if unknown == UnknownKeys::Warn {
                diagnostic.level = Level::Warning;
            }
            diagnostics.push(diagnostic);
            (None, diagnostics)
        }
    }
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
