//! What a writer does to the files of a site, at random.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use walkdir::WalkDir;

/// One thing that a writer does. Numbers choose among the files that are there.
#[derive(Debug, Clone)]
pub enum Edit {
    /// Writes a paragraph at the end, into the same file.
    Body(usize, u16),
    /// Gives another title, and replaces the file as many editors do: a new one takes its name.
    Title(usize, u16),
    /// Adds a tag.
    Tag(usize, u8),
    /// Links one post to another.
    Link(usize, usize),
    /// Makes a draft of it.
    Draft(usize),
    /// Another date.
    Date(usize, u8),
    /// Gives the file another name.
    Rename(usize, u16),
    /// Deletes it.
    Delete(usize),
    /// Writes a new post, in a new folder or beside another.
    New(usize, u16, bool),
    /// Moves a whole folder of posts.
    MoveFolder(usize, u16),
    /// Puts a template of the site's own in the place of the theme's.
    Template(u16),
    /// Takes it away again.
    NoTemplate,
    /// A file that is copied.
    Static(u16),
    /// Another title for the site.
    Settings(u16),
    /// Front matter that cannot be read, mended with the next edit of that file.
    Broken(usize),
    /// Settings that cannot be read.
    BrokenSettings,
    /// Undoes all damage.
    Mend,
}

/// Any edit.
pub fn edit() -> impl Strategy<Value = Edit> {
    let file = 0..10_000usize;
    prop_oneof![
        4 => (file.clone(), any::<u16>()).prop_map(|(file, text)| Edit::Body(file, text)),
        3 => (file.clone(), any::<u16>()).prop_map(|(file, text)| Edit::Title(file, text)),
        2 => (file.clone(), 0..4u8).prop_map(|(file, tag)| Edit::Tag(file, tag)),
        2 => (file.clone(), file.clone()).prop_map(|(from, to)| Edit::Link(from, to)),
        1 => file.clone().prop_map(Edit::Draft),
        1 => (file.clone(), 1..28u8).prop_map(|(file, day)| Edit::Date(file, day)),
        2 => (file.clone(), any::<u16>()).prop_map(|(file, name)| Edit::Rename(file, name)),
        2 => file.clone().prop_map(Edit::Delete),
        2 => (file.clone(), any::<u16>(), any::<bool>()).prop_map(|(file, name, deep)| Edit::New(file, name, deep)),
        1 => (file.clone(), any::<u16>()).prop_map(|(file, name)| Edit::MoveFolder(file, name)),
        1 => any::<u16>().prop_map(Edit::Template),
        1 => Just(Edit::NoTemplate),
        1 => any::<u16>().prop_map(Edit::Static),
        1 => any::<u16>().prop_map(Edit::Settings),
        1 => file.prop_map(Edit::Broken),
        1 => Just(Edit::BrokenSettings),
        2 => Just(Edit::Mend),
    ]
}

