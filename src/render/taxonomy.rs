//! Lists of terms, and the pages of one term.

use tera::{Context, Map, Value};

use crate::plan::{FeedScope, Pager};
use crate::render::context::Globals;
use crate::render::list::List;
use crate::render::paths;
use crate::render::shared::Shared;
use crate::render::values::{self, map};
use crate::site::{Taxonomy, TermId};

/// The folder of the pages of a term after the first.
pub const PAGER_FOLDER: &str = "page";

/// The context of a taxonomy's list of terms.
pub fn list_context(shared: &Shared, globals: &Globals, index: u16) -> Option<Context> {
    let taxonomy = shared.site().taxonomies.get(usize::from(index))?;
    let mut context = globals.context(shared, &taxonomy.url_path, &shared.site().config.language);
    context.insert_value("taxonomy", taxonomy_value(shared, taxonomy));
    context.insert_value("terms", terms_value(shared, index, taxonomy));
    Some(context)
}

/// The context of one page of a term's list.
pub fn term_context(shared: &Shared, globals: &Globals, id: TermId, pager: Pager) -> Option<Context> {
    let site = shared.site();
    let taxonomy = site.taxonomies.get(usize::from(id.taxonomy))?;
    let term = paths::term(site, id)?;
    let url_path = paths::pager(&term.url_path, PAGER_FOLDER, pager.index);
    let mut context = globals.context(shared, &url_path, &site.config.language);
    context.insert_value("taxonomy", taxonomy_value(shared, taxonomy));
    context.insert_value("term", full_term(shared, id));
    let list = List {
        pages: &term.pages,
        per_pager: taxonomy.settings.paginate_by,
        url_path: &term.url_path,
        folder: PAGER_FOLDER,
    };
    context.insert_value("paginator", list.paginator(shared, pager));
    Some(context)
}

/// A taxonomy without its terms.
pub fn taxonomy_value(shared: &Shared, taxonomy: &Taxonomy) -> Value {
    map([
        ("name", Value::from(taxonomy.settings.name.as_str())),
        ("permalink", Value::from(shared.permalink(&taxonomy.url_path))),
        ("path", Value::from(shared.href(&taxonomy.url_path))),
        ("ordered", Value::from(taxonomy.settings.ordered)),
    ])
}

/// The terms of a taxonomy, without their pages.
pub fn terms_value(shared: &Shared, index: u16, taxonomy: &Taxonomy) -> Value {
    let ids = (0..taxonomy.terms.len() as u32).map(|term| TermId { taxonomy: index, term });
    values::list(ids.map(|id| shared.term(id)))
}

fn full_term(shared: &Shared, id: TermId) -> Value {
    let light = shared.term(id);
    let mut full: Map = light.as_map().cloned().unwrap_or_default();
    full.insert("pages".into(), shared.term_pages(id));
    full.insert("feed_links".into(), shared.feed_links(FeedScope::Term(id)));
    Value::from(full)
}
