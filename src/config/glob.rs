//! Patterns of file paths.

use std::fmt;

/// A pattern: `*` stands for anything in one part of a path, `**` for any number of parts, `?` for one
/// character, `[a-z]` for one of some, `{a,b}` for either.
///
/// A pattern without a slash is meant for file names at any depth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    /// Every way to read the braces.
    alternatives: Vec<Vec<char>>,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GlobFault {
    /// There is nothing to match.
    Empty,
    /// A bracket or brace has no partner.
    Unclosed(char),
    /// Braces stand inside braces, or there are too many ways to read them.
    Braces,
    /// It climbs out of the folder, or starts at the root of the disk.
    Outside,
}

impl fmt::Display for GlobFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("it is empty"),
            Self::Unclosed(open) => write!(formatter, "`{open}` has no partner"),
            Self::Braces => formatter.write_str("its braces can be read in too many ways"),
            Self::Outside => formatter.write_str("it leads out of the folder"),
        }
    }
}

/// The most ways to read the braces of one pattern.
const MOST_ALTERNATIVES: usize = 64;

impl Glob {
    /// Checks a pattern.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn new(pattern: &str) -> Result<Self, GlobFault> {
        let pattern = pattern.trim_start_matches("./");
        if pattern.is_empty() {
            return Err(GlobFault::Empty);
        }
        if pattern.starts_with('/') || pattern.split('/').any(|part| part == "..") {
            return Err(GlobFault::Outside);
        }
        let pattern = if pattern.contains('/') { pattern.to_owned() } else { format!("**/{pattern}") };
        let mut alternatives = vec![String::new()];
        let mut rest = pattern.as_str();
        while let Some(open) = rest.find(['{', '}', '[']) {
            alternatives.iter_mut().for_each(|alternative| alternative.push_str(&rest[..open]));
            let inside = &rest[open + 1..];
            match rest.as_bytes()[open] {
                b'[' => {
                    let end = inside.find(']').filter(|end| *end > 0).ok_or(GlobFault::Unclosed('['))?;
                    alternatives.iter_mut().for_each(|one| one.push_str(&rest[open..open + end + 2]));
                    rest = &inside[end + 1..];
                }
                b'{' => {
                    let end = inside.find('}').ok_or(GlobFault::Unclosed('{'))?;
                    let choices: Vec<&str> = inside[..end].split(',').collect();
                    if inside[..end].contains('{') || alternatives.len() * choices.len() > MOST_ALTERNATIVES {
                        return Err(GlobFault::Braces);
                    }
                    alternatives = alternatives
                        .iter()
                        .flat_map(|one| choices.iter().map(move |choice| format!("{one}{choice}")))
                        .collect();
                    rest = &inside[end + 1..];
                }
                _ => return Err(GlobFault::Unclosed('}')),
            }
        }
        alternatives.iter_mut().for_each(|alternative| alternative.push_str(rest));
        Ok(Self { alternatives: alternatives.iter().map(|one| one.chars().collect()).collect() })
    }

    /// Whether `path`, relative to the folder that the pattern is meant for, fits.
    pub fn matches(&self, path: &str) -> bool {
        let path: Vec<char> = path.chars().collect();
        self.alternatives.iter().any(|pattern| fits(pattern, &path))
    }
}

/// One step of a pattern.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// `**/`, or `**` at the end: any number of parts.
    Parts,
    /// `*`.
    Run,
    /// One character, as its own pattern says.
    One(&'a [char]),
}

/// The first step of a pattern, and how many characters it takes.
fn step(pattern: &[char]) -> Option<(Step<'_>, usize)> {
    match pattern {
        [] => None,
        ['*', '*', '/', ..] => Some((Step::Parts, 3)),
        ['*', '*'] => Some((Step::Parts, 2)),
        ['*', ..] => Some((Step::Run, 1)),
        ['[', ..] => {
            let end = pattern.iter().skip(2).position(|c| *c == ']').map_or(pattern.len(), |end| end + 3);
            Some((Step::One(&pattern[..end]), end))
        }
        _ => Some((Step::One(&pattern[..1]), 1)),
    }
}

