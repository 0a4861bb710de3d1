//! Real folders, watched by the operating system.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::effects::Changes;
use crate::effects::Disk;
use crate::effects::Loaded;
use crate::effects::Watch;
use crate::effects::load;

/// Far longer than any event takes, on any machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A site that is watched and was read.
struct Watched {
    folder: tempfile::TempDir,
    watch: Watch,
    disk: Disk,
}

impl Watched {
    fn site(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "regards.yaml", "title: T\nbase_url: https://example.org\n");
        for (path, text) in files {
            write(folder.path(), path, text);
        }
        let watch = Watch::begin(folder.path()).unwrap();
        let mut disk = Disk::open(folder.path());
        disk.load().unwrap();
        Self { folder, watch, disk }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    /// Follows changes until what is known is what the disk has.
    #[track_caller]
    fn catches_up(&mut self) -> Vec<Changes> {
        let expected = all(&load(self.folder.path()).unwrap());
        let mut told = Vec::new();
        loop {
            let changes = self.watch.next(Some(PATIENCE));
            let changes = changes.unwrap_or_else(|| panic!("no further change; expected {expected:#?}"));
            let loaded = all(&self.disk.reload(&changes).unwrap());
            self.watch.stir().publish(&changes);
            told.push(changes);
            if loaded == expected {
                return told;
            }
        }
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Everything that was read, as text.
fn all(loaded: &Loaded) -> (Vec<String>, String) {
    let files = loaded.sources.iter().map(|(path, file)| format!("{path}: {file:?}"));
    (files.collect(), format!("{:?}\n{:?}", loaded.diagnostics, loaded.config))
}

#[test]
fn a_saved_file_is_told_once() {
    let mut site = Watched::site(&[("content/posts/a.md", "one")]);
    site.write("content/posts/a.md", "two");
    let told = site.catches_up();
    let names: BTreeSet<PathBuf> = told.iter().flat_map(Changes::names).map(Path::to_owned).collect();
    assert_eq!(names, [fs::canonicalize(site.path("content/posts/a.md")).unwrap()].into());
}
