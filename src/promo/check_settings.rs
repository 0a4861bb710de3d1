//! What cannot work in `promo:` of regards.yaml, each with its place.

use crate::config::INVALID_SETTING;
use crate::config::PromoSettings;
use crate::config::setting_place;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::did_you_mean;
use crate::promo::AskKind;
use crate::promo::MODEL;
use crate::promo::RULES;
use crate::promo::Settings;
use crate::promo::document::plain_host;
use crate::promo::own_phrases::as_in_prose;
use crate::source::SourceTree;

/// Reports settings that do nothing or cannot be meant: unknown kinds of ask and rules, empty names and phrases,
/// thresholds out of range or out of order.
pub fn check_settings(settings: &PromoSettings, sources: &SourceTree) -> Diagnostics {
    let mut check = Check { sources, diagnostics: Diagnostics::new() };
    let rules = || RULES.iter().map(|rule| rule.name());
    for (at, ask) in settings.ok_asks.iter().enumerate() {
        if Settings::knows_ask(ask) {
            continue;
        }
        let kinds = AskKind::ALL.iter().map(|(_, name)| *name);
        let help = did_you_mean(ask, kinds.clone().chain(rules())).unwrap_or_else(|| {
            let kinds: Vec<&str> = kinds.collect();
            format!("there is: {}; or the name of a rule of the promo check", kinds.join(", "))
        });
        check.report(&["ok_asks", &at.to_string()], format!("there is no ask {ask:?}"), help);
    }
    for (name, phrases) in &settings.phrases {
        if !rules().any(|rule| rule == name) {
            let help = did_you_mean(name, rules())
                .unwrap_or_else(|| "`regards explain` lists the rules of the promo check".to_owned());
            check.report(&["phrases", name], format!("`phrases:` names {name:?}, which is no rule"), help);
        }
        for (at, phrase) in phrases.iter().enumerate() {
            check.words(&["phrases", name, &at.to_string()], "phrase", phrase);
        }
    }
    for (key, what, list) in [
        ("mentions", "phrase", &settings.mentions),
        ("brands", "name", &settings.brands),
        ("hosts", "host", &settings.hosts),
    ] {
        for (at, text) in list.iter().enumerate() {
            check.words(&[key, &at.to_string()], what, text);
        }
    }
    for (at, host) in settings.hosts.iter().enumerate() {
        let plain = plain_host(host);
        // What holds no word at all has been reported above. Hosts may be of any script (RFC 5890).
        if plain.chars().any(|c| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_')) {
            let help = "write it as links have it: `shop.example.org`";
            check.report(&["hosts", &at.to_string()], format!("{host:?} is no host"), help);
        }
    }
    check.thresholds(settings);
    check.diagnostics
}

struct Check<'a> {
    sources: &'a SourceTree,
    diagnostics: Diagnostics,
}

impl Check<'_> {
    fn report(&mut self, at: &[&str], message: String, help: impl Into<String>) {
        let keys: Vec<&str> = std::iter::once("promo").chain(at.iter().copied()).collect();
        let diagnostic = Diagnostic::new(&INVALID_SETTING, message).help(help.into());
        self.diagnostics.push(match setting_place(self.sources, &keys) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        });
    }

    /// What is looked for in posts must hold something to look for.
    fn words(&mut self, at: &[&str], what: &str, text: &str) {
        if !as_in_prose(text).chars().any(char::is_alphanumeric) {
            let message = format!("the {what} {text:?} holds no word");
            self.report(at, message, format!("write the {what} as readers see it, or remove the entry"));
        }
    }

    fn thresholds(&mut self, settings: &PromoSettings) {
        let mut in_range = true;
        for (key, value) in
            [("mixed_from", settings.mixed_from), ("promotional_from", settings.promotional_from)]
        {
            let Some(value) = value else { continue };
            if !(0.0..=1.0).contains(&value) {
                in_range = false;
                let message = format!("`{key}` is {value}, and a probability lies between 0 and 1");
                self.report(&[key], message, "`regards promo calibrate` finds one from your own posts");
            }
        }
        let mixed = settings.mixed_from.unwrap_or(MODEL.mixed_from);
        let promotional = settings.promotional_from.unwrap_or(MODEL.promotional_from);
        if in_range && mixed > promotional {
            let key = if settings.mixed_from.is_some() { "mixed_from" } else { "promotional_from" };
            let message = format!(
                "a post would be promotional from {promotional} on and mixed only from {mixed} on, which is more"
            );
            self.report(&[key], message, "give `mixed_from` the lower number of the two");
        }
    }
}
