#![doc = include_str!("../ARCHITECTURE.md")]
#![deny(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::disallowed_macros,
    clippy::iter_over_hash_type
)]
#![warn(missing_docs)]

pub mod source;

pub mod diag;

pub mod output;

pub mod data;

pub mod config;

pub mod markdown;

pub mod site;

pub mod promo;

pub mod people;

pub mod relation;

pub mod newsletter;

pub mod theme;

pub mod model;

pub mod plan;

pub mod render;

pub mod preview;

#[allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the one folder that touches disk, clock, terminal and other programs"
)]
pub mod effects;

pub mod cli;
