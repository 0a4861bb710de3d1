//! Reads one file of a site: as a text, or the facts of what is only copied.

use std::fs;
use std::io;
use std::io::Read;
use std::path::Path;

use crate::diag::Diagnostic;
use crate::diag::Rule;
use crate::effects::faults::NOT_UTF8;
use crate::effects::faults::TOO_LARGE;
use crate::effects::faults::UNREADABLE;
use crate::effects::stamp::Stamp;
use crate::source::Asset;
use crate::source::ImageSize;
use crate::source::SourceFile;
use crate::source::SourcePath;
use crate::source::Span;
use crate::source::svg_size;

/// The longest text that is read.
const TEXT_BUDGET: u64 = 16 * 1024 * 1024;

/// How a folder's files are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// Markdown is text, everything else is copied.
    Content,
    /// Everything is copied.
    Assets,
    /// UTF-8 is text, anything else is copied.
    Texts,
    /// UTF-8, and nothing else will do.
    Text,
}

/// What reading a file came to.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// It is not there.
    Gone,
    /// It was read. The stamp was taken before.
    Read(SourceFile, Stamp),
    /// It cannot be used.
    Refused(Box<Diagnostic>),
}

/// Reads the file at `disk`, named `path`. One that vanished since it was listed is gone, which is no fault.
pub(crate) fn read_file(disk: &Path, path: &SourcePath, take: Take) -> Outcome {
    let markdown = matches!(path.extension(), "md" | "markdown" | "mkd");
    let as_text = || read_text(disk, path).map(|(text, stamp)| (SourceFile::Text(text.into()), stamp));
    let as_asset = || read_asset(disk, path).map(|(asset, stamp)| (SourceFile::Asset(asset), stamp));
    let read = match take {
        Take::Text => as_text(),
        Take::Content if markdown => as_text(),
        Take::Content | Take::Assets => as_asset(),
        Take::Texts => match as_text() {
            Err(diagnostic) if diagnostic.rule == &NOT_UTF8 => as_asset(),
            read => read,
        },
    };
    match read {
        Ok((file, stamp)) => Outcome::Read(file, stamp),
        Err(diagnostic) if diagnostic.rule == &UNREADABLE && is_gone(disk) => Outcome::Gone,
        Err(diagnostic) => Outcome::Refused(diagnostic),
    }
}

fn is_gone(disk: &Path) -> bool {
    fs::symlink_metadata(disk).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

fn read_text(disk: &Path, path: &SourcePath) -> Result<(String, Stamp), Box<Diagnostic>> {
    let refused = |error: io::Error| Box::new(fault(&UNREADABLE, path, &error.to_string()));
    let file = fs::File::open(disk).map_err(refused)?;
    let facts = file.metadata().map_err(refused)?;
    match read_at_most(file, facts.len(), path) {
        Ok(text) => Ok((text, Stamp::of(&facts))),
        Err(diagnostic) if diagnostic.rule == &TOO_LARGE => {
            Err(Box::new(diagnostic.help("split it, or move it to `static/`")))
        }
        Err(diagnostic) => Err(diagnostic),
    }
}

/// Reads a text to its end, which may say to have `length` bytes, and must be UTF-8 of at most 16 MiB. `path` names
/// it in what is wrong with it.
pub(crate) fn read_at_most(
    from: impl Read,
    length: u64,
    path: &SourcePath,
) -> Result<String, Box<Diagnostic>> {
    let too_large = |length: &str| {
        let message = format!("has {length} bytes; a text may have {TEXT_BUDGET}");
        Box::new(fault(&TOO_LARGE, path, &message))
    };
    if length > TEXT_BUDGET {
        return Err(too_large(&length.to_string()));
    }
    let mut bytes = Vec::with_capacity(length as usize + 1);
    let read = from.take(TEXT_BUDGET + 1).read_to_end(&mut bytes);
    read.map_err(|error| Box::new(fault(&UNREADABLE, path, &error.to_string())))?;
    if bytes.len() as u64 > TEXT_BUDGET {
        return Err(too_large(&format!("more than {TEXT_BUDGET}")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
        let byte = error.as_bytes().get(valid).copied().unwrap_or_default();
        let message = format!("is not UTF-8: byte {byte:#04x} on line {line}");
        Box::new(fault(&NOT_UTF8, path, &message).help("open it in an editor and save it as UTF-8"))
    })
}

fn read_asset(disk: &Path, path: &SourcePath) -> Result<(Asset, Stamp), Box<Diagnostic>> {
    let refused = |error: io::Error| Box::new(fault(&UNREADABLE, path, &error.to_string()));
    let facts = fs::metadata(disk).map_err(refused)?;
    let image = match path.extension().to_ascii_lowercase().as_str() {
        "svg" => start_of(disk).ok().and_then(|start| svg_size(&start)),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "jxl" | "bmp" => {
            imagesize::size(disk).ok().and_then(|size| {
                Some(ImageSize {
                    width: u32::try_from(size.width).ok()?,
                    height: u32::try_from(size.height).ok()?,
                })
            })
        }
        _ => None,
    };
    Ok((Asset { length: facts.len(), image }, Stamp::of(&facts)))
}

/// The first 4 KiB of a file as text: an SVG's root element stands there.
fn start_of(disk: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    fs::File::open(disk)?.take(4096).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub(crate) fn fault(rule: &'static Rule, path: &SourcePath, message: &str) -> Diagnostic {
    Diagnostic::new(rule, format!("{path} {message}")).at(Span::start_of(path))
}
