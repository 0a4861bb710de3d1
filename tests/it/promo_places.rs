//! What the promo check says of a post is shown where it stands.

use crate::support::Folder;

#[test]
fn an_ask_in_a_title_and_news_that_sells() {
    let words = "We are excited to announce our new platform for customers around the globe. Sign up now for our \
                 free trial, or contact us today. Buy now and save 50 %, only until the end of the week. ";
    let folder = Folder::new(&format!(
        "-- regards.yaml --\ntitle: Test\nbase_url: https://example.org\n\
         -- content/posts/a.md --\n---\ntitle: Sign up now\ndate: 2026-01-01\nkind: news\n---\n{}\n",
        words.repeat(8)
    ));
    let run = folder.run(&["check"]);
    let shown = format!("{}{}", run.out, run.err);
    let every = folder.run(&["check", "--format", "github"]).out;
    assert!(
        every.contains("file=content/posts/a.md,line=2,endLine=2,col=8,"),
        "the title's own place: {every}"
    );
    assert!(shown.contains("`kind: news`, but the promo check says promotional"), "{shown}");
}
