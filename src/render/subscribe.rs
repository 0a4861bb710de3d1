//! The newsletters: who each is for, how often it comes, how to join.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tera::{Context, Value};

use crate::people::{Archive, Audience, From as Sender};
use crate::render::context::Globals;
use crate::render::shared::Shared;
use crate::render::values::{self, map};
use crate::render::{newsletter, paths};

/// The context of the page about all newsletters.
pub fn context(shared: &Shared, globals: &Globals) -> Context {
    let audiences = shared.inputs.audiences.audiences.iter().map(|audience| audience_value(shared, audience));
    let mut context = globals.context(shared, paths::SUBSCRIBE, &shared.site().config.language);
    context.insert_value("audiences", values::list(audiences));
    context
}

/// One audience, for readers who think about joining.
pub fn audience_value(shared: &Shared, audience: &Audience) -> Value {
    let audiences = &shared.inputs.audiences;
    let join = audiences.legal.as_ref().and_then(|legal| legal.join.as_ref());
    let join_mail =
        join.and_then(|join| join.mail.as_deref()).map(|address| join_mail(address, &audience.name));
    let issues = newsletter::issues_of(shared, &audience.id);
    let public = audience.archive == Archive::Public;
    let writers = match &audience.from {
        Sender::Owner => audiences.people.iter().filter(|person| person.email.is_some()).collect(),
        Sender::Person(id) => audiences.person(id).into_iter().collect::<Vec<_>>(),
    };
    let writers = writers.into_iter().map(|person| {
        map([
            ("id", Value::from(person.id.as_str())),
            ("name", Value::from(person.name.as_str())),
            ("url", Value::from(shared.person_url(&person.id))),
            ("email", values::text(person.email.as_deref())),
        ])
    });
    let archive_url = if public && !issues.is_empty() {
        Value::from(shared.href(&paths::issues(&audience.id)))
    } else {
        Value::none()
    };
    map([
        ("id", Value::from(audience.id.as_str())),
        ("name", Value::from(audience.name.as_str())),
        ("why", Value::from(audience.why.as_str())),
        ("topics", values::list(audience.topics.iter().map(|topic| Value::from(topic.as_str())))),
        ("cadence", Value::from(audience.promise.as_ref().map(ToString::to_string))),
        ("reply_invite", values::text(Some(audience.reply_invite.as_str()).filter(|text| !text.is_empty()))),
        ("join_mail", Value::from(join_mail)),
        ("join_url", values::text(join.and_then(|join| join.url.as_deref()))),
        ("archive_url", archive_url),
        ("issues", Value::from(issues)),
        ("writers", values::list(writers)),
    ])
}

/// A `mailto:` URL that says which newsletter is meant (RFC 6068).
fn join_mail(address: &str, name: &str) -> String {
    let subject = format!("Please add me: {name}");
    format!("mailto:{address}?subject={}", utf8_percent_encode(&subject, NON_ALPHANUMERIC))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_add_headers_to_the_mail() {
        let url = join_mail("join@example.org", "A&bcc=x@example.org\r\n");
        assert_eq!(url.matches('&').count(), 0);
        assert!(url.starts_with("mailto:join@example.org?subject=Please%20add%20me%3A%20A%26bcc%3D"));
    }
}
