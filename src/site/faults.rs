//! The faults that a site can have.

use crate::diag::{Level, Rule};

/// A link to a file of the site that is not there.
pub const BROKEN_LINK: Rule = Rule {
    name: "broken-link",
    level: Level::Error,
    explain: "A link of the form `@/posts/x.md` names a file of the content folder, and there is no such file. \
              The reader would land on nothing. Mend the path, or remove the link; the nearest file is suggested.",
};

/// A relative link or a path of the site that nothing answers.
pub const BROKEN_PATH: Rule = Rule {
    name: "broken-path",
    level: Level::Warning,
    explain: "A link to a path of this site (`/about/`, `../x.md`, `picture.png`) leads to nothing that this build \
              writes. It may still be right if another program serves that path; otherwise mend it. \
              Links written as `@/posts/x.md` are checked strictly and survive a change of URL.",
};

/// A link to a heading that is not there.
pub const BROKEN_ANCHOR: Rule = Rule {
    name: "broken-anchor",
    level: Level::Warning,
    explain: "The page is there, but it has no heading or element of that id, so the reader lands at its top. \
              Heading ids are made of the heading's words; write `## Words {#id}` to fix one for good.",
};

/// A link to a page that is not published today.
pub const UNPUBLISHED_LINK: Rule = Rule {
    name: "unpublished-link",
    level: Level::Warning,
    explain: "The link leads to a draft, to a post dated in the future, or to an expired one, so it goes nowhere until \
              that page is out. Publish both, or link later.",
};

/// A date that cannot be read.
pub const BAD_DATE: Rule = Rule {
    name: "bad-date",
    level: Level::Error,
    explain: "A date could not be read, or does not exist (the 30th of February). Write `2026-03-01`, or with a time \
              and an offset, `2026-03-01T09:00:00+01:00`. Without an offset the site's time zone counts.",
};

/// A day in a file's name that does not exist.
pub const FILE_DATE: Rule = Rule {
    name: "impossible-file-date",
    level: Level::Warning,
    explain: "The file's name starts with a day that its month does not have, such as 2011-02-29. It counts as the day \
              that comes so many days later, 2011-03-01, as Jekyll counts it, so that the post keeps its address. \
              Other names that look like a date (2026-13-10, 10.11.2026) give none, and the post is an undated page. \
              Write the right day as `date:` in the front matter.",
};

/// A path that leaves the site, or cannot be a URL.
pub const BAD_PATH: Rule = Rule {
    name: "bad-path",
    level: Level::Error,
    explain: "A slug, path, alias, permalink, asset or picture must stay inside the site: no `..`, no control \
              characters, no backslash, and no `?` or `#`, where the path of a URL ends. The value is refused and the page keeps its usual address. Write a path that \
              starts at the root of the site, such as `/notes/kettle/`.",
};

/// A former address with a query.
pub const QUERY_ALIAS: Rule = Rule {
    name: "query-alias",
    level: Level::Warning,
    explain: "An alias holds a `?`, such as `/?p=12`. What follows it is a query, and a host of files gives the same file \
              whatever the query is, so no page can stand there. Remove the alias; if the server can be told to send \
              readers on, tell it there.",
};

/// Two files for one section.
pub const TWO_INDEXES: Rule = Rule {
    name: "two-indexes",
    level: Level::Error,
    explain: "A folder has two files that both are its section, such as `_index.md` and `_index.markdown`; for the home \
              page, `index.md` at the top of the content folder is one, too. Only one of them could be shown. Move \
              the text into one file, and remove the other.",
};

/// Two terms with one address.
pub const SAME_SLUG: Rule = Rule {
    name: "same-slug",
    level: Level::Warning,
    explain: "Two terms differ in more than upper and lower case, and yet their addresses would be the same: `new york` \
              and `new-york`, or `!!!` and `???`. They become one term. Write them alike; if they are two things, give \
              them names that differ in letters or digits.",
};

/// A taxonomy that posts use and the configuration does not have.
pub const UNKNOWN_TAXONOMY: Rule = Rule {
    name: "unknown-taxonomy",
    level: Level::Warning,
    explain: "Posts name terms of a taxonomy that `taxonomies:` in regards.yaml does not list, so no page collects \
              them. Add it there (`- name: categories`), or remove the key from the posts.",
};

/// A permalink pattern that needs a date the page lacks.
pub const UNDATED_PERMALINK: Rule = Rule {
    name: "undated-permalink",
    level: Level::Warning,
    explain: "The section's permalink pattern has `{year}`, `{month}` or `{day}`, and the page has no date. It gets \
              its section and slug as address. Give it a `date:`, or a `path:` of its own.",
};

/// Code in a language that cannot be highlighted.
pub const UNKNOWN_LANGUAGE: Rule = Rule {
    name: "unknown-code-language",
    level: Level::Note,
    explain: "The highlighter does not know the language after the three backticks, so the block is plain. Correct its \
              name, or write `text` if it is no language.",
};

/// Markdown that could only be rendered in part.
pub const MARKDOWN_FAULT: Rule = Rule {
    name: "markdown-fault",
    level: Level::Warning,
    explain: "A piece of the text could not be rendered as meant, such as a formula that TeX would refuse, or nesting \
              so deep that no reader could follow it. The source is shown in its place. Correct the formula, or take \
              some of the levels out.",
};

/// A tag of a template language in a post.
pub const TEMPLATE_TAG: Rule = Rule {
    name: "template-tag",
    level: Level::Warning,
    explain: "A post holds a tag of another generator: Liquid's `{% post_url x %}`, Hugo's `{{< figure >}}`, kramdown's \
              `{:.wide}`. Content is never run through a template engine, so readers see the tag. Write what it \
              stood for; if it is meant to be seen, put it in backticks. Each file is reported once.",
};

/// Brackets that make no link.
pub const UNFINISHED_LINK: Rule = Rule {
    name: "unfinished-link",
    level: Level::Warning,
    explain: "Brackets of a link stand in the text as they were typed, so no link came of them: there is white space in \
              the address, a bracket has no partner, or a definition `[label]: address` has no address on its line. \
              Mend the brackets; put an address with white space into angle brackets: `[words](<my file.pdf>)`.",
};

/// Every rule of this folder.
pub const RULES: &[&Rule] = &[
    &BROKEN_LINK,
    &BROKEN_PATH,
    &BROKEN_ANCHOR,
    &UNPUBLISHED_LINK,
    &BAD_DATE,
    &FILE_DATE,
    &BAD_PATH,
    &QUERY_ALIAS,
    &SAME_SLUG,
    &TWO_INDEXES,
    &UNKNOWN_TAXONOMY,
    &UNDATED_PERMALINK,
    &UNKNOWN_LANGUAGE,
    &MARKDOWN_FAULT,
    &TEMPLATE_TAG,
    &UNFINISHED_LINK,
];
