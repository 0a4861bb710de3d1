//! What a build says at its end.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use crate::cli::report::count_line;
use crate::cli::report_lines::BuiltLine;
use crate::cli::report_lines::BuiltSummary;
use crate::cli::report_lines::HeldLine;
use crate::cli::report_lines::IssueLine;
use crate::cli::report_lines::Problems;
use crate::config::Config;
use crate::config::Kind;
use crate::diag::Diagnostics;
use crate::diag::json_line;
use crate::effects::Published;
use crate::model::Model;
use crate::promo::Judgement;
use crate::promo::Verdict;
use crate::relation::Held;
use crate::relation::IssuePlan;
use crate::relation::NeedStatus;
use crate::relation::losing_touch;
use crate::relation::needs;
use crate::render::Letter;
use crate::site::LeftOutReason;
use crate::site::Page;

/// How many lines each part of the summary has at most, before it counts the rest.
const LINES: usize = 8;

/// Everything that a build's summary speaks of.
#[derive(Debug)]
pub struct Built<'a> {
    /// What was understood.
    pub model: &'a Model,
    /// The settings.
    pub config: &'a Config,
    /// The newsletters.
    pub letters: &'a [Letter],
    /// How many pages the blog has.
    pub pages: usize,
    /// What happened in the output folder.
    pub blog: Published,
    /// The time it took.
    pub elapsed: Duration,
    /// What was wrong.
    pub diagnostics: &'a Diagnostics,
}

/// The summary for a person.
pub fn summary(built: &Built<'_>) -> String {
    let mut text = String::new();
    let Published { written, unchanged, removed } = built.blog;
    let _ = writeln!(
        text,
        "Blog: {} in {}/ ({written} files written, {unchanged} unchanged, {removed} removed)",
        counted(built.pages, "page"),
        built.config.output_dir
    );
    left_out(&mut text, built.model);
    if !built.model.plans.is_empty() {
        let _ = writeln!(
            text,
            "Newsletters: {} in {}/",
            counted(built.letters.len(), "issue"),
            built.config.outbox_dir
        );
        for plan in &built.model.plans {
            newsletter(&mut text, plan, built);
        }
    }
    relations(&mut text, built.model);
    flagged(&mut text, built.model);
    let problems = count_line(built.diagnostics).map_or_else(String::new, |counts| format!(", {counts}"));
    let _ = writeln!(text, "Done in {:.2} s{problems}", built.elapsed.as_secs_f64());
    text
}

/// The summary for a program: one JSON object.
pub fn json_summary(built: &Built<'_>) -> String {
    let Published { written, unchanged, removed } = built.blog;
    let line = BuiltLine {
        summary: BuiltSummary {
            problems: Problems::of(built.diagnostics),
            pages: built.pages,
            written,
            unchanged,
            removed,
            newsletters: built.model.plans.iter().map(|plan| issue_line(plan)).collect(),
            flagged: flagged_pages(built.model).map(|(page, _)| page.source.as_str()).collect(),
            seconds: built.elapsed.as_secs_f64(),
        },
    };
    json_line(&line)
}

fn issue_line<'a>(plan: &'a IssuePlan) -> IssueLine<'a> {
    let held = |held: &'a Held| HeldLine {
        contact: &held.contact,
        item: held.item.as_str(),
        reason: held.gate.reason(),
    };
    IssueLine {
        audience: &plan.audience,
        date: plan.date.to_string(),
        items: plan.items.iter().map(|item| item.path.as_str()).collect(),
        readers: plan.readers(),
        held: plan.held.iter().map(held).collect(),
        skipped: plan.skip.as_ref().map(crate::relation::SkipReason::reason),
        override_reason: plan.override_reason.as_deref(),
    }
}

fn left_out(text: &mut String, model: &Model) {
    let left_out = &model.site.left_out;
    let drafts = left_out.iter().filter(|page| page.reason == LeftOutReason::Draft).count();
    let expired = left_out.iter().filter(|page| matches!(page.reason, LeftOutReason::Expired(_))).count();
    let scheduled: Vec<jiff::civil::Date> = left_out
        .iter()
        .filter_map(|page| match page.reason {
            LeftOutReason::Scheduled(date) => Some(date),
            _ => None,
        })
        .collect();
    let mut parts = Vec::new();
    if drafts > 0 {
        parts.push(counted(drafts, "draft"));
    }
    if let Some(first) = scheduled.iter().min() {
        parts.push(format!("{} scheduled, the next for {first}", scheduled.len()));
    }
    if expired > 0 {
        parts.push(format!("{expired} expired"));
    }
    if !parts.is_empty() {
        let _ = writeln!(text, "  left out: {}", parts.join("; "));
    }
}

