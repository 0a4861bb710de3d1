//! What readers were promised and nobody wrote, and names that nearly are somebody's.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::config::FrontMatter;
use crate::config::read_document;
use crate::config::setting_place;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::Rule;
use crate::diag::nearest;
use crate::model::places::Places;
use crate::people::Community;
use crate::people::topic_place;
use crate::site::Page;
use crate::site::Site;
use crate::source::SourceTree;

/// A topic that no post has.
pub const UNUSED_TOPIC: Rule = Rule {
    name: "unused-topic",
    level: Level::Warning,
    explain: "An audience was promised a topic that no post has, not even a draft. Often the topic is mistyped on one \
              side, and its readers miss posts that are there: correct it, write about it, or remove it from \
              `topics:` in audiences.yaml. Topics are terms of any taxonomy.",
};

/// A name that is nearly the id of a person.
pub const UNKNOWN_AUTHOR: Rule = Rule {
    name: "unknown-author",
    level: Level::Note,
    explain: "A post names an author who is nobody under `people:` in audiences.yaml, and whose name is nearly the id \
              of somebody who is. Authors may be plain names; but if the person was meant, the post lacks the full \
              name and the link to the person. Correct the id. Each name is reported once.",
};

/// A post of no words.
pub const EMPTY_POST: Rule = Rule {
    name: "empty-post",
    level: Level::Warning,
    explain: "A post has a date and no text below its front matter, so feeds and newsletters send their readers to an \
              empty page. Write it, or keep it back with `draft: true`.",
};

/// Finds topics without posts, authors who are nearly somebody, and posts without text.
pub(crate) fn loose_ends(
    sources: &SourceTree,
    site: &Site,
    community: &Community,
    places: &mut Places,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    // A site that has no post yet has not broken its word.
    if !site.by_date.is_empty() {
        unused_topics(sources, site, community, &mut diagnostics);
    }
    diagnostics.extend(near_authors(sources, site, community, places));
    for page in site.pages.iter().filter(|page| is_empty(page)) {
        diagnostics.push(
            Diagnostic::new(&EMPTY_POST, "the post has no text")
                .at(places.of(page, "title"))
                .help("write it, or keep it back with `draft: true`"),
        );
    }
    diagnostics
}

fn is_empty(page: &Page) -> bool {
    page.date.is_some() && !page.draft && page.body().trim().is_empty()
}

fn unused_topics(sources: &SourceTree, site: &Site, community: &Community, diagnostics: &mut Diagnostics) {
    let mut terms: BTreeSet<String> = site
        .taxonomies
        .iter()
        .flat_map(|taxonomy| &taxonomy.terms)
        .map(|term| term.name.to_lowercase())
        .collect();
    let audiences = &community.audiences.audiences;
    if audiences.iter().flat_map(|audience| &audience.topics).all(|topic| terms.contains(topic)) {
        return;
    }
    // What is written and not yet out counts: its readers will get it.
    for left_out in &site.left_out {
        let text = sources.text(&left_out.source).map_or("", |text| text);
        let (document, _) = read_document(&left_out.source, text);
        terms.extend(own_terms(&document.front_matter).map(|term| term.to_lowercase()));
    }
    for audience in audiences {
        for topic in audience.topics.iter().filter(|topic| !terms.contains(*topic)) {
            let near = nearest(topic, terms.iter().map(String::as_str));
            let help = near.map_or_else(
                || "write about it, or take it out".to_owned(),
                |term| format!("did you mean `{term}`?"),
            );
            diagnostics.push(
                Diagnostic::new(
                    &UNUSED_TOPIC,
                    format!("no post has the topic `{topic}` of audience `{}`", audience.id),
                )
                .at(topic_place(sources, &audience.id, topic))
                .help(help),
            );
        }
    }
}

fn own_terms(front_matter: &FrontMatter) -> impl Iterator<Item = &String> {
    let short = [&front_matter.tags, &front_matter.categories, &front_matter.series];
    short.into_iter().chain(front_matter.taxonomies.values()).flatten()
}

