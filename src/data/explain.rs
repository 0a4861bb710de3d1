//! Schemas as texts: for editors, and for `regards explain`.
//!
//! The words come from the doc comments of the types, so that a key is documented in one place.

use std::fmt::Write;

use schemars::JsonSchema;
use serde_json::Value as Json;

/// The JSON Schema of `T` (draft 2020-12) as indented text with a newline at its end.
pub fn schema_text<T: JsonSchema>() -> String {
    // A schema is JSON already; only a key that is no text could fail to be written.
    let mut text = serde_json::to_string_pretty(schemars::schema_for!(T).as_value()).unwrap_or_default();
    text.push('\n');
    text
}

/// Explains a key of `T`: what it takes, what holds without it, and what it is for.
///
/// `key` is a path (`markdown.math`), or a name on its own, which is looked for at every depth; the place nearest
/// to the root wins, and several at the same depth are all explained. `None` if there is no such key.
pub fn explain_key<T: JsonSchema>(key: &str) -> Option<String> {
    let schema = schemars::schema_for!(T);
    let root = schema.as_value();
    let parts: Vec<&str> = key.split('.').map(str::trim).collect();
    let mut found: Vec<(String, &Json)> = Vec::new();
    // Level by level, so that the nearest place is met first. Types that hold themselves end at the depth limit.
    let mut level: Vec<(Vec<String>, &Json)> = vec![(Vec::new(), root)];
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for (path, schema) in level {
            for (name, child) in children(root, schema) {
                let mut path = path.clone();
                path.push(name);
                if ends_with(&path, &parts) && !found.iter().any(|(_, known)| std::ptr::eq(*known, child)) {
                    found.push((path.join("."), child));
                }
                next.push((path, child));
            }
        }
        if !found.is_empty() || next.is_empty() {
            break;
        }
        level = next;
    }
    let texts: Vec<String> = found.iter().map(|(path, schema)| explain(root, path, schema)).collect();
    if texts.is_empty() { None } else { Some(texts.join("\n")) }
}

/// How deep keys are looked for.
const DEEPEST: usize = 6;

/// Whether the key path ends in what was asked for; names that a site chooses (`*`) match any.
fn ends_with(path: &[String], parts: &[&str]) -> bool {
    path.len() >= parts.len()
        && path.last().is_some_and(|last| last != "*")
        && path[path.len() - parts.len()..].iter().zip(parts).all(|(have, want)| have == want || have == "*")
}

/// The schema that a reference, or a choice of one thing or nothing, stands for.
fn resolve<'a>(root: &'a Json, schema: &'a Json) -> &'a Json {
    if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
        return reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer)).unwrap_or(schema);
    }
    let choice = |list: &str| {
        let alternatives = schema.get(list)?.as_array()?;
        let mut real =
            alternatives.iter().filter(|one| one.get("type").and_then(Json::as_str) != Some("null"));
        let only = real.next()?;
        if real.next().is_some() { None } else { Some(only) }
    };
    match choice("anyOf").or_else(|| choice("allOf")) {
        Some(only) if only.get("$ref").is_some() => resolve(root, only),
        Some(only) => only,
        None => schema,
    }
}

/// The keys below a schema, through lists and mappings of named things.
fn children<'a>(root: &'a Json, schema: &'a Json) -> Vec<(String, &'a Json)> {
    let schema = resolve(root, schema);
    let mut children = Vec::new();
    for (name, child) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
        children.push((name.clone(), child));
    }
    if let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object()) {
        children.push(("*".to_owned(), values));
    }
    if let Some(items) = schema.get("items").filter(|items| items.is_object()) {
        children.extend(self::children(root, items));
    }
    for alternative in schema.get("anyOf").and_then(Json::as_array).into_iter().flatten() {
        children.extend(self::children(root, alternative));
    }
    children
}

fn explain(root: &Json, path: &str, schema: &Json) -> String {
    let inner = resolve(root, schema);
    let mut text = format!("{}: {}", path.replace('*', "NAME"), kind(root, schema));
    if let Some(default) = schema.get("default").filter(|default| !default.is_null()) {
        // Writing to a `String` never fails.
        let _ = write!(text, ", {} if not given", shown_default(default));
    }
    text.push_str("\n\n");
    if let Some(words) = description(schema).or_else(|| description(inner)) {
        text.push_str(words);
        text.push('\n');
    }
    let below = children(root, schema);
    let values = match below.as_slice() {
        // Of names that the site chooses, what each may be says the most.
        [(name, child)] if name == "*" => words(resolve(root, child)),
        _ => words(inner),
    };
    let only_words = !values.is_empty();
    if only_words {
        text.push('\n');
        for (word, meaning) in values {
            let _ = writeln!(text, "  {word}{}", spaced(meaning));
        }
    }
    if !below.is_empty() && !only_words {
        text.push('\n');
        for (name, child) in below {
            let meaning = description(child).or_else(|| description(resolve(root, child)));
            let name = if name == "*" { "NAME" } else { &name };
            let _ = writeln!(text, "  {name}{}", spaced(meaning.map(first_sentence)));
        }
    }
    text
}

fn spaced(meaning: Option<&str>) -> String {
    meaning.map(|meaning| format!(": {meaning}")).unwrap_or_default()
}

