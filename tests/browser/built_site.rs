//! The sample site as a build writes it: nothing sticks out on a narrow screen, nothing is fetched from elsewhere,
//! every picture has its words, and an old address leads to the same paragraph.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::asked_for;
use crate::sample::PAGES;
use crate::sample::copy_sample;

/// Loads each page at two widths in a frame and writes what it finds wrong, one line each, then `done`.
const PROBE: &str = r##"<!doctype html><title>probe</title><iframe id="frame" style="border:0;height:900px"></iframe>
<pre id="result"></pre><script>
const frame = document.getElementById("frame"), result = document.getElementById("result");
const say = text => result.textContent += text + "\n";
const load = url => new Promise(done => { frame.onload = () => setTimeout(done, 50); frame.src = url; });
(async () => {
  for (const page of PAGES) for (const width of [320, 1280]) {
    frame.style.width = width + "px";
    await load(page);
    const inside = frame.contentDocument, root = inside.documentElement;
    if (root.scrollWidth > width) say(`${page} at ${width}: ${root.scrollWidth} pixels wide`);
    for (const entry of frame.contentWindow.performance.getEntriesByType("resource"))
      if (new URL(entry.name).origin !== location.origin) say(`${page}: fetches ${entry.name}`);
    for (const image of inside.images)
      if (!image.hasAttribute("alt")) say(`${page}: ${image.src} has no words`);
    if (!inside.querySelector("h1")) say(`${page}: no heading`);
    if (getComputedStyle(inside.body).fontFamily.toLowerCase().startsWith("times")) say(`${page}: no style sheet`);
  }
  await load(ALIAS + "#what-we-look-at-instead");
  await new Promise(done => setTimeout(done, 500));
  const landed = frame.contentWindow.location;
  if (landed.pathname !== TARGET || landed.hash !== "#what-we-look-at-instead") say(`the alias leads to ${landed}`);
  say("done");
})();
</script>"##;

#[test]
fn the_sample_site_in_a_browser() {
    if !asked_for() {
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("a listener has an address");
    let site = tempfile::tempdir().expect("a folder can be made");
    copy_sample(site.path());
    let built = Command::new(env!("CARGO_BIN_EXE_regards"))
        .args(["build", "--today", "2026-11-21", "--base-url", &format!("http://{address}"), "--root"])
        .arg(site.path())
        .output()
        .expect("the program starts");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let public = site.path().join("public");
    let (alias, target) = an_alias(&public);
    let probe = PROBE
        .replace("PAGES", &serde_json::to_string(&PAGES).expect("a list is JSON"))
        .replace("ALIAS", &format!("{alias:?}"))
        .replace("TARGET", &format!("{target:?}"));
    fs::write(public.join("probe.html"), probe).expect("the folder can be written");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let public = public.clone();
            std::thread::spawn(move || answer(&stream, &public));
        }
    });
    let browser = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000", "--dump-dom"])
        .arg(format!("http://{address}/probe.html"))
        .output()
        .expect("chromium starts");
    let page = String::from_utf8_lossy(&browser.stdout);
    let found = page.split_once("<pre id=\"result\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let found = found.map_or("nothing", |(result, _)| result.trim());
    assert_eq!(found, "done");
}

/// The sample's alias of the post about tracking, and where it leads.
fn an_alias(public: &Path) -> (String, String) {
    let alias = "/posts/tracking-pixels/";
    let page = fs::read_to_string(public.join("posts/tracking-pixels/index.html"))
        .expect("the sample has this alias");
    let target =
        page.split("url=").nth(1).and_then(|rest| rest.split(['"', '#']).next()).expect("it leads somewhere");
    let path = target.split("://").nth(1).map_or(target, |rest| &rest[rest.find('/').unwrap_or(0)..]);
    (alias.to_owned(), path.to_owned())
}

/// Answers one request with a file of the folder, or with its 404 page.
fn answer(mut stream: &TcpStream, public: &Path) {
    let mut line = String::new();
    if BufReader::new(stream).read_line(&mut line).is_err() {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or("/").split(['?', '#']).next().unwrap_or("/");
    let mut file: PathBuf = public.join(path.trim_start_matches('/'));
    if file.is_dir() {
        file.push("index.html");
    }
    let (status, bytes) = match fs::read(&file) {
        Ok(bytes) => ("200 OK", bytes),
        Err(_) => ("404 Not Found", fs::read(public.join("404.html")).unwrap_or_default()),
    };
    let kind = match file.extension().and_then(|extension| extension.to_str()) {
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "text/html; charset=utf-8",
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        bytes.len()
    );
    // A browser that has gone needs no answer.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&bytes));
}
