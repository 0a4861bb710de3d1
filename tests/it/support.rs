//! Small sites that stand inside their test.

use std::collections::BTreeMap;
use std::fmt::Write;

use regards::config::read_config;
use regards::diag::Diagnostics;
use regards::output::BaseUrl;
use regards::plan::{Extras, Plan, plan};
use regards::site::{Assembly, Site, assemble};
use regards::source::{Asset, SourceFile, SourcePath, SourceTree};

/// A site out of one text: `-- path --` starts a file, as in txtar archives.
///
/// Without a `regards.yaml` it gets a plain one. Files that are no text are copied files of one byte.
pub fn sources(archive: &str) -> SourceTree {
    let mut tree = SourceTree::default();
    let mut files: Vec<(&str, String)> = Vec::new();
    for line in archive.lines() {
        if let Some(path) = line.strip_prefix("-- ").and_then(|line| line.strip_suffix(" --")) {
            files.push((path, String::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    if !files.iter().any(|(path, _)| *path == "regards.yaml") {
        files.push(("regards.yaml", "title: Test\nbase_url: https://example.org\n".into()));
    }
    for (path, text) in files {
        let path = SourcePath::new(path).expect("a test names good paths");
        let copied = path.as_str().starts_with("static/")
            || (path.as_str().starts_with("content/") && path.extension() != "md");
        let file = if copied {
            SourceFile::Asset(Asset { length: 1, image: None })
        } else {
            SourceFile::Text(text.into())
        };
        tree.insert(path, file);
    }
    tree
}

/// Assembles and plans a site for 2026-06-15.
pub fn blog(archive: &str) -> (SourceTree, Site, Plan, Diagnostics) {
    let sources = sources(archive);
    let (config, mut diagnostics) = read_config(&sources);
    let base_url = BaseUrl::new(&config.base_url).expect("a test has a good base URL");
    let assembly = Assembly {
        config,
        base_url,
        today: jiff::civil::date(2026, 6, 15),
        drafts: false,
        future: false,
        people: BTreeMap::from([("ann".to_owned(), "Ann Owner".to_owned())]),
    };
    let (site, met) = assemble(&sources, assembly);
    diagnostics.extend(met);
    let (plan, met) =
        plan(&site, Extras { archive: site.config.archive, not_found: true, ..Extras::default() });
    diagnostics.extend(met);
    diagnostics.sort();
    (sources, site, plan, diagnostics)
}

/// The output paths of a site, one a line, without those that every site has.
pub fn outputs(archive: &str) -> String {
    let (sources, _, plan, diagnostics) = blog(archive);
    let mut text = String::new();
    for (path, _) in plan.jobs() {
        if !["404.html", "robots.txt", "sitemap.xml", "atom.xml", "feed.json"].contains(&path.as_str()) {
            writeln!(text, "{path}").unwrap();
        }
    }
    assert!(diagnostics.is_empty(), "{}", regards::diag::human(&diagnostics, &sources, false));
    text
}

/// What a person sees of a site's faults.
pub fn faults(archive: &str) -> String {
    let (sources, _, _, diagnostics) = blog(archive);
    regards::diag::human(&diagnostics, &sources, false)
}
