//! The keys of `regards.yaml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::{AnchorPlace, FeedFormat, LevelSetting, SortBy};

/// The site's settings, from `regards.yaml`. Only `title` and `base_url` are needed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The behaviour that this site was written for. Regards keeps each edition working for years; there is
    /// one so far, 1.
    pub edition: u32,
    /// The site's name. Needed.
    pub title: String,
    /// One or two sentences about the site, for feeds, search engines and shared links.
    pub description: String,
    /// The address the site is published under, with its subfolder if it has one:
    /// `https://example.org` or `https://example.org/blog`. Needed.
    pub base_url: String,
    /// The language of the content, as a BCP 47 tag (`en`, `de-AT`).
    pub language: String,
    /// The time zone that dates without one are in, by its IANA name (`Europe/Berlin`).
    pub timezone: String,
    /// Who writes here when a post names nobody: ids from `people:` in audiences.yaml, or plain names.
    pub authors: Vec<String>,
    /// The theme: a folder below `themes/`, or the name of a built-in one.
    pub theme: String,
    /// The folder that holds the posts.
    pub content_dir: String,
    /// The folder that the blog is written to.
    pub output_dir: String,
    /// The folder that the newsletters are written to. It holds no reader's address, but it is not published.
    pub outbox_dir: String,
    /// Files of the content folder to leave alone: patterns in which `*` stands for any name and `**` for any
    /// folders (`drafts/**`, `*.draft.md`).
    pub ignore: Vec<String>,
    /// URL patterns by section folder; the longest matching folder wins, `""` stands for all.
    /// Placeholders: `{year}`, `{month}`, `{day}`, `{slug}`, `{section}`, `{title}`, `{stem}`.
    /// Example: `posts: /{year}/{month}/{slug}/`.
    pub permalinks: BTreeMap<String, String>,
    /// Settings for sections that have no `_index.md`, or whose `_index.md` is silent, by folder.
    pub sections: BTreeMap<String, SectionDefaults>,
    /// The ways posts are grouped: tags, series, or any other name.
    pub taxonomies: Vec<TaxonomySettings>,
    /// The feeds of the site, its sections and its terms.
    pub feeds: FeedSettings,
    /// How markdown becomes HTML.
    pub markdown: MarkdownSettings,
    /// How summaries are made for posts without `<!-- more -->`.
    pub summary: SummarySettings,
    /// Whether a title of other than ASCII letters keeps them in the URL (`keep`: `/zoë/`) or is spelled in ASCII
    /// (`ascii`: `/zoe/`); `pelican` also drops punctuation (`0.8` is `08`).
    pub slugs: SlugStyle,
    /// Whether the site has an archive by year, under `/archive/`.
    pub archive: bool,
    /// How many related posts a post's page offers; 0 for none.
    pub related: usize,
    /// The links of the site's header, in order.
    pub menu: Vec<MenuEntry>,
    /// The level of a rule: `off`, `note`, `warning` or `error`, by its name (`broken-anchor: error`).
    ///
    /// Warnings and notes can be set to any level. Errors stay errors, since something would be left out,
    /// overwritten, mailed or published by mistake because of them; only `broken-link` can be lowered.
    pub levels: BTreeMap<String, LevelSetting>,
    /// What the promo check should know of this site.
    pub promo: PromoSettings,
    /// What `regards serve` should know of whoever writes.
    pub preview: PreviewSettings,
    /// Where the readers are kept.
    pub contacts: ContactsSettings,
    /// The record of what was sent to whom, one JSON object a line. Patience, balance and promises are counted from
    /// it, so keep it as private as the readers, and where a new clone finds it. Regards reads it and never writes it:
    /// whoever sends a letter adds a line for each reader and one for the issue:
    ///
    /// `{"date":"2026-03-03","audience":"friends","issue":"2026-03-03","contact":"r1","items":[{"path":"content/posts/a.md","kind":"give"}]}`
    ///
    /// `{"date":"2026-03-03","audience":"friends","issue":"2026-03-03"}`
    ///
    /// An issue that was skipped on purpose has `"skipped":true` in the second line.
    pub ledger: String,
    /// Options of the theme, and anything for the site's own templates, as `config.extra`. The built-in theme has `accent`
    /// and `accent_dark` (the colour of links), `styles` (own style sheets), `date_format`, `valediction`, `me`, `image`,
    /// `image_alt` and `footer`; its `theme.yaml` says what each does.
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// Settings that a section may also give in its own `_index.md`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SectionDefaults {
    /// The section's title.
    pub title: Option<String>,
    /// The order of its posts.
    pub sort_by: Option<SortBy>,
    /// Posts on one page of the list; without it the list is not split.
    pub paginate_by: Option<usize>,
    /// Whether its posts also belong to the section above.
    pub transparent: Option<bool>,
    /// Whether the section has a feed of its own.
    pub generate_feeds: Option<bool>,
    /// The template of the section's list.
    pub template: Option<String>,
    /// The template of its posts.
    pub page_template: Option<String>,
}

