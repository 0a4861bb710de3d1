//! YAML to a [`Node`] tree.
//!
//! [`read_yaml`] listens to the event parser beneath `serde_yaml` rather than to its serde side: the events
//! carry the exact bytes of keys and values, a repeated key need not end the reading, and a tree of nodes is
//! what comes out anyway. Plain scalars resolve by the core schema of YAML 1.2 (section 10.3.2), made a little
//! stricter so that what looks like text stays text: see [`crate::data::scalar`].
//!
//! Three budgets guard against hostile input: bytes, depth, and nodes that aliases repeat (the "billion laughs").

use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;

use serde_yaml::granit_parser::Event;
use serde_yaml::granit_parser::Parser;
use serde_yaml::granit_parser::ScalarStyle;
use serde_yaml::granit_parser::ScanError;
use serde_yaml::granit_parser::Tag;

use crate::data::scalar::resolve;
use crate::data::shown::shown;
use crate::data::yaml_fault::syntax_fault;
use crate::data::{DUPLICATE_KEY, Entry, INVALID_YAML, Node, TOO_LARGE, Value};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{SourcePath, Span};

/// The longest text that is read, in bytes: far above any list of readers that one file should hold.
pub const MAX_BYTES: usize = 64 << 20;
/// The deepest nesting of lists and mappings.
pub const MAX_DEPTH: usize = 64;
/// How many nodes the aliases (`*name`) of one text may repeat.
pub const MAX_ALIASED_NODES: usize = 100_000;

/// The most repeated keys that are reported of one text.
const MOST_FAULTS: usize = 100;
/// Above this many keys a mapping looks keys up in a table instead of one by one.
const FEW_KEYS: usize = 12;

/// Reads `text`, which stands at byte `offset` of the file at `path`.
///
/// An empty text is an empty mapping. `None` only with an error in the diagnostics; a repeated key is an error,
/// too, but the tree is returned, with the first of the two.
pub fn read_yaml(path: &SourcePath, text: &str, offset: usize) -> (Option<Node>, Diagnostics) {
    let (text, offset) = match text.strip_prefix('\u{feff}') {
        Some(rest) => (rest, offset + '\u{feff}'.len_utf8()),
        None => (text, offset),
    };
    let mut reader = Reader { path, text, offset, diagnostics: Diagnostics::new(), aliased: 0 };
    let node = match reader.read() {
        Ok(node) => Some(node.unwrap_or_else(|| Node::empty_map(offset..offset))),
        Err(fault) => {
            reader.diagnostics.push(*fault);
            None
        }
    };
    (node, reader.diagnostics)
}

/// A fault that ends the reading; boxed because it is rare and large.
type Stop = Box<Diagnostic>;

struct Reader<'a> {
    path: &'a SourcePath,
    text: &'a str,
    offset: usize,
    diagnostics: Diagnostics,
    /// Nodes that aliases have repeated so far.
    aliased: usize,
}

/// A list or mapping whose end has not been met.
struct Open {
    start: usize,
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map(OpenMap),
}

#[derive(Default)]
struct OpenMap {
    entries: Vec<Entry>,
    /// The key that waits for its value.
    key: Option<(Box<str>, Range<usize>)>,
    /// The value that follows belongs to a repeated key and is dropped.
    drop_value: bool,
    /// Position by key, once there are more than [`FEW_KEYS`].
    table: HashMap<Box<str>, usize>,
    /// Values of merge keys (`<<`).
    merges: Vec<Node>,
}

/// An anchored node, and how many nodes it is made of.
struct Anchored {
    node: Node,
    size: usize,
}

