//! The clock: today's date for the build, and how long things took.

use std::time::{Duration, Instant};

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Today's date in a time zone.
pub fn today(timezone: &TimeZone) -> Date {
    Zoned::now().with_time_zone(timezone.clone()).date()
}

/// Measures how long something takes.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
