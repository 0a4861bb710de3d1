//! The phrase tables, and the search for them.
//!
//! A table has one pattern a line, lower case. `[a|b|]` stands for either, `^` in front for "only where a sentence
//! or the words of a link begin", `@` for "only as the first words of a link". Patterns match whole words. Where
//! several match at one place, the longest wins, so a longer entry in [`MENTIONS`] silences a shorter one.

use std::ops::Range;
use std::sync::LazyLock;

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
[a|the|of|and|every|each|their|any] free trial [is|are|was|were|and|or|with|has|had|that|which|share|ends|ended|means]
[the word|the words|the phrase|the term|the slogan|the headline|the line|the button|so-called] [free trial|sign up|sign up now|buy now|act now|limited time|limited-time|exclusive access|early bird|money-back guarantee]
we won't
[announce|announces|announcing] [changes|errors|results|messages|the number|the result|the results|the change|the changes|the error|the new state|the value|its presence|itself]
[introducing|introduce] [a bug|bugs|a regression|regressions|errors|latency|complexity|a dependency|dependencies|side effects|a new variable|a variable|a race condition]
[launching|releasing|unveiling] [a|the] [browser|process|program|emulator|instance|container|lock|mutex|memory|thread|worker|shell|terminal]
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

/// One text that a pattern stands for.
struct Entry {
    text: String,
    rule: Option<(&'static Rule, AskKind)>,
    place: Where,
}

/// Every text of every table.
///
/// # Design
/// A text is compared with the prose only where its first two words stand, or where its sign or only word does: one
/// word in thirty. An automaton over all tables took longer there, and a hundredth of a second to build.
struct Matcher {
    openings: Openings,
    /// In the order of `openings`; of equal words, an earlier table comes first.
    entries: Vec<Entry>,
}

static MATCHER: LazyLock<Matcher> = LazyLock::new(Matcher::new);

/// Hands every phrase of `prose` to `each`, in order.
pub(crate) fn find(prose: &Prose<'_>, mut each: impl FnMut(Match)) {
    let matcher = &*MATCHER;
    let flat = prose.flat.as_bytes();
    let mut search = Search { prose, entries: &matcher.entries, free: 0 };
    let mut gap = 0;
    for (index, token) in prose.tokens.iter().enumerate() {
        let start = token.start();
        if start != gap + 1 || flat[gap] != b' ' {
            matcher.signs(flat, gap..start, &mut search, &mut each);
        }
        gap = token.end();
        if let Some(patterns) = matcher.openings.at_word(flat, token, prose.tokens.get(index + 1)) {
            search.at(start, patterns, &mut each);
        }
    }
    matcher.signs(flat, gap..flat.len(), &mut search, &mut each);
}

/// What is compared, and how far it has come.
struct Search<'a, 'd> {
    prose: &'a Prose<'d>,
    entries: &'a [Entry],
    /// The end of the last phrase: none begins before it.
    free: usize,
}

impl Search<'_, '_> {
    /// Hands the first of `patterns` that stands at byte `at` to `each`.
    fn at(&mut self, at: usize, mut patterns: impl Iterator<Item = usize>, each: &mut impl FnMut(Match)) {
        if at < self.free {
            return;
        }
        let found = patterns.find_map(|index| self.entries.get(index).filter(|entry| self.stands(entry, at)));
        let Some(entry) = found else { return };
        self.free = at + entry.text.len();
        if let Some((rule, kind)) = entry.rule {
            each(Match { rule, kind, range: at..self.free });
        }
    }

    fn stands(&self, entry: &Entry, at: usize) -> bool {
        let flat = self.prose.flat.as_bytes();
        let end = at + entry.text.len();
        // The last byte first: it tells most of what begins alike apart.
        let last = entry.text.as_bytes().last();
        if last.is_none() || last != flat.get(end - 1) || !flat[at..].starts_with(entry.text.as_bytes()) {
            return false;
        }
        // A word goes on with a word, and `Time::today` is no time of an event.
        let goes_on = flat.get(end).is_some_and(|next| match flat[end - 1] {
            b':' => *next == b':',
            last => is_word(last) && is_word(*next),
        });
        !goes_on
            && match entry.place {
                Where::Anywhere => true,
                Where::SentenceStart => self.prose.starts_sentence(at),
                Where::LinkStart => self.prose.starts_link(at),
            }
    }
}

impl Matcher {
    fn new() -> Self {
        let mut entries = Vec::new();
        for phrases in rules::phrases() {
            add(phrases.list, Some((phrases.rule, phrases.kind)), &mut entries);
        }
        add(MENTIONS, None, &mut entries);
        let openings = Openings::sort(&mut entries, |entry: &Entry| entry.text.as_str());
        Self { openings, entries }
    }

    /// Looks for the phrases that begin with a sign between two words.
    fn signs(
        &self,
        flat: &[u8],
        gap: Range<usize>,
        search: &mut Search<'_, '_>,
        each: &mut impl FnMut(Match),
    ) {
        for at in gap.filter(|at| self.openings.is_sign(flat[*at])) {
            search.at(at, self.openings.at_sign(flat[at]), each);
        }
    }
}

fn add(list: &str, rule: Option<(&'static Rule, AskKind)>, entries: &mut Vec<Entry>) {
    for line in list.lines().filter(|line| !line.is_empty()) {
        let (place, pattern) = match line.split_at(1) {
            ("^", rest) => (Where::SentenceStart, rest),
            ("@", rest) => (Where::LinkStart, rest),
            _ => (Where::Anywhere, line),
        };
        for text in expand(pattern) {
            entries.push(Entry { text, rule, place });
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
