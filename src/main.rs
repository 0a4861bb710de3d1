//! The `regards` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    regards::cli::run(std::env::args_os()).into()
}
