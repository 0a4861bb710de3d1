//! One issue for one reader: [`compose()`], and [`Variant`] for many readers.

use std::cmp::Reverse;
use std::fmt;

use crate::diag::{Diagnostic, Diagnostics, Level, Rule};
use crate::newsletter::Issue;
use crate::newsletter::Reader;
use crate::newsletter::clean::Cleaner;
use crate::newsletter::html::{MailTemplates, render_html};
use crate::newsletter::letter::{Detail, letter};
use crate::newsletter::mailbox::{address_fault, header_text_fault, is_web_address};
use crate::newsletter::mailbox::{reader_address_fault, reader_name_fault};
use crate::newsletter::mime::{MessageKey, Template};
use crate::newsletter::slots::{Form, Marks, Piece, fill};
use crate::newsletter::subject::subject_faults;
use crate::newsletter::text::render_text;

/// An issue that carries nothing.
pub const EMPTY_ISSUE: Rule = Rule {
    name: "empty-issue",
    level: Level::Error,
    explain: "An issue has no posts. A letter with nothing worth reading is not sent: the issue is skipped, and the \
              promise counts as kept by skipping if it says so. Write a post for this audience, or remove the issue's \
              file.",
};

/// A letter that mail programs cut.
pub const LARGE_LETTER: Rule = Rule {
    name: "large-letter",
    level: Level::Warning,
    explain: "Some mail programs cut a letter after about 100 KB, and with it the question at its end and the way to \
              leave. Regards shortens all summaries, in steps, until the letter fits; the posts themselves are \
              unchanged. Put `<!-- more -->` into the longest of them, or list fewer posts in the issue's file.",
};

/// A letter that mail programs cut however short its summaries are.
pub const TOO_LARGE_LETTER: Rule = Rule {
    name: "too-large-letter",
    level: Level::Error,
    explain: "A letter is over 100 KB although it holds nothing but titles and the introduction. Mail programs would \
              cut it, and with it the way to leave. List fewer posts in the issue's file, or shorten its \
              introduction.",
};

/// A picture that a letter cannot show.
pub const DROPPED_MAIL_IMAGE: Rule = Rule {
    name: "dropped-mail-image",
    level: Level::Note,
    explain: "Letters show pictures only from the site itself and over https, so that opening a letter tells no other \
              host about it. Other pictures are replaced by their descriptions. Put the picture beside the post, or \
              leave it as it is.",
};

/// A sender without a postal address.
pub const NO_POSTAL_ADDRESS: Rule = Rule {
    name: "no-postal-address",
    level: Level::Error,
    explain: "A newsletter must say where its sender can be reached by post; the law of many countries wants it, and so \
              do readers. Write it in audiences.yaml under `legal: {postal: …}`.",
};

/// A letter that its reader cannot leave.
pub const NO_WAY_TO_LEAVE: Rule = Rule {
    name: "letter-without-leave",
    level: Level::Error,
    explain: "Each letter has a way to stop the letters: a page over https with `{token}` in its address, a mail \
              address, or both. Write them in audiences.yaml under `legal: {leave: {mail: …, url: …}}`.",
};

/// A reader's token that cannot stand in an address.
pub const BAD_LEAVE_TOKEN: Rule = Rule {
    name: "bad-leave-token",
    level: Level::Error,
    explain: "The token lets a reader leave without signing in. It stands in a web address. Make it of ASCII letters, \
              digits, `-`, `.`, `_` and `~`, 1 to 128 of them.",
};

/// The size from which letters are cut, in bytes of HTML: 100 KiB.
pub const LARGEST_LETTER: usize = 102_400;

/// The longest token, in bytes: it stands in the web address of a header, which cannot be folded.
const LONGEST_TOKEN: usize = 128;

/// What is kept free for the reader's words, in bytes.
const SLOT_ROOM: usize = 1_024;

/// The files of an issue for one reader. `Debug` tells nothing of the reader.
#[derive(Clone, PartialEq, Eq)]
pub struct Composed {
    /// The letter as HTML, without any reader's words.
    pub html: String,
    /// The letter as text, without any reader's words.
    pub text: String,
    /// The reader's message; `None` if the reader's name, address or token is refused.
    pub eml: Option<Vec<u8>>,
}

