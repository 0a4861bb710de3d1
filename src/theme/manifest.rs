//! `theme.yaml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a theme says of itself, in its `theme.yaml`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Manifest {
    /// The theme's name; the folder's name counts if the two differ.
    pub name: String,
    /// What the theme is for, in a sentence.
    pub description: String,
    /// Its version.
    pub version: String,
    /// Its licence, as an SPDX expression.
    pub license: String,
    /// Who made it.
    pub author: String,
    /// Where it is kept.
    pub homepage: String,
    /// Another theme whose files stand wherever this one has none of the same path.
    pub extends: Option<String>,
    /// Values for templates, as `config.extra`; a site changes them under `extra` of its `regards.yaml`.
    pub extra: BTreeMap<String, serde_json::Value>,
}
