//! What is wrong with a YAML text, said to a writer.

use serde_yaml::granit_parser::ErrorKind;
use serde_yaml::granit_parser::ScanError;

use crate::data::{INVALID_YAML, TOO_LARGE};
use crate::diag::Rule;

/// The rule, message and help for a fault of the parser at byte `at` of `text`.
pub fn syntax_fault(
    fault: &ScanError,
    text: &str,
    at: usize,
) -> (&'static Rule, String, Option<&'static str>) {
    use ErrorKind as Kind;
    let next = text[at..].chars().next();
    let (message, help) = match fault.kind() {
        Kind::RecursionLimitExceeded => {
            return (&TOO_LARGE, "values are nested too deeply".to_owned(), None);
        }
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabAtBlockScalarStart => ("a tab cannot indent YAML".to_owned(), Some("indent with spaces")),
        Kind::MappingValueNotAllowed | Kind::MappingKeyNotAllowed | Kind::InvalidColonPlacement => {
            if line_before(text, at).contains(": ") {
                (
                    "a second `: ` in one line".to_owned(),
                    Some("if the value itself holds a colon, put it in quotes: `title: \"One: two\"`"),
                )
            } else {
                (
                    "a `key: value` cannot stand here".to_owned(),
                    Some(
                        "look above for an open bracket or quote, a line without `:`, or another indentation",
                    ),
                )
            }
        }
        Kind::InvalidQuotedScalarIndent => (
            "the quoted text above goes on in a line that is not indented".to_owned(),
            Some("close the quote, or indent its further lines"),
        ),
        Kind::BlockSequenceEntryNotAllowed => (
            "a list cannot start in the line of its key".to_owned(),
            Some("start the list on the next line; if the value is text, put it in quotes"),
        ),
        Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar => {
            ("this quoted text never ends".to_owned(), Some("close it with the same quote, `\"` or `'`"))
        }
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => (
            "text follows the closing quote".to_owned(),
            Some(
                "quote the whole value, and write a quote inside it as `\\\"` (or `''` between single quotes)",
            ),
        ),
        Kind::UnknownQuotedScalarEscape => (
            "no such escape between double quotes".to_owned(),
            Some("write a backslash as `\\\\`, or use single quotes"),
        ),
        Kind::UnexpectedEofFlowSequence => unclosed('['),
        Kind::UnexpectedEofFlowMapping | Kind::UnexpectedEofImplicitFlowMapping => unclosed('{'),
        Kind::UnclosedFlowCollection { open } => unclosed(*open),
        Kind::UnexpectedCharacter { character } => (
            format!("a value cannot start with `{}`", character.escape_debug()),
            Some("put the value in quotes"),
        ),
        Kind::UnknownAnchor => (
            "no anchor of this name stands above".to_owned(),
            Some("`*name` repeats what `&name` marked; a text that starts with `*` needs quotes"),
        ),
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => (
            "a line of a mapping must be `key: value`".to_owned(),
            Some("is a `:` with a space after it missing?"),
        ),
        Kind::ExpectedBlockMappingKey | Kind::InvalidIndentation | Kind::ExpectedBlockSequenceEntry => (
            "the indentation does not fit the lines above".to_owned(),
            Some("start all keys of one mapping, and all `-` of one list, in the same column"),
        ),
        _ if fault.info().contains("tab") => {
            ("a tab cannot indent YAML".to_owned(), Some("indent with spaces"))
        }
        _ => (fault.info().trim_end_matches('.').to_owned(), None),
    };
    let help = match (help, next) {
        (None, Some('@' | '`' | '%' | '&' | '*' | '!' | '|' | '>' | '\'' | '"')) => {
            Some("put the value in quotes")
        }
        (help, _) => help,
    };
    (&INVALID_YAML, message, help)
}

/// The part of the line of byte `at` that stands before it.
fn line_before(text: &str, at: usize) -> &str {
    text[..at].rsplit('\n').next().unwrap_or_default()
}

fn unclosed(open: char) -> (String, Option<&'static str>) {
    let (message, help) = match open {
        '[' => ("this list never ends", "close it with `]`"),
        _ => ("this mapping never ends", "close it with `}`"),
    };
    (message.to_owned(), Some(help))
}
