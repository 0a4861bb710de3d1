//! The HTTP server of the preview, asked over real sockets.

#![allow(clippy::disallowed_types, reason = "a test asks a server as a browser would, and as none would")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use regards::effects::{
    Answer, AnswerBody, Answering, Asked, Events, HttpServer, Limits, RunningServer, Serving,
};
use regards::source::SourcePath;

/// Longer than any answer takes, even while other tests run.
const PATIENCE: Duration = Duration::from_secs(20);

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Answers a few paths of its own; any other with what it was asked.
struct Site {
    events: Events,
}

impl Answering for Site {
    fn answer(&self, asked: &Asked) -> Answer {
        let answer = |status, content_type: &'static str, body| Answer {
            status,
            content_type: content_type.into(),
            location: None,
            save_as: None,
            body,
        };
        let file = |path| AnswerBody::File(SourcePath::new(path).expect("a test names good paths"));
        let text = |text: &str| AnswerBody::Bytes(text.into());
        match asked.path.as_str() {
            "/digits" => answer(200, "text/plain", text("0123456789")),
            "/empty" => answer(200, "text/css", text("")),
            "/long" => answer(200, "text/plain", AnswerBody::Bytes(vec![b'a'; 64 << 20])),
            "/a.png" => answer(200, "image/png", file("static/a.png")),
            "/fresh.png" => answer(200, "image/png", file("static/fresh.png")),
            "/contacts" => answer(200, "text/plain", file("contacts.yaml")),
            "/git" => answer(200, "text/plain", file(".git/config")),
            "/none" => answer(404, "text/html", text("<h1>Gone</h1>")),
            "/moved" => Answer { location: Some("/digits".into()), ..answer(302, "text/plain", text("")) },
            "/letter" => {
                Answer { save_as: Some("née \"x\".eml".into()), ..answer(200, "message/rfc822", text("Hi")) }
            }
            "/bad-head" => Answer { location: Some("a\r\nb".into()), ..answer(302, "text/plain", text("")) },
            // Without the message that a panic would print.
            "/panic" => std::panic::resume_unwind(Box::new("a test")),
            "/_regards/events" => answer(200, "text/event-stream", AnswerBody::Events(self.events.clone())),
            path => answer(200, "text/plain", text(&format!("{path} {} {}", asked.query, asked.head))),
        }
    }

    fn private(&self) -> Vec<SourcePath> {
        vec![SourcePath::new("contacts.yaml").expect("it is a good path")]
    }
}

/// A server of a small site, on a port of its own.
struct Served {
    address: SocketAddr,
    events: Events,
    running: Option<RunningServer>,
    folder: tempfile::TempDir,
}

impl Served {
    fn new() -> Self {
        Self::with(Limits::default())
    }

    fn with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "static/a.png", &"0123456789".repeat(20_000));
        let file = fs::File::options().write(true).open(folder.path().join("static/a.png")).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        write(folder.path(), "static/fresh.png", "0123456789");
        write(folder.path(), "contacts.yaml", "secret");
        write(folder.path(), ".git/config", "secret");
        let events = Events::new(r#"{"generation":1}"#);
        let server = HttpServer::bind(LOOPBACK, Some(0)).unwrap();
        let address = server.address();
        let hosts = vec!["blog.test:8080".to_owned()];
        let serving = Serving { root: folder.path().to_owned(), hosts, limits };
        let running = server.run(serving, Arc::new(Site { events: events.clone() })).unwrap();
        Self { address, events, running: Some(running), folder }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// What is answered to exactly these bytes, until the server closes the connection.
    #[track_caller]
    fn raw(&self, request: &[u8]) -> Reply {
        let mut stream = self.connect();
        // A server may refuse before all of it is sent.
        let _ = stream.write_all(request);
        Reply::read(&mut stream)
    }

    /// What is answered to a request with these header lines.
    #[track_caller]
    fn ask(&self, line: &str, headers: &[&str]) -> Reply {
        let mut request = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|header| header.starts_with("Host:")) {
            request.push_str(&format!("Host: {}\r\n", self.address));
        }
        headers.iter().for_each(|header| request.push_str(&format!("{header}\r\n")));
        request.push_str("\r\n");
        self.raw(request.as_bytes())
    }

    #[track_caller]
    fn check(&self, line: &str, headers: &[&str], expected: (u16, &str)) {
        let reply = self.ask(line, headers);
        assert_eq!((reply.status, reply.text().as_str()), expected, "{line} {headers:?}");
    }

    #[track_caller]
    fn check_status(&self, line: &str, headers: &[&str], expected: u16) {
        let reply = self.ask(line, headers);
        assert_eq!(reply.status, expected, "{line} {headers:?}: {}", reply.text());
        assert!(reply.head.len() > 20, "{line}");
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// An answer as it came.
struct Reply {
    status: u16,
    /// In lower case, each header line with a line break in front and behind.
    head: String,
    body: Vec<u8>,
}

impl Reply {
    /// Reads to the end of the connection.
    #[track_caller]
    fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        match stream.read_to_end(&mut bytes) {
            Ok(_) => {}
            // The server closed while something of the request was on its way.
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            Err(error) => panic!("{error}"),
        }
        let Some(end) = bytes.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
            return Self { status: 0, head: String::new(), body: bytes };
        };
        let head = String::from_utf8(bytes[..end + 2].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a header; nothing if it is not there.
    fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .next()
            .unwrap_or("")
    }
}

#[test]
fn an_answer_says_what_it_is_and_who_may_have_it() {
    let served = Served::new();
    let reply = served.ask("GET /a%20b?c=d", &[]);
    assert_eq!((reply.status, reply.text().as_str()), (200, "/a%20b c=d false"));
    for (name, expected) in [
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", "16"),
        ("cache-control", "no-cache"),
        ("accept-ranges", "bytes"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("access-control-allow-origin", ""),
        ("location", ""),
        ("content-disposition", ""),
    ] {
        assert_eq!(reply.header(name), expected, "{name}");
    }
    assert_eq!(served.ask("GET /moved", &[]).header("location"), "/digits");
    let letter = served.ask("GET /letter", &[]);
    assert_eq!(letter.header("content-type"), "message/rfc822");
    assert_eq!(
        letter.header("content-disposition"),
        "attachment; filename=\"n_e _x_.eml\"; filename*=UTF-8''n%C3%A9e%20%22x%22.eml"
    );
    let missing = served.ask("GET /none", &[]);
    assert_eq!((missing.status, missing.text().as_str()), (404, "<h1>Gone</h1>"));
    assert_eq!(missing.header("etag"), "");
}

#[test]
fn the_head_of_an_answer_is_the_same_without_its_body() {
    let served = Served::new();
    for path in ["/digits", "/a.png", "/none", "/empty", "/moved", "/..%2f"] {
        let [get, head] = ["GET", "HEAD"].map(|method| served.ask(&format!("{method} {path}"), &[]));
        let lines = |reply: &Reply| {
            let lines = reply.head.lines().filter(|line| !line.to_lowercase().starts_with("date:"));
            lines.map(str::to_owned).collect::<BTreeSet<_>>()
        };
        assert_eq!(lines(&get), lines(&head), "{path}");
        assert_eq!(head.body, b"", "{path}");
    }
}
