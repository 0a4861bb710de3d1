//! Which problems a change brought, and which it mended.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cli::report::identify_all;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::diag::Fingerprint;
use crate::source::SourceTree;

/// The problems that were reported last, each known by what stays the same of it while the text around it changes.
#[derive(Debug, Default)]
pub struct Known(BTreeSet<Fingerprint>);

/// What a change did to the problems of a site.
#[derive(Debug, Default)]
pub struct Difference {
    /// Problems that were not there before.
    pub new: Diagnostics,
    /// Problems that are no longer there.
    pub mended: Vec<Fingerprint>,
}

impl Known {
    /// Compares the problems of now, which are sorted, with those of last time, and remembers those of now.
    pub fn compare(
        &mut self,
        diagnostics: &mut Diagnostics,
        sources: &SourceTree,
        config: &Config,
    ) -> Difference {
        identify_all(diagnostics, sources, config);
        let now: BTreeMap<Fingerprint, &crate::diag::Diagnostic> =
            diagnostics.iter().filter_map(|diagnostic| Some((diagnostic.fingerprint?, diagnostic))).collect();
        let mended = self.0.iter().filter(|known| !now.contains_key(known)).copied().collect();
        let is_new = |diagnostic: &&crate::diag::Diagnostic| {
            diagnostic.fingerprint.is_none_or(|fingerprint| !self.0.contains(&fingerprint))
        };
        let new = diagnostics.iter().filter(is_new).cloned().collect();
        self.0 = now.into_keys().collect();
        Difference { new, mended }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostic;
    use crate::diag::Level;
    use crate::diag::Rule;
    use crate::source::SourcePath;
    use crate::source::Span;

    const RULE: Rule = Rule { name: "broken-link", level: Level::Warning, explain: "" };

    /// What is new and how much is mended when `words` are what is wrong in a text.
    #[track_caller]
    fn check(known: &mut Known, text: &str, words: &[&str], new: &[&str], mended: usize) {
        let path = SourcePath::new("content/a.md").unwrap();
        let mut sources = SourceTree::default();
        sources.insert_text(path.clone(), text);
        let mut diagnostics: Diagnostics = words
            .iter()
            .map(|word| {
                let at = text.find(word).unwrap();
                Diagnostic::new(&RULE, *word).at(Span::new(&path, at..at + word.len()))
            })
            .collect();
        let found = known.compare(&mut diagnostics, &sources, &Config::default());
        let messages: Vec<&str> = found.new.iter().map(|diagnostic| &*diagnostic.message).collect();
        assert_eq!((messages.as_slice(), found.mended.len()), (new, mended), "{text}");
    }

    #[test]
    fn a_problem_is_told_once_wherever_it_moves() {
        let mut known = Known::default();
        check(&mut known, "see a.md and b.md", &["a.md", "b.md"], &["a.md", "b.md"], 0);
        check(&mut known, "a line above\n\nsee a.md and b.md", &["a.md", "b.md"], &[], 0);
        check(&mut known, "see a.md and c.md", &["a.md", "c.md"], &["c.md"], 1);
        check(&mut known, "nothing", &[], &[], 2);
        check(&mut known, "see a.md", &["a.md"], &["a.md"], 0);
    }
}
