//! Diagnostics as a SARIF log, for services that keep a list of alerts.
//!
//! The format is the OASIS standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; sections are
//! named where they decide something.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::PathPrefix;
use crate::diag::Rule;
use crate::diag::places::Places;
use crate::diag::visible::escaped_json;
use crate::diag::visible::visible;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::source::Span;

/// Where the schema of the format is published.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The symbol for the top of the repository; whoever reads the log knows where that is (section 3.14.14).
const TOP: &str = "%SRCROOT%";

/// The name of the one partial fingerprint; its number changes when equal faults get other fingerprints.
const FINGERPRINT: &str = "regardsPlace/v1";

/// What an RFC 3986 path segment holds as it is (`pchar`), without what some readers take for something else.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The program that a log is from.
#[derive(Debug, Clone, Copy)]
pub struct Tool<'a> {
    /// Its version.
    pub version: &'a str,
    /// Where one reads about it; left out if there is no such place.
    pub information_uri: Option<&'a str>,
    /// Every rule that a diagnostic may name.
    pub rules: &'a [&'static Rule],
    /// The file that stands for the site as a whole, where a fault has no place of its own: services refuse results
    /// that have none.
    pub main_file: &'a SourcePath,
}

/// Renders all of them as one log with one run, those that an author allowed among them as suppressed.
///
/// Lines and columns count from 1, columns in Unicode characters, which the log says. Paths are relative to the top
/// of the repository as far as `prefix` leads there.
pub fn sarif(diagnostics: &Diagnostics, sources: &SourceTree, prefix: &PathPrefix, tool: Tool<'_>) -> String {
    let places = Places::of(diagnostics, sources);
    let indexes: BTreeMap<&str, usize> =
        tool.rules.iter().enumerate().map(|(index, rule)| (rule.name, index)).collect();
    let log = Log { places: &places, prefix, main_file: tool.main_file };
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| result(diagnostic, indexes.get(diagnostic.rule.name), &log))
        .collect();
    let mut driver = json!({ "name": "Regards", "version": tool.version, "semanticVersion": tool.version });
    if let Some(uri) = tool.information_uri {
        driver["informationUri"] = uri.into();
    }
    driver["rules"] = tool.rules.iter().map(|rule| descriptor(rule)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                TOP: { "description": { "text": "the top of the repository that holds the site" } },
            },
            "results": results,
        }],
    });
    // Keys are text, so this always serializes.
    let text = serde_json::to_string_pretty(&log).unwrap_or_default();
    format!("{}\n", escaped_json(&text))
}

/// What all results of a log are written with.
struct Log<'a> {
    places: &'a Places<'a>,
    prefix: &'a PathPrefix,
    main_file: &'a SourcePath,
}

/// A rule (section 3.49).
fn descriptor(rule: &Rule) -> Value {
    let page = json!({ "text": rule.explain, "markdown": rule.explain });
    json!({
        "id": rule.name,
        "name": pascal_case(rule.name),
        "shortDescription": { "text": rule.short() },
        "fullDescription": { "text": rule.description() },
        "help": page,
        "defaultConfiguration": { "level": rule.level.name() },
    })
}

/// `BrokenLink` for `broken-link`: names of rules are Pascal case (section 3.49.7).
fn pascal_case(name: &str) -> String {
    name.split('-')
        .flat_map(|word| {
            let mut rest = word.chars();
            rest.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(rest)
        })
        .collect()
}

/// One diagnostic (section 3.27).
fn result(diagnostic: &Diagnostic, rule: Option<&usize>, log: &Log<'_>) -> Value {
    let mut result = Map::new();
    result.insert("ruleId".into(), diagnostic.rule.name.into());
    if let Some(index) = rule {
        result.insert("ruleIndex".into(), (*index).into());
    }
    result.insert("level".into(), diagnostic.level.name().into());
    result.insert("message".into(), json!({ "text": words(diagnostic) }));
    let (first, others) = match diagnostic.labels.split_first() {
        Some((first, others)) => (log.location(&first.span), others),
        None => (log.location_of_all(), [].as_slice()),
    };
    result.insert("locations".into(), json!([first]));
    if !others.is_empty() {
        let related: Vec<Value> = others
            .iter()
            .enumerate()
            .map(|(index, label)| {
                let mut location = log.location(&label.span);
                location["id"] = (index + 1).into();
                if !label.text.is_empty() {
                    location["message"] = json!({ "text": escaped_message(&visible(&label.text)) });
                }
                location
            })
            .collect();
        result.insert("relatedLocations".into(), related.into());
    }
    if let Some(fingerprint) = diagnostic.fingerprint {
        result.insert("partialFingerprints".into(), json!({ FINGERPRINT: fingerprint.to_string() }));
    }
    // Either all results of a run have this list or none has (section 3.27.23).
    let suppressions: Vec<Value> =
        diagnostic.allowed.iter().map(|reason| suppression(&visible(reason))).collect();
    result.insert("suppressions".into(), suppressions.into());
    Value::Object(result)
}

