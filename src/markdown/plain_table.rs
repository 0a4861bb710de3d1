//! Tables as plain text.

use pulldown_cmark::Alignment;
use unicode_width::UnicodeWidthStr;

use crate::markdown::wrap::wrap;

/// A table on its way to plain text.
#[derive(Debug, Default)]
pub(crate) struct PlainTable {
    /// How its columns are aligned.
    pub alignments: Vec<Alignment>,
    /// Its cells, the row of headers first.
    pub rows: Vec<Vec<String>>,
}

/// Columns between columns.
const GAP: usize = 2;

/// Lays a table out in `width` columns: aligned columns where they fit, one cell a line otherwise.
pub(crate) fn lay_out(table: &PlainTable, width: usize) -> Vec<String> {
    let columns = table.alignments.len();
    let mut widths = vec![0; columns];
    for row in &table.rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = cell.width().max(*widest);
        }
    }
    let total = widths.iter().sum::<usize>() + GAP * columns.saturating_sub(1);
    if total <= width { in_columns(table, &widths) } else { cell_by_cell(table, width) }
}

fn in_columns(table: &PlainTable, widths: &[usize]) -> Vec<String> {
    let mut lines = Vec::with_capacity(table.rows.len() + 1);
    for (index, row) in table.rows.iter().enumerate() {
        let mut line = String::new();
        for ((cell, &width), alignment) in row.iter().zip(widths).zip(&table.alignments) {
            let missing = width.saturating_sub(cell.width());
            let before = match alignment {
                Alignment::None | Alignment::Left => 0,
                Alignment::Center => missing / 2,
                Alignment::Right => missing,
            };
            line.extend(std::iter::repeat_n(' ', before));
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', missing - before + GAP));
        }
        line.truncate(line.trim_end().len());
        lines.push(line);
        if index == 0 {
            let rule: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
            lines.push(rule.join(&" ".repeat(GAP)));
        }
    }
    lines
}

fn cell_by_cell(table: &PlainTable, width: usize) -> Vec<String> {
    let mut rows = table.rows.iter();
    let headers = rows.next().map_or(&[][..], Vec::as_slice);
    let mut lines = Vec::new();
    // A table of headers alone still has words.
    if table.rows.len() == 1 {
        return headers
            .iter()
            .filter(|header| !header.is_empty())
            .flat_map(|header| wrap(header, width))
            .collect();
    }
    // Headers without a cell below would be lost.
    for (column, header) in headers.iter().enumerate() {
        let used = table.rows[1..].iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()));
        if !used && !header.is_empty() {
            lines.extend(wrap(header, width));
        }
    }
    for row in rows {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let text = match headers.get(column).filter(|header| !header.is_empty()) {
                Some(header) => format!("{header}: {cell}"),
                None => cell.clone(),
            };
            let mut indent = "";
            for line in wrap(&text, width.saturating_sub(2)) {
                lines.push(format!("{indent}{line}"));
                indent = "  ";
            }
        }
    }
    lines
}
