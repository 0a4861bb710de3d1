//! Nothing is read or written outside the site, however a path is written.

use insta::assert_snapshot;

use crate::support::Folder;

const OUTSIDE: [&str; 5] = ["../x", "/../x", "a/../../x", "x\\0y", "C:\\\\x"];

/// The setting is refused, at its place.
#[track_caller]
fn check_setting(line: &str) {
    let folder = Folder::new("");
    folder.write("regards.yaml", format!("title: T\nbase_url: https://example.org\n{line}\n"));
    let report = folder.refused();
    assert!(
        report.contains("error[invalid-setting]") && report.contains("regards.yaml:3:"),
        "{line}: {report}"
    );
}

#[test]
fn settings() {
    for path in OUTSIDE.into_iter().chain(["/etc", ".", ""]) {
        for key in ["content_dir", "output_dir", "outbox_dir", "ledger", "theme"] {
            check_setting(&format!("{key}: \"{path}\""));
        }
        check_setting(&format!("contacts: {{file: \"{path}\"}}"));
    }
    for path in ["/../{slug}", "{slug}/../../x", "x\\0{slug}", "C:\\\\{slug}", "/{nope}/", "/same/"] {
        check_setting(&format!("permalinks: {{posts: \"{path}\"}}"));
    }
    check_setting("theme: a/b");
}

#[test]
fn folders_that_must_stay_apart() {
    for path in ["content", "content/deep", "static", "themes/x", "templates", "data", ".regards", ".git"] {
        check_setting(&format!("output_dir: {path}"));
        check_setting(&format!("outbox_dir: {path}"));
    }
    check_setting("outbox_dir: public");
    for path in ["public", "static", ".regards"] {
        check_setting(&format!("content_dir: {path}"));
    }
}

#[test]
fn private_files_are_not_kept_where_they_would_be_published() {
    for folder in ["content", "static", "public", "outbox", "themes/x/static"] {
        check_setting(&format!("contacts: {{file: {folder}/c.yaml}}"));
        check_setting(&format!("ledger: {folder}/l.jsonl"));
    }
}

#[test]
fn front_matter() {
    for path in OUTSIDE {
        let folder = Folder::new("");
        folder
            .write("content/a.md", format!("---\ntitle: A\npath: \"{path}\"\naliases: [\"{path}\"]\n---\n"));
        let report = folder.refused();
        assert_eq!(report.matches("error[bad-path]").count(), 2, "{path}: {report}");
        assert!(report.contains("content/a.md:3:7") && report.contains("content/a.md:4:"), "{report}");
        // A slug is one part of an address, so whatever is written becomes one.
        folder.write("content/a.md", format!("---\ntitle: A\nslug: \"{path}\"\n---\n"));
        folder.build();
        let made = folder.files("public");
        assert!(
            made.keys().any(|name| name.ends_with("x/index.html")
                || name.ends_with("xy/index.html")
                || name.ends_with("y/index.html")),
            "{path}: {:?}",
            made.keys()
        );
        assert!(!folder.has("x") && !folder.path("../x").exists());
    }
}

#[test]
fn template_functions() {
    for call in [
        "load_data(path=\"../../../etc/passwd\")",
        "load_data(path=\"/etc/passwd\")",
        "load_data(path=\"contacts.yaml\")",
        "get_image_metadata(path=\"../../etc/passwd\")",
        "get_page(path=\"../../x.md\")",
    ] {
        let folder = Folder::new("-- content/a.md --\n# A\n-- contacts.yaml --\ncontacts: []\n");
        folder.write("templates/page.html", format!("{{{{ {call} }}}}\n"));
        let report = folder.refused();
        assert!(report.contains("templates/page.html:1:4"), "{call}: {report}");
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn out_of_the_site() {
        let outside = Folder::empty();
        outside.write("secret.md", "# Secret\n");
        for (name, target) in [
            ("content/a.md", "secret.md"),
            ("content/a.txt", "secret.md"),
            ("content/folder", ""),
            ("content", ""),
            ("static", ""),
            ("static/a.txt", "secret.md"),
            ("templates", ""),
            ("themes/mine/static", ""),
            ("data/a.yaml", "secret.md"),
            ("regards.yaml", "secret.md"),
            ("audiences.yaml", "secret.md"),
            ("contacts.yaml", "secret.md"),
        ] {
            let folder = Folder::new("");
            if folder.has(name) {
                folder.remove(name);
            }
            std::fs::create_dir_all(folder.path(name).parent().unwrap()).unwrap();
            symlink(outside.path(target), folder.path(name)).unwrap();
            let report = folder.refused();
            assert!(
                report.contains("error[symlink-out-of-site]") && report.contains(name),
                "{name}: {report}"
            );
            assert!(!report.contains("Secret") && !report.contains("missing-config"), "{name}: {report}");
        }
    }

    #[test]
    fn to_what_is_never_published() {
        for (name, target) in [
            ("static/a.txt", "contacts.yaml"),
            ("content/a.md", "contacts.yaml"),
            ("data/a.yaml", "contacts.yaml"),
            ("themes/mine/static/a.txt", "contacts.yaml"),
            ("static/a.txt", "crm/readers.yaml"),
            ("static/a.txt", "log.jsonl"),
            ("static/a.txt", ".regards/key"),
            ("static/state", ".regards"),
            ("static/a.txt", ".git/config"),
            ("static/a.txt", ".env"),
            ("static/crm", "crm"),
            ("static/everything", ""),
            ("static/site", "public"),
            ("content/mail", "outbox/dealers"),
        ] {
            let folder = Folder::new(
                "-- contacts.yaml --\ncontacts: []\n-- crm/readers.yaml --\ncontacts: []\n-- log.jsonl --\n",
            );
            folder.write_all(
                "-- .regards/key --\nx\n-- .git/config --\nx\n-- .env --\nx\n-- content/b.md --\n# B\n",
            );
            folder.write_all("-- public/old.html --\nx\n-- outbox/dealers/old.eml --\nx\n");
            let config = "title: T\nbase_url: https://example.org\ncontacts: {file: crm/readers.yaml}\nledger: log.jsonl\n";
            folder.write("regards.yaml", config);
            std::fs::create_dir_all(folder.path(name).parent().unwrap()).unwrap();
            symlink(folder.path(target), folder.path(name)).unwrap();
            let report = folder.refused();
            assert!(
                report.contains("error[symlink-to-private]") && report.contains(name),
                "{name}: {report}"
            );
        }
    }

    #[test]
    fn inside_the_site_they_are_followed() {
        let folder = Folder::new("-- content/posts/a.md --\n# A\n-- static/one.txt --\nx\n");
        symlink("one.txt", folder.path("static/two.txt")).unwrap();
        folder.write_all("-- static/.htaccess --\nx\n-- shared/logo.txt --\nx\n");
        symlink(".htaccess", folder.path("static/rules.txt")).unwrap();
        symlink("../shared", folder.path("static/shared")).unwrap();
        folder.build();
        assert!(folder.has("public/rules.txt") && folder.has("public/shared/logo.txt"));
        assert_eq!(folder.read("public/two.txt"), "x\n");
    }

    #[test]
    fn that_lead_nowhere_or_round_and_round() {
        let folder = Folder::new("-- content/a.md --\n# A\n");
        symlink("nothing.md", folder.path("content/b.md")).unwrap();
        symlink(".", folder.path("content/round")).unwrap();
        assert_snapshot!(folder.refused());
    }
}
