//! The keys of a post's and a section's front matter.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::{Kind, SortBy};
use crate::data::Node;

/// A markdown file taken apart: its front matter, and where its body starts.
#[derive(Debug, Clone)]
pub struct Document {
    /// The typed keys.
    pub front_matter: FrontMatter,
    /// The keys with their places, under the names of [`FrontMatter`] whatever their spelling in the file;
    /// `None` if the file has no front matter.
    pub node: Option<Node>,
    /// The front matter could not be read, and an error says why. Nothing is known of the post, not even
    /// whether it is a draft, so it must not be published.
    pub broken: bool,
    /// The byte of the file at which the body starts.
    pub body_start: usize,
}

/// What stands between the fences at the top of a markdown file: YAML between `---`, TOML between `+++`, a JSON
/// object, or Pelican's bare `Key: value` lines. Posts and sections (`_index.md`) share these keys.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FrontMatter {
    /// The title. Without it, the first heading; without that, the file name.
    pub title: Option<String>,
    /// One or two sentences for lists, feeds and shared links.
    pub description: Option<String>,
    /// When it was, or will be, published: `2026-03-01`, or with a time and an offset. A post dated in the
    /// future waits for its date. Also read from the file name: `2026-03-01-title.md`.
    /// Hugo's `publishDate` means the same; of the two, the later one counts.
    #[serde(alias = "publishDate", alias = "publishdate", alias = "pubdate")]
    pub date: Option<String>,
    /// When it was last changed in substance.
    #[serde(alias = "lastmod", alias = "modified")]
    pub updated: Option<String>,
    /// When it leaves the site.
    #[serde(alias = "expiryDate", alias = "expirydate", alias = "unpublishdate")]
    pub expires: Option<String>,
    /// Whether it is unfinished: drafts are built only with `--drafts`.
    pub draft: bool,
    /// Jekyll's opposite of `draft`: `published: false` makes a draft.
    pub published: Option<bool>,
    /// The last part of the URL; without it, made from the file name.
    pub slug: Option<String>,
    /// The whole path of the URL, instead of section and slug. Jekyll's `permalink` and Hugo's `url` mean the same.
    #[serde(alias = "permalink", alias = "url")]
    pub path: Option<String>,
    /// Place in a section sorted by weight; the lightest first.
    pub weight: Option<i64>,
    /// Who wrote it: ids from `people:` in audiences.yaml, or plain names.
    #[serde(alias = "author")]
    pub authors: Vec<String>,
    /// Former URLs; each becomes a page that sends readers here.
    #[serde(alias = "redirect_from")]
    pub aliases: Vec<String>,
    /// The template that renders it, as its path below `templates/`: `notes/page.html`. Without it, `page.html`,
    /// or what the section says under `page_template`.
    pub template: Option<String>,
    /// The name that Jekyll and Hugo have for `template`. Used only where such a template exists here.
    pub layout: Option<String>,
    /// The terms of each taxonomy: `{tags: [a, b], series: [c]}`.
    pub taxonomies: BTreeMap<String, Vec<String>>,
    /// Short for `taxonomies: {tags: …}`.
    pub tags: Vec<String>,
    /// Short for `taxonomies: {categories: …}`.
    #[serde(alias = "category")]
    pub categories: Vec<String>,
    /// Short for `taxonomies: {series: …}`.
    pub series: Vec<String>,
    /// The picture that stands for it in lists and shared links: a path of the site or beside the post.
    pub image: Option<String>,
    /// What that picture shows, for readers who do not see it.
    pub image_alt: Option<String>,
    /// The language, if it is not the site's.
    #[serde(alias = "lang")]
    pub language: Option<String>,
    /// For themes with a search of their own: whether that may find it (`page.in_search_index`).
    pub in_search_index: Option<bool>,
    /// Whether a table of contents stands beside it, where the theme has one.
    pub toc: Option<bool>,
    /// Whether it is a `give`, an `ask` or `news`. Without it, the promo check decides; what that cannot judge, because
    /// it is under 80 words or not in English, counts as news. A give or news that reads as a promotion counts as an
    /// ask until `not_promotional` says why it is none.
    pub kind: Option<Kind>,
    /// The needs that it answers: ids from `needs:` of an audience, as `warranty` or `dealers.warranty`.
    pub answers: Vec<String>,
    /// The audiences that it is for; without it, every audience with a topic in common.
    pub audiences: Vec<String>,
    /// Why it is no promotion although the check says so, in a few words: a bare `true` does not count. The reason
    /// is printed in reports.
    pub not_promotional: Option<String>,
    /// In `_index.md`: the order of the section's posts.
    pub sort_by: Option<SortBy>,
    /// In `_index.md`: posts on one page of the list; 0 for all on one.
    pub paginate_by: Option<usize>,
    /// In `_index.md`: the folder name of the pages after the first, `page` if not given.
    pub paginate_path: Option<String>,
    /// In `_index.md`: list the oldest first.
    pub paginate_reversed: bool,
    /// In `_index.md`: whether its posts also belong to the section above.
    pub transparent: bool,
    /// In `_index.md`: the template of its posts.
    pub page_template: Option<String>,
    /// In `_index.md`: another address that the section sends its readers to.
    pub redirect_to: Option<String>,
    /// In `_index.md`: whether the section has a feed of its own.
    #[serde(alias = "generate_feed")]
    pub generate_feeds: Option<bool>,
    /// In `_index.md`: whether the section has a page of its own.
    pub render: Option<bool>,
    /// Anything for the site's own templates, as `page.extra`. Keys that Regards does not know land here, too.
    pub extra: BTreeMap<String, serde_json::Value>,
}
