//! Laws that hold for any markdown.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::config::AnchorPlace;
use crate::config::MarkdownSettings;
use crate::config::SlugStyle;
use crate::markdown::Events;
use crate::markdown::Heading;
use crate::markdown::HtmlOptions;
use crate::markdown::PlainOptions;
use crate::markdown::SummaryLength;
use crate::markdown::outline;
use crate::markdown::raw_html::raw_tags;
use crate::markdown::summary_html;
use crate::markdown::summary_text;
use crate::markdown::tests::Site;
use crate::markdown::tests::mail;
use crate::markdown::tests::page;
use crate::markdown::tests::settings;
use crate::markdown::to_html;
use crate::markdown::to_inline_html;
use crate::markdown::to_plain;

/// Pieces that together reach every construct, whole and broken.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zéß你 ]{1,8}",
        1 => any::<char>().prop_map(String::from),
        6 => prop::sample::select(vec![
            "\n", "\n\n", "\n\n", "# ", "\n## a", "\n### a {#a}", "\n---\n", "\n===\n", "- ", "\n1. ", "> ", "> [!NOTE]\n> ",
            "    ", "\n```rust\n", "\n```\n", "`", "*", "**", "_", "~~", "[", "](", ")", "![", "](x \"t\")", "[^a]", "[^a]", "\n\n[^a]: ", "[x[^a]](y)",
            "\n[r]: /x\n", "[r]", "|", "\n|a|b|\n|-|-|\n", "\n: ", "$", "$$", "\\", "&amp;", "<!-- more -->", "<b>", "<a href=\"", "\">", "</a>",
            "<div>\n", "<script>", "https://example.org/a_b", "www.example.org.", "me@example.org", "--", "...", "\"", "'", "- [x] ", "\t", "\r\n",
            "\u{a0}", "\u{0}", "<br>", "{", "}", "\\frac",
        ]).prop_map(str::to_owned),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// The ids of the headings of a page, in the order of the page.
fn heading_ids(html: &str) -> Vec<String> {
    let starts = html.match_indices("<h").filter(|(at, _)| {
        let rest = &html.as_bytes()[at + 2..];
        matches!(rest.first(), Some(b'1'..=b'6')) && rest.get(1) == Some(&b' ')
    });
    starts
        .filter_map(|(at, _)| {
            let tag = &html[at..at + html[at..].find('>')?];
            let id = &tag[tag.find("id=\"")? + 4..];
            Some(id[..id.find('"')?].to_owned())
        })
        .collect()
}

/// Checks that every element is closed where it should be, and no link or form stands in a link.
fn check_balance(html: &str) -> Result<(), TestCaseError> {
    let mut open: Vec<&str> = Vec::new();
    for tag in raw_tags(html) {
        if ["br", "hr", "img", "input"].contains(&tag.name) || html[tag.range.clone()].ends_with("/>") {
            continue;
        }
        if tag.closing {
            prop_assert_eq!(open.pop(), Some(tag.name), "{}", html);
        } else {
            prop_assert!(tag.name != "a" || !open.contains(&"a"), "a link in a link: {}", html);
            open.push(tag.name);
        }
    }
    prop_assert!(open.is_empty(), "{open:?} left open: {html}");
    Ok(())
}

