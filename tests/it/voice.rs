//! The site's own voice: what `promo:` of regards.yaml changes, what is learnt, and how the last posts stand.

use serde_json::Value;

use crate::support::{Folder, Run};

/// Ninety words of plain help.
const HELP: &str = "A wall that was painted last year begins to peel near the window, and the reason is nearly always \
water. Press a dry cloth against the frame after rain. Where it comes back damp, the seal has a gap, and paint on a \
damp wall will not hold, because the water behind it has to go somewhere. Scrape the loose paint away, let the \
wall dry for two weeks, close the gap, and only then put a thin coat over it. A second coat goes on the day after \
that, when the first no longer feels cold to the hand.\n";

/// A post that nobody would call help.
const PITCH: &str = "# Sign up today\n\nWe are excited to announce the launch of our new service! Sign up now for \
your free trial, and buy today: 50% off, for a limited time only. Contact us, book a demo, follow us, subscribe to our \
newsletter. Donate now. We are hiring: apply today! Join us for the webinar, register now, seats are limited, don't miss \
out! Our award-winning platform is trusted by the leading teams. Sign up now, get started for free, and order yours \
today. Sign up now, and tell your friends. Our customers love our product, and we are proud of our world-class team.\n";

fn site(promo: &str) -> String {
    format!("-- regards.yaml --\ntitle: Test\nbase_url: https://example.org\n{promo}\n")
}

#[track_caller]
fn run(folder: &Folder, arguments: &[&str], code: i32) -> Run {
    let run = folder.run(arguments);
    assert_eq!(run.code, Some(code), "{arguments:?}: {}{}", run.out, run.err);
    run
}

/// The last object of standard output.
fn json(run: &Run) -> Value {
    serde_json::from_str(run.out.lines().last().expect("there is a line")).expect("it is JSON")
}

/// Everything that a check finds in one promotional post, on a site with these settings, as `level[rule]: message`.
#[track_caller]
fn check_pitch(settings: &str, code: i32, has: &[&str], has_not: &[&str]) {
    let folder = Folder::new(&format!("{}-- content/a.md --\n{PITCH}", site(settings)));
    let report: String = run(&folder, &["check", "--format", "json"], code)
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"))
        .filter_map(|line| {
            let text = |key: &str| Some(line[key].as_str()?.to_owned());
            Some(format!("{}[{}]: {}\n", text("level")?, text("rule")?, text("message")?))
        })
        .collect();
    for words in has {
        assert!(report.contains(words), "{settings}: no {words}\n{report}");
    }
    for words in has_not {
        assert!(!report.contains(words), "{settings}: {words}\n{report}");
    }
}

#[test]
fn settings_of_the_promo_check_are_kept_end_to_end() {
    check_pitch("", 0, &["[promotional-post]", "warning[donation-ask]", "warning[hiring]"], &[]);
    check_pitch(
        "promo: {ok_asks: [donate, jobs]}",
        0,
        &["[promotional-post]"],
        &["donation-ask", "[hiring]"],
    );
    check_pitch("promo: {ok_asks: [hiring]}", 0, &["donation-ask"], &["[hiring]"]);
    check_pitch("levels: {hiring: off, donation-ask: error}", 1, &["error[donation-ask]"], &["[hiring]"]);
    check_pitch("levels: {promotional-post: error}", 1, &["error[promotional-post]"], &[]);
    check_pitch("levels: {promotional-post: off}", 0, &["warning[hiring]"], &["[promotional-post]"]);
    check_pitch("promo: {promotional_from: 1}", 0, &["[mixed-post]"], &["[promotional-post]"]);
    check_pitch("promo: {promotional_from: 1, mixed_from: 1}", 0, &[], &["-post]", "[hiring]"]);
    check_pitch(
        "promo: {phrases: {scarcity: [tell your friends]}, mentions: [donate now]}",
        0,
        &["scarcity: \"tell your friends\""],
        &["donation-ask"],
    );
}

