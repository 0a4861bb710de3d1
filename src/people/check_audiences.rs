//! `audiences.yaml` as written, to [`Audiences`], with every fault.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::data::MISSING_KEY;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::Rule;
use crate::diag::did_you_mean;
use crate::people::audience::*;
use crate::people::audiences_file::*;
use crate::people::check_promise::check_promise;
use crate::people::email::check_address;
use crate::people::faults::*;
use crate::people::places::Places;
use crate::people::places::is_id;
use crate::people::places::line_breaker;
use crate::people::stage::Comparison;
use crate::people::stage::Stage;
use crate::people::stage::StageRange;
use crate::source::Span;

/// The file being checked, and what was found so far.
pub(crate) struct Checker<'a> {
    pub(crate) places: &'a Places<'a>,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) people: Vec<&'a str>,
    stages: Vec<Stage>,
    timezone: &'a str,
}

/// Checks all of `file`, whose tree is behind `places`.
///
/// An audience or a person with a fault of level error is left out, also if the fault was found before and
/// stands in `earlier`: a mistyped `patience` must not mail anybody too early.
pub(crate) fn check_audiences(
    file: &AudiencesFile,
    places: &Places<'_>,
    earlier: &Diagnostics,
    timezone: &str,
) -> (Audiences, Diagnostics) {
    let people = places.keys_of(&["people"]).collect();
    let mut checker =
        Checker { places, diagnostics: Diagnostics::new(), people, stages: Vec::new(), timezone };
    checker.stages = checker.stages_of(file);
    let people = checker.people_of(file, earlier);
    let keep_in_touch = checker.keep_in_touch_of(file);
    let min_gap_days = checker.number(file.min_gap_days, 3, 0..=36500, &["min_gap_days"]);
    let audiences = checker.audiences_of(file, earlier);
    let legal = checker.legal_of(file);
    let stages = checker.stages;
    (Audiences { people, legal, stages, audiences, min_gap_days, keep_in_touch }, checker.diagnostics)
}

impl<'a> Checker<'a> {
    fn stages_of(&mut self, file: &AudiencesFile) -> Vec<Stage> {
        let mut seen = BTreeSet::new();
        for (position, name) in file.stages.iter().enumerate() {
            let keys = ["stages", &position.to_string()];
            if !is_id(name) {
                self.bad_id("a stage", name, self.places.value(&keys));
            } else if !seen.insert(name) {
                let message = format!("stage `{name}` stands twice in the list");
                self.report(&UNKNOWN_STAGE, message, &keys, "leave one of the two");
            }
        }
        if file.stages.is_empty() {
            return default_stages();
        }
        file.stages.iter().enumerate().map(|(rank, name)| Stage::new(rank, name)).collect()
    }

    fn keep_in_touch_of(&mut self, file: &AudiencesFile) -> Vec<(Stage, u32)> {
        let mut days_by_stage: Vec<(Stage, u32)> = Vec::new();
        for (name, days) in &file.keep_in_touch {
            let keys = ["keep_in_touch", name];
            let days = self.number(Some(*days), 0, 0..=36500, &keys);
            if let Some(stage) = self.stage(name, &keys) {
                days_by_stage.push((stage, days));
            }
        }
        days_by_stage.sort();
        days_by_stage
    }

    fn audiences_of(&mut self, file: &AudiencesFile, earlier: &Diagnostics) -> Vec<Audience> {
        let ids: Vec<&str> = self.places.keys_of(&["audiences"]).collect();
        let default_from = file.from.as_deref().map(|from| self.sender(from, &["from"]));
        let mut audiences = Vec::new();
        for id in ids {
            let Some(entry) = file.audiences.get(id) else { continue };
            let place = self.places.key(&["audiences", id]);
            if !is_id(id) {
                self.bad_id("an audience", id, place.clone());
            }
            let from = match &entry.from {
                Some(from) => self.sender(from, &["audiences", id, "from"]),
                None => default_from.clone().unwrap_or(From::Owner),
            };
            let audience = self.audience(id, entry, from, place);
            if self.errors_within(&["audiences", id], earlier) == 0 {
                audiences.push(audience);
            }
        }
        audiences
    }

