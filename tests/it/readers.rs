//! Readers' names and addresses: wrong files are refused, and nothing of them is published or printed.

use insta::assert_snapshot;

use crate::support::{COMMUNITY, Folder};

const ADDRESS: &str = "zoe.secret@example.net";

/// A site with one owner, one audience and one reader; `old` becomes `new` in one of its files.
#[track_caller]
fn changed(old: &str, new: &str) -> Folder {
    assert!(COMMUNITY.contains(old), "{old}");
    Folder::new(&COMMUNITY.replacen(old, new, 1))
}

/// Neither name nor address, in no form of a report and for no command.
#[track_caller]
fn check_silence(folder: &Folder) {
    for command in ["build", "check", "audiences"] {
        for format in ["human", "json"] {
            let run = folder.run(&[command, "--format", format, "--deny", "note"]);
            let shown = format!("{}{}", run.out, run.err).to_lowercase();
            for private in ["zoe.secret", "secretname", "secret@"] {
                assert!(!shown.contains(private), "{command} --format {format} says {private}:\n{shown}");
            }
        }
    }
}

/// The change is an error of this rule at this place, and the report keeps the reader's name and address.
#[track_caller]
fn check(old: &str, new: &str, rule: &str, place: &str) {
    let folder = changed(old, new);
    let report = folder.refused();
    assert!(report.contains(&format!("error[{rule}]")), "{report}");
    assert!(report.contains(&format!("--> {place}")), "{report}");
    assert!(report.contains("help: "), "{report}");
    check_silence(&folder);
}

#[test]
fn audiences_that_cannot_be() {
    let why = "    why: Help dealers install gear without surprises\n";
    check(why, "", "missing-why", "audiences.yaml:8:3");
    check(why, "    why: \"\"\n", "missing-why", "audiences.yaml:10:5");
    check("from: owner", "from: bob", "unknown-person", "audiences.yaml:16:11");
    check("{tags: [dealer]}", "{stage: \">= old\"}", "unknown-stage", "audiences.yaml:11:22");
    check("patience: steady", "patiense: steady", "unknown-key", "audiences.yaml:15:5");
    check("patience: steady", "patience: {days: -3}", "bad-number", "audiences.yaml:15:22");
    check("tz: UTC", "tz: Mars/Base", "bad-promise", "audiences.yaml:14:52");
    check("every: 2 weeks", "every: 0 weeks", "bad-promise", "audiences.yaml:14:22");
    check("  postal: Example Ltd, 1 Main St, Town\n", "", "no-way-to-leave", "audiences.yaml:");
}

#[test]
fn contacts_that_cannot_be() {
    check("owner: ann", "owner: anne", "unknown-person", "contacts.yaml:6:5");
    check("stage: new", "stage: neww", "unknown-stage", "contacts.yaml:7:5");
    check("    stage: new", "    needs: [waranty]\n    stage: new", "unknown-need", "contacts.yaml:7:5");
    check("since: 2026-01-12", "since: 2026-02-30", "impossible-date", "contacts.yaml:8:5");
    check("at: 2026-01-12T10:02:00Z", "at: 2026-13-12", "impossible-date", "contacts.yaml:9");
    let reader = COMMUNITY.split_once("contacts:\n").unwrap().1.split_once("-- ").unwrap().0;
    check(reader, &format!("{reader}{reader}"), "duplicate-contact", "contacts.yaml:10:5");
    let loud = reader.replace("c7f3", "c8").replace("zoe.secret", "ZOE.Secret");
    check(reader, &format!("{reader}{loud}"), "duplicate-address", "contacts.yaml:12:5");
}

/// A day that is still to come asks nobody too early, and `--today` looks back; so it stops nothing.
#[test]
fn a_past_that_is_still_to_come_is_a_warning() {
    let folder = changed("since: 2026-01-12", "since: 2027-01-01");
    let run = folder.run(&["build"]);
    assert!(run.err.contains("warning[future-date]"), "{}", run.err);
    assert!(run.out.contains("Done in"), "{}", run.out);
    check_silence(&folder);
}

#[test]
fn posts_that_name_what_is_not_there() {
    let folder = Folder::new(COMMUNITY);
    folder.write("content/a.md", "---\ntitle: A\nanswers: [waranty]\naudiences: [deelers]\n---\n");
    assert_snapshot!(folder.refused());
}

