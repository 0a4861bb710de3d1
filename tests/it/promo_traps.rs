//! Posts that look like something they are not: `tests/promo/traps`, other languages, and what is too short.

use regards::promo::{FEWEST_WORDS, NotJudged, Verdict};

use crate::promo_posts::{Post, judged, judged_in, log_odds, posts, shown};

/// What an invitation scores above the report of the same event at least, in log-odds.
const MARGIN: f64 = 0.5;

fn is_as_expected(verdict: &Verdict, expected: &str) -> bool {
    match expected {
        "not promotional" => matches!(verdict, Verdict::ValueAdding | Verdict::Mixed),
        "flagged" => matches!(verdict, Verdict::Promotional | Verdict::Mixed),
        expected => verdict.name() == expected,
    }
}

#[test]
fn a_trap_gets_the_verdict_it_deserves() {
    let traps = posts("traps");
    assert!(traps.len() >= 30, "{} traps", traps.len());
    let mut wrong = Vec::new();
    for post in &traps {
        let judgement = judged_in(post.meta("language"), post.title(), &post.body);
        let expected = post.meta("expected");
        assert!(
            ["value-adding", "not promotional", "flagged", "promotional"].contains(&expected),
            "{}",
            post.name
        );
        if !is_as_expected(&judgement.verdict, expected) {
            wrong.push(format!("{}: {expected} was expected\n    {}", post.name, shown(&judgement)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), traps.len(), wrong.join("\n"));
}

#[test]
fn an_invitation_scores_above_the_report() {
    let traps = posts("traps");
    let score = |post: &Post| log_odds(&judged(post.title(), &post.body));
    let mut compared = 0;
    for lower in &traps {
        let Some(name) = lower.meta.get("scores_below") else { continue };
        let higher =
            traps.iter().find(|post| post.name == *name).unwrap_or_else(|| panic!("{name} is a trap"));
        let margin = score(higher) - score(lower);
        assert!(margin >= MARGIN, "{name} scores only {margin:+.2} above {}", lower.name);
        compared += 1;
    }
    assert!(compared >= 5, "{compared} comparisons");
}

#[test]
fn other_languages_are_not_judged() {
    let mut wrong = Vec::new();
    for post in posts("languages") {
        let tag = post.meta("tag");
        // By its tag; by its words, where there is no tag or a wrong one.
        for (given, reason) in [
            (tag, NotJudged::Language(Some(tag.to_owned()))),
            ("", NotJudged::Language(None)),
            ("en", NotJudged::Language(None)),
        ] {
            let verdict = judged_in(given, post.title(), &post.body).verdict;
            if verdict != Verdict::NotJudged(reason) {
                wrong.push(format!("{} tagged {given:?}: {verdict}", post.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An author who tags English as German is believed: the rules that read German are those that will judge it one day, and a
/// wrong tag misleads screen readers and hyphenation, too.
#[test]
fn the_tag_is_believed_before_the_words() {
    for post in posts("traps").iter().take(5) {
        for (tag, judged_by_it) in
            [("de", false), ("fr_CH", false), ("en-GB", true), ("EN", true), ("", true)]
        {
            let verdict = judged_in(tag, post.title(), &post.body).verdict;
            assert_eq!(!matches!(verdict, Verdict::NotJudged(_)), judged_by_it, "{} as {tag:?}", post.name);
        }
    }
}

#[test]
fn short_posts_are_not_judged() {
    let pitch = "Buy now! Sign up today for your free trial. Don't miss out. ";
    for text in [
        "",
        "# A heading\n",
        "![A picture without words](picture.png)\n",
        "Buy now!",
        pitch,
        "Join us on Friday at 7 pm. Register now, since seats are limited.\n",
        "> Somebody else said something here, and it was long.\n\nI agree.\n",
    ] {
        assert_eq!(judged("Short", text).verdict, Verdict::NotJudged(NotJudged::TooShort), "{text}");
    }
    // Words of code are none of prose.
    let code = format!("See for yourself.\n\n```\n{}```\n", "sign up now and buy it today\n".repeat(40));
    assert_eq!(judged("Code", &code).verdict, Verdict::NotJudged(NotJudged::TooShort));
    // The limit itself.
    let words = |count: usize| "and ".repeat(count);
    assert_eq!(judged("", &words(FEWEST_WORDS - 1)).verdict, Verdict::NotJudged(NotJudged::TooShort));
    assert_ne!(judged("", &words(FEWEST_WORDS)).verdict, Verdict::NotJudged(NotJudged::TooShort));
}
