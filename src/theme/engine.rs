//! All templates of a theme, compiled.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, ErrorKind, Tera};

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::theme::Theme;
use crate::theme::fault::{Faults, MISSING_TEMPLATE, WHILE_RENDERING};
use crate::theme::filters::{register_filters, register_names};

/// The templates of a theme, compiled, for every site that is rendered with them.
#[derive(Debug)]
pub struct Compiled {
    /// Without the functions that know a site.
    tera: Tera,
    theme: Theme,
    /// Templates that were left out, each with what is still to be said about it.
    broken: BTreeMap<String, Diagnostics>,
    diagnostics: Diagnostics,
}

/// The templates of a theme, ready to render one site. Shared between threads.
#[derive(Debug)]
pub struct Engine {
    tera: Tera,
    theme: Theme,
    broken: BTreeMap<String, Diagnostics>,
}

impl Compiled {
    /// Compiles all templates.
    ///
    /// A template with a fault is left out, with those that build on it; the others work. Faults in files of the
    /// site are reported by [`Compiled::engine`], those of built-in templates when something needs them: a site that
    /// replaces `base.html` need not mend templates that it never uses.
    pub fn new(theme: Theme) -> Self {
        let mut tera = Tera::default();
        register_filters(&mut tera);
        register_names(&mut tera);
        let mut faults = Faults::new(&theme);
        // Each round either succeeds or leaves out at least one template.
        loop {
            let rest: Vec<(&str, &str)> =
                theme.templates().filter(|(name, _)| !faults.broken.contains_key(*name)).collect();
            let Err(error) = tera.add_raw_templates(rest.iter().copied()) else { break };
            let before = faults.broken.len();
            if matches!(error.kind(), ErrorKind::SyntaxError(_)) {
                // Tera stops at the first syntax error; a person wants them all.
                for (name, text) in &rest {
                    if let Err(error) = Tera::default().add_raw_template(name, text)
                        && matches!(error.kind(), ErrorKind::SyntaxError(_))
                    {
                        faults.add(&error);
                    }
                }
            } else {
                faults.add(&error);
            }
            if faults.broken.len() == before {
                // A fault that names no template: nothing is left that could be trusted.
                faults.condemn(rest.iter().map(|(name, _)| *name));
                break;
            }
        }
        let (diagnostics, broken) = faults.into_parts();
        Self { tera, theme, broken, diagnostics }
    }

    /// These templates, if they are those of a theme, and otherwise that theme's own.
    pub fn for_theme(self: Arc<Self>, theme: &Theme) -> Arc<Self> {
        if !self.theme.has_same_templates(theme) {
            return Arc::new(Self::new(theme.clone()));
        }
        if self.theme == *theme {
            return self;
        }
        let Self { tera, theme: _, broken, diagnostics } = &*self;
        let (tera, broken, diagnostics) = (tera.clone(), broken.clone(), diagnostics.clone());
        Arc::new(Self { tera, theme: theme.clone(), broken, diagnostics })
    }

    /// The templates for one site, and what is wrong with them; `register` adds the functions and filters that know the
    /// site, and the values that every template is given.
    pub fn engine(&self, register: impl FnOnce(&mut Tera)) -> (Engine, Diagnostics) {
        let mut tera = self.tera.clone();
        register(&mut tera);
        (Engine { tera, theme: self.theme.clone(), broken: self.broken.clone() }, self.diagnostics.clone())
    }
}

impl Engine {
    /// The theme.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Renders a template, into bytes that hold UTF-8.
    ///
    /// `None` with a diagnostic when it fails; the diagnostic points into the template and, as its second
    /// place, at `rendering`. `None` without one when the template was reported before.
    pub fn render(
        &self,
        template: &str,
        context: &Context,
        rendering: Option<&Span>,
    ) -> (Option<Vec<u8>>, Diagnostics) {
        let mut bytes = Vec::with_capacity(16 * 1024);
        let Err(error) = self.tera.render_to(template, context, &mut bytes) else {
            return (Some(bytes), Diagnostics::new());
        };
        if let Some(unsaid) = self.broken.get(template) {
            return (None, unsaid.clone());
        }
        let mut diagnostics = Faults::new(&self.theme).take(&error);
        if let Some(span) = rendering {
            diagnostics =
                diagnostics.into_iter().map(|fault| fault.label(span.clone(), WHILE_RENDERING)).collect();
        }
        (None, diagnostics)
    }

    /// A diagnostic for a template that a page or job needs and the theme does not have.
    pub fn missing(&self, template: &str) -> Diagnostic {
        let theme = self.theme.name();
        let message = format!("the theme `{theme}` has no template `{template}`");
        let names = self.theme.templates().map(|(name, _)| name);
        let help = match crate::diag::nearest(template, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "write `templates/{template}`, or take it from another theme with `extends: default` in \
                 `themes/{theme}/theme.yaml`"
            ),
        };
        Diagnostic::new(&MISSING_TEMPLATE, message).help(help)
    }
}
