//! Building template values without going through serialization.

use tera::{Map, Value};

use crate::data;

/// A map of the given entries, in that order.
pub fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    let mut map = Map::with_capacity(N);
    for (key, value) in entries {
        map.insert(key.into(), value);
    }
    Value::from(map)
}

/// A list.
pub fn list(values: impl IntoIterator<Item = Value>) -> Value {
    Value::from(values.into_iter().collect::<Vec<Value>>())
}

/// Text, or none.
pub fn text(text: Option<&str>) -> Value {
    text.map_or_else(Value::none, Value::from)
}

/// HTML that is printed as it is, or none.
pub fn html(html: Option<&str>) -> Value {
    html.map_or_else(Value::none, Value::safe_string)
}

/// Any JSON.
pub fn json(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::none(),
        serde_json::Value::Bool(flag) => Value::from(*flag),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), _, _) => Value::from(number),
            (None, Some(number), _) => Value::from(number),
            (None, None, number) => Value::from(number.unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => list(items.iter().map(self::json)),
        serde_json::Value::Object(entries) => {
            json_map(entries.iter().map(|(key, value)| (key.as_str(), value)))
        }
    }
}

/// A map of JSON values.
pub fn json_map<'a>(entries: impl IntoIterator<Item = (&'a str, &'a serde_json::Value)>) -> Value {
    let mut map = Map::new();
    for (key, value) in entries {
        map.insert(key.to_owned().into(), json(value));
    }
    Value::from(map)
}

/// Any YAML or TOML.
pub fn node(node: &data::Node) -> Value {
    match &node.value {
        data::Value::Null => Value::none(),
        data::Value::Bool(flag) => Value::from(*flag),
        data::Value::Integer(number) => Value::from(*number),
        data::Value::Float(number) => Value::from(*number),
        data::Value::String(text) => Value::from(&**text),
        data::Value::List(items) => list(items.iter().map(self::node)),
        data::Value::Map(entries) => {
            let mut map = Map::with_capacity(entries.len());
            for entry in entries {
                map.insert(entry.key.to_string().into(), self::node(&entry.node));
            }
            Value::from(map)
        }
    }
}