impl fmt::Debug for Composed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.eml.as_ref().map(Vec::len);
        let mut composed = formatter.debug_struct("Composed");
        composed.field("html", &self.html).field("text", &self.text).field("eml_bytes", &size).finish()
    }
}

/// One issue, ready for any number of readers.
#[derive(Debug)]
pub struct Variant<'issue> {
    issue: &'issue Issue,
    html: Vec<Piece>,
    text: Vec<Piece>,
    template: Template,
}

/// Composes `issue` for `reader`. `None` only with an error that concerns the issue.
pub fn compose(
    issue: &Issue,
    templates: &MailTemplates,
    reader: &Reader,
    key: &MessageKey,
) -> (Option<Composed>, Diagnostics) {
    let (variant, mut diagnostics) = Variant::new(issue, templates);
    let composed = variant.map(|variant| {
        let (eml, faults) = variant.message(reader, key);
        diagnostics.extend(faults);
        Composed { html: variant.html(), text: variant.text(), eml }
    });
    (composed, diagnostics)
}

impl<'issue> Variant<'issue> {
    /// Renders and encodes what all readers of `issue` share. `None` only with an error.
    pub fn new(issue: &'issue Issue, templates: &MailTemplates) -> (Option<Self>, Diagnostics) {
        let mut faults = issue_faults(issue);
        let variant = if faults.has_errors() { None } else { Self::render(issue, templates, &mut faults) };
        let diagnostics = faults.into_iter().map(|fault| match &issue.place {
            Some(place) if fault.span().is_none() => fault.at(place.clone()),
            _ => fault,
        });
        (variant, diagnostics.collect())
    }

    fn render(issue: &'issue Issue, templates: &MailTemplates, faults: &mut Diagnostics) -> Option<Self> {
        let cleaner = Cleaner::new(&issue.base_url);
        let marks = Marks::absent_from(&words_of(issue));
        let mut whole_size = 0;
        for detail in Detail::ALL {
            let letter = letter(issue, &cleaner, detail);
            let (html, diagnostics) = render_html(issue, &letter, &marks, templates);
            let failed = diagnostics.has_errors();
            if detail == Detail::Whole || failed {
                faults.extend(diagnostics);
                faults.extend(letter.dropped_images.iter().map(|address| dropped_image(address)));
            }
            let html = html.filter(|_| !failed)?;
            let size = html.len() + SLOT_ROOM;
            if detail == Detail::Whole {
                whole_size = size;
            }
            if size > LARGEST_LETTER && detail != Detail::Titles {
                continue;
            }
            if detail != Detail::Whole {
                faults.push(large_letter(issue, detail, whole_size, size));
            }
            let html = marks.split(&html);
            let text = marks.split(&render_text(issue, &letter, &marks));
            let template = Template::new(issue, &html, &text);
            return Some(Self { issue, html, text, template });
        }
        None
    }

    /// The letter as HTML, without any reader's words.
    pub fn html(&self) -> String {
        neutral(&self.html, self.issue, Form::Html)
    }

    /// The letter as text, without any reader's words.
    pub fn text(&self) -> String {
        neutral(&self.text, self.issue, Form::Text)
    }

    /// The message to `reader`. `None` only with an error.
    pub fn message(&self, reader: &Reader, key: &MessageKey) -> (Option<Vec<u8>>, Diagnostics) {
        let faults = reader_faults(reader);
        let message = faults.is_empty().then(|| self.template.message(self.issue, reader, key));
        (message, faults)
    }
}

fn neutral(pieces: &[Piece], issue: &Issue, form: Form) -> String {
    let texts = pieces.iter().map(|piece| match piece {
        Piece::Fixed(text) => text.clone(),
        Piece::Slot(slot) => fill(*slot, issue, None, form),
    });
    texts.collect()
}

/// Every word of the issue that a mark could be confused with.
fn words_of(issue: &Issue) -> Vec<&str> {
    let mut words = vec![issue.subject.as_str(), &issue.preheader, &issue.intro.html, &issue.intro.text];
    words.extend([issue.why.as_str(), &issue.reply_invite, &issue.signature, &issue.legal.postal]);
    for item in &issue.items {
        words.extend([item.title.as_str(), &item.url, &item.summary.html, &item.summary.text]);
        words.extend(item.need.as_deref());
        words.extend(item.authors.iter().map(|author| author.name.as_str()));
        words.extend(item.summary.links.iter().map(String::as_str));
    }
    words
}