/// What an author wrote beside the place (section 3.35). A justification is left out where none was given.
fn suppression(reason: &str) -> Value {
    if reason.is_empty() {
        json!({ "kind": "inSource" })
    } else {
        json!({ "kind": "inSource", "justification": reason })
    }
}

/// The fault, what is to be said of its place, and what to do, a line each.
fn words(diagnostic: &Diagnostic) -> String {
    let mut words = escaped_message(&visible(&diagnostic.message));
    let label = diagnostic.labels.first().map_or("", |label| &*label.text);
    if !label.is_empty() {
        words.push('\n');
        words.push_str(&escaped_message(&visible(label)));
    }
    if let Some(help) = &diagnostic.help {
        words.push_str("\nhelp: ");
        words.push_str(&escaped_message(&visible(help)));
    }
    words
}

/// A text as a message: braces are doubled (section 3.11.5), and nothing reads as a link (section 3.11.6).
fn escaped_message(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}");
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text }
}

impl Log<'_> {
    /// A place (section 3.28).
    fn location(&self, span: &Span) -> Value {
        json!({ "physicalLocation": self.physical(span) })
    }

    /// The site as a whole.
    fn location_of_all(&self) -> Value {
        json!({ "physicalLocation": { "artifactLocation": self.artifact(self.main_file) } })
    }

    /// The place of a span (sections 3.29 and 3.30); no region in a file that was not read.
    fn physical(&self, span: &Span) -> Value {
        let mut physical = json!({ "artifactLocation": self.artifact(&span.path) });
        if let Some((start, end)) = self.places.of_span(span) {
            physical["region"] = json!({
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
                "byteOffset": span.start,
                "byteLength": span.end.saturating_sub(span.start),
            });
        }
        physical
    }

    /// A file (section 3.4).
    fn artifact(&self, path: &SourcePath) -> Value {
        let path = self.prefix.path(path);
        let uri = utf8_percent_encode(&path, PATH);
        if path.starts_with('/') {
            json!({ "uri": format!("file://{uri}") })
        } else {
            json!({ "uri": uri.to_string(), "uriBaseId": TOP })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::identify;
    use crate::diag::tests::{BROKEN, PITCH, report};

    #[test]
    fn a_result_each() {
        let (mut diagnostics, sources) = report();
        identify(&mut diagnostics, &sources);
        let main_file = SourcePath::new("regards.yaml").unwrap();
        let rules = [&BROKEN, &PITCH];
        let tool = Tool {
            version: "1.2.3",
            information_uri: Some("https://example.org/regards"),
            rules: &rules,
            main_file: &main_file,
        };
        insta::assert_snapshot!(sarif(&diagnostics, &sources, &PathPrefix::default(), tool));
    }

    #[test]
    fn messages_hold_no_markup_of_their_own() {
        for (text, expected) in [
            ("plain [text] (x)", "plain [text] (x)"),
            ("{{ page }}", "{{{{ page }}}}"),
            ("[x](https://example.org)", "\\[x\\](https://example.org)"),
        ] {
            assert_eq!(escaped_message(text), expected);
        }
    }

    #[test]
    fn paths_are_uris() {
        let (nothing, sources) = (Diagnostics::new(), SourceTree::default());
        let places = Places::of(&nothing, &sources);
        let main_file = SourcePath::new("x").unwrap();
        let uri = |folder: &str, path: &str| {
            let log = Log { places: &places, prefix: &PathPrefix::new(folder), main_file: &main_file };
            let artifact = log.artifact(&SourcePath::new(path).unwrap());
            (artifact["uri"].as_str().unwrap_or_default().to_owned(), artifact["uriBaseId"].is_string())
        };
        for (folder, path, expected, has_base) in [
            (".", "a.md", "a.md", true),
            ("", "content/a b.md", "content/a%20b.md", true),
            ("./docs/", "content/100%.md", "docs/content/100%25.md", true),
            ("docs", "c#/ü?.md", "docs/c%23/%C3%BC%3F.md", true),
            (".", "ab:c.md", "ab%3Ac.md", true),
            ("../blog", "a.md", "../blog/a.md", true),
            ("/srv/my blog", "a.md", "file:///srv/my%20blog/a.md", false),
        ] {
            assert_eq!(uri(folder, path), (expected.to_owned(), has_base), "{folder} {path}");
        }
    }
}
