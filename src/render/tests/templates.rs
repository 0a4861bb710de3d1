//! Templates: layers, faults, functions.

use crate::diag::Diagnostics;
use crate::render::tests::TestSite;
use crate::theme::group_render_faults;

const CONFIG: (&str, &str) = ("regards.yaml", "title: T\nbase_url: https://example.org/sub\n");
const POST: (&str, &str) =
    ("content/posts/a.md", "---\ntitle: A\ndate: 2026-01-02\ntags: [Rust]\n---\nText.\n");

/// What a template of the site makes of the post.
#[track_caller]
fn check(template: &str, expected: &str) {
    let site = TestSite::new(&[
        CONFIG,
        POST,
        ("templates/page.html", template),
        ("data/team.yaml", "names: [Zoë, Ann]\n"),
        ("data/i18n/en.yaml", "read: {more: Read on}\n"),
        ("static/css/x.css", "body{}\n"),
        ("static/p.png", ""),
    ]);
    assert_eq!(site.report(&site.diagnostics), "");
    let (text, faults) = site.try_render("posts/a/index.html");
    let rendered = text.unwrap_or_else(|| faults.iter().map(|fault| fault.message.clone()).collect());
    assert_eq!(rendered, expected);
}

#[test]
fn functions_know_the_site() {
    check("{{ get_url(path='@/posts/a.md') }}", "/sub/posts/a/");
    check("{{ get_url(path='@/posts/a.md', absolute=true) }}", "https://example.org/sub/posts/a/");
    check("{{ get_url(path='css/x.css') }}", "/sub/css/x.css");
    check("{{ get_url(path='/') }}", "/sub/");
    check("{{ get_url(path='css/x.css', cachebust=true) | length }}", "33");
    check("{{ get_url(path='https://example.net/x') }}", "https://example.net/x");
    check("{% set x = get_page(path='posts/a.md') %}{{ x.title }}", "A");
    check("{% set x = get_section(path='posts/_index.md') %}{{ x.pages | length }}", "1");
    check("{% set x = get_taxonomy(kind='tags') %}{{ x.items[0].name }}", "Rust");
    check("{{ get_taxonomy_url(kind='tags', name='Rust') }}", "/sub/tags/rust/");
    check("{% set x = get_image_metadata(path='p.png') %}{{ x.width }}", "640");
    check("{% set x = load_data(path='data/team.yaml') %}{{ x.names | join(sep=', ') }}", "Zoë, Ann");
    check("{{ trans(key='read.more') }} {{ trans(key='none', lang='de') }}", "Read on none");
    check("{{ now() | date(format='%Y-%m-%d') }}", "2026-06-01");
    check("{{ 'a *b*' | markdown(inline=true) }}", "a <em>b</em>");
}

#[test]
fn functions_say_what_they_miss() {
    check("{{ get_url(path='@/posts/b.md') }}", "there is no content/posts/b.md");
    check(
        "{{ get_section(path='post/_index.md') }}",
        "there is no section `post/_index.md`; did you mean `posts/_index.md`?",
    );
    check("{{ get_taxonomy(kind='tag') }}", "there is no taxonomy `tag`; did you mean `tags`?");
    check(
        "{{ load_data(path='data/teem.yaml') }}",
        "there is no file `data/teem.yaml` in the site; did you mean `data/team.yaml`?",
    );
}

#[test]
fn a_template_that_fails_points_at_both_places() {
    let site = TestSite::new(&[
        CONFIG,
        POST,
        ("templates/page.html", "<h1>{{ page.title }}</h1>\n{{ page.titel }}\n"),
    ]);
    let (text, faults) = site.try_render("posts/a/index.html");
    assert_eq!(text, None);
    insta::assert_snapshot!(site.report(&faults), @r#"
    error[template-render]: field `titel` is not defined
     --> templates/page.html:2:9
      |
    2 | {{ page.titel }}
      |         ^^^^^
      |
     ::: content/posts/a.md:1:1
      |
    1 | ---
      | ^ while rendering this
      |
      = help: did you mean `title`?
    "#);
}

#[test]
fn one_fault_on_many_pages_is_said_once() {
    let site = TestSite::new(&[
        CONFIG,
        ("content/c.md", "---\ntitle: C\n---\n"),
        ("content/a.md", "---\ntitle: A\n---\n"),
        ("content/b.md", "---\ntitle: B\n---\n"),
        ("templates/page.html", "{{ page.date | date }}"),
    ]);
    let faults = |backwards: bool| {
        let mut jobs: Vec<_> = site.plan.jobs().map(|(_, job)| job).collect();
        if backwards {
            jobs.reverse();
        }
        let faults: Diagnostics = jobs.into_iter().flat_map(|job| site.renderer.render(job).1).collect();
        site.report(&group_render_faults(faults))
    };
    let report = faults(false);
    assert_eq!(report, faults(true));
    insta::assert_snapshot!(report, @r#"
    error[template-render]: `date` needs a date, not none
     --> templates/page.html:1:16
      |
    1 | {{ page.date | date }}
      |                ^^^^
      |
     ::: content/a.md:1:1
      |
    1 | ---
      | ^ while rendering this, and 2 more pages
    "#);
}

#[test]
fn an_unknown_template_is_named_with_the_nearest_one() {
    let site =
        TestSite::new(&[CONFIG, ("content/a.md", "---\ntitle: A\ntemplate: pages.html\n---\nText.\n")]);
    insta::assert_snapshot!(site.report(&site.diagnostics), @r#"
    warning[unknown-template]: there is no template `pages.html`
     --> content/a.md:3:11
      |
    3 | template: pages.html
      |           ^^^^^^^^^^
      |
      = help: did you mean `page.html`?
    "#);
    assert!(site.render("a/index.html").contains("Text."), "it falls back to page.html");
}

#[test]
fn a_section_chooses_the_template_of_its_pages() {
    let site = TestSite::new(&[
        CONFIG,
        POST,
        ("content/posts/_index.md", "---\npage_template: post.html\n---\n"),
        ("templates/post.html", "post {{ page.title }}"),
    ]);
    assert_eq!(site.render("posts/a/index.html"), "post A");
}

#[test]
fn a_former_generators_layout_counts_where_there_is_one() {
    let page = |layout: &str| {
        let text = format!("---\ntitle: A\nlayout: {layout}\n---\nText.\n");
        let own = ("templates/recipe.html", "recipe {{ page.title }}");
        TestSite::new(&[CONFIG, ("content/a.md", &text), own]).render("a/index.html")
    };
    assert_eq!(page("recipe"), "recipe A");
    for layout in ["post", "archive", "../page", "base"] {
        assert!(page(layout).contains("Text."), "{layout}");
    }
}

#[test]
fn a_theme_may_lack_what_the_site_needs() {
    let site = TestSite::new(&[
        ("regards.yaml", "title: T\nbase_url: https://example.org\ntheme: bare\n"),
        POST,
        ("themes/bare/templates/page.html", "bare {{ page.title }}"),
    ]);
    assert_eq!(site.render("posts/a/index.html"), "bare A");
    let (text, faults) = site.try_render("index.html");
    assert_eq!(text, None);
    insta::assert_snapshot!(site.report(&faults), @r###"
    error[missing-template]: the theme `bare` has no template `section.html`
    help: write `templates/section.html`, or take it from another theme with `extends: default` in `themes/bare/theme.yaml`
    "###);
}
