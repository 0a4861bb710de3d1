//! Schemas as texts: for editors, and for `regards explain`.
//!
//! The words come from the doc comments of the types, so that a key is documented in one place.

use std::fmt::Write;

use schemars::JsonSchema;
use serde_json::Value as Json;

/// The JSON Schema of `T` (draft 2020-12), called `title`. Keys whose comment says that they are needed are required
/// in it.
pub fn schema_of<T: JsonSchema>(title: &str) -> Json {
    let mut schema = schemars::schema_for!(T).to_value();
    require_needed(&mut schema);
    titled(schema, title)
}

/// The JSON Schema of what the program writes by itself: a key is required unless it can be left out, null or not.
pub fn schema_of_output<T: JsonSchema>(title: &str) -> Json {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    titled(settings.into_generator().into_root_schema_for::<T>().to_value(), title)
}

fn titled(mut schema: Json, title: &str) -> Json {
    let mut ordered = serde_json::Map::new();
    // What the file is stands first, for a person who opens it.
    if let Some(draft) = schema.as_object_mut().and_then(|entries| entries.shift_remove("$schema")) {
        ordered.insert("$schema".to_owned(), draft);
    }
    ordered.insert("title".to_owned(), title.into());
    if let Json::Object(entries) = schema {
        ordered.extend(entries.into_iter().filter(|(key, _)| key != "title"));
    }
    Json::Object(ordered)
}

/// A schema as indented text with a newline at its end.
pub fn schema_text(schema: &Json) -> String {
    format!("{schema:#}\n")
}

/// Explains a key of a file: what it takes, what holds without it, and what it is for. `root` is the file's schema.
///
/// `key` is a path (`markdown.math`), or a name on its own, which is looked for at every depth; the place nearest
/// to the root wins, several at the same depth are all explained, and deeper ones are named at the end. `None` if
/// there is no such key.
pub fn explain_key(root: &Json, key: &str) -> Option<String> {
    let parts: Vec<&str> = key.split('.').map(str::trim).collect();
    let found: Vec<Place<'_>> =
        places(root).into_iter().filter(|place| ends_with(&place.path, &parts)).collect();
    let nearest = found.first()?.path.len();
    let (near, mut far): (Vec<_>, Vec<_>) = found.into_iter().partition(|place| place.path.len() == nearest);
    // A type that holds itself has the same key again and again.
    far.retain(|place| !near.iter().any(|known| std::ptr::eq(known.schema, place.schema)));
    let mut text = near.iter().map(|place| explain(root, place)).collect::<Vec<_>>().join("\n");
    if !far.is_empty() {
        let names: Vec<String> = far.iter().map(|place| format!("`{}`", place.name())).collect();
        // Writing to a `String` never fails.
        let _ = write!(text, "\n{}\n", wrapped(&format!("See also {}.", names.join(", ")), 0));
    }
    Some(text)
}

/// Every key of a file as a path from its root, with `NAME` where the site chooses the name, and the first
/// sentence of its comment.
pub fn keys(root: &Json) -> Vec<(String, String)> {
    let described = |place: &Place<'_>| described(root, place.schema).map(brief).unwrap_or_default();
    places(root)
        .iter()
        .filter(|place| place.path.last().is_some_and(|last| last != "*"))
        .map(|place| (place.name(), described(place)))
        .collect()
}

/// How deep keys are looked for.
const DEEPEST: usize = 6;

/// The column at which explanations are wrapped.
const WIDTH: usize = 90;

/// A key, and where it stands.
struct Place<'a> {
    path: Vec<String>,
    schema: &'a Json,
    needed: bool,
}

impl Place<'_> {
    fn name(&self) -> String {
        self.path.join(".").replace('*', "NAME")
    }
}

/// All keys, level by level, so that the nearest place is met first. Types that hold themselves end at the depth
/// limit.
fn places(root: &Json) -> Vec<Place<'_>> {
    let mut all: Vec<Place<'_>> = Vec::new();
    let mut level: Vec<(Vec<String>, &Json)> = vec![(Vec::new(), root)];
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for (path, schema) in level {
            for child in children(root, schema) {
                let mut path = path.clone();
                path.push(child.name);
                next.push((path.clone(), child.schema));
                all.push(Place { path, schema: child.schema, needed: child.needed });
            }
        }
        level = next;
    }
    all
}

