//! What must not get out: which files are private, and what to look for in everything that is published.

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

/// Every form in which a contact's address could stand in a published file, ordered and without repetition.
///
/// To be searched for without regard to ASCII case. The forms: as it is, percent-encoded once and twice (RFC
/// 3986), with the `@` as an HTML or JSON character reference, every character as one, quoted-printable (RFC
/// 2045), and base64 (RFC 4648) at each of the three places where it can start within other data.
pub fn private_needles(contacts: &[Contact]) -> Vec<String> {
    let mut needles = Vec::with_capacity(contacts.len() * 14);
    for contact in contacts {
        let written = contact.email.reveal();
        if written.is_empty() {
            continue;
        }
        let folded = contact.email.folded();
        for at in ["@", "%40", "%2540", "&#64;", "&#064;", "&#x40;", "&#x0040;", "&commat;", "\\u0040", "=40"]
        {
            needles.push(folded.replace('@', at));
        }
        needles.push(folded.chars().map(|c| format!("&#{};", u32::from(c))).collect());
        needles.push(folded.chars().map(|c| format!("&#x{:x};", u32::from(c))).collect());
        // With every dot and dash escaped, too, as some programs do.
        let escape = percent_encoding::NON_ALPHANUMERIC;
        needles.push(percent_encoding::utf8_percent_encode(&folded, escape).to_string().to_lowercase());
        needles.extend(base64_forms(written));
        needles.extend(base64_forms(&folded));
    }
    needles.sort();
    needles.dedup();
    needles
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

/// The characters of base64 that depend on `text` alone, for each of the three places within a group of three
/// bytes at which it can start.
fn base64_forms(text: &str) -> impl Iterator<Item = String> {
    let text = text.as_bytes();
    (0..3usize).map(move |before| {
        let mut bytes = vec![0u8; before];
        bytes.extend_from_slice(text);
        let first = (before * 8).div_ceil(6);
        let end = bytes.len() * 8 / 6;
        (first..end).map(|index| char::from(base64_character(&bytes, index))).collect()
    })
}

/// Character `index` of the base64 of `bytes`.
fn base64_character(bytes: &[u8], index: usize) -> u8 {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = index * 6;
    let at = |position: usize| u16::from(bytes.get(position).copied().unwrap_or(0));
    let pair = (at(bit / 8) << 8) | at(bit / 8 + 1);
    ALPHABET[usize::from((pair >> (10 - bit % 8)) & 63)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_found_wherever_it_starts() {
        // `To: zoe@example.net, …` after 0, 1 and 2 other bytes, encoded by another program.
        let encoded =
            ["em9lQGV4YW1wbGUubmV0LCB4", "IHpvZUBleGFtcGxlLm5ldCwgeA==", "OiB6b2VAZXhhbXBsZS5uZXQsIHg="];
        for (before, (form, encoded)) in base64_forms("zoe@example.net").zip(encoded).enumerate() {
            assert!(encoded.contains(&form), "{before}: {form} in {encoded}");
            assert!(form.len() >= 18, "{before}: {form} is most of it");
        }
    }

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