fn description(schema: &Json) -> Option<&str> {
    schema.get("description").and_then(Json::as_str)
}

fn first_sentence(text: &str) -> &str {
    let line = text.split("\n\n").next().unwrap_or(text);
    line.find(". ").map_or(line, |end| &line[..=end])
}

/// The words that a closed set allows, with their meanings.
fn words(schema: &Json) -> Vec<(&str, Option<&str>)> {
    let mut words: Vec<(&str, Option<&str>)> = Vec::new();
    for word in schema.get("enum").and_then(Json::as_array).into_iter().flatten() {
        words.extend(word.as_str().map(|word| (word, None)));
    }
    for alternative in schema.get("oneOf").and_then(Json::as_array).into_iter().flatten() {
        if let Some(word) = alternative.get("const").and_then(Json::as_str) {
            words.push((word, description(alternative)));
        }
        words.extend(self::words(alternative));
    }
    words
}

/// What a value is, in words.
fn kind(root: &Json, schema: &Json) -> String {
    let inner = resolve(root, schema);
    if !words(inner).is_empty() {
        return "one of the words below".to_owned();
    }
    let names: Vec<&str> = match inner.get("type") {
        Some(Json::String(name)) => vec![name],
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    let mut kinds: Vec<String> = Vec::new();
    for name in names.into_iter().filter(|name| *name != "null") {
        kinds.push(match name {
            "string" => "text".to_owned(),
            "boolean" => "true or false".to_owned(),
            "integer" => "a whole number".to_owned(),
            "number" => "a number".to_owned(),
            "array" => match inner.get("items").map(|items| kind(root, items)) {
                Some(items) if items == "text" => "a list of texts".to_owned(),
                Some(items) if items.starts_with("one of") => "a list of words".to_owned(),
                _ => "a list".to_owned(),
            },
            _ => "a mapping".to_owned(),
        });
    }
    for alternative in inner.get("anyOf").and_then(Json::as_array).into_iter().flatten() {
        let words = kind(root, alternative);
        if !kinds.contains(&words) && alternative.get("type").and_then(Json::as_str) != Some("null") {
            kinds.push(words);
        }
    }
    if kinds.is_empty() { "any value".to_owned() } else { kinds.join(" or ") }
}

fn shown_default(default: &Json) -> String {
    match default {
        Json::String(text) if text.is_empty() => "empty".to_owned(),
        Json::String(text) => text.clone(),
        Json::Array(items) if items.is_empty() => "none".to_owned(),
        Json::Object(entries) if entries.is_empty() => "none".to_owned(),
        Json::Object(_) => "as its keys say".to_owned(),
        Json::Array(items) if items.iter().any(|item| item.is_object()) => {
            let names = items.iter().filter_map(|item| item.get("name").and_then(Json::as_str));
            names.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// A house.
    #[derive(JsonSchema, serde::Deserialize, serde::Serialize)]
    #[serde(default)]
    struct House {
        /// How many storeys it has. The cellar does not count.
        storeys: u32,
        /// Its colour.
        colour: Colour,
        /// Who lives there, by name.
        people: BTreeMap<String, Person>,
        /// Its neighbours.
        neighbours: Vec<House>,
        nick: Option<String>,
    }

    /// Somebody.
    #[derive(JsonSchema, serde::Deserialize, serde::Serialize)]
    struct Person {
        /// The floor they live on.
        floor: i32,
    }

    /// What one sees from afar.
    #[derive(JsonSchema, serde::Deserialize, serde::Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Colour {
        /// As bricks are.
        Red,
        /// As snow is.
        White,
    }

    impl Default for House {
        fn default() -> Self {
            let (people, neighbours) = (BTreeMap::new(), Vec::new());
            Self { storeys: 2, colour: Colour::White, people, neighbours, nick: None }
        }
    }

    #[test]
    fn keys_at_every_depth() {
        let keys = ["storeys", "colour", "people", "floor", "people.ann.floor", "neighbours", "nick"];
        let shown: Vec<String> = keys.iter().map(|key| explain_key::<House>(key).unwrap()).collect();
        insta::assert_snapshot!(shown.join("=====\n"), @r###"
        storeys: a whole number, 2 if not given

        How many storeys it has. The cellar does not count.
        =====
        colour: one of the words below, white if not given

        Its colour.

          red: As bricks are.
          white: As snow is.
        =====
        people: a mapping, none if not given

        Who lives there, by name.

          NAME: Somebody.
        =====
        people.NAME.floor: a whole number

        The floor they live on.
        =====
        people.NAME.floor: a whole number

        The floor they live on.
        =====
        neighbours: a list, none if not given

        Its neighbours.

          storeys: How many storeys it has.
          colour: Its colour.
          people: Who lives there, by name.
          neighbours: Its neighbours.
          nick
        =====
        nick: text
        "###);
        assert_eq!(explain_key::<House>("garden"), None);
        assert_eq!(explain_key::<House>(""), None);
        assert_eq!(explain_key::<House>("*"), None);
    }

    #[test]
    fn a_schema_for_editors() {
        let text = schema_text::<Colour>();
        assert!(
            text.contains("https://json-schema.org/draft/2020-12/schema") && text.ends_with("}\n"),
            "{text}"
        );
        assert!(text.contains("As snow is."), "{text}");
    }
}
