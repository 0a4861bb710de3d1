//! One page.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::config::{Kind, PostDate};
use crate::markdown::Heading;
use crate::output::OutPath;
use crate::site::{Place, SectionId, TermId};
use crate::source::{ImageSize, PathFault, SourcePath};

/// Names a page of a site: its place in [`Site::pages`](crate::site::Site::pages).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub u32);

/// A post or any other page with a file of its own.
///
/// What its own file decides stands in its [`PageFacts`], and reads as if it stood here: `page.title`. The rest is
/// what the other files of the site make of it.
#[derive(Debug, Clone)]
pub struct Page {
    /// What its own file decides. Shared by every site that it is the same in.
    pub facts: Arc<PageFacts>,
    /// The section it belongs to.
    pub section: SectionId,
    /// Its terms, by taxonomy, in the order written.
    pub terms: Vec<TermId>,
    /// Files beside it, with the URL path of each.
    pub assets: Vec<(SourcePath, String)>,
    /// The picture that stands for it.
    pub image: Option<Image>,
    /// What it is, after the promo check was weighed in.
    pub kind: Option<Kind>,
    /// Whether it calls itself a give and the promo check does not believe it.
    pub disputed: bool,
    /// The neighbour that stands before it in the section's order: older, lighter, earlier in the alphabet.
    pub lower: Option<PageId>,
    /// The neighbour after it: newer, heavier, later in the alphabet.
    pub higher: Option<PageId>,
    /// Pages with most in common.
    pub related: Vec<PageId>,
    /// Pages whose text links here.
    pub backlinks: Vec<PageId>,
}

/// What the file of a page decides about it, with the settings, the people and the address of its section.
#[derive(Debug, Clone, PartialEq)]
pub struct PageFacts {
    /// Its markdown file.
    pub source: SourcePath,
    /// The whole file.
    pub text: Arc<str>,
    /// The byte at which the body starts.
    pub body_start: usize,
    /// The title, as plain text.
    pub title: String,
    /// One or two sentences, if the front matter has them.
    pub description: Option<String>,
    /// When it was published.
    pub date: Option<PostDate>,
    /// When it was last changed in substance.
    pub updated: Option<PostDate>,
    /// The last part of its URL.
    pub slug: String,
    /// The URL path, from `/`, without the base URL's subfolder: `/posts/a/`.
    pub url_path: String,
    /// The file that answers its URL path, or why none can.
    pub out_path: Result<OutPath, PathFault>,
    /// Its place in a section sorted by weight.
    pub weight: Option<i64>,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// Whether it is a draft, shown because the build asked for drafts.
    pub draft: bool,
    /// URL paths that lead here, as written.
    pub aliases: Vec<String>,
    /// The template that its front matter names.
    pub template: Option<String>,
    /// A former generator's template, used only where such a template exists.
    pub layout: Option<String>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Every id that its text defines, those of its headings among them, sorted.
    pub anchors: Vec<String>,
    /// How many words a reader reads.
    pub word_count: u32,
    /// The byte of the body at which `<!-- more -->` stands.
    pub more: Option<usize>,
    /// The language, as a BCP 47 tag.
    pub language: String,
    /// Whether search pages may find it.
    pub in_search_index: bool,
    /// Whether its front matter asks for a table of contents, or for none.
    pub toc: Option<bool>,
    /// Anything for templates.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// What it declares itself to be.
    pub declared_kind: Option<Kind>,
    /// The needs that it answers, as written.
    pub answers: Vec<String>,
    /// The audiences that it names, as written.
    pub audiences: Vec<String>,
    /// The author's reason why it is no promotion.
    pub not_promotional: Option<String>,
}

impl Page {
    /// Whether two pages share their facts, so that nothing of them can differ but what the rest of the site decides:
    /// the fields of [`Page`] itself. `false` says nothing: facts made anew may be the same.
    pub fn has_same_facts(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.facts, &other.facts)
    }
}

impl Page {
    /// A page of a section, before anything else of the site is known.
    pub(crate) fn new(facts: Arc<PageFacts>, section: SectionId) -> Self {
        Self {
            section,
            terms: Vec::new(),
            assets: Vec::new(),
            image: None,
            kind: facts.declared_kind,
            disputed: false,
            lower: None,
            higher: None,
            related: Vec::new(),
            backlinks: Vec::new(),
            facts,
        }
    }
}

impl Deref for Page {
    type Target = PageFacts;

    fn deref(&self) -> &PageFacts {
        &self.facts
    }
}

impl PageFacts {
    /// The markdown body.
    pub fn body(&self) -> &str {
        &self.text[self.body_start..]
    }

    /// Minutes to read it, at 200 words a minute, never less than one.
    pub fn reading_time(&self) -> u32 {
        self.word_count.div_ceil(200).max(1)
    }
}

/// Who wrote a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The id from audiences.yaml, if the name as written is one.
    pub id: Option<String>,
    /// The name to print.
    pub name: String,
}

/// A picture that stands for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Where it lies.
    pub place: Place,
    /// Pixels, where known.
    pub size: Option<ImageSize>,
    /// What it shows.
    pub alt: String,
}