fn issue_faults(issue: &Issue) -> Diagnostics {
    let mut faults = Diagnostics::new();
    if issue.items.is_empty() {
        let message = format!("the issue for `{}` has no posts", issue.audience_id);
        faults.push(Diagnostic::new(&EMPTY_ISSUE, message).help("skip it, or list a post in its file"));
    }
    faults.extend(subject_faults(issue.subject.trim()));
    let names = [
        ("the owner's name", &issue.owner.name),
        ("the site's title", &issue.site_title),
        ("the audience's name", &issue.audience_name),
    ];
    faults.extend(names.into_iter().filter_map(|(what, name)| header_text_fault(what, name)));
    faults.extend(address_fault("the owner's address", &issue.owner.address));
    if issue.legal.postal.trim().is_empty() {
        let fault = Diagnostic::new(&NO_POSTAL_ADDRESS, "the letter has no postal address");
        faults.push(fault.help("write `legal: {postal: …}` in audiences.yaml"));
    }
    faults.extend(leave_fault(issue));
    faults
}

fn leave_fault(issue: &Issue) -> Option<Diagnostic> {
    let legal = &issue.legal;
    if let Some(fault) =
        legal.leave_mail.as_ref().and_then(|mail| address_fault("the address for leaving", mail))
    {
        return Some(fault);
    }
    let message = match &legal.leave_url {
        None if legal.leave_mail.is_none() => "the letter has no way to leave".to_owned(),
        None if legal.one_click => "leaving with one click needs a page, and there is none".to_owned(),
        Some(url) if !url.starts_with("https://") || !is_web_address(url) => {
            format!("the page for leaving `{url}` is no https address")
        }
        Some(url) if !url.contains("{token}") => format!("the page for leaving `{url}` has no `{{token}}`"),
        _ => return None,
    };
    let help = "write `legal: {leave: {mail: …, url: \"https://…/{token}\"}}` in audiences.yaml";
    Some(Diagnostic::new(&NO_WAY_TO_LEAVE, message).help(help))
}

fn reader_faults(reader: &Reader) -> Diagnostics {
    let mut faults: Diagnostics = reader_name_fault(&reader.id, &reader.name).into_iter().collect();
    faults.extend(reader_address_fault(&reader.id, &reader.address));
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let fits = (1..=LONGEST_TOKEN).contains(&reader.token.len());
    if !fits || !reader.token.bytes().all(unreserved) {
        let message = format!("the token of contact `{}` cannot stand in an address", reader.id);
        faults.push(
            Diagnostic::new(&BAD_LEAVE_TOKEN, message)
                .help("use 1 to 128 letters, digits, `-`, `.`, `_` and `~`"),
        );
    }
    faults
}

fn dropped_image(address: &str) -> Diagnostic {
    let name = if address.is_empty() {
        "without an address that mail can use".into()
    } else {
        format!("`{address}`")
    };
    Diagnostic::new(&DROPPED_MAIL_IMAGE, format!("the letter leaves out the picture {name}"))
        .help("letters show pictures of the site itself, over https")
}

fn large_letter(issue: &Issue, detail: Detail, whole_size: usize, size: usize) -> Diagnostic {
    let mut largest: Vec<_> =
        issue.items.iter().map(|item| (item.summary.html.len(), item.title.trim())).collect();
    largest.sort_by_key(|(length, _)| Reverse(*length));
    let largest: Vec<String> =
        largest.iter().take(3).map(|(length, title)| format!("{title:?} ({length} bytes)")).collect();
    let (rule, done) = match detail {
        Detail::Titles if size > LARGEST_LETTER => {
            (&TOO_LARGE_LETTER, format!("its titles alone make {size} bytes"))
        }
        Detail::Titles => (&LARGE_LETTER, "it holds titles alone".to_owned()),
        Detail::Characters(length) => {
            (&LARGE_LETTER, format!("its summaries are cut to {length} characters"))
        }
        Detail::Whole => (&LARGE_LETTER, "nothing is cut".to_owned()),
    };
    let message = format!(
        "the letter for `{}` has {whole_size} bytes, over {LARGEST_LETTER}: {done}",
        issue.audience_id
    );
    Diagnostic::new(rule, message).help(format!("the largest summaries: {}", largest.join(", ")))
}
