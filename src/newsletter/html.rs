//! The HTML part: the theme's template, its CSS inlined, and a look at what came out.

use css_inline::CSSInliner;
use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use crate::config::Kind;
use crate::diag::{Diagnostic, Diagnostics, Level, Rule};
use crate::newsletter::Issue;
use crate::newsletter::Words;
use crate::newsletter::clean::{attribute, is_own_picture, tags};
use crate::newsletter::escape::mailto;
use crate::newsletter::letter::Letter;
use crate::newsletter::slots::{Marks, Slot};
use crate::source::{SourcePath, Span};

/// A template of letters that cannot be rendered.
pub const MAIL_TEMPLATE_ERROR: Rule = Rule {
    name: "mail-template-error",
    level: Level::Error,
    explain: "The theme's `mail/newsletter.html` is a Tera template, and `mail/newsletter.css` is put into its \
              elements as `style` attributes. One of them cannot be read or rendered, so no letter is written. Mend it \
              where the message says.",
};

/// A letter that would fetch something from elsewhere when it is read.
pub const REMOTE_MAIL_CONTENT: Rule = Rule {
    name: "remote-mail-content",
    level: Level::Error,
    explain: "Opening a letter must tell nobody that it was opened. Scripts, frames, forms, remote styles and fonts, \
              invisible pixels, and pictures from other hosts or without https are refused in the template of letters. \
              Take it out; pictures from the site itself are fine.",
};

/// The template of letters and its style sheet, from a theme.
#[derive(Debug)]
pub struct MailTemplates {
    tera: Tera,
    css: String,
    html_path: Option<SourcePath>,
}

/// The name under which the template is known to Tera.
const TEMPLATE: &str = "mail/newsletter.html";

impl MailTemplates {
    /// Reads a template and its style sheet; the paths are for diagnostics. `None` only with an error.
    pub fn new(html: &str, css: &str, html_path: Option<SourcePath>) -> (Option<Self>, Diagnostics) {
        let mut tera = Tera::new();
        let mut diagnostics = Diagnostics::new();
        if let Some(found) = remote_css(css) {
            let message = format!("the style sheet of letters holds `{found}`");
            diagnostics
                .push(Diagnostic::new(&REMOTE_MAIL_CONTENT, message).help("use no file from elsewhere"));
            return (None, diagnostics);
        }
        if let Err(error) = tera.add_raw_template(TEMPLATE, html) {
            diagnostics.push(template_fault(&error, html_path.as_ref()));
            return (None, diagnostics);
        }
        (Some(Self { tera, css: css.into(), html_path }), diagnostics)
    }
}

/// What in a style sheet would fetch a file, or end the element that holds it.
fn remote_css(css: &str) -> Option<&'static str> {
    let lower = css.to_ascii_lowercase();
    ["@import", "@font-face", "url(", "</style"].into_iter().find(|needle| lower.contains(needle))
}

fn template_fault(error: &tera::Error, path: Option<&SourcePath>) -> Diagnostic {
    let (message, range) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.message().to_owned(), Some(report.span().range.clone()))
        }
        other => (other.to_string(), None),
    };
    let fault = Diagnostic::new(&MAIL_TEMPLATE_ERROR, format!("the template of letters fails: {message}"));
    match path {
        Some(path) => fault.at(Span::new(path, range.unwrap_or(0..0))),
        None => fault,
    }
}

/// What `mail/newsletter.html` gets as `issue`. `intro` and `summary` are safe HTML; all else is text.
#[derive(Debug, Serialize)]
struct IssueContext<'a> {
    audience_id: &'a str,
    audience: &'a str,
    why: &'a str,
    date: String,
    date_iso: String,
    subject: &'a str,
    preheader: &'a str,
    intro: &'a str,
    items: Vec<ItemContext<'a>>,
    titles_only: bool,
    reply_invite: &'a str,
    /// A `mailto:` address that starts an answer.
    reply_url: String,
    owner: OwnerContext<'a>,
    signature: &'a str,
    postal: Vec<&'a str>,
    web_url: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ItemContext<'a> {
    title: &'a str,
    url: &'a str,
    kind: Kind,
    need: Option<&'a str>,
    summary: &'a str,
    about: &'a str,
}

