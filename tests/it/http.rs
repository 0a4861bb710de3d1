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

    /// A request over a connection that stays open.
    fn request(&self, path: &str) -> String {
        format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address)
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

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let served = Served::new();
    for path in ["/digits", "/a.png"] {
        let line = format!("GET {path}");
        let first = served.ask(&line, &[]);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() == 34, "{path} {tag}");
        let again = served.ask(&line, &[&format!("If-None-Match: \"x\", W/{tag}")]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.header("cache-control"), "no-cache");
        served.check_status(&line, &["If-None-Match: \"x\""], 200);
        served.check_status(&format!("HEAD {path}"), &[&format!("If-None-Match: {tag}")], 304);
    }
    served.check_status("GET /none", &["If-None-Match: *"], 404);
    // A file just written could change again without its time telling.
    assert_eq!(served.ask("GET /fresh.png", &[]).header("etag"), "");
    served.check("GET /fresh.png", &["If-None-Match: \"x\""], (200, "0123456789"));

    let before = served.ask("GET /a.png", &[]).header("etag").to_owned();
    write(served.folder.path(), "static/a.png", "new");
    served.check("GET /a.png", &[&format!("If-None-Match: {before}")], (200, "new"));
}

#[test]
fn a_part_is_sent_of_bytes_and_of_files() {
    let served = Served::new();
    for path in ["/digits", "/fresh.png"] {
        let line = format!("GET {path}");
        let check = |range: &str, status, place: &str, body: &str| {
            let reply = served.ask(&line, &[range]);
            assert_eq!((reply.status, reply.text().as_str()), (status, body), "{path} {range}");
            assert_eq!(reply.header("content-range"), place, "{path} {range}");
            assert_eq!(reply.header("content-length"), body.len().to_string(), "{path} {range}");
        };
        check("Range: bytes=2-4", 206, "bytes 2-4/10", "234");
        check("Range: bytes=8-", 206, "bytes 8-9/10", "89");
        check("Range: bytes=-3", 206, "bytes 7-9/10", "789");
        check("Range: bytes=-30", 206, "bytes 0-9/10", "0123456789");
        check("Range: bytes=10-", 416, "bytes */10", "");
        check("Range: bytes=0-1,4-5", 200, "", "0123456789");
        check("Range: lines=1-2", 200, "", "0123456789");
        check("Range: bytes=4-2", 200, "", "0123456789");
        check("Range: bytes=0-0\r\nRange: bytes=1-1", 200, "", "0123456789");
    }
    served.check_status("GET /empty", &["Range: bytes=0-"], 416);
    served.check_status("GET /none", &["Range: bytes=0-1"], 404);
    let head = served.ask("HEAD /digits", &["Range: bytes=2-4"]);
    assert_eq!((head.status, head.header("content-length")), (200, "10"));

    let whole = served.ask("GET /a.png", &[]);
    assert_eq!((whole.body.len(), whole.header("accept-ranges")), (200_000, "bytes"));
    let tag = whole.header("etag");
    let line = "GET /a.png";
    served.check(line, &["Range: bytes=199998-", &format!("If-Range: {tag}")], (206, "89"));
    for other in ["\"x\"", &format!("W/{tag}"), "Sun, 22 Nov 2026 04:00:00 GMT"] {
        served.check_status(line, &["Range: bytes=199998-", &format!("If-Range: {other}")], 200);
    }
    // What is known already comes before what is wanted of it.
    served.check_status(line, &["Range: bytes=1-2", &format!("If-None-Match: {tag}")], 304);
    served.check_status("GET /fresh.png", &["Range: bytes=1-2", "If-Range: \"x\""], 200);
}

