//! Text that a terminal only shows.
//!
//! Titles and values come from files that anyone may have written. A terminal obeys control characters
//! (ECMA-48, section 5) and reorders text at bidirectional marks (Unicode annex 9); both could make a report say
//! what it does not say.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a terminal may do something else with `c` than show it.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2028}'..='\u{2029}'
            | '\u{2066}'..='\u{2069}')
}

/// A character that shows in place of an unsafe one: `␛` for escape.
pub fn stand_in(c: char) -> char {
    match c {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ => '\u{fffd}',
    }
}

/// JSON without unsafe characters: they stand inside strings, where an escape means the same.
pub fn escaped_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        // Outside strings JSON has no other unsafe character than the line breaks that set it out.
        if is_unsafe(c) && c != '\n' {
            // Writing to a `String` never fails.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Lines that hold nothing unsafe; line breaks and tabs stay.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| is_unsafe(c) && !matches!(c, '\n' | '\t');
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_hidden(c) { stand_in(c) } else { c }).collect()
}

/// One line that holds nothing unsafe; line breaks and tabs become spaces.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            c if is_unsafe(c) => stand_in(c),
            c => c,
        })
        .collect()
}
