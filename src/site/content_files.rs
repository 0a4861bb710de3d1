//! Which files of a site are markdown, and which are copied.

use std::sync::Arc;

use crate::config::Config;
use crate::config::Glob;
use crate::site::FastMap;
use crate::source::Asset;
use crate::source::SourceFile;
use crate::source::SourcePath;
use crate::source::SourceTree;

/// The files that make up the blog.
#[derive(Debug, Default)]
pub struct ContentFiles<'tree> {
    /// Markdown, ordered by path.
    pub markdown: Vec<MarkdownFile<'tree>>,
    /// Anything else in the content folder, with its path below it.
    pub assets: Vec<(&'tree SourcePath, &'tree str)>,
    /// Files of `static/`, with the URL path of each.
    pub static_files: Vec<(SourcePath, String)>,
    /// What is known of the copied files.
    pub asset_facts: FastMap<SourcePath, Asset>,
}

/// A markdown file as it was found.
#[derive(Debug, Clone, Copy)]
pub struct MarkdownFile<'tree> {
    /// Its path.
    pub path: &'tree SourcePath,
    /// Its path below the content folder.
    pub relative: &'tree str,
    /// Its text.
    pub text: &'tree Arc<str>,
}

/// The endings of a markdown file.
pub const MARKDOWN_ENDINGS: [&str; 3] = ["md", "markdown", "mkd"];

impl<'tree> ContentFiles<'tree> {
    /// Sorts the files of a tree, ordered by path.
    pub fn of(sources: &'tree SourceTree, config: &Config) -> Self {
        let mut files = Self::default();
        // A pattern that is none was reported with the settings.
        let ignored: Vec<Glob> = config.ignore.iter().filter_map(|pattern| Glob::new(pattern).ok()).collect();
        for (path, relative, file) in sources.below(&config.content_dir) {
            if ignored.iter().any(|glob| glob.matches(relative)) {
                continue;
            }
            match file {
                SourceFile::Text(text) if is_markdown(path) => {
                    if !is_issue_file(relative) {
                        files.markdown.push(MarkdownFile { path, relative, text });
                    }
                }
                SourceFile::Text(_) => {}
                SourceFile::Asset(asset) => {
                    files.asset_facts.insert(path.clone(), *asset);
                    files.assets.push((path, relative));
                }
            }
        }
        for (path, relative, file) in sources.below("static") {
            if let SourceFile::Asset(asset) = file {
                files.asset_facts.insert(path.clone(), *asset);
                files.static_files.push((path.clone(), format!("/{relative}")));
            }
        }
        files
    }
}

/// Whether a file is markdown, by its ending.
pub fn is_markdown(path: &SourcePath) -> bool {
    MARKDOWN_ENDINGS.contains(&path.extension())
}

/// Whether a file of the content folder is the hand-written part of a newsletter's issue
/// (`newsletters/<audience>/<date>.md`), not a page.
pub fn is_issue_file(relative: &str) -> bool {
    let mut parts = relative.split('/');
    let (folder, audience, file) = (parts.next(), parts.next(), parts.next());
    let named = file.and_then(|file| file.rsplit_once('.'));
    let date = named.filter(|(_, ending)| MARKDOWN_ENDINGS.contains(ending)).map(|(date, _)| date);
    folder == Some("newsletters")
        && audience.is_some()
        && parts.next().is_none()
        && date.is_some_and(|date| date.parse::<jiff::civil::Date>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dated_files_of_an_audience_are_issues() {
        assert!(is_issue_file("newsletters/dealers/2026-03-01.md"));
        assert!(is_issue_file("newsletters/dealers/2026-03-01.markdown"));
        assert!(!is_issue_file("newsletters/dealers/2026-03-01.txt"));
        assert!(!is_issue_file("newsletters/2026-03-01.md"));
        assert!(!is_issue_file("newsletters/dealers/hello.md"));
        assert!(!is_issue_file("posts/dealers/2026-03-01.md"));
    }
}
