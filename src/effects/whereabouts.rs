//! Which names and links of a site's folders are no part of it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::effects::faults::LINK_OUT;
use crate::effects::faults::LINK_PRIVATE;
use crate::effects::reading::Take;
use crate::effects::reading::fault;
use crate::source::SourcePath;

/// Where things lie that no link may lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Whereabouts {
    /// The site's folder, with all links followed.
    pub(crate) root: PathBuf,
    /// Readers' data, with and without links followed.
    files: Vec<PathBuf>,
    /// The folders that builds write into, likewise.
    folders: Vec<PathBuf>,
}

impl Whereabouts {
    /// `root` is the site's folder, with all links followed.
    pub(crate) fn new(root: &Path, config: &Config) -> Self {
        let both = |names: &[&str]| -> Vec<PathBuf> {
            let plain = names.iter().map(|name| root.join(name));
            plain.flat_map(|path| [fs::canonicalize(&path).ok(), Some(path)]).flatten().collect()
        };
        Self {
            root: root.to_owned(),
            files: both(&["contacts.yaml", "contacts.csv", &config.contacts.file, &config.ledger]),
            folders: both(&[&config.output_dir, &config.outbox_dir]),
        }
    }

    /// What is wrong with a path that is, or lies below, a symbolic link.
    pub(crate) fn refusal(&self, disk: &Path, path: &SourcePath) -> Option<Diagnostic> {
        let Ok(real) = fs::canonicalize(disk) else { return Some(link_out(path)) };
        let Ok(below) = real.strip_prefix(&self.root) else { return Some(link_out(path)) };
        let is_hidden = |part: &std::ffi::OsStr| {
            let name = part.to_string_lossy();
            name.starts_with('.') && name != ".well-known"
        };
        // A hidden file of `static/` is public; any other, and what lies in a hidden folder, never is.
        let hidden = match below.strip_prefix("static").ok().and_then(Path::parent) {
            Some(folder) if real.is_file() => folder,
            _ => below,
        };
        let is_private = hidden.iter().any(is_hidden)
            || self.files.contains(&real)
            || self.folders.iter().any(|folder| real.starts_with(folder));
        is_private.then(|| {
            fault(&LINK_PRIVATE, path, "leads through a symbolic link to what is never published")
                .help("remove the link; put a copy of the file that you mean in its place")
        })
    }
}

pub(crate) fn link_out(path: &SourcePath) -> Diagnostic {
    fault(&LINK_OUT, path, "is a symbolic link that leads out of the site")
        .help("copy what it points at into the site, and remove the link")
}

/// What stands in a site's folders without being a part of it: the droppings of editors, operating systems and
/// version control, and hidden files. `static/` is published as it is, with `.nojekyll`, `.htaccess` and the like.
pub(crate) fn is_ignored(name: &str, take: Take) -> bool {
    let is_hidden = name.starts_with('.') && name != ".well-known";
    is_dropping(name) || (is_hidden && take != Take::Assets)
}

/// Whether editors, operating systems, version control or packages leave files of this name behind.
pub(crate) fn is_dropping(name: &str) -> bool {
    name.starts_with(".git")
        || name.starts_with("._")
        || name.starts_with(".#")
        || matches!(name, ".DS_Store" | ".svn" | ".hg" | ".jj" | ".regards" | "node_modules" | "Thumbs.db")
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swo")
}
