//! Finds readers' addresses in anything that is published, however they are written there.
//!
//! The search asks where an address could stand at all, which is around an `@`, and looks up what stands there. So
//! its time depends on the bytes and not on the number of readers. An `@`, or any other character, may be written
//! as it is, as a percent escape (RFC 3986, also of an escape), as a character reference of HTML, as an escape of
//! JSON or JavaScript, quoted-printable (RFC 2045), or the whole in base64 (RFC 4648).

use std::collections::HashSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use aho_corasick::MatchKind;

use crate::people::Email;
use crate::people::unescape::unbase64;
use crate::people::unescape::unescaped;
use crate::people::unescape::unquoted;

/// The furthest that an address reaches to one side of its `@`, in bytes: 254 characters, each as a reference.
const REACH: usize = 2_048;

/// The longest domain (RFC 5321, section 4.5.3.1.2), if each character takes four bytes.
const LONGEST_DOMAIN: usize = 4 * 255;

/// How much of a file's end must be searched again together with what follows it, in bytes.
pub const OVERLAP: usize = 2 * REACH;

/// The ways in which an `@` is escaped, up to where they differ from everything else.
const ESCAPED_AT: [&str; 14] = [
    "%40", "%2540", "&#6", "&#0", "&#x4", "&#X4", "&#x0", "&#X0", "&commat", "\\u0040", "\\U0040", "\\x40",
    "\\X40", "=40",
];

/// The addresses of a site's readers, to be searched for.
#[derive(Debug)]
pub struct AddressSearch {
    addresses: HashSet<String>,
    domains: HashSet<String>,
    escapes: AhoCorasick,
    /// The least length of base64 that holds an address.
    shortest_base64: usize,
}

