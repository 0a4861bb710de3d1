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

impl Rule {
    /// The first sentence of its page, or the "Why" of a page that has one.
    pub fn short(&self) -> &'static str {
        let why = self.explain.split_once("\nWhy: ").and_then(|(_, rest)| rest.lines().next());
        let text = why.unwrap_or(self.explain);
        let end = text.match_indices(". ").map(|(at, _)| at + 1).find(|end| is_end(&text[..*end]));
        text[..end.unwrap_or(text.len())].trim_end()
    }
}

/// Whether a text that ends with a full stop ends with a sentence: no abbreviation such as "e.g." does.
fn is_end(text: &str) -> bool {
    let word = text.rsplit([' ', '(']).next().unwrap_or(text);
    !word.trim_end_matches('.').contains('.') || word.ends_with("`.")
}
