//! A site that is rendered again and again after edits gives the bytes of one that is rendered for the first time.

use std::fmt::Write as _;
use std::sync::{Arc, Weak};

use proptest::prelude::*;

use crate::config::Kind;
use crate::diag::Diagnostics;
use crate::plan::{Job, Plan};
use crate::render::tests::inputs_of;
use crate::render::{Inputs, Memory, Renderer};
use crate::site::{PageFacts, Site};
use crate::source::{Asset, ImageSize, SourceFile, SourcePath, SourceTree};

/// Every value that templates are given, printed.
const TEMPLATES: &[(&str, &str)] = &[
    (
        "page.html",
        "{{ page | json_encode }}\n{{ section | json_encode }}\n{{ config | json_encode }}\n\
         {{ get_url(path='css/x.css', cachebust=true) }} {{ load_data(path='data/d.yaml') | json_encode }}\n\
         {{ get_image_metadata(path='pic.png') | json_encode }} {{ trans(key='read') }}\n\
         {% set section = get_section(path='posts/_index.md') %}{{ section.content }}{{ section.pages | length }}\n\
         {{ 'a *b*' | markdown }} {{ get_taxonomy(kind='tags') | json_encode }}\n",
    ),
    ("section.html", "{{ section | json_encode }}\n{{ paginator | json_encode }}\n"),
    ("index.html", "{{ section | json_encode }}\n{{ latest | json_encode }}\n"),
    ("taxonomy_list.html", "{{ terms | json_encode }}\n"),
    (
        "taxonomy_single.html",
        "{{ taxonomy | json_encode }}\n{{ term | json_encode }}\n{{ paginator | json_encode }}\n",
    ),
    ("archive.html", "{{ years | json_encode }}\n"),
    ("people.html", "{{ people | json_encode }}\n"),
    ("404.html", "{{ current_url }} {{ now() }}\n"),
];

/// What the page's template becomes when it is edited: the first are fine, the others are not.
const PAGE_TEMPLATES: &[&str] = &["", "<p>", "{{ page.nothing }}", "{% if %}", "{{ unknown() }}"];

const POSTS: usize = 6;

/// A small site, as numbers.
#[derive(Debug, Clone, Default)]
struct State {
    posts: [Post; POSTS],
    base: u8,
    title: u8,
    words: u8,
    full_text: bool,
    smart: bool,
    line_numbers: bool,
    email: u8,
    css: u8,
    data: u8,
    i18n: u8,
    width: u8,
    template: u8,
    another_template: bool,
    section: u8,
    /// What the promo check makes of posts.
    asks: u8,
}

#[derive(Debug, Clone, Default)]
struct Post {
    gone: bool,
    name: u8,
    title: u8,
    tags: u8,
    in_series: bool,
    more: bool,
    link: u8,
    heading: u8,
    code: u8,
    image: bool,
    author: u8,
    slug: u8,
    weight: u8,
}

/// One change of one thing, and how the site is looked at afterwards.
#[derive(Debug, Clone)]
struct Step {
    what: u8,
    post: u8,
    value: u8,
    /// Whether the site is understood without memory, so that nothing of it is shared with the former one.
    afresh: bool,
    /// In which order jobs are rendered, and how many of them.
    order: u64,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0u8..26, 0..POSTS as u8, 0u8..5, proptest::bool::weighted(0.2), any::<u64>());
    proptest::collection::vec(
        step.prop_map(|(what, post, value, afresh, order)| Step { what, post, value, afresh, order }),
        1..12,
    )
}

impl State {
    /// A site whose posts differ in what matters from the beginning.
    fn new() -> Self {
        let mut state = State::default();
        for (post, number) in state.posts.iter_mut().zip(0u8..) {
            (post.more, post.author, post.link) = (number % 2 == 0, number % 3, 1);
            (post.tags, post.weight) = (number % 4, number);
        }
        state
    }

    fn edit(&mut self, step: &Step) {
        let value = step.value;
        let post = &mut self.posts[usize::from(step.post)];
        match step.what {
            0 => post.gone = !post.gone,
            1 => post.name = value,
            2 => post.title = value,
            3 => post.tags = value,
            4 => post.in_series = !post.in_series,
            5 => post.more = !post.more,
            6 => post.link = value,
            7 => post.heading = value,
            8 => post.code = value,
            9 => post.image = !post.image,
            10 => post.author = value,
            11 => post.slug = value,
            12 => post.weight = value,
            13 => self.base = value,
            14 => self.title = value,
            15 => self.words = value,
            16 => self.full_text = !self.full_text,
            17 => self.smart = !self.smart,
            18 => self.line_numbers = !self.line_numbers,
            19 => self.email = value,
            20 => (self.css, self.data, self.i18n) = (value, value / 2, value / 3),
            21 => self.width = value,
            22 => self.template = value,
            23 => self.another_template = !self.another_template,
            24 => self.section = value,
            _ => self.asks = value,
        }
    }