#[test]
fn private_files_are_not_served_whatever_a_plan_says() {
    let served = Served::new();
    for path in ["/contacts", "/git"] {
        served.check(&format!("GET {path}"), &[], (404, "There is no such page.\n"));
    }
    #[cfg(unix)]
    {
        let picture = served.folder.path().join("static/a.png");
        fs::remove_file(&picture).unwrap();
        std::os::unix::fs::symlink("../contacts.yaml", &picture).unwrap();
        served.check_status("GET /a.png", &[], 404);
    }
}

/// No file system has room for it, and no memory.
#[test]
fn a_file_is_sent_in_pieces() {
    let served = Served::new();
    let path = served.folder.path().join("static/fresh.png");
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_len(1 << 40).unwrap();
    assert_eq!(served.ask("HEAD /fresh.png", &[]).header("content-length"), (1_u64 << 40).to_string());
    served.check("GET /fresh.png", &["Range: bytes=-3"], (206, "\0\0\0"));

    // A file that becomes shorter meanwhile is no whole file to whoever waits for it.
    let mut stream = served.connect();
    stream.write_all(served.request("/fresh.png").as_bytes()).unwrap();
    stream.read_exact(&mut [0; 1 << 16]).unwrap();
    file.set_len(10).unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.len() < 1 << 30);
    served.check_status("GET /fresh.png", &[], 200);
}

