//! What readers would see as it was typed: tags of a template language, and links that are none.
//!
//! Posts that come from another generator may hold its tags (Liquid's `{% … %}`, Hugo's `{{< … >}}`). Content
//! is never run through a template engine, so they are found here and reported.

use std::ops::Range;

/// Something that was meant as markup and is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Leftover {
    /// A tag of a template language.
    Template,
    /// `](`, where no link came of it.
    Link,
    /// `[label]: …`, where no definition came of it.
    Definition,
}

/// The longest piece that is shown of a leftover, in bytes.
const SHOWN: usize = 80;

/// The leftovers in a piece of text that is no code. Ranges are bytes of `text`.
pub(crate) fn leftovers(text: &str) -> Vec<(Leftover, Range<usize>)> {
    let mut found = templates(text);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(bracket) = text[at..].find("](") {
        let start = at + bracket;
        at = start + 2;
        let escaped = start > 0 && bytes[start - 1] == b'\\';
        // A link around a template's tag is one fault, and the tag is its cause.
        let around_tag = tag_opens(&text[at..]);
        if !escaped && !around_tag {
            found.push((Leftover::Link, start..shown_end(text, start, ")")));
        }
    }
    if text.starts_with('[')
        && let Some(end) = text.find("]:")
        && let rest = text[end + 2..].trim_ascii()
        && (rest.is_empty() || rest.contains("://"))
    {
        found.push((Leftover::Definition, 0..end + 2));
    }
    found
}

/// The tags of template languages in a piece of text or HTML.
pub(crate) fn templates(text: &str) -> Vec<(Leftover, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(brace) = text[at..].find('{') {
        let start = at + brace;
        at = start + 1;
        if !tag_opens(&text[start..]) {
            continue;
        }
        let closing = if text[start..].starts_with("{%") { "%}" } else { "}}" };
        let end = shown_end(text, start, closing);
        found.push((Leftover::Template, start..end));
        at = end;
    }
    found
}

/// Whether a text starts with a tag: `{% name`, `{{ name … }}`, `{{< name`, `{{% name`.
pub(crate) fn tag_opens(text: &str) -> bool {
    let (inside, value) = match (text.strip_prefix("{%"), text.strip_prefix("{{")) {
        (Some(inside), _) => (inside, false),
        (None, Some(inside)) => (inside, true),
        (None, None) => return false,
    };
    let name = inside.trim_start_matches(['-', '<', '%', ' ']);
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '"' | '\'' | '/' | '_'));
    let line = inside.lines().next().unwrap_or_default();
    named && (!value || line.contains("}}"))
}

/// The end of a piece that starts at `start`: after `closing` on the same line, or where the line or patience ends.
fn shown_end(text: &str, start: usize, closing: &str) -> usize {
    let line = text[start..].lines().next().unwrap_or_default();
    let end = line.find(closing).map_or(line.len(), |end| end + closing.len());
    let mut end = end.min(SHOWN).max(1);
    while !text.is_char_boundary(start + end) {
        end += 1;
    }
    start + end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(Leftover, &str)]) {
        let found = leftovers(text);
        let found: Vec<(Leftover, &str)> =
            found.into_iter().map(|(kind, range)| (kind, &text[range])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn tags_of_template_languages() {
        use Leftover::Template;
        check("See {% post_url 2026-01-01-a %}.", &[(Template, "{% post_url 2026-01-01-a %}")]);
        check(
            "{{ site.url }} and {{page.title}}",
            &[(Template, "{{ site.url }}"), (Template, "{{page.title}}")],
        );
        check("{{< figure src=x >}}", &[(Template, "{{< figure src=x >}}")]);
        check("{%- include é", &[(Template, "{%- include é")]);
        check("a {{closure}", &[]);
        check("{ {x} } 5{% {{1}} {{}}", &[]);
    }

    #[test]
    fn links_that_are_none() {
        use Leftover::{Definition, Link, Template};
        check("[a](b c) d", &[(Link, "](b c)")]);
        check("a\\](b)", &[]);
        check("[a]({% link x %})", &[(Template, "{% link x %}")]);
        check("[a]: see https://example.org", &[(Definition, "[a]:")]);
        check("[a]:", &[(Definition, "[a]:")]);
        check("[10:00]: the doors open", &[]);
        check("[ZH][EN] two languages", &[]);
    }
}
