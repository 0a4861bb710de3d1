//! What an ask asks for.

/// What the reader is asked to do. A site allows kinds with `promo.ok_asks`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AskKind {
    /// Buy, order, upgrade.
    Buy,
    /// Try, sign up, download, request a demo.
    Signup,
    /// Subscribe, follow, share.
    Follow,
    /// Come to an event, register, submit a talk.
    Event,
    /// Get in touch, book a call, hire the author.
    Contact,
    /// Apply for a position.
    Jobs,
    /// Donate, sponsor, volunteer.
    Donate,
    /// Take notice of the author's news.
    News,
    /// Nothing in particular.
    Other,
}

impl AskKind {
    /// Each kind with its name in `ok_asks`.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Buy, "buy"),
        (Self::Signup, "signup"),
        (Self::Follow, "follow"),
        (Self::Event, "event"),
        (Self::Contact, "contact"),
        (Self::Jobs, "jobs"),
        (Self::Donate, "donate"),
        (Self::News, "news"),
        (Self::Other, "other"),
    ];

    /// The kind called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("other", |(_, name)| name)
    }
}
