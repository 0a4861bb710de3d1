//! Everything that touches the world: disk, clock, terminal, git.
//!
//! `load` reads a site into a [`SourceTree`](crate::source::SourceTree); [`Publication`] writes output so that
//! every file in it is always whole. Nothing here decides anything about content.

mod clock;
mod create;
mod faults;
mod git;
mod io_fault;
mod load;
mod manifest;
mod obstacles;
mod publication;
mod replace;
mod surroundings;
mod terminal;

pub use clock::{Stopwatch, today};
pub use create::{create_file, is_there};
pub use faults::RULES;
pub use git::is_tracked;
pub use io_fault::IoFault;
pub use load::{Loaded, load};
pub use publication::{Checked, Publication, Published, read_pieces};
pub use replace::replace_file;
pub use terminal::{Progress, Terminal};
