//! Contacts as written, to [`Contact`]s, with every fault. No message here says a name or an address, and no
//! place covers one.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::data::MISSING_KEY;
use crate::data::Node;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::Rule;
use crate::diag::did_you_mean;
use crate::people::Audiences;
use crate::people::Consent;
use crate::people::ConsentEntry;
use crate::people::Contact;
use crate::people::ContactEntry;
use crate::people::Email;
use crate::people::NeedId;
use crate::people::Pause;
use crate::people::Stage;
use crate::people::Touch;
use crate::people::faults::*;
use crate::people::need::resolve_among;
use crate::people::places::is_id;
use crate::people::places::line_breaker;
use crate::source::SourcePath;
use crate::source::Span;

/// One contact as written, with where its keys stand.
pub(crate) struct Row<'a> {
    pub(crate) entry: ContactEntry,
    pub(crate) place: RowPlace<'a>,
    /// Whether reading it already met an error.
    pub(crate) faulty: bool,
}

/// Where the keys of a contact stand.
pub(crate) enum RowPlace<'a> {
    /// In a mapping.
    Yaml(&'a Node),
    /// In a line, by its first byte. Its columns have no place of their own: they hold values only.
    Csv(usize),
}

/// The names that contacts may refer to, also those of entries that were left out for faults of their own.
pub(crate) struct Known<'a> {
    pub(crate) audiences: &'a Audiences,
    pub(crate) people: Vec<&'a str>,
    pub(crate) audience_ids: Vec<&'a str>,
    pub(crate) needs: Vec<NeedId>,
    /// The parts of audiences.yaml that could not be read; nothing is held against them, since every contact
    /// would be at fault.
    pub(crate) unread: Unread,
}

/// Which parts of audiences.yaml could not be read.
#[derive(Clone, Copy)]
pub(crate) struct Unread {
    pub(crate) people: bool,
    pub(crate) stages: bool,
    pub(crate) audiences: bool,
}

/// Checks every row.
pub(crate) fn check_contacts(
    path: &SourcePath,
    rows: Vec<Row<'_>>,
    known: &Known<'_>,
) -> (Vec<Contact>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut contacts = Vec::with_capacity(rows.len());
    for (position, row) in rows.iter().enumerate() {
        let mut checker = RowChecker { path, row, known, position, faulty: row.faulty, found: Vec::new() };
        contacts.push(checker.contact());
        diagnostics.extend(checker.found);
    }
    check_duplicates(path, &rows, &mut contacts, &mut diagnostics);
    (contacts, diagnostics)
}

impl RowPlace<'_> {
    /// The key `name`; without it, the key of the id; without that, the start. Never a value.
    fn key(&self, path: &SourcePath, name: &str) -> Span {
        match self {
            Self::Yaml(node) => {
                let key = |name: &str| node.entries().iter().find(|entry| &*entry.key == name);
                let range = key(name).or_else(|| key("id")).map(|entry| entry.key_range.clone());
                Span::new(path, range.unwrap_or(node.range.start..node.range.start))
            }
            Self::Csv(start) => Span::new(path, *start..*start),
        }
    }

    /// The id as written, which is no secret once it is known to be one.
    fn id(&self, path: &SourcePath) -> Span {
        let range: Option<Range<usize>> = match self {
            Self::Yaml(node) => node.get("id").map(|id| id.range.clone()),
            Self::Csv(_) => None,
        };
        range.map_or_else(|| self.key(path, "id"), |range| Span::new(path, range))
    }
}

struct RowChecker<'a> {
    path: &'a SourcePath,
    row: &'a Row<'a>,
    known: &'a Known<'a>,
    position: usize,
    faulty: bool,
    found: Vec<Diagnostic>,
}

