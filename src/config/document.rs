//! Markdown files taken apart.

use serde_json::Value as Json;

use crate::config::dialect::{Dialect, json_as_yaml, read_pelican, split};
use crate::config::normalise::{Dropped, FOREIGN_KEYS, normalise};
use crate::config::{Document, FrontMatter, UNCLOSED_FRONT_MATTER};
use crate::data::{
    Entry, Node, UNKNOWN_KEY, UnknownKeys, Value, WRONG_TYPE, decode, read_toml, read_yaml, shown,
};
use crate::diag::{Diagnostic, Diagnostics, Level};
use crate::source::{SourcePath, Span};

/// Takes a markdown file apart.
///
/// Nothing stops a file: a value of the wrong type is reported and left out. Only front matter that cannot be
/// read at all makes the document [`broken`](Document::broken); a fence without an end leaves the file all
/// body.
pub fn read_document(path: &SourcePath, text: &str) -> (Document, Diagnostics) {
    let split = split(text);
    let mut document = Document {
        front_matter: FrontMatter::default(),
        node: None,
        broken: false,
        body_start: split.body_start,
    };
    let inner = &text[split.text.clone()];
    let (node, mut diagnostics) = match split.dialect {
        Dialect::None => return (document, Diagnostics::new()),
        Dialect::Yaml => read_yaml(path, inner, split.text.start),
        Dialect::Json => read_yaml(path, &json_as_yaml(inner), split.text.start),
        Dialect::Toml => read_toml(path, inner, split.text.start),
        Dialect::Pelican => (Some(read_pelican(inner, split.text.start)), Diagnostics::new()),
        Dialect::Unclosed => {
            document.broken = true;
            let fault =
                Diagnostic::new(&UNCLOSED_FRONT_MATTER, format!("no second `{inner}` ends the front matter"))
                    .label(Span::new(path, split.text), "opened here")
                    .help(format!("add a line `{inner}` below the last key"));
            return (document, Diagnostics::from_iter([fault]));
        }
    };
    if let Some(node) = node.as_ref().filter(|node| !matches!(node.value, Value::Map(_))) {
        let message = format!("the front matter must be lines of `key: value`, and is {}", shown(node));
        diagnostics.push(
            Diagnostic::new(&WRONG_TYPE, message)
                .at(Span::new(path, node.range.clone()))
                .help("if the first line was meant as a rule across the page, write it as `***`"),
        );
    }
    document.broken = diagnostics.has_errors();
    if let Some(mut node) = node.filter(|node| matches!(node.value, Value::Map(_))) {
        let dropped = normalise(path, text, &mut node, &mut diagnostics);
        document.front_matter = typed(path, &node, dropped, &mut diagnostics);
        document.node = Some(node);
    }
    (document, diagnostics)
}

/// Where the front matter of a file gives the first of `keys` that it has, for faults that only a later stage
/// finds; the start of the file if it has none of them.
pub fn front_matter_place(path: &SourcePath, text: &str, keys: &[&str]) -> Span {
    let (document, _) = read_document(path, text);
    let value = document.node.as_ref().and_then(|node| keys.iter().find_map(|key| node.get(key)));
    value.map_or_else(|| Span::start_of(path), |value| Span::new(path, value.range.clone()))
}

/// The typed keys of a tree whose spellings are settled.
fn typed(path: &SourcePath, node: &Node, dropped: Dropped, diagnostics: &mut Diagnostics) -> FrontMatter {
    let mut unknown = Vec::new();
    let mut known = Vec::with_capacity(node.entries().len());
    for entry in node.entries() {
        if is_known(&entry.key) { known.push(entry.clone()) } else { unknown.push(entry) }
    }
    let known = Node { value: Value::Map(known), range: node.range.clone() };
    let (front_matter, faults) = decode::<FrontMatter>(path, &known, UnknownKeys::Warn);
    diagnostics.extend(faults);
    let mut front_matter = front_matter.unwrap_or_default();
    front_matter.draft |= dropped.draft;
    for entry in unknown {
        if let Some(meant) = misspelt(&entry.key) {
            let message = format!("no key is called `{}` here", entry.key);
            let mut fault = Diagnostic::new(&UNKNOWN_KEY, message)
                .at(Span::new(path, entry.key_range.clone()))
                .help(format!("did you mean `{meant}`? A key of your own can stand in `extra:`"));
            fault.level = Level::Warning;
            diagnostics.push(fault);
        }
        keep(&mut front_matter, entry);
    }
    front_matter
}

/// Keeps a key for the templates: `params` of Hugo as the values in it, any other under its name.
fn keep(front_matter: &mut FrontMatter, entry: &Entry) {
    let mut insert = |key: &str, value: Json| {
        front_matter.extra.entry(key.to_owned()).or_insert(value);
    };
    match (&*entry.key, &entry.node.value) {
        ("params", Value::Map(entries)) => {
            entries.iter().for_each(|entry| insert(&entry.key, entry.node.to_json()));
        }
        (key, _) => insert(key, entry.node.to_json()),
    }
}

/// The names of [`FrontMatter`]'s fields, sorted.
pub const KNOWN_KEYS: &[&str] = &[
    "aliases",
    "answers",
    "audiences",
    "authors",
    "categories",
    "date",
    "description",
    "draft",
    "expires",
    "extra",
    "generate_feeds",
    "image",
    "image_alt",
    "in_search_index",
    "kind",
    "language",
    "layout",
    "not_promotional",
    "page_template",
    "paginate_by",
    "paginate_path",
    "paginate_reversed",
    "path",
    "published",
    "redirect_to",
    "render",
    "series",
    "slug",
    "sort_by",
    "tags",
    "taxonomies",
    "template",
    "title",
    "toc",
    "transparent",
    "updated",
    "weight",
];

fn is_known(key: &str) -> bool {
    KNOWN_KEYS.binary_search(&key).is_ok()
}

/// The known key that an unknown one is a misspelling of: one letter off in a short name, two in a long one,
/// or another case.
fn misspelt(key: &str) -> Option<&'static str> {
    if FOREIGN_KEYS.contains(&key) {
        return None;
    }
    let lower = key.to_lowercase();
    let allowed = match lower.chars().count() {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    };
    KNOWN_KEYS
        .iter()
        .map(|known| (strsim::osa_distance(&lower, known), *known))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, known)| known)
}
