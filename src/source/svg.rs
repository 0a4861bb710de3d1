//! The size of an SVG picture, from its root element.

use crate::source::ImageSize;

/// Reads width and height from the start of an SVG file: the attributes in pixels, otherwise the view box.
pub fn svg_size(text: &str) -> Option<ImageSize> {
    let start = text.find("<svg")?;
    let tag = &text[start..];
    let tag = &tag[..tag.find('>')?];
    let pixels = |name: &str| -> Option<u32> {
        let value = attribute(tag, name)?;
        let number: f64 = value.trim_end_matches("px").trim().parse().ok()?;
        (1.0..=100_000.0).contains(&number).then_some(number.round() as u32)
    };
    if let (Some(width), Some(height)) = (pixels("width"), pixels("height")) {
        return Some(ImageSize { width, height });
    }
    let view_box = attribute(tag, "viewBox")?;
    let mut numbers = view_box.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
    let mut side = || -> Option<u32> {
        let number: f64 = numbers.next()?.parse().ok()?;
        (1.0..=100_000.0).contains(&number).then_some(number.round() as u32)
    };
    Some(ImageSize { width: side()?, height: side()? })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        rest = &rest[at + name.len()..];
        let Some(value) = after.strip_prefix('=') else { continue };
        if !before.is_some_and(char::is_whitespace) {
            continue;
        }
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        return value[1..].split(quote).next();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(u32, u32)>) {
        assert_eq!(svg_size(text).map(|size| (size.width, size.height)), expected);
    }

    #[test]
    fn reads_attributes_or_the_view_box() {
        check("<?xml?><svg width=\"10\" height='20px'>", Some((10, 20)));
        check("<svg stroke-width=\"3\" viewBox=\"0 0 640 480\">", Some((640, 480)));
        check("<svg width=\"100%\" height=\"100%\" viewBox=\"0,0,64,48\">", Some((64, 48)));
        check("<svg>", None);
        check("<svg width=\"10\"", None);
        check("no picture", None);
    }
}
