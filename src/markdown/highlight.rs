//! Colouring code: syntect's parser, with classes of our own.
//!
//! syntect says line by line which scopes begin and end where; [`Highlighter`] keeps the class of each open
//! scope on a plain stack and writes a span only where the class changes. The syntaxes are loaded once, at the
//! first block that needs them. This is the costliest part of a build: see `benches/markdown.rs`.

use std::collections::HashMap;
use std::sync::LazyLock;

use pulldown_cmark_escape::escape_html_body_text;
use syntect::parsing::ClearAmount;
use syntect::parsing::ParseState;
use syntect::parsing::ScopeStackOp;
use syntect::parsing::SyntaxReference;
use syntect::parsing::SyntaxSet;

use crate::markdown::scopes::ATTRIBUTE;
use crate::markdown::scopes::CLASSES;
use crate::markdown::scopes::Class;
use crate::markdown::scopes::INHERIT;
use crate::markdown::scopes::PLAIN;
use crate::markdown::scopes::STRING;
use crate::markdown::scopes::class_of;

/// The longest line that is coloured, in bytes: the regex engine backtracks over longer ones.
const LONGEST_LINE: usize = 2_000;

/// The largest block that is coloured, in bytes.
const LARGEST_BLOCK: usize = 200_000;

/// Names that writers use for a language, and the name or file extension by which the syntaxes know it.
const ALIASES: &[(&str, &str)] = &[
    ("apache", "apache conf"),
    ("assembly", "x86_64 assembly"),
    ("batch", "batch file"),
    ("console", "bash"),
    ("csharp", "c#"),
    ("docker", "dockerfile"),
    ("elisp", "lisp"),
    ("fortran", "fortran (modern)"),
    ("fsharp", "f#"),
    ("golang", "go"),
    ("h", "c"),
    ("handlebars", "html"),
    ("hbs", "html"),
    ("hjson", "json"),
    ("html+jinja2", "html (jinja2)"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("node", "js"),
    ("objc", "objective-c"),
    ("objectivec", "objective-c"),
    ("plist", "xml"),
    ("pwsh", "powershell"),
    ("python3", "python"),
    ("regex", "regular expression"),
    ("ron", "rust"),
    ("scheme", "lisp"),
    ("sh-session", "bash"),
    ("shell", "bash"),
    ("shell-session", "bash"),
    ("shellsession", "bash"),
    ("systemd", "ini"),
    ("tera", "html (jinja2)"),
    ("wat", "lisp"),
];

/// Languages that are known to have no colours.
const WITHOUT_COLOURS: &[&str] =
    &["text", "txt", "plain", "plaintext", "none", "nohighlight", "output", "ascii", "mermaid", "mermaid"];

struct Syntaxes {
    set: SyntaxSet,
    /// Syntaxes by name and file extension, in lower case.
    by_token: HashMap<String, usize>,
}

static SYNTAXES: LazyLock<Syntaxes> = LazyLock::new(|| {
    let set = two_face::syntax::extra_newlines();
    let mut by_token = HashMap::new();
    // Names before extensions; later syntaxes before earlier ones, as syntect itself prefers them.
    for (at, syntax) in set.syntaxes().iter().enumerate().rev() {
        by_token.entry(syntax.name.to_lowercase()).or_insert(at);
    }
    for (at, syntax) in set.syntaxes().iter().enumerate().rev() {
        for extension in &syntax.file_extensions {
            by_token.entry(extension.to_lowercase()).or_insert(at);
        }
    }
    for (alias, token) in ALIASES {
        if let Some(&at) = by_token.get(*token) {
            by_token.insert((*alias).to_owned(), at);
        }
    }
    Syntaxes { set, by_token }
});

fn syntax_of(language: &str) -> Option<&'static SyntaxReference> {
    let at = match SYNTAXES.by_token.get(language) {
        Some(at) => at,
        None => SYNTAXES.by_token.get(&language.to_lowercase())?,
    };
    SYNTAXES.set.syntaxes().get(*at)
}

/// Whether code in this language is coloured, or known to need no colours.
pub fn knows_language(language: &str) -> bool {
    WITHOUT_COLOURS.iter().any(|plain| plain.eq_ignore_ascii_case(language)) || syntax_of(language).is_some()
}

/// Writes one block of code with classes, line by line.
pub(crate) struct Highlighter {
    state: ParseState,
    /// The class of each open scope: its own, or that of the scope around it.
    open: Vec<Class>,
    /// Scopes that a syntax has set aside, to be put back.
    cleared: Vec<Vec<Class>>,
    /// The class of the span that stands open in the output.
    written: Class,
    /// Where the white space at the end of the output began: a span ends before it.
    blank_from: Option<usize>,
    /// Set when the parser gave up: the rest is plain.
    broken: bool,
}

