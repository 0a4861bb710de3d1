//! The check as a whole: verdicts, mention against use, suppressions, and the pages of the rules as tests.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::config::LevelSetting;
use crate::config::PromoSettings;
use crate::diag::Level;
use crate::promo::Document;
use crate::promo::FAULTS;
use crate::promo::Family;
use crate::promo::Judgement;
use crate::promo::MODEL;
use crate::promo::RULES;
use crate::promo::Settings;
use crate::promo::explain;
use crate::promo::features;
use crate::promo::judge;
use crate::promo::prose::read;
use crate::promo::sink::Found;
use crate::promo::sink::find_all;
use crate::promo::summary;
use crate::promo::wording::weigh;
use crate::source::SourcePath;

/// Plain prose without an ask: a frame of 90 words for what a test is about.
const FRAME: &str = "A wall that was painted last year begins to peel near the window, and the reason is nearly always \
water. Press a dry cloth against the frame after rain. Where it comes back damp, the seal has a gap, and paint on a \
damp wall will not hold, because the water behind it has to go somewhere. Scrape the loose paint away, let the \
wall dry for two weeks, close the gap, and only then put a thin coat over it. A second coat goes on the day after \
that, when the first no longer feels cold to the hand.\n\n";

fn site() -> Settings {
    let promo = PromoSettings {
        brands: vec!["Brushwork".into()],
        hosts: vec!["shop.example.net".into()],
        ..PromoSettings::default()
    };
    Settings::new(&promo, &["https://www.example.org/blog"], &BTreeMap::new())
}

fn judged(text: &str, settings: &Settings) -> Judgement {
    let path = SourcePath::new("content/post.md").unwrap();
    judge(
        &Document { path: &path, text, body_start: 0, title: "", title_range: None, language: "en" },
        settings,
    )
}

fn found(text: &str) -> Vec<Found> {
    let path = SourcePath::new("content/post.md").unwrap();
    // A page shows the title of a post as its first line.
    let title = text.strip_prefix("title: ").and_then(|rest| rest.lines().next()).unwrap_or("");
    let title_end = if title.is_empty() { 0 } else { 7 + title.len() };
    let document = Document {
        path: &path,
        text,
        body_start: title_end,
        title,
        title_range: (!title.is_empty()).then_some(7..title_end),
        language: "",
    };
    let prose = read(&document);
    find_all(&prose, &document, &site(), &weigh(&prose))
}

/// The findings of asking families in the frame with `text` behind it, as `rule "words"`.
#[track_caller]
fn check_asks(text: &str, expected: &[&str]) {
    let judgement = judged(&format!("{FRAME}{text}"), &site());
    let asks: Vec<String> = judgement
        .findings
        .iter()
        .filter(|finding| finding.rule.family.asks())
        .map(|finding| format!("{} {:?}", finding.rule.name(), finding.text))
        .collect();
    assert_eq!(asks, expected, "{text}");
}

#[track_caller]
fn check_verdict(text: &str, expected: &str) {
    let judgement = judged(text, &site());
    assert_eq!(
        judgement.verdict.to_string(),
        expected,
        "{}\n{:#?}",
        summary(&judgement),
        judgement.contributions
    );
}

const PITCH: &str = "# Introducing Brushwork 2\n\nWe are excited to announce the launch of our new painting service! \
Our team of experts has worked hard to bring our customers a seamless experience. Sign up today for a free trial, no \
credit card required. Don't miss out: spots are limited.\n\nOur platform is trusted by painters around the globe, and \
we can't wait to see what you create with it! We believe that our service will transform your walls. Contact us \
today to schedule a free consultation, or [get started](https://shop.example.net/signup?utm_source=blog). \
Follow us on social media and stay tuned for more.\n";

#[test]
fn a_pitch_is_promotional_and_a_lesson_is_not() {
    check_verdict(PITCH, "promotional");
    check_verdict(FRAME, "value-adding");
}

#[test]
fn a_pitch_added_to_a_lesson_raises_its_score() {
    let lesson = judged(FRAME, &site());
    let both = judged(&format!("{FRAME}{PITCH}"), &site());
    assert!(
        both.probability > lesson.probability && both.ask > lesson.ask,
        "{} {}",
        both.probability,
        lesson.probability
    );
}