    fn audience(&mut self, id: &str, entry: &AudienceEntry, from: From, place: Span) -> Audience {
        let keys = |key| ["audiences", id, key];
        let name = entry.name.clone().unwrap_or_else(|| id.into());
        let why = entry.why.clone().unwrap_or_default();
        self.one_line(&name, &keys("name"));
        self.lines(&why, &keys("why"));
        if why.trim().is_empty() {
            let diagnostic = Diagnostic::new(&MISSING_WHY, format!("audience `{id}` has no `why`"))
                .label(self.places.key(&keys("why")), "why does it get a newsletter?")
                .help("add `why:` with one sentence that its readers would agree with");
            self.diagnostics.push(diagnostic);
        }
        let reply_invite = entry.reply_invite.as_deref().unwrap_or("What should we look into next?");
        self.one_line(reply_invite, &keys("reply_invite"));
        Audience {
            segment: self.segment(id, &entry.segment),
            topics: entry.topics.iter().map(|topic| topic.to_lowercase()).collect(),
            needs: self.needs(id, entry),
            promise: entry.promise.as_ref().and_then(|promise| check_promise(self, id, promise)),
            patience: self.patience(id, entry.patience.as_ref()),
            balance: self.balance(id, &entry.balance),
            max_items: self.number(entry.max_items, 5, 1..=100, &keys("max_items")) as usize,
            id: id.into(),
            archive: entry.archive,
            reply_invite: reply_invite.into(),
            name,
            why,
            from,
            place,
        }
    }

    fn segment(&mut self, id: &str, entry: &SegmentEntry) -> Segment {
        let stage = entry.stage.as_deref().and_then(|text| {
            let (comparison, name) = Comparison::split(text);
            let stage = self.stage(name, &["audiences", id, "segment", "stage"])?;
            Some(StageRange { comparison, stage })
        });
        if let Some(owner) = &entry.owner {
            self.known_person(owner, &["audiences", id, "segment", "owner"]);
        }
        Segment {
            tags: entry.tags.clone(),
            any: entry.any.clone(),
            not: entry.not.clone(),
            stage,
            owner: entry.owner.clone(),
        }
    }

    fn needs(&mut self, id: &str, entry: &AudienceEntry) -> Vec<Need> {
        let need_ids: Vec<&str> = self.places.keys_of(&["audiences", id, "needs"]).collect();
        let mut needs = Vec::new();
        for need_id in need_ids {
            let Some(need) = entry.needs.get(need_id) else { continue };
            let keys = ["audiences", id, "needs", need_id];
            let place = self.places.key(&keys);
            if !is_id(need_id) {
                self.bad_id("a need", need_id, place.clone());
            }
            let (ask, since) = match need {
                NeedEntry::Ask(ask) => (ask.clone(), None),
                NeedEntry::Dated(need) => {
                    let since_keys = ["audiences", id, "needs", need_id, "since"];
                    let since = need.since.as_deref().and_then(|since| self.date(since, &since_keys));
                    (need.ask.clone(), since)
                }
            };
            if ask.trim().is_empty() {
                let message = format!("need `{id}.{need_id}` has no question");
                self.report(
                    &MISSING_KEY,
                    message,
                    &keys,
                    "write what the reader asks, in the reader's words",
                );
            }
            self.one_line(&ask, &keys);
            needs.push(Need { id: need_id.into(), ask, since, place });
        }
        needs
    }

    fn patience(&mut self, id: &str, entry: Option<&PatienceEntry>) -> Patience {
        let (days, gives, stage) = match entry {
            None | Some(PatienceEntry::Preset(PatiencePreset::Steady)) => (90, 6, None),
            Some(PatienceEntry::Preset(PatiencePreset::Patient)) => (365, 12, None),
            Some(PatienceEntry::Preset(PatiencePreset::Brisk)) => (30, 3, None),
            Some(PatienceEntry::Rule(rule)) => {
                let keys = |key| ["audiences", id, "patience", key];
                let days = self.number(rule.days, 90, 0..=36500, &keys("days"));
                let gives = self.number(rule.gives, 6, 0..=36500, &keys("gives"));
                let stage = rule.stage.as_deref().and_then(|name| self.stage(name, &keys("stage")));
                (days, gives, stage)
            }
        };
        let second = self.stages.get(1).or(self.stages.last());
        let stage = stage.or_else(|| second.cloned()).unwrap_or_else(|| Stage::new(0, "new"));
        Patience { days, gives, stage }
    }

    fn balance(&mut self, id: &str, entry: &BalanceEntry) -> Balance {
        let keys = |key| ["audiences", id, "balance", key];
        Balance {
            gives_per_ask: self.number(entry.gives_per_ask, 5, 0..=36500, &keys("gives_per_ask")),
            days_between_asks: self.number(
                entry.days_between_asks,
                60,
                0..=36500,
                &keys("days_between_asks"),
            ),
        }
    }

