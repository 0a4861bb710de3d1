//! From the path of a request to its answer.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use crate::diag::Diagnostics;
use crate::output::OutPath;
use crate::output::escape_xml;
use crate::plan::Job;
use crate::preview::Body;
use crate::preview::Response;
use crate::preview::Snapshot;
use crate::preview::Views;
use crate::preview::client::CLIENT;
use crate::preview::client::client_element;
use crate::preview::overlay::overlay;
use crate::preview::panel::panel;
use crate::preview::studio::studio;
use crate::source::SourcePath;

/// The folder of the server's own addresses. If a site has one of that name, it is not shown.
pub const OWN: &str = "/_regards/";

/// Where browsers listen for changes: a stream that stays open, which whoever serves has to answer.
pub const EVENTS: &str = "/_regards/events";

/// What is put into a page begins and ends with these; without it, the page is what a build writes.
pub const BEGIN_EXTRAS: &str = "<!--regards-->";
/// See [`BEGIN_EXTRAS`].
pub const END_EXTRAS: &str = "<!--/regards-->";

/// What a state of the site has for a path.
enum Lookup {
    /// Nothing.
    Absent,
    /// A page that cannot be made, and why, unless the site's problems say so.
    Failed(Diagnostics),
    /// A page or a file.
    Found(Found),
}

/// A page of the site, or one of its files.
struct Found {
    path: OutPath,
    answer: Rendered,
    /// The file that it is made from, if it is made from one.
    source: Option<SourcePath>,
    diagnostics: Diagnostics,
    /// The writing panel, if it is a post.
    panel: String,
}

enum Rendered {
    Bytes(Vec<u8>),
    File(SourcePath),
}

impl Views {
    /// The answer to the path of a request: percent-encoded, without query.
    ///
    /// Nothing but what a build would write is found below the base URL; beside it are the server's own pages.
    pub fn respond(&self, path: &str) -> Response {
        let Ok(decoded) = percent_decode_str(path).decode_utf8() else { return self.not_found() };
        if let Some(own) = decoded.strip_prefix(OWN) {
            return self.own(own);
        }
        if decoded == OWN.trim_end_matches('/') {
            return redirect(OWN);
        }
        let mut failed = None;
        for snapshot in self.in_turn() {
            let base = snapshot.model.site.base_url.path();
            let Some(url_path) =
                decoded.strip_prefix(base).filter(|rest| rest.starts_with('/') || rest.is_empty())
            else {
                if decoded == "/" {
                    return redirect(&snapshot.model.site.href("/"));
                }
                continue;
            };
            if url_path.is_empty() {
                return redirect(&snapshot.model.site.href("/"));
            }
            match find(snapshot, url_path) {
                // What was deleted or renamed is gone, whatever is wrong elsewhere.
                Lookup::Found(found) if failed.is_none() && !self.is_still_there(snapshot, &found) => {}
                Lookup::Found(mut found) => {
                    found.diagnostics.extend(failed.into_iter().flatten());
                    return self.answer(200, found);
                }
                Lookup::Failed(diagnostics) => {
                    failed.get_or_insert(diagnostics);
                    continue;
                }
                Lookup::Absent => {}
            }
            // Hosts send a folder's name without its slash on to the folder, and relative links go by that.
            let is_folder = !url_path.ends_with('/') && snapshot.plan.answers(&format!("{url_path}/"));
            if is_folder {
                return redirect(&snapshot.model.site.href(&format!("{url_path}/")));
            }
        }
        match failed {
            Some(diagnostics) => {
                self.bare(500, "This page cannot be made", "Its template fails.", &diagnostics)
            }
            None => self.not_found(),
        }
    }

    /// Whether the file that a page of the last good state was made from is still there.
    fn is_still_there(&self, snapshot: &Arc<Snapshot>, found: &Found) -> bool {
        let Some(newest) = self.newest.as_ref().filter(|newest| !Arc::ptr_eq(newest, snapshot)) else {
            return true;
        };
        found.source.as_ref().is_some_and(|source| newest.sources.get(source).is_some())
    }

    fn own(&self, path: &str) -> Response {
        match path {
            "client.js" => Response::bytes(200, "text/javascript; charset=utf-8", CLIENT.as_bytes().to_vec()),
            path => {
                let page = self.in_turn().find_map(|snapshot| studio(snapshot, path));
                page.map_or_else(|| self.not_found(), |page| self.followed(path, page))
            }
        }
    }

    /// Has a page of the studio follow changes and show what is wrong. The studio's files stay as they are: letters are
    /// what readers get.
    fn followed(&self, path: &str, response: Response) -> Response {
        let is_folder = path.is_empty() || path.ends_with('/');
        match &response.body {
            Body::Bytes(page) if is_folder && response.content_type.starts_with("text/html") => {
                let extras = self.extras("", &Diagnostics::new());
                let body = Body::Bytes(with_extras(page, &extras));
                Response { body, ..response }
            }
            _ => response,
        }
    }

