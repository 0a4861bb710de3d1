//! The site's own names and hosts, learnt where nobody wrote them down.
//!
//! A wrong name would make honest posts look vain, so each rule is narrow and can be said in a sentence; what is
//! missed stands in `promo.brands` or `promo.hosts`. Read are the settings, audiences.yaml and the newest
//! [`POSTS_READ`] posts; code, quotations and front matter are not.
//!
//! A **host** is own if
//! - `base_url` names it, or names a part of it that is for reading: `example.com` of `blog.example.com`;
//! - it is called like the site (`https://example.com` → `example.shop`, `getexample.com`), and at least [`FEWEST_POSTS`]
//!   posts and one in ten link to it; of the very same name below an ending that anybody may have, such as
//!   `example.org`, a post must call it or the name ours, since the site may be named after its subject;
//! - as many posts link to it with words such as "our shop", and it is no platform that everybody shares.
//!
//! A **name** is own if at least [`FEWEST_POSTS`] posts hold it, spelled with its capitals nine times in ten, and it is
//! - the site's title, if that holds several capitalised words;
//! - called like the host, and ours in at least one post;
//! - the company of `legal.postal`, known by its legal form, or the full name of a person of audiences.yaml;
//! - what at least [`FEWEST_POSTS`] posts and one in ten call ours: "at Example, we", "our app Example",
//!   "Example, our shop".
//!
//! A company of a single word must be called ours by one post at least; a single word of the title may be the subject.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use aho_corasick::MatchKind;

use crate::promo::document::plain_host;
use crate::promo::learn_hosts::calls_it_ours;
use crate::promo::learn_hosts::has_same_name;
use crate::promo::learn_hosts::is_business;
use crate::promo::learn_hosts::is_called_like;
use crate::promo::learn_hosts::is_shared;
use crate::promo::learn_hosts::name_of_host;
use crate::promo::learn_hosts::whole_of;
use crate::promo::learn_names::names_called_ours;
use crate::promo::url;

/// How many of the newest posts are read: what the site says of itself now, at a cost that does not grow with it.
pub const POSTS_READ: usize = 400;
/// The fewest posts that must show a thing.
pub const FEWEST_POSTS: usize = 3;

/// What is known of a site before its posts are judged.
#[derive(Debug, Clone, Default)]
pub struct VoiceFacts<'a> {
    /// The title of the site.
    pub title: &'a str,
    /// The host of its address.
    pub host: &'a str,
    /// The names of the people who write here.
    pub people: Vec<&'a str>,
    /// The sender's postal address.
    pub postal: Option<&'a str>,
    /// The markdown of the posts, newest first.
    pub posts: Vec<&'a str>,
}

/// What was learnt, each thing with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Voice {
    /// Own names, as they are spelled; ordered.
    pub brands: Vec<Learnt>,
    /// Own hosts, lower case, without `www.`; ordered.
    pub hosts: Vec<Learnt>,
}

/// One thing that was learnt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Learnt {
    /// The name or host.
    pub name: String,
    /// What it was learnt from, in one clause.
    pub because: String,
}

/// The longest address and the longest words of a link that are looked at, in bytes.
const LONGEST: usize = 300;

/// Learns the site's own names and hosts. Pure; the same facts give the same voice.
pub fn learn(facts: &VoiceFacts<'_>) -> Voice {
    let mut heard = Vec::new();
    heard.resize_with(facts.posts.len().min(POSTS_READ), || None);
    learn_again(facts, &mut heard)
}

/// The same, with what was heard in each of the first [`POSTS_READ`] posts before; it is replaced where it is missing.
pub(crate) fn learn_again(facts: &VoiceFacts<'_>, heard: &mut [Option<Box<Heard>>]) -> Voice {
    let posts = &facts.posts[..facts.posts.len().min(POSTS_READ)];
    let heard: Vec<&mut Heard> = posts
        .iter()
        .zip(heard)
        .map(|(post, heard)| &mut **heard.get_or_insert_with(|| Box::new(Heard::of(post))))
        .collect();
    let signs = Signs::of(&heard);
    let host = plain_host(facts.host);
    let key = name_of_host(&host).map_or("", |(name, _)| name);
    let learnt = |(name, because): (String, String)| Learnt { name, because };
    let hosts = hosts(&signs, posts.len(), &host, key).into_iter().map(learnt).collect();
    let candidates = candidates(facts, posts.len(), &signs, key);
    let brands = confirmed(&candidates, posts, heard).into_iter().map(learnt).collect();
    Voice { brands, hosts }
}

