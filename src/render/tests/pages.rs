//! Pages as the default theme shows them.

use crate::render::tests::{TestSite, kitchen_sink};

const CONFIG: (&str, &str) = ("regards.yaml", "title: T\nbase_url: https://example.org\n");

#[test]
fn the_default_theme_renders_everything() {
    let site = kitchen_sink();
    assert_eq!(site.report(&site.diagnostics), "");
    let files = site.all();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8(bytes.clone()).unwrap();
        assert!(html.trim_start().starts_with("<!doctype html>"), "{path}");
        assert!(html.trim_end().ends_with("</html>"), "{path}");
        assert!(
            !html.contains("href=\"/posts") && !html.contains("src=\"/posts"),
            "{path} knows the subfolder"
        );
    }
    let first = &site.render("posts/first/index.html");
    assert!(first.contains("First &amp; &lt;foremost&gt;"));
    assert!(first.contains("href=\"/blog/posts/second/#part\""));
    assert!(first.contains("src=\"/blog/posts/first/photo.png\""));
    assert!(first.contains("width=\"640\" height=\"480\""));
    assert!(first.contains("How do I get a defect sorted out?"));
    let people = site.render("people/index.html");
    assert!(people.contains("h-card") && people.contains("rel=\"me\"") && people.contains("<em>here</em>"));
    assert!(site.render("subscribe/index.html").contains("every 2 weeks, on Tuesday"));
    let alias = site.render("old/first/index.html");
    assert!(alias.contains("https://example.org/blog/posts/first/") && alias.contains("hash"));
}

#[test]
fn the_same_site_gives_the_same_bytes() {
    let (first, second) = (kitchen_sink(), kitchen_sink());
    let forwards = first.all();
    // The second time in the opposite order: no file may depend on what was rendered before it.
    let backwards: Vec<_> = second.plan.jobs().collect();
    for (path, job) in backwards.into_iter().rev() {
        let (bytes, _) = second.renderer.render(job);
        assert_eq!(forwards.get(path.as_str()), bytes.as_ref(), "{path}");
    }
}

#[test]
fn a_site_without_posts_renders() {
    let site = TestSite::new(&[CONFIG]);
    let files = site.all();
    assert!(files.contains_key("index.html") && files.contains_key("404.html"));
    let sitemap = &files["sitemap.xml"];
    let text = String::from_utf8(sitemap.clone()).unwrap();
    let sitemap = roxmltree::Document::parse(&text).unwrap();
    let places: Vec<_> = sitemap.descendants().filter(|node| node.has_tag_name("loc")).collect();
    assert_eq!(places.iter().filter_map(|place| place.text()).collect::<Vec<_>>(), ["https://example.org/"]);
    assert_eq!(
        String::from_utf8(files["robots.txt"].clone()).unwrap(),
        "User-agent: *\nAllow: /\n\nSitemap: https://example.org/sitemap.xml\n"
    );
}

#[test]
fn the_menu_knows_where_the_reader_is() {
    let site = kitchen_sink();
    let current = |path: &str| {
        let html = site.render(path);
        let nav = html.split("class=\"site-nav\"").nth(1).unwrap().split("</nav>").next().unwrap();
        let entries: Vec<&str> = nav.split("<li>").filter(|entry| entry.contains("aria-current")).collect();
        entries
            .iter()
            .map(|entry| entry.split(['>', '<']).nth(2).unwrap().to_owned())
            .collect::<Vec<String>>()
    };
    assert_eq!(current("posts/first/index.html"), ["Posts"]);
    assert_eq!(current("archive/index.html"), ["Archive"]);
    assert_eq!(current("index.html"), [""; 0]);
}

#[test]
fn a_menu_entry_above_the_page_is_current_but_not_the_page() {
    let config = "title: T\nbase_url: https://example.org\npermalinks: {posts: '/{year}/{slug}/'}\n\
                  menu: [{name: Posts, url: '@/posts/_index.md'}]\n";
    let site = TestSite::new(&[
        ("regards.yaml", config),
        ("content/posts/_index.md", "---\ntitle: Posts\n---\n"),
        ("content/posts/a.md", "---\ntitle: A\ndate: 2026-01-02\n---\nText\n"),
    ]);
    let says = |path: &str, state: &str| {
        site.render(path).contains(&format!("<a href=\"/posts/\" aria-current=\"{state}\">Posts</a>"))
    };
    assert!(says("posts/index.html", "page"));
    assert!(says("2026/a/index.html", "true"));
    assert!(!site.render("index.html").contains("aria-current"));
}

#[test]
fn a_letter_is_in_no_list_before_it_went_out() {
    let site = kitchen_sink();
    let coming = site.render("newsletters/dealers/2026-04-07/index.html");
    assert!(coming.contains("Six weeks") && coming.contains("content=\"noindex\""));
    assert!(!site.render("newsletters/dealers/2026-03-24/index.html").contains("noindex"));
    for path in ["subscribe/index.html", "newsletters/dealers/index.html", "sitemap.xml"] {
        let list = site.render(path);
        assert!(list.contains("2026-03-24") && !list.contains("2026-04-07"), "{path}");
    }
}

