//! Feeds, read back.

use roxmltree::{Document, Node};

use crate::render::tests::{TestSite, kitchen_sink};

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn children<'a>(node: Node<'a, 'a>, name: &'static str) -> Vec<Node<'a, 'a>> {
    node.children().filter(move |child| child.has_tag_name((ATOM, name))).collect()
}

fn text<'a>(node: Node<'a, 'a>, name: &'static str) -> &'a str {
    children(node, name).first().and_then(|child| child.text()).unwrap_or("")
}

/// Holds an Atom feed against what RFC 4287 asks for.
#[track_caller]
fn check_atom(source: &str, self_url: &str) {
    let document = Document::parse(source).unwrap_or_else(|fault| panic!("{fault}\n{source}"));
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    let rel = |rel: &str| {
        let links = children(feed, "link");
        links
            .iter()
            .find(|link| link.attribute("rel") == Some(rel))
            .and_then(|link| link.attribute("href"))
            .map(str::to_owned)
    };
    assert_eq!(rel("self").as_deref(), Some(self_url));
    assert!(rel("alternate").is_some_and(|url| url.starts_with("https://")));
    for node in std::iter::once(feed).chain(children(feed, "entry")) {
        for name in ["id", "title", "updated"] {
            assert_eq!(children(node, name).len(), 1, "exactly one {name}");
        }
        assert!(text(node, "id").starts_with("https://"), "an absolute id");
        text(node, "updated").parse::<jiff::Timestamp>().unwrap();
        for author in children(node, "author") {
            assert_ne!(text(author, "name"), "");
        }
    }
    let without_author = |entry: &Node<'_, '_>| children(*entry, "author").is_empty();
    assert!(
        !children(feed, "author").is_empty() || !children(feed, "entry").iter().any(without_author),
        "every entry has an author"
    );
    let mut ids: Vec<&str> = children(feed, "entry").into_iter().map(|entry| text(entry, "id")).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids are unique");
}

#[test]
fn all_feeds_are_valid() {
    let site = kitchen_sink();
    let feeds: Vec<&str> = site.paths().into_iter().filter(|path| path.ends_with("atom.xml")).collect();
    assert_eq!(
        feeds,
        [
            "atom.xml",
            "posts/atom.xml",
            "series/start-here/atom.xml",
            "tags/installation/atom.xml",
            "tags/warranty/atom.xml"
        ]
    );
    for path in feeds {
        check_atom(&site.render(path), &format!("https://example.org/blog/{path}"));
        let json = path.replace("atom.xml", "feed.json");
        let read: serde_json::Value = serde_json::from_str(&site.render(&json)).unwrap();
        assert_eq!(read["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(read["feed_url"], format!("https://example.org/blog/{json}"));
        for item in read["items"].as_array().unwrap() {
            assert!(item["id"].is_string() && item["content_html"].is_string());
        }
    }
}

#[test]
fn a_feed_holds_the_newest_first_with_absolute_addresses() {
    let site = kitchen_sink();
    let atom = site.render("series/start-here/atom.xml");
    let document = Document::parse(&atom).unwrap();
    let entries = children(document.root_element(), "entry");
    let titles: Vec<&str> = entries.iter().map(|entry| text(*entry, "title")).collect();
    assert_eq!(titles, ["Second", "First & <foremost>"]);
    let content = text(entries[1], "content");
    assert!(content.contains("href=\"https://example.org/blog/posts/second/#part\""), "{content}");
    assert!(content.contains("src=\"https://example.org/blog/posts/first/photo.png\""));
    assert!(!content.contains("class=\"anchor\""));
    let author = children(entries[1], "author")[0];
    assert_eq!(
        (text(author, "name"), text(author, "uri")),
        ("Ann Owner", "https://example.org/blog/people/#ann")
    );
    insta::assert_snapshot!(atom);
}

#[test]
fn a_json_feed_reads_well() {
    insta::assert_snapshot!(kitchen_sink().render("tags/warranty/feed.json"), @r#"
    {
      "version": "https://jsonfeed.org/version/1.1",
      "title": "warranty · Kitchen sink",
      "home_page_url": "https://example.org/blog/tags/warranty/",
      "feed_url": "https://example.org/blog/tags/warranty/feed.json",
      "description": "A bit of everything",
      "language": "en",
      "authors": [
        {
          "name": "Ann Owner",
          "url": "https://example.org/blog/people/#ann"
        }
      ],
      "items": [
        {
          "id": "https://example.org/blog/posts/second/",
          "url": "https://example.org/blog/posts/second/",
          "title": "Second",
          "content_html": "<h2 id=\"part\">Part</h2>\n<p>Some words, and a link to <a href=\"https://example.org/blog/posts/first/\">the first</a>.</p>\n",
          "date_published": "2026-02-02T00:00:00+01:00",
          "date_modified": "2026-02-02T00:00:00+01:00",
          "authors": [
            {
              "name": "Guest"
            }
          ],
          "tags": [
            "installation",
            "warranty",
            "Start here"
          ]
        }
      ]
    }
    "#);
}

#[test]
fn hostile_titles_stay_text() {
    let title = "]]> & <b> \\u0000\\u0001\\u001b 😀 \\\" ' -->";
    let post = format!(
        "---\ntitle: \"{title}\"\ndate: 2026-01-01\ntags: ['a & <b>']\n---\n]]> &amp; \u{1} \u{fffe} <!-- x --> ok\n"
    );
    for full_text in [true, false] {
        let config =
            format!("title: 'A & B <i>'\nbase_url: https://example.org\nfeeds: {{full_text: {full_text}}}\n");
        let site = TestSite::new(&[("regards.yaml", &config), ("content/posts/a.md", &post)]);
        let atom = site.render("atom.xml");
        check_atom(&atom, "https://example.org/atom.xml");
        let document = Document::parse(&atom).unwrap();
        assert_eq!(text(document.root_element(), "title"), "A & B <i>");
        let entry = children(document.root_element(), "entry")[0];
        assert!(text(entry, "title").starts_with("]]> & <b>"), "{}", text(entry, "title"));
        assert!(text(entry, "title").contains('😀'));
        assert_eq!(full_text, !children(entry, "content").is_empty());
        serde_json::from_str::<serde_json::Value>(&site.render("feed.json")).unwrap();
        site.render("posts/a/index.html");
    }
}
