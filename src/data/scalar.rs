//! What a plain scalar of YAML means.
//!
//! YAML 1.2, section 10.3.2 (core schema): `true` and `false`, `null` and `~`, numbers; all else is text, so
//! `no` stays text. Three spellings of numbers stay text as well, since whoever writes them means their
//! characters: a leading zero (`007`), a leading plus (`+43 …`), and whole numbers too large for 64 bits.

use crate::data::Value;

/// Resolves one plain scalar.
pub fn resolve(text: Box<str>) -> Value {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(&text).unwrap_or(Value::String(text)),
    }
}

/// The number that `text` spells, if it is one.
fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let first = *digits.as_bytes().first()?;
    if !first.is_ascii_digit() && first != b'.' {
        return None;
    }
    if let Some(hex) = digits.strip_prefix("0x") {
        return whole(hex, 16);
    }
    if let Some(octal) = digits.strip_prefix("0o") {
        return whole(octal, 8);
    }
    let leading_zero = digits.len() > 1 && first == b'0' && digits.as_bytes()[1].is_ascii_digit();
    if leading_zero {
        return None;
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Value::Integer);
    }
    let float = digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte))
        && digits.bytes().any(|byte| byte.is_ascii_digit());
    let number: f64 = if float { text.parse().ok()? } else { return None };
    number.is_finite().then_some(Value::Float(number))
}

fn whole(digits: &str, radix: u32) -> Option<Value> {
    if !digits.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    i64::from_str_radix(digits, radix).ok().map(Value::Integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Value) {
        assert_eq!(resolve(text.into()), expected, "{text}");
    }

    fn text(text: &str) -> Value {
        Value::String(text.into())
    }

    #[test]
    fn the_core_schema_with_text_kept_as_text() {
        check("", Value::Null);
        check("~", Value::Null);
        check("True", Value::Bool(true));
        check("12", Value::Integer(12));
        check("-3", Value::Integer(-3));
        check("0", Value::Integer(0));
        check("0x1F", Value::Integer(31));
        check("0o17", Value::Integer(15));
        check("1.5", Value::Float(1.5));
        check(".5", Value::Float(0.5));
        check("1e3", Value::Float(1000.0));
        for kept in [
            "no",
            "yes",
            "on",
            "n",
            "007",
            "+4366",
            "1_000",
            ".inf",
            ".nan",
            ".",
            "-",
            "1.2.3",
            "2026-03-01",
            "12:30",
            "0x",
            "0x-1",
            "99999999999999999999",
            "1e999",
            "e5",
        ] {
            check(kept, text(kept));
        }
    }
}
