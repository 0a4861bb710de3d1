//! What to do about a folder that is no site yet, judged by what else lies there.

use std::path::Path;

/// Where the files of other generators say that posts lie here, and what a `regards.yaml` must say for them.
const GENERATORS: [(&[&str], &str, &str); 2] = [
    (
        &["hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "zola.toml"],
        "content",
        "the posts in content/ can stay as they are: write a regards.yaml with `title: …` and `base_url: https://…`, \
         and run this again; `regards check content` judges them without one",
    ),
    (
        &["_config.yml", "_config.yaml"],
        "_posts",
        "the posts in _posts/ can stay as they are: write a regards.yaml with `title: …`, `base_url: https://…`, \
         `content_dir: _posts` and `permalinks: {\"\": \"/{year}/{month}/{day}/{slug}.html\"}`, and run this again; \
         `regards check _posts` judges them without one",
    ),
];

/// Says what to do where there is no `regards.yaml` at `root`, a folder with all links followed.
pub(crate) fn help_without_config(root: &Path, named: &Path) -> String {
    for (steps, above) in root.ancestors().enumerate().skip(1) {
        if above.join("regards.yaml").is_file() {
            let above = above.display();
            // From another folder, the way up would lead elsewhere.
            let way = if named == Path::new(".") { vec![".."; steps].join("/") } else { above.to_string() };
            return format!("the site is {above}: change to it, or say `--root {way}`");
        }
    }
    for (settings, posts, help) in GENERATORS {
        if root.join(posts).is_dir() && settings.iter().any(|file| root.join(file).is_file()) {
            return help.to_owned();
        }
    }
    "run `regards init` for a new site, or change to the folder of yours; `regards check FILE…` needs none"
        .to_owned()
}
