//! `trans`: the words of templates in the language of the page.

use std::collections::BTreeMap;

use crate::data::read_yaml;
use crate::diag::Diagnostics;
use crate::source::{SourcePath, SourceTree};
use crate::theme::Theme;

/// Words by language and key. The site's `data/i18n/<language>.yaml` wins over the theme's `i18n/<language>.yaml`.
#[derive(Debug, Clone, Default)]
pub struct Translations {
    words: BTreeMap<String, BTreeMap<String, String>>,
}

impl Translations {
    /// Reads all of them; keys of nested maps are joined by dots.
    pub fn load(sources: &SourceTree, theme: &Theme) -> (Translations, Diagnostics) {
        let mut translations = Translations::default();
        let mut diagnostics = Diagnostics::new();
        for (path, text) in theme.files_below("i18n") {
            translations.add(&path, text, &mut diagnostics);
        }
        for (path, _, _) in sources.below("data/i18n") {
            if let Some(text) = sources.text(path) {
                translations.add(path, text, &mut diagnostics);
            }
        }
        (translations, diagnostics)
    }

    /// The words for a key in a language, in its primary language (`de` for `de-AT`), or the key itself.
    pub fn get<'a>(&'a self, language: &str, key: &'a str) -> &'a str {
        let primary = language.split('-').next().unwrap_or(language);
        let found = [language, primary].iter().find_map(|language| self.words.get(*language)?.get(key));
        found.map_or(key, String::as_str)
    }

    fn add(&mut self, path: &SourcePath, text: &str, diagnostics: &mut Diagnostics) {
        if !matches!(path.extension(), "yaml" | "yml") {
            return;
        }
        let (node, faults) = read_yaml(path, text, 0);
        diagnostics.extend(faults);
        if let Some(node) = node {
            add_node(self.words.entry(path.stem().to_owned()).or_default(), "", &node);
        }
    }
}

fn add_node(words: &mut BTreeMap<String, String>, prefix: &str, node: &crate::data::Node) {
    for entry in node.entries() {
        let key = if prefix.is_empty() { entry.key.to_string() } else { format!("{prefix}.{}", entry.key) };
        match entry.node.as_str() {
            Some(text) => {
                words.insert(key, text.to_owned());
            }
            None => add_node(words, &key, &entry.node),
        }
    }
}