#[test]
fn without_consent_nobody_is_mailed() {
    let consent = "    consent: {how: double-opt-in, at: 2026-01-12T10:02:00Z, where: /subscribe}\n";
    for kept in ["", "    consent: {at: 2026-01-12T10:02:00Z}\n", "    consent: {how: asked}\n"] {
        let folder = changed(consent, kept);
        let run = folder.run(&["build"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.err.contains("[no-consent]"), "{}", run.err);
        assert!(run.out.contains("for 0 readers") && run.out.contains("no mail to c7f3"), "{}", run.out);
        check_silence(&folder);
    }
}

#[test]
fn a_tag_that_nobody_has_is_no_reason_to_print_the_others() {
    let folder = changed("tags: [dealer]\n    owner", &format!("tags: [{ADDRESS}]\n    owner"));
    let run = folder.run(&["build"]);
    assert!(run.err.contains("warning[unused-tag]"), "{}", run.err);
    check_silence(&folder);
}

#[test]
fn header_injection_is_refused_and_not_cleaned() {
    let rule = "control-character";
    check("name: Zoe Secretname", "name: \"Zoe\\r\\nBcc: x@example.org\"", rule, "contacts.yaml:3:5");
    check("name: Ann Owner", "name: \"Ann\\nBcc: x@example.org\"", rule, "audiences.yaml:2:15");
    check("name: Dealers", "name: \"Dealers\\nBcc: x@example.org\"", rule, "audiences.yaml:9:11");
    check("What should we look into next?", "\"What\\nBcc: x@example.org\"", rule, "audiences.yaml:17:19");
    for address in ["\"zoe.secret@example.net\\nBcc: b@example.org\"", "zoe.secret@example.net,b@example.org"]
    {
        check(ADDRESS, address, "bad-address", "contacts.yaml:4:5");
    }
    let injected = "\"ann@example.org\\nBcc: x@example.org\"";
    check("email: ann@example.org", &format!("email: {injected}"), "bad-address", "audiences.yaml:2:33");
    let title = "\"Install\\r\\nBcc: x@example.org\"";
    check("How to install a screen", title, "header-injection", "content/posts/2026-06-01-first.md:2:8");
    let issue = "-- content/newsletters/dealers/2026-06-16.md --\n---\nsubject: \"Hello\\nBcc: x\"\n---\n-- contacts.yaml --";
    check("-- contacts.yaml --", issue, "header-injection", "content/newsletters/dealers/2026-06-16.md:2:10");
}

#[test]
fn no_fault_of_a_contacts_file_tells_who_is_in_it() {
    for (old, new) in [
        ("email: zoe.secret@example.net", "email: zoe.secret@example.net\n    emial: zoe.secret@example.net"),
        ("email: zoe.secret@example.net", "email: \"zoe.secret@example.net"),
        ("email: zoe.secret@example.net", "email: zoe.secret@example.net: b"),
        ("email: zoe.secret@example.net", "email: *zoe.secret@example.net"),
        ("email: zoe.secret@example.net", "email: [zoe.secret@example.net"),
        ("email: zoe.secret@example.net", "zoe.secret@example.net: b"),
        ("email: zoe.secret@example.net", "Zoe Secretname: b"),
        ("email: zoe.secret@example.net", "zoe.secret@example.net"),
        ("name: Zoe Secretname", "name: Zoe Secretname\n    name: Zoe Secretname"),
        ("name: Zoe Secretname", "name: [Zoe Secretname]"),
        ("id: c7f3", "id: zoe.secret@example.net"),
        ("id: c7f3", "id: Zoe Secretname"),
        ("owner: ann", "owner: zoe.secret@example.net"),
        ("owner: ann", "owner: Zoe Secretname"),
        ("stage: new", "stage: Zoe Secretname"),
        ("stage: new", "stage: new\n    needs: [zoe.secret@example.net]"),
        ("stage: new", "stage: new\n    pause: [zoe.secret@example.net]"),
        ("stage: new", "stage: new\n    touches: [{date: zoe.secret@example.net, kind: Zoe Secretname}]"),
        ("since: 2026-01-12", "since: zoe.secret@example.net"),
        ("contacts:\n", "zoe.secret@example.net:\n"),
        ("contacts:\n", "zoe.secret@example.net\n"),
        ("contacts:\n", "contacts: [zoe.secret@example.net, 3]\nx:\n"),
    ] {
        let folder = changed(old, new);
        folder.refused();
        check_silence(&folder);
    }
}

#[test]
fn nor_does_a_table_of_contacts() {
    let config =
        "title: T\nbase_url: https://example.org\ncontacts: {file: contacts.csv, columns: {email: Mail}}\n";
    for table in [
        "id,name,Mial\nc1,Zoe Secretname,zoe.secret@example.net\n",
        "c1,Zoe Secretname,zoe.secret@example.net\n",
        "Zoe Secretname,zoe.secret@example.net\n",
        "id,name,Mail\nc1,Zoe Secretname,zoe.secret@example.net,x\n\"c2,zoe.secret@example.net",
        "id,name,Mail,owner\nc1,Zoe Secretname,zoe.secret@example.net,Zoe Secretname\n",
        "id;name;Mail\nzoe.secret@example.net;Zoe Secretname;Zoe Secretname\n",
    ] {
        let folder = Folder::new(COMMUNITY);
        folder.remove("contacts.yaml");
        folder.write("regards.yaml", config);
        folder.write("contacts.csv", table);
        folder.refused();
        check_silence(&folder);
    }
}

/// The file makes the build fail, nothing is published, and the report does not repeat the address.
#[track_caller]
fn check_leak(path: &str, text: &str) -> String {
    let folder = Folder::new(COMMUNITY);
    folder.write(path, text);
    let report = folder.refused();
    assert!(report.contains("error[reader-leak]"), "{text}: {report}");
    assert!(!folder.has("public"), "nothing is published");
    let checked = folder.run(&["check"]);
    assert!(checked.code == Some(1) && checked.err.contains("error[reader-leak]"), "{text}: {}", checked.err);
    assert!(!folder.has("public"), "a check writes nothing");
    for private in ["zoe", "secret@", "secretname", "em9lLnNlY3JldEBleGFtcGxlLm5ldA"] {
        assert!(!report.to_lowercase().contains(private), "{report}");
    }
    report
}

#[test]
fn leaks() {
    for text in [
        "Write to zoe.secret@example.net.",
        "Write to ZOE.Secret@Example.NET.",
        "`zoe.secret@example.net`",
        "zoe.secret&#64;example.net",
        "<a href=\"mailto:zoe.secret%40example.net\">x</a>",
        "<a href=\"mailto:zoe%2Esecret%40example.net\">x</a>",
        "<b>zoe&#46;secret&#x40;example.net</b>",
        "em9lLnNlY3JldEBleGFtcGxlLm5ldA==",
        "Zoe Secretname is c7f3.",
    ] {
        let report = check_leak("content/a.md", &format!("---\ntitle: A\n---\n{text}\n"));
        assert!(report.contains("a/index.html"), "{report}");
        check_leak("static/a.txt", text);
        check_leak("templates/page.html", text);
    }
    check_leak("content/a.md", "---\ntitle: zoe.secret@example.net\n---\n");
    check_leak("content/a.md", "---\ntags: [zoe.secret@example.net]\n---\n");
    check_leak("content/a.md", "---\npath: for/zoe.secret@example.net/\n---\n");
    check_leak("static/zoe.secret@example.net.txt", "x");
    check_leak("static/zoe.secret@example.net/x.txt", "x");
}

/// A copied file is searched to its end, whatever its length, and across the pieces that it is read in.
#[test]
fn a_leak_in_a_large_file() {
    let folder = Folder::new(COMMUNITY);
    for before in [256 * 1024 - 10, 20_000_000] {
        let noise = vec![b'.'; before];
        for leak in [&b"zoe.secret@example.net"[..], b"zoe.secret%40example.net", b"Zoe Secretname"] {
            folder.write("static/film.bin", [&noise, leak, &noise, b" c7f3 \xff"].concat());
            let report = folder.refused();
            assert!(report.contains("error[reader-leak]: film.bin would publish"), "{report}");
        }
    }
}

#[test]
fn a_leak_is_told_by_its_sources() {
    let folder = Folder::new(COMMUNITY);
    folder.write("content/a.md", "---\ntitle: A\n---\nFirst line.\n\nWrite to zoe.secret@example.net.\n");
    folder.write("static/b.txt", "zoe.secret@example.net\n");
    assert_snapshot!(folder.refused());
    let run = folder.run(&["build", "--format", "json"]);
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("\"reader-leak\"") && !run.out.contains("secret"), "{}", run.out);
}