    fn name(&self, post: usize) -> String {
        format!("{}{post}", ["m", "a", "z", "m-", "q"][usize::from(self.posts[post].name)])
    }

    fn post(&self, index: usize) -> String {
        let post = &self.posts[index];
        let mut text =
            format!("---\ntitle: \"Title {} of {index}\"\ndate: 2026-01-0{}\n", post.title, index + 1);
        let rust = if post.weight > 2 { "rust" } else { "Rust" };
        let tags = [(rust, 1), ("Säge", 2)].into_iter().filter(|(_, bit)| post.tags & bit != 0);
        let _ = writeln!(text, "tags: {:?}", tags.map(|(name, _)| name).collect::<Vec<&str>>());
        for (line, wanted) in [
            ("series: [Start here]", post.in_series),
            ("image: pic.png", post.image),
            ("authors: [ann]", post.author == 1),
            ("authors: [Guest, ann]", post.author == 2),
            ("aliases: [/old/]", post.author == 3),
            ("extra: {mood: calm}", post.author == 4),
        ] {
            if wanted {
                let _ = writeln!(text, "{line}");
            }
        }
        if post.slug > 0 {
            let _ = writeln!(text, "slug: s{}-{index}", post.slug);
        }
        let _ = writeln!(text, "weight: {}\n---", post.weight);
        let target = self.name((index + usize::from(post.link)) % POSTS);
        let _ = writeln!(
            text,
            "Begins {} \"here\" -- with [one](@/posts/{target}.md#part-{}), [two]({target}.md) and \
             ![a picture](../pic.png). One more sentence. And another one, which is longer.\n",
            post.code, post.link
        );
        if post.more {
            text.push_str("<!-- more -->\n\n");
        }
        let _ = writeln!(
            text,
            "## Part {}\n\n```rust\nfn f{}() {{}}\n```\n\n```rust\nfn shared() {{}}\n```\n\n[root](/about/)",
            post.heading, post.code
        );
        text
    }

    fn files(&self) -> Vec<(String, String)> {
        let base = ["", "/blog", "/b%C3%A4", "", "/x"][usize::from(self.base)];
        let host = if self.base == 3 { "example.net" } else { "example.org" };
        let settings = format!(
            "title: Site {}\nbase_url: https://{host}{base}\ntheme: bare\nrelated: 2\n\
             summary: {{words: {}}}\nfeeds: {{formats: [atom, json], full_text: {}, limit: 4}}\n\
             markdown: {{smart_punctuation: {}, line_numbers: {}}}\n\
             menu: [{{name: Posts, url: '@/posts/_index.md'}}]\n",
            self.title,
            4 + self.words * 4,
            self.full_text,
            self.smart,
            self.line_numbers,
        );
        let section = format!(
            "---\ntitle: Posts\nsort_by: {}\npaginate_by: 2\ngenerate_feeds: true\n---\nAll {} of\n\n```rust\nfn shared() {{}}\n```\n",
            if self.section == 1 { "weight" } else { "date" },
            self.section
        );
        let people = format!(
            "people:\n  ann:\n    name: Ann {}\n    email: ann{}@example.org\n    bio: Writes.\n",
            self.email / 3,
            self.email
        );
        let mut files = vec![
            ("regards.yaml".to_owned(), settings),
            ("audiences.yaml".to_owned(), people),
            ("content/posts/_index.md".to_owned(), section),
            ("static/css/x.css".to_owned(), format!("body {{ margin: {}px }}\n", self.css)),
            ("data/d.yaml".to_owned(), format!("value: {}\n", self.data)),
            ("data/i18n/en.yaml".to_owned(), format!("read: Read {}\n", self.i18n)),
        ];
        let present = (0..POSTS).filter(|post| !self.posts[*post].gone);
        files.extend(present.map(|post| (format!("content/posts/{}.md", self.name(post)), self.post(post))));
        for (name, text) in TEMPLATES {
            let edited = if *name == "page.html" { PAGE_TEMPLATES[usize::from(self.template)] } else { "" };
            files.push((format!("themes/bare/templates/{name}"), format!("{text}{edited}")));
        }
        if self.another_template {
            files.push(("templates/section.html".to_owned(), "{{ section.title }}".to_owned()));
        }
        files
    }

    /// The files, each with the very text that it had if that is the same, as a loader leaves it.
    fn sources(&self, former: &SourceTree) -> SourceTree {
        let mut sources = SourceTree::default();
        for (path, text) in self.files() {
            let path = SourcePath::new(&path).unwrap();
            let known = former.text(&path).filter(|known| ***known == *text).cloned();
            sources.insert_text(path, known.unwrap_or_else(|| text.into()));
        }
        let image = Some(ImageSize { width: 640 + u32::from(self.width), height: 480 });
        for path in ["content/posts/pic.png", "content/pic.png", "static/pic.png"] {
            sources.insert(SourcePath::new(path).unwrap(), SourceFile::Asset(Asset { length: 1, image }));
        }
        sources
    }

