//! The terminal: reports to standard error, results to standard output, progress where somebody looks.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diag::visible_lines;
use crate::effects::IoFault;

/// Standard output and error, with what they can show.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// Whether colours are wanted on standard error: it is a terminal, and neither `NO_COLOR` nor `TERM=dumb` forbids.
    pub color: bool,
    /// Whether somebody watches standard error.
    pub watched: bool,
}

impl Terminal {
    /// Looks at the environment: `NO_COLOR` and `CLICOLOR_FORCE` are obeyed.
    pub fn detect() -> Self {
        let color = anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
        Self { color, watched: io::stderr().is_terminal() }
    }

    /// Writes a result to standard output. A closed pipe is no fault: the reader has read enough.
    ///
    /// Names and titles in it come from anybody's files, so what a terminal would obey is shown instead.
    ///
    /// # Errors
    /// If the result cannot be kept, as on a full disk.
    pub fn out(&self, text: &str) -> Result<(), IoFault> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(visible_lines(text).as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(IoFault { operation: "write to", path: "standard output".into(), error })
            }
            _ => Ok(()),
        }
    }

    /// Writes a report to standard error; what a terminal would obey is shown instead.
    pub fn report(&self, text: &str) {
        self.report_painted(&visible_lines(text));
    }

    /// Writes a report to standard error that its renderer has painted, and made safe to show.
    pub fn report_painted(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Starts a progress bar over `total` steps; silent unless somebody watches.
    pub fn progress(&self, total: usize, what: &'static str) -> Progress {
        let target =
            if self.watched { ProgressDrawTarget::stderr_with_hz(12) } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target);
        let style = ProgressStyle::with_template("{msg:>12} {bar:30} {pos}/{len}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(what);
        // Short builds end before this, and show nothing at all.
        bar.enable_steady_tick(Duration::from_millis(250));
        Progress(bar)
    }
}

/// Progress over a known number of steps.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// One step is done.
    pub fn step(&self) {
        self.0.inc(1);
    }

    /// All is done: the bar goes.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
