//! The faults that files can have before anybody reads what they say.

use crate::diag::{Level, Rule};

/// A text that is not UTF-8.
pub const NOT_UTF8: Rule = Rule {
    name: "not-utf8",
    level: Level::Error,
    explain: "Regards reads text as UTF-8. The file holds other bytes, probably from an older encoding such as \
              Latin-1; open it in an editor and save it as UTF-8. The file is left out until then.",
};

/// A text larger than any post.
pub const TOO_LARGE: Rule = Rule {
    name: "file-too-large",
    level: Level::Error,
    explain: "A text of more than 16 MiB is left out: it is no post, and reading it could exhaust the memory. Split \
              it, or move it to `static/`: files that are only copied may have any size.",
};

/// A symbolic link out of the site.
pub const LINK_OUT: Rule = Rule {
    name: "symlink-out-of-site",
    level: Level::Error,
    explain: "A symbolic link in the site's folders leads out of the site, so publishing it could publish anything \
              that lies on the same disk. Put a copy of the file into the site instead.",
};

/// A symbolic link to what is never published.
pub const LINK_PRIVATE: Rule = Rule {
    name: "symlink-to-private",
    level: Level::Error,
    explain: "A symbolic link in the site's folders leads to readers' data, to a hidden folder such as `.git`, or into \
              the output. What lies there is not published, and no link publishes it. Remove the link, or put a copy \
              of the file that you mean in its place.",
};

/// A file name that cannot be a path of a site.
pub const BAD_NAME: Rule = Rule {
    name: "bad-file-name",
    level: Level::Error,
    explain: "A file's name is not UTF-8, or holds a backslash or a control character, and cannot become a URL. \
              Rename it.",
};

/// A file that cannot be read.
pub const UNREADABLE: Rule = Rule {
    name: "unreadable-file",
    level: Level::Error,
    explain: "The operating system refused to open a file. Check that it is there, and its permissions. It is left out.",
};

/// Every rule of this folder.
pub const RULES: &[&Rule] = &[&NOT_UTF8, &TOO_LARGE, &LINK_OUT, &LINK_PRIVATE, &BAD_NAME, &UNREADABLE];
