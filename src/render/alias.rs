//! Pages at former addresses, which send readers on.

use tera::{Context, Value};

use crate::output::{escape_json_for_html, escape_xml};
use crate::render::context::Globals;
use crate::render::lights::Shared;

/// The context of `alias.html`: where to.
pub fn context(shared: &Shared, globals: &Globals, target: &str) -> Context {
    let mut context = globals.context(shared, target, &shared.site().config.language);
    context.insert_value("url", Value::from(url_of(shared, target)));
    context.insert_value("path", Value::from(path_of(shared, target)));
    context
}

/// The page for themes that have no `alias.html`. The script keeps what stands after `#`; without scripts the
/// refresh of the `meta` element does.
pub fn render_plain(shared: &Shared, target: &str) -> Vec<u8> {
    let url = url_of(shared, target);
    let escaped = escape_xml(&url);
    let quoted = serde_json::Value::from(url.as_str()).to_string();
    let script = escape_json_for_html(&quoted);
    let language = escape_xml(&shared.site().config.language);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>Moved</title>\n\
         <link rel=\"canonical\" href=\"{escaped}\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <script>location.replace({script} + location.hash)</script>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={escaped}\">\n</head>\n<body>\n\
         <p><a href=\"{escaped}\">This page has moved.</a></p>\n</body>\n</html>\n"
    )
    .into_bytes()
}

fn url_of(shared: &Shared, target: &str) -> String {
    if crate::site::has_scheme(target) { target.to_owned() } else { shared.permalink(&rooted(target)) }
}

fn path_of(shared: &Shared, target: &str) -> String {
    if crate::site::has_scheme(target) { target.to_owned() } else { shared.href(&rooted(target)) }
}

/// A target as a path from the root of the site: `redirect_to` may leave the slash out.
fn rooted(target: &str) -> String {
    format!("/{}", target.trim_start_matches('/'))
}
