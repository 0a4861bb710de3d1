//! Which file of which layer counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::setting_place;
use crate::data::{UnknownKeys, decode, read_yaml};
use crate::diag::{Diagnostic, Diagnostics, Level, Rule, did_you_mean};
use crate::source::{SourceFile, SourcePath, SourceTree, Span};
use crate::theme::builtin::{builtin_names, builtin_theme};
use crate::theme::manifest::Manifest;

/// A theme that does not exist.
pub const UNKNOWN_THEME: Rule = Rule {
    name: "unknown-theme",
    level: Level::Error,
    explain: "The theme that `regards.yaml` or another theme's `extends` names is neither a folder below `themes/` nor \
              built in. Correct the name: it is one folder name of letters, digits and dashes. Without `theme:`, the \
              built-in theme `default` is used.",
};

/// Themes that extend each other in a circle.
pub const THEME_CYCLE: Rule = Rule {
    name: "theme-cycle",
    level: Level::Error,
    explain: "A theme takes the files it lacks from the theme that its `theme.yaml` names under `extends`. Following \
              `extends` from theme to theme must come to an end. Remove one of the `extends`.",
};

/// A theme with all its layers: for every path, the file that counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    name: String,
    manifest: Manifest,
    files: BTreeMap<SourcePath, ThemeFile>,
}

/// One file of a theme and the layer it comes from.
#[derive(Debug, Clone, PartialEq)]
struct ThemeFile {
    text: Option<Arc<str>>,
    origin: Origin,
}

/// Where a file of a theme really lies.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Origin {
    /// In the binary, in the built-in theme of this name.
    BuiltIn(Arc<str>, &'static [u8]),
    /// In the site, at this path.
    Site(SourcePath),
}

/// A file that a theme copies to the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticFile {
    /// Its path below `static/`, which is also its URL path without the leading slash.
    pub path: SourcePath,
    /// Where its bytes are.
    pub origin: StaticOrigin,
}

/// Where the bytes of a theme's static file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaticOrigin {
    /// In the binary.
    Embedded(&'static [u8]),
    /// In the site's `themes/` folder, at this path of the source tree.
    Site(SourcePath),
}

impl Theme {
    /// Puts the theme `name` together from the site's files and the built-in themes.
    ///
    /// `None` only if there is no such theme.
    pub fn load(sources: &SourceTree, name: &str) -> (Option<Theme>, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let mut files = BTreeMap::new();
        add_site_templates(sources, &mut files);

        let mut chain: Vec<String> = Vec::new();
        let mut manifests: Vec<Manifest> = Vec::new();
        let named_at = || setting_place(sources, &["theme"]);
        let mut wanted = Some((name.to_owned(), None));
        while let Some((next, wanted_at)) = wanted.take() {
            if chain.contains(&next) {
                chain.push(next);
                let message = format!("themes extend each other in a circle: {}", chain.join(" → "));
                diagnostics.push(located(Diagnostic::new(&THEME_CYCLE, message), wanted_at));
                break;
            }
            let layer = Layer::read(sources, &next, &mut diagnostics);
            let Some(layer) = layer else {
                diagnostics.push(located(unknown_theme(sources, &next), wanted_at.or_else(named_at)));
                if chain.is_empty() {
                    return (None, diagnostics);
                }
                break;
            };
            for (path, file) in layer.files {
                files.entry(path).or_insert(file);
            }
            wanted = layer.manifest.extends.clone().map(|parent| (parent, layer.extends_at));
            manifests.push(layer.manifest);
            chain.push(next);
        }

        let mut manifests = manifests.into_iter();
        let mut manifest = manifests.next().unwrap_or_default();
        for parent in manifests {
            for (key, value) in parent.extra {
                manifest.extra.entry(key).or_insert(value);
            }
        }
        (Some(Theme { name: name.to_owned(), manifest, files }), diagnostics)
    }

