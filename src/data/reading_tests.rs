//! YAML and TOML: what a person sees of broken texts, and what a program gets of whole ones.

use proptest::prelude::*;
use serde_json::json;

use crate::data::{Node, read_toml, read_yaml};
use crate::diag::{Diagnostics, human};
use crate::source::{SourcePath, SourceTree};

fn path(name: &str) -> SourcePath {
    SourcePath::new(name).unwrap()
}

/// The diagnostics as a terminal shows them.
fn rendered(name: &str, text: &str, diagnostics: &Diagnostics) -> String {
    let mut sources = SourceTree::default();
    sources.insert_text(path(name), text);
    human(diagnostics, &sources, false)
}

fn yaml_faults(text: &str) -> String {
    rendered("a.yaml", text, &read_yaml(&path("a.yaml"), text, 0).1)
}

fn toml_faults(text: &str) -> String {
    rendered("a.toml", text, &read_toml(&path("a.toml"), text, 0).1)
}

#[track_caller]
fn check_yaml(text: &str, expected: serde_json::Value) {
    let (node, diagnostics) = read_yaml(&path("a.yaml"), text, 0);
    assert_eq!(
        (node.map(|node| node.to_json()), diagnostics),
        (Some(expected), Diagnostics::new()),
        "{text}"
    );
}

#[track_caller]
fn check_toml(text: &str, expected: serde_json::Value) {
    let (node, diagnostics) = read_toml(&path("a.toml"), text, 0);
    assert_eq!(
        (node.map(|node| node.to_json()), diagnostics),
        (Some(expected), Diagnostics::new()),
        "{text}"
    );
}

#[test]
fn yaml_values() {
    check_yaml(
        "a: 1\nb: [x, 'y', \"z\"]\nc: {d: true}\n",
        json!({"a": 1, "b": ["x", "y", "z"], "c": {"d": true}}),
    );
    check_yaml(
        "lang: no\nzip: 00501\nv: 1.10\ndate: 2026-03-01\n",
        json!({"lang": "no", "zip": "00501", "v": 1.1, "date": "2026-03-01"}),
    );
    check_yaml("a:\nb: ~\nc: ''\n", json!({"a": null, "b": null, "c": ""}));
    check_yaml("a: |\n  one\n  two\nb: >-\n  one\n  two\n", json!({"a": "one\ntwo\n", "b": "one two"}));
    check_yaml("a: !!str 5\nb: ! 6\n", json!({"a": "5", "b": "6"}));
    check_yaml("1: x\ntrue: y\n", json!({"1": "x", "true": "y"}));
    check_yaml("- a\n- b: c\n", json!(["a", {"b": "c"}]));
    check_yaml("a: &x {b: 1}\nc: *x\n", json!({"a": {"b": 1}, "c": {"b": 1}}));
    check_yaml(
        "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n",
        json!({"a": {"b": 1, "c": 2}, "d": {"c": 3, "b": 1}}),
    );
    check_yaml("---\na: 1\n...\n", json!({"a": 1}));
    check_yaml("\u{feff}a: 1\r\nb: 2\r\n", json!({"a": 1, "b": 2}));
    check_yaml("a", json!("a"));
}

#[test]
fn nothing_is_an_empty_mapping() {
    for text in ["", "   \n\n", "# only this\n", "---\n", "---\n# x\n...\n", "\u{feff}"] {
        check_yaml(text, json!({}));
    }
    for text in ["", "  \n", "# only this\n"] {
        check_toml(text, json!({}));
    }
}

#[test]
fn toml_values() {
    check_toml(
        "a = 1\nb = [1.5, 'x']\nd = 2026-03-01\nt = 2026-03-01T10:00:00Z\nl = 2026-03-01 10:00:00\nh = 0xff\n[e]\nf = true\n[[g]]\nh = 1_000\n",
        json!({"a": 1, "b": [1.5, "x"], "d": "2026-03-01", "t": "2026-03-01T10:00:00Z", "l": "2026-03-01T10:00:00", "h": 255, "e": {"f": true}, "g": [{"h": 1000}]}),
    );
}

