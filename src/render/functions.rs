//! The functions of templates that know the site.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use percent_encoding::percent_decode_str;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::markdown::{HtmlOptions, to_html, to_inline_html};
use crate::output::split_tail;
use crate::render::load_data::{load_file, load_literal};
use crate::render::shared::Shared;
use crate::render::taxonomy::{taxonomy_value, terms_value};
use crate::render::translations::Translations;
use crate::render::values::map;
use crate::render::{dates, list, page};
use crate::site::SiteResolver;
use crate::site::{Destination, LinkFault, Place, SectionId, Target};
use crate::source::{Asset, SourcePath};
use crate::theme::StaticOrigin;

/// Adds the functions, and the `markdown` filter.
pub fn register(tera: &mut Tera, shared: &Arc<Shared>, translations: Translations) {
    let urls = Urls { shared: Arc::clone(shared), hashes: Mutex::default() };
    tera.register_function("get_url", move |kwargs: Kwargs, _: &State| urls.get_url(&kwargs));

    let pages = Remembered::new(shared);
    tera.register_function("get_page", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let path = kwargs.must_get::<&str>("path")?;
        match target_of(&pages.shared, path)? {
            Target::Page(id) => Ok(pages.get(id.0, |shared| page::full_page(shared, id))),
            _ => Err(Error::message(format!("`{path}` is no page"))),
        }
    });

    let sections = Remembered::new(shared);
    tera.register_function("get_section", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let path = kwargs.must_get::<&str>("path")?;
        let id = section_of(&sections.shared, path)?;
        Ok(sections.get(id.0, |shared| list::full_section(shared, id)))
    });

    let known = Arc::clone(shared);
    tera.register_function("get_taxonomy", move |kwargs: Kwargs, _: &State| get_taxonomy(&known, &kwargs));
    let known = Arc::clone(shared);
    tera.register_function("get_taxonomy_url", move |kwargs: Kwargs, _: &State| {
        get_taxonomy_url(&known, &kwargs)
    });
    let known = Arc::clone(shared);
    tera.register_function("get_image_metadata", move |kwargs: Kwargs, _: &State| {
        get_image_metadata(&known, &kwargs)
    });

    let known = Arc::clone(shared);
    let loaded: Mutex<HashMap<String, Value>> = Mutex::default();
    tera.register_function("load_data", move |kwargs: Kwargs, _: &State| load_data(&known, &loaded, &kwargs));

    tera.register_function("trans", move |kwargs: Kwargs, state: &State| -> TeraResult<String> {
        let key = kwargs.must_get::<&str>("key")?;
        let asked = kwargs.get::<&str>("lang")?.map(str::to_owned);
        let language = match asked {
            Some(language) => language,
            None => state.get::<String>("lang")?.unwrap_or_default(),
        };
        Ok(translations.get(&language, key).to_owned())
    });

    let today = dates::start_of_day(shared.site().today, &shared.site().timezone);
    tera.register_function("now", move |_: Kwargs, _: &State| today.clone());

    let known = Arc::clone(shared);
    tera.register_filter("markdown", move |text: &str, kwargs: Kwargs, _: &State| {
        markdown(&known, text, &kwargs)
    });
}

/// Values that are costly to make, made once.
struct Remembered {
    shared: Arc<Shared>,
    values: Mutex<HashMap<u32, Arc<OnceLock<Value>>>>,
}

impl Remembered {
    fn new(shared: &Arc<Shared>) -> Self {
        Self { shared: Arc::clone(shared), values: Mutex::default() }
    }

    fn get(&self, id: u32, make: impl FnOnce(&Shared) -> Value) -> Value {
        let slot = {
            let mut values = self.values.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            Arc::clone(values.entry(id).or_default())
        };
        slot.get_or_init(|| make(&self.shared)).clone()
    }
}

/// `get_url`, with the hashes of files it has met.
struct Urls {
    shared: Arc<Shared>,
    hashes: Mutex<HashMap<String, Option<String>>>,
}