    /// The name it was asked for by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its `theme.yaml` says, with the `extra` of the themes it extends.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Whether there is a template of this name (`page.html`, `tags/single.html`, `mail/newsletter.html`).
    pub fn has_template(&self, name: &str) -> bool {
        self.template_file(name).is_some()
    }

    /// The text of a file of the theme (`mail/newsletter.css`), if it has one.
    pub fn text(&self, path: &str) -> Option<&str> {
        let path = SourcePath::new(path).ok()?;
        self.files.get(&path)?.text.as_deref()
    }

    /// Every text below a folder of the theme, with its path in the theme. Ordered by path.
    pub fn files_below(&self, folder: &str) -> impl Iterator<Item = (SourcePath, &str)> {
        let below = self.files.iter().filter(move |(path, _)| path.below(folder).is_some());
        below.filter_map(|(path, file)| Some((path.clone(), file.text.as_deref()?)))
    }

    /// Every template: its name, and its text. Ordered by name.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, file)| Some((template_name(path)?, file.text.as_deref()?)))
    }

    /// Whether all that templates are made from is the same: names, texts, and where they lie.
    pub(crate) fn has_same_templates(&self, other: &Theme) -> bool {
        let is_template = |(path, _): &(&SourcePath, &ThemeFile)| template_name(path).is_some();
        self.name == other.name
            && self.files.iter().filter(is_template).eq(other.files.iter().filter(is_template))
    }

    /// Every file that the theme copies to the site, ordered by path.
    pub fn static_files(&self) -> impl Iterator<Item = StaticFile> {
        self.files.iter().filter_map(|(path, file)| {
            let path = SourcePath::new(path.below("static")?).ok()?;
            Some(StaticFile { path, origin: file.origin.for_static() })
        })
    }

    /// One file that the theme copies to the site, by its path below `static/`.
    pub fn static_file(&self, path: &SourcePath) -> Option<StaticFile> {
        let in_theme = SourcePath::new(&format!("static/{path}")).ok()?;
        Some(StaticFile { path: path.clone(), origin: self.files.get(&in_theme)?.origin.for_static() })
    }

    /// The bytes of an embedded static file, by its path below `static/`.
    pub fn embedded(&self, path: &SourcePath) -> Option<&'static [u8]> {
        match self.static_file(path)?.origin {
            StaticOrigin::Embedded(bytes) => Some(bytes),
            StaticOrigin::Site(_) => None,
        }
    }

    /// Where a template really lies, and its text.
    pub(crate) fn template_source(&self, name: &str) -> Option<(&Origin, &str)> {
        let file = self.template_file(name)?;
        Some((&file.origin, file.text.as_deref()?))
    }

    fn template_file(&self, name: &str) -> Option<&ThemeFile> {
        let folder = if name.starts_with("mail/") { "" } else { "templates/" };
        let path = SourcePath::new(&format!("{folder}{name}")).ok()?;
        self.files.get(&path).filter(|file| file.text.is_some() && template_name(&path) == Some(name))
    }
}

impl Origin {
    fn for_static(&self) -> StaticOrigin {
        match self {
            Self::BuiltIn(_, bytes) => StaticOrigin::Embedded(bytes),
            Self::Site(source) => StaticOrigin::Site(source.clone()),
        }
    }
}

/// One theme by itself, its site layer over its built-in layer.
struct Layer {
    manifest: Manifest,
    extends_at: Option<Span>,
    files: BTreeMap<SourcePath, ThemeFile>,
}

