//! Which class a syntax scope gets.
//!
//! Syntaxes name what they find with scopes of many parts (`keyword.control.flow.rust`); themes know some twenty
//! classes. The table maps prefixes to classes, and the first prefix that fits decides, so special cases
//! stand before general ones.

use std::sync::LazyLock;

use syntect::parsing::Scope;

/// The class of a piece of code: an index into [`CLASSES`]; [`PLAIN`] has none.
pub(crate) type Class = u8;

/// No class of its own: plain text.
pub(crate) const PLAIN: Class = 0;

/// The class of keys and attributes, in which strings are no strings of their own.
pub(crate) const ATTRIBUTE: Class = 10;

/// The class of strings.
pub(crate) const STRING: Class = 2;

/// What [`class_of`] answers for scopes that say nothing: the class around them goes on.
pub(crate) const INHERIT: Class = u8::MAX;

/// The classes that themes style. The first is no class.
pub(crate) const CLASSES: [&str; 22] = [
    "",
    "hl-comment",
    "hl-string",
    "hl-number",
    "hl-constant",
    "hl-keyword",
    "hl-function",
    "hl-type",
    "hl-variable",
    "hl-punctuation",
    "hl-attribute",
    "hl-tag",
    "hl-operator",
    "hl-inserted",
    "hl-deleted",
    "hl-heading",
    "hl-link",
    "hl-regex",
    "hl-escape",
    "hl-label",
    "hl-namespace",
    "hl-invalid",
];

