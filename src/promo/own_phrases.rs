//! The site's own phrases: `promo.phrases` and `promo.mentions` of regards.yaml.
//!
//! They are found beside the built-in tables, in one more pass over the prose that only sites with such phrases pay
//! for. Where an own phrase and a built-in one overlap, the own one counts: a site knows its words better.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::config::PromoSettings;
use crate::promo::AskKind;
use crate::promo::RULES;
use crate::promo::Rule;
use crate::promo::phrases::Match;
use crate::promo::prose::Prose;
use crate::promo::prose::plain;
use crate::promo::rules;

/// The phrases of one site, ready to be looked for.
#[derive(Debug)]
pub(crate) struct OwnPhrases {
    automaton: AhoCorasick,
    /// What it looks for.
    patterns: Vec<String>,
    /// For each pattern, what it is; `None` for a mention.
    entries: Vec<Option<(&'static Rule, AskKind)>>,
}

/// One occurrence of an own phrase; without a rule, it is no ask.
#[derive(Debug, Clone)]
pub(crate) struct OwnMatch {
    rule: Option<(&'static Rule, AskKind)>,
    /// In `flat`.
    range: Range<usize>,
}

/// The automaton is made of the patterns alone.
impl PartialEq for OwnPhrases {
    fn eq(&self, other: &Self) -> bool {
        self.patterns == other.patterns && self.entries == other.entries
    }
}

impl OwnPhrases {
    /// The phrases of `settings`; `None` if there are none that can be looked for. Unknown rules and empty phrases are
    /// left out; [`check_settings`](crate::promo::check_settings()) reports them.
    pub fn new(settings: &PromoSettings) -> Option<Self> {
        let mut patterns: Vec<String> = Vec::new();
        let mut entries = Vec::new();
        // Mentions first: of equal words, the first counts.
        for phrase in &settings.mentions {
            patterns.push(as_in_prose(phrase));
            entries.push(None);
        }
        for (name, phrases) in &settings.phrases {
            let Some(rule) = RULES.iter().find(|rule| rule.name() == name) else { continue };
            for phrase in phrases {
                patterns.push(as_in_prose(phrase));
                entries.push(Some((*rule, kind_of(rule))));
            }
        }
        let mut kept = patterns.iter().map(|pattern| !pattern.is_empty());
        entries.retain(|_| kept.next().unwrap_or(false));
        patterns.retain(|pattern| !pattern.is_empty());
        if patterns.is_empty() {
            return None;
        }
        let automaton = AhoCorasick::new(&patterns).ok()?;
        Some(Self { automaton, patterns, entries })
    }