/// Whether the key path ends in what was asked for; names that a site chooses (`*`) match any, but not on their
/// own: a plain key is never such a name.
fn ends_with(path: &[String], parts: &[&str]) -> bool {
    let Some(above) = path.len().checked_sub(parts.len()) else { return false };
    let own_name = path.last().is_some_and(|last| last == "*");
    let anchored =
        path.iter().rev().nth(1).zip(parts.iter().rev().nth(1)).is_some_and(|(have, want)| have == want);
    (!own_name || anchored) && path[above..].iter().zip(parts).all(|(have, want)| have == want || have == "*")
}

/// Makes each key required whose comment says so: "Needed." The types themselves leave everything out, so that
/// one missing key hides no other fault.
fn require_needed(schema: &mut Json) {
    let is_needed = |child: &Json| {
        let words = child.get("description").and_then(Json::as_str).unwrap_or_default();
        ["Needed.", "Needed,", "Needed:"].iter().any(|word| words.contains(word))
    };
    if let Some(properties) = schema.get("properties").and_then(Json::as_object) {
        let needed: Vec<Json> = properties
            .iter()
            .filter(|(_, child)| is_needed(child))
            .map(|(name, _)| name.as_str().into())
            .collect();
        if let (false, Some(schema)) = (needed.is_empty(), schema.as_object_mut()) {
            schema.insert("required".to_owned(), Json::Array(needed));
        }
    }
    match schema {
        Json::Object(entries) => entries.values_mut().for_each(require_needed),
        Json::Array(items) => items.iter_mut().for_each(require_needed),
        _ => {}
    }
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

/// A key below another.
struct Child<'a> {
    name: String,
    schema: &'a Json,
    needed: bool,
}

/// The keys below a schema, through lists and mappings of named things.
fn children<'a>(root: &'a Json, schema: &'a Json) -> Vec<Child<'a>> {
    let schema = resolve(root, schema);
    let mut children = Vec::new();
    let required = schema.get("required").and_then(Json::as_array);
    for (name, child) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
        let needed = required.is_some_and(|names| names.iter().any(|needed| needed == name));
        children.push(Child { name: name.clone(), schema: child, needed });
    }
    if let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object()) {
        children.push(Child { name: "*".to_owned(), schema: values, needed: false });
    }
    if let Some(items) = schema.get("items").filter(|items| items.is_object()) {
        children.extend(self::children(root, items));
    }
    for alternative in schema.get("anyOf").and_then(Json::as_array).into_iter().flatten() {
        children.extend(self::children(root, alternative));
    }
    children
}

fn explain(root: &Json, place: &Place<'_>) -> String {
    let (schema, inner) = (place.schema, resolve(root, place.schema));
    let mut text = format!("{}: {}", place.name(), kind(root, schema));
    if place.needed {
        text.push_str(", needed");
    } else if let Some(default) = schema.get("default").and_then(shown_default) {
        // Writing to a `String` never fails.
        let _ = write!(text, " ({default} if not given)");
    }
    text.push('\n');
    for paragraph in described(root, schema).into_iter().flat_map(|words| words.split("\n\n")) {
        let _ = writeln!(text, "\n{}", wrapped(paragraph, 0));
    }
    let below = children(root, schema);
    let named = match below.as_slice() {
        [only] if only.name == "*" => Some(only.schema),
        _ => None,
    };
    // Of names that the site chooses, what each may be says the most.
    let values = named.map_or_else(|| words(root, inner), |child| words(root, child));
    block(&mut text, values.iter().map(|(word, meaning)| format!("{word}{}", spaced(meaning.map(brief)))));
    if values.is_empty() || named.is_none() {
        let lines = below.iter().map(|child| {
            let meaning = described(root, child.schema).map_or_else(|| kind(root, child.schema), brief);
            let name = if child.name == "*" { "NAME" } else { &child.name };
            format!("{name}{}", spaced(Some(meaning)))
        });
        block(&mut text, lines);
    }
    text
}

/// Adds lines as a block of their own.
fn block(text: &mut String, lines: impl Iterator<Item = String>) {
    for (index, line) in lines.enumerate() {
        let _ = writeln!(text, "{}  {}", if index == 0 { "\n" } else { "" }, wrapped(&line, 4));
    }
}

