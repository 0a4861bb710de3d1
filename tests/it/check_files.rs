//! `regards check FILE…`: any markdown, without a site.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::Folder;
use crate::support::Run;

/// Prose without an ask, of more than eighty words.
const LESSON: &str = "A shelf that sags in the middle was loaded before the glue had set, or the board is too thin for \
its width. Lay a straight edge along it and measure the gap. Up to three millimetres on a metre nobody sees. Beyond \
that, turn the board over, so that the load bends it back, and screw a batten under its rear edge. The batten does \
not show, and it doubles the stiffness, because a beam is as strong as it is tall. Next time, take a board of twenty \
millimetres for ninety centimetres, and let the glue stand until the following morning.\n";

/// A pitch of as many words.
const PITCH: &str = "We are excited to announce the launch of our new shelf service! Sign up today for a free trial, no \
credit card required. Don't miss out: spots are limited. Our platform is trusted by carpenters around the globe, and \
we can't wait to see what you build with it! Contact us today to schedule a free consultation, or buy now and save \
50 %, only until the end of the week. Our team of experts has worked hard to bring our customers a seamless \
experience. Join us for our webinar, register now, and follow us on social media. Book a demo today.\n";

fn blog() -> Folder {
    let folder = Folder::empty();
    folder.write("posts/lesson.md", format!("---\ntitle: A shelf that sags\n---\n{LESSON}"));
    folder.write("posts/pitch.md", format!("+++\ntitle = \"Our new service\"\n+++\n{PITCH}"));
    folder
}