/// One way to group posts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxonomySettings {
    /// Its name in front matter and in URLs: `tags`, `series`, `authors`.
    pub name: String,
    /// Whether its terms are sequences to be read in order, oldest first, with "part 2 of 5" and previous and
    /// next part on each post.
    #[serde(default)]
    pub ordered: bool,
    /// Posts on one page of a term; without it the list is not split.
    #[serde(default)]
    pub paginate_by: Option<usize>,
    /// Whether each term has a feed.
    #[serde(default)]
    pub feed: bool,
    /// Whether to write pages for it at all.
    #[serde(default = "yes")]
    pub render: bool,
}

fn yes() -> bool {
    true
}

/// The feeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FeedSettings {
    /// Which formats: `atom` (RFC 4287), `json` (JSON Feed 1.1), or none.
    pub formats: Vec<FeedFormat>,
    /// The file name of Atom feeds. A site that moves here keeps its subscribers with the former name:
    /// `feed.xml` of Jekyll, `index.xml` of Hugo.
    pub atom_file: String,
    /// The file name of JSON feeds.
    pub json_file: String,
    /// How many posts a feed holds.
    pub limit: usize,
    /// Whether the feed holds the whole text of each post, or its summary.
    pub full_text: bool,
}

/// How markdown becomes HTML.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MarkdownSettings {
    /// Whether straight quotes, dashes and dots become typographic ones.
    pub smart_punctuation: bool,
    /// Whether blocks of code are coloured. Classes, not colours, stand in the HTML; the theme has a light and a dark set.
    pub highlight: bool,
    /// Whether every block of code has line numbers; a single block asks with `linenos` after its language.
    pub line_numbers: bool,
    /// Whether `$x$` and `$$x$$` are TeX, turned into MathML.
    pub math: bool,
    /// Whether a line `Term` with a line `: definition` below it is a definition list.
    pub definition_lists: bool,
    /// Where the link to a heading stands.
    pub heading_anchors: AnchorPlace,
    /// How the id of a heading, to which `#links` lead, is made from its words: letters of any script kept, as
    /// GitHub and Hugo do (`keep`), or spelled in ASCII, as Zola (`ascii`) or Pelican (`pelican`) do. A moved site
    /// keeps its links with the way of its former generator.
    pub heading_ids: SlugStyle,
}

/// How summaries are made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SummarySettings {
    /// The longest automatic summary, in words. It ends at a sentence where one ends in time.
    pub words: usize,
}

/// How text becomes part of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SlugStyle {
    /// Spelled in ASCII letters, digits and dashes, as Zola does.
    Ascii,
    /// Letters of any script kept, lower case, dashes between words, as GitHub does.
    Keep,
    /// Spelled in ASCII and punctuation dropped, so that `0.8` is `08`, as Pelican and Python-Markdown do.
    Pelican,
}

/// One link of the header.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MenuEntry {
    /// The words of the link.
    pub name: String,
    /// `@/posts/_index.md`, a path of the site (`/archive/`), or a full address.
    pub url: String,
}

/// What `regards serve` should know of whoever writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PreviewSettings {
    /// The address that opens a file in an editor at a line and a column, for the links of the preview:
    /// `vscode://file/{path}:{line}:{column}` is that of Visual Studio Code, `zed://file/{path}:{line}:{column}` that of Zed,
    /// `idea://open?file={path}&line={line}` that of IntelliJ. Empty for none. `--editor` says otherwise for one run.
    pub editor: String,
}

