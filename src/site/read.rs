//! One markdown file, read by itself: what can be known of it before the rest of the site is.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::config::Document;
use crate::config::MarkdownSettings;
use crate::config::PostDate;
use crate::config::parse_date;
use crate::config::read_document;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::markdown::FaultKind;
use crate::markdown::Outline;
use crate::markdown::outline;
use crate::site::LeftOutReason;
use crate::site::address::date_in_path;
use crate::site::address::like_a_date;
use crate::site::address::rolled_over;
use crate::site::address::split_date;
use crate::site::content_files::MarkdownFile;
use crate::site::faults::BAD_DATE;
use crate::site::faults::FILE_DATE;
use crate::site::faults::MARKDOWN_FAULT;
use crate::site::faults::TEMPLATE_TAG;
use crate::site::faults::UNFINISHED_LINK;
use crate::site::faults::UNKNOWN_LANGUAGE;
use crate::site::lookup::Lookup;
use crate::site::lookup::lookups;
use crate::site::sort_out::Showing;
use crate::source::SourcePath;
use crate::source::Span;

/// A markdown file, its front matter typed and its body outlined.
#[derive(Debug)]
pub struct ReadFile {
    /// The file.
    pub source: SourcePath,
    /// Its path below the content folder.
    pub relative: String,
    /// What kind of file it is.
    pub role: Role,
    /// Its text.
    pub text: Arc<str>,
    /// Front matter and the start of the body.
    pub document: Document,
    /// Headings, links and counts; ranges are bytes of the body.
    pub outline: Outline,
    /// When it was published, from the front matter, the file name or the path.
    pub date: Option<PostDate>,
    /// When it was last changed.
    pub updated: Option<PostDate>,
    /// When it leaves the site.
    pub expires: Option<PostDate>,
    /// Its links, less those that lead elsewhere for sure.
    pub lookups: Vec<Lookup>,
    /// What was wrong with it.
    pub diagnostics: Diagnostics,
}

/// What a markdown file can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An `_index.md`; at the top of the content folder, `index.md` is the home page as well.
    Section,
    /// The `index.md` of a page bundle: a folder that is a page, with its pictures beside it.
    Bundle,
    /// Any other page.
    Page,
}

impl Role {
    fn of(source: &SourcePath, relative: &str) -> Self {
        match source.stem() {
            "_index" => Self::Section,
            "index" if relative.contains('/') => Self::Bundle,
            "index" => Self::Section,
            _ => Self::Page,
        }
    }
}

/// What a file is read with, besides its text.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadSettings {
    /// The folder that `@/` stands for.
    pub content_dir: String,
    /// How markdown is read.
    pub markdown: MarkdownSettings,
    /// The zone that dates without one are in.
    pub timezone: TimeZone,
}

/// Reads one file.
pub fn read_file(file: MarkdownFile<'_>, settings: &ReadSettings) -> ReadFile {
    let MarkdownFile { path: source, relative, text } = file;
    let timezone = &settings.timezone;
    let (document, mut diagnostics) = read_document(source, text);
    let outline = outline(&text[document.body_start..], &settings.markdown);
    let lookups = lookups(source, &outline, &settings.content_dir);
    report_outline(source, document.body_start, &outline, &mut diagnostics);
    let front_matter = &document.front_matter;
    let mut read = |key: &[&str], value: Option<&String>| {
        let value = value?;
        match parse_date(value, timezone) {
            Ok(date) => Some(date),
            Err(reason) => {
                diagnostics.push(bad_date(source, &document, key, value, &reason));
                None
            }
        }
    };
    let written = read(&["date", "publishDate", "publishdate", "pubdate"], front_matter.date.as_ref());
    let updated = read(&["updated", "lastmod", "modified"], front_matter.updated.as_ref());
    let expires =
        read(&["expires", "expiryDate", "expirydate", "unpublishdate"], front_matter.expires.as_ref());
    let name = if source.stem() == "index" { bundle_name(relative) } else { source.stem() };
    let in_path = || front_matter.path.as_deref().and_then(date_in_path);
    let date = match (written, split_date(name).0) {
        (Some(written), _) => Some(written),
        (None, None) => {
            let date = in_path().and_then(|text| parse_date(&text, timezone).ok());
            if date.is_none()
                && front_matter.date.is_none()
                && let Some(text) = like_a_date(name)
            {
                diagnostics.push(
                    Diagnostic::new(&FILE_DATE, format!("`{text}` in the file's name is read as no day"))
                        .at(Span::start_of(source))
                        .help("write it as 2026-03-01, or add a `date:` to the front matter"),
                );
            }
            date
        }
        (None, Some(text)) => parse_date(text, timezone).ok().or_else(|| {
            let meant = rolled_over(text)?.to_string();
            diagnostics.push(
                Diagnostic::new(
                    &FILE_DATE,
                    format!("`{text}` in the file's name is no day; it counts as {meant}"),
                )
                .at(Span::start_of(source))
                .help("add a `date:` to the front matter, or rename the file"),
            );
            parse_date(&meant, timezone).ok()
        }),
    };
    ReadFile {
        source: source.clone(),
        relative: relative.to_owned(),
        role: Role::of(source, relative),
        text: Arc::clone(text),
        document,
        outline,
        date,
        updated,
        expires,
        lookups,
        diagnostics,
    }
}

