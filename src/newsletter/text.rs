//! The text part: a letter for people who read mail as text, and for everything that reads mail to people.
//!
//! It is written from the same values as the HTML part, never from the HTML, and holds the same links.

use unicode_width::UnicodeWidthStr;

use crate::config::Kind;
use crate::newsletter::Issue;
use crate::newsletter::letter::{Letter, LetterItem};
use crate::newsletter::slots::{Marks, Slot};

/// Columns of a line.
const WIDTH: usize = 72;

/// Writes the text part, with marks for the reader's words.
pub(crate) fn render_text(issue: &Issue, letter: &Letter, marks: &Marks) -> String {
    let words = &issue.words;
    let mut out = String::new();
    wrap(&mut out, &format!("{}, {} {}", issue.site_title, words.letter_for, issue.audience_name));
    line(&mut out, &words.day(issue.date.date()));
    if let Some(url) = &issue.web_url {
        line(&mut out, &format!("{}: {url}", words.read_on_web));
    }
    line(&mut out, "");
    line(&mut out, &marks.mark(Slot::Greeting));
    line(&mut out, "");
    prose(&mut out, &letter.intro.text, &letter.intro.links);
    for (index, item) in letter.items.iter().enumerate() {
        write_item(&mut out, issue, index + 1, item);
    }
    line(&mut out, &"-".repeat(WIDTH));
    line(&mut out, "");
    if !issue.reply_invite.trim().is_empty() {
        wrap(&mut out, &issue.reply_invite);
        line(&mut out, "");
        wrap(&mut out, words.reply);
        line(&mut out, &format!("{} <{}>", issue.owner.name, issue.owner.address));
        line(&mut out, "");
    }
    wrap(&mut out, letter.signature);
    line(&mut out, "");
    // What follows this line is no part of the letter; replies leave it out (RFC 3676, section 4.3).
    line(&mut out, "-- ");
    wrap(&mut out, &format!("{} {}.", words.because, issue.audience_name));
    // The slot brings its own line break, so that nothing is left where it is empty.
    out.push_str(&marks.mark(Slot::Consent));
    if !issue.why.trim().is_empty() {
        wrap(&mut out, &format!("{} {}", words.why, issue.why));
    }
    line(&mut out, &format!("{}: {}", words.leave, marks.mark(Slot::LeaveLink)));
    for postal in issue.legal.postal.lines().filter(|postal| !postal.trim().is_empty()) {
        wrap(&mut out, postal);
    }
    line(&mut out, issue.base_url.as_str());
    out
}

fn write_item(out: &mut String, issue: &Issue, number: usize, item: &LetterItem<'_>) {
    let words = &issue.words;
    let start = out.len();
    wrap(out, &format!("{number}. {}", item.title));
    let longest = out[start..].lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
    line(out, &"-".repeat(longest.clamp(3, WIDTH)));
    match item.kind {
        Kind::Ask => line(out, &format!("[{}]", words.ask)),
        Kind::News => line(out, &format!("[{}]", words.news)),
        Kind::Give => {}
    }
    if let Some(need) = item.need {
        wrap(out, &format!("{} {need}", words.you_asked));
    }
    line(out, "");
    prose(out, &item.prose.text, &item.prose.links);
    line(out, &format!("{}: {}", words.read, item.url));
    if !item.about.is_empty() {
        wrap(out, &format!("({})", item.about));
    }
    line(out, "");
}

/// A text that is wrapped already, with its links listed under it.
fn prose(out: &mut String, text: &str, links: &[String]) {
    if text.trim().is_empty() && links.is_empty() {
        return;
    }
    for text in text.trim_end().lines() {
        line(out, text.trim_end());
    }
    line(out, "");
    for (index, link) in links.iter().enumerate() {
        line(out, &format!("[{}] {link}", index + 1));
    }
    if !links.is_empty() {
        line(out, "");
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Breaks text at blanks into lines of at most [`WIDTH`] columns; a longer word stands alone.
pub(crate) fn wrap(out: &mut String, text: &str) {
    let mut column = 0;
    for word in text.split_whitespace() {
        let width = word.width();
        if column > 0 && column + 1 + width > WIDTH {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_time() {
        let mut out = String::new();
        wrap(&mut out, &"seven77 ".repeat(20));
        assert!(out.lines().all(|line| line.width() <= WIDTH && !line.ends_with(' ')));
        let mut out = String::new();
        wrap(&mut out, &format!("a {} b", "x".repeat(100)));
        assert_eq!(out, format!("a\n{}\nb\n", "x".repeat(100)));
    }
}
