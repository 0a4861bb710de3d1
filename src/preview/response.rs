//! An answer, before it is sent.

use std::borrow::Cow;

use crate::source::SourcePath;

/// An answer to a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The media type, with its character set where it is text.
    pub content_type: Cow<'static, str>,
    /// Where else to look, for a redirect.
    pub location: Option<String>,
    /// The name under which a browser saves it, for what is to be saved rather than shown.
    pub save_as: Option<String>,
    /// What it holds.
    pub body: Body,
}

/// What an answer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the site, to be copied as they are.
    File(SourcePath),
}

impl Response {
    /// An HTML page.
    pub fn html(status: u16, text: String) -> Self {
        Self::bytes(status, "text/html; charset=utf-8", text.into_bytes())
    }

    /// Bytes of a media type.
    pub fn bytes(status: u16, content_type: impl Into<Cow<'static, str>>, bytes: Vec<u8>) -> Self {
        let content_type = content_type.into();
        Self { status, content_type, location: None, save_as: None, body: Body::Bytes(bytes) }
    }
}
