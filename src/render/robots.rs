//! `robots.txt`, RFC 9309: everybody may read everything, and here is the map.

use crate::render::paths;
use crate::render::shared::Shared;

/// Writes the file.
pub fn render(shared: &Shared) -> Vec<u8> {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", shared.permalink(&paths::sitemap(0))).into_bytes()
}