/// Does it to the site at `root`. What cannot be done is left.
pub fn apply(edit: &Edit, root: &Path) {
    let posts = posts(root);
    let post = |number: &usize| posts[number % posts.len()].clone();
    let change = |number: &usize, change: &dyn Fn(&str) -> String| {
        let path = post(number);
        let text = fs::read_to_string(&path).expect("a post is text");
        fs::write(path, change(&text)).expect("a post can be written");
    };
    match edit {
        Edit::Body(file, text) => change(file, &|before| format!("{before}\nParagraph {text}, *newer*.\n")),
        Edit::Title(file, text) => {
            let path = post(file);
            let before = fs::read_to_string(&path).expect("a post is text");
            let temporary = path.with_extension("md~");
            fs::write(&temporary, with_key(&before, "title", &format!("\"Title {text} & more\"")))
                .expect("a file can be written");
            fs::rename(&temporary, &path).expect("a file can be renamed");
        }
        Edit::Tag(file, tag) => {
            change(file, &|before| with_key(before, "tags", &format!("[tag{tag}, \"other {tag}\"]")))
        }
        Edit::Link(from, to) => {
            let target = post(to);
            let target = target.strip_prefix(content(root)).expect("a post is content");
            let link = format!("\nAs [was said](@/{}#part).\n", target.display());
            change(from, &|before| format!("{before}{link}"));
        }
        Edit::Draft(file) => change(file, &|before| with_key(before, "draft", "true")),
        Edit::Date(file, day) => {
            change(file, &|before| with_key(before, "date", &format!("2026-10-{day:02}")))
        }
        Edit::Rename(file, name) => {
            let path = post(file);
            let _ = fs::rename(&path, path.with_file_name(format!("renamed-{name}.md")));
        }
        Edit::Delete(file) if posts.len() > 3 => fs::remove_file(post(file)).expect("a post can be deleted"),
        Edit::Delete(_) => {}
        Edit::New(file, name, deep) => {
            let beside = post(file);
            let mut folder = beside.parent().expect("a post lies in a folder").to_owned();
            if *deep {
                folder = folder.join(format!("new-{name}/deeper"));
                fs::create_dir_all(&folder).expect("a folder can be made");
            }
            let text = format!(
                "---\ntitle: New {name}\ndate: 2026-11-0{}\ntags: [tag1]\n---\n\nIt is new.\n",
                name % 9 + 1
            );
            fs::write(folder.join(format!("new-{name}.md")), text).expect("a post can be written");
        }
        Edit::MoveFolder(file, name) => {
            let path = post(file);
            let folder = path.parent().expect("a post lies in a folder");
            if folder != content(root) {
                let _ = fs::rename(folder, folder.with_file_name(format!("moved-{name}")));
            }
        }
        Edit::Template(text) => {
            let folder = root.join("templates");
            fs::create_dir_all(&folder).expect("a folder can be made");
            let template = format!(
                "<!doctype html><html lang=\"en\"><head><title>{{{{ page.title }}}}</title></head>\
                 <body><p>{text}</p>{{{{ page.content }}}}</body></html>"
            );
            fs::write(folder.join("page.html"), template).expect("a template can be written");
        }
        Edit::NoTemplate => {
            let _ = fs::remove_dir_all(root.join("templates"));
        }
        Edit::Static(text) => {
            let folder = root.join("static/deep");
            fs::create_dir_all(&folder).expect("a folder can be made");
            fs::write(folder.join(format!("file-{}.css", text % 3)), format!("p {{ width: {text}px }}"))
                .expect("a file can be written");
        }
        Edit::Settings(text) => {
            let path = root.join("regards.yaml");
            let before = fs::read_to_string(&path).expect("settings are text");
            let lines = before.lines().map(|line| match line.starts_with("title:") {
                true => format!("title: Site {text}"),
                false => line.to_owned(),
            });
            fs::write(path, lines.collect::<Vec<String>>().join("\n") + "\n")
                .expect("settings can be written");
        }
        Edit::Broken(file) => change(file, &|before| format!("---\ntitle: [broken\n---\n{before}")),
        Edit::BrokenSettings => {
            let path = root.join("regards.yaml");
            let before = fs::read_to_string(&path).expect("settings are text");
            fs::write(path, format!("{before}{BROKEN_SETTINGS}")).expect("settings can be written");
        }
        Edit::Mend => mend(root, &posts),
    }
}

/// What [`Edit::BrokenSettings`] writes.
const BROKEN_SETTINGS: &str = "menu: [unfinished\n";

/// Takes away what [`Edit::Broken`] and [`Edit::BrokenSettings`] wrote.
pub fn mend(root: &Path, posts: &[PathBuf]) {
    let settings = root.join("regards.yaml");
    let text = fs::read_to_string(&settings).expect("settings are text");
    if text.contains(BROKEN_SETTINGS) {
        fs::write(settings, text.replace(BROKEN_SETTINGS, "")).expect("settings can be written");
    }
    for path in posts {
        let text = fs::read_to_string(path).expect("a post is text");
        let mended = text.replace("---\ntitle: [broken\n---\n", "");
        if mended != text {
            fs::write(path, mended).expect("a post can be written");
        }
    }
}

/// Every markdown file of the content folder but sections' own, in order.
pub fn posts(root: &Path) -> Vec<PathBuf> {
    let files = WalkDir::new(content(root)).sort_by_file_name().into_iter().flatten();
    let is_post = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("_index.md")
    };
    files.map(walkdir::DirEntry::into_path).filter(is_post).collect()
}

/// The folder with the posts: Jekyll's name for it, if there is one.
fn content(root: &Path) -> PathBuf {
    let jekyll = root.join("_posts");
    if jekyll.is_dir() { jekyll } else { root.join("content") }
}

/// A post with a value for a key of its YAML front matter; unchanged if it has none.
fn with_key(text: &str, key: &str, value: &str) -> String {
    let Some(rest) = text.strip_prefix("---\n") else { return text.to_owned() };
    let Some(end) = rest.find("\n---") else { return text.to_owned() };
    let kept = rest[..end].lines().filter(|line| !line.starts_with(&format!("{key}:")));
    let kept: Vec<&str> = kept.collect();
    format!("---\n{key}: {value}\n{}{}", kept.join("\n"), &rest[end..])
}
