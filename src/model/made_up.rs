//! The next issue as readers would get it who do not exist.

use jiff::Zoned;

use crate::model::Model;
use crate::model::issue_files;
use crate::model::issues::Context;
use crate::model::issues::Draft;
use crate::model::request;
use crate::model::told::Told;
use crate::newsletter::Issue;
use crate::people::Audience;
use crate::relation::Facts;
use crate::relation::IssueRequest;
use crate::relation::MadeUpMessage;
use crate::relation::made_up_messages;
use crate::source::SourceTree;

/// The next issue of an audience for one made-up reader.
#[derive(Debug)]
pub struct MadeUpLetter {
    /// Who, and what the rules decided.
    pub message: MadeUpMessage,
    /// The issue with the items of this reader, if there is a message.
    pub issue: Option<Issue>,
}

/// Writes the next issue of `audience` for a first message, and for readers of each stage. `sources` are those that
/// `model` was made of. Faults of the issue are those of the model, and are not reported again.
pub fn made_up_letters(model: &Model, sources: &SourceTree, audience: &Audience) -> Vec<MadeUpLetter> {
    let Some(plan) = model.plans.iter().find(|plan| plan.audience == audience.id) else { return Vec::new() };
    let (files, _) = issue_files(sources, &model.site.config);
    let requests: Vec<IssueRequest> = files.iter().map(|(path, file)| request(path, file)).collect();
    let facts = Facts {
        community: &model.community,
        items: &model.items,
        ledger: &model.ledger,
        requests: &requests,
        today: model.site.today,
    };
    let context =
        Context { site: &model.site, community: &model.community, ledger: &model.ledger, files: &files };
    let due: Option<&Zoned> = plan.due.as_ref();
    let sender = context.sender(audience);
    let mut told = Told::default();
    told.begin(&model.site.config);
    let letters = made_up_messages(&facts, audience, plan).into_iter().map(|message| {
        let issue = message.outcome.as_ref().ok().map(|items| {
            let items = items.iter().map(|item| (item.path.clone(), item.kind)).collect();
            let draft = Draft { audience, sender, date: plan.date, due: due.cloned(), items };
            context.write(draft, &mut told).0
        });
        MadeUpLetter { message, issue }
    });
    letters.collect()
}
