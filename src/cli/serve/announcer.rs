//! What is said while the site is served, to people and to programs.

use std::net::IpAddr;
use std::time::Duration;

use jiff::civil::Date;

use crate::cli::Format;
use crate::cli::Global;
use crate::cli::redaction::redacted;
use crate::cli::report::report;
use crate::cli::serve::change::Outcome;
use crate::cli::serve::lines::Change;
use crate::cli::serve::lines::ServeLine;
use crate::cli::serve::lines::human;
use crate::cli::serve::lines::json;
use crate::cli::serve::lines::json_problems;
use crate::cli::serve::problems::Difference;
use crate::cli::serve::problems::Known;
use crate::cli::serve::workshop::Turn;
use crate::diag::json_line;
use crate::effects::IoFault;
use crate::effects::Terminal;

/// Says what happens, each problem once.
#[derive(Debug)]
pub struct Announcer<'a> {
    global: &'a Global,
    terminal: &'a Terminal,
    known: Known,
}

/// A change that is to be told.
#[derive(Debug)]
pub struct Event<'a> {
    /// What it did.
    pub outcome: &'a Outcome,
    /// The day that has begun since the last one.
    pub new_day: Option<Date>,
    /// How long it took until the site was up to date.
    pub elapsed: Duration,
}

impl<'a> Announcer<'a> {
    /// Nothing has been said yet.
    pub fn new(global: &'a Global, terminal: &'a Terminal) -> Self {
        Self { global, terminal, known: Known::default() }
    }

    /// Says where the site can be seen.
    pub fn listening(&self, title: &str, url: &str, studio: &str, bind: IpAddr) -> Result<(), IoFault> {
        if !bind.is_loopback() {
            self.terminal.report(&format!(
                "warning: {bind} can be reached from other machines: whoever can, reads this site with its drafts\n  \
                 help: leave --bind out to be alone with it\n"
            ));
        }
        if self.global.format == Format::Json {
            return self.terminal.out(&json_line(&ServeLine::Listening { url, studio }));
        }
        if self.global.quiet {
            return Ok(());
        }
        let title = if title.is_empty() { "The site" } else { title };
        self.terminal.out(&format!("{title} is at {url}\nThe studio is at {studio}\nPress Ctrl-C to end.\n"))
    }

    /// Says which problems came and went since it last spoke of them.
    pub fn problems(&mut self, turn: &mut Turn) -> Result<Difference, IoFault> {
        let difference = self.known.compare(&mut turn.diagnostics, &turn.sources, &turn.config);
        if self.global.format == Format::Json {
            let (new, sources) = redacted(&difference.new, &turn.sources, &turn.config);
            self.terminal.out(&json_problems(&new, &difference, &sources))?;
        } else if !difference.new.is_empty() {
            report(&difference.new, &turn.sources, &turn.config, self.global, self.terminal)?;
        }
        Ok(difference)
    }

    /// Says what changed, in a line.
    pub fn change(&self, event: &Event<'_>, turn: &Turn, difference: &Difference) -> Result<(), IoFault> {
        let Outcome { files, new, gone, .. } = event.outcome;
        let change = Change { files, new_day: event.new_day, new, gone, elapsed: event.elapsed };
        match self.global.format {
            Format::Json => self.terminal.out(&json(&change, &turn.diagnostics)),
            _ if self.global.quiet => Ok(()),
            _ => self.terminal.out(&human(&change, &turn.diagnostics, difference)),
        }
    }
}
