//! The kinds of finding.

use std::fmt;

use crate::diag;
use crate::promo::weights::MODEL;

/// One thing that the promo check looks for.
///
/// Its code, place in a family and page stand here; what it weighs stands in the one table of weights, so that a
/// fit of the model never touches a rule.
#[derive(Debug)]
pub struct Rule {
    /// `PR` and three digits; the first is the family's. Never used again for something else.
    pub code: &'static str,
    /// Which rules it adds up with.
    pub family: Family,
    /// Name, usual level and page, as every other part of Regards reports them.
    pub diag: diag::Rule,
    /// How to turn it into a give: one sentence, lower case, no full stop.
    pub fix: &'static str,
}

/// Rules that say the same kind of thing, and are reported as one contribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The reader is told to do something for the author.
    Asks,
    /// Prices, discounts, trials.
    Offers,
    /// Deadlines and scarcity.
    Urgency,
    /// Links whose target is a shop, a sign-up, a booking.
    Links,
    /// Links dressed for counting.
    Tracking,
    /// Launches, awards, vacancies, invitations.
    Announcements,
    /// The author is the subject, and praised.
    SelfReference,
    /// What the reader takes away without buying anything.
    Gives,
    /// The words of the post, beside what the other rules name.
    Wording,
}

impl Family {
    /// Every family, in the order of the codes.
    pub const ALL: [Self; 9] = [
        Self::Asks,
        Self::Offers,
        Self::Urgency,
        Self::Links,
        Self::Tracking,
        Self::Announcements,
        Self::SelfReference,
        Self::Gives,
        Self::Wording,
    ];

    /// The name in the table of weights and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asks => "asks",
            Self::Offers => "offers",
            Self::Urgency => "urgency",
            Self::Links => "links",
            Self::Tracking => "tracking",
            Self::Announcements => "announcements",
            Self::SelfReference => "self-reference",
            Self::Gives => "gives",
            Self::Wording => "wording",
        }
    }

    /// Whether a finding of this family is reason enough to flag a post. Talking of oneself alone is not.
    pub fn flags(self) -> bool {
        self.asks() || self == Self::Wording
    }

    /// Whether a finding of this family asks something of the reader.
    pub fn asks(self) -> bool {
        !matches!(self, Self::SelfReference | Self::Gives | Self::Wording)
    }
}

impl fmt::Display for Family {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// By code alone: it is unique, and all else of a rule is long.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

impl Rule {
    /// The name: kebab-case, as suppressions and `levels:` write it.
    pub fn name(&self) -> &'static str {
        self.diag.name
    }

    /// Whether `name` is its name, or its code in capitals or not.
    pub fn is_called(&self, name: &str) -> bool {
        self.name() == name || self.code.eq_ignore_ascii_case(name)
    }

    /// What it weighs, in log-odds, before the number and places of its findings and the post's length count.
    pub fn weight(&self) -> f64 {
        MODEL.rule_weight(self.name())
    }

    /// The page that explains it: why, an example marked in place, a good case, the fix.
    pub fn doc(&self) -> &'static str {
        self.diag.explain
    }

    /// The "Why" sentence of its page.
    pub fn why(&self) -> &'static str {
        self.doc().split('\n').find_map(|line| line.strip_prefix("Why: ")).unwrap_or("")
    }
}

/// Cuts the section `## CODE …` out of a family's page, at compile time.
pub(crate) const fn section(page: &'static str, code: &str) -> &'static str {
    let mut start = 0;
    while !heading_at(page.as_bytes(), start, code.as_bytes()) {
        start += 1;
        assert!(start < page.len(), "the family's page has a section for each of its rules");
    }
    let mut end = start + 1;
    while end < page.len() && !heading_at(page.as_bytes(), end, b"") {
        end += 1;
    }
    let (head, _) = page.split_at(end);
    let (_, section) = head.split_at(start);
    section
}

const fn heading_at(page: &[u8], at: usize, code: &[u8]) -> bool {
    let at_line_start = at == 0 || page[at - 1] == b'\n';
    if !at_line_start || at + 3 + code.len() > page.len() {
        return false;
    }
    if page[at] != b'#' || page[at + 1] != b'#' || page[at + 2] != b' ' {
        return false;
    }
    let mut index = 0;
    while index < code.len() {
        if page[at + 3 + index] != code[index] {
            return false;
        }
        index += 1;
    }
    true
}
