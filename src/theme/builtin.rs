//! The themes inside the binary: the one place that embeds files.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use crate::source::SourcePath;

static THEMES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// Every embedded file, ordered by path below `themes/`.
static FILES: LazyLock<Vec<(SourcePath, &'static [u8])>> = LazyLock::new(|| {
    let mut files = Vec::new();
    collect(&THEMES, &mut files);
    files.sort();
    files
});

/// The names of the built-in themes, in order.
pub fn builtin_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = THEMES.dirs().filter_map(|folder| folder.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// The files of a built-in theme, ordered by path in the theme; none if there is no such theme.
pub fn builtin_theme(name: &str) -> impl Iterator<Item = (SourcePath, &'static [u8])> {
    FILES.iter().filter_map(move |(path, bytes)| {
        let below = path.below(name).filter(|_| !name.is_empty())?;
        Some((SourcePath::new(below).ok()?, *bytes))
    })
}

fn collect(folder: &Dir<'static>, files: &mut Vec<(SourcePath, &'static [u8])>) {
    for file in folder.files() {
        // On Windows the macro records backslashes.
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let Ok(path) = SourcePath::new(&path) {
            files.push((path, file.contents()));
        }
    }
    for folder in folder.dirs() {
        collect(folder, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_holds_its_own_files_only() {
        assert_eq!(builtin_theme("").count(), 0);
        assert_eq!(builtin_theme("no-such-theme").count(), 0);
        for name in builtin_names() {
            assert!(
                builtin_theme(name).any(|(path, _)| path.as_str() == "theme.yaml"),
                "{name} has a theme.yaml"
            );
        }
    }
}