#[derive(Debug, Serialize)]
struct OwnerContext<'a> {
    name: &'a str,
    address: &'a str,
}

/// The places that are filled for each reader.
#[derive(Debug, Serialize)]
struct ReaderContext {
    greeting: String,
    leave_url: String,
    consent: String,
}

#[derive(Debug, Serialize)]
struct SiteContext<'a> {
    title: &'a str,
    url: &'a str,
}

#[derive(Debug, Serialize)]
struct LetterContext<'a> {
    issue: IssueContext<'a>,
    reader: ReaderContext,
    site: SiteContext<'a>,
    words: &'a Words,
    lang: &'a str,
    dir: &'static str,
    css: &'a str,
}

/// Renders the HTML part, with marks for the reader's words. `None` only with an error.
pub(crate) fn render_html(
    issue: &Issue,
    letter: &Letter<'_>,
    marks: &Marks,
    templates: &MailTemplates,
) -> (Option<String>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let context = context(issue, letter, marks, templates);
    let rendered = Context::from_serialize(&context).and_then(|it| templates.tera.render(TEMPLATE, &it));
    let rendered = match rendered {
        Ok(rendered) => rendered,
        Err(error) => {
            diagnostics.push(template_fault(&error, templates.html_path.as_ref()));
            return (None, diagnostics);
        }
    };
    let inliner = CSSInliner::options()
        .load_remote_stylesheets(false)
        .keep_at_rules(true)
        .minify_css(true)
        .apply_width_attributes(true)
        .build();
    match inliner.inline(&rendered) {
        Ok(html) => {
            let html = escape_attributes(&with_charset_first(&html));
            diagnostics.extend(remote_content(&html, issue, templates));
            (Some(html), diagnostics)
        }
        Err(error) => {
            let message = format!("the style sheet of letters cannot be applied: {error}");
            diagnostics.push(Diagnostic::new(&MAIL_TEMPLATE_ERROR, message));
            (None, diagnostics)
        }
    }
}

/// Moves the style sheet that the inliner puts first to the end of the head, since browsers look for the character
/// set in the first 1024 bytes only (HTML Standard, section 4.2.5.4).
fn with_charset_first(html: &str) -> String {
    let moved = || {
        let (before, rest) = html.split_once("<head><style>")?;
        let (style, rest) = rest.split_once("</style>")?;
        let (head, rest) = rest.split_once("</head>")?;
        Some(format!("{before}<head>{}<style>{}</style>\n</head>{rest}", head.trim_end(), style.trim()))
    };
    moved().unwrap_or_else(|| html.to_owned())
}

/// Escapes `<` and `>` in attributes. HTML serialisers may leave them, and parsers understand them there; but not
/// everything that looks at mail is a parser.
fn escape_attributes(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for tag in tags(html) {
        let inside = tag.source.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        match inside {
            Some(inside) if !tag.name.is_empty() && inside.contains(['<', '>']) => {
                out.push('<');
                out.push_str(&inside.replace('<', "&lt;").replace('>', "&gt;"));
                out.push('>');
            }
            _ => out.push_str(tag.source),
        }
    }
    out
}

fn context<'a>(
    issue: &'a Issue,
    letter: &'a Letter<'_>,
    marks: &Marks,
    templates: &'a MailTemplates,
) -> LetterContext<'a> {
    let items = letter.items.iter().map(|item| ItemContext {
        title: item.title,
        url: item.url,
        kind: item.kind,
        need: item.need,
        summary: &item.prose.html,
        about: &item.about,
    });
    let date = issue.date.date();
    LetterContext {
        issue: IssueContext {
            audience_id: &issue.audience_id,
            audience: &issue.audience_name,
            why: issue.why.trim(),
            date: issue.words.day(date),
            date_iso: date.to_string(),
            subject: &issue.subject,
            preheader: &issue.preheader,
            intro: &letter.intro.html,
            items: items.collect(),
            titles_only: letter.titles_only,
            reply_invite: issue.reply_invite.trim(),
            reply_url: mailto(&issue.owner.address, &format!("Re: {}", issue.subject)),
            owner: OwnerContext { name: issue.owner.name.trim(), address: &issue.owner.address },
            signature: letter.signature,
            postal: issue.legal.postal.lines().map(str::trim).filter(|line| !line.is_empty()).collect(),
            web_url: issue.web_url.as_deref(),
        },
        reader: ReaderContext {
            greeting: marks.mark(Slot::Greeting),
            leave_url: marks.mark(Slot::LeaveLink),
            consent: marks.mark(Slot::Consent),
        },
        site: SiteContext { title: &issue.site_title, url: issue.base_url.as_str() },
        words: &issue.words,
        lang: &issue.language,
        dir: direction(&issue.language),
        css: &templates.css,
    }
}

