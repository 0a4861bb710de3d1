//! A tree held against the shapes of a type.

use std::fmt;

use crate::data::compile::{Kinds, Others, Shape, ShapeId, Shapes};
use crate::data::{
    MISSING_KEY, Node, UNKNOWN_KEY, UNKNOWN_VALUE, UnknownKeys, Value, WRONG_TYPE, quoted, shown,
};
use crate::diag::{Diagnostic, Diagnostics, Level, Rule, did_you_mean};
use crate::source::{SourcePath, Span};

/// What a check found.
pub struct Checked {
    /// Everything wrong.
    pub diagnostics: Diagnostics,
    /// The entries and items to leave out, as positions from the root, in the order met.
    pub bad: Vec<Vec<usize>>,
    /// Whether the rest can become the type.
    pub usable: bool,
}

/// Holds `node` against the first of `shapes`.
pub fn validate(path: &SourcePath, node: &Node, shapes: &Shapes, unknown: UnknownKeys) -> Checked {
    let mut check =
        Check { path, shapes, unknown, diagnostics: Diagnostics::new(), at: Vec::new(), bad: Vec::new() };
    let usable = check.node(node, 0, Subject::File);
    Checked { diagnostics: check.diagnostics, bad: check.bad, usable }
}

struct Check<'a> {
    path: &'a SourcePath,
    shapes: &'a Shapes,
    unknown: UnknownKeys,
    diagnostics: Diagnostics,
    /// Where the check stands, as positions from the root.
    at: Vec<usize>,
    bad: Vec<Vec<usize>>,
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject<'a> {
    /// All of it.
    File,
    /// The value of a key.
    Key(&'a str),
    /// An item of the list under a key.
    Item(&'a str),
}

impl<'a> Subject<'a> {
    /// An item of this, if this is a list.
    fn item(self) -> Self {
        match self {
            Self::File => Self::Item("the file"),
            Self::Key(key) | Self::Item(key) => Self::Item(key),
        }
    }
}

impl fmt::Display for Subject<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => formatter.write_str("the file"),
            Self::Key(key) => write!(formatter, "`{key}`"),
            Self::Item(key) => write!(formatter, "an item of `{key}`"),
        }
    }
}

