//! The address under which the site is read.

use std::fmt;
use std::sync::Arc;

/// An absolute `http` or `https` address, without a slash at its end; its path may be a subfolder.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: Arc<str>,
    /// Where the path starts in `text`.
    path_start: usize,
}

/// Why a text is no base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlFault {
    /// It does not start with `https://` or `http://`.
    Scheme,
    /// There is no host after the scheme.
    Host,
    /// It holds white space, a control character, a quote, or a query or fragment.
    Character(char),
}

impl fmt::Display for UrlFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme => formatter.write_str("it must start with https:// or http://"),
            Self::Host => formatter.write_str("it names no host"),
            Self::Character(found) => write!(formatter, "it holds the character {found:?}"),
        }
    }
}

impl BaseUrl {
    /// Checks an address.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn new(text: &str) -> Result<Self, UrlFault> {
        let text = text.trim_end_matches('/');
        let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme));
        let scheme = scheme.ok_or(UrlFault::Scheme)?;
        let refused = |c: char| c.is_whitespace() || c.is_control() || "\"'<>\\?#`".contains(c);
        if let Some(found) = text.chars().find(|c| refused(*c)) {
            return Err(UrlFault::Character(found));
        }
        let rest = &text[scheme.len()..];
        let host_length = rest.find('/').unwrap_or(rest.len());
        if host_length == 0 {
            return Err(UrlFault::Host);
        }
        Ok(Self { text: text.into(), path_start: scheme.len() + host_length })
    }

    /// Stands in for an address that was refused, so that everything else can still be checked.
    pub fn placeholder() -> Self {
        Self { text: "https://example.org".into(), path_start: "https://example.org".len() }
    }

    /// The address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme and host: `https://example.org`.
    pub fn origin(&self) -> &str {
        &self.text[..self.path_start]
    }

    /// Host, with its port if it has one: `example.org`.
    pub fn host(&self) -> &str {
        self.origin().split_once("://").map_or("", |(_, host)| host)
    }

    /// The subfolder that the site lives in, without a slash at its end; empty at the root of a host.
    pub fn path(&self) -> &str {
        &self.text[self.path_start..]
    }

    /// The absolute URL of a path of the site (`/posts/a/`).
    pub fn absolute(&self, url_path: &str) -> String {
        let slash = if url_path.starts_with('/') { "" } else { "/" };
        format!("{}{slash}{url_path}", self.text)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", &self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_an_address_apart() {
        let url = BaseUrl::new("https://example.org/blog/").unwrap();
        assert_eq!((url.origin(), url.host(), url.path()), ("https://example.org", "example.org", "/blog"));
        assert_eq!(url.absolute("/a/"), "https://example.org/blog/a/");
        assert_eq!(BaseUrl::new("example.org"), Err(UrlFault::Scheme));
        assert_eq!(BaseUrl::new("https:///x"), Err(UrlFault::Host));
        assert_eq!(BaseUrl::new("https://a b"), Err(UrlFault::Character(' ')));
    }
}
