//! `regards explain`.

use crate::cli::Exit;
use crate::cli::reference::SchemaFile;
use crate::cli::reference::explain_in_files;
use crate::cli::reference::key_names;
use crate::data::keys;
use crate::data::wrapped;
use crate::diag::Rule;
use crate::diag::did_you_mean;
use crate::effects::IoFault;
use crate::effects::Terminal;

/// Every rule that a report can name, folder by folder.
pub fn rules() -> Vec<&'static Rule> {
    let folders: [&[&'static Rule]; 13] = [
        crate::cli::faults::RULES,
        crate::model::RULES,
        crate::effects::RULES,
        crate::data::RULES,
        crate::config::RULES,
        crate::site::faults::RULES,
        crate::plan::faults::RULES,
        crate::theme::RULES,
        crate::render::RULES,
        crate::people::RULES,
        crate::relation::RULES,
        crate::newsletter::RULES,
        crate::promo::FAULTS,
    ];
    folders.concat()
}

/// The names of all rules, those of the promo check among them.
pub fn rule_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = rules().iter().map(|rule| rule.name).collect();
    names.extend(crate::promo::RULES.iter().map(|rule| rule.name()));
    names
}

/// Prints the reference of a key or rule; without a name, all names.
pub fn explain(name: Option<&str>, terminal: &Terminal) -> Result<Exit, IoFault> {
    let Some(name) = name else {
        terminal.out(&index())?;
        return Ok(Exit::Fine);
    };
    let found = explanations(name);
    if found.is_empty() {
        let keys = key_names();
        let known = rule_names().into_iter().chain(keys.iter().map(String::as_str));
        let help = did_you_mean(name, known)
            .unwrap_or_else(|| "`regards explain` without a name lists all keys and rules".into());
        terminal.report(&format!("error: there is no key or rule `{name}`\n  help: {help}\n"));
        return Ok(Exit::Fault);
    }
    terminal.out(&found.join("\n"))?;
    Ok(Exit::Fine)
}

/// What each file and each rule says of a name.
fn explanations(name: &str) -> Vec<String> {
    let mut found = explain_in_files(name);
    let rule = rules().into_iter().find(|rule| rule.name == name);
    found.extend(rule.map(|rule| {
        let level = format!("{:?}", rule.level).to_lowercase();
        format!("{name}: rule of level {level}\n\n{}\n", wrapped(rule.explain, 0))
    }));
    if rule.is_none() {
        let rule = crate::promo::RULES.iter().find(|rule| rule.is_called(name));
        // The pages of the promo check's rules are markdown, and stay as they are.
        found.extend(rule.map(|rule| format!("{}\n{}", rule.doc().trim_end(), ways_around(rule))));
    }
    found
}

/// What to do where a finding of `rule` is meant; nothing for what nobody would suppress.
fn ways_around(rule: &crate::promo::Rule) -> String {
    if rule.family == crate::promo::Family::Gives {
        return String::new();
    }
    let name = rule.name();
    format!(
        "\nRight as it is? A comment above a paragraph allows it there:\n\n    \
         <!-- regards-allow {name}: the reason -->\n\n\
         Or everywhere, in regards.yaml:\n\n    promo: {{ok_asks: [{name}]}}\n"
    )
}

fn index() -> String {
    let mut text = String::from("Everything that `regards explain NAME` explains.\n");
    for file in SchemaFile::WRITTEN {
        text.push_str(&format!("\nKeys of {}:\n", file.title()));
        let paths: Vec<String> = keys(&file.schema()).into_iter().map(|(path, _)| path).collect();
        text.push_str(&listed(paths));
    }
    let mut names: Vec<String> = rules().iter().map(|rule| rule.name.to_owned()).collect();
    names.sort_unstable();
    text.push_str("\nRules of content, files and newsletters:\n");
    text.push_str(&listed(names));
    text.push_str("\nRules of the promo check:\n");
    text.push_str(&listed(crate::promo::RULES.iter().map(|rule| rule.name().to_owned()).collect()));
    text
}

/// Names in a paragraph, indented, wrapped.
fn listed(names: Vec<String>) -> String {
    format!("  {}\n", wrapped(&names.join(", "), 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_one_name_and_an_explanation() {
        let mut names = rule_names();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "a rule's name is used twice");
        for rule in rules() {
            assert!(rule.explain.len() > 60, "{} explains nothing", rule.name);
            assert!(
                rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit()),
                "{}",
                rule.name
            );
        }
    }

    /// Words that tell somebody to do something, at the start of a sentence or clause.
    const IMPERATIVES: &[&str] = &[
        "Add", "Ask", "Call", "Change", "Check", "Choose", "Correct", "Cut", "Declare", "Edit", "Give",
        "Keep", "Leave", "List", "Look", "Make", "Mend", "Move", "Name", "Open", "Publish", "Put", "Quote",
        "Remove", "Rename", "Restore", "Run", "Save", "Say", "Search", "Set", "Shorten", "Split", "Take",
        "Turn", "Use", "Wait", "Write",
    ];

    #[test]
    fn every_rule_says_what_to_do() {
        let mut silent = Vec::new();
        for rule in rules() {
            let tells = IMPERATIVES.iter().any(|word| {
                let lower = word.to_lowercase();
                let sentence = format!(" {word} ");
                let clauses = [
                    format!("; {lower} "),
                    format!(", {lower} "),
                    format!("otherwise {lower} "),
                    format!(": {lower} "),
                    format!(", or {lower} "),
                ];
                format!(" {}", rule.explain).contains(&sentence)
                    || clauses.iter().any(|clause| rule.explain.contains(clause))
            });
            if !tells {
                silent.push(rule.name);
            }
        }
        assert!(silent.is_empty(), "these rules do not say what to do: {silent:?}");
    }

    #[test]
    fn keys_and_rules_are_found() {
        assert!(explanations("broken-link")[0].contains("Mend the path"));
        assert!(explanations("markdown.math")[0].contains("TeX"));
        assert_eq!(explanations("mixed-post").len(), 1);
        assert_eq!(explanations("answers").len(), 2, "a key, and a rule of the promo check");
        assert!(explanations("no-such-thing").is_empty());
        assert_eq!(explanations("pr101"), explanations("call-to-action"));
    }

    #[test]
    fn rules_of_asks_say_how_one_is_allowed() {
        for rule in crate::promo::RULES {
            let gives = rule.family == crate::promo::Family::Gives;
            let allows = format!("<!-- regards-allow {}: ", rule.name());
            let page = explanations(rule.name()).join("").replace('\n', " ");
            assert_eq!(page.contains(&allows), !gives, "{page}");
        }
    }
}
