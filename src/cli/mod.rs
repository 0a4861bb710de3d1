//! The commands: each loads, calls pure functions, and reports.
//!
//! [`run`] is the whole program; `main` only turns its [`Exit`] into a process exit code.

mod args;
mod audiences;
mod baseline;
mod build;
mod calibrate;
mod check;
mod check_files;
mod completions;
mod explain;
mod faults;
mod flagged;
mod init;
mod leaks;
mod levels;
mod loose_post;
mod new;
mod outcome;
mod over_time;
mod promo_settings;
mod redaction;
mod reference;
mod rendering;
mod report;
mod report_lines;
mod schema;
mod serve;
mod site_run;
mod summary;
mod verdict_line;

use std::ffi::OsString;

use clap::Parser;

pub use args::{BuildArgs, CheckArgs, Cli, Command, Deny, Format, Global, PromoCommand, ServeArgs};
pub use build::build;
pub use outcome::Exit;

use crate::effects::Terminal;

/// Runs a command line and says how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let terminal = Terminal::detect();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, not faults; clap knows which stream each belongs to.
            let _ = error.print();
            return if error.use_stderr() { Exit::Fault } else { Exit::Fine };
        }
    };
    let Cli { command, mut global } = cli;
    if !matches!(command, Command::Build(_) | Command::Check(_)) {
        global.format = global.format.of_others();
    }
    let ended = match command {
        Command::Init { dir } => init::init(&dir, &global, &terminal),
        Command::New { title, section, kind, draft } => {
            new::new(&new::Post { title, section, kind, draft }, &global, &terminal)
        }
        Command::Build(arguments) => build::build(&arguments, &global, &terminal),
        Command::Serve(arguments) => serve::serve(&arguments, &global, &terminal),
        Command::Check(arguments) if arguments.files.is_empty() && arguments.files_from.is_none() => {
            check::check(&arguments, &global, &terminal)
        }
        Command::Check(arguments) => check_files::check_files(&arguments, &global, &terminal),
        Command::Explain { name } => explain::explain(name.as_deref(), &terminal),
        Command::Schema { file } => schema::schema(file, &terminal),
        Command::Audiences { contact } => audiences::audiences(contact.as_deref(), &global, &terminal),
        Command::Promo { command: PromoCommand::Settings } => {
            promo_settings::promo_settings(&global, &terminal)
        }
        Command::Promo { command: PromoCommand::Calibrate { write } } => {
            calibrate::calibrate(write, &global, &terminal)
        }
        Command::Completions { shell } => completions::completions(shell, &terminal),
    };
    ended.unwrap_or_else(|fault| {
        terminal.report(&format!("error: {fault}\n"));
        if let Some(help) = fault.help() {
            terminal.report(&format!("  help: {help}\n"));
        }
        Exit::Fault
    })
}
