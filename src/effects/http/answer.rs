//! What the server asks, and what it is answered.

use std::borrow::Cow;

use crate::effects::http::Events;
use crate::source::SourcePath;

/// Says what stands at a path.
pub trait Answering: Send + Sync {
    /// The answer to a request. It is asked from several threads at once and may wait for a moment. A panic
    /// becomes an answer of status 500.
    fn answer(&self, asked: &Asked) -> Answer;

    /// The files and folders of the site that no answer may hold, by the settings as they are now: readers' data, the
    /// ledger, what builds write. Hidden files need no mention.
    fn private(&self) -> Vec<SourcePath>;
}

/// A request whose host, method and path have been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The path as it stands in the request: percent-encoded, with its slash in front, without query. It decodes to
    /// UTF-8 without control characters, and none of its parts decodes to `..`.
    pub path: String,
    /// What follows the `?`, as it stands in the request; empty if nothing does.
    pub query: String,
    /// Whether only the head of the answer is asked for. An answer need not differ: its body is left out here.
    pub head: bool,
}

/// An answer to a request.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The media type; `charset=utf-8` is added to text that names no character set.
    pub content_type: Cow<'static, str>,
    /// Where else to look, for a redirect.
    pub location: Option<String>,
    /// The name under which a browser saves it, for what is to be saved rather than shown.
    pub save_as: Option<String>,
    /// What it holds.
    pub body: AnswerBody,
}

/// What an answer holds.
#[derive(Debug, Clone)]
pub enum AnswerBody {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the site, as they are on disk. If it cannot be opened, or is private, the answer has status 404.
    File(SourcePath),
    /// What is announced from now on, as server-sent events.
    Events(Events),
}
