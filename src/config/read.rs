//! `regards.yaml` read and checked.

use crate::config::date::{time_zone, time_zone_names};
use crate::config::glob::Glob;
use crate::config::{Config, FeedSettings, INVALID_SETTING, MISSING_CONFIG};
use crate::data::{MISSING_KEY, Node, UnknownKeys, Value, decode, quoted, read_yaml};
use crate::diag::{Diagnostic, Diagnostics, did_you_mean};
use crate::output::BaseUrl;
use crate::source::{SourcePath, SourceTree, Span};

/// The placeholders of a permalink pattern.
pub const PERMALINK_PLACEHOLDERS: &[&str] = &["year", "month", "day", "slug", "section", "title", "stem"];

/// Folders of a site that hold neither content nor output.
const RESERVED_FOLDERS: [&str; 6] = ["themes", "templates", "static", "data", ".regards", ".git"];

/// Reads the site's settings.
///
/// All problems are reported; a setting that cannot be used stands at its default, and so does everything when
/// there is no file.
pub fn read_config(sources: &SourceTree) -> (Config, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let Some((path, text)) = sources.text_at("regards.yaml") else {
        diagnostics.push(
            Diagnostic::new(&MISSING_CONFIG, "there is no regards.yaml here")
                .help("run `regards init` for a new site, or change to the folder of yours"),
        );
        return (Config::default(), diagnostics);
    };
    let (node, faults) = read_yaml(&path, text, 0);
    diagnostics.extend(faults);
    let Some(node) = node else { return (Config::default(), diagnostics) };
    let (config, faults) = decode::<Config>(&path, &node, UnknownKeys::Refuse);
    diagnostics.extend(faults);
    if !matches!(node.value, Value::Map(_)) {
        return (Config::default(), diagnostics);
    }
    let mut check = Check { path: &path, node: &node, config: config.unwrap_or_default(), diagnostics };
    check.required();
    check.edition();
    check.address_and_time();
    check.folders();
    check.theme();
    check.private_files();
    check.permalinks();
    check.taxonomies();
    check.feeds();
    check.ignored();
    (check.config, check.diagnostics)
}

/// Where `regards.yaml` gives a setting, for faults that only a later stage finds; the start of the file if it
/// does not give it.
pub fn setting_place(sources: &SourceTree, keys: &[&str]) -> Option<Span> {
    let (path, text) = sources.text_at("regards.yaml")?;
    let (node, _) = read_yaml(&path, text, 0);
    let range = node.and_then(|node| node.at(keys).map(|node| node.range.clone()));
    Some(range.map_or_else(|| Span::start_of(&path), |range| Span::new(&path, range)))
}

struct Check<'a> {
    path: &'a SourcePath,
    node: &'a Node,
    config: Config,
    diagnostics: Diagnostics,
}

