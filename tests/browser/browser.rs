//! Chromium, driven by WebDriver.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::panic::resume_unwind;
use std::time::Duration;
use std::time::Instant;

use fantoccini::Client;
use fantoccini::ClientBuilder;
use fantoccini::actions::InputSource;
use fantoccini::actions::KeyAction;
use fantoccini::actions::KeyActions;
use fantoccini::wd::TimeoutConfiguration;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::Value;
use serde_json::json;

use crate::asked_for;
use crate::driver::Driver;
use crate::served::Served;

/// How long something may take before a test gives up on it. Machines that build and test at once are slow.
const LONGEST: Duration = Duration::from_secs(30);
/// How often it is looked for.
const EVERY: Duration = Duration::from_millis(20);

/// Switches that make a browser leave everything alone but the test.
const SWITCHES: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// Keys as WebDriver writes them (section 17.4.2).
pub const TAB: char = '\u{e004}';
pub const ENTER: char = '\u{e007}';
pub const ESCAPE: char = '\u{e00c}';

/// One browser with one page.
pub struct Browser {
    client: Client,
}

/// A command of Chromium's own, beside WebDriver.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (hyper::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (hyper::Method::POST, Some(body.to_string()))
    }
}

/// Runs a test with a served copy of the sample and a browser, if such tests were asked for.
pub fn with_browser(test: impl AsyncFnOnce(&Browser, &mut Served)) {
    if !asked_for() {
        return;
    }
    let mut served = Served::sample();
    let driver = Driver::start();
    let profile = tempfile::tempdir().expect("a folder can be made");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("threads can be started");
    let mut switches: Vec<String> = SWITCHES.iter().map(|switch| (*switch).to_owned()).collect();
    switches.push(format!("--user-data-dir={}", profile.path().display()));
    let options = json!({ "goog:chromeOptions": { "args": switches, "binary": "/usr/bin/chromium" } });
    let Value::Object(options) = options else { unreachable!("it is an object") };
    let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
    let client = runtime
        .block_on(builder.capabilities(options).connect(&driver.address))
        .expect("chromium starts: Debian's package is `chromium`");
    // Rules about colours take their time on a busy machine.
    let timeouts = TimeoutConfiguration::new(Some(4 * LONGEST), Some(4 * LONGEST), Some(Duration::ZERO));
    runtime.block_on(client.update_timeouts(timeouts)).expect("a browser can be patient");
    let browser = Browser { client: client.clone() };
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(&browser, &mut served))));
    // Without this, a failed test would leave its browser running.
    let closed = runtime.block_on(client.close());
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
    closed.expect("the browser closes");
}

impl Browser {
    /// Opens a page, and waits until the client listens for changes.
    pub async fn open(&self, url: &str) {
        self.goto(url).await;
        self.until(
            "the client listens",
            "return performance.getEntriesByType('resource').some(entry => entry.initiatorType === 'fetch')",
        )
        .await;
    }

    /// Opens a page.
    pub async fn goto(&self, url: &str) {
        self.client.goto(url).await.expect("the page opens");
    }

    /// What the body of a function gives in the page.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// What a function gives that is handed a callback as its last argument.
    pub async fn run_async(&self, script: &str) -> Value {
        let result = self.client.execute_async(script, Vec::new()).await;
        result.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Waits until the body of a function gives true in the page.
    pub async fn until(&self, what: &str, script: &str) {
        let begun = Instant::now();
        let mut last = Value::Null;
        while begun.elapsed() < LONGEST {
            // While a page is being replaced, there is none to ask.
            last = self.client.execute(script, Vec::new()).await.unwrap_or(Value::Null);
            if last == Value::Bool(true) {
                return;
            }
            tokio::time::sleep(EVERY).await;
        }
        let page = self.client.source().await.unwrap_or_default();
        panic!(
            "not within {LONGEST:?}: {what}; the last answer was {last}\n{}",
            page.get(..4000).unwrap_or(&page)
        );
    }

    /// Presses a key and lets it go.
    pub async fn press(&self, key: char) {
        let down_and_up = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.client.perform_actions(down_and_up).await.expect("a key can be pressed");
    }

    /// Sets the size of the page as it is seen, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let parameters = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.dev_tools("Emulation.setDeviceMetricsOverride", parameters).await;
    }

    /// Prefers `light` or `dark`.
    pub async fn prefer(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.dev_tools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Lets pages run scripts from the next one on, or not.
    pub async fn allow_scripts(&self, allowed: bool) {
        self.dev_tools("Emulation.setScriptExecutionDisabled", json!({ "value": !allowed })).await;
    }

    /// Runs a script in every page that is opened from now on, before the page's own.
    pub async fn run_first(&self, script: &str) {
        self.dev_tools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    async fn dev_tools(&self, command: &'static str, parameters: Value) {
        let done = self.client.issue_cmd(DevTools { command, parameters }).await;
        done.unwrap_or_else(|error| panic!("{command}: {error}"));
    }
}
