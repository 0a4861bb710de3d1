//! Layers and faults of themes.

use std::sync::Arc;

use crate::diag::{Diagnostics, human};
use crate::source::{SourcePath, SourceTree};
use crate::theme::{Compiled, StaticOrigin, Theme};

fn tree(files: &[(&str, &str)]) -> SourceTree {
    let mut sources = SourceTree::default();
    for (path, text) in files {
        sources.insert_text(SourcePath::new(path).unwrap(), *text);
    }
    sources
}

/// What is wrong with a site's theme.
fn faults(name: &str, files: &[(&str, &str)]) -> String {
    let sources = tree(files);
    let (theme, mut diagnostics) = Theme::load(&sources, name);
    if let Some(theme) = theme {
        let (_, more): (_, Diagnostics) = Compiled::new(theme).engine(|_| {});
        diagnostics.extend(more);
    }
    human(&diagnostics, &sources, false)
}

#[test]
fn the_nearest_layer_wins_file_by_file() {
    let sources = tree(&[
        ("themes/child/theme.yaml", "extends: parent\nextra: {a: child}\n"),
        ("themes/child/templates/b.html", "child b"),
        ("themes/child/static/x.css", "child"),
        ("themes/parent/theme.yaml", "extra: {a: parent, b: parent}\n"),
        ("themes/parent/templates/a.html", "parent a"),
        ("themes/parent/templates/b.html", "parent b"),
        ("themes/parent/templates/c.html", "parent c"),
        ("themes/parent/mail/newsletter.css", "parent"),
        ("templates/c.html", "site c"),
        ("templates/mail/newsletter.html", "site mail"),
    ]);
    let (theme, diagnostics) = Theme::load(&sources, "child");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let theme = theme.unwrap();
    let templates: Vec<(&str, &str)> = theme.templates().collect();
    assert_eq!(
        templates,
        [
            ("mail/newsletter.html", "site mail"),
            ("a.html", "parent a"),
            ("b.html", "child b"),
            ("c.html", "site c"),
        ]
    );
    assert_eq!(theme.text("mail/newsletter.css"), Some("parent"));
    let files: Vec<_> = theme.static_files().collect();
    assert_eq!(files[0].path.as_str(), "x.css");
    assert_eq!(files[0].origin, StaticOrigin::Site(SourcePath::new("themes/child/static/x.css").unwrap()));
    let extra = &theme.manifest().extra;
    assert_eq!((extra["a"].as_str(), extra["b"].as_str()), (Some("child"), Some("parent")));
}

#[test]
fn a_site_changes_a_built_in_theme_file_by_file() {
    let sources = tree(&[("themes/default/templates/page.html", "mine")]);
    let theme = Theme::load(&sources, "default").0.unwrap();
    let text = |name| theme.templates().find(|(known, _)| *known == name).map(|(_, text)| text.to_owned());
    assert_eq!(text("page.html").as_deref(), Some("mine"));
    assert!(text("section.html").is_some_and(|text| text.contains("base.html")));
    assert!(theme.embedded(&SourcePath::new("css/regards.css").unwrap()).is_some());
}

