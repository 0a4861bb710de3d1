//! What the last posts gave and asked, and which ask is about to break the balance.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::config::front_matter_place;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::Rule;
use crate::model::Model;
use crate::model::Waiting;
use crate::model::read_waiting;
use crate::relation::Item;
use crate::relation::Recent;
use crate::relation::Stream;
use crate::relation::TooSoon;
use crate::relation::streams;
use crate::site::LeftOutReason;
use crate::site::written_terms;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::source::Span;

/// An ask that comes before enough was given.
pub const ASK_TOO_SOON: Rule = Rule {
    name: "ask-too-soon",
    level: Level::Warning,
    explain: "An ask that is planned, or the newest one, comes before the balance allows: too few gives stand between it \
              and the ask before it, or too few days. Each audience has its `balance:` in audiences.yaml, and the site \
              as a whole is held to 5 gives and 60 days. Publish more gives first, or move the date. Posts are counted \
              here; what one reader has received, the ask gate counts for each letter, so nobody is asked too early by \
              mail. News, and posts that are not judged and say nothing of themselves, are no gives: if such a post \
              gives, say so with `kind: give`.",
};

/// Among the last posts, asks outweigh gives.
pub const TOO_MANY_ASKS: Rule = Rule {
    name: "too-many-asks",
    level: Level::Warning,
    explain: "The newest posts, ten unless `promo.last_posts` says otherwise, hold more asks than the balance allows, \
              however they are spread: between two asks it wants a number of gives, and there are fewer. Publish gives \
              before the next ask. If a post is wrongly counted as an ask, say what it is with `kind:`.",
};

/// Gives and asks over time.
#[derive(Debug, Clone)]
pub struct OverTime {
    /// How many of the newest posts are counted.
    pub last: usize,
    /// The site, then each audience.
    pub streams: Vec<StreamCount>,
    /// The asks that break a balance.
    pub diagnostics: Diagnostics,
}

/// The last posts of the site or of an audience.
#[derive(Debug, Clone)]
pub struct StreamCount {
    /// The audience's id; `None` for the whole site.
    pub audience: Option<String>,
    /// The counts.
    pub recent: Recent,
}

/// Counts the last posts, and holds the newest ask and those to come against the balances.
pub fn over_time(model: &Model, sources: &SourceTree) -> OverTime {
    let (today, last) = (model.site.today, model.site.config.promo.last_posts);
    let scheduled = scheduled(model, sources);
    let items = model.items.iter().chain(&scheduled);
    let streams = streams(&model.community.audiences, items);
    let mut too_soon: BTreeMap<&SourcePath, Vec<(&Stream<'_>, TooSoon<'_>)>> = BTreeMap::new();
    let mut diagnostics = Diagnostics::new();
    for stream in &streams {
        let found = stream.too_soon(last, today);
        if found.is_empty()
            && stream.outweighs(last, today)
            && let Some(ask) = stream.newest_ask(today)
        {
            diagnostics.push(too_many(stream, stream.recent(last, today), ask, sources));
        }
        for soon in found {
            too_soon.entry(&soon.ask.path).or_default().push((stream, soon));
        }
    }
    diagnostics.extend(too_soon.values().filter_map(|found| early(found, today, sources)));
    let streams = streams
        .iter()
        .map(|stream| StreamCount {
            audience: stream.audience.map(|audience| audience.id.clone()),
            recent: stream.recent(last, today),
        })
        .collect();
    OverTime { last, streams, diagnostics }
}

/// The posts that wait for their date, as far as their own files tell.
fn scheduled(model: &Model, sources: &SourceTree) -> Vec<Item> {
    let waiting = model.site.left_out.iter().filter_map(|page| match page.reason {
        LeftOutReason::Scheduled(date) => Some((&page.source, date)),
        _ => None,
    });
    waiting.filter_map(|(path, date)| item_of_file(model, path, sources.text(path)?, date)).collect()
}