#[test]
fn contributions_add_up_to_the_score() {
    let judgement = judged(PITCH, &site());
    let log_odds: f64 = judgement.contributions.iter().map(|contribution| contribution.value).sum();
    assert!((judgement.probability - 1.0 / (1.0 + (-log_odds).exp())).abs() < 1e-12);
    let families: BTreeSet<&str> = Family::ALL.iter().map(|family| family.name()).collect();
    let counted = |name: &str| families.contains(name) || name.contains("asks") || name.contains("gives");
    let found: f64 = judgement.contributions.iter().filter(|c| counted(c.name)).map(|c| c.value).sum();
    assert!(
        (judgement.ask - judgement.give - found).abs() < 1e-9,
        "{} {} {found}",
        judgement.ask,
        judgement.give
    );
    let names: BTreeSet<&str> =
        judgement.contributions.iter().map(|contribution| contribution.name).collect();
    assert_eq!(names.len(), judgement.contributions.len(), "each has a name of its own");
}

#[test]
fn not_judged_says_why() {
    check_verdict("Sign up now!", "not judged: too short");
    let german = "Der Anstrich ist nicht neu und das Fenster mit dem Rahmen ist es auch nicht. ".repeat(8);
    check_verdict(&german, "not judged: language does not look like English");
    check_verdict(
        &"ペンキがはがれる 理由は水です ".repeat(60),
        "not judged: language does not look like English",
    );
    let path = SourcePath::new("a.md").unwrap();
    let document =
        Document { path: &path, text: FRAME, body_start: 0, title: "", title_range: None, language: "de-AT" };
    assert_eq!(judge(&document, &site()).verdict.to_string(), "not judged: language de-AT");
}

#[test]
fn a_link_around_blocks_is_shown_by_its_tag() {
    check_asks(
        "<a href=\"https://example.net/?utm_source=blog\">\n\n# The frame\n\n</a>",
        &["tracking-parameter \"utm_source=blog\""],
    );
}

#[test]
fn an_ask_counts_in_use_and_not_in_mention() {
    check_asks("Sign up now.", &["call-to-action \"Sign up now\""]);
    check_asks("**Sign** up\nnow.", &["call-to-action \"Sign** up\\nnow\""]);
    check_asks("Don’t\u{a0}miss out, Q&amp;A — hurry.", &["deadline-pressure \"Don’t\\u{a0}miss out\""]);
    check_asks("Q&amp;A — *join*  us for\r\ntea.", &["event-invitation \"join*  us for\""]);
    check_asks("The button said \"Sign up now\" in red.", &[]);
    check_asks("The button said “Sign up now” in red.", &[]);
    check_asks("> Sign up now.", &[]);
    let twice = ["discount \"coupon\"", "discount \"coupon\""];
    check_asks("A coupon, a coupon, and again: a coupon is a coupon.", &twice);
    check_asks("Type `sign up now`.\n\n    sign up now\n\n```\nsign up now\n```", &[]);
    check_asks("![Sign up now](sign-up-now.png)", &[]);
    check_asks("{% include cta.html text=\"sign up now\" %}", &[]);
    check_asks("{% highlight md %}\nsign up now\n\n# sign up now\n{% endhighlight %}\n\nDone.", &[]);
    check_asks(
        "{{< highlight md >}}\nsign up now\n{{< /highlight >}}\n\nSign up now.",
        &["call-to-action \"Sign up now\""],
    );
    check_asks("<script>sign up now</script>", &[]);
    check_asks("<p>Sign up now</p>", &["call-to-action \"Sign up now\""]);
    check_asks("> [!NOTE]\n> Sign up now.", &["call-to-action \"Sign up now\""]);
    let roundup = "- [Paint and join us](https://a.example.net): join us, they say\n- [B](https://b.example.net)\n\
                   - [C](https://c.example.net)\n";
    check_asks(roundup, &[]);
    let own = "- [Sign up now](/a)\n- [B](/b)\n- [C](/c)\n";
    check_asks(own, &["call-to-action \"Sign up now\""]);
}

