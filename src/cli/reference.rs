//! The files that a person writes or a program reads, each with its keys: what `regards explain` and `regards schema` know of them.

use clap::ValueEnum;
use serde_json::Value as Json;

use crate::cli::report_lines::ReportLine;
use crate::cli::verdict_line::VerdictLine;
use crate::config::config_schema;
use crate::config::front_matter_schema;
use crate::config::other_spellings;
use crate::config::usual_spelling;
use crate::data::explain_key;
use crate::data::keys;
use crate::data::schema_of;
use crate::data::schema_of_output;
use crate::newsletter::IssueKeys;
use crate::people::AudiencesFile;
use crate::people::ContactsFile;

/// A file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFile {
    /// regards.yaml: the settings of the site.
    Config,
    /// audiences.yaml: who writes, to whom, and why.
    Audiences,
    /// contacts.yaml: the readers.
    Contacts,
    /// The front matter of posts and sections.
    FrontMatter,
    /// The front matter of a hand-written issue, content/newsletters/AUDIENCE/DATE.md.
    Issue,
    /// A line of what build and check print with `--format json`.
    Report,
    /// What `regards check --format json FILE` prints of a file.
    Verdict,
}

impl SchemaFile {
    /// The files that a person writes; their keys are explained.
    pub const WRITTEN: [Self; 5] =
        [Self::Config, Self::Audiences, Self::Contacts, Self::FrontMatter, Self::Issue];

    /// What the file is called in a sentence.
    pub fn title(self) -> &'static str {
        match self {
            Self::Config => "regards.yaml",
            Self::Audiences => "audiences.yaml",
            Self::Contacts => "contacts.yaml",
            Self::FrontMatter => "front matter",
            Self::Issue => "front matter of a hand-written issue",
            Self::Report => "a line of a report in JSON",
            Self::Verdict => "verdict on a file",
        }
    }

    /// Its JSON Schema (draft 2020-12).
    pub fn schema(self) -> Json {
        match self {
            Self::Config => config_schema(),
            Self::Audiences => schema_of::<AudiencesFile>(self.title()),
            Self::Contacts => schema_of::<ContactsFile>(self.title()),
            Self::FrontMatter => front_matter_schema(),
            Self::Issue => schema_of::<IssueKeys>(self.title()),
            Self::Report => schema_of_output::<ReportLine<'_>>(self.title()),
            Self::Verdict => schema_of_output::<VerdictLine<'_>>(self.title()),
        }
    }

    /// What it says of a key, if it has one of that name.
    pub fn explain(self, key: &str) -> Option<String> {
        let schema = self.schema();
        if let Some(text) = explain_key(&schema, key) {
            return Some(format!("In {}\n{text}", self.title()));
        }
        let usual = usual_spelling(key).filter(|_| self == Self::FrontMatter)?;
        Some(format!("In {}, where `{key}` means `{usual}`\n{}", self.title(), explain_key(&schema, usual)?))
    }
}

/// What every file says of a key, in the order of [`SchemaFile`].
pub fn explain_in_files(key: &str) -> Vec<String> {
    SchemaFile::WRITTEN.iter().filter_map(|file| file.explain(key)).collect()
}

