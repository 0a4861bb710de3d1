//! A small report that every renderer's test shows, and the laws of fingerprints.

use proptest::prelude::*;

use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Fingerprint;
use crate::diag::Level;
use crate::diag::Rule;
use crate::diag::identify;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::source::Span;

pub const BROKEN: Rule = Rule {
    name: "broken-link",
    level: Level::Error,
    explain: "A link leads nowhere. Mend it, or take it out.",
};

pub const PITCH: Rule = Rule {
    name: "call-to-action",
    level: Level::Warning,
    explain: "## PR101 call-to-action\nWhy: it asks. Loudly.\n\n    Buy now.\n    ^^^^^^^ PR101\n",
};

/// An error with two places, a warning with everything that needs an escape, a note over two lines, one of the whole
/// file, one without a place, one in a file that was not read, and one that an author allowed.
pub fn report() -> (Diagnostics, SourceTree) {
    let post = SourcePath::new("content/a, b.md").unwrap();
    let other = SourcePath::new("content/other.md").unwrap();
    let mut sources = SourceTree::default();
    sources.insert_text(post.clone(), "# Zoë\nBuy {now}: [100 %](x)\nor never\n");
    sources.insert_text(other.clone(), "One.\nTwo.\n");
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(
        Diagnostic::new(&BROKEN, "there is no `x`")
            .label(Span::new(&post, 18..28), "this link")
            .label(Span::new(&other, 5..9), "it was meant")
            .at(Span::new(&other, 0..4))
            .help("write `y`, or take it out"),
    );
    diagnostics.push(
        Diagnostic::new(&PITCH, "100 % of {now}, [read](x)\u{1b}[2J\nnext")
            .label(Span::new(&post, 7..16), "it asks"),
    );
    let mut note = Diagnostic::new(&PITCH, "over two lines").at(Span::new(&post, 7..32)).help("cut it");
    note.level = Level::Note;
    diagnostics.push(note);
    diagnostics.push(Diagnostic::new(&PITCH, "promotional 0.91").at(Span::new(&post, 7..10)).of_whole_file());
    diagnostics.push(Diagnostic::new(&BROKEN, "the site is empty"));
    let gone = SourcePath::new("gone.md").unwrap();
    diagnostics.push(Diagnostic::new(&BROKEN, "cannot be read").at(Span::start_of(&gone)));
    diagnostics.push(
        Diagnostic::new(&PITCH, "call to action: \"Buy\"")
            .at(Span::new(&post, 7..10))
            .allowed("the shop is the subject"),
    );
    (diagnostics, sources)
}

/// The fingerprints of the places of `word` in a text.
fn fingerprints(text: &str, word: &str) -> Vec<Fingerprint> {
    let path = SourcePath::new("content/a.md").unwrap();
    let mut sources = SourceTree::default();
    sources.insert_text(path.clone(), text);
    let places = text.match_indices(word).map(|(at, _)| Span::new(&path, at..at + word.len()));
    let mut diagnostics: Diagnostics = places.map(|span| Diagnostic::new(&PITCH, "x").at(span)).collect();
    identify(&mut diagnostics, &sources);
    diagnostics.iter().filter_map(|diagnostic| diagnostic.fingerprint).collect()
}

proptest! {
    #[test]
    fn lines_above_and_around_change_no_fingerprint(
        lines in prop::collection::vec("[a-z .]{0,30}", 1..8),
        above in prop::collection::vec("[a-z .]{0,30}", 0..8),
        count in 1_usize..4,
    ) {
        let post = format!("{}\nBUY NOW", lines.join("\n")).repeat(count);
        let moved = format!("{}\n{post}\n{}", above.join("\n"), above.join(" "));
        let found = fingerprints(&post, "BUY NOW");
        prop_assert_eq!(found.len(), count);
        prop_assert_eq!(&found, &fingerprints(&moved, "BUY NOW"));
    }

    #[test]
    fn equal_places_have_fingerprints_of_their_own(count in 2_usize..30) {
        let mut found = fingerprints(&"Buy now. ".repeat(count), "Buy now");
        found.sort();
        found.dedup();
        prop_assert_eq!(found.len(), count);
    }

    #[test]
    fn fingerprints_read_what_they_write(text in "[a-z]{1,9}") {
        for fingerprint in fingerprints(&text, &text) {
            prop_assert_eq!(Fingerprint::parse(&fingerprint.to_string()), Some(fingerprint));
        }
    }
}

#[test]
fn what_a_fingerprint_depends_on() {
    let path = |text: &str| SourcePath::new(text).unwrap();
    let mut sources = SourceTree::default();
    sources.insert_text(path("a.md"), "Buy  now, and\nbuy now; Buy\nnow 1");
    sources.insert_text(path("b.md"), "Buy now");
    let of = |diagnostic: Diagnostic| {
        let mut one: Diagnostics = [diagnostic].into_iter().collect();
        identify(&mut one, &sources);
        one.iter().find_map(|diagnostic| diagnostic.fingerprint).unwrap()
    };
    let at = |file: &str, range| Diagnostic::new(&PITCH, "x 1").at(Span::new(&path(file), range));
    let first = of(at("a.md", 0..8));
    assert_eq!(first, of(at("a.md", 23..30)), "a line break is a space");
    assert_eq!(first, of(Diagnostic { message: "y".into(), ..at("a.md", 0..8) }), "what is said of it");
    assert_eq!(first, of(Diagnostic { level: Level::Note, ..at("a.md", 0..8) }), "its level");
    assert_ne!(first, of(at("a.md", 14..21)), "its words");
    assert_ne!(first, of(at("b.md", 0..7)), "its file");
    assert_ne!(first, of(Diagnostic { rule: &BROKEN, ..at("a.md", 0..8) }), "its rule");
    let whole = |range, message: &str| {
        of(Diagnostic { message: message.into(), ..at("a.md", range).of_whole_file() })
    };
    assert_eq!(whole(0..8, "0.91"), whole(14..21, "0.87"), "a file as a whole has one");
    let point = |message: &str| of(Diagnostic { message: message.into(), ..at("a.md", 3..3) });
    assert_eq!(point("3 files"), point("12 files"), "numbers change from day to day");
    assert_ne!(point("3 files"), point("3 folders"));
    for text in ["", "0123456789abcdeF", "0123456789abcde", "0123456789abcdef0", "+123456789abcdef"] {
        assert_eq!(Fingerprint::parse(text), None, "{text:?}");
    }
}
