//! Both files read and checked against each other.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::config::Config;
use crate::config::ContactsSettings;
use crate::config::setting_place;
use crate::data::Entry;
use crate::data::MISSING_KEY;
use crate::data::Node;
use crate::data::UnknownKeys;
use crate::data::Value;
use crate::data::WRONG_TYPE;
use crate::data::decode;
use crate::data::read_yaml;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::did_you_mean;
use crate::diag::nearest;
use crate::people::Audiences;
use crate::people::AudiencesFile;
use crate::people::Community;
use crate::people::Contact;
use crate::people::ContactEntry;
use crate::people::ContactsFile;
use crate::people::From;
use crate::people::NeedId;
use crate::people::check_audiences::check_audiences;
use crate::people::check_contacts::Known;
use crate::people::check_contacts::Row;
use crate::people::check_contacts::RowPlace;
use crate::people::check_contacts::Unread;
use crate::people::check_contacts::check_contacts;
use crate::people::contacts_csv::read_csv;
use crate::people::faults::*;
use crate::people::places::Places;
use crate::people::segment::belongs;
use crate::source::SourceFile;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::source::Span;

/// Reads `audiences.yaml` and the contacts file.
///
/// A site may have neither: then the community is empty and nothing is wrong. An audience or person with an
/// error is left out; a contact with one stays, so that its address is still looked for in published files, but
/// is marked as faulty and never mailed.
pub fn load(sources: &SourceTree, config: &Config) -> (Community, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let path = SourcePath::new("audiences.yaml").expect("a bare file name is a path");
    let text = sources.text(&path).map_or("", |text| text);
    let (root, faults) = read_yaml(&path, text, 0);
    diagnostics.extend(faults);
    let unread = Unread {
        people: is_unread(root.as_ref(), "people"),
        stages: is_unread(root.as_ref(), "stages"),
        audiences: is_unread(root.as_ref(), "audiences"),
    };
    let root = root.unwrap_or_else(|| Node::empty_map(0..0));
    let (file, faults) = decode::<AudiencesFile>(&path, &root, UnknownKeys::Refuse);
    diagnostics.extend(faults);
    let places = Places::new(&path, &root);
    let (audiences, faults) =
        check_audiences(&file.unwrap_or_default(), &places, &diagnostics, &config.timezone);
    diagnostics.extend(faults);

    let known = known_names(&places, &audiences, unread);
    let (contacts, faults) = load_contacts(sources, &config.contacts, &known);
    diagnostics.extend(faults);
    if !contacts.is_empty() {
        diagnostics.extend(unused_tags(&places, &audiences, &contacts));
    }
    diagnostics.extend(silent_senders(&audiences, &contacts));
    (Community { audiences, contacts, audiences_unread: unread.audiences }, diagnostics)
}

/// Where audiences.yaml gives `topic` (lower case) to an audience, for faults that only a later stage finds; the
/// start of the file if it does not.
pub fn topic_place(sources: &SourceTree, audience: &str, topic: &str) -> Span {
    let path = SourcePath::new("audiences.yaml").expect("a bare file name is a path");
    let (root, _) = read_yaml(&path, sources.text(&path).map_or("", |text| text), 0);
    let topics = root.as_ref().and_then(|root| root.at(&["audiences", audience, "topics"]));
    let found = match topics.map(|topics| &topics.value) {
        Some(Value::List(items)) => {
            items.iter().find(|item| item.as_str().is_some_and(|written| written.to_lowercase() == topic))
        }
        _ => None,
    };
    found.map_or_else(|| Span::start_of(&path), |item| Span::new(&path, item.range.clone()))
}

/// Finds what has happened on a day after `today`: the day we met, consent, touches, the day a need came up.
///
/// Kept apart from [`load`], which knows no clock.
pub fn check_dates(community: &Community, today: Date) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let mut report = |what: String, date: Date, place: &Span| {
        let message = format!("{what} is {date}, which is still to come");
        let help = format!("today is {today}; correct the date");
        diagnostics.push(Diagnostic::new(&FUTURE_DATE, message).at(place.clone()).help(help));
    };
    for audience in &community.audiences.audiences {
        for need in &audience.needs {
            if let Some(since) = need.since.filter(|since| *since > today) {
                report(format!("`since` of need `{}.{}`", audience.id, need.id), since, &need.place);
            }
        }
    }
    for contact in &community.contacts {
        let consent = contact.consent.as_ref().map(|consent| consent.date);
        let dates = [("since", contact.since), ("the consent", consent), ("a touch", contact.last_touch())];
        for (what, date) in dates {
            // The day in UTC may be a day ahead of the site's.
            let latest = if what == "the consent" { today.tomorrow().unwrap_or(today) } else { today };
            if let Some(date) = date.filter(|date| *date > latest) {
                report(format!("{what} of contact `{}`", contact.id), date, &contact.place);
            }
        }
    }
    diagnostics
}

