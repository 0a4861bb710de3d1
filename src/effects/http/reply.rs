//! From what was answered to a response: validators, ranges, headers.

use std::borrow::Cow;
use std::io::Seek;
use std::io::SeekFrom;
use std::ops::Range;

use bytes::Bytes;
use hyper::HeaderMap;
use hyper::Response;
use hyper::StatusCode;
use hyper::header;
use hyper::header::HeaderName;
use hyper::header::HeaderValue;
use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;

use crate::effects::http::Answer;
use crate::effects::http::AnswerBody;
use crate::effects::http::bodies;
use crate::effects::http::bodies::AnyBody;
use crate::effects::http::files::OpenFile;
use crate::effects::http::ranges::Wanted;
use crate::effects::http::ranges::wanted;
use crate::effects::http::refusal::Refusal;

/// What every answer carries, whatever it is.
const ALWAYS: [(HeaderName, HeaderValue); 4] = [
    // A type is what the server says, not what a browser guesses.
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // Where an author writes is nobody else's business.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    // No other site may show, or measure, what is served here.
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    // Kept, but asked for again every time: a page is never stale, and costs nothing while it is the same.
    (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
];

/// Letters, digits and what else RFC 8187 lets stand in a name.
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a request asks of a body, beside the body.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    if_none_match: Vec<HeaderValue>,
    if_range: Option<HeaderValue>,
    range: Option<HeaderValue>,
    head: bool,
}

impl Conditions {
    /// Reads them from a request; `head` if it asks for the head of the answer only.
    pub fn new(headers: &HeaderMap, head: bool) -> Self {
        let mut ranges = headers.get_all(header::RANGE).iter();
        // A range is defined for GET alone; several headers of it are no range.
        let range = ranges.next().filter(|_| !head && ranges.next().is_none()).cloned();
        Self {
            if_none_match: headers.get_all(header::IF_NONE_MATCH).iter().cloned().collect(),
            if_range: headers.get(header::IF_RANGE).cloned(),
            range,
            head,
        }
    }

    /// Whether whoever asks has this state already.
    fn is_known(&self, tag: &str) -> bool {
        let texts = self.if_none_match.iter().filter_map(|value| value.to_str().ok());
        // No tag of ours holds a comma or a quotation mark, so that none can be found in the middle of another's.
        texts
            .flat_map(|text| text.split(','))
            .map(str::trim)
            .any(|text| text == "*" || text.strip_prefix("W/").unwrap_or(text) == tag)
    }

    /// The part that is wanted of a body of `length` bytes in the state `tag`.
    fn wanted(&self, tag: Option<&str>, length: u64) -> Wanted {
        let Some(range) = self.range.as_ref().and_then(|range| range.to_str().ok()) else {
            return Wanted::Whole;
        };
        let is_same_state = self.if_range.as_ref().is_none_or(|state| tag.is_some_and(|tag| state == tag));
        if is_same_state { wanted(range, length) } else { Wanted::Whole }
    }
}

/// What an answer holds, ready to be sent from any byte on.
#[derive(Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Bytes),
    /// An open file.
    File(OpenFile),
    /// A stream without an end.
    Stream(AnyBody),
}

impl Content {
    fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::File(open) => Some(open.length),
            Self::Stream(_) => None,
        }
    }

    /// The entity tag, in its quotation marks.
    fn tag(&self) -> Option<String> {
        match self {
            Self::Bytes(bytes) => Some(format!("\"{}\"", &blake3::hash(bytes).to_hex()[..32])),
            Self::File(open) => open.tag.as_ref().map(|tag| format!("\"{tag}\"")),
            Self::Stream(_) => None,
        }
    }

    /// The bytes of a range that lies inside.
    fn into_body(self, range: Range<u64>) -> std::io::Result<AnyBody> {
        match self {
            Self::Bytes(bytes) => Ok(bodies::whole(bytes.slice(range.start as usize..range.end as usize))),
            Self::File(mut open) => {
                open.file.seek(SeekFrom::Start(range.start))?;
                Ok(bodies::from_file(open.file, range.end - range.start))
            }
            Self::Stream(body) => Ok(body),
        }
    }
}

