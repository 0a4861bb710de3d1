//! Runs the program as a person does.

use std::path::Path;
use std::process::Command;

/// What a command said and how it ended.
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub report: String,
}

/// Runs `regards` in a folder.
pub fn regards(folder: &Path, arguments: &[&str]) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_regards"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
    Ended { code: output.status.code(), out: text(&output.stdout), report: text(&output.stderr) }
}

/// Runs it and expects exit code 0 and no report.
#[track_caller]
pub fn fine(folder: &Path, arguments: &[&str]) -> String {
    let ended = regards(folder, arguments);
    assert_eq!((ended.code, ended.report.as_str()), (Some(0), ""), "{arguments:?}: {}", ended.out);
    ended.out
}
