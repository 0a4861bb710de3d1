//! `regards audiences`: who is in each, and why; what one reader has earned.

use std::fmt::Write;

use crate::cli::BuildArgs;
use crate::cli::Exit;
use crate::cli::Format;
use crate::cli::Global;
use crate::cli::levels::settle;
use crate::cli::report::report;
use crate::cli::site_run::understand;
use crate::cli::summary::counted;
use crate::diag::did_you_mean;
use crate::diag::json_line;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::model::Model;
use crate::people::Audience;
use crate::people::Contact;
use crate::people::membership;
use crate::relation::Gate;
use crate::relation::Histories;
use crate::relation::NeedStatus;
use crate::relation::ask_gate;
use crate::relation::needs;
use crate::relation::standing;

/// Prints every audience, or one contact's membership and gates. Names and addresses are never printed.
pub fn audiences(contact: Option<&str>, global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    let mut run = understand(&BuildArgs::default(), global)?;
    settle(&mut run.diagnostics, &run.config);
    let exit = Exit::of(&run.diagnostics, global.deny);
    if exit != Exit::Fine {
        report(&run.diagnostics, &run.sources, &run.config, global, terminal)?;
    }
    let Some(model) = &run.model else { return Ok(exit) };
    match contact {
        None if global.format == Format::Json => terminal.out(&json_overview(model))?,
        None => terminal.out(&overview(model))?,
        Some(id) => match model.community.contacts.iter().find(|contact| contact.id == id) {
            Some(contact) if global.format == Format::Json => terminal.out(&json_reader(model, contact))?,
            Some(contact) => terminal.out(&one_reader(model, contact))?,
            None => {
                let ids = model.community.contacts.iter().map(|contact| contact.id.as_str());
                let help = did_you_mean(id, ids).unwrap_or_else(|| "contacts are named by their `id`".into());
                terminal.report(&format!("error: there is no contact `{id}`\n  help: {help}\n"));
                return Ok(Exit::Fault);
            }
        },
    }
    Ok(exit)
}

fn overview(model: &Model) -> String {
    let mut text = String::new();
    let community = &model.community;
    if community.audiences.audiences.is_empty() {
        return "There is no audience yet: audiences.yaml holds none.\n".into();
    }
    let states = needs(community, &model.items, model.site.today);
    let histories = Histories::new(&model.ledger);
    for audience in &community.audiences.audiences {
        let members: Vec<&Contact> = community
            .contacts
            .iter()
            .filter(|contact| crate::people::belongs(&audience.segment, contact))
            .collect();
        let count = members.len();
        let _ = writeln!(
            text,
            "{} ({}), {count} of {}",
            audience.id,
            audience.name,
            counted(community.contacts.len(), "reader")
        );
        let _ = writeln!(text, "  why      {}", audience.why);
        let _ = writeln!(text, "  belongs  {}", segment_words(audience));
        if let Some(promise) = &audience.promise {
            let standing = standing(promise, &audience.id, &model.ledger, model.site.today);
            let _ = writeln!(text, "  promise  {promise}; {}", standing.reason());
        }
        for state in states.iter().filter(|state| state.need.audience == audience.id) {
            let status = match &state.status {
                NeedStatus::Answered { .. } => "answered",
                NeedStatus::Open { .. } => "open    ",
                NeedStatus::Overdue { .. } => "overdue ",
            };
            let _ = writeln!(text, "  need     {status} “{}”", state.ask);
        }
        let earned = members
            .iter()
            .filter(|contact| gate(audience, contact, &histories, model).lets_through())
            .count();
        let _ = writeln!(text, "  ask      {earned} of {count} have earned one\n");
    }
    text
}