proptest! {
    #[test]
    fn pages_are_balanced(body in markdown(), place in 0usize..4, mail: bool) {
        // Raw HTML is the writer's own affair.
        let body = body.replace('<', " ");
        let anchors = [AnchorPlace::None, AnchorPlace::Left, AnchorPlace::Right, AnchorPlace::Heading];
        let settings = MarkdownSettings { heading_anchors: anchors[place], ..settings() };
        let options = HtmlOptions { settings: &settings, anchors: true, footnote_prefix: "", mail };
        check_balance(&to_html(&body, &options, &Site))?;
        check_balance(&to_inline_html(&body, &settings, &Site))?;
        let more = body.len() / 2;
        let more = (more..=body.len()).find(|&at| body.is_char_boundary(at));
        check_balance(&summary_html(&body, SummaryLength { more, words: 5 }, &options, &Site))?;
    }

    #[test]
    fn ids_of_outline_and_page_are_the_same(titles in vec("[A-Za-zéß你 !_-]{0,6}( \\{#[ab]\\})?", 1..12), ascii: bool) {
        let body: String = titles.iter().map(|title| format!("## {title}\n\ntext\n\n")).collect();
        let heading_ids_style = if ascii { SlugStyle::Ascii } else { SlugStyle::Keep };
        let settings = MarkdownSettings { heading_ids: heading_ids_style, ..settings() };
        let options = HtmlOptions { settings: &settings, anchors: true, footnote_prefix: "", mail: false };
        let known: Vec<String> = outline(&body, &settings).headings.into_iter().map(|Heading { id, .. }| id).collect();
        prop_assert_eq!(&heading_ids(&to_html(&body, &options, &Site)), &known);
        let mut unique = known.clone();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(unique.len(), known.len());
    }

    #[test]
    fn any_markdown_is_read_by_every_fold(body in markdown()) {
        let settings = settings();
        let known = outline(&body, &settings);
        for range in known.links.iter().flat_map(|link| [&link.range, &link.destination_range])
            .chain(known.headings.iter().map(|heading| &heading.range))
            .chain(known.faults.iter().map(|fault| &fault.range))
            .chain(known.unknown_languages.iter().map(|language| &language.range))
        {
            prop_assert!(body.get(range.clone()).is_some(), "{range:?}");
        }
        for (_, range) in Events::new(&body, &settings) {
            prop_assert!(body.get(range.clone()).is_some(), "{range:?}");
        }
        // Notes move to the end of the page, or are dropped.
        if !body.contains("[^a]: ") {
            let ids: Vec<&str> = known.headings.iter().map(|heading| heading.id.as_str()).collect();
            prop_assert_eq!(heading_ids(&page(&body)), ids);
        }
        page(&body);
        mail(&body);
        to_inline_html(&body, &settings, &Site);
        to_plain(&body, &settings, &Site, PlainOptions::default());
        let length = SummaryLength { more: known.more, words: 5 };
        let options = HtmlOptions { settings: &settings, anchors: true, footnote_prefix: "", mail: false };
        summary_html(&body, length, &options, &Site);
        prop_assert!(summary_text(&body, length, &settings).split_whitespace().count() <= 5 + body.len() / 2);
    }

    #[test]
    fn plain_text_keeps_every_word(
        blocks in vec((prop::sample::select(vec!["", "# ", "- ", "1. ", "> ", "> - ", "| ", "```\n", "*", "[", "<p>"]), vec("[a-z]{1,9}", 1..12)), 1..8),
        width in 1usize..90,
    ) {
        let mut body = String::new();
        for (mark, words) in &blocks {
            let words = words.join(" ");
            body += &match *mark {
                "| " => format!("| {words} | b |\n|---|---|\n| c | {words} |\n\n"),
                "```\n" => format!("```\n{words}\n```\n\n"),
                "*" => format!("*{words}*\n\n"),
                "[" => format!("[{words}](/x)\n\n"),
                "<p>" => format!("<p>{words}</p>\n\n"),
                mark => format!("{mark}{words}\n\n"),
            };
        }
        let text = to_plain(&body, &settings(), &Site, PlainOptions { width, first_link: 1 }).text;
        let mut left = text.split(|character: char| !character.is_ascii_lowercase()).filter(|word| !word.is_empty());
        for word in blocks.iter().flat_map(|(_, words)| words) {
            prop_assert!(left.any(|found| found == word), "{word} is missing in\n{text}");
        }
    }

    #[test]
    fn lines_keep_to_the_width(words in vec("[a-z你]{1,9}", 1..40), width in 20usize..60) {
        let body = format!("> - {}", words.join(" "));
        for line in to_plain(&body, &settings(), &Site, PlainOptions { width, first_link: 1 }).text.lines() {
            let columns = unicode_width::UnicodeWidthStr::width(line);
            prop_assert!(columns <= width.max(24), "{columns}: {line}");
        }
    }
}