/// Each value's place is the text that wrote it, wherever in the file the text stands.
#[test]
fn places_are_those_of_the_file() {
    let check = |read: fn(&SourcePath, &str, usize) -> (Option<Node>, Diagnostics),
                 text: &str,
                 at: &[&str],
                 key: &str,
                 value: &str| {
        let file = format!("Zoë\n{text}");
        let node = read(&path("a"), text, file.len() - text.len()).0.unwrap();
        let (parent, last) = at.split_at(at.len() - 1);
        let entry = node.at(parent).unwrap().entries().iter().find(|entry| *entry.key == *last[0]).unwrap();
        assert_eq!((&file[entry.key_range.clone()], &file[entry.node.range.clone()]), (key, value), "{text}");
    };
    check(read_yaml, "ä: é \nb: c # d\n", &["b"], "b", "c");
    check(read_yaml, "ä: é \nb: c # d\n", &["ä"], "ä", "é");
    check(read_yaml, "'a': \"b\" # x\n", &["a"], "'a'", "\"b\"");
    check(read_yaml, "a: [b, {c: d}] # x\n", &["a"], "a", "[b, {c: d}]");
    check(read_yaml, "a: [b, {c: d}]\n", &["a", "1", "c"], "c", "d");
    check(read_yaml, "a:\n  b: 1\n  c: 2\n\n# x\nd: 3\n", &["a"], "a", "b: 1\n  c: 2");
    check(read_yaml, "a:\n- b\n- c\n\nd: 3\n", &["a"], "a", "- b\n- c");
    check(read_yaml, "a: one\n  two\nb: 1\n", &["a"], "a", "one\n  two");
    check(read_yaml, "a: &x b\nc: *x\n", &["c"], "c", "*x");
    check(read_toml, "'ä' = 'é' # d\nb = 1\n", &["ä"], "'ä'", "'é'");
    check(read_toml, "[a]\nb = [1, 2]\n", &["a", "b"], "b", "[1, 2]");
    check(read_toml, "d = 2026-03-01 # x\n", &["d"], "d", "2026-03-01");
}

