//! Without JavaScript all can be read, and opened and closed.

use serde_json::json;

use crate::browser::ENTER;
use crate::browser::TAB;
use crate::browser::with_browser;

#[test]
fn page_panel_and_overlay_work_without_scripts() {
    with_browser(async |browser, served| {
        served.edit("content/posts/consent.md", "date: 2026-07-14", "date: 2026-07-99");
        browser.allow_scripts(false).await;
        browser.goto(&served.at("/about/")).await;
        let told = browser
            .run(
                "const overlay = document.querySelector('regards-overlay').shadowRoot, panel = document.querySelector('regards-panel').shadowRoot;
                 return [document.querySelector('h1') !== null, overlay.querySelector('dialog').checkVisibility(),
                   panel.querySelector('summary').checkVisibility(), panel.querySelector('.sheet').checkVisibility()]",
            )
            .await;
        assert_eq!(told, json!([true, true, true, false]));
        for _ in 0..200 {
            browser.press(TAB).await;
            let focused =
                browser.run("return document.activeElement.shadowRoot?.activeElement?.localName ?? ''").await;
            if focused == "summary" {
                browser.press(ENTER).await;
            }
            if focused == "button" {
                browser.press(ENTER).await;
                break;
            }
        }
        browser
            .until(
                "the panel is open and the overlay closed",
                "return document.querySelector('regards-panel').shadowRoot.querySelector('.sheet').checkVisibility()
                   && !document.querySelector('regards-overlay').shadowRoot.querySelector('dialog').open",
            )
            .await;
    });
}
