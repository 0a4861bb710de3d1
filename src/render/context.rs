//! What every template is given.

use tera::{Context, Value};

use crate::plan::FeedScope;
use crate::render::paths;
use crate::render::shared::Shared;
use crate::render::values::{self, map};
use crate::site::Place;
use crate::source::SourcePath;

/// The part of the context that is the same for all jobs, or for all jobs under one entry of the menu.
#[derive(Debug)]
pub struct Globals {
    /// `config`, once for each entry of the menu that may be current, and first with none current.
    configs: Vec<Value>,
    /// The path of each entry of the menu, if it is one of the site.
    menu: Vec<Option<String>>,
    home: String,
    pub constants: [(&'static str, Value); 4],
}

impl Globals {
    pub fn new(shared: &Shared) -> Self {
        let config = &shared.site().config;
        let menu: Vec<(String, bool)> =
            config.menu.iter().map(|entry| menu_url(shared, &entry.url)).collect();
        let configs =
            (0..=menu.len()).map(|current| config_value(shared, &menu, current.checked_sub(1))).collect();
        Self {
            configs,
            home: shared.href("/"),
            menu: menu.into_iter().map(|(url, internal)| internal.then_some(url)).collect(),
            constants: [
                ("regards_version", Value::from(env!("CARGO_PKG_VERSION"))),
                ("has_people", Value::from(shared.has_people())),
                ("has_audiences", Value::from(shared.has_audiences())),
                ("has_archive", Value::from(shared.inputs.plan.answers(paths::ARCHIVE))),
            ],
        }
    }

    /// The context of one job, to which the job adds its own values.
    pub fn context(&self, shared: &Shared, url_path: &str, language: &str) -> Context {
        let path = shared.href(url_path);
        let mut context = Context::new();
        context
            .insert_value("config", self.configs[self.current(&path).map_or(0, |index| index + 1)].clone());
        context.insert_value("lang", Value::from(language));
        context.insert_value("current_url", Value::from(shared.permalink(url_path)));
        context.insert_value("current_path", Value::from(path));
        context
    }

    /// The entry of the menu that a path lies under: the one with the longest path.
    fn current(&self, path: &str) -> Option<usize> {
        let entries = self.menu.iter().enumerate().filter_map(|(index, url)| Some((index, url.as_deref()?)));
        entries
            .filter(|(_, url)| {
                *url == path || (*url != self.home && url.ends_with('/') && path.starts_with(url))
            })
            .max_by_key(|(index, url)| (url.len(), std::cmp::Reverse(*index)))
            .map(|(index, _)| index)
    }
}

fn config_value(shared: &Shared, menu: &[(String, bool)], current: Option<usize>) -> Value {
    let site = shared.site();
    let config = &site.config;
    let entries = config.menu.iter().zip(menu).enumerate().map(|(index, (entry, (url, _)))| {
        map([
            ("name", Value::from(entry.name.as_str())),
            ("url", Value::from(url.as_str())),
            ("current", Value::from(current == Some(index))),
        ])
    });
    let taxonomies = site.taxonomies.iter().map(|taxonomy| {
        map([
            ("name", Value::from(taxonomy.settings.name.as_str())),
            ("ordered", Value::from(taxonomy.settings.ordered)),
            ("paginate_by", Value::from(taxonomy.settings.paginate_by)),
            ("feed", Value::from(taxonomy.settings.feed)),
            ("render", Value::from(taxonomy.settings.render)),
            ("path", Value::from(shared.href(&taxonomy.url_path))),
        ])
    });
    let feeds = map([
        (
            "formats",
            values::list(config.feeds.formats.iter().map(|format| {
                Value::from(match format {
                    crate::config::FeedFormat::Atom => "atom",
                    crate::config::FeedFormat::Json => "json",
                })
            })),
        ),
        ("limit", Value::from(config.feeds.limit)),
        ("full_text", Value::from(config.feeds.full_text)),
    ]);
    let mut extra = shared.inputs.theme.manifest().extra.clone();
    extra.extend(config.extra.clone());
    map([
        ("title", Value::from(config.title.as_str())),
        ("description", Value::from(config.description.as_str())),
        ("base_url", Value::from(site.base_url.as_str())),
        ("language", Value::from(config.language.as_str())),
        ("default_language", Value::from(config.language.as_str())),
        ("menu", values::list(entries)),
        ("taxonomies", values::list(taxonomies)),
        ("feeds", feeds),
        ("generate_feeds", Value::from(!config.feeds.formats.is_empty())),
        ("feed_links", shared.feed_links(FeedScope::Site)),
        ("authors", values::list(config.authors.iter().map(|name| Value::from(name.as_str())))),
        ("theme", Value::from(config.theme.as_str())),
        ("extra", values::json_map(extra.iter().map(|(key, value)| (key.as_str(), value)))),
    ])
}

/// The address of an entry of the menu, and whether it is one of the site. One that leads nowhere has been reported.
fn menu_url(shared: &Shared, written: &str) -> (String, bool) {
    let site = shared.site();
    let from = SourcePath::new("regards.yaml").ok();
    let place =
        from.and_then(|from| site.place(&from, written).ok().or_else(|| site.best_place(&from, written)));
    let place = place.unwrap_or_else(|| Place::of_path("/"));
    (site.place_href(&place), matches!(place, Place::Here(_)))
}