/// Whether a part of audiences.yaml is there and has another form than it must.
fn is_unread(root: Option<&Node>, key: &str) -> bool {
    let Some(Node { value: Value::Map(_), .. }) = root else { return true };
    match root.and_then(|root| root.get(key)).map(|node| &node.value) {
        None | Some(Value::Null) => false,
        Some(Value::List(_)) => key != "stages",
        Some(Value::Map(_)) => key == "stages",
        Some(_) => true,
    }
}

fn known_names<'a>(places: &Places<'a>, audiences: &'a Audiences, unread: Unread) -> Known<'a> {
    let audience_ids: Vec<&str> = places.keys_of(&["audiences"]).collect();
    let mut needs = Vec::new();
    for audience in &audience_ids {
        for need in places.keys_of(&["audiences", audience, "needs"]) {
            needs.push(NeedId { audience: (*audience).into(), need: need.into() });
        }
    }
    Known { audiences, people: places.keys_of(&["people"]).collect(), audience_ids, needs, unread }
}

fn load_contacts(
    sources: &SourceTree,
    settings: &ContactsSettings,
    known: &Known<'_>,
) -> (Vec<Contact>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let is_default = *settings == ContactsSettings::default();
    let config_path = SourcePath::new("regards.yaml").expect("a bare file name is a path");
    let named_at =
        || setting_place(sources, &["contacts", "file"]).unwrap_or_else(|| Span::start_of(&config_path));
    let path = match SourcePath::new(&settings.file) {
        Ok(path) => path,
        Err(fault) => {
            let message = format!("the contacts file {:?} is no path of the site: {fault}", settings.file);
            let diagnostic = Diagnostic::new(&NO_CONTACTS_FILE, message)
                .at(named_at())
                .help("give a path from the root of the site, as `contacts.csv`");
            diagnostics.push(diagnostic);
            return (Vec::new(), diagnostics);
        }
    };
    let text = match sources.get(&path) {
        Some(SourceFile::Text(text)) => text,
        Some(SourceFile::Asset(_)) => {
            let diagnostic = Diagnostic::new(&BAD_CONTACTS_FILE, "the contacts file is not UTF-8 text")
                .at(Span::start_of(&path))
                .help("export it as UTF-8 with an extension of `.yaml` or `.csv`");
            diagnostics.push(diagnostic);
            return (Vec::new(), diagnostics);
        }
        None if is_default => return (Vec::new(), diagnostics),
        None => {
            let names = sources.iter().map(|(path, _)| path.as_str()).filter(|name| !name.contains('@'));
            let help = nearest(&settings.file, names).map(|name| format!("did you mean `{name}`?"));
            let diagnostic =
                Diagnostic::new(&NO_CONTACTS_FILE, format!("there is no contacts file `{path}`"))
                    .at(named_at())
                    .help(help.unwrap_or_else(|| "`contacts.file` in regards.yaml names it".into()));
            diagnostics.push(diagnostic);
            return (Vec::new(), diagnostics);
        }
    };
    if path.extension().eq_ignore_ascii_case("csv") {
        let (rows, faults) = read_csv(&path, text, &settings.columns);
        diagnostics.extend(faults);
        let (contacts, faults) = check_contacts(&path, rows, known);
        diagnostics.extend(faults);
        return (contacts, diagnostics);
    }
    let (root, faults) = read_yaml(&path, text, 0);
    diagnostics.extend(faults.into_iter().map(redacted));
    let root = root.unwrap_or_else(|| Node::empty_map(0..0));
    let (rows, faults) = yaml_rows(&path, &root);
    diagnostics.extend(faults);
    let (contacts, faults) = check_contacts(&path, rows, known);
    diagnostics.extend(faults);
    (contacts, diagnostics)
}

