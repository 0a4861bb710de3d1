//! `regards completions`.

use clap::CommandFactory;

use crate::cli::Cli;
use crate::cli::Exit;
use crate::effects::IoFault;
use crate::effects::Terminal;

/// Prints the completion script of a shell.
pub fn completions(shell: clap_complete::Shell, terminal: &Terminal) -> Result<Exit, IoFault> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "regards", &mut script);
    terminal.out(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}
