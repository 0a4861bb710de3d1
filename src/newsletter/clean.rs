//! A post's summary, cut down to what mail programs show and what does not watch the reader.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use crate::newsletter::escape::unescape_html;
use crate::output::BaseUrl;

/// The elements that letters may hold.
const ELEMENTS: [&str; 47] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The attributes that they may have.
const ATTRIBUTES: [(&str, &[&str]); 7] = [
    ("a", &["href"]),
    ("abbr", &["title"]),
    ("bdo", &["dir"]),
    ("img", &["src", "alt", "width", "height"]),
    ("ol", &["start"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
];

/// Elements that vanish with all they hold, since their content is no text for readers.
const VANISHING: [&str; 14] = [
    "script", "style", "iframe", "object", "video", "audio", "canvas", "form", "select", "textarea",
    "button", "svg", "math", "template",
];

/// Cleans the HTML of summaries. Made once per issue.
pub(crate) struct Cleaner {
    builder: Builder<'static>,
    origin: String,
}

/// HTML fit for a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cleaned {
    /// The HTML.
    pub html: String,
    /// Where its links lead, in order.
    pub links: Vec<String>,
    /// The pictures that are left out, by address; their `alt` texts stand in their places.
    pub dropped_images: Vec<String>,
}

impl Cleaner {
    /// A cleaner for letters of the site at `base_url`.
    pub(crate) fn new(base_url: &BaseUrl) -> Self {
        let origin = base_url.origin().to_owned();
        let link_origin = origin.clone();
        let mut builder = Builder::empty();
        builder
            .tags(HashSet::from(ELEMENTS))
            .clean_content_tags(HashSet::from(VANISHING))
            .generic_attributes(HashSet::from(["lang", "dir"]))
            .tag_attributes(HashMap::from(
                ATTRIBUTES.map(|(element, names)| (element, names.iter().copied().collect::<HashSet<_>>())),
            ))
            .url_schemes(HashSet::from(["https", "http", "mailto", "tel"]))
            .url_relative(UrlRelative::PassThrough)
            .attribute_filter(move |element, attribute, value| match (element, attribute) {
                ("a", "href") | ("img", "src") => absolute(&link_origin, value).map(Cow::Owned),
                _ => Some(Cow::Borrowed(value)),
            })
            .link_rel(None)
            .strip_comments(true);
        Self { builder, origin }
    }

    /// Makes `html` fit for a letter; a link to a heading leads to the post at `page_url`.
    pub(crate) fn clean(&self, html: &str, page_url: &str) -> Cleaned {
        let mut cleaned = Cleaned { html: String::new(), links: Vec::new(), dropped_images: Vec::new() };
        if html.trim().is_empty() {
            return cleaned;
        }
        let html = self.builder.clean(html).to_string();
        for piece in tags(&html) {
            match piece {
                Tag { name: "a", source, .. } => match attribute(source, "href") {
                    Some(href) if href.starts_with('#') => {
                        let href = format!("{}{href}", page_url.split('#').next().unwrap_or(""));
                        cleaned.html.push_str(&format!("<a href=\"{}\">", href.replace('"', "%22")));
                        cleaned.links.push(href);
                    }
                    Some(href) => {
                        cleaned.links.push(href.into_owned());
                        cleaned.html.push_str(source);
                    }
                    None => cleaned.html.push_str(source),
                },
                Tag { name: "img", source, .. } => {
                    if is_own_picture(source, &self.origin) {
                        cleaned.html.push_str(&narrow(source));
                    } else {
                        // As in the text part: the words for a picture are no sentence of the letter.
                        let words = raw_attribute(source, "alt").unwrap_or("").replace('<', "&lt;");
                        if !words.trim().is_empty() {
                            cleaned.html.push_str(&format!("<em>[{words}]</em>"));
                        }
                        cleaned
                            .dropped_images
                            .push(attribute(source, "src").unwrap_or_default().into_owned());
                    }
                }
                Tag { source, .. } => cleaned.html.push_str(source),
            }
        }
        cleaned.html.truncate(cleaned.html.trim_end().len());
        cleaned
    }
}

/// Whether an `img` tag names a picture over https, on the site's own host, that is no invisible pixel.
pub(crate) fn is_own_picture(image: &str, origin: &str) -> bool {
    let tiny = |name: &str| attribute(image, name).is_some_and(|value| matches!(value.trim(), "0" | "1"));
    let Some(src) = attribute(image, "src") else { return false };
    let own = src.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'));
    own && src.starts_with("https://") && !tiny("width") && !tiny("height")
}

/// How wide a picture is shown at most, in pixels: the text's width.
const WIDEST_PICTURE: u32 = 512;

/// Writes a width that fits into the letter, since Outlook goes by the attribute and not by the style.
fn narrow(image: &str) -> Cow<'_, str> {
    let pixels = |name| attribute(image, name).and_then(|value| value.trim().parse::<u32>().ok());
    let Some(width) = pixels("width").filter(|width| *width > WIDEST_PICTURE) else {
        return Cow::Borrowed(image);
    };
    let mut narrowed = image.replace(&format!(" width=\"{width}\""), &format!(" width=\"{WIDEST_PICTURE}\""));
    if let Some(height) = pixels("height") {
        let scaled = u64::from(height) * u64::from(WIDEST_PICTURE) / u64::from(width);
        narrowed =
            narrowed.replace(&format!(" height=\"{height}\""), &format!(" height=\"{}\"", scaled.max(1)));
    }
    Cow::Owned(narrowed)
}

