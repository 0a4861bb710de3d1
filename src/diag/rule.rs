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
    /// What it is about: its page, or the line "Why" of a page that has one.
    pub fn description(&self) -> &'static str {
        let why = self.explain.split_once("\nWhy: ").and_then(|(_, rest)| rest.lines().next());
        why.unwrap_or(self.explain)
    }

    /// The first sentence of its description.
    pub fn short(&self) -> &'static str {
        let text = self.description();
        let end = text.match_indices(". ").map(|(at, _)| at + 1).find(|end| is_end(&text[..*end]));
        text[..end.unwrap_or(text.len())].trim_end()
    }
}

/// Whether a text that ends with a full stop ends with a sentence: no abbreviation such as "e.g." does.
fn is_end(text: &str) -> bool {
    let word = text.rsplit([' ', '(']).next().unwrap_or(text);
    !word.trim_end_matches('.').contains('.') || word.ends_with("`.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(explain: &'static str, expected: &str) {
        assert_eq!(Rule { name: "x", level: Level::Note, explain }.short(), expected);
    }

    #[test]
    fn the_first_sentence_of_a_page() {
        check("A link leads nowhere. Mend it.", "A link leads nowhere.");
        check("One sentence.", "One sentence.");
        check("Names, e.g. Zoe. More.", "Names, e.g. Zoe.");
        check("Write it as `a.b`. More.", "Write it as `a.b`.");
        check("## PR1 x\nWhy: it asks, and is loud.\n\n    Buy.\n", "it asks, and is loud.");
        check("", "");
    }
}
