//! Gives and asks of the last posts, at the end of `regards check`.

use std::fmt::Write;

use crate::cli::report_lines::OverTimeLine;
use crate::cli::report_lines::StreamLine;
use crate::model::OverTime;

/// A table for a person; nothing for a site without posts.
pub fn over_time_table(over_time: &OverTime) -> String {
    let mut text = String::new();
    // A young site has fewer posts than are looked at; an audience may have fewer than the site.
    let title = match over_time.streams.first().map_or(0, |site| site.recent.posts()) {
        0 => return text,
        1 => "The last post".to_owned(),
        last => format!("The last {last} posts"),
    };
    let names = over_time.streams.iter().map(|stream| stream.name().chars().count());
    let width = names.chain([title.chars().count()]).max().unwrap_or(0);
    let _ = writeln!(text, "{title:width$}  gives  asks  news  gives per ask  last ask");
    for stream in &over_time.streams {
        let recent = stream.recent;
        let ratio = recent.gives_per_ask().map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.1}"));
        let last_ask = match recent.days_since_ask {
            None => "never".to_owned(),
            Some(0) => "today".to_owned(),
            Some(1) => "1 day ago".to_owned(),
            Some(days) => format!("{days} days ago"),
        };
        let _ = writeln!(
            text,
            "{:width$}  {:>5}  {:>4}  {:>4}  {ratio:>13}  {last_ask}",
            stream.name(),
            recent.gives,
            recent.asks,
            recent.news
        );
    }
    text
}

/// The same for a program.
pub fn over_time_line(over_time: &OverTime) -> OverTimeLine<'_> {
    let streams = over_time.streams.iter().map(|stream| {
        let recent = stream.recent;
        StreamLine {
            audience: stream.audience.as_deref(),
            posts: recent.posts(),
            gives: recent.gives,
            asks: recent.asks,
            news: recent.news,
            gives_per_ask: recent.gives_per_ask(),
            last_ask: recent.last_ask.map(|date| date.to_string()),
            days_since_ask: recent.days_since_ask,
        }
    });
    OverTimeLine { last_posts: over_time.last, streams: streams.collect() }
}
