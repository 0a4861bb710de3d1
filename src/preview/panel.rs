//! The writing panel: what the promo check and the relation rules say of one post, beside it.

use crate::preview::Snapshot;
use crate::site::PageId;

/// The panel of a page as HTML, to be put at the end of its body.
pub fn panel(snapshot: &Snapshot, id: PageId) -> String {
    let _ = (snapshot, id);
    String::new()
}
