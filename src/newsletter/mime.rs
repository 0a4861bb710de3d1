//! One message per reader, as RFC 5322 and RFC 2045 to 2047 want it.
//!
//! # Design
//! Headers are written by mail-builder, whose folding and encoded words are careful. The bodies are not: all
//! readers of an issue share them but for a few words, so [`Template::new`] encodes them once, and
//! [`Template::message`] copies the encoded bytes and encodes only the reader's words. Both parts of a message
//! start each piece at the start of a line, which quoted-printable allows and base64 does not; a base64 part
//! (shorter for most scripts but Latin) is encoded whole for each reader.

use jiff::Zoned;
use jiff::fmt::rfc2822;
use mail_builder::headers::url::URL;

use crate::newsletter::Issue;
use crate::newsletter::Mailbox;
use crate::newsletter::Reader;
use crate::newsletter::encoded_words::{header, mailbox_header, text_header};
use crate::newsletter::mailbox::{is_host, is_web_address};
use crate::newsletter::quoted_printable::{base64, base64_length, quoted_printable};
use crate::newsletter::slots::{Form, Piece, Slot, fill, leave_links};

/// The secret that makes Message-IDs: whoever does not know it cannot tell from two messages whether they went
/// to the same contact.
#[derive(Clone, Copy)]
pub struct MessageKey(pub [u8; 32]);

/// A message without its reader.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    /// The header lines that all readers share, and the empty line.
    head: Vec<u8>,
    /// Both parts, with their boundaries.
    body: Vec<Chunk>,
    /// The right side of every Message-ID.
    host: String,
}

#[derive(Debug, Clone)]
enum Chunk {
    /// Encoded already.
    Bytes(Vec<u8>),
    /// To be filled and encoded as quoted-printable.
    Slot(Slot, Form),
    /// To be filled and encoded as base64.
    Base64(Vec<Piece>, Form),
}

impl Template {
    /// Encodes what all readers of `issue` share.
    pub(crate) fn new(issue: &Issue, html: &[Piece], text: &[Piece]) -> Self {
        let boundary = boundary(html, text);
        let mut body = Body::default();
        body.part(&boundary, "text/plain", text, Form::Text);
        body.part(&boundary, "text/html", html, Form::Html);
        body.bytes(format!("--{boundary}--\r\n").as_bytes());
        let base_host = issue.base_url.host();
        let base_host = base_host.split_once(':').map_or(base_host, |(host, _)| host);
        let owner_host = issue.owner.address.rsplit_once('@').map_or("", |(_, host)| host);
        let host = [base_host, owner_host].into_iter().find(|host| is_host(host)).unwrap_or("localhost");
        Self { head: shared_head(issue, &boundary, host), body: body.0, host: host.into() }
    }

    /// The message to `reader`.
    pub(crate) fn message(&self, issue: &Issue, reader: &Reader, key: &MessageKey) -> Vec<u8> {
        let estimate: usize = self.body.iter().map(Chunk::estimate).sum();
        let mut out = Vec::with_capacity(self.head.len() + estimate + 1024);
        let mailbox = Mailbox { name: reader.name.clone(), address: reader.address.clone() };
        mailbox_header(&mut out, "To", &mailbox);
        raw_header(&mut out, "Message-ID", &format!("<{}@{}>", message_hash(issue, reader, key), self.host));
        // RFC 2369, section 3.2: the first address is the one to prefer.
        header(&mut out, "List-Unsubscribe", &URL::new_list(leave_links(issue, Some(reader)).into_iter()));
        out.extend_from_slice(&self.head);
        for chunk in &self.body {
            match chunk {
                Chunk::Bytes(bytes) => out.extend_from_slice(bytes),
                Chunk::Slot(slot, form) => {
                    quoted_printable(&fill(*slot, issue, Some(reader), *form), &mut out)
                }
                Chunk::Base64(pieces, form) => {
                    let mut whole = String::new();
                    for piece in pieces {
                        match piece {
                            Piece::Fixed(text) => whole.push_str(text),
                            Piece::Slot(slot) => whole.push_str(&fill(*slot, issue, Some(reader), *form)),
                        }
                    }
                    base64(whole.replace('\n', "\r\n").as_bytes(), &mut out);
                }
            }
        }
        out
    }
}

impl Chunk {
    fn estimate(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Slot(..) => 128,
            Self::Base64(pieces, _) => base64_length(fixed_length(pieces) * 11 / 10),
        }
    }
}

fn fixed_length(pieces: &[Piece]) -> usize {
    let lengths = pieces.iter().map(|piece| match piece {
        Piece::Fixed(text) => text.len(),
        Piece::Slot(_) => 128,
    });
    lengths.sum()
}

/// The chunks of a body, neighbours joined.
#[derive(Default)]
struct Body(Vec<Chunk>);

impl Body {
    fn bytes(&mut self, bytes: &[u8]) {
        match self.0.last_mut() {
            Some(Chunk::Bytes(last)) => last.extend_from_slice(bytes),
            _ => self.0.push(Chunk::Bytes(bytes.to_vec())),
        }
    }