impl AddressSearch {
    /// Prepares to search for these; `None` if there is nothing to be found.
    pub fn new<'a>(emails: impl IntoIterator<Item = &'a Email>) -> Option<Self> {
        let folded = emails.into_iter().map(|email| email.folded().replace('’', "'"));
        let addresses: HashSet<String> = folded.filter(|folded| folded.contains('@')).collect();
        let shortest = addresses.iter().map(String::len).min()?;
        let domains = addresses.iter().filter_map(|address| address.split_once('@'));
        let domains = domains.map(|(_, domain)| domain.to_owned()).collect();
        let escapes = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(ESCAPED_AT);
        Some(Self {
            addresses,
            domains,
            escapes: escapes.expect("fourteen short patterns make a small automaton"),
            shortest_base64: (shortest * 4 / 3).max(4),
        })
    }

    /// Where a reader's address stands: exactly if it is written as it is, otherwise the word around it.
    pub fn find(&self, bytes: &[u8]) -> Option<Range<usize>> {
        self.around(bytes, |from| memchr::memchr(b'@', &bytes[from..]).map(|at| from + at))
            .or_else(|| {
                let next = |from| {
                    self.escapes
                        .find(aho_corasick::Input::new(bytes).range(from..))
                        .map(|found| found.start())
                };
                self.around(bytes, next)
            })
            .or_else(|| self.in_base64(bytes))
    }

    /// Looks at the words around each place that `next` finds from a position on.
    fn around(&self, bytes: &[u8], next: impl Fn(usize) -> Option<usize>) -> Option<Range<usize>> {
        let mut from = 0;
        while let Some(at) = next(from) {
            let word = word_around(bytes, at);
            if let Some(found) = self.in_word(&bytes[word.clone()]) {
                return Some(word.start + found.start..word.start + found.end);
            }
            // A word that was cut off at its end is looked at again from where it was not.
            from = if word.end - at > REACH { at + REACH / 2 } else { word.end.max(at + 1) };
            if from >= bytes.len() {
                break;
            }
        }
        None
    }

    /// Reads a word in every way in which it can be read.
    fn in_word(&self, word: &[u8]) -> Option<Range<usize>> {
        if let Some(found) = self.in_plain(word) {
            return Some(found);
        }
        if !word.iter().any(|byte| b"%&\\=".contains(byte)) {
            return None;
        }
        let mut readings: Vec<Vec<u8>> = vec![unescaped(word), unquoted(word)];
        readings.extend([unescaped(&readings[0]), unescaped(&readings[1])]);
        readings.iter().any(|reading| self.in_plain(reading).is_some()).then_some(0..word.len())
    }

    /// Looks for an address that is written as it is.
    fn in_plain(&self, bytes: &[u8]) -> Option<Range<usize>> {
        let mut ats = memchr::memchr_iter(b'@', bytes).peekable();
        ats.peek()?;
        let text = String::from_utf8_lossy(bytes).replace('’', "'").to_lowercase();
        let found = text.match_indices('@').find_map(|(at, _)| self.at(&text, at))?;
        // Lower case can be longer or shorter; then the whole word is the place.
        Some(if text.len() == bytes.len() { found } else { 0..bytes.len() })
    }

    /// The address whose `@` stands at `at`, if it is a reader's.
    fn at(&self, text: &str, at: usize) -> Option<Range<usize>> {
        let after = &text[at + 1..];
        let is_host = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
        let longest = after.find(|c| !is_host(c)).unwrap_or(after.len());
        let ends = (after[..longest].match_indices(['.', '-']).map(|(end, _)| end)).chain([longest]);
        let ends = ends.take_while(|end| *end <= LONGEST_DOMAIN);
        for end in ends.filter(|end| self.domains.contains(&after[..*end])) {
            let before = &text[..at];
            let is_local = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
            let first =
                before.char_indices().rev().take_while(|(_, c)| is_local(*c)).last().map(|(start, _)| start);
            let Some(first) = first else { continue };
            // Punctuation before an address can belong to it or not: `to=zoe@`, `'zoe@`.
            let starts = before[first..].char_indices().filter(|(_, c)| !c.is_alphanumeric());
            let starts = starts.map(|(start, c)| first + start + c.len_utf8());
            let place = std::iter::once(first)
                .chain(starts)
                .map(|start| start..at + 1 + end)
                .find(|place| self.addresses.contains(&text[place.clone()]));
            if place.is_some() {
                return place;
            }
        }
        None
    }

    /// Looks into everything that could be base64 long enough for an address.
    fn in_base64(&self, bytes: &[u8]) -> Option<Range<usize>> {
        let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
        let mut probe = self.shortest_base64 - 1;
        let mut searched = 0;
        // Whatever is long enough is met by a step of its own length, and most words are shorter.
        while probe < bytes.len() {
            if is_base64(&bytes[probe]) {
                let start = bytes[searched..probe].iter().rposition(|byte| !is_base64(byte));
                let start = start.map_or(searched, |last| searched + last + 1);
                let end = bytes[probe..].iter().position(|byte| !is_base64(byte));
                let end = end.map_or(bytes.len(), |length| probe + length);
                let run = &bytes[start..end];
                if run.len() >= self.shortest_base64
                    && (0..4).any(|skipped| {
                        self.in_plain(&unbase64(run.get(skipped..).unwrap_or_default())).is_some()
                    })
                {
                    return Some(start..end);
                }
                searched = end;
                probe = end;
            }
            probe += self.shortest_base64;
        }
        None
    }
}

