//! Lists of pages: sections, and the arithmetic of lists that are split.

use std::ops::Range;

use tera::{Context, Map, Value};

use crate::markdown::toc;
use crate::plan::Pager;
use crate::render::context::Globals;
use crate::render::page::toc_value;
use crate::render::paths;
use crate::render::shared::Shared;
use crate::render::values::map;
use crate::site::{PageId, SectionId};

/// The context of one page of a section's list.
pub fn context(shared: &Shared, globals: &Globals, id: SectionId, pager: Pager) -> Context {
    let site = shared.site();
    let section = site.section(id);
    let url_path = paths::pager(&section.url_path, &section.paginate_path, pager.index);
    let mut context = globals.context(shared, &url_path, &site.config.language);
    context.insert_value("section", full_section(shared, id));
    let list = List {
        pages: &section.pages,
        per_pager: section.paginate_by,
        url_path: &section.url_path,
        folder: &section.paginate_path,
    };
    context.insert_value("paginator", list.paginator(shared, pager));
    if section.parent.is_none() {
        context.insert_value("latest", shared.latest());
    }
    context
}

/// A section with its text and all its pages: what `section` is on its own page, and what `get_section` returns.
pub fn full_section(shared: &Shared, id: SectionId) -> Value {
    let site = shared.site();
    let section = site.section(id);
    let light = shared.section(id);
    let mut full: Map = light.as_map().cloned().unwrap_or_default();
    let content = shared.bodies.section(site, section);
    let url = shared.permalink(&section.url_path);
    full.insert("content".into(), Value::safe_string(&content));
    full.insert("toc".into(), toc_value(&section.headings, &toc(&section.headings), &url));
    full.insert("pages".into(), shared.section_pages(id));
    Value::from(full)
}

/// A list of pages that may be split.
pub struct List<'a> {
    pub pages: &'a [PageId],
    /// Pages on one page of the list; `None` for all.
    pub per_pager: Option<usize>,
    pub url_path: &'a str,
    /// The folder of the pages after the first.
    pub folder: &'a str,
}

impl List<'_> {
    /// `paginator` as Zola has it, or none if the list is not split.
    pub fn paginator(&self, shared: &Shared, pager: Pager) -> Value {
        let Some(per_pager) = self.per_pager.filter(|count| *count > 0) else { return Value::none() };
        let href = |index: u32| Value::from(shared.href(&paths::pager(self.url_path, self.folder, index)));
        let neighbour = |index: Option<u32>| match index.filter(|index| (1..=pager.count).contains(index)) {
            Some(index) => href(index),
            None => Value::none(),
        };
        let shown = self.pages.get(window(pager.index, per_pager, self.pages.len())).unwrap_or(&[]);
        let slash = if self.url_path.ends_with('/') { "" } else { "/" };
        map([
            ("paginate_by", Value::from(per_pager)),
            ("base_url", Value::from(shared.href(&format!("{}{slash}{}/", self.url_path, self.folder)))),
            ("number_pagers", Value::from(pager.count)),
            ("first", href(1)),
            ("last", href(pager.count)),
            ("previous", neighbour(pager.index.checked_sub(1))),
            ("next", neighbour(pager.index.checked_add(1))),
            ("pages", shared.pages(shown)),
            ("current_index", Value::from(pager.index)),
            ("total_pages", Value::from(self.pages.len())),
        ])
    }
}

/// Which of `total` items stand on page `index` (from 1) of a list with `per_pager` on each.
fn window(index: u32, per_pager: usize, total: usize) -> Range<usize> {
    let start = (index.max(1) as usize - 1).saturating_mul(per_pager).min(total);
    start..start.saturating_add(per_pager).min(total)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_item_stands_on_exactly_one_page(per_pager in 1usize..40, total in 0usize..400) {
            let count = total.div_ceil(per_pager).max(1) as u32;
            let mut seen = Vec::new();
            for index in 1..=count {
                let shown = window(index, per_pager, total);
                prop_assert!(shown.len() <= per_pager);
                prop_assert!(index == count || shown.len() == per_pager, "only the last page is short");
                seen.extend(shown);
            }
            prop_assert_eq!(seen, (0..total).collect::<Vec<usize>>());
            prop_assert!(window(count + 1, per_pager, total).is_empty());
        }
    }
}
