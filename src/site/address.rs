//! URL paths: slugs, permalink patterns, and what a front matter may ask for.

use percent_encoding::percent_decode_str;

use crate::config::SlugStyle;
use crate::config::pelican_slug;
use crate::output::OutPath;
use crate::source::PathFault;

/// What a permalink pattern may be filled with.
#[derive(Debug, Clone, Copy)]
pub struct PatternParts<'a> {
    /// The publication date, if there is one.
    pub date: Option<jiff::civil::Date>,
    /// The slug.
    pub slug: &'a str,
    /// The URL path of the section, without slashes at its ends.
    pub section: &'a str,
    /// The title, for `{title}`.
    pub title: &'a str,
    /// The file name without date and extension, as it is.
    pub stem: &'a str,
    /// How the title becomes a slug.
    pub style: SlugStyle,
}

/// Fills a pattern such as `/{year}/{month}/{slug}/`; `None` if it needs a date that is not there.
pub fn fill_pattern(pattern: &str, parts: PatternParts<'_>) -> Option<String> {
    let mut filled = String::with_capacity(pattern.len() + parts.slug.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}')?;
        match name {
            "year" => filled.push_str(&format!("{:04}", parts.date?.year())),
            "month" => filled.push_str(&format!("{:02}", parts.date?.month())),
            "day" => filled.push_str(&format!("{:02}", parts.date?.day())),
            "slug" => filled.push_str(parts.slug),
            "section" => filled.push_str(parts.section),
            "title" => filled.push_str(&slug(parts.title, parts.style)),
            "stem" => filled.push_str(parts.stem),
            _ => {}
        }
        rest = after;
    }
    filled.push_str(rest);
    Some(filled.replace("//", "/"))
}

/// Makes a slug out of any text; never empty, so that every page has an address.
pub fn slug(text: &str, style: SlugStyle) -> String {
    let slug = match style {
        SlugStyle::Ascii => slug::slugify(text),
        SlugStyle::Keep => keep_slug(text),
        SlugStyle::Pelican => pelican_slug(text).trim_matches('-').to_owned(),
    };
    if slug.is_empty() { "untitled".into() } else { slug }
}

