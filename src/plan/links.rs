//! Links to paths of the site, held against what will be there.

use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::nearest;
use crate::plan::Plan;
use crate::site::FastMap;
use crate::site::RelativeLink;
use crate::site::Site;
use crate::site::faults::BROKEN_PATH;
use crate::site::nearest_file;

/// How many links that lead nowhere get a suggestion. Each costs a look at everything that there is.
const SUGGESTIONS: usize = 50;

/// Holds every link to a path of the site against the plan.
pub fn check_site_links(site: &Site, plan: &Plan) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    if site.site_links.is_empty() {
        return diagnostics;
    }
    // Many links lead to few places.
    let mut answered: FastMap<&str, bool> = FastMap::default();
    for link in &site.site_links {
        let url_path = &link.url_path;
        if *answered.entry(url_path.as_str()).or_insert_with(|| plan.answers(url_path)) {
            continue;
        }
        let (message, file) = match &link.relative {
            None => (format!("nothing of this site answers `{}`", link.url_path), None),
            Some(RelativeLink { written, kind, looked_for }) => {
                let missing = match looked_for {
                    Some(file) => format!("there is no {file}"),
                    None => format!("nothing of this site answers `{}`", link.url_path),
                };
                (format!("the {} `{written}` leads nowhere: {missing}", kind.noun()), looked_for.as_ref())
            }
        };
        let suggested = diagnostics.len() < SUGGESTIONS;
        let help = link.relative.as_ref().and_then(|relative| without_scheme(&relative.written));
        let help = help.or_else(|| {
            let found = file.filter(|_| suggested).and_then(|file| nearest_file(site, file))?;
            Some(format!("did you mean `@/{found}`?"))
        });
        let help = help.or_else(|| {
            let wanted = Some(url_path.trim_matches('/')).filter(|_| suggested && file.is_none())?;
            let paths = plan.jobs().map(|(path, _)| path.as_str());
            let folders = paths.map(|path| path.strip_suffix("/index.html").unwrap_or(path));
            nearest(wanted, folders).map(|found| format!("did you mean `/{found}`?"))
        });
        let diagnostic = Diagnostic::new(&BROKEN_PATH, message).at(link.span.clone());
        diagnostics.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
    diagnostics
}

/// The help for an address whose scheme was forgotten: `example.org/page`, `ann@example.org`.
fn without_scheme(written: &str) -> Option<String> {
    const ENDINGS: [&str; 10] = ["com", "org", "net", "io", "dev", "edu", "gov", "info", "app", "de"];
    let host = written.split(['/', '?', '#']).next()?;
    let (name, ending) = host.rsplit_once('.')?;
    if let Some((person, _)) = name.split_once('@') {
        return (host == written && !person.is_empty()).then(|| format!("did you mean `mailto:{written}`?"));
    }
    let is_host = !name.is_empty() && !name.ends_with('.') && ENDINGS.contains(&ending);
    is_host.then(|| format!("did you mean `https://{written}`?"))
}
