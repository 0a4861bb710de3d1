//! The keys of `audiences.yaml`, as written.
//!
//! Everything is optional here, so that one missing key hides no other fault; what must be there is said in the
//! comments and checked when [`Audiences`](crate::people::Audiences) are made.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who writes, to whom, why and how often, from `audiences.yaml`. It holds no reader's address, so it may be
/// published with the site.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AudiencesFile {
    /// The people on our side, by id. They own the relationships: mail comes from them and replies go to them.
    pub people: BTreeMap<String, PersonEntry>,
    /// What the law wants in every newsletter. Without it no audience can be mailed.
    pub legal: Option<LegalEntry>,
    /// How far a relationship can be, from the first step to the last. Without it: new, acquainted, trusted,
    /// partner.
    pub stages: Vec<String>,
    /// The audiences, by id. Each gets one newsletter.
    pub audiences: BTreeMap<String, AudienceEntry>,
    /// The least number of days between two messages to one person, over all audiences. Without it 3.
    pub min_gap_days: Option<i64>,
    /// After how many days without a personal touch a reader counts as lost sight of, by stage:
    /// `{trusted: 90, partner: 30}`. A newsletter is no personal touch.
    pub keep_in_touch: BTreeMap<String, i64>,
    /// Who newsletters come from, for audiences that do not say: `owner`, or the id of a person.
    pub from: Option<String>,
}

/// One person on our side.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PersonEntry {
    /// The name that readers see. Needed.
    pub name: String,
    /// The address that this person reads. Needed for everybody who sends a newsletter.
    pub email: Option<String>,
    /// The lines at the end of this person's newsletters.
    pub signature: Option<String>,
    /// What this person does: `support`, `founder`.
    pub role: Option<String>,
    /// A few sentences about this person, in markdown.
    pub bio: Option<String>,
    /// A portrait: a path of the site.
    pub image: Option<String>,
    /// Where else this person is found, and whom they know.
    pub links: Vec<PersonLinkEntry>,
}

/// One link of a person.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PersonLinkEntry {
    /// Where it leads: an `https:` address. Needed.
    pub url: String,
    /// What it is to this person, in the words of XFN 1.1: `me` for a page of their own, `colleague`, `met`,
    /// `friend`… Several words are separated by spaces.
    pub rel: Option<String>,
    /// The words of the link; without them, the host.
    pub label: Option<String>,
}

/// What every newsletter must say of its sender.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LegalEntry {
    /// The sender's postal address. Needed.
    pub postal: Option<String>,
    /// How readers leave. Needed, with `mail`, `url` or both.
    pub leave: Option<LeaveEntry>,
    /// How new readers join.
    pub join: Option<JoinEntry>,
}

/// How readers leave.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LeaveEntry {
    /// An address that takes a message as "no more, please".
    pub mail: Option<String>,
    /// An `https:` address that takes a click, with `{token}` where the reader's token goes.
    pub url: Option<String>,
}

/// How new readers join.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JoinEntry {
    /// An address that takes a message as "yes, please".
    pub mail: Option<String>,
    /// The `https:` address of a form.
    pub url: Option<String>,
}

