//! The lines of a file that a diagnostic is about.
//!
//! Renderers of source code take a text apart line by line. Handing them whole files would cost the length of
//! the file for each diagnostic, so they get an [`Excerpt`]: the lines that matter, long ones cut, with the
//! bytes to underline moved along.

use std::ops::Range;

use crate::diag::visible::{is_unsafe, stand_in};
use crate::source::LineIndex;

/// Labels farther apart than this many lines do not share an excerpt.
const FARTHEST: usize = 12;
/// A label that covers more lines than this is shown at its first line only.
const TALLEST: usize = 6;
/// Bytes shown of a line, and how many of them stand before its first label.
const WIDEST: usize = 240;
const LEAD: usize = 80;
/// Bytes shown on either side of each label, where labels lie too far apart for one stretch of a line.
const BESIDE: usize = 16;

/// Some lines of a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The lines, safe to show.
    pub text: String,
    /// The number of the first one, counted from 1.
    pub first_line: usize,
    /// For each label, its position among those asked for and its bytes of `text`.
    pub labels: Vec<(usize, Range<usize>)>,
}

/// Cuts the excerpts for labels at `ranges` out of `text`, the one with the first label first.
pub fn excerpts(text: &str, index: &LineIndex<'_>, ranges: &[Range<usize>]) -> Vec<Excerpt> {
    let mut clusters: Vec<(Range<usize>, Vec<usize>)> = Vec::new();
    let clamped: Vec<Range<usize>> = ranges.iter().map(|range| clamp(text, index, range)).collect();
    for (position, range) in clamped.iter().enumerate() {
        let lines = index.line_column(range.start).line..index.line_column(range.end).line + 1;
        let near = clusters.iter_mut().find(|(cluster, _)| {
            lines.start <= cluster.end + FARTHEST && cluster.start <= lines.end + FARTHEST
        });
        match near {
            Some((cluster, members)) => {
                *cluster = cluster.start.min(lines.start)..cluster.end.max(lines.end);
                members.push(position);
            }
            None => clusters.push((lines, vec![position])),
        }
    }
    clusters.into_iter().map(|(lines, members)| excerpt(text, index, lines, &members, &clamped)).collect()
}

/// A range inside the text, at whole characters, and not too tall.
fn clamp(text: &str, index: &LineIndex<'_>, range: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    let end = text.floor_char_boundary(range.end).max(start);
    let first = index.line_column(start).line;
    let last = index.line_column(end).line;
    if last - first >= TALLEST { start..index.line(first).end.max(start) } else { start..end }
}

fn excerpt(
    text: &str,
    index: &LineIndex<'_>,
    lines: Range<usize>,
    members: &[usize],
    ranges: &[Range<usize>],
) -> Excerpt {
    let mut out = Excerpt {
        text: String::new(),
        first_line: lines.start,
        labels: members.iter().map(|member| (*member, usize::MAX..usize::MAX)).collect(),
    };
    let last_line = lines.end - 1;
    for number in lines {
        let line = index.line(number);
        let mut shown_to = line.start;
        for shown in windows(text, &line, members.iter().map(|member| &ranges[*member])) {
            if shown.start > shown_to {
                // What ends in a cut ends where the cut begins.
                out.mark(shown_to, ranges);
                out.text.push('…');
            }
            for (at, c) in text[shown.clone()].char_indices() {
                out.mark(shown.start + at, ranges);
                match c {
                    '\t' => out.text.push('\t'),
                    c if is_unsafe(c) => out.text.push(stand_in(c)),
                    c => out.text.push(c),
                }
            }
            shown_to = shown.end;
        }
        // Whatever lies in the cut part or in the line break is shown at the end of the line.
        let line_break = if number == last_line { usize::MAX } else { index.line(number + 1).start - 1 };
        out.mark(line_break, ranges);
        if shown_to < line.end {
            out.text.push('…');
        }
        out.text.push('\n');
    }
    out
}

impl Excerpt {
    /// The column of byte `at` of the excerpt, counted from 1 in characters.
    pub fn column(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(&self.text);
        before.rsplit('\n').next().unwrap_or(before).chars().count() + 1
    }

    /// Settles every start and end up to byte `at` of the file that is not settled yet.
    fn mark(&mut self, at: usize, ranges: &[Range<usize>]) {
        let here = self.text.len();
        for (member, range) in &mut self.labels {
            if range.start == usize::MAX && ranges[*member].start <= at {
                range.start = here;
            }
            if range.end == usize::MAX && ranges[*member].end <= at {
                range.end = here;
            }
        }
    }
}

