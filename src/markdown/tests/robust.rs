//! Input that is out to break the parser: no stack overflow, no quadratic time.

use std::fmt::Write as _;

use crate::markdown::FaultKind;
use crate::markdown::PlainOptions;
use crate::markdown::SummaryLength;
use crate::markdown::outline;
use crate::markdown::summary_text;
use crate::markdown::tests::Site;
use crate::markdown::tests::mail;
use crate::markdown::tests::page;
use crate::markdown::tests::settings;
use crate::markdown::to_plain;

/// Every fold comes to its end; returns the outline's first fault.
#[track_caller]
fn check(body: &str) -> Option<FaultKind> {
    let settings = settings();
    page(body);
    mail(body);
    to_plain(body, &settings, &Site, PlainOptions::default());
    summary_text(body, SummaryLength { more: None, words: 60 }, &settings);
    outline(body, &settings).faults.first().map(|fault| fault.kind)
}

#[test]
fn deep_nesting_is_flattened_and_reported() {
    assert_eq!(check(&format!("{}text", "> ".repeat(100_000))), Some(FaultKind::TooDeep));
    assert_eq!(check(&format!("{}text", ">".repeat(100_000))), Some(FaultKind::TooDeep));
    assert_eq!(check(&format!("{}text", "- ".repeat(100_000))), Some(FaultKind::TooDeep));
    assert_eq!(
        check(&format!("{}text{}", "*a ".repeat(20_000), " a*".repeat(20_000))),
        Some(FaultKind::TooDeep)
    );
    let mut list = String::new();
    for depth in 0..300 {
        let _ = writeln!(list, "{}- item", "  ".repeat(depth));
    }
    assert_eq!(check(&list), Some(FaultKind::TooDeep));
    let settings = settings();
    assert!(to_plain(&list, &settings, &Site, PlainOptions::default()).text.matches("item").count() == 300);
}

#[test]
fn unbalanced_marks_are_read() {
    for piece in [
        "[",
        "]",
        "![",
        "](",
        "[a](",
        "{{a",
        "{%a ",
        "[a]({{",
        "[^a]",
        "*",
        "_",
        "**a ",
        "*a_ ",
        "`",
        "`a``",
        "<",
        "<a href=\"",
        "<!-- ",
        "<a><",
        "</",
        "$",
        "$$",
        "$a",
        "{",
        "~",
        "~~a",
        "\"",
        "'",
        "&",
        "&amp",
        "\\",
        "|",
        "|\n",
        ":",
        ": ",
        "\t",
        " ",
        "\r\n",
        "#",
        "# a\n",
        "a\n: b\n",
        "[a]: b\n",
        "[^a]: b\n",
        "```\n",
        "- a\n",
        "1. ",
        "> a\n",
        "www.",
        "http://a",
        "a@b.",
        "<div>\n",
        "<script>\n",
        "\u{0}",
    ] {
        check(&piece.repeat(40_000 / piece.len()));
    }
}

#[test]
fn huge_lines_and_tables_are_read() {
    check(&"lorem ipsum dolor ".repeat(280_000));
    let mut table = format!("{}\n{}\n", "|a".repeat(1_000), "|-".repeat(1_000));
    table.push_str(&"|b\n".repeat(1_000));
    check(&table);
    check(&format!("```rust\n{}\n```\n", "fn x() {} ".repeat(50_000)));
    check(&format!("```json\n{}\n```\n", "[\n".repeat(20_000)));
}

#[test]
fn hostile_formulas_are_faults_or_formulas() {
    for piece in [
        "{",
        "\\frac",
        "\\left(",
        "^",
        "_",
        "\\sqrt",
        "\\begin{matrix}",
        "\\def\\a{",
        "a^",
        "\\text{",
        "&",
        "\\\\",
        "'",
    ] {
        check(&format!("${}$", piece.repeat(18_000 / piece.len())));
        check(&format!("${}$", piece.repeat(50)));
    }
    let laughs: String = ('a'..'j')
        .map(|name| {
            let next = char::from(name as u8 + 1);
            format!("\\def\\{next}{{{}}}", format!("\\{name} ").repeat(10))
        })
        .collect();
    assert_eq!(check(&format!("$\\def\\a{{x}}{laughs}\\j$")), Some(FaultKind::Math));
    assert_eq!(check("$\\nosuchthing$"), Some(FaultKind::Math));
    assert_eq!(check("$\\def\\a{\\a\\a}\\a$"), Some(FaultKind::Math));
    assert_eq!(check("$\\frac{1}{2}$"), None);
}
