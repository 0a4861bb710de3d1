//! Values as messages name them.

use crate::data::{Node, Value};

/// The most characters of a text that a message repeats.
const LONGEST: usize = 60;

/// The value as a message names it, kind first: `text "heavy"`, `number 5`, `a list`.
pub fn shown(node: &Node) -> String {
    match &node.value {
        Value::Null => "empty".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => format!("number {value}"),
        Value::Float(value) => format!("number {value}"),
        Value::String(text) => format!("text {}", quoted(text)),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a mapping".to_owned(),
    }
}

/// A text in quotes, with escapes for what does not print, cut where it is long.
pub fn quoted(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(LONGEST).collect();
    let more = if chars.next().is_some() { "…" } else { "" };
    format!("{:?}{more}", start)
}