impl Urls {
    fn get_url(&self, kwargs: &Kwargs) -> TeraResult<String> {
        let path = kwargs.must_get::<&str>("path")?;
        let absolute = kwargs.get::<bool>("absolute")?.unwrap_or(false);
        let cachebust = kwargs.get::<bool>("cachebust")?.unwrap_or(false);
        let site = self.shared.site();
        let place = match site.place(&templates(), path).map_err(|fault| explained(path, fault))? {
            Place::Here(url) => url,
            Place::Elsewhere(url) => return Ok(url),
        };
        let (url_path, tail) = split_tail(&place);
        let trailing_slash = kwargs.get::<bool>("trailing_slash")?.unwrap_or(false);
        let slash = if trailing_slash && !url_path.ends_with('/') { "/" } else { "" };
        let place = Place::Here(format!("{url_path}{slash}"));
        let mut url = if absolute { site.place_url(&place) } else { site.place_href(&place) };
        let (query, fragment) = tail.split_at(tail.find('#').unwrap_or(tail.len()));
        url.push_str(query);
        if cachebust && let Some(hash) = self.hash(url_path) {
            url.push_str(if query.is_empty() { "?h=" } else { "&h=" });
            url.push_str(&hash);
        }
        url.push_str(fragment);
        Ok(url)
    }

    /// The first half of the hash of a file whose content is known here: text of the site, files of built-in
    /// themes. Pictures on disk are not held in memory, so they have none.
    fn hash(&self, url_path: &str) -> Option<String> {
        let mut hashes = self.hashes.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(known) = hashes.get(url_path) {
            return known.clone();
        }
        let hash = self.bytes(url_path).map(|bytes| blake3::hash(bytes).to_hex()[..16].to_owned());
        hashes.insert(url_path.to_owned(), hash.clone());
        hash
    }

    fn bytes(&self, url_path: &str) -> Option<&[u8]> {
        let inputs = &self.shared.inputs;
        let decoded = percent_decode_str(url_path).decode_utf8().ok()?;
        let below = SourcePath::new(decoded.trim_start_matches('/')).ok()?;
        let own = inputs.sources.text_at(&format!("static/{below}"));
        if let Some((_, text)) = own {
            return Some(text.as_bytes());
        }
        match inputs.theme.static_file(&below)?.origin {
            StaticOrigin::Embedded(bytes) => Some(bytes),
            StaticOrigin::Site(path) => inputs.sources.text(&path).map(|text| text.as_bytes()),
        }
    }
}

/// Follows a path as templates write it: `posts/a.md` and `@/posts/a.md` are the same.
fn resolve(shared: &Shared, path: &str) -> TeraResult<Destination> {
    let written = if path.starts_with("@/") { path.to_owned() } else { format!("@/{path}") };
    shared.site().resolve(&templates(), &written).map_err(|fault| explained(path, fault))
}

/// Where templates lie: no page is there, so their paths start at the root of the site.
fn templates() -> SourcePath {
    SourcePath::new("templates").expect("a bare file name is a path")
}

fn explained(path: &str, fault: LinkFault) -> Error {
    Error::message(match fault {
        LinkFault::Missing { path, .. } => format!("there is no {path}"),
        LinkFault::LeftOut(path, _) => format!("{path} is not published today"),
        LinkFault::Anchor(path, anchor) => format!("{path} has no heading `#{anchor}`"),
        LinkFault::Path(fault) => format!("`{path}` cannot be followed: {fault}"),
    })
}

fn target_of(shared: &Shared, path: &str) -> TeraResult<Target> {
    match resolve(shared, path)? {
        Destination::Internal { target, .. } => Ok(target),
        _ => Err(Error::message(format!("`{path}` leads nowhere"))),
    }
}

/// A section, by its `_index.md`, which it need not have.
fn section_of(shared: &Shared, path: &str) -> TeraResult<SectionId> {
    let folder = path.trim_start_matches("@/").trim_end_matches("_index.md").trim_end_matches('/');
    let found = (0u32..).zip(&shared.site().sections).find(|(_, section)| section.folder == folder);
    found.map(|(id, _)| SectionId(id)).ok_or_else(|| {
        let folders = shared.site().sections.iter().map(|section| section.folder.as_str());
        let near =
            crate::diag::nearest(folder, folders).map(|near| format!("; did you mean `{near}/_index.md`?"));
        Error::message(format!("there is no section `{path}`{}", near.unwrap_or_default()))
    })
}

