//! Paths of URLs, joined as browsers do.

/// The path that `reference`, a relative path without query and fragment, means on the page at `page_path`
/// (RFC 3986, section 5.2). Dots never climb above the root.
pub fn join_url_path(page_path: &str, reference: &str) -> String {
    let mut parts: Vec<&str> = page_path.split('/').filter(|part| !part.is_empty()).collect();
    if !page_path.ends_with('/') {
        parts.pop();
    }
    let mut folder = true;
    for step in reference.split('/') {
        folder = matches!(step, "" | "." | "..");
        match step {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            step => parts.push(step),
        }
    }
    let slash = if folder && !parts.is_empty() { "/" } else { "" };
    format!("/{}{slash}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_joined_as_browsers_do() {
        for (page, reference, expected) in [
            ("/a/b/", "c", "/a/b/c"),
            ("/a/b/", "../c/", "/a/c/"),
            ("/a/b.html", "c.html", "/a/c.html"),
            ("/a/b/", "./", "/a/b/"),
            ("/a/b/", "..", "/a/"),
            ("/a/", "../../../x.png", "/x.png"),
            ("/", "..", "/"),
        ] {
            assert_eq!(join_url_path(page, reference), expected, "{reference} on {page}");
        }
    }
}
