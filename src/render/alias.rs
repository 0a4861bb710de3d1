//! Pages at former addresses, which send readers on.

use tera::{Context, Value};

use crate::output::{escape_json_for_html, escape_xml};
use crate::plan::Lead;
use crate::render::context::Globals;
use crate::render::shared::Shared;
use crate::site::Place;
use crate::site::Site;

/// The context of `alias.html`: where to.
pub fn context(shared: &Shared, globals: &Globals, of: Lead) -> Context {
    let site = shared.site();
    let mut context = globals.context(shared, own_path(site, of), &site.config.language);
    let place = place_of(site, of);
    context.insert_value("url", Value::from(site.place_url(&place)));
    context.insert_value("path", Value::from(site.place_href(&place)));
    context
}

/// The page for themes that have no `alias.html`. The script keeps what stands after `#`; without scripts the
/// refresh of the `meta` element does.
pub fn render_plain(shared: &Shared, of: Lead) -> Vec<u8> {
    let url = shared.site().place_url(&place_of(shared.site(), of));
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

/// Where the reader is sent.
fn place_of(site: &Site, of: Lead) -> Place {
    let redirect = match of {
        Lead::Redirect(id) => site.section(id).redirect_to.clone(),
        Lead::Page(_) | Lead::Section(_) => None,
    };
    redirect.unwrap_or_else(|| Place::of_path(own_path(site, of)))
}

fn own_path(site: &Site, of: Lead) -> &str {
    match of {
        Lead::Page(id) => &site.page(id).url_path,
        Lead::Section(id) | Lead::Redirect(id) => &site.section(id).url_path,
    }
}
