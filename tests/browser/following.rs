//! A page follows what is saved, and keeps what its reader did.

use serde_json::json;

use crate::browser::with_browser;

/// The post that the tests edit, and its page.
const POST: &str = "content/posts/consent.md";
const PAGE: &str = "/2026/07/consent/";

/// Marks the page, so that one that was loaded anew is told from one that was not.
const MARK: &str = "window.marked = true";
const IS_MARKED: &str = "return window.marked === true";

#[test]
fn a_save_keeps_scroll_focus_and_what_is_open() {
    with_browser(async |browser, served| {
        served.append(
            POST,
            "\n<details><summary>A list</summary>\n\nOf things.\n\n</details>\n\n<input id=\"note\">\n",
        );
        browser.resize(800, 600).await;
        browser.open(&served.at(PAGE)).await;
        browser.run(MARK).await;
        browser
            .run(
                "const details = document.querySelector('main details');
                 details.open = true;
                 const note = document.getElementById('note');
                 note.value = 'half a word';
                 note.focus({ preventScroll: true });
                 note.setSelectionRange(2, 6);
                 scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: 'instant' });
                 window.kept = [scrollY, details, note]",
            )
            .await;
        served.append(POST, "\nA paragraph that was not there.\n");
        browser
            .until("the new paragraph is there", "return document.querySelector('main').textContent.includes('A paragraph that was not there')")
            .await;
        let kept = browser
            .run(
                "const [y, details, note] = window.kept;
                 return [scrollY === y, details.isConnected && details.open, document.activeElement === note, note.value,
                   note.selectionStart, note.selectionEnd, window.marked]",
            )
            .await;
        assert_eq!(kept, json!([true, true, true, "half a word", 2, 6, true]));
    });
}

#[test]
fn what_is_inserted_above_leaves_the_elements_below_alone() {
    with_browser(async |browser, served| {
        browser.open(&served.at(PAGE)).await;
        browser
            .run(
                "window.former = [...document.querySelectorAll('main p, main h2')];
                 window.added = [];
                 new MutationObserver(records => records.forEach(record => added.push(...record.addedNodes)))
                   .observe(document.querySelector('main'), { childList: true, subtree: true })",
            )
            .await;
        served.edit(POST, "Here is a test", "Words that stand above all others.\n\nHere is a test");
        browser
            .until(
                "the words are there",
                "return document.body.textContent.includes('Words that stand above all')",
            )
            .await;
        let told = browser
            .run(
                "return [former.every(node => node.isConnected),
                   added.filter(node => node.nodeType === 1).map(node => node.textContent)]",
            )
            .await;
        assert_eq!(told, json!([true, ["Words that stand above all others."]]));
    });
}

#[test]
fn style_sheets_and_pictures_are_renewed_without_loading_the_page_anew() {
    with_browser(async |browser, served| {
        served.write("static/own.css", "h1 { color: rgb(1, 2, 3) }");
        served.write("static/imported.css", "h1 { letter-spacing: 3px }");
        served.write("static/importing.css", "@import url(imported.css);");
        served.write("static/a.svg", picture(10));
        served.append(
            POST,
            "\n<link rel=\"stylesheet\" href=\"/own.css\"><link rel=\"stylesheet\" href=\"/importing.css\">\n\n![A square](/a.svg)\n",
        );
        let heading = |property: &str, value: &str| {
            format!("return getComputedStyle(document.querySelector('h1')).{property} === '{value}'")
        };
        let width = |pixels: u32| {
            format!("return document.querySelector('img[alt=\"A square\"]').naturalWidth === {pixels}")
        };
        browser.open(&served.at(PAGE)).await;
        browser.until("the first colour", &heading("color", "rgb(1, 2, 3)")).await;
        browser.until("the first spacing", &heading("letterSpacing", "3px")).await;
        browser.until("the first picture", &width(10)).await;
        browser.run(MARK).await;
        served.write("static/own.css", "h1 { color: rgb(4, 5, 6) }");
        browser.until("the second colour", &heading("color", "rgb(4, 5, 6)")).await;
        served.write("static/imported.css", "h1 { letter-spacing: 5px }");
        browser.until("the second spacing", &heading("letterSpacing", "5px")).await;
        served.write("static/a.svg", picture(20));
        browser.until("the second picture", &width(20)).await;
        let sheets =
            "return document.querySelectorAll('link[rel=stylesheet][href*=\"own.css\"]').length === 1";
        browser.until("the former sheet goes", sheets).await;
        assert_eq!(browser.run(IS_MARKED).await, json!(true));
    });
}

fn picture(size: u32) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\"><rect width=\"{size}\" height=\"{size}\"/></svg>"
    )
}

#[test]
fn a_script_that_changed_loads_the_page_anew() {
    with_browser(async |browser, served| {
        served.write("static/own.js", "window.own = 1;");
        served.append(POST, "\n<script src=\"/own.js\"></script>\n");
        browser.open(&served.at(PAGE)).await;
        browser.run(MARK).await;
        served.write("static/own.js", "window.own = 2;");
        browser.until("the second script ran", "return window.own === 2").await;
        assert_eq!(browser.run(IS_MARKED).await, json!(false));
    });
}

