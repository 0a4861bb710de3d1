//! The line that an inbox shows, and the few words beside it.

use crate::diag::{Diagnostic, Diagnostics, Level, Rule};
use crate::newsletter::issue_file::IssueFile;
use crate::newsletter::mailbox::header_text_fault;
use crate::source::Span;

/// An issue that has nothing to show in an inbox.
pub const EMPTY_SUBJECT: Rule = Rule {
    name: "empty-subject",
    level: Level::Error,
    explain: "A letter needs a subject line. It comes from `subject:` of the hand-written issue, otherwise from the \
              title of the first post. Give one of them words.",
};

/// A subject that inboxes will cut.
pub const LONG_SUBJECT: Rule = Rule {
    name: "long-subject",
    level: Level::Warning,
    explain: "Inboxes show 40 to 78 characters of a subject and cut the rest. Say the main thing in the first \
              forty. For one issue, set `subject:` in its file under `content/newsletters/`.",
};

/// Past this many characters a subject is reported.
const SUBJECT_LENGTH: usize = 78;

/// How many characters of a preheader inboxes show, at most.
const PREHEADER_LENGTH: usize = 140;

/// The first post of an issue, from which the subject comes if nobody wrote one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lead<'a> {
    /// The post's title.
    pub title: &'a str,
    /// Its description, or its summary as plain text; may be empty.
    pub summary: &'a str,
    /// Where its title is written.
    pub place: Option<&'a Span>,
}

/// What an inbox shows of an issue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// The subject line; empty if it was refused.
    pub subject: String,
    /// What stands beside it; may be empty.
    pub preheader: String,
}

/// Chooses subject and preheader: what somebody wrote for this issue, otherwise the lead post's title and first
/// sentence. A written subject leaves the lead's title for the preheader.
pub fn subject_line(written: Option<&IssueFile>, lead: Option<Lead<'_>>) -> (Subject, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let (subject, place, is_written) = match (written.and_then(|file| file.subject.as_ref()), lead) {
        (Some(subject), _) => (subject.text.as_str(), Some(&subject.span), true),
        (None, Some(lead)) => (lead.title, lead.place, false),
        (None, None) => ("", written.map(|file| &file.span), false),
    };
    let preheader = match (written.and_then(|file| file.preheader.as_ref()), lead) {
        (Some(preheader), _) => preheader.text.clone(),
        (None, Some(lead)) if is_written && !subject.trim().eq_ignore_ascii_case(lead.title.trim()) => {
            lead.title.into()
        }
        (None, Some(lead)) => lead.summary.into(),
        (None, None) => String::new(),
    };
    let preheader = shorten(&preheader, PREHEADER_LENGTH);
    let faults = subject_faults(subject.trim());
    let refused = faults.iter().any(|fault| fault.level == Level::Error);
    for fault in faults {
        diagnostics.push(match place {
            Some(span) => fault.at(span.clone()),
            None => fault,
        });
    }
    let subject = if refused { String::new() } else { subject.trim().to_owned() };
    (Subject { subject, preheader }, diagnostics)
}

/// What is wrong with a subject line.
pub(crate) fn subject_faults(subject: &str) -> Vec<Diagnostic> {
    if subject.is_empty() {
        let fault = Diagnostic::new(&EMPTY_SUBJECT, "the subject is empty");
        return vec![fault.help("write `subject:` in the issue's file, or give its first post a title")];
    }
    let mut faults: Vec<Diagnostic> = header_text_fault("the subject", subject).into_iter().collect();
    let length = subject.chars().count();
    if length > SUBJECT_LENGTH {
        let message =
            format!("the subject has {length} characters, and inboxes cut it after {SUBJECT_LENGTH}");
        faults.push(Diagnostic::new(&LONG_SUBJECT, message).help("say the main thing in the first forty"));
    }
    faults
}

/// Cuts plain text to at most `length` characters: at the end of a sentence if one ends in the second half,
/// otherwise after a word, with `…`. Line breaks become spaces.
pub(crate) fn shorten(text: &str, length: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(length) else { return text };
    let kept = &text[..end];
    let sentence = kept.rmatch_indices(['.', '!', '?', '。']).find(|(at, mark)| {
        let after = &text[at + mark.len()..];
        after.starts_with(' ') || *mark == "。"
    });
    if let Some((at, mark)) = sentence.filter(|(at, _)| *at >= end / 2) {
        return kept[..at + mark.len()].to_owned();
    }
    // One character less, for the ellipsis.
    let kept = &kept[..kept.char_indices().next_back().map_or(0, |(at, _)| at)];
    let words = kept.rfind(' ').filter(|at| *at >= end / 2).map_or(kept, |at| &kept[..at]);
    format!("{}…", words.trim_end_matches([' ', ',', ';', ':', '–', '—']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::newsletter::issue_file::Written;
    use crate::source::SourcePath;

    #[track_caller]
    fn check(written: Option<&str>, title: &str, expected: (&str, &str), rules: &[&str]) {
        let span = Span::start_of(&SourcePath::new("content/newsletters/dealers/2026-03-03.md").unwrap());
        let file = written.map(|text| IssueFile {
            subject: Some(Written { text: text.into(), span: span.clone() }),
            ..IssueFile::new("dealers", jiff::civil::date(2026, 3, 3), span.clone())
        });
        let lead = Lead { title, summary: "First\nsentence.", place: None };
        let (found, diagnostics) = subject_line(file.as_ref(), Some(lead));
        assert_eq!((found.subject.as_str(), found.preheader.as_str()), expected);
        assert_eq!(diagnostics.iter().map(|it| it.rule.name).collect::<Vec<_>>(), rules);
    }

    #[test]
    fn a_written_subject_wins_and_faults_are_said() {
        check(None, "A title", ("A title", "First sentence."), &[]);
        check(Some("Mine"), "A title", ("Mine", "A title"), &[]);
        check(Some("a title"), "A title", ("a title", "First sentence."), &[]);
        check(Some(" "), "A title", ("", "A title"), &["empty-subject"]);
        check(Some("a\r\nBcc: x@example.net"), "A", ("", "A"), &["header-injection"]);
        check(None, "", ("", "First sentence."), &["empty-subject"]);
        let long = "é".repeat(79);
        check(None, &long, (&long, "First sentence."), &["long-subject"]);
        assert_eq!(subject_line(None, None).0, Subject::default());
    }

    #[test]
    fn shortening_prefers_whole_sentences_and_words() {
        assert_eq!(shorten("One two.", 20), "One two.");
        assert_eq!(shorten("One two. Three four five", 14), "One two.");
        assert_eq!(shorten("One two, three four", 10), "One two…");
        assert_eq!(shorten(&"é".repeat(20), 10), format!("{}…", "é".repeat(9)));
        assert_eq!(shorten("Version 1.2 is out and more", 20), "Version 1.2 is out…");
    }
}
