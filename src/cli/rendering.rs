//! Renders everything that a site publishes and searches it for readers; whether it is kept is another question.

use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::cli::leaks::Leak;
use crate::cli::leaks::LeakScan;
use crate::diag::Diagnostics;
use crate::effects::IoFault;
use crate::effects::Progress;
use crate::effects::Publication;
use crate::effects::read_pieces;
use crate::output::OutPath;
use crate::plan::Job;
use crate::plan::Plan;
use crate::render::Letter;
use crate::render::Renderer;
use crate::source::SourcePath;
use crate::theme::group_render_faults;

/// Where rendered files go.
#[derive(Debug, Clone, Copy)]
pub enum Sink<'a> {
    /// Into an output folder.
    Folder(&'a Publication),
    /// Nowhere: they are only looked at, as are the files to be copied of the site in this folder.
    Nowhere(&'a Path),
}

impl Sink<'_> {
    fn keep(self, path: &OutPath, bytes: &[u8]) -> Result<(), IoFault> {
        match self {
            Self::Folder(publication) => publication.stage(path, bytes),
            Self::Nowhere(_) => Ok(()),
        }
    }

    /// Keeps a copy, and searches the very bytes that will be published.
    fn copy(self, path: &OutPath, source: &SourcePath, scan: &LeakScan) -> Result<Option<Leak>, IoFault> {
        let mut pieces = scan.begin(path);
        if let Self::Folder(publication) = self {
            publication.stage_copy(path, source.as_str())?;
        }
        if !scan.is_idle() {
            match self {
                Self::Folder(publication) => publication.read_staged(path, |piece| pieces.next(piece))?,
                Self::Nowhere(root) => read_pieces(&root.join(source.as_str()), |piece| pieces.next(piece))?,
            }
        }
        Ok(pieces.end().map(|leak| leak.copied_from(source)))
    }
}

/// Renders every job in parallel and hands over each file as it is done.
///
/// # Errors
/// If a file cannot be kept or read.
pub fn render_all(
    renderer: &Renderer,
    plan: &Plan,
    sink: Sink<'_>,
    scan: &LeakScan,
    progress: &Progress,
) -> Result<(Diagnostics, Vec<Leak>), IoFault> {
    let jobs: Vec<(&OutPath, &Job)> = plan.jobs().collect();
    let met: Result<Vec<(Diagnostics, Option<Leak>)>, IoFault> = jobs
        .par_iter()
        .map(|(path, job)| {
            let met = render_one(renderer, path, job, sink, scan)?;
            progress.step();
            Ok(met)
        })
        .collect();
    progress.finish();
    let (diagnostics, leaks): (Vec<Diagnostics>, Vec<Option<Leak>>) = met?.into_iter().unzip();
    let diagnostics = group_render_faults(diagnostics.into_iter().flatten().collect());
    Ok((diagnostics, leaks.into_iter().flatten().collect()))
}

fn render_one(
    renderer: &Renderer,
    path: &OutPath,
    job: &Job,
    sink: Sink<'_>,
    scan: &LeakScan,
) -> Result<(Diagnostics, Option<Leak>), IoFault> {
    let (bytes, diagnostics) = renderer.render(job);
    let leak = match (bytes, job) {
        (Some(bytes), _) => {
            sink.keep(path, &bytes)?;
            scan.search(path, &bytes)
        }
        (None, Job::Copy(source)) => sink.copy(path, source, scan)?,
        // What could not be rendered was reported; an error keeps everything from being published.
        (None, _) => None,
    };
    Ok((diagnostics, leak))
}

/// Hands over the newsletters. They are not published, but whoever keeps them as a build's result must find no reader
/// in them.
///
/// # Errors
/// If a file cannot be kept.
pub fn keep_letters(letters: &[Letter], sink: Sink<'_>, scan: &LeakScan) -> Result<Vec<Leak>, IoFault> {
    let mut leaks = Vec::new();
    for letter in letters {
        for (name, bytes) in &letter.files {
            if let Ok(path) = OutPath::new(&format!("{}/{}/{name}", letter.audience, letter.date)) {
                leaks.extend(scan.search(&path, bytes));
                sink.keep(&path, bytes)?;
            }
        }
    }
    Ok(leaks)
}
