//! JSON Schemas made ready for checking.
//!
//! schemars describes a type as a JSON value with references. [`Shapes::of`] turns that, once per type, into a
//! table of [`Shape`]s in which each step of a check is an array index or a look-up of one key. Only what
//! schemars generates is understood; anything else in a schema is left to serde.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::RwLock;

use schemars::JsonSchema;
use serde_json::Value as Json;

/// Position of a shape in its table.
pub type ShapeId = usize;

/// Every shape of one type. The type itself is the first.
#[derive(Debug)]
pub struct Shapes(Vec<Shape>);

/// What one value may be.
#[derive(Debug, Default, Clone)]
pub struct Shape {
    /// The kinds of value allowed; none listed means any.
    pub kinds: Kinds,
    /// Keys of a mapping, by name.
    pub properties: BTreeMap<Box<str>, ShapeId>,
    /// The keys that must be there.
    pub required: Vec<Box<str>>,
    /// What other keys of a mapping hold.
    pub others: Others,
    /// What the items of a list are.
    pub items: Option<ShapeId>,
    /// The words allowed, if only some are.
    pub words: Option<Vec<Box<str>>>,
    /// The smallest and largest number.
    pub bounds: (Option<f64>, Option<f64>),
    /// The value fits one of these, besides all of the above.
    pub any_of: Vec<ShapeId>,
}

/// Keys that a mapping does not name.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// Anything.
    #[default]
    Any,
    /// There must be none.
    Refused,
    /// Each holds this.
    Shape(ShapeId),
}

/// A set of kinds of value, one bit each.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    pub const NULL: Self = Self(1);
    pub const BOOL: Self = Self(2);
    pub const INTEGER: Self = Self(4);
    pub const NUMBER: Self = Self(8 | 4);
    pub const TEXT: Self = Self(16);
    pub const LIST: Self = Self(32);
    pub const MAP: Self = Self(64);

    /// Whether any kind is named at all.
    pub fn is_any(self) -> bool {
        self.0 == 0
    }

    /// Whether all of `other` is in this set.
    pub fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn named(name: &str) -> Self {
        match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOL,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::TEXT,
            "array" => Self::LIST,
            "object" => Self::MAP,
            _ => Self(0),
        }
    }

    /// The kinds in words: `text`, `a whole number`, `text or a list`.
    pub fn words(self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for (kind, word) in [
            (Self::TEXT, "text"),
            (Self::BOOL, "true or false"),
            (Self::LIST, "a list"),
            (Self::MAP, "a mapping"),
        ] {
            if self.holds(kind) {
                words.push(word);
            }
        }
        if self.holds(Self::NUMBER) {
            words.push("a number");
        } else if self.holds(Self::INTEGER) {
            words.push("a whole number");
        }
        words.join(" or ")
    }
}

impl Shapes {
    /// The shapes of `T`, made when first asked for.
    pub fn of<T: JsonSchema + 'static>() -> Arc<Self> {
        static MADE: LazyLock<RwLock<HashMap<TypeId, Arc<Shapes>>>> = LazyLock::new(RwLock::default);
        let id = TypeId::of::<T>();
        // A poisoned lock still guards a whole table: an insertion either happened or did not.
        if let Some(shapes) = MADE.read().unwrap_or_else(|poisoned| poisoned.into_inner()).get(&id) {
            return Arc::clone(shapes);
        }
        let schema = schemars::schema_for!(T);
        let shapes = Arc::new(Self::compile(schema.as_value()));
        MADE.write().unwrap_or_else(|poisoned| poisoned.into_inner()).insert(id, Arc::clone(&shapes));
        shapes
    }

    /// The shape at `id`.
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.0[id]
    }

    fn compile(root: &Json) -> Self {
        let mut compiler = Compiler { root, shapes: Vec::new(), by_reference: BTreeMap::new() };
        compiler.shape(root);
        Self(compiler.shapes)
    }
}

struct Compiler<'a> {
    root: &'a Json,
    shapes: Vec<Shape>,
    /// References that have, or are about to have, a shape; recursive types end here.
    by_reference: BTreeMap<&'a str, ShapeId>,
}

