//! The target of a request: what it asks for.

use hyper::Uri;
use percent_encoding::percent_decode_str;

use crate::effects::http::limits::TARGET_BYTES;
use crate::effects::http::refusal::Refusal;

/// The path of a target as it will be understood: decoded once.
pub fn decoded_path(uri: &Uri) -> Result<String, Refusal> {
    let length = uri.path_and_query().map_or(0, |target| target.as_str().len());
    if length > TARGET_BYTES {
        return Err(Refusal::TargetTooLong);
    }
    let path = uri.path();
    if !is_well_encoded(path) {
        return Err(Refusal::BadPath("a `%` in it is not followed by two hexadecimal digits"));
    }
    let Ok(decoded) = percent_decode_str(path).decode_utf8() else {
        return Err(Refusal::BadPath("it is not UTF-8"));
    };
    if decoded.chars().any(char::is_control) {
        return Err(Refusal::BadPath("it holds a control character"));
    }
    // Browsers resolve dots before they ask. What comes here with dots is hidden in `%2f` and the like, or is no browser's.
    if decoded.split(['/', '\\']).any(|part| part == "..") {
        return Err(Refusal::BadPath("`..` leads nowhere here"));
    }
    if !decoded.starts_with('/') {
        return Err(Refusal::BadPath("it does not start with a slash"));
    }
    Ok(decoded.into_owned())
}

/// Whether every `%` begins the code of a byte.
fn is_well_encoded(path: &str) -> bool {
    path.split('%').skip(1).all(|rest| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(target: &str, expected: Result<&str, ()>) {
        let uri = Uri::try_from(target).expect("a test names targets that hyper would accept");
        assert_eq!(decoded_path(&uri).as_deref().map_err(drop), expected, "{target}");
    }

    #[test]
    fn a_path_is_decoded_once_and_leads_down() {
        check("/", Ok("/"));
        check("/a%20b/%C3%A9?x=%zz", Ok("/a b/é"));
        check("http://localhost/a", Ok("/a"));
        check("/..a/b..", Ok("/..a/b.."));
        check("/%252e%252e%252fa", Ok("/%2e%2e%2fa"));
        for bad in [
            "/..",
            "/a/../b",
            "/..%2fa",
            "/%2e%2e/a",
            "/%2E%2e%2Fa",
            "/a%5c..%5cb",
            "/%00",
            "/a%0ab",
            "/%7f",
            "/%c2%85",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
        ] {
            check(bad, Err(()));
        }
    }

    #[test]
    fn a_target_has_an_end() {
        assert!(decoded_path(&format!("/{}", "a".repeat(TARGET_BYTES - 1)).parse().unwrap()).is_ok());
        let long = format!("/?{}", "a".repeat(TARGET_BYTES - 1)).parse().unwrap();
        assert_eq!(decoded_path(&long), Err(Refusal::TargetTooLong));
    }
}
