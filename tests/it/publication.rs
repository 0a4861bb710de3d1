//! The output folder is always whole: before, during and after a build.

use std::collections::BTreeMap;

use crate::support::{COMMUNITY, Folder, Run};

/// The files of `public/` whose bytes or time changed since `before`.
fn modified(folder: &Folder) -> BTreeMap<String, std::time::SystemTime> {
    let time = |name: &String| {
        std::fs::metadata(folder.path("public").join(name)).and_then(|facts| facts.modified()).unwrap()
    };
    folder.files("public").keys().map(|name| (name.clone(), time(name))).collect()
}

/// The build ends with exit code 2 and says so; the output is untouched.
#[track_caller]
fn check_fault(folder: &Folder, run: &Run, words: &str) {
    assert_eq!(run.code, Some(2), "{}{}", run.out, run.err);
    assert!(run.err.contains(words), "{}", run.err);
    assert!(run.out.is_empty(), "{}", run.out);
    assert!(!folder.files(".regards").keys().any(|name| name.starts_with("staging")), "nothing is left over");
}

#[test]
fn only_what_changed_is_written() {
    let folder = Folder::new("-- content/a.md --\n# A\n-- content/b.md --\n# B\n-- static/c.txt --\nc\n");
    folder.build();
    let before = modified(&folder);
    folder.build();
    assert_eq!(modified(&folder), before);
    folder.write("content/b.md", "# B\n\nMore.\n");
    let run = folder.build();
    let after = modified(&folder);
    let changed: Vec<&String> =
        after.iter().filter(|(name, time)| before.get(*name) != Some(*time)).map(|(name, _)| name).collect();
    assert!(changed.contains(&&"b/index.html".to_owned()), "{changed:?}");
    assert!(!changed.contains(&&"a/index.html".to_owned()) && !changed.contains(&&"c.txt".to_owned()));
    assert!(run.out.contains(&format!("({} files written", changed.len())), "{} {changed:?}", run.out);
}

#[test]
fn what_no_job_makes_any_more_goes_and_what_others_wrote_stays() {
    let folder = Folder::new(
        "-- content/posts/2026-06-01-a.md --\n---\naliases: [/old/]\ntags: [t]\n---\nA.\n-- content/b.md --\n# B\n-- static/c.txt --\nc\n",
    );
    folder.build();
    for made in
        ["old/index.html", "tags/t/index.html", "tags/t/atom.xml", "atom.xml", "c.txt", "b/index.html"]
    {
        assert!(folder.has(&format!("public/{made}")), "{made}");
    }
    folder.write("public/mine.txt", "mine");
    folder.write("public/b/mine.txt", "mine");
    folder.write("content/posts/2026-06-01-a.md", "---\ntitle: A\n---\nA.\n");
    folder.remove("content/b.md");
    folder.remove("static/c.txt");
    folder.write("regards.yaml", "title: T\nbase_url: https://example.org\nfeeds: {formats: []}\n");
    folder.build();
    for gone in ["old", "tags/t", "atom.xml", "feed.json", "c.txt", "b/index.html"] {
        assert!(!folder.has(&format!("public/{gone}")), "{gone}");
    }
    assert_eq!(folder.read("public/mine.txt"), "mine");
    assert_eq!(folder.read("public/b/mine.txt"), "mine");
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let page = |path: &str| format!("---\ntitle: P\npath: {path}\n---\n");
    let folder = Folder::new("");
    folder.write("content/p.md", page("a.html"));
    folder.build();
    folder.write("content/p.md", page("a.html/deep/er"));
    folder.build();
    assert!(folder.has("public/a.html/deep/er/index.html"));
    folder.write("content/p.md", page("a.html"));
    folder.build();
    assert!(folder.read("public/a.html").contains("<title>P"));
}

#[test]
fn what_stands_in_the_way_is_found_before_anything_is_touched() {
    for (foreign, words) in [
        ("public/posts", "it is a file that no build wrote"),
        ("public/robots.txt/mine", "no build wrote it"),
        ("public/posts/a", "it is a file that no build wrote"),
    ] {
        let folder = Folder::new("-- content/posts/a.md --\n# A\n");
        folder.write(foreign, "mine");
        check_fault(&folder, &folder.run(&["build"]), words);
        assert_eq!(folder.files("public").len(), 1, "{foreign}");
        assert_eq!(folder.read(foreign), "mine");
    }
}

