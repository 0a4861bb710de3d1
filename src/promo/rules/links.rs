//! Links whose target is a shop, a sign-up, a booking.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::diag;
use crate::diag::Level;
use crate::promo::AskKind;
use crate::promo::Family;
use crate::promo::Rule;
use crate::promo::prose::Link;
use crate::promo::rule::section;
use crate::promo::sink::Sink;
use crate::promo::url;

const PAGE: &str = include_str!("links.md");

/// A link to `/pricing`, `/signup`, a ticket shop.
pub static COMMERCE_LINK: Rule = Rule {
    code: "PR401",
    family: Family::Links,
    diag: diag::Rule { name: "commerce-link", level: Level::Warning, explain: section(PAGE, "PR401") },
    fix: "link to what explains the matter, not to what sells it",
};

/// `mailto:`, `tel:`, `/contact`.
pub static CONTACT_LINK: Rule = Rule {
    code: "PR402",
    family: Family::Links,
    diag: diag::Rule { name: "contact-link", level: Level::Note, explain: section(PAGE, "PR402") },
    fix: "keep addresses on the page about you; here answer the question itself",
};

/// Words in a path that mean trade, with what they ask for.
const TRADE: [(&str, AskKind); 40] = [
    ("pricing", AskKind::Buy),
    ("price", AskKind::Buy),
    ("prices", AskKind::Buy),
    ("plans", AskKind::Buy),
    ("buy", AskKind::Buy),
    ("shop", AskKind::Buy),
    ("store", AskKind::Buy),
    ("cart", AskKind::Buy),
    ("checkout", AskKind::Buy),
    ("order", AskKind::Buy),
    ("product", AskKind::Buy),
    ("products", AskKind::Buy),
    ("services", AskKind::Contact),
    ("signup", AskKind::Signup),
    ("sign-up", AskKind::Signup),
    ("sign_up", AskKind::Signup),
    ("register", AskKind::Signup),
    ("registration", AskKind::Event),
    ("join", AskKind::Signup),
    ("trial", AskKind::Signup),
    ("free-trial", AskKind::Signup),
    ("demo", AskKind::Signup),
    ("request-demo", AskKind::Signup),
    ("get-started", AskKind::Signup),
    ("beta", AskKind::Signup),
    ("subscribe", AskKind::Follow),
    ("newsletter", AskKind::Follow),
    ("tickets", AskKind::Event),
    ("rsvp", AskKind::Event),
    ("webinar", AskKind::Event),
    ("webinars", AskKind::Event),
    ("schedule", AskKind::Event),
    ("speaking", AskKind::Event),
    ("careers", AskKind::Jobs),
    ("jobs", AskKind::Jobs),
    ("apply", AskKind::Jobs),
    ("donate", AskKind::Donate),
    ("membership", AskKind::Donate),
    ("sponsors", AskKind::Donate),
    ("sponsor", AskKind::Donate),
];

/// Hosts that exist to sell tickets, take bookings, sign-ups or money.
const TRADING_HOSTS: [(&str, AskKind); 26] = [
    ("eventbrite.", AskKind::Event),
    ("meetup.com", AskKind::Event),
    ("lu.ma", AskKind::Event),
    ("ti.to", AskKind::Event),
    ("tito.io", AskKind::Event),
    ("pretix.", AskKind::Event),
    ("tickettailor.", AskKind::Event),
    ("zoom.us", AskKind::Event),
    ("zoom.com", AskKind::Event),
    ("gotowebinar.com", AskKind::Event),
    ("papercall.io", AskKind::Event),
    ("sessionize.com", AskKind::Event),
    ("calendly.com", AskKind::Contact),
    ("cal.com", AskKind::Contact),
    ("gumroad.com", AskKind::Buy),
    ("leanpub.com", AskKind::Buy),
    ("teachable.com", AskKind::Buy),
    ("udemy.com", AskKind::Buy),
    ("apps.apple.com", AskKind::Signup),
    ("itunes.apple.com", AskKind::Signup),
    ("play.google.com", AskKind::Signup),
    ("patreon.com", AskKind::Donate),
    ("opencollective.com", AskKind::Donate),
    ("kickstarter.com", AskKind::Donate),
    ("mailchi.mp", AskKind::Follow),
    ("list-manage.com", AskKind::Follow),
];