    fn sender(&mut self, from: &str, keys: &[&str]) -> From {
        if from == "owner" {
            return From::Owner;
        }
        self.known_person(from, keys);
        From::Person(from.into())
    }

    fn known_person(&mut self, id: &str, keys: &[&str]) {
        if !self.people.contains(&id) {
            let help = did_you_mean(id, self.people.iter().copied());
            let help = help.unwrap_or_else(|| format!("add `{id}` to `people:`"));
            self.report(&UNKNOWN_PERSON, format!("there is no person `{id}`"), keys, help);
        }
    }

    fn stage(&mut self, name: &str, keys: &[&str]) -> Option<Stage> {
        let stage = self.stages.iter().find(|stage| stage.name() == name).cloned();
        if stage.is_none() {
            let help = did_you_mean(name, self.stages.iter().map(Stage::name));
            let help = help.unwrap_or_else(|| format!("add `{name}` to `stages:`"));
            self.report(&UNKNOWN_STAGE, format!("there is no stage `{name}`"), keys, help);
        }
        stage
    }

    pub(crate) fn date(&mut self, text: &str, keys: &[&str]) -> Option<Date> {
        let date = text.parse::<Date>().ok().filter(|_| text.len() == 10);
        if date.is_none() {
            let help = "write a day of the calendar as `2026-03-01`";
            self.report(&IMPOSSIBLE_DATE, format!("`{text}` is no date"), keys, help);
        }
        date
    }

    fn number(
        &mut self,
        number: Option<i64>,
        default: u32,
        range: std::ops::RangeInclusive<u32>,
        keys: &[&str],
    ) -> u32 {
        let Some(number) = number else { return default };
        match u32::try_from(number).ok().filter(|number| range.contains(number)) {
            Some(number) => number,
            None => {
                let key = keys.last().copied().unwrap_or_default();
                let help = format!("give a number from {} to {}", range.start(), range.end());
                self.report(&BAD_NUMBER, format!("`{key}` cannot be {number}"), keys, help);
                default
            }
        }
    }

    pub(crate) fn address(&mut self, text: &str, keys: &[&str]) {
        if let Err(fault) = check_address(text) {
            let message = format!("{text:?} is no address: {fault}");
            self.report(&BAD_ADDRESS, message, keys, "write the bare address, as `ann@example.org`");
        }
    }

    pub(crate) fn one_line(&mut self, text: &str, keys: &[&str]) {
        if let Some(found) = line_breaker(text) {
            let key = keys.last().copied().unwrap_or_default();
            let message = format!("`{key}` holds the control character {found:?}");
            let help = "write it on one line; it may end up in the head of a message";
            self.report(&CONTROL_CHARACTER, message, keys, help);
        }
    }

    pub(crate) fn lines(&mut self, text: &str, keys: &[&str]) {
        let is_bad = |c: &char| c.is_control() && !matches!(c, '\n' | '\t');
        if let Some(found) = text.chars().find(is_bad) {
            let key = keys.last().copied().unwrap_or_default();
            let message = format!("`{key}` holds the control character {found:?}");
            self.report(&CONTROL_CHARACTER, message, keys, "take it out");
        }
    }

    pub(crate) fn bad_id(&mut self, what: &str, id: &str, place: Span) {
        let diagnostic = Diagnostic::new(&BAD_ID, format!("{id:?} cannot be the id of {what}"))
            .at(place)
            .help("use lower-case letters, digits, `-` and `_`");
        self.diagnostics.push(diagnostic);
    }

    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        message: String,
        keys: &[&str],
        help: impl Into<String>,
    ) {
        let diagnostic = Diagnostic::new(rule, message).at(self.places.value(keys)).help(help.into());
        self.diagnostics.push(diagnostic);
    }

    /// The time zone of promises that name none.
    pub(crate) fn timezone(&self) -> &'a str {
        self.timezone
    }

    /// How many errors there are about the entry under `keys`, its key included.
    pub(crate) fn errors_within(&self, keys: &[&str], earlier: &Diagnostics) -> usize {
        let start = self.places.key(keys).start;
        let end = self.places.extent(keys).map_or(start, |range| range.end);
        let within = |diagnostic: &&Diagnostic| {
            diagnostic.level == Level::Error
                && diagnostic.span().is_some_and(|span| (start..=end).contains(&span.start))
        };
        self.diagnostics.iter().chain(earlier.iter()).filter(within).count()
    }
}
