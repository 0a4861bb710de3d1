//! Regards: a blog and one newsletter per audience out of markdown.

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
pub mod effects;
pub mod cli;
