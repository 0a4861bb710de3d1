//! Bodies as plain text.

use insta::assert_snapshot;

use crate::markdown::PlainOptions;
use crate::markdown::link_list;
use crate::markdown::tests::Site;
use crate::markdown::tests::settings;
use crate::markdown::to_plain;

fn plain(body: &str, width: usize) -> String {
    let plain = to_plain(body, &settings(), &Site, PlainOptions { width, first_link: 3 });
    format!("{}{}", plain.text, link_list(&plain.links, 3))
}

#[test]
fn prose_is_wrapped_and_links_are_numbered() {
    assert_snapshot!(plain("# A *title*\n\nSome **bold** text with a [link](@/a.md) and [another](https://example.org/b), then\nthe [first](@/a.md) again. See https://example.org/c or <me@example.org>.\n\n## Second\n\nHard\\\nbreak.\n\n---\n\n![](decoration.png) ![A cat](photo.jpg \"T\") <b>end</b><br>line\n", 40), @r"
    A title
    =======

    Some *bold* text with a link [3] and
    another [4], then the first [3] again.
    See https://example.org/c or
    me@example.org.

    Second
    ------

    Hard
    break.

    * * *

    [A cat] end
    line
    [3] /a/
    [4] https://example.org/b
    ");
}

#[test]
fn lists_hang_and_quotes_are_marked() {
    assert_snapshot!(plain("Intro:\n\n- one that is long enough to wrap\n- two\n  1. deep\n  2. deeper\n- [x] three\n\nAfter.\n\n9. nine\n\n   more\n10. ten\n\n> Quoted text that wraps around.\n>\n> - in\n>\n> > nested\n\n> [!TIP]\n> Do.\n\n-\n- x\n", 30), @r"
    Intro:

    - one that is long enough to
      wrap
    - two
      1. deep
      2. deeper
    - [x] three

    After.

    9. nine

       more

    10. ten

    > Quoted text that wraps
    > around.
    >
    > - in
    >
    > > nested

    > Tip:
    > Do.

    -
    - x
    ");
}

#[test]
fn code_is_never_wrapped() {
    assert_snapshot!(plain("Do:\n\n```sh\nvery long line of code that goes on\n\n  indented\n```\n\n- item\n\n  ```\n  code\n  ```\n", 24), @r"
    Do:

        very long line of code that goes on

          indented

    - item

          code
    ");
}

#[test]
fn tables_are_columns_or_rows() {
    let table = "| Name | Count |\n|---|--:|\n| apples | 3 |\n| [pears](/p) | 12 |\n";
    assert_snapshot!(plain(table, 40), @r"
    Name       Count
    ---------  -----
    apples         3
    pears [3]     12
    [3] /p
    ");
    assert_snapshot!(plain("| Name | What it is |\n|---|---|\n| a long name here | a long text that wraps over lines |\n| x | |\n", 24), @r"
    Name: a long name here
    What it is: a long
      text that wraps over
      lines

    Name: x
    ");
}

#[test]
fn notes_terms_formulas_and_raw_html() {
    assert_snapshot!(plain("Fact[^a] and $x^2$.\n\nTerm\n: Meaning one\n: Meaning two\n\nOther\n: Third\n\n<div>Raw &amp; <b>bold</b><script>no()</script></div>\n\n[^a]: The note, long enough to wrap.\n", 26), @r"
    Fact¹ and x^2.

    Term
        Meaning one
        Meaning two

    Other
        Third

    Raw & bold

    ¹ The note, long enough to
      wrap.
    ");
}