/// DNS rebinding: a foreign name that leads here.
#[test]
fn only_names_of_this_machine_are_answered() {
    let served = Served::new();
    let port = served.address.port();
    for host in ["localhost", "LOCALHOST.", "blog.localhost", "127.0.0.1", "127.9.9.9", "[::1]", "blog.test"]
    {
        served.check_status("GET /", &[&format!("Host: {host}")], 200);
        served.check_status("GET /", &[&format!("Host: {host}:{port}")], 200);
    }
    served.check_status("GET /", &["Host: blog.test:8080"], 200);
    for host in ["evil.example", "localhost.evil.example", "192.0.2.1", "0.0.0.0"] {
        let reply = served.ask("GET /", &[&format!("Host: {host}:{port}")]);
        assert_eq!(reply.status, 421, "{host}");
        assert!(reply.text().contains(&format!("http://127.0.0.1:{port}/")), "{}", reply.text());
    }
    served.check_status("GET /", &["Host: localhost:1"], 421);
    served.check_status("POST /", &["Host: evil.example"], 421);
    served.check_status("GET /", &["Host: localhost", "Host: localhost"], 400);
    served.check_status("GET /", &["Host:"], 400);
    served.check_status("GET /", &["Host: me@localhost"], 400);
    assert_eq!(served.raw(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n").status, 400);
    assert_eq!(served.raw(b"GET / HTTP/1.0\r\n\r\n").status, 400);
    served.check(&format!("GET http://localhost:{port}/a?b"), &["Host: localhost"], (200, "/a b false"));
    served.check_status("GET http://evil.example/", &["Host: localhost"], 421);
    served.check_status(&format!("GET http://localhost:{port}/"), &["Host: evil.example"], 421);
    served.check_status(&format!("GET https://localhost:{port}/"), &["Host: localhost"], 421);
    served.check_status("GET localhost", &["Host: localhost"], 421);
    served.check_status("CONNECT localhost:22", &["Host: localhost"], 421);
    served.check_status("OPTIONS *", &["Host: localhost"], 405);
}

#[test]
fn other_sites_see_nothing_of_the_servers_own_pages() {
    let served = Served::new();
    for path in ["/_regards/", "/_regards", "/%5Fregards%2fevents"] {
        served.check_status(&format!("GET {path}"), &["Sec-Fetch-Site: cross-site"], 403);
        served.check_status(&format!("GET {path}"), &["Origin: https://evil.example"], 403);
    }
    served.check_status("GET /_regards/events", &["Sec-Fetch-Site: same-site"], 403);
    served.check_status("GET /_regards/", &["Sec-Fetch-Site: same-origin"], 200);
    served.check_status("GET /", &["Sec-Fetch-Site: cross-site"], 200);
}

#[test]
fn nothing_is_changed_from_outside() {
    let served = Served::new();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "BREW"] {
        let reply = served.ask(&format!("{method} /"), &[]);
        assert_eq!((reply.status, reply.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    let posted = served.ask("POST /", &["Content-Length: 1000000000000", "Expect: 100-continue"]);
    assert_eq!(posted.status, 405, "the body is not waited for");
    served.check_status("GET /", &["Content-Length: 5"], 200);
}

#[test]
fn paths_that_cannot_be_are_refused_before_anybody_looks_for_them() {
    let served = Served::new();
    for path in [
        "/..%2fcontacts.yaml",
        "/%2e%2e/contacts.yaml",
        "/a/../b",
        "/a/..",
        "/..%5ccontacts.yaml",
        "/%00",
        "/a%0d%0ab",
        "/%1f",
        "/%",
        "/%f",
        "/%gg",
        "/%ff%fe",
        "/%c0%ae%c0%ae/",
    ] {
        served.check_status(&format!("GET {path}"), &[], 400);
    }
    served.check("GET /%252e%252e%252fa", &[], (200, "/%252e%252e%252fa  false"));
    for bytes in [
        &b"GET /\0 HTTP/1.1\r\n"[..],
        b"GET /\x01 HTTP/1.1\r\n",
        b"GET /a b HTTP/1.1\r\n",
        b"\0\0\0\0\r\n\r\n",
    ] {
        let request = [bytes, b"Host: localhost\r\n\r\n"].concat();
        assert_eq!(served.raw(&request).status, 400, "{bytes:?}");
    }
    assert_eq!(served.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n").status, 400);
    assert_eq!(
        served.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS greeting\r\n\r\n").status,
        400
    );
    served.check("GET /after", &[], (200, "/after  false"));
}

#[test]
fn heads_and_targets_have_an_end() {
    let served = Served::new();
    served.check_status(&format!("GET /{}", "a".repeat(8191)), &[], 200);
    served.check_status(&format!("GET /{}", "a".repeat(8192)), &[], 414);
    served.check_status(&format!("GET /?{}", "a".repeat(60_000)), &[], 414);
    served.check_status("GET /", &[&format!("X: {}", "a".repeat(60_000))], 200);
    served.check_status("GET /", &[&format!("X: {}", "a".repeat(66_000))], 431);
    let headers = |count: usize| "X: a\r\n".repeat(count).trim_end().to_owned();
    served.check_status("GET /", &[&headers(98)], 200);
    served.check_status("GET /", &[&headers(99)], 431);
    let endless = served.raw(format!("GET / HTTP/1.1\r\nX: {}", "a".repeat(1 << 20)).as_bytes());
    assert!([0, 431].contains(&endless.status), "refused, or cut off in the middle: {}", endless.status);
    served.check_status("GET /", &[], 200);
}

#[test]
fn a_panic_is_one_bad_answer() {
    let served = Served::with(Limits { answers: 1, ..Limits::default() });
    for _ in 0..3 {
        served.check_status("GET /panic", &[], 500);
        served.check_status("GET /bad-head", &[], 500);
    }
    served.check("GET /after", &[], (200, "/after  false"));
}

/// Slowloris: a head that never ends.
#[test]
fn a_head_that_comes_byte_by_byte_is_cut_off() {
    let served = Served::with(Limits { head: Duration::from_millis(300), ..Limits::default() });
    let mut slow = served.connect();
    let started = Instant::now();
    let mut sent = 0;
    while slow.write_all(b"G").is_ok() {
        sent += 1;
        assert!(started.elapsed() < PATIENCE, "still open after {sent} bytes");
        served.check_status("GET /", &[], 200);
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(started.elapsed() >= Duration::from_millis(300), "it was given its time");
    let mut silent = served.connect();
    assert_eq!(Reply::read(&mut silent).status, 0, "who says nothing is told nothing");
}

#[test]
fn a_client_that_takes_nothing_is_cut_off() {
    let served = Served::with(Limits { write: Duration::from_millis(200), ..Limits::default() });
    let mut slow = served.connect();
    slow.write_all(served.request("/long").as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(1000));
    let mut received = Vec::new();
    let _ = slow.read_to_end(&mut received);
    assert!(received.len() < 64 << 20, "{} bytes", received.len());
    assert!(!received.is_empty());
    assert_eq!(served.ask("GET /long", &[]).body.len(), 64 << 20, "who reads gets all of it");
}

#[test]
fn idle_connections_make_room_for_new_ones() {
    let served = Served::with(Limits { connections: 50, ..Limits::default() });
    let mut events = served.listen();
    events.expect("event: hello");
    let idle: Vec<TcpStream> = (0..200).map(|_| served.connect()).collect();
    served.check_status("GET /", &[], 200);
    served.events.send("changed", "2");
    events.expect("event: changed");
    drop(idle);
}

#[test]
fn a_server_without_room_says_so() {
    let served = Served::with(Limits { connections: 2, ..Limits::default() });
    let mut listening = [served.listen(), served.listen()];
    listening.iter_mut().for_each(|listening| listening.expect("event: hello"));
    let reply = served.ask("GET /", &[]);
    assert_eq!(reply.status, 503);
    assert!(reply.text().contains("Close some tabs"));
    drop(listening);
    // The server learns that they left when it looks.
    let started = Instant::now();
    while served.ask("GET /", &[]).status != 200 {
        assert!(started.elapsed() < PATIENCE);
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_thousand_idle_connections_hinder_nobody() {
    let served = Served::new();
    let idle: Vec<TcpStream> = (0..1000).map(|_| served.connect()).collect();
    let started = Instant::now();
    served.check("GET /after", &[], (200, "/after  false"));
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    drop(idle);
}

#[test]
fn one_connection_serves_many_requests() {
    let served = Served::new();
    let mut stream = served.connect();
    let request =
        |path: &str, rest: &str| format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{rest}\r\n", served.address);
    let all = [
        request("/digits", ""),
        request("/a.png", "Range: bytes=0-4\r\n"),
        request("/last", "Connection: close\r\n"),
    ];
    stream.write_all(all.concat().as_bytes()).unwrap();
    let text = String::from_utf8(Reply::read(&mut stream).body).unwrap();
    assert!(text.starts_with("0123456789HTTP/1.1 206 ") && text.ends_with("/last  false"), "{text}");
}

/// A stream of events, as a browser would read it.
struct Listening {
    stream: TcpStream,
    read: String,
}

impl Listening {
    /// Reads until `text` has come.
    #[track_caller]
    fn expect(&mut self, text: &str) {
        let mut looked_at = 0;
        while !self.read[looked_at..].contains(text) {
            looked_at = self.read.len().saturating_sub(text.len());
            let mut buffer = vec![0; 1 << 16];
            let count = self.stream.read(&mut buffer).unwrap_or_default();
            assert_ne!(count, 0, "the stream ended without {text}");
            self.read.push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
    }
}

impl Served {
    fn listen(&self) -> Listening {
        let mut stream = self.connect();
        stream.write_all(self.request("/_regards/events").as_bytes()).unwrap();
        Listening { stream, read: String::new() }
    }
}

#[test]
fn browsers_are_told_what_changed() {
    let served = Served::with(Limits { heartbeat: Duration::from_millis(50), ..Limits::default() });
    let mut early = served.listen();
    early.expect("data: {\"generation\":1}\n\n");
    for expected in
        ["200 OK", "content-type: text/event-stream\r\n", "cache-control: no-store", "retry: 500\n\n"]
    {
        assert!(early.read.contains(expected), "{}", early.read);
    }
    early.expect("\n:\n\n");
    served.events.greet(r#"{"generation":2}"#);
    served.events.send("changed", r#"{"generation":2}"#);
    early.expect("event: changed\ndata: {\"generation\":2}\n\n");
    let mut late = served.listen();
    late.expect("event: hello\ndata: {\"generation\":2}\n\n");
    assert!(!late.read.contains("event: changed"));
    served.events.send("errors", "[]");
    early.expect("event: errors\ndata: []\n\n");
    late.expect("event: errors\ndata: []\n\n");
    drop((early, late));
    let started = Instant::now();
    while served.events.listeners() > 0 {
        assert!(started.elapsed() < PATIENCE, "who left is forgotten");
        std::thread::sleep(Duration::from_millis(5));
    }
    let head = served.ask("HEAD /_regards/events", &[]);
    assert_eq!((head.status, head.header("content-type")), (200, "text/event-stream"));
}

#[test]
fn who_cannot_follow_is_greeted_again() {
    let served = Served::new();
    let mut slow = served.listen();
    slow.expect("event: hello");
    slow.read.clear();
    served.events.greet("\"newest\"");
    // More than the sockets and the queue take together.
    let much = "x".repeat(1 << 16);
    for number in 0..400 {
        served.events.send("changed", &format!("\"{number} {much}\""));
    }
    slow.expect("event: hello\ndata: \"newest\"\n\n");
    served.events.send("last", "");
    slow.expect("event: last\n");
    assert!(slow.read.matches("event: changed").count() < 400);
}

#[test]
fn a_server_ends_when_it_is_dropped_and_another_takes_its_place() {
    let mut served = Served::with(Limits { ending: Duration::from_secs(5), ..Limits::default() });
    let mut events = served.listen();
    events.expect("event: hello");
    let mut idle = served.connect();
    let mut kept = served.connect();
    kept.write_all(served.request("/digits").as_bytes()).unwrap();
    let mut first = [0; 12];
    kept.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let started = Instant::now();
    drop(served.running.take());
    assert!(started.elapsed() < Duration::from_secs(4), "nobody had to be cut off: {:?}", started.elapsed());
    for stream in [&mut events.stream, &mut idle, &mut kept] {
        let _ = stream.read_to_end(&mut Vec::new()).expect("the connection was closed in good order");
    }
    assert!(TcpStream::connect(served.address).is_err());

    // The browser comes back to the same address.
    let server = HttpServer::bind(LOOPBACK, Some(served.address.port())).expect("the port is free again");
    let serving = Serving { root: served.folder.path().to_owned(), ..Serving::default() };
    served.events.greet(r#"{"generation":7}"#);
    let answering = Arc::new(Site { events: served.events.clone() });
    let _running = server.run(serving, answering).unwrap();
    served.listen().expect("data: {\"generation\":7}\n\n");
}

#[test]
fn a_port_is_the_one_asked_for_or_the_next_that_is_free() {
    let server = HttpServer::bind(LOOPBACK, Some(0)).unwrap();
    let fault = HttpServer::bind(LOOPBACK, Some(server.address().port())).unwrap_err();
    assert!(fault.to_string().starts_with(&format!("cannot listen on {}: ", server.address())), "{fault}");
    assert!(fault.help().unwrap().contains("--port"));
    let [first, second] = [(); 2].map(|()| HttpServer::bind(LOOPBACK, None).unwrap().address().port());
    assert!((1111..1211).contains(&first) && (1111..1211).contains(&second));
    let kept = [(); 2].map(|()| HttpServer::bind(LOOPBACK, None).unwrap());
    assert_ne!(kept[0].address(), kept[1].address());
    let elsewhere = HttpServer::bind("192.0.2.1".parse().unwrap(), None).unwrap_err();
    assert!(elsewhere.help().unwrap().contains("--bind"));
    let nowhere = Serving { root: "no/such/folder".into(), ..Serving::default() };
    assert!(server.run(nowhere, Arc::new(Site { events: Events::new("") })).is_err());
}
