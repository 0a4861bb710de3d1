//! What is wrong, over the page that shows the last good state.

use crate::diag::Diagnostics;
use crate::preview::Problems;

/// The errors of the site, and those that the page at hand met when it was rendered, as HTML to be put at the end of
/// its body; empty if there are none.
pub fn overlay(problems: &Problems, of_page: &Diagnostics) -> String {
    let _ = (problems, of_page);
    String::new()
}
