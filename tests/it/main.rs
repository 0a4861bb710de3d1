//! One integration binary: whole sites, the command line, and the rules of the house.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read the sources of the house and make folders to build in"
)]

mod blog;
mod command;
mod init;
mod issues;
mod support;
mod walls;
mod words;