#[test]
fn what_a_script_of_the_page_added_stays() {
    with_browser(async |browser, served| {
        browser.open(&served.at(PAGE)).await;
        browser
            .run(
                "const button = document.createElement('button');
                 button.textContent = 'Copy';
                 button.id = 'copy';
                 document.querySelector('main p').prepend(button);
                 document.documentElement.classList.add('has-scripts')",
            )
            .await;
        served.append(POST, "\nA paragraph that was not there.\n");
        browser
            .until(
                "the paragraph is there",
                "return document.body.textContent.includes('that was not there')",
            )
            .await;
        let told = browser
            .run("return [document.getElementById('copy')?.isConnected, document.documentElement.className.includes('has-scripts')]")
            .await;
        assert_eq!(told, json!([true, true]));
    });
}

#[test]
fn a_page_that_did_not_change_is_not_touched() {
    with_browser(async |browser, served| {
        browser.open(&served.at("/about/")).await;
        browser
            .run(
                "window.touched = 0;
                 const observer = new MutationObserver(records => touched += records.length);
                 observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
                 const panel = document.querySelector('regards-panel');
                 if (panel) observer.observe(panel.shadowRoot, { childList: true, subtree: true, attributes: true, characterData: true });
                 window.fetches = () => performance.getEntriesByType('resource').filter(entry => entry.initiatorType === 'fetch').length;
                 window.before = fetches()",
            )
            .await;
        served.append(POST, "\nA paragraph that was not there.\n");
        browser.until("the page looked for changes", "return fetches() > before").await;
        browser
            .until("another page has changed", "return fetch('/archive/').then(answer => answer.ok)")
            .await;
        assert_eq!(browser.run("return touched").await, json!(0));
    });
}

#[test]
fn a_page_comes_back_after_the_server_was_gone() {
    with_browser(async |browser, served| {
        browser.open(&served.at(PAGE)).await;
        browser.run(MARK).await;
        served.stop();
        let says = "return document.querySelector('regards-panel').shadowRoot.querySelector('[role=status]').textContent";
        browser.until("the panel says so", &format!("{says}.includes('does not answer')",)).await;
        served.append(POST, "\nWritten while nobody looked.\n");
        served.restart();
        browser
            .until(
                "the page is up to date",
                "return document.body.textContent.includes('Written while nobody looked')",
            )
            .await;
        browser
            .until("the panel says no more", &format!("{says}.includes('does not answer') === false"))
            .await;
        assert_eq!(browser.run(IS_MARKED).await, json!(true));
    });
}

#[test]
fn a_page_of_the_studio_that_was_opened_behind_others_is_up_to_date_once_it_is_looked_at() {
    with_browser(async |browser, served| {
        browser
            .run_first(
                "window.isBehind = !sessionStorage.getItem('seen');
                 Object.defineProperty(document, 'hidden', { get: () => window.isBehind });",
            )
            .await;
        browser.goto(&served.at("/_regards/")).await;
        served.edit(POST, "title: ", "title: Renamed ");
        let says_so = "(await (await fetch('/_regards/')).text()).includes('Renamed ')";
        browser.until("the server has the new title", &format!("return (async () => {says_so})()")).await;
        let shows = "return document.querySelector('main').textContent.includes('Renamed ')";
        assert_eq!(browser.run(shows).await, json!(false), "nobody has looked at the page yet");
        browser
            .run("sessionStorage.setItem('seen', 'yes'); window.isBehind = false; document.dispatchEvent(new Event('visibilitychange'))")
            .await;
        browser.until("the page has the new title", shows).await;
        served.edit(POST, "title: Renamed ", "title: Once more ");
        let follows = "return document.querySelector('main').textContent.includes('Once more ')";
        browser.until("the page goes on", follows).await;
    });
}

#[test]
fn a_page_whose_address_is_gone_stays_and_says_so() {
    with_browser(async |browser, served| {
        let post = "---\ntitle: Short-lived\ndate: 2026-11-20\n---\nNot for long.\n";
        served.write("content/posts/short-lived.md", post);
        browser.open(&served.at("/2026/11/short-lived/")).await;
        browser.run("window.heading = document.querySelector('h1').textContent").await;
        served.remove("content/posts/short-lived.md");
        let says = "return document.querySelector('regards-panel').shadowRoot.querySelector('[role=status]').textContent";
        browser.until("the panel says so", &format!("{says}.includes('Nothing answers')")).await;
        assert_eq!(
            browser.run("return document.querySelector('h1').textContent === heading").await,
            json!(true)
        );
        served.write("content/posts/short-lived.md", post);
        browser
            .until("the panel says no more", &format!("{says}.includes('Nothing answers') === false"))
            .await;
    });
}

#[test]
fn a_policy_that_allows_the_sites_own_scripts_only_does_not_stop_it() {
    with_browser(async |browser, served| {
        let base = include_str!("../../themes/default/templates/base.html");
        let policy = "<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self'\">";
        assert!(base.contains("<head>"), "the theme's pages have a head");
        served.write("templates/base.html", base.replacen("<head>", policy, 1));
        browser.open(&served.at(PAGE)).await;
        browser.run(MARK).await;
        served.append(POST, "\nA paragraph that was not there.\n");
        browser
            .until(
                "the paragraph is there",
                "return document.body.textContent.includes('that was not there')",
            )
            .await;
        assert_eq!(browser.run(IS_MARKED).await, json!(true));
    });
}