impl Layer {
    fn read(sources: &SourceTree, name: &str, diagnostics: &mut Diagnostics) -> Option<Layer> {
        if !is_theme_name(name) {
            return None;
        }
        let label: Arc<str> = name.into();
        let mut files = BTreeMap::new();
        for (path, bytes) in builtin_theme(name) {
            let text = std::str::from_utf8(bytes).ok().map(Arc::from);
            files.insert(path, ThemeFile { text, origin: Origin::BuiltIn(label.clone(), bytes) });
        }
        let folder = format!("themes/{name}");
        for (source, below, file) in sources.below(&folder) {
            let Ok(path) = SourcePath::new(below) else { continue };
            files.insert(path, ThemeFile { text: text_of(file), origin: Origin::Site(source.clone()) });
        }
        if files.is_empty() {
            return None;
        }
        let (manifest, extends_at) = read_manifest(&files, &folder, diagnostics);
        Some(Layer { manifest, extends_at, files })
    }
}

/// Adds the site's own templates, which win over every theme.
fn add_site_templates(sources: &SourceTree, files: &mut BTreeMap<SourcePath, ThemeFile>) {
    for (source, below, file) in sources.below("templates") {
        let in_theme =
            if below.starts_with("mail/") { below.to_owned() } else { format!("templates/{below}") };
        if let Ok(path) = SourcePath::new(&in_theme) {
            files.insert(path, ThemeFile { text: text_of(file), origin: Origin::Site(source.clone()) });
        }
    }
}

fn read_manifest(
    files: &BTreeMap<SourcePath, ThemeFile>,
    folder: &str,
    diagnostics: &mut Diagnostics,
) -> (Manifest, Option<Span>) {
    let found = SourcePath::new("theme.yaml").ok().and_then(|path| files.get(&path));
    let Some(ThemeFile { text: Some(text), origin }) = found else {
        return (Manifest::default(), None);
    };
    let path = match origin {
        Origin::Site(path) => Some(path.clone()),
        Origin::BuiltIn(..) => SourcePath::new(&format!("{folder}/theme.yaml")).ok(),
    };
    let Some(path) = path else { return (Manifest::default(), None) };
    let (node, faults) = read_yaml(&path, text, 0);
    diagnostics.extend(faults);
    let Some(node) = node else { return (Manifest::default(), None) };
    let (manifest, faults) = decode::<Manifest>(&path, &node, UnknownKeys::Warn);
    diagnostics.extend(faults);
    let extends_at = node.get("extends").map(|node| Span::new(&path, node.range.clone()));
    (manifest.unwrap_or_default(), extends_at)
}

/// The name under which templates include a file of the theme, if it is a template.
fn template_name(path: &SourcePath) -> Option<&str> {
    match path.below("templates") {
        Some(name) => Some(name),
        None => path.as_str().starts_with("mail/").then(|| path.as_str()),
    }
    .filter(|_| matches!(path.extension(), "html" | "htm" | "xml" | "txt" | "svg" | "json" | "md"))
}

/// One folder name and nothing else, so that a theme never reaches outside `themes/`.
fn is_theme_name(name: &str) -> bool {
    !name.starts_with('.')
        && SourcePath::new(name).is_ok_and(|path| path.as_str() == name && !name.contains('/'))
}

fn unknown_theme(sources: &SourceTree, name: &str) -> Diagnostic {
    let mut known: Vec<&str> = builtin_names();
    known.extend(sources.below("themes").filter_map(|(_, below, _)| Some(below.split_once('/')?.0)));
    known.sort_unstable();
    known.dedup();
    let diagnostic = Diagnostic::new(&UNKNOWN_THEME, format!("there is no theme `{name}`"));
    if !is_theme_name(name) {
        return diagnostic
            .help("a theme's name is the name of one folder below `themes/`, or of a built-in theme");
    }
    match did_you_mean(name, known) {
        Some(help) => diagnostic.help(help),
        None => diagnostic.help(format!("put it into `themes/{name}/`, or name a built-in theme")),
    }
}

fn located(diagnostic: Diagnostic, span: Option<Span>) -> Diagnostic {
    match span {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}

fn text_of(file: &SourceFile) -> Option<Arc<str>> {
    match file {
        SourceFile::Text(text) => Some(text.clone()),
        SourceFile::Asset(_) => None,
    }
}
