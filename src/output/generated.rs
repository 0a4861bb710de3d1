//! The URL paths of what Regards adds by itself: decided by the plan, linked to by pages and letters.
//!
//! All paths start with `/` and know nothing of the base URL's subfolder.

use jiff::civil::Date;

/// The archive by year.
pub const ARCHIVE: &str = "/archive/";
/// The page for addresses that lead nowhere.
pub const NOT_FOUND: &str = "/404.html";
/// Who writes here.
pub const PEOPLE: &str = "/people/";
/// How to subscribe.
pub const SUBSCRIBE: &str = "/subscribe/";
/// Rules for crawlers.
pub const ROBOTS: &str = "/robots.txt";

/// A sitemap: `/sitemap.xml`, or `/sitemap-2.xml` for part 2.
pub fn sitemap(part: u32) -> String {
    if part == 0 { "/sitemap.xml".to_owned() } else { format!("/sitemap-{part}.xml") }
}

/// The web version of one issue.
pub fn issue(audience: &str, date: Date) -> String {
    format!("/newsletters/{audience}/{date}/")
}

/// All issues of one audience.
pub fn issues(audience: &str) -> String {
    format!("/newsletters/{audience}/")
}