/// Own hosts with their reasons. `key` is what names `host`.
fn hosts(signs: &Signs<'_>, posts: usize, host: &str, key: &str) -> BTreeMap<String, String> {
    let mut hosts = BTreeMap::new();
    if let Some(whole) = whole_of(host) {
        hosts.insert(whole.to_owned(), format!("`base_url` is {host}, a part of it that is for reading"));
    }
    let enough = |count: usize| count >= FEWEST_POSTS && count * 10 >= posts;
    let of_posts = |count: usize| format!("{count} of {posts} posts");
    for (linked, count) in &signs.hosts {
        let ours = signs.hosts_called_ours.get(linked).copied().unwrap_or(0);
        let is_known = *linked == host || linked.ends_with(&format!(".{host}"));
        if is_known || hosts.contains_key(*linked) {
            continue;
        }
        let is_named = || {
            let is_key = |name: &&str| squeezed(name) == squeezed(key);
            ours > 0 || is_business(linked) || signs.names_called_ours.keys().any(is_key)
        };
        if enough(*count) && is_called_like(linked, key) && (!has_same_name(linked, key) || is_named()) {
            let because = format!("it is called like the site, and {} link to it", of_posts(*count));
            hosts.insert((*linked).to_owned(), because);
        } else if enough(ours) && !is_shared(linked) {
            let because = format!("{} call it ours where they link to it", of_posts(ours));
            hosts.insert((*linked).to_owned(), because);
        }
    }
    hosts
}

/// What one post shows.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    hosts: BTreeSet<String>,
    hosts_called_ours: BTreeSet<String>,
    names_called_ours: BTreeSet<String>,
    /// Names that were looked for, and of each how often it stands in the post and how often as it is spelled.
    uses: Option<(Arc<[String]>, Vec<Uses>)>,
}

/// How often a name stands in a post.
#[derive(Debug, Clone, Copy, Default)]
struct Uses {
    all: usize,
    as_spelled: usize,
}

impl Heard {
    fn of(post: &str) -> Self {
        let mut heard = Self::default();
        for line in own_lines(post) {
            let mut free = 0;
            for (at, _) in line.match_indices("http") {
                if at < free {
                    continue;
                }
                let rest = &line[at..line.floor_char_boundary(at + LONGEST)];
                let end = rest.find([' ', ')', '>', '"', ']', '\'', '|']).unwrap_or(rest.len());
                free = at + end;
                let Some(host) = url::host(&rest[..end]).map(str::to_lowercase) else { continue };
                let before = &line[line.ceil_char_boundary(at.saturating_sub(LONGEST))..at];
                if before.strip_suffix("](").is_some_and(calls_it_ours) {
                    heard.hosts_called_ours.insert(host.clone());
                }
                heard.hosts.insert(host);
            }
            names_called_ours(line, &mut heard.names_called_ours);
        }
        heard
    }
}

/// What posts show, each counted once a post.
#[derive(Debug, Default)]
struct Signs<'a> {
    hosts: BTreeMap<&'a str, usize>,
    hosts_called_ours: BTreeMap<&'a str, usize>,
    names_called_ours: BTreeMap<&'a str, usize>,
}

impl<'a> Signs<'a> {
    fn of(heard: &'a [&mut Heard]) -> Self {
        let mut signs = Self::default();
        for heard in heard {
            for (all, found) in [
                (&mut signs.hosts, &heard.hosts),
                (&mut signs.hosts_called_ours, &heard.hosts_called_ours),
                (&mut signs.names_called_ours, &heard.names_called_ours),
            ] {
                found.iter().for_each(|one| *all.entry(one).or_default() += 1);
            }
        }
        signs
    }
}

