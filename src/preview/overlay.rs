//! What is wrong, over the page that shows the last good state.

use crate::diag::Diagnostics;
use crate::preview::Snapshot;

/// The errors among `diagnostics` as HTML, to be put at the end of a page's body; empty if there are none.
pub fn overlay(snapshot: &Snapshot, diagnostics: &Diagnostics) -> String {
    let _ = (snapshot, diagnostics);
    String::new()
}
