//! The command line, as data: every option with its help.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::cli::reference::SchemaFile;

/// A blog and one newsletter per audience out of markdown, and a check for posts that ask more than they give.
#[derive(Debug, Parser)]
#[command(
    name = "regards",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = "Start with `regards init` in an empty folder, then `regards build`.\n\
                  `regards explain NAME` explains any key of a file, and any rule that a report names.\n\
                  Exit codes: 0 fine, 1 problems at or above --deny, 2 usage, input or output."
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
    /// Take this day for today (as 2026-03-01): what is published, due and earned depends on it.
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// How problems are printed. All but `human` are printed to standard output, with nothing else beside them; `short`,
    /// `sarif` and `github` are for build and check, and other commands take them for `human`.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// The lowest level of problem, or the mildest verdict, that makes the command fail with exit code 1.
    #[arg(long, global = true, value_name = "LEVEL", default_value = "error")]
    pub deny: Deny,
    /// Print problems only, no summary and no progress.
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// Reads a day, with a fault in words that say how to write one.
fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "there is no such day; write it as 2026-03-01".to_owned())
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With source lines, as a compiler does; one summary for each post that asks more than it gives.
    Human,
    /// One line a problem, for editors: `path:line:column: level: message [rule]`.
    Short,
    /// One JSON object a line, every finding of the promo check among them; `regards schema report`.
    Json,
    /// One SARIF 2.1.0 log, for code scanning.
    Sarif,
    /// Annotations of a GitHub Actions run, with the same problems as `json`.
    Github,
}

impl Format {
    /// The form of a command that reports little else than what keeps it from its work.
    pub fn of_others(self) -> Self {
        match self {
            Self::Human | Self::Short | Self::Sarif | Self::Github => Self::Human,
            Self::Json => Self::Json,
        }
    }
}

