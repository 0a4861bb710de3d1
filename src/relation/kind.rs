//! What a post is to its reader, after its own word and the promo check's were weighed.

use crate::config::Kind;

/// What speaks for one kind or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// `kind:` in front matter.
    pub declared: Option<Kind>,
    /// Whether the promo check's verdict is promotional; `None` if it did not judge the post: too short, or in a
    /// language that it does not know.
    pub promotional: Option<bool>,
    /// `not_promotional:` in front matter: why the verdict is wrong.
    pub not_promotional: Option<&'a str>,
}

/// What a post is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// What it counts as.
    pub kind: Kind,
    /// Whether it calls itself a give or news while the promo check calls it promotional, without a reason. Such a
    /// post counts as an ask and fails `check`.
    pub disputed: bool,
}

/// Weighs the evidence.
///
/// `kind:` decides, and without it the verdict does. Only an ask is believed whatever the verdict, since it admits
/// what it is. Promotional news is disputed as a give is: news passes the ask gate, even in a first message, and
/// would be the way around it. A post that was not judged and says nothing of itself is news: nobody knows that it
/// gave anything, and a give that is none would open the gate too early.
pub fn weigh(evidence: &Evidence<'_>) -> Weighed {
    let excused = evidence.not_promotional.is_some_and(|reason| !reason.trim().is_empty());
    let promotional = evidence.promotional == Some(true) && !excused;
    match evidence.declared {
        Some(Kind::Give | Kind::News) if promotional => Weighed { kind: Kind::Ask, disputed: true },
        Some(kind) => Weighed { kind, disputed: false },
        None if promotional => Weighed { kind: Kind::Ask, disputed: false },
        None if evidence.promotional.is_none() => Weighed { kind: Kind::News, disputed: false },
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
            (Some(kind @ (Kind::Give | Kind::News)), Some(true), None) => {
                format!("it calls itself {} and reads as a promotion, so it counts as an ask", name(kind))
            }
            (Some(kind @ (Kind::Give | Kind::News)), Some(true), Some(reason)) => {
                format!(
                    "it calls itself {} and gives a reason for what reads as a promotion: {reason}",
                    name(kind)
                )
            }
            (Some(kind), ..) => format!("it calls itself {}", name(kind)),
            (None, Some(true), None) => "it reads as a promotion, so it counts as an ask".into(),
            (None, Some(true), Some(reason)) => {
                format!("it reads as a promotion, and gives a reason why it is none: {reason}")
            }
            (None, Some(false), _) => "it does not read as a promotion, so it counts as a give".into(),
            (None, None, _) => "it was not judged and says nothing of itself, so it counts as news".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        declared: Option<Kind>,
        promotional: impl Into<Option<bool>>,
        not_promotional: Option<&str>,
        expected: (Kind, bool),
    ) {
        let evidence = Evidence { declared, promotional: promotional.into(), not_promotional };
        let weighed = weigh(&evidence);
        assert_eq!((weighed.kind, weighed.disputed), expected, "{}", evidence.reason());
    }

    #[test]
    fn its_own_word_decides_unless_a_promotion_denies_it_is_an_ask() {
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
        check(Some(News), false, None, (News, false));
        check(Some(News), true, None, (Ask, true));
        check(Some(News), true, Some("the law has changed"), (News, false));
    }

    #[test]
    fn what_was_not_judged_is_what_it_says_or_news() {
        use Kind::*;
        check(None, None, None, (News, false));
        check(None, None, Some("it is a review"), (News, false));
        for kind in [Give, Ask, News] {
            check(Some(kind), None, None, (kind, false));
        }
    }
}
