//! The few places of a letter that differ from reader to reader.
//!
//! HTML and text are made once per issue, with a mark where a reader's words will stand; [`Marks::split`] then cuts
//! them into fixed pieces and [`Slot`]s. A mark is made of letters and digits alone, so templates, the CSS
//! inliner and URL encoding leave it as it is, and it is chosen so that no word of the issue contains it.

use crate::newsletter::Issue;
use crate::newsletter::Reader;
use crate::newsletter::escape::{escape_html, mailto};

/// A place for a reader's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// `Hello Zoë,`
    Greeting,
    /// The address behind the link that lets the reader leave.
    LeaveLink,
    /// `You asked on 3 March 2026.`, or nothing; a line of its own in text.
    Consent,
}

/// Every slot with the letter that ends its mark.
const SLOTS: [(Slot, char); 3] = [(Slot::Greeting, 'G'), (Slot::LeaveLink, 'L'), (Slot::Consent, 'C')];

/// A part of a letter, cut at its slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The same for every reader.
    Fixed(String),
    /// A reader's words.
    Slot(Slot),
}

/// Which of the two bodies a slot is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Escaped for HTML.
    Html,
    /// As it is.
    Text,
}

/// The start of every mark in one issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marks(String);

impl Marks {
    /// Chooses marks that none of `texts` contains.
    pub(crate) fn absent_from(texts: &[&str]) -> Self {
        let mut attempt = 0_u64;
        loop {
            let mut hasher = blake3::Hasher::new();
            hasher.update(&attempt.to_le_bytes());
            for text in texts {
                hasher.update(text.as_bytes());
            }
            let mark = format!("slot{}", &hasher.finalize().to_hex()[..16]);
            if !texts.iter().any(|text| text.contains(&mark)) {
                return Self(mark);
            }
            attempt += 1;
        }
    }

    /// The mark of a slot.
    pub(crate) fn mark(&self, slot: Slot) -> String {
        let letter = SLOTS.iter().find(|(known, _)| *known == slot).map_or('G', |(_, letter)| *letter);
        format!("{}{letter}", self.0)
    }

    /// Cuts `text` at its marks.
    pub(crate) fn split(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut fixed = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(&self.0) {
            let (before, after) = rest.split_at(start);
            let after = &after[self.0.len()..];
            fixed.push_str(before);
            match SLOTS.iter().find(|(_, letter)| after.starts_with(*letter)) {
                Some((slot, letter)) => {
                    pieces.push(Piece::Fixed(std::mem::take(&mut fixed)));
                    pieces.push(Piece::Slot(*slot));
                    rest = &after[letter.len_utf8()..];
                }
                None => {
                    fixed.push_str(&self.0);
                    rest = after;
                }
            }
        }
        fixed.push_str(rest);
        pieces.push(Piece::Fixed(fixed));
        pieces.retain(|piece| *piece != Piece::Fixed(String::new()));
        pieces
    }
}

/// The words of a slot; without a reader, those that hold nobody's data.
pub(crate) fn fill(slot: Slot, issue: &Issue, reader: Option<&Reader>, form: Form) -> String {
    let words = match slot {
        Slot::Greeting => issue.words.greeting(reader.map_or("", |reader| &reader.name)),
        Slot::LeaveLink => leave_links(issue, reader).into_iter().next().unwrap_or_default(),
        Slot::Consent => match reader.and_then(|reader| reader.asked_on) {
            Some(date) => {
                let end = if form == Form::Text { "\n" } else { "" };
                format!("{} {}.{end}", issue.words.asked_on, issue.words.day(date))
            }
            None => String::new(),
        },
    };
    match form {
        Form::Html => escape_html(&words),
        Form::Text => words,
    }
}

/// The ways to leave, best first: the reader's own page, then a mail. Without a reader the page comes last and
/// without a token, since it could not know whom to let go.
pub(crate) fn leave_links(issue: &Issue, reader: Option<&Reader>) -> Vec<String> {
    let token = reader.map_or("", |reader| &reader.token);
    let page = issue.legal.leave_url.as_ref().map(|url| url.replace("{token}", token));
    let subject = format!("leave {} {token}", issue.audience_id);
    let mail = issue.legal.leave_mail.as_ref();
    let mail = mail.map(|address| mailto(address, subject.trim_end()));
    let mut links: Vec<String> = [page, mail].into_iter().flatten().collect();
    if reader.is_none() {
        links.reverse();
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_marks_and_nowhere_else() {
        let marks = Marks::absent_from(&["a", "b"]);
        let greeting = marks.mark(Slot::Greeting);
        let text = format!("a{greeting}b{}x{greeting}", marks.0);
        assert_eq!(
            marks.split(&text),
            [
                Piece::Fixed("a".into()),
                Piece::Slot(Slot::Greeting),
                Piece::Fixed(format!("b{}x", marks.0)),
                Piece::Slot(Slot::Greeting),
            ]
        );
        assert_eq!(marks.split(""), []);
    }

    #[test]
    fn marks_avoid_the_words_of_the_issue() {
        let first = Marks::absent_from(&["a"]);
        // The hash covers the text, so a text can only hold its own mark by luck; the search is what counts.
        let second = Marks::absent_from(&[&format!("a {}", first.0)]);
        assert_ne!(first, second);
    }
}
