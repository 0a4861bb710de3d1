//! A hand-written issue: `content/newsletters/<audience>/<date>.md`.
//!
//! All of it is optional. The front matter may hold the subject, the preheader, the posts in order, and the
//! reason for an override; the body is the introduction. What the file leaves out is composed as for any issue.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::data::{Node, UnknownKeys, decode, read_toml, read_yaml};
use crate::diag::{Diagnostic, Diagnostics, Level, Rule};
use crate::newsletter::mailbox::header_text_fault;
use crate::source::{SourcePath, Span};

/// A file among the issues whose name says neither audience nor day.
pub const BAD_ISSUE_PATH: Rule = Rule {
    name: "bad-issue-path",
    level: Level::Error,
    explain: "A hand-written issue lies under `newsletters/<audience>/<date>.md` in the content folder: the audience's \
              id from audiences.yaml, and the day of the issue as `2026-03-01`. Rename the file.",
};

/// Front matter without an end.
pub const UNCLOSED_ISSUE: Rule = Rule {
    name: "unclosed-issue",
    level: Level::Error,
    explain: "The front matter of a hand-written issue starts with `---` (YAML) or `+++` (TOML) and has no end. Add \
              the same line after its last key. Without it the whole file would be sent as the introduction.",
};

/// An entry of `items:` that names no post.
pub const BAD_ISSUE_ITEM: Rule = Rule {
    name: "bad-issue-item",
    level: Level::Error,
    explain: "Write each of `items:` of a hand-written issue as `@/posts/title.md`: `@/` and the path in the content \
              folder. Other addresses cannot be weighed as give or ask; put them into the introduction.",
};

/// A post listed twice.
pub const REPEATED_ISSUE_ITEM: Rule = Rule {
    name: "repeated-issue-item",
    level: Level::Warning,
    explain: "A post stands twice in `items:` of a hand-written issue. It is sent once, at its first place; take the other entry out.",
};

/// Two introductions.
pub const TWO_INTROS: Rule = Rule {
    name: "two-intros",
    level: Level::Warning,
    explain: "The introduction of a hand-written issue is its body or the key `intro:`, not both. The body is used. \
              Remove one of them.",
};

/// An override that gives no reason.
pub const OVERRIDE_WITHOUT_REASON: Rule = Rule {
    name: "override-without-reason",
    level: Level::Error,
    explain: "`override: {reason: …}` lets one issue ask before patience is over. The reason is what reports repeat, \
              so it must say something. Without one the override does not count. Write the reason, or remove the \
              override.",
};

/// A hand-written issue, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueFile {
    /// The audience's id, from the folder's name.
    pub audience_id: String,
    /// The day of the issue, from the file's name.
    pub date: Date,
    /// The beginning of the file, for faults that concern it as a whole.
    pub span: Span,
    /// The subject line.
    pub subject: Option<Written>,
    /// What inboxes show beside the subject.
    pub preheader: Option<Written>,
    /// The posts, in order, each with the place that names it; empty to have them chosen.
    pub items: Vec<(SourcePath, Span)>,
    /// The introduction, as markdown; empty for none.
    pub intro: String,
    /// The byte of the file at which the introduction starts.
    pub intro_start: usize,
    /// Why this issue may ask although the rules would hold the ask.
    pub override_reason: Option<Written>,
}

/// A text with its place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// The front matter of a hand-written issue: `content/newsletters/<audience>/<date>.md`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct IssueKeys {
    /// The subject line, on one line, best under 78 characters. Without it, the title of the first post.
    pub subject: Option<String>,
    /// What inboxes show beside the subject.
    pub preheader: Option<String>,
    /// The posts, in order, as `@/posts/title.md`. Without it, they are chosen for the audience.
    pub items: Vec<String>,
    /// The introduction, as markdown. The body of the file means the same.
    pub intro: Option<String>,
    /// Lets this one issue ask before patience is over.
    #[serde(rename = "override")]
    pub override_rules: Option<OverrideKeys>,
}

/// Why one issue may ask before patience is over.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideKeys {
    /// The reason, in words that the report repeats.
    pub reason: String,
}