/// The characters around `at` that an address can be written with, escapes and broken lines of quoted-printable
/// among them.
fn word_around(bytes: &[u8], at: usize) -> Range<usize> {
    let is_part = |byte: u8| {
        byte.is_ascii_alphanumeric() || byte >= 0x80 || b"!#$%&'*+-/=?^_`{|}~.@;\\".contains(&byte)
    };
    let is_soft_break = |at: usize| match bytes[at] {
        b'\r' => at > 0 && bytes[at - 1] == b'=' && bytes.get(at + 1) == Some(&b'\n'),
        b'\n' => {
            at > 0 && (bytes[at - 1] == b'=' || (at > 1 && bytes[at - 1] == b'\r' && bytes[at - 2] == b'='))
        }
        _ => false,
    };
    let belongs = |at: usize| is_part(bytes[at]) || is_soft_break(at);
    let least = at.saturating_sub(REACH);
    let most = (at + 2 * REACH).min(bytes.len());
    let mut start = (least..at).rev().take_while(|at| belongs(*at)).last().unwrap_or(at);
    let mut end = (at..most).find(|at| !belongs(*at)).unwrap_or(most);
    // Not in the middle of a character.
    let continues = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    while start < at && continues(start) {
        start += 1;
    }
    while end > at + 1 && continues(end) {
        end -= 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(addresses: &[&str]) -> AddressSearch {
        let emails: Vec<Email> = addresses.iter().map(|address| Email::new(address).unwrap()).collect();
        AddressSearch::new(&emails).unwrap()
    }

    #[track_caller]
    fn check(text: &str, expected: bool) {
        let search = search(&["zoe.secret@example.net", "adam@example.org", "o'hara+x@mail.example.org"]);
        for around in [
            ("", ""),
            ("x ", " y"),
            ("<a href=\"mailto:", "\">"),
            ("\n\n", ".\n"),
            ("=", "&amp;x=1"),
            ("\\n", "\\n"),
        ] {
            let text = format!("{}{text}{}", around.0, around.1);
            assert_eq!(search.find(text.as_bytes()).is_some(), expected, "{text:?}");
        }
    }

    #[test]
    fn every_way_to_write_an_address() {
        for text in [
            "zoe.secret@example.net",
            "ZOE.Secret@Example.NET",
            "zoe.secret%40example.net",
            "zoe%2esecret%2540example%2Enet",
            "zoe.secret&#64;example.net",
            "zoe&period;secret&commat;example&#0046;net",
            "zoe.secret&#X0040;example.net",
            "&#122;&#111;&#101;&#46;&#115;&#101;&#99;&#114;&#101;&#116;&#64;&#101;&#120;&#97;&#109;&#112;&#108;&#101;&#46;&#110;&#101;&#116;",
            "zoe.secret\\u0040example.net",
            "zoe.secret\\x40example.net",
            "zoe.secret=40example.net",
            "zoe.sec=\r\nret=40exam=\nple.net",
            "%3Czoe.secret%40example.net%3E",
            "&lt;zoe.secret@example.net&gt;",
            "\\u003czoe.secret@example.net\\u003e",
            "adam@example.org",
            "to=adam@example.org",
            "o’hara+x@mail.example.org",
            "o&#39;hara%2Bx@mail.example.org",
        ] {
            check(text, true);
        }
        for text in [
            "zoe.secret at example.net",
            "secret@example.net",
            "adam@example.net",
            "adam@example.orgy",
            "madam@example.org",
            "@",
            "%40&#64;=40",
            "adam@mail.example.org",
        ] {
            check(text, false);
        }
    }

    #[test]
    fn base64_is_found_wherever_it_starts() {
        let search = search(&["zoe@example.net"]);
        // `zoe@example.net` after 0, 1 and 2 other bytes, encoded by another program; the last with the letters of URLs.
        for encoded in
            ["em9lQGV4YW1wbGUubmV0LCB4", "IHpvZUBleGFtcGxlLm5ldCwgeA==", "OiB6b2VAZXhhbXBsZS5uZXQsIHg="]
        {
            for before in ["", "\"", "a/", "data:text/plain;base64,", "xxx/", "one two three "] {
                let text = format!("{before}{encoded} and so on");
                assert!(search.find(text.as_bytes()).is_some(), "{text}");
            }
        }
        assert_eq!(search.find("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=".repeat(100).as_bytes()), None);
    }

    #[test]
    fn an_address_is_shown_exactly_where_it_is_written_plainly() {
        let text = "See <zoe@example.net>.";
        assert_eq!(search(&["zoe@example.net"]).find(text.as_bytes()), Some(5..20));
    }

    /// Whatever stands around it, and however long that is, an address is found, and nothing makes the search slow.
    #[test]
    fn hostile_surroundings() {
        let search = search(&["zoe@example.net"]);
        for unit in ["@", "a@", "a", "%40", "a.", "&#64;", "=40", "a%40b.c", "é", "\\", "&", "@a."] {
            let noise = unit.repeat(200_000 / unit.len());
            let text = format!("{noise} zoe@example.net {noise}");
            assert!(search.find(text.as_bytes()).is_some(), "{unit}");
            assert_eq!(search.find(noise.as_bytes()), None, "{unit}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(mut bytes: Vec<u8>, at in 0..200usize) {
            let search = search(&["zoe@example.net"]);
            search.find(&bytes);
            bytes.insert(at.min(bytes.len()), b'@');
            search.find(&bytes);
        }
    }
}
