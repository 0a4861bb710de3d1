//! The promo check's settings for a site: what its owner set, and what was learnt.

use crate::people::Community;
use crate::promo::POSTS_READ;
use crate::promo::Posts;
use crate::promo::Settings;
use crate::promo::Voice;
use crate::promo::VoiceFacts;
use crate::site::Site;

/// The settings with which the posts of `site` are judged, and the part of them that was learnt. `posts` are its pages.
///
/// What is set wins: names are learnt only where `promo.brands` is empty, hosts where `promo.hosts` is.
pub fn promo_settings(site: &Site, community: &Community, posts: &mut Posts<'_>) -> (Settings, Voice) {
    let promo = &site.config.promo;
    let settings = Settings::new(promo, &[site.base_url.host()], &site.config.levels);
    if !promo.learn {
        return (settings, Voice::default());
    }
    let people = community.audiences.people.iter().map(|person| person.name.as_str());
    let facts = VoiceFacts {
        title: &site.config.title,
        host: site.base_url.host(),
        people: people.collect(),
        postal: community.audiences.legal.as_ref().map(|legal| legal.postal.as_str()),
        posts: Vec::new(),
    };
    let newest: Vec<usize> = site.by_date.iter().take(POSTS_READ).map(|id| id.0 as usize).collect();
    let mut voice = posts.learn(facts, &newest);
    if !promo.brands.is_empty() {
        voice.brands.clear();
    }
    if !promo.hosts.is_empty() {
        voice.hosts.clear();
    }
    (settings.with_voice(&voice), voice)
}
