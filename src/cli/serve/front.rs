//! What the server's threads answer from.

use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use serde::Serialize;

use crate::diag::Level;
use crate::diag::json_line;

use crate::effects::Answer;
use crate::effects::AnswerBody;
use crate::effects::Answering;
use crate::effects::Asked;
use crate::effects::Events;
use crate::effects::Stir;
use crate::effects::random_name;
use crate::preview::Body;
use crate::preview::EVENTS;
use crate::preview::Response;
use crate::preview::Views;
use crate::source::SourcePath;

/// How long a request waits for a change that is under way. A browser that waits is better than one that shows what
/// is no longer true; one that waits for ever is not.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is shown, for all threads.
#[derive(Debug)]
pub struct Front {
    shown: Mutex<Shown>,
    /// Told when the first views are there.
    begun: Condvar,
    /// Whether a change is under way.
    pub stir: Arc<Stir>,
    /// What browsers are told without asking.
    events: Events,
    /// Tells this server from one that listened at the same address before.
    run: String,
}

/// What browsers are told when they begin to listen.
#[derive(Debug, Serialize)]
struct Hello<'a> {
    run: &'a str,
    generation: u64,
}

/// What browsers are told after a change.
#[derive(Debug, Serialize)]
struct ChangeEvent<'a> {
    generation: u64,
    /// Addresses of copied files that may hold other bytes now.
    files: &'a [String],
    errors: usize,
}

#[derive(Debug, Default)]
struct Shown {
    views: Option<Views>,
    private: Vec<SourcePath>,
}

impl Front {
    /// Nothing is shown yet: requests wait for the first views.
    pub fn new(stir: Arc<Stir>) -> Self {
        let run = random_name();
        let events = Events::new(json_line(&Hello { run: &run, generation: 0 }).trim_end());
        Self { shown: Mutex::default(), begun: Condvar::new(), stir, events, run }
    }

    /// Tells browsers that something changed. `files` are the addresses of copied files that may hold other bytes now.
    pub fn tell(&self, views: &Views, files: &[String]) {
        let generation = views.problems.generation;
        self.events.greet(json_line(&Hello { run: &self.run, generation }).trim_end());
        let errors = views.problems.diagnostics.count(Level::Error);
        self.events.send("change", json_line(&ChangeEvent { generation, files, errors }).trim_end());
    }

    /// Shows other views from now on, and hands back those that were shown. `private` are the files that no answer
    /// may hold.
    pub fn show(&self, views: Views, private: Vec<SourcePath>) -> Option<Views> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        // What was private stays so: the site that is shown may be one from before a change of settings.
        let mut private = private;
        private.extend(std::mem::take(&mut shown.private));
        private.sort();
        private.dedup();
        let former = std::mem::replace(&mut *shown, Shown { views: Some(views), private });
        self.begun.notify_all();
        former.views
    }

    /// The newest views; waits for the first.
    fn views(&self) -> Views {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = self.begun.wait_while(shown, |shown| shown.views.is_none());
        let shown = shown.unwrap_or_else(PoisonError::into_inner);
        shown.views.clone().expect("it was waited for")
    }
}

impl Answering for Front {
    fn answer(&self, asked: &Asked) -> Answer {
        // Whoever asks for events must not miss the change that is under way.
        if asked.path == EVENTS {
            let body = AnswerBody::Events(self.events.clone());
            return Answer {
                status: 200,
                content_type: "text/event-stream".into(),
                location: None,
                save_as: None,
                body,
            };
        }
        self.stir.wait_until_settled(PATIENCE);
        let Response { status, content_type, location, save_as, body } = self.views().respond(&asked.path);
        let body = match body {
            Body::Bytes(bytes) => AnswerBody::Bytes(bytes),
            Body::File(path) => AnswerBody::File(path),
        };
        Answer { status, content_type, location, save_as, body }
    }

    fn private(&self) -> Vec<SourcePath> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).private.clone()
    }
}
