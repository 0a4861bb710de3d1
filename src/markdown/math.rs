//! TeX to `MathML`.

use pulldown_cmark_escape::escape_html_body_text;
use pulldown_latex::Parser;
use pulldown_latex::RenderConfig;
use pulldown_latex::Storage;
use pulldown_latex::config::DisplayMode;
use pulldown_latex::push_mathml;

/// The longest formula, in bytes.
const LONGEST: usize = 20_000;

/// Groups that may stand inside one another: the library reads them by recursion.
const DEEPEST: usize = 60;

/// Appends a formula as `MathML`; one that is not TeX as its source in `<code class="math-error">`.
pub(crate) fn write_math(out: &mut String, tex: &str, block: bool) {
    match mathml(tex, block) {
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
        return Err(format!("formula with more than {DEEPEST} groups inside one another"));
    }
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(tex, &storage) {
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

/// How deep groups may nest at most: every opening mark counts, closing ones count back.
fn nesting(tex: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for byte in tex.bytes() {
        match byte {
            b'{' | b'^' | b'_' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b' ' | b'+' | b'-' | b'=' | b'&' => {}
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest.max(tex.matches("\\left").count().min(tex.matches("\\begin").count()))
}
