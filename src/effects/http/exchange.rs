//! One request and its answer.

use std::convert::Infallible;
use std::mem;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use hyper::Method;
use hyper::Request;
use hyper::Response;
use hyper::http::request::Parts;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::effects::http::AnswerBody;
use crate::effects::http::Answering;
use crate::effects::http::Asked;
use crate::effects::http::Limits;
use crate::effects::http::bodies::AnyBody;
use crate::effects::http::bodies::Sending;
use crate::effects::http::connections::Entered;
use crate::effects::http::files::open_below;
use crate::effects::http::hosts::Hosts;
use crate::effects::http::own_pages;
use crate::effects::http::refusal::Refusal;
use crate::effects::http::reply::Conditions;
use crate::effects::http::reply::Content;
use crate::effects::http::reply::refuse;
use crate::effects::http::reply::reply;
use crate::effects::http::target::decoded_path;

/// What all connections of a server share.
pub struct Shared {
    /// Says what stands at a path.
    pub answering: Arc<dyn Answering>,
    /// The names that the server answers to.
    pub hosts: Hosts,
    /// The site's folder, a path without links.
    pub root: PathBuf,
    /// The address of the server, as in `http://127.0.0.1:1111/`.
    pub address: String,
    /// How much, how many, how long.
    pub limits: Limits,
    /// For how many more requests there is room.
    pub room: Arc<Semaphore>,
    /// Cancelled when the server ends.
    pub ending: CancellationToken,
}

/// Answers a request that came over the connection `entered`, whose end here is `local`.
pub async fn exchange<B>(
    request: Request<B>,
    shared: Arc<Shared>,
    entered: Arc<Entered>,
    local: IpAddr,
) -> Result<Response<Sending>, Infallible> {
    let busy = entered.busy();
    let head = request.method() == Method::HEAD;
    // A body that comes along is never read; hyper ends the connection after the answer.
    let (request, _) = request.into_parts();
    let answered = match checked(&request, &shared, local) {
        Ok(asked) => answer(asked, Conditions::new(&request.headers, head), &shared).await,
        Err(refusal) => Err(refusal),
    };
    let response = answered.unwrap_or_else(|refusal| refuse(refusal, &shared.address, head));
    Ok(response.map(|body| Sending::new(body, busy)))
}

/// What is asked, if it may be.
fn checked(request: &Parts, shared: &Shared, local: IpAddr) -> Result<Asked, Refusal> {
    let Parts { uri, headers, method, .. } = request;
    shared.hosts.check(uri, headers, local)?;
    if method != Method::GET && method != Method::HEAD {
        return Err(Refusal::Method);
    }
    let path = decoded_path(uri)?;
    own_pages::check(&path, headers, &shared.hosts, local)?;
    Ok(Asked {
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        head: method == Method::HEAD,
    })
}

/// Asks for the answer on a thread that may wait, once there is room for it.
async fn answer(
    asked: Asked,
    conditions: Conditions,
    shared: &Arc<Shared>,
) -> Result<Response<AnyBody>, Refusal> {
    let room = Arc::clone(&shared.room).acquire_owned().await.map_err(|_| Refusal::Failed)?;
    let shared = Arc::clone(shared);
    let answered = tokio::task::spawn_blocking(move || {
        // Held as long as the thread is, even if the browser leaves meanwhile.
        let _room = room;
        let mut answer = shared.answering.answer(&asked);
        let body = mem::replace(&mut answer.body, AnswerBody::Bytes(Vec::new()));
        let content = content(body, &shared)?;
        reply(&answer, content, &conditions).ok_or(Refusal::Failed)
    });
    // A panic ends in an error here, and with the request that met it.
    answered.await.unwrap_or(Err(Refusal::Failed))
}

fn content(body: AnswerBody, shared: &Shared) -> Result<Content, Refusal> {
    match body {
        AnswerBody::Bytes(bytes) => Ok(Content::Bytes(bytes.into())),
        AnswerBody::File(path) => {
            let opened = open_below(&shared.root, &path, &shared.answering.private());
            opened.map(Content::File).map_err(|_| Refusal::NotFound)
        }
        AnswerBody::Events(events) => {
            Ok(Content::Stream(events.body(shared.limits.heartbeat, shared.ending.clone())))
        }
    }
}
