//! Other generators' front matter in the words of Regards.
//!
//! Hugo, Jekyll, Zola and Pelican spell the same things differently and are lenient about types: `tags: a`,
//! `author: {name: Ann}`, `title: 2024`. Before the keys are checked, their names are made one, and values are
//! brought into the form that their key takes wherever that loses nothing.

use jiff::tz::TimeZone;

use crate::config::{REASON_MISSING, REPEATED_SETTING, TWO_DATES, UNREADABLE_DRAFT, parse_date};
use crate::data::{Entry, Node, Value, shown};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{SourcePath, Span};

/// What was taken out because it cannot be read, and what to assume instead.
#[derive(Debug, Default, Clone, Copy)]
pub struct Dropped {
    /// Whether the post counts as a draft.
    pub draft: bool,
}

/// Spellings of other generators, each with the key that it stands for.
pub const SPELLINGS: &[(&str, &str)] = &[
    ("author", "authors"),
    ("category", "categories"),
    ("expiryDate", "expires"),
    ("expirydate", "expires"),
    ("generate_feed", "generate_feeds"),
    ("lang", "language"),
    ("lastmod", "updated"),
    ("last_modified_at", "updated"),
    ("modified", "updated"),
    ("permalink", "path"),
    ("pubDate", "date"),
    ("pubdate", "date"),
    ("publishDate", "date"),
    ("publishdate", "date"),
    ("redirect_from", "aliases"),
    ("tag", "tags"),
    ("unpublishdate", "expires"),
    ("url", "path"),
];

/// Spellings that stand for a key only where nothing else does: a post may well have both.
const SECOND_CHOICES: &[(&str, &str)] =
    &[("summary", "description"), ("excerpt", "description"), ("images", "image")];

/// Keys that other generators and their themes read, so that they are no misspelling of ours.
pub const FOREIGN_KEYS: &[&str] = &[
    "ShowToc",
    "ShowReadingTime",
    "TocOpen",
    "author_email",
    "author_profile",
    "background",
    "bookCollapseSection",
    "build",
    "cascade",
    "classes",
    "comment",
    "comments",
    "cover",
    "disableComments",
    "draft_date",
    "excerpt",
    "featured",
    "guid",
    "header",
    "headless",
    "id",
    "images",
    "insert_anchor_links",
    "isCJKLanguage",
    "keywords",
    "linkTitle",
    "markup",
    "mathjax",
    "math",
    "menu",
    "menus",
    "noindex",
    "outputs",
    "page_id",
    "params",
    "pin",
    "post_id",
    "readtime",
    "release",
    "resources",
    "robots",
    "sitemap",
    "status",
    "subtitle",
    "summary",
    "tagline",
    "team",
    "team_url",
    "thumbnail",
    "translation",
    "translationKey",
    "type",
    "version",
    "videos",
];

const LISTS: &[&str] = &["authors", "aliases", "tags", "categories", "series", "answers", "audiences"];
const TEXTS: &[&str] = &[
    "title",
    "description",
    "date",
    "updated",
    "expires",
    "slug",
    "path",
    "template",
    "layout",
    "image",
    "image_alt",
    "language",
    "page_template",
    "paginate_path",
    "redirect_to",
];
const SWITCHES: &[&str] = &[
    "draft",
    "published",
    "in_search_index",
    "toc",
    "paginate_reversed",
    "transparent",
    "generate_feeds",
    "render",
];
const NUMBERS: &[&str] = &["weight", "paginate_by"];

