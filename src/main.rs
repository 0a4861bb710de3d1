//! The `regards` program: arguments in, exit code out.

use std::process::ExitCode;

/// Rendering allocates many small strings on all threads at once, which the system's allocator serialises.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[allow(clippy::disallowed_methods, reason = "this is where the command line is handed in")]
fn main() -> ExitCode {
    regards::cli::run(std::env::args_os()).into()
}