impl Reader<'_> {
    /// Follows the events of the one document; `None` for a text without any.
    fn read(&mut self) -> Result<Option<Node>, Stop> {
        if self.text.len() > MAX_BYTES {
            let message = format!("{} bytes of YAML, where at most {MAX_BYTES} are read", self.text.len());
            return Err(self.stop(TOO_LARGE_FAULT, message, 0..0));
        }
        let mut stack: Vec<Open> = Vec::new();
        let mut anchors: HashMap<usize, Anchored> = HashMap::new();
        let mut root = None;
        let mut documents = 0;
        for event in Parser::new_from_str(self.text) {
            let (event, span) = event.map_err(|fault| self.syntax(&fault))?;
            let range = span.byte_range().unwrap_or(0..0);
            let (node, anchor) = match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        let message = "a second YAML document starts here".to_owned();
                        let fault = self.stop(&INVALID_YAML, message, range);
                        return Err(Box::new(
                            fault.help("keep one document per file, without a further `---`"),
                        ));
                    }
                    continue;
                }
                Event::SequenceStart(_, anchor, _) => {
                    self.open(
                        &mut stack,
                        Open { start: range.start, anchor, content: Content::List(Vec::new()) },
                    )?;
                    continue;
                }
                Event::MappingStart(_, anchor, _) => {
                    let content = Content::Map(OpenMap::default());
                    self.open(&mut stack, Open { start: range.start, anchor, content })?;
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let Some(open) = stack.pop() else { continue };
                    self.close(open, range)?
                }
                Event::Scalar(text, style, anchor, tag) => {
                    if let Some(Open { content: Content::Map(map), .. }) = stack.last_mut()
                        && map.key.is_none()
                    {
                        self.key(map, text.into(), range, style);
                        continue;
                    }
                    let value = scalar_value(text.into(), style, tag.as_deref());
                    (Node { value, range: self.place(range) }, anchor)
                }
                Event::Alias(id) => {
                    let Some(anchored) = anchors.get(&id) else {
                        let message = "this alias stands inside the value that it names".to_owned();
                        return Err(self.stop(&INVALID_YAML, message, range));
                    };
                    self.aliased += anchored.size;
                    if self.aliased > MAX_ALIASED_NODES {
                        let message =
                            format!("the aliases of this text repeat more than {MAX_ALIASED_NODES} values");
                        let fault = self.stop(TOO_LARGE_FAULT, message, range);
                        return Err(Box::new(fault.help("write the values out, or repeat fewer of them")));
                    }
                    if let Some(Open { content: Content::Map(map), .. }) = stack.last_mut()
                        && map.key.is_none()
                    {
                        let Value::String(text) = &anchored.node.value else {
                            return Err(self.key_fault(range));
                        };
                        let text = text.clone();
                        self.key(map, text, range, ScalarStyle::DoubleQuoted);
                        continue;
                    }
                    (Node { value: anchored.node.value.clone(), range: self.place(range) }, 0)
                }
                _ => continue,
            };
            if anchor != 0 {
                let size = node.size();
                // The budget also bounds what anchors keep: a value inside ten anchors is kept ten times.
                self.aliased += size;
                anchors.insert(anchor, Anchored { node: node.clone(), size });
            }
            match stack.last_mut() {
                None => root = Some(node),
                Some(Open { content: Content::List(items), .. }) => items.push(node),
                Some(Open { content: Content::Map(map), .. }) => map.add(node),
            }
        }
        Ok(root.filter(|node| documents > 0 && !(node.value == Value::Null && self.is_blank())))
    }

    /// Whether the text holds nothing but white space, comments and document marks.
    fn is_blank(&self) -> bool {
        self.text.lines().all(|line| {
            let line = line.trim();
            line.is_empty() || line.starts_with('#') || line == "---" || line == "..."
        })
    }

    /// Starts a list or mapping, unless it lies too deep or stands where a key must.
    fn open(&self, stack: &mut Vec<Open>, open: Open) -> Result<(), Stop> {
        let place = open.start..open.start + 1;
        if let Some(Open { content: Content::Map(map), .. }) = stack.last()
            && map.key.is_none()
        {
            return Err(self.key_fault(place));
        }
        if stack.len() >= MAX_DEPTH {
            return Err(self.too_deep(place));
        }
        stack.push(open);
        Ok(())
    }

    /// Ends a list or mapping at the event with `range`.
    fn close(&mut self, open: Open, range: Range<usize>) -> Result<(Node, usize), Stop> {
        let flow =
            self.text[..range.end.min(self.text.len())].ends_with([']', '}']) && range.end > range.start;
        let (value, last) = match open.content {
            Content::List(items) => {
                let last = items.last().map(|item| item.range.end);
                (Value::List(items), last)
            }
            Content::Map(map) => {
                let last = map.entries.last().map(|entry| entry.node.range.end.max(entry.key_range.end));
                (Value::Map(self.merged(map)?), last)
            }
        };
        let start = self.offset + if flow { open.start } else { self.dash_before(open.start, &value) };
        let end = if flow { range.end + self.offset } else { last.unwrap_or(start).max(start) };
        Ok((Node { value, range: start..end }, open.anchor))
    }

    /// Where a block collection really starts: the parser reports a list that is not indented from its first
    /// item on, without the dash.
    fn dash_before(&self, start: usize, value: &Value) -> usize {
        let before = self.text[..start].trim_end();
        let is_list = matches!(value, Value::List(_)) && !self.text[start..].starts_with('-');
        if is_list && before.ends_with('-') { before.len() - 1 } else { start }
    }

    /// The entries of a mapping with those of its merge keys, of which its own come first.
    fn merged(&self, map: OpenMap) -> Result<Vec<Entry>, Stop> {
        let OpenMap { mut entries, merges, .. } = map;
        if merges.is_empty() {
            return Ok(entries);
        }
        let mut keys: HashSet<Box<str>> = entries.iter().map(|entry| entry.key.clone()).collect();
        for merge in merges {
            let sources = match merge.value {
                Value::List(items) => items,
                _ => vec![merge],
            };
            for source in sources {
                let Value::Map(more) = source.value else {
                    let place = source.range.start - self.offset..source.range.end - self.offset;
                    let message = format!("`<<` merges mappings, and this is {}", shown(&source));
                    return Err(self.stop(&INVALID_YAML, message, place));
                };
                for entry in more {
                    if keys.insert(entry.key.clone()) {
                        entries.push(entry);
                    }
                }
            }
        }
        Ok(entries)
    }

    /// Takes a key, or reports that it stands there twice.
    fn key(&mut self, map: &mut OpenMap, text: Box<str>, range: Range<usize>, style: ScalarStyle) {
        let range = self.place(range);
        map.drop_value = false;
        let is_merge = &*text == "<<" && style == ScalarStyle::Plain;
        if !is_merge && let Some(first) = map.position(&text) {
            let first = &map.entries[first];
            if self.diagnostics.len() < MOST_FAULTS {
                self.diagnostics.push(
                    Diagnostic::new(&DUPLICATE_KEY, format!("the key `{text}` stands here twice"))
                        .label(Span::new(self.path, range.clone()), "the second one is not read")
                        .label(Span::new(self.path, first.key_range.clone()), "the first one")
                        .help("remove one of the two"),
                );
            }
            map.drop_value = true;
        }
        map.key = Some((text, range));
    }

    /// A place of the text as a place of the file.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        range.start + self.offset..range.end + self.offset
    }

    fn stop(&self, rule: &'static crate::diag::Rule, message: String, range: Range<usize>) -> Stop {
        Box::new(Diagnostic::new(rule, message).at(Span::new(self.path, self.place(range))))
    }

    fn key_fault(&self, range: Range<usize>) -> Stop {
        let fault = self.stop(&INVALID_YAML, "a list or mapping cannot be a key".to_owned(), range);
        Box::new(fault.help("if this is a text with brackets or braces, put it in quotes"))
    }

    fn too_deep(&self, range: Range<usize>) -> Stop {
        let message = format!("values are nested more than {MAX_DEPTH} levels deep");
        self.stop(TOO_LARGE_FAULT, message, range)
    }

    fn syntax(&self, fault: &ScanError) -> Stop {
        let start = fault.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
        let start = self.text.floor_char_boundary(start);
        // A tab that indents the line below a value is told at the value.
        let tab = self.text[start..].find("\n\t").filter(|_| fault.info().contains("found a tab"));
        let start = tab.map_or(start, |tab| start + tab + 1);
        let length = self.text[start..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
        let (rule, message, help) = syntax_fault(fault, self.text, start);
        let stop = self.stop(rule, message, start..start + length);
        match help {
            Some(help) => Box::new(stop.help(help)),
            None => stop,
        }
    }
}

const TOO_LARGE_FAULT: &crate::diag::Rule = &TOO_LARGE;

impl OpenMap {
    fn position(&self, key: &str) -> Option<usize> {
        if self.entries.len() <= FEW_KEYS {
            self.entries.iter().position(|entry| &*entry.key == key)
        } else {
            self.table.get(key).copied()
        }
    }

    /// Adds the value of the waiting key.
    fn add(&mut self, node: Node) {
        let Some((key, key_range)) = self.key.take() else { return };
        if self.drop_value {
            return;
        }
        if &*key == "<<" {
            self.merges.push(node);
            return;
        }
        if self.entries.len() == FEW_KEYS {
            self.table = self.entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
        }
        if self.entries.len() >= FEW_KEYS {
            self.table.insert(key.clone(), self.entries.len());
        }
        self.entries.push(Entry { key, key_range, node });
    }
}

/// What a scalar means, by its style and tag.
fn scalar_value(text: Box<str>, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let forced = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str") || tag.original() == "!");
    if style == ScalarStyle::Plain && !forced { resolve(text) } else { Value::String(text) }
}
