//! Real folders, watched by the operating system.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use proptest::prelude::{ProptestConfig, proptest};

use crate::effects::Changes;
use crate::effects::Disk;
use crate::effects::Watch;
use crate::effects::disk_tests::{all, deeds};
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
            let changes = changes.unwrap_or_else(|| panic!("told {told:#?}; expected {expected}"));
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

#[test]
fn a_saved_file_is_told_once() {
    let mut site = Watched::site(&[("content/posts/a.md", "one")]);
    site.write("content/posts/a.md", "two");
    let told = site.catches_up();
    let names: BTreeSet<PathBuf> = told.iter().flat_map(Changes::names).map(Path::to_owned).collect();
    assert_eq!(names, [fs::canonicalize(site.path("content/posts/a.md")).unwrap()].into());
}

/// Saves as editors do, and is told of nothing but the post as it was saved.
#[track_caller]
fn check_save(save: impl Fn(&Path)) {
    let mut site = Watched::site(&[("content/posts/a.md", "one"), ("content/posts/b.md", "two")]);
    let path = site.path("content/posts/a.md");
    save(&path);
    site.catches_up();
    while !site.watch.stir().wait_until_settled(Duration::ZERO) {
        let changes = site.watch.next(Some(PATIENCE)).expect("what is not settled is told");
        site.watch.stir().publish(&changes);
    }
}

#[test]
fn every_way_of_saving_is_told() {
    check_save(|path| fs::write(path, "truncated and written").unwrap());
    check_save(|path| {
        let beside = path.with_extension("tmp");
        fs::write(&beside, "written beside and renamed").unwrap();
        fs::rename(beside, path).unwrap();
    });
    check_save(|path| {
        // Vim: whether the folder can be written, then the backup, then the file.
        let probe = path.with_file_name("4913");
        fs::write(&probe, "").unwrap();
        fs::remove_file(probe).unwrap();
        let backup = path.with_file_name("a.md~");
        fs::rename(path, &backup).unwrap();
        fs::write(path, "renamed away and written").unwrap();
        fs::remove_file(backup).unwrap();
    });
    check_save(|path| {
        fs::remove_file(path).unwrap();
        fs::write(path, "deleted and written").unwrap();
    });
    check_save(|path| fs::remove_file(path).unwrap());
    check_save(|path| fs::rename(path, path.with_file_name("A.md")).unwrap());
}

/// When it is told while it is being written is a matter of time, and tested where time is handed in.
#[test]
fn a_file_is_told_when_it_is_closed() {
    let mut site = Watched::site(&[("content/a.md", "one")]);
    let mut file = fs::File::create(site.path("content/a.md")).unwrap();
    file.write_all(b"half").unwrap();
    site.write("content/b.md", "another, saved meanwhile");
    site.catches_up();
    file.write_all(b" and half").unwrap();
    drop(file);
    assert!(!site.watch.stir().wait_until_settled(Duration::ZERO), "the save is not published");
    site.catches_up();
}

#[test]
fn a_file_that_is_never_done_holds_no_save_back() {
    let mut site = Watched::site(&[("content/a.md", "A")]);
    let film = site.path("static/film.bin");
    fs::create_dir_all(film.parent().unwrap()).unwrap();
    site.catches_up();
    let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let copying = std::thread::spawn({
        let done = done.clone();
        move || {
            let mut file = fs::File::create(film).unwrap();
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                file.write_all(b"frame").unwrap();
                file.flush().unwrap();
                std::thread::yield_now();
            }
        }
    });
    site.write("content/a.md", "B");
    let mut waited = Vec::new();
    loop {
        let changes = site.watch.next(Some(PATIENCE)).unwrap();
        let is_told = changes.names().any(|name| name.ends_with("a.md"));
        let began = std::time::Instant::now();
        site.watch.more();
        waited.push(began.elapsed());
        site.watch.stir().publish(&changes);
        if is_told {
            break;
        }
    }
    done.store(true, std::sync::atomic::Ordering::Relaxed);
    copying.join().unwrap();
    let longest = waited.into_iter().max().unwrap();
    assert!(
        longest < Duration::from_secs(2),
        "the end of a save is waited for a second at most: {longest:?}"
    );
}

#[test]
fn folders_are_watched_as_they_come_and_go() {
    let mut site = Watched::site(&[("content/a.md", "a")]);
    site.write("content/new/deep/er/x.md", "in new folders");
    site.catches_up();
    site.write("content/new/deep/er/y.md", "later");
    site.catches_up();
    fs::rename(site.path("content/new"), site.path("content/moved")).unwrap();
    site.catches_up();
    site.write("content/moved/deep/er/y.md", "in a moved folder");
    site.catches_up();
    fs::rename(site.path("content/moved"), site.path("outside")).unwrap();
    site.catches_up();
    fs::rename(site.path("outside"), site.path("content/back")).unwrap();
    site.catches_up();
    site.write("content/back/deep/er/z.md", "in a folder that came back");
    site.catches_up();
    fs::remove_dir_all(site.path("content")).unwrap();
    site.catches_up();
    site.write("content/a.md", "from the start");
    site.write("static/a.css", "a");
    site.write("data/x/a.yaml", "a: 1");
    site.catches_up();
    site.write("data/x/a.yaml", "a: 2");
    site.catches_up();
}

