//! Server-sent events: what browsers are told without asking.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use http_body_util::StreamBody;
use hyper::body::Frame;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;

use crate::effects::http::bodies::AnyBody;

/// The event that a browser gets first.
const HELLO: &str = "hello";

/// How many events a browser may be behind. One that is further behind is told `hello` again instead, so that nothing is
/// kept for it.
const MOST_BEHIND: usize = 64;

/// How soon a browser comes back when the server is gone, in milliseconds.
const RETRY: u32 = 500;

/// Announces events to every browser that listens. Clones announce to the same ones.
#[derive(Clone)]
pub struct Events {
    announced: broadcast::Sender<Bytes>,
    hello: Arc<Mutex<Bytes>>,
}

impl Events {
    /// Events whose listeners are told `hello` with this JSON text first.
    pub fn new(hello: &str) -> Self {
        let (announced, _) = broadcast::channel(MOST_BEHIND);
        Self { announced, hello: Arc::new(Mutex::new(event(HELLO, hello))) }
    }

    /// Changes what `hello` says to whoever listens from now on, and to whoever could not follow. Change it before the event
    /// is sent that tells the others, so that nobody misses both.
    pub fn greet(&self, json: &str) {
        *self.hello.lock().unwrap_or_else(PoisonError::into_inner) = event(HELLO, json);
    }

    /// Tells every browser that listens. Never waits.
    pub fn send(&self, name: &str, json: &str) {
        // It fails when nobody listens, which is no failure.
        let _ = self.announced.send(event(name, json));
    }

    /// How many browsers listen.
    pub fn listeners(&self) -> usize {
        self.announced.receiver_count()
    }

    /// The body of an answer: all events from now on, until `ending` or the browser leaves.
    pub(super) fn body(&self, heartbeat: Duration, ending: CancellationToken) -> AnyBody {
        let (pieces, stream) = mpsc::channel(1);
        // First the place in the queue, then the greeting: what is announced between the two comes twice, not never.
        let announced = self.announced.subscribe();
        tokio::spawn(follow(Follower { events: self.clone(), announced, pieces, heartbeat }, ending));
        StreamBody::new(ReceiverStream::new(stream)).boxed_unsync()
    }

    fn hello(&self) -> Bytes {
        self.hello.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Events").field("listeners", &self.listeners()).finish_non_exhaustive()
    }
}

/// One browser that listens.
struct Follower {
    events: Events,
    announced: broadcast::Receiver<Bytes>,
    pieces: mpsc::Sender<Result<Frame<Bytes>, std::io::Error>>,
    heartbeat: Duration,
}

async fn follow(mut follower: Follower, ending: CancellationToken) {
    let mut piece = Bytes::from(format!("retry: {RETRY}\n\n"));
    let mut next = Some(follower.events.hello());
    loop {
        tokio::select! {
            sent = follower.pieces.send(Ok(Frame::data(piece))) => if sent.is_err() { return },
            () = ending.cancelled() => return,
        }
        piece = match next.take() {
            Some(next) => next,
            None => tokio::select! {
                announced = follower.announced.recv() => match announced {
                    Ok(event) => event,
                    Err(RecvError::Lagged(_)) => follower.events.hello(),
                    Err(RecvError::Closed) => return,
                },
                () = tokio::time::sleep(follower.heartbeat) => Bytes::from_static(b":\n\n"),
                () = follower.pieces.closed() => return,
                () = ending.cancelled() => return,
            },
        };
    }
}

/// An event as it is written. Line breaks would end a field, so each line of the data is a field of its own.
fn event(name: &str, json: &str) -> Bytes {
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    let mut text = format!("event: {name}\n");
    for line in json.split(['\n', '\r']) {
        text.push_str("data: ");
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
    Bytes::from(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_forge_an_event() {
        assert_eq!(event("changed", r#"{"a": 1}"#), "event: changed\ndata: {\"a\": 1}\n\n");
        assert_eq!(
            event("a\nb", "1\n\nevent: x\r2"),
            "event: ab\ndata: 1\ndata: \ndata: event: x\ndata: 2\n\n"
        );
    }
}
