//! What is written and not published today.

use crate::config::parse_date;
use crate::markdown::outline;
use crate::model::read_waiting;
use crate::preview::Snapshot;
use crate::preview::studio::page::PostLink;
use crate::preview::studio::page::post_link;
use crate::preview::studio::posts::KindWords;
use crate::preview::studio::posts::Row;
use crate::preview::studio::posts::VerdictWords;
use crate::site::LeftOut;
use crate::site::LeftOutReason;

/// The row of a post that waits. Its own file is read for that, so this is for the rows that are shown.
pub fn row(snapshot: &Snapshot, left_out: &LeftOut) -> Row {
    let path = &left_out.source;
    let text = snapshot.sources.text(path).map(|text| &**text);
    let read = text.and_then(|text| Some((text, read_waiting(&snapshot.model, path, text)?)));
    let (state, until) = match left_out.reason {
        LeftOutReason::Draft => ("draft", None),
        LeftOutReason::Scheduled(date) => ("scheduled", Some(date)),
        LeftOutReason::Expired(date) => ("expired", Some(date)),
    };
    let mut row = Row {
        post: post_link(snapshot, path),
        state: Some(state),
        date: until.map(Into::into),
        verdict: None,
        kind: None,
        words: None,
        problems: None,
    };
    let Some((text, waiting)) = read else { return row };
    let front_matter = &waiting.front_matter;
    let outline = outline(&text[waiting.body_start..], &snapshot.config.markdown);
    let heading = || outline.headings.first().map(|heading| heading.text.clone());
    let title = front_matter.title.clone().or_else(heading);
    row.post = PostLink { title: title.unwrap_or_else(|| path.to_string()), ..row.post };
    let written = front_matter.date.as_ref();
    let written = written.and_then(|date| parse_date(date, &snapshot.model.site.timezone).ok());
    row.date = row.date.or(written.map(|date| date.date().into()));
    row.verdict = Some(VerdictWords::of(&waiting.judgement));
    row.kind =
        Some(KindWords::of(waiting.weighed.kind, front_matter.kind.is_some(), waiting.weighed.disputed));
    row.words = Some(outline.word_count as usize);
    row
}
