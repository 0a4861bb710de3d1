//! Which things shown in a page are loaded anew, and with how much work.

use serde_json::json;

use crate::browser::with_browser;

/// The part of the client that loads files anew.
const CLIENT: &str = include_str!("../../src/preview/client/assets.js");

#[test]
fn what_is_in_the_page_itself_or_plays_is_left_alone() {
    with_browser(async |browser, served| {
        browser.goto(&served.at("/about/")).await;
        let of_page = "
            const blob = URL.createObjectURL(new Blob(['<svg xmlns=\"http://www.w3.org/2000/svg\"/>'], { type: 'image/svg+xml' }));
            document.body.innerHTML = `<svg><symbol id='icon'></symbol><use href='#icon'></use><use href='/a.svg#icon'></use></svg>
              <img src='${blob}'><img src='data:,'><img src='https://example.invalid/a.svg'><img src='/a.svg'>
              <video class='playing'><source src='/a.webm'></video><audio class='playing' src='/a.mp3'></audio>
              <audio class='begun' src='/a.mp3'></audio><audio src='/a.mp3'></audio>`;
            for (const media of document.querySelectorAll('.playing')) Object.defineProperty(media, 'paused', { value: false });
            Object.defineProperty(document.querySelector('.begun'), 'currentTime', { value: 9 });
            const shown = () => [...document.querySelectorAll('use, img, source, audio')]
              .map(element => element.getAttribute('src') ?? element.getAttribute('href'));
            const before = shown();
            renewAllFiles('1-2');
            return shown().map((address, index) => address === before[index] ? 'same' : address.slice(location.origin.length));";
        assert_eq!(
            browser.run(&format!("{CLIENT}\n{of_page}")).await,
            json!([
                "same",
                "/a.svg?regards=1-2#icon",
                "same",
                "same",
                "same",
                "/a.svg?regards=1-2",
                "same",
                "same",
                "same",
                "/a.mp3?regards=1-2"
            ])
        );
    });
}

/// As after a change of branch.
#[test]
fn what_the_page_has_loaded_is_looked_through_once_for_any_number_of_files() {
    with_browser(async |browser, served| {
        browser.goto(&served.at("/about/")).await;
        let counted = "
            let parsed = 0;
            const parse = URL.parse;
            URL.parse = (...address) => { parsed += 1; return parse.call(URL, ...address); };
            const entries = performance.getEntriesByType('resource');
            const counts = [1, 10000].map(many => {
              parsed = 0;
              const isReload = renewFiles(Array.from({ length: many }, (_, index) => `/none-${index}`), '1-2');
              return [parsed, isReload];
            });
            const script = entries.find(entry => entry.initiatorType === 'script');
            return [entries.length > 0, counts[0][0] === counts[1][0], counts[1][1], renewFiles([new URL(script.name).pathname], '1-3')];";
        assert_eq!(browser.run(&format!("{CLIENT}\n{counted}")).await, json!([true, true, false, true]));
    });
}