#[test]
fn there_is_no_such_theme() {
    insta::assert_snapshot!(faults("defualt", &[]), @r###"
    error[unknown-theme]: there is no theme `defualt`
    help: did you mean `default`?
    "###);
    insta::assert_snapshot!(faults("../secret", &[]), @r###"
    error[unknown-theme]: there is no theme `../secret`
    help: a theme's name is the name of one folder below `themes/`, or of a built-in theme
    "###);
    insta::assert_snapshot!(faults("a", &[("themes/a/theme.yaml", "extends: nowhere-near\n")]), @r#"
    error[unknown-theme]: there is no theme `nowhere-near`
     --> themes/a/theme.yaml:1:10
      |
    1 | extends: nowhere-near
      |          ^^^^^^^^^^^^
      |
      = help: there is: a, default
    "#);
}

#[test]
fn themes_cannot_extend_each_other_for_ever() {
    let files = [("themes/a/theme.yaml", "extends: b\n"), ("themes/b/theme.yaml", "extends: a\n")];
    insta::assert_snapshot!(faults("a", &files), @r#"
    error[theme-cycle]: themes extend each other in a circle: a → b → a
     --> themes/b/theme.yaml:1:10
      |
    1 | extends: a
      |          ^
    "#);
}

#[test]
fn syntax_errors_are_reported_all_at_once() {
    let files = [
        ("themes/a/templates/a.html", "<p>\n{% if x %}\n</p>\n"),
        ("themes/a/templates/b.html", "{{ x | }}"),
        ("themes/a/templates/c.html", "{% extends 'a.html' %}"),
        ("themes/a/templates/d.html", "{% include 'b.html' %}"),
    ];
    insta::assert_snapshot!(faults("a", &files), @r#"
    error[template-syntax]: unexpected end of input
     --> themes/a/templates/a.html:2:11
      |
    2 |   {% if x %}
      |  ___________^
    3 | | </p>
    4 | |
      | |_^
      |
      = help: close every `{{` with `}}` and every `{%` with `%}`; blocks, ifs and loops end with `{% end… %}`

    error[template-syntax]: found `}}` but expected identifier
     --> themes/a/templates/b.html:1:8
      |
    1 | {{ x | }}
      |        ^^
    "#);
}

#[test]
fn unknown_names_come_with_the_nearest_one() {
    let files = [
        ("themes/a/templates/a.html", "é {{ x | uper }}\n  {{ x | dat }}\n{% if x is defned %}{% endif %}"),
        ("themes/a/templates/b.html", "{% include 'partials/nva.html' %}"),
        ("themes/a/templates/c.html", "{% extends \"basse.html\" %}"),
        ("themes/a/templates/base.html", ""),
        ("themes/a/templates/partials/nav.html", ""),
    ];
    insta::assert_snapshot!(faults("a", &files), @r#"
    error[missing-template]: `c.html` extends `basse.html`, which does not exist
     --> themes/a/templates/c.html:1:13
      |
    1 | {% extends "basse.html" %}
      |             ^^^^^^^^^^
      |
      = help: did you mean `base.html`?

    error[template-reference]: unknown filter `uper`
     --> themes/a/templates/a.html:1:10
      |
    1 | é {{ x | uper }}
      |          ^^^^
      |
      = help: did you mean `upper`?

    error[template-reference]: unknown filter `dat`
     --> themes/a/templates/a.html:2:10
      |
    2 |   {{ x | dat }}
      |          ^^^
      |
      = help: did you mean `date`?

    error[template-reference]: unknown test `defned`
     --> themes/a/templates/a.html:3:12
      |
    3 | {% if x is defned %}{% endif %}
      |            ^^^^^^
      |
      = help: did you mean `defined`?

    error[template-reference]: unknown template `partials/nva.html`
     --> themes/a/templates/b.html:1:13
      |
    1 | {% include 'partials/nva.html' %}
      |             ^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `partials/nav.html`?
    "#);
}

#[test]
fn circles_of_templates_are_cut() {
    let files = [
        ("themes/a/templates/a.html", "{% extends 'b.html' %}"),
        ("themes/a/templates/b.html", "{% extends 'a.html' %}"),
        ("themes/a/templates/c.html", "{% include 'd.html' %}"),
        ("themes/a/templates/d.html", "{% include 'c.html' %}"),
        ("templates/e.html", "{% extends 'e.html' %}"),
    ];
    insta::assert_snapshot!(faults("a", &files), @r#"
    error[template-cycle]: templates extend each other in a circle: a.html → b.html → a.html
     --> themes/a/templates/a.html:1:13
      |
    1 | {% extends 'b.html' %}
      |             ^^^^^^

    error[template-cycle]: templates include each other in a circle: c.html → d.html → c.html
     --> themes/a/templates/c.html:1:13
      |
    1 | {% include 'd.html' %}
      |             ^^^^^^

    error[template-cycle]: the template `e.html` extends itself
     --> templates/e.html:1:13
      |
    1 | {% extends 'e.html' %}
      |             ^^^^^^
    "#);
}

#[test]
fn a_fault_of_a_built_in_template_is_said_when_it_is_needed() {
    // The site's own base has no blocks, so every built-in template that fills one is at fault.
    let sources = tree(&[("templates/base.html", "<p>")]);
    let theme = Theme::load(&sources, "default").0.unwrap();
    let (engine, diagnostics) = Compiled::new(theme).engine(|_| {});
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let context = tera::Context::new();
    assert_eq!(engine.render("base.html", &context, None).0.as_deref(), Some(&b"<p>"[..]));
    let (bytes, diagnostics) = engine.render("archive.html", &context, None);
    assert_eq!(bytes, None);
    insta::assert_snapshot!(human(&diagnostics, &sources, false), @r#"
    error[template-reference]: block `head_meta` is not defined in any parent template (built-in theme default: archive.html:2:10)
    help: a template of the site took the place of the one that has this block; keep the block in it, or give it another name

    error[template-reference]: block `content` is not defined in any parent template (built-in theme default: archive.html:5:10)
    help: a template of the site took the place of the one that has this block; keep the block in it, or give it another name
    "#);
}

#[test]
fn templates_are_compiled_again_only_when_they_differ() {
    let load = |files: &[(&str, &str)]| Theme::load(&tree(files), "own").0.unwrap();
    let page = ("themes/own/templates/page.html", "page");
    let first = Arc::new(Compiled::new(load(&[page])));
    let rendered = |compiled: &Compiled| {
        let (engine, _) = compiled.engine(|_| {});
        engine.render("page.html", &tera::Context::new(), None).0.unwrap()
    };
    assert!(Arc::ptr_eq(&first, &Arc::clone(&first).for_theme(&load(&[page]))));
    // The rest of the theme is that of the site that is rendered.
    let styled = load(&[page, ("themes/own/static/a.css", "")]);
    let (engine, _) = Arc::clone(&first).for_theme(&styled).engine(|_| {});
    assert_eq!(engine.theme().static_files().count(), 1);
    let edited = Arc::clone(&first).for_theme(&load(&[("themes/own/templates/page.html", "edited")]));
    assert_eq!([rendered(&first), rendered(&edited)], [b"page".to_vec(), b"edited".to_vec()]);
    let emptied = edited.for_theme(&load(&[("themes/own/static/a.css", "")]));
    assert!(emptied.engine(|_| {}).0.render("page.html", &tera::Context::new(), None).0.is_none());
}
