//! What a post is to its reader, after its own word and the promo check's were weighed.

use crate::config::Kind;

/// What speaks for one kind or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// `kind:` in front matter.
    pub declared: Option<Kind>,
    /// Whether the promo check's verdict is promotional.
    pub promotional: bool,
    /// `not_promotional:` in front matter: why the verdict is wrong.
    pub not_promotional: Option<&'a str>,
}

/// What a post is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// What it counts as.
    pub kind: Kind,
    /// Whether it calls itself a give while the promo check calls it promotional, without a reason. Such a post
    /// counts as an ask and fails `check`.
    pub disputed: bool,
}

/// Weighs the evidence.
///
/// `kind:` decides, and without it the verdict does. Only a give is disputed: an ask admits what it is, and news
/// earns the reader nothing that an ask could spend.
pub fn weigh(evidence: &Evidence<'_>) -> Weighed {
    let excused = evidence.not_promotional.is_some_and(|reason| !reason.trim().is_empty());
    let promotional = evidence.promotional && !excused;
    match evidence.declared {
        Some(Kind::Give) if promotional => Weighed { kind: Kind::Ask, disputed: true },
        Some(kind) => Weighed { kind, disputed: false },
        None if promotional => Weighed { kind: Kind::Ask, disputed: false },
        None => Weighed { kind: Kind::Give, disputed: false },
    }
}

impl Evidence<'_> {
    /// Why the post counts as what it does, in one sentence.
    pub fn reason(&self) -> String {
        let name = |kind| match kind {
            Kind::Give => "a give",
            Kind::Ask => "an ask",
            Kind::News => "news",
        };
        let excuse = self.not_promotional.map(str::trim).filter(|reason| !reason.is_empty());
        match (self.declared, self.promotional, excuse) {
            (Some(Kind::Give), true, None) => {
                "it calls itself a give and reads as a promotion, so it counts as an ask".into()
            }
            (Some(Kind::Give), true, Some(reason)) => {
                format!("it calls itself a give and gives a reason for what reads as a promotion: {reason}")
            }
            (Some(kind), ..) => format!("it calls itself {}", name(kind)),
            (None, true, None) => "it reads as a promotion, so it counts as an ask".into(),
            (None, true, Some(reason)) => {
                format!("it reads as a promotion, and gives a reason why it is none: {reason}")
            }
            (None, false, _) => "it does not read as a promotion, so it counts as a give".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        declared: Option<Kind>,
        promotional: bool,
        not_promotional: Option<&str>,
        expected: (Kind, bool),
    ) {
        let evidence = Evidence { declared, promotional, not_promotional };
        let weighed = weigh(&evidence);
        assert_eq!((weighed.kind, weighed.disputed), expected, "{}", evidence.reason());
    }

    #[test]
    fn its_own_word_decides_unless_a_give_is_a_promotion() {
        use Kind::*;
        check(None, false, None, (Give, false));
        check(None, true, None, (Ask, false));
        check(None, true, Some("it is a review"), (Give, false));
        check(Some(Give), false, None, (Give, false));
        check(Some(Give), true, None, (Ask, true));
        check(Some(Give), true, Some(" "), (Ask, true));
        check(Some(Give), true, Some("it is a review"), (Give, false));
        check(Some(Ask), false, None, (Ask, false));
        check(Some(Ask), true, None, (Ask, false));
        check(Some(News), true, None, (News, false));
    }
}
