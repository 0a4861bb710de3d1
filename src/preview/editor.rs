//! Links that open a file in the writer's editor.

use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;

use crate::source::SourcePath;

/// What a path may hold unescaped in the address of an editor (RFC 3986, section 3.3), and the slash.
const IN_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b':');

/// How files of the site are opened in an editor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Editor {
    /// The address that an editor answers to, such as `vscode://file/{path}:{line}:{column}`; empty for no links.
    pub pattern: String,
    /// The folder of the site on disk.
    pub root: String,
}

impl Editor {
    /// The address that opens a file at a line and column, both from 1; `None` if no editor is known.
    pub fn link(&self, path: &SourcePath, line: usize, column: usize) -> Option<String> {
        // What runs in the page is no editor; the settings may be somebody else's.
        let scheme = self.pattern.split(':').next().unwrap_or("").trim().to_ascii_lowercase();
        if scheme.is_empty() || matches!(&*scheme, "javascript" | "data" | "vbscript") {
            return None;
        }
        let on_disk = format!("{}/{path}", self.root.trim_end_matches('/'));
        let escaped = utf8_percent_encode(&on_disk, IN_PATH).to_string();
        // A slash by itself before `{path}` is the one that an absolute path starts with.
        let pattern = match self.pattern.find("/{path}") {
            Some(slash) if escaped.starts_with('/') && !self.pattern[..slash].ends_with('/') => {
                self.pattern.replacen("/{path}", "{path}", 1)
            }
            _ => self.pattern.clone(),
        };
        let filled = pattern.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
        Some(filled.replace("{path}", &escaped))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, root: &str, path: &str, expected: Option<&str>) {
        let editor = Editor { pattern: pattern.to_owned(), root: root.to_owned() };
        let path = SourcePath::new(path).unwrap();
        assert_eq!(editor.link(&path, 12, 5).as_deref(), expected);
    }

    #[test]
    fn a_link_names_file_line_and_column() {
        let code = "vscode://file/{path}:{line}:{column}";
        check(
            code,
            "/home/ann/site",
            "content/a b.md",
            Some("vscode://file/home/ann/site/content/a%20b.md:12:5"),
        );
        check(code, "C:/site/", "content/ü?.md", Some("vscode://file/C:/site/content/%C3%BC%3F.md:12:5"));
        check(
            "idea://open?file={path}&line={line}",
            "/s",
            "a&b.md",
            Some("idea://open?file=/s/a%26b.md&line=12"),
        );
        check(code, "/s", "{line}.md", Some("vscode://file/s/%7Bline%7D.md:12:5"));
        check(
            "txmt://open?url=file://{path}",
            "/home/ann",
            "a.md",
            Some("txmt://open?url=file:///home/ann/a.md"),
        );
        check("", "/s", "a.md", None);
        check(" JavaScript:alert(1)//{path}", "/s", "a.md", None);
    }
}
