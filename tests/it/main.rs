//! One integration binary: whole sites, the command line, and the rules of the house.

mod blog;
mod support;
mod walls;
