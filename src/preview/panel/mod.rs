//! The writing panel: what the promo check and the relation rules say of one page, beside it.
//!
//! [`panel`] gathers what is known of the page, each part in a file of its own, as values that a template turns into a
//! custom element with a shadow root: neither its style nor that of the page touches the other. It is read without any
//! script. Of readers it holds counts and nothing else.

mod faults;
mod pictures;
mod place;
mod readers;
#[cfg(test)]
mod tests;
mod verdict;

use std::sync::OnceLock;

use serde::Serialize;
use tera::Context;
use tera::Tera;

use crate::preview::Snapshot;
use crate::preview::panel::faults::SaidFaults;
use crate::preview::panel::faults::faults;
use crate::preview::panel::pictures::pictures_without_words;
use crate::preview::panel::place::Place;
use crate::preview::panel::place::Places;
use crate::preview::panel::readers::SaidReaders;
use crate::preview::panel::readers::readers;
use crate::preview::panel::verdict::SaidVerdict;
use crate::preview::panel::verdict::verdict;
use crate::preview::studio::Day;
use crate::preview::studio::counted;
use crate::site::Page;
use crate::site::PageId;

const TEMPLATE: &str = "panel.html";

static TERA: OnceLock<Tera> = OnceLock::new();

/// What the panel says.
#[derive(Debug, Serialize)]
struct Said<'a> {
    css: &'static str,
    path: &'a str,
    /// Opens the file in an editor, if one is known.
    editor: Option<String>,
    words: String,
    minutes: u32,
    /// Whether it has a date, so that newsletters may carry it.
    is_post: bool,
    state: Option<State>,
    verdict: SaidVerdict<'a>,
    /// How many things are to be mended: faults, and pictures without words.
    problems: Option<String>,
    faults: SaidFaults<'a>,
    pictures: Vec<Place>,
    readers: Option<SaidReaders>,
}

/// Why the page is not published today.
#[derive(Debug, Serialize)]
#[serde(tag = "name", content = "day", rename_all = "lowercase")]
enum State {
    Draft,
    Scheduled(Day),
}

/// The panel of a page as HTML, to be put at the end of its body.
pub fn panel(snapshot: &Snapshot, id: PageId) -> String {
    let site = &snapshot.model.site;
    let page = site.page(id);
    let judgement = &snapshot.model.judgements[id.0 as usize];
    let places = Places::new(page, &snapshot.editor);
    let faults = faults(snapshot, page, &places);
    let pictures = pictures_without_words(page, &site.config.markdown, &places);
    let problems = faults.to_mend + pictures.len();
    let said = Said {
        css: include_str!("panel.css"),
        path: page.source.as_str(),
        editor: snapshot.editor.link(&page.source, 1, 1),
        words: counted(page.word_count as usize, "word"),
        minutes: page.reading_time(),
        is_post: page.date.is_some(),
        state: state(page, site.today),
        verdict: verdict(page, judgement, &places),
        problems: (problems > 0).then(|| counted(problems, "problem")),
        faults,
        pictures,
        readers: readers(snapshot, page),
    };
    let tera = TERA.get_or_init(|| {
        let mut tera = Tera::new();
        let added = tera.add_raw_template(TEMPLATE, include_str!("panel.html"));
        added.expect("the tests render the template");
        tera
    });
    let rendered = Context::from_serialize(&said).and_then(|context| tera.render(TEMPLATE, &context));
    let rendered = rendered.expect("the tests render the template with every part that there can be");
    rendered.trim().to_owned()
}

fn state(page: &Page, today: jiff::civil::Date) -> Option<State> {
    match page.date.map(|date| date.date()) {
        _ if page.draft => Some(State::Draft),
        Some(date) if date > today => Some(State::Scheduled(date.into())),
        _ => None,
    }
}