/// The stretches of a line to show, in order: all of it, one that holds all labels, or one around each label.
fn windows<'a>(
    text: &str,
    line: &Range<usize>,
    labels: impl Iterator<Item = &'a Range<usize>>,
) -> Vec<Range<usize>> {
    if line.len() <= WIDEST {
        return vec![line.clone()];
    }
    let is_here = |label: &&Range<usize>| line.contains(&label.start) || label.start == line.end;
    let mut labels: Vec<&Range<usize>> = labels.filter(is_here).collect();
    labels.sort_by_key(|label| (label.start, label.end));
    let first = labels.first().map_or(line.start, |label| label.start);
    let wanted = first.saturating_sub(LEAD).max(line.start);
    let start = if wanted - line.start < LEAD { line.start } else { text.floor_char_boundary(wanted) };
    let one = start..text.floor_char_boundary((start + WIDEST).min(line.end));
    if labels.len() < 2 || labels.iter().all(|label| label.end <= one.end) {
        return vec![one];
    }
    let mut windows: Vec<Range<usize>> = Vec::new();
    for label in labels {
        let start = text.floor_char_boundary(label.start.saturating_sub(BESIDE).max(line.start));
        let end = label.end.min(label.start + WIDEST).saturating_add(BESIDE).min(line.end);
        let end = text.floor_char_boundary(end);
        match windows.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => windows.push(start..end),
        }
    }
    windows
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init, reason = "one label is the usual case")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, ranges: &[Range<usize>], expected: &[(usize, &str, &[&str])]) {
        let found = excerpts(text, &LineIndex::new(text), ranges);
        let found: Vec<(usize, &str, Vec<&str>)> = found
            .iter()
            .map(|excerpt| {
                let labels = excerpt.labels.iter().map(|(_, range)| &excerpt.text[range.clone()]).collect();
                (excerpt.first_line, excerpt.text.as_str(), labels)
            })
            .collect();
        let expected: Vec<(usize, &str, Vec<&str>)> =
            expected.iter().map(|(line, text, labels)| (*line, *text, labels.to_vec())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_and_labels() {
        check("a\nbcd\ne\n", &[3..4], &[(2, "bcd\n", &["c"])]);
        check("a\nbcd\ne\n", &[0..1, 6..7], &[(1, "a\nbcd\ne\n", &["a", "e"])]);
        check("ab", &[2..2], &[(1, "ab\n", &[""])]);
        check("", &[0..0], &[(1, "\n", &[""])]);
        check("ab", &[7..9], &[(1, "ab\n", &[""])]);
        check("a\r\nb", &[0..1], &[(1, "a\n", &["a"])]);
    }

    #[test]
    fn control_characters_show() {
        check("x\u{1b}[2Jy", &[5..6], &[(1, "x␛[2Jy\n", &["y"])]);
        check("x\u{9b}y\u{202e}", &[3..4], &[(1, "x\u{fffd}y\u{fffd}\n", &["y"])]);
    }

    #[test]
    fn far_labels_stand_apart() {
        let text = "x\n".repeat(40);
        check(&text, &[78..79, 0..1], &[(40, "x\n", &["x"]), (1, "x\n", &["x"])]);
    }

    #[test]
    fn long_lines_are_cut() {
        let text = format!("{}word{}", "a".repeat(1000), "b".repeat(1000));
        let shown = format!("…{}word{}…\n", "a".repeat(80), "b".repeat(156));
        check(&text, &[1000..1004], &[(1, &shown, &["word"])]);
    }

    #[test]
    fn long_lines_are_cut_between_their_labels() {
        let text = format!("one {} two {} three{}", "a".repeat(300), "b".repeat(300), "c".repeat(300));
        let shown = format!(
            "one {}…{} two {}…{} three{}…\n",
            "a".repeat(15),
            "a".repeat(15),
            "b".repeat(15),
            "b".repeat(15),
            "c".repeat(16)
        );
        let ranges = [610..615, 0..3, 305..308];
        check(&text, &ranges, &[(1, &shown, &["three", "one", "two"])]);
        // A place of no length, and one that runs on into the next label.
        check(
            &text,
            &[305..305, 305..610],
            &[(
                1,
                &format!("…{} two {}…\n", "a".repeat(15), "b".repeat(252)),
                &["", &format!("two {}", "b".repeat(252))],
            )],
        );
    }
}