#[test]
fn programming_words_are_no_asks() {
    for text in [
        "Register a callback first, then subscribe to the event and launch the app.",
        "Join the two tables, order by date and call the function.",
        "The sign up form posts to the register route. Our event handler runs next.",
        "First class functions are fine, and the leading slash is not.",
        "Set ref=main. See https://github.com/example/example?ref=main for it.",
        "The event will fire once the lock is acquired.",
        "Time::today is a method, and so is Date::parse.",
        "The anchor is page#download now and page#subscribe then.",
        "Announcing changes twice is noise. Introducing a bug is easy. Launching the browser takes a second.",
    ] {
        check_asks(text, &[]);
    }
}

#[test]
fn links_count_by_where_they_lead() {
    check_asks("See [this](/pricing).", &["commerce-link \"[this](/pricing)\""]);
    check_asks(
        "See [this](https://example.org/signup/).",
        &["commerce-link \"[this](https://example.org/signup/)\""],
    );
    check_asks("See [this](https://example.com/pricing).", &[]);
    check_asks("See [this](/posts/pricing-is-hard).", &[]);
    check_asks("See <a href=\"/shop\">this</a>.", &["commerce-link \"<a href=\\\"/shop\\\">this</a>\""]);
    check_asks(
        "See [this](https://example.com/a?utm_source=b&c=d).",
        &["tracking-parameter \"utm_source=b\""],
    );
    check_asks("See https://example.com/a?b&utm_source=c_d_e.", &["tracking-parameter \"utm_source=c_d_e\""]);
    check_asks("See https://example.com/a?gclid=1.", &["tracking-parameter \"gclid=1\""]);
    check_asks("See [this][a].\n\n[a]: https://example.com/?fbclid=1", &["tracking-parameter \"[this][a]\""]);
}

#[test]
fn a_finding_in_the_title_stands_in_the_title() {
    let text = format!("---\ntitle: Join us for a day of painting\n---\n{FRAME}");
    let path = SourcePath::new("a.md").unwrap();
    let title = "Join us for a day of painting";
    let document = Document {
        path: &path,
        text: &text,
        body_start: text.find(FRAME).unwrap(),
        title,
        title_range: Some(11..11 + title.len()),
        language: "",
    };
    let judgement = judge(&document, &site());
    assert_eq!((judgement.findings[0].text.as_str(), judgement.findings[0].span.start), ("Join us for", 11));
    let without = Document { title_range: None, ..document };
    assert_eq!(judge(&without, &site()).findings[0].text, title);
}

#[test]
fn settings_take_asks_out() {
    let text = format!("{FRAME}Donate now. We are hiring.");
    let count = |ok: &[&str], off: &[&str]| {
        let promo = PromoSettings {
            ok_asks: ok.iter().map(|ask| (*ask).into()).collect(),
            ..PromoSettings::default()
        };
        let levels = off.iter().map(|name| ((*name).to_owned(), LevelSetting::Off)).collect();
        judged(&text, &Settings::new(&promo, &[], &levels)).asks()
    };
    assert_eq!(count(&[], &[]), 2);
    assert_eq!(count(&["donate"], &[]), 1);
    assert_eq!(count(&["donate", "jobs"], &[]), 0);
    assert_eq!(count(&["hiring"], &["donation-ask"]), 0);
}

/// The words of a post that speak for promotional stop doing so; nothing else changes.
#[test]
fn wording_can_be_allowed_and_switched_off() {
    let wording = |judgement: &Judgement| {
        judgement.contributions.iter().find(|c| c.name == "wording").map_or(0.0, |c| c.value)
    };
    let open = judged(PITCH, &site());
    let finding = open.findings.iter().find(|finding| finding.rule.code == "PR901").expect("a finding");
    assert!(wording(&open) > 0.0 && (wording(&open) - finding.weight).abs() < 1e-9);

    let levels = BTreeMap::from([("promotional-wording".to_owned(), LevelSetting::Off)]);
    let off = judged(PITCH, &Settings { levels, ..site() });
    assert_eq!((wording(&off), off.findings.len()), (0.0, open.findings.len() - 1));

    // It is about the whole post, so it may be allowed above any block.
    let comment = "<!-- regards-allow promotional-wording: our trade speaks so -->\n\n";
    let starts = PITCH.match_indices("\n\n").map(|(at, _)| at + 2);
    let allowed: Vec<Judgement> = [0]
        .into_iter()
        .chain(starts)
        .map(|block| judged(&format!("{}{comment}{}", &PITCH[..block], &PITCH[block..]), &site()))
        .collect();
    assert!(allowed.len() > 2);
    for allowed in &allowed {
        assert_eq!((wording(allowed), allowed.suppressed.len()), (0.0, 1));
        assert_eq!(allowed.faults.iter().count(), 0);
    }
    let allowed = &allowed[0];
    assert!(allowed.probability < open.probability && off.probability < open.probability);
}

