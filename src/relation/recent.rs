//! Giving and asking over time: what the last posts were, and which ask comes too soon.
//!
//! This counts posts, as everybody can read them on the site; what one reader has really received, the
//! [gate](crate::relation::ask_gate) counts in the ledger. Both go by the same [`Balance`]. News is neither given nor
//! asked.

use jiff::civil::Date;

use crate::config::Kind;
use crate::people::Audience;
use crate::people::Audiences;
use crate::people::Balance;
use crate::relation::Item;
use crate::relation::candidates::fits;
use crate::relation::gate::days_after;
use crate::relation::promise::days_between;

/// The posts of the site, or those that fit one audience.
#[derive(Debug, Clone)]
pub struct Stream<'a> {
    /// The audience; `None` for the whole site.
    pub audience: Option<&'a Audience>,
    /// How much is to be given between two asks.
    pub balance: Balance,
    /// The posts, oldest first; those to come are among them.
    items: Vec<&'a Item>,
}

/// The last posts of a stream, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recent {
    /// Gives.
    pub gives: usize,
    /// Asks.
    pub asks: usize,
    /// News.
    pub news: usize,
    /// The day of the last ask, however many posts ago.
    pub last_ask: Option<Date>,
    /// How many days ago that was.
    pub days_since_ask: Option<u32>,
}

/// An ask that comes sooner than the balance allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooSoon<'a> {
    /// The ask.
    pub ask: &'a Item,
    /// The day of the ask before it, if there is one.
    pub last: Option<Date>,
    /// How many gives came since; without an ask before it, how many gives came at all.
    pub gives: u32,
    /// How many more gives are wanted.
    pub missing: u32,
    /// The first day that is not too soon after the ask before it, if this one is.
    pub until: Option<Date>,
}

/// The stream of the whole site, which is to keep the default balance, and that of each audience.
pub fn streams<'a>(audiences: &'a Audiences, items: impl IntoIterator<Item = &'a Item>) -> Vec<Stream<'a>> {
    let mut sorted: Vec<&Item> = items.into_iter().collect();
    // Of one day, the gives come first: they belong to the ask of that day, not to the next.
    sorted.sort_by_key(|item| (item.date, item.kind == Kind::Ask, &item.path));
    let of = |audience: &'a Audience| Stream {
        audience: Some(audience),
        balance: audience.balance,
        items: sorted.iter().copied().filter(|item| fits(audience, item)).collect(),
    };
    let all = Stream { audience: None, balance: Balance::default(), items: sorted.clone() };
    std::iter::once(all).chain(audiences.audiences.iter().map(of)).collect()
}

impl<'a> Stream<'a> {
    /// The `last` newest posts by the day `on`, counted.
    pub fn recent(&self, last: usize, on: Date) -> Recent {
        let out = self.out_by(on);
        let mut recent = Recent::default();
        for item in out.iter().rev().take(last) {
            *match item.kind {
                Kind::Give => &mut recent.gives,
                Kind::Ask => &mut recent.asks,
                Kind::News => &mut recent.news,
            } += 1;
        }
        recent.last_ask = out.iter().rev().find(|item| item.kind == Kind::Ask).map(|item| item.date);
        recent.days_since_ask = recent.last_ask.map(|date| days_between(date, on));
        recent
    }

    /// Asks that break the balance: the newest one, if it is among the `last` newest posts by the day `on`, and each one
    /// that is to come after that day.
    pub fn too_soon(&self, last: usize, on: Date) -> Vec<TooSoon<'a>> {
        let out = self.out_by(on).len();
        let newest = self.items[..out].iter().rposition(|item| item.kind == Kind::Ask);
        let newest = newest.filter(|at| at.saturating_add(last) >= out);
        let mut found = Vec::new();
        let mut before: Option<Date> = None;
        let mut gives: Vec<Date> = Vec::new();
        for (at, item) in self.items.iter().enumerate() {
            match item.kind {
                Kind::News => {}
                Kind::Give => gives.push(item.date),
                Kind::Ask => {
                    if at >= out || Some(at) == newest {
                        found.extend(self.held_against(item, before, &gives));
                    }
                    before = Some(item.date);
                    gives.clear();
                }
            }
        }
        found
    }

    /// Whether the `last` newest posts hold more asks than their gives can part.
    ///
    /// Between *n* asks there are *n* − 1 stretches, each of which wants its gives.
    pub fn outweighs(&self, last: usize, on: Date) -> bool {
        let Recent { gives, asks, .. } = self.recent(last, on);
        let wanted = usize::try_from(self.balance.gives_per_ask).unwrap_or(usize::MAX);
        gives < asks.saturating_sub(1).saturating_mul(wanted)
    }

    /// The newest ask by the day `on`.
    pub fn newest_ask(&self, on: Date) -> Option<&'a Item> {
        self.out_by(on).iter().rev().copied().find(|item| item.kind == Kind::Ask)
    }

    fn out_by(&self, on: Date) -> &[&'a Item] {
        &self.items[..self.items.partition_point(|item| item.date <= on)]
    }

    fn held_against(&self, ask: &'a Item, last: Option<Date>, gives: &[Date]) -> Option<TooSoon<'a>> {
        let gives = gives.iter().filter(|date| last.is_none_or(|last| **date > last)).count();
        let gives = u32::try_from(gives).unwrap_or(u32::MAX);
        let missing = self.balance.gives_per_ask.saturating_sub(gives);
        let until = last.map(|last| days_after(last, self.balance.days_between_asks));
        let until = until.filter(|until| ask.date < *until);
        (missing > 0 || until.is_some()).then_some(TooSoon { ask, last, gives, missing, until })
    }
}

