//! The blog: addresses, sections, terms, links, and what is left out.

use insta::assert_snapshot;

use crate::support::{Folder, blog, faults, outputs};

#[test]
fn sections_bundles_and_pages_have_addresses() {
    assert_snapshot!(outputs(
        "\
-- content/about.md --
# About us
-- content/posts/_index.md --
---
title: Posts
paginate_by: 1
---
-- content/posts/2026-01-02-first.md --
Hello.
-- content/posts/second/index.md --
---
title: Second
date: 2026-02-03
aliases: [/old/second.html, older]
---
![A picture](img/a.png)
-- content/posts/second/img/a.png --
x
-- content/posts/deep/er/third.md --
---
title: Third
slug: other
---
-- static/robots-are-us.txt --
x
"
    ), @r"
    about/index.html
    archive/index.html
    index.html
    old/second.html
    older/index.html
    posts/deep/er/index.html
    posts/deep/er/other/index.html
    posts/deep/index.html
    posts/first/index.html
    posts/index.html
    posts/page/2/index.html
    posts/second/img/a.png
    posts/second/index.html
    robots-are-us.txt
    ");
}

#[test]
fn permalink_patterns_keep_old_addresses() {
    assert_snapshot!(outputs(
        "\
-- regards.yaml --
title: Old blog
base_url: https://example.org
content_dir: _posts
archive: false
permalinks: {\"\": \"/{year}/{month}/{day}/{stem}.html\"}
-- _posts/2004-03-14-0.2.0-released.md --
---
title: 0.2.0 Released
layout: post
---
Text.
"
    ), @r"
    2004/03/14/0.2.0-released.html
    index.html
    ");
}

#[test]
fn drafts_scheduled_and_expired_posts_are_left_out() {
    let (_, site, _, diagnostics) = blog(
        "\
-- content/a.md --
---
draft: true
---
-- content/b.md --
---
date: 2026-06-16
---
-- content/c.md --
---
date: 2026-01-01
expires: 2026-06-15
---
-- content/d.md --
---
date: 2026-06-15
---
-- content/e.md --
---
published: false
---
",
    );
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let left_out: Vec<String> =
        site.left_out.iter().map(|left_out| format!("{} {}", left_out.source, left_out.reason)).collect();
    assert_snapshot!(left_out.join("\n"), @r"
    content/a.md is a draft
    content/b.md is not out before 2026-06-16
    content/c.md left the site on 2026-06-15
    content/e.md is a draft
    ");
    assert_eq!(site.pages.len(), 1);
}

#[test]
fn what_is_left_out_takes_its_files_along() {
    let (_, site, plan, diagnostics) = blog(
        "\
-- content/posts/draft/index.md --
---
draft: true
---
-- content/posts/draft/secret.pdf --
x
-- content/posts/draft/deep/plan.pdf --
x
-- content/posts/later/index.md --
---
date: 2026-12-01
---
-- content/posts/later/launch.png --
x
-- content/posts/gone/index.md --
---
expires: 2026-01-01
---
-- content/posts/gone/offer.pdf --
x
-- content/posts/broken/index.md --
---
draft: [true
---
-- content/posts/broken/half.pdf --
x
-- content/posts/out/index.md --
See [the plan](@/posts/draft/deep/plan.pdf) and ![it](../later/launch.png).
-- content/posts/out/fine.pdf --
x
",
    );
    let copied: Vec<&str> = plan
        .jobs()
        .filter(|(_, job)| matches!(job, regards::plan::Job::Copy(_)))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(copied, ["posts/out/fine.pdf"]);
    assert_eq!(site.assets.len(), 1);
    let links: Vec<&str> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.rule.name == "unpublished-link")
        .map(|diagnostic| diagnostic.message.as_str())
        .collect();
    assert_eq!(
        links,
        [
            "the link `@/posts/draft/deep/plan.pdf` leads to a file of a page that is a draft",
            "the picture `../later/launch.png` leads to a file of a page that is not out before 2026-12-01",
        ]
    );
}

#[test]
fn a_section_that_is_left_out_takes_everything_below_along() {
    let (_, site, plan, diagnostics) = blog(
        "\
-- content/_index.md --
---
draft: true
---
Not yet a welcome.
-- content/a.md --
[That](@/secret/deep/b.md), [its list](@/secret/_index.md) and [what comes](@/soon/c.md).
-- content/secret/_index.md --
---
draft: true
---
-- content/secret/plan.pdf --
x
-- content/secret/deep/b.md --
b
-- content/secret/deep/_index.md --
-- content/secret/bundle/index.md --
b
-- content/secret/bundle/plan.pdf --
x
-- content/soon/_index.md --
---
date: 2026-12-24
---
-- content/soon/c.md --
---
date: 2026-01-01
---
-- content/gone/_index.md --
---
expires: 2026-01-01
---
-- content/gone/d.md --
-- content/hidden/_index.md --
---
published: false
---
-- content/hidden/e.md --
",
    );
    let left_out: Vec<String> =
        site.left_out.iter().map(|left_out| format!("{} {}", left_out.source, left_out.reason)).collect();
    assert_snapshot!(left_out.join("\n"));
    let paths: Vec<&str> = plan.jobs().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["404.html", "a/index.html", "index.html", "robots.txt", "sitemap.xml"]);
    assert_eq!(site.root().body(), "");
    let links: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(
        links,
        [
            "the link `@/secret/deep/b.md` leads to a page that is a draft",
            "the link `@/secret/_index.md` leads to a page that is a draft",
            "the link `@/soon/c.md` leads to a page that is not out before 2026-12-24",
        ]
    );
}

#[test]
fn transparent_sections_and_neighbours() {
    let (_, site, _, _) = blog(
        "\
-- content/posts/_index.md --
-- content/posts/2025/_index.md --
---
transparent: true
---
-- content/posts/2025/2025-05-01-b.md --
b
-- content/posts/2024-05-01-a.md --
a
-- content/posts/2026-05-01-c.md --
c
",
    );
    let posts = site.sections.iter().find(|section| section.folder == "posts").unwrap();
    let slugs: Vec<&str> = posts.pages.iter().map(|id| site.page(*id).slug.as_str()).collect();
    assert_eq!(slugs, ["c", "b", "a"]);
    let b = site.page(posts.pages[1]);
    assert_eq!(b.lower.map(|id| site.page(id).slug.as_str()), Some("a"), "the older one");
    assert_eq!(b.higher.map(|id| site.page(id).slug.as_str()), Some("c"), "the newer one");
}

#[test]
fn series_are_read_in_order_and_terms_merge_by_slug() {
    let (_, site, _, _) = blog(
        "\
-- content/2026-01-01-one.md --
---
series: Gardens
tags: [Rust]
---
-- content/2026-01-02-two.md --
---
series: Gardens
tags: rust
---
",
    );
    let series = &site.taxonomies[1];
    let slugs: Vec<&str> = series.terms[0].pages.iter().map(|id| site.page(*id).slug.as_str()).collect();
    assert_eq!(slugs, ["one", "two"]);
    let tags = &site.taxonomies[0];
    assert_eq!((tags.terms.len(), tags.terms[0].name.as_str(), tags.terms[0].pages.len()), (1, "Rust", 2));
}

#[test]
fn terms_that_differ_in_more_than_case_are_told_apart() {
    let archive = "\
-- content/a.md --
---
tags: [C, c++, New York, .NET]
---
-- content/b.md --
---
tags: [C++, 'C#', new-york, '!!!']
---
-- content/c.md --
---
tags: [c, '???', C++]
---
";
    let (_, site, _, _) = blog(archive);
    let terms: Vec<String> = site.taxonomies[0]
        .terms
        .iter()
        .map(|term| format!("{} {} {}", term.name, term.url_path, term.pages.len()))
        .collect();
    assert_snapshot!(terms.join("\n"), @r"
    C /tags/c/ 2
    c++ /tags/c-plus-plus/ 3
    C# /tags/c-sharp/ 1
    .NET /tags/net/ 1
    New York /tags/new-york/ 2
    !!! /tags/untitled/ 2
    ");
    assert_snapshot!(faults(archive));
}

#[test]
fn a_folder_has_one_index() {
    assert_snapshot!(faults(
        "\
-- content/_index.md --
-- content/index.md --
-- content/posts/_index.md --
-- content/posts/_index.markdown --
"
    ));
    let (_, site, plan, diagnostics) = blog("-- content/index.md --\n---\ntitle: Home\n---\nHello\n");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!((site.root().title.as_str(), site.root().body()), ("Home", "Hello\n"));
    assert!(plan.jobs().all(|(path, _)| path.as_str() != "index/index.html"));
}

#[test]
fn addresses_that_differ_in_case_alone_are_reported() {
    assert_snapshot!(faults(
        "\
-- content/a.md --
---
path: /About/
---
-- content/b.md --
---
path: /about/
---
-- static/IMG/a.png --
x
-- static/img/b.png --
x
-- static/Logo.png --
x
-- static/logo.png --
x
"
    ));
}

#[test]
fn related_posts_and_backlinks() {
    let (_, site, _, _) = blog(
        "\
-- content/2026-01-01-one.md --
---
tags: [common, rare]
---
-- content/2026-01-02-two.md --
---
tags: [common]
---
See [one](@/2026-01-01-one.md).
-- content/2026-01-03-three.md --
---
tags: [rare, common]
---
Read [it](2026-01-01-one.md#x) and [again](@/2026-01-01-one.md).
",
    );
    let one = &site.pages[0];
    let slugs = |ids: &[regards::site::PageId]| -> Vec<String> {
        ids.iter().map(|id| site.page(*id).slug.clone()).collect()
    };
    assert_eq!(slugs(&one.related), ["three", "two"]);
    assert_eq!(slugs(&one.backlinks), ["two", "three"]);
}

#[test]
fn broken_links_are_reported_with_the_nearest_match() {
    assert_snapshot!(faults(
        "\
-- content/posts/a.md --
# Title

## Real heading

[one](@/posts/bb.md), [two](@/posts/b.md#none), [three](../missing.md), ![four](nothing.png),
[five](/no/such/), [six](@/posts/draft.md), [seven](@/../../etc/passwd) and [fine](https://example.org/x).
-- content/posts/b.md --
# B

## None of it
-- content/posts/draft.md --
---
draft: true
---
"
    ));
}

#[test]
fn relative_links_are_urls_of_the_page() {
    assert_snapshot!(faults(
        "\
-- regards.yaml --
title: Old blog
base_url: https://example.org/blog
permalinks: {posts: '/{year}/{month}/{slug}/'}
-- content/posts/2026-01-02-a.md --
[to the other](../../02/b/), [its picture](../../02/b/img/c.png), [without a slash](../../02/b?x#y),
![nothing](../../02/b/img/d.png), [nobody](nobody), [no scheme](www.example.org/x),
[no mail](ann@example.org), [above the root](../../../../../../archive/), [a tag]({{site.url}}/x).
-- content/posts/2026-02-03-b/index.md --
![Its picture](img/c.png)
-- content/posts/2026-02-03-b/img/c.png --
x
"
    ));
}

#[test]
fn what_was_meant_as_markup_is_reported() {
    assert_snapshot!(faults(
        "\
-- content/a.md --
# A

[One]({% post_url 2026-01-02-b %}) is {{ site.name }}, `{{ fine }}` and <code>{{ fine }}</code>.

<div>{% include x.html %}</div>

<pre>{% fine %}</pre>

[two](a b.pdf) and [three](<a b.pdf>)

```
{{ fine }} [x](y z)
```

[four][label].

[empty]:
[label]: https://example.org
-- content/a b.pdf --
x
"
    ));
}

#[test]
fn days_that_file_names_make_up_roll_over() {
    let archive = "\
-- regards.yaml --
title: Old blog
base_url: https://example.org
permalinks: {'': '/{year}/{month}/{day}/{stem}.html'}
-- content/2011-02-29-1.6.0-Released.md --
---
title: 1.6.0
---
";
    let (_, site, _, _) = blog(archive);
    assert_eq!(site.pages[0].url_path, "/2011/03/01/1.6.0-Released.html");
    assert_snapshot!(faults(archive));
}

#[test]
fn collisions_name_both_files() {
    assert_snapshot!(faults(
        "\
-- content/a.md --
---
title: A
---
-- content/b.md --
---
title: B
slug: a
---
-- content/c.md --
---
title: C
aliases: [a]
---
"
    ));
}

#[test]
fn paths_never_leave_the_site() {
    assert_snapshot!(faults(
        "\
-- content/a.md --
---
title: A
path: ../../etc/passwd
aliases: [\"/../x\", \"/fine/\"]
image: ../../../secret.png
---
-- content/b.md --
---
title: B
slug: ../b
---
"
    ));
}

#[test]
fn an_empty_site_is_a_site() {
    assert_snapshot!(outputs(""), @"index.html");
}

#[test]
fn hidden_files_of_static_are_published_and_no_others() {
    let folder = Folder::new("-- content/a.md --\n# A\n");
    let public = [".nojekyll", ".htaccess", ".well-known/security.txt", ".well-known/.x/y"];
    let dropped = [
        ".git",
        ".gitignore",
        ".gitkeep",
        ".DS_Store",
        "._a.png",
        ".#a.txt",
        ".a.txt.swp",
        "a.txt~",
        ".svn/x",
    ];
    for name in public.iter().chain(&dropped) {
        folder.write(&format!("static/{name}"), "x");
    }
    for name in [".hidden.md", ".hidden.txt", ".drafts/b.md"] {
        folder.write(&format!("content/{name}"), "# Hidden\n");
    }
    folder.build();
    let made = folder.files("public");
    for name in public {
        assert!(made.contains_key(name), "{name}");
    }
    for name in dropped {
        assert!(!made.contains_key(name), "{name}");
    }
    assert!(!made.keys().any(|name| name.contains("hidden") || name.contains("drafts")), "{:?}", made.keys());
}

#[test]
fn every_address_that_settings_name_is_followed_and_checked() {
    assert_snapshot!(faults(
        "\
-- regards.yaml --
title: Test
base_url: https://example.org/blog
menu:
  - {name: Posts, url: '@/posts/_index.md'}
  - {name: Gone, url: '@/posts/gone.md'}
  - {name: Nothing, url: /nothing/}
  - {name: Whole, url: /blog/posts/}
  - {name: Draft, url: '@/draft.md'}
  - {name: Plain, url: posts/}
  - {name: Elsewhere, url: 'https://example.net/@/x'}
-- content/posts/_index.md --
-- content/posts/a.md --
---
image: /blog/a.png
---
-- content/draft.md --
---
draft: true
---
-- content/old/_index.md --
---
redirect_to: '@/posts/gone.md'
---
-- content/older/_index.md --
---
redirect_to: posts/
---
-- content/oldest/_index.md --
---
redirect_to: /nowhere/
---
-- static/a.png --
x
"
    ));
}

#[test]
fn portraits_are_followed_and_checked() {
    let folder = Folder::new(
        "\
-- audiences.yaml --
people:
  ann: {name: Ann Owner, image: '@/gone.jpg'}
  ben: {name: Ben Writer, image: /nothing.jpg}
  cat: {name: Cat Reader, image: cat.jpg}
-- static/cat.jpg --
x
",
    );
    assert_snapshot!(folder.refused());
}

#[test]
fn paths_of_front_matter_are_decoded_and_never_hold_a_query() {
    let (sources, _, plan, diagnostics) = blog(
        "\
-- content/a.md --
---
path: /r%C3%A9sum%C3%A9%20two/
aliases: ['/?p=12', '/old#part', /caf%C3%A9/]
---
[A](a.md), [asset](100%25.pdf), [the other](what%3F.pdf).
-- content/b.md --
---
slug: is it?
---
-- content/c.md --
---
path: /c?x
---
-- content/list/_index.md --
---
paginate_by: 1
paginate_path: ../up
---
-- content/list/a.md --
-- content/list/b.md --
-- content/100%.pdf --
x
-- content/what?.pdf --
x
",
    );
    let paths: Vec<&str> = plan.jobs().map(|(path, _)| path.as_str()).collect();
    for path in [
        "r\u{e9}sum\u{e9} two/index.html",
        "caf\u{e9}/index.html",
        "100%.pdf",
        "what?.pdf",
        "b/index.html",
        "c/index.html",
        "list/page/2/index.html",
    ] {
        assert!(paths.contains(&path), "{path} in {paths:?}");
    }
    assert_snapshot!(regards::diag::human(&diagnostics, &sources, false));
}

#[test]
fn sections_without_a_page_of_their_own_answer_no_link() {
    assert_snapshot!(faults(
        "\
-- content/a.md --
[Parts](@/parts/_index.md), [one](@/parts/one.md) and [posts](@/posts/_index.md).
-- content/parts/_index.md --
---
render: false
---
-- content/parts/one.md --
-- content/posts/_index.md --
"
    ));
}

#[test]
fn a_job_without_a_place_is_reported() {
    let long = "x".repeat(300);
    let report = faults(&format!("-- static/{long}.txt --\nx\n"));
    assert!(report.contains("longer than a file name can be"), "{report}");
}
