//! The sample site in a real browser: as a build writes it, and as the preview serves it while it is written.
//!
//! Opt-in, since they need Chromium and its driver: they run when `BROWSER_TESTS` is set, as the gate sets it. Nothing
//! here waits for a time; what takes a moment is looked for again and again, up to a limit.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test serves a folder to a browser"
)]
#![allow(clippy::disallowed_macros, reason = "a skipped test says so")]

mod accessible;
mod browser;
mod built_site;
mod driver;
mod files;
mod following;
mod morphing;
mod overlay;
mod panel;
mod sample;
mod served;
mod without_scripts;

/// Whether tests in a browser were asked for.
fn asked_for() -> bool {
    let asked = std::env::var_os("BROWSER_TESTS").is_some();
    if !asked {
        println!("skipped: set BROWSER_TESTS=1 to open the sample site in Chromium");
    }
    asked
}
