//! Dates as templates, feeds and sitemaps write them.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::PostDate;
use crate::site::Page;

/// When a page last changed. As RFC 3339 it is what Atom (RFC 4287, section 3.3), JSON Feed and sitemaps want.
pub fn last_change(page: &Page) -> Option<PostDate> {
    page.updated.max(page.date)
}

/// The first moment of a day in a zone, as RFC 3339.
pub fn start_of_day(date: Date, zone: &TimeZone) -> String {
    match date.to_zoned(zone.clone()) {
        Ok(zoned) => zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Err(_) => format!("{date}T00:00:00Z"),
    }
}
