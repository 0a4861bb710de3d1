//! `regards explain`.

use crate::cli::Exit;
use crate::config::Config;
use crate::config::FrontMatter;
use crate::data::explain_key;
use crate::diag::Rule;
use crate::diag::did_you_mean;
use crate::effects::Terminal;
use crate::people::AudiencesFile;
use crate::people::ContactsFile;

/// Every rule that a report can name, folder by folder.
fn rules() -> Vec<&'static Rule> {
    let folders: [&[&'static Rule]; 14] = [
        crate::cli::site_run::RULES,
        crate::cli::build::RULES,
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

/// Prints the reference of a key or rule; without a name, every rule's name.
pub fn explain(name: Option<&str>, terminal: &Terminal) -> Exit {
    let Some(name) = name else {
        terminal.out(&index());
        return Exit::Fine;
    };
    let found = explanations(name);
    if found.is_empty() {
        let help =
            did_you_mean(name, rule_names()).unwrap_or_else(|| "`regards explain` lists the rules".into());
        terminal.report(&format!("error: there is no key or rule `{name}`\n  help: {help}\n"));
        return Exit::Fault;
    }
    terminal.out(&found.join("\n"));
    Exit::Fine
}

/// What each file and each rule says of a name.
fn explanations(name: &str) -> Vec<String> {
    let keys = [
        ("regards.yaml", explain_key::<Config>(name)),
        ("front matter", explain_key::<FrontMatter>(name)),
        ("audiences.yaml", explain_key::<AudiencesFile>(name)),
        ("contacts.yaml", explain_key::<ContactsFile>(name)),
    ];
    let mut found: Vec<String> = keys
        .into_iter()
        .filter_map(|(file, text)| Some(format!("{name} ({file})\n\n{}\n", text?.trim_end())))
        .collect();
    let rule = rules().into_iter().find(|rule| rule.name == name);
    found.extend(rule.map(|rule| {
        let level = format!("{:?}", rule.level).to_lowercase();
        format!("{name} (rule, {level})\n\n{}\n", wrapped(rule.explain))
    }));
    found.extend(crate::promo::explain(name).map(|text| format!("{}\n", text.trim_end())));
    found
}

fn index() -> String {
    let mut text = String::from("Rules of content, files and newsletters:\n");
    let mut names: Vec<&str> = rules().iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    for name in names {
        text.push_str(&format!("  {name}\n"));
    }
    text.push_str("\nRules of the promo check:\n");
    for rule in crate::promo::RULES.iter() {
        text.push_str(&format!("  {}\n", rule.name()));
    }
    text.push_str("\nKeys: any key of regards.yaml, audiences.yaml, contacts.yaml or front matter, such as `permalinks`,\n`markdown.math`, `audiences.patience` or `answers`. `regards schema` prints all keys of a file.\n");
    text
}

/// Wraps a paragraph at 90 columns.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        if length > 0 && length + 1 + word.chars().count() > 90 {
            lines.push('\n');
            length = 0;
        } else if length > 0 {
            lines.push(' ');
            length += 1;
        }
        lines.push_str(word);
        length += word.chars().count();
    }
    lines
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

    #[test]
    fn keys_and_rules_are_found() {
        assert!(explanations("broken-link")[0].contains("Mend the path"));
        assert!(explanations("markdown.math")[0].contains("TeX"));
        assert!(explanations("no-such-thing").is_empty());
    }
}
