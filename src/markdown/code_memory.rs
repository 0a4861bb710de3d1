//! Blocks of code that were coloured before: the costliest part of a body, and the one that changes least.

use std::sync::Arc;

use crate::config::MarkdownSettings;
use crate::markdown::BoundedMemory;
use crate::markdown::code::CodeTarget;
use crate::markdown::code::write_code;

/// The HTML of blocks of code, by all that decides it. Shared between threads.
#[derive(Debug)]
pub struct CodeMemory {
    blocks: BoundedMemory<blake3::Hash, Arc<str>>,
}

impl CodeMemory {
    /// An empty memory for at most so many bytes of HTML.
    pub fn new(budget: usize) -> Self {
        Self { blocks: BoundedMemory::new(budget) }
    }

    /// Begins another turn: [`BoundedMemory::next_turn`].
    pub fn next_turn(&self) {
        self.blocks.next_turn();
    }

    /// Appends a block of code as HTML for a page.
    pub(crate) fn write(&self, out: &mut String, info: &str, code: &str, settings: &MarkdownSettings) {
        let key = key(info, code, settings);
        if let Some(html) = self.blocks.get(&key) {
            out.push_str(&html);
            return;
        }
        let start = out.len();
        write_code(out, info, code, settings, CodeTarget::Page);
        let html = &out[start..];
        self.blocks.insert(key, html.into(), html.len());
    }
}

/// The hash of everything that [`write_code`] reads.
fn key(info: &str, code: &str, settings: &MarkdownSettings) -> blake3::Hash {
    let MarkdownSettings {
        highlight,
        line_numbers,
        // These do not reach into code.
        smart_punctuation: _,
        math: _,
        definition_lists: _,
        heading_anchors: _,
        heading_ids: _,
    } = settings;
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[u8::from(*highlight), u8::from(*line_numbers)]);
    hasher.update(&(info.len() as u64).to_le_bytes());
    hasher.update(info.as_bytes());
    hasher.update(code.as_bytes());
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::HtmlOptions;
    use crate::markdown::PlainResolver;
    use crate::markdown::to_html;
    use crate::markdown::to_html_remembering;

    #[test]
    fn remembered_code_is_the_same_as_fresh_code() {
        let memory = CodeMemory::new(1 << 20);
        let bodies = [
            "```rust\nfn a() {}\n```\n",
            "```rust,linenos\nfn a() {}\n```\n",
            "```\nfn a() {}\n```\n",
            "    fn a() {}\n",
            "> ```rust\n> fn a() {}\n> ```\n",
            "Text\n```rust\nfn b() {}\n```\n",
        ];
        for _ in 0..2 {
            for settings in [(true, false), (false, false), (true, true)].map(|(highlight, line_numbers)| {
                MarkdownSettings { highlight, line_numbers, ..MarkdownSettings::default() }
            }) {
                for body in bodies {
                    for mail in [false, true] {
                        let options =
                            HtmlOptions { settings: &settings, anchors: true, footnote_prefix: "", mail };
                        assert_eq!(
                            to_html_remembering(body, &options, &PlainResolver, &memory),
                            to_html(body, &options, &PlainResolver),
                            "{body}"
                        );
                    }
                }
            }
            memory.next_turn();
        }
    }
}
