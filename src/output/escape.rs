//! Text inside XML, and JSON inside HTML.

/// Text for an XML element or attribute: the five special characters as entities, and characters that XML 1.0
/// (section 2.2) allows nowhere left out.
pub fn escape_xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    push_xml(&mut escaped, text);
    escaped
}

/// Appends `text` to `out` as [`escape_xml`] would return it.
pub fn push_xml(out: &mut String, text: &str) {
    let mut clean_from = 0;
    for (index, character) in text.char_indices() {
        let entity = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&apos;",
            '\t' | '\n' => continue,
            // A reader would turn a bare carriage return into a line feed.
            '\r' => "&#13;",
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "",
            _ => continue,
        };
        out.push_str(&text[clean_from..index]);
        out.push_str(entity);
        clean_from = index + character.len_utf8();
    }
    out.push_str(&text[clean_from..]);
}

/// JSON that may stand inside a `<script>` element: it can neither close the element nor open a comment, and
/// holds no character that ends a line of JavaScript.
pub fn escape_json_for_html(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        match character {
            '<' => escaped.push_str("\\u003c"),
            '>' => escaped.push_str("\\u003e"),
            '&' => escaped.push_str("\\u0026"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_left_out() {
        assert_eq!(
            escape_xml("a\u{0}\u{1b}[0m ]]> <b> & \"'\u{ffff}😀"),
            "a[0m ]]&gt; &lt;b&gt; &amp; &quot;&apos;😀"
        );
        assert_eq!(escape_xml("a\tb\r\n"), "a\tb&#13;\n");
    }

    #[test]
    fn json_cannot_leave_its_script() {
        let json = serde_json::to_string("</script><!--\u{2028}&").unwrap();
        let escaped = escape_json_for_html(&json);
        assert_eq!(escaped, r#""\u003c/script\u003e\u003c!--\u2028\u0026""#);
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), "</script><!--\u{2028}&");
    }
}