/// One JSON object a line and audience. Readers stand in it by their ids.
fn json_overview(model: &Model) -> String {
    let community = &model.community;
    let histories = Histories::new(&model.ledger);
    let states = needs(community, &model.items, model.site.today);
    let mut text = String::new();
    for audience in &community.audiences.audiences {
        let members: Vec<&Contact> = (community.contacts.iter())
            .filter(|contact| crate::people::belongs(&audience.segment, contact))
            .collect();
        let earned: Vec<&str> = (members.iter())
            .filter(|contact| gate(audience, contact, &histories, model).lets_through())
            .map(|contact| contact.id.as_str())
            .collect();
        let needs: Vec<serde_json::Value> = (states.iter())
            .filter(|state| state.need.audience == audience.id)
            .map(|state| {
                let status = match &state.status {
                    NeedStatus::Answered { .. } => "answered",
                    NeedStatus::Open { .. } => "open",
                    NeedStatus::Overdue { .. } => "overdue",
                };
                serde_json::json!({ "ask": state.ask, "status": status })
            })
            .collect();
        let promise = audience.promise.as_ref().map(|promise| {
            let standing = standing(promise, &audience.id, &model.ledger, model.site.today);
            serde_json::json!({ "rhythm": promise.to_string(), "standing": standing.reason() })
        });
        let line = serde_json::json!({ "audience": {
            "id": audience.id,
            "name": audience.name,
            "why": audience.why,
            "readers": members.iter().map(|contact| contact.id.as_str()).collect::<Vec<_>>(),
            "may_be_asked": earned,
            "promise": promise,
            "needs": needs,
        }});
        text.push_str(&json_line(&line));
    }
    text
}

/// One JSON object about one reader, without name and address.
fn json_reader(model: &Model, contact: &Contact) -> String {
    let histories = Histories::new(&model.ledger);
    let history = histories.of(&contact.id);
    let audiences: Vec<serde_json::Value> = (model.community.audiences.audiences.iter())
        .map(|audience| {
            let membership = membership(&audience.segment, contact);
            let gate = membership.belongs.then(|| gate(audience, contact, &histories, model));
            serde_json::json!({
                "id": audience.id,
                "belongs": membership.belongs,
                "because": membership.reason.to_string(),
                "may_be_asked": gate.as_ref().map(Gate::lets_through),
                "gate": gate.as_ref().map(Gate::reason),
            })
        })
        .collect();
    let reader = serde_json::json!({ "contact": {
        "id": contact.id,
        "stage": contact.stage.to_string(),
        "owner": contact.owner,
        "messages": history.messages.len(),
        "gives": history.gives(),
        "gives_since_ask": history.gives_since_ask(),
        "last_ask": history.last_ask.map(|date| date.to_string()),
        "consent": contact.consent.is_some(),
        "audiences": audiences,
    }});
    json_line(&reader)
}

fn segment_words(audience: &Audience) -> String {
    let segment = &audience.segment;
    let mut parts = Vec::new();
    if !segment.tags.is_empty() {
        parts.push(format!("tagged {}", segment.tags.join(" and ")));
    }
    if !segment.any.is_empty() {
        parts.push(format!("tagged {}", segment.any.join(" or ")));
    }
    if !segment.not.is_empty() {
        parts.push(format!("not tagged {}", segment.not.join(" or ")));
    }
    if let Some(range) = &segment.stage {
        parts.push(format!("stage {range}"));
    }
    if let Some(owner) = &segment.owner {
        parts.push(format!("owned by {owner}"));
    }
    if parts.is_empty() { "everybody".into() } else { parts.join(", ") }
}

fn one_reader(model: &Model, contact: &Contact) -> String {
    let mut text = String::new();
    let histories = Histories::new(&model.ledger);
    let history = histories.of(&contact.id);
    let _ = writeln!(text, "{}, stage {}, owner {}", contact.id, contact.stage, contact.owner);
    let _ = writeln!(
        text,
        "  {} messages so far, {} gives, {} since the last ask{}",
        history.messages.len(),
        history.gives(),
        history.gives_since_ask(),
        history.last_ask.map_or_else(String::new, |date| format!(" on {date}"))
    );
    if contact.consent.is_none() {
        text.push_str("  never mailed: there is no consent\n");
    }
    for audience in &model.community.audiences.audiences {
        let membership = membership(&audience.segment, contact);
        let sign = if membership.belongs { "in " } else { "out" };
        let _ = writeln!(text, "\n{sign} {}: {}", audience.id, membership.reason);
        if membership.belongs {
            let gate = gate(audience, contact, &histories, model);
            let state = if gate.lets_through() { "may be asked" } else { "is not asked" };
            let _ = writeln!(text, "    {state}: {}", gate.reason());
        }
    }
    text
}

fn gate(audience: &Audience, contact: &Contact, histories: &Histories<'_>, model: &Model) -> Gate {
    ask_gate(audience, contact, histories.of(&contact.id), model.site.today)
}