fn keep_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_alphanumeric() || character == '_' {
            slug.extend(character.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Whether a slug that somebody wrote can stand in a URL as it is.
pub fn is_url_safe(slug: &str) -> bool {
    !slug.is_empty()
        && !slug.starts_with('.')
        && slug.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+' | '@'))
}

/// The path of the site that somebody wrote into front matter: percent signs are decoded, slashes put as Regards puts
/// them.
///
/// # Errors
/// A path that leaves the site, one that is not UTF-8, and one with a query or fragment: no file answers those.
pub fn written_path(written: &str) -> Result<String, PathFault> {
    if let Some(found) = written.chars().find(|c| matches!(c, '?' | '#')) {
        return Err(PathFault::Character(found));
    }
    let decoded = percent_decode_str(written).decode_utf8().map_err(|_| PathFault::Character('%'))?;
    let url_path = OutPath::normal_url_path(&decoded);
    OutPath::for_url_path(&url_path).map(|_| url_path)
}

/// Takes a date at the start of a file name apart: `2026-03-01-title` is that day and `title`.
///
/// A day up to the 31st counts in any month; [`rolled_over`] says which day was meant.
pub fn split_date(stem: &str) -> (Option<&str>, &str) {
    let Some(prefix) = stem.get(..10) else { return (None, stem) };
    if prefix.parse::<jiff::civil::Date>().is_err() && rolled_over(prefix).is_none() {
        return (None, stem);
    }
    match &stem[10..] {
        "" => (Some(prefix), stem),
        rest if rest.starts_with(['-', '_', ' ']) && rest.len() > 1 => (Some(prefix), &rest[1..]),
        _ => (None, stem),
    }
}

/// What a file name starts with, if somebody meant it as a date and [`split_date`] cannot read it: `2026-13-10-x`,
/// `10.11.2026-x`.
pub fn like_a_date(stem: &str) -> Option<&str> {
    let prefix = stem.get(..10)?;
    let form: String = prefix.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let alone = stem[10..].is_empty() || stem[10..].starts_with(['-', '_', ' ']);
    let is_date = matches!(&*form, "0000-00-00" | "0000.00.00" | "0000_00_00" | "00.00.0000" | "00-00-0000");
    (alone && is_date && split_date(stem).0.is_none()).then_some(prefix)
}

/// The day that a date with too high a day of the month means when the days past the end are counted into the
/// next month, as Jekyll does: `2011-02-29` is the 1st of March.
pub fn rolled_over(text: &str) -> Option<jiff::civil::Date> {
    let (month, day) = (text.get(..8)?, text.get(8..)?);
    let first: jiff::civil::Date = format!("{month}01").parse().ok()?;
    let days = day.parse::<i8>().ok().filter(|days| {
        day.len() == 2 && day.bytes().all(|byte| byte.is_ascii_digit()) && (1..=31).contains(days)
    })?;
    first.checked_add(jiff::Span::new().days(days - 1)).ok()
}

/// The day in a path that starts with one: `2025/06/26/Rust-1.88.0`.
pub fn date_in_path(path: &str) -> Option<String> {
    let mut parts = path.trim_start_matches('/').split('/');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next()?;
    let text = format!("{year}-{month:0>2}-{day:0>2}");
    text.parse::<jiff::civil::Date>().ok().map(|_| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_or_spell() {
        assert_eq!(slug("Käse & Brot!", SlugStyle::Ascii), "kase-brot");
        assert_eq!(slug("Käse & Brot!", SlugStyle::Keep), "käse-brot");
        assert_eq!(slug("Rust 0.8 -", SlugStyle::Pelican), "rust-08");
        assert_eq!(slug("!!!", SlugStyle::Keep), "untitled");
        assert_eq!(slug("日本", SlugStyle::Keep), "日本");
    }

    #[test]
    fn dates_stand_in_file_names_and_paths() {
        assert_eq!(split_date("2026-03-01-title"), (Some("2026-03-01"), "title"));
        assert_eq!(split_date("2026-03-01"), (Some("2026-03-01"), "2026-03-01"));
        assert_eq!(split_date("2026-13-01-title"), (None, "2026-13-01-title"));
        assert_eq!(split_date("2011-02-29-title"), (Some("2011-02-29"), "title"));
        assert_eq!(split_date("2011-02-32-title"), (None, "2011-02-32-title"));
        assert_eq!(split_date("2026-03-011"), (None, "2026-03-011"));
        assert_eq!(date_in_path("2025/6/26/Rust-1.88.0").as_deref(), Some("2025-06-26"));
        assert_eq!(date_in_path("2025/06/26"), None);
    }

    #[test]
    fn days_past_the_end_of_a_month_lie_in_the_next() {
        let check = |text: &str| rolled_over(text).map(|date| date.to_string());
        assert_eq!(check("2011-02-29").as_deref(), Some("2011-03-01"));
        assert_eq!(check("2011-04-31").as_deref(), Some("2011-05-01"));
        assert_eq!(check("2012-02-29").as_deref(), Some("2012-02-29"));
        for text in ["2011-02-00", "2011-02-32", "2011-00-01", "2011-02-1x", "2011-02-+1", "", "é"] {
            assert_eq!(check(text), None, "{text}");
        }
    }

    #[test]
    fn paths_are_decoded_once() {
        for (written, path) in [
            ("/a%20b/", Ok("/a b/")),
            ("a%2520b", Ok("/a%20b/")),
            ("/100%/", Ok("/100%/")),
            ("/what%3F/", Ok("/what?/")),
            ("/k%C3%A4se.html", Ok("/k\u{e4}se.html")),
            ("/a?b", Err(PathFault::Character('?'))),
            ("/a#b", Err(PathFault::Character('#'))),
            ("/%ff/", Err(PathFault::Character('%'))),
            ("/%2e%2e/x", Err(PathFault::Parent)),
            ("/a%00b", Err(PathFault::Character('\0'))),
        ] {
            assert_eq!(written_path(written).as_deref().map_err(|fault| *fault), path, "{written}");
        }
    }

    #[test]
    fn patterns_are_filled() {
        let parts = PatternParts {
            date: Some(jiff::civil::date(2026, 3, 1)),
            slug: "a",
            section: "posts",
            title: "A Title",
            stem: "A.b",
            style: SlugStyle::Ascii,
        };
        assert_eq!(fill_pattern("/{year}/{month}/{slug}/", parts).as_deref(), Some("/2026/03/a/"));
        assert_eq!(
            fill_pattern("/{section}/{title}/{stem}.html", parts).as_deref(),
            Some("/posts/a-title/A.b.html")
        );
        assert_eq!(fill_pattern("/{year}/{slug}/", PatternParts { date: None, ..parts }), None);
    }
}
