//! Contacts out of a CSV file (RFC 4180), as other programs export them: with a byte order mark or without,
//! separated by commas, semicolons or tabs, with columns of any name.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::did_you_mean;
use crate::diag::nearest;
use crate::people::ConsentEntry;
use crate::people::ContactEntry;
use crate::people::check_contacts::Row;
use crate::people::check_contacts::RowPlace;
use crate::people::faults::BAD_CONTACTS_FILE;
use crate::source::SourcePath;
use crate::source::Span;

/// The keys that a column can hold.
const KEYS: [&str; 13] = [
    "id",
    "name",
    "email",
    "tags",
    "owner",
    "stage",
    "since",
    "needs",
    "interests",
    "pause",
    "consent_how",
    "consent_at",
    "consent_where",
];

/// Reads `text` with `columns` from keys to the names of columns; a key that is not mapped is a column of its
/// own name. Columns that nothing maps to are not read: an export has many.
pub(crate) fn read_csv(
    path: &SourcePath,
    text: &str,
    columns: &BTreeMap<String, String>,
) -> (Vec<Row<'static>>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let offset = text.len() - body.len();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter(body)).flexible(true).from_reader(body.as_bytes());
    let head = match reader.headers() {
        Ok(head) => head.clone(),
        Err(_) => csv::StringRecord::new(),
    };
    let column_of = find_columns(path, &head, columns, &mut diagnostics);
    if diagnostics.has_errors() {
        return (Vec::new(), diagnostics);
    }
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            // The text is UTF-8 and rows may be of any length, so nothing else can go wrong with a record.
            Err(_) => continue,
        }
        // Spreadsheets export the empty rows below the last one, too.
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let reported = record.position().map_or(0, |position| position.byte());
        let start = usize::try_from(reported).unwrap_or(0).min(body.len());
        let blank = body.as_bytes()[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let place = offset + start + blank;
        let faulty = record.len() != head.len();
        if faulty {
            let message = format!("fields in this row: {}, in the head: {}", record.len(), head.len());
            let diagnostic = Diagnostic::new(&BAD_CONTACTS_FILE, message)
                .at(Span::new(path, place..place))
                .help("put a field that holds the separator between double quotes");
            diagnostics.push(diagnostic);
        }
        let field = |key: &str| {
            let column = column_of.get(key)?;
            record.get(*column).map(str::trim).filter(|field| !field.is_empty())
        };
        rows.push(Row { entry: entry(field), place: RowPlace::Csv(place), faulty });
    }
    (rows, diagnostics)
}

/// The separator: whichever of `,`, `;` and tab stands most often in the first line, outside quotes.
fn delimiter(text: &str) -> u8 {
    let first_line = text.trim_start().lines().next().unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(0, b','), (0, b';'), (0, b'\t')];
    for byte in first_line.bytes() {
        quoted ^= byte == b'"';
        if !quoted && let Some((count, _)) = counts.iter_mut().find(|(_, delimiter)| *delimiter == byte) {
            *count += 1;
        }
    }
    // The first of equals: a comma, if there is no separator at all.
    counts.iter().rev().max_by_key(|(count, _)| *count).map_or(b',', |(_, delimiter)| *delimiter)
}

/// Which column holds which key.
fn find_columns<'a>(
    path: &SourcePath,
    head: &csv::StringRecord,
    columns: &'a BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<&'a str, usize> {
    let mut report = |message: String, help: String| {
        let diagnostic = Diagnostic::new(&BAD_CONTACTS_FILE, message).at(Span::start_of(path)).help(help);
        diagnostics.push(diagnostic);
    };
    for key in columns.keys().filter(|key| !KEYS.contains(&key.as_str())) {
        let help = did_you_mean(key, KEYS).unwrap_or_else(|| format!("contacts have: {}", KEYS.join(", ")));
        report(format!("`contacts.columns` maps `{key}`, which is no key of a contact"), help);
    }
    let mut column_of = BTreeMap::new();
    for key in KEYS {
        let wanted = columns.get(key).map_or(key, String::as_str);
        match head.iter().position(|name| name.trim().eq_ignore_ascii_case(wanted)) {
            Some(column) => {
                column_of.insert(key, column);
            }
            None if columns.contains_key(key) || matches!(key, "id" | "email") => {
                let map = format!("map it in regards.yaml: `contacts: {{columns: {{{key}: …}}}}`");
                // A head that holds an address is no head but the first reader.
                let help = if head.iter().any(|name| name.contains('@')) {
                    "the first line must name the columns: `id,name,email,tags,…`".to_owned()
                } else {
                    match nearest(wanted, head.iter().filter(|name| name.len() <= 40)) {
                        Some(name) => {
                            format!("did you mean `{name}`? {}", map.replace('…', name))
                        }
                        None => format!("{map}, with the column's name"),
                    }
                };
                report(format!("there is no column `{wanted}` for `{key}`"), help);
            }
            None => {}
        }
    }
    column_of
}

fn entry<'a>(field: impl Fn(&str) -> Option<&'a str>) -> ContactEntry {
    let text = |key: &str| field(key).unwrap_or_default().to_owned();
    let list = |key: &str| {
        let parts = field(key).unwrap_or_default().split([',', ';']).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let option = |key: &str| field(key).map(str::to_owned);
    let consent = ConsentEntry {
        how: option("consent_how"),
        at: option("consent_at"),
        r#where: option("consent_where"),
    };
    ContactEntry {
        id: text("id"),
        name: text("name"),
        email: text("email"),
        tags: list("tags"),
        owner: option("owner"),
        stage: option("stage"),
        since: option("since"),
        consent: Some(consent),
        touches: Vec::new(),
        needs: list("needs"),
        interests: list("interests"),
        pause: list("pause"),
    }
}
