//! The script that keeps a page up to date, and its place in the page.

/// The address of the script.
pub const CLIENT_URL: &str = "/_regards/client.js";

/// The script: one function for all of it, so that the page's own scripts see none of its names.
pub const CLIENT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("match.js"),
    include_str!("assets.js"),
    include_str!("morph.js"),
    include_str!("chrome.js"),
    include_str!("client.js"),
    "})();\n"
);

/// The element that loads the script into a page made of these `parts`.
///
/// It names the text of the page, so that the script knows whether what it fetches is what it stands in: between the two
/// there may have been a change, and its own scripts may have changed the page.
pub fn client_element(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part);
    }
    let name = hasher.finalize().to_hex();
    format!("<script src=\"{CLIENT_URL}\" data-page=\"{}\" defer></script>", &name[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_page_has_the_same_name_and_another_has_another() {
        let of = |panel: &str| client_element(&[b"<html>".as_slice(), panel.as_bytes()]);
        assert_eq!(of("a"), of("a"));
        assert_ne!(of("a"), of("b"));
        assert!(of("a").starts_with("<script src=\"/_regards/client.js\" data-page=\""));
    }
}