/// The lines that speak in the site's own voice: no code, no quotations.
fn own_lines(post: &str) -> impl Iterator<Item = &str> {
    let mut fence: Option<&str> = None;
    post.lines().filter(move |line| {
        let trimmed = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            // A line such as "```code``` is short" holds its end: it is no fence.
            (None, Some(mark)) if !trimmed.trim_start_matches(|c| mark.starts_with(c)).contains(mark) => {
                fence = Some(mark);
            }
            (None, Some(_)) => return true,
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => return fence.is_none() && !trimmed.starts_with('>') && !line.starts_with("    "),
        }
        false
    })
}

/// What may be own names, with the reasons.
fn candidates(
    facts: &VoiceFacts<'_>,
    posts: usize,
    signs: &Signs<'_>,
    host_name: &str,
) -> BTreeMap<String, String> {
    let is_ours = |name: &str| signs.names_called_ours.get(name).copied().unwrap_or(0);
    let mut candidates: BTreeMap<String, String> = BTreeMap::new();
    for (name, count) in &signs.names_called_ours {
        let like_host = !host_name.is_empty() && squeezed(name) == squeezed(host_name);
        if like_host {
            candidates.insert((*name).to_owned(), "it is called like the host, and ours".to_owned());
        } else if *count >= FEWEST_POSTS && count * 10 >= posts {
            candidates.insert((*name).to_owned(), format!("{count} of {posts} posts call it ours"));
        }
    }
    for person in facts.people.iter().filter(|name| name.trim().contains(' ')) {
        candidates
            .entry(person.trim().to_owned())
            .or_insert_with(|| "somebody who writes here has this name".to_owned());
    }
    if let Some(company) =
        facts.postal.and_then(company).filter(|name| name.contains(' ') || is_ours(name) > 0)
    {
        candidates.entry(company).or_insert_with(|| "`legal.postal` names this company".to_owned());
    }
    let title = title_name(facts.title);
    let capitals = title.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    if capitals >= 2 {
        candidates.entry(title.to_owned()).or_insert_with(|| "it is the site's title".to_owned());
    }
    candidates
}

/// The candidates that posts use as names.
fn confirmed(
    candidates: &BTreeMap<String, String>,
    posts: &[&str],
    heard: Vec<&mut Heard>,
) -> BTreeMap<String, String> {
    let names: Arc<[String]> = candidates.keys().cloned().collect();
    let automaton = LazyLock::new(|| {
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(names.iter())
            .ok()
    });
    // For each name: the posts that hold it, how often it stands in them, and how often as it is spelled.
    let mut sums = vec![(0_usize, Uses::default()); names.len()];
    for (post, heard) in posts.iter().zip(heard) {
        if heard.uses.as_ref().is_none_or(|(known, _)| *known != names) {
            let Some(automaton) = &*automaton else { return BTreeMap::new() };
            heard.uses = Some((Arc::clone(&names), uses(automaton, &names, post)));
        }
        let uses = heard.uses.iter().flat_map(|(_, uses)| uses);
        for ((posts, sum), uses) in sums.iter_mut().zip(uses) {
            *posts += usize::from(uses.all > 0);
            sum.all += uses.all;
            sum.as_spelled += uses.as_spelled;
        }
    }
    let is_name = |(posts, sum): &(usize, Uses)| *posts >= FEWEST_POSTS && sum.as_spelled * 10 >= sum.all * 9;
    candidates
        .iter()
        .zip(&sums)
        .filter(|(_, sums)| is_name(sums))
        .map(|((name, because), (count, _))| {
            (name.clone(), format!("{because}; {count} of {} posts name it", posts.len()))
        })
        .collect()
}

/// How often each of `names`, which `automaton` looks for, stands in a post.
fn uses(automaton: &AhoCorasick, names: &[String], post: &str) -> Vec<Uses> {
    let mut uses = vec![Uses::default(); names.len()];
    for line in own_lines(post) {
        for found in automaton.find_iter(line) {
            let goes_on = line[..found.start()].ends_with(char::is_alphanumeric)
                || line[found.end()..].starts_with(char::is_alphanumeric);
            if goes_on {
                continue;
            }
            let pattern = found.pattern().as_usize();
            uses[pattern].all += 1;
            uses[pattern].as_spelled += usize::from(&line[found.range()] == names[pattern].as_str());
        }
    }
    uses
}

