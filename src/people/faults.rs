//! The kinds of fault in `audiences.yaml` and the contacts file.

use crate::diag::Level;
use crate::diag::Rule;

/// Every rule of this folder, for `regards explain`.
pub const RULES: &[&Rule] = &[
    &MISSING_WHY,
    &BAD_ID,
    &UNKNOWN_PERSON,
    &UNKNOWN_STAGE,
    &UNUSED_TAG,
    &UNKNOWN_NEED,
    &UNKNOWN_AUDIENCE,
    &DUPLICATE_CONTACT,
    &DUPLICATE_ADDRESS,
    &NO_CONSENT,
    &BAD_ADDRESS,
    &CONTROL_CHARACTER,
    &IMPOSSIBLE_DATE,
    &FUTURE_DATE,
    &BAD_PROMISE,
    &BAD_NUMBER,
    &NO_WAY_TO_LEAVE,
    &BAD_LINK,
    &UNKNOWN_REL,
    &NO_CONTACTS_FILE,
    &BAD_CONTACTS_FILE,
];

/// An audience without a reason.
pub const MISSING_WHY: Rule = Rule {
    name: "missing-why",
    level: Level::Error,
    explain: "An audience has no `why:`. A newsletter that nobody can give a reason for is a mailing list, and its \
              readers notice. Write one sentence that they would agree with: `why: Help dealers install gear without \
              surprises`. The audience is left out until then.",
};

/// An id with characters that ids do not have.
pub const BAD_ID: Rule = Rule {
    name: "bad-id",
    level: Level::Error,
    explain: "Write ids of people, audiences, needs, stages and contacts with lower-case letters, digits, `-` and `_` \
              only. They stand in paths, in reports and in the ledger, so a contact's id must also tell nobody who it \
              is.",
};

/// An id that is nobody's.
pub const UNKNOWN_PERSON: Rule = Rule {
    name: "unknown-person",
    level: Level::Error,
    explain: "An `owner:` or `from:` names somebody who is not under `people:` in audiences.yaml. Mail comes from a \
              person and replies go to a person, so the person must be known. Correct the id, or add the person.",
};

/// A stage that is not in the list.
pub const UNKNOWN_STAGE: Rule = Rule {
    name: "unknown-stage",
    level: Level::Error,
    explain: "A stage is not one of `stages:` in audiences.yaml (new, acquainted, trusted and partner, if there is no \
              list). Stages decide who may be asked for something, so a mistyped one is not guessed. Correct it, or \
              add it to the list.",
};

/// A tag that no contact has.
pub const UNUSED_TAG: Rule = Rule {
    name: "unused-tag",
    level: Level::Warning,
    explain: "A segment selects by a tag that no contact has. Often the tag is mistyped on one side: correct it there, \
              or remove it from the segment. Under `not:` this is reported only if a contact has nearly the same tag: \
              then somebody who should be spared is not.",
};

/// A need that no audience has.
pub const UNKNOWN_NEED: Rule = Rule {
    name: "unknown-need",
    level: Level::Error,
    explain: "A need is named that no audience has. Write its id as in `needs:` of an audience, alone (`warranty`) or \
              with the audience (`dealers.warranty`).",
};

/// An audience that does not exist.
pub const UNKNOWN_AUDIENCE: Rule = Rule {
    name: "unknown-audience",
    level: Level::Error,
    explain: "An audience is named that is not under `audiences:` in audiences.yaml. Correct the id, or add the \
              audience.",
};

/// Two contacts with one id.
pub const DUPLICATE_CONTACT: Rule = Rule {
    name: "duplicate-contact",
    level: Level::Error,
    explain: "Two contacts have the same id. The ledger knows readers by their id, so one would inherit what the other \
              was sent. Neither is mailed until then: give the newer one another id.",
};

/// Two contacts with one address.
pub const DUPLICATE_ADDRESS: Rule = Rule {
    name: "duplicate-address",
    level: Level::Error,
    explain: "Two contacts have the same address, whatever its capitals. That person would get every message twice. \
              Neither is mailed until then: make them one contact.",
};

/// A contact who never said yes.
pub const NO_CONSENT: Rule = Rule {
    name: "no-consent",
    level: Level::Note,
    explain: "A contact has no `consent:` with `how` and `at`, and is therefore never mailed. That is fine for people \
              one knows and calls, so it is a note; otherwise ask them, and write down how and when they said yes. A \
              consent of which one half is missing is a warning: somebody meant to write it down.",
};

