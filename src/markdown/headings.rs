//! Headings and their ids.
//!
//! [`Headings`] is fed every event of a body; the outline and the HTML writer both use it, so a link to a heading
//! that the outline knows is one that the page has.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use pulldown_cmark_escape::escape_html_body_text;
use unicode_width::UnicodeWidthChar;

use crate::config::SlugStyle;
use crate::config::pelican_slug;
use crate::markdown::events::Item;
use crate::markdown::math::write_math;

/// One heading of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor, unique in the body.
    pub id: String,
    /// Its words without markup.
    pub text: String,
    /// Its words as inline HTML without links: for a table of contents.
    pub html: String,
    /// Its bytes of the body.
    pub range: Range<usize>,
}

/// Collects the headings of a body, event by event.
#[derive(Debug, Default)]
pub(crate) struct Headings {
    found: Vec<Heading>,
    explicit: Vec<bool>,
    open: bool,
}

/// An id that a second heading asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DuplicateId {
    pub id: String,
    pub range: Range<usize>,
}

impl Headings {
    /// Reads the next event.
    pub fn event(&mut self, item: &Item<'_>) {
        if let (Event::Start(Tag::Heading { level, id, .. }), range) = item {
            self.open = true;
            self.explicit.push(id.is_some());
            self.found.push(Heading {
                level: *level as u8,
                id: id.as_deref().unwrap_or_default().to_owned(),
                text: String::new(),
                html: String::new(),
                range: range.clone(),
            });
        } else if self.open
            && let Some(heading) = self.found.last_mut()
        {
            match &item.0 {
                Event::End(TagEnd::Heading(_)) => self.open = false,
                event => add(heading, event),
            }
        }
    }

    /// Gives every heading its id: what the writer asked for first, then what the words suggest.
    pub fn finish(mut self, style: SlugStyle) -> (Vec<Heading>, Vec<DuplicateId>) {
        let mut ids = Ids::default();
        let mark = if style == SlugStyle::Pelican { '_' } else { '-' };
        let mut duplicates = Vec::new();
        for (heading, explicit) in self.found.iter_mut().zip(&self.explicit) {
            heading.text = heading.text.trim().to_owned();
            heading.html = heading.html.trim().to_owned();
            if *explicit {
                let unique = ids.unique(&heading.id, mark);
                if unique != heading.id {
                    duplicates.push(DuplicateId { id: heading.id.clone(), range: heading.range.clone() });
                    heading.id = unique;
                }
            }
        }
        for (heading, explicit) in self.found.iter_mut().zip(&self.explicit) {
            if !explicit {
                heading.id = ids.unique(&heading_slug(&heading.text, style), mark);
            }
        }
        (self.found, duplicates)
    }
}

fn add(heading: &mut Heading, event: &Event<'_>) {
    let tags = match event {
        Event::Text(text) => {
            heading.text.push_str(text);
            escape(&mut heading.html, text);
            return;
        }
        Event::Code(text) => {
            heading.text.push_str(text);
            heading.html.push_str("<code>");
            escape(&mut heading.html, text);
            "</code>"
        }
        Event::InlineMath(tex) | Event::DisplayMath(tex) => {
            heading.text.push_str(tex);
            write_math(&mut heading.html, tex, false);
            return;
        }
        Event::SoftBreak | Event::HardBreak => {
            heading.text.push(' ');
            " "
        }
        Event::Start(Tag::Emphasis) => "<em>",
        Event::End(TagEnd::Emphasis) => "</em>",
        Event::Start(Tag::Strong) => "<strong>",
        Event::End(TagEnd::Strong) => "</strong>",
        Event::Start(Tag::Strikethrough) => "<del>",
        Event::End(TagEnd::Strikethrough) => "</del>",
        _ => "",
    };
    heading.html.push_str(tags);
}

fn escape(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = escape_html_body_text(out, text);
}

/// Ids given so far.
#[derive(Debug, Default)]
struct Ids {
    /// Each id with the number that its next namesake tries first.
    given: HashMap<String, u32>,
}

impl Ids {
    /// `wanted`, or `wanted-1`, `wanted-2` and so on if it is taken, with `mark` for the dash.
    fn unique(&mut self, wanted: &str, mark: char) -> String {
        let Some(&first) = self.given.get(wanted) else {
            self.given.insert(wanted.to_owned(), 1);
            return wanted.to_owned();
        };
        let mut number = first;
        loop {
            let candidate = format!("{wanted}{mark}{number}");
            number += 1;
            if !self.given.contains_key(&candidate) {
                self.given.insert(candidate.clone(), 1);
                self.given.insert(wanted.to_owned(), number);
                return candidate;
            }
        }
    }
}

/// The id that a heading's words suggest.
fn heading_slug(text: &str, style: SlugStyle) -> String {
    let slug = match style {
        SlugStyle::Ascii => slug::slugify(text),
        SlugStyle::Keep => github_slug(text),
        SlugStyle::Pelican => pelican_slug(text),
    };
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// GitHub's slug: lower case, punctuation dropped, each space a dash, letters of all scripts kept.
fn github_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.trim().chars() {
        if character.is_alphanumeric() || is_mark(character) {
            slug.extend(character.to_lowercase());
        } else if matches!(character, '-' | '_') {
            slug.push(character);
        } else if character.is_whitespace() {
            slug.push('-');
        }
    }
    slug
}

/// Whether a character sits on the letter before it, as vowel signs do.
fn is_mark(character: char) -> bool {
    character >= '\u{300}'
        && character.width() == Some(0)
        && !matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202F}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use crate::config::MarkdownSettings;
    use crate::config::SlugStyle;
    use crate::markdown::outline;

    #[track_caller]
    fn check(style: SlugStyle, body: &str, ids: &[&str]) {
        let settings = MarkdownSettings { heading_ids: style, ..MarkdownSettings::default() };
        let found: Vec<String> =
            outline(body, &settings).headings.into_iter().map(|heading| heading.id).collect();
        assert_eq!(found, ids, "{body}");
    }

    #[test]
    fn ids_follow_github_or_zola() {
        check(SlugStyle::Keep, "# Hello, World!", &["hello-world"]);
        check(SlugStyle::Keep, "# Über `foo_bar()` & more", &["über-foo_bar--more"]);
        check(SlugStyle::Keep, "# 你好 世界\n# हिन्दी", &["你好-世界", "हिन्दी"]);
        check(SlugStyle::Ascii, "# Über `foo_bar()` & more\n# 你好", &["uber-foo-bar-more", "ni-hao"]);
        check(SlugStyle::Pelican, "# What's in 0.8?", &["whats-in-08"]);
        check(SlugStyle::Keep, "# !!!\n# ???", &["section", "section-1"]);
    }

    #[test]
    fn ids_are_unique_and_explicit_ones_come_first() {
        check(SlugStyle::Keep, "# A\n# A\n# A-1\n# A", &["a", "a-1", "a-1-1", "a-2"]);
        check(SlugStyle::Pelican, "# A\n# A", &["a", "a_1"]);
        check(SlugStyle::Keep, "# A\n# B {#a}", &["a-1", "a"]);
        check(SlugStyle::Keep, "# B {#a}\n# C {#a}", &["a", "a-1"]);
    }
}