/// Settles the spellings and forms of `node`, the front matter of the file at `path` with all of its `text`.
pub fn normalise(path: &SourcePath, text: &str, node: &mut Node, diagnostics: &mut Diagnostics) -> Dropped {
    let mut dropped = Dropped::default();
    let Value::Map(entries) = &mut node.value else { return dropped };
    // Jekyll splits these at white space, and their singulars not.
    for entry in entries.iter_mut() {
        if matches!(&*entry.key, "tags" | "categories") {
            split_words(&mut entry.node);
        }
    }
    picture(entries);
    spellings(path, text, entries, diagnostics);
    reason(path, entries, diagnostics);
    for entry in entries.iter_mut() {
        let key = &*entry.key;
        if LISTS.contains(&key) {
            list(text, key == "authors", &mut entry.node);
        } else if TEXTS.contains(&key) {
            as_written(text, &mut entry.node);
        } else if SWITCHES.contains(&key) {
            switch(&mut entry.node);
        } else if NUMBERS.contains(&key) {
            number(&mut entry.node);
        } else if key == "taxonomies"
            && let Value::Map(terms) = &mut entry.node.value
        {
            terms.iter_mut().for_each(|entry| list(text, false, &mut entry.node));
        }
    }
    entries.retain(|entry| {
        let unreadable = matches!(&*entry.key, "draft" | "published")
            && !matches!(entry.node.value, Value::Bool(_) | Value::Null);
        if unreadable {
            dropped.draft = true;
            let message = format!("`{}` must be true or false, and is {}", entry.key, shown(&entry.node));
            diagnostics.push(
                Diagnostic::new(&UNREADABLE_DRAFT, message)
                    .label(Span::new(path, entry.node.range.clone()), "the post counts as a draft")
                    .help("write `true` or `false`"),
            );
        }
        !unreadable
    });
    dropped
}

/// Takes out a `not_promotional` that says no reason: a bare `true` would be a switch that turns the check off.
fn reason(path: &SourcePath, entries: &mut Vec<Entry>, diagnostics: &mut Diagnostics) {
    entries.retain(|entry| {
        if &*entry.key != "not_promotional" || entry.node.as_str().is_some_and(is_reason) {
            return true;
        }
        let place = if entry.node.range.is_empty() { &entry.key_range } else { &entry.node.range };
        diagnostics.push(
            Diagnostic::new(
                &REASON_MISSING,
                format!("`not_promotional` must say why in a few words, and is {}", shown(&entry.node)),
            )
            .at(Span::new(path, place.clone()))
            .help("write the reason: `not_promotional: compares three tools, and ours loses`"),
        );
        false
    });
}

/// Whether a text is more than a yes: three words or more, or half a dozen characters of a script that is not
/// written in Latin letters and may do without spaces.
fn is_reason(text: &str) -> bool {
    let letters = |word: &str| word.chars().any(char::is_alphanumeric);
    let other_script = text.chars().filter(|c| c.is_alphabetic() && *c > '\u{36f}').count();
    text.split_whitespace().filter(|word| letters(word)).count() >= 3 || other_script >= 6
}

/// Renames the keys of other generators; two spellings of one list become one list.
fn spellings(path: &SourcePath, text: &str, entries: &mut Vec<Entry>, diagnostics: &mut Diagnostics) {
    let mut at = 0;
    while at < entries.len() {
        let key = &*entries[at].key;
        let Some((_, name)) = SPELLINGS.iter().find(|(spelling, _)| *spelling == key) else {
            at += 1;
            continue;
        };
        let Some(other) = entries.iter().position(|entry| *entry.key == **name) else {
            entries[at].key = (*name).into();
            at += 1;
            continue;
        };
        let extra = entries.remove(at);
        let other = &mut entries[if other > at { other - 1 } else { other }];
        if LISTS.contains(name) {
            let items = std::mem::replace(&mut other.node.value, Value::Null);
            let mut items = into_items(Node { value: items, range: other.node.range.clone() });
            items.extend(into_items(extra.node));
            other.node.value = Value::List(items);
        } else if other.node.value == Value::Null {
            other.key_range = extra.key_range;
            other.node = extra.node;
        } else if *name == "date" && extra.node.value != Value::Null {
            later(path, text, other, extra, diagnostics);
        } else if extra.node.value != other.node.value && extra.node.value != Value::Null {
            diagnostics.push(
                Diagnostic::new(
                    &REPEATED_SETTING,
                    format!("`{}` and `{name}` mean the same and differ", extra.key),
                )
                .label(Span::new(path, extra.key_range), "not read")
                .label(Span::new(path, other.key_range.clone()), "read")
                .help("remove one of the two"),
            );
        }
    }
    for (spelling, name) in SECOND_CHOICES {
        let taken = entries.iter().any(|entry| *entry.key == **name && entry.node.value != Value::Null);
        let found = entries.iter_mut().find(|entry| *entry.key == **spelling);
        if let Some(entry) = found.filter(|_| !taken) {
            let first = match &entry.node.value {
                Value::List(items) => items.first().cloned(),
                _ => Some(entry.node.clone()),
            };
            if let Some(node) = first.filter(|node| node.as_str().is_some()) {
                let key_range = entry.key_range.clone();
                entries.retain(|entry| *entry.key != **name);
                entries.push(Entry { key: (*name).into(), key_range, node });
            }
        }
    }
}