impl Check<'_> {
    /// Reports a fault of the value at a path of keys; defaults are never at fault.
    fn report(&mut self, at: &[&str], message: String, help: impl Into<String>) {
        let range = self.node.at(at).map_or(0..0, |node| node.range.clone());
        let fault = Diagnostic::new(&INVALID_SETTING, message).at(Span::new(self.path, range));
        self.diagnostics.push(fault.help(help.into()));
    }

    fn required(&mut self) {
        for key in ["title", "base_url"] {
            let value = if key == "title" { &self.config.title } else { &self.config.base_url };
            // A value of the wrong type has been reported already.
            let given = self.node.get(key).is_some_and(|node| node.value != Value::Null);
            if value.is_empty() && (!given || self.node.get(key).and_then(Node::as_str).is_some()) {
                let message = format!("the key `{key}` is missing");
                let help = match key {
                    "title" => "write the name of the site: `title: Our blog`",
                    _ => "write the address the site is published under: `base_url: https://example.org`",
                };
                let start = self.node.get(key).map_or(0..0, |node| node.range.clone());
                let fault = Diagnostic::new(&MISSING_KEY, message).at(Span::new(self.path, start));
                self.diagnostics.push(fault.help(help));
            }
        }
    }

    fn edition(&mut self) {
        if self.config.edition != 1 {
            let message = format!("there is no edition {}", self.config.edition);
            self.report(&["edition"], message, "write `edition: 1`, or use a newer version of Regards");
            self.config.edition = 1;
        }
    }

    fn address_and_time(&mut self) {
        if !self.config.base_url.is_empty()
            && let Err(fault) = BaseUrl::new(&self.config.base_url)
        {
            let message = format!("{} is no base URL: {fault}", quoted(&self.config.base_url));
            self.report(&["base_url"], message, "write an address such as `https://example.org/blog`");
        }
        let zone = self.config.timezone.as_str();
        if time_zone(zone).is_none() {
            let names = time_zone_names();
            let message = format!("there is no time zone {}", quoted(zone));
            let help = did_you_mean(zone, names.iter().map(String::as_str));
            let help =
                help.unwrap_or_else(|| "write an IANA name such as `Europe/Berlin`, or `UTC`".to_owned());
            self.report(&["timezone"], message, help);
            self.config.timezone = Config::default().timezone;
        }
        let language = self.config.language.as_str();
        if !is_language_tag(language) {
            let message = format!("{} is no language tag", quoted(language));
            self.report(&["language"], message, "write a BCP 47 tag such as `en` or `de-AT`");
            self.config.language = Config::default().language;
        }
    }

    fn folders(&mut self) {
        let default = Config::default();
        let mut refused = false;
        let mut folders: Vec<(&str, SourcePath)> = Vec::new();
        for (key, fallback) in [
            ("content_dir", default.content_dir.clone()),
            ("output_dir", default.output_dir.clone()),
            ("outbox_dir", default.outbox_dir.clone()),
        ] {
            let value = self.folder(key).clone();
            match SourcePath::new(&value) {
                Ok(folder) => {
                    *self.folder(key) = folder.as_str().to_owned();
                    folders.push((key, folder));
                }
                Err(fault) => {
                    let message = format!("{} is no folder of the site: {fault}", quoted(&value));
                    self.report(
                        &[key],
                        message,
                        format!("write a folder inside the site: `{key}: {fallback}`"),
                    );
                    *self.folder(key) = fallback;
                }
            }
        }
        for (key, folder) in &folders {
            let first = folder.as_str().split('/').next().unwrap_or_default();
            if RESERVED_FOLDERS.contains(&first) {
                let use_of_it =
                    if first.starts_with('.') { "private files" } else { "files of another kind" };
                let message = format!("`{key}` is {}, which holds {use_of_it}", quoted(folder.as_str()));
                self.report(&[key], message, "choose a folder that holds nothing else");
                refused = true;
            }
        }
        for (at, (key, folder)) in folders.iter().enumerate() {
            for (other_key, other) in &folders[..at] {
                let nested = folder == other
                    || folder.below(other.as_str()).is_some()
                    || other.below(folder.as_str()).is_some();
                if nested {
                    let message = format!(
                        "`{key}` ({folder}) and `{other_key}` ({other}) are the same folder or one inside the other"
                    );
                    let blamed = if self.node.get(key).is_some() { key } else { other_key };
                    self.report(&[blamed], message, "keep what is written apart from what is read");
                    refused = true;
                }
            }
        }
        if refused {
            // Nothing is written where it must not be. The content is read where it lies, if it keeps apart.
            self.config.output_dir = default.output_dir;
            self.config.outbox_dir = default.outbox_dir;
            let first = self.config.content_dir.split('/').next().unwrap_or_default();
            let clashes = [&*self.config.output_dir, &*self.config.outbox_dir].contains(&first);
            if clashes || RESERVED_FOLDERS.contains(&first) {
                self.config.content_dir = default.content_dir;
            }
        }
    }

    fn folder(&mut self, key: &str) -> &mut String {
        match key {
            "content_dir" => &mut self.config.content_dir,
            "output_dir" => &mut self.config.output_dir,
            _ => &mut self.config.outbox_dir,
        }
    }

    fn theme(&mut self) {
        let theme = self.config.theme.as_str();
        let is_part = SourcePath::new(theme).is_ok_and(|path| path.as_str() == theme && !theme.contains('/'));
        if !is_part {
            let message = format!("{} is no name of a theme", quoted(theme));
            self.report(&["theme"], message, "write the name of a folder below `themes/`, without a slash");
            self.config.theme = Config::default().theme;
        }
    }

    /// Readers' data must lie inside the site, and in no folder that is published.
    fn private_files(&mut self) {
        let config = &self.config;
        let published: Vec<String> =
            [&config.content_dir, &config.output_dir, &config.outbox_dir, "static", "themes"]
                .map(|folder: &str| folder.to_owned())
                .to_vec();
        for key in ["ledger", "contacts"] {
            let at: &[&str] = if key == "ledger" { &["ledger"] } else { &["contacts", "file"] };
            let value = value_of(&self.config, key);
            let fault = match SourcePath::new(value) {
                Err(fault) => Some((
                    format!("{} is no file of the site: {fault}", quoted(value)),
                    "write a path inside the site",
                )),
                // Settings that publish the private folder itself have been refused already.
                Ok(path) if path.below(".regards").is_some() => None,
                Ok(path) => published.iter().find(|folder| path.below(folder).is_some()).map(|folder| {
                    (
                        format!("{} lies in `{folder}/`, which is published", quoted(value)),
                        "keep readers' data apart from what is published: move the file, for instance to the root of the site",
                    )
                }),
            };
            if let Some((message, help)) = fault {
                self.report(at, message, help);
                // A file that was meant for readers stays private, wherever it lies.
                if SourcePath::new(value_of(&self.config, key)).is_ok() {
                    continue;
                }
                match key {
                    "ledger" => self.config.ledger = Config::default().ledger,
                    _ => self.config.contacts.file = Config::default().contacts.file,
                }
            }
        }
    }

    fn permalinks(&mut self) {
        let mut bad: Vec<String> = Vec::new();
        for (section, pattern) in self.config.permalinks.clone() {
            if let Err((message, help)) = permalink(&pattern) {
                self.report(&["permalinks", &section], message, help);
                bad.push(section);
            }
        }
        self.config.permalinks.retain(|section, _| !bad.contains(section));
    }

    fn taxonomies(&mut self) {
        let mut names: Vec<String> = Vec::new();
        let mut bad: Vec<usize> = Vec::new();
        let all: Vec<String> = self.config.taxonomies.iter().map(|one| one.name.clone()).collect();
        for (at, name) in all.into_iter().enumerate() {
            let place = at.to_string();
            let safe = !name.is_empty()
                && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
                && name.chars().count() <= 60;
            if !safe {
                let message = format!("the taxonomy {} cannot stand in a URL", quoted(&name));
                self.report(&["taxonomies", &place, "name"], message, "use letters, digits, `-` and `_`");
                bad.push(at);
            } else if names.contains(&name) {
                let message = format!("the taxonomy {} is there twice", quoted(&name));
                self.report(&["taxonomies", &place, "name"], message, "remove one of the two");
                bad.push(at);
            }
            names.push(name);
        }
        let mut at = 0;
        self.config.taxonomies.retain(|_| {
            at += 1;
            !bad.contains(&(at - 1))
        });
    }

    fn feeds(&mut self) {
        let default = FeedSettings::default();
        for (key, ending) in [("atom_file", ".xml"), ("json_file", ".json")] {
            let atom = key == "atom_file";
            let feeds = &mut self.config.feeds;
            let (value, fallback) = match atom {
                true => (&mut feeds.atom_file, &default.atom_file),
                false => (&mut feeds.json_file, &default.json_file),
            };
            let stem = value.strip_suffix(ending).unwrap_or_default();
            let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            if stem.is_empty() || stem.starts_with('.') || !stem.chars().all(safe) {
                let message = format!("{} is no file name of a feed", quoted(value));
                value.clone_from(fallback);
                self.report(&["feeds", key], message, format!("write a name such as `{key}: feed{ending}`"));
            }
        }
    }

    fn ignored(&mut self) {
        let mut bad: Vec<String> = Vec::new();
        for (at, pattern) in self.config.ignore.clone().into_iter().enumerate() {
            if let Err(fault) = Glob::new(&pattern) {
                let message = format!("{} is no pattern: {fault}", quoted(&pattern));
                self.report(
                    &["ignore", &at.to_string()],
                    message,
                    "write a pattern such as `drafts/**` or `*.draft.md`",
                );
                bad.push(pattern);
            }
        }
        self.config.ignore.retain(|pattern| !bad.contains(pattern));
    }
}