impl Recent {
    /// How many posts were counted.
    pub fn posts(&self) -> usize {
        self.gives + self.asks + self.news
    }

    /// Gives for each ask; `None` without an ask.
    pub fn gives_per_ask(&self) -> Option<f64> {
        (self.asks > 0).then(|| self.gives as f64 / self.asks as f64)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::relation::tests::audience;
    use crate::relation::tests::item;

    const TODAY: Date = date(2026, 6, 15);

    /// Posts by day of the year, `g` for a give, `a` for an ask, `n` for news: `g10 a20`.
    fn posts(text: &str) -> Vec<Item> {
        let day = |days: &str| days_after(date(2026, 1, 1), days.parse::<u32>().unwrap() - 1);
        text.split_whitespace()
            .map(|post| {
                let kind = match &post[..1] {
                    "g" => Kind::Give,
                    "a" => Kind::Ask,
                    _ => Kind::News,
                };
                item(post, day(&post[1..]), kind)
            })
            .collect()
    }

    /// The asks of an audience that wants 2 gives and 60 days between two, which come too soon on day 166.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let items = posts(text);
        let audiences = Audiences { audiences: vec![audience("a", "racks")], ..Audiences::default() };
        let streams = streams(&audiences, &items);
        let found: Vec<String> = streams[1]
            .too_soon(4, TODAY)
            .iter()
            .map(|soon| {
                let until = soon.until.map_or_else(|| "-".to_owned(), |until| until.to_string());
                format!("{} missing {} until {until}", soon.ask.path.stem(), soon.missing)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_newest_ask_and_those_to_come_are_held_against_the_balance() {
        check("g10 g20 a30", &[]);
        check("g10 a30", &["a30 missing 1 until -"]);
        check("a30", &["a30 missing 2 until -"]);
        check("g1 g2 a30 g40 g50 a100", &[]);
        check("g1 g2 a30 g40 g50 a80", &["a80 missing 0 until 2026-03-31"]);
        check("g1 g2 a30 n40 n50 g60 a100", &["a100 missing 1 until -"]);
        // A give of the day of an ask is not given after it; one of the day of the next is given before that.
        check("g1 g2 a30 g30 g40 a100", &["a100 missing 1 until -"]);
        check("g1 g2 a30 g40 a100 g100", &[]);
        // Long ago, four posts and more: nobody can change that.
        check("a30 g40 g50 g60 g70", &[]);
        check("a30 g40 g50 g60", &["a30 missing 2 until -"]);
        // To come.
        check("g1 g2 a100 a200", &["a200 missing 2 until -"]);
        check(
            "g1 g2 a150 g151 a200 g201 a210",
            &["a200 missing 1 until 2026-07-29", "a210 missing 1 until 2026-09-17"],
        );
    }

    #[test]
    fn the_last_posts_are_counted() {
        let items = posts("a10 g20 n30 g40 g166 a200");
        let audiences = Audiences { audiences: vec![audience("a", "screens")], ..Audiences::default() };
        let streams = streams(&audiences, &items);
        let recent = streams[0].recent(4, TODAY);
        assert_eq!((recent.gives, recent.asks, recent.news, recent.posts()), (3, 0, 1, 4));
        assert_eq!((recent.last_ask, recent.days_since_ask), (Some(date(2026, 1, 10)), Some(156)));
        assert_eq!(recent.gives_per_ask(), None);
        assert_eq!(streams[0].recent(10, TODAY).gives_per_ask(), Some(3.0));
        assert_eq!(streams[1].recent(10, TODAY), Recent::default());
    }

    #[test]
    fn asks_outweigh_gives() {
        let outweighs = |text: &str| streams(&Audiences::default(), &posts(text))[0].outweighs(10, TODAY);
        assert!(!outweighs("a1"));
        assert!(outweighs("a1 g2 g3 g4 g5 a6"));
        assert!(!outweighs("a1 g2 g3 g4 g5 g6 a7"));
        assert!(outweighs("a1 g2 g3 g4 g5 g6 a7 a8"));
    }

    /// The asks that come too soon for the site or for an audience that wants 2 gives and 60 days.
    fn too_soon(items: &[Item]) -> Vec<String> {
        let audiences = Audiences { audiences: vec![audience("a", "racks")], ..Audiences::default() };
        let streams = streams(&audiences, items);
        let found = streams.iter().flat_map(|stream| {
            let name = stream.audience.map_or("site", |audience| audience.id.as_str());
            let found = stream.too_soon(1000, TODAY).into_iter();
            found.map(move |soon| format!("{name} {}", soon.ask.path))
        });
        found.collect()
    }

    proptest! {
        #[test]
        fn one_more_give_never_breaks_a_balance(
            posts in proptest::collection::vec((1_u32..300, 0_usize..3), 0..30),
            more in 1_u32..300,
        ) {
            let day = |days: u32| days_after(date(2026, 1, 1), days);
            let kinds = [Kind::Give, Kind::Ask, Kind::News];
            let numbered = posts.iter().enumerate();
            let mut items: Vec<Item> =
                numbered.map(|(at, (days, kind))| item(&format!("p{at:02}"), day(*days), kinds[*kind])).collect();
            let before = too_soon(&items);
            items.push(item("give", day(more), Kind::Give));
            for name in too_soon(&items) {
                prop_assert!(before.contains(&name), "{name}");
            }
        }
    }
}
