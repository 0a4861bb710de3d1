//! Front matter of every dialect: what it comes out as, and what a person sees of the broken kind.

use proptest::prelude::*;
use serde_json::json;

use crate::config::{Document, FrontMatter, Kind, PostDate, SortBy, parse_date, read_document};
use crate::diag::human;
use crate::source::{SourcePath, SourceTree};

fn document(text: &str) -> (Document, String) {
    let path = SourcePath::new("a.md").unwrap();
    let (document, mut diagnostics) = read_document(&path, text);
    diagnostics.sort();
    let mut sources = SourceTree::default();
    sources.insert_text(path, text);
    (document, human(&diagnostics, &sources, false))
}

/// Front matter without any complaint.
#[track_caller]
fn check(text: &str, expected: FrontMatter) {
    let (document, faults) = document(text);
    assert_eq!((document.front_matter, faults.as_str(), document.broken), (expected, "", false));
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn yaml_and_toml_say_the_same() {
    let expected = FrontMatter {
        title: Some("Gear that lasts".into()),
        date: Some("2026-03-01".into()),
        draft: true,
        weight: Some(3),
        tags: texts(&["a", "b c"]),
        taxonomies: [("series".to_owned(), texts(&["x"]))].into(),
        extra: [("hero".to_owned(), json!({"dark": true}))].into(),
        kind: Some(Kind::Give),
        sort_by: Some(SortBy::UpdateDate),
        ..FrontMatter::default()
    };
    check(
        "---\ntitle: Gear that lasts\ndate: 2026-03-01\ndraft: true\nweight: 3\ntags: [a, b c]\ntaxonomies: {series: [x]}\n\
         extra: {hero: {dark: true}}\nkind: give\nsort_by: update_date\n---\n",
        expected.clone(),
    );
    check(
        "+++\ntitle = 'Gear that lasts'\ndate = 2026-03-01\ndraft = true\nweight = 3\ntags = ['a', 'b c']\nkind = 'give'\n\
         sort_by = 'update_date'\n[taxonomies]\nseries = ['x']\n[extra.hero]\ndark = true\n+++\n",
        expected,
    );
}

/// Hugo's third dialect; tabs, escapes and places as in the file.
#[test]
fn json() {
    let text = "{\n\t\"title\": \"Gear \\u00e9 \\/ \\\"x\\\"\",\n\t\"date\":\"2026-03-01\",\"draft\" : false,\n\t\"tags\": [\n\t\t\"a\",\n\t\t\"b c\"\n\t]\n}\n\nBody";
    check(
        text,
        FrontMatter {
            title: Some("Gear é / \"x\"".into()),
            date: Some("2026-03-01".into()),
            tags: texts(&["a", "b c"]),
            ..FrontMatter::default()
        },
    );
    let (document, _) = document(text);
    assert_eq!(&text[document.body_start..], "\nBody");
    let date = document.node.unwrap().get("date").unwrap().range.clone();
    assert_eq!(&text[date], "\"2026-03-01\"");
    let (document, _) = self::document("{\"title\": \"\\ud83d\\ude00\", \"a\": {}}\n");
    assert_eq!((document.front_matter.title.as_deref(), document.broken), (Some("😀"), false));
}

#[test]
fn no_front_matter() {
    check("# Title\n", FrontMatter::default());
    check("", FrontMatter::default());
    check("---\n---\nBody", FrontMatter::default());
    check("---\n# nothing yet\n---\n", FrontMatter::default());
    let (document, _) = document("---\ntitle: A\n---\nBody");
    assert_eq!(document.body_start, 17);
}

#[test]
fn spellings_of_hugo_and_jekyll() {
    check(
        "---\nlayout: post\nauthor: Ann Owner\nlastmod: 2026-03-02\npublishDate: 2026-03-01\nexpiryDate: 2027-01-01\n\
         permalink: /x/\nredirect_from: /y/\ncategory: machine learning\ntags: a b\nlang: no\npublished: false\n\
         params: {a: 1}\nsubtitle: S\n---\n",
        FrontMatter {
            layout: Some("post".into()),
            authors: texts(&["Ann Owner"]),
            updated: Some("2026-03-02".into()),
            date: Some("2026-03-01".into()),
            expires: Some("2027-01-01".into()),
            path: Some("/x/".into()),
            aliases: texts(&["/y/"]),
            categories: texts(&["machine learning"]),
            tags: texts(&["a", "b"]),
            language: Some("no".into()),
            published: Some(false),
            extra: [("a".to_owned(), json!(1)), ("subtitle".to_owned(), json!("S"))].into(),
            ..FrontMatter::default()
        },
    );
    check(
        "---\nauthors: [{name: Ann, url: x}, Ben]\nauthor: Cid\nimage: {path: a.png, alt: A gear}\nexcerpt: Short\n---\n",
        FrontMatter {
            authors: texts(&["Ann", "Ben", "Cid"]),
            image: Some("a.png".into()),
            image_alt: Some("A gear".into()),
            description: Some("Short".into()),
            extra: [("excerpt".to_owned(), json!("Short"))].into(),
            ..FrontMatter::default()
        },
    );
    check(
        "---\ntags: a, b c ,\ncategories: [x]\ncategory: y\n---\n",
        FrontMatter { tags: texts(&["a", "b c"]), categories: texts(&["x", "y"]), ..FrontMatter::default() },
    );
}

/// Whoever writes `title: 1.10` means these four characters.
#[test]
fn numbers_and_words_as_written() {
    check(
        "---\ntitle: 1.10\nslug: 1e3\ntags: [2024, 1.0, true, ~]\ndate: 20260301\nweight: \"7\"\ndraft: \"yes\"\ntoc: No\n---\n",
        FrontMatter {
            title: Some("1.10".into()),
            slug: Some("1e3".into()),
            tags: texts(&["2024", "1.0", "true"]),
            date: Some("20260301".into()),
            weight: Some(7),
            draft: true,
            toc: Some(false),
            ..FrontMatter::default()
        },
    );
}

#[test]
fn a_key_without_a_value() {
    check(
        "---\ndate:\npublishDate: 2026-03-01\nslug: a\nurl:\n---\n",
        FrontMatter { date: Some("2026-03-01".into()), slug: Some("a".into()), ..FrontMatter::default() },
    );
    check("---\ntitle:\ntags:\ndraft:\nextra:\nlayout: ~\n---\n", FrontMatter::default());
}

#[test]
fn pelican() {
    check(
        "Title: This week: 42\nDate: 2014-06-06 18:30\nCategory: This Week in X\nTags: a, b c\nAuthors: Owner, Ann; Ben\n\
         Slug: w-42\nSummary: One line\n  and another\nStatus: draft\nSeries_index: 4\n\nBody",
        FrontMatter {
            title: Some("This week: 42".into()),
            date: Some("2014-06-06 18:30".into()),
            categories: texts(&["This Week in X"]),
            tags: texts(&["a", "b c"]),
            authors: texts(&["Owner, Ann", "Ben"]),
            slug: Some("w-42".into()),
            description: Some("One line and another".into()),
            draft: true,
            extra: [
                ("series_index".to_owned(), json!("4")),
                ("summary".to_owned(), json!("One line and another")),
            ]
            .into(),
            ..FrontMatter::default()
        },
    );
    let (document, _) = document("Title: A\r\nTags: x\r\n\r\nBody");
    assert_eq!((document.body_start, document.front_matter.tags), (21, texts(&["x"])));
}

/// Diagnostics of later stages point at the value that was read, whatever its key was called.
#[test]
fn values_keep_their_places_under_one_name() {
    for (text, value) in [
        ("---\npublishDate: 2026-03-01\n---\n", "2026-03-01"),
        ("+++\npubdate = 2026-03-01\n+++\n", "2026-03-01"),
        ("\u{feff}---\r\ndate: \"2026-03-01\" # x\r\n---\r\n", "\"2026-03-01\""),
        ("Title: Zoë\nDate: 2026-03-01 \n\n", "2026-03-01"),
    ] {
        let node = document(text).0.node.unwrap();
        assert_eq!(&text[node.get("date").unwrap().range.clone()], value, "{text}");
    }
    let text = "Title: Zoë\nTags: é, b\n\n";
    let node = document(text).0.node.unwrap();
    assert_eq!(&text[node.at(&["tags", "1"]).unwrap().range.clone()], "b");
}

#[test]
fn unknown_keys_are_kept_and_only_misspelt_ones_reported() {
    let (document, faults) =
        document("---\ntitel: A\nDescription: B\nmy_own: 1\nShowToc: true\ncover: x\n---\n");
    insta::assert_snapshot!(faults, @r###"
    warning[unknown-key]: no key is called `titel` here
     --> a.md:2:1
      |
    2 | titel: A
      | ^^^^^
      |
      = help: did you mean `title`? A key of your own can stand in `extra:`

    warning[unknown-key]: no key is called `Description` here
     --> a.md:3:1
      |
    3 | Description: B
      | ^^^^^^^^^^^
      |
      = help: did you mean `description`? A key of your own can stand in `extra:`
    "###);
    let extra: Vec<&str> = document.front_matter.extra.keys().map(String::as_str).collect();
    assert_eq!(extra, ["Description", "ShowToc", "cover", "my_own", "titel"]);
}

#[test]
fn faults_as_shown() {
    let cases = [
        "---\ntitle: A\n\nBody without an end\n",
        "+++\ntitle = \"A\"\n---\n",
        "---\ntitle: One: two\n---\n",
        "---\n- a\n- b\n---\n",
        "---\nupdated: 2026-03-01\nlastmod: 2030-01-01\n---\n",
        "---\ntitle: [a]\nweight: heavy\nkind: gift\ntags: {a: b}\nauthors: [[x]]\n---\n",
        "+++\nweight = 1.5\nextra = 3\n[taxonomies]\ntags = 3\n+++\n",
    ];
    let shown: Vec<String> = cases.iter().map(|text| document(text).1).collect();
    insta::assert_snapshot!(shown.concat(), @r###"
    error[unclosed-front-matter]: no second `---` ends the front matter
     --> a.md:1:1
      |
    1 | ---
      | ^^^ opened here
      |
      = help: add a line `---` below the last key

    error[unclosed-front-matter]: no second `+++` ends the front matter
     --> a.md:1:1
      |
    1 | +++
      | ^^^ opened here
      |
      = help: add a line `+++` below the last key

    error[invalid-yaml]: a second `: ` in one line
     --> a.md:2:11
      |
    2 | title: One: two
      |           ^
      |
      = help: if the value itself holds a colon, put it in quotes: `title: "One: two"`

    error[wrong-type]: the front matter must be lines of `key: value`, and is a list
     --> a.md:2:1
      |
    2 | / - a
    3 | | - b
      | |___^
      |
      = help: if the first line was meant as a rule across the page, write it as `***`

    warning[repeated-setting]: `lastmod` and `updated` mean the same and differ
     --> a.md:3:1
      |
    2 | updated: 2026-03-01
      | ------- read
    3 | lastmod: 2030-01-01
      | ^^^^^^^ not read
      |
      = help: remove one of the two

    warning[wrong-type]: `title` must be text, and is a list
     --> a.md:2:8
      |
    2 | title: [a]
      |        ^
      |
      = help: write one value, without brackets

    warning[wrong-type]: `weight` must be a whole number, and is text "heavy"
     --> a.md:3:9
      |
    3 | weight: heavy
      |         ^^^^^

    warning[unknown-value]: `kind` cannot be "gift"
     --> a.md:4:7
      |
    4 | kind: gift
      |       ^^^^
      |
      = help: there is: give, ask, news

    warning[wrong-type]: an item of `tags` must be text, and is a mapping
     --> a.md:5:8
      |
    5 | tags: {a: b}
      |        ^

    warning[wrong-type]: an item of `authors` must be text, and is a list
     --> a.md:6:11
      |
    6 | authors: [[x]]
      |           ^
      |
      = help: write one value, without brackets

    warning[wrong-type]: `weight` must be a whole number, and is number 1.5
     --> a.md:2:10
      |
    2 | weight = 1.5
      |          ^^^

    warning[wrong-type]: `extra` must be a mapping, and is number 3
     --> a.md:3:9
      |
    3 | extra = 3
      |         ^
      |
      = help: it takes keys of its own, each with a value
    "###);
}

#[test]
fn what_cannot_be_read_is_not_published() {
    for text in
        ["---\na: b: c\n---\n", "---\ntitle: A\n", "+++\n[\n+++\n", "---\ndraft: true\ndraft: false\n---\n"]
    {
        assert!(document(text).0.broken, "{text}");
    }
    for text in ["---\ndraft: maybe\n---\n", "---\npublished: [x]\n---\n", "+++\ndraft = 1\n+++\n"] {
        let (document, faults) = document(text);
        assert!(document.front_matter.draft && faults.contains("unreadable-draft"), "{text} {faults}");
    }
}

/// Hugo's `publishDate` is an embargo: nothing may be out before it.
#[test]
fn of_two_dates_the_later_one_counts() {
    #[track_caller]
    fn check(lines: &str, expected: &str, notes: usize) {
        let (document, faults) = document(&format!("---\n{lines}\n---\n"));
        assert_eq!(document.front_matter.date.as_deref(), Some(expected), "{lines}");
        assert_eq!(faults.matches("note[two-dates]").count(), notes, "{lines} {faults}");
        assert_eq!(faults.lines().filter(|line| line.contains("]: ")).count(), notes, "{lines} {faults}");
    }
    check("date: 2023-09-09\npublishDate: 2099-01-01", "2099-01-01", 1);
    check("publishDate: 2099-01-01\ndate: 2023-09-09", "2099-01-01", 1);
    check("date: 2099-01-01\npublishDate: 2023-09-09", "2099-01-01", 1);
    check("date: 20230909\npublishdate: 20990101\npubDate: 2050-01-01", "20990101", 2);
    check("date: 2026-03-01\npublishDate: 2026-03-01T00:00:00Z", "2026-03-01", 0);
    check("date:\npublishDate: 2026-03-01", "2026-03-01", 0);
    check("date: 2026-03-01\npublishDate:", "2026-03-01", 0);
    // What cannot be read is left for whoever reports dates.
    check("date: 2026-03-01\npublishDate: soon", "soon", 0);
    check("date: soon\npublishDate: 2026-03-01", "soon", 0);
    // By the day that was written, whatever the hour elsewhere.
    check(
        "date: 2026-03-01T23:00:00-10:00\npublishDate: 2026-03-02T00:00:00+10:00",
        "2026-03-02T00:00:00+10:00",
        1,
    );
    let text = "+++\ndate = 2023-09-09\npublishDate = 2099-01-01\n+++\n";
    let (document, faults) = document(text);
    let date = document.node.unwrap().get("date").unwrap().range.clone();
    assert_eq!(&text[date], "2099-01-01");
    insta::assert_snapshot!(faults, @r###"
    note[two-dates]: two dates of publication, of which the later one counts
     --> a.md:3:15
      |
    2 | date = 2023-09-09
      |        ---------- not read
    3 | publishDate = 2099-01-01
      |               ^^^^^^^^^^ published on this day
      |
      = help: keep the day on which readers may see it
    "###);
}

/// What disputes the promo check must say why.
#[test]
fn a_reason_is_a_few_words() {
    for value in ["compares three tools", "\"free, and open\"", "ist keine Werbung", "无偿的社区活动公告"]
    {
        let (document, faults) = document(&format!("---\nnot_promotional: {value}\n---\n"));
        assert!(document.front_matter.not_promotional.is_some() && faults.is_empty(), "{value} {faults}");
    }
    for value in ["true", "yes", "1", "", "\"\"", "~", "[it is free]", "no ask", "'- - - -'", "ok"] {
        let (document, faults) = document(&format!("---\nnot_promotional: {value}\n---\n"));
        assert_eq!(document.front_matter.not_promotional, None, "{value}");
        assert_eq!(faults.matches("error[reason-missing]").count(), 1, "{value} {faults}");
        assert!(!document.broken, "{value}");
    }
    let (_, faults) = document("---\nnot_promotional: true\n---\n");
    insta::assert_snapshot!(faults, @r###"
    error[reason-missing]: `not_promotional` must say why in a few words, and is true
     --> a.md:2:18
      |
    2 | not_promotional: true
      |                  ^^^^
      |
      = help: write the reason: `not_promotional: compares three tools, and ours loses`
    "###);
}

proptest! {
    /// No file makes the reader panic; what it reports lies in the file, and the body starts at a character.
    #[test]
    fn any_file_can_be_read(
        fence in "---|\\+\\+\\+|Title: |\u{feff}---|",
        lines in "((title|date|tags|draft|authors|image|extra|taxonomies|weight|nme)( ?[:=] ?)?[-a-z0-9é\\[\\]{}:, '\"]{0,12}\r?\n){0,6}",
        close in "---|\\+\\+\\+|\\.\\.\\.|",
    ) {
        let text = format!("{fence}\n{lines}{close}\nBody é");
        let path = SourcePath::new("a.md").unwrap();
        let (document, diagnostics) = read_document(&path, &text);
        prop_assert!(text.get(document.body_start..).is_some());
        prop_assert_eq!(document.broken, diagnostics.has_errors());
        for label in diagnostics.iter().flat_map(|one| &one.labels) {
            prop_assert!(text.get(label.span.range()).is_some(), "{label:?}");
        }
        if let Some(node) = document.node {
            for entry in node.entries() {
                prop_assert!(text.get(entry.node.range.clone()).is_some());
            }
        }
    }

    /// A date comes back from what it is written as.
    #[test]
    fn dates_come_back(seconds in 0_i64..4_000_000_000, minutes in -14 * 60..14 * 60_i32) {
        let offset = jiff::tz::Offset::from_seconds(minutes * 60).unwrap();
        let date = PostDate { local: offset.to_datetime(jiff::Timestamp::from_second(seconds).unwrap()), offset };
        prop_assert_eq!(date.seconds(), seconds);
        prop_assert_eq!(parse_date(&date.rfc3339(), &jiff::tz::TimeZone::UTC), Ok(date));
    }

    #[test]
    fn any_text_may_be_asked_for_its_date(text in "[-0-9/.:TZ+é ]{0,30}") {
        let _ = parse_date(&text, &jiff::tz::TimeZone::UTC);
    }
}

/// The table of names that the reader looks keys up in is that of the type.
#[test]
fn known_keys_are_the_fields() {
    let schema = schemars::schema_for!(FrontMatter);
    let mut fields: Vec<&str> =
        schema.as_value()["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(fields, crate::config::document::KNOWN_KEYS);
}
