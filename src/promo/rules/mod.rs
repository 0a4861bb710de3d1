//! The rules, one file a family, each with its page beside it.

pub(crate) mod announcements;
pub(crate) mod asks;
pub(crate) mod gives;
pub(crate) mod links;
pub(crate) mod offers;
pub(crate) mod self_reference;
pub(crate) mod tracking;
pub(crate) mod urgency;
pub(crate) mod wording;

use crate::promo::Rule;
use crate::promo::phrases::Phrases;
use crate::promo::sink::Sink;
use crate::promo::wording::Wording;

/// Every rule, in the order of the codes.
pub static RULES: &[&Rule] = &[
    &asks::CALL_TO_ACTION,
    &asks::CONTACT_ASK,
    &asks::FOLLOW_ASK,
    &asks::DONATION_ASK,
    &asks::DETOUR,
    &offers::FREE_OFFER,
    &offers::DISCOUNT,
    &offers::PRICE_PITCH,
    &urgency::DEADLINE_PRESSURE,
    &urgency::SCARCITY,
    &links::COMMERCE_LINK,
    &links::CONTACT_LINK,
    &tracking::TRACKING_PARAMETER,
    &announcements::LAUNCH_ANNOUNCEMENT,
    &announcements::SELF_CONGRATULATION,
    &announcements::HIRING,
    &announcements::EVENT_INVITATION,
    &announcements::NEWS_TITLE,
    &self_reference::SELF_REFERENCE,
    &self_reference::BRAND_REPETITION,
    &self_reference::SELF_PRAISE,
    &self_reference::OWN_PRODUCT,
    &self_reference::EXCLAMATIONS,
    &self_reference::LINKED_NAME,
    &self_reference::ABOUT_SECTION,
    &gives::STEPS,
    &gives::CODE,
    &gives::NUMBERS,
    &gives::SOURCES,
    &gives::CREDIT,
    &gives::REASONS,
    &gives::ANSWERS,
    &gives::FIRST_HAND,
    &gives::CAVEATS,
    &wording::PROMOTIONAL_WORDING,
];

/// Every phrase table.
pub(crate) fn phrases() -> impl Iterator<Item = &'static Phrases> {
    [
        asks::PHRASES,
        offers::PHRASES,
        urgency::PHRASES,
        announcements::PHRASES,
        self_reference::PHRASES,
        gives::PHRASES,
    ]
    .into_iter()
    .flatten()
}

/// Runs what is no phrase.
pub(crate) fn check(sink: &mut Sink<'_, '_>, words: &Wording) {
    links::check(sink);
    announcements::check(sink);
    tracking::check(sink);
    self_reference::check(sink);
    gives::check(sink);
    wording::check(sink, words);
}