    fn part(&mut self, boundary: &str, content_type: &str, pieces: &[Piece], form: Form) {
        let pieces = with_line_feeds(pieces);
        let mut encoded = Self::default();
        for piece in &pieces {
            match piece {
                Piece::Fixed(text) => {
                    let mut bytes = Vec::with_capacity(text.len() * 5 / 4);
                    quoted_printable(text, &mut bytes);
                    encoded.bytes(&bytes);
                }
                Piece::Slot(slot) => encoded.0.push(Chunk::Slot(*slot, form)),
            }
        }
        let length: usize = encoded.0.iter().map(Chunk::estimate).sum();
        let (encoding, chunks) = if length > base64_length(fixed_length(&pieces)) {
            ("base64", vec![Chunk::Base64(pieces, form)])
        } else {
            ("quoted-printable", encoded.0)
        };
        let head = format!(
            "--{boundary}\r\nContent-Type: {content_type}; charset=utf-8\r\n\
             Content-Transfer-Encoding: {encoding}\r\n\r\n"
        );
        self.bytes(head.as_bytes());
        for chunk in chunks {
            match chunk {
                Chunk::Bytes(bytes) => self.bytes(&bytes),
                other => self.0.push(other),
            }
        }
        // The line break before a boundary belongs to the boundary (RFC 2046, section 5.1.1).
        self.bytes(b"\r\n");
    }
}

/// The same pieces with `\n` alone between lines.
fn with_line_feeds(pieces: &[Piece]) -> Vec<Piece> {
    let folded = pieces.iter().map(|piece| match piece {
        Piece::Fixed(text) if text.contains('\r') => {
            Piece::Fixed(text.replace("\r\n", "\n").replace('\r', "\n"))
        }
        other => other.clone(),
    });
    folded.collect()
}

/// A boundary from the bodies' hash. It holds `=_`, which no encoded body can.
fn boundary(html: &[Piece], text: &[Piece]) -> String {
    let mut hasher = blake3::Hasher::new();
    for piece in text.iter().chain(html) {
        match piece {
            Piece::Fixed(text) => hasher.update(text.as_bytes()),
            Piece::Slot(_) => hasher.update(&[0]),
        };
    }
    format!("=_{}", &hasher.finalize().to_hex()[..32])
}

/// The left side of the Message-ID. Each field is hashed with its length, so that no two triples run together.
fn message_hash(issue: &Issue, reader: &Reader, key: &MessageKey) -> String {
    let mut hasher = blake3::Hasher::new_keyed(&key.0);
    for field in [&issue.audience_id, &issue.date.date().to_string(), &reader.id] {
        hasher.update(&(field.len() as u64).to_le_bytes());
        hasher.update(field.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

fn shared_head(issue: &Issue, boundary: &str, host: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    mailbox_header(&mut out, "From", &issue.owner);
    mailbox_header(&mut out, "Reply-To", &issue.owner);
    text_header(&mut out, "Subject", &issue.subject);
    raw_header(&mut out, "Date", &date(&issue.date));
    let list = Mailbox {
        name: format!("{} {} {}", issue.site_title, issue.words.letter_for, issue.audience_name),
        address: format!("{}.{host}", list_label(&issue.audience_id)),
    };
    mailbox_header(&mut out, "List-Id", &list);
    if issue.legal.one_click && issue.legal.leave_url.is_some() {
        raw_header(&mut out, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    // An address outside ASCII cannot stand in a header; the letter itself still links to the web version.
    if let Some(url) = issue.archive_url.as_ref().filter(|url| is_web_address(url)) {
        header(&mut out, "List-Archive", &URL::new(url.as_str()));
    }
    if is_language_tag(&issue.language) {
        raw_header(&mut out, "Content-Language", &issue.language);
    }
    raw_header(&mut out, "MIME-Version", "1.0");
    raw_header(&mut out, "Content-Type", &format!("multipart/alternative;\r\n boundary=\"{boundary}\""));
    out.extend_from_slice(b"\r\n");
    out
}

/// RFC 2919, section 3: the first label of a List-Id, out of an audience's id.
fn list_label(audience_id: &str) -> String {
    let label = slug::slugify(audience_id);
    if label.is_empty() { blake3::hash(audience_id.as_bytes()).to_hex()[..16].to_owned() } else { label }
}

fn is_language_tag(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 35
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The day and time with the zone's offset, as RFC 5322, section 3.3, writes them. Years before 0 do not exist there.
fn date(date: &Zoned) -> String {
    rfc2822::to_string(date).unwrap_or_else(|_| "Thu, 1 Jan 1970 00:00:00 -0000".into())
}

/// A header whose value is known to be short ASCII.
fn raw_header(out: &mut Vec<u8>, name: &str, value: &str) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
    out.extend_from_slice(value.as_bytes());
    out.extend_from_slice(b"\r\n");
}
