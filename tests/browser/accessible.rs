//! axe-core finds nothing wrong with any kind of page, wide or narrow, light or dark.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::browser::Browser;
use crate::browser::with_browser;
use crate::sample::PAGES;

/// The pages of the studio, one of each kind.
const STUDIO: [&str; 5] = [
    "/_regards/",
    "/_regards/audiences/",
    "/_regards/audiences/consultants/",
    "/_regards/issues/",
    "/_regards/issues/consultants/",
];

/// Runs the rules of axe-core, its best practices included, and says what they found.
const AXE: &str = "
    const done = arguments[arguments.length - 1];
    const frame = () => new Promise(requestAnimationFrame);
    // Colours on their way from light to dark are neither.
    const settle = () => {
      for (const animation of document.getAnimations()) {
        try { animation.finish(); } catch { animation.cancel(); }
      }
    };
    frame().then(frame).then(settle).then(() => axe.run(document)).then(({ violations }) => done(violations.map(({ id, help, nodes }) =>
      `${id} (${help}): ${nodes.map(node => `${node.target.flat().join(' ')} ${node.html.slice(0, 160)} ${node.any.concat(node.all).map(check => check.message).join('; ')}`).join('\\n    ')}`)),
      fault => done([String(fault)]))";

fn axe_core() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe/node_modules/axe-core/axe.min.js");
    fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}\naxe-core checks the pages; `npm install --prefix target/axe --no-save --ignore-scripts \
             axe-core@4` fetches it",
            path.display()
        )
    })
}

async fn check(browser: &Browser, axe: &str, url: &str, faults: &mut Vec<String>) {
    browser.goto(url).await;
    browser
        .run("const panel = document.querySelector('regards-panel')?.shadowRoot.querySelector('details'); if (panel) panel.open = true")
        .await;
    browser.run(axe).await;
    for scheme in ["light", "dark"] {
        browser.prefer(scheme).await;
        for width in [320, 1280] {
            browser.resize(width, 900).await;
            let Value::Array(found) = browser.run_async(AXE).await else { panic!("axe-core gives a list") };
            faults.extend(found.iter().map(|fault| {
                format!("{url}, {scheme}, {width} wide: {}", fault.as_str().unwrap_or_default())
            }));
            let overflow =
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            let wider = browser.run(overflow).await;
            if wider.as_i64() != Some(0) {
                faults.push(format!("{url}, {scheme}, {width} wide: {wider} pixels stick out"));
            }
        }
    }
}

#[test]
fn every_kind_of_page_with_its_panel_open() {
    with_browser(async |browser, served| {
        let axe = axe_core();
        let mut faults = Vec::new();
        for page in PAGES {
            check(browser, &axe, &served.at(page), &mut faults).await;
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    });
}

#[test]
fn every_kind_of_page_of_the_studio() {
    with_browser(async |browser, served| {
        let axe = axe_core();
        let mut faults = Vec::new();
        for page in STUDIO {
            check(browser, &axe, &served.at(page), &mut faults).await;
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    });
}

#[test]
fn errors_over_a_page() {
    with_browser(async |browser, served| {
        let axe = axe_core();
        served.edit("content/posts/consent.md", "date: 2026-07-14", "date: 2026-07-99");
        let mut faults = Vec::new();
        check(browser, &axe, &served.at("/about/"), &mut faults).await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    });
}
