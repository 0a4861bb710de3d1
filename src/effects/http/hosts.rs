//! Whom the browser believes to talk to.
//!
//! Any site can point a name of its own at 127.0.0.1 and then read, as its own, whatever answers there: DNS rebinding. The
//! browser still says that name in the Host header, so answering only to names that are surely ours ends it. Numbers
//! cannot be pointed elsewhere, and browsers send `localhost` and what ends in it to this machine only (RFC 6761).

use std::net::{IpAddr, SocketAddr};

use hyper::HeaderMap;
use hyper::Uri;
use hyper::header::HOST;
use hyper::http::uri::Authority;

use crate::effects::http::refusal::Refusal;

/// The names that a server answers to.
#[derive(Debug, Clone)]
pub struct Hosts {
    bound: SocketAddr,
    /// Name in lower case, and its port.
    handed_in: Vec<(String, Option<u16>)>,
}

impl Hosts {
    /// The names of a server that listens at `bound`, and those `handed_in`: `blog.test` or `blog.test:8080`. What is
    /// no name of a host matches nothing.
    pub fn new(bound: SocketAddr, handed_in: &[String]) -> Self {
        let parsed = handed_in.iter().filter_map(|text| parse(text));
        Self { bound, handed_in: parsed.collect() }
    }

    /// Checks the host that a request names, in its target if it stands there and in its header in any case (RFC 9112,
    /// section 3.2). `local` is where the connection arrived.
    pub fn check(&self, uri: &Uri, headers: &HeaderMap, local: IpAddr) -> Result<(), Refusal> {
        let mut named = headers.get_all(HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else { return Err(Refusal::BadHost) };
        let host = host.to_str().map_err(|_| Refusal::BadHost)?;
        let host = parse(host).ok_or(Refusal::BadHost)?;
        if !self.answers_to(&host, local) {
            return Err(Refusal::ForeignHost);
        }
        if let Some(authority) = uri.authority() {
            let target = parse(authority.as_str()).ok_or(Refusal::BadHost)?;
            let is_ours = uri.scheme_str() == Some("http") && self.answers_to(&target, local);
            return if is_ours { Ok(()) } else { Err(Refusal::ForeignHost) };
        }
        Ok(())
    }

    /// Whether an `Origin` header names this server. Unlike in a Host header, a port that is left out is that of the
    /// scheme: `http://localhost` is another server.
    pub fn is_origin(&self, origin: &str, local: IpAddr) -> bool {
        let with_port = |scheme, port| origin.strip_prefix(scheme).map(|authority| (authority, port));
        let parts = with_port("http://", 80).or_else(|| with_port("https://", 443));
        let Some((authority, default_port)) = parts else { return false };
        let Some((name, port)) = parse(authority) else { return false };
        let is_bound = port.unwrap_or(default_port) == self.bound.port();
        self.is_handed_in(&name, port) || (is_bound && self.is_own(&name, local))
    }

    fn answers_to(&self, (name, port): &(String, Option<u16>), local: IpAddr) -> bool {
        self.is_handed_in(name, *port) || (self.is_port(*port) && self.is_own(name, local))
    }

    fn is_port(&self, port: Option<u16>) -> bool {
        port.is_none_or(|port| port == self.bound.port())
    }

    fn is_handed_in(&self, name: &str, port: Option<u16>) -> bool {
        let mut handed_in = self.handed_in.iter().filter(|(handed_in, _)| handed_in == name);
        handed_in.any(|(_, its_port)| self.is_port(port) || port == *its_port)
    }

    fn is_own(&self, name: &str, local: IpAddr) -> bool {
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        match bare.parse::<IpAddr>() {
            Ok(number) => {
                let number = number.to_canonical();
                number.is_loopback() || number == local.to_canonical() || number == self.bound.ip()
            }
            Err(_) => name == "localhost" || name.ends_with(".localhost"),
        }
    }
}

/// The name in lower case, without the dot of its root, and the port of `name:port`; `None` for anything else.
fn parse(text: &str) -> Option<(String, Option<u16>)> {
    if text.contains('@') {
        return None;
    }
    let authority = text.parse::<Authority>().ok()?;
    let host = authority.host();
    let port = match text.get(host.len()..)? {
        "" | ":" => None,
        port => Some(port.strip_prefix(':')?.parse().ok()?),
    };
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    (!name.is_empty()).then_some((name, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bound: &str, expected: Result<(), Refusal>, names: &[&str]) {
        let handed_in = ["Blog.test:8080".into(), "plain.test".into(), "no host/".into()];
        let hosts = Hosts::new(bound.parse().unwrap(), &handed_in);
        for name in names {
            let headers: HeaderMap = [(HOST, name.parse().unwrap())].into_iter().collect();
            let local = "192.0.2.7".parse().unwrap();
            assert_eq!(hosts.check(&Uri::from_static("/"), &headers, local), expected, "{name} at {bound}");
        }
    }

    #[test]
    fn a_server_answers_to_names_that_nobody_else_can_point_at_it() {
        let own = [
            "localhost",
            "localhost:1111",
            "LocalHost:1111",
            "localhost.:1111",
            "localhost:",
            "a.localhost:1111",
            "a.b.localhost",
            "127.0.0.1",
            "127.0.0.1:1111",
            "127.3.2.1:1111",
            "[::1]",
            "[::1]:1111",
            "[::ffff:127.0.0.1]:1111",
            "192.0.2.7:1111",
            "blog.test",
            "blog.test:8080",
            "BLOG.test.:1111",
            "plain.test",
            "plain.test:1111",
        ];
        check("127.0.0.1:1111", Ok(()), &own);
        let foreign = [
            "evil.example",
            "evil.example:1111",
            "localhost:1112",
            "localhost.evil.example",
            "notlocalhost",
            "127.0.0.1.evil.example",
            "192.0.2.8",
            "192.0.2.7:80",
            "[::2]",
            "0.0.0.0:1111",
            "blog.test:8081",
            "plain.test:8080",
            "10.0.0.1",
            "2130706433",
            "127.1",
            "0x7f.1",
            "localhost,localhost",
        ];
        check("127.0.0.1:1111", Err(Refusal::ForeignHost), &foreign);
        let bad = [
            "",
            "a b",
            "localhost:port",
            "localhost:99999",
            "user@localhost",
            "localhost/",
            "[::1",
            ".",
            ":1111",
            "localhost:1111:1111",
        ];
        check("127.0.0.1:1111", Err(Refusal::BadHost), &bad);
        check("0.0.0.0:1111", Ok(()), &["0.0.0.0:1111"]);
        check("[2001:db8::1]:1111", Ok(()), &["[2001:db8::1]:1111", "[2001:DB8:0::1]"]);
    }

    #[test]
    fn a_host_is_named_once_and_a_target_names_no_other() {
        let hosts = Hosts::new("127.0.0.1:1111".parse().unwrap(), &[]);
        let local = "127.0.0.1".parse().unwrap();
        let check = |target: &str, names: &[&str]| {
            let headers = names.iter().map(|name| (HOST, name.parse().unwrap()));
            let mut map = HeaderMap::new();
            headers.for_each(|(name, value)| _ = map.append(name, value));
            hosts.check(&target.parse().unwrap(), &map, local)
        };
        assert_eq!(check("/", &[]), Err(Refusal::BadHost));
        assert_eq!(check("/", &["localhost", "localhost"]), Err(Refusal::BadHost));
        assert_eq!(check("http://localhost:1111/", &["localhost:1111"]), Ok(()));
        assert_eq!(check("http://evil.example/", &["localhost:1111"]), Err(Refusal::ForeignHost));
        assert_eq!(check("http://localhost:1111/", &["evil.example"]), Err(Refusal::ForeignHost));
        assert_eq!(check("ftp://localhost:1111/", &["localhost:1111"]), Err(Refusal::ForeignHost));
        assert_eq!(check("http://user@localhost:1111/", &["localhost:1111"]), Err(Refusal::BadHost));
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        let hosts = Hosts::new("127.0.0.1:1111".parse().unwrap(), &[]);
        let check = |origin| hosts.is_origin(origin, "127.0.0.1".parse().unwrap());
        assert!(check("http://localhost:1111") && check("http://127.0.0.1:1111"));
        for foreign in [
            "null",
            "",
            "http://localhost",
            "http://localhost:3000",
            "https://evil.example",
            "file://localhost",
        ] {
            assert!(!check(foreign), "{foreign}");
        }
    }
}
