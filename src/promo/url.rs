//! The parts of an address that the check looks at; borrowed, never decoded.

/// Second-level labels below which anybody registers: `co.uk`, `com.au`.
pub(crate) const REGISTRIES: [&str; 13] =
    ["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go", "gob", "ltd", "web"];

/// The host of an absolute `http`, `https` or protocol-relative address, without `www.`, user and port.
///
/// In the letters as written: hosts are compared ignoring case.
pub(crate) fn host(url: &str) -> Option<&str> {
    let scheme = ["https:", "http:", "", "HTTPS:", "HTTP:"];
    let rest = scheme.iter().find_map(|scheme| url.strip_prefix(scheme)?.strip_prefix("//"))?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host);
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

/// The path, from its first slash to the query.
pub(crate) fn path(url: &str) -> &str {
    let rest =
        url.split_once("//").map_or(url, |(_, rest)| rest.find('/').map_or("", |slash| &rest[slash..]));
    rest.split(['?', '#']).next().unwrap_or(rest)
}

/// The parameters of the query, as written.
pub(crate) fn parameters(url: &str) -> impl Iterator<Item = &str> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('#').next().unwrap_or(query);
    query
        .split('&')
        .map(|parameter| parameter.strip_prefix("amp;").unwrap_or(parameter))
        .filter(|p| !p.is_empty())
}

/// The part of a host that somebody chose as a name: `paint` of `www.paint.co.uk` and of `docs.paint.example`.
pub(crate) fn name(host: &str) -> Option<&str> {
    let mut labels = host.rsplit('.');
    let top = labels.next()?;
    let name = labels.next()?;
    // `co.uk`, `com.au`, `org.pl`; but `docs.fly.io` is fly.
    if top.len() == 2 && REGISTRIES.contains(&name) {
        labels.next().filter(|label| *label != "www").or(Some(name))
    } else {
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_addresses() {
        assert_eq!(host("https://www.example.org:8080/a?b#c"), Some("example.org"));
        assert_eq!(host("//user@example.org"), Some("example.org"));
        assert_eq!((host("/a"), host("mailto:a@example.org"), host("https://")), (None, None, None));
        assert_eq!(
            (path("https://example.org/a/b?c"), path("/a?b"), path("https://example.org")),
            ("/a/b", "/a", "")
        );
        assert_eq!(parameters("/a?b=1&amp;c=2#d").collect::<Vec<_>>(), ["b=1", "c=2"]);
    }

    #[test]
    fn names_in_hosts() {
        for (host, expected) in [
            ("www.paint.example", Some("paint")),
            ("docs.paint.co.uk", Some("paint")),
            ("www.abc.io", Some("abc")),
            ("paint.io", Some("paint")),
            ("blog.oak.io", Some("oak")),
            ("co.uk", Some("co")),
            ("localhost", None),
            ("", None),
        ] {
            assert_eq!(name(host), expected, "{host}");
        }
    }
}