/// What a fit starts from is what the check weighs.
#[test]
fn features_times_weights_are_the_contributions() {
    let path = SourcePath::new("content/post.md").unwrap();
    let document =
        Document { path: &path, text: PITCH, body_start: 0, title: "", title_range: None, language: "en" };
    let features = features(&document, &site());
    let rules = RULES.iter().zip(&features.rules).map(|(rule, value)| value * MODEL.rule_weight(rule.name()));
    let structure = features.structure.iter().map(|(name, value)| value * MODEL.structure_weight(name));
    let dense: f64 = MODEL.bias + rules.chain(structure).sum::<f64>();
    let contributions = judge(&document, &site()).contributions;
    let wording = contributions.iter().find(|c| c.name == "wording").map_or(0.0, |c| c.value);
    let all: f64 = contributions.iter().map(|c| c.value).sum();
    assert!((all - wording - dense).abs() < 1e-9, "{all} {wording} {dense}");
}

#[track_caller]
fn check_suppression(text: &str, asks: usize, suppressed: usize, faults: &[&str]) {
    let judgement = judged(&format!("{FRAME}{text}"), &site());
    let found: Vec<&str> = judgement.faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        (judgement.asks(), judgement.suppressed.len(), found.as_slice()),
        (asks, suppressed, faults),
        "{text}"
    );
}

#[test]
fn suppressions_reach_one_block() {
    check_suppression(
        "<!-- regards-allow call-to-action: free class -->\n\nSign up now.\n\nSign up today.",
        1,
        1,
        &[],
    );
    check_suppression("<!-- regards-allow call-to-action: free class -->\nSign up now.", 0, 1, &[]);
    check_suppression("Sign up now. <!-- regards-allow PR101: free class -->", 0, 1, &[]);
    check_suppression(
        "<!-- regards-allow call-to-action: why -->\n\n- Sign up now.\n- Sign up today.",
        0,
        2,
        &[],
    );
    check_suppression(
        "<!-- regards-allow call-to-action, hiring: why -->\nSign up now. We are hiring.",
        0,
        2,
        &[],
    );
    check_suppression(
        "<!-- regards-allow hiring: why -->\nSign up now.",
        1,
        0,
        &["the suppression of hiring suppresses nothing"],
    );
    check_suppression(
        "<!-- regards-allow call-to-action -->\nSign up now.",
        0,
        1,
        &["the suppression gives no reason"],
    );
    check_suppression(
        "<!-- regards-allow call-to-acton: why -->\nSign up now.",
        1,
        0,
        &["no rule of the promo check is called \"call-to-acton\""],
    );
    check_suppression("<!-- regards-allow: why -->\nSign up now.", 1, 0, &["the suppression names no rule"]);
    check_suppression("<!-- a remark -->\nSign up now.", 1, 0, &[]);
}

#[test]
fn what_is_allowed_does_not_use_up_what_may_be_said() {
    let allowed = "<!-- regards-allow call-to-action: free class -->\nSign up now.\n\n";
    check_suppression(&allowed.repeat(4), 0, 4, &[]);
    check_suppression(&format!("{}Sign up now.", allowed.repeat(2)), 1, 2, &[]);
    check_suppression(&format!("{}{allowed}", "Sign up now.\n\n".repeat(3)), 2, 1, &[]);
    let other = "<!-- regards-allow hiring: why -->\nSign up now.\n\n";
    check_suppression(&other.repeat(3), 2, 0, &["the suppression of hiring suppresses nothing"; 3]);
}

