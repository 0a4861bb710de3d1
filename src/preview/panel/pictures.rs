//! Pictures that say nothing to whoever cannot see them.

use crate::config::MarkdownSettings;
use crate::markdown::LinkKind;
use crate::markdown::outline;
use crate::preview::panel::place::Place;
use crate::preview::panel::place::Places;
use crate::site::Page;

/// Where the pictures without words stand: `![](x.png)`, and `<img>` without `alt`. An empty `alt=""` is the author's
/// word that the picture only decorates.
pub fn pictures_without_words(page: &Page, settings: &MarkdownSettings, places: &Places<'_>) -> Vec<Place> {
    let body = page.body();
    let pictures = outline(body, settings).links.into_iter().filter(|link| link.kind == LinkKind::Image);
    pictures
        .filter(|picture| body.get(picture.range.clone()).is_some_and(lacks_words))
        .map(|picture| places.of(page.body_start + picture.range.start))
        .collect()
}

fn lacks_words(source: &str) -> bool {
    match source.strip_prefix("![") {
        Some(rest) => rest.trim_start().starts_with(']'),
        None if source.starts_with('<') => {
            let is_img = source.get(1..4).is_some_and(|name| name.eq_ignore_ascii_case("img"));
            let words = source.split(|c: char| c.is_whitespace() || "<>/".contains(c));
            let is_alt =
                |word: &str| word.split('=').next().is_some_and(|name| name.eq_ignore_ascii_case("alt"));
            is_img && !words.into_iter().any(is_alt)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: bool) {
        assert_eq!(lacks_words(source), expected, "{source}");
    }

    #[test]
    fn a_picture_lacks_words_unless_it_has_some_or_says_that_it_needs_none() {
        check("![](a.png)", true);
        check("![ ](a.png)", true);
        check("![][a]", true);
        check("![A kettle](a.png)", false);
        check("<img src=a.png>", true);
        check("<IMG src='a.png' data-alt='x'>", true);
        check("<img\nalt=\"\" src=a.png>", false);
        check("<img src=a.png ALT='A kettle'/>", false);
        check("<source src=a.png>", false);
    }
}
