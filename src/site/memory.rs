//! What was made of single files before, for the next time.

/// Remembers what single files became, so that a site that hardly changed is assembled at once.
///
/// It never changes a result: whatever it holds, [`assemble()`](crate::site::assemble()) gives what it would give with
/// an empty one. It keeps what the last run used and nothing else, so it does not grow.
#[derive(Debug, Default)]
pub struct Memory {}
