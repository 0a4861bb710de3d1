//! What is judged, and what the site has to say about it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::config::LevelSetting;
use crate::config::PromoSettings;
use crate::promo::AskKind;
use crate::promo::RULES;
use crate::promo::Rule;
use crate::promo::Voice;
use crate::promo::own_phrases::OwnPhrases;
use crate::promo::own_phrases::as_in_prose;
use crate::promo::weights::MODEL;
use crate::source::SourcePath;

/// One document, as it stands in its file.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// The file, for the spans of findings.
    pub path: &'a SourcePath,
    /// The whole file, front matter included; it may stop before closing lines that are no part of the post.
    pub text: &'a str,
    /// Where the markdown starts, in bytes of `text`.
    pub body_start: usize,
    /// The title; empty if there is none.
    pub title: &'a str,
    /// Where the title stands in `text`, without quotes. Without it, findings in the title point at its start of file.
    pub title_range: Option<Range<usize>>,
    /// The language as a BCP 47 tag; empty if not known.
    pub language: &'a str,
}

/// What the site's owner set, ready for use on any number of documents.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The author's own company, products and events, as they would stand in prose.
    pub(crate) brands: Vec<String>,
    /// Own hosts, lower case, without `www.`; hosts below them are own, too.
    pub(crate) hosts: Vec<String>,
    /// Kinds of ask that are fine here.
    pub(crate) ok_kinds: BTreeSet<AskKind>,
    /// Levels by rule name.
    pub(crate) levels: BTreeMap<String, LevelSetting>,
    /// The site's own phrases; `None` if it has none.
    pub(crate) own_phrases: Option<Arc<OwnPhrases>>,
    /// The probability from which a post is mixed.
    pub mixed_from: f64,
    /// The probability from which a post is promotional.
    pub promotional_from: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self::new(&PromoSettings::default(), &[], &BTreeMap::new())
    }
}

impl Settings {
    /// Settings from `promo:` in regards.yaml, the hosts that the site is published at, and `levels:`.
    ///
    /// Each host may be given as a host or as an address. An entry of `ok_asks` is the name of a kind of ask
    /// ([`AskKind::ALL`]) or of a rule. Entries that cannot be used are left out;
    /// [`check_settings`](crate::promo::check_settings()) reports them.
    pub fn new(
        settings: &PromoSettings,
        own_hosts: &[&str],
        levels: &BTreeMap<String, LevelSetting>,
    ) -> Self {
        let mut levels = levels.clone();
        let mut ok_kinds = BTreeSet::new();
        for ask in &settings.ok_asks {
            match AskKind::named(ask) {
                Some(kind) => {
                    ok_kinds.insert(kind);
                }
                None => {
                    levels.insert(ask.clone(), LevelSetting::Off);
                }
            }
        }
        let hosts = settings.hosts.iter().map(String::as_str).chain(own_hosts.iter().copied());
        Self {
            brands: settings
                .brands
                .iter()
                .map(|brand| as_in_prose(brand))
                .filter(|b| !b.is_empty())
                .collect(),
            hosts: hosts.map(plain_host).filter(|host| !host.is_empty()).collect(),
            ok_kinds,
            levels,
            own_phrases: OwnPhrases::new(settings).map(Arc::new),
            mixed_from: settings.mixed_from.unwrap_or(MODEL.mixed_from),
            promotional_from: settings.promotional_from.unwrap_or(MODEL.promotional_from),
        }
    }
}

impl Settings {
    /// Whether the site switched a rule off.
    pub(crate) fn is_off(&self, rule: &Rule) -> bool {
        self.levels.get(rule.name()) == Some(&LevelSetting::Off)
    }

    /// Whether an entry of `ok_asks` names a kind of ask or a rule.
    pub(crate) fn knows_ask(ask: &str) -> bool {
        AskKind::named(ask).is_some() || RULES.iter().any(|rule| rule.name() == ask)
    }

    /// With the names and hosts that were learnt, too.
    #[must_use]
    pub fn with_voice(mut self, voice: &Voice) -> Self {
        let brands = voice.brands.iter().map(|learnt| as_in_prose(&learnt.name));
        let hosts = voice.hosts.iter().map(|learnt| learnt.name.clone());
        for (all, more) in
            [(&mut self.brands, brands.collect::<Vec<_>>()), (&mut self.hosts, hosts.collect())]
        {
            for one in more {
                if !all.contains(&one) {
                    all.push(one);
                }
            }
        }
        self
    }
}

/// The host of an address or a bare host: lower case, without `www.` and port.
pub(crate) fn plain_host(text: &str) -> String {
    let rest = text.trim().split_once("://").map_or(text.trim(), |(_, rest)| rest);
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or("").to_lowercase();
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}
