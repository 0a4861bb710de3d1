//! Each construct of the template contract, as the HTML that themes style.

use insta::assert_snapshot;

use crate::config::AnchorPlace;
use crate::config::MarkdownSettings;
use crate::markdown::HtmlOptions;
use crate::markdown::PlainResolver;
use crate::markdown::tests::Site;
use crate::markdown::tests::mail;
use crate::markdown::tests::page;
use crate::markdown::tests::settings;
use crate::markdown::to_html;
use crate::markdown::to_inline_html;

#[test]
fn headings_have_ids_and_anchors() {
    assert_snapshot!(page("# One & *two*\n## One {#uno .big lang=it}\n### See [this](/x)\n"), @"");
    for (place, expected) in [
        (AnchorPlace::None, "<h2 id=\"a\">A</h2>\n"),
        (
            AnchorPlace::Left,
            "<h2 id=\"a\"><a class=\"anchor\" href=\"#a\" aria-label=\"Link to this section: A\">#</a> A</h2>\n",
        ),
        (AnchorPlace::Heading, "<h2 id=\"a\"><a class=\"anchor\" href=\"#a\">A</a></h2>\n"),
    ] {
        let settings = MarkdownSettings { heading_anchors: place, ..MarkdownSettings::default() };
        let options = HtmlOptions { settings: &settings, anchors: true, footnote_prefix: "", mail: false };
        assert_eq!(to_html("## A", &options, &PlainResolver), expected);
        assert_eq!(
            to_html("## A", &HtmlOptions { anchors: false, ..options }, &PlainResolver),
            "<h2 id=\"a\">A</h2>\n"
        );
    }
}

#[test]
fn text_is_typographic_and_escaped() {
    assert_snapshot!(page("\"It's\" -- a *test*... of **bold** ~~old~~ `a < b` & 1 < 2\\\nnew line\nsoft\n\n---\n"), @"");
}

#[test]
fn links_are_resolved_and_marked() {
    assert_snapshot!(page("[in](@/a.md#b) [out](https://example.org/a_b?c=d&e \"T\") <me@example.org> #"), @"");
    assert_snapshot!(page("See https://example.org/a_b--c, www.example.net... or \"me@example.org\"; not [https://example.org](/x), `www.example.org`"), @"");
    assert_snapshot!(page("<a href=\"@/a.md\">https://example.org</a> <img src=\"photo.jpg\" alt=x>"), @"");
    assert_snapshot!(page("*https://example.org/x* (http://example.org/?a=1&amp;b=2)"), @"");
}

#[test]
fn pictures_have_sizes_and_wait() {
    assert_snapshot!(page("![A *big* `cat`](photo.jpg) ![](b.png \"T\")"), @"");
    assert_snapshot!(page("![Cat](photo.jpg \"Our <cat>\")\n\n[![Cat](b.jpg \"Go\")](@/a.md)\n"), @"");
}

#[test]
fn lists_and_tasks() {
    assert_snapshot!(page("- a\n- b\n  - c\n\n3. x\n\n   y\n4. z\n"), @"");
    assert_snapshot!(page("- [ ] open\n- [x] done\n- plain\n\n* [x] loose\n\n* no\n"), @"");
    assert_snapshot!(page("Term\n: One\n: Two\n"), @"");
}

#[test]
fn quotes_and_alerts() {
    assert_snapshot!(page("> quote\n\n> [!WARNING]\n> Look *out*\n"), @"");
}

#[test]
fn tables_are_wrapped() {
    assert_snapshot!(page("| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | `|` |\n"), @"");
    assert_snapshot!(page("| only |\n|---|\n"), @"");
}

#[test]
fn footnotes_are_numbered_as_they_are_named() {
    assert_snapshot!(page("B[^b] A[^a] B[^b] none[^x]\n\n[^a]: See[^c].\n\n    Two.\n[^b]: Bee\n[^c]: - list\n[^never]: Never\n"), @"");
}

#[test]
fn code_is_coloured_by_class() {
    assert_snapshot!(page("```rust\n// hi\nfn main() { let s = \"a < b\\n\"; }\n```\n"), @"");
    assert_snapshot!(page("```nosuch\na < b\n```\n\n    indented\n"), @"");
    assert_snapshot!(page("```toml,linenos,hl_lines=2,name=Cargo.toml\n# all\n[a]\nb = 1\n```\n"), @"");
    assert_snapshot!(page("```html\n<a href=\"x\">&amp;</a>\n```\n"), @"");
    assert_snapshot!(page("```diff\n+a\n-b\n```\n"), @"");
    assert_snapshot!(page("```js\n/* one\ntwo */ `a${b}`\n```\n"), @"");
}

#[test]
fn formulas_are_mathml() {
    assert_snapshot!(page("$x$ and $$\\frac{1}{2}$$ but $\\nosuch$ costs $5"), @"");
}

#[test]
fn raw_html_passes_through() {
    assert_snapshot!(page("<div id=\"x\">\n\n*in*\n\n</div>\n\n<kbd>Ctrl</kbd>\n\n<!-- more -->\n\nrest <!-- note -->\n"), @"");
}

#[test]
fn mail_gets_what_mail_programs_can_show() {
    assert_snapshot!(
        mail("# T\n\n- [x] done\n\n![C](photo.jpg) [o](https://example.org) $x^2$[^1] a<script>b</script>c\n\n<style>\np {}\n</style>\n\n```rust,linenos\nfn\n```\n\n|a|\n|-|\n|b|\n\n[^1]: n\n"),
        @""
    );
}

#[test]
fn a_title_is_one_line() {
    for (text, expected) in [
        ("1. May & *more*", "1. May &amp; <em>more</em>"),
        ("# x `y`", "# x <code>y</code>"),
        ("\"Quoted\" -- text", "“Quoted” – text"),
        ("_a_ (b)", "<em>a</em> (b)"),
        ("[l](@/a.md)\n> q", "<a href=\"/a/\">l</a> &gt; q"),
        ("    deep", "deep"),
        ("", ""),
    ] {
        assert_eq!(to_inline_html(text, &settings(), &Site), expected);
    }
}
