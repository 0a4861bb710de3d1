//! The posts of a site, judged together, with what is remembered of each from the time before.
//!
//! Three things are made of a post by itself: its signs, for what is learnt ([`Posts::learn`]); what it ends with
//! ([`Posts::standing_asks`]); and its judgement ([`Posts::judge`]). Each depends on the post's text and on little more,
//! and that little is compared, so what was made before can be taken for what would be made now.

use std::ops::Range;
use std::sync::Arc;

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::promo::Document;
use crate::promo::Judgement;
use crate::promo::POSTS_READ;
use crate::promo::Settings;
use crate::promo::StandingAsks;
use crate::promo::Voice;
use crate::promo::VoiceFacts;
use crate::promo::closing::Closing;
use crate::promo::closing::stand;
use crate::promo::learn::Heard;
use crate::promo::learn::learn_again;
use crate::source::SourcePath;

/// Remembers what was made of single posts, by path and text.
///
/// It never changes a result: whatever it holds, [`Posts`] gives what it would give with an empty one. It keeps what the
/// last run used and nothing else, so it does not grow.
#[derive(Debug, Default)]
pub struct Memory {
    /// The posts of the last run, in its order.
    posts: Vec<Remembered>,
    /// What their judgements were made with.
    settings: Option<Settings>,
}

/// What was made of one post.
#[derive(Debug)]
struct Remembered {
    path: SourcePath,
    text: Arc<str>,
    body_start: usize,
    /// What it told of the site's voice; only the newest posts are heard.
    heard: Option<Box<Heard>>,
    closing: Option<Closing>,
    judged: Option<Judged>,
}

/// A judgement, with what it depends on besides the text and the settings.
#[derive(Debug)]
struct Judged {
    title: String,
    title_range: Option<Range<usize>>,
    language: String,
    /// The bytes of its standing asks, which did not count.
    standing: Vec<Range<usize>>,
    judgement: Arc<Judgement>,
}

/// A post of a site.
#[derive(Debug, Clone)]
pub struct Post<'a> {
    /// The post.
    pub document: Document<'a>,
    /// The whole file, which is [`Document::text`].
    pub text: &'a Arc<str>,
}

/// The posts of a site, each with what is remembered of it.
#[derive(Debug)]
pub struct Posts<'a> {
    posts: Vec<Post<'a>>,
    memory: &'a mut Memory,
    /// What each told of the voice the last time. It is remembered again only if it is used again.
    heard: Vec<Option<Box<Heard>>>,
}

impl<'a> Posts<'a> {
    /// Recalls what is known of `posts`. Posts that are not ordered by path are forgotten, which costs time alone.
    pub fn new(posts: Vec<Post<'a>>, memory: &'a mut Memory) -> Self {
        let mut before = std::mem::take(&mut memory.posts).into_iter().peekable();
        memory.posts.reserve_exact(posts.len());
        let mut heard = Vec::with_capacity(posts.len());
        for post in &posts {
            let path = post.document.path;
            // Mostly it is the same path, down to its place in memory.
            let same = before.next_if(|known| known.path == *path);
            let known = same.or_else(|| {
                while before.next_if(|known| known.path < *path).is_some() {}
                before.next_if(|known| known.path == *path)
            });
            let mut known = match known {
                Some(known) if known.is_of(post) => known,
                _ => Remembered::new(post),
            };
            heard.push(known.heard.take());
            memory.posts.push(known);
        }
        Self { posts, memory, heard }
    }

    /// Learns the site's own names and hosts from `facts`, the posts of which are those at the indices `newest`.
    pub fn learn(&mut self, facts: VoiceFacts<'_>, newest: &[usize]) -> Voice {
        let newest = &newest[..newest.len().min(POSTS_READ)];
        let bodies = newest.iter().map(|index| {
            let document = &self.posts[*index].document;
            document.text.get(document.body_start..).unwrap_or("")
        });
        let facts = VoiceFacts { posts: bodies.collect(), ..facts };
        let mut heard: Vec<Option<Box<Heard>>> =
            newest.iter().map(|index| self.heard[*index].take()).collect();
        let voice = learn_again(&facts, &mut heard);
        for (index, heard) in newest.iter().zip(heard) {
            self.memory.posts[*index].heard = heard;
        }
        voice
    }

    /// Finds the asks that stand at the end of post after post.
    pub fn standing_asks(&mut self, settings: &Settings) -> StandingAsks {
        let posts = self.memory.posts.iter_mut().zip(&self.posts);
        let unread = posts.filter(|(known, _)| known.closing.is_none()).collect();
        for_each(unread, |(known, post)| known.closing = Some(Closing::of(&post.document)));
        let closings: Vec<&Closing> =
            self.memory.posts.iter().filter_map(|known| known.closing.as_ref()).collect();
        let documents: Vec<&Document<'_>> = self.posts.iter().map(|post| &post.document).collect();
        stand(&documents, &closings, settings)
    }

    /// Judges every post without its standing asks, in their order. `judge` must be pure: it is asked only about posts
    /// that are not known.
    pub fn judge(
        &mut self,
        settings: &Settings,
        standing: &StandingAsks,
        judge: impl Fn(usize, &Document<'_>) -> Judgement + Sync,
    ) -> Vec<Arc<Judgement>> {
        if self.memory.settings.as_ref() != Some(settings) {
            self.memory.settings = Some(settings.clone());
            self.memory.posts.iter_mut().for_each(|known| known.judged = None);
        }
        let posts = self.memory.posts.iter_mut().zip(&self.posts).enumerate();
        let unread = posts.filter(|(index, (known, post))| {
            let blocks = standing.blocks_of(*index);
            known.judged.as_ref().is_none_or(|judged| !judged.is_of(&post.document, blocks))
        });
        for_each(unread.collect(), |(index, (known, Post { document, .. }))| {
            let text = standing.without(index, document.text);
            known.judged = Some(Judged {
                title: document.title.to_owned(),
                title_range: document.title_range.clone(),
                language: document.language.to_owned(),
                standing: standing.blocks_of(index).to_vec(),
                judgement: Arc::new(judge(index, &Document { text: &text, ..document.clone() })),
            });
        });
        let judged = self.memory.posts.iter().filter_map(|known| known.judged.as_ref());
        judged.map(|judged| Arc::clone(&judged.judgement)).collect()
    }
}

/// Fewer than this are done on one core: to wake the others takes as long.
const MANY: usize = 16;

/// Does `work` to each, on all cores if there are many.
fn for_each<T: Send>(all: Vec<T>, work: impl Fn(T) + Sync + Send) {
    match all.len() {
        ..MANY => all.into_iter().for_each(work),
        _ => all.into_par_iter().for_each(work),
    }
}

impl Remembered {
    fn new(post: &Post<'_>) -> Self {
        Self {
            path: post.document.path.clone(),
            text: Arc::clone(post.text),
            body_start: post.document.body_start,
            heard: None,
            closing: None,
            judged: None,
        }
    }

    /// Whether it was made of the same file; the path is known to be the same.
    fn is_of(&self, post: &Post<'_>) -> bool {
        self.body_start == post.document.body_start
            && (Arc::ptr_eq(&self.text, post.text) || self.text == *post.text)
    }
}

impl Judged {
    fn is_of(&self, document: &Document<'_>, standing: &[Range<usize>]) -> bool {
        self.title == document.title
            && self.title_range == document.title_range
            && self.language == document.language
            && self.standing == standing
    }
}