    fn inputs(&self, sources: &Arc<SourceTree>, memory: &mut crate::site::Memory) -> Inputs {
        let mut inputs = inputs_of(sources, Vec::new(), memory).0;
        let site = Arc::get_mut(&mut inputs.site).expect("nobody else has the site");
        for page in site.pages.iter_mut().skip(usize::from(self.asks)) {
            page.kind = Some(Kind::Ask);
        }
        inputs
    }
}

type Rendered = (Option<Vec<u8>>, String);

fn render(renderer: &Renderer, job: &Job) -> Rendered {
    let (bytes, faults) = renderer.render(job);
    (bytes, said(&faults))
}

fn said(faults: &Diagnostics) -> String {
    format!("{faults:?}")
}

/// Some of the jobs of a plan, in some order: the same ones for the same number.
fn chosen(plan: &Plan, mut order: u64) -> Vec<&Job> {
    let mut jobs: Vec<&Job> = plan.jobs().map(|(_, job)| job).collect();
    let mut next = |below: usize| {
        order = order.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (order >> 33) as usize % below.max(1)
    };
    for at in (1..jobs.len()).rev() {
        jobs.swap(at, next(at + 1));
    }
    jobs.truncate(next(jobs.len() + 1));
    jobs
}

fn shown(rendered: &Rendered) -> String {
    format!("{}\n{}", String::from_utf8_lossy(rendered.0.as_deref().unwrap_or_default()), rendered.1)
}

/// Edits a site step by step, and holds what is rendered with a memory against what is rendered without.
fn check(steps: &[Step]) {
    let mut state = State::new();
    let mut sources = SourceTree::default();
    let mut site_memory = crate::site::Memory::default();
    let mut memory = Memory::default();
    let mut former: Option<(Renderer, Vec<(Job, Rendered)>)> = None;
    for step in steps {
        state.edit(step);
        let now = Arc::new(state.sources(&sources));
        sources = SourceTree::clone(&now);
        if step.afresh {
            site_memory = crate::site::Memory::default();
        }
        let inputs = state.inputs(&now, &mut site_memory);
        let plan = Arc::clone(&inputs.plan);
        let (fresh, expected_faults) = Renderer::new(inputs.clone());
        let (renderer, faults) = Renderer::with_memory(inputs, &mut memory);
        assert_eq!(said(&faults), said(&expected_faults));
        let mut seen = Vec::new();
        for job in chosen(&plan, step.order) {
            let expected = render(&fresh, job);
            // Twice: browsers ask again.
            for _ in 0..2 {
                let found = render(&renderer, job);
                assert!(found == expected, "{job:?}\n{}\nis not\n{}", shown(&found), shown(&expected));
            }
            seen.push((job.clone(), expected));
        }
        // The former site may still be shown, and knows nothing of the new one.
        for (job, expected) in former.iter().flat_map(|(_, seen)| seen) {
            let found = former.as_ref().map(|(renderer, _)| render(renderer, job));
            assert!(found.as_ref() == Some(expected), "{job:?} of the former site");
        }
        former = Some((renderer, seen));
    }
}

#[test]
fn a_memory_holds_no_former_site() {
    let mut state = State::new();
    let mut site_memory = crate::site::Memory::default();
    let mut memory = Memory::default();
    let mut sites: Vec<Weak<Site>> = Vec::new();
    let mut facts: Vec<Weak<PageFacts>> = Vec::new();
    let mut sources = SourceTree::default();
    for title in 0..20 {
        state.posts[0].title = title;
        let now = Arc::new(state.sources(&sources));
        sources = SourceTree::clone(&now);
        let inputs = state.inputs(&now, &mut site_memory);
        let plan = Arc::clone(&inputs.plan);
        sites.push(Arc::downgrade(&inputs.site));
        facts.extend(inputs.site.pages.first().map(|page| Arc::downgrade(&page.facts)));
        let (renderer, _) = Renderer::with_memory(inputs, &mut memory);
        for (_, job) in plan.jobs() {
            renderer.render(job);
        }
    }
    drop(site_memory);
    assert_eq!(sites.iter().filter(|site| site.upgrade().is_some()).count(), 0);
    // The edited page's, and those of the candidate that was found wrong.
    assert_eq!(facts.iter().filter(|facts| facts.upgrade().is_some()).count(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_site_rendered_again_is_the_same_as_one_rendered_afresh(steps in steps()) {
        check(&steps);
    }
}
