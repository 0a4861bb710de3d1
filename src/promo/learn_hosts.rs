//! What a host tells of whose it is: its name, what it is a part of, and what the words of a link call it.

use crate::promo::url::REGISTRIES;

/// First labels of hosts that name a part of a company's site which is there to be read.
const READING: [&str; 22] = [
    "blog",
    "blogs",
    "news",
    "journal",
    "stories",
    "posts",
    "articles",
    "engineering",
    "tech",
    "docs",
    "letters",
    "newsletter",
    "updates",
    "press",
    "community",
    "developer",
    "developers",
    "labs",
    "research",
    "design",
    "insights",
    "magazine",
];

/// First labels of other parts of a company's site.
const PARTS: [&str; 14] = [
    "www", "shop", "store", "app", "my", "help", "support", "api", "go", "get", "careers", "jobs", "events",
    "status",
];

/// What companies put around their name to find a free host.
const PREFIXES: [&str; 6] = ["get", "use", "try", "join", "my", "the"];
const SUFFIXES: [&str; 8] = ["hq", "app", "shop", "store", "blog", "conf", "labs", "inc"];

/// Hosts that belong to all who use them, one a label or more; a dot at the end stands for any ending.
const SHARED: &str = "github.io gitlab.io netlify.app vercel.app pages.dev web.app firebaseapp.com herokuapp.com \
wordpress.com blogspot. tumblr.com medium.com substack.com ghost.io hashnode.dev dev.to neocities.org surge.sh \
onrender.com fly.dev readthedocs.io bearblog.dev micro.blog write.as notion.site notion.so webflow.io wixsite.com \
squarespace.com weebly.com azurewebsites.net amazonaws.com cloudfront.net sourceforge.io codeberg.page github.com \
gitlab.com codeberg.org bitbucket.org sourceforge.net sr.ht twitter.com x.com facebook.com instagram.com linkedin.com \
youtube.com youtu.be vimeo.com reddit.com mastodon.social bsky.app discord.gg discord.com slack.com t.me whatsapp.com \
wa.me amazon. amzn.to etsy.com ebay. shopify.com myshopify.com apple.com google. goo.gl microsoft.com npmjs.com \
crates.io docs.rs pypi.org rubygems.org docker.com wikipedia.org archive.org eventbrite. meetup.com gumroad.com \
patreon.com opencollective.com kickstarter.com indiegogo.com mailchi.mp list-manage.com typeform.com stripe.com \
paypal. calendly.com zoom.us dropbox.com itch.io steampowered.com bandcamp.com soundcloud.com spotify.com bit.ly";

/// Parts of a site, and endings of hosts, that name a business: nobody's subject has a shop.
const BUSINESS: [&str; 6] = ["shop", "store", "app", "my", "careers", "jobs"];

/// Who is not us although we call them ours: what is theirs is not ours.
const OTHERS: [&str; 12] = [
    "client",
    "clients",
    "customer",
    "customers",
    "partner",
    "partners",
    "friend",
    "friends",
    "sponsor",
    "sponsors",
    "host",
    "supplier",
];

/// What "our …" in the words of a link may name for its host to be own.
const OWN_PLACES: [&str; 20] = [
    "shop",
    "webshop",
    "store",
    "site",
    "website",
    "homepage",
    "platform",
    "app",
    "product",
    "products",
    "services",
    "pricing",
    "plans",
    "documentation",
    "docs",
    "dashboard",
    "catalogue",
    "catalog",
    "portal",
    "careers",
];

/// Whether the words of a link, before which `text` ends, call its target ours: `our shop`.
pub(crate) fn calls_it_ours(text: &str) -> bool {
    let Some((_, words)) = text.rsplit_once('[') else { return false };
    let words = words.to_lowercase();
    let Some(own) = words.strip_prefix("our ").or_else(|| words.strip_prefix("my ")) else { return false };
    let is_of_others = |word: &str| word.contains(['\'', '’']) || OTHERS.contains(&word);
    own.split_whitespace().next_back().is_some_and(|last| OWN_PLACES.contains(&last))
        && !own.split_whitespace().any(is_of_others)
}

/// The host of which `host` is a part for reading.
pub(crate) fn whole_of(host: &str) -> Option<&str> {
    let (first, whole) = host.split_once('.')?;
    let (next, rest) = whole.split_once('.')?;
    let is_registry = !rest.contains('.') && REGISTRIES.contains(&next);
    (READING.contains(&first) && !is_registry && !is_shared(whole)).then_some(whole)
}

/// The label that names a host, and what stands behind it: `example` and `co.uk` of `blog.example.co.uk`.
pub(crate) fn name_of_host(host: &str) -> Option<(&str, &str)> {
    let (first, rest) = host.split_once('.')?;
    let is_part = READING.contains(&first) || PARTS.contains(&first);
    if is_part && rest.contains('.') { name_of_host(rest) } else { Some((first, rest)) }
}

/// Whether `host` has the name `key`, or one that companies make of it, right below a registry; or `key` itself right
/// below a host that all share.
pub(crate) fn is_called_like(host: &str, key: &str) -> bool {
    let Some((name, rest)) = name_of_host(host).filter(|_| key.len() >= 4) else { return false };
    if is_shared(rest) {
        return name == key;
    }
    let below_registry = match rest.split_once('.') {
        None => true,
        Some((next, rest)) => REGISTRIES.contains(&next) && !rest.contains('.'),
    };
    let is_name = name == key
        || PREFIXES.iter().any(|prefix| name.strip_prefix(prefix) == Some(key))
        || SUFFIXES.iter().any(|suffix| name.strip_suffix(suffix) == Some(key));
    is_name && below_registry && !is_shared(host)
}

/// Whether `host` has the name `key` itself, right below a registry.
pub(crate) fn has_same_name(host: &str, key: &str) -> bool {
    name_of_host(host).is_some_and(|(name, rest)| name == key && !is_shared(rest))
}

/// Whether a host says that it is a business's: `shop.example.org`, `example.store`.
pub(crate) fn is_business(host: &str) -> bool {
    let mut labels = host.split('.');
    labels.next().is_some_and(|first| BUSINESS.contains(&first))
        || labels.next_back().is_some_and(|ending| BUSINESS.contains(&ending))
}

/// Whether a host belongs to all who use it, or lies below one that does.
pub(crate) fn is_shared(host: &str) -> bool {
    SHARED.split(' ').any(|shared| {
        let at_label = |at: usize| at == 0 || host.as_bytes().get(at - 1) == Some(&b'.');
        match shared.strip_suffix('.') {
            Some(_) => host.match_indices(shared).any(|(at, _)| at_label(at)),
            None => host.strip_suffix(shared).is_some_and(|before| at_label(before.len())),
        }
    })
}
