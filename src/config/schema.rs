//! Settings and front matter for editors and for `regards explain`.

use serde_json::Value as Json;

use crate::config::normalise::SPELLINGS;
use crate::config::{Config, FrontMatter};
use crate::data::{explain_key, schema_text};

/// The names of the schemas that [`schema`] knows.
pub const SCHEMAS: &[&str] = &["regards.yaml", "front-matter"];

/// The JSON Schema (draft 2020-12) called `name`, as indented text; `None` if there is no such schema.
pub fn schema(name: &str) -> Option<String> {
    match name {
        "regards.yaml" => {
            // A site without the two can still be read, with an error, so the type itself does not need them.
            let mut schema: Json = serde_json::from_str(&schema_text::<Config>()).ok()?;
            schema.as_object_mut()?.insert("required".to_owned(), Json::from(vec!["title", "base_url"]));
            Some(format!("{schema:#}\n"))
        }
        "front-matter" => Some(schema_text::<FrontMatter>()),
        _ => None,
    }
}

/// Explains a key of `regards.yaml` or of front matter, or of both; other generators' spellings are understood.
pub fn explain(key: &str) -> Option<String> {
    let name = SPELLINGS.iter().find(|(spelling, _)| *spelling == key).map_or(key, |(_, name)| name);
    let in_config = explain_key::<Config>(key).map(|text| format!("In regards.yaml\n{text}"));
    let in_posts = explain_key::<FrontMatter>(name).map(|text| match name == key {
        true => format!("In front matter\n{text}"),
        false => format!("In front matter, where `{key}` means `{name}`\n{text}"),
    });
    match (in_config, in_posts) {
        (Some(config), Some(posts)) => Some(format!("{config}\n{posts}")),
        (config, posts) => config.or(posts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_name_every_key_with_its_words() {
        for name in SCHEMAS {
            let schema: Json = serde_json::from_str(&schema(name).unwrap()).unwrap();
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            assert!(
                schema["description"].is_string()
                    && schema["title"].is_string()
                    && schema.get("$id").is_none()
            );
            for (key, value) in schema["properties"].as_object().unwrap() {
                assert!(value["description"].is_string(), "{name}: {key} has no description");
            }
        }
        assert_eq!(schema("nothing"), None);
        assert!(schema("regards.yaml").unwrap().contains("\"required\": [\n    \"title\""));
    }

    #[test]
    fn keys_explained() {
        let keys =
            ["markdown.math", "title", "publishDate", "kind", "taxonomies.paginate_by", "levels", "feeds"];
        let shown: Vec<String> = keys.iter().map(|key| explain(key).unwrap()).collect();
        insta::assert_snapshot!(shown.join("=====\n"), @r###"
        In regards.yaml
        markdown.math: true or false, false if not given

        Whether `$x$` and `$$x$$` are TeX, turned into MathML.
        =====
        In regards.yaml
        title: text, empty if not given

        The site's name.

        In front matter
        title: text

        The title. Without it, the first heading; without that, the file name.
        =====
        In front matter, where `publishDate` means `date`
        date: text

        When it was, or will be, published: `2026-03-01`, or with a time and an offset. A post dated in the
        future waits for its date. Also read from the file name: `2026-03-01-title.md`.
        Hugo's `publishDate` means the same.
        =====
        In front matter
        kind: one of the words below

        Whether it is a `give`, an `ask` or `news`. Without it, the promo check decides.

          give: It helps the reader, whether or not they ever buy.
          ask: It asks the reader for something: to buy, join, come, apply or donate.
          news: It tells what happened, and asks for nothing.
        =====
        In regards.yaml
        taxonomies.paginate_by: a whole number

        Posts on one page of a term; without it the list is not split.
        =====
        In regards.yaml
        levels: a mapping, none if not given

        The level of a rule: `off`, `note`, `warning` or `error`, by its name (`broken-link: error`).

          off: Never reported.
          note: Worth knowing.
          warning: Probably not what was meant.
          error: Must be mended.
        =====
        In regards.yaml
        feeds: a mapping, as its keys say if not given

        The feeds of the site, its sections and its terms.

          formats: Which formats: `atom` (RFC 4287), `json` (JSON Feed 1.1), or none.
          atom_file: The file name of Atom feeds.
          json_file: The file name of JSON feeds.
          limit: How many posts a feed holds.
          full_text: Whether the feed holds the whole text of each post, or its summary.
        "###);
        assert_eq!(explain("nothing"), None);
    }
}