fn spaced(meaning: Option<String>) -> String {
    meaning.map(|meaning| format!(": {meaning}")).unwrap_or_default()
}

fn description(schema: &Json) -> Option<&str> {
    schema.get("description").and_then(Json::as_str)
}

/// The comment of a key, or of the type that it holds.
fn described<'a>(root: &'a Json, schema: &'a Json) -> Option<&'a str> {
    description(schema).or_else(|| description(resolve(root, schema)))
}

/// The first sentence of a comment, and whether the key is needed.
fn brief(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or(text).replace('\n', " ");
    let first = paragraph.find(". ").map_or(paragraph.as_str(), |end| &paragraph[..=end]);
    if text.contains("Needed") && !first.contains("Needed") {
        format!("{first} Needed.")
    } else {
        first.to_owned()
    }
}

/// Wraps a paragraph; lines after the first are indented by `indent` spaces.
pub fn wrapped(text: &str, indent: usize) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if length > 0 && length + 1 + width > WIDTH {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            length = indent;
        } else if length > 0 {
            lines.push(' ');
            length += 1;
        }
        lines.push_str(word);
        length += width;
    }
    lines
}

/// The words that a closed set allows, with their meanings; lists of such words, and choices with them, too.
fn words<'a>(root: &'a Json, schema: &'a Json) -> Vec<(&'a str, Option<&'a str>)> {
    let schema = resolve(root, schema);
    let mut words: Vec<(&str, Option<&str>)> = Vec::new();
    for word in schema.get("enum").and_then(Json::as_array).into_iter().flatten() {
        words.extend(word.as_str().map(|word| (word, None)));
    }
    for alternative in schema.get("oneOf").and_then(Json::as_array).into_iter().flatten() {
        if let Some(word) = alternative.get("const").and_then(Json::as_str) {
            words.push((word, description(alternative)));
        }
        words.extend(self::words(root, alternative));
    }
    for alternative in schema.get("anyOf").and_then(Json::as_array).into_iter().flatten() {
        words.extend(self::words(root, alternative));
    }
    if let Some(items) = schema.get("items") {
        words.extend(self::words(root, items));
    }
    words
}

/// What a value is, in words.
fn kind(root: &Json, schema: &Json) -> String {
    let inner = resolve(root, schema);
    if inner.get("enum").or(inner.get("oneOf")).is_some() && !words(root, inner).is_empty() {
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

/// A default in words, if it says more than that there is nothing.
fn shown_default(default: &Json) -> Option<String> {
    match default {
        Json::Null | Json::Object(_) => None,
        Json::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Json::Array(items) if items.is_empty() => None,
        Json::Array(items) => {
            let name =
                |item: &'_ Json| item.as_str().or_else(|| item.get("name")?.as_str()).map(str::to_owned);
            Some(items.iter().filter_map(name).collect::<Vec<_>>().join(" and "))
        }
        other => Some(other.to_string()),
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
        let shown: Vec<String> =
            keys.iter().map(|key| explain_key(&schema_of::<House>("house"), key).unwrap()).collect();
        insta::assert_snapshot!(shown.join("=====\n"), @r###"
        storeys: a whole number (2 if not given)

        How many storeys it has. The cellar does not count.
        =====
        colour: one of the words below (white if not given)

        Its colour.

          red: As bricks are.
          white: As snow is.
        =====
        people: a mapping

        Who lives there, by name.

          NAME: Somebody.
        =====
        people.NAME.floor: a whole number, needed

        The floor they live on.
        =====
        people.NAME.floor: a whole number, needed

        The floor they live on.
        =====
        neighbours: a list

        Its neighbours.

          storeys: How many storeys it has.
          colour: Its colour.
          people: Who lives there, by name.
          neighbours: Its neighbours.
          nick: text
        =====
        nick: text
        "###);
        assert_eq!(explain_key(&schema_of::<House>("house"), "garden"), None);
        assert_eq!(explain_key(&schema_of::<House>("house"), ""), None);
        assert_eq!(explain_key(&schema_of::<House>("house"), "*"), None);
    }

    #[test]
    fn a_schema_for_editors() {
        let text = schema_text(&schema_of::<Colour>("colour"));
        assert!(
            text.contains("https://json-schema.org/draft/2020-12/schema") && text.ends_with("}\n"),
            "{text}"
        );
        assert!(text.contains("As snow is."), "{text}");
    }
}
