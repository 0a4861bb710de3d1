//! The kinds of output.

use jiff::civil::Date;

use crate::config::FeedFormat;
use crate::site::{PageId, SectionId, TermId};
use crate::source::SourcePath;

/// One file to make.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Job {
    /// A page.
    Page(PageId),
    /// One page of a section's list.
    Section {
        /// The section.
        section: SectionId,
        /// Which page of the list.
        pager: Pager,
    },
    /// The list of a taxonomy's terms.
    Taxonomy(u16),
    /// One page of a term's list.
    Term {
        /// The term.
        term: TermId,
        /// Which page of the list.
        pager: Pager,
    },
    /// The archive by year.
    Archive,
    /// The page for addresses that lead nowhere.
    NotFound,
    /// How to subscribe, audience by audience.
    Subscribe,
    /// Who writes here.
    People,
    /// The web version of one issue of a newsletter.
    Issue {
        /// The audience's id.
        audience: String,
        /// The day that names the issue.
        date: Date,
    },
    /// All issues of one newsletter.
    IssueList {
        /// The audience's id.
        audience: String,
    },
    /// A feed.
    Feed {
        /// What it is of.
        scope: FeedScope,
        /// Its format.
        format: FeedFormat,
    },
    /// A sitemap: part 0 is the only one, or the index of the parts from 1.
    Sitemap {
        /// 0, or the number of the part.
        part: u32,
    },
    /// `robots.txt`.
    Robots,
    /// A page that sends its reader on.
    Alias {
        /// Whose it is.
        of: Lead,
    },
    /// A file of the site, copied.
    Copy(SourcePath),
    /// A file of the theme, by its path in the theme.
    ThemeFile(SourcePath),
}

/// What a page that sends its reader on belongs to, and thereby where it leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lead {
    /// A former address of a page.
    Page(PageId),
    /// A former address of a section.
    Section(SectionId),
    /// A section that stands for another address.
    Redirect(SectionId),
}

/// Which page of a list, from 1 to `count`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pager {
    /// This page, from 1.
    pub index: u32,
    /// How many there are, at least 1.
    pub count: u32,
}

/// What a feed is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedScope {
    /// The newest posts of the whole site.
    Site,
    /// The posts of a section.
    Section(SectionId),
    /// The posts of a term.
    Term(TermId),
}