/// Decodes each contact by itself, so that a fault of one leaves the places of the others alone.
fn yaml_rows<'a>(path: &SourcePath, root: &'a Node) -> (Vec<Row<'a>>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let value = match &root.value {
        Value::Map(entries) => Value::Map(entries.iter().map(without_items).collect()),
        value => value.clone(),
    };
    let around = Node { value, range: root.range.clone() };
    let (_, faults) = decode::<ContactsFile>(path, &around, UnknownKeys::Refuse);
    diagnostics.extend(faults.into_iter().map(redacted));
    let items: &[Node] = match root.get("contacts").map(|contacts| &contacts.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    };
    let mut rows = Vec::with_capacity(items.len());
    for (position, item) in items.iter().enumerate() {
        if !matches!(item.value, Value::Map(_)) {
            let message = format!("contact number {} is no mapping", position + 1);
            let diagnostic = Diagnostic::new(&WRONG_TYPE, message)
                .at(Span::new(path, item.range.start..item.range.start))
                .help("write it as `{id: c7f3, name: …, email: …}`");
            diagnostics.push(diagnostic);
            continue;
        }
        let (entry, faults) = decode::<ContactEntry>(path, item, UnknownKeys::Refuse);
        let faulty = faults.has_errors();
        diagnostics.extend(faults.into_iter().map(|fault| at_its_key(redacted(fault), item)));
        if let Some(entry) = entry {
            rows.push(Row { entry, place: RowPlace::Yaml(item), faulty });
        }
    }
    (rows, diagnostics)
}

/// The entry `contacts` with an empty list; any other as it is.
fn without_items(entry: &Entry) -> Entry {
    let value = match &entry.node.value {
        Value::List(_) if &*entry.key == "contacts" => Value::List(Vec::new()),
        value => value.clone(),
    };
    let node = Node { value, range: entry.node.range.clone() };
    Entry { key: entry.key.clone(), key_range: entry.key_range.clone(), node }
}

/// Takes every value out of the words of a fault in a private file: what stands between quotes, and numbers.
fn redacted(mut fault: Diagnostic) -> Diagnostic {
    fault.message = without_values(&fault.message);
    for label in &mut fault.labels {
        label.text = without_values(&label.text).into();
    }
    fault.help = fault.help.map(|help| if help.contains('@') { "see the reference".into() } else { help });
    fault
}

fn without_values(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut quoted = false;
    let mut escaped = false;
    for c in text.chars() {
        let is_quote = c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        if is_quote {
            quoted = !quoted;
            if quoted {
                words.push('…');
            }
        } else if !quoted {
            words.push(if c.is_ascii_digit() { '…' } else { c });
        }
    }
    words
}

/// Moves the places of a fault within the contact `item` from values to the keys that they stand under.
fn at_its_key(mut fault: Diagnostic, item: &Node) -> Diagnostic {
    for label in &mut fault.labels {
        let start = label.span.start;
        let entry = item.entries().iter().find(|entry| entry.node.range.contains(&start));
        let range = match entry {
            Some(entry) => entry.key_range.clone(),
            None if item.entries().iter().any(|entry| entry.key_range.start == start) => continue,
            None => start..start,
        };
        label.span = Span::new(&label.span.path, range);
    }
    fault
}

/// Warns of tags that a segment names and no contact has.
fn unused_tags(places: &Places<'_>, audiences: &Audiences, contacts: &[Contact]) -> Diagnostics {
    let used: BTreeSet<&str> =
        contacts.iter().flat_map(|contact| &contact.tags).map(String::as_str).collect();
    let mut diagnostics = Diagnostics::new();
    for audience in &audiences.audiences {
        let segment = &audience.segment;
        for (key, tags) in [("tags", &segment.tags), ("any", &segment.any), ("not", &segment.not)] {
            for (position, tag) in tags.iter().enumerate().filter(|(_, tag)| !used.contains(tag.as_str())) {
                if key == "not" && nearest(tag, used.iter().copied()).is_none() {
                    continue; // Nobody has to be spared at the moment.
                }
                let keys = ["audiences", &audience.id, "segment", key, &position.to_string()];
                let diagnostic = Diagnostic::new(&UNUSED_TAG, format!("no contact is tagged `{tag}`"))
                    .at(places.value(&keys));
                let help = did_you_mean(tag, used.iter().copied());
                diagnostics.push(diagnostic.help(help.unwrap_or_else(|| "is it mistyped?".into())));
            }
        }
    }
    diagnostics
}

/// Finds people who would send newsletters but have no address to send from.
fn silent_senders(audiences: &Audiences, contacts: &[Contact]) -> Diagnostics {
    let mut senders: BTreeSet<&str> = BTreeSet::new();
    for audience in &audiences.audiences {
        match &audience.from {
            From::Person(id) => {
                senders.insert(id);
            }
            From::Owner => {
                let members = contacts.iter().filter(|contact| belongs(&audience.segment, contact));
                senders.extend(members.map(|contact| contact.owner.as_str()));
            }
        }
    }
    let silent = audiences.people.iter().filter(|person| person.email.is_none());
    silent
        .filter(|person| senders.contains(person.id.as_str()))
        .map(|person| {
            Diagnostic::new(&MISSING_KEY, format!("`{}` sends newsletters but has no `email`", person.id))
                .at(person.place.clone())
                .help("add the address that this person reads; replies go there")
        })
        .collect()
}