/// The title without the words that only say that it is a blog.
fn title_name(title: &str) -> &str {
    let mut name = title.trim();
    name = name.strip_prefix("The ").unwrap_or(name);
    for ending in [" Blog", " blog", " News", " Newsletter", " Journal", " Magazine"] {
        name = name.strip_suffix(ending).unwrap_or(name);
    }
    name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name).trim()
}

/// The company that a postal address begins with, without its legal form; nothing if there is no such form.
fn company(postal: &str) -> Option<String> {
    const FORMS: [&str; 21] = [
        "Ltd",
        "Limited",
        "Inc",
        "LLC",
        "LLP",
        "PLC",
        "plc",
        "Corp",
        "GmbH",
        "AG",
        "KG",
        "UG",
        "SA",
        "SARL",
        "SAS",
        "BV",
        "NV",
        "AB",
        "Oy",
        "ApS",
        "Foundation",
    ];
    let first = postal.split([',', '\n']).next()?.trim();
    let (name, form) = first.rsplit_once(' ')?;
    let form: String = form.chars().filter(|c| c.is_alphanumeric()).collect();
    FORMS.contains(&form.as_str()).then(|| name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Letters and digits alone, lower case.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "Hold the plate against the wall and mark the four holes.\n";

    /// What is learnt of a site whose first posts hold `says`, as `name: reason`.
    #[track_caller]
    fn check(title: &str, host: &str, says: &[(usize, &str)], expected: &[&str]) {
        let mut posts: Vec<String> = vec![PLAIN.to_owned(); 12];
        for (count, text) in says {
            posts.iter_mut().take(*count).for_each(|post| post.push_str(text));
        }
        let voice = learn(&VoiceFacts {
            title,
            host,
            people: vec!["Mara Ostenby", "Solo"],
            postal: Some("Harbour Paint Ltd, 1 Main St"),
            posts: posts.iter().map(String::as_str).collect(),
        });
        let all = voice.brands.iter().chain(&voice.hosts);
        let said: Vec<String> = all.map(|learnt| format!("{}: {}", learnt.name, learnt.because)).collect();
        assert_eq!(said, expected, "{title} at {host}: {says:?}");
    }

    #[test]
    fn hosts_are_learnt_from_the_address() {
        let because = "`base_url` is blog.brushwork.example, a part of it that is for reading";
        check("", "blog.brushwork.example", &[], &[&format!("brushwork.example: {because}")]);
        for host in
            ["brushwork.example", "mara.brushwork.example", "blog.github.io", "news.co.uk", "localhost", ""]
        {
            check("", host, &[], &[]);
        }
    }

    #[test]
    fn hosts_are_learnt_from_what_posts_link_to() {
        let link = |host: &str| format!("See [this](https://{host}/a).\n");
        let like = |host: &str| format!("{host}: it is called like the site, and 3 of 12 posts link to it");
        for host in [
            "brushwork.shop",
            "getbrushwork.example",
            "brushworkhq.co.uk",
            "shop.brushwork.net",
            "brushwork.substack.com",
        ] {
            check("", "brushwork.example", &[(3, &link(host))], &[&like(host)]);
            check("", "brushwork.example", &[(2, &link(host))], &[]);
        }
        for host in [
            "github.com",
            "brushwork.die.net",
            "brushworks.net",
            "example.net",
            "www.brushwork.example",
            "getbrushwork.github.io",
        ] {
            check("", "brushwork.example", &[(12, &link(host))], &[]);
        }
        // The subject of a site may be called like it, and so may its home.
        let same = link("brushwork.dev");
        check("", "brushwork.example", &[(12, &same)], &[]);
        let named = format!("{same}At Brushwork, we paint.\n");
        let voice = learn(&VoiceFacts {
            host: "brushwork.example",
            posts: [[PLAIN; 9].as_slice(), &[named.as_str(); 3]].concat(),
            ..VoiceFacts::default()
        });
        assert_eq!(voice.hosts.len(), 1, "{voice:?}");
        let ours = "It stands in [our web shop](https://www.Colour.example/a).\n";
        let because = "colour.example: 4 of 12 posts call it ours where they link to it";
        check("", "brushwork.example", &[(4, ours)], &[because]);
        check("", "brushwork.example", &[(4, &format!("```\n{ours}```\n> {ours}"))], &[]);
        check(
            "",
            "brushwork.example",
            &[(4, "[our app](https://play.google.com/a) and [our friends](https://a.example)")],
            &[],
        );
        for theirs in
            ["our client's site", "our customers’ app", "our partner shop", "our friend Mara's blog"]
        {
            check("", "brushwork.example", &[(4, &format!("[{theirs}](https://a.example)\n"))], &[]);
        }
        let code = "```brush``` and ```paint``` are [our shop](https://colour.example/a).\n";
        check("", "brushwork.example", &[(4, code)], &[because]);
    }

    #[test]
    fn names_are_learnt_if_posts_use_them_as_names() {
        let ours = "At Brushwork, we paint twice.\n";
        check(
            "",
            "a.example",
            &[(3, ours)],
            &["Brushwork: 3 of 12 posts call it ours; 3 of 12 posts name it"],
        );
        check("", "a.example", &[(2, ours), (9, "Brushwork is a word.\n")], &[]);
        check("", "a.example", &[(3, ours), (9, "The brushwork of old walls.\n")], &[]);
        check(
            "",
            "a.example",
            &[(3, "Harbour Paint holds.\n")],
            &["Harbour Paint: `legal.postal` names this company; 3 of 12 posts name it"],
        );
        check(
            "",
            "a.example",
            &[(3, "Ask Mara Ostenby, not Solo.\n")],
            &["Mara Ostenby: somebody who writes here has this name; 3 of 12 posts name it"],
        );
        check(
            "Letters from Home",
            "a.example",
            &[(3, "This is Letters from Home.\n")],
            &["Letters from Home: it is the site's title; 3 of 12 posts name it"],
        );
        check("Notes from home", "a.example", &[(3, "This is Notes from home.\n")], &[]);
        // The subject of a blog is not its brand.
        check("Brushwork Blog", "brushwork.example", &[(9, "Brushwork is hard, and we know it.\n")], &[]);
        let why = "Brushwork: it is called like the host, and ours; 9 of 12 posts name it";
        check(
            "The Brushwork Blog",
            "blog.brush-work.example",
            &[(9, "Brushwork is hard.\n"), (1, ours)],
            &[
                why,
                "brush-work.example: `base_url` is blog.brush-work.example, a part of it that is for reading",
            ],
        );
    }

    /// Each of these once took time by the square of its length.
    #[test]
    fn hostile_repetition_takes_linear_time() {
        for piece in ["http", "](http://a", "[our ](http", "our app A", ", our ", "](", "At A, we "] {
            let post = piece.repeat(300_000 / piece.len());
            learn(&VoiceFacts { posts: vec![&post; 3], ..VoiceFacts::default() });
        }
    }

    #[test]
    fn old_posts_are_not_read() {
        let mut posts = vec![PLAIN; POSTS_READ];
        posts.extend(["At Brushwork, we paint twice.\n"; 4000]);
        assert_eq!(learn(&VoiceFacts { posts, ..VoiceFacts::default() }), Voice::default());
    }

    /// Pieces of posts, and what the rules look for.
    const PIECES: &str =
        r"(?s)(.|our app |At Foo, we|, our tool|\[our shop\]\(https://a\.b/|http|Foo Bar|\n){0,30}";

    proptest::proptest! {
        #[test]
        fn whatever_is_learnt_stands_in_the_posts(
            posts in proptest::collection::vec(PIECES, 0..8),
            title in ".{0,20}",
            host in "[a-z.]{0,20}",
        ) {
            let posts: Vec<&str> = posts.iter().flat_map(|post| [post.as_str(); 4]).collect();
            let facts = VoiceFacts { title: &title, host: &host, posts, ..VoiceFacts::default() };
            for learnt in learn(&facts).brands {
                proptest::prop_assert!(facts.posts.iter().any(|post| post.contains(&learnt.name)), "{learnt:?}");
            }
        }
    }
}
