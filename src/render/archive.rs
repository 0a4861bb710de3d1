//! All dated pages, by year.

use tera::{Context, Value};

use crate::render::context::Globals;
use crate::render::paths;
use crate::render::shared::Shared;
use crate::render::values::{self, map};

/// The context of the archive: years, newest first, each with its pages, newest first.
pub fn context(shared: &Shared, globals: &Globals) -> Context {
    let site = shared.site();
    let year = |id: &crate::site::PageId| site.page(*id).date.map(|date| date.date().year());
    let years = site.by_date.chunk_by(|a, b| year(a) == year(b)).map(|pages| {
        map([
            ("year", Value::from(pages.first().and_then(year).map(i64::from))),
            ("count", Value::from(pages.len())),
            ("pages", shared.pages(pages)),
        ])
    });
    let mut context = globals.context(shared, paths::ARCHIVE, &site.config.language);
    context.insert_value("years", values::list(years));
    context
}
