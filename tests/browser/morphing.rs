//! Whatever the former page was, the page after a change is the one that the server sent.

use serde_json::json;

use crate::browser::with_browser;

/// The parts of the client that change a page.
const CLIENT: &str = concat!(
    include_str!("../../src/preview/client/match.js"),
    include_str!("../../src/preview/client/assets.js"),
    include_str!("../../src/preview/client/morph.js")
);

#[test]
fn pages_made_at_random_become_each_other() {
    with_browser(async |browser, _| {
        browser.goto("about:blank").await;
        for seed in 1..=8 {
            let script =
                format!("{CLIENT}\nconst seed = {seed}, cases = 300;\n{}", include_str!("morphing.js"));
            assert_eq!(browser.run(&script).await, json!([]), "seed {seed}");
        }
    });
}