#[test]
fn a_drawing_is_not_shared_as_a_picture() {
    let shared = |extra: &str, image: &str| {
        let config = format!("title: T\nbase_url: https://example.org/b\n{extra}");
        let post = format!("---\ntitle: A\nimage: {image}\n---\nText\n");
        let site = TestSite::new(&[
            ("regards.yaml", &config),
            ("content/a/index.md", &post),
            ("content/a/x.svg", ""),
            ("content/a/x.png", ""),
            ("static/site.png", ""),
        ]);
        let html = site.render("a/index.html");
        let found = html.split("property=\"og:image\" content=\"").nth(1);
        found.and_then(|rest| rest.split('"').next()).unwrap_or("").to_owned()
    };
    let site_image = "extra: {image: site.png}\n";
    assert_eq!(shared("", "x.png"), "https://example.org/b/a/x.png");
    assert_eq!(shared("", "x.svg"), "");
    assert_eq!(shared(site_image, "x.svg"), "https://example.org/b/site.png");
    assert_eq!(shared(site_image, "x.png"), "https://example.org/b/a/x.png");
}

#[test]
fn lists_are_split() {
    let site = kitchen_sink();
    let first = site.render("posts/index.html");
    let second = site.render("posts/page/2/index.html");
    assert!(first.contains("href=\"/blog/posts/page/2/\"") && first.contains(">Third<"));
    assert!(!first.contains(">First &amp;"));
    assert!(second.contains(">First &amp;") && second.contains("href=\"/blog/posts/\""));
}

#[test]
fn broken_links_lead_where_they_were_meant_to() {
    let site =
        TestSite::new(&[CONFIG, ("content/a.md", "---\ntitle: A\n---\n[x](@/none.md) ![y](none.png)\n")]);
    let html = site.render("a/index.html");
    assert!(html.contains("href=\"/none/\"") && html.contains("src=\"/a/none.png\""), "{html}");
}

#[test]
fn sitemaps_list_pages_with_their_last_change() {
    let text = kitchen_sink().render("sitemap.xml");
    let sitemap = roxmltree::Document::parse(&text).unwrap();
    let changed = |url: &str| {
        let place = sitemap
            .descendants()
            .find(|node| node.text() == Some(url))
            .unwrap_or_else(|| panic!("{url}: {text}"));
        let change = place.next_sibling().filter(|node| node.has_tag_name("lastmod"));
        change.and_then(|node| node.text().map(str::to_owned))
    };
    let namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    assert_eq!(sitemap.root_element().tag_name().namespace(), Some(namespace));
    assert_eq!(
        changed("https://example.org/blog/posts/first/").as_deref(),
        Some("2026-02-03T10:00:00+01:00")
    );
    assert_eq!(
        changed("https://example.org/blog/posts/page/2/").as_deref(),
        Some("2026-03-03T00:00:00+01:00")
    );
    assert_eq!(changed("https://example.org/blog/about/"), None);
    assert!(!text.contains("old/first") && !text.contains("404"));
}

#[test]
fn addresses_are_escaped_once_and_keep_their_tails() {
    let site = TestSite::new(&[
        (
            "regards.yaml",
            "title: T\nbase_url: https://example.org/blog\n\
             menu: [{name: A, url: /blog/a/}, {name: B, url: '@/a.md#part'}, {name: C, url: 'a/?x=1'}]\n",
        ),
        (
            "content/a.md",
            "---\nimage: a%20b%23.png\naliases: [/old/]\n---\n## Part\n\n[pdf](@/doc.pdf?download=1) [page](@/a.md?y=1#part)\n\
             ![icon](pic.svg#icon) ![odd](<a b%23.png>) [root](/blog/a/?z#part) [rel](../a/?q#part)\n\
             [gone](@/draft.md) [none](@/a.md#none)\n",
        ),
        ("content/draft.md", "---\ndraft: true\n---\n"),
        ("content/old/_index.md", "---\npath: /older/\nredirect_to: '@/a.md#part'\n---\n"),
        ("content/a b#.png", ""),
        ("content/doc.pdf", ""),
        ("content/pic.svg", ""),
        (
            "templates/page.html",
            "{% for m in config.menu %}{{ m.url }} {% endfor %}|{{ page.content | safe }}|{{ page.image.url }} \
             {{ page.image.path }} {{ page.image.width }}|{{ get_url(path=\"a/?x#y\", trailing_slash=true) }} \
             {{ get_url(path=page.path) }} {{ get_url(path=\"@/a.md?y#part\", absolute=true) }}",
        ),
    ]);
    insta::assert_snapshot!(site.render("a/index.html"), @r##"
    /blog/a/ /blog/a/#part /blog/a/?x=1 |<h2 id="part">Part <a class="anchor" href="#part" aria-label="Link to this section: Part">#</a></h2>
    <p><a href="/blog/doc.pdf?download=1">pdf</a> <a href="/blog/a/?y=1#part">page</a>
    <img src="/blog/pic.svg#icon" alt="icon" width="640" height="480" decoding="async"> <img src="/blog/a%20b%23.png" alt="odd" width="640" height="480" loading="lazy" decoding="async"> <a href="/blog/a/?z#part">root</a> <a href="/blog/a/?q#part">rel</a>
    <a href="/blog/draft/">gone</a> <a href="/blog/a/#none">none</a></p>
    |https://example.org/blog/a%20b%23.png /blog/a%20b%23.png 640|/blog/a/?x#y /blog/a/ https://example.org/blog/a/?y#part
    "##);
    let moved = site.render("older/index.html");
    assert!(moved.contains("https://example.org/blog/a/#part"), "{moved}");
    let moved = site.render("old/index.html");
    assert!(moved.contains("https://example.org/blog/a/\""), "{moved}");
}
