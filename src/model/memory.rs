//! What was made of single posts before, for the next time.

use crate::model::places::Places;
use crate::model::told::Told;
use crate::people;
use crate::promo;
use crate::relation;
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
    /// Of audiences and contacts.
    pub people: people::Memory,
    /// Of the ledger and the next issues.
    pub relation: relation::Memory,
    /// Of places in front matter.
    pub(crate) places: Places,
    /// Of what letters tell of posts.
    pub(crate) told: Told,
}
