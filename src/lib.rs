//! Regards: a blog and one newsletter per audience out of markdown.

pub mod config;
pub mod data;
pub mod diag;
pub mod newsletter;
pub mod output;
pub mod people;
pub mod relation;
pub mod source;
pub mod theme;
