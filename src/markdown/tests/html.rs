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
fn version_operators_strike_nothing_through() {
    assert_eq!(
        page("(\"1.4\", \"~> 1.4\") and (\"1.5\", \"~> 1.4\")"),
        "<p>(“1.4”, “~> 1.4”) and (“1.5”, “~> 1.4”)</p>\n".replace("> 1", "&gt; 1")
    );
    assert_eq!(page("a \"~=1\"~, ~b~ and ~~c~~"), "<p>a “~=1”~, <del>b</del> and <del>c</del></p>\n");
}

#[test]
fn headings_have_ids_and_anchors() {
    assert_snapshot!(page("# One & *two*\n## One {#uno .big lang=it}\n### See [this](/x)\n"), @r##"
    <h1 id="one--two">One &amp; <em>two</em> <a class="anchor" href="#one--two" aria-label="Link to this section: One &amp; two">#</a></h1>
    <h2 class="big" lang="it" id="uno">One <a class="anchor" href="#uno" aria-label="Link to this section: One">#</a></h2>
    <h3 id="see-this">See <a href="/x">this</a> <a class="anchor" href="#see-this" aria-label="Link to this section: See this">#</a></h3>
    "##);
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
    assert_snapshot!(page("\"It's\" -- a *test*... of **bold** ~~old~~ `a < b` & 1 < 2\\\nnew line\nsoft\n\n---\n"), @r"
    <p>“It’s” – a <em>test</em>… of <strong>bold</strong> <del>old</del> <code>a &lt; b</code> &amp; 1 &lt; 2<br>
    new line
    soft</p>
    <hr>
    ");
}

#[test]
fn links_are_resolved_and_marked() {
    assert_snapshot!(page("[in](@/a.md#b) [out](https://example.org/a_b?c=d&e \"T\") <me@example.org> #"), @r#"<p><a href="/a/#b">in</a> <a href="https://example.org/a_b?c=d&amp;e" title="T" rel="external">out</a> <a href="mailto:me@example.org">me@example.org</a> #</p>"#);
    assert_snapshot!(page("See https://example.org/a_b--c, www.example.net... or \"me@example.org\"; not [https://example.org](/x), `www.example.org`"), @r#"<p>See <a href="https://example.org/a_b--c" rel="external">https://example.org/a_b--c</a>, <a href="http://www.example.net" rel="external">www.example.net</a>… or “<a href="mailto:me@example.org">me@example.org</a>”; not <a href="/x">https://example.org</a>, <code>www.example.org</code></p>"#);
    assert_snapshot!(page("<a href=\"@/a.md\">https://example.org</a> <img src=\"photo.jpg\" alt=x>"), @r#"<p><a href="/a/">https://example.org</a> <img src="/post/photo.jpg" alt=x></p>"#);
    assert_snapshot!(page("*https://example.org/x* (http://example.org/?a=1&amp;b=2)"), @r#"<p><em><a href="https://example.org/x" rel="external">https://example.org/x</a></em> (<a href="http://example.org/?a=1&amp;b=2" rel="external">http://example.org/?a=1&amp;b=2</a>)</p>"#);
}

#[test]
fn pictures_have_sizes_and_wait() {
    assert_snapshot!(page("![A *big* `cat`](photo.jpg) ![](b.png \"T\")"), @r#"<p><img src="/post/photo.jpg" alt="A big cat" width="640" height="480" decoding="async"> <img src="/post/b.png" alt="" title="T" loading="lazy" decoding="async"></p>"#);
    assert_snapshot!(page("![Cat](photo.jpg \"Our <cat>\")\n\n[![Cat](b.jpg \"Go\")](@/a.md)\n"), @r#"
    <figure><img src="/post/photo.jpg" alt="Cat" width="640" height="480" decoding="async"><figcaption>Our &lt;cat&gt;</figcaption></figure>
    <figure><a href="/a/"><img src="/post/b.jpg" alt="Cat" loading="lazy" decoding="async"></a><figcaption>Go</figcaption></figure>
    "#);
}

#[test]
fn lists_and_tasks() {
    assert_snapshot!(page("- a\n- b\n  - c\n\n3. x\n\n   y\n4. z\n"), @r#"
    <ul>
    <li>a</li>
    <li>b
    <ul>
    <li>c</li>
    </ul>
    </li>
    </ul>
    <ol start="3">
    <li>
    <p>x</p>
    <p>y</p>
    </li>
    <li>
    <p>z</p>
    </li>
    </ol>
    "#);
    assert_snapshot!(page("- [ ] open\n- [x] done\n- plain\n\n* [x] loose\n\n* no\n"), @r#"
    <ul>
    <li class="task"><input type="checkbox" disabled aria-label="Done"> open</li>
    <li class="task"><input type="checkbox" disabled checked aria-label="Done"> done</li>
    <li>plain</li>
    </ul>
    <ul>
    <li class="task">
    <p><input type="checkbox" disabled checked aria-label="Done"> loose</p>
    </li>
    <li>
    <p>no</p>
    </li>
    </ul>
    "#);
    assert_snapshot!(page("Term\n: One\n: Two\n"), @r"
    <dl>
    <dt>Term</dt>
    <dd>One</dd>
    <dd>Two</dd>
    </dl>
    ");
}

#[test]
fn quotes_and_alerts() {
    assert_snapshot!(page("> quote\n\n> [!WARNING]\n> Look *out*\n"), @r#"
    <blockquote>
    <p>quote</p>
    </blockquote>
    <div class="alert alert-warning" role="note"><p class="alert-title">Warning</p>
    <p>Look <em>out</em></p>
    </div>
    "#);
    assert_snapshot!(mail("> [!TIP]\n> Rest\n"), @r#"
    <div class="alert alert-tip" role="note"><p class="alert-title"><strong>Tip</strong></p>
    <p>Rest</p>
    </div>
    "#);
}

#[test]
fn tables_are_wrapped() {
    assert_snapshot!(page("| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | `|` |\n"), @r#"
    <div class="table-wrap" tabindex="0" role="group" aria-label="Table"><table><thead><tr><th>a</th><th style="text-align: center">b</th><th style="text-align: right">c</th></tr></thead><tbody>
    <tr><td>1</td><td style="text-align: center">2</td><td style="text-align: right">`</td></tr>
    </tbody></table></div>
    "#);
    assert_snapshot!(page("| only |\n|---|\n"), @r#"<div class="table-wrap" tabindex="0" role="group" aria-label="Table"><table><thead><tr><th>only</th></tr></thead></table></div>"#);
}

#[test]
fn footnotes_are_numbered_as_they_are_named() {
    assert_snapshot!(page("B[^b] A[^a] B[^b] none[^x]\n\n[^a]: See[^c].\n\n    Two.\n[^b]: Bee\n[^c]: - list\n[^never]: Never\n"), @r##"
    <p>B<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup> A<sup class="footnote-ref"><a href="#fn-2" id="fnref-2" role="doc-noteref">2</a></sup> B<sup class="footnote-ref"><a href="#fn-1" id="fnref-1-2" role="doc-noteref">1</a></sup> none[^x]</p>
    <section class="footnotes" role="doc-endnotes" aria-label="Footnotes"><ol>
    <li id="fn-1"><p>Bee <a href="#fnref-1" role="doc-backlink" aria-label="Back to reference 1">↩︎</a> <a href="#fnref-1-2" role="doc-backlink" aria-label="Back to reference 1-2">↩︎<sup>2</sup></a></p></li>
    <li id="fn-2"><p>See<sup class="footnote-ref"><a href="#fn-3" id="fnref-3" role="doc-noteref">3</a></sup>.</p>
    <p>Two. <a href="#fnref-2" role="doc-backlink" aria-label="Back to reference 2">↩︎</a></p></li>
    <li id="fn-3"><ul>
    <li>list</li>
    </ul> <a href="#fnref-3" role="doc-backlink" aria-label="Back to reference 3">↩︎</a></li>
    </ol></section>
    "##);
}

#[test]
fn a_footnote_unmakes_the_link_around_it() {
    let html = page("[a[^1]](/x)\n\n[^1]: n\n");
    assert!(html.starts_with("<p>[a<sup") && html.contains("</sup>](/x)</p>"), "{html}");
}

#[test]
fn code_is_coloured_by_class() {
    assert_snapshot!(page("```rust\n// hi\nfn main() { let s = \"a < b\\n\"; }\n```\n"), @r#"
    <pre class="code" tabindex="0" data-lang="rust"><code><span class="hl-comment">// hi</span>
    <span class="hl-keyword">fn</span> <span class="hl-function">main</span>() { <span class="hl-keyword">let</span> s <span class="hl-operator">=</span> <span class="hl-string">"a &lt; b</span><span class="hl-escape">\n</span><span class="hl-string">"</span>; }
    </code></pre>
    "#);
    assert_snapshot!(page("```nosuch\na < b\n```\n\n    indented\n"), @r#"
    <pre class="code" tabindex="0" data-lang="nosuch"><code>a &lt; b
    </code></pre>
    <pre class="code" tabindex="0"><code>indented
    </code></pre>
    "#);
    assert_snapshot!(page("```toml,linenos,hl_lines=2,name=Cargo.toml\n# all\n[a]\nb = 1\n```\n"), @r#"
    <figure class="code-block"><figcaption>Cargo.toml</figcaption><pre class="code" tabindex="0" data-lang="toml"><code><span class="line"><span class="lineno" aria-hidden="true">1</span><span class="hl-comment"># all</span>
    </span><span class="line highlighted"><span class="lineno" aria-hidden="true">2</span>[<span class="hl-type">a</span>]
    </span><span class="line"><span class="lineno" aria-hidden="true">3</span><span class="hl-attribute">b</span> = <span class="hl-number">1</span>
    </span></code></pre></figure>
    "#);
    assert_snapshot!(page("```html\n<a href=\"x\">&amp;</a>\n```\n"), @r#"
    <pre class="code" tabindex="0" data-lang="html"><code><span class="hl-punctuation">&lt;</span><span class="hl-tag">a</span> <span class="hl-attribute">href</span>=<span class="hl-string">"x"</span><span class="hl-punctuation">&gt;</span><span class="hl-escape">&amp;amp;</span><span class="hl-punctuation">&lt;/</span><span class="hl-tag">a</span><span class="hl-punctuation">&gt;</span>
    </code></pre>
    "#);
    assert_snapshot!(page("```diff\n+a\n-b\n```\n"), @r#"
    <pre class="code" tabindex="0" data-lang="diff"><code><span class="hl-inserted">+a</span>
    <span class="hl-deleted">-b</span>
    </code></pre>
    "#);
    assert_snapshot!(page("```js\n/* one\ntwo */ `a${b}`\n```\n"), @r#"
    <pre class="code" tabindex="0" data-lang="js"><code><span class="hl-comment">/* one
    two */</span> <span class="hl-string">`a</span><span class="hl-escape">${</span>b<span class="hl-escape">}</span><span class="hl-string">`</span>
    </code></pre>
    "#);
}

#[test]
fn formulas_are_mathml() {
    assert_snapshot!(page("$x$ and $$\\frac{1}{2}$$ but $\\nosuch$ costs $5"), @r#"<p><math display="inline"><mi>x</mi></math> and <span class="math-wrap" tabindex="0"><math display="block"><mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac></math></span> but <code class="math-error">\nosuch</code> costs $5</p>"#);
}

#[test]
fn raw_html_passes_through() {
    assert_snapshot!(page("<div id=\"x\">\n\n*in*\n\n</div>\n\n<kbd>Ctrl</kbd>\n\n<!-- more -->\n\nrest <!-- note -->\n"), @r#"
    <div id="x">
    <p><em>in</em></p>
    </div>
    <p><kbd>Ctrl</kbd></p>
    <p>rest <!-- note --></p>
    "#);
}

#[test]
fn mail_gets_what_mail_programs_can_show() {
    assert_snapshot!(
        mail("# T\n\n- [x] done\n\n![C](photo.jpg) [o](https://example.org) $x^2$[^1] a<script>b</script>c\n\n<style>\np {}\n</style>\n\n```rust,linenos\nfn\n```\n\n|a|\n|-|\n|b|\n\n[^1]: n\n"),
        @r##"
    <h1 id="t">T</h1>
    <ul>
    <li class="task">☑ done</li>
    </ul>
    <p><img src="/post/photo.jpg" alt="C" width="640" height="480"> <a href="https://example.org">o</a> <code class="math">x^2</code><sup class="footnote-ref"><a href="#fn-m-1" id="fnref-m-1" role="doc-noteref">1</a></sup> ac</p>

    <pre class="code" tabindex="0" data-lang="rust"><code>fn
    </code></pre>
    <table><thead><tr><th>a</th></tr></thead><tbody>
    <tr><td>b</td></tr>
    </tbody></table>
    <section class="footnotes" role="doc-endnotes" aria-label="Footnotes"><ol>
    <li id="fn-m-1"><p>n <a href="#fnref-m-1" role="doc-backlink" aria-label="Back to reference 1">↩︎</a></p></li>
    </ol></section>
    "##
    );
}

#[test]
fn an_unclosed_script_in_mail_ends_with_its_block() {
    assert_eq!(
        mail("# a <script> b *c*\n\nd <b>e</b>\n"),
        "<h1 id=\"a--b-c\">a <em></em></h1>\n<p>d <b>e</b></p>\n"
    );
    assert_eq!(mail("- x<style>x\n- y\n"), "<ul>\n<li>x</li>\n<li>y</li>\n</ul>\n");
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