/// Forms: what they ask for is unknown.
const FORMS: [&str; 6] = [
    "docs.google.com/forms",
    "forms.gle",
    "typeform.com",
    "surveymonkey.com",
    "wufoo.com",
    "airtable.com/shr",
];

/// Finds any of the hosts and forms in an address: nearly all hold none, and are asked no more.
static KNOWN_PLACES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let hosts = TRADING_HOSTS.iter().map(|(host, _)| host.trim_end_matches('.'));
    AhoCorasick::new(hosts.chain(FORMS)).ok()
});

/// Looks at every link.
pub(crate) fn check(sink: &mut Sink<'_, '_>) {
    let prose = sink.prose;
    for link in &prose.links {
        if let Some(kind) = trade(sink, link) {
            let why = "the link leads to a shop, a sign-up or a booking";
            sink.link(&COMMERCE_LINK, kind, link, why);
        } else if is_contact(sink, link) {
            sink.link(&CONTACT_LINK, AskKind::Contact, link, "the link is a way to reach the author");
        }
    }
}

fn trade(sink: &Sink<'_, '_>, link: &Link<'_>) -> Option<AskKind> {
    let host = url::host(&link.url);
    if let Some(host) = host {
        if let Some(kind) = known_place(host, &link.url) {
            return Some(kind);
        }
        // A path of another host says little: an own host, or a link whose words say where it leads.
        if !sink.is_own_host(host) {
            return None;
        }
        if host.starts_with("shop.") || host.starts_with("store.") {
            return Some(AskKind::Buy);
        }
    } else if !link.url.starts_with('/') && !link.url.starts_with('.') {
        return None;
    }
    let path = url::path(&link.url);
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    // `/pricing` and `/en/pricing` sell; `/2014/03/pricing-is-hard` and `/blog/demo` are reading.
    let (first, second, third) = (parts.next()?, parts.next(), parts.next());
    if third.is_some()
        || matches!(first, "blog" | "posts" | "post" | "docs" | "news" | "articles" | "assets" | "images")
    {
        return None;
    }
    [Some(first), second].into_iter().flatten().find_map(|part| {
        let part = part.split('.').next().unwrap_or(part);
        TRADE.iter().find(|(word, _)| part.eq_ignore_ascii_case(word)).map(|(_, kind)| *kind)
    })
}

/// What an address asks for by its host alone.
fn known_place(host: &str, url: &str) -> Option<AskKind> {
    if KNOWN_PLACES.as_ref().is_some_and(|places| !places.is_match(url)) {
        return None;
    }
    let known = TRADING_HOSTS.iter().find(|(trading, _)| {
        host.starts_with(trading)
            || (host.len() > trading.len()
                && host.ends_with(trading)
                && host.as_bytes()[host.len() - trading.len() - 1] == b'.')
            || host == trading.trim_end_matches('.')
            || (trading.ends_with('.')
                && host.split_once('.').is_some_and(|(_, rest)| rest.starts_with(trading)))
    });
    let kind = known.map(|(_, kind)| *kind);
    kind.or_else(|| FORMS.iter().any(|form| url.contains(form)).then_some(AskKind::Other))
}

fn is_contact(sink: &Sink<'_, '_>, link: &Link<'_>) -> bool {
    let url = &link.url;
    if url.starts_with("mailto:") || url.starts_with("tel:") {
        return true;
    }
    let own = match url::host(url) {
        Some(host) => sink.is_own_host(host),
        None => url.starts_with('/'),
    };
    own && matches!(
        url::path(url).trim_matches('/'),
        "contact" | "contact-us" | "hire-us" | "hire" | "get-in-touch" | "contact.html" | "about/contact"
    )
}
