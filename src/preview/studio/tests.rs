//! Small sites, and what the studio says of them.

use std::sync::Arc;

use jiff::civil::date;

use crate::config::read_config;
use crate::model::Memory;
use crate::model::Occasion;
use crate::model::model;
use crate::output::BaseUrl;
use crate::plan::Extras;
use crate::plan::plan;
use crate::preview::Body;
use crate::preview::Editor;
use crate::preview::Response;
use crate::preview::Snapshot;
use crate::preview::studio::studio;
use crate::render::Inputs;
use crate::render::Renderer;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::theme::Theme;

/// A site out of `(path, text)` pairs, as it stands on 2026-06-15.
fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let mut sources = SourceTree::default();
    for (path, text) in files {
        sources.insert_text(SourcePath::new(path).unwrap(), *text);
    }
    of_sources(sources, date(2026, 6, 15))
}

pub fn of_sources(sources: SourceTree, today: jiff::civil::Date) -> Snapshot {
    let (config, mut diagnostics) = read_config(&sources);
    let base_url = BaseUrl::new("http://127.0.0.1:1111").unwrap();
    let occasion = Occasion { today, drafts: false, future: false, base_url };
    let (model, met) = model(&sources, config.clone(), &occasion, &mut Memory::default());
    diagnostics.extend(met);
    let (theme, met) = Theme::load(&sources, &config.theme);
    diagnostics.extend(met);
    let extras = Extras {
        issues: &[],
        archives: &[],
        archive: true,
        not_found: true,
        subscribe: true,
        people: true,
        theme_files: &[],
    };
    let (plan, met) = plan(&model.site, extras);
    diagnostics.extend(met);
    let (sources, plan) = (Arc::new(sources), Arc::new(plan));
    let inputs = Inputs {
        site: Arc::clone(&model.site),
        plan: Arc::clone(&plan),
        sources: Arc::clone(&sources),
        theme: theme.unwrap(),
        audiences: Arc::new(model.community.audiences.clone()),
        issues: model.issue_pages.clone(),
    };
    let (renderer, met) = Renderer::new(inputs);
    diagnostics.extend(met);
    let editor = Editor { pattern: "editor:{path}:{line}:{column}".into(), root: "/site".into() };
    Snapshot { generation: 1, sources, config, model, plan, renderer, diagnostics, editor }
}
