//! The small closed sets of values that settings and front matter share.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The order of a section's posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// Newest first.
    Date,
    /// Last updated first; posts without `updated` by their date.
    UpdateDate,
    /// By title, A to Z.
    Title,
    /// By `weight`, the lightest first.
    Weight,
    /// By URL, A to Z.
    Permalink,
    /// By slug, A to Z.
    Slug,
    /// By file path.
    None,
}

/// A feed format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FeedFormat {
    /// Atom, RFC 4287: `atom.xml`.
    Atom,
    /// JSON Feed 1.1: `feed.json`.
    Json,
}

/// Where the link to a heading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AnchorPlace {
    /// No link.
    None,
    /// Before the words.
    Left,
    /// After the words.
    Right,
    /// The whole heading is the link.
    Heading,
}

/// The level that a site gives a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LevelSetting {
    /// Never reported.
    Off,
    /// Worth knowing.
    Note,
    /// Probably not what was meant.
    Warning,
    /// Must be mended.
    Error,
}

/// What a post is to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It helps the reader, whether or not they ever buy.
    Give,
    /// It asks the reader for something: to buy, join, come, apply or donate.
    Ask,
    /// It tells what happened, and asks for nothing.
    News,
}
