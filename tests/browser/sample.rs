//! The sample site: what it has, and a copy of it.

use std::fs;
use std::path::Path;

/// One page of each kind.
pub const PAGES: [&str; 14] = [
    "/",
    "/posts/",
    "/2026/11/maintainer-day/",
    "/tags/",
    "/series/",
    "/series/the-envelope/",
    "/archive/",
    "/guides/",
    "/guides/audiences/",
    "/people/",
    "/subscribe/",
    "/newsletters/consultants/2026-11-24/",
    "/about/",
    "/404.html",
];

/// Copies the sample site, without what earlier builds made of it.
pub fn copy_sample(to: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["regards.yaml", "audiences.yaml", "contacts.yaml", "content", "static", "data"] {
        for entry in walkdir::WalkDir::new(root.join(name)) {
            let entry = entry.expect("the sample is readable");
            let target = to.join(entry.path().strip_prefix(root).expect("it lies in the project"));
            if entry.file_type().is_dir() {
                fs::create_dir_all(target).expect("a folder can be made");
            } else {
                fs::copy(entry.path(), target).expect("a file can be copied");
            }
        }
    }
}