/// Makes a response of an answer and its content. May read from a disk.
pub fn reply(answer: &Answer, content: Content, conditions: &Conditions) -> Option<Response<AnyBody>> {
    let status = StatusCode::from_u16(answer.status).ok().filter(|status| !status.is_informational())?;
    let mut response = Response::new(bodies::whole(Bytes::new()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.extend(ALWAYS);
    headers.insert(header::CONTENT_TYPE, content_type(&answer.content_type)?);
    if let Some(location) = &answer.location {
        headers.insert(header::LOCATION, HeaderValue::from_str(location).ok()?);
    }
    if let Some(name) = &answer.save_as {
        headers.insert(header::CONTENT_DISPOSITION, disposition(name)?);
    }
    let Some(length) = content.length() else {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if !conditions.head {
            *response.body_mut() = content.into_body(0..0).ok()?;
        }
        return Some(response);
    };
    let mut range = 0..length;
    if status == StatusCode::OK {
        let tag = content.tag();
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if let Some(tag) = &tag {
            headers.insert(header::ETAG, HeaderValue::from_str(tag).ok()?);
        }
        if tag.as_deref().is_some_and(|tag| conditions.is_known(tag)) {
            headers.remove(header::CONTENT_TYPE);
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Some(response);
        }
        match conditions.wanted(tag.as_deref(), length) {
            Wanted::Whole => {}
            Wanted::Part(part) => {
                let place = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                headers.insert(header::CONTENT_RANGE, HeaderValue::from_str(&place).ok()?);
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                range = part;
            }
            Wanted::Nothing => return Some(without_range(response, length)),
        }
    }
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
    if !conditions.head {
        *response.body_mut() = content.into_body(range).ok()?;
    }
    Some(response)
}

/// Says that a body of `length` bytes has no such bytes.
fn without_range(mut response: Response<AnyBody>, length: u64) -> Response<AnyBody> {
    let headers = response.headers_mut();
    let place = HeaderValue::from_str(&format!("bytes */{length}"));
    headers.insert(header::CONTENT_RANGE, place.expect("digits can stand in a header"));
    headers.remove(header::CONTENT_TYPE);
    *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
    response
}

/// A plain page that says why a request is not answered.
pub fn refuse(refusal: Refusal, address: &str, head: bool) -> Response<AnyBody> {
    let text = refusal.text(address);
    let answer = Answer {
        status: refusal.status().as_u16(),
        content_type: Cow::Borrowed("text/plain; charset=utf-8"),
        location: None,
        save_as: None,
        body: AnswerBody::Bytes(Vec::new()),
    };
    let conditions = Conditions { head, ..Conditions::default() };
    let mut response =
        reply(&answer, Content::Bytes(text.into()), &conditions).expect("every part of a refusal is plain");
    if refusal == Refusal::Method {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

/// The type with its character set: all text that is served here is UTF-8.
fn content_type(media_type: &str) -> Option<HeaderValue> {
    let lower = media_type.to_ascii_lowercase();
    let lacks_charset = lower.starts_with("text/") && !lower.contains("charset=");
    let suffix = if lacks_charset && lower != "text/event-stream" { "; charset=utf-8" } else { "" };
    HeaderValue::from_str(&format!("{media_type}{suffix}")).ok()
}

/// The name under which to save a file (RFC 6266): plain for old programs, and in full.
fn disposition(name: &str) -> Option<HeaderValue> {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-._ ".contains(c) { c } else { '_' };
    let fallback: String = name.chars().map(plain).collect();
    let full = utf8_percent_encode(name, NAME);
    HeaderValue::from_str(&format!("attachment; filename=\"{fallback}\"; filename*=UTF-8''{full}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_to_save_under_stays_in_its_quotation_marks() {
        let check = |name| disposition(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(check("a b.eml"), "attachment; filename=\"a b.eml\"; filename*=UTF-8''a%20b.eml");
        let forged = check("é\"; x=\\../a\r\nb");
        assert_eq!(
            forged,
            "attachment; filename=\"___ x__.._a__b\"; filename*=UTF-8''%C3%A9%22%3B%20x%3D%5C..%2Fa%0D%0Ab"
        );
    }

    #[test]
    fn text_has_a_character_set() {
        let check = |media_type| content_type(media_type).unwrap().to_str().unwrap().to_owned();
        assert_eq!(check("text/css"), "text/css; charset=utf-8");
        assert_eq!(check("Text/HTML; Charset=latin1"), "Text/HTML; Charset=latin1");
        assert_eq!(check("text/event-stream"), "text/event-stream");
        assert_eq!(check("image/png"), "image/png");
        assert_eq!(content_type("a\nb"), None);
    }

    #[test]
    fn a_tag_is_found_in_a_list() {
        let check = |values: &[&str]| {
            let values = values.iter().map(|value| HeaderValue::from_str(value).unwrap());
            Conditions { if_none_match: values.collect(), ..Conditions::default() }.is_known("\"ab\"")
        };
        assert!(check(&["\"ab\""]) && check(&["W/\"ab\""]) && check(&["*"]));
        assert!(check(&["\"x\", W/\"ab\" "]) && check(&["\"x\"", "\"ab\""]));
        assert!(!check(&[]) && !check(&["ab"]) && !check(&["\"abc\""]) && !check(&["w/\"ab\""]));
    }
}
