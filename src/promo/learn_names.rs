//! Names that a line of a post calls ours: "at Example, we", "our app Example", "Example, our shop".

use std::collections::BTreeSet;

/// Kinds of thing that can be ours and have a name. A customer, a client and an editor may be somebody else.
const THINGS: [&str; 25] = [
    "product",
    "app",
    "application",
    "tool",
    "platform",
    "software",
    "service",
    "library",
    "framework",
    "plugin",
    "extension",
    "package",
    "newsletter",
    "podcast",
    "course",
    "book",
    "conference",
    "event",
    "magazine",
    "shop",
    "store",
    "company",
    "studio",
    "agency",
    "workshop",
];

/// Capitalised words that begin sentences or name days, and are no names of ours.
const NO_NAMES: [&str; 46] = [
    "The",
    "A",
    "An",
    "I",
    "In",
    "On",
    "At",
    "We",
    "Our",
    "This",
    "That",
    "These",
    "My",
    "And",
    "But",
    "For",
    "If",
    "It",
    "So",
    "To",
    "You",
    "Your",
    "First",
    "Last",
    "Home",
    "Work",
    "Christmas",
    "Easter",
    "Thanksgiving",
    "Halloween",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
];

/// Ours by choice alone: "React, our favourite framework", "our framework of choice".
const FAVOURITES: [&str; 6] = ["favourite", "favorite", "preferred", "chosen", "current", "main"];

/// What a guest says after "at Example, we": it was once, or somewhere else.
const PAST: [&str; 14] = [
    "had", "did", "were", "was", "met", "saw", "went", "gave", "got", "used", "worked", "learned", "learnt",
    "heard",
];

/// The most words of a name.
const LONGEST_NAME: usize = 3;

/// A word of a line, without what is around it.
struct Word<'a> {
    text: &'a str,
    /// Whether a comma, full stop or other mark stands behind it.
    mark: Option<char>,
}

/// Adds every name that `line` calls ours.
pub(crate) fn names_called_ours(line: &str, names: &mut BTreeSet<String>) {
    // Most lines hold none of the three; the words are split only where one stands.
    let lower = |word: &str| line.contains(word);
    if !(lower("our ") || lower(", we") || lower("here at ") || lower("e at ")) {
        return;
    }
    let line = without_targets(line);
    let words: Vec<Word<'_>> = line.split_whitespace().filter_map(word).collect();
    for at in 0..words.len() {
        let is = |index: usize, known: &[&str]| {
            words
                .get(index)
                .is_some_and(|word| known.iter().any(|known| word.text.eq_ignore_ascii_case(known)))
        };
        let after = |index: usize| name_at(&words, index);
        if is(at, &["at"]) {
            let Some((name, end, mark)) = after(at + 1) else { continue };
            let before = at > 0 && words[at - 1].mark.is_none() && is(at - 1, &["here", "we"]);
            // "When I was at Example, we": a place of the past does not begin its clause.
            let begins = at == 0 || words[at - 1].mark.is_some();
            let is_now = begins && !is(end + 1, &PAST);
            if before || (is_now && mark == Some(',') && is(end, &["we", "our"])) {
                names.insert(name);
            }
        } else if is(at, &["our"]) && words[at].mark.is_none() && is(at + 1, &THINGS) {
            if words[at + 1].mark.is_none()
                && let Some((name, ..)) = after(at + 2)
            {
                names.insert(name);
            }
        } else if at > 0
            && is(at, &["our"])
            && words[at - 1].mark == Some(',')
            && (at + 1..at + 4).any(|thing| is(thing, &THINGS) && !is(thing + 1, &["of"]))
            && !is(at + 1, &FAVOURITES)
        {
            // Back over the words of the name before the comma; of a sentence's first word nothing is known.
            let mut start = at;
            while start > 0
                && at - start < LONGEST_NAME
                && is_name(words[start - 1].text)
                && (start == at || words[start - 1].mark.is_none())
            {
                start -= 1;
            }
            if let Some((name, end, _)) = after(start).filter(|_| start < at)
                && end == at
            {
                names.insert(name);
            }
        }
    }
}

/// The name that begins at a word, the index behind it, and the mark at its end.
fn name_at(words: &[Word<'_>], at: usize) -> Option<(String, usize, Option<char>)> {
    let mut name = String::new();
    let mut end = at;
    let mut mark = None;
    while let Some(word) = words.get(end).filter(|word| is_name(word.text) && end - at < LONGEST_NAME) {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word.text);
        mark = word.mark;
        end += 1;
        if mark.is_some() {
            break;
        }
    }
    (!name.is_empty()).then_some((name, end, mark))
}

fn is_name(word: &str) -> bool {
    word.len() >= 2 && word.chars().any(char::is_uppercase) && !NO_NAMES.contains(&word)
}

/// A word without emphasis, brackets and punctuation; a possessive is its owner.
fn word(text: &str) -> Option<Word<'_>> {
    let inner = text.trim_matches(|c: char| !c.is_alphanumeric());
    let end = text.find(inner).map_or(text.len(), |at| at + inner.len());
    let mark = text[end..].chars().find(|c| ",.;:!?)".contains(*c));
    let owner = inner.strip_suffix("'s").or_else(|| inner.strip_suffix("’s")).unwrap_or(inner);
    (!owner.is_empty()).then_some(Word { text: owner, mark })
}

/// The line with `[words](target)` as `[words]`.
fn without_targets(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        text.push_str(before);
        text.push(']');
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let mut names = BTreeSet::new();
        names_called_ours(line, &mut names);
        assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{line}");
    }

    #[test]
    fn names_are_called_ours() {
        check("At Brushwork, we paint.", &["Brushwork"]);
        check("Here at **Brush & Work** we paint.", &["Brush"]);
        check("Those of us who stand here at Harbour Paint know it.", &["Harbour Paint"]);
        check("You can do that with our app [Drying Time](https://example.net/a).", &["Drying Time"]);
        check("We wrote DryTime, our small tool, in a week.", &["DryTime"]);
        check("That is what our newsletter Wet Paint is for.", &["Wet Paint"]);
        check("Ask our company Brushwork's painter.", &["Brushwork"]);
    }

    #[test]
    fn other_names_are_not() {
        for line in [
            "At Christmas, we close.",
            "We met at Harbour Hall. Our doors were open.",
            "our customer Brushwork, whom we like",
            "Paint from Brushwork, our favourite.",
            "on Monday, our shop opens",
            "Our app is called nothing.",
            "at the end, we paint",
            "our app, Monday excepted",
            "our client Northwind asked for it",
            "our editor Mara read it",
            "When I was at Northwind, we painted doors.",
            "At Northwind, we had no doors.",
            "React, our framework of choice, draws it.",
            "We moved to Trellis, our favourite tool.",
        ] {
            check(line, &[]);
        }
    }
}
