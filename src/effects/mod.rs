//! Everything that touches the world: disk, clock, terminal, git, HTTP.
//!
//! `load` reads a site into a [`SourceTree`](crate::source::SourceTree); [`Publication`] writes output so that
//! every file in it is always whole. Nothing here decides anything about content.

mod changes;
mod clock;
mod create;
mod desktop;
mod disk;
#[cfg(test)]
mod disk_tests;
mod faults;
mod git;
mod handed_in;
mod http;
mod io_fault;
mod load;
mod manifest;
mod obstacles;
mod publication;
mod reading;
mod replace;
mod stamp;
mod surroundings;
mod terminal;
mod walk;
mod watch;
mod watch_field;
mod watch_poll;
mod watch_settle;
mod watch_stir;
#[cfg(test)]
mod watch_tests;
mod whereabouts;

pub use changes::Changes;
pub use clock::{Stopwatch, today};
pub use create::{create_file, is_there};
pub use desktop::{full_path, open_in_browser, random_name};
pub use disk::Disk;
pub use faults::{RULES, UNREADABLE};
pub use git::is_tracked;
pub use handed_in::{HandedIn, each_once, hand_in, name_from_here, read_list, read_standard_input};
pub use http::{Answer, AnswerBody, Answering, Asked, Events, HttpServer, Limits, RunningServer, Serving};
pub use io_fault::IoFault;
pub use load::{Loaded, load, load_settings};
pub use publication::{Checked, Publication, Published, read_pieces};
pub use replace::{read_baseline, replace_file, replace_unchanged};
pub use terminal::{Progress, Terminal};
pub use watch::Watch;
pub use watch_stir::Stir;