/// Leaves the later of two dates in `date`. Hugo has `date` for the day of the text and `publishDate` for the day
/// it may be read, so the earlier of them would break an embargo. One that cannot be read stays, to be reported:
/// nothing tells what it was to hold back.
fn later(path: &SourcePath, text: &str, date: &mut Entry, mut other: Entry, diagnostics: &mut Diagnostics) {
    let read = |entry: &Entry| {
        let mut node = entry.node.clone();
        as_written(text, &mut node);
        // Each by the clock it was written by, which is the one that a post waits for.
        node.as_str().and_then(|date| parse_date(date, &TimeZone::UTC).ok()).map(|date| date.local)
    };
    let (first, second) = (read(date), read(&other));
    let Some(first) = first else { return };
    if second == Some(first) {
        return;
    }
    if second.is_none_or(|second| second > first) {
        std::mem::swap(&mut date.node, &mut other.node);
        std::mem::swap(&mut date.key_range, &mut other.key_range);
    }
    if second.is_some() {
        diagnostics.push(
            Diagnostic::new(&TWO_DATES, "two dates of publication, of which the later one counts")
                .label(Span::new(path, date.node.range.clone()), "published on this day")
                .label(Span::new(path, other.node.range.clone()), "not read")
                .help("keep the day on which readers may see it"),
        );
    }
}

/// Takes Jekyll's `image: {path: …, alt: …}` apart.
fn picture(entries: &mut Vec<Entry>) {
    let Some(image) = entries.iter_mut().find(|entry| &*entry.key == "image") else { return };
    let part = |names: &[&str]| names.iter().find_map(|name| image.node.get(name)).cloned();
    let Some(source) = part(&["path", "src", "url"]) else { return };
    let alt = part(&["alt"]);
    image.node = source;
    if let Some(node) = alt
        && !entries.iter().any(|entry| &*entry.key == "image_alt")
    {
        entries.push(Entry { key: "image_alt".into(), key_range: node.range.clone(), node });
    }
}

/// Splits a text at commas if there are any, else at white space.
fn split_words(node: &mut Node) {
    let Value::String(text) = &node.value else { return };
    let parts: Vec<&str> =
        if text.contains(',') { text.split(',').collect() } else { text.split_whitespace().collect() };
    let items = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    let item = |part: &str| Node { value: Value::String(part.into()), range: node.range.clone() };
    node.value = Value::List(items.map(item).collect());
}

/// Makes a list of texts out of a single value, and out of people's mappings their names.
fn list(text: &str, people: bool, node: &mut Node) {
    if node.value == Value::Null {
        return;
    }
    let value = std::mem::replace(&mut node.value, Value::Null);
    let mut items = into_items(Node { value, range: node.range.clone() });
    for item in &mut items {
        if people && let Some(name) = item.get("name") {
            *item = name.clone();
        }
        as_written(text, item);
    }
    items.retain(|item| item.value != Value::Null && item.as_str() != Some(""));
    node.value = Value::List(items);
}

fn into_items(node: Node) -> Vec<Node> {
    match node.value {
        Value::List(items) => items,
        Value::Null => Vec::new(),
        value => vec![Node { value, range: node.range }],
    }
}

/// Turns a number or truth value back into the characters that were written.
fn as_written(text: &str, node: &mut Node) {
    if matches!(node.value, Value::Integer(_) | Value::Float(_) | Value::Bool(_))
        && let Some(written) = text.get(node.range.clone())
    {
        node.value = Value::String(written.trim().into());
    }
}

fn switch(node: &mut Node) {
    let Value::String(text) = &node.value else { return };
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => node.value = Value::Bool(true),
        "false" | "no" | "off" => node.value = Value::Bool(false),
        _ => {}
    }
}

fn number(node: &mut Node) {
    if let Value::String(text) = &node.value
        && let Ok(number) = text.trim().parse()
    {
        node.value = Value::Integer(number);
    }
}
