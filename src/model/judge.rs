//! What each post is to its reader: the author's word and the promo check's, weighed.

use std::sync::Arc;

use crate::config::Kind;
use crate::config::front_matter_place;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::Rule;
use crate::diag::did_you_mean;
use crate::model::places::Places;
use crate::model::voice::promo_settings;
use crate::people::Community;
use crate::people::UNKNOWN_AUDIENCE;
use crate::people::UNKNOWN_NEED;
use crate::people::resolve_need;
use crate::promo;
use crate::promo::Judgement;
use crate::promo::Verdict;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::relation::Evidence;
use crate::relation::Item;
use crate::relation::weigh;
use crate::site::Page;
use crate::site::PageId;
use crate::site::Site;
use crate::site::Term;
use crate::site::TermId;

/// A give, or news, that the promo check calls promotional.
pub const DISPUTED_GIVE: Rule = Rule {
    name: "disputed-give",
    level: Level::Warning,
    explain: "The front matter says `kind: give` or `kind: news`, and the promo check calls the post promotional. It \
              counts as an ask, so readers whom it is too early to ask do not get it; otherwise calling an ask \
              news would be the way around patience. Give more and ask less; or call it `kind: ask`; or, if the \
              check is wrong, say why in a few words: `not_promotional: \"…\"`. A build warns of it; for \
              `regards check` it is an error until one is done.",
};

/// What the promo check says of a site.
pub struct Judged {
    /// Of each page.
    pub judgements: Vec<Arc<Judgement>>,
    /// Of lines that end post after post.
    pub standing_asks: promo::StandingAsks,
    /// The settings that they were made with.
    pub settings: promo::Settings,
    /// What of them was learnt from the site.
    pub voice: promo::Voice,
}

/// Judges every page without the asks that stand at the end of post after post.
pub fn judge_pages(site: &Site, community: &Community, memory: &mut promo::Memory) -> Judged {
    let mut posts = promo::Posts::new(site.pages.iter().map(post_of).collect(), memory);
    let (settings, voice) = promo_settings(site, community, &mut posts);
    let standing_asks = posts.standing_asks(&settings);
    let judgements = posts.judge(&settings, &standing_asks, |index, document| {
        let mut judgement = promo::judge(document, &settings);
        // The check was not told where the title stands, since front matter is rarely needed again.
        if judgement.findings.iter().any(|finding| finding.span.range().is_empty()) {
            let page = &site.pages[index];
            let title = front_matter_place(&page.source, &page.text, &["title"]);
            let in_title = judgement.findings.iter_mut().filter(|finding| finding.span.range().is_empty());
            in_title.for_each(|finding| finding.span = title.clone());
        }
        judgement
    });
    Judged { judgements, standing_asks, settings, voice }
}

/// A page as the promo check sees it.
fn post_of(page: &Page) -> promo::Post<'_> {
    let document = promo::Document {
        path: &page.source,
        text: &page.text,
        body_start: page.body_start,
        title: &page.title,
        title_range: None,
        language: &page.language,
    };
    promo::Post { document, text: &page.text }
}

/// Tells each page what kind it is, and finds what is wrong with what the pages say of themselves.
pub fn weigh_pages(
    site: &mut Site,
    community: &Community,
    judgements: &[Arc<Judgement>],
    places: &mut Places,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for (page, judgement) in site.pages.iter_mut().zip(judgements) {
        diagnostics.extend(judgement.faults.iter().cloned());
        let judged = !matches!(judgement.verdict, Verdict::NotJudged(_));
        let weighed = weigh(&Evidence {
            declared: page.declared_kind,
            promotional: judged.then_some(judgement.verdict == Verdict::Promotional),
            not_promotional: page.not_promotional.as_deref(),
        });
        // An undated page, such as "about", is no post: it is neither given nor asked in any newsletter.
        page.kind = page.date.map(|_| weighed.kind).or(page.declared_kind);
        page.disputed = weighed.disputed;
        if weighed.disputed {
            diagnostics.push(disputed_give(page.declared_kind, judgement).at(places.of(page, "kind")));
        }
        check_names(page, community, places, &mut diagnostics);
    }
    diagnostics
}

/// Says that a post calls itself a give or news and is not believed.
pub fn disputed_give(declared: Option<Kind>, judgement: &Judgement) -> Diagnostic {
    let declared = if declared == Some(Kind::News) { "news" } else { "give" };
    let (verdict, score) = (&judgement.verdict, judgement.probability);
    let message = format!("`kind: {declared}`, but the promo check says {verdict} ({score:.2})");
    Diagnostic::new(&DISPUTED_GIVE, message).help(
        "`regards check` shows what reads as an ask; mend it, call the post `kind: ask`, or say why it is none with \
         `not_promotional:`",
    )
}

/// The posts that call themselves gives or news and are not believed.
pub fn disputed(site: &Site) -> impl Iterator<Item = &Page> {
    site.pages.iter().filter(|page| page.disputed)
}

/// The posts as the relation rules see them.
pub fn items(site: &Site) -> Arc<[Item]> {
    let lower = |term: &Term| Arc::from(term.name.to_lowercase());
    let taxonomies = site.taxonomies.iter().map(|taxonomy| taxonomy.terms.iter().map(lower).collect());
    let topics: Vec<Vec<Arc<str>>> = taxonomies.collect();
    let item = |id: &PageId| {
        let page = site.page(*id);
        let topic = |id: &TermId| Arc::clone(&topics[id.taxonomy as usize][id.term as usize]);
        Some(Item {
            path: page.source.clone(),
            date: page.date?.date(),
            kind: page.kind?,
            disputed: page.disputed,
            topics: page.terms.iter().map(topic).collect(),
            answers: page.answers.clone(),
            audiences: page.audiences.clone(),
        })
    };
    let items: Vec<Item> = site.by_date.par_iter().filter_map(item).collect();
    items.into()
}

/// Checks that the needs and audiences that a post names are there.
fn check_names(page: &Page, community: &Community, places: &mut Places, diagnostics: &mut Diagnostics) {
    if community.audiences_unread {
        return; // One fault of that file is not one of every post.
    }
    for name in &page.audiences {
        if community.audiences.audience(name).is_none() {
            let ids = community.audiences.audiences.iter().map(|audience| audience.id.as_str());
            let diagnostic = Diagnostic::new(&UNKNOWN_AUDIENCE, format!("there is no audience `{name}`"))
                .at(places.of(page, "audiences"));
            diagnostics.push(match did_you_mean(name, ids) {
                Some(help) => diagnostic.help(help),
                None => diagnostic.help("audiences.yaml has no audience yet"),
            });
        }
    }
    for name in &page.answers {
        if let Err(unknown) = resolve_need(&community.audiences, name) {
            let candidates = unknown.candidates.iter().map(String::as_str);
            let diagnostic = Diagnostic::new(&UNKNOWN_NEED, format!("no audience has the need `{name}`"))
                .at(places.of(page, "answers"));
            diagnostics.push(match did_you_mean(name, candidates) {
                Some(help) => diagnostic.help(help),
                None => diagnostic.help("add it under `needs:` of an audience in audiences.yaml"),
            });
        }
    }
}
