//! From decided issues to written ones: subjects, introductions and summaries.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Zoned;
use jiff::civil::Date;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::config::Kind;
use crate::diag::Diagnostic;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::diag::Rule;
use crate::model::told::Told;
use crate::model::told::prose;
use crate::newsletter::Author;
use crate::newsletter::Issue;
use crate::newsletter::IssueFile;
use crate::newsletter::IssueItem;
use crate::newsletter::IssueLink;
use crate::newsletter::IssuePage;
use crate::newsletter::IssueState;
use crate::newsletter::Lead;
use crate::newsletter::Legal;
use crate::newsletter::Mailbox;
use crate::newsletter::Prose;
use crate::newsletter::Words;
use crate::newsletter::issue_page;
use crate::newsletter::subject_line;
use crate::output::generated;
use crate::people::Archive;
use crate::people::Audience;
use crate::people::Community;
use crate::people::From as Sender;
use crate::people::Person;
use crate::people::UNKNOWN_AUDIENCE;
use crate::relation::IssuePlan;
use crate::relation::Ledger;
use crate::relation::answered_need;
use crate::site::LeftOutReason;
use crate::site::Page;
use crate::site::PageId;
use crate::site::Site;
use crate::site::Target;
use crate::source::SourcePath;
use crate::source::Span;

/// A hand-written issue that names a post that is not there.
pub const UNKNOWN_ISSUE_ITEM: Rule = Rule {
    name: "unknown-issue-item",
    level: Level::Error,
    explain: "`items:` of a hand-written issue names a post that is not published: there is no such file, it is a draft, \
              or its date lies ahead. Mend the path, publish the post, or take it out of the issue. A post that comes \
              out on the day of the issue or before is only a note: until then the issue is shown without it.",
};

/// The next issue of one audience, written.
#[derive(Debug)]
pub struct NextIssue {
    /// The audience's id.
    pub audience: String,
    /// The day that names it.
    pub date: Date,
    /// The letter, with every item that some reader may get.
    pub issue: Issue,
}

/// What issues are written from.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The posts.
    pub site: &'a Site,
    /// Who writes, and to whom.
    pub community: &'a Community,
    /// What was sent before.
    pub ledger: &'a Ledger,
    /// The hand-written parts.
    pub files: &'a [(SourcePath, IssueFile)],
}

/// Writes the next issues, and the web version of every issue that may be read by all, sent or next.
pub fn write_issues(
    context: &Context<'_>,
    plans: &[Arc<IssuePlan>],
    told: &mut Told,
) -> (Vec<NextIssue>, Vec<IssuePage>, Diagnostics) {
    let mut diagnostics = check_files(context);
    let mut next = Vec::new();
    let mut pages = Vec::new();
    told.begin(&context.site.config);
    for audience in &context.community.audiences.audiences {
        let sender = context.sender(audience);
        let mut issues = BTreeMap::new();
        if audience.archive == Archive::Public {
            issues = sent_issues(context, audience, sender, told);
        }
        let plan = plans.iter().find(|plan| plan.audience == audience.id && plan.skip.is_none());
        if let Some(plan) = plan {
            let items = plan.items.iter().map(|item| (item.path.clone(), item.kind)).collect();
            let draft = Draft { audience, sender, date: plan.date, due: plan.due.clone(), items };
            let (issue, met) = context.write(draft, told);
            diagnostics.extend(met);
            issues.entry(plan.date).or_insert((issue.clone(), IssueState::Upcoming)).0 = issue.clone();
            next.push(NextIssue { audience: audience.id.clone(), date: plan.date, issue });
        }
        if audience.archive == Archive::Public {
            pages.extend(chain(context, audience, &issues));
        }
    }
    (next, pages, diagnostics)
}

/// An issue that is to be written.
pub(super) struct Draft<'a> {
    pub(super) audience: &'a Audience,
    /// Whom its sample comes from: [`Context::sender`].
    pub(super) sender: Option<&'a Person>,
    pub(super) date: Date,
    /// When the promise wants it.
    pub(super) due: Option<Zoned>,
    pub(super) items: Vec<(SourcePath, Kind)>,
}