#[test]
fn settings_move_what_is_watched() {
    let mut site = Watched::site(&[("content/a.md", "a"), ("pages/b.md", "b")]);
    let settings =
        "title: T\nbase_url: https://example.org\ncontent_dir: pages\ncontacts: {file: people/all.yaml}\n";
    site.write("regards.yaml", settings);
    site.catches_up();
    site.write("pages/b.md", "changed");
    site.catches_up();
    site.write("people/all.yaml", "contacts: []\n");
    site.catches_up();
    site.write("people/all.yaml", "contacts: [] # none\n");
    site.catches_up();
    site.write("content/a.md", "read no more");
    site.write("pages/b.md", "changed again");
    let told = site.catches_up();
    assert!(told.iter().flat_map(Changes::names).all(|name| !name.ends_with("content/a.md")), "{told:?}");
}

#[cfg(unix)]
#[test]
fn what_a_linked_theme_leads_to_is_watched() {
    let mut site =
        Watched::site(&[("shared/t/templates/page.html", "one"), ("shared/u/templates/page.html", "two")]);
    fs::create_dir(site.path("themes")).unwrap();
    std::os::unix::fs::symlink("../shared/t", site.path("themes/t")).unwrap();
    site.catches_up();
    site.write("shared/t/templates/page.html", "changed");
    site.catches_up();
    fs::rename(site.path("shared/t"), site.path("shared/old")).unwrap();
    site.catches_up();
    fs::rename(site.path("shared/u"), site.path("shared/t")).unwrap();
    site.catches_up();
    site.write("shared/t/templates/page.html", "changed again");
    site.catches_up();
}

#[test]
fn many_files_at_once_are_told_in_few_changes() {
    let mut site = Watched::site(&[("content/a.md", "a")]);
    for number in 0..1000 {
        site.write(&format!("content/posts/{number}.md"), "many");
    }
    let told = site.catches_up();
    assert!(told.len() < 100, "{} changes", told.len());
}

/// What was written last is what is told first, so all that came before has been heard.
#[test]
fn reading_and_what_is_not_read_is_no_change() {
    let mut site =
        Watched::site(&[("content/a.md", "a"), ("public/index.html", ""), ("content/.obsidian/x", "")]);
    site.disk.load().unwrap();
    site.write("public/index.html", "built");
    site.write("content/.obsidian/x", "clicked");
    site.write("content/a.md~", "left behind");
    site.write("README.md", "of no page");
    site.write("content/b.md", "the last");
    let told = site.watch.next(Some(PATIENCE)).unwrap();
    let names: Vec<&Path> = told.names().collect();
    assert!(names.len() == 1 && names[0].ends_with("content/b.md"), "{names:?}");
}

#[test]
fn a_wait_ends_when_the_change_is_published() {
    let mut site = Watched::site(&[("content/a.md", "a")]);
    let stir = site.watch.stir();
    assert!(stir.wait_until_settled(Duration::ZERO), "nothing has happened");
    site.write("content/a.md", "b");
    // The watcher's thread may be answering the question above, and this one with it, before it looks for events.
    while stir.wait_until_settled(Duration::ZERO) {
        std::thread::yield_now();
    }
    let asker = std::thread::spawn(move || stir.wait_until_settled(PATIENCE));
    let changes = site.watch.next(Some(PATIENCE)).unwrap();
    assert!(!site.watch.stir().is_settled(), "told, but not published");
    site.watch.stir().publish(&changes);
    while !asker.is_finished() {
        if let Some(changes) = site.watch.next(Some(Duration::from_millis(1))) {
            site.watch.stir().publish(&changes);
        }
    }
    assert!(asker.join().unwrap(), "all that was told is published");
    // What is written while a change is being worked on is not in it.
    site.write("content/a.md", "c");
    let changes = site.watch.next(Some(PATIENCE)).unwrap();
    site.write("content/a.md", "d");
    assert!(!site.watch.stir().wait_until_settled(Duration::ZERO));
    site.watch.stir().publish(&changes);
    assert!(!site.watch.stir().is_settled(), "the later save is not published");
}

#[test]
fn without_the_operating_system_the_site_is_looked_at() {
    let mut site = Watched::site(&[("content/a.md", "a")]);
    site.watch = Watch::begin_to_poll(site.folder.path()).unwrap();
    let limit = site.watch.limit().map(ToString::to_string).unwrap_or_default();
    assert!(limit.contains("fs.inotify.max_user_watches"), "{limit}");
    site.write("content/a.md", "b");
    site.catches_up();
    site.write("content/posts/c.md", "c");
    fs::remove_file(site.path("content/a.md")).unwrap();
    site.catches_up();
}

proptest! {
    // Each waits for events.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_is_told(rounds in deeds()) {
        let mut site = Watched::site(&[]);
        for round in &rounds {
            for deed in round {
                deed.act(&fs::canonicalize(site.folder.path()).unwrap());
            }
            // Something that is always told, after all the rest.
            let last = site.path("audiences.yaml");
            fs::remove_dir_all(&last).or_else(|_| fs::remove_file(&last)).ok();
            fs::write(last, format!("{round:?}")).unwrap();
            site.catches_up();
        }
    }
}