impl IssueFile {
    /// An issue of which nothing is written yet.
    pub(crate) fn new(audience_id: &str, date: Date, span: Span) -> Self {
        Self {
            audience_id: audience_id.into(),
            date,
            span,
            subject: None,
            preheader: None,
            items: Vec::new(),
            intro: String::new(),
            intro_start: 0,
            override_reason: None,
        }
    }
}

/// Reads the file at `path`, whose text is `text`. `content_dir` is the content folder, in which
/// `newsletters/` lies and `@/` starts.
///
/// `None` if the file's name or its front matter says too little to send anything.
pub fn read_issue_file(content_dir: &str, path: &SourcePath, text: &str) -> (Option<IssueFile>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let Some((audience_id, date)) = audience_and_date(content_dir, path) else {
        let message = format!("`{path}` names no audience and day");
        let help = format!("name it `{content_dir}/newsletters/<audience>/<year>-<month>-<day>.md`");
        diagnostics.push(Diagnostic::new(&BAD_ISSUE_PATH, message).at(Span::start_of(path)).help(help));
        return (None, diagnostics);
    };
    let mut file = IssueFile::new(audience_id, date, Span::start_of(path));
    let parts = match split_front_matter(text) {
        Ok(parts) => parts,
        Err(fence) => {
            let fault =
                Diagnostic::new(&UNCLOSED_ISSUE, format!("the front matter has no closing `{fence}`"));
            let help = format!("add a line `{fence}` after the last key");
            diagnostics.push(fault.at(Span::new(path, 0..fence.len())).help(help));
            return (None, diagnostics);
        }
    };
    file.intro = text[parts.body_start..].trim().to_owned();
    let blank = text[parts.body_start..].len() - text[parts.body_start..].trim_start().len();
    file.intro_start = parts.body_start + blank;
    if let Some((fence, range)) = parts.front_matter {
        let read = if fence == "+++" { read_toml } else { read_yaml };
        let (node, faults) = read(path, &text[range.clone()], range.start);
        diagnostics.extend(faults);
        let Some(node) = node else { return (None, diagnostics) };
        let (keys, faults) = decode::<IssueKeys>(path, &node, UnknownKeys::Refuse);
        diagnostics.extend(faults);
        let Some(keys) = keys else { return (None, diagnostics) };
        let front = Front { content_dir, path, node: &node };
        front.check(keys, &mut file, &mut diagnostics);
    }
    (Some(file), diagnostics)
}

/// `dealers` and a day out of `content/newsletters/dealers/2026-03-03.md`.
fn audience_and_date<'path>(content_dir: &str, path: &'path SourcePath) -> Option<(&'path str, Date)> {
    let rest = path.below(content_dir)?.strip_prefix("newsletters/")?;
    let (audience_id, name) = rest.split_once('/')?;
    let date = [".md", ".markdown", ".mkd"].into_iter().find_map(|ending| name.strip_suffix(ending))?;
    // Ten characters, since the parser of dates also takes shorter and longer spellings.
    (date.len() == 10).then(|| date.parse().ok()).flatten().map(|date| (audience_id, date))
}

struct Parts {
    front_matter: Option<(&'static str, std::ops::Range<usize>)>,
    body_start: usize,
}

/// Finds the front matter, or names the fence that is never closed.
fn split_front_matter(text: &str) -> Result<Parts, &'static str> {
    let byte_order_mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = text[byte_order_mark..].split_inclusive('\n');
    let first = lines.next().unwrap_or("");
    let Some(fence) = ["---", "+++"].into_iter().find(|fence| first.trim_end() == *fence) else {
        return Ok(Parts { front_matter: None, body_start: byte_order_mark });
    };
    let start = byte_order_mark + first.len();
    let mut at = start;
    for line in lines {
        if line.trim_end() == fence {
            return Ok(Parts { front_matter: Some((fence, start..at)), body_start: at + line.len() });
        }
        at += line.len();
    }
    Err(fence)
}

/// The front matter of one file, for places.
struct Front<'a> {
    content_dir: &'a str,
    path: &'a SourcePath,
    node: &'a Node,
}

