//! The kinds of fault.

use crate::diag::Level;

/// One kind of fault: its name, how grave it is, and the page that explains it.
///
/// Each folder declares its own as constants beside the code that reports them, and lists them in a `RULES`
/// slice; `regards explain NAME` searches those slices.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Kebab-case, named after the fault (`broken-link`), never after the cure.
    pub name: &'static str,
    /// The level that its diagnostics carry.
    pub level: Level,
    /// What it means, why it matters and how to mend it: markdown, a short paragraph or two.
    pub explain: &'static str,
}
