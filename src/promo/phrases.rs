//! The phrase tables as one automaton.
//!
//! A table has one pattern a line, lower case. `[a|b|]` stands for either, `^` in front for "only where a sentence
//! or the words of a link begin", `@` for "only as the first words of a link". Patterns match whole words. Where
//! several match at one place, the longest wins, so a longer entry in [`MENTIONS`] silences a shorter one.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::Anchored;
use aho_corasick::MatchKind;
use aho_corasick::automaton::Automaton;
use aho_corasick::automaton::StateID;
use aho_corasick::nfa::contiguous::NFA;

use crate::promo::AskKind;
use crate::promo::Rule;
use crate::promo::openings::Openings;
use crate::promo::prose::Prose;
use crate::promo::prose::is_word;
use crate::promo::rules;

/// The patterns of one rule.
pub(crate) struct Phrases {
    pub rule: &'static Rule,
    pub kind: AskKind,
    pub list: &'static str,
}

/// Words that look like an ask and are none: programming, and writing about marketing.
const MENTIONS: &str = "
[subscribe|subscribes|subscribed] to [the event|events|changes|a topic|the topic|an observable|the observable|the store|messages|updates from|notifications from|a channel]
register [a|an|the|your|our|this|that|new|its] [new |][service worker|callback|handler|listener|component|plugin|route|hook|function|class|type|event|module|service|middleware|domain|command|device|worker|provider|extension|app|key|value|agent|observer]
[sign up|signup|sign-up] [form|forms|page|flow|process|button|endpoint|route|controller|view|test|component]
[call to action|calls to action|call-to-action]
[launch|launches] [the app|the browser|the server|the emulator|a browser|an instance|the application]
[download the|download and install] [latest version of|source|sources|file|files|repo|repository]
[landing|pricing|checkout|sign-up] page design
join the [two|tables|table|results|arrays|strings|lists|threads|thread|datasets|data|rows|paths]
event will [fire|be fired|trigger|be triggered|be emitted|bubble|be dispatched|be sent|be handled]
exclusive access to [the|a|this] [resource|data|lock|file|value|memory|database|object|buffer|table|device]
[order|orders|ordered|sort] by [date|name|id]
launch of the [app|application|browser|process|program|server]
first class

free [software|memory|function|variable|monad|space|disk space|text|form|time|will|speech]
[because of|thanks to] the deadline
call us [a|an]
our [own experience|experience with|experience of]
[http|https|network|api|client] [request|client|clients] to
our product [owner|owners|manager|managers]
our [event|app|service|services|client|software] [handler|loop|class|object|module|code|worker|component|listener|controller|server]
[try|try out] our [hand|best|luck]
";

/// One occurrence of a pattern.
pub(crate) struct Match {
    pub rule: &'static Rule,
    pub kind: AskKind,
    /// In `flat`.
    pub range: Range<usize>,
}

#[derive(Clone, Copy)]
enum Where {
    Anywhere,
    SentenceStart,
    LinkStart,
}

struct Entry {
    rule: Option<(&'static Rule, AskKind)>,
    place: Where,
    /// The same words under a weaker condition, for when this one's is not met.
    weaker: Option<usize>,
}

/// # Design
/// Phrases begin where words do, or with a sign that stands between words, so the automaton is asked there and nowhere
/// else, anchored. Most words that begin some phrase are frequent ones (the, we, in), hence [`Openings`] are asked
/// first: the first two words together let one place in thirty through.
struct Matcher {
    automaton: NFA,
    /// Where the automaton begins.
    start: StateID,
    openings: Openings,
    entries: Vec<Entry>,
    /// For each pattern of the automaton, its entry.
    first: Vec<usize>,
}

/// Empty only if the tables were too large for an automaton.
static MATCHER: LazyLock<Option<Matcher>> = LazyLock::new(Matcher::new);

/// Hands every phrase of `prose` to `each`, in order.
pub(crate) fn find(prose: &Prose<'_>, mut each: impl FnMut(Match)) {
    let Some(matcher) = MATCHER.as_ref() else { return };
    let flat = prose.flat.as_bytes();
    // The end of the last phrase: none begins before it.
    let mut free = 0;
    let mut try_at = |at: usize, free: &mut usize| {
        if at >= *free
            && let Some((entry, end)) = matcher.phrase_at(prose, at)
        {
            if let Some((rule, kind)) = entry.rule {
                each(Match { rule, kind, range: at..end });
            }
            *free = end;
        }
    };
    let mut gap = 0;
    for (index, token) in prose.tokens.iter().enumerate() {
        let start = token.start();
        if !(start == gap + 1 && flat[gap] == b' ') {
            matcher.openings.signs(flat, gap..start).for_each(|at| try_at(at, &mut free));
        }
        gap = token.end();
        if matcher.openings.may_begin(flat, token, prose.tokens.get(index + 1)) {
            try_at(start, &mut free);
        }
    }
    matcher.openings.signs(flat, gap..flat.len()).for_each(|at| try_at(at, &mut free));
}

impl Matcher {
    fn new() -> Option<Self> {
        let mut patterns: Vec<(String, Entry)> = Vec::new();
        for phrases in rules::phrases() {
            add(phrases.list, Some((phrases.rule, phrases.kind)), &mut patterns);
        }
        add(MENTIONS, None, &mut patterns);
        // A stable sort: of equal words, an earlier table wins.
        patterns.sort_by(|(a, _), (b, _)| a.cmp(b));
        let (mut texts, mut entries, mut first): (Vec<String>, Vec<Entry>, Vec<usize>) = Default::default();
        for (text, entry) in patterns {
            if texts.last() == Some(&text) {
                let next = entries.len();
                if let Some(last) = entries.last_mut() {
                    last.weaker = Some(next);
                }
            } else {
                texts.push(text);
                first.push(entries.len());
            }
            entries.push(entry);
        }
        let openings = Openings::of(&texts);
        let automaton = NFA::builder().match_kind(MatchKind::LeftmostLongest).build(&texts).ok()?;
        let start = automaton.start_state(Anchored::Yes).ok()?;
        Some(Self { automaton, start, openings, entries, first })
    }

