//! Audiences as the rest of the program sees them: checked, with every default filled in.

use jiff::civil::Date;

use crate::people::{Archive, Promise, Stage, StageRange};
use crate::source::Span;

/// Everything that `audiences.yaml` says.
#[derive(Debug, Clone)]
pub struct Audiences {
    /// The people on our side, in the order written.
    pub people: Vec<Person>,
    /// What the law wants in every newsletter; `None` means that nobody can be mailed.
    pub legal: Option<Legal>,
    /// The stages of a relationship, first to last; never empty.
    pub stages: Vec<Stage>,
    /// The audiences, in the order written.
    pub audiences: Vec<Audience>,
    /// The least number of days between two messages to one person.
    pub min_gap_days: u32,
    /// Days without a personal touch after which a reader is lost sight of, by stage, first stage first.
    pub keep_in_touch: Vec<(Stage, u32)>,
}

/// One person on our side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The key under `people:`.
    pub id: String,
    /// The name that readers see.
    pub name: String,
    /// The address that this person reads.
    pub email: Option<String>,
    /// The lines at the end of this person's newsletters; may hold line breaks.
    pub signature: Option<String>,
    /// What this person does.
    pub role: Option<String>,
    /// A few sentences, in markdown.
    pub bio: Option<String>,
    /// A portrait: a path of the site, as written.
    pub image: Option<String>,
    /// Where else this person is found.
    pub links: Vec<PersonLink>,
    /// Where the id stands.
    pub place: Span,
}

/// One link of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLink {
    /// An `https:`, `http:` or `mailto:` address.
    pub url: String,
    /// XFN words; may be empty.
    pub rel: Vec<String>,
    /// The words of the link; the host if none were given.
    pub label: String,
}

/// What every newsletter says of its sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legal {
    /// The postal address; may hold line breaks.
    pub postal: String,
    /// How readers leave.
    pub leave: Leave,
    /// How new readers join, if they can.
    pub join: Option<Join>,
}

/// How readers leave. At least one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leave {
    /// An address that takes a message as "no more, please".
    pub mail: Option<String>,
    /// An `https:` address that holds `{token}`.
    pub url: Option<String>,
}

/// How new readers join. At least one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Join {
    /// An address that takes a message as "yes, please".
    pub mail: Option<String>,
    /// An `https:` address.
    pub url: Option<String>,
}

/// One audience.
#[derive(Debug, Clone)]
pub struct Audience {
    /// The key under `audiences:`.
    pub id: String,
    /// The name of its newsletter.
    pub name: String,
    /// Why the newsletter exists.
    pub why: String,
    /// Which contacts belong.
    pub segment: Segment,
    /// Which posts it gets: terms of any taxonomy, lower case.
    pub topics: Vec<String>,
    /// What its readers need to know, in the order written.
    pub needs: Vec<Need>,
    /// How often its newsletter comes.
    pub promise: Option<Promise>,
    /// How long we give before we ask.
    pub patience: Patience,
    /// How much we give between two asks.
    pub balance: Balance,
    /// Who it comes from.
    pub from: From,
    /// The question at the end of each issue.
    pub reply_invite: String,
    /// Whether issues stand on the site.
    pub archive: Archive,
    /// The most items in one issue; at least 1.
    pub max_items: usize,
    /// Where the id stands.
    pub place: Span,
}

/// Which contacts belong. Every condition must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Segment {
    /// Tags that a contact must all have.
    pub tags: Vec<String>,
    /// Tags of which a contact must have at least one; empty for no such condition.
    pub any: Vec<String>,
    /// Tags of which a contact must have none.
    pub not: Vec<String>,
    /// The stages that belong.
    pub stage: Option<StageRange>,
    /// The person who must own the contact.
    pub owner: Option<String>,
}

/// Something that an audience needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The key under `needs:`.
    pub id: String,
    /// The question in the reader's words.
    pub ask: String,
    /// The day it came up.
    pub since: Option<Date>,
    /// Where the id stands.
    pub place: Span,
}

/// How long we give before we ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patience {
    /// The least number of days since we met.
    pub days: u32,
    /// The least number of gives received.
    pub gives: u32,
    /// The stage that must be reached.
    pub stage: Stage,
}

/// How much we give between two asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// The least number of gives since the last ask.
    pub gives_per_ask: u32,
    /// The least number of days since the last ask.
    pub days_between_asks: u32,
}

/// Who a newsletter comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// Each reader's own owner.
    Owner,
    /// One person, by id.
    Person(String),
}

impl Default for Audiences {
    fn default() -> Self {
        Self {
            people: Vec::new(),
            legal: None,
            stages: default_stages(),
            audiences: Vec::new(),
            min_gap_days: 3,
            keep_in_touch: Vec::new(),
        }
    }
}

impl Default for Balance {
    fn default() -> Self {
        Self { gives_per_ask: 5, days_between_asks: 60 }
    }
}

/// The stages of a site that names none: new, acquainted, trusted, partner.
pub(crate) fn default_stages() -> Vec<Stage> {
    ["new", "acquainted", "trusted", "partner"]
        .iter()
        .enumerate()
        .map(|(rank, name)| Stage::new(rank, name))
        .collect()
}

impl Audiences {
    /// The person with this id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The audience with this id.
    pub fn audience(&self, id: &str) -> Option<&Audience> {
        self.audiences.iter().find(|audience| audience.id == id)
    }

    /// The stage with this name.
    pub fn stage(&self, name: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.name() == name)
    }

    /// Days without a personal touch after which a reader at `stage` is lost sight of, if anything was said.
    pub fn keep_in_touch(&self, stage: &Stage) -> Option<u32> {
        self.keep_in_touch.iter().find(|(known, _)| known == stage).map(|(_, days)| *days)
    }
}

impl Audience {
    /// The need with this id.
    pub fn need(&self, id: &str) -> Option<&Need> {
        self.needs.iter().find(|need| need.id == id)
    }

    /// Who writes to a contact that `owner` owns.
    pub fn sender<'a>(&self, audiences: &'a Audiences, owner: &str) -> Option<&'a Person> {
        match &self.from {
            From::Owner => audiences.person(owner),
            From::Person(id) => audiences.person(id),
        }
    }
}