/// Whether a text has the form of a BCP 47 tag (RFC 5646, section 2.1): letters, then parts of letters and digits.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// What is wrong with a permalink pattern, and what to do.
fn permalink(pattern: &str) -> Result<(), (String, String)> {
    let shown = quoted(pattern);
    let placeholders = || {
        let all: Vec<String> = PERMALINK_PLACEHOLDERS.iter().map(|name| format!("{{{name}}}")).collect();
        format!("there is: {}", all.join(", "))
    };
    let mut rest = pattern;
    while let Some(open) = rest.find(['{', '}']) {
        let end = rest[open..].find('}').filter(|end| *end > 0);
        let Some(end) = end else {
            return Err((format!("a brace of the pattern {shown} has no partner"), placeholders()));
        };
        let name = &rest[open + 1..open + end];
        if !PERMALINK_PLACEHOLDERS.contains(&name) {
            let help = crate::diag::nearest(name, PERMALINK_PLACEHOLDERS.iter().copied());
            let help = help.map_or_else(placeholders, |name| format!("did you mean `{{{name}}}`?"));
            return Err((format!("the pattern {shown} has no such placeholder as {{{name}}}"), help));
        }
        rest = &rest[open + end + 1..];
    }
    let unsafe_part = pattern.split('/').any(|part| part == ".." || part == ".");
    let unsafe_character =
        pattern.chars().find(|c| c.is_control() || c.is_whitespace() || "\\?#:*\"<>|".contains(*c));
    if unsafe_part || unsafe_character.is_some() {
        let what = unsafe_character.map_or_else(|| "`..`".to_owned(), |c| format!("{c:?}"));
        return Err((
            format!("the pattern {shown} holds {what}"),
            "write a path such as `/{year}/{slug}/`".to_owned(),
        ));
    }
    let one_each = ["{slug}", "{title}", "{stem}"].iter().any(|name| pattern.contains(name));
    if !one_each {
        let message = format!("the pattern {shown} gives every post of a day the same address");
        return Err((message, "add `{slug}`, `{title}` or `{stem}`".to_owned()));
    }
    Ok(())
}

/// The file that a key of readers' data names.
fn value_of<'a>(config: &'a Config, key: &str) -> &'a str {
    if key == "ledger" { &config.ledger } else { &config.contacts.file }
}
