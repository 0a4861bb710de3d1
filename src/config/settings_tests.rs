//! Settings: what they come out as, and what a person sees of the broken ones.

use crate::config::{Config, read_config};
use crate::diag::human;
use crate::source::{SourcePath, SourceTree};

fn config(text: &str) -> (Config, String) {
    let mut sources = SourceTree::default();
    sources.insert_text(SourcePath::new("regards.yaml").unwrap(), text);
    let (config, diagnostics) = read_config(&sources);
    (config, human(&diagnostics, &sources, false))
}

#[test]
fn settings() {
    let (config, faults) = config(
        "title: Our blog\nbase_url: https://example.org/blog/\nlanguage: de-AT\ntimezone: Europe/Berlin\n\
         content_dir: ./content/\npermalinks: {posts: '/{year}/{month}/{slug}/'}\ntaxonomies: [{name: topics}]\n\
         feeds: {formats: [atom]}\nmarkdown: {math: true}\nlevels: {broken-link: error}\nignore: ['*.draft.md']\n",
    );
    assert_eq!(faults, "");
    assert_eq!((config.content_dir.as_str(), config.ledger.as_str()), ("content", ".regards/ledger.jsonl"));
    assert_eq!((config.taxonomies[0].name.as_str(), config.taxonomies[0].render), ("topics", true));
    assert!(config.markdown.math && config.markdown.highlight && config.feeds.limit == 20);
}

#[test]
fn feeds_have_names() {
    let names = |feeds: &str| {
        let (config, faults) =
            config(&format!("title: A\nbase_url: https://example.org\nfeeds: {{{feeds}}}\n"));
        (config.feeds.atom_file, config.feeds.json_file, faults.contains("error[invalid-setting]"))
    };
    assert_eq!(names("atom_file: feed.xml"), ("feed.xml".into(), "feed.json".into(), false));
    for bad in ["atom_file: ../a.xml", "atom_file: feed", "atom_file: .xml", "json_file: a/b.json"] {
        assert_eq!(names(bad), ("atom.xml".into(), "feed.json".into(), true), "{bad}");
    }
}