#[test]
fn no_setting_lets_a_leak_through() {
    for level in ["off", "note", "warning"] {
        let folder = Folder::new(COMMUNITY);
        let config = format!("title: T\nbase_url: https://example.org\nlevels: {{reader-leak: {level}}}\n");
        folder.write("regards.yaml", config);
        folder.write("static/a.txt", ADDRESS);
        let report = folder.refused();
        assert!(report.contains("error[fixed-level]") && report.contains("regards.yaml:3:"), "{report}");
    }
}

#[test]
fn another_fault_in_the_same_line_does_not_print_the_address() {
    let folder = Folder::new(COMMUNITY);
    folder.write("content/a.md", "# A\n\n[zoe.secret@example.net](@/none.md)\n");
    assert!(folder.refused().contains("error[broken-link]"));
    check_silence(&folder);
}

#[test]
fn a_name_or_an_id_alone_may_stand_in_public() {
    let folder = Folder::new(COMMUNITY);
    folder.write("content/a.md", "---\ntitle: A\n---\nThanks to Zoe Secretname, and to c7f30.\n");
    folder.build();
}

fn git(folder: &Folder, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    command.args([
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "init.defaultBranch=main",
    ]);
    command.args(["-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"]);
    let output = command.args(arguments).current_dir(folder.path("")).output().expect("git is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn contacts_in_git() {
    let folder = Folder::new(COMMUNITY);
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "all"]);
    folder.build();
    let contacts = folder.read("contacts.yaml").replace("example.net", "mail.example-company.com");
    folder.write("contacts.yaml", contacts);
    assert_snapshot!(folder.refused());
    // Turning the level down does not help, taking the file out does.
    folder
        .write("regards.yaml", "title: T\nbase_url: https://example.org\nlevels: {tracked-contacts: off}\n");
    assert!(folder.refused().contains("error[tracked-contacts]"));
    folder.write("regards.yaml", "title: T\nbase_url: https://example.org\n");
    git(&folder, &["rm", "--quiet", "--cached", "contacts.yaml"]);
    folder.build();
}
