//! `regards schema`.

use crate::cli::Exit;
use crate::cli::reference::SchemaFile;
use crate::data::schema_text;
use crate::effects::IoFault;
use crate::effects::Terminal;

/// Prints a JSON Schema.
pub fn schema(file: SchemaFile, terminal: &Terminal) -> Result<Exit, IoFault> {
    terminal.out(&schema_text(&file.schema()))?;
    Ok(Exit::Fine)
}