impl<'a> Compiler<'a> {
    fn shape(&mut self, schema: &'a Json) -> ShapeId {
        if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
            if let Some(id) = self.by_reference.get(reference) {
                return *id;
            }
            let id = self.shapes.len();
            self.by_reference.insert(reference, id);
            let target = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
            return match target {
                Some(target) if target.get("$ref").is_none() => self.shape(target),
                _ => {
                    self.shapes.push(Shape::default());
                    id
                }
            };
        }
        let id = self.shapes.len();
        self.shapes.push(Shape::default());
        let shape = self.read(schema);
        self.shapes[id] = shape;
        id
    }

    fn read(&mut self, schema: &'a Json) -> Shape {
        let mut shape = Shape { bounds: bounds(schema), words: words(schema), ..Shape::default() };
        match schema.get("type") {
            Some(Json::String(name)) => shape.kinds = Kinds::named(name),
            Some(Json::Array(names)) => {
                let names = names.iter().filter_map(Json::as_str);
                shape.kinds = names.fold(Kinds::default(), |kinds, name| kinds.with(Kinds::named(name)));
            }
            _ => {}
        }
        if shape.words.is_some() && shape.kinds.is_any() {
            shape.kinds = Kinds::TEXT;
        }
        if let Some(properties) = schema.get("properties").and_then(Json::as_object) {
            shape.properties =
                properties.iter().map(|(key, schema)| (key.as_str().into(), self.shape(schema))).collect();
            shape.others = Others::Refused;
        }
        if let Some(required) = schema.get("required").and_then(Json::as_array) {
            shape.required = required.iter().filter_map(Json::as_str).map(Box::from).collect();
        }
        match schema.get("additionalProperties") {
            Some(Json::Bool(true)) => shape.others = Others::Any,
            Some(Json::Bool(false)) => shape.others = Others::Refused,
            Some(schema) => shape.others = Others::Shape(self.shape(schema)),
            None => {}
        }
        if let Some(patterns) = schema.get("patternProperties").and_then(Json::as_object)
            && let Some(schema) = patterns.values().next()
        {
            shape.others = Others::Shape(self.shape(schema));
        }
        shape.items = schema.get("items").filter(|items| items.is_object()).map(|items| self.shape(items));
        for list in ["anyOf", "oneOf"] {
            let alternatives = schema.get(list).and_then(Json::as_array).filter(|_| shape.words.is_none());
            for alternative in alternatives.into_iter().flatten() {
                let id = self.shape(alternative);
                shape.any_of.push(id);
            }
        }
        // `allOf` with one member is how a reference with a description of its own is written.
        if let Some([only]) = schema.get("allOf").and_then(Json::as_array).map(Vec::as_slice) {
            let id = self.shape(only);
            shape.any_of.push(id);
        }
        shape
    }
}

/// The words that a schema allows: an enum, a constant, or a choice of those and nothing else.
fn words(schema: &Json) -> Option<Vec<Box<str>>> {
    if let Some(word) = schema.get("const").and_then(Json::as_str) {
        return Some(vec![word.into()]);
    }
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        return words
            .iter()
            .filter(|word| !word.is_null())
            .map(|word| word.as_str().map(Box::from))
            .collect();
    }
    let alternatives = schema.get("oneOf").and_then(Json::as_array)?;
    let words: Option<Vec<Vec<Box<str>>>> = alternatives.iter().map(words).collect();
    words.map(|words| words.into_iter().flatten().collect())
}

fn bounds(schema: &Json) -> (Option<f64>, Option<f64>) {
    let number = |key| schema.get(key).and_then(Json::as_f64);
    let largest = match schema.get("format").and_then(Json::as_str) {
        Some("uint32") => Some(f64::from(u32::MAX)),
        Some("int32") => Some(f64::from(i32::MAX)),
        _ => None,
    };
    let smallest = match schema.get("format").and_then(Json::as_str) {
        Some("int32") => Some(f64::from(i32::MIN)),
        _ => None,
    };
    (number("minimum").or(smallest), number("maximum").or(largest))
}