    /// The phrase at byte `at`, and its end.
    fn phrase_at(&self, prose: &Prose<'_>, at: usize) -> Option<(&Entry, usize)> {
        let flat = prose.flat.as_bytes();
        let (pattern, end) = self.longest(flat, at)?;
        let in_word = is_word(flat[end - 1]) && flat.get(end).copied().is_some_and(is_word);
        if in_word { None } else { Some((self.entry(pattern, prose, at)?, end)) }
    }

    /// The longest pattern at byte `at`, and its end.
    fn longest(&self, flat: &[u8], at: usize) -> Option<(usize, usize)> {
        let mut state = self.start;
        let mut longest = None;
        for (index, &byte) in flat.iter().enumerate().skip(at) {
            state = self.automaton.next_state(Anchored::Yes, state, byte);
            if self.automaton.is_special(state) {
                if self.automaton.is_dead(state) {
                    break;
                }
                // Patterns that end here and began later are none of this byte's; its own comes first.
                if self.automaton.is_match(state) {
                    let pattern = self.automaton.match_pattern(state, 0);
                    if self.automaton.pattern_len(pattern) == index + 1 - at {
                        longest = Some((pattern.as_usize(), index + 1));
                    }
                }
            }
        }
        longest
    }

    /// The entry of `pattern` whose condition is met at byte `at`.
    fn entry(&self, pattern: usize, prose: &Prose<'_>, at: usize) -> Option<&Entry> {
        let mut next = self.first.get(pattern).copied();
        while let Some(entry) = next.and_then(|index| self.entries.get(index)) {
            let met = match entry.place {
                Where::Anywhere => true,
                Where::SentenceStart => prose.starts_sentence(at),
                Where::LinkStart => prose.starts_link(at),
            };
            if met {
                return Some(entry);
            }
            next = entry.weaker;
        }
        None
    }
}

fn add(list: &str, rule: Option<(&'static Rule, AskKind)>, patterns: &mut Vec<(String, Entry)>) {
    for line in list.lines().filter(|line| !line.is_empty()) {
        let (place, pattern) = match line.split_at(1) {
            ("^", rest) => (Where::SentenceStart, rest),
            ("@", rest) => (Where::LinkStart, rest),
            _ => (Where::Anywhere, line),
        };
        for text in expand(pattern) {
            patterns.push((text, Entry { rule, place, weaker: None }));
        }
    }
}

/// Every text that a pattern stands for.
fn expand(pattern: &str) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut rest = pattern;
    while let Some((plain, tail)) = rest.split_once('[') {
        let (choices, tail) = tail.split_once(']').unwrap_or((tail, ""));
        texts = texts
            .iter()
            .flat_map(|text| choices.split('|').map(move |choice| format!("{text}{plain}{choice}")))
            .collect();
        rest = tail;
    }
    for text in &mut texts {
        text.push_str(rest);
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    texts.retain(|text| !text.is_empty());
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_expand_to_every_choice() {
        assert_eq!(expand("[a|b] c [d |]e"), ["a c d e", "a c e", "b c d e", "b c e"]);
    }

    #[test]
    fn every_pattern_is_lower_case_and_balanced() {
        for line in rules::phrases().flat_map(|phrases| phrases.list.lines()).chain(MENTIONS.lines()) {
            assert_eq!(line, line.to_lowercase());
            assert_eq!(line.matches('[').count(), line.matches(']').count(), "{line}");
        }
    }
}