#[test]
fn settings_at_fault() {
    let (config, faults) = config(
        "title: Our blog\nbase_url: example.org\nedition: 2\nlanguage: 'e n'\ntimezone: Europe/Berln\ntheme: ../x\n\
         content_dir: /etc\noutput_dir: content/out\noutbox_dir: themes\nledger: ../l\ncontacts: {file: /c}\n\
         permalinks: {a: '/{yaer}/{slug}/', b: '/../{slug}', c: '/{slug', d: '/{year}/', e: '/{slug}/'}\n\
         taxonomies: [{name: a/b}, {name: tags}, {name: tags}]\nignore: ['a[', '*.x']\nmarkdwn: {}\nfeeds: {limit: -1}\n",
    );
    insta::assert_snapshot!(faults, @r###"
    error[unknown-key]: no key is called `markdwn` here
      --> regards.yaml:15:1
       |
    15 | markdwn: {}
       | ^^^^^^^
       |
       = help: did you mean `markdown`?

    error[unknown-value]: `limit` must be at least 0, and is -1
      --> regards.yaml:16:16
       |
    16 | feeds: {limit: -1}
       |                ^^

    error[invalid-setting]: there is no edition 2
     --> regards.yaml:3:10
      |
    3 | edition: 2
      |          ^
      |
      = help: write `edition: 1`, or use a newer version of Regards

    error[invalid-setting]: "example.org" is no base URL: it must start with https:// or http://
     --> regards.yaml:2:11
      |
    2 | base_url: example.org
      |           ^^^^^^^^^^^
      |
      = help: write an address such as `https://example.org/blog`

    error[invalid-setting]: there is no time zone "Europe/Berln"
     --> regards.yaml:5:11
      |
    5 | timezone: Europe/Berln
      |           ^^^^^^^^^^^^
      |
      = help: did you mean `Europe/Berlin`?

    error[invalid-setting]: "e n" is no language tag
     --> regards.yaml:4:11
      |
    4 | language: 'e n'
      |           ^^^^^
      |
      = help: write a BCP 47 tag such as `en` or `de-AT`

    error[invalid-setting]: "/etc" is no folder of the site: the path is absolute
     --> regards.yaml:7:14
      |
    7 | content_dir: /etc
      |              ^^^^
      |
      = help: write a folder inside the site: `content_dir: content`

    error[invalid-setting]: `outbox_dir` is "themes", which holds files of another kind
     --> regards.yaml:9:13
      |
    9 | outbox_dir: themes
      |             ^^^^^^
      |
      = help: choose a folder that holds nothing else

    error[invalid-setting]: "../x" is no name of a theme
     --> regards.yaml:6:8
      |
    6 | theme: ../x
      |        ^^^^
      |
      = help: write the name of a folder below `themes/`, without a slash

    error[invalid-setting]: "../l" is no file of the site: `..` leads out of the site
      --> regards.yaml:10:9
       |
    10 | ledger: ../l
       |         ^^^^
       |
       = help: write a path inside the site

    error[invalid-setting]: "/c" is no file of the site: the path is absolute
      --> regards.yaml:11:18
       |
    11 | contacts: {file: /c}
       |                  ^^
       |
       = help: write a path inside the site

    error[invalid-setting]: the pattern "/{yaer}/{slug}/" has no such placeholder as {yaer}
      --> regards.yaml:12:17
       |
    12 | permalinks: {a: '/{yaer}/{slug}/', b: '/../{slug}', c: '/{slug', d: '/{year}/', e: '/{slug}/'}
       |                 ^^^^^^^^^^^^^^^^^
       |
       = help: did you mean `{year}`?

    error[invalid-setting]: the pattern "/../{slug}" holds `..`
      --> regards.yaml:12:39
       |
    12 | permalinks: {a: '/{yaer}/{slug}/', b: '/../{slug}', c: '/{slug', d: '/{year}/', e: '/{slug}/'}
       |                                       ^^^^^^^^^^^^
       |
       = help: write a path such as `/{year}/{slug}/`

    error[invalid-setting]: a brace of the pattern "/{slug" has no partner
      --> regards.yaml:12:56
       |
    12 | permalinks: {a: '/{yaer}/{slug}/', b: '/../{slug}', c: '/{slug', d: '/{year}/', e: '/{slug}/'}
       |                                                        ^^^^^^^^
       |
       = help: there is: {year}, {month}, {day}, {slug}, {section}, {title}, {stem}

    error[invalid-setting]: the pattern "/{year}/" gives every post of a day the same address
      --> regards.yaml:12:69
       |
    12 | permalinks: {a: '/{yaer}/{slug}/', b: '/../{slug}', c: '/{slug', d: '/{year}/', e: '/{slug}/'}
       |                                                                     ^^^^^^^^^^
       |
       = help: add `{slug}`, `{title}` or `{stem}`

    error[invalid-setting]: the taxonomy "a/b" cannot stand in a URL
      --> regards.yaml:13:21
       |
    13 | taxonomies: [{name: a/b}, {name: tags}, {name: tags}]
       |                     ^^^
       |
       = help: use letters, digits, `-` and `_`

    error[invalid-setting]: the taxonomy "tags" is there twice
      --> regards.yaml:13:48
       |
    13 | taxonomies: [{name: a/b}, {name: tags}, {name: tags}]
       |                                                ^^^^
       |
       = help: remove one of the two

    error[invalid-setting]: "a[" is no pattern: `[` has no partner
      --> regards.yaml:14:10
       |
    14 | ignore: ['a[', '*.x']
       |          ^^^^
       |
       = help: write a pattern such as `drafts/**` or `*.draft.md`
    "###);
    assert_eq!(config.permalinks.keys().collect::<Vec<_>>(), ["e"]);
    assert_eq!((config.taxonomies.len(), config.ignore.len(), config.edition), (1, 1, 1));
    assert_eq!((config.theme.as_str(), config.timezone.as_str()), ("default", "UTC"));
}

#[test]
fn folders_must_stay_apart() {
    let base = "title: a\nbase_url: https://example.org\n";
    for (folders, fine) in [
        ("output_dir: public\n", true),
        ("output_dir: content/out\n", false),
        ("output_dir: content\n", false),
        ("content_dir: public/content\n", false),
        ("outbox_dir: public/mail\n", false),
        ("outbox_dir: contents\n", true),
        ("output_dir: ../out\n", false),
        ("output_dir: .\n", false),
        ("output_dir: .git/x\n", false),
    ] {
        assert_eq!(config(&format!("{base}{folders}")).1.is_empty(), fine, "{folders}");
    }
}

#[test]
fn a_folder_that_is_refused_is_neither_read_nor_written() {
    for (folders, content) in [
        ("output_dir: content\n", "content"),
        ("output_dir: .git\n", "content"),
        ("outbox_dir: posts/mail\ncontent_dir: posts\n", "posts"),
        ("content_dir: public/content\n", "content"),
        ("content_dir: .git\n", "content"),
        ("content_dir: public\noutput_dir: content\noutbox_dir: content/x\n", "content"),
    ] {
        let text = format!("title: a\nbase_url: https://example.org\n{folders}");
        let (config, _) = config(&text);
        let folders = (&*config.content_dir, &*config.output_dir, &*config.outbox_dir);
        assert_eq!(folders, (content, "public", "outbox"), "{text}");
    }
}

#[test]
fn settings_missing() {
    let (_, diagnostics) = read_config(&SourceTree::default());
    let none = human(&diagnostics, &SourceTree::default(), false);
    let shown = [none, config("").1, config("title:\nbase_url: ''\n").1, config("- a\n").1].concat();
    insta::assert_snapshot!(shown, @r###"
    error[missing-config]: there is no regards.yaml here
    help: run `regards init` for a new site, or change to the folder of yours

    error[missing-key]: the key `title` is missing
    --> regards.yaml:1:1
     = help: write the name of the site: `title: Our blog`

    error[missing-key]: the key `base_url` is missing
    --> regards.yaml:1:1
     = help: write the address the site is published under: `base_url: https://example.org`

    error[missing-key]: the key `title` is missing
     --> regards.yaml:1:6
      |
    1 | title:
      |      ^
      |
      = help: write the name of the site: `title: Our blog`

    error[missing-key]: the key `base_url` is missing
     --> regards.yaml:2:11
      |
    2 | base_url: ''
      |           ^^
      |
      = help: write the address the site is published under: `base_url: https://example.org`

    error[wrong-type]: the file must be a mapping, and is a list
     --> regards.yaml:1:1
      |
    1 | - a
      | ^
      |
      = help: write lines such as `key: value`
    "###);
}
