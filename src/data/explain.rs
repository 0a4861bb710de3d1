//! Schemas as texts: for editors, and for `regards explain`.

use schemars::JsonSchema;

/// The JSON Schema of `T` (draft 2020-12) as indented text with a newline at its end.
pub fn schema_text<T: JsonSchema>() -> String {
    let mut text = serde_json::to_string_pretty(schemars::schema_for!(T).as_value()).unwrap_or_default();
    text.push('\n');
    text
}

/// Explains `key`.
pub fn explain_key<T: JsonSchema>(key: &str) -> Option<String> {
    let _ = key;
    None
}