fn taxonomy_index(shared: &Shared, kind: &str) -> TeraResult<u16> {
    let taxonomies = &shared.site().taxonomies;
    let found = (0u16..).zip(taxonomies).find(|(_, taxonomy)| taxonomy.settings.name == kind);
    found.map(|(index, _)| index).ok_or_else(|| {
        let names = taxonomies.iter().map(|taxonomy| taxonomy.settings.name.as_str());
        let help = crate::diag::did_you_mean(kind, names).map(|help| format!("; {help}"));
        Error::message(format!("there is no taxonomy `{kind}`{}", help.unwrap_or_default()))
    })
}

fn get_taxonomy(shared: &Shared, kwargs: &Kwargs) -> TeraResult<Value> {
    let index = taxonomy_index(shared, kwargs.must_get::<&str>("kind")?)?;
    let Some(taxonomy) = shared.site().taxonomies.get(usize::from(index)) else { return Ok(Value::none()) };
    let mut value = taxonomy_value(shared, taxonomy).as_map().cloned().unwrap_or_default();
    value.insert("items".into(), terms_value(shared, index, taxonomy));
    Ok(Value::from(value))
}

fn get_taxonomy_url(shared: &Shared, kwargs: &Kwargs) -> TeraResult<String> {
    let kind = kwargs.must_get::<&str>("kind")?;
    let name = kwargs.must_get::<&str>("name")?;
    let index = taxonomy_index(shared, kind)?;
    let taxonomy = shared.site().taxonomies.get(usize::from(index));
    let terms = taxonomy.map_or(&[][..], |taxonomy| &taxonomy.terms);
    // Spellings of one term differ in case at most; their slug is the same.
    match terms
        .iter()
        .find(|term| term.name == name || term.slug == name || term.name.eq_ignore_ascii_case(name))
    {
        Some(term) => Ok(shared.href(&term.url_path)),
        None => Err(Error::message(format!("`{kind}` has no term `{name}`"))),
    }
}

fn get_image_metadata(shared: &Shared, kwargs: &Kwargs) -> TeraResult<Value> {
    let written = kwargs.must_get::<&str>("path")?;
    let site = shared.site();
    let below = written.trim_start_matches("@/").trim_start_matches('/');
    let candidates =
        [format!("{}/{below}", site.config.content_dir), format!("static/{below}"), below.to_owned()];
    let known = candidates.iter().filter_map(|path| SourcePath::new(path).ok());
    let facts = known.into_iter().find_map(|path| Some((site.asset_facts.get(&path)?, path)));
    match facts {
        Some((Asset { image: Some(size), .. }, path)) => Ok(map([
            ("width", Value::from(size.width)),
            ("height", Value::from(size.height)),
            ("format", Value::from(path.extension().to_ascii_lowercase())),
        ])),
        Some(_) => Err(Error::message(format!("`{written}` is no picture whose size could be read"))),
        None if kwargs.get::<bool>("allow_missing")?.unwrap_or(false) => Ok(Value::none()),
        None => Err(Error::message(format!("there is no picture `{written}` in the site"))),
    }
}

fn load_data(shared: &Shared, loaded: &Mutex<HashMap<String, Value>>, kwargs: &Kwargs) -> TeraResult<Value> {
    let format = kwargs.get::<&str>("format")?;
    if let Some(literal) = kwargs.get::<&str>("literal")? {
        return load_literal(literal, format).map_err(Error::message);
    }
    let path = kwargs.must_get::<&str>("path")?;
    let required = kwargs.get::<bool>("required")?.unwrap_or(true);
    let key = format!("{}\n{path}", format.unwrap_or(""));
    let mut loaded = loaded.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(value) = loaded.get(&key) {
        return Ok(value.clone());
    }
    match load_file(&shared.inputs.sources, &shared.site().config, path, format) {
        Ok(value) => {
            loaded.insert(key, value.clone());
            Ok(value)
        }
        Err(fault) if !required && fault.starts_with("there is no file") => Ok(Value::none()),
        Err(fault) => Err(Error::message(fault)),
    }
}

fn markdown(shared: &Shared, text: &str, kwargs: &Kwargs) -> TeraResult<Value> {
    let site = shared.site();
    let from = templates();
    let resolver = SiteResolver::for_page(site, &from);
    let settings = &site.config.markdown;
    let html = if kwargs.get::<bool>("inline")?.unwrap_or(false) {
        to_inline_html(text, settings, &resolver)
    } else {
        let options = HtmlOptions { settings, anchors: false, footnote_prefix: "", mail: false };
        to_html(text, &options, &resolver)
    };
    Ok(Value::safe_string(&html))
}
