//! The ledger and the plans of the last run, for the next time.

use std::sync::Arc;

use jiff::civil::Date;

use crate::diag::Diagnostics;
use crate::people::Community;
use crate::relation::Facts;
use crate::relation::IssuePlan;
use crate::relation::IssueRequest;
use crate::relation::Item;
use crate::relation::Ledger;
use crate::relation::plan_issues;
use crate::relation::read_ledger;
use crate::source::SourcePath;

/// Remembers the ledger, which grows with every message, and the plans that were made with it.
///
/// It never changes a result: a ledger is known by its text, and plans by all that they depend on. It keeps the last of
/// each and nothing else, so it does not grow.
#[derive(Debug, Default)]
pub struct Memory {
    ledger: Option<KnownLedger>,
    plans: Option<(HeldFacts, Vec<Arc<IssuePlan>>)>,
}

#[derive(Debug)]
struct KnownLedger {
    file: Option<(SourcePath, Arc<str>)>,
    ledger: Arc<Ledger>,
    diagnostics: Diagnostics,
}

/// All that the next issues depend on, as [`Facts`], held so that it can be compared the next time.
#[derive(Debug)]
pub struct HeldFacts {
    /// Audiences and contacts.
    pub community: Arc<Community>,
    /// The published posts; no drafts, none dated in the future.
    pub items: Arc<[Item]>,
    /// What was sent.
    pub ledger: Arc<Ledger>,
    /// The hand-written issue files.
    pub requests: Vec<IssueRequest>,
    /// The day.
    pub today: Date,
}

impl Memory {
    /// As [`read_ledger`]; of no file, the empty ledger.
    pub fn read_ledger(&mut self, file: Option<(SourcePath, &Arc<str>)>) -> (Arc<Ledger>, Diagnostics) {
        let known = self.ledger.take().filter(|known| known.is_of(file.as_ref()));
        let known = known.unwrap_or_else(|| {
            let (ledger, diagnostics) = match &file {
                Some((path, text)) => read_ledger(path, text),
                None => (Ledger::default(), Diagnostics::new()),
            };
            let file = file.map(|(path, text)| (path, Arc::clone(text)));
            KnownLedger { file, ledger: Arc::new(ledger), diagnostics }
        });
        let known = self.ledger.insert(known);
        (Arc::clone(&known.ledger), known.diagnostics.clone())
    }

    /// As [`plan_issues`]. A community and a ledger are the same if they are held by the same `Arc`.
    pub fn plan_issues(&mut self, facts: HeldFacts) -> Vec<Arc<IssuePlan>> {
        if let Some((known, plans)) = &self.plans
            && known.are(&facts)
        {
            return plans.clone();
        }
        let plans = plan_issues(&Facts {
            community: &facts.community,
            items: &facts.items,
            ledger: &facts.ledger,
            requests: &facts.requests,
            today: facts.today,
        });
        let plans: Vec<Arc<IssuePlan>> = plans.into_iter().map(Arc::new).collect();
        self.plans = Some((facts, plans.clone()));
        plans
    }
}

impl KnownLedger {
    fn is_of(&self, file: Option<&(SourcePath, &Arc<str>)>) -> bool {
        match (&self.file, file) {
            (None, None) => true,
            (Some((path, text)), Some((new_path, new_text))) => {
                path == new_path && (Arc::ptr_eq(text, new_text) || text == *new_text)
            }
            _ => false,
        }
    }
}

impl HeldFacts {
    fn are(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.community, &other.community)
            && Arc::ptr_eq(&self.ledger, &other.ledger)
            && self.today == other.today
            && self.requests == other.requests
            && self.items == other.items
    }
}