impl Highlighter {
    /// Starts a block; `None` if it has no known language or is too large.
    pub fn new(language: &str, code: &str) -> Option<Self> {
        if language.is_empty()
            || code.len() > LARGEST_BLOCK
            || WITHOUT_COLOURS.iter().any(|plain| plain.eq_ignore_ascii_case(language))
        {
            return None;
        }
        let state = ParseState::new(syntax_of(language)?);
        Some(Self {
            state,
            open: Vec::with_capacity(16),
            cleared: Vec::new(),
            written: PLAIN,
            blank_from: None,
            broken: false,
        })
    }

    /// Writes one line, its line break included; a span may stay open behind it.
    pub fn line(&mut self, out: &mut String, line: &str) {
        if self.broken || line.len() > LONGEST_LINE {
            self.write(out, line, PLAIN);
            return;
        }
        let Ok(operations) = self.state.parse_line(line, &SYNTAXES.set) else {
            self.broken = true;
            self.write(out, line, PLAIN);
            return;
        };
        let mut done = 0;
        for (at, operation) in &operations {
            if *at > done
                && let Some(text) = line.get(done..*at)
            {
                self.write(out, text, self.current());
                done = *at;
            }
            self.apply(operation);
        }
        self.write(out, &line[done..], self.current());
    }

    /// Closes the span that stands open.
    pub fn close(&mut self, out: &mut String) {
        if self.written != PLAIN {
            out.insert_str(self.blank_from.unwrap_or(out.len()), "</span>");
            self.written = PLAIN;
        }
        self.blank_from = None;
    }

    fn current(&self) -> Class {
        self.open.last().copied().unwrap_or(PLAIN)
    }

    fn apply(&mut self, operation: &ScopeStackOp) {
        match operation {
            ScopeStackOp::Push(scope) => {
                let class = class_of(*scope);
                let around = self.current();
                // JSON writes its keys as strings; they are keys first.
                let is_key = class == STRING && around == ATTRIBUTE;
                self.open.push(if class == INHERIT || is_key { around } else { class });
            }
            ScopeStackOp::Pop(count) => self.open.truncate(self.open.len().saturating_sub(*count)),
            ScopeStackOp::Clear(amount) => {
                let kept = match amount {
                    ClearAmount::TopN(count) => self.open.len().saturating_sub(*count),
                    ClearAmount::All => 0,
                };
                self.cleared.push(self.open.split_off(kept));
            }
            ScopeStackOp::Restore => self.open.extend(self.cleared.pop().unwrap_or_default()),
            ScopeStackOp::Noop => {}
        }
    }

    fn write(&mut self, out: &mut String, text: &str, class: Class) {
        if text.is_empty() {
            return;
        }
        // White space has no colour: it goes on in whatever span is open.
        let inked = text.trim_ascii_end().len();
        let blank = inked == 0;
        if class != self.written && !blank {
            self.close(out);
            if class != PLAIN {
                out.push_str("<span class=\"");
                out.push_str(CLASSES[usize::from(class)]);
                out.push_str("\">");
                self.written = class;
            }
        }
        let start = out.len();
        // Writing to a string cannot fail.
        let _ = escape_html_body_text(&mut *out, text);
        if !blank {
            self.blank_from = None;
        }
        if inked < text.len() {
            let ink_end = if blank { start } else { out.len() - (text.len() - inked) };
            self.blank_from.get_or_insert(ink_end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ALIASES;
    use super::SYNTAXES;
    use super::knows_language;

    #[test]
    fn every_alias_is_needed_and_leads_to_a_syntax() {
        for (alias, token) in ALIASES {
            let target = SYNTAXES.by_token.get(*token).map(|&at| &SYNTAXES.set.syntaxes()[at].name);
            assert!(target.is_some(), "{alias}: no syntax {token}");
            let known = SYNTAXES.set.find_syntax_by_token(alias).map(|syntax| &syntax.name);
            assert_ne!(known, target, "{alias} is known without us");
        }
    }

    #[test]
    fn common_languages_are_known() {
        for language in [
            "rust",
            "Rust",
            "js",
            "jsx",
            "ts",
            "tsx",
            "typescript",
            "json",
            "yaml",
            "toml",
            "html",
            "css",
            "scss",
            "bash",
            "sh",
            "zsh",
            "python",
            "go",
            "java",
            "kotlin",
            "swift",
            "c",
            "c++",
            "cpp",
            "c#",
            "ruby",
            "php",
            "sql",
            "diff",
            "markdown",
            "xml",
            "svg",
            "ini",
            "makefile",
            "dockerfile",
            "nix",
            "haskell",
            "elixir",
            "lua",
            "zig",
            "text",
        ] {
            assert!(knows_language(language), "{language}");
        }
        assert!(!knows_language("no-such-language"));
        assert!(!knows_language("rest of a sentence"));
    }
}
