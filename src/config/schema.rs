//! Settings and front matter for editors and for `regards explain`.

use serde_json::Value as Json;

use crate::config::normalise::SPELLINGS;
use crate::config::{Config, FrontMatter};
use crate::data::schema_of;

/// The JSON Schema of `regards.yaml` (draft 2020-12).
pub fn config_schema() -> Json {
    schema_of::<Config>("regards.yaml")
}

/// The JSON Schema of front matter (draft 2020-12).
pub fn front_matter_schema() -> Json {
    schema_of::<FrontMatter>("front matter")
}

/// The front-matter key that another generator's spelling stands for: `date` for `publishDate`.
pub fn usual_spelling(key: &str) -> Option<&'static str> {
    SPELLINGS.iter().find(|(spelling, _)| *spelling == key).map(|(_, name)| *name)
}

/// The other spellings of front-matter keys that Regards reads.
pub fn other_spellings() -> impl Iterator<Item = &'static str> {
    SPELLINGS.iter().map(|(spelling, _)| *spelling)
}
