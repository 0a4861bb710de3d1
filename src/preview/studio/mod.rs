//! The studio at `/_regards/`: posts, audiences and the next issues at a glance.
//!
//! Start at [`studio`]. Each page has a file that gathers what it says, as values that serialize, and a template of the
//! same name that says it; [`page`] joins the two. The pages need no script. They hold nothing of any reader but
//! counts, and the days until which an ask is held.

mod audience;
mod audiences;
mod chart;
mod held;
mod issue;
mod issues;
mod letters;
mod page;
mod posts;
mod record;
#[cfg(test)]
pub mod tests;
mod waiting_posts;

pub use audience::not_mailed;
pub use held::{Reason, reasons};
pub use page::{Day, counted, listed};

use crate::preview::Response;
use crate::preview::Snapshot;

/// Where the studio is.
const STUDIO: &str = "/_regards/";

/// The studio's style sheet.
const CSS: &str = include_str!("studio.css");

/// The page of the studio at `path`, which stands behind `/_regards/` and is not escaped; `None` if there is none.
pub fn studio(snapshot: &Snapshot, path: &str) -> Option<Response> {
    if path == "studio.css" {
        return Some(Response::bytes(200, "text/css; charset=utf-8", CSS.as_bytes().to_vec()));
    }
    let Some(folder) = path.strip_suffix('/').or(path.is_empty().then_some("")) else {
        return letters::file(snapshot, path).or_else(|| with_slash(snapshot, path));
    };
    let steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    let is_written_so = steps.join("/") == folder;
    match steps[..] {
        _ if !is_written_so || path == "/" => None,
        [] => posts::page(snapshot, &[]),
        ["posts", ref rest @ ..] if !rest.is_empty() => posts::page(snapshot, rest),
        ["audiences"] => Some(audiences::page(snapshot)),
        ["audiences", audience] => audience::page(snapshot, audience),
        ["issues"] => Some(issues::page(snapshot)),
        ["issues", audience] => issue::page(snapshot, audience),
        _ => None,
    }
}

/// Sends on to the page of a folder that was named without its slash.
fn with_slash(snapshot: &Snapshot, path: &str) -> Option<Response> {
    let folder = format!("{path}/");
    studio(snapshot, &folder)?;
    let location = Some(format!("{STUDIO}{}", crate::output::encode_path(&folder)));
    Some(Response { location, ..Response::bytes(302, "text/plain; charset=utf-8", Vec::new()) })
}
