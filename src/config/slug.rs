//! The slugs of Pelican and Python-Markdown.

/// A slug as Pelican makes it: spelled in ASCII, lower case, punctuation dropped (`0.8` is `08`), white space and
/// dashes one dash.
pub fn pelican_slug(text: &str) -> String {
    let spelled = deunicode::deunicode(text);
    let mut slug = String::with_capacity(spelled.len());
    for c in spelled.trim().chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            slug.push(c.to_ascii_lowercase());
        } else if (c == '-' || c.is_whitespace()) && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_falls_away() {
        for (text, slug) in [
            ("The State of Rust 0.8", "the-state-of-rust-08"),
            ("What's new? -- Käse & Brot", "whats-new-kase-brot"),
            ("  snake_case  ", "snake_case"),
            ("!!!", ""),
        ] {
            assert_eq!(pelican_slug(text), slug);
        }
    }
}
