//! The writing panel, used with nothing but a keyboard.

use serde_json::json;

use crate::browser::Browser;
use crate::browser::ENTER;
use crate::browser::ESCAPE;
use crate::browser::TAB;
use crate::browser::with_browser;

const POST: &str = "content/posts/consent.md";
const PAGE: &str = "/2026/07/consent/";

const IS_OPEN: &str =
    "return document.querySelector('regards-panel').shadowRoot.querySelector('details').open";
/// What the panel says as it is seen.
const TEXT: &str =
    "return document.querySelector('regards-panel').shadowRoot.querySelector('.sheet').innerText";

/// Presses Tab until the panel's tab has the focus.
async fn tab_to_panel(browser: &Browser) {
    for _ in 0..200 {
        browser.press(TAB).await;
        let focused =
            browser.run("return document.activeElement.shadowRoot?.activeElement?.localName ?? ''").await;
        if focused == "summary" {
            return;
        }
    }
    panic!("the panel cannot be reached with the Tab key");
}

#[test]
fn a_keyboard_opens_the_panel_and_closes_it_and_it_is_remembered() {
    with_browser(async |browser, served| {
        browser.open(&served.at(PAGE)).await;
        assert_eq!(browser.run(IS_OPEN).await, json!(false));
        tab_to_panel(browser).await;
        browser.press(ENTER).await;
        browser.until("the panel is open", IS_OPEN).await;
        browser.open(&served.at("/about/")).await;
        browser.until("the panel of the next page is open, too", IS_OPEN).await;
        tab_to_panel(browser).await;
        browser.press(ESCAPE).await;
        browser.until("the panel is closed", &IS_OPEN.replace("return ", "return !")).await;
        assert_eq!(
            browser.run("return document.activeElement.shadowRoot.activeElement.localName").await,
            json!("summary"),
            "the focus stays at the tab"
        );
    });
}

#[test]
fn a_save_brings_a_finding_with_its_line_and_leaves_the_panel_open() {
    with_browser(async |browser, served| {
        browser.open(&served.at(PAGE)).await;
        tab_to_panel(browser).await;
        browser.press(ENTER).await;
        browser.until("the panel is open", IS_OPEN).await;
        served.edit(
            POST,
            "Here is a test",
            "Sign up for our webinar now and book your demo today.\n\nHere is a test",
        );
        browser.until("the finding is there", &format!("{TEXT}.includes('call-to-action')")).await;
        let told = browser
            .run(
                "const root = document.querySelector('regards-panel').shadowRoot;
                 const finding = [...root.querySelectorAll('.findings > li')].find(item => item.textContent.includes('call-to-action'));
                 return [finding.querySelector('a').textContent, finding.querySelector('a').href.split('?')[1].split('&')[0],
                   root.querySelector('details').open, root.activeElement?.localName]",
            )
            .await;
        assert_eq!(told, json!(["line 11", "line=11", true, "summary"]));
    });
}

#[test]
fn the_panel_names_no_reader() {
    with_browser(async |browser, served| {
        browser.open(&served.at("/2026/11/maintainer-day/")).await;
        let html = browser.run("return document.querySelector('regards-panel').shadowRoot.innerHTML").await;
        let html = html.as_str().expect("it is text");
        assert!(html.contains("not yet:"), "the ask is held for somebody");
        for id in served.contact_words() {
            assert!(!html.contains(&id), "{id}");
        }
    });
}
