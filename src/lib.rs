//! Regards: a blog and one newsletter per audience out of markdown.

pub mod cli;
pub mod config;
pub mod data;
pub mod diag;
pub mod effects;
pub mod markdown;
pub mod model;
pub mod newsletter;
pub mod output;
pub mod people;
pub mod plan;
pub mod promo;
pub mod relation;
pub mod render;
pub mod site;
pub mod source;
pub mod theme;