/// Finds authors who are nearly the id of a person, once for each name.
fn near_authors(
    sources: &SourceTree,
    site: &Site,
    community: &Community,
    places: &mut Places,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let people = &community.audiences.people;
    let mut first: BTreeMap<&str, &Page> = BTreeMap::new();
    for page in &site.pages {
        for author in page.authors.iter().filter(|author| author.id.is_none()) {
            first.entry(author.name.as_str()).or_insert(page);
        }
    }
    for (name, page) in first {
        if people.iter().any(|person| person.name == name) {
            continue;
        }
        let Some(id) = nearest(name, people.iter().map(|person| person.id.as_str())) else { continue };
        let of_all = site.config.authors.iter().any(|author| author == name);
        let place = of_all.then(|| setting_place(sources, &["authors"])).flatten();
        diagnostics.push(
            Diagnostic::new(&UNKNOWN_AUTHOR, format!("the author `{name}` is not under `people:`"))
                .at(place.unwrap_or_else(|| places.of(page, "authors")))
                .help(format!("did you mean `{id}`?")),
        );
    }
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::diag::human;
    use crate::model::Occasion;
    use crate::model::model;
    use crate::output::BaseUrl;
    use crate::source::SourcePath;

    const AUDIENCES: &str = "people: {clara: {name: Clara Owner, email: clara@example.org}}\n\
        legal: {postal: Town, leave: {mail: leave@example.org}}\n\
        audiences: {dealers: {why: Help dealers, from: clara, topics: [Racks, instalation, secret]}}\n";

    /// What is said of a site on 2026-06-15.
    fn said(files: &[(&str, &str)]) -> String {
        let mut tree = SourceTree::default();
        for (path, text) in files {
            tree.insert_text(SourcePath::new(path).unwrap(), *text);
        }
        let base_url = BaseUrl::new("https://example.org").unwrap();
        let occasion =
            Occasion { today: jiff::civil::date(2026, 6, 15), drafts: false, future: false, base_url };
        let (_, mut diagnostics) =
            model(&tree, Config::default(), &occasion, &mut crate::model::Memory::default());
        diagnostics.sort();
        human(&diagnostics, &tree, false)
    }

    #[test]
    fn as_shown() {
        let shown = said(&[
            ("audiences.yaml", AUDIENCES),
            (
                "content/a.md",
                "---\ndate: 2026-06-01\ntags: [racks, installation]\nauthor: klara\n---\nText.\n",
            ),
            ("content/b.md", "---\ntitle: B\ndate: 2026-06-01\nauthors: [klara, Clara Owner, Zed]\n---\n \n"),
            ("content/c.md", "---\ndraft: true\ntags: [Secret]\n---\n"),
        ]);
        insta::assert_snapshot!(shown, @r###"
    warning[unused-topic]: no post has the topic `instalation` of audience `dealers`
     --> audiences.yaml:3:71
      |
    3 | audiences: {dealers: {why: Help dealers, from: clara, topics: [Racks, instalation, secret]}}
      |                                                                       ^^^^^^^^^^^
      |
      = help: did you mean `installation`?

    note[unknown-author]: the author `klara` is not under `people:`
     --> content/a.md:4:9
      |
    4 | author: klara
      |         ^^^^^
      |
      = help: did you mean `clara`?

    warning[empty-post]: the post has no text
     --> content/b.md:2:8
      |
    2 | title: B
      |        ^
      |
      = help: write it, or keep it back with `draft: true`
    "###);
    }

    /// A site without posts, an audience without topics, a page without a date: nothing to say.
    #[test]
    fn nothing_to_say() {
        assert_eq!(said(&[("audiences.yaml", AUDIENCES), ("content/about.md", "---\ntitle: A\n---\n")]), "");
        let no_topics = AUDIENCES.replace("Racks, instalation, secret", "");
        let post = ("content/a.md", "---\ndate: 2026-06-01\nauthor: clara\n---\nText.\n");
        assert_eq!(said(&[("audiences.yaml", &no_topics), post]), "");
    }

    /// The fault of the file is the only one.
    #[test]
    fn an_audiences_file_that_cannot_be_read() {
        let post = ("content/a.md", "---\ndate: 2026-06-01\naudiences: [x]\nanswers: [y]\n---\nText.\n");
        let shown = said(&[("audiences.yaml", "people: [}\n"), post]);
        assert_eq!(shown.matches("error[").count(), 1, "{shown}");
    }
}
