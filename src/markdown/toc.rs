//! The table of contents: headings nested by level.

use crate::markdown::Heading;

/// One entry of a table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TocNode {
    /// Which heading, by its index in the list that [`toc`] was given.
    pub heading: usize,
    /// The headings below it.
    pub children: Vec<TocNode>,
}

/// Nests headings: each one is a child of the nearest earlier heading of a higher rank (a smaller level).
///
/// Skipped levels leave no holes: an `h4` directly below an `h2` is its child.
pub fn toc(headings: &[Heading]) -> Vec<TocNode> {
    let mut roots = Vec::new();
    // Open nodes, outermost first; levels rise strictly, so there are never more than six.
    let mut open: Vec<(u8, TocNode)> = Vec::new();
    for (heading, Heading { level, .. }) in headings.iter().enumerate() {
        while open.last().is_some_and(|(above, _)| above >= level) {
            close(&mut open, &mut roots);
        }
        open.push((*level, TocNode { heading, children: Vec::new() }));
    }
    while !open.is_empty() {
        close(&mut open, &mut roots);
    }
    roots
}

fn close(open: &mut Vec<(u8, TocNode)>, roots: &mut Vec<TocNode>) {
    if let Some((_, node)) = open.pop() {
        match open.last_mut() {
            Some((_, parent)) => parent.children.push(node),
            None => roots.push(node),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::MarkdownSettings;
    use crate::markdown::TocNode;
    use crate::markdown::outline;
    use crate::markdown::toc;

    fn shape(nodes: &[TocNode]) -> String {
        let parts: Vec<String> =
            nodes.iter().map(|node| format!("{}{}", node.heading, shape(&node.children))).collect();
        if parts.is_empty() { String::new() } else { format!("({})", parts.join(" ")) }
    }

    #[track_caller]
    fn check(levels: &[usize], expected: &str) {
        let body: String = levels.iter().map(|&level| format!("{} x\n", "#".repeat(level))).collect();
        assert_eq!(shape(&toc(&outline(&body, &MarkdownSettings::default()).headings)), expected);
    }

    #[test]
    fn headings_nest_by_level() {
        check(&[], "");
        check(&[2, 3, 3, 2], "(0(1 2) 3)");
        check(&[1, 2, 4, 3, 1], "(0(1(2 3)) 4)");
        check(&[3, 2, 1], "(0 1 2)");
    }
}
