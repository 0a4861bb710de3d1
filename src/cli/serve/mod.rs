//! `regards serve`: the site while it is written.
//!
//! Start at [`serve`]. One thread watches, and understands the site again after each change; the server's own threads
//! answer from what was understood last. A request that comes between a save and its result waits for the result.

mod announcer;
mod change;
mod front;
mod lines;
mod problems;
mod workshop;

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::cli::Exit;
use crate::cli::Format;
use crate::cli::Global;
use crate::cli::ServeArgs;
use crate::cli::report::report;
use crate::cli::serve::announcer::Announcer;
use crate::cli::serve::announcer::Event;
use crate::cli::serve::change::Outcome;
use crate::cli::serve::front::Front;
use crate::cli::serve::workshop::Bench;
use crate::cli::serve::workshop::Turn;
use crate::cli::serve::workshop::Workshop;
use crate::config::Config;
use crate::config::MISSING_CONFIG;
use crate::effects;
use crate::effects::Changes;
use crate::effects::Disk;
use crate::effects::HttpServer;
use crate::effects::IoFault;
use crate::effects::Limits;
use crate::effects::Serving;
use crate::effects::Stopwatch;
use crate::effects::Terminal;
use crate::effects::Watch;
use crate::output::BaseUrl;
use crate::preview::Views;
use crate::source::SourcePath;

/// How often the site's folder is looked for when it is gone.
const A_MOMENT: Duration = Duration::from_secs(1);

/// How often the day is looked at, so that posts come out at midnight without a save.
const A_WHILE: Duration = Duration::from_secs(60);

/// Shows the site until the program is ended.
///
/// # Errors
/// If the port is taken, or the site's folder cannot be read or watched.
pub fn serve(arguments: &ServeArgs, global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    let format = if arguments.json { Format::Json } else { global.format };
    let global = Global { format, ..global.clone() };
    let root = effects::full_path(&global.root)?;
    // Watched before it is read: what is saved in between is not missed.
    let mut watch = Watch::begin(&global.root)?;
    let server = HttpServer::bind(arguments.bind, arguments.port)?;
    let host = format!("http://{}", reachable(server.address()));
    let front = Arc::new(Front::new(watch.stir()));
    let mut workshop = Workshop::new(Bench {
        arguments: &arguments.build,
        global: &global,
        host: host.clone(),
        editor: arguments.editor.clone(),
        root: root.to_string_lossy().into_owned(),
    });
    let mut disk = Disk::open(&global.root);
    let mut turn = workshop.turn(disk.load()?);
    if turn.diagnostics.iter().any(|diagnostic| diagnostic.rule == &MISSING_CONFIG) {
        report(&turn.diagnostics, &turn.sources, &turn.config, &global, terminal)?;
        return Ok(Exit::Problems);
    }
    let mut announcer = Announcer::new(&global, terminal);
    announcer.problems(&mut turn)?;
    let folder = BaseUrl::new(&turn.config.base_url).map(|url| url.path().to_owned()).unwrap_or_default();
    let url = format!("{host}{folder}/");
    let mut day = workshop.today(&turn.config);
    let mut views = Views::first(turn.snapshot.take(), std::mem::take(&mut turn.problems));
    front.show(views.clone(), private(&turn.config));
    let asked = arguments.build.base_url.as_deref().and_then(|url| BaseUrl::new(url).ok());
    let hosts = asked.map(|url| url.host().to_owned()).into_iter().collect();
    let serving = Serving { root: root.clone(), hosts, limits: Limits::default() };
    let _running = server.run(serving, Arc::clone(&front) as _)?;
    announcer.listening(&turn.config.title, &url, &format!("{host}/_regards/"), arguments.bind)?;
    if let Some(limit) = watch.limit() {
        terminal.report(&format!("warning: {limit}\n"));
    }
    if arguments.open && !effects::open_in_browser(&url) {
        terminal.report(&format!("warning: no browser could be started; open {url} in one\n"));
    }
    let mut is_lost = false;
    loop {
        let changes = watch.next(Some(if is_lost { A_MOMENT } else { A_WHILE }));
        let is_another_day = workshop.today(&turn.config) != day;
        let changes = match changes {
            _ if is_lost => {
                watch.look_again();
                Changes::everything().and(changes.unwrap_or_default())
            }
            Some(changes) => changes,
            None if is_another_day => Changes::default(),
            None => continue,
        };
        let stopwatch = Stopwatch::start();
        let (changes, next_turn) = brought_up_to_date(changes, &mut watch, &mut disk, &mut workshop);
        turn = match next_turn {
            Ok(next_turn) => next_turn,
            // The folder may come back: it was renamed, or lies on a disk that was taken away.
            Err(fault) => {
                if !is_lost {
                    terminal.report(&format!("warning: {fault}\n"));
                }
                is_lost = true;
                front.stir.publish(&changes);
                continue;
            }
        };
        is_lost = false;
        let new_day = Some(workshop.today(&turn.config)).filter(|today| *today != day);
        day = new_day.unwrap_or(day);
        let next = views.followed_by(turn.snapshot.take(), std::mem::take(&mut turn.problems));
        front.show(next.clone(), private(&turn.config));
        front.stir.publish(&changes);
        let elapsed = stopwatch.elapsed();
        let former = std::mem::replace(&mut views, next);
        let outcome = Outcome::of(&changes, &root, &former, &views);
        front.tell(&views, &outcome.copied);
        let difference = announcer.problems(&mut turn)?;
        announcer.change(&Event { outcome: &outcome, new_day, elapsed }, &turn, &difference)?;
    }
}

/// How often the site is understood anew, at most, because more came while it was: a program that never stops writing
/// must not keep the author from seeing anything.
const TURNS: usize = 4;

/// Understands the site with a change and whatever else belongs to the same save: a switch of branches, or the second
/// of two files. Work begins with the first file and is done again if there are others, since there mostly are none.
fn brought_up_to_date(
    mut changes: Changes,
    watch: &mut Watch,
    disk: &mut Disk,
    workshop: &mut Workshop<'_>,
) -> (Changes, Result<Turn, IoFault>) {
    let mut seen = changes.clone();
    let mut turns = 1;
    loop {
        let turn = disk.reload(&seen).map(|loaded| workshop.turn(loaded));
        let more = if turns < TURNS { watch.more() } else { None };
        match more {
            Some(more) => {
                turns += 1;
                changes = changes.and(more.clone());
                // What could not be read has not been seen.
                seen = if turn.is_ok() { more } else { changes.clone() };
            }
            None => return (changes, turn),
        }
    }
}

/// An address at which this machine reaches what listens on `address`.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// The files and folders of a site that no answer may hold.
fn private(config: &Config) -> Vec<SourcePath> {
    let names = ["contacts.yaml", "contacts.csv", &config.contacts.file, &config.ledger, &config.outbox_dir];
    names.into_iter().filter_map(|name| SourcePath::new(name).ok()).collect()
}
