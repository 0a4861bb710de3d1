//! Errors lie over the last good page until they are mended.

use serde_json::json;

use crate::browser::ESCAPE;
use crate::browser::with_browser;

const POST: &str = "content/posts/consent.md";
const PAGE: &str = "/2026/07/consent/";
const GOOD: &str = "date: 2026-07-14";
const BROKEN: &str = "date: 2026-07-99";

const IS_OPEN: &str =
    "return document.querySelector('regards-overlay')?.shadowRoot.querySelector('dialog').open === true";
const IS_CLOSED: &str =
    "return document.querySelector('regards-overlay')?.shadowRoot.querySelector('dialog').open === false";
const IS_GONE: &str = "return document.querySelector('regards-overlay') === null";

#[test]
fn an_error_lies_over_the_last_good_page_until_it_is_mended() {
    with_browser(async |browser, served| {
        browser.open(&served.at(PAGE)).await;
        browser.run("window.marked = document.querySelector('main').textContent").await;
        served.edit(POST, GOOD, BROKEN);
        browser.until("the overlay is there", IS_OPEN).await;
        let told = browser
            .run(
                "const root = document.querySelector('regards-overlay').shadowRoot;
                 return [root.querySelector('.rule').textContent, root.querySelector('a').textContent, root.querySelector('a').href,
                   root.activeElement?.localName, document.querySelector('main').textContent === window.marked]",
            )
            .await;
        let (path, root) = (format!("{POST}:4:7"), served.root());
        let link = format!("editor://open{root}/{POST}?line=4&column=7");
        assert_eq!(told, json!(["error[bad-date]", path, link, "h2", true]));
        served.edit(POST, BROKEN, GOOD);
        browser.until("the overlay goes", IS_GONE).await;
    });
}

#[test]
fn escape_closes_it_until_the_next_change() {
    with_browser(async |browser, served| {
        browser.open(&served.at(PAGE)).await;
        served.edit(POST, GOOD, BROKEN);
        browser.until("the overlay is there", IS_OPEN).await;
        browser.press(ESCAPE).await;
        browser.until("the overlay is closed", IS_CLOSED).await;
        served.append("content/about.md", "\nMore.\n");
        browser.until("the overlay is back", IS_OPEN).await;
        served.edit(POST, BROKEN, GOOD);
        browser.until("the overlay goes", IS_GONE).await;
    });
}

#[test]
fn a_page_that_is_opened_while_something_is_wrong_shows_it() {
    with_browser(async |browser, served| {
        served.edit(POST, GOOD, BROKEN);
        browser.open(&served.at("/about/")).await;
        browser.until("the overlay is there", IS_OPEN).await;
        served.edit(POST, BROKEN, GOOD);
        browser.until("the overlay goes", IS_GONE).await;
    });
}