/// One audience: who, why, what, how often, and how patient we are.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AudienceEntry {
    /// What its readers are called, in the plural, as on the page where people join: "Small shops". Without it,
    /// the id.
    pub name: Option<String>,
    /// Why this newsletter exists, in a sentence its readers would agree with. Needed: an audience without a
    /// reason is a mailing list.
    pub why: Option<String>,
    /// Which contacts belong; without it, everybody.
    pub segment: SegmentEntry,
    /// Which posts it gets: terms of any taxonomy. A post may also name the audience.
    pub topics: Vec<String>,
    /// What its readers need to know, by id, in their own words: `{warranty: How do I get a defect sorted out?}`.
    pub needs: BTreeMap<String, NeedEntry>,
    /// How often its newsletter comes. Without a promise it comes when there is something to send.
    pub promise: Option<PromiseEntry>,
    /// How long we give before we ask: `patient` (365 days and 12 gives), `steady` (90 and 6, the default),
    /// `brisk` (30 and 3), or `{days, gives, stage}`.
    pub patience: Option<PatienceEntry>,
    /// How much we give between two asks.
    pub balance: BalanceEntry,
    /// Who it comes from: `owner` (each reader's own), or the id of a person.
    pub from: Option<String>,
    /// The question at the end of each issue; somebody reads the replies.
    pub reply_invite: Option<String>,
    /// Whether each issue also stands on the site (`public`) or not (`private`).
    pub archive: Archive,
    /// The most items in one issue. Without it 5.
    pub max_items: Option<i64>,
}

/// Which contacts belong. Every condition given must hold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SegmentEntry {
    /// Tags that a contact must all have.
    pub tags: Vec<String>,
    /// Tags of which a contact must have at least one.
    pub any: Vec<String>,
    /// Tags of which a contact must have none.
    pub not: Vec<String>,
    /// The stages that belong: `acquainted` for exactly that one, or with `>=`, `>`, `<=`, `<` before it.
    pub stage: Option<String>,
    /// The person who must own the contact.
    pub owner: Option<String>,
}

/// A need: the question alone, or with the day it came up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum NeedEntry {
    /// The question in the reader's words.
    Ask(String),
    /// The question, and when it was first asked.
    Dated(DatedNeed),
}

/// A need with the day it came up.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DatedNeed {
    /// The question in the reader's words. Needed.
    pub ask: String,
    /// The day it was first asked; from then on it can become overdue.
    pub since: Option<String>,
}

/// How often a newsletter comes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PromiseEntry {
    /// The rhythm: `week`, `2 weeks`, `10 days`, `month`, `quarter`, `year`. Needed.
    pub every: Option<String>,
    /// Weekday and time for weeks (`tue 09:00`), day of the month and time for months (`1 09:00`; `31` means
    /// the last day where a month is shorter), time alone for days. Without it 09:00, and the day of `start`.
    pub at: Option<String>,
    /// The time zone of `at`, by its IANA name (`Europe/Berlin`). Without it, the site's.
    pub tz: Option<String>,
    /// What a date with nothing worth sending means: `skip` keeps the promise, `late` waits for something.
    pub if_nothing: IfNothing,
    /// The day the promise was made. Dates before it are not held against it.
    pub start: Option<String>,
}

/// How long we give before we ask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PatienceEntry {
    /// A preset by name.
    Preset(PatiencePreset),
    /// Days, gives and stage.
    Rule(PatienceRule),
}

/// The patience that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PatiencePreset {
    /// 365 days and 12 gives.
    Patient,
    /// 90 days and 6 gives.
    Steady,
    /// 30 days and 3 gives.
    Brisk,
}

/// A patience of one's own. A part left out is that of `steady`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PatienceRule {
    /// The least number of days since the contact's `since` before an ask.
    pub days: Option<i64>,
    /// The least number of gives that a contact must have received before an ask.
    pub gives: Option<i64>,
    /// The stage that a contact must have reached before an ask. Without it, the second of `stages`.
    pub stage: Option<String>,
}

/// How much we give between two asks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BalanceEntry {
    /// The least number of gives since the last ask. Without it 5.
    pub gives_per_ask: Option<i64>,
    /// The least number of days since the last ask. Without it 60.
    pub days_between_asks: Option<i64>,
}

/// Whether issues stand on the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Archive {
    /// Under `/newsletters/<audience>/<date>/`.
    #[default]
    Public,
    /// Nowhere.
    Private,
}

/// What a promised date with nothing worth sending means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum IfNothing {
    /// The issue is skipped, and the promise is kept by it: silence beats padding.
    #[default]
    Skip,
    /// The issue is late until there is something.
    Late,
}