/// The issues that the ledger says went out, written again from their posts. What was wrong with them then is
/// not reported now.
fn sent_issues(
    context: &Context<'_>,
    audience: &Audience,
    sender: Option<&Person>,
    told: &mut Told,
) -> BTreeMap<Date, (Issue, IssueState)> {
    // A ledger has many messages, and few issues and posts.
    let mut items: BTreeMap<Date, Vec<(&str, Kind)>> = BTreeMap::new();
    for entry in context.ledger.messages.iter().filter(|entry| entry.audience == audience.id) {
        let issue = items.entry(entry.issue).or_default();
        for item in &entry.items {
            if issue.iter().all(|(known, _)| *known != item.path) {
                issue.push((&item.path, item.kind));
            }
        }
    }
    let mut issues = BTreeMap::new();
    for (date, items) in items {
        let paths = items.into_iter().filter_map(|(path, kind)| Some((SourcePath::new(path).ok()?, kind)));
        let mut items: Vec<(SourcePath, Kind)> = Vec::new();
        for (path, kind) in paths {
            if items.iter().all(|(known, _)| *known != path) {
                items.push((path, kind));
            }
        }
        let (issue, _) = context.write(Draft { audience, sender, date, due: None, items }, told);
        if !issue.items.is_empty() {
            issues.insert(date, (issue, IssueState::Sent));
        }
    }
    issues
}

/// Web versions, each linked to the neighbours that went out.
fn chain(
    context: &Context<'_>,
    audience: &Audience,
    issues: &BTreeMap<Date, (Issue, IssueState)>,
) -> Vec<IssuePage> {
    let links: Vec<Option<IssueLink>> = issues
        .iter()
        .map(|(date, (issue, state))| {
            (*state == IssueState::Sent).then(|| IssueLink {
                date: date.to_string(),
                subject: issue.subject.clone(),
                url: context.site.href(&generated::issue(&audience.id, *date)),
            })
        })
        .collect();
    let neighbour = |place: Option<usize>| place.and_then(|place| links.get(place).cloned().flatten());
    issues
        .values()
        .enumerate()
        .map(|(place, (issue, state))| {
            issue_page(issue, *state, neighbour(place.checked_sub(1)), neighbour(Some(place + 1)))
        })
        .collect()
}

