//! TeX to `MathML`.

use pulldown_cmark_escape::escape_html_body_text;
use pulldown_latex::Parser;
use pulldown_latex::RenderConfig;
use pulldown_latex::Storage;
use pulldown_latex::config::DisplayMode;
use pulldown_latex::push_mathml;

/// The longest formula, in bytes.
const LONGEST: usize = 20_000;

/// Groups and waiting commands that may stand inside one another: the library reads them by recursion.
const DEEPEST: usize = 300;

/// Appends a formula as `MathML`; one that is not TeX as its source in `<code class="math-error">`.
pub(crate) fn write_math(out: &mut String, tex: &str, block: bool) {
    match mathml(tex, block) {
        // A wide formula scrolls, and who scrolls with the keyboard must be able to reach it (WCAG 2.1.1).
        Ok(mathml) if block => {
            out.push_str("<span class=\"math-wrap\" tabindex=\"0\">");
            out.push_str(&mathml);
            out.push_str("</span>");
        }
        Ok(mathml) => out.push_str(&mathml),
        Err(_) => {
            out.push_str("<code class=\"math-error\">");
            // Writing to a string cannot fail.
            let _ = escape_html_body_text(&mut *out, tex);
            out.push_str("</code>");
        }
    }
}

/// The fault in a formula, if there is one.
pub(crate) fn math_fault(tex: &str) -> Option<String> {
    mathml(tex, false).err()
}

fn mathml(tex: &str, block: bool) -> Result<String, String> {
    if tex.len() > LONGEST {
        return Err(format!("formula of {} bytes, more than {LONGEST}", tex.len()));
    }
    if nesting(tex) > DEEPEST {
        return Err(format!("formula with more than {DEEPEST} groups or commands inside one another"));
    }
    let storage = Storage::new();
    let mut events = Vec::new();
    // Macros of macros grow without end.
    const MOST_EVENTS: usize = 50_000;
    for event in Parser::new(tex, &storage) {
        if events.len() == MOST_EVENTS {
            return Err(format!("formula with more than {MOST_EVENTS} parts"));
        }
        match event {
            Ok(event) => events.push(Ok::<_, std::convert::Infallible>(event)),
            Err(error) => return Err(first_line(&error.to_string())),
        }
    }
    let display_mode = if block { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut mathml = String::with_capacity(tex.len() * 8);
    push_mathml(&mut mathml, events.into_iter(), config).map_err(|error| error.to_string())?;
    Ok(mathml)
}

/// The library's message without its drawing of the place.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or(message).trim_end_matches([':', '.']).trim();
    let line = line.strip_prefix("parsing error").map_or(line, |rest| rest.trim_start_matches([':', ' ']));
    if line.is_empty() { "not a formula".to_owned() } else { line.to_owned() }
}

/// How deep the reading of a formula recurses at most: groups inside one another, and commands that wait for
/// an argument because another command stands where it should (`\\hat\\hat x`).
fn nesting(tex: &str) -> usize {
    let mut deepest = 0;
    // Commands that wait in front of each open group, and all of them.
    let mut outer: Vec<usize> = Vec::new();
    let mut waiting_outside = 0;
    let mut waiting = 0;
    let mut characters = tex.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '{' => {
                outer.push(waiting);
                waiting_outside += waiting;
                waiting = 0;
            }
            '}' => {
                waiting_outside -= outer.pop().unwrap_or(0);
                waiting = 0;
            }
            '\\' => {
                waiting += 1;
                if characters.next().is_some_and(|first| first.is_ascii_alphabetic()) {
                    while characters.next_if(char::is_ascii_alphabetic).is_some() {}
                }
            }
            '^' | '_' => waiting += 1,
            '[' | ' ' | '\n' | '\t' => {}
            _ => waiting = 0,
        }
        deepest = deepest.max(outer.len() + waiting_outside + waiting);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::DEEPEST;
    use super::math_fault;
    use super::nesting;
    use super::write_math;

    #[track_caller]
    fn check(tex: &str, depth: usize) {
        assert_eq!(nesting(tex), depth, "{tex}");
    }

    #[test]
    fn nesting_counts_what_recurses() {
        check("a + b", 0);
        check("\\frac{1}{2} + \\frac{1}{2}", 2);
        check("\\hat\\hat x \\hat y", 2);
        check("\\hat{\\hat{x \\hat y}}", 5);
        check("}}{", 1);
    }

    #[test]
    fn the_deepest_formula_fits_the_stack() {
        for piece in ["\\hat", "\\frac", "\\overset", "\\sqrt", "\\mathbf", "\\sqrt["] {
            assert!(math_fault(&piece.repeat(DEEPEST)).is_some(), "{piece}");
        }
        assert_eq!(
            math_fault(&format!("{}x{}", "\\hat{".repeat(DEEPEST / 2), "}".repeat(DEEPEST / 2))),
            None
        );
    }

    #[test]
    fn formulas_become_mathml_and_faults_stay_readable() {
        let mut html = String::new();
        write_math(&mut html, "x^2", false);
        write_math(&mut html, "y", true);
        write_math(&mut html, "a < \\nosuch", true);
        assert_eq!(
            html,
            "<math display=\"inline\"><msup><mi>x</mi><mn>2</mn></msup></math>\
             <span class=\"math-wrap\" tabindex=\"0\"><math display=\"block\"><mi>y</mi></math></span>\
             <code class=\"math-error\">a &lt; \\nosuch</code>"
        );
    }
}