impl Check<'_> {
    /// Whether `node`, called `name`, can be used as the shape at `id`.
    fn node(&mut self, node: &Node, id: ShapeId, name: Subject<'_>) -> bool {
        let shape = self.shapes.shape(id);
        if !shape.any_of.is_empty() {
            return self.alternatives(node, shape, name);
        }
        if !fits(node, shape.kinds) {
            self.wrong_type(node, &shape.kinds.words(), name);
            return false;
        }
        match &node.value {
            Value::String(text) => self.word(node, text, shape, name),
            Value::Integer(number) => self.bounds(node, *number as f64, shape, name),
            Value::Float(number) => self.bounds(node, *number, shape, name),
            Value::List(items) => {
                let Some(of) = shape.items else { return true };
                for (position, item) in items.iter().enumerate() {
                    self.at.push(position);
                    let known = self.bad.len();
                    if !self.node(item, of, name.item()) {
                        self.leave_out(known);
                    }
                    self.at.pop();
                }
                true
            }
            Value::Map(_) => self.map(node, shape, name),
            Value::Null | Value::Bool(_) => true,
        }
    }

    fn map(&mut self, node: &Node, shape: &Shape, name: Subject<'_>) -> bool {
        let mut usable = true;
        for (position, entry) in node.entries().iter().enumerate() {
            let (of, required) = match shape.properties.get(&entry.key) {
                Some(of) => (*of, shape.required.contains(&entry.key)),
                None => match shape.others {
                    Others::Any => continue,
                    Others::Shape(of) => (of, false),
                    Others::Refused => {
                        self.unknown_key(&entry.key, entry.key_range.clone(), shape);
                        self.bad.push([&self.at[..], &[position]].concat());
                        continue;
                    }
                },
            };
            // `description:` with nothing after it means the same as no such line.
            if entry.node.value == Value::Null && !self.allows_null(of) {
                if !required {
                    self.bad.push([&self.at[..], &[position]].concat());
                }
                continue;
            }
            self.at.push(position);
            let known = self.bad.len();
            if !self.node(&entry.node, of, Subject::Key(&entry.key)) {
                usable &= !required;
                self.leave_out(known);
            }
            self.at.pop();
        }
        for key in &shape.required {
            let given = node.entries().iter().find(|entry| entry.key == *key);
            let missing = match given {
                None => true,
                Some(entry) => {
                    entry.node.value == Value::Null
                        && shape.properties.get(key).is_some_and(|of| !self.allows_null(*of))
                }
            };
            if missing {
                usable = false;
                let place = given.map_or(first_line(node), |entry| entry.key_range.clone());
                let message = match name {
                    Subject::File => format!("the key `{key}` is missing"),
                    name => format!("the key `{key}` is missing in {name}"),
                };
                self.report(&MISSING_KEY, message, place, None);
            }
        }
        usable
    }

    /// Marks the value where the check stands, in place of the parts of it marked since there were `known`.
    fn leave_out(&mut self, known: usize) {
        self.bad.truncate(known);
        self.bad.push(self.at.clone());
    }

    /// Tries each alternative; the problems reported are those of the one that fits best.
    fn alternatives(&mut self, node: &Node, shape: &Shape, name: Subject<'_>) -> bool {
        let fitting: Vec<ShapeId> =
            shape.any_of.iter().copied().filter(|id| fits(node, self.kinds(*id))).collect();
        if fitting.is_empty() {
            let mut words: Vec<String> = Vec::new();
            for id in &shape.any_of {
                let kinds = self.kinds(*id).words();
                if !kinds.is_empty() && !words.contains(&kinds) {
                    words.push(kinds);
                }
            }
            self.wrong_type(node, &words.join(" or "), name);
            return false;
        }
        let mut best: Option<(bool, Diagnostics, Vec<Vec<usize>>)> = None;
        for id in fitting {
            let diagnostics = std::mem::take(&mut self.diagnostics);
            let bad = std::mem::take(&mut self.bad);
            let usable = self.node(node, id, name);
            let found = std::mem::replace(&mut self.diagnostics, diagnostics);
            let found_bad = std::mem::replace(&mut self.bad, bad);
            let better = match &best {
                None => true,
                Some((best_usable, best_found, _)) => {
                    (usable && !best_usable) || (usable == *best_usable && found.len() < best_found.len())
                }
            };
            if better {
                best = Some((usable, found, found_bad));
            }
        }
        let Some((usable, diagnostics, bad)) = best else { return false };
        self.diagnostics.extend(diagnostics);
        self.bad.extend(bad);
        usable
    }

    /// The kinds of a shape, or of its alternatives together.
    fn kinds(&self, id: ShapeId) -> Kinds {
        self.shapes.shape(id).kinds
    }

    fn allows_null(&self, id: ShapeId) -> bool {
        let shape = self.shapes.shape(id);
        let own = shape.any_of.is_empty() && (shape.kinds.is_any() || shape.kinds.holds(Kinds::NULL));
        own || shape.any_of.iter().any(|id| self.kinds(*id).holds(Kinds::NULL))
    }

    fn word(&mut self, node: &Node, text: &str, shape: &Shape, name: Subject<'_>) -> bool {
        let Some(words) = &shape.words else { return true };
        if words.iter().any(|word| **word == *text) {
            return true;
        }
        let words: Vec<&str> = words.iter().map(|word| &**word).collect();
        let help = match did_you_mean(text, words.iter().copied()) {
            Some(help) => help,
            None => format!("there is: {}", words.join(", ")),
        };
        let message = format!("{name} cannot be {}", quoted(text));
        self.report(&UNKNOWN_VALUE, message, node.range.clone(), Some(help));
        false
    }

    fn bounds(&mut self, node: &Node, number: f64, shape: &Shape, name: Subject<'_>) -> bool {
        let (smallest, largest) = shape.bounds;
        let bound = match (smallest, largest) {
            (Some(smallest), _) if number < smallest => format!("at least {smallest}"),
            (_, Some(largest)) if number > largest => format!("at most {largest}"),
            _ => return true,
        };
        let message = format!("{name} must be {bound}, and is {number}");
        self.report(&UNKNOWN_VALUE, message, node.range.clone(), None);
        false
    }

    fn wrong_type(&mut self, node: &Node, expected: &str, name: Subject<'_>) {
        let message = format!("{name} must be {expected}, and is {}", shown(node));
        let help = match &node.value {
            Value::Bool(_) | Value::Integer(_) | Value::Float(_) if expected.starts_with("text") => {
                Some("put the value in quotes".to_owned())
            }
            _ if name == Subject::File && expected == "a mapping" => {
                Some("write lines such as `key: value`".to_owned())
            }
            _ if expected == "a mapping" => Some("it takes keys of its own, each with a value".to_owned()),
            Value::List(_) if expected == "text" => Some("write one value, without brackets".to_owned()),
            Value::Null | Value::List(_) | Value::Map(_) => None,
            _ if expected == "a list" => Some("put it in brackets: `[…]`".to_owned()),
            _ => None,
        };
        let place = if matches!(node.value, Value::Map(_) | Value::List(_)) {
            first_line(node)
        } else {
            node.range.clone()
        };
        self.report(&WRONG_TYPE, message, place, help);
    }

    fn unknown_key(&mut self, key: &str, range: std::ops::Range<usize>, shape: &Shape) {
        let help = did_you_mean(key, shape.properties.keys().map(|key| &**key));
        self.report(&UNKNOWN_KEY, format!("no key is called `{key}` here"), range, help);
    }

    fn report(
        &mut self,
        rule: &'static Rule,
        message: String,
        range: std::ops::Range<usize>,
        help: Option<String>,
    ) {
        let mut diagnostic = Diagnostic::new(rule, message).at(Span::new(self.path, range));
        if self.unknown == UnknownKeys::Warn {
            diagnostic.level = diagnostic.level.min(Level::Warning);
        }
        if let Some(help) = help {
            diagnostic = diagnostic.help(help);
        }
        self.diagnostics.push(diagnostic);
    }
}

/// A point at the start of a value that may span many lines.
fn first_line(node: &Node) -> std::ops::Range<usize> {
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => entries[0].key_range.clone(),
        _ => node.range.start..node.range.start,
    }
}

/// Whether a value is of one of the kinds.
fn fits(node: &Node, kinds: Kinds) -> bool {
    let kind = match &node.value {
        Value::Null => Kinds::NULL,
        Value::Bool(_) => Kinds::BOOL,
        Value::Integer(_) => Kinds::INTEGER,
        Value::Float(_) => Kinds::NUMBER,
        Value::String(_) => Kinds::TEXT,
        Value::List(_) => Kinds::LIST,
        Value::Map(_) => Kinds::MAP,
    };
    kinds.is_any() || kinds.holds(kind)
}
