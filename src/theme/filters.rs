//! The filters that Tera lacks and theme authors know from Zola.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use crate::theme::format::{format_date, format_number, strip_tags};

/// Every filter of a template, Tera's own and ours: for "did you mean".
pub const FILTERS: &[&str] = &[
    "abs",
    "base64_encode",
    "capitalize",
    "date",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "json_encode",
    "keys",
    "last",
    "length",
    "linebreaksbr",
    "lower",
    "markdown",
    "newlines_to_br",
    "nth",
    "num_format",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "slugify",
    "sort",
    "split",
    "str",
    "striptags",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "urlencode",
    "values",
    "wordcount",
    "xml_escape",
];

/// Every function of a template, Tera's own and ours: for "did you mean".
pub const FUNCTIONS: &[&str] = &[
    "get_image_metadata",
    "get_page",
    "get_section",
    "get_taxonomy",
    "get_taxonomy_url",
    "get_url",
    "load_data",
    "now",
    "range",
    "super",
    "throw",
    "trans",
];

/// The functions and filters that know a site: templates are compiled before there is one.
const OF_A_SITE: (&[&str], &[&str]) = (
    &[
        "get_image_metadata",
        "get_page",
        "get_section",
        "get_taxonomy",
        "get_taxonomy_url",
        "get_url",
        "load_data",
        "now",
        "trans",
    ],
    &["markdown"],
);

/// Every test of a template: for "did you mean".
pub(crate) const TESTS: &[&str] = &[
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];

/// What a query or path part may hold unescaped (RFC 3986, section 2.3), and the slash.
const URL_PART: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Adds the filters that need nothing but their input.
pub fn register_filters(tera: &mut Tera) {
    tera.register_filter("date", date);
    tera.register_filter("slugify", |text: &str, _: Kwargs, _: &State| slug::slugify(text));
    tera.register_filter("json_encode", json_encode);
    tera.register_filter("striptags", striptags);
    tera.register_filter("num_format", num_format);
    tera.register_filter("xml_escape", |text: &str, _: Kwargs, _: &State| {
        Value::safe_string(&crate::output::escape_xml(text))
    });
    tera.register_filter("urlencode", |text: &str, _: Kwargs, _: &State| {
        utf8_percent_encode(text, URL_PART).to_string()
    });
    tera.register_filter(
        "linebreaksbr",
        |text: StringInput, _: Kwargs, state: &State| -> TeraResult<Value> {
            Ok(Value::safe_string(&text.rendered(state)?.replace("\r\n", "<br>").replace('\n', "<br>")))
        },
    );
    tera.register_filter("base64_encode", |text: &str, _: Kwargs, _: &State| base64(text.as_bytes()));
}

/// Makes the names of what knows a site known, so that templates that use it can be compiled. Whoever renders puts the
/// real functions in their places.
pub(crate) fn register_names(tera: &mut Tera) {
    let (functions, filters) = OF_A_SITE;
    let unknown = || Error::message("there is no site that could be asked");
    for name in functions {
        tera.register_function(*name, move |_: Kwargs, _: &State| -> TeraResult<Value> { Err(unknown()) });
    }
    for name in filters {
        tera.register_filter(*name, move |_: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
            Err(unknown())
        });
    }
}

fn date(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let format = kwargs.get::<&str>("format")?.unwrap_or("%Y-%m-%d");
    let text =
        value.as_str().ok_or_else(|| Error::message(format!("`date` needs a date, not {}", value.name())))?;
    format_date(text, format).map_err(Error::message)
}

/// JSON that may stand in a `<script>` element and in text: `<`, `>`, `&` and the line separators that end a
/// JavaScript string are written as escapes.
fn json_encode(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let pretty = kwargs.get::<bool>("pretty")?.unwrap_or(false);
    let json = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    let json = json.map_err(|fault| Error::message(format!("no JSON can be made of it: {fault}")))?;
    Ok(Value::safe_string(&crate::output::escape_json_for_html(&json)))
}

fn striptags(text: StringInput, _: Kwargs, _: &State) -> Value {
    text.inherit_safety(strip_tags(text.as_str()))
}

fn num_format(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let separator = kwargs.get::<&str>("separator")?.unwrap_or(",");
    let number = value
        .as_i128()
        .ok_or_else(|| Error::message(format!("`num_format` needs a whole number, not {}", value.name())))?;
    Ok(format_number(number, separator))
}

/// Base64 with the standard alphabet and padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = ALPHABET[(group >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { digit as char } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, expected: &str) {
        let mut tera = Tera::default();
        register_filters(&mut tera);
        let context = tera::Context::new();
        let rendered = tera.render_str(template, &context, true);
        assert_eq!(rendered.unwrap_or_else(|fault| fault.to_string()), expected, "{template}");
    }

    #[test]
    fn filters_do_what_they_say() {
        check(r#"{{ "2026-03-01" | date(format="%d.%m.%Y") }}"#, "01.03.2026");
        check(r#"{{ "Ünï Code & Co" | slugify }}"#, "uni-code-co");
        check(r#"{{ "</script>&" | json_encode }}"#, r#""\u003c/script\u003e\u0026""#);
        check(r#"{{ "<b>a</b> & b" | safe | striptags }}"#, "a & b");
        check(r#"{{ "<b>a</b> & b" | striptags }}"#, "a &amp; b");
        check("{{ 1234567 | num_format }}", "1,234,567");
        check(r#"{{ "a b/ö?" | urlencode }}"#, "a%20b/%C3%B6%3F");
        check(r#"{{ "<&'" | xml_escape }}"#, "&lt;&amp;&apos;");
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        for (text, expected) in cases {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn the_lists_of_names_are_complete() {
        let mut tera = Tera::default();
        register_filters(&mut tera);
        register_names(&mut tera);
        for name in FILTERS {
            let fault = tera.add_raw_template("t", &format!("{{{{ x | {name} }}}}"));
            assert!(fault.is_ok(), "{name} is a filter");
        }
        for name in FUNCTIONS.iter().filter(|name| **name != "super") {
            let fault = tera.add_raw_template("t", &format!("{{{{ {name}() }}}}"));
            assert!(fault.is_ok(), "{name} is a function");
        }
        for name in TESTS {
            assert!(
                tera.add_raw_template("t", &format!("{{{{ x is {name} }}}}")).is_ok(),
                "{name} is a test"
            );
        }
    }
}