fn newsletter(text: &mut String, plan: &IssuePlan, built: &Built<'_>) {
    if let Some(reason) = &plan.skip {
        let _ = writeln!(text, "  {}: skipped, {}", plan.audience, reason.reason());
        return;
    }
    let subject = built.letters.iter().find(|letter| letter.audience == plan.audience);
    let subject = subject.map_or("not composed", |letter| letter.subject.as_str());
    let _ = writeln!(
        text,
        "  {} {}: “{subject}”, {} for {}",
        plan.audience,
        plan.date,
        counted(plan.items.len(), "item"),
        counted(plan.readers(), "reader")
    );
    if let Some(reason) = &plan.override_reason {
        let _ = writeln!(text, "    asks by override: {reason}");
    }
    let mut held: BTreeMap<&str, Vec<&Held>> = BTreeMap::new();
    for hold in &plan.held {
        held.entry(hold.item.as_str()).or_default().push(hold);
    }
    for (item, holds) in held {
        let _ = writeln!(text, "    held for {}: the ask {item}", counted(holds.len(), "reader"));
        for hold in holds.iter().take(LINES) {
            let _ = writeln!(text, "      {}: {}", hold.contact, hold.gate.reason());
        }
        more(text, holds.len(), "      ");
    }
    for left_out in plan.left_out.iter().take(LINES) {
        let _ = writeln!(text, "    left out {}: {}", left_out.path, left_out.why.reason());
    }
    for not_mailed in plan.not_mailed.iter().take(LINES) {
        let _ = writeln!(text, "    no mail to {}: {}", not_mailed.contact, not_mailed.why.reason());
    }
    more(text, plan.not_mailed.len(), "    ");
}

fn relations(text: &mut String, model: &Model) {
    let today = model.site.today;
    let needs = needs(&model.community, &model.items, today);
    let open: Vec<_> =
        needs.iter().filter(|need| !matches!(need.status, NeedStatus::Answered { .. })).collect();
    if let Some(first) = open.first() {
        let more = if open.len() > 1 { format!(" (and {} more)", open.len() - 1) } else { String::new() };
        let _ = writeln!(text, "Next to write: “{}”{more}", first.ask);
    }
    let losing = losing_touch(&model.community, today);
    if !losing.is_empty() {
        let _ = writeln!(text, "Losing touch with {}:", counted(losing.len(), "reader"));
        for reader in losing.iter().take(3) {
            let _ = writeln!(text, "  {}, write to {}: {}", reader.owner, reader.contact, reader.reason());
        }
    }
}

/// Posts that the promo check calls promotional, with how that sits with what they call themselves.
fn flagged_pages(model: &Model) -> impl Iterator<Item = (&Page, &Judgement)> {
    model
        .site
        .pages
        .iter()
        .zip(model.judgements.iter().map(AsRef::as_ref))
        .filter(|(_, judgement): &(&Page, &Judgement)| judgement.verdict == Verdict::Promotional)
}

fn flagged(text: &mut String, model: &Model) {
    let flagged: Vec<(&Page, &Judgement)> = flagged_pages(model).collect();
    if flagged.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "Flagged as promotional: {} (`regards check` shows why)",
        counted(flagged.len(), "post")
    );
    for (page, judgement) in flagged.iter().take(LINES) {
        let note = match (page.disputed, &page.not_promotional) {
            (true, _) if page.declared_kind == Some(Kind::News) => ", calls itself news",
            (true, _) => ", calls itself a give",
            (false, Some(_)) => ", disputed with a reason",
            (false, None) => "",
        };
        let _ = writeln!(text, "  {}: {}{note}", page.source, crate::promo::summary(judgement));
    }
    more(text, flagged.len(), "  ");
}

fn more(text: &mut String, count: usize, indent: &str) {
    if count > LINES {
        let _ = writeln!(text, "{indent}… and {} more", count - LINES);
    }
}

/// `1 page`, `2 pages`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