#[test]
fn a_repeated_key_keeps_the_first_and_all_others() {
    let (node, diagnostics) = read_yaml(&path("a"), "a: 1\nb: 2\na: {c: [3]}\nd: 4\n", 0);
    assert_eq!(node.unwrap().to_json(), json!({"a": 1, "b": 2, "d": 4}));
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn yaml_faults_as_shown() {
    let cases = [
        "title: One: two\n",
        "a:\n\tb: 1\n",
        "a: 1\nb: 2\na: 3\n",
        "a: \"never closed\nb: 1\n",
        "a: [1, 2\nb: 3\n",
        "a: {b: 1\n",
        "a: @home\n",
        "a: *missing\n",
        "a: 1\n---\nb: 2\n",
        "a: 1\n  b: 2\n",
        "a: \"x\" y\n",
        "a: \"\\q\"\n",
        "just text\nb: 1\n",
        "{{ x }}: 1\n",
        "a: &x [*x]\n",
        "a:\n  <<: 1\n",
        "a: % x\n",
        "a: - b\n",
        "- a\nb: 1\n",
    ];
    let shown: Vec<String> = cases.iter().map(|text| yaml_faults(text)).collect();
    insta::assert_snapshot!(shown.concat(), @r###"
    error[invalid-yaml]: a second `: ` in one line
     --> a.yaml:1:11
      |
    1 | title: One: two
      |           ^
      |
      = help: if the value itself holds a colon, put it in quotes: `title: "One: two"`

    error[invalid-yaml]: a tab cannot indent YAML
     --> a.yaml:2:2
      |
    2 |     b: 1
      |     ^
      |
      = help: indent with spaces

    error[duplicate-key]: the key `a` stands here twice
     --> a.yaml:3:1
      |
    1 | a: 1
      | - the first one
    2 | b: 2
    3 | a: 3
      | ^ the second one is not read
      |
      = help: remove one of the two

    error[invalid-yaml]: the quoted text above goes on in a line that is not indented
     --> a.yaml:2:1
      |
    2 | b: 1
      | ^
      |
      = help: close the quote, or indent its further lines

    error[invalid-yaml]: a `key: value` cannot stand here
     --> a.yaml:2:2
      |
    2 | b: 3
      |  ^
      |
      = help: look above for an open bracket or quote, a line without `:`, or another indentation

    error[invalid-yaml]: this mapping never ends
     --> a.yaml:1:4
      |
    1 | a: {b: 1
      |    ^
      |
      = help: close it with `}`

    error[invalid-yaml]: a value cannot start with `@`
     --> a.yaml:1:4
      |
    1 | a: @home
      |    ^
      |
      = help: put the value in quotes

    error[invalid-yaml]: no anchor of this name stands above
     --> a.yaml:1:4
      |
    1 | a: *missing
      |    ^
      |
      = help: `*name` repeats what `&name` marked; a text that starts with `*` needs quotes

    error[invalid-yaml]: a second YAML document starts here
     --> a.yaml:2:1
      |
    2 | ---
      | ^^^
      |
      = help: keep one document per file, without a further `---`

    error[invalid-yaml]: a `key: value` cannot stand here
     --> a.yaml:2:4
      |
    2 |   b: 2
      |    ^
      |
      = help: look above for an open bracket or quote, a line without `:`, or another indentation

    error[invalid-yaml]: text follows the closing quote
     --> a.yaml:1:8
      |
    1 | a: "x" y
      |        ^
      |
      = help: quote the whole value, and write a quote inside it as `\"` (or `''` between single quotes)

    error[invalid-yaml]: no such escape between double quotes
     --> a.yaml:1:4
      |
    1 | a: "\q"
      |    ^
      |
      = help: write a backslash as `\\`, or use single quotes

    error[invalid-yaml]: a `key: value` cannot stand here
     --> a.yaml:2:2
      |
    2 | b: 1
      |  ^
      |
      = help: look above for an open bracket or quote, a line without `:`, or another indentation

    error[invalid-yaml]: a list or mapping cannot be a key
     --> a.yaml:1:1
      |
    1 | {{ x }}: 1
      | ^
      |
      = help: if this is a text with brackets or braces, put it in quotes

    error[invalid-yaml]: this alias stands inside the value that it names
     --> a.yaml:1:8
      |
    1 | a: &x [*x]
      |        ^^

    error[invalid-yaml]: `<<` merges mappings, and this is number 1
     --> a.yaml:2:7
      |
    2 |   <<: 1
      |       ^

    error[invalid-yaml]: a value cannot start with `%`
     --> a.yaml:1:4
      |
    1 | a: % x
      |    ^
      |
      = help: put the value in quotes

    error[invalid-yaml]: a list cannot start in the line of its key
     --> a.yaml:1:4
      |
    1 | a: - b
      |    ^
      |
      = help: start the list on the next line; if the value is text, put it in quotes

    error[invalid-yaml]: the indentation does not fit the lines above
     --> a.yaml:2:1
      |
    2 | b: 1
      | ^
      |
      = help: start all keys of one mapping, and all `-` of one list, in the same column
    "###);
}

#[test]
fn toml_faults_as_shown() {
    let cases = [
        "title = One\n",
        "title: One\n",
        "a = 1\na = 2\n",
        "a = \"never closed\nb = 1\n",
        "a = [1, 2\nb = 3\n",
        "a = 99999999999999999999\n",
        "d = 2026-02-30\n",
        "= 1\nb = = 2\n",
    ];
    let shown: Vec<String> = cases.iter().map(|text| toml_faults(text)).collect();
    insta::assert_snapshot!(shown.concat(), @r###"
    error[invalid-toml]: string values must be quoted, expected literal string
     --> a.toml:1:9
      |
    1 | title = One
      |         ^^^
      |
      = help: put the text in quotes

    error[invalid-toml]: invalid unquoted key, expected letters, numbers, `-`, `_`
     --> a.toml:1:6
      |
    1 | title: One
      |      ^

    error[invalid-toml]: duplicate key
     --> a.toml:2:1
      |
    2 | a = 2
      | ^
      |
      = help: remove one of the two

    error[invalid-toml]: invalid basic string, expected `"`
     --> a.toml:1:18
      |
    1 | a = "never closed
      |                  ^

    error[invalid-toml]: missing comma between array elements, expected `,`
     --> a.toml:2:1
      |
    2 | b = 3
      | ^

    error[invalid-toml]: the number 99999999999999999999 does not fit in 64 bits
     --> a.toml:1:5
      |
    1 | a = 99999999999999999999
      |     ^^^^^^^^^^^^^^^^^^^^

    error[invalid-toml]: invalid date, expected day between 01 and 28
     --> a.toml:1:5
      |
    1 | d = 2026-02-30
      |     ^^^^^^^^^^
      |
      = help: write a day of the calendar as 2026-03-01

    error[invalid-toml]: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`
     --> a.toml:1:1
      |
    1 | = 1
      | ^

    error[invalid-toml]: extra `=`, expected nothing
     --> a.toml:2:5
      |
    2 | b = = 2
      |     ^
    "###);
}

/// Small files that would become gigantic values, or break the stack.
#[test]
fn budgets() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let parts = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{parts}]\n"));
    }
    insta::assert_snapshot!(yaml_faults(&bomb), @r###"
    error[too-large]: the aliases of this text repeat more than 100000 values
     --> a.yaml:5:40
      |
    5 | a4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3]
      |                                        ^^^
      |
      = help: write the values out, or repeat fewer of them
    "###);
    insta::assert_snapshot!(yaml_faults(&"a:\n".repeat(3).replace("a:\n", "- ").repeat(70)), @r###"
    error[too-large]: values are nested more than 64 levels deep
     --> a.yaml:1:129
      |
    1 | - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -...
      |                                                                                                                                 ^
    "###);
    for text in ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000), "? ".repeat(100_000)] {
        let (node, diagnostics) = read_yaml(&path("a"), &text, 0);
        assert!(
            node.is_none()
                && diagnostics
                    .iter()
                    .all(|one| one.rule.name == "too-large" || one.rule.name == "invalid-yaml"),
            "{diagnostics:?}"
        );
    }
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{a = ".repeat(100_000)),
        format!("{}a = 1", "a.".repeat(100_000)),
    ] {
        let (node, diagnostics) = read_toml(&path("a"), &text, 0);
        assert!(
            node.is_none() && diagnostics.has_errors() && diagnostics.len() < 100,
            "{} {:?}",
            diagnostics.len(),
            diagnostics.iter().next()
        );
    }
    let huge = " ".repeat(crate::data::yaml::MAX_BYTES + 1);
    assert_eq!(read_yaml(&path("a"), &huge, 0).1.iter().next().unwrap().rule.name, "too-large");
    assert_eq!(read_toml(&path("a"), &huge, 0).1.iter().next().unwrap().rule.name, "too-large");
}

proptest! {
    /// No text makes a reader panic, and what is reported lies inside the text.
    #[test]
    fn any_text_can_be_read(text in "[-a-z:\\[\\]{}&*!|>'\"#%@?<,= \\t\\n0-9.é]{0,60}") {
        for (node, diagnostics) in [read_yaml(&path("a"), &text, 0), read_toml(&path("a"), &text, 0)] {
            prop_assert!(node.is_some() || diagnostics.has_errors());
            for diagnostic in &diagnostics {
                let span = diagnostic.span().unwrap();
                prop_assert!(span.start <= span.end && text.get(span.range()).is_some(), "{diagnostic:?}");
            }
            if let Some(node) = node {
                check_places(&node, &text)?;
            }
        }
    }

    /// JSON is YAML: every JSON value comes back.
    #[test]
    fn json_is_yaml(keys in proptest::collection::btree_map("[a-z]{1,6}", "\\PC{0,12}", 0..6), numbers in proptest::collection::vec(any::<i64>(), 0..5)) {
        let value = json!({"texts": keys, "numbers": numbers});
        let text = serde_json::to_string(&value).unwrap();
        let (node, diagnostics) = read_yaml(&path("a"), &text, 0);
        prop_assert!(diagnostics.is_empty(), "{text} {diagnostics:?}");
        prop_assert_eq!(node.unwrap().to_json(), value);
    }
}

fn check_places(node: &Node, text: &str) -> Result<(), TestCaseError> {
    prop_assert!(text.get(node.range.clone()).is_some(), "{:?} in {:?}", node, text);
    for entry in node.entries() {
        prop_assert!(text.get(entry.key_range.clone()).is_some());
        check_places(&entry.node, text)?;
    }
    if let crate::data::Value::List(items) = &node.value {
        items.iter().try_for_each(|item| check_places(item, text))?;
    }
    Ok(())
}