/// The gravest level of the findings of a pitch, with the levels and thresholds that a site sets.
#[track_caller]
fn check_gravest(promo: PromoSettings, levels: &[(&str, LevelSetting)], expected: Level) {
    let levels = levels.iter().map(|(rule, level)| ((*rule).to_owned(), *level)).collect();
    let settings = Settings::new(&promo, &[], &levels);
    let findings = judged(PITCH, &settings).all_findings(&settings);
    assert_eq!(findings.iter().map(|diagnostic| diagnostic.level).max(), Some(expected));
}

#[test]
fn no_finding_is_graver_than_its_post_unless_the_site_says_so() {
    let mixed =
        PromoSettings { mixed_from: Some(0.0), promotional_from: Some(1.1), ..PromoSettings::default() };
    check_gravest(PromoSettings::default(), &[], Level::Warning);
    check_gravest(mixed.clone(), &[], Level::Note);
    check_gravest(mixed.clone(), &[("call-to-action", LevelSetting::Error)], Level::Error);
    check_gravest(mixed, &[("mixed-post", LevelSetting::Warning)], Level::Warning);
    check_gravest(PromoSettings::default(), &[("promotional-post", LevelSetting::Note)], Level::Note);
}

#[test]
fn what_an_author_allowed_keeps_its_reason() {
    let text = format!("{FRAME}<!-- regards-allow call-to-action: the class is free -->\nSign up now.\n");
    let judgement = judged(&text, &site());
    let allowed = judgement.allowed(&site());
    let reasons: Vec<_> = allowed.iter().map(|diagnostic| diagnostic.allowed.as_deref()).collect();
    assert_eq!(reasons, [Some("the class is free")]);
}

#[test]
fn a_flagged_post_is_one_diagnostic_with_five_places() {
    let judgement = judged(PITCH, &site());
    let diagnostics = judgement.diagnostics(&site());
    assert_eq!(diagnostics.len(), 1);
    let diagnostic = diagnostics.iter().next().unwrap();
    assert_eq!((diagnostic.rule.name, diagnostic.labels.len()), ("promotional-post", 5));
    let levels = BTreeMap::from([("promotional-post".to_owned(), LevelSetting::Off)]);
    assert!(judgement.diagnostics(&Settings::new(&PromoSettings::default(), &[], &levels)).is_empty());
    assert_eq!(judgement.all_findings(&site()).len(), judgement.findings.len());
    insta::assert_snapshot!(summary(&judgement), @"promotional 1.00: 16 asks, 1 give");
}

/// A case of a rule's page: its text, and what is marked in it.
struct Case {
    text: String,
    /// Start and end in `text`, code.
    marks: Vec<(usize, usize, String)>,
}

/// The indented blocks of a page.
fn cases(page: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut inside = false;
    let mut line_start = 0;
    for line in page.lines() {
        let Some(code) = line.strip_prefix("    ") else {
            inside = false;
            continue;
        };
        if !inside {
            cases.push(Case { text: String::new(), marks: Vec::new() });
        }
        inside = true;
        let case = cases.last_mut().unwrap();
        if code.trim_start().starts_with('^') {
            let column = code.find('^').unwrap();
            let marked = code.trim_start();
            let (carets, rest) = marked.split_once(' ').expect("a marker names its rule");
            let rule = rest.split(' ').next().unwrap().to_owned();
            let text_line = &case.text[line_start..];
            let byte =
                |column: usize| text_line.char_indices().nth(column).map_or(text_line.len(), |(at, _)| at);
            case.marks.push((line_start + byte(column), line_start + byte(column + carets.len()), rule));
        } else {
            line_start = case.text.len();
            case.text.push_str(code);
            case.text.push('\n');
        }
    }
    cases
}

