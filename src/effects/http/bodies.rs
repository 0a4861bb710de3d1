//! What goes over the wire: bodies, in pieces.

use std::fs::File;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body_util::BodyExt;
use http_body_util::Full;
use http_body_util::StreamBody;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::SizeHint;
use tokio::io::AsyncReadExt;
use tokio_stream::StreamExt;
use tokio_util::io::ReaderStream;

use crate::effects::http::connections::Busy;

/// The body of any answer.
pub type AnyBody = UnsyncBoxBody<Bytes, io::Error>;

/// How much of a file is in memory at once.
const PIECE: usize = 64 * 1024;

/// A body that is in memory.
pub fn whole(bytes: Bytes) -> AnyBody {
    Full::new(bytes).map_err(|never| match never {}).boxed_unsync()
}

/// The next `length` bytes of a file. If it ends before that, the connection breaks, so that nobody takes a part for
/// the whole.
pub fn from_file(file: File, length: u64) -> AnyBody {
    let file = tokio::fs::File::from_std(file).take(length);
    let pieces = ReaderStream::with_capacity(file, PIECE).map(|piece| piece.map(Frame::data));
    StreamBody::new(pieces).boxed_unsync()
}

/// A body that keeps its connection busy until its last piece is handed over.
pub struct Sending {
    body: AnyBody,
    _busy: Busy,
}

impl Sending {
    /// Sends `body` while the connection is `busy`.
    pub fn new(body: AnyBody, busy: Busy) -> Self {
        Self { body, _busy: busy }
    }
}

impl Body for Sending {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
