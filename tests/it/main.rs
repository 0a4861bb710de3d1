//! One integration binary: whole sites, the command line, and the rules of the house.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read the sources of the house and make folders to build in"
)]

mod blog;
mod check_files;
mod command;
mod command_line;
mod content_faults;
mod determinism;
mod formats;
mod hostile;
mod http;
mod incremental;
mod init;
mod issues;
mod paths;
mod promo_places;
mod promo_posts;
mod promo_traps;
mod publication;
mod readers;
mod support;
mod voice;
mod walls;
mod words;
