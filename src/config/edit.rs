//! Changes single values of a YAML file that a person wrote, and nothing else in it: comments and order stay.

use serde_json::Value as Json;

use crate::data::Node;
use crate::data::Value;
use crate::data::read_yaml;
use crate::source::SourcePath;

/// The text of `regards.yaml` with numbers set in one of its sections: `promo: {promotional_from: 0.6}`.
///
/// `None` if that cannot be done safely. The new text is read again, and must differ from the old one in these
/// values alone; a file that has faults is left to its author.
pub fn with_numbers(path: &SourcePath, text: &str, section: &str, numbers: &[(&str, f64)]) -> Option<String> {
    let before = read(path, text)?;
    let mut edited = text.to_owned();
    let mut wanted = before.to_json();
    for (key, number) in numbers {
        let node = read(path, &edited)?;
        edited = with_number(&node, &edited, section, key, *number)?;
        let Json::Object(entries) = wanted.as_object_mut()?.entry(section).or_insert(Json::Null) else {
            *wanted.get_mut(section)? = serde_json::json!({ *key: number });
            continue;
        };
        entries.insert((*key).to_owned(), Json::from(*number));
    }
    (read(path, &edited)?.to_json() == wanted).then_some(edited)
}

/// The tree of a mapping without faults.
fn read(path: &SourcePath, text: &str) -> Option<Node> {
    let (node, faults) = read_yaml(path, text, 0);
    node.filter(|node| matches!(node.value, Value::Map(_)) && faults.is_empty())
}

fn with_number(root: &Node, text: &str, section: &str, key: &str, number: f64) -> Option<String> {
    let number = if number.fract() == 0.0 { format!("{number}.0") } else { number.to_string() };
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let Some(entry) = root.entries().iter().find(|entry| &*entry.key == section) else {
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { line_end };
        return Some(format!("{text}{gap}{line_end}{section}:{line_end}  {key}: {number}{line_end}"));
    };
    if let Some(old) = entry.node.get(key) {
        return replaced(text, old.range.clone(), &number);
    }
    if text.get(entry.node.range.start..)?.starts_with('{') {
        let at = entry.node.range.start + 1;
        let comma = if entry.node.entries().is_empty() { "" } else { ", " };
        return replaced(text, at..at, &format!("{key}: {number}{comma}"));
    }
    // Right below the line of the section's key, above whatever is said of its first entry.
    let first = entry.node.entries().first().map(|first| first.key_range.start);
    let indent = match first {
        Some(first) => {
            let start = text.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
            text.get(start..first)?
        }
        None => "  ",
    };
    let line = text.get(entry.key_range.end..)?.find('\n').map(|at| entry.key_range.end + at + 1);
    match line {
        Some(at) => replaced(text, at..at, &format!("{indent}{key}: {number}{line_end}")),
        None => Some(format!("{text}{line_end}{indent}{key}: {number}{line_end}")),
    }
}

fn replaced(text: &str, range: std::ops::Range<usize>, with: &str) -> Option<String> {
    Some(format!("{}{with}{}", text.get(..range.start)?, text.get(range.end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let path = SourcePath::new("regards.yaml").unwrap();
        let numbers = [("mixed_from", 0.25), ("promotional_from", 0.5)];
        assert_eq!(with_numbers(&path, text, "promo", &numbers).as_deref(), expected, "{text}");
    }

    #[test]
    fn values_are_replaced_where_they_stand() {
        check(
            "a: 1 # one\npromo:\n  # why\n  promotional_from: 0.72 # measured\n  mixed_from: \"0.4\"\nb: 2\n",
            Some(
                "a: 1 # one\npromo:\n  # why\n  promotional_from: 0.5 # measured\n  mixed_from: 0.25\nb: 2\n",
            ),
        );
        check(
            "promo: {promotional_from: .7, brands: [x]}",
            Some("promo: {mixed_from: 0.25, promotional_from: 0.5, brands: [x]}"),
        );
    }

    #[test]
    fn new_keys_stand_in_their_section() {
        check(
            "promo: # ours\n    # names\n    brands: [x]\nb: 2\n",
            Some(
                "promo: # ours\n    promotional_from: 0.5\n    mixed_from: 0.25\n    # names\n    brands: [x]\nb: 2\n",
            ),
        );
        check("promo: {}\n", Some("promo: {promotional_from: 0.5, mixed_from: 0.25}\n"));
        check("a: 1\r\n", Some("a: 1\r\n\r\npromo:\r\n  promotional_from: 0.5\r\n  mixed_from: 0.25\r\n"));
        check("a: 1", Some("a: 1\n\npromo:\n  promotional_from: 0.5\n  mixed_from: 0.25\n"));
        check("promo:\nb: 2\n", Some("promo:\n  promotional_from: 0.5\n  mixed_from: 0.25\nb: 2\n"));
    }

    #[test]
    fn what_cannot_be_changed_safely_is_left_alone() {
        for text in [
            "{a: 1}\n",
            "promo: ~\n",
            "promo: [1]\n",
            "a: 1\n...\n",
            "a: b: c\n",
            "- a\n",
            "promo: {mixed_from: 1, mixed_from: 2}",
        ] {
            check(text, None);
        }
        check("x: &t {brands: [a]}\npromo: *t\n", None);
    }
}
