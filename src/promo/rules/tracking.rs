//! Links dressed for counting.

use crate::diag;
use crate::diag::Level;
use crate::promo::AskKind;
use crate::promo::Family;
use crate::promo::Rule;
use crate::promo::rule::section;
use crate::promo::sink::Sink;
use crate::promo::url;

const PAGE: &str = include_str!("tracking.md");

/// `?utm_source=…`, `?gclid=…`, `?ref=…`.
pub static TRACKING_PARAMETER: Rule = Rule {
    code: "PR501",
    family: Family::Tracking,
    diag: diag::Rule { name: "tracking-parameter", level: Level::Warning, explain: section(PAGE, "PR501") },
    fix: "cut the parameter off: the link works without it",
};

/// Names of parameters that count readers or pay the one who linked.
const NAMES: [&str; 18] = [
    "gclid",
    "fbclid",
    "msclkid",
    "dclid",
    "mc_cid",
    "mc_eid",
    "igshid",
    "yclid",
    "_hsenc",
    "_hsmi",
    "ref",
    "ref_",
    "referrer",
    "referral",
    "aff",
    "affiliate",
    "aff_id",
    "tag",
];

/// Looks at the query of every link.
pub(crate) fn check(sink: &mut Sink<'_, '_>) {
    let prose = sink.prose;
    for link in &prose.links {
        let Some(parameter) = url::parameters(&link.url).find(|parameter| is_tracking(parameter, &link.url))
        else {
            continue;
        };
        sink.part_of_link(&TRACKING_PARAMETER, AskKind::Other, link, parameter);
    }
}

fn is_tracking(parameter: &str, url: &str) -> bool {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    if value.is_empty() {
        return false;
    }
    // `ref` names a branch on code hosts, and `tag` a topic everywhere but in a shop.
    match name {
        "ref" => {
            url::host(url).is_some_and(|host| !["github.com", "gitlab.com", "codeberg.org"].contains(&host))
        }
        "tag" => url::host(url).is_some_and(|host| host.contains("amazon.") || host.contains("amzn.")),
        name => name.starts_with("utm_") || NAMES.contains(&name),
    }
}
