//! What is brought up to date is what is read afresh: random changes of real folders, each followed by both.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::effects::Changes;
use crate::effects::Disk;
use crate::effects::Loaded;
use crate::effects::load;
use crate::source::SourceFile;
use crate::source::SourcePath;

/// Names that mean something to a site, that are left out, that differ in case alone, and that nothing reads.
const PATHS: [&str; 34] = [
    "regards.yaml",
    "audiences.yaml",
    "contacts.yaml",
    "private",
    "private/contacts.yaml",
    ".regards",
    ".regards/ledger.jsonl",
    "content",
    "content/a.md",
    "content/A.md",
    "content/a.md~",
    "content/.#a.md",
    "content/posts",
    "content/posts/a",
    "content/posts/a/index.md",
    "content/posts/a/b.png",
    "content/posts/.obsidian",
    "content/posts/.obsidian/x.md",
    "content/posts/x\\y",
    "content/posts/x\\y/z.md",
    "pages",
    "pages/c.md",
    "static",
    "static/.htaccess",
    "static/s.css",
    "templates",
    "templates/page.html",
    "themes",
    "themes/t",
    "themes/t/templates/page.html",
    "data",
    "data/contacts.yaml",
    "shared",
    "shared/t",
];

/// Which of them become links, at most. Links into the site's own folder multiply with each other.
const LINKS: [usize; 6] = [2, 7, 13, 23, 24, 28];

/// Where links lead, seen from the folder that they lie in.
const TARGETS: [&str; 12] = [
    "..",
    "../..",
    "../shared",
    "../shared/t",
    "../content",
    "../pages/c.md",
    "a.md",
    "../contacts.yaml",
    "../.regards",
    "../../../..",
    "nowhere",
    "../shared/nowhere",
];

/// Settings that move what is read, and ones that cannot be read.
const TEXTS: [&str; 9] = [
    "title: T\nbase_url: https://example.org\n",
    "title: T\nbase_url: https://example.org\ncontent_dir: pages\n",
    "title: T\nbase_url: https://example.org\ncontent_dir: content/posts\n",
    "title: T\nbase_url: https://example.org\ncontacts: {file: private/contacts.yaml}\noutput_dir: shared\n",
    "title: T\nbase_url: https://example.org\ncontacts: {file: data/contacts.yaml}\nledger: private/l\n",
    "title: [",
    "",
    "# Words",
    "\u{fffd}",
];

/// Something that a person or a program does to a site.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    Write(usize, usize),
    Replace(usize, usize),
    Remove(usize),
    Rename(usize, usize),
    Folder(usize),
    Link(usize, usize),
}

pub(super) fn deeds() -> impl Strategy<Value = Vec<Vec<Deed>>> {
    let (path, text) = (0..PATHS.len(), 0..TEXTS.len());
    let deed = prop_oneof![
        4 => (path.clone(), text.clone()).prop_map(|(path, text)| Deed::Write(path, text)),
        2 => (path.clone(), text).prop_map(|(path, text)| Deed::Replace(path, text)),
        2 => path.clone().prop_map(Deed::Remove),
        3 => (path.clone(), path.clone()).prop_map(|(from, to)| Deed::Rename(from, to)),
        1 => path.clone().prop_map(Deed::Folder),
        2 => (0..LINKS.len(), 0..TARGETS.len()).prop_map(|(link, target)| Deed::Link(LINKS[link], target)),
    ];
    vec(vec(deed, 1..5), 1..16)
}

impl Deed {
    /// Does it, as far as the folder lets it, and names what events would name.
    pub(super) fn act(&self, root: &Path) -> BTreeSet<PathBuf> {
        let touched = match self {
            Self::Rename(from, to) => vec![root.join(PATHS[*from]), root.join(PATHS[*to])],
            Self::Write(path, _)
            | Self::Replace(path, _)
            | Self::Remove(path)
            | Self::Folder(path)
            | Self::Link(path, _) => vec![root.join(PATHS[*path])],
        };
        let mut named: BTreeSet<PathBuf> = touched.iter().filter_map(|path| name_of(path)).collect();
        // What cannot be done is left undone.
        self.try_on(root).ok();
        named.extend(touched.iter().filter_map(|path| name_of(path)));
        if let Self::Write(..) = self {
            // Through a link, if one stands there.
            named.extend(fs::canonicalize(&touched[0]));
        }
        named
    }

    fn try_on(&self, root: &Path) -> io::Result<()> {
        match *self {
            Self::Write(path, text) => {
                make_way(root, path)?;
                fs::write(root.join(PATHS[path]), bytes(text))
            }
            Self::Replace(path, text) => {
                make_way(root, path)?;
                let beside = root.with_extension("beside");
                fs::write(&beside, bytes(text))?;
                fs::rename(beside, root.join(PATHS[path]))
            }
            Self::Remove(path) => {
                let path = root.join(PATHS[path]);
                if fs::symlink_metadata(&path)?.is_dir() {
                    fs::remove_dir_all(path)
                } else {
                    fs::remove_file(path)
                }
            }
            Self::Rename(from, to) => {
                make_way(root, to)?;
                fs::rename(root.join(PATHS[from]), root.join(PATHS[to]))
            }
            Self::Folder(path) => fs::create_dir_all(root.join(PATHS[path])),
            Self::Link(path, target) => {
                make_way(root, path)?;
                link(TARGETS[target], &root.join(PATHS[path]))
            }
        }
    }
}

