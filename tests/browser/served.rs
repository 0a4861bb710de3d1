//! A copy of the sample site, served by the program while a test edits it.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use tempfile::TempDir;

use crate::sample::copy_sample;

/// Opens files in no editor, but names them.
const EDITOR: &str = "editor://open{path}?line={line}&column={column}";

/// A served copy of the sample; the program ends when it is dropped.
pub struct Served {
    folder: TempDir,
    process: Child,
    /// The address of the site, with a slash at its end.
    pub url: String,
}

impl Served {
    /// Copies the sample and serves it at a port that is free.
    pub fn sample() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        copy_sample(folder.path());
        Self::of(folder)
    }

    fn of(folder: TempDir) -> Self {
        let (process, url) = start(folder.path(), 0);
        Self { folder, process, url }
    }

    /// The address of a path of the site.
    pub fn at(&self, path: &str) -> String {
        format!("{}{}", self.url.trim_end_matches('/'), path)
    }

    /// The folder on disk, as the program names it.
    pub fn root(&self) -> String {
        let root = fs::canonicalize(self.folder.path()).expect("the folder is there");
        root.to_str().expect("its name is text").to_owned()
    }

    /// Replaces words of a file, as a save does.
    #[track_caller]
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let file = self.folder.path().join(path);
        let text = fs::read_to_string(&file).expect("the file is there");
        assert!(text.contains(from), "{path} holds {from:?}");
        fs::write(&file, text.replacen(from, to, 1)).expect("the file can be written");
    }

    /// Adds words at the end of a file.
    pub fn append(&self, path: &str, words: &str) {
        let file = self.folder.path().join(path);
        let text = fs::read_to_string(&file).expect("the file is there");
        fs::write(&file, text + words).expect("the file can be written");
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.folder.path().join(path);
        fs::create_dir_all(file.parent().expect("it lies in the site")).expect("a folder can be made");
        fs::write(file, text).expect("the file can be written");
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.folder.path().join(path)).expect("the file is there");
    }

    /// The names and addresses of the sample's readers, who are made up, and their ids.
    pub fn contact_words(&self) -> Vec<String> {
        let text =
            fs::read_to_string(self.folder.path().join("contacts.yaml")).expect("the sample has readers");
        let keys = ["id: ", "name: ", "email: "];
        let values = keys.iter().flat_map(|key| text.split(key).skip(1));
        values.map(|rest| rest.split([',', '\n', '}']).next().unwrap_or(rest).trim().to_owned()).collect()
    }

    /// Ends the program.
    pub fn stop(&mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it ends");
    }

    /// Serves again at the same address.
    pub fn restart(&mut self) {
        let port = self.url.trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
        let (process, url) = start(self.folder.path(), port.expect("the address names a port"));
        assert_eq!(url, self.url);
        self.process = process;
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // A test may have stopped it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts the program, and waits until it says where it listens.
fn start(root: &Path, port: u16) -> (Child, String) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_regards"))
        .args(["serve", "--json", "--today", "2026-11-21", "--editor", EDITOR])
        .args(["--port", &port.to_string(), "--root"])
        .arg(root)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let stdout = process.stdout.take().expect("it is piped");
    let mut lines = BufReader::new(stdout).lines();
    let url = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let said: serde_json::Value = serde_json::from_str(&line).ok()?;
        (said["event"] == "listening").then(|| said["url"].as_str().map(str::to_owned))?
    });
    let Some(url) = url else {
        let said = process.wait_with_output().expect("it has ended");
        panic!("no address: {}", String::from_utf8_lossy(&said.stderr));
    };
    // A full pipe would stop it.
    std::thread::spawn(move || lines.for_each(drop));
    (process, url)
}