fn item_of_file(model: &Model, path: &SourcePath, text: &str, date: Date) -> Option<Item> {
    let Waiting { front_matter, weighed, .. } = read_waiting(model, path, text)?;
    let config = &model.site.config;
    let terms = config.taxonomies.iter().flat_map(|taxonomy| written_terms(&front_matter, &taxonomy.name));
    Some(Item {
        path: path.clone(),
        date,
        kind: weighed.kind,
        disputed: weighed.disputed,
        topics: terms.map(|term| term.trim().to_lowercase().into()).collect(),
        answers: front_matter.answers.clone(),
        audiences: front_matter.audiences.clone(),
    })
}

/// One diagnostic for an ask, whomever it comes too soon for.
fn early(found: &[(&Stream<'_>, TooSoon<'_>)], today: Date, sources: &SourceTree) -> Option<Diagnostic> {
    let (_, first) = found.first()?;
    let to_come = first.ask.date > today;
    let for_whom: Vec<String> = found.iter().map(|(stream, soon)| for_whom(stream, soon)).collect();
    let ask = match to_come {
        true => format!("this ask, planned for {}, will come too soon", first.ask.date),
        false => "this ask, the newest, came too soon".to_owned(),
    };
    let missing = found.iter().map(|(_, soon)| soon.missing).max().unwrap_or(0);
    let until = found.iter().filter_map(|(_, soon)| soon.until).max();
    let gives = if missing == 1 { "1 more give".to_owned() } else { format!("{missing} more gives") };
    let help = match (to_come, missing, until) {
        (true, 0, Some(until)) => format!("move it to {until} or later"),
        (true, _, Some(until)) => format!("publish {gives} before it, and move it to {until} or later"),
        (true, _, None) => format!("publish {gives} before it"),
        (false, 0, Some(_)) => "leave more time before the next ask".to_owned(),
        (false, ..) => {
            format!("{gives} would have balanced it; publish as many before the next ask comes near")
        }
    };
    let diagnostic = Diagnostic::new(&ASK_TOO_SOON, format!("{ask} for {}", for_whom.join(", for ")));
    Some(diagnostic.at(place(first.ask, sources)).of_whole_file().help(help))
}

/// `dealers: 2 gives and 14 days after the last ask (5 and 60 are wanted)`.
fn for_whom(stream: &Stream<'_>, soon: &TooSoon<'_>) -> String {
    let name = name(stream);
    let gives = if soon.gives == 1 { "1 give".to_owned() } else { format!("{} gives", soon.gives) };
    let balance = stream.balance;
    match soon.last {
        None => format!("{name}: {gives} before the first ask ({} are wanted)", balance.gives_per_ask),
        Some(last) => {
            let days = (soon.ask.date - last).get_days();
            let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
            format!(
                "{name}: {gives} and {days} after the last ask ({} and {} are wanted)",
                balance.gives_per_ask, balance.days_between_asks
            )
        }
    }
}

fn too_many(stream: &Stream<'_>, recent: Recent, ask: &Item, sources: &SourceTree) -> Diagnostic {
    let message = format!(
        "{} asks and {} gives among the last {} posts for {}, whose balance wants {} gives between two asks",
        recent.asks,
        recent.gives,
        recent.posts(),
        name(stream),
        stream.balance.gives_per_ask
    );
    Diagnostic::new(&TOO_MANY_ASKS, message)
        .at(place(ask, sources))
        .of_whole_file()
        .help("publish gives before the next ask; if a post is no ask, say so with `kind:`")
}

fn name<'a>(stream: &Stream<'a>) -> &'a str {
    stream.audience.map_or("the site", |audience| audience.id.as_str())
}

/// The `kind:` of a post, or its start.
fn place(item: &Item, sources: &SourceTree) -> Span {
    match sources.text(&item.path) {
        Some(text) => front_matter_place(&item.path, text, &["kind"]),
        None => Span::start_of(&item.path),
    }
}

impl StreamCount {
    /// `the site`, or the audience's id.
    pub fn name(&self) -> &str {
        self.audience.as_deref().unwrap_or("the site")
    }
}