/// All keys of all files, dotted and plain, for suggestions.
pub fn key_names() -> Vec<String> {
    let mut names: Vec<String> = other_spellings().map(str::to_owned).collect();
    for file in SchemaFile::WRITTEN {
        for (path, _) in keys(&file.schema()) {
            names.extend(path.rsplit('.').next().map(str::to_owned));
            names.push(path);
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every schema node that holds properties, wherever it lies.
    fn check_descriptions(place: &str, schema: &Json) {
        match schema {
            Json::Object(entries) => {
                for (name, child) in entries.get("properties").and_then(Json::as_object).into_iter().flatten()
                {
                    let words = child.get("description").and_then(Json::as_str).unwrap_or_default();
                    assert!(
                        words.len() > 7 && words.ends_with('.'),
                        "{place}.{name} is not described: {words:?}"
                    );
                }
                for (name, child) in entries {
                    check_descriptions(&format!("{place}.{name}"), child);
                }
            }
            Json::Array(items) => items.iter().for_each(|item| check_descriptions(place, item)),
            _ => {}
        }
    }

    #[test]
    fn every_property_of_every_schema_is_described() {
        for file in SchemaFile::value_variants() {
            let schema = file.schema();
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            assert_eq!(schema["title"], file.title());
            assert!(schema["description"].is_string(), "{}", file.title());
            check_descriptions(file.title(), &schema);
        }
    }

    #[test]
    fn every_key_is_found_dotted_and_plain() {
        for file in SchemaFile::WRITTEN {
            for (path, meaning) in keys(&file.schema()) {
                let dotted = file.explain(&path).unwrap_or_else(|| panic!("{path} of {}", file.title()));
                assert!(dotted.contains(&format!("\n{path}: ")), "{path}: {dotted}");
                assert!(!meaning.is_empty(), "{path}");
                let plain = path.rsplit('.').next().unwrap();
                let plain = file.explain(plain).unwrap_or_else(|| panic!("{plain} of {}", file.title()));
                assert!(plain.contains(&path), "`{path}` is not mentioned in {plain}");
            }
        }
    }

    #[test]
    fn a_key_of_several_files_is_explained_for_each() {
        let files = |key: &str| -> Vec<String> {
            explain_in_files(key).iter().filter_map(|text| text.lines().next().map(str::to_owned)).collect()
        };
        assert_eq!(files("needs"), ["In audiences.yaml", "In contacts.yaml"]);
        assert_eq!(files("title"), ["In regards.yaml", "In front matter"]);
        assert_eq!(files("publishDate"), ["In front matter, where `publishDate` means `date`"]);
        assert_eq!(files("override"), ["In front matter of a hand-written issue"]);
        assert_eq!(files("nothing"), [""; 0]);
    }

    #[test]
    fn what_is_needed_is_required_in_the_schemas() {
        let required = |file: SchemaFile, at: &str| file.schema().pointer(at).cloned().unwrap_or_default();
        assert_eq!(required(SchemaFile::Config, "/required"), serde_json::json!(["title", "base_url"]));
        assert_eq!(
            required(SchemaFile::Audiences, "/$defs/AudienceEntry/required"),
            serde_json::json!(["why"])
        );
        assert_eq!(
            required(SchemaFile::Contacts, "/$defs/ContactEntry/required"),
            serde_json::json!(["id", "email"])
        );
        assert_eq!(
            required(SchemaFile::Audiences, "/$defs/PersonEntry/required"),
            serde_json::json!(["name"])
        );
    }

    #[test]
    fn texts_that_a_person_reads() {
        let keys = [
            "markdown.math",
            "publishDate",
            "patience",
            "audiences.dealers.needs.warranty",
            "paginate_by",
            "levels",
            "legal",
            "formats",
        ];
        let shown: Vec<String> = keys.iter().map(|key| explain_in_files(key).join("\n")).collect();
        insta::assert_snapshot!(shown.join("=====\n"), @r###"
        In regards.yaml
        markdown.math: true or false (false if not given)

        Whether `$x$` and `$$x$$` are TeX, turned into MathML.
        =====
        In front matter, where `publishDate` means `date`
        date: text

        When it was, or will be, published: `2026-03-01`, or with a time and an offset. A post
        dated in the future waits for its date. Also read from the file name:
        `2026-03-01-title.md`. Hugo's `publishDate` means the same; of the two, the later one
        counts.
        =====
        In audiences.yaml
        audiences.NAME.patience: one of the words below or a mapping

        How long we give before we ask: `patient` (365 days and 12 gives), `steady` (90 and 6, the
        default), `brisk` (30 and 3), or `{days, gives, stage}`.

          patient: 365 days and 12 gives.
          steady: 90 days and 6 gives.
          brisk: 30 days and 3 gives.

          days: The least number of days since the contact's `since` before an ask.
          gives: The least number of gives that a contact must have received before an ask.
          stage: The stage that a contact must have reached before an ask.
        =====
        In audiences.yaml
        audiences.NAME.needs.NAME: text or a mapping

        A need: the question alone, or with the day it came up.

          ask: The question in the reader's words. Needed.
          since: The day it was first asked; from then on it can become overdue.
        =====
        In regards.yaml
        taxonomies.paginate_by: a whole number

        Posts on one page of a term; without it the list is not split.

        See also `sections.NAME.paginate_by`.

        In front matter
        paginate_by: a whole number

        In `_index.md`: posts on one page of the list; 0 for all on one.
        =====
        In regards.yaml
        levels: a mapping

        The level of a rule: `off`, `note`, `warning` or `error`, by its name (`broken-anchor:
        error`).

        Warnings and notes can be set to any level. Errors stay errors, since something would be
        left out, overwritten, mailed or published by mistake because of them; only `broken-link`
        can be lowered.

          off: Never reported.
          note: Worth knowing.
          warning: Probably not what was meant.
          error: Must be mended.
        =====
        In audiences.yaml
        legal: a mapping

        What the law wants in every newsletter. Without it no audience can be mailed.

          postal: The sender's postal address. Needed.
          leave: How readers leave. Needed.
          join: How new readers join.
        =====
        In regards.yaml
        feeds.formats: a list of words (atom and json if not given)

        Which formats: `atom` (RFC 4287), `json` (JSON Feed 1.1), or none.

          atom: Atom, RFC 4287: `atom.xml`.
          json: JSON Feed 1.1: `feed.json`.
        "###);
    }
}
