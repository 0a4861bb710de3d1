//! The people on our side and what the law wants of them, as written, to [`Person`]s and [`Legal`].

use crate::data::MISSING_KEY;
use crate::diag::Diagnostics;
use crate::diag::did_you_mean;
use crate::people::audience::*;
use crate::people::audiences_file::*;
use crate::people::check_audiences::Checker;
use crate::people::email::check_address;
use crate::people::faults::*;
use crate::people::places::is_id;
use crate::source::SourcePath;
use crate::source::Span;

impl Checker<'_> {
    pub(crate) fn people_of(&mut self, file: &AudiencesFile, earlier: &Diagnostics) -> Vec<Person> {
        let mut people = Vec::new();
        for id in self.people.clone() {
            let Some(entry) = file.people.get(id) else { continue };
            let place = self.places.key(&["people", id]);
            if !is_id(id) {
                self.bad_id("a person", id, place.clone());
            }
            let person = self.person(id, entry, place);
            if self.errors_within(&["people", id], earlier) == 0 {
                people.push(person);
            }
        }
        people
    }

    fn person(&mut self, id: &str, entry: &PersonEntry, place: Span) -> Person {
        let keys = |key| ["people", id, key];
        if entry.name.trim().is_empty() {
            let message = format!("person `{id}` has no name");
            self.report(&MISSING_KEY, message, &keys("name"), "add `name:`, as readers should see it");
        }
        self.one_line(&entry.name, &keys("name"));
        self.one_line(entry.role.as_deref().unwrap_or_default(), &keys("role"));
        self.lines(entry.signature.as_deref().unwrap_or_default(), &keys("signature"));
        if let Some(email) = &entry.email {
            self.address(email, &keys("email"));
        }
        if let Some(image) = &entry.image
            && (image.contains("://") || SourcePath::new(image.trim_start_matches('/')).is_err())
        {
            let message = format!("the picture `{image}` is no path of the site");
            self.report(&BAD_LINK, message, &keys("image"), "write it as `/images/ann.jpg`");
        }
        let links = entry.links.iter().enumerate().map(|(position, link)| {
            let position = position.to_string();
            self.person_link(link, &["people", id, "links", &position])
        });
        Person {
            id: id.into(),
            name: entry.name.clone(),
            links: links.collect(),
            email: entry.email.clone(),
            signature: entry.signature.clone(),
            role: entry.role.clone(),
            bio: entry.bio.clone(),
            image: entry.image.clone(),
            place,
        }
    }

    fn person_link(&mut self, link: &PersonLinkEntry, keys: &[&str; 4]) -> PersonLink {
        let [people, id, links, position] = *keys;
        let keys = |key| [people, id, links, position, key];
        let is_mail = link.url.strip_prefix("mailto:").is_some_and(|mail| check_address(mail).is_ok());
        if !is_mail && !is_url(&link.url, &["https://", "http://"]) {
            let message = format!("`{}` is no full address", link.url);
            self.report(&BAD_LINK, message, &keys("url"), "write it with `https://` at its start");
        }
        let rel: Vec<String> =
            link.rel.as_deref().unwrap_or_default().split_whitespace().map(str::to_lowercase).collect();
        for word in rel.iter().filter(|word| !XFN.contains(&word.as_str())) {
            let help = did_you_mean(word, XFN.iter().copied());
            let help = help.unwrap_or_else(|| "`me` is for a page of one's own".into());
            self.report(&UNKNOWN_REL, format!("XFN has no word `{word}`"), &keys("rel"), help);
        }
        if let Some(label) = &link.label {
            self.one_line(label, &keys("label"));
        }
        let host = link.url.split_once("//").map_or(&*link.url, |(_, rest)| rest).split('/').next();
        let label = link
            .label
            .clone()
            .unwrap_or_else(|| host.unwrap_or_default().trim_start_matches("mailto:").into());
        PersonLink { url: link.url.clone(), rel, label }
    }

    pub(crate) fn legal_of(&mut self, file: &AudiencesFile) -> Option<Legal> {
        let legal = file.legal.clone().unwrap_or_default();
        let postal = legal.postal.unwrap_or_default();
        self.lines(&postal, &["legal", "postal"]);
        let leave = legal.leave.unwrap_or_default();
        if let Some(mail) = &leave.mail {
            self.address(mail, &["legal", "leave", "mail"]);
        }
        let mut leave_url = leave.url;
        if let Some(url) = leave_url.take_if(|url| !is_url(url, &["https://"]) || !url.contains("{token}")) {
            let message = format!("`{url}` cannot be a link to leave");
            let help =
                "it must start with `https://` and hold `{token}`, as in https://leave.example.org/{token}";
            self.report(&BAD_LINK, message, &["legal", "leave", "url"], help);
        }
        let join = legal.join.unwrap_or_default();
        if let Some(mail) = &join.mail {
            self.address(mail, &["legal", "join", "mail"]);
        }
        if let Some(url) = join.url.as_ref().filter(|url| !is_url(url, &["https://"])) {
            let message = format!("`{url}` cannot be a link to join");
            self.report(
                &BAD_LINK,
                message,
                &["legal", "join", "url"],
                "write it with `https://` at its start",
            );
        }
        let leave = Leave { mail: leave.mail, url: leave_url };
        let can_leave = leave.mail.is_some() || leave.url.is_some();
        if postal.trim().is_empty() || !can_leave {
            if !file.audiences.is_empty() {
                self.missing_legal(postal.trim().is_empty(), !can_leave);
            }
            return None;
        }
        let join = Join { mail: join.mail, url: join.url };
        let can_join = join.mail.is_some() || join.url.is_some();
        Some(Legal { postal, leave, join: can_join.then_some(join) })
    }

    fn missing_legal(&mut self, no_postal: bool, no_leave: bool) {
        let missing = match (no_postal, no_leave) {
            (true, true) => "no postal address and no way to leave",
            (true, false) => "no postal address",
            _ => "no way to leave",
        };
        let keys: &[&str] =
            if self.places.extent(&["legal"]).is_some() { &["legal"] } else { &["audiences"] };
        let help = "add `legal: {postal: \"…\", leave: {mail: leave@…}}`; until then nobody is mailed";
        self.report(&NO_WAY_TO_LEAVE, format!("newsletters have {missing}"), keys, help);
    }
}

/// The words of XFN 1.1.
const XFN: [&str; 18] = [
    "me",
    "contact",
    "acquaintance",
    "friend",
    "met",
    "co-worker",
    "colleague",
    "co-resident",
    "neighbor",
    "child",
    "parent",
    "sibling",
    "spouse",
    "kin",
    "muse",
    "crush",
    "date",
    "sweetheart",
];

fn is_url(text: &str, schemes: &[&str]) -> bool {
    let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
}
