//! `regards schema`.

use crate::cli::Exit;
use crate::cli::args::SchemaFile;
use crate::config::Config;
use crate::config::FrontMatter;
use crate::data::schema_text;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::people::AudiencesFile;
use crate::people::ContactsFile;

/// Prints a JSON Schema.
pub fn schema(file: SchemaFile, terminal: &Terminal) -> Result<Exit, IoFault> {
    terminal.out(&match file {
        SchemaFile::Config => schema_text::<Config>(),
        SchemaFile::Audiences => schema_text::<AudiencesFile>(),
        SchemaFile::Contacts => schema_text::<ContactsFile>(),
        SchemaFile::FrontMatter => schema_text::<FrontMatter>(),
    })?;
    Ok(Exit::Fine)
}