fn make_way(root: &Path, path: usize) -> io::Result<()> {
    root.join(PATHS[path]).parent().map_or(Ok(()), fs::create_dir_all)
}

fn bytes(text: usize) -> &'static [u8] {
    if TEXTS[text] == "\u{fffd}" { b"\xff\xfe" } else { TEXTS[text].as_bytes() }
}

#[cfg(unix)]
fn link(target: &str, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

#[cfg(not(unix))]
fn link(_: &str, _: &Path) -> io::Result<()> {
    Ok(())
}

/// The name under which an event speaks of `path`: the first part that is not there, in its folder with all links
/// followed.
fn name_of(path: &Path) -> Option<PathBuf> {
    let above: Vec<&Path> = path.ancestors().collect();
    let first = above.iter().rev().find(|path| fs::symlink_metadata(path).is_err()).unwrap_or(&path);
    Some(fs::canonicalize(first.parent()?).ok()?.join(first.file_name()?))
}

/// Everything that was read, as text.
pub(super) fn all(loaded: &Loaded) -> String {
    let files = loaded.sources.iter().map(|(path, file)| format!("{path}: {file:?}\n"));
    let diagnostics = loaded.diagnostics.iter().map(|diagnostic| {
        format!("{}: {} {:?}\n", diagnostic.rule.name, diagnostic.message, diagnostic.span())
    });
    format!("{}{}{:?}", files.collect::<String>(), diagnostics.collect::<String>(), loaded.config)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_brought_up_to_date_is_what_is_read_afresh(rounds in deeds(), lost in vec(any::<bool>(), 16)) {
        let folder = tempfile::tempdir().unwrap();
        let mut disk = Disk::open(folder.path());
        disk.load().unwrap();
        for (round, lost) in rounds.iter().zip(lost) {
            let named: BTreeSet<PathBuf> = round.iter().flat_map(|deed| deed.act(folder.path())).collect();
            let changes = if lost { Changes::everything() } else { Changes::of(named) };
            let now = disk.reload(&changes).unwrap();
            prop_assert_eq!(all(&now), all(&load(folder.path()).unwrap()), "after {:?}", changes);
        }
    }
}

/// A site with a post and a theme.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("regards.yaml", TEXTS[0]),
        ("content/a.md", "a"),
        ("content/b.md", "b"),
        ("shared/t/templates/x.html", "x"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn text(loaded: &Loaded, path: &str) -> Arc<str> {
    match loaded.sources.get(&SourcePath::new(path).unwrap()) {
        Some(SourceFile::Text(text)) => text.clone(),
        other => panic!("{path} is {other:?}"),
    }
}

#[test]
fn a_text_keeps_its_identity_as_long_as_it_says_the_same() {
    let folder = site();
    let mut disk = Disk::open(folder.path());
    let before = disk.load().unwrap();
    fs::write(folder.path().join("content/a.md"), "another").unwrap();
    fs::write(folder.path().join("content/b.md"), "b").unwrap();
    let named = ["content/a.md", "content/b.md"].map(PathBuf::from);
    for changes in [Changes::of(named), Changes::everything()] {
        let after = disk.reload(&changes).unwrap();
        assert_eq!(&*text(&after, "content/a.md"), "another");
        for same in ["content/b.md", "regards.yaml"] {
            assert!(Arc::ptr_eq(&text(&before, same), &text(&after, same)), "{same} is another text");
        }
    }
}

/// Nothing that can be asked without opening a file tells the two texts apart.
#[test]
fn a_named_file_is_read_again_however_it_looks() {
    let folder = site();
    let path = folder.path().join("content/a.md");
    let mut disk = Disk::open(folder.path());
    disk.load().unwrap();
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "z").unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(before).unwrap();
    let after = disk.reload(&Changes::of([path])).unwrap();
    assert_eq!(&*text(&after, "content/a.md"), "z");
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_followed_to_its_new_place() {
    let folder = site();
    let root = fs::canonicalize(folder.path()).unwrap();
    fs::create_dir(root.join("themes")).unwrap();
    link("../shared/t", &root.join("themes/t")).unwrap();
    let mut disk = Disk::open(&root);
    disk.load().unwrap();
    fs::write(root.join("shared/t/templates/x.html"), "changed").unwrap();
    let after = disk.reload(&Changes::of([root.join("shared/t/templates/x.html")])).unwrap();
    assert_eq!(&*text(&after, "themes/t/templates/x.html"), "changed");
    // Nothing names the link, nor anything below the folder that it leads to now.
    fs::rename(root.join("shared/t"), root.join("shared/u")).unwrap();
    link("u", &root.join("shared/t")).unwrap();
    fs::write(root.join("shared/u/templates/x.html"), "moved").unwrap();
    let after = disk.reload(&Changes::of([root.join("shared")])).unwrap();
    assert_eq!(&*text(&after, "themes/t/templates/x.html"), "moved");
}

/// Emacs marks a file that is not saved by a link to nothing.
#[cfg(unix)]
#[test]
fn the_mark_of_an_editor_is_no_fault() {
    let folder = site();
    link("ann@example.org.1", &folder.path().join("content/.#a.md")).unwrap();
    assert!(load(folder.path()).unwrap().diagnostics.is_empty());
}