#[test]
fn a_file_of_others_is_neither_overwritten_nor_taken_over() {
    let folder = Folder::new("-- content/a.md --\n# A\n");
    folder.build();
    folder.write("public/mine.txt", "mine");
    folder.write("public/same.txt", "same");
    folder.write("static/mine.txt", "other");
    folder.write("content/a.md", "# Changed\n");
    let before = (folder.files("public"), folder.files("outbox"));
    check_fault(
        &folder,
        &folder.run(&["build"]),
        "no build wrote it, and a file of this build has the same name",
    );
    assert!((folder.files("public"), folder.files("outbox")) == before);
    // With the right bytes already, nothing is in the way; it stays theirs when the source goes.
    folder.write("static/mine.txt", "mine");
    folder.write("static/same.txt", "same");
    folder.build();
    folder.remove("static/mine.txt");
    folder.remove("static/same.txt");
    folder.build();
    assert_eq!(
        (folder.read("public/mine.txt"), folder.read("public/same.txt")),
        ("mine".into(), "same".into())
    );
}

#[test]
fn without_a_record_the_output_counts_as_an_earlier_builds() {
    let folder = Folder::new("-- content/a.md --\n# A\n-- static/c.txt --\nc\n");
    folder.build();
    folder.write("public/mine.txt", "mine");
    std::fs::remove_dir_all(folder.path(".regards")).unwrap();
    folder.write("static/c.txt", "changed");
    let run = folder.run(&["build", "--deny", "note"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert_eq!(folder.read("public/c.txt"), "c\n", "a note may be denied before anything is written");
    let run = folder.run(&["build"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(run.err.matches("note[adopted-output]").count(), 1, "{}", run.err);
    assert_eq!(folder.read("public/c.txt"), "changed");
    folder.remove("static/c.txt");
    folder.build();
    assert!(!folder.has("public/c.txt"));
    assert_eq!(folder.read("public/mine.txt"), "mine");
}

#[test]
fn nothing_is_published_if_the_letters_cannot_be_kept() {
    let folder = Folder::new(COMMUNITY);
    folder.build();
    let before = folder.files("public");
    std::fs::remove_dir_all(folder.path("outbox/dealers")).unwrap();
    folder.write("outbox/dealers", "mine");
    folder.write("content/a.md", "# New\n");
    check_fault(&folder, &folder.run(&["build"]), "it is a file that no build wrote");
    assert!(folder.files("public") == before);
}

#[test]
fn an_output_that_is_a_file() {
    let folder = Folder::new("");
    folder.write("public", "mine");
    check_fault(&folder, &folder.run(&["build"]), "it is a file where the output folder must stand");
    assert_eq!(folder.read("public"), "mine");
}

#[test]
fn two_builds_at_once() {
    let folder = Folder::new("-- content/a.md --\n# A\n");
    folder.build();
    let lock = std::fs::File::open(folder.path(".regards/public.lock")).unwrap();
    lock.lock().unwrap();
    let before = folder.files("public");
    folder.write("content/a.md", "# Other\n");
    check_fault(&folder, &folder.run(&["build"]), "another build of this site is running");
    assert!(folder.files("public") == before);
    drop(lock);
    folder.build();
}

#[test]
fn folders_of_similar_names_do_not_lock_each_other() {
    let folder = Folder::new("-- content/a.md --\n# A\n");
    folder
        .write("regards.yaml", "title: T\nbase_url: https://example.org\noutput_dir: a-b\noutbox_dir: a/b\n");
    folder.build();
    assert!(folder.has("a-b/a/index.html"));
}

#[test]
fn a_manifest_names_no_file_elsewhere() {
    let folder = Folder::new("-- content/a.md --\n# A\n");
    folder.build();
    folder.write("precious.txt", "mine");
    let manifest = folder.read(".regards/public.manifest");
    folder.write(".regards/public.manifest", format!("{manifest}../precious.txt\n/etc/hostname\n"));
    folder.build();
    assert_eq!(folder.read("precious.txt"), "mine");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    fn many_posts(folder: &Folder, words: &str) {
        for number in 0..1_500 {
            folder.write(
                &format!("content/posts/p{number}.md"),
                format!("---\ntitle: Post {number}\ndate: 2026-01-01\n---\n{words} {number}\n"),
            );
        }
    }

    #[test]
    fn a_crash_while_files_are_staged() {
        let folder = Folder::new("-- content/a.md --\n# A\n");
        folder.build();
        let before = folder.files("public");
        many_posts(&folder, "Text");
        folder.write("content/a.md", "# Changed\n");
        let mut build = folder.command(&["build", "--quiet"]).spawn().unwrap();
        let staged =
            || folder.files(".regards").keys().filter(|name| name.starts_with("staging-public")).count();
        while staged() < 20 {
            assert!(build.try_wait().unwrap().is_none(), "the build ended before it could be stopped");
        }
        build.kill().unwrap();
        build.wait().unwrap();
        assert!(folder.files("public") == before, "the old output is whole");
        assert!(staged() > 0, "the crash left its staged files");
        folder.build();
        assert_eq!(staged(), 0);
        assert!(folder.has("public/posts/p1499/index.html"));
    }

    #[test]
    fn what_is_copied_from_a_private_file_can_be_read_by_a_web_server() {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        for (mask, file, directory) in [("022", 0o644, 0o755), ("027", 0o640, 0o750)] {
            let folder = Folder::new("-- static/a.png --\nx\n");
            std::fs::set_permissions(folder.path("static/a.png"), PermissionsExt::from_mode(0o600)).unwrap();
            let masked = format!("umask {mask}; exec '{}' build", env!("CARGO_BIN_EXE_regards"));
            let run = Run::of(Command::new("sh").args(["-c", &masked]).current_dir(folder.path("")));
            assert_eq!(run.code, Some(0), "{}", run.err);
            for name in ["a.png", "index.html"] {
                assert_eq!(mode(&folder.path("public").join(name)), file, "{mask} {name}");
            }
            assert_eq!(mode(&folder.path("public")), directory, "{mask}");
        }
    }

    #[test]
    fn a_full_disk() {
        let folder = Folder::new("-- content/a.md --\n# A\n");
        folder.build();
        let before = folder.files("public");
        folder.write("content/b.md", format!("# B\n\n{}\n", "word ".repeat(100_000)));
        // A limit on the size of files is the nearest thing to a full disk that anybody may set up.
        let limited = format!(
            "trap '' XFSZ; ulimit -f 64; exec '{}' build --today 2026-06-15",
            env!("CARGO_BIN_EXE_regards")
        );
        let run = Run::of(Command::new("sh").args(["-c", &limited]).current_dir(folder.path("")));
        check_fault(&folder, &run, "error: cannot write");
        assert!(folder.files("public") == before);
        folder.build();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_output_that_cannot_be_written() {
        let folder = Folder::new("-- content/posts/a.md --\n# A\n");
        // Not even the superuser can make files there.
        symlink("/proc", folder.path("public")).unwrap();
        check_fault(&folder, &folder.run(&["build"]), "error: cannot ");
    }

    #[test]
    fn links_where_the_output_should_be() {
        let folder = Folder::new("-- content/posts/a.md --\n# A\n");
        symlink("content", folder.path("public")).unwrap();
        check_fault(&folder, &folder.run(&["build"]), "it is a symbolic link back into the site");
        assert_eq!(folder.files("content").len(), 1);
        folder.remove("public");
        symlink("nothing", folder.path("public")).unwrap();
        check_fault(&folder, &folder.run(&["build"]), "it is a symbolic link to nothing");
        folder.remove("public");
        // A folder elsewhere that a web server reads is what such a link is for.
        let server = Folder::empty();
        symlink(server.path(""), folder.path("public")).unwrap();
        folder.build();
        assert!(server.has("posts/a/index.html"));
    }

    #[test]
    fn links_inside_the_output_are_not_followed() {
        let folder = Folder::new("-- content/posts/a.md --\n# A\n");
        let elsewhere = Folder::empty();
        elsewhere.write("a/index.html", "theirs");
        std::fs::create_dir(folder.path("public")).unwrap();
        symlink(elsewhere.path(""), folder.path("public/posts")).unwrap();
        symlink(elsewhere.path("a/index.html"), folder.path("public/index.html")).unwrap();
        check_fault(&folder, &folder.run(&["build"]), "it is a symbolic link, which could lead out");
        folder.remove("public/posts");
        assert_eq!(folder.run(&["build"]).code, Some(0));
        assert_eq!(
            elsewhere.read("a/index.html"),
            "theirs",
            "a link to a file is replaced, not written through"
        );
        // What lies behind a link that came later is nobody's to remove.
        std::fs::remove_dir_all(folder.path("public/posts")).unwrap();
        symlink(elsewhere.path(""), folder.path("public/posts")).unwrap();
        folder.remove("content/posts/a.md");
        folder.build();
        assert_eq!(elsewhere.read("a/index.html"), "theirs");
    }
}