#[test]
fn every_rule_has_a_page_that_is_true() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let page = rule.doc();
        assert!(page.starts_with(&format!("## {} {}\n", rule.code, rule.name())), "{page}");
        assert!(!rule.why().is_empty(), "{} says why", rule.code);
        assert!(page.contains("\nfix: "), "{} says how to mend it", rule.code);
        let cases = cases(page);
        assert!(cases.iter().any(|case| !case.marks.is_empty()), "{} has a bad case", rule.code);
        assert!(cases.iter().any(|case| case.marks.is_empty()), "{} has a good case", rule.code);
        for case in cases {
            let found: Vec<(usize, usize, String)> = found(&case.text)
                .into_iter()
                .filter(|found| found.rule == *rule)
                .map(|found| (found.source.start, found.source.end, found.rule.code.to_owned()))
                .collect();
            if found != case.marks {
                wrong.push(format!("{:?}: found {found:?}, marked {:?}", case.text, case.marks));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_and_names_are_unique_and_weighed() {
    let codes: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    let names = RULES.iter().map(|rule| rule.name()).chain(FAULTS.iter().map(|rule| rule.name));
    assert_eq!(codes.len(), RULES.len());
    assert_eq!(names.collect::<BTreeSet<_>>().len(), RULES.len() + FAULTS.len());
    assert!(RULES.is_sorted_by_key(|rule| rule.code));
    for rule in RULES.iter().filter(|rule| rule.family != Family::Wording) {
        let weight = MODEL.rule_weight(rule.name());
        let sign = if rule.family == Family::Gives { -1.0 } else { 1.0 };
        assert!(weight * sign > 0.0, "{} weighs {weight}", rule.name());
        assert_eq!(explain(rule.name()), Some(rule.doc()));
        assert_eq!(explain(rule.code), Some(rule.doc()));
    }
    assert!(
        0.0 < MODEL.mixed_from && MODEL.mixed_from < MODEL.promotional_from && MODEL.promotional_from < 1.0
    );
    assert_eq!(explain("no-such-rule"), None);
}

/// Each of these once took time by the square of its length, which at this length nobody waits for.
#[test]
fn hostile_repetition_takes_linear_time() {
    for piece in ["1a", "1é", "{{", "\"a ", "http://", "(use the "] {
        found(&piece.repeat(400_000 / piece.len()));
    }
}

#[test]
fn a_dash_parts_words_however_it_is_set() {
    for text in [
        "We're hiring—join us for it.",
        "We're hiring – join us for it.",
        "We’re hiring…join us for it.",
        "We&rsquo;re hiring&mdash;join us for it.",
    ] {
        let found = found(text);
        let flagging = found.iter().filter(|found| found.rule.family == Family::Announcements);
        let words: Vec<&str> = flagging.map(|found| &text[found.source.clone()]).collect();
        let hiring = &text[..text.find("ing").unwrap() + 3];
        assert_eq!(words, [hiring, "join us for"], "{text}");
    }
}

#[test]
fn a_block_of_code_without_words_has_a_place() {
    let text = "sign up now\n\n\t\u{a0}\nsign up now";
    assert!(found(text).iter().all(|found| !found.source.is_empty()));
}

proptest! {
    #[test]
    fn every_place_is_in_the_file(text in "(?s).{0,200}", from in 0usize..300) {
        let path = SourcePath::new("a.md").unwrap();
        let document = Document {
            path: &path, text: &text, body_start: from, title: "Join us – sign up", title_range: Some(0..1), language: "",
        };
        let _ = judge(&document, &site());
    }

    #[test]
    fn finding_text_is_the_source(pieces in prop::collection::vec(
        prop::sample::select(vec![
            "sign up now", " ", "\n", "\n\n", "> ", "- ", "“", "”", "\"", "*", "é", "`", "[join us](/shop)", "<b>", "</p>",
            "<!-- regards-allow hiring -->", "{% x %}", "{{", "https://a.example?utm_a=b", "&amp;", "don’t miss out", "| a |", "—", "–", "…", "&mdash;", "&#8230;",
            "1. ", "# ", "```\n", "![", "](x)", "&nGt;", "5 &#176;", "&ngE;", "é ", "&quot;", "? ", "10 ms", "&eacute;", "\u{a0}", "\r\n", "\t", "{% highlight a %}", "{% endhighlight %}",
        ]), 0..60)) {
        let text = pieces.concat();
        for found in found(&text) {
            prop_assert!(found.source.end <= text.len());
            prop_assert!(text.is_char_boundary(found.source.start) && text.is_char_boundary(found.source.end));
            prop_assert!(found.source.start < found.source.end);
        }
    }
}