/// What the promo check should know of this site. `regards promo settings` shows what it goes by, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PromoSettings {
    /// The names of your own company, products and events. If you give any, none is learnt from the posts.
    pub brands: Vec<String>,
    /// Your own hosts besides that of `base_url`: the shop, the booking page. If you give any, none is learnt from the
    /// posts.
    pub hosts: Vec<String>,
    /// Whether own names and hosts are learnt where none are given: from the settings, from audiences.yaml and from
    /// what the newest posts call ours. `regards promo settings` shows what was learnt and from what.
    pub learn: bool,
    /// Asks that are fine here and not counted: kinds of ask (`buy`, `signup`, `follow`, `event`, `contact`, `jobs`,
    /// `donate`, `news`, `other`), or the names of rules.
    pub ok_asks: Vec<String>,
    /// Phrases of your own, by the rule that they belong to: `{call-to-action: [grab your seat], hiring: [wear our
    /// apron]}`. Plain words as readers see them: case and line breaks do not matter, only whole words match, and where
    /// one overlaps a built-in phrase, yours counts.
    pub phrases: BTreeMap<String, Vec<String>>,
    /// Phrases that are no ask here, whatever the rules say: `[book a court]` on the site of a tennis club.
    pub mentions: Vec<String>,
    /// From which probability, 0 to 1, a post is mixed. Lower is stricter. Without it, the value that was measured.
    pub mixed_from: Option<f64>,
    /// From which probability, 0 to 1, a post is promotional. Lower is stricter. Without it, the value that was
    /// measured. `regards promo calibrate` finds one from your own posts.
    pub promotional_from: Option<f64>,
    /// How many of the newest posts `regards check` counts gives and asks in, for the site and for each audience.
    pub last_posts: usize,
}

/// Where the readers are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContactsSettings {
    /// The file: `contacts.yaml`, or a `.csv`.
    pub file: String,
    /// For a CSV file: which column holds which key of a contact (`email: E-Mail address`). The keys are `id`,
    /// `name`, `email`, `tags`, `owner`, `stage`, `since`, `needs`, `interests`, `pause`, `consent_how`,
    /// `consent_at` and `consent_where`; one that is not mapped is a column of its own name. Lists such as tags are
    /// split at commas and semicolons.
    pub columns: BTreeMap<String, String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            edition: 1,
            title: String::new(),
            description: String::new(),
            base_url: String::new(),
            language: "en".into(),
            timezone: "UTC".into(),
            authors: Vec::new(),
            theme: "default".into(),
            content_dir: "content".into(),
            output_dir: "public".into(),
            outbox_dir: "outbox".into(),
            ignore: Vec::new(),
            permalinks: BTreeMap::new(),
            sections: BTreeMap::new(),
            taxonomies: vec![
                TaxonomySettings::named("tags"),
                TaxonomySettings { ordered: true, ..TaxonomySettings::named("series") },
            ],
            feeds: FeedSettings::default(),
            markdown: MarkdownSettings::default(),
            summary: SummarySettings::default(),
            slugs: SlugStyle::Ascii,
            archive: true,
            related: 3,
            menu: Vec::new(),
            levels: BTreeMap::new(),
            promo: PromoSettings::default(),
            preview: PreviewSettings::default(),
            contacts: ContactsSettings::default(),
            ledger: ".regards/ledger.jsonl".into(),
            extra: BTreeMap::new(),
        }
    }
}

impl TaxonomySettings {
    /// A taxonomy with everything else as it is when `regards.yaml` says nothing.
    pub fn named(name: &str) -> Self {
        Self { name: name.into(), ordered: false, paginate_by: None, feed: true, render: true }
    }
}

impl Default for FeedSettings {
    fn default() -> Self {
        Self {
            formats: vec![FeedFormat::Atom, FeedFormat::Json],
            atom_file: "atom.xml".into(),
            json_file: "feed.json".into(),
            limit: 20,
            full_text: true,
        }
    }
}

impl FeedSettings {
    /// The file name of the feeds of a format.
    pub fn file(&self, format: FeedFormat) -> &str {
        match format {
            FeedFormat::Atom => &self.atom_file,
            FeedFormat::Json => &self.json_file,
        }
    }
}

impl Default for MarkdownSettings {
    fn default() -> Self {
        Self {
            smart_punctuation: true,
            highlight: true,
            line_numbers: false,
            math: false,
            definition_lists: true,
            heading_anchors: AnchorPlace::Right,
            heading_ids: SlugStyle::Keep,
        }
    }
}

impl Default for SummarySettings {
    fn default() -> Self {
        Self { words: 60 }
    }
}

impl Default for PreviewSettings {
    fn default() -> Self {
        Self { editor: "vscode://file/{path}:{line}:{column}".into() }
    }
}

impl Default for PromoSettings {
    fn default() -> Self {
        Self {
            brands: Vec::new(),
            hosts: Vec::new(),
            learn: true,
            ok_asks: Vec::new(),
            phrases: BTreeMap::new(),
            mentions: Vec::new(),
            mixed_from: None,
            promotional_from: None,
            last_posts: 10,
        }
    }
}

impl Default for ContactsSettings {
    fn default() -> Self {
        Self { file: "contacts.yaml".into(), columns: BTreeMap::new() }
    }
}
