//! Regards: a blog and one newsletter per audience out of markdown.

pub mod source;
pub mod diag;
pub mod output;
pub mod data;
pub mod config;
pub mod newsletter;
