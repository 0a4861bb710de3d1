//! The faults that only a command on a whole site can find.

use crate::diag::Level;
use crate::diag::Rule;

/// A reader in public output.
pub const READER_LEAK: Rule = Rule {
    name: "reader-leak",
    level: Level::Error,
    explain: "A file that would be published holds a reader's address, or a reader's name beside their id. Nothing was \
              written. Search the named source for the address and take it out; if a template printed it, it was given \
              something that no template should have.",
};

/// Readers' addresses in a file that git keeps.
pub const TRACKED_CONTACTS: Rule = Rule {
    name: "tracked-contacts",
    level: Level::Error,
    explain: "The file with your readers' names and addresses is tracked by git, so it is in the history of every clone, \
              for ever. Take it out (`git rm --cached contacts.yaml`), add it to .gitignore, and consider the addresses \
              known to whoever has a clone. Files whose addresses all lie in reserved domains (RFC 2606, RFC 6761), \
              such as example.org, may be tracked: they are nobody's.",
};

/// A level for a rule that is not there.
pub const UNKNOWN_RULE: Rule = Rule {
    name: "unknown-rule",
    level: Level::Warning,
    explain: "`levels:` in regards.yaml sets the level of a rule that does not exist, so the setting does nothing. \
              Correct the name; `regards explain` without a name lists the rules.",
};

/// A level for a rule that must stay an error.
pub const FIXED_LEVEL: Rule = Rule {
    name: "fixed-level",
    level: Level::Error,
    explain: "`levels:` in regards.yaml lowers a rule that must stay an error. Warnings and notes can be set to any \
              level. An error stands where something would be left out, overwritten, mailed or published by mistake, \
              and what has been published or sent cannot be taken back; of all errors, only `broken-link` can be \
              lowered. Remove the line, and mend what the rule reports.",
};

/// A `--base-url` that is none.
pub const BAD_BASE_URL_OPTION: Rule = Rule {
    name: "bad-base-url-option",
    level: Level::Error,
    explain: "`--base-url` takes an absolute address without query or fragment. Write it as https://example.org or \
              https://example.org/blog.",
};

/// Files in the output that nobody knows the origin of.
pub const ADOPTED_OUTPUT: Rule = Rule {
    name: "adopted-output",
    level: Level::Note,
    explain: "The output folder holds files where this build writes some, too, and there is no record of who wrote them, \
              as in a fresh clone or a cache: the record lies in `.regards/`. They count as an earlier build's, and are \
              overwritten. From the next build on there is a record, and the files of others are left alone: one that \
              stands in the way of a page is an error then. If `output_dir` names the wrong folder, correct it.",
};

/// A line of a baseline that is no entry.
pub const BAD_BASELINE: Rule = Rule {
    name: "bad-baseline",
    level: Level::Error,
    explain: "A line of the file that `--baseline` names is neither an entry nor a remark: an entry is the name of a rule, \
              a path and a fingerprint of 16 digits, with a space between them. Two branches that changed the file may \
              have been merged badly. Take the line out, or write the file anew with `--write-baseline`.",
};

/// Entries of a baseline that nothing answers to.
pub const STALE_BASELINE: Rule = Rule {
    name: "stale-baseline",
    level: Level::Note,
    explain: "The file that `--baseline` names has entries for problems that are no longer found: somebody mended them, \
              or took the post away. Write the file anew with `--write-baseline`, so that they cannot come back \
              unseen. If they are missing because this run looks at other posts (`--drafts`, `--future`, `--today`), \
              run it as the baseline was written.",
};

/// Every rule of this folder.
pub const RULES: &[&Rule] = &[
    &READER_LEAK,
    &TRACKED_CONTACTS,
    &UNKNOWN_RULE,
    &FIXED_LEVEL,
    &BAD_BASE_URL_OPTION,
    &ADOPTED_OUTPUT,
    &BAD_BASELINE,
    &STALE_BASELINE,
];
