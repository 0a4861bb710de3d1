//! Dates, numbers and text as templates print them: the pure functions behind the filters.

use jiff::Zoned;
use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::{BrokenDownTime, Config};
use jiff::tz::{Offset, TimeZone};

/// Prints an ISO 8601 date or date and time in strftime notation (`%-d %B %Y`).
///
/// # Errors
/// Says which of the two is at fault: the date or the notation.
pub fn format_date(text: &str, format: &str) -> Result<String, String> {
    let broken_down = broken_down(text.trim()).ok_or_else(|| format!("`{text}` is no ISO 8601 date"))?;
    let mut printed = String::new();
    broken_down
        .format_with_config(&Config::new().lenient(true), format, &mut printed)
        .map_err(|fault| format!("`{format}` is no date format: {fault}"))?;
    Ok(printed)
}

fn broken_down(text: &str) -> Option<BrokenDownTime> {
    if text.contains('[')
        && let Ok(zoned) = text.parse::<Zoned>()
    {
        return Some(BrokenDownTime::from(&zoned));
    }
    if let Ok(pieces) = jiff::fmt::temporal::Pieces::parse(text) {
        let offset = pieces.to_numeric_offset();
        let at = DateTime::from_parts(pieces.date(), pieces.time().unwrap_or_default());
        let zone = TimeZone::fixed(offset.unwrap_or(Offset::UTC));
        return at.to_zoned(zone).ok().map(|zoned| BrokenDownTime::from(&zoned));
    }
    let date: Date = text.parse().ok()?;
    Some(BrokenDownTime::from(date))
}

/// Groups the digits of a whole number in threes: `1,234,567`.
pub fn format_number(number: i128, separator: &str) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        grouped.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push_str(separator);
        }
        grouped.push(digit);
    }
    grouped
}

/// The text of an HTML fragment without its tags and comments; entities stay as they are.
pub fn strip_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let tag = &rest[start..];
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        if !is_tag {
            text.push('<');
            rest = &tag[1..];
            continue;
        }
        let end = if tag.starts_with("<!--") { tag.find("-->").map(|end| end + 3) } else { tag_end(tag) };
        match end {
            Some(end) => rest = &tag[end..],
            None => return text,
        }
    }
    text.push_str(rest);
    text
}

/// The byte behind the `>` that closes the tag `html` starts with; a `>` inside quotes does not count.
fn tag_end(html: &str) -> Option<usize> {
    let mut quote = None;
    for (index, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(index + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_date(text: &str, format: &str, expected: &str) {
        assert_eq!(format_date(text, format).unwrap_or_else(|fault| fault), expected);
    }

    #[test]
    fn dates_are_printed_as_asked() {
        check_date("2026-03-01", "%-d %B %Y", "1 March 2026");
        check_date("2026-03-01T09:30:00+01:00", "%H:%M %z", "09:30 +0100");
        check_date("2026-03-01T09:30:00Z", "%Y-%m-%dT%H:%M:%S%:z", "2026-03-01T09:30:00+00:00");
        check_date("2026-03-01", "%a, %d %b %Y", "Sun, 01 Mar 2026");
        check_date("soon", "%Y", "`soon` is no ISO 8601 date");
    }

    #[test]
    fn digits_are_grouped_in_threes() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")];
        for (number, expected) in cases {
            assert_eq!(format_number(number, ","), expected);
        }
        assert_eq!(format_number(i128::MIN, "").len(), i128::MIN.to_string().len());
    }

    #[test]
    fn tags_go_and_text_stays() {
        let cases = [
            ("<p>a <b title=\">\">b</b></p>", "a b"),
            ("1 < 2 &amp; 3", "1 < 2 &amp; 3"),
            ("a<!-- > -->b", "ab"),
            ("a<b", "a"),
        ];
        for (html, expected) in cases {
            assert_eq!(strip_tags(html), expected, "{html}");
        }
    }
}