/// Something that is no address.
pub const BAD_ADDRESS: Rule = Rule {
    name: "bad-address",
    level: Level::Error,
    explain: "An address cannot be used for mail: it needs exactly one `@`, a domain with a dot, no white space, no \
              control characters, and the lengths of RFC 5321. Quoted local parts are not supported. Correct it; \
              nothing is cleaned up, because a guess might reach somebody else.",
};

/// A line break or control character where one line is needed.
pub const CONTROL_CHARACTER: Rule = Rule {
    name: "control-character",
    level: Level::Error,
    explain: "A name or another line that ends up in the head of a message holds a line break or a control character. \
              There, a line break begins a new header, which is how strangers are added to a message. It is refused \
              and not cleaned: look at how it came there, then write the value on one line.",
};

/// A day that is not in the calendar.
pub const IMPOSSIBLE_DATE: Rule = Rule {
    name: "impossible-date",
    level: Level::Error,
    explain: "A date is not in the calendar, or cannot be read. Write it as `2026-03-01`. Consent may also be a time \
              with its offset: `2026-03-01T10:02:00Z`.",
};

/// A past event with a future date.
pub const FUTURE_DATE: Rule = Rule {
    name: "future-date",
    level: Level::Warning,
    explain: "Something that has happened carries a date that is still to come: the day we met, the day of consent, a \
              touch, the day a need came up. Patience counts from such days, so nobody is asked too early because of it. Correct the date.",
};

/// A promise that cannot be understood.
pub const BAD_PROMISE: Rule = Rule {
    name: "bad-promise",
    level: Level::Error,
    explain: "A promise is not understood. Write `every` as `week`, `2 weeks`, `10 days`, `month`, `quarter` or \
              `year`; `at` as `tue 09:00` with weeks, `1 09:00` with months, `09:00` with days; `tz` as an IANA name \
              such as `Europe/Berlin`.",
};

/// A number out of its range.
pub const BAD_NUMBER: Rule = Rule {
    name: "bad-number",
    level: Level::Error,
    explain: "A number is out of its range. Write days, gives and gaps as 0 to 36500, and `max_items` as 1 to 100.",
};

/// Mail that nobody can stop.
pub const NO_WAY_TO_LEAVE: Rule = Rule {
    name: "no-way-to-leave",
    level: Level::Error,
    explain: "There are audiences, but `legal:` lacks the postal address or a way to leave. Most countries' law wants \
              both in every newsletter, and so does decency. Write `legal: {postal: …, leave: {mail: …}}`, or `leave: \
              {url: …}` with `{token}` in it. Nobody is mailed until they are there.",
};

/// A link that leads nowhere.
pub const BAD_LINK: Rule = Rule {
    name: "bad-link",
    level: Level::Error,
    explain: "A link in audiences.yaml is no full address, or a picture is no path of the site. Write links with \
              `https://`, pictures as a path such as `/images/ann.jpg`, and the link to leave with `{token}` in it.",
};

/// A relation that XFN has no word for.
pub const UNKNOWN_REL: Rule = Rule {
    name: "unknown-rel",
    level: Level::Warning,
    explain: "A word of a person's `rel:` is not one of XFN 1.1, so no program will know what it means. It is kept. \
              Use one of: me, contact, acquaintance, friend, met, co-worker, colleague, co-resident, neighbor, child, \
              parent, sibling, spouse, kin, muse, crush, date, sweetheart.",
};

/// The contacts file is not there.
pub const NO_CONTACTS_FILE: Rule = Rule {
    name: "no-contacts-file",
    level: Level::Error,
    explain: "`contacts: {file: …}` in regards.yaml names a file that is not there, or that is no path of the site. \
              Correct the path, or remove the setting if you have no readers yet.",
};

/// The contacts file cannot be read.
pub const BAD_CONTACTS_FILE: Rule = Rule {
    name: "bad-contacts-file",
    level: Level::Error,
    explain: "The contacts file cannot be read: it is not UTF-8, a needed column is missing from a CSV file, a row has \
              more or fewer fields than the head, or a column is mapped to a key that contacts do not have. Mend the \
              file as the message says, or name your columns under `contacts: {columns: …}` in regards.yaml.",
};