    /// Every phrase in `prose`, in order and without overlaps; of several at one place, the longest.
    pub fn find(&self, prose: &Prose<'_>) -> Vec<OwnMatch> {
        let flat = prose.flat.as_bytes();
        let mut all: Vec<(usize, usize, usize)> = self
            .automaton
            .find_overlapping_iter(&prose.flat)
            .filter(|found| is_whole(flat, found.range()))
            .map(|found| (found.start(), usize::MAX - found.end(), found.pattern().as_usize()))
            .collect();
        all.sort_unstable();
        let mut matches: Vec<OwnMatch> = Vec::new();
        for (start, end, pattern) in all {
            let range = start..usize::MAX - end;
            if matches.last().is_none_or(|last| last.range.end <= start) {
                matches.push(OwnMatch { rule: self.entries.get(pattern).copied().flatten(), range });
            }
        }
        matches
    }
}

/// Whether one of `matches`, which are in order, overlaps `range`.
pub(crate) fn overlaps(matches: &[OwnMatch], range: &Range<usize>) -> bool {
    let after = matches.partition_point(|own| own.range.end <= range.start);
    matches.get(after).is_some_and(|own| own.range.start < range.end)
}

impl OwnMatch {
    /// As a phrase of a rule, unless it is a mention.
    pub fn as_match(&self) -> Option<Match> {
        self.rule.map(|(rule, kind)| Match { rule, kind, range: self.range.clone() })
    }
}

/// A text as it would stand in [`Prose::flat`]: ASCII letters lower case, plain signs, single spaces.
pub(crate) fn as_in_prose(text: &str) -> String {
    let mut flat = String::with_capacity(text.len());
    for sign in text.chars() {
        match plain(sign) {
            Some(plain) => flat.push_str(plain),
            None => flat.push(sign.to_ascii_lowercase()),
        }
    }
    flat.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the rule's built-in phrases ask for.
fn kind_of(rule: &Rule) -> AskKind {
    rules::phrases().find(|phrases| phrases.rule.code == rule.code).map_or(AskKind::Other, |known| known.kind)
}

/// Whether no word goes on at either end.
fn is_whole(flat: &[u8], range: Range<usize>) -> bool {
    let word = |at: usize| flat.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    let goes_on = |before: Option<usize>, after: usize| before.is_some_and(word) && word(after);
    !goes_on(range.start.checked_sub(1), range.start) && !goes_on(range.end.checked_sub(1), range.end)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::promo::Document;
    use crate::promo::Settings;
    use crate::promo::prose::read;
    use crate::promo::sink::find_all;
    use crate::promo::wording::Wording;
    use crate::source::SourcePath;

    /// What is found in `text` with a site's own phrases, as `rule "words"`.
    #[track_caller]
    fn check(phrases: &[(&str, &[&str])], mentions: &[&str], text: &str, expected: &[&str]) {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let promo = PromoSettings {
            phrases: phrases.iter().map(|(rule, list)| ((*rule).to_owned(), texts(list))).collect(),
            mentions: texts(mentions),
            ..PromoSettings::default()
        };
        let settings = Settings::new(&promo, &[], &BTreeMap::new());
        let path = SourcePath::new("a.md").unwrap();
        let document =
            Document { path: &path, text, body_start: 0, title: "", title_range: None, language: "en" };
        let found: Vec<String> = find_all(&read(&document), &document, &settings, &Wording::default())
            .iter()
            .map(|found| format!("{} {:?}", found.rule.name(), &text[found.source.clone()]))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn own_phrases_are_found_where_they_stand() {
        let own: &[(&str, &[&str])] =
            &[("call-to-action", &["Grab  your Apron", "apron"]), ("hiring", &["l’équipe"])];
        check(own, &[], "Now grab\nyour *apron*.", &["call-to-action \"grab\\nyour *apron\""]);
        check(own, &[], "Come to L'équipe and grab a spoon.", &["hiring \"L'équipe\""]);
        check(own, &[], "Many aprons; `apron`; an apron.", &["call-to-action \"apron\""]);
        check(own, &[], "```\ngrab your apron\n```\n", &["code \"```\""]);
        check(&[("answers", &["this is how"])], &[], "This is how.", &["answers \"This is how\""]);
        // The last sign of a phrase is all of the place's end, however it is set.
        let set: &[(&str, &[&str])] = &[("call-to-action", &["try “", "wait…", "so—"])];
        check(set, &[], "We try “it” out.", &["call-to-action \"try “\""]);
        check(set, &[], "Wait… and so—home.", &["call-to-action \"Wait…\"", "call-to-action \"so—\""]);
        check(set, &[], "Wait. And so-so.", &["call-to-action \"Wait.\"", "call-to-action \"so-\""]);
    }

    #[test]
    fn an_own_phrase_wins_over_a_built_in_one() {
        check(&[], &[], "Sign up now for it.", &["call-to-action \"Sign up now\""]);
        check(&[], &["sign up"], "Sign up now for it.", &[]);
        check(&[], &["up now for"], "Sign up now for it.", &[]);
        check(&[("hiring", &["sign up"])], &[], "Sign up now for it.", &["hiring \"Sign up\""]);
        check(
            &[("hiring", &["sign up"])],
            &["sign up now"],
            "Sign up now. Sign up.",
            &["hiring \"Sign up\""],
        );
        check(&[("hiring", &["sign up"])], &["sign up"], "Sign up.", &[]);
    }

    #[test]
    fn what_cannot_be_used_is_left_out() {
        check(&[("no-rule", &["four"]), ("hiring", &["", " "])], &["", "\u{a0}"], "One two three four.", &[]);
    }

    proptest::proptest! {
        #[test]
        fn every_place_is_whole_characters(
            text in "(?s)([“”‘’–—… \u{a0}aß漢\u{301}İ\n*]|&mdash;|&hellip;){0,40}",
            phrases in proptest::collection::vec("[“”‘’–—… \u{a0}aß漢\u{301}İ]{0,4}", 1..5),
        ) {
            let promo = PromoSettings {
                phrases: BTreeMap::from([("hiring".to_owned(), phrases)]),
                ..PromoSettings::default()
            };
            let settings = Settings::new(&promo, &[], &BTreeMap::new());
            let path = SourcePath::new("a.md").unwrap();
            let document =
                Document { path: &path, text: &text, body_start: 0, title: "", title_range: None, language: "en" };
            for found in find_all(&read(&document), &document, &settings, &Wording::default()) {
                let place = text.get(found.source.clone());
                proptest::prop_assert!(place.is_some_and(|place| !place.is_empty()), "{:?}", found.source);
            }
        }
    }
}
