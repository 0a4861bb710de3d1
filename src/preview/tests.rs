//! What is answered to a path, on a small site.

use std::sync::Arc;

use crate::config::read_config;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::model::Memory;
use crate::model::Occasion;
use crate::model::model;
use crate::output::BaseUrl;
use crate::plan::Extras;
use crate::plan::plan;
use crate::preview::Body;
use crate::preview::Editor;
use crate::preview::Problems;
use crate::preview::Response;
use crate::preview::Snapshot;
use crate::preview::Views;
use crate::render::Inputs;
use crate::render::Renderer;
use crate::source::Asset;
use crate::source::SourceFile;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::theme::Theme;

const SITE: &[(&str, &str)] = &[
    ("regards.yaml", "title: Test\nbase_url: http://127.0.0.1:1111/blog\n"),
    ("content/posts/a.md", "---\ntitle: First\ndate: 2026-01-02\n---\nThe first text.\n"),
    ("templates/404.html", "<html><body>Nobody knows.</body></html>"),
    ("static/style.css", ""),
];

/// The site of these files, and what is wrong with it. Files of `static/` are copied.
fn snapshot(files: &[(&str, &str)]) -> (Snapshot, Problems) {
    let mut sources = SourceTree::default();
    for (path, text) in files {
        let path = SourcePath::new(path).unwrap();
        if path.as_str().starts_with("static/") {
            sources.insert(path, SourceFile::Asset(Asset { length: 1, image: None }));
        } else {
            sources.insert_text(path, *text);
        }
    }
    let (config, mut diagnostics) = read_config(&sources);
    let base_url = BaseUrl::new(&config.base_url).unwrap();
    let occasion = Occasion { today: jiff::civil::date(2026, 6, 15), drafts: false, future: false, base_url };
    let (model, met) = model(&sources, config.clone(), &occasion, &mut Memory::default());
    diagnostics.extend(met);
    let (theme, met) = Theme::load(&sources, &config.theme);
    diagnostics.extend(met);
    let (plan, met) = plan(&model.site, Extras { not_found: true, ..Extras::default() });
    diagnostics.extend(met);
    let (plan, sources) = (Arc::new(plan), Arc::new(sources));
    let (renderer, met) = Renderer::new(Inputs {
        site: Arc::clone(&model.site),
        plan: Arc::clone(&plan),
        sources: Arc::clone(&sources),
        theme: theme.unwrap(),
        audiences: Arc::new(model.community.audiences.clone()),
        issues: model.issue_pages.clone(),
    });
    diagnostics.extend(met);
    diagnostics.sort();
    let errors: Diagnostics =
        diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error).cloned().collect();
    let problems = Problems {
        generation: 1,
        diagnostics: errors,
        sources: Arc::clone(&sources),
        editor: Editor::default(),
    };
    let editor = Editor::default();
    (Snapshot { generation: 1, sources, config, model, plan, renderer, diagnostics, editor }, problems)
}

fn views(files: &[(&str, &str)]) -> Views {
    let (snapshot, problems) = snapshot(files);
    Views::first(Some(snapshot), problems)
}

fn text(response: &Response) -> String {
    match &response.body {
        Body::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Body::File(path) => format!("the file {path}"),
    }
}

/// Status, media type and where a path leads.
#[track_caller]
fn check(path: &str, status: u16, content_type: &str, location: Option<&str>) {
    let response = views(SITE).respond(path);
    let found = (response.status, &*response.content_type, response.location.as_deref());
    assert_eq!(found, (status, content_type, location), "{path}");
}

const HTML: &str = "text/html; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

#[test]
fn planned_files_are_answered_below_the_base_url() {
    check("/blog/", 200, HTML, None);
    check("/blog/posts/a/", 200, HTML, None);
    check("/blog/posts/a/index.html", 200, HTML, None);
    check("/blog/posts/%61/", 200, HTML, None);
    check("/blog/style.css", 200, "text/css; charset=utf-8", None);
    check("/blog/sitemap.xml", 200, "text/xml; charset=utf-8", None);
    check("/_regards/client.js", 200, "text/javascript; charset=utf-8", None);
}

#[test]
fn a_folder_without_its_slash_leads_to_the_folder() {
    check("/", 302, PLAIN, Some("/blog/"));
    check("/blog", 302, PLAIN, Some("/blog/"));
    check("/blog/posts/a", 302, PLAIN, Some("/blog/posts/a/"));
    check("/_regards", 302, PLAIN, Some("/_regards/"));
}

#[test]
fn nothing_else_is_answered() {
    for path in [
        "/posts/a/",
        "/blogposts/a/",
        "/blog/nothing/",
        "/blog/regards.yaml",
        "/blog/content/posts/a.md",
        "/blog/../regards.yaml",
        "/blog/..%2fregards.yaml",
        "/blog/posts/..%2f..%2fregards.yaml",
        "/blog/%2e%2e/regards.yaml",
        "/blog/a%00b",
        "/blog/%ff",
        "/blog//etc/passwd",
        "/blog/static/style.css",
        "/_regards/nothing",
        "",
    ] {
        check(path, 404, HTML, None);
    }
}

#[test]
fn what_is_not_there_is_said_by_the_site_s_own_page() {
    let answer = text(&views(SITE).respond("/blog/nothing/"));
    assert!(answer.contains("Nobody knows.") && answer.contains("/_regards/client.js"), "{answer}");
}

#[test]
fn a_page_that_cannot_be_made_is_the_last_good_one() {
    let broken: Vec<(&str, &str)> = SITE
        .iter()
        .map(|(path, text)| match *path {
            "content/posts/a.md" => (*path, "---\ntitle: [First\n---\nThe second text.\n"),
            _ => (*path, *text),
        })
        .collect();
    let (snapshot, problems) = snapshot(&broken);
    assert!(problems.diagnostics.has_errors());
    let never_good = Views::first(Some(snapshot), problems);
    assert_eq!(never_good.respond("/blog/posts/a/").status, 404);

    let (snapshot, problems) = self::snapshot(&broken);
    let after = views(SITE).followed_by(Some(snapshot), problems);
    let answer = after.respond("/blog/posts/a/");
    assert!(answer.status == 200 && text(&answer).contains("The first text."), "{}", text(&answer));

    let mended = after.followed_by(Some(self::snapshot(SITE).0), Problems::default());
    let gone: Vec<(&str, &str)> = SITE.iter().copied().filter(|(path, _)| !path.ends_with("a.md")).collect();
    let without = mended.followed_by(Some(self::snapshot(&gone).0), Problems::default());
    assert_eq!(without.respond("/blog/posts/a/").status, 404, "a page that was deleted is gone");
}

#[test]
fn without_settings_there_is_a_page_that_says_so() {
    let views = Views::first(None, Problems::default());
    let answer = views.respond("/");
    assert_eq!(answer.status, 503);
    assert!(text(&answer).contains("cannot be shown yet"));
}
