//! The faults of settings and front matter.

use crate::diag::{Level, Rule};

/// Every rule of this folder.
pub const RULES: &[&Rule] = &[
    &MISSING_CONFIG,
    &INVALID_SETTING,
    &UNCLOSED_FRONT_MATTER,
    &REPEATED_SETTING,
    &UNREADABLE_DRAFT,
    &REASON_MISSING,
    &TWO_DATES,
];

/// There is no `regards.yaml`.
pub const MISSING_CONFIG: Rule = Rule {
    name: "missing-config",
    level: Level::Error,
    explain: "A site is a folder with a `regards.yaml` at its root. Run `regards init` in an empty folder to make one. \
              For posts that you already have, write a `regards.yaml` beside their folder; two lines are enough: \
              `title: …` and `base_url: https://…`, and `content_dir: …` if the folder is not called `content`.",
};

/// A setting of the right type that cannot work.
pub const INVALID_SETTING: Rule = Rule {
    name: "invalid-setting",
    level: Level::Error,
    explain: "A setting of `regards.yaml` has a value that cannot work: an address that is none, a time zone that does \
              not exist, a folder outside the site or inside another one that must stay apart. Change it as the \
              message says; until then the default counts.",
};

/// A fence that never closes.
pub const UNCLOSED_FRONT_MATTER: Rule = Rule {
    name: "unclosed-front-matter",
    level: Level::Error,
    explain: "The file starts with a fence, `---` for YAML or `+++` for TOML, and no second line of the same kind \
              ends the front matter. Nothing is known of the post, so it is left out of the site. If the first \
              line was meant as a rule across the page, write it as `***`.",
};

/// One setting under two spellings.
pub const REPEATED_SETTING: Rule = Rule {
    name: "repeated-setting",
    level: Level::Warning,
    explain: "Front matter gives one setting under two spellings, such as `updated` and `lastmod`, with \
              different values. Regards reads the name that it uses itself. Remove the other.",
};

/// Whether a post is a draft cannot be told.
pub const UNREADABLE_DRAFT: Rule = Rule {
    name: "unreadable-draft",
    level: Level::Warning,
    explain: "`draft` or `published` holds something that is neither true nor false. What is published cannot be taken \
              back, so the post counts as a draft. Write `true` or `false`, without quotes.",
};

/// A verdict is disputed without a reason.
pub const REASON_MISSING: Rule = Rule {
    name: "reason-missing",
    level: Level::Error,
    explain: "`not_promotional:` in front matter disputes the promo check, and holds no reason: it is empty, `true`, or \
              a word or two. Until it does, it does not count. Write in a few words why the post is of use, since a \
              colleague reads them in the report: `not_promotional: compares three tools, and ours loses`.",
};

/// A date and Hugo's date of publication.
pub const TWO_DATES: Rule = Rule {
    name: "two-dates",
    level: Level::Note,
    explain: "Front matter gives `date` and, under Hugo's name `publishDate`, another day. Regards has one date, on \
              which a post is published and by which it is sorted: the later of the two, so that nothing is out \
              before its day. Remove the other.",
};
