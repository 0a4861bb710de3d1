//! `regards.yaml` read and checked.

use crate::config::{Config, INVALID_SETTING, MISSING_CONFIG};
use crate::data::{MISSING_KEY, Node, UnknownKeys, decode, quoted, read_yaml};
use crate::diag::{Diagnostic, Diagnostics};
use crate::output::BaseUrl;
use crate::source::{SourcePath, SourceTree, Span};

/// Reads the site's settings. What cannot be used is reported and stands at its default.
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
    let config = config.unwrap_or_default();
    let _ = (quoted("").len(), &INVALID_SETTING, &MISSING_KEY, BaseUrl::new(""), Span::start_of(&path));
    let _: Option<(&SourcePath, &Node)> = None;
    (config, diagnostics)
}
