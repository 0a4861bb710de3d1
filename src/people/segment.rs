//! Who belongs to an audience, and why.

use crate::people::Audience;
use crate::people::Contact;
use crate::people::Segment;

/// One contact held against a segment.
#[derive(Debug, Clone)]
pub struct Membership<'a> {
    /// The contact.
    pub contact: &'a Contact,
    /// Whether the contact belongs.
    pub belongs: bool,
    /// Why, or why not: what was met, or the first thing that was not.
    pub reason: String,
}

/// Holds every contact against the segment of `audience`, in the order of `contacts`.
pub fn members<'a>(audience: &Audience, contacts: &'a [Contact]) -> Vec<Membership<'a>> {
    contacts.iter().map(|contact| membership(&audience.segment, contact)).collect()
}

/// Whether `contact` belongs to `segment`; the same answer as [`membership`] without its words.
pub fn belongs(segment: &Segment, contact: &Contact) -> bool {
    let has = |tag: &String| contact.tags.contains(tag);
    segment.tags.iter().all(has)
        && (segment.any.is_empty() || segment.any.iter().any(has))
        && !segment.not.iter().any(has)
        && segment.stage.as_ref().is_none_or(|range| range.holds(&contact.stage))
        && segment.owner.as_ref().is_none_or(|owner| *owner == contact.owner)
}

/// Holds one contact against `segment`.
pub fn membership<'a>(segment: &Segment, contact: &'a Contact) -> Membership<'a> {
    let belongs = belongs(segment, contact);
    let reason = if belongs { why_in(segment, contact) } else { why_out(segment, contact) };
    Membership { contact, belongs, reason }
}

fn why_in(segment: &Segment, contact: &Contact) -> String {
    let mut reasons = Vec::new();
    let shared = segment.any.iter().filter(|tag| contact.tags.contains(tag));
    let tags: Vec<&str> = segment.tags.iter().chain(shared).map(String::as_str).collect();
    if !tags.is_empty() {
        reasons.push(format!("tagged {}", tags.join(", ")));
    }
    if !segment.not.is_empty() {
        reasons.push(format!("not tagged {}", segment.not.join(" or ")));
    }
    if let Some(range) = &segment.stage {
        reasons.push(format!("stage {} is {range}", contact.stage));
    }
    if let Some(owner) = &segment.owner {
        reasons.push(format!("owned by {owner}"));
    }
    if reasons.is_empty() { "everybody belongs".into() } else { reasons.join("; ") }
}

fn why_out(segment: &Segment, contact: &Contact) -> String {
    if let Some(tag) = segment.tags.iter().find(|tag| !contact.tags.contains(tag)) {
        return format!("not tagged {tag}");
    }
    if !segment.any.is_empty() && !segment.any.iter().any(|tag| contact.tags.contains(tag)) {
        return format!("tagged none of {}", segment.any.join(", "));
    }
    if let Some(tag) = segment.not.iter().find(|tag| contact.tags.contains(tag)) {
        return format!("tagged {tag}");
    }
    if let Some(range) = segment.stage.as_ref().filter(|range| !range.holds(&contact.stage)) {
        return format!("stage {} is not {range}", contact.stage);
    }
    format!("owned by {}, not {}", contact.owner, segment.owner.as_deref().unwrap_or_default())
}