/// Reports of a site with these lines of `promo:`, as `line:column message`.
#[track_caller]
fn check_faults(promo: &str, expected: &[&str]) {
    let folder = Folder::new(&site(&format!("promo:\n{promo}")));
    let out = run(&folder, &["check", "--format", "json"], 1).out;
    let faults: Vec<String> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect(line))
        .filter(|line| line["rule"] == "invalid-setting")
        .map(|line| {
            let help = line["help"].as_str().expect("there is help");
            assert!(!help.is_empty());
            let start = &line["labels"][0]["start"];
            let (row, column) = (start["line"].to_string(), start["column"].to_string());
            format!("{row}:{column} {}", line["message"].as_str().unwrap_or_default())
        })
        .collect();
    assert_eq!(faults, expected, "{promo}\n{out}");
}

#[test]
fn bad_settings_are_reported_where_they_stand() {
    check_faults("  ok_asks: [jobs, donat]", &["4:19 there is no ask \"donat\""]);
    check_faults(
        "  phrases: {hirring: [a], hiring: ['', '…']}",
        &[
            "4:22 `phrases:` names \"hirring\", which is no rule",
            "4:36 the phrase \"\" holds no word",
            "4:40 the phrase \"…\" holds no word",
        ],
    );
    check_faults(
        "  mentions: [' ']\n  brands: ['']\n  hosts: ['/']",
        &[
            "4:14 the phrase \" \" holds no word",
            "5:12 the name \"\" holds no word",
            "6:11 the host \"/\" holds no word",
        ],
    );
    check_faults("  mixed_from: 1.5", &["4:15 `mixed_from` is 1.5, and a probability lies between 0 and 1"]);
    check_faults(
        "  mixed_from: 0.9\n  promotional_from: 0.2",
        &["4:15 a post would be promotional from 0.2 on and mixed only from 0.9 on, which is more"],
    );
}

