//! `regards serve` on a folder, and what it answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// The day that every test builds for.
pub const TODAY: &str = "2026-11-21";

/// A running preview server. It ends with the test.
pub struct Served {
    process: Child,
    /// What it prints: one JSON object a line. Kept, so that it may go on printing.
    lines: Option<BufReader<ChildStdout>>,
    /// `127.0.0.1:1111`.
    pub address: String,
}

/// What the server answered.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Served {
    /// Starts the server on a site and waits until it listens.
    pub fn start(root: &Path) -> Self {
        let process = Command::new(env!("CARGO_BIN_EXE_regards"))
            .args(["serve", "--json", "--today", TODAY, "--root"])
            .arg(root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // From here on it is ended with the test, whatever happens.
        let mut served = Self { process, lines: None, address: String::new() };
        let output = served.process.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(output);
        loop {
            let mut line = String::new();
            assert_ne!(lines.read_line(&mut line).expect("it prints text"), 0, "it ended before it listened");
            let event: serde_json::Value = serde_json::from_str(&line).expect("it prints JSON");
            if event["event"] == "listening" {
                let url = event["url"].as_str().expect("it says where it listens");
                let address = url.trim_start_matches("http://").split('/').next().expect("there is a host");
                served.address = address.to_owned();
                served.lines = Some(lines);
                return served;
            }
        }
    }

    /// Asks for a path.
    pub fn get(&self, path: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout can be set");
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer has a head");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("it has a status");
        let mut body = bytes.split_off(end + 4);
        if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
            body = whole(&body);
        }
        Answer { status, body }
    }

    /// The address of the server, for a build that is to write the same bytes.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.lines.take();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A chunked body as one piece (RFC 9112, section 7.1).
fn whole(mut chunked: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = chunked.windows(2).position(|window| window == b"\r\n") {
        let length = std::str::from_utf8(&chunked[..end]).expect("a length is text");
        let length = usize::from_str_radix(length.trim(), 16).expect("a length is hexadecimal");
        if length == 0 {
            break;
        }
        body.extend_from_slice(&chunked[end + 2..end + 2 + length]);
        chunked = &chunked[end + 2 + length + 2..];
    }
    body
}

/// A page without what the server puts into it.
pub fn without_extras(body: &[u8]) -> Vec<u8> {
    let find = |text: &[u8], what: &[u8]| text.windows(what.len()).rposition(|window| window == what);
    let (begin, end) = (b"<!--regards-->".as_slice(), b"<!--/regards-->".as_slice());
    match (find(body, begin), find(body, end)) {
        (Some(from), Some(to)) if from < to => [&body[..from], &body[to + end.len()..]].concat(),
        _ => body.to_vec(),
    }
}
