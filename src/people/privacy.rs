//! What must not get out: which files are private, and which pairs of words tell who a reader is.

use std::fmt;

use crate::config::Config;
use crate::people::Contact;
use crate::source::SourcePath;

/// Whether the file at `path` holds readers' data, so that no line of it may be shown or published.
///
/// These are the contacts file and the ledger of the configuration, `contacts.yaml` and `contacts.csv` at the root even if the
/// configuration names another, and everything below `.regards/`.
pub fn is_private(path: &SourcePath, config: &Config) -> bool {
    let is = |configured: &str| SourcePath::new(configured).as_ref() == Ok(path);
    is(&config.contacts.file)
        || is(&config.ledger)
        || matches!(path.as_str(), "contacts.yaml" | "contacts.csv")
        || path.below(".regards").is_some()
}

/// A name and an id, which together tell who a reader is. Either alone may stand in public.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PrivatePair {
    /// The reader's name.
    pub name: String,
    /// The contact's id; not private, so a report of a leak may say it.
    pub id: String,
}

impl fmt::Debug for PrivatePair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PrivatePair").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The name and id of each contact who has a name.
pub fn private_pairs(contacts: &[Contact]) -> Vec<PrivatePair> {
    contacts
        .iter()
        .filter(|contact| !contact.name.is_empty())
        .map(|contact| PrivatePair { name: contact.name.clone(), id: contact.id.clone() })
        .collect()
}

/// Whether every address is of a domain that nobody can own (RFC 2606, RFC 6761), as in samples and tests.
pub fn all_reserved(contacts: &[Contact]) -> bool {
    contacts.iter().all(|contact| is_reserved(&contact.email.domain()))
}

/// Whether `domain` is, or lies below, `example.com`, `example.net`, `example.org`, `example`, `test`, `invalid`
/// or `localhost`.
pub fn is_reserved(domain: &str) -> bool {
    let domain = domain.trim_end_matches('.').to_lowercase();
    ["example.com", "example.net", "example.org", "example", "test", "invalid", "localhost"].iter().any(
        |reserved| domain.strip_suffix(reserved).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_domains() {
        for domain in
            ["example.com", "mail.example.org", "EXAMPLE.net", "shop.test", "x.invalid", "a.localhost"]
        {
            assert!(is_reserved(domain), "{domain}");
        }
        for domain in ["example.de", "notexample.com", "mytest", "example.com.evil.org", ""] {
            assert!(!is_reserved(domain), "{domain}");
        }
    }

    #[test]
    fn private_files() {
        let mut config = Config::default();
        config.contacts.file = "crm/readers.csv".into();
        let private = |path: &str| is_private(&SourcePath::new(path).unwrap(), &config);
        assert!(private("crm/readers.csv") && private("contacts.yaml") && private(".regards/ledger.jsonl"));
        config.ledger = "data/sent.jsonl".into();
        let private = |path: &str| is_private(&SourcePath::new(path).unwrap(), &config);
        assert!(private("data/sent.jsonl"));
        assert!(!private("audiences.yaml") && !private("content/contacts.yaml"));
    }
}
