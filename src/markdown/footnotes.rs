//! Footnotes: numbered in the order in which the text first names them.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::markdown::events::Item;

/// The footnotes of a body.
#[derive(Debug, Default)]
pub(crate) struct Footnotes {
    definitions: Vec<Definition>,
    /// Definitions by their label in lower case; the first of a label counts.
    by_label: HashMap<String, usize>,
    /// Definitions in the order of their numbers.
    order: Vec<usize>,
}

#[derive(Debug)]
struct Definition {
    /// Its events, from start to behind the end.
    events: Range<usize>,
    number: usize,
    references: usize,
}

impl Footnotes {
    /// Finds the definitions among `events`.
    pub fn find(events: &[Item<'_>]) -> Self {
        let mut footnotes = Self::default();
        let mut open = Vec::new();
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    let index = footnotes.definitions.len();
                    footnotes.definitions.push(Definition { events: at..at, number: 0, references: 0 });
                    footnotes.by_label.entry(label.to_lowercase()).or_insert(index);
                    open.push(index);
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some(index) = open.pop() {
                        footnotes.definitions[index].events.end = at + 1;
                    }
                }
                _ => {}
            }
        }
        footnotes
    }

    /// The event behind the definition that starts at event `start`.
    pub fn behind(&self, start: usize) -> Option<usize> {
        let at = self.definitions.binary_search_by_key(&start, |definition| definition.events.start).ok()?;
        Some(self.definitions[at].events.end)
    }

    /// Notes a reference: the footnote's number, and which reference to it this is, both from 1.
    pub fn refer(&mut self, label: &str) -> Option<(usize, usize)> {
        let &index = self.by_label.get(&label.to_lowercase())?;
        let definition = self.definitions.get_mut(index)?;
        if definition.references == 0 {
            self.order.push(index);
            definition.number = self.order.len();
        }
        definition.references += 1;
        Some((definition.number, definition.references))
    }

    /// The events inside the footnote of this number, if the text named so many.
    pub fn numbered(&self, number: usize) -> Option<Range<usize>> {
        let definition = &self.definitions[*self.order.get(number.checked_sub(1)?)?];
        Some(definition.events.start + 1..definition.events.end.saturating_sub(1))
    }

    /// How often the text names the footnote of this number.
    pub fn references(&self, number: usize) -> usize {
        let index = number.checked_sub(1).and_then(|at| self.order.get(at));
        index.map_or(0, |&index| self.definitions[index].references)
    }
}