/// Follows all readings of the pattern at once, so that no pattern is slow.
fn fits(pattern: &[char], path: &[char]) -> bool {
    // Places of the pattern that the path so far may have led to.
    let mut places = vec![false; pattern.len() + 1];
    places[0] = true;
    skip(pattern, &mut places, true);
    for (at, c) in path.iter().enumerate() {
        let mut next = vec![false; pattern.len() + 1];
        for place in (0..pattern.len()).filter(|place| places[*place]) {
            match step(&pattern[place..]) {
                Some((Step::Parts, _)) => next[place] = true,
                Some((Step::Run, _)) if *c != '/' => next[place] = true,
                Some((Step::One(one), length)) if is_one(one, *c) => next[place + length] = true,
                _ => {}
            }
        }
        let part_starts = path[at] == '/';
        skip(pattern, &mut next, part_starts);
        places = next;
    }
    places[pattern.len()]
}

/// Adds the places behind steps that may match nothing; `**/` only where a part of the path starts.
fn skip(pattern: &[char], places: &mut [bool], part_starts: bool) {
    for place in 0..pattern.len() {
        if places[place] {
            match step(&pattern[place..]) {
                Some((Step::Run, length)) => places[place + length] = true,
                Some((Step::Parts, length)) if part_starts || place + length == pattern.len() => {
                    places[place + length] = true;
                }
                _ => {}
            }
        }
    }
}

/// Whether one character fits `?`, `[…]` or itself.
fn is_one(one: &[char], c: char) -> bool {
    match one {
        ['?'] => c != '/',
        ['[', set @ .., ']'] => {
            let (negated, set) = match set {
                ['!' | '^', set @ ..] => (true, set),
                set => (false, set),
            };
            let mut found = false;
            let mut at = 0;
            while at < set.len() {
                if at + 2 < set.len() && set[at + 1] == '-' {
                    found |= (set[at]..=set[at + 2]).contains(&c);
                    at += 3;
                } else {
                    found |= set[at] == c;
                    at += 1;
                }
            }
            c != '/' && found != negated
        }
        [itself] => *itself == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, fitting: &[&str], others: &[&str]) {
        let glob = Glob::new(pattern).unwrap();
        for path in fitting {
            assert!(glob.matches(path), "{pattern} must fit {path}");
        }
        for path in others {
            assert!(!glob.matches(path), "{pattern} must not fit {path}");
        }
    }

    #[test]
    fn patterns() {
        check("drafts/**", &["drafts/a.md", "drafts/b/c.md"], &["drafts.md", "a/drafts/b.md"]);
        check("*.draft.md", &["a.draft.md", "b/c/a.draft.md"], &["a.md", "a.draft.md/b"]);
        check("**/x/*.md", &["x/a.md", "b/x/a.md", "b/c/x/a.md"], &["bx/a.md", "x/b/a.md", "x.md"]);
        check("a/**/b.md", &["a/b.md", "a/c/b.md", "a/c/d/b.md"], &["ab.md", "a/cb.md"]);
        check("p/?.{md,txt}", &["p/a.md", "p/é.txt"], &["p/ab.md", "p/a.html", "p//.md"]);
        check("[a-c]?.md", &["a1.md", "x/b2.md"], &["d1.md"]);
        check("[!a]*", &["b"], &["a", "ab"]);
        check("**", &["a", "a/b"], &[]);
        check("README", &["README", "a/README"], &["README.md"]);
    }

    #[test]
    fn what_is_no_pattern() {
        for (pattern, fault) in [
            ("", GlobFault::Empty),
            ("a[b", GlobFault::Unclosed('[')),
            ("a{b", GlobFault::Unclosed('{')),
            ("a}b", GlobFault::Unclosed('}')),
            ("{a,{b,c}}", GlobFault::Braces),
            ("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", GlobFault::Braces),
            ("../a", GlobFault::Outside),
            ("/etc", GlobFault::Outside),
        ] {
            assert_eq!(Glob::new(pattern), Err(fault), "{pattern}");
        }
    }

    #[test]
    fn no_pattern_is_slow() {
        let glob = Glob::new(&format!("x/{}b", "*a".repeat(200))).unwrap();
        assert!(!glob.matches(&format!("x/{}", "a".repeat(2_000))));
    }
}
