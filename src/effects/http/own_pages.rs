//! The server's own pages, which no other site may look into.
//!
//! Browsers say of every request whether a page of another site made it (Fetch Metadata). A link that a person
//! follows is fine, since only that person sees where it leads; a frame, a script or a fetch from elsewhere is not.

use std::net::IpAddr;

use hyper::HeaderMap;
use hyper::header::ORIGIN;

use crate::effects::http::hosts::Hosts;
use crate::effects::http::refusal::Refusal;

/// The folder of the server's own pages.
const OWN: &str = "/_regards";

/// Checks who asks, if what is asked for at the decoded `path` is the server's own.
pub fn check(path: &str, headers: &HeaderMap, hosts: &Hosts, local: IpAddr) -> Result<(), Refusal> {
    let is_own = path.strip_prefix(OWN).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if !is_own {
        return Ok(());
    }
    let says = |name: &str, expected: &str| headers.get(name).is_some_and(|value| value == expected);
    let is_followed_link = says("sec-fetch-mode", "navigate") && says("sec-fetch-dest", "document");
    // Another port of this machine is the same site, and may be anything.
    let is_elsewhere = says("sec-fetch-site", "cross-site") || says("sec-fetch-site", "same-site");
    let has_foreign_origin = headers
        .get_all(ORIGIN)
        .iter()
        .any(|origin| !origin.to_str().is_ok_and(|origin| hosts.is_origin(origin, local)));
    if (is_elsewhere && !is_followed_link) || has_foreign_origin { Err(Refusal::CrossSite) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_request(path: &str, headers: &[(&'static str, &'static str)], expected: Result<(), Refusal>) {
        let local = IpAddr::from([127, 0, 0, 1]);
        let hosts = Hosts::new((local, 1111).into(), &[]);
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        assert_eq!(check(path, &headers, &hosts, local), expected, "{path} {headers:?}");
    }

    #[test]
    fn other_sites_do_not_look_into_own_pages() {
        let refused = Err(Refusal::CrossSite);
        for path in ["/_regards", "/_regards/", "/_regards/client.js"] {
            check_request(path, &[], Ok(()));
            check_request(path, &[("sec-fetch-site", "none")], Ok(()));
            check_request(path, &[("sec-fetch-site", "same-origin")], Ok(()));
            check_request(path, &[("origin", "http://localhost:1111")], Ok(()));
            check_request(path, &[("sec-fetch-site", "cross-site")], refused);
            check_request(path, &[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "no-cors")], refused);
            check_request(path, &[("origin", "https://evil.example")], refused);
            check_request(path, &[("origin", "null")], refused);
        }
        let navigation = ("sec-fetch-mode", "navigate");
        let cross = ("sec-fetch-site", "cross-site");
        check_request("/_regards/", &[cross, navigation, ("sec-fetch-dest", "document")], Ok(()));
        check_request("/_regards/", &[cross, navigation, ("sec-fetch-dest", "iframe")], refused);
        check_request("/posts/", &[cross], Ok(()));
        check_request("/_regards.html", &[cross], Ok(()));
    }
}