/// The lines of a run that must print verdicts alone.
#[track_caller]
fn lines(run: &Run) -> Vec<Value> {
    run.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// `path verdict` of each line.
#[track_caller]
fn check(folder: &Folder, arguments: &[&str], input: &[u8], code: i32, expected: &[&str]) {
    let arguments = [&["check", "--format", "json"], arguments].concat();
    let run = folder.run_with_input(&arguments, input);
    let found: Vec<String> = lines(&run)
        .iter()
        .map(|line| format!("{} {}", line["path"].as_str().unwrap(), line["verdict"].as_str().unwrap()))
        .collect();
    assert_eq!(found, expected, "{arguments:?}: {}", run.err);
    assert_eq!(run.code, Some(code), "{arguments:?}: {}{}", run.out, run.err);
}

#[test]
fn forms_of_arguments() {
    let folder = blog();
    folder.write("posts/.git/a.md", PITCH);
    folder.write("posts/node_modules/x/readme.md", PITCH);
    folder.write("posts/sub/b.markdown", LESSON);
    folder.write("posts/picture.png", [0xff]);
    folder.write("list", "posts/pitch.md\r\n\nposts/lesson.md\n");
    folder.write("empty", "");
    let (lesson, pitch) = ("posts/lesson.md value-adding", "posts/pitch.md promotional");
    let beneath = [lesson, pitch, "posts/sub/b.markdown value-adding"];
    let check = |arguments: &[&str], input: &[u8], expected: &[&str]| {
        check(&folder, arguments, input, 0, expected);
    };
    check(&["posts/lesson.md"], b"", &[lesson]);
    check(&["posts/pitch.md", "posts/lesson.md"], b"", &[pitch, lesson]);
    check(&["posts/pitch.md", "posts/pitch.md"], b"", &[pitch, pitch]);
    check(&["posts"], b"", &beneath);
    check(&["posts/"], b"", &beneath);
    check(&["./posts/pitch.md"], b"", &["./posts/pitch.md promotional"]);
    check(&["posts/sub/../pitch.md"], b"", &["posts/sub/../pitch.md promotional"]);
    check(&["-"], PITCH.as_bytes(), &["- promotional"]);
    check(&["-", "posts/lesson.md", "-"], PITCH.as_bytes(), &["- promotional", lesson, "- promotional"]);
    check(&["--stdin-path", "new.md", "-"], LESSON.as_bytes(), &["new.md value-adding"]);
    check(&["--files-from", "list"], b"", &[pitch, lesson]);
    check(&["posts/lesson.md", "--files-from", "list"], b"", &[lesson, pitch, lesson]);
    check(&["--files-from", "-"], b"posts/lesson.md", &[lesson]);
    check(&["--files-from", "-"], b"\xef\xbb\xbfposts/pitch.md\0posts/lesson.md\0", &[pitch, lesson]);
    check(&["--files-from", "empty"], b"", &[]);
    let absolute = folder.path("posts/pitch.md");
    let absolute = absolute.to_str().unwrap();
    check(&[absolute], b"", &[&format!("{absolute} promotional")]);
}

#[test]
fn a_file_above_the_folder() {
    let folder = blog();
    let mut command = folder.command(&["check", "../posts/pitch.md", "--format", "json"]);
    folder.write("below/x", "");
    let run = Run::of(command.current_dir(folder.path("below")));
    assert_eq!(lines(&run)[0]["path"], "../posts/pitch.md");
    let mut command = folder.command(&["check", "../posts/pitch.md"]);
    let run = Run::of(command.current_dir(folder.path("below")));
    assert!(run.err.contains("--> ../posts/pitch.md:"), "{}", run.err);
}

#[test]
fn exit_codes() {
    let folder = blog();
    folder.write("give.md", format!("---\ntitle: A\nkind: give\n---\n{PITCH}"));
    folder.write("latin.md", b"Caf\xe9");
    let check = |arguments: &[&str], code: i32| {
        let run = folder.run(&[&["check"], arguments].concat());
        assert_eq!(run.code, Some(code), "{arguments:?}: {}{}", run.out, run.err);
    };
    check(&["posts/pitch.md"], 0);
    check(&["posts/pitch.md", "--deny", "warning"], 1);
    check(&["posts/lesson.md", "--deny", "note"], 0);
    check(&["give.md"], 1);
    check(&["latin.md"], 1);
    check(&["none.md", "posts/lesson.md"], 2);
    check(&["--files-from", "none"], 2);
    check(&["--files-from", "-", "-"], 2);
    check(&["--root", "nowhere", "posts/lesson.md"], 2);
    check(&["posts/lesson.md", "--drafts"], 2);
    check(&["--files-from", "list", "--base-url", "https://example.org"], 2);
    check(&["--stdin-path", "a.md"], 2);
}

#[test]
fn what_cannot_be_read_does_not_stop_the_others() {
    let folder = blog();
    folder.write("latin.md", b"Caf\xe9\n");
    folder.write("utf16.md", b"\xff\xfeA\0");
    folder.write("huge.md", vec![b'a'; 17 * 1024 * 1024]);
    folder.write("nothing.md", "");
    folder.write("bom.md", format!("\u{feff}---\r\ntitle: Shelf\r\n---\r\n{}", PITCH.replace(". ", ".\r\n")));
    let names = ["latin.md", "none.md", "utf16.md", "huge.md", "nothing.md", "bom.md", "posts/lesson.md"];
    let run = folder.run(&[&["check", "--format", "json"], &names[..]].concat());
    assert_eq!((run.code, run.err.as_str()), (Some(2), ""));
    let lines = lines(&run);
    let column =
        |key: &str| -> Vec<&str> { lines.iter().map(|line| line[key].as_str().unwrap_or("")).collect() };
    assert_eq!(column("path"), names);
    assert_eq!(
        column("error"),
        [
            "latin.md is not UTF-8: byte 0xe9 on line 1",
            "none.md cannot be read: No such file or directory (os error 2)",
            "utf16.md is not UTF-8: byte 0xff on line 1",
            "huge.md has 17825792 bytes; a text may have 16777216",
            "",
            "",
            ""
        ]
    );
    assert_eq!(column("reason"), ["not read", "not read", "not read", "not read", "too short", "", ""]);
    assert_eq!(column("verdict")[5..], ["promotional", "value-adding"]);
    let run = folder.run(&[&["check"], &names[..]].concat());
    assert_eq!(run.code, Some(2));
    assert_eq!(run.err.matches("error[not-utf8]").count(), 2, "{}", run.err);
    assert!(run.out.ends_with("4 not read; 4 errors, 1 warning\n"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_and_links() {
    use std::os::unix::ffi::OsStrExt;
    let folder = blog();
    let odd = std::ffi::OsStr::from_bytes(b"posts/odd\xff\x1b.md");
    std::fs::copy(folder.path("posts/pitch.md"), folder.path("").join(odd)).unwrap();
    std::os::unix::fs::symlink("../posts", folder.path("posts/loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path("posts/gone.md")).unwrap();
    let run = folder.run(&["check", "--format", "json", "posts"]);
    assert_eq!(run.code, Some(2));
    let paths: Vec<Value> = lines(&run).iter().map(|line| line["path"].clone()).collect();
    assert_eq!(paths, ["posts/gone.md", "posts/lesson.md", "posts/odd\u{fffd}\u{1b}.md", "posts/pitch.md"]);
    assert!(!run.out.contains('\u{1b}'));
    let run = folder.run(&["check", "posts"]);
    assert!(!run.err.contains('\u{1b}') && run.err.contains("posts/odd\u{fffd}␛.md:"), "{}", run.err);
}

/// A pipe or socket called like a post is none, and would be waited for; a name of two lines would be two entries.
#[cfg(unix)]
#[test]
fn what_lies_in_a_folder_beside_posts() {
    let folder = blog();
    folder.write("posts/two\nlines.md", PITCH);
    let _socket = std::os::unix::net::UnixListener::bind(folder.path("posts/socket.md")).unwrap();
    let run = folder.run(&["check", "posts", "--baseline", "known.txt", "--write-baseline"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{}", run.out);
    let known = folder.run(&["check", "posts", "--baseline", "known.txt", "--deny", "note"]);
    assert_eq!((known.code, known.err.as_str()), (Some(0), ""), "{}", known.out);
}

/// Title, language, `kind` and `not_promotional` in the spellings of other generators, and what becomes of a pitch.
#[test]
fn front_matter() {
    let folder = Folder::empty();
    let check = |head: &str, verdict: &str, code: i32, reported: &str| {
        folder.write("a.md", format!("{head}{PITCH}"));
        let line = &lines(&folder.run(&["check", "--format", "json", "a.md"]))[0];
        assert_eq!(line["verdict"], verdict, "{head}");
        let run = folder.run(&["check", "a.md", "--deny", "note"]);
        let rules: Vec<&str> = run
            .err
            .lines()
            .filter_map(|line| line.split_once('[')?.1.split_once("]:"))
            .map(|(rule, _)| rule)
            .collect();
        assert_eq!((rules.join(" ").as_str(), run.code), (reported, Some(code)), "{head}: {}", run.err);
    };
    check("", "promotional", 1, "promotional-post");
    check("---\nlayout: post\ntitle: \"A\"\nlang: en-GB\n---\n", "promotional", 1, "promotional-post");
    check("---\nlang: de\n---\n", "not-judged", 0, "");
    check("+++\nlanguage = 'fr'\n+++\n", "not-judged", 0, "");
    check("{\"lang\": \"de\"}\n", "not-judged", 0, "");
    check("---\nkind: ask\n---\n", "promotional", 0, "");
    check("+++\nkind = 'give'\n+++\n", "promotional", 1, "disputed-give promotional-post");
    check("---\nnot_promotional: a parody of a pitch\n---\n", "promotional", 0, "");
    check("---\nnot_promotional: true\n---\n", "promotional", 1, "reason-missing promotional-post");
    // Anybody's keys, whatever they hold.
    check(
        "---\nkind: page\nweight: heavy\ndraft: maybe\ndate: soon\ntaggs: [a]\n---\n",
        "promotional",
        1,
        "promotional-post",
    );
    check("---\ntitle: [a\n---\n", "promotional", 1, "invalid-yaml promotional-post");
    check("---\ntitle: a\n\n", "promotional", 1, "unclosed-front-matter promotional-post");
}

#[test]
fn a_title_is_read_where_it_stands() {
    let folder = Folder::empty();
    let check = |head: &str, line: usize, column: usize, text: &str| {
        folder.write("a.md", format!("{head}{LESSON}"));
        let verdict = &lines(&folder.run(&["check", "--format", "json", "a.md"]))[0];
        let of_title = |finding: &&Value| finding["rule"] == "call-to-action";
        let found: Vec<&Value> = verdict["findings"].as_array().unwrap().iter().filter(of_title).collect();
        let [finding] = found[..] else { panic!("{head}: {verdict}") };
        assert_eq!(
            (&finding["start"]["line"], &finding["start"]["column"]),
            (&line.into(), &column.into()),
            "{verdict}"
        );
        assert_eq!(finding["text"], text, "{head}");
    };
    check("---\ntitle: Sign up now\n---\n", 2, 8, "Sign up now");
    check("---\ntitle: \"Zoë: Sign up now\"\n---\n", 2, 14, "Sign up now");
    check("+++\ntitle = 'Sign up now'\n+++\n", 2, 10, "Sign up now");
    check("# Sign up now\n\n", 1, 3, "Sign up now");
    check("Sign up now\n===========\n\n", 1, 1, "Sign up now");
    check("---\ntitle: \"Sign\\x20up now\"\n---\n", 2, 8, "\"Sign\\x20up now\"");
}

#[test]
fn settings_count_where_there_are_any() {
    let folder = blog();
    let verdict = |arguments: &[&str]| {
        let run = folder.run(&[&["check", "--format", "json", "posts/pitch.md"], arguments].concat());
        (lines(&run)[0]["verdict"].as_str().unwrap().to_owned(), run.err, run.code)
    };
    assert_eq!(verdict(&[]), ("promotional".into(), String::new(), Some(0)));
    // No title and no address are needed here.
    folder.write("regards.yaml", "promo: {promotional_from: 1, mixed_from: 0}\n");
    assert_eq!(verdict(&[]), ("mixed".into(), String::new(), Some(0)));
    folder.write("other/regards.yaml", "language: de\n");
    assert_eq!(verdict(&["--root", "other"]), ("not-judged".into(), String::new(), Some(0)));
    folder.write("regards.yaml", "levels: {promotional-post: error}\n");
    assert_eq!(verdict(&[]), ("promotional".into(), String::new(), Some(1)));
    folder.write("regards.yaml", "promo: {ok_asks: [buys]}\n");
    assert!(verdict(&[]).1.contains("did you mean `buy`?"));
    folder.write("regards.yaml", "promo: {brand: [A]}\n");
    let (_, report, code) = verdict(&[]);
    assert!(code == Some(1) && report.contains("error[unknown-key]"), "{report}");
}

#[test]
fn what_a_person_reads() {
    let folder = blog();
    let run = folder.run(&["check", "posts", "none.md"]);
    let shown: Vec<&str> =
        run.err.lines().filter(|line| line.contains("]:") || line.contains("-->")).collect();
    assert_eq!(
        run.out,
        "Promo check of 3 files: 1 value-adding, 1 promotional, 1 not read; 1 error, 1 warning\n"
    );
    assert!(shown[0].starts_with("warning[promotional-post]: promotional "), "{}", run.err);
    assert!(shown[1].starts_with(" --> posts/pitch.md:"), "{}", run.err);
    assert_eq!(
        shown[2],
        "error[unreadable-file]: none.md cannot be read: No such file or directory (os error 2)"
    );
    // Every flagged post is shown, however many.
    for at in 0..20 {
        folder.write(&format!("many/{at:02}.md"), PITCH);
    }
    let run = folder.run(&["check", "many", "many/07.md"]);
    assert_eq!(run.err.matches("warning[promotional-post]").count(), 20);
    assert_eq!(run.out, "Promo check of 20 files: 20 promotional; 20 warnings\n");
    let run = folder.run(&["check", "--quiet", "posts/lesson.md"]);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
}

#[test]
fn other_forms_of_report_and_a_baseline() {
    let folder = blog();
    folder.write("give.md", format!("---\ntitle: A\nkind: give\n---\n{PITCH}"));
    folder.write("settings/regards.yaml", "title: T\n");
    let run = |arguments: &[&str], code: i32| {
        let run = folder.run(&[&["check", "posts"], arguments].concat());
        assert_eq!(run.code, Some(code), "{arguments:?}: {}{}", run.out, run.err);
        run
    };
    let short = run(&["--root", "settings", "--format", "short"], 0).out;
    assert_eq!(short.lines().count(), 1, "{short}");
    assert!(short.starts_with("posts/pitch.md:") && short.ends_with("[promotional-post]\n"), "{short}");
    let absolute = folder.path("posts");
    let sarif = run(&[absolute.to_str().unwrap(), "give.md", "--format", "sarif"], 1).out;
    let sarif: Value = serde_json::from_str(&sarif).expect(&sarif);
    let uris: BTreeSet<&str> = sarif["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|result| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str())
        .collect();
    assert!(uris.contains("posts/pitch.md") && uris.contains("give.md") && uris.len() == 3, "{uris:?}");
    let github = run(&["--format", "github"], 0).out;
    assert!(github.lines().all(|line| line.contains(" file=posts/pitch.md,")), "{github}");

    run(&["--deny", "promotional"], 1);
    run(&["--deny", "promotional", "--format", "json"], 1);
    run(&["--baseline", "known.txt"], 2);
    assert!(run(&["--baseline", "known.txt", "--write-baseline"], 0).out.starts_with("Baseline: wrote "));
    let known = run(&["--baseline", "known.txt", "--deny", "note"], 0);
    assert!(known.err.is_empty(), "{}{}", known.out, known.err);
    // The verdict is what it is; that it is known decides how the command ends.
    let verdicts = run(&["--baseline", "known.txt", "--deny", "promotional", "--format", "json"], 0);
    assert_eq!(lines(&verdicts)[1]["verdict"], "promotional");
    run(&["give.md", "--baseline", "known.txt", "--deny", "promotional"], 1);
    folder.write("posts/pitch.md", LESSON);
    let stale = run(&["--baseline", "known.txt", "--format", "json"], 0);
    assert!(stale.err.contains("note[stale-baseline]") && lines(&stale).len() == 2, "{}", stale.err);
}

#[test]
fn a_dot_in_front_of_a_path_is_for_the_shell_alone() {
    let folder = blog();
    let run = |arguments: &[&str]| folder.run(&[&["check"], arguments].concat()).out;
    for path in [".", "./posts", ".//posts"] {
        let github = run(&[path, "--format", "github"]);
        assert!(github.lines().all(|line| line.contains(" file=posts/pitch.md,")), "{github}");
        assert!(run(&[path, "--format", "sarif"]).contains("\"uri\": \"posts/pitch.md\""));
    }
    assert!(run(&["posts/pitch.md", "./posts/pitch.md"]).starts_with("Promo check of 1 file: "));
    run(&["./posts", "--baseline", "known.txt", "--write-baseline"]);
    assert!(run(&["posts", "--baseline", "known.txt"]).starts_with("Baseline: "));
    assert_eq!(run(&["posts", "--baseline", "known.txt", "--format", "short"]), "");
    // Programs look for what they asked about.
    check(&folder, &["./posts/lesson.md"], b"", 0, &["./posts/lesson.md value-adding"]);
}

#[test]
fn a_folder_without_posts() {
    let folder = Folder::empty();
    folder.write("posts/a.txt", LESSON);
    let run = folder.run(&["check", "posts"]);
    assert_eq!(run.out, "Promo check of 0 files; of folders, *.md and *.markdown are read\n");
    assert_eq!(run.code, Some(0));
}

#[test]
fn one_file_is_known_however_it_is_reached() {
    let folder = blog();
    let run = |arguments: &[&str]| folder.run(&[&["check"], arguments].concat());
    run(&["posts/pitch.md", "--baseline", "known.txt", "--write-baseline"]);
    for path in ["./posts/pitch.md", "posts", "./posts//", "."] {
        let known = run(&[path, "--baseline", "known.txt", "--deny", "note"]);
        assert_eq!((known.code, known.err.as_str()), (Some(0), ""), "{path}: {}", known.out);
    }
    let annotated = run(&["./posts", "--format", "github"]).out;
    assert!(annotated.lines().all(|line| line.contains(" file=posts/pitch.md,")), "{annotated}");
    let short = run(&["posts/pitch.md", "./posts/pitch.md", "posts", "--format", "short"]).out;
    assert_eq!(short.lines().count(), 1, "{short}");
    // What an editor hands in stands for the file that it has not saved yet.
    let buffer = ["check", "--format", "short", "posts", "--stdin-path", "posts/pitch.md", "-"];
    let unsaved = folder.run_with_input(&buffer, LESSON.as_bytes());
    assert_eq!((unsaved.out.as_str(), unsaved.code), ("", Some(0)), "{}", unsaved.err);
}

#[test]
fn faults_of_the_settings_are_told_in_every_form() {
    let folder = blog();
    folder.write("docs/regards.yaml", "promo: {brand: [A]}\n");
    folder.write("known.txt", "");
    for more in [&[][..], &["--baseline", "known.txt"]] {
        for format in ["human", "short", "json", "sarif", "github"] {
            let arguments = ["check", "posts/lesson.md", "--root", "docs", "--format", format];
            let run = folder.run(&[&arguments[..], more].concat());
            let said = format!("{}{}", run.out, run.err);
            assert!(run.code == Some(1) && said.contains("docs/regards.yaml"), "{format} {more:?}: {said}");
            assert_eq!(said.matches("no key is called").count(), 1, "{format} {more:?}: {said}");
        }
    }
}

#[test]
fn allowed_asks_are_listed_and_unused_allowances_are_faults() {
    let folder = Folder::empty();
    folder.write(
        "a.md",
        format!("{LESSON}\n<!-- regards-allow call-to-action: the class is free -->\nSign up now.\n\n<!-- regards-allow price: old -->\nEnd.\n"),
    );
    let run = folder.run(&["check", "--format", "json", "--deny", "warning", "a.md"]);
    let line = &lines(&run)[0];
    assert_eq!(line["suppressed"][0]["rule"], "call-to-action");
    assert_eq!(line["suppressed"][0]["reason"], "the class is free");
    assert_eq!(line["suppressed"][0]["text"], "Sign up now");
    assert!(line["faults"].as_array().is_some_and(|faults| !faults.is_empty()), "{line}");
    assert_eq!(run.code, Some(1), "what fails a run stands in its output");
}

#[test]
fn the_result_of_a_file_does_not_depend_on_the_others() {
    let folder = Folder::empty();
    for at in 0..6 {
        folder.write(
            &format!("{at}.md"),
            format!("{LESSON}{}\n\nSubscribe to our newsletter.\n", "Word. ".repeat(at)),
        );
    }
    let together = folder.run(&["check", "--format", "json", "."]).out;
    let mut alone = String::new();
    for at in 0..6 {
        alone.push_str(&folder.run(&["check", "--format", "json", &format!("./{at}.md")]).out);
    }
    assert_eq!(together, alone);
}

/// What `regards schema verdict` says holds for what is printed.
#[test]
fn verdicts_keep_to_their_schema() {
    let folder = blog();
    folder.write("latin.md", b"Caf\xe9\n");
    folder.write("a.md", format!("---\nkind: give\n---\n{PITCH}\n<!-- regards-allow call-to-action: x -->\nSign up now.\n<!-- regards-allow nothing -->\n"));
    let schema: Value = serde_json::from_str(&folder.run(&["schema", "verdict"]).out).unwrap();
    let run = folder.run(&["check", "--format", "json", "posts", "latin.md", "a.md", "none.md"]);
    let lines = lines(&run);
    assert_eq!(lines.len(), 5);
    for line in &lines {
        hold(&schema, &schema, line, line["path"].as_str().unwrap());
    }
    for (key, wrong) in [("verdict", "good"), ("probability", "high"), ("findings", "none")] {
        let mut line = lines[0].clone();
        line[key] = wrong.into();
        assert!(std::panic::catch_unwind(|| hold(&schema, &schema, &line, "")).is_err(), "{key}");
    }
}

/// Holds a value against the part of JSON Schema that the schema uses.
#[track_caller]
fn hold(root: &Value, schema: &Value, value: &Value, place: &str) {
    for (key, rule) in schema.as_object().expect(place) {
        match key.as_str() {
            "$ref" => {
                let pointer = rule.as_str().and_then(|to| to.strip_prefix('#')).expect("a local reference");
                hold(root, root.pointer(pointer).expect(pointer), value, place);
            }
            "type" => {
                let is = |name: &Value| match name.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "number" => value.is_number(),
                    "integer" => value.is_u64(),
                    "null" => value.is_null(),
                    other => panic!("{other}"),
                };
                assert!(
                    rule.as_array().map_or_else(|| is(rule), |any| any.iter().any(is)),
                    "{place}: {value}"
                );
            }
            "properties" => {
                for (name, entry) in value.as_object().expect(place) {
                    hold(root, rule.get(name).expect(name), entry, &format!("{place}.{name}"));
                }
            }
            "required" => rule.as_array().unwrap().iter().for_each(|name| {
                assert!(value.get(name.as_str().unwrap()).is_some(), "{place}: {name} is missing");
            }),
            "items" => value.as_array().unwrap().iter().for_each(|item| hold(root, rule, item, place)),
            "oneOf" => {
                let named = |one: &Value| one["const"] == *value;
                assert!(rule.as_array().unwrap().iter().any(named), "{place}: {value}");
            }
            "minimum" => assert!(value.as_f64() >= rule.as_f64(), "{place}: {value}"),
            "maximum" => assert!(value.as_f64() <= rule.as_f64(), "{place}: {value}"),
            "$schema" | "title" | "description" | "format" | "$defs" => {}
            other => panic!("the test does not know `{other}`"),
        }
    }
}

/// Lines that end post after post of a site: reported once, and not held against any of them.
#[test]
fn closing_lines_are_reported_once_per_site() {
    let folder = Folder::new("-- content/_index.md --\n");
    for at in 0..8 {
        let words = LESSON.replace("shelf", &format!("shelf of {at} boards"));
        let closing = format!(
            "---\n\nSubscribe to our newsletter, follow us on [the usual channels](https://social.example.net/?utm_campaign={at}) and contact us today for a free consultation.\n"
        );
        folder.write(
            &format!("content/posts/2026-01-0{}-a.md", at + 1),
            format!("---\ntitle: Shelf {at}\n---\n{words}\n{closing}"),
        );
    }
    let run = folder.run(&["check"]);
    assert_eq!(
        run.err.matches("note[standing-ask]: 8 posts end with the same ask").count(),
        1,
        "{}",
        run.err
    );
    assert!(run.err.contains(" --> content/posts/2026-01-01-a.md:8:1"), "{}", run.err);
    assert!(run.out.contains("8 value-adding"), "{}", run.out);
    folder.write("regards.yaml", "title: T\nbase_url: https://example.org\nlevels: {standing-ask: off}\n");
    assert!(!folder.run(&["check"]).err.contains("standing-ask"));
}