/// An address as a letter needs it: absolute, or a heading of the post itself. `None` for one that leads
/// nowhere outside its page.
pub(crate) fn absolute(origin: &str, address: &str) -> Option<String> {
    let address = address.trim();
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    };
    match scheme {
        Some(scheme) if is_scheme(scheme) => {
            let known = ["https", "http", "mailto", "tel"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
            known.then(|| address.to_owned())
        }
        // Footnotes stay on their page; their numbers need no link.
        _ if address.starts_with("#fn") => None,
        _ if address.starts_with('#') && address.len() > 1 => Some(address.to_owned()),
        _ if address.starts_with("//") => Some(format!("https:{address}")),
        _ if address.starts_with('/') => Some(format!("{origin}{address}")),
        _ => None,
    }
}

/// One tag of serialised HTML, or the text up to the next.
pub(crate) struct Tag<'html> {
    /// The element's name, lower case as serialisers write it; empty for text and for closing tags.
    pub name: &'html str,
    /// As it stands.
    pub source: &'html str,
}

/// Takes HTML apart into tags and text. Quoted attribute values may hold `>`.
pub(crate) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let opens =
            rest.strip_prefix('<').is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphabetic()));
        let length = if opens {
            let mut quote = None;
            let end = rest.bytes().position(|byte| {
                match (quote, byte) {
                    (Some(open), byte) if byte == open => quote = None,
                    (None, b'"' | b'\'') => quote = Some(byte),
                    (None, b'>') => return true,
                    _ => {}
                }
                false
            });
            end.map_or(rest.len(), |end| end + 1)
        } else {
            rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(next, _)| next)
        };
        let (source, after) = rest.split_at(length);
        rest = after;
        let name = if opens {
            source[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("")
        } else {
            ""
        };
        Some(Tag { name, source })
    })
}

/// The value of a double-quoted attribute, as serialisers write them.
pub(crate) fn attribute<'tag>(tag: &'tag str, name: &str) -> Option<Cow<'tag, str>> {
    raw_attribute(tag, name).map(unescape_html)
}

fn raw_attribute<'tag>(tag: &'tag str, name: &str) -> Option<&'tag str> {
    let mut rest = tag;
    loop {
        let equals = rest.find("=\"")?;
        let (before, value) = (&rest[..equals], &rest[equals + 2..]);
        let end = value.find('"')?;
        if before.rsplit(char::is_whitespace).next().is_some_and(|it| it.eq_ignore_ascii_case(name)) {
            return Some(&value[..end]);
        }
        rest = &value[end + 1..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let base_url = BaseUrl::new("https://example.org/blog").unwrap();
        assert_eq!(Cleaner::new(&base_url).clean(html, "https://example.org/blog/a/").html, expected);
    }

    #[test]
    fn links_become_absolute_or_go() {
        check("<a href=\"/blog/b/\">b</a>", "<a href=\"https://example.org/blog/b/\">b</a>");
        check("<a href=\"#top\">b</a>", "<a href=\"https://example.org/blog/a/#top\">b</a>");
        check("<a href=\"//example.net/\">b</a>", "<a href=\"https://example.net/\">b</a>");
        check("<a href=\"mailto:a@example.org\">b</a>", "<a href=\"mailto:a@example.org\">b</a>");
        check("<a href=\"javascript:alert(1)\">b</a>", "<a>b</a>");
        check("<a href=\"b/\">b</a>", "<a>b</a>");
        check("<sup><a href=\"#fn-1\">1</a></sup>", "<sup><a>1</a></sup>");
    }

    #[test]
    fn pictures_are_the_sites_own_or_their_words() {
        let own = "<img src=\"https://example.org/blog/i.png\" alt=\"A cable\" width=\"4\">";
        check(own, own);
        check(
            "<img src=\"https://example.org/i.png\" width=\"1200\" height=\"600\">",
            "<img src=\"https://example.org/i.png\" width=\"512\" height=\"256\">",
        );
        check("<img src=\"/i.png\" alt=\"x\">", "<img src=\"https://example.org/i.png\" alt=\"x\">");
        check("<img src=\"http://example.org/i.png\" alt=\"A &lt;b\">", "<em>[A &lt;b]</em>");
        check("<img src=\"https://example.net/i.png\" alt=\"A cable\">", "<em>[A cable]</em>");
        check("<img src=\"https://example.org.example.net/i.png\">", "");
        check("<img src=\"https://example.org/i.gif\" width=\"1\" height=\"1\">", "");
        check("<img src=\"data:image/png;base64,AAAA\" alt=\"x\">", "<em>[x]</em>");
        check("<p title=\"<img src='https://example.net/'>\">a</p>", "<p>a</p>");
        check(
            "<img alt='<img src=\"https://example.net/x\">' src=\"https://example.net/i.png\">",
            "<em>[&lt;img src=&quot;https://example.net/x&quot;&gt;]</em>",
        );
    }

    #[test]
    fn what_writers_use_stays() {
        for html in [
            "<ul><li>a</li></ul><ol start=\"3\"><li>b</li></ol>",
            "<blockquote><p><em>a</em> <strong>b</strong> <code>c</code><br>d</p></blockquote><hr>",
            "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
            "<dl><dt>a</dt><dd>b</dd></dl><pre><code>c\n</code></pre>",
        ] {
            check(html, html);
        }
    }

    #[test]
    fn nothing_runs_and_nothing_is_fetched() {
        check(
            "<p onclick=\"x()\" style=\"background:url(//x)\" class=\"y\">a<script>x()</script></p>",
            "<p>a</p>",
        );
        check("<iframe src=\"https://example.net\">no</iframe><svg><a>x</a></svg>b", "b");
        check("<link rel=stylesheet href=//example.net/x.css>a<!-- c -->", "a");
        let deep = format!("{}a{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
        let base_url = BaseUrl::new("https://example.org").unwrap();
        assert!(Cleaner::new(&base_url).clean(&deep, "").html.contains('a'));
    }
}