/// Scope prefixes and their classes; an empty class is plain text. Scopes without a row keep the class around
/// them: the marks that belong to a token look like the token.
const TABLE: &[(&str, &str)] = &[
    ("comment", "hl-comment"),
    ("punctuation.definition.comment", "hl-comment"),
    ("constant.character.escape", "hl-escape"),
    ("constant.other.placeholder", "hl-escape"),
    ("constant.character.entity", "hl-escape"),
    ("constant.numeric", "hl-number"),
    ("constant", "hl-constant"),
    ("string.regexp", "hl-regex"),
    ("string", "hl-string"),
    ("punctuation.definition.string", "hl-string"),
    ("meta.interpolation", ""),
    ("meta.embedded", ""),
    ("meta.template.expression", ""),
    ("punctuation.section.interpolation", "hl-escape"),
    ("punctuation.definition.template-expression", "hl-escape"),
    ("keyword.operator.word", "hl-keyword"),
    ("keyword.operator.logical.python", "hl-keyword"),
    ("keyword.operator.accessor", ""),
    ("keyword.other.template", "hl-string"),
    ("keyword.other.substitution", "hl-escape"),
    ("keyword.other.unit", "hl-number"),
    ("keyword.operator", "hl-operator"),
    ("keyword", "hl-keyword"),
    ("storage.type.numeric", "hl-number"),
    ("storage.type.string", "hl-string"),
    ("storage.modifier.lifetime", "hl-label"),
    ("storage", "hl-keyword"),
    ("variable.language", "hl-keyword"),
    ("variable.function", "hl-function"),
    ("variable.annotation", "hl-attribute"),
    ("variable.other.readwrite.shell", "hl-variable"),
    ("variable.parameter", "hl-variable"),
    ("variable.other.constant", "hl-constant"),
    ("variable.other.enummember", "hl-constant"),
    ("punctuation.definition.variable", "hl-variable"),
    ("variable.other.property", ""),
    ("entity.name.function", "hl-function"),
    ("entity.name.macro", "hl-function"),
    ("entity.name.constant", "hl-constant"),
    ("entity.name.tag.yaml", "hl-attribute"),
    ("entity.name.tag.toml", "hl-attribute"),
    ("entity.name.tag", "hl-tag"),
    ("entity.name.section", "hl-heading"),
    ("entity.name.heading", "hl-heading"),
    ("entity.name.namespace", "hl-namespace"),
    ("entity.name.module", "hl-namespace"),
    ("entity.name.label", "hl-label"),
    ("entity.name.lifetime", "hl-label"),
    ("entity.name.enum", "hl-type"),
    ("entity.name", "hl-type"),
    ("entity.other.pseudo-class", "hl-keyword"),
    ("entity.other.pseudo-element", "hl-keyword"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("entity.other.inherited-class", "hl-type"),
    ("support.function", "hl-function"),
    ("support.macro", "hl-function"),
    ("support.constant", "hl-constant"),
    ("support.type.property-name", "hl-attribute"),
    ("support.type.custom-property", "hl-attribute"),
    ("support.type", "hl-type"),
    ("support.class", "hl-type"),
    ("support.module", "hl-namespace"),
    ("support.variable", "hl-variable"),
    ("meta.annotation", "hl-attribute"),
    ("meta.attribute", "hl-attribute"),
    ("meta.preprocessor", "hl-keyword"),
    ("meta.mapping.key", "hl-attribute"),
    ("meta.property-name", "hl-attribute"),
    ("markup.heading", "hl-heading"),
    ("markup.inserted", "hl-inserted"),
    ("markup.deleted", "hl-deleted"),
    ("markup.changed", "hl-number"),
    ("markup.underline.link", "hl-link"),
    ("markup.raw", "hl-string"),
    ("markup.quote", "hl-comment"),
    ("markup.bold", "hl-constant"),
    ("markup.italic", "hl-constant"),
    ("punctuation.definition.list_item", "hl-punctuation"),
    ("punctuation.definition.tag", "hl-punctuation"),
    ("punctuation.definition.bold", "hl-punctuation"),
    ("punctuation.definition.italic", "hl-punctuation"),
    ("punctuation.definition.link", "hl-punctuation"),
    ("punctuation.definition.image", "hl-punctuation"),
    ("punctuation.definition.heading", "hl-heading"),
    ("punctuation.definition.annotation", "hl-attribute"),
    ("punctuation.definition.attribute", "hl-attribute"),
    ("punctuation.definition.keyword", "hl-keyword"),
    ("punctuation.definition.lifetime", "hl-label"),
    ("punctuation.definition.inserted", "hl-inserted"),
    ("punctuation.definition.deleted", "hl-deleted"),
    ("meta.diff.header", "hl-heading"),
    ("meta.diff.range", "hl-label"),
    ("meta.toc-list", "hl-heading"),
    ("invalid", "hl-invalid"),
];

/// The table with its prefixes as the highlighter's numbers.
static PREFIXES: LazyLock<Vec<(Scope, Class)>> = LazyLock::new(|| {
    let class = |name: &str| CLASSES.iter().position(|known| *known == name);
    TABLE
        .iter()
        .filter_map(|(prefix, name)| Some((Scope::new(prefix).ok()?, Class::try_from(class(name)?).ok()?)))
        .collect()
});

/// The class that a scope asks for, or [`INHERIT`].
pub(crate) fn class_of(scope: Scope) -> Class {
    PREFIXES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map_or(INHERIT, |(_, class)| *class)
}

#[cfg(test)]
mod tests {
    use super::CLASSES;
    use super::PREFIXES;
    use super::TABLE;
    use syntect::parsing::Scope;

    #[test]
    fn every_row_is_usable_and_reachable() {
        for (row, (prefix, class)) in TABLE.iter().enumerate() {
            assert!(CLASSES.contains(class), "{prefix}: no class {class}");
            let scope = Scope::new(prefix).expect("a scope of at most eight parts");
            let first = PREFIXES.iter().position(|(prefix, _)| prefix.is_prefix_of(scope));
            assert_eq!(first, Some(row), "{prefix} is hidden by an earlier row");
        }
    }

    #[test]
    fn named_classes_have_their_numbers() {
        assert_eq!(CLASSES[usize::from(super::ATTRIBUTE)], "hl-attribute");
        assert_eq!(CLASSES[usize::from(super::STRING)], "hl-string");
        assert_eq!(CLASSES[usize::from(super::PLAIN)], "");
    }

    #[test]
    fn every_class_is_used() {
        for class in &CLASSES[1..] {
            assert!(TABLE.iter().any(|(_, used)| used == class), "{class}");
        }
    }
}
