//! `regards new`.

use crate::cli::Exit;
use crate::cli::Global;
use crate::cli::args::KindArg;
use crate::cli::report::report;
use crate::cli::site_run::today;
use crate::config::MISSING_CONFIG;
use crate::diag::Diagnostics;
use crate::effects::IoFault;
use crate::effects::Terminal;
use crate::effects::create_file;
use crate::effects::load;
use crate::source::SourcePath;

/// A post to start.
#[derive(Debug)]
pub struct Post {
    /// Its title.
    pub title: String,
    /// The folder below content/.
    pub section: String,
    /// What it is to its reader.
    pub kind: Option<KindArg>,
    /// Whether it is a draft.
    pub draft: bool,
}

/// Writes the file of a new post, named after its date and title, and prints its path.
pub fn new(post: &Post, global: &Global, terminal: &Terminal) -> Result<Exit, IoFault> {
    if post.title.trim().is_empty() {
        terminal.report(
            "error: the title is empty\n  help: say what the post is about: `regards new \"How to begin\"`\n",
        );
        return Ok(Exit::Fault);
    }
    let loaded = load(&global.root)?;
    let missing: Diagnostics =
        loaded.diagnostics.iter().filter(|diagnostic| diagnostic.rule == &MISSING_CONFIG).cloned().collect();
    if missing.has_errors() {
        report(&missing, &loaded.sources, &loaded.config, global, terminal)?;
        return Ok(Exit::Fault);
    }
    let date = today(global, &loaded.config);
    let slug = slug::slugify(&post.title);
    let slug = if slug.is_empty() { "untitled" } else { &slug };
    let text = format!("{}/{}/{date}-{slug}.md", loaded.config.content_dir, post.section);
    let path = match SourcePath::new(&text) {
        Ok(path) => path,
        Err(fault) => {
            terminal.report(&format!("error: --section {:?}: {fault}\n", post.section));
            return Ok(Exit::Fault);
        }
    };
    create_file(&global.root, path.as_str(), &front_matter(post, &date.to_string()))?;
    terminal.out(&format!("{path}\n"))?;
    Ok(Exit::Fine)
}

fn front_matter(post: &Post, date: &str) -> String {
    // JSON strings are YAML strings, so no title can break out of its quotes.
    let title = serde_json::Value::from(post.title.as_str());
    let mut text = format!("---\ntitle: {title}\ndate: {date}\ndescription: \"\"\ntags: []\n");
    match post.kind {
        Some(KindArg::Give) => text.push_str("kind: give\n"),
        Some(KindArg::Ask) => text.push_str("kind: ask\n"),
        Some(KindArg::News) => text.push_str("kind: news\n"),
        None => {}
    }
    if post.draft {
        text.push_str("draft: true\n");
    }
    text.push_str("---\n\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read_document;

    #[test]
    fn any_title_survives() {
        for title in ["Plain", "With \"quotes\": and # colons", "Zoë\u{7}\\n", "---"] {
            let post =
                Post { title: title.into(), section: "posts".into(), kind: Some(KindArg::Ask), draft: true };
            let text = front_matter(&post, "2026-06-15");
            let path = SourcePath::new("content/posts/a.md").unwrap();
            let (document, diagnostics) = read_document(&path, &text);
            assert!(diagnostics.is_empty(), "{diagnostics:?}");
            assert_eq!(document.front_matter.title.as_deref(), Some(title));
            assert!(document.front_matter.draft);
        }
    }
}
