//! The command line, as data: every option with its help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// A blog and one newsletter per audience out of markdown, with a check for posts that ask more than they give.
#[derive(Debug, Parser)]
#[command(
    name = "regards",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 fine · 1 problems at or above --deny · 2 usage, input or output.\n\
                  `regards explain KEY-OR-RULE` prints the reference of any key, and of any rule that a report names."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// The folder of the site, the one that holds regards.yaml.
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Pretend that today is this day (YYYY-MM-DD): what is published, due and earned depends on it.
    #[arg(long, global = true, value_name = "DATE")]
    pub today: Option<Date>,
    /// How problems are printed: for people, or one JSON object a line on standard output.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// The lowest level of problem that makes the command fail with exit code 1.
    #[arg(long, global = true, value_name = "LEVEL", default_value = "error")]
    pub deny: Deny,
    /// Print problems only, no summary and no progress.
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With source lines, as a compiler does.
    Human,
    /// One JSON object a line.
    Json,
}

/// The lowest level that fails a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Errors only.
    Error,
    /// Errors and warnings.
    Warning,
    /// Anything at all.
    Note,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a small site that builds at once.
    Init {
        /// The folder to make it in; it may exist, but nothing in it is overwritten.
        #[arg(default_value = ".")]
        dir: PathBuf,
    },
    /// Start a post: a file with today's date and the front matter filled in.
    New {
        /// The title of the post.
        title: String,
        /// The section that it belongs to, a folder below content/.
        #[arg(long, default_value = "posts")]
        section: String,
        /// What it is to its reader; without it the promo check decides.
        #[arg(long)]
        kind: Option<KindArg>,
        /// Mark it as a draft, to be built only with --drafts.
        #[arg(long)]
        draft: bool,
    },
    /// Build the blog, and the next issue of every newsletter.
    ///
    /// The blog goes to public/ and the newsletters to outbox/. Only files that changed are written, and
    /// nothing at all if there is a problem at or above --deny: the former output stays as it was.
    Build(BuildArgs),
    /// Report every problem without writing anything: links, keys, dates, audiences, and what asks more than it gives.
    Check(BuildArgs),
    /// Explain a configuration key, a front-matter key or a rule.
    ///
    /// Keys may be dotted (`markdown.math`). Without a name, all names are listed.
    Explain {
        /// A key of regards.yaml, audiences.yaml, contacts.yaml or front matter, or the name of a rule.
        name: Option<String>,
    },
    /// Print a JSON Schema (draft 2020-12) for editors.
    Schema {
        /// Which file's schema.
        file: SchemaFile,
    },
    /// Say who is in each audience, by count, and why; with --contact, one reader's gates.
    Audiences {
        /// The id of one reader from contacts.yaml.
        #[arg(long, value_name = "ID")]
        contact: Option<String>,
    },
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// What to build.
#[derive(Debug, Clone, Args, Default)]
pub struct BuildArgs {
    /// Include drafts.
    #[arg(long)]
    pub drafts: bool,
    /// Include posts dated in the future.
    #[arg(long)]
    pub future: bool,
    /// The address to build for, instead of `base_url` of regards.yaml.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
}

/// What a post is to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// It helps the reader.
    Give,
    /// It asks the reader for something.
    Ask,
    /// It tells what happened.
    News,
}

/// A file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFile {
    /// regards.yaml
    Config,
    /// audiences.yaml
    Audiences,
    /// contacts.yaml
    Contacts,
    /// The front matter of posts and sections.
    FrontMatter,
}
