//! What was made of single posts before, for the next time.

use crate::model::places::Places;
use crate::promo;
use crate::site;

/// Remembers the costly part of understanding a site: what single posts became.
///
/// It never changes a result: whatever it holds, [`model()`](crate::model::model()) gives what it would give with an
/// empty one. It keeps what the last run used and nothing else, so it does not grow.
#[derive(Debug, Default)]
pub struct Memory {
    /// Of the blog.
    pub site: site::Memory,
    /// Of the promo check.
    pub promo: promo::Memory,
    /// Of places in front matter.
    pub(crate) places: Places,
}
