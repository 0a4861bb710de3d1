//! A post as the relation rules see it.

use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Kind;
use crate::source::SourcePath;

/// One post that a newsletter may carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The post's source file; also its identity in the ledger, since titles and URLs change.
    pub path: SourcePath,
    /// The day it was published, in the site's time zone.
    pub date: Date,
    /// Give, ask or news, after `kind:` and the verdict were weighed.
    pub kind: Kind,
    /// Whether it declares itself a give or news while the promo check calls it promotional.
    pub disputed: bool,
    /// Its terms of every taxonomy, lower case.
    pub topics: Vec<Arc<str>>,
    /// The needs it answers, as written: `warranty` or `dealers.warranty`.
    pub answers: Vec<String>,
    /// The audiences it names; empty for "by topic".
    pub audiences: Vec<String>,
}