/// What fails a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Errors only.
    Error,
    /// Errors and warnings.
    Warning,
    /// Anything at all.
    Note,
    /// Errors, and posts that are mixed or promotional, at whatever level they are reported.
    Mixed,
    /// Errors, and posts that are promotional, at whatever level they are reported.
    Promotional,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a small site that builds and checks clean at once.
    ///
    /// It has one post, one audience and one made-up reader, to be replaced by yours.
    #[command(after_help = "Examples:\n  \
        regards init letters        a new site in the folder letters\n  \
        cd letters && regards build")]
    Init {
        /// The folder to make it in. It may exist; if any of the files does, nothing is written.
        #[arg(default_value = ".")]
        dir: PathBuf,
    },
    /// Start a post: a file named after today's date and the title, with its front matter filled in.
    #[command(after_help = "Examples:\n  \
        regards new \"How to descale a kettle\"\n  \
        regards new \"Come to the open day\" --kind ask --draft\n  \
        regards new \"Words we avoid\" --section notes")]
    New {
        /// The title of the post.
        title: String,
        /// The section that it belongs to: a folder of the content folder.
        #[arg(long, default_value = "posts")]
        section: String,
        /// What it is to its reader; without it, the promo check decides.
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
    #[command(after_help = "Examples:\n  \
        regards build\n  \
        regards build --drafts --future        with everything that is not out yet\n  \
        regards build --today 2026-12-24       as it will be on that day\n  \
        regards build --deny warning --quiet   for a script: nothing is written if anything is doubtful")]
    Build(BuildArgs),
    /// Show the site while you write: every save is seen at once, in the browser and here.
    ///
    /// Nothing is written to public/ or outbox/. A page is what `regards build` would write for this address, with a small
    /// panel in the corner of each post: what the promo check says of it, which needs it answers, who would get it
    /// and who would not. /_regards/ is the studio: all posts, drafts, audiences, promises, and the next letters
    /// as made-up readers would get them. No real reader is ever shown.
    ///
    /// With --json, each line is one event for an editor: `listening`, then `changed` after every save, with the files, the
    /// milliseconds and the problems as `regards check --format json` prints them.
    #[command(after_help = "Examples:\n  \
        regards serve --open\n  \
        regards serve --drafts --future         with everything that is not out yet\n  \
        regards serve --port 8080\n  \
        regards serve --today 2026-12-24        as it will be on that day\n  \
        regards serve --base-url https://example.org     behind a proxy or tunnel of that address")]
    Serve(ServeArgs),
    /// Report every problem of the site, or of any markdown files, and write nothing.
    ///
    /// Links, keys, dates, audiences, readers and newsletters are checked, and every post for what it asks of its
    /// reader. A post that calls itself a give and reads as an ask is an error here.
    ///
    /// With FILEs, only the promo check is run on them. They may lie anywhere and belong to any blog: front matter of Hugo and
    /// Jekyll is understood, and no regards.yaml is needed. If there is one in --root, its `promo:`, `levels:` and
    /// `language:` count. Each file is judged by itself, so what is said of it never depends on the others; names and hosts of
    /// your own are those that regards.yaml sets, and lines that end every post count in each. With
    /// --format json, each is one object on one line, in the order of the arguments, and nothing else is printed;
    /// `regards schema verdict` describes it. A file that cannot be opened ends the command with 2, after all others.
    #[command(after_help = "Examples:\n  \
        regards check\n  \
        regards check --deny warning       for a script: fails on warnings, too\n  \
        regards check --deny promotional   fails on posts that ask more than they give, too\n  \
        regards check --drafts --future    before something is published\n  \
        regards check post.md              one post of any blog\n  \
        regards check content/posts        all markdown in a folder, without a site\n  \
        regards check --stdin-path post.md - < post.md    for an editor\n  \
        git diff --diff-filter=d --name-only -z main -- '*.md' | regards check --files-from -\n  \
        regards check --format short       one line a problem, for an editor\n  \
        regards check --baseline known.txt --write-baseline\n  \
        regards check --baseline known.txt for an old blog: what was there before is not reported\n  \
        regards explain broken-link        what a rule that was reported means")]
    Check(CheckArgs),
    /// Explain a key or a rule.
    ///
    /// Keys may be dotted (`markdown.math`). A plain key is explained for each file that has it. Without a name,
    /// all names are listed.
    #[command(after_help = "Examples:\n  \
        regards explain patience\n  \
        regards explain contacts.columns\n  \
        regards explain disputed-give")]
    Explain {
        /// A key of regards.yaml, audiences.yaml, contacts.yaml, front matter or a hand-written issue, or the name
        /// of a rule.
        name: Option<String>,
    },
    /// Print a JSON Schema (draft 2020-12), with which editors complete and check keys.
    ///
    /// `verdict` is no file that you write: it describes what `regards check --format json FILE` prints.
    #[command(after_help = "Example:\n  regards schema audiences > audiences.schema.json")]
    Schema {
        /// Which file's schema.
        file: SchemaFile,
    },
    /// Say who is in each audience, by count, and why.
    ///
    /// With --contact, say of one reader which audiences they are in, what they were given, and what holds an ask
    /// back. Neither names nor addresses are printed.
    #[command(after_help = "Examples:\n  \
        regards audiences\n  \
        regards audiences --contact c7f3\n  \
        regards audiences --contact c7f3 --today 2027-01-01")]
    Audiences {
        /// The id of one reader in the contacts file.
        #[arg(long, value_name = "ID")]
        contact: Option<String>,
    },
    /// Look at the settings of the promo check, and fit them to this site.
    Promo {
        /// What to do.
        #[command(subcommand)]
        command: PromoCommand,
    },
    /// Print a completion script for a shell.
    #[command(after_help = "Examples:\n  \
        regards completions bash > ~/.local/share/bash-completion/completions/regards\n  \
        regards completions zsh > ~/.zfunc/_regards    with ~/.zfunc in your fpath\n  \
        regards completions fish > ~/.config/fish/completions/regards.fish")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// What to do about the promo check.
#[derive(Debug, Subcommand)]
pub enum PromoCommand {
    /// Say what the promo check goes by on this site, and why.
    ///
    /// Own names and hosts are listed with where each is from: regards.yaml, or what was learnt from the address, from
    /// audiences.yaml and from the newest posts. A name that was learnt wrongly is mended by writing the right ones
    /// under `promo.brands` or `promo.hosts`, or by `promo.learn: false`.
    #[command(after_help = "Examples:\n  \
        regards promo settings\n  \
        regards promo settings --format json\n  \
        regards explain promo               every setting")]
    Settings,
    /// Fit the thresholds to what your own posts say of themselves.
    ///
    /// Posts with `kind: ask` are held against those with `kind: give` or `kind: news`; at least 10 posts that the
    /// promo check can judge are needed, with both sides among them. The threshold that agrees best is looked for near
    /// the measured one: the more posts, the further from it. It makes no more errors on these posts than the present
    /// one. Printed are the errors before and after, the posts whose verdict changes, and the lines for regards.yaml.
    #[command(after_help = "Examples:\n  \
        regards promo calibrate             says what would change\n  \
        regards promo calibrate --write     and puts it into regards.yaml; comments and order stay")]
    Calibrate {
        /// Put the thresholds into regards.yaml.
        #[arg(long)]
        write: bool,
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

/// What to show, and where.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// What of the site.
    #[command(flatten)]
    pub build: BuildArgs,
    /// The port to listen on; without it, 1111 or the next one that is free.
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// The address to listen on. Any other than this machine's own lets others in the network read drafts.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// Open the site in the browser.
    #[arg(long)]
    pub open: bool,
    /// Print one JSON object for every event; the same as --format json.
    #[arg(long)]
    pub json: bool,
    /// The address that opens a file in your editor, instead of `preview.editor` of regards.yaml; empty for no links.
    #[arg(long, value_name = "URL")]
    pub editor: Option<String>,
}

/// What to check, and what is known already.
#[derive(Debug, Clone, Args, Default)]
pub struct CheckArgs {
    /// Markdown files to judge instead of a site; `-` for standard input. A folder stands for all *.md and *.markdown
    /// beneath it, but for hidden folders and node_modules.
    #[arg(value_name = "FILE", conflicts_with_all = ["drafts", "future", "base_url"])]
    pub files: Vec<PathBuf>,
    /// Judge the files that a list names, too: one path a line, or with NULs between them if it holds any. `-` reads
    /// the list from standard input. An empty list is no fault.
    #[arg(long, value_name = "LIST", conflicts_with_all = ["drafts", "future", "base_url"])]
    pub files_from: Option<PathBuf>,
    /// What reports call the text from standard input.
    #[arg(long, value_name = "NAME", requires = "files")]
    pub stdin_path: Option<String>,
    /// What of the site.
    #[command(flatten)]
    pub build: BuildArgs,
    /// Report only what is not in this file, and what is in it and no longer found. Errors are always reported. Verdicts
    /// on FILEs in JSON stay what they are; the exit code goes by what is new.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write all warnings and notes of now into the baseline file; from then on they are known.
    #[arg(long, requires = "baseline")]
    pub write_baseline: bool,
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
