//! `load_data`: the site's own YAML, JSON, TOML and CSV for templates.

use tera::{Map, Value};

use crate::config::Config;
use crate::data::{read_toml, read_yaml};
use crate::diag::{Diagnostics, nearest};
use crate::people::is_private;
use crate::render::values;
use crate::source::{SourcePath, SourceTree, line_column};

/// Reads a file of the site.
///
/// # Errors
/// Says which file is missing, or where it is wrong.
pub fn load_file(
    sources: &SourceTree,
    config: &Config,
    written: &str,
    format: Option<&str>,
) -> Result<Value, String> {
    let below_root = written.trim_start_matches("@/").trim_start_matches('/');
    let path = SourcePath::new(below_root).map_err(|fault| format!("`{written}` cannot be read: {fault}"))?;
    let found = [path.as_str().to_owned(), format!("data/{path}")]
        .into_iter()
        .find_map(|path| sources.text_at(&path));
    let Some((path, text)) = found else {
        let known = sources.iter().map(|(path, _)| path.as_str()).filter(|path| path.starts_with("data/"));
        let near = nearest(below_root, known).map(|near| format!("; did you mean `{near}`?"));
        return Err(format!("there is no file `{written}` in the site{}", near.unwrap_or_default()));
    };
    if is_private(&path, config) {
        return Err(format!("`{written}` holds readers' data, which no template is given"));
    }
    read(&path, text, format.unwrap_or_else(|| path.extension()))
}

/// Reads a text that stands in a template.
///
/// # Errors
/// Says where it is wrong.
pub fn load_literal(text: &str, format: Option<&str>) -> Result<Value, String> {
    let path = SourcePath::new("literal").map_err(|fault| fault.to_string())?;
    read(&path, text, format.unwrap_or("plain"))
}

fn read(path: &SourcePath, text: &str, format: &str) -> Result<Value, String> {
    match format {
        "yaml" | "yml" => {
            let (node, faults) = read_yaml(path, text, 0);
            node.map(|node| values::node(&node)).ok_or_else(|| first_fault(path, text, &faults))
        }
        "toml" => {
            let (node, faults) = read_toml(path, text, 0);
            node.map(|node| values::node(&node)).ok_or_else(|| first_fault(path, text, &faults))
        }
        "json" => match serde_json::from_str::<serde_json::Value>(text) {
            Ok(json) => Ok(values::json(&json)),
            Err(fault) => Err(format!("{path}: {fault}")),
        },
        "csv" => read_csv(path, text),
        "plain" | "txt" | "md" | "html" | "svg" => Ok(Value::from(text)),
        other => Err(format!("`{other}` is no format of data; there is: yaml, json, toml, csv, plain")),
    }
}

/// As Zola has it: `headers`, and `records` of the same length.
fn read_csv(path: &SourcePath, text: &str) -> Result<Value, String> {
    let fault = |fault: csv::Error| format!("{path}: {fault}");
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let fields = |record: &csv::StringRecord| values::list(record.iter().map(Value::from));
    let headers = fields(reader.headers().map_err(fault)?);
    let mut records = Vec::new();
    for record in reader.records() {
        records.push(fields(&record.map_err(fault)?));
    }
    let mut table = Map::new();
    table.insert("headers".into(), headers);
    table.insert("records".into(), Value::from(records));
    Ok(Value::from(table))
}

fn first_fault(path: &SourcePath, text: &str, faults: &Diagnostics) -> String {
    let Some(fault) = faults.iter().next() else { return format!("{path} cannot be read") };
    let place = fault.span().map(|span| line_column(text, span.start));
    match place {
        Some(place) => format!("{path}:{}:{}: {}", place.line, place.column, fault.message),
        None => format!("{path}: {}", fault.message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, expected: &str) {
        let mut sources = SourceTree::default();
        sources.insert_text(SourcePath::new(&format!("data/{name}")).unwrap(), text);
        let loaded = load_file(&sources, &Config::default(), name, None)
            .map(|value| serde_json::to_string(&value).unwrap());
        assert_eq!(loaded.unwrap_or_else(|fault| fault), expected);
    }

    #[test]
    fn all_formats_are_read() {
        check("a.yaml", "b: [1, x]", r#"{"b":[1,"x"]}"#);
        check("a.json", r#"{"b": null}"#, r#"{"b":null}"#);
        check("a.toml", "b = 1.5", r#"{"b":1.5}"#);
        check("a.csv", "x,y\n1,\"2,3\"\n", r#"{"headers":["x","y"],"records":[["1","2,3"]]}"#);
        check("a.txt", "plain", r#""plain""#);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let sources = SourceTree::default();
        let fault = |path: &str| load_file(&sources, &Config::default(), path, None).unwrap_err();
        assert_eq!(fault("data/none.yaml"), "there is no file `data/none.yaml` in the site");
        assert_eq!(fault("../secret.yaml"), "`../secret.yaml` cannot be read: `..` leads out of the site");
        let mut sources = sources.clone();
        sources.insert_text(SourcePath::new("contacts.yaml").unwrap(), "contacts: []");
        assert_eq!(
            load_file(&sources, &Config::default(), "contacts.yaml", None).unwrap_err(),
            "`contacts.yaml` holds readers' data, which no template is given"
        );
        check("a.json", "{", "data/a.json: EOF while parsing an object at line 1 column 1");
    }
}
