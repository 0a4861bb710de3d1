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

/// The longest tag, in bytes: a brace whose end is farther away is a brace. Without this bound a line of braces
/// would be read once for each of them.
const LONGEST_TAG: usize = 1000;

/// The leftovers in a piece of text that is no code: the bytes `range` of `body`.
pub(crate) fn leftovers(body: &str, range: Range<usize>) -> Vec<(Leftover, Range<usize>)> {
    let text = &body[range.clone()];
    let mut found = templates(body, range.clone());
    for (at, _) in text.match_indices("](") {
        let start = range.start + at;
        let end = shown_end(body, start, ")");
        let escaped = text[..at].ends_with('\\');
        // A link around a tag is one fault, and the tag is its cause.
        let around_tag = ["{{", "{%", "<%"].iter().any(|opening| body[start..end].contains(opening));
        if !escaped && !around_tag {
            found.push((Leftover::Link, start..end));
        }
    }
    if text.starts_with('[')
        && let Some(end) = text.find("]:")
        && let rest = text[end + 2..].trim_ascii()
        && (rest.is_empty() || rest.contains("://"))
    {
        found.push((Leftover::Definition, range.start..range.start + end + 2));
    }
    found
}

/// The tags of template languages in a piece of text or HTML: the bytes `range` of `body`.
pub(crate) fn templates(body: &str, range: Range<usize>) -> Vec<(Leftover, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = range.start;
    while let Some(brace) = body[at..range.end.max(at)].find('{') {
        let start = at + brace;
        at = start + 1;
        if let Some(closing) = tag_closing(&body[start..]) {
            let end = shown_end(body, start, closing);
            found.push((Leftover::Template, start..end));
            at = end;
        }
    }
    found
}

/// What closes the tag that a text starts with: Liquid's `{% name %}` and `{{ name }}`, Hugo's `{{< name >}}`,
/// kramdown's `{:.class}`. A Liquid tag may go on in the next line, the others not.
pub(crate) fn tag_closing(text: &str) -> Option<&'static str> {
    let inside = text.strip_prefix('{')?;
    let line = inside[..inside.floor_char_boundary(LONGEST_TAG)].lines().next().unwrap_or_default();
    let is_name = |rest: &str, others: &[char]| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || others.contains(&c))
    };
    if let Some(tag) = inside.strip_prefix('%') {
        is_name(tag.trim_start_matches(['-', ' ']), &[]).then_some("%}")
    } else if let Some(value) = inside.strip_prefix('{') {
        let named = is_name(value.trim_start_matches(['-', '<', '%', ' ']), &['"', '\'', '/']);
        (named && line.contains("}}")).then_some("}}")
    } else {
        let attributes = inside.strip_prefix(':')?;
        let named = is_name(attributes.trim_start_matches(' '), &['.', '#']);
        (named && line.contains('}')).then_some("}")
    }
}

/// The end of a piece that starts at `start`: after `closing` on the same line, or where the line or patience ends.
fn shown_end(body: &str, start: usize, closing: &str) -> usize {
    let rest = &body[start..];
    let line = rest[..rest.floor_char_boundary(SHOWN + closing.len())].lines().next().unwrap_or_default();
    let end = line.find(closing).map_or(line.len(), |end| end + closing.len());
    let mut end = start + end.clamp(1, SHOWN);
    while !body.is_char_boundary(end) {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(Leftover, &str)]) {
        let found = leftovers(text, 0..text.len());
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
        check(
            "{{<ref x>}} {:.wide} {: #top}",
            &[(Template, "{{<ref x>}}"), (Template, "{:.wide}"), (Template, "{: #top}")],
        );
        check("a {{closure} {:?} {:5} {: .x", &[]);
        check("{ {x} } 5{% {{1}} {{}}", &[]);
    }

    #[test]
    fn links_that_are_none() {
        use Leftover::{Definition, Link, Template};
        check("[a](b c) d", &[(Link, "](b c)")]);
        check("a\\](b)", &[]);
        check("[a]({% link x %})", &[(Template, "{% link x %}")]);
        check("[a](mailto:{{ x }})", &[(Template, "{{ x }}")]);
        let split = "[a](b <c>d)";
        assert_eq!(leftovers(split, 0..6), [(Link, 2..split.len())], "as much as the line holds");
        check("[a]: see https://example.org", &[(Definition, "[a]:")]);
        check("[a]:", &[(Definition, "[a]:")]);
        check("[10:00]: the doors open", &[]);
        check("[ZH][EN] two languages", &[]);
    }
}
