//! A site on disk, read once and brought up to date again and again.
//!
//! What is remembered is what the disk said: which names stand in which folder, what each file held, and the stamp it
//! had then. Nothing that was concluded from it is, except for the settings. [`Disk::load`] is bringing nothing up to
//! date, so that there is one way from disk to [`Loaded`], and the two cannot differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::config::Config;
use crate::config::MISSING_CONFIG;
use crate::config::read_config;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::effects::Changes;
use crate::effects::IoFault;
use crate::effects::Loaded;
use crate::effects::reading::Outcome;
use crate::effects::reading::Take;
use crate::effects::surroundings::help_without_config;
use crate::effects::walk::Entry;
use crate::effects::walk::File;
use crate::effects::walk::Folder;
use crate::effects::walk::Kind;
use crate::effects::walk::Walk;
use crate::effects::whereabouts::Whereabouts;
use crate::effects::whereabouts::link_out;
use crate::source::SourceFile;
use crate::source::SourcePath;
use crate::source::SourceTree;

/// A site on disk, with what is known of it.
#[derive(Debug)]
pub struct Disk {
    /// As it was given.
    root: PathBuf,
    known: Option<Known>,
}

/// What was read.
#[derive(Debug)]
struct Known {
    whereabouts: Whereabouts,
    settings: Settings,
    /// The files that are read by their names, by those.
    singles: BTreeMap<String, Kind>,
    grounds: Vec<Ground>,
    /// Where each link in the folders leads, and each folder that lies elsewhere than it seems; nothing if nowhere.
    links: BTreeMap<PathBuf, Option<PathBuf>>,
}

/// The settings and the text that they were read from.
#[derive(Debug, Clone)]
struct Settings {
    text: Option<Arc<str>>,
    config: Config,
    diagnostics: Diagnostics,
}

/// A folder that is read as a whole.
#[derive(Debug)]
struct Ground {
    folder: String,
    take: Take,
    entry: Option<Entry>,
}

impl Disk {
    /// The site at `root`, of which nothing is known yet.
    pub fn open(root: &Path) -> Self {
        Self { root: root.to_owned(), known: None }
    }

    /// Reads the site, whatever is known of it.
    ///
    /// # Errors
    /// Only if the site's folder itself cannot be read. A file that cannot be read is a diagnostic.
    pub fn load(&mut self) -> Result<Loaded, IoFault> {
        self.known = None;
        self.reload(&Changes::everything())
    }

    /// Brings what is known up to date with `changes` and says what [`Disk::load`] would say now. The texts of files
    /// that say what they said are the same [`Arc`]s.
    ///
    /// Named files are read again. Of the others, those are that may lie elsewhere now, and, if anything may have
    /// changed, those that the file system does not vouch for.
    ///
    /// # Errors
    /// As [`Disk::load`]. What is known stays known.
    pub fn reload(&mut self, changes: &Changes) -> Result<Loaded, IoFault> {
        let root = fs::canonicalize(&self.root).map_err(IoFault::on("open", &self.root))?;
        let known = self.known.take().filter(|known| known.whereabouts.root == root);
        let (known, looks, everything) = match known {
            Some(known) => {
                let looks = known.looks(changes);
                (known, looks, changes.everything)
            }
            None => (Known::nothing(&root), BTreeSet::new(), true),
        };
        let known = self.known.insert(known.brought_up_to_date(&root, &looks, everything));
        Ok(known.loaded(&self.root))
    }
}

impl Known {
    fn nothing(root: &Path) -> Self {
        let (config, diagnostics) = (Config::default(), Diagnostics::new());
        Self {
            whereabouts: Whereabouts::new(root, &config),
            settings: Settings { text: None, config, diagnostics },
            singles: BTreeMap::new(),
            grounds: Vec::new(),
            links: BTreeMap::new(),
        }
    }

    /// The paths to look at again: what is named, by every name that it has through links, and links that lead
    /// elsewhere now.
    fn looks(&self, changes: &Changes) -> BTreeSet<PathBuf> {
        let mut looks: BTreeSet<PathBuf> =
            changes.named.iter().map(|named| self.whereabouts.root.join(named)).collect();
        for (link, real) in &self.links {
            // Of a link to nothing, the reason may be another one.
            let Some(real) = real else {
                looks.insert(link.clone());
                continue;
            };
            if fs::canonicalize(link).ok().as_ref() != Some(real) {
                looks.insert(link.clone());
            }
            for named in &changes.named {
                let named = self.whereabouts.root.join(named);
                if let Ok(below) = named.strip_prefix(real) {
                    looks.insert(if below.as_os_str().is_empty() { link.clone() } else { link.join(below) });
                } else if real.starts_with(&named) {
                    looks.insert(link.clone());
                }
            }
        }
        looks
    }

