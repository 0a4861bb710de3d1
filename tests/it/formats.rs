//! The forms of a report, what fails a command, and the baseline.

use std::collections::BTreeSet;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

use crate::support::{COMMUNITY, Folder, Run};

/// Prose that asks for nothing.
const PROSE: &str = "A wall that was painted last year begins to peel near the window, and the reason is nearly always \
water. Press a dry cloth against the frame after rain. Where it comes back damp, the seal has a gap, and paint on a \
damp wall will not hold, because the water behind it has to go somewhere. Scrape the loose paint away, let the wall \
dry for two weeks, close the gap, and only then put a thin coat over it. A second coat goes on the day after that, \
when the first no longer feels cold to the hand. Keep the brush in water between the two.";

const ASK: &str = "Sign up now for the spring class.";

/// Settings with which a post that asks once is promotional, or mixed.
const PROMOTIONAL: &str =
    "title: T\nbase_url: https://example.org\npromo: {mixed_from: 0, promotional_from: 0}\n";
const MIXED: &str = "title: T\nbase_url: https://example.org\npromo: {mixed_from: 0, promotional_from: 1}\n";

fn post(front_matter: &str, body: &str) -> String {
    format!("---\ntitle: Paint\ndate: 2026-06-01\n{front_matter}---\n{body}\n")
}

/// Settings with levels, of which none is about the balance of the few posts here.
fn levels(settings: &str, more: &str) -> String {
    format!("{settings}levels: {{ask-too-soon: off, too-many-asks: off, {more}}}\n")
}

/// A site with one post that asks once.
fn asking(settings: &str, front_matter: &str) -> Folder {
    let folder = Folder::empty();
    folder.write("regards.yaml", settings);
    folder.write("content/posts/paint.md", post(front_matter, &format!("{PROSE}\n\n{ASK}")));
    folder
}

/// Everything that can be wrong at once: errors, warnings, notes, faults without a place, findings, suppressions.
fn troubled() -> Folder {
    let folder = asking(&levels(PROMOTIONAL, ""), "weight: heavy\n");
    folder.write_all(COMMUNITY);
    folder.write("content/posts/a b, 100%.md", post("", "[x](@/none.md) {{ none }}"));
    let allowed =
        format!("{PROSE}\n\n<!-- regards-allow call-to-action: the class is free -->\n{ASK}\n\n{ASK}");
    folder.write("content/posts/allowed.md", post("", &allowed));
    folder
        .write("content/posts/link.md", post("", "See [the shop](nowhere.md), and ![a picture](none.png)."));
    folder
}

