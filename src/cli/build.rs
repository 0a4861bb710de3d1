//! `regards build`: the whole way from files to files.

use crate::cli::BuildArgs;
use crate::cli::Exit;
use crate::cli::Format;
use crate::cli::Global;
use crate::cli::faults::ADOPTED_OUTPUT;
use crate::cli::flagged::summaries;
use crate::cli::leaks::LeakScan;
use crate::cli::levels::settle;
use crate::cli::rendering::Sink;
use crate::cli::rendering::keep_letters;
use crate::cli::rendering::render_all;
use crate::cli::report::count_line;
use crate::cli::report::report;
use crate::cli::report_lines::Problems;
use crate::cli::report_lines::Refused;
use crate::cli::report_lines::RefusedLine;
use crate::cli::site_run::SiteRun;
use crate::cli::site_run::prepare;
use crate::cli::site_run::understand;
use crate::cli::summary::Built;
use crate::cli::summary::counted;
use crate::cli::summary::json_summary;
use crate::cli::summary::summary;
use crate::diag::Diagnostic;
use crate::diag::json_line;
use crate::effects::Checked;
use crate::effects::IoFault;
use crate::effects::Publication;
use crate::effects::Stopwatch;
use crate::effects::Terminal;
use crate::plan::Job;
use crate::render::compose_letters;

/// Builds the site: loads, understands, plans, renders, scans, and puts the output into place.
pub fn build(arguments: &BuildArgs, global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    let stopwatch = Stopwatch::start();
    let mut run = understand(arguments, global)?;
    let prepared = prepare(&mut run);
    // A build that goes by verdicts says which posts they stand on.
    let denied = run.model.as_ref().filter(|_| !global.deny.verdicts().is_empty()).map(summaries);
    run.diagnostics.extend(denied.into_iter().flatten().filter(|flag| global.deny.forbids(flag)));
    settle(&mut run.diagnostics, &run.config);
    let (Some((renderer, plan)), Exit::Fine) = (prepared, Exit::of(&run.diagnostics, global.deny)) else {
        return refuse(&run, global, terminal);
    };
    let Some(model) = run.model.take() else { return refuse(&run, global, terminal) };

    let letters = compose_letters(&model, renderer.inputs(), &mut run.diagnostics);
    let blog = Publication::begin(&global.root, &run.config.output_dir)?;
    let outbox = Publication::begin(&global.root, &run.config.outbox_dir)?;
    let scan = LeakScan::new(&model.community.contacts);
    let quiet = Terminal { watched: terminal.watched && !global.quiet, ..*terminal };
    let progress = quiet.progress(plan.jobs().len(), "Rendering");
    let (met, mut leaks) = render_all(&renderer, &plan, Sink::Folder(&blog), &scan, &progress)?;
    run.diagnostics.extend(met);
    leaks.extend(keep_letters(&letters, Sink::Folder(&outbox), &scan)?);
    run.diagnostics.extend(scan.report(&leaks, &run.sources, &run.config));
    settle(&mut run.diagnostics, &run.config);
    if Exit::of(&run.diagnostics, global.deny) != Exit::Fine {
        return refuse(&run, global, terminal);
    }
    // Whatever stands in the way of either is found before either is touched.
    let (blog, outbox) = (blog.check()?, outbox.check()?);
    run.diagnostics.extend(adopted(&blog, &run.config.output_dir));
    run.diagnostics.extend(adopted(&outbox, &run.config.outbox_dir));
    settle(&mut run.diagnostics, &run.config);
    if Exit::of(&run.diagnostics, global.deny) != Exit::Fine {
        return refuse(&run, global, terminal);
    }
    let (blog, _) = (blog.commit()?, outbox.commit()?);
    let built = Built {
        model: &model,
        config: &run.config,
        letters: &letters,
        pages: plan.jobs().filter(|(_, job)| is_page(job)).count(),
        blog,
        elapsed: stopwatch.elapsed(),
        diagnostics: &run.diagnostics,
    };
    report(&run.diagnostics, &run.sources, &run.config, global, terminal)?;
    match global.format {
        Format::Json => terminal.out(&json_summary(&built))?,
        Format::Human if !global.quiet => terminal.out(&summary(&built))?,
        Format::Human | Format::Short | Format::Sarif | Format::Github => {}
    }
    Ok(Exit::Fine)
}

/// Says that files of unknown origin will be overwritten.
fn adopted(output: &Checked, folder: &str) -> Option<Diagnostic> {
    let count = output.adopted();
    (count > 0).then(|| {
        let files = counted(count, "file");
        let message = format!("no record says who wrote {files} of {folder}/ that this build makes, too");
        Diagnostic::new(&ADOPTED_OUTPUT, message)
            .help("they count as an earlier build's, and are kept up to date")
    })
}

/// Reports what was wrong and says that nothing was written.
fn refuse(run: &SiteRun, global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    report(&run.diagnostics, &run.sources, &run.config, global, terminal)?;
    match global.format {
        Format::Human => {
            let counts = count_line(&run.diagnostics).unwrap_or_default();
            terminal.report(&format!("{counts}; nothing was written, and the former output is untouched\n"));
        }
        Format::Json => {
            let problems = Problems::of(&run.diagnostics);
            terminal.out(&json_line(&RefusedLine { summary: Refused { problems, written: 0 } }))?;
        }
        Format::Short | Format::Sarif | Format::Github => {}
    }
    Ok(Exit::Problems)
}

/// Whether a job makes a page that somebody reads.
fn is_page(job: &Job) -> bool {
    !matches!(
        job,
        Job::Copy(_)
            | Job::ThemeFile(_)
            | Job::Feed { .. }
            | Job::Sitemap { .. }
            | Job::Robots
            | Job::Alias { .. }
    )
}