impl RowChecker<'_> {
    fn contact(&mut self) -> Contact {
        let row = self.row;
        let entry = &row.entry;
        let id = self.id();
        if line_breaker(&entry.name).is_some() {
            let message = format!("the name of {} holds a line break or a control character", self.who());
            self.report(&CONTROL_CHARACTER, message, "name", "write it on one line, without such characters");
        }
        let email = self.email();
        let stage = self.stage();
        let owner = self.owner();
        let since = entry.since.as_deref().and_then(|since| self.date(since, "since"));
        let consent = self.consent();
        let touches = self.touches();
        let needs = self.needs();
        let pause = self.pause();
        Contact {
            id,
            name: entry.name.clone(),
            email,
            tags: entry.tags.clone(),
            owner,
            stage,
            since,
            consent,
            touches,
            needs,
            interests: entry.interests.iter().map(|topic| topic.to_lowercase()).collect(),
            pause,
            faulty: self.faulty,
            place: row.place.id(self.path),
        }
    }

    fn id(&mut self) -> String {
        let id = &self.row.entry.id;
        if id.is_empty() {
            let message = format!("{} has no `id`", self.who());
            self.report(&MISSING_KEY, message, "id", "add `id:`, a short name that tells nobody who it is");
        } else if !is_id(id) {
            // The value is not repeated: people put addresses here.
            let message = format!("{} has an `id` that cannot be one", self.who());
            self.report(
                &BAD_ID,
                message,
                "id",
                "use lower-case letters, digits, `-` and `_`, and no real name",
            );
        } else {
            return id.clone();
        }
        // No real id can hold a `#`, so it is nobody else's.
        format!("#{}", self.position + 1)
    }

    fn email(&mut self) -> Email {
        let text = &self.row.entry.email;
        match Email::new(text) {
            Ok(email) => email,
            Err(fault) => {
                if text.is_empty() {
                    let message = format!("{} has no `email`", self.who());
                    self.report(&MISSING_KEY, message, "email", "add the address, or take the contact out");
                } else {
                    let message = format!("{} has an `email` that is no address: {fault}", self.who());
                    self.report(
                        &BAD_ADDRESS,
                        message,
                        "email",
                        "write the bare address, as `reader@example.net`",
                    );
                }
                Email::unchecked(text)
            }
        }
    }

    fn stage(&mut self) -> Stage {
        let audiences = self.known.audiences;
        let first = audiences.stages.first().cloned().unwrap_or_else(|| Stage::new(0, "new"));
        let Some(name) = &self.row.entry.stage else { return first };
        match audiences.stage(name) {
            Some(stage) => stage.clone(),
            None if self.known.unread.stages => first,
            None => {
                let message = format!("{} is at a stage that does not exist{}", self.who(), shown(name));
                let help = did_you_mean(name, audiences.stages.iter().map(Stage::name));
                self.report(&UNKNOWN_STAGE, message, "stage", help.unwrap_or_else(|| "see `stages:`".into()));
                first
            }
        }
    }

    fn owner(&mut self) -> String {
        let Some(owner) = &self.row.entry.owner else {
            return self.known.people.first().map_or_else(String::new, |id| (*id).to_owned());
        };
        if !self.known.unread.people && !self.known.people.contains(&owner.as_str()) {
            let message = format!("{} has an owner who is not under `people:`{}", self.who(), shown(owner));
            let help = did_you_mean(owner, self.known.people.iter().copied());
            let help = help.unwrap_or_else(|| "add the person to audiences.yaml".into());
            self.report(&UNKNOWN_PERSON, message, "owner", help);
        }
        owner.clone()
    }

    fn consent(&mut self) -> Option<Consent> {
        let written = self.row.entry.consent.clone().unwrap_or_default();
        let ConsentEntry { how, at, r#where } = written;
        let half = how.is_some() != at.is_some();
        let (Some(how), Some(at)) = (how.filter(|how| !how.trim().is_empty()), at) else {
            if self.known.audience_ids.is_empty() {
                return None; // There is no newsletter to agree to.
            }
            let message = format!("{} has not agreed to mail, and gets none", self.who());
            let help = "ask, then write down `consent: {how: …, at: …, where: …}`";
            self.warn(&NO_CONSENT, message, "consent", help);
            if half && let Some(diagnostic) = self.found.last_mut() {
                diagnostic.level = Level::Warning;
            }
            return None;
        };
        let moment = at.parse::<Timestamp>().map(|moment| moment.to_zoned(TimeZone::UTC).date());
        let date = match moment {
            Ok(date) => Some(date),
            Err(_) => self.date(&at, "consent"),
        };
        Some(Consent { how, date: date?, at, place: r#where })
    }

    fn touches(&mut self) -> Vec<Touch> {
        let mut touches = Vec::with_capacity(self.row.entry.touches.len());
        for touch in &self.row.entry.touches {
            let Some(kind) = touch.kind else {
                if self.row.faulty {
                    continue; // Said before, about the word that stands there.
                }
                let message = format!("a touch of {} has no `kind`", self.who());
                let help = "say what it was: met, call, reply, wrote, chat or referral";
                self.report(&MISSING_KEY, message, "touches", help);
                continue;
            };
            if let Some(date) = self.date(&touch.date, "touches") {
                touches.push(Touch { date, kind, note: touch.note.clone() });
            }
        }
        touches.sort_by_key(|touch| touch.date);
        touches
    }

    fn needs(&mut self) -> Vec<NeedId> {
        let mut needs = Vec::with_capacity(self.row.entry.needs.len());
        for name in &self.row.entry.needs {
            match resolve_among(self.known.needs.iter().cloned(), name) {
                Ok(found) => needs.extend(found),
                Err(_) if self.known.unread.audiences => {}
                Err(unknown) => {
                    let message = format!("{} has a need that no audience has{}", self.who(), shown(name));
                    let help = did_you_mean(name, unknown.candidates.iter().map(String::as_str));
                    let help = help.unwrap_or_else(|| "add it to `needs:` of an audience".into());
                    self.report(&UNKNOWN_NEED, message, "needs", help);
                }
            }
        }
        needs.sort();
        needs.dedup();
        needs
    }

    fn pause(&mut self) -> Pause {
        let paused = &self.row.entry.pause;
        if paused.iter().any(|name| name == "all") {
            return Pause::All;
        }
        if self.known.unread.audiences {
            return Pause::Audiences(paused.clone());
        }
        for name in paused.iter().filter(|name| !self.known.audience_ids.contains(&name.as_str())) {
            let message = format!("{} pauses an audience that does not exist{}", self.who(), shown(name));
            let help = did_you_mean(name, self.known.audience_ids.iter().copied().chain(["all"]));
            self.report(&UNKNOWN_AUDIENCE, message, "pause", help.unwrap_or_else(|| "or write `all`".into()));
        }
        Pause::Audiences(paused.clone())
    }

    fn date(&mut self, text: &str, key: &'static str) -> Option<Date> {
        let date = text.parse::<Date>().ok().filter(|_| text.len() == 10);
        if date.is_none() {
            let message = format!("{} has a date under `{key}` that is none{}", self.who(), shown(text));
            let help = match day_first(text) {
                None => "write a day of the calendar as `2026-03-01`".to_owned(),
                Some(day) => match self.row.place {
                    RowPlace::Csv(_) => format!("write it as `{day}`, or format the column so"),
                    RowPlace::Yaml(_) => format!("write it as `{day}`"),
                },
            };
            self.report(&IMPOSSIBLE_DATE, message, key, help);
        }
        date
    }

    /// The contact, as messages name it.
    fn who(&self) -> String {
        who(&self.row.entry, self.position)
    }

    fn report(&mut self, rule: &'static Rule, message: String, key: &str, help: impl Into<String>) {
        self.faulty = true;
        self.warn(rule, message, key, help);
    }

    fn warn(&mut self, rule: &'static Rule, message: String, key: &str, help: impl Into<String>) {
        let place = self.row.place.key(self.path, key);
        self.found.push(Diagnostic::new(rule, message).at(place).help(help.into()));
    }
}

/// The day that `05.01.2025` means, or `25/01/2025`; nothing where the month may come first.
fn day_first(text: &str) -> Option<Date> {
    let mut parts = text.split(['.', '/']).map(|part| part.trim().parse::<i16>());
    let (day, month, year) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let certain = !text.contains('/') || day > 12 || day == month;
    let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (certain && year >= 1900 && parts.next().is_none()).then_some(date)
}

/// A contact as messages name it: by its id, or by its number if that is no id.
fn who(entry: &ContactEntry, position: usize) -> String {
    if is_id(&entry.id) {
        format!("contact `{}`", entry.id)
    } else {
        format!("contact number {}", position + 1)
    }
}

/// A value for the end of a message, if it looks like one that tells nothing of a person.
fn shown(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    if !value.is_empty() && value.len() <= 32 && value.chars().all(plain) {
        format!(": `{value}`")
    } else {
        String::new()
    }
}

/// Finds ids and addresses that stand twice, and marks all who share one as faulty.
fn check_duplicates(
    path: &SourcePath,
    rows: &[Row<'_>],
    contacts: &mut [Contact],
    diagnostics: &mut Diagnostics,
) {
    let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by_address: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (position, row) in rows.iter().enumerate() {
        if is_id(&row.entry.id) {
            by_id.entry(&row.entry.id).or_default().push(position);
        }
        if !row.entry.email.is_empty() {
            by_address.entry(row.entry.email.to_lowercase()).or_default().push(position);
        }
    }
    let ids = by_id.values().map(|same| (&DUPLICATE_CONTACT, "id", same));
    let addresses = by_address.values().map(|same| (&DUPLICATE_ADDRESS, "email", same));
    for (rule, key, same) in ids.chain(addresses) {
        let [first, others @ ..] = &same[..] else { continue };
        for other in others {
            let names = (who(&rows[*first].entry, *first), who(&rows[*other].entry, *other));
            let (message, help) = if key == "id" {
                (format!("{} stands twice", names.0), "give one of them another id")
            } else {
                (format!("{} and {} have the same address", names.0, names.1), "make them one contact")
            };
            let diagnostic = Diagnostic::new(rule, message)
                .label(rows[*other].place.key(path, key), "again here")
                .label(rows[*first].place.key(path, key), "first here")
                .help(help);
            diagnostics.push(diagnostic);
        }
        if !others.is_empty() {
            same.iter().for_each(|position| contacts[*position].faulty = true);
        }
    }
}