impl ReadFile {
    /// The folder below the content folder that holds the file; for a bundle's `index.md`, the one above.
    pub fn section_folder(&self) -> &str {
        let folder = parent(&self.relative);
        if self.is_bundle() { parent(folder) } else { folder }
    }

    /// Whether it is the `index.md` of a page bundle.
    pub fn is_bundle(&self) -> bool {
        self.role == Role::Bundle
    }

    /// Whether it is a section's file.
    pub fn is_section(&self) -> bool {
        self.role == Role::Section
    }

    /// The name that its slug is made from: its folder's if it is a bundle, otherwise its own, less the date.
    pub fn name(&self) -> &str {
        let name = if self.is_bundle() { bundle_name(&self.relative) } else { self.source.stem() };
        split_date(name).1
    }

    /// Why it is not published, if it is not.
    pub fn left_out(&self, showing: Showing) -> Option<LeftOutReason> {
        let Showing { today, drafts, future } = showing;
        let front_matter = &self.document.front_matter;
        if !drafts && (front_matter.draft || front_matter.published == Some(false)) {
            return Some(LeftOutReason::Draft);
        }
        if let Some(expires) = self.expires.filter(|expires| expires.date() <= today) {
            return Some(LeftOutReason::Expired(expires.date()));
        }
        let ahead = self.date.filter(|date| !future && date.date() > today)?;
        Some(LeftOutReason::Scheduled(ahead.date()))
    }

    /// The bytes of a front-matter value, under the first of `keys` that was written.
    pub fn span_of(&self, keys: &[&str]) -> Span {
        span_of(&self.source, &self.document, keys)
    }
}

/// The folder part of a path; empty at the root.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn bundle_name(relative: &str) -> &str {
    let folder = parent(relative);
    folder.rsplit_once('/').map_or(folder, |(_, name)| name)
}

fn span_of(source: &SourcePath, document: &Document, keys: &[&str]) -> Span {
    let node = document.node.as_ref();
    let value = node.and_then(|node| keys.iter().find_map(|key| node.get(key)));
    value.map_or_else(|| Span::start_of(source), |value| Span::new(source, value.range.clone()))
}

fn bad_date(
    source: &SourcePath,
    document: &Document,
    keys: &[&str],
    value: &str,
    reason: &str,
) -> Diagnostic {
    // The reason repeats the value where there is nothing more to say.
    let message = if reason.ends_with(" is no date") {
        reason.to_owned()
    } else {
        format!("`{value}` is no date: {reason}")
    };
    Diagnostic::new(&BAD_DATE, message)
        .at(span_of(source, document, keys))
        .help("write it as 2026-03-01, or with a time and an offset as 2026-03-01T09:00:00+01:00")
}

fn report_outline(source: &SourcePath, body_start: usize, outline: &Outline, diagnostics: &mut Diagnostics) {
    let span =
        |range: &std::ops::Range<usize>| Span::new(source, body_start + range.start..body_start + range.end);
    let tags = outline.faults.iter().filter(|fault| fault.kind == FaultKind::TemplateTag).count();
    let mut tag_seen = false;
    for fault in &outline.faults {
        let diagnostic = match fault.kind {
            // A post that came with one tag came with many: they are one piece of work.
            FaultKind::TemplateTag if tag_seen => continue,
            FaultKind::TemplateTag => {
                tag_seen = true;
                let others = match tags {
                    1 => String::new(),
                    tags => format!(" (the first of {tags} tags in this file)"),
                };
                Diagnostic::new(&TEMPLATE_TAG, format!("{}{others}", fault.message))
                    .help("write what it stood for: `@/posts/x.md` for a link to a post, HTML for the rest")
            }
            FaultKind::UnfinishedLink => Diagnostic::new(&UNFINISHED_LINK, fault.message.clone()),
            FaultKind::Math | FaultKind::DuplicateId | FaultKind::TooDeep => {
                Diagnostic::new(&MARKDOWN_FAULT, fault.message.clone())
            }
        };
        diagnostics.push(diagnostic.at(span(&fault.range)));
    }
    for language in &outline.unknown_languages {
        let message = format!("the highlighter does not know `{}`", language.name);
        diagnostics.push(Diagnostic::new(&UNKNOWN_LANGUAGE, message).at(span(&language.range)));
    }
}
