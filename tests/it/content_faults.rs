//! What a writer reads when a file of theirs is wrong. Each snapshot is a whole report, so that it is read as one.

use insta::assert_snapshot;

use crate::support::Folder;
use crate::support::Run;

fn report(archive: &str) -> String {
    Folder::new(archive).refused()
}

#[test]
fn front_matter_that_never_ends() {
    assert_snapshot!(report(
        "\
-- content/a.md --
---
title: A
Text.
-- content/b.md --
+++
title = \"B\"
Text.
"
    ));
}

#[test]
fn yaml_that_is_none() {
    assert_snapshot!(report(
        "\
-- content/colon.md --
---
title: One: two
---
-- content/list.md --
---
tags: [a, b
---
-- content/tab.md --
---
title: T
\ttags: a
---
-- content/twice.md --
---
title: A
title: B
---
"
    ));
}

#[test]
fn settings_that_are_no_yaml() {
    assert_snapshot!(report("-- regards.yaml --\ntitle: \"Test\nbase_url: https://example.org\n"));
}

#[test]
fn toml_that_is_none() {
    assert_snapshot!(report(
        "\
-- content/quotes.md --
+++
title = Hello
+++
-- content/date.md --
+++
date = 2026-02-30
+++
"
    ));
}

#[test]
fn values_of_the_wrong_type() {
    assert_snapshot!(report(
        "\
-- regards.yaml --
title: [Test]
base_url: https://example.org
feeds: 3
titel: x
timezone: Europe/Berlim
-- content/a.md --
---
title: A
tags: {a: b}
weight: heavy
draft: maybe
description: [x]
slgu: b
---
"
    ));
}

#[test]
fn days_that_are_not_in_the_calendar() {
    assert_snapshot!(report(
        "\
-- content/2026-02-31-name.md --
# Name
-- content/2026-13-10-name.md --
# Name
-- content/10.11.2026-name.md --
# Name
-- content/a.md --
---
date: 2026-02-30
updated: yesterday
expires: 2026-13-01
---
"
    ));
}

#[test]
fn two_files_for_one_place() {
    assert_snapshot!(report(
        "\
-- content/slug-one.md --
---
title: A
slug: same
---
-- content/slug-two.md --
---
title: B
slug: same
---
-- content/path-one.md --
---
path: x/y
---
-- content/path-two.md --
---
path: /x/y/
---
-- content/file.md --
---
path: f.html
---
-- content/below.md --
---
path: f.html/deep
---
-- content/alias.md --
---
aliases: [/old/, /alias/]
---
-- content/alias-too.md --
---
aliases:
  - /fine/
  - /old/
---
-- content/page.md --
---
path: page.html
---
-- static/page.html --
x
"
    ));
}

#[test]
fn templates_that_are_wrong() {
    assert_snapshot!(report(
        "\
-- content/a.md --
# A
-- templates/page.html --
{% extends \"base.html\" %}
{% block content %}
{{ page.title | shout }}
{% endblock %}
"
    ));
    assert_snapshot!(report("-- content/a.md --\n# A\n-- templates/page.html --\nx\n{{ page.title\n"));
    assert_snapshot!(report(
        "-- content/a.md --\n# A\n-- templates/page.html --\nx\n  {{ page.titel.deep }}\n"
    ));
    let folder = Folder::new("-- content/a.md --\n---\ntemplate: pgae.html\n---\n");
    assert_snapshot!(folder.run(&["build"]).err);
    assert_snapshot!(report(
        "-- content/a.md --\n# A\n-- templates/page.html --\n{{ get_page(path=\"nope.md\") }}\n"
    ));
}

#[test]
fn templates_that_go_round_in_circles() {
    let circle = "-- content/a.md --\n# A\n-- templates/base.html --\n{% extends \"page.html\" %}\n-- templates/page.html --\n{% extends \"base.html\" %}\n";
    assert_snapshot!(report(circle));
    assert_snapshot!(report(
        "-- content/a.md --\n# A\n-- templates/page.html --\n{% include \"page.html\" %}\n"
    ));
}

#[test]
fn a_theme_that_is_not_there() {
    let config = "title: Test\nbase_url: https://example.org\ntheme: defualt\n";
    assert_snapshot!(report(&format!("-- regards.yaml --\n{config}")));
}

#[test]
fn pictures_that_are_not_there() {
    let folder = Folder::new(
        "-- content/a.md --\n---\ntitle: A\nimage: nope.png\n---\n![one](no.png) and ![two](/no.png)\n",
    );
    let run = folder.run(&["build", "--deny", "warning"]);
    assert_eq!(run.code, Some(1));
    assert_snapshot!(run.err);
}

#[test]
fn texts_that_are_not_utf8() {
    let folder = Folder::new("");
    folder.write("content/latin.md", b"---\ntitle: Zo\xeb\n---\n");
    folder.write("content/utf16.md", b"\xff\xfeT\0i\0");
    assert_snapshot!(folder.refused());
    folder.write("regards.yaml", b"title: Zo\xeb\n");
    let report = folder.refused();
    assert!(report.contains("regards.yaml is not UTF-8") && !report.contains("missing-config"), "{report}");
}

#[test]
fn empty_things_are_things() {
    let folder = Folder::new(
        "-- content/empty.md --\n-- content/fences.md --\n---\n---\n-- audiences.yaml --\n-- contacts.yaml --\n",
    );
    folder.build();
    assert!(folder.has("public/empty/index.html") && folder.has("public/fences/index.html"));
    let nothing = Folder::new("");
    nothing.build();
    assert!(nothing.has("public/index.html"));
    nothing.write("regards.yaml", "");
    assert_snapshot!(nothing.refused());
}

#[test]
fn a_folder_that_is_no_site() {
    assert_snapshot!(Folder::empty().refused());
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let folder = Folder::new(
        "-- content/a.md --\n---\ntitle: \"a\\e[31mred\\a\\u009b\"\npath: \"../\\e]0;x\\a\"\n---\n[x](@/\u{1b}[2J.md) \u{202e}\n",
    );
    #[track_caller]
    fn check(run: &Run, code: i32) {
        assert_eq!(run.code, Some(code));
        let shown = format!("{}{}", run.out, run.err);
        let unsafe_one = shown.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(unsafe_one, None, "{shown}");
    }
    for format in ["human", "short", "json", "sarif", "github"] {
        for command in ["build", "check"] {
            check(&folder.run(&[command, "--format", format]), 1);
        }
    }
    // Summaries repeat names and values, too.
    let folder = Folder::new(
        "-- regards.yaml --\ntitle: T\nbase_url: https://example.org\npromo: {brands: [\"\\e[2JA\\u202e\\u009b\"]}\n\
         -- content/a.md --\n---\ntitle: A\nlanguage: \"\\e[2J\"\n---\nx\n",
    );
    for format in ["human", "json"] {
        check(&folder.run(&["promo", "settings", "--format", format]), 0);
        check(&folder.run(&["check", "--format", format]), 0);
        check(&folder.run(&["build", "--format", format]), 0);
    }
    check(&folder.run(&["check", "--root", "\u{1b}[2J"]), 2);
}