    fn brought_up_to_date(mut self, root: &Path, looks: &BTreeSet<PathBuf>, everything: bool) -> Self {
        self.look_at_single(root, "regards.yaml", looks);
        let settings = self.settings_now();
        let config = &settings.config;
        for name in ["audiences.yaml", &config.contacts.file, &config.ledger] {
            self.look_at_single(root, name, looks);
        }
        let named = ["regards.yaml", "audiences.yaml", &config.contacts.file, &config.ledger];
        self.singles.retain(|name, _| named.contains(&name.as_str()));
        let whereabouts = Whereabouts::new(root, config);
        let everything = everything || whereabouts != self.whereabouts;
        let folders = [
            (config.content_dir.as_str(), Take::Content),
            ("static", Take::Assets),
            ("templates", Take::Texts),
            ("themes", Take::Texts),
            ("data", Take::Texts),
        ];
        let mut former = std::mem::take(&mut self.grounds);
        for (folder, take) in folders {
            let start = root.join(folder);
            let walk = Walk { whereabouts: &whereabouts, start: &start, take, named: looks };
            let known = former.iter().position(|ground| ground.folder == folder && ground.take == take);
            let known = known.map(|at| former.swap_remove(at).entry);
            let entry = match known {
                Some(mut entry) if !everything => {
                    look_again(&walk, &mut entry);
                    entry
                }
                entry => walk.whole(entry.flatten()),
            };
            self.grounds.push(Ground { folder: folder.to_owned(), take, entry });
        }
        read_what_is_due(root, &mut self.grounds);
        self.links = links(root, &self.grounds);
        Self { whereabouts, settings, ..self }
    }

    /// Reads a file of the site by its name, if it is there.
    fn look_at_single(&mut self, root: &Path, name: &str, looks: &BTreeSet<PathBuf>) {
        let former = self.singles.remove(name);
        let Ok(path) = SourcePath::new(name) else { return };
        let disk = root.join(name);
        if !disk.is_file() {
            return;
        }
        let real = match fs::canonicalize(&disk) {
            Ok(real) if real.starts_with(root) => real,
            _ => {
                self.singles.insert(name.to_owned(), Kind::Fault(Box::new(link_out(&path))));
                return;
            }
        };
        let mut file = match former {
            Some(Kind::File(file)) => file,
            _ => Box::new(File::unread(path, Take::Text)),
        };
        file.ask(looks.contains(&disk) || looks.contains(&real));
        file.catch_up(&disk);
        self.singles.insert(name.to_owned(), Kind::File(file));
    }

    /// The settings, read anew if their text is another one.
    fn settings_now(&self) -> Settings {
        let mut sources = SourceTree::default();
        for (path, file) in self.singles.values().filter_map(file_of) {
            if path.as_str() == "regards.yaml" {
                sources.insert(path, file);
            }
        }
        let text = sources.text_at("regards.yaml").map(|(_, text)| text.clone());
        match (&text, &self.settings.text) {
            (Some(now), Some(before)) if Arc::ptr_eq(now, before) => self.settings.clone(),
            _ => {
                let (config, diagnostics) = read_config(&sources);
                Settings { text, config, diagnostics }
            }
        }
    }

    /// The site as it is known.
    fn loaded(&self, root: &Path) -> Loaded {
        let mut diagnostics = Diagnostics::new();
        let config = &self.settings.config;
        for name in ["regards.yaml", "audiences.yaml", &config.contacts.file, &config.ledger] {
            diagnostics.extend(self.singles.get(name).and_then(refusal));
        }
        // If it is there, what is wrong with it has been said.
        let said = diagnostics.iter().any(|diagnostic| names(diagnostic, "regards.yaml"));
        let of_settings = self.settings.diagnostics.iter().cloned();
        let of_settings = of_settings.filter(|diagnostic| !said || diagnostic.rule != &MISSING_CONFIG);
        let of_settings = of_settings.map(|diagnostic| match diagnostic.rule == &MISSING_CONFIG {
            true => missing_config(&self.whereabouts.root, root),
            false => diagnostic,
        });
        diagnostics.extend(of_settings);
        let mut files: Vec<(SourcePath, SourceFile)> = self.singles.values().filter_map(file_of).collect();
        for ground in &self.grounds {
            let mut refused = Vec::new();
            each(ground.entry.as_ref(), &mut |kind| match kind {
                Kind::Fault(fault) => diagnostics.push((**fault).clone()),
                Kind::Folder(folder) => diagnostics.extend(folder.faults.iter().cloned()),
                Kind::File(_) => {
                    files.extend(file_of(kind));
                    refused.extend(refusal(kind));
                }
            });
            diagnostics.extend(refused);
        }
        let sources = files.into_iter().collect();
        Loaded { sources, config: config.clone(), diagnostics }
    }
}

