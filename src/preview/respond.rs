//! From a path to an answer.

use std::sync::Arc;

use percent_encoding::percent_decode_str;

use crate::diag::Diagnostics;
use crate::output::OutPath;
use crate::plan::Job;
use crate::preview::Body;
use crate::preview::Response;
use crate::preview::Snapshot;
use crate::preview::overlay::overlay;
use crate::preview::panel::panel;
use crate::preview::studio::studio;

/// The script that keeps a page up to date.
const CLIENT: &str = include_str!("client/client.js");

/// The folder of the server's own addresses, which no site can have.
const OWN: &str = "/_regards/";

/// What a server shows.
#[derive(Debug, Clone)]
pub struct Views {
    /// The site as it is now.
    pub newest: Arc<Snapshot>,
    /// The site as it was when nothing was wrong with it, for pages that cannot be made now.
    pub last_good: Option<Arc<Snapshot>>,
}

impl Views {
    /// The answer to a path, as it stands in a request: percent-encoded, without query.
    pub fn respond(&self, path: &str) -> Response {
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        if let Some(own) = decoded.strip_prefix(OWN) {
            return self.own(own);
        }
        let base = self.newest.model.site.base_url.path();
        let Some(url_path) = decoded.strip_prefix(base) else { return self.not_found() };
        let exact = OutPath::new(url_path.trim_start_matches('/')).ok();
        let folder = OutPath::for_url_path(url_path).ok();
        let found = [exact, folder].into_iter().flatten().find_map(|path| {
            let job = self.newest.plan.get(&path)?;
            Some((path, job.clone()))
        });
        match found {
            Some((path, job)) => self.rendered(200, &path, &job).unwrap_or_else(|| self.not_found()),
            None => self.not_found(),
        }
    }

    fn own(&self, path: &str) -> Response {
        match path {
            "client.js" => Response::bytes(200, "text/javascript; charset=utf-8", CLIENT.as_bytes().to_vec()),
            "events" => {
                Response { body: Body::Events, ..Response::bytes(200, "text/event-stream", Vec::new()) }
            }
            path => studio(&self.newest, path).unwrap_or_else(|| self.not_found()),
        }
    }

    fn rendered(&self, status: u16, path: &OutPath, job: &Job) -> Option<Response> {
        let content_type = mime_guess::from_path(path.as_str()).first_or_octet_stream().to_string();
        if let Job::Copy(source) = job {
            let body = Body::File(source.clone());
            return Some(Response { body, ..Response::bytes(status, content_type, Vec::new()) });
        }
        let (bytes, diagnostics) = self.newest.renderer.render(job);
        let bytes = bytes?;
        if !path.as_str().ends_with(".html") {
            return Some(Response::bytes(status, content_type, bytes));
        }
        let html = String::from_utf8_lossy(&bytes).into_owned();
        Some(Response::html(status, self.with_extras(html, job, &diagnostics)))
    }

    /// A page with the script, the panel and what is wrong, before the end of its body.
    fn with_extras(&self, html: String, job: &Job, diagnostics: &Diagnostics) -> String {
        let panel = match job {
            Job::Page(id) => panel(&self.newest, *id),
            _ => String::new(),
        };
        let overlay = overlay(&self.newest, diagnostics);
        let at = html.rfind("</body>").unwrap_or(html.len());
        let (before, after) = html.split_at(at);
        format!(
            "{before}<!--regards-->{panel}{overlay}<script src=\"{OWN}client.js\" defer></script><!--/regards-->{after}"
        )
    }

    fn not_found(&self) -> Response {
        let path = OutPath::new("404.html").ok();
        let page = path.and_then(|path| {
            let job = self.newest.plan.get(&path)?.clone();
            self.rendered(404, &path, &job)
        });
        page.unwrap_or_else(|| {
            Response::bytes(404, "text/plain; charset=utf-8", b"There is no such page.\n".to_vec())
        })
    }
}
