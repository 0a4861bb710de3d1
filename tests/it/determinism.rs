//! The same input gives the same bytes, on any number of threads and in any order of files.

use crate::support::{COMMUNITY, Folder};

/// Enough of everything that an order could get mixed up.
fn archive() -> Vec<String> {
    let mut files: Vec<String> =
        COMMUNITY.split_inclusive("\n-- ").map(|file| file.trim_end_matches("-- ").to_owned()).collect();
    for file in files.iter_mut().skip(1) {
        file.insert_str(0, "-- ");
    }
    for number in 0..60 {
        let day = number % 28 + 1;
        files.push(format!(
            "-- content/posts/p{number}.md --\n---\ntitle: Post {}\ndate: 2026-05-{day:02}\ntags: [t{}, u{}]\nseries: s{}\naliases: [/old/{number}/]\n---\nSee [another](p{}.md).\n\n```rust\nlet x = {number};\n```\n",
            number / 2, number % 7, number % 5, number % 3, (number * 7) % 60
        ));
    }
    files
}

fn built(files: &[String], threads: &str) -> Folder {
    let folder = Folder::new("");
    for file in files {
        folder.write_all(file);
    }
    let output = folder.command(&["build"]).env("RAYON_NUM_THREADS", threads).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    folder
}

#[test]
fn threads_order_and_repetition_change_nothing() {
    let files = archive();
    let first = built(&files, "1");
    assert!(first.files("public").len() > 150, "{}", first.files("public").len());
    assert_eq!(first.files("outbox").len(), 3, "{:?}", first.files("outbox").keys());
    let shuffled: Vec<String> = (0..files.len()).map(|at| files[at * 37 % files.len()].clone()).collect();
    assert!(shuffled.iter().collect::<std::collections::BTreeSet<_>>().len() == files.len());
    for (files, threads) in [(&files, "8"), (&shuffled, "1"), (&shuffled, "8")] {
        let other = built(files, threads);
        for folder in ["public", "outbox"] {
            let (left, right) = (first.files(folder), other.files(folder));
            assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>());
            let different: Vec<_> = left.iter().filter(|(name, bytes)| right[*name] != **bytes).collect();
            assert!(different.is_empty(), "{:?}", different[0].0);
        }
    }
    let before = (first.files("public"), first.files("outbox"));
    first.build();
    assert!((first.files("public"), first.files("outbox")) == before);
}

#[test]
fn reports_are_in_the_same_order_on_any_number_of_threads() {
    let folder = Folder::new("");
    for number in 0..40 {
        folder.write(&format!("content/p{number}.md"), "---\ndate: soon\nweight: x\n---\n[a](@/none.md)\n");
    }
    let report = |threads: &str| {
        let output = folder.command(&["check"]).env("RAYON_NUM_THREADS", threads).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(report("1"), report("8"));
    assert!(report("8").matches("error[bad-date]").count() == 40);
}