impl Front<'_> {
    fn check(&self, keys: IssueKeys, file: &mut IssueFile, diagnostics: &mut Diagnostics) {
        if let Some(subject) = keys.subject {
            // Its length and emptiness are judged where the subject is chosen; here only what can never be sent.
            file.subject = Some(self.written(&["subject"], subject));
        }
        file.preheader = keys.preheader.map(|text| self.written(&["preheader"], text));
        for (index, item) in keys.items.iter().enumerate() {
            self.item(index, item, file, diagnostics);
        }
        if let Some(intro) = keys.intro.filter(|intro| !intro.trim().is_empty()) {
            let written = self.written(&["intro"], intro);
            if file.intro.is_empty() {
                file.intro_start = written.span.start;
                file.intro = written.text;
            } else {
                let message = "the issue has an introduction in `intro:` and another in its body";
                let body = Span::new(self.path, file.intro_start..file.intro_start + file.intro.len());
                let fault =
                    Diagnostic::new(&TWO_INTROS, message).at(written.span).label(body, "this one is used");
                diagnostics.push(fault.help("keep one of them"));
            }
        }
        if let Some(keys) = keys.override_rules {
            let written = self.written(&["override", "reason"], keys.reason);
            if written.text.trim().is_empty() {
                let fault = Diagnostic::new(&OVERRIDE_WITHOUT_REASON, "the reason of the override is empty");
                diagnostics.push(fault.at(written.span).help("say why this issue may ask now"));
            } else if let Some(fault) = header_text_fault("the reason", written.text.trim()) {
                diagnostics.push(fault.at(written.span));
            } else {
                file.override_reason = Some(written);
            }
        }
    }

    fn item(&self, index: usize, item: &str, file: &mut IssueFile, diagnostics: &mut Diagnostics) {
        let span = self.place(&["items", &index.to_string()]);
        let path = match item.strip_prefix("@/") {
            None => Err("it does not start with `@/`".to_owned()),
            Some(rest) if !rest.ends_with(".md") => Err("it does not end with `.md`".to_owned()),
            Some(rest) => SourcePath::new(rest)
                .and_then(|rest| SourcePath::new(&format!("{}/{rest}", self.content_dir)))
                .map_err(|fault| fault.to_string()),
        };
        match path {
            Err(fault) => {
                let fault = Diagnostic::new(&BAD_ISSUE_ITEM, format!("`{item}` is no post: {fault}"));
                diagnostics.push(fault.at(span).help("write it as `@/posts/title.md`"));
            }
            Ok(path) => match file.items.iter().find(|(known, _)| *known == path) {
                Some((_, first)) => {
                    let fault = Diagnostic::new(&REPEATED_ISSUE_ITEM, format!("`{item}` is listed twice"));
                    diagnostics
                        .push(fault.at(span).label(first.clone(), "first here").help("remove this one"));
                }
                None => file.items.push((path, span)),
            },
        }
    }

    fn written(&self, keys: &[&str], text: String) -> Written {
        Written { text, span: self.place(keys) }
    }

    /// The place of a value, or of the whole front matter.
    fn place(&self, keys: &[&str]) -> Span {
        Span::new(self.path, self.node.at(keys).unwrap_or(self.node).range.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "content/newsletters/dealers/2026-03-03.md";

    fn read(path: &str, text: &str) -> (Option<IssueFile>, Diagnostics) {
        read_issue_file("content", &SourcePath::new(path).unwrap(), text)
    }

    #[track_caller]
    fn check(text: &str, rules: &[&str], places: &[&str]) {
        let (_, diagnostics) = read(PATH, text);
        let found: Vec<_> = diagnostics.iter().map(|it| it.rule.name).collect();
        assert_eq!(found, rules, "{diagnostics:?}");
        let found: Vec<_> = diagnostics.iter().map(|it| &text[it.span().unwrap().range()]).collect();
        assert_eq!(found, places);
    }

    #[test]
    fn everything_that_can_be_written() {
        let text = "---\nsubject: A defect\npreheader: Whom to call\nitems: [\"@/posts/a.md\", \"@/posts/b.md\"]\n\
                    override: {reason: The recall cannot wait}\n---\n\nDear all,\n\nit is time.\n";
        let (file, diagnostics) = read(PATH, text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let file = file.unwrap();
        assert_eq!((file.audience_id.as_str(), file.date), ("dealers", jiff::civil::date(2026, 3, 3)));
        assert_eq!(file.subject.unwrap().text, "A defect");
        assert_eq!(file.preheader.unwrap().text, "Whom to call");
        let items: Vec<_> =
            file.items.iter().map(|(path, span)| (path.as_str(), &text[span.range()])).collect();
        assert_eq!(
            items,
            [("content/posts/a.md", "\"@/posts/a.md\""), ("content/posts/b.md", "\"@/posts/b.md\"")]
        );
        let reason = file.override_reason.unwrap();
        assert_eq!(
            (reason.text.as_str(), &text[reason.span.range()]),
            ("The recall cannot wait", "The recall cannot wait")
        );
        assert_eq!(file.intro, "Dear all,\n\nit is time.");
        assert!(text[file.intro_start..].starts_with(&file.intro));
    }

    #[test]
    fn everything_can_be_left_out() {
        for (text, intro) in
            [("", ""), ("Dear all", "Dear all"), ("---\n---\n", ""), ("\u{feff}---\n---\r\nHi", "Hi")]
        {
            let (file, diagnostics) = read(PATH, text);
            assert!(diagnostics.is_empty(), "{text:?}: {diagnostics:?}");
            let expected = Span::start_of(&SourcePath::new(PATH).unwrap());
            let expected = IssueFile::new("dealers", jiff::civil::date(2026, 3, 3), expected);
            let file = file.unwrap();
            assert_eq!(file.intro, intro);
            assert_eq!(IssueFile { intro: String::new(), intro_start: 0, ..file }, expected);
        }
        let (file, _) = read(PATH, "+++\nsubject = \"A\"\n+++\nHi");
        assert_eq!(file.unwrap().subject.unwrap().text, "A");
    }

    #[test]
    fn faults_are_said_with_their_places() {
        check("---\nsubject: A\n", &["unclosed-issue"], &["---"]);
        check("---\nitems: [posts/a.md]\n---\n", &["bad-issue-item"], &["posts/a.md"]);
        check("---\nitems: [\"@/posts/\"]\n---\n", &["bad-issue-item"], &["\"@/posts/\""]);
        check("---\nitems: [\"@/../a.md\"]\n---\n", &["bad-issue-item"], &["\"@/../a.md\""]);
        check("---\nitems: [\"@/a.md\", \"@/./a.md\"]\n---\n", &["repeated-issue-item"], &["\"@/./a.md\""]);
        check("---\nintro: One\n---\nTwo", &["two-intros"], &["One"]);
        check("---\noverride: {reason: \" \"}\n---\n", &["override-without-reason"], &["\" \""]);
        let (file, diagnostics) = read(PATH, "---\nsubjekt: A\n---\n");
        assert!(diagnostics.has_errors() || file.is_none(), "{diagnostics:?}");
        let (_, diagnostics) = read(PATH, "---\nsubject: [A]\n---\n");
        assert!(diagnostics.has_errors());
        let (_, diagnostics) = read(PATH, "---\nsubject: \"unclosed\n---\n");
        assert!(diagnostics.has_errors());
    }

    #[test]
    fn names_say_audience_and_day() {
        for path in [
            "content/newsletters/dealers.md",
            "content/newsletters/dealers/soon.md",
            "content/newsletters/dealers/2026-02-30.md",
            "content/newsletters/dealers/20260303.md",
            "content/newsletters/dealers/2026-03-03.txt",
            "content/newsletters/dealers/more/2026-03-03.md",
            "content/posts/2026-03-03.md",
        ] {
            let (file, diagnostics) = read(path, "Hi");
            assert!(file.is_none());
            assert_eq!(diagnostics.iter().next().unwrap().rule.name, "bad-issue-path", "{path}");
        }
    }
}