#[test]
fn what_is_learnt_can_be_seen_and_turned_off() {
    let mut archive =
        "-- regards.yaml --\ntitle: Wall Letters\nbase_url: https://blog.brushwork.example\n".to_owned();
    for day in 1..=5 {
        archive.push_str(&format!(
            "-- content/posts/2026-05-0{day}-post.md --\n{HELP}\nAt Brushwork, we paint. See [our shop](https://colour.example/).\n"
        ));
    }
    let folder = Folder::new(&archive);
    let settings =
        |folder: &Folder| json(&run(folder, &["promo", "settings", "--format", "json"], 0))["promo"].clone();
    let names = |list: &Value| -> Vec<String> {
        let list = list.as_array().expect("it is a list");
        list.iter().map(|one| one["name"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let learnt = settings(&folder);
    assert_eq!(names(&learnt["brands"]), ["Brushwork"]);
    assert_eq!(names(&learnt["hosts"]), ["blog.brushwork.example", "brushwork.example", "colour.example"]);
    insta::assert_snapshot!(run(&folder, &["promo", "settings"], 0).out.lines().take(6).collect::<Vec<_>>().join("\n"), @r"
    Own names:
      Brushwork  it is called like the host, and ours; 5 of 5 posts name it
    Own hosts:
      blog.brushwork.example  it is the host of `base_url`
      brushwork.example       `base_url` is blog.brushwork.example, a part of it that is for reading
      colour.example          5 of 5 posts call it ours where they link to it
    ");
    let with = |promo: &str| {
        folder.write(
            "regards.yaml",
            format!("title: Wall Letters\nbase_url: https://blog.brushwork.example\npromo: {promo}\n"),
        );
        let settings = settings(&folder);
        (names(&settings["brands"]), names(&settings["hosts"]))
    };
    let own = "blog.brushwork.example".to_owned();
    assert_eq!(with("{learn: false}"), (vec![], vec![own.clone()]));
    let (brands, hosts) = with("{brands: [Wallwork]}");
    assert_eq!((brands, hosts.len()), (vec!["Wallwork".to_owned()], 3));
    let (brands, hosts) = with("{hosts: [pay.example]}");
    assert_eq!((brands, hosts), (vec!["Brushwork".to_owned()], vec![own, "pay.example".to_owned()]));
}

/// Posts that say what they are: pitches as asks, help as gives.
fn declared(asks: usize, gives: usize) -> String {
    let mut archive = site("# Ours.\npromo: # the check\n  learn: false\nlanguage: en");
    for (kind, count, text) in [("ask", asks, PITCH), ("give", gives, HELP)] {
        for number in 0..count {
            archive.push_str(&format!("-- content/{kind}{number}.md --\n---\nkind: {kind}\n---\n{text}"));
        }
    }
    archive
}

#[test]
fn thresholds_are_calibrated_from_posts_that_say_what_they_are() {
    let folder = Folder::new(&declared(2, 7));
    let few = run(&folder, &["promo", "calibrate"], 1);
    assert!(few.err.contains("9 posts with `kind:`") && few.err.contains("1 more"), "{}", few.err);
    let few = json(&run(&folder, &["promo", "calibrate", "--format", "json"], 1));
    assert_eq!((&few["calibration"], &few["asks"], &few["gives"]), (&Value::Null, &2.into(), &7.into()));
    let few = run(&Folder::new(&declared(0, 12)), &["promo", "calibrate"], 1);
    assert!(few.err.contains("calibration takes at least one ask"), "{}", few.err);

    // All asks are found at the measured threshold; with a stricter author's, none is.
    let folder = Folder::new(&declared(3, 9));
    assert!(run(&folder, &["promo", "calibrate"], 0).out.contains("No other threshold agrees better"));
    let missed = folder.read("regards.yaml").replace("  learn", "  promotional_from: 1 # at most\n  learn");
    folder.write("regards.yaml", &missed);
    let found = json(&run(&folder, &["promo", "calibrate", "--format", "json"], 0));
    let (before, after) = (&found["calibration"]["before"], &found["calibration"]["after"]);
    assert_eq!((&before["asks_missed"], &after["asks_missed"]), (&3.into(), &0.into()), "{found}");
    assert_eq!((&after["gives_flagged"], &found["calibration"]["written"]), (&0.into(), &false.into()));
    assert_eq!(found["calibration"]["changed"].as_array().map(Vec::len), Some(3));
    assert_eq!(folder.read("regards.yaml"), missed);

    let written = run(&folder, &["promo", "calibrate", "--write"], 0).out;
    assert!(written.contains("Written into regards.yaml:"), "{written}");
    assert!(written.contains("content/ask0.md: mixed → promotional"), "{written}");
    let (from, mixed) = (&after["promotional_from"], &after["mixed_from"]);
    let expected = missed
        .replace("promotional_from: 1 #", &format!("promotional_from: {from} #"))
        .replace("# the check\n", &format!("# the check\n  mixed_from: {mixed}\n"));
    assert_eq!(folder.read("regards.yaml"), expected);
    assert!(run(&folder, &["promo", "calibrate", "--write"], 0).out.contains("No other threshold"));
    assert_eq!(folder.read("regards.yaml"), expected);
}

#[test]
fn what_cannot_be_written_safely_is_printed_only() {
    let folder = Folder::new(&declared(3, 9));
    let flow = "{title: T, base_url: 'https://example.org', levels: {}, promo: &p {promotional_from: 1}}\n";
    folder.write("regards.yaml", flow);
    run(&folder, &["promo", "calibrate", "--write"], 0);
    let flow =
        "{title: T, base_url: 'https://example.org', extra: {a: &p {promotional_from: 1}}, promo: *p}\n";
    folder.write("regards.yaml", flow);
    let run = run(&folder, &["promo", "calibrate", "--write"], 1);
    assert!(run.err.contains("cannot be changed safely") && run.out.contains("promotional_from:"), "{run:?}");
    assert_eq!(folder.read("regards.yaml"), flow);
}

/// A site with posts by day of June 2026, `g` for a give and so on; day 15 is today.
fn over_time(posts: &str) -> Folder {
    let mut archive = site("");
    archive.push_str(
        "-- audiences.yaml --\npeople: {ann: {name: Ann, email: ann@example.org}}\nlegal: {postal: Town, leave: {mail: leave@example.org}}\naudiences:\n  painters: {name: P, why: Help, topics: [walls], from: ann, \
         balance: {gives_per_ask: 2, days_between_asks: 5}}\n",
    );
    for post in posts.split_whitespace() {
        let (kind, day) = post.split_at(1);
        let kind = match kind {
            "g" => "kind: give\n",
            "a" => "kind: ask\n",
            "n" => "kind: news\n",
            _ => "",
        };
        archive.push_str(&format!(
            "-- content/{post}.md --\n---\ntitle: {post}\ndate: 2026-06-{day}\ntags: [walls]\n{kind}---\nShort.\n"
        ));
    }
    Folder::new(&archive)
}

/// What `check` warns of, without its lines of source.
#[track_caller]
fn check_balance(posts: &str, expected: &[&str]) {
    let folder = over_time(posts);
    let out = run(&folder, &["check", "--format", "json"], 0).out;
    let rules = ["ask-too-soon", "too-many-asks"];
    let said: Vec<String> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect(line))
        .filter(|line| line["rule"].as_str().is_some_and(|rule| rules.contains(&rule)))
        .map(|line| line["message"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(said, expected, "{posts}\n{out}");
}

#[test]
fn an_ask_that_breaks_the_balance_is_told_before_it_is_out() {
    check_balance("g01 g02 g03 g04 g05 a06", &[]);
    check_balance(
        "g01 g02 g03 a04",
        &["this ask, the newest, came too soon for the site: 3 gives before the first ask (5 are wanted)"],
    );
    check_balance(
        "g01 g02 g03 g04 g05 a06 g07 a20",
        &[
            "this ask, planned for 2026-06-20, will come too soon for the site: 1 give and 14 days after the last ask \
           (5 and 60 are wanted), for painters: 1 give and 14 days after the last ask (2 and 5 are wanted)",
        ],
    );
    // Neither news nor what nobody judged is a give.
    check_balance(
        "n01 x02 x03 g04 a05",
        &[
            "this ask, the newest, came too soon for the site: 1 give before the first ask (5 are wanted), for painters: \
         1 give before the first ask (2 are wanted)",
        ],
    );
    check_balance(
        "a01 g02 a03 g04 a05 g06 g07 a11 g12",
        &[
            "this ask, the newest, came too soon for the site: 2 gives and 6 days after the last ask (5 and 60 are wanted)",
            "4 asks and 5 gives among the last 9 posts for painters, whose balance wants 2 gives between two asks",
        ],
    );
}

/// The asks at the end of all posts are none of the post that waits for its date either.
#[test]
fn a_post_to_come_is_judged_without_what_ends_all_posts() {
    let (_, pitch) = PITCH.split_once("\n\n").expect("a heading and a pitch");
    let closing: String = pitch.split_inclusive(' ').take(70).collect();
    let check = |closing_to_come: &str, found: bool| {
        // Whatever asks at all is promotional, so that nothing hangs on a weight.
        let mut archive = site("promo: {mixed_from: 0.01, promotional_from: 0.01}");
        for (day, closing) in [("01", &*closing), ("02", &closing), ("03", &closing), ("20", closing_to_come)]
        {
            let front = format!("-- content/{day}.md --\n---\ntitle: Walls\ndate: 2026-06-{day}\n---\n");
            archive.push_str(&format!("{front}{HELP}\n{closing}\n"));
        }
        let run = run(&Folder::new(&archive), &["check"], 0);
        let out = format!("{}{}", run.out, run.err);
        assert_eq!(out.contains("this ask, planned for 2026-06-20"), found, "{closing_to_come}\n{out}");
    };
    check(&closing, false);
    check(&format!("Hello. {closing}"), true);
}

#[test]
fn check_ends_with_the_last_posts() {
    let folder = over_time("g01 g02 g03 g04 g05 a06 g07 n08 x09");
    let table = run(&folder, &["check"], 0).out;
    insta::assert_snapshot!(table, @r"
    Promo check of 9 pages: 9 not judged: too short
    The last 9 posts  gives  asks  news  gives per ask  last ask
    the site              6     1     2            6.0  9 days ago
    painters              6     1     2            6.0  9 days ago
    no problems
    ");
    folder.write("regards.yaml", "title: T\nbase_url: https://example.org\npromo: {last_posts: 3}\n");
    let summary = json(&run(&folder, &["check", "--format", "json"], 0));
    let over_time = &summary["summary"]["over_time"];
    assert_eq!(over_time["last_posts"], 3);
    let painters = &over_time["streams"][1];
    assert_eq!(
        (&painters["audience"], &painters["posts"], &painters["news"]),
        (&"painters".into(), &3.into(), &2.into())
    );
    assert_eq!((&painters["gives_per_ask"], &painters["days_since_ask"]), (&Value::Null, &9.into()));
}