    fn answer(&self, status: u16, found: Found) -> Response {
        let content_type = content_type(&found.path);
        match found.answer {
            Rendered::File(source) => {
                Response { body: Body::File(source), ..Response::bytes(status, content_type, Vec::new()) }
            }
            Rendered::Bytes(bytes) if content_type.starts_with("text/html") => {
                let extras = self.extras(&found.panel, &found.diagnostics);
                Response::bytes(status, content_type, with_extras(&bytes, &extras))
            }
            Rendered::Bytes(bytes) => Response::bytes(status, content_type, bytes),
        }
    }

    /// The panel, and what is wrong.
    fn extras(&self, panel: &str, diagnostics: &Diagnostics) -> String {
        format!("{panel}{}", overlay(&self.problems, diagnostics))
    }

    /// The site's own page for what is not there, or a plain one.
    fn not_found(&self) -> Response {
        let found = self.in_turn().find_map(|snapshot| match find(snapshot, "/404.html") {
            Lookup::Found(found) => Some(found),
            Lookup::Absent | Lookup::Failed(_) => None,
        });
        let none = Diagnostics::new();
        match found {
            Some(found) => self.answer(404, found),
            None if self.newest.is_some() => self.bare(
                404,
                "There is no such page",
                "A build of this site writes no file that answers this address.",
                &none,
            ),
            None => self.bare(
                503,
                "The site cannot be shown yet",
                "Its settings or its theme cannot be read. This page goes on by itself once that is mended.",
                &none,
            ),
        }
    }

    /// A page of the server's own, with nothing of the site's theme.
    fn bare(&self, status: u16, title: &str, text: &str, diagnostics: &Diagnostics) -> Response {
        let extras = self.extras("", diagnostics);
        let (title, text) = (escape_xml(title), escape_xml(text));
        let page = format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
             </head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>\n"
        );
        Response::bytes(status, "text/html; charset=utf-8", with_extras(page.as_bytes(), &extras))
    }
}

/// What a state of the site has for a path below its base URL.
fn find(snapshot: &Snapshot, url_path: &str) -> Lookup {
    let exact = OutPath::new(url_path.trim_start_matches('/')).ok().filter(|_| !url_path.ends_with('/'));
    let index = OutPath::for_url_path(url_path).ok().filter(|_| url_path.ends_with('/'));
    let planned = [exact, index].into_iter().flatten().find_map(|path| {
        let job = snapshot.plan.get(&path)?.clone();
        Some((path, job))
    });
    let Some((path, job)) = planned else { return Lookup::Absent };
    let (bytes, diagnostics) = snapshot.renderer.render(&job);
    let answer = match (bytes, &job) {
        (Some(bytes), _) => Rendered::Bytes(bytes),
        (None, Job::Copy(source)) => Rendered::File(source.clone()),
        (None, _) => return Lookup::Failed(diagnostics),
    };
    let panel = match job {
        Job::Page(id) => panel(snapshot, id),
        _ => String::new(),
    };
    let site = &snapshot.model.site;
    let source = match job {
        Job::Page(id) => Some(site.page(id).source.clone()),
        Job::Section { section, .. } => site.section(section).source.clone(),
        Job::Copy(source) => Some(source),
        _ => None,
    };
    Lookup::Found(Found { path, answer, source, diagnostics, panel })
}

/// Puts `extras`, and the script that keeps all of it up to date, before the end of the body, where a browser expects
/// elements.
fn with_extras(page: &[u8], extras: &str) -> Vec<u8> {
    let at = memchr::memmem::rfind(page, b"</body>").unwrap_or(page.len());
    let (before, after) = page.split_at(at);
    let client = client_element(&[page, extras.as_bytes()]);
    let parts =
        [before, BEGIN_EXTRAS.as_bytes(), extras.as_bytes(), client.as_bytes(), END_EXTRAS.as_bytes(), after];
    parts.concat()
}

/// The media type of a file, with the character set where it is text.
fn content_type(path: &OutPath) -> Cow<'static, str> {
    let guessed = mime_guess::from_path(path.as_str()).first_raw().unwrap_or("application/octet-stream");
    let is_text = guessed.starts_with("text/")
        || matches!(
            guessed,
            "application/json" | "application/javascript" | "application/xml" | "image/svg+xml"
        );
    if is_text { format!("{guessed}; charset=utf-8").into() } else { guessed.into() }
}

fn redirect(location: &str) -> Response {
    let location = Some(location.to_owned());
    Response { location, ..Response::bytes(302, "text/plain; charset=utf-8", Vec::new()) }
}