/// Looks at what is named in one folder, each place once.
fn look_again(walk: &Walk<'_>, entry: &mut Option<Entry>) {
    if walk.named.iter().any(|named| walk.start.starts_with(named)) {
        *entry = walk.whole(entry.take());
        return;
    }
    let mut done: Option<&Path> = None;
    for named in walk.named.iter().filter(|named| named.starts_with(walk.start)) {
        // Paths are ordered by their parts: what lies below another follows it at once.
        if !done.is_some_and(|done| named.starts_with(done)) {
            walk.again_at(entry, named);
            done = Some(named);
        }
    }
}

fn read_what_is_due(root: &Path, grounds: &mut [Ground]) {
    let mut due = Vec::new();
    for ground in grounds {
        if let Some(entry) = &mut ground.entry {
            collect_due(&mut entry.kind, &mut due);
        }
    }
    due.into_par_iter().for_each(|file| file.catch_up(&root.join(file.path.as_str())));
}

fn collect_due<'a>(kind: &'a mut Kind, due: &mut Vec<&'a mut File>) {
    match kind {
        Kind::File(file) if file.is_due() => due.push(file),
        Kind::Folder(Folder { entries, .. }) => {
            entries.values_mut().for_each(|entry| collect_due(&mut entry.kind, due));
        }
        _ => {}
    }
}

/// Calls `visit` for every name from an entry down, in order.
fn each<'a>(entry: Option<&'a Entry>, visit: &mut impl FnMut(&'a Kind)) {
    let Some(entry) = entry else { return };
    visit(&entry.kind);
    if let Kind::Folder(folder) = &entry.kind {
        folder.entries.values().for_each(|entry| each(Some(entry), visit));
    }
}

fn links(root: &Path, grounds: &[Ground]) -> BTreeMap<PathBuf, Option<PathBuf>> {
    let mut links = BTreeMap::new();
    for ground in grounds {
        let start = root.join(&ground.folder);
        let real = fs::canonicalize(&start).ok();
        if let Some(entry) = &ground.entry {
            collect_links(entry, &start, &mut links);
        }
        if real.as_ref() != Some(&start) {
            links.insert(start, real);
        }
    }
    links
}

fn collect_links(entry: &Entry, disk: &Path, links: &mut BTreeMap<PathBuf, Option<PathBuf>>) {
    if entry.is_link {
        links.insert(disk.to_owned(), fs::canonicalize(disk).ok());
    }
    if let Kind::Folder(folder) = &entry.kind {
        for (name, entry) in &folder.entries {
            if entry.is_link || matches!(entry.kind, Kind::Folder(_)) {
                collect_links(entry, &disk.join(name), links);
            }
        }
    }
}

fn file_of(kind: &Kind) -> Option<(SourcePath, SourceFile)> {
    match kind {
        Kind::File(file) => match file.outcome() {
            Outcome::Read(read, _) => Some((file.path.clone(), read.clone())),
            Outcome::Gone | Outcome::Refused(_) => None,
        },
        Kind::Folder(_) | Kind::Fault(_) => None,
    }
}

/// What is wrong with a file that was read by its name, or with what it holds.
fn refusal(kind: &Kind) -> Option<Diagnostic> {
    match kind {
        Kind::Fault(fault) => Some((**fault).clone()),
        Kind::File(file) => match file.outcome() {
            Outcome::Refused(fault) => Some((**fault).clone()),
            Outcome::Gone | Outcome::Read(..) => None,
        },
        Kind::Folder(_) => None,
    }
}

fn missing_config(canonical: &Path, root: &Path) -> Diagnostic {
    let folder = if root == Path::new(".") { "this folder".into() } else { root.display().to_string() };
    Diagnostic::new(&MISSING_CONFIG, format!("there is no regards.yaml in {folder}"))
        .help(help_without_config(canonical, root))
}

/// Whether a diagnostic is about the file `path`.
fn names(diagnostic: &Diagnostic, path: &str) -> bool {
    diagnostic.path().is_some_and(|named| named.as_str() == path)
}
