//! `regards schema`.

use crate::cli::Exit;
use crate::cli::reference::SchemaFile;
use crate::data::schema_text;
use crate::effects::Terminal;

/// Prints a JSON Schema.
pub fn schema(file: SchemaFile, terminal: &Terminal) -> Exit {
    terminal.out(&schema_text(&file.schema()));
    Exit::Fine
}