fn lines(run: &Run) -> Vec<Value> {
    run.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

fn schema(text: &str) -> (Schemas, SchemaIndex) {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let schema = serde_json::from_str(text).expect("a schema is JSON");
    compiler.add_resource("https://example.org/schema.json", schema).unwrap();
    let index = compiler.compile("https://example.org/schema.json", &mut schemas).unwrap();
    (schemas, index)
}

#[track_caller]
fn check_valid((schemas, index): &(Schemas, SchemaIndex), value: &Value) {
    if let Err(error) = schemas.validate(value, *index) {
        panic!("{error:#}\n{value:#}");
    }
}

#[track_caller]
fn check_invalid((schemas, index): &(Schemas, SchemaIndex), value: &Value) {
    assert!(schemas.validate(value, *index).is_err(), "{value:#}");
}

#[test]
fn each_line_in_json_is_as_the_schema_says() {
    let schema = schema(&Folder::empty().run(&["schema", "report"]).out);
    let (fine, troubled) = (Folder::new(COMMUNITY), troubled());
    let mut kinds = BTreeSet::new();
    for (folder, arguments) in [
        (&fine, &["check"][..]),
        (&fine, &["build"]),
        (&fine, &["check", "--baseline", "known.txt", "--write-baseline"]),
        (&troubled, &["check"]),
        (&troubled, &["build"]),
        (&troubled, &["check", "--base-url", "nowhere"]),
        (&Folder::empty(), &["check"]),
    ] {
        let run = folder.run(&[arguments, &["--format", "json"]].concat());
        let lines = lines(&run);
        assert!(!lines.is_empty(), "{arguments:?}: {}", run.err);
        for line in lines {
            check_valid(&schema, &line);
            let object = line["summary"].as_object().or(line.as_object()).expect("an object");
            kinds.insert(object.keys().cloned().collect::<Vec<_>>());
        }
    }
    assert_eq!(
        kinds.len(),
        5,
        "a problem, a check with and without a baseline, a build, a refused one: {kinds:?}"
    );
    let wrong: Value = serde_json::json!({ "rule": "x", "level": "fatal" });
    check_invalid(&schema, &wrong);
}

#[test]
fn a_sarif_log_is_as_the_standard_says() {
    let schema = schema(include_str!("../sarif/sarif-schema-2.1.0.json"));
    let folder = troubled();
    for command in ["check", "build"] {
        let run = folder.run(&[command, "--format", "sarif"]);
        assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
        let log: Value = serde_json::from_str(&run.out).expect("one log");
        check_valid(&schema, &log);
        let result = &log["runs"][0];
        let rules = result["tool"]["driver"]["rules"].as_array().unwrap();
        let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), rules.len());
        for rule in rules {
            for text in ["shortDescription", "fullDescription", "help"] {
                let text = rule[text]["text"].as_str().unwrap_or_default();
                assert!(!text.is_empty(), "{rule}");
            }
        }
        let results = result["results"].as_array().unwrap();
        let mut fingerprints = BTreeSet::new();
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert_eq!(result["locations"].as_array().unwrap().len(), 1, "{result}");
            assert!(fingerprints.insert(result["partialFingerprints"]["regardsPlace/v1"].to_string()));
        }
        let suppressed: Vec<&Value> =
            results.iter().filter(|result| result["suppressions"] != serde_json::json!([])).collect();
        assert_eq!(suppressed.len(), usize::from(command == "check"));
        for result in suppressed {
            assert_eq!(result["suppressions"][0]["justification"], "the class is free");
        }
    }
    check_invalid(&schema, &serde_json::json!({ "version": "2.1.0", "runs": [{ "results": [] }] }));
    let quiet = Folder::new(COMMUNITY).run(&["check", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&quiet.out).expect("one log");
    check_valid(&schema, &log);
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn forms_for_programs_hold_nothing_else() {
    let fine = Folder::new(COMMUNITY);
    let folder = troubled();
    for command in ["check", "build"] {
        for format in ["short", "github"] {
            let run = fine.run(&[command, "--format", format]);
            assert_eq!(
                (run.code, run.out.as_str(), run.err.as_str()),
                (Some(0), "", ""),
                "{command} {format}"
            );
            let run = folder.run(&[command, "--format", format]);
            assert_eq!((run.code, run.err.as_str()), (Some(1), ""), "{command} {format}");
            for line in run.out.lines() {
                let is_whole = match format {
                    "short" => line.ends_with(']') && line.contains(": "),
                    _ => line.starts_with("::") && line.contains("title="),
                };
                assert!(is_whole, "{line}");
            }
        }
    }
}

#[test]
fn commands_that_report_little_have_two_forms() {
    let folder = Folder::new(&COMMUNITY.replace("owner: ann", "owner: bob"));
    for format in ["short", "sarif", "github"] {
        let run = folder.run(&["audiences", "--format", format]);
        assert!(run.err.contains("error[unknown-person]") && run.out.contains("Dealers"), "{run:?}");
    }
}

#[test]
fn paths_lead_from_where_the_command_was_started() {
    let folder = asking(&levels(PROMOTIONAL, ""), "");
    let above = folder.path("").parent().unwrap().to_owned();
    let name = folder.path("").file_name().unwrap().to_string_lossy().into_owned();
    for (format, start) in
        [("short", format!("{name}/content/")), ("github", format!("file={name}/content/"))]
    {
        let mut command = folder.command(&["check", "--format", format, "--root", &format!("./{name}")]);
        let run = Run::of(command.current_dir(&above));
        assert!(run.out.contains(&start), "{}", run.out);
    }
}

/// How many summaries and findings a format shows of a post.
#[track_caller]
fn check_shown(folder: &Folder, summaries: usize, findings: usize) {
    let short = folder.run(&["check", "--format", "short"]).out;
    let of = |rule: &str| short.matches(&format!("[{rule}]")).count();
    assert_eq!(
        (of("promotional-post") + of("mixed-post"), of("call-to-action")),
        (summaries, findings),
        "{short}"
    );
    let lines = lines(&folder.run(&["check", "--format", "json"]));
    assert_eq!(lines.iter().filter(|line| line["rule"] == "call-to-action").count(), 1, "programs see all");
}

#[test]
fn people_read_one_summary_a_post() {
    check_shown(&asking(&levels(PROMOTIONAL, ""), ""), 1, 0);
    check_shown(&asking(&levels(MIXED, ""), ""), 1, 0);
    let with = |more: &str| asking(&levels(PROMOTIONAL, more), "");
    check_shown(&with("promotional-post: off"), 0, 1);
    check_shown(&with("call-to-action: error"), 1, 1);
    check_shown(&with("promotional-post: note"), 1, 0);
}

/// Whether `check` fails for each of `--deny warning mixed promotional`.
#[track_caller]
fn check_denied(folder: &Folder, expected: [bool; 3]) {
    let found = ["warning", "mixed", "promotional"]
        .map(|deny| folder.run(&["check", "--format", "short", "--deny", deny]).code == Some(1));
    assert_eq!(found, expected);
}

#[test]
fn verdicts_can_be_denied() {
    const T: bool = true;
    const F: bool = false;
    check_denied(&asking(&levels(MIXED, ""), ""), [F, T, F]);
    check_denied(&asking(&levels(PROMOTIONAL, ""), ""), [T, T, T]);
    check_denied(&asking(&levels(PROMOTIONAL, "promotional-post: note"), ""), [F, T, T]);
    check_denied(&asking(&levels(PROMOTIONAL, ""), "kind: ask\n"), [F; 3]);
    check_denied(
        &asking(&levels(PROMOTIONAL, ""), "not_promotional: The class is free and public.\n"),
        [F; 3],
    );
    let off = asking(&levels(PROMOTIONAL, "promotional-post: off, call-to-action: note"), "");
    check_denied(&off, [F, T, T]);
    let run = off.run(&["check", "--deny", "promotional"]);
    assert!(run.err.contains("note[promotional-post]"), "a command that fails says why: {}", run.err);
    for format in ["human", "json", "sarif", "github"] {
        let code = |deny| off.run(&["check", "--format", format, "--deny", deny]).code;
        assert_eq!(code("promotional"), Some(1), "{format}");
        assert_eq!(code("error"), Some(0), "{format}");
    }
}

#[test]
fn a_build_refuses_denied_verdicts_and_names_them() {
    let folder = asking(&levels(MIXED, ""), "");
    assert_eq!(folder.run(&["build", "--deny", "promotional"]).code, Some(0));
    let before = folder.files("public");
    let run = folder.run(&["build", "--deny", "mixed"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("note[mixed-post]") && run.err.contains("nothing was written"), "{}", run.err);
    assert!(folder.files("public") == before);
    folder.write("regards.yaml", levels(PROMOTIONAL, ""));
    assert_eq!(folder.run(&["build", "--deny", "promotional"]).code, Some(1));
}

/// The rules that a check with the baseline reports.
fn reported(folder: &Folder) -> Vec<String> {
    let run = folder.run(&["check", "--baseline", "known.txt", "--format", "json"]);
    let rules = lines(&run).into_iter().filter_map(|line| Some(line["rule"].as_str()?.to_owned()));
    rules.collect()
}

#[test]
fn with_a_baseline_only_what_is_new_counts() {
    let folder = asking(&levels(PROMOTIONAL, ""), "");
    folder.write("content/posts/zeal.md", post("weight: heavy\n", &format!("{PROSE}\n\n{ASK}\n\n{ASK}")));
    let run = folder.run(&["check", "--baseline", "known.txt"]);
    assert_eq!(run.code, Some(2), "the file is not there yet");
    assert!(run.err.contains("--write-baseline"), "{}", run.err);

    let run = folder.run(&["check", "--baseline", "known.txt", "--write-baseline", "--deny", "note"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let written = folder.read("known.txt");
    let entries: Vec<&str> = written.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(entries.is_sorted() && entries.len() >= 6, "{written}");
    assert!(run.out.contains(&format!("wrote {} entries to known.txt", entries.len())), "{}", run.out);
    let run = folder.run(&["check", "--baseline", "known.txt", "--deny", "note"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{}", run.out);
    assert_eq!(folder.run(&["check", "--baseline", "known.txt", "--deny", "promotional"]).code, Some(0));
    assert_eq!(reported(&folder), Vec::<String>::new());

    // Lines move, and nothing is new.
    folder.write("content/posts/paint.md", post("", &format!("{PROSE}\n\n{PROSE}\n\n{ASK}")));
    assert_eq!(reported(&folder), Vec::<String>::new());

    // A pitch more.
    let more = format!("{PROSE}\n\n{ASK}\n\n{PROSE} Subscribe to our newsletter for more.");
    folder.write("content/posts/paint.md", post("", &more));
    assert_eq!(reported(&folder), ["follow-ask"]);

    // Mended, with a pitch less than was known.
    folder.write("content/posts/paint.md", post("", &format!("{PROSE}\n\n{PROSE}")));
    let run = folder.run(&["check", "--baseline", "known.txt"]);
    assert_eq!(run.code, Some(0));
    assert!(run.err.contains("note[stale-baseline]: 2 entries of known.txt"), "{}", run.err);
    assert!(run.err.contains("regards check --baseline known.txt --write-baseline"), "{}", run.err);
    assert_eq!(reported(&folder), ["stale-baseline"]);
    assert_eq!(folder.read("known.txt"), written, "a check writes nothing by itself");
    folder.run(&["check", "--baseline", "known.txt", "--write-baseline"]);
    assert_eq!(folder.read("known.txt").lines().count(), written.lines().count() - 2);
    assert_eq!(reported(&folder), Vec::<String>::new());
}

#[test]
fn a_baseline_changes_no_fingerprint() {
    let folder = asking(&levels(PROMOTIONAL, ""), "");
    let asks = |count: usize| post("", &format!("{PROSE}\n\n{}", format!("{ASK}\n\n").repeat(count)));
    folder.write("content/posts/old.md", post("weight: heavy\n", &format!("{PROSE}\n\n{ASK}")));
    folder.run(&["check", "--baseline", "known.txt", "--write-baseline"]);
    folder.write("content/posts/old.md", post("", &format!("{PROSE}\n\n{ASK}")));
    folder.write("content/posts/paint.md", asks(3));
    let found = |more: &[&str]| -> BTreeSet<String> {
        let run = folder.run(&[&["check", "--format", "sarif"], more].concat());
        let log: Value = serde_json::from_str(&run.out).expect("one log");
        let results = log["runs"][0]["results"].as_array().expect("a list");
        let of_asks = results.iter().filter(|result| result["ruleId"] == "call-to-action");
        let fingerprint =
            |result: &Value| result["partialFingerprints"]["regardsPlace/v1"].as_str().map(str::to_owned);
        of_asks.filter_map(fingerprint).collect()
    };
    let (all, new) = (found(&[]), found(&["--baseline", "known.txt"]));
    assert!(all.len() == new.len() + 2 && !new.is_empty(), "two of them are known: {all:?} {new:?}");
    assert!(new.is_subset(&all), "{new:?} {all:?}");
    let known = folder.read("known.txt");
    assert!(!new.iter().any(|fingerprint| known.contains(fingerprint)), "{new:?} {known}");
    assert!(folder.run(&["check", "--baseline", "known.txt"]).err.contains("stale-baseline"));
}

#[test]
fn a_baseline_hides_no_error_and_holds_no_reader() {
    let folder = troubled();
    folder.write("content/posts/reader.md", post("weight: zoe.secret@example.net\n", "Nothing."));
    let run = folder.run(&["check", "--baseline", "known.txt", "--write-baseline"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("error[broken-link]") && !run.err.contains("warning["), "{}", run.err);
    let written = folder.read("known.txt");
    assert!(
        !written.contains("broken-link") && written.contains("wrong-type content/posts/reader.md "),
        "{written}"
    );
    assert!(!written.contains('@') && !written.to_lowercase().contains("zoe"), "{written}");
    assert_eq!(folder.run(&["check", "--baseline", "known.txt"]).code, Some(1));

    // Another reader's address in the same place is the same fault: no trace of either is in the fingerprint.
    folder.write("contacts.yaml", folder.read("contacts.yaml").replace("zoe.secret", "ann.hidden"));
    folder.write("content/posts/reader.md", post("weight: ann.hidden@example.net\n", "Nothing."));
    assert!(!reported(&folder).iter().any(|rule| rule == "wrong-type"));
}

#[test]
fn a_baseline_that_was_merged_badly_is_an_error() {
    let folder = asking(&levels(PROMOTIONAL, ""), "");
    folder.run(&["check", "--baseline", "known.txt", "--write-baseline"]);
    let merged =
        format!("\u{feff}<<<<<<< ours\r\n{}=======\n\n", folder.read("known.txt").replace('\n', "\r\n"));
    folder.write("known.txt", merged);
    let run = folder.run(&["check", "--baseline", "known.txt"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("error[bad-baseline]: line 1 of known.txt"), "{}", run.err);
    assert!(!run.err.contains("promotional-post"), "the other lines count: {}", run.err);
    assert_eq!(folder.run(&["check", "--write-baseline"]).code, Some(2), "where to?");
}