impl Context<'_> {
    /// Writes the issue of a day with these items.
    pub(super) fn write(&self, draft: Draft<'_>, told: &mut Told) -> (Issue, Diagnostics) {
        let Draft { audience, sender, date, due, items } = draft;
        let site = self.site;
        let written =
            self.files.iter().find(|(_, file)| file.audience_id == audience.id && file.date == date);
        let pages: Vec<(&Page, Kind)> =
            items.iter().filter_map(|(path, kind)| Some((page_at(site, path)?, *kind))).collect();
        let lead = pages.first().map(|(page, _)| {
            let (summary, place) = told.lead(site, page);
            Lead { title: &page.title, summary, place: Some(place) }
        });
        let (subject, diagnostics) = subject_line(written.map(|(_, file)| file), lead);
        let legal = self.community.audiences.legal.as_ref();
        let leave = legal.map(|legal| &legal.leave);
        let public = audience.archive == Archive::Public;
        let url = |path: &str| public.then(|| site.permalink(path));
        let issue = Issue {
            audience_id: audience.id.clone(),
            audience_name: audience.name.clone(),
            why: audience.why.clone(),
            date: due.filter(|due| due.date() == date).unwrap_or_else(|| self.at_nine(audience, date)),
            subject: subject.subject,
            preheader: subject.preheader,
            intro: written.map_or_else(Prose::default, |(path, file)| prose(site, path, &file.intro)),
            items: pages.into_iter().map(|page| self.item(page, audience, sender, told)).collect(),
            reply_invite: audience.reply_invite.clone(),
            owner: Mailbox {
                name: sender.map_or_else(String::new, |person| person.name.clone()),
                address: sender.and_then(|person| person.email.clone()).unwrap_or_default(),
            },
            signature: sender.and_then(|person| person.signature.clone()).unwrap_or_default(),
            legal: Legal {
                postal: legal.map(|legal| legal.postal.clone()).unwrap_or_default(),
                leave_mail: leave.and_then(|leave| leave.mail.clone()),
                leave_url: leave.and_then(|leave| leave.url.clone()),
                one_click: false,
            },
            web_url: url(&generated::issue(&audience.id, date)),
            archive_url: url(&generated::issues(&audience.id)),
            language: site.config.language.clone(),
            words: Words::for_language(&site.config.language),
            site_title: site.config.title.clone(),
            base_url: site.base_url.clone(),
            place: Some(written.map_or_else(|| audience.place.clone(), |(path, _)| Span::start_of(path))),
        };
        (issue, diagnostics)
    }

    /// Who an audience's sample comes from: the person it names, or the owner of most of its readers.
    pub(super) fn sender(&self, audience: &Audience) -> Option<&Person> {
        let people = &self.community.audiences;
        match &audience.from {
            Sender::Person(id) => people.person(id),
            Sender::Owner => {
                let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
                for member in self.community.contacts.iter() {
                    if crate::people::belongs(&audience.segment, member) {
                        *counts.entry(member.owner.as_str()).or_default() += 1;
                    }
                }
                let most = counts.into_iter().max_by(|(a, left), (b, right)| left.cmp(right).then(b.cmp(a)));
                most.and_then(|(id, _)| people.person(id)).or_else(|| people.people.first())
            }
        }
    }

    /// Nine in the morning, for an issue whose promise names no hour.
    fn at_nine(&self, audience: &Audience, date: Date) -> Zoned {
        let zone = audience.promise.as_ref().map_or(&self.site.timezone, |promise| &promise.zone);
        let nine = date.to_datetime(Time::constant(9, 0, 0, 0));
        nine.to_zoned(zone.clone()).unwrap_or_else(|_| Zoned::new(jiff::Timestamp::UNIX_EPOCH, TimeZone::UTC))
    }

    /// A post in a letter of `sender` to `audience`.
    fn item(
        &self,
        (page, kind): (&Page, Kind),
        audience: &Audience,
        sender: Option<&Person>,
        told: &mut Told,
    ) -> IssueItem {
        let by_owner_alone =
            page.authors.iter().all(|author| author.id.as_deref() == sender.map(|person| person.id.as_str()));
        let authors = page.authors.iter().map(|author| Author {
            name: author.name.clone(),
            url: author.id.as_ref().map(|id| format!("{}#{id}", self.site.permalink("/people/"))),
        });
        IssueItem {
            title: page.title.clone(),
            url: self.site.permalink(&page.url_path),
            kind,
            need: answered_need(audience, &page.answers).map(|need| need.ask.clone()),
            summary: told.summary(self.site, page),
            authors: if by_owner_alone { Vec::new() } else { authors.collect() },
            reading_time: page.reading_time() as usize,
        }
    }
}

fn page_at<'a>(site: &'a Site, path: &SourcePath) -> Option<&'a Page> {
    match site.targets.get(path)? {
        Target::Page(PageId(id)) => site.pages.get(*id as usize),
        _ => None,
    }
}

/// Checks what the hand-written files name.
fn check_files(context: &Context<'_>) -> Diagnostics {
    let audiences: BTreeSet<&str> =
        context.community.audiences.audiences.iter().map(|audience| audience.id.as_str()).collect();
    let mut diagnostics = Diagnostics::new();
    for (_, file) in context.files {
        if !audiences.contains(file.audience_id.as_str()) {
            let message = format!("there is no audience `{}`", file.audience_id);
            let diagnostic = Diagnostic::new(&UNKNOWN_AUDIENCE, message).at(file.span.clone());
            let help = crate::diag::did_you_mean(&file.audience_id, audiences.iter().copied());
            diagnostics.push(match help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
        }
        for (item, span) in &file.items {
            if page_at(context.site, item).is_none() {
                let left_out = context.site.left_out.iter().find(|left_out| left_out.source == *item);
                let why = left_out
                    .map_or_else(|| "is not there".to_owned(), |left_out| left_out.reason.to_string());
                let message = format!("the issue names {item}, which {why}");
                let mut diagnostic = Diagnostic::new(&UNKNOWN_ISSUE_ITEM, message).at(span.clone());
                if let Some(LeftOutReason::Scheduled(date)) = left_out.map(|left_out| left_out.reason)
                    && date <= file.date
                {
                    diagnostic.level = Level::Note;
                    diagnostic =
                        diagnostic.help("it will be out by then; look at the letter again on that day");
                }
                diagnostics.push(diagnostic);
            }
        }
    }
    diagnostics
}