/// The writing direction of a BCP 47 tag: by its script if it names one, otherwise by its language.
fn direction(tag: &str) -> &'static str {
    const SCRIPTS: [&str; 7] = ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"];
    const LANGUAGES: [&str; 12] = ["ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ug", "ur", "yi"];
    let mut subtags = tag.split(['-', '_']).map(str::to_ascii_lowercase);
    let language = subtags.next().unwrap_or_default();
    let rtl =
        match subtags.find(|subtag| subtag.len() == 4 && subtag.bytes().all(|b| b.is_ascii_alphabetic())) {
            Some(script) => SCRIPTS.contains(&script.as_str()),
            None => LANGUAGES.contains(&language.as_str()),
        };
    if rtl { "rtl" } else { "ltr" }
}

/// Whatever a finished letter would fetch or run. Summaries are cleaned before, so this is the template's doing.
fn remote_content(html: &str, issue: &Issue, templates: &MailTemplates) -> Diagnostics {
    const REFUSED: [&str; 13] = [
        "script", "link", "iframe", "frame", "object", "embed", "form", "input", "video", "audio", "source",
        "base", "svg",
    ];
    let mut found: Vec<String> = Vec::new();
    for tag in tags(html) {
        if REFUSED.contains(&tag.name)
            || (tag.name == "img" && !is_own_picture(tag.source, issue.base_url.origin()))
        {
            found.push(tag.source.to_owned());
        }
        if tag.name.is_empty() {
            continue;
        }
        for name in ["background", "srcset", "poster"] {
            if attribute(tag.source, name).is_some() {
                found.push(tag.source.to_owned());
            }
        }
        if attribute(tag.source, "style").is_some_and(|style| remote_css(&style).is_some()) {
            found.push(tag.source.to_owned());
        }
    }
    let faults = found.into_iter().map(|source| {
        let message = format!("the template of letters holds `{source}`");
        let fault =
            Diagnostic::new(&REMOTE_MAIL_CONTENT, message).help("take it out of `mail/newsletter.html`");
        match &templates.html_path {
            Some(path) => fault.at(Span::start_of(path)),
            None => fault,
        }
    });
    faults.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_follow_script_before_language() {
        let cases = [
            ("en", "ltr"),
            ("ar-EG", "rtl"),
            ("he", "rtl"),
            ("az-Arab", "rtl"),
            ("ar-Latn", "ltr"),
            ("", "ltr"),
        ];
        for (tag, expected) in cases {
            assert_eq!(direction(tag), expected, "{tag}");
        }
    }

    #[test]
    fn style_sheets_fetch_nothing() {
        assert_eq!(remote_css("p { color: red }"), None);
        assert_eq!(remote_css("@IMPORT 'x.css';"), Some("@import"));
        assert_eq!(remote_css("p { background: URL(https://example.net/x) }"), Some("url("));
    }

    #[test]
    fn a_broken_template_is_a_diagnostic_with_its_place() {
        let path = SourcePath::new("themes/default/mail/newsletter.html").unwrap();
        let (templates, diagnostics) = MailTemplates::new("<p>\n{{ issue. }}</p>", "", Some(path));
        assert!(templates.is_none());
        let fault = diagnostics.iter().next().unwrap();
        assert_eq!(fault.rule.name, "mail-template-error");
        assert!(fault.span().unwrap().start >= 4, "{fault:?}");
    }
}
