//! The one markdown layer: page, mail and promo check read posts through it.
//!
//! Start at [`outline()`], which says in one cheap pass what a body holds (headings, links, anchors, words,
//! faults), and at [`to_html`], which writes the HTML that themes style. [`to_plain`] renders the same tree as
//! text for mail, [`summary_html`] and [`summary_text`] the beginning of a post, [`toc()`] nests headings. All
//! of them fold the same [`Events`]: `CommonMark` and GFM as pulldown-cmark reads them, with text merged, bare
//! addresses made links, and nesting kept within a budget so that no input can exhaust the stack.

mod autolink;
mod bounded_memory;
mod code;
mod code_memory;
mod events;
mod footnotes;
mod headings;
mod highlight;
mod html;
mod html_footnotes;
mod html_image;
mod html_raw;
mod leftovers;
mod links;
mod math;
mod outline;
mod plain;
mod plain_table;
mod raw_html;
mod scopes;
mod summary;
mod toc;
mod trace;
mod words;
mod wrap;

pub use bounded_memory::BoundedMemory;
pub use code_memory::CodeMemory;
pub use events::{Event, Events, options};
pub use headings::Heading;
pub use highlight::knows_language;
pub use html::{HtmlOptions, to_html, to_html_remembering, to_inline_html};
pub use links::{PlainResolver, ResolvedImage, ResolvedLink, Resolver};
pub use outline::{Fault, FaultKind, Link, LinkKind, Outline, UnknownLanguage, first_heading, outline};
pub use plain::{Plain, PlainOptions, link_list, to_plain};
pub use summary::{SummaryLength, summary_html, summary_text};
pub use toc::{TocNode, toc};
pub use trace::{Trace, traced};

#[cfg(test)]
mod tests;
