//! The site, understood again after every change.

use std::sync::Arc;

use jiff::civil::Date;

use crate::cli::BuildArgs;
use crate::cli::Global;
use crate::cli::flagged::summaries;
use crate::cli::levels::settle;
use crate::cli::redaction::redacted;
use crate::cli::site_run::planned;
use crate::cli::site_run::today;
use crate::cli::site_run::tracked_contacts;
use crate::cli::site_run::understand_loaded;
use crate::cli::summary::counted;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::effects::Loaded;
use crate::model::Memory;
use crate::output::BaseUrl;
use crate::people::is_private;
use crate::preview::Editor;
use crate::preview::Problems;
use crate::preview::Snapshot;
use crate::render;
use crate::render::Renderer;
use crate::source::SourceTree;

/// Understands a site again and again.
#[derive(Debug)]
pub struct Workshop<'a> {
    arguments: &'a BuildArgs,
    global: &'a Global,
    /// The address that this server answers to, for sites that name no other.
    host: String,
    /// How the command line says that files are opened.
    editor: Option<String>,
    /// The folder of the site on disk.
    root: String,
    memory: Memory,
    rendered: render::Memory,
    tracked: Tracked,
    generation: u64,
}

/// What is needed to begin.
#[derive(Debug)]
pub struct Bench<'a> {
    /// What of the site is shown.
    pub arguments: &'a BuildArgs,
    /// The options of every command.
    pub global: &'a Global,
    /// The server's own address, without a path: `http://127.0.0.1:1111`.
    pub host: String,
    /// How the command line says that files are opened.
    pub editor: Option<String>,
    /// The folder of the site on disk.
    pub root: String,
}

/// One turn: the site as it is now.
#[derive(Debug)]
pub struct Turn {
    /// What can be shown; `None` while settings or theme cannot be read, or the settings are wrong.
    pub snapshot: Option<Snapshot>,
    /// The errors, fit to be shown.
    pub problems: Problems,
    /// Everything that is wrong, settled and sorted.
    pub diagnostics: Diagnostics,
    /// The files.
    pub sources: Arc<SourceTree>,
    /// The settings.
    pub config: Config,
}

/// Whether git tracks the readers' addresses: asked again only when their file changed, since it takes longer than
/// all the rest.
#[derive(Debug, Default)]
struct Tracked {
    file: String,
    text: Option<Arc<str>>,
    found: Option<Diagnostic>,
}

impl<'a> Workshop<'a> {
    /// Begins with nothing understood.
    pub fn new(bench: Bench<'a>) -> Self {
        let Bench { arguments, global, host, editor, root } = bench;
        Self {
            arguments,
            global,
            host,
            editor,
            root,
            memory: Memory::default(),
            rendered: render::Memory::default(),
            tracked: Tracked::default(),
            generation: 0,
        }
    }

    /// Understands the site as it was loaded. What is the same as the last time is not made again.
    pub fn turn(&mut self, loaded: Loaded) -> Turn {
        self.generation += 1;
        let arguments = BuildArgs { base_url: Some(self.base_url(&loaded.config)), ..*self.arguments };
        // What would be shown for settings that cannot be read is another site, and what they keep private is not known.
        let is_settings =
            |diagnostic: &&Diagnostic| diagnostic.path().is_some_and(|path| path.as_str() == "regards.yaml");
        let has_settings =
            !loaded.diagnostics.iter().filter(is_settings).any(|diagnostic| diagnostic.level == Level::Error);
        let mut run = understand_loaded(loaded, &arguments, self.global, &mut self.memory);
        let file = run.config.contacts.file.clone();
        let text = run.sources.text_at(&file).map(|(_, text)| Arc::clone(text));
        // What was told of is looked at again until it is mended.
        if self.tracked.file != file || self.tracked.text != text || self.tracked.found.is_some() {
            self.tracked = Tracked { found: tracked_contacts(&run, self.global), file, text };
        }
        run.diagnostics.extend(self.tracked.found.clone());
        let made = planned(&mut run).filter(|_| has_settings).map(|(inputs, plan)| {
            let (renderer, met) = Renderer::with_memory(inputs, &mut self.rendered);
            run.diagnostics.extend(met);
            (renderer, plan)
        });
        // What reads as an ask is said here, too, as `check` says it.
        run.diagnostics.extend(run.model.iter().flat_map(summaries));
        settle(&mut run.diagnostics, &run.config);
        let pattern = self.editor.clone().unwrap_or_else(|| run.config.preview.editor.clone());
        let editor = Editor { pattern, root: self.root.clone() };
        let errors = run.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
        let problems = self.problems(errors.cloned().collect(), &run.sources, &run.config, editor.clone());
        let snapshot = run.model.zip(made).map(|(model, (renderer, plan))| Snapshot {
            generation: self.generation,
            sources: Arc::clone(&run.sources),
            config: run.config.clone(),
            model,
            plan,
            renderer,
            diagnostics: run.diagnostics.clone(),
            editor,
        });
        Turn { snapshot, problems, diagnostics: run.diagnostics, sources: run.sources, config: run.config }
    }

    /// The day that the site is shown for.
    pub fn today(&self, config: &Config) -> Date {
        today(self.global, config)
    }

    /// Errors as they may be shown in a browser.
    fn problems(
        &self,
        errors: Diagnostics,
        sources: &Arc<SourceTree>,
        config: &Config,
        editor: Editor,
    ) -> Problems {
        let generation = self.generation;
        if errors.is_empty() {
            return Problems { generation, editor, sources: Arc::clone(sources), diagnostics: errors };
        }
        // The terminal names the reader by an id, which is for whoever keeps the file. A browser may have others before it.
        let (own, others): (Vec<Diagnostic>, Vec<Diagnostic>) = errors
            .into_iter()
            .partition(|diagnostic| diagnostic.path().is_some_and(|path| is_private(path, config)));
        let mut errors: Diagnostics = others.into_iter().collect();
        if let Some(first) = own.first() {
            let message = format!("readers' files have {}", counted(own.len(), "error"));
            errors.push(Diagnostic::new(first.rule, message).help("the terminal says where, and what to do"));
        }
        let (diagnostics, sources) = redacted(&errors, sources, config);
        Problems { generation, editor, sources: Arc::new(sources), diagnostics }
    }

    /// The address to build for: the one that was asked for, or this server's with the subfolder of the site's own, so
    /// that links from the root of the host lead where they will.
    fn base_url(&self, config: &Config) -> String {
        let folder = || BaseUrl::new(&config.base_url).map(|url| url.path().to_owned()).unwrap_or_default();
        self.arguments.base_url.clone().unwrap_or_else(|| format!("{}{}", self.host, folder()))
    }
}
