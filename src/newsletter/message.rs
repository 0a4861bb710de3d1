//! What a newsletter is made of: one [`Issue`] for readers who get the same items, and one [`Reader`].

use std::fmt;

use jiff::Zoned;
use jiff::civil::Date;
use serde::Serialize;

use crate::config::Kind;
use crate::newsletter::Words;
use crate::output::BaseUrl;
use crate::source::Span;

/// One edition for one audience, as every reader of a variant gets it.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The audience's id in audiences.yaml; part of the Message-ID and the List-Id.
    pub audience_id: String,
    /// The audience's name: who the letter is for.
    pub audience_name: String,
    /// Why the audience exists, in one sentence.
    pub why: String,
    /// When the issue is sent, in the audience's time zone; the `Date` header.
    pub date: Zoned,
    /// The subject line, without control characters; see [`subject_line`](crate::newsletter::subject_line).
    pub subject: String,
    /// What inboxes show beside the subject; may be empty.
    pub preheader: String,
    /// The opening words; [`Prose::default`] for none.
    pub intro: Prose,
    /// What the issue carries, in order. An issue without items is reported.
    pub items: Vec<IssueItem>,
    /// The question that ends the letter and invites a reply; empty for none.
    pub reply_invite: String,
    /// Who writes, and who gets the answers.
    pub owner: Mailbox,
    /// What stands under the letter, such as `Ann, who reads every reply`; empty for the owner's name alone.
    pub signature: String,
    /// What every letter must say by law and by courtesy.
    pub legal: Legal,
    /// Where the same issue can be read on the web; `None` for a private one.
    pub web_url: Option<String>,
    /// Where all issues of the audience can be read; `None` if they are private.
    pub archive_url: Option<String>,
    /// The language of the content, as a BCP 47 tag.
    pub language: String,
    /// The few words that are the letter's own, in that language; see [`Words::for_language`].
    pub words: Words,
    /// The site's name.
    pub site_title: String,
    /// The address of the site.
    pub base_url: BaseUrl,
    /// Where faults of the issue are shown: its hand-written file, or its audience in audiences.yaml.
    pub place: Option<Span>,
}

/// A piece of writing in the two forms that a letter needs. Both hold the same links.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose {
    /// HTML from the markdown tree; links and images may be relative to the root of the site's host.
    pub html: String,
    /// Plain text from the same tree, each link marked `[1]`, `[2]` … in order.
    pub text: String,
    /// The addresses behind the marks, in order.
    pub links: Vec<String>,
}

/// One post in an issue.
#[derive(Debug, Clone)]
pub struct IssueItem {
    /// The post's title.
    pub title: String,
    /// The post's absolute address.
    pub url: String,
    /// Give, ask or news. An ask says so in the letter.
    pub kind: Kind,
    /// The reader's own question that it answers.
    pub need: Option<String>,
    /// What the letter tells of it.
    pub summary: Prose,
    /// Who wrote it; empty when it is the owner alone.
    pub authors: Vec<Author>,
    /// Minutes it takes to read; 0 if not known.
    pub reading_time: usize,
}

/// Who wrote a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Author {
    /// The name.
    pub name: String,
    /// Where the author is presented; `None` if nowhere.
    pub url: Option<String>,
}

/// A person's name and address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name, in any script; may be empty.
    pub name: String,
    /// The address: ASCII, `local@domain`.
    pub address: String,
}

/// What every letter must say by law and by courtesy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Legal {
    /// The postal address of the sender.
    pub postal: String,
    /// The address that a reader writes to in order to leave.
    pub leave_mail: Option<String>,
    /// The page for leaving, with `{token}` where the reader's token goes.
    pub leave_url: Option<String>,
    /// Whether `leave_url` answers a POST by letting the reader go at once (RFC 8058, section 3.2).
    pub one_click: bool,
}

/// Who gets one message. `Debug` shows the id, and nothing that tells who it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Reader {
    /// The contact's id; part of the Message-ID, by a keyed hash.
    pub id: String,
    /// The reader's name, for the greeting and the `To` header; may be empty.
    pub name: String,
    /// The reader's address: ASCII, `local@domain`.
    pub address: String,
    /// What lets the reader leave without signing in: letters, digits, `-`, `_`, `.` and `~`.
    pub token: String,
    /// The day of the reader's consent, if it is known.
    pub asked_on: Option<Date>,
}

impl fmt::Debug for Reader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Reader").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The made-up reader of `sample.eml`: no person, and a token that opens nothing.
pub fn sample_reader(audience_id: &str) -> Reader {
    Reader {
        id: format!("sample-{audience_id}"),
        name: "Sample Reader".into(),
        address: "sample.reader@example.org".into(),
        token: "sample".into(),
        asked_on: None,
    }
}
