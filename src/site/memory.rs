//! What was made of single files before, for the next time.

use std::iter::Peekable;
use std::sync::Arc;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::diag::Diagnostics;
use crate::site::PageFacts;
use crate::site::build_page::PageSettings;
use crate::site::build_page::page_facts;
use crate::site::content_files::MarkdownFile;
use crate::site::read::ReadFile;
use crate::site::read::ReadSettings;
use crate::site::read::read_file;
use crate::site::related::RelatedMemory;
use crate::source::SourcePath;

/// Remembers what single files became, so that a site that hardly changed is assembled at once.
///
/// It never changes a result: whatever it holds, [`assemble()`](crate::site::assemble()) gives what it would give with
/// an empty one. It keeps what the last run used and nothing else, so it does not grow.
///
/// # Design
/// Whatever is remembered stands beside all that it was made of, and counts only while that is equal. Files come
/// ordered by path, and so does what is remembered: the two are merged, nothing is looked up.
#[derive(Debug, Default)]
pub struct Memory {
    pub(crate) files: FileMemory,
    pub(crate) pages: PageMemory,
    pub(crate) related: RelatedMemory,
}

/// The files as they were read, ordered by path.
#[derive(Debug, Default)]
pub(crate) struct FileMemory {
    settings: Option<ReadSettings>,
    files: Vec<Arc<ReadFile>>,
}

impl FileMemory {
    /// Reads `files`, ordered by path, as far as they are not known.
    pub(crate) fn read(&mut self, files: &[MarkdownFile<'_>], settings: ReadSettings) -> &[Arc<ReadFile>] {
        if self.settings.as_ref() != Some(&settings) {
            self.files.clear();
        }
        let settings = self.settings.insert(settings);
        let mut known = std::mem::take(&mut self.files).into_iter().peekable();
        let found: Vec<Option<Arc<ReadFile>>> = files
            .iter()
            .map(|file| {
                let found = next_of(&mut known, file.path, |known| &known.source)?;
                Some(found).filter(|known| known.text == *file.text)
            })
            .collect();
        let read = found.into_par_iter().zip(files);
        self.files =
            read.map(|(found, file)| found.unwrap_or_else(|| Arc::new(read_file(*file, settings)))).collect();
        &self.files
    }
}

/// A file that becomes a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Post<'a> {
    /// The file.
    pub file: &'a Arc<ReadFile>,
    /// The URL path of its section.
    pub section_url: &'a Arc<str>,
}

/// What files decided about their pages, ordered by path.
#[derive(Debug, Default)]
pub(crate) struct PageMemory {
    settings: Option<PageSettings>,
    pages: Vec<KnownPage>,
}

/// What one file decided about its page.
#[derive(Debug)]
pub(crate) struct KnownPage {
    file: Arc<ReadFile>,
    section_url: Arc<str>,
    pub(crate) facts: Arc<PageFacts>,
    pub(crate) diagnostics: Diagnostics,
}

impl PageMemory {
    /// Makes the facts of `posts`, ordered by path, as far as they are not known.
    pub(crate) fn build(&mut self, posts: &[Post<'_>], settings: PageSettings) -> &[KnownPage] {
        if self.settings.as_ref() != Some(&settings) {
            self.pages.clear();
        }
        let settings = self.settings.insert(settings);
        let mut known = std::mem::take(&mut self.pages).into_iter().peekable();
        let found: Vec<Option<KnownPage>> = posts
            .iter()
            .map(|post| {
                let found = next_of(&mut known, &post.file.source, |known| &known.file.source)?;
                Some(found).filter(|known| {
                    Arc::ptr_eq(&known.file, post.file) && known.section_url == *post.section_url
                })
            })
            .collect();
        let built = found.into_par_iter().zip(posts.par_iter());
        self.pages =
            built.map(|(found, post)| found.unwrap_or_else(|| KnownPage::of(post, settings))).collect();
        &self.pages
    }
}

impl KnownPage {
    fn of(post: &Post<'_>, settings: &PageSettings) -> Self {
        let (facts, diagnostics) = page_facts(post.file, post.section_url, settings);
        Self {
            file: Arc::clone(post.file),
            section_url: Arc::clone(post.section_url),
            facts: Arc::new(facts),
            diagnostics,
        }
    }
}

/// The next of `known` that is of `path`, if there is one; those of lesser paths are dropped.
fn next_of<T>(
    known: &mut Peekable<impl Iterator<Item = T>>,
    path: &SourcePath,
    path_of: impl Fn(&T) -> &SourcePath,
) -> Option<T> {
    loop {
        // Mostly it is the same path, down to its place in memory.
        if let Some(found) = known.next_if(|known| path_of(known) == path) {
            return Some(found);
        }
        known.next_if(|known| path_of(known) < path)?;
    }
}
