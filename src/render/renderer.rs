//! The renderer: a job in, the bytes of its file out.

use std::sync::Arc;

use tera::Context;

use crate::diag::{Diagnostic, Diagnostics};
use crate::plan::Job;
use crate::render::bodies::{Bodies, Counted};
use crate::render::context::Globals;
use crate::render::inputs::Inputs;
use crate::render::lights::Lights;
use crate::render::memory::Memory;
use crate::render::shared::Shared;
use crate::render::translations::Translations;
use crate::render::{
    alias, archive, feed, functions, list, newsletter, page, paths, people, robots, sitemap, subscribe,
    taxonomy, templates,
};
use crate::source::{SourcePath, Span};
use crate::theme::{Compiled, Engine};

/// Renders jobs. Shared between threads; the same inputs always give the same bytes.
#[derive(Debug)]
pub struct Renderer {
    shared: Arc<Shared>,
    engine: Engine,
    globals: Globals,
}

impl Renderer {
    /// Compiles the templates and prepares what all jobs share, for one build: each job is rendered once.
    ///
    /// Templates with faults are reported here, once; the jobs that need them then give nothing.
    pub fn new(inputs: Inputs) -> (Renderer, Diagnostics) {
        let bodies = Bodies::Counted(Counted::new(&inputs));
        let lights = Arc::new(Lights::new(&inputs, None));
        let templates = Compiled::new(inputs.theme.clone());
        Self::prepare(Shared::new(inputs, bodies, lights), &templates)
    }

    /// Does the same for jobs that are rendered in any order and any number of times, if at all, of a site that hardly
    /// differs from the last one that was prepared with this memory.
    ///
    /// `memory` makes it faster the next time, and changes nothing else.
    pub fn with_memory(inputs: Inputs, memory: &mut Memory) -> (Renderer, Diagnostics) {
        let lights = Arc::new(Lights::new(&inputs, memory.lights.as_deref()));
        let templates = match memory.templates.take() {
            Some(templates) => templates.for_theme(&inputs.theme),
            None => Arc::new(Compiled::new(inputs.theme.clone())),
        };
        memory.bodies.next_site();
        memory.lights = Some(Arc::clone(&lights));
        memory.templates = Some(Arc::clone(&templates));
        let bodies = Bodies::Remembered(Arc::clone(&memory.bodies));
        Self::prepare(Shared::new(inputs, bodies, lights), &templates)
    }

    fn prepare(shared: Shared, templates: &Compiled) -> (Renderer, Diagnostics) {
        let inputs = &shared.inputs;
        let mut diagnostics = templates::check_names(inputs);
        let (translations, faults) = Translations::load(&inputs.sources, &inputs.theme);
        diagnostics.extend(faults);
        let shared = Arc::new(shared);
        let globals = Globals::new(&shared);
        let (engine, faults) = templates.engine(|tera| {
            functions::register(tera, &shared, translations);
            for (name, value) in &globals.constants {
                tera.global_context().insert_value(*name, value.clone());
            }
        });
        diagnostics.extend(faults);
        (Renderer { shared, engine, globals }, diagnostics)
    }

    /// What it renders from.
    pub fn inputs(&self) -> &Inputs {
        &self.shared.inputs
    }

    /// The compiled templates: the newsletters as mail are rendered with the same ones.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The bytes of a job's file, or what went wrong.
    ///
    /// Nothing and no diagnostic comes back for a file that lies on disk and is not held in memory, which is
    /// for others to copy, and for a job whose template was reported before.
    pub fn render(&self, job: &Job) -> (Option<Vec<u8>>, Diagnostics) {
        let bytes = match job {
            Job::Feed { scope, format } => feed::render(&self.shared, *scope, *format),
            Job::Sitemap { part } => sitemap::render(&self.shared, *part),
            Job::Robots => robots::render(&self.shared),
            Job::Alias { of } if !self.engine.theme().has_template("alias.html") => {
                alias::render_plain(&self.shared, *of)
            }
            Job::Copy(path) => return (self.text_of(path), Diagnostics::new()),
            Job::ThemeFile(path) => {
                return (self.engine.theme().embedded(path).map(<[u8]>::to_vec), Diagnostics::new());
            }
            _ => return self.render_template(job),
        };
        (Some(bytes), Diagnostics::new())
    }

    /// The template of a job and everything it is given; `None` for jobs without a template, and for ids that
    /// are none of this site.
    pub fn context(&self, job: &Job) -> Option<(String, Context)> {
        let (shared, globals) = (&*self.shared, &self.globals);
        let (site, theme) = (shared.site(), self.engine.theme());
        let language = &site.config.language;
        let (template, context): (&str, Context) = match job {
            Job::Page(id) => {
                let template = templates::of_page(theme, site, site.page(*id));
                return Some((template.into_owned(), page::context(shared, globals, *id)));
            }
            Job::Section { section, pager } => {
                let context = list::context(shared, globals, *section, *pager);
                (templates::of_section(theme, site.section(*section)), context)
            }
            Job::Taxonomy(index) => {
                let name = &site.taxonomies.get(usize::from(*index))?.settings.name;
                let context = taxonomy::list_context(shared, globals, *index)?;
                return Some((templates::of_taxonomy(theme, name, "list"), context));
            }
            Job::Term { term, pager } => {
                let name = &site.taxonomies.get(usize::from(term.taxonomy))?.settings.name;
                let context = taxonomy::term_context(shared, globals, *term, *pager)?;
                return Some((templates::of_taxonomy(theme, name, "single"), context));
            }
            Job::Archive => ("archive.html", archive::context(shared, globals)),
            Job::NotFound => ("404.html", globals.context(shared, paths::NOT_FOUND, language)),
            Job::Subscribe => ("subscribe.html", subscribe::context(shared, globals)),
            Job::People => ("people.html", people::context(shared, globals)),
            Job::Issue { audience, date } => {
                ("newsletter.html", newsletter::issue_context(shared, globals, audience, *date)?)
            }
            Job::IssueList { audience } => {
                ("newsletters.html", newsletter::list_context(shared, globals, audience)?)
            }
            Job::Alias { of } => ("alias.html", alias::context(shared, globals, *of)),
            Job::Feed { .. } | Job::Sitemap { .. } | Job::Robots | Job::Copy(_) | Job::ThemeFile(_) => {
                return None;
            }
        };
        Some((template.to_owned(), context))
    }

    fn render_template(&self, job: &Job) -> (Option<Vec<u8>>, Diagnostics) {
        let Some((template, context)) = self.context(job) else { return (None, Diagnostics::new()) };
        let rendering = self.source_of(job).map(Span::start_of);
        if !self.engine.theme().has_template(&template) {
            let missing: Diagnostic = self.engine.missing(&template);
            return (None, [missing].into_iter().collect());
        }
        self.engine.render(&template, &context, rendering.as_ref())
    }

    /// The file that a job is made from, for diagnostics.
    fn source_of(&self, job: &Job) -> Option<&SourcePath> {
        match job {
            Job::Page(id) => Some(&self.shared.site().page(*id).source),
            Job::Section { section, .. } => self.shared.site().section(*section).source.as_ref(),
            _ => None,
        }
    }

    fn text_of(&self, path: &SourcePath) -> Option<Vec<u8>> {
        self.shared.inputs.sources.text(path).map(|text| text.as_bytes().to_vec())
    }
}
