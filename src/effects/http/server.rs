//! Listens, takes connections in, and ends.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::effects::IoFault;
use crate::effects::http::Answering;
use crate::effects::http::Limits;
use crate::effects::http::connections::Connections;
use crate::effects::http::connections::Entered;
use crate::effects::http::exchange::Shared;
use crate::effects::http::exchange::exchange;
use crate::effects::http::hosts::Hosts;
use crate::effects::http::limits::HEAD_BYTES;
use crate::effects::http::limits::HEADERS;
use crate::effects::http::refusal::Refusal;
use crate::effects::io_fault::LISTEN;

/// The port that is tried first where none is asked for.
const FIRST_PORT: u16 = 1111;

/// The port that is tried last.
const LAST_PORT: u16 = 1210;

/// How many connections may wait to be taken in.
const BACKLOG: u32 = 1024;

/// The pause after the operating system had no connection to give.
const PAUSE: Duration = Duration::from_millis(20);

/// How long a connection that was told to close may take.
const CLOSING: Duration = Duration::from_millis(200);

/// A server that listens, and answers nothing yet: browsers wait.
#[derive(Debug)]
pub struct HttpServer {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
}

/// How a server serves.
#[derive(Debug, Clone, Default)]
pub struct Serving {
    /// The folder of the site.
    pub root: PathBuf,
    /// Names that it answers to beside those of this machine: `blog.test`, or `blog.test:8080` where a proxy in front of it
    /// listens on another port.
    pub hosts: Vec<String>,
    /// How much, how many, how long.
    pub limits: Limits,
}

/// A server that runs on threads of its own until it is dropped.
#[derive(Debug)]
pub struct RunningServer {
    /// Taken when it is dropped.
    runtime: Option<Runtime>,
    tasks: TaskTracker,
    ending: CancellationToken,
    patience: Duration,
}

impl HttpServer {
    /// Listens on `ip` and `port`. Without a port, on 1111 or the next one that is free; port 0 is any that is free.
    ///
    /// # Errors
    /// If the port is taken, or all that were tried are; if this machine does not have the address, or no right to it.
    pub fn bind(ip: IpAddr, port: Option<u16>) -> Result<Self, IoFault> {
        let fault = |address: SocketAddr| {
            move |error| IoFault { operation: LISTEN, path: address.to_string().into(), error }
        };
        let asked = SocketAddr::new(ip, port.unwrap_or(FIRST_PORT));
        let mut threads = tokio::runtime::Builder::new_multi_thread();
        let runtime =
            threads.worker_threads(2).thread_name("http").enable_all().build().map_err(fault(asked))?;
        let listener = match port {
            Some(_) => listen(&runtime, asked),
            None => listen_on_any(&runtime, ip),
        };
        let listener = listener.map_err(fault(asked))?;
        let address = listener.local_addr().map_err(fault(asked))?;
        Ok(Self { runtime, listener, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address to open in a browser on this machine, as in `http://127.0.0.1:1111/`.
    pub fn url(&self) -> String {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        format!("http://{}/", SocketAddr::new(ip, self.address.port()))
    }

    /// Starts to answer.
    ///
    /// # Errors
    /// If the site's folder is not there.
    pub fn run(self, serving: Serving, answering: Arc<dyn Answering>) -> Result<RunningServer, IoFault> {
        let Serving { root, hosts, limits } = serving;
        let root = std::fs::canonicalize(&root).map_err(IoFault::on("open", &root))?;
        let ending = CancellationToken::new();
        let tasks = TaskTracker::new();
        let shared = Arc::new(Shared {
            answering,
            hosts: Hosts::new(self.address, &hosts),
            root,
            address: self.url(),
            room: Arc::new(Semaphore::new(limits.answers.max(1))),
            ending: ending.clone(),
            limits,
        });
        let patience = shared.limits.ending;
        let door = Door { shared, connections: Arc::default(), tasks: tasks.clone() };
        tasks.spawn_on(door.keep(self.listener), self.runtime.handle());
        Ok(RunningServer { runtime: Some(self.runtime), tasks, ending, patience })
    }
}

impl Drop for RunningServer {
    /// Takes no connection any more, lets the answers that are under way be sent, and ends.
    fn drop(&mut self) {
        self.ending.cancel();
        self.tasks.close();
        let Some(runtime) = self.runtime.take() else { return };
        let all_ended = {
            // A deadline needs the clock of the runtime.
            let _inside = runtime.enter();
            tokio::time::timeout(self.patience, self.tasks.wait())
        };
        // Who is not done by then is cut off.
        let _ = runtime.block_on(all_ended);
        runtime.shutdown_background();
    }
}

fn listen(runtime: &Runtime, address: SocketAddr) -> io::Result<TcpListener> {
    let _inside = runtime.enter();
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A server that is started again need not wait until the last connections of the former one are forgotten. Elsewhere
    // than on Unix, the option would let two servers share a port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn listen_on_any(runtime: &Runtime, ip: IpAddr) -> io::Result<TcpListener> {
    for port in FIRST_PORT..=LAST_PORT {
        match listen(runtime, SocketAddr::new(ip, port)) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            settled => return settled,
        }
    }
    let message = format!("all ports from {FIRST_PORT} to {LAST_PORT} are taken");
    Err(io::Error::new(io::ErrorKind::AddrInUse, message))
}

/// Where connections come in.
struct Door {
    shared: Arc<Shared>,
    connections: Arc<Connections>,
    tasks: TaskTracker,
}

impl Door {
    /// Takes in connections until the server ends.
    async fn keep(self, listener: TcpListener) {
        let places = Arc::new(Semaphore::new(self.shared.limits.possible_connections()));
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = self.shared.ending.cancelled() => return,
            };
            let Ok((stream, _)) = accepted else {
                // The process may have as many files open as it may: one connection less is one file more.
                self.connections.close_idlest();
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            match self.place(&places).await {
                Some(place) => self.let_in(stream, place),
                None => drop(self.tasks.spawn(turn_away(stream, self.shared.address.clone()))),
            }
        }
    }

    /// A place for one more connection, if need be that of another.
    async fn place(&self, places: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
        if let Ok(place) = Arc::clone(places).try_acquire_owned() {
            return Some(place);
        }
        if !self.connections.close_idlest() {
            return None;
        }
        let place = Arc::clone(places).acquire_owned();
        tokio::time::timeout(CLOSING, place).await.ok()?.ok()
    }

    fn let_in(&self, stream: TcpStream, place: OwnedSemaphorePermit) {
        let shared = Arc::clone(&self.shared);
        let entered = Arc::new(self.connections.enter());
        self.tasks.spawn(async move {
            serve(stream, shared, entered).await;
            drop(place);
        });
    }
}

/// Answers what comes over a connection until it closes, or is closed.
async fn serve(stream: TcpStream, shared: Arc<Shared>, entered: Arc<Entered>) {
    let Ok(local) = stream.local_addr() else { return };
    // Events are small, and must not wait for more of them.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(shared.limits.write));
    let ending = shared.ending.clone();
    let connection = Arc::clone(&entered.connection);
    let head = shared.limits.head;
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        exchange(request, Arc::clone(&shared), Arc::clone(&entered), local.ip())
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head);
    builder.max_headers(HEADERS).max_header_size(HEAD_BYTES).max_buf_size(2 * HEAD_BYTES);
    let mut conversation = std::pin::pin!(builder.serve_connection(TokioIo::new(Box::pin(stream)), service));
    // What goes wrong with a connection is the end of it, and nobody is left to be told.
    tokio::select! {
        _ = conversation.as_mut() => return,
        // A request may have come since the connection was told to close.
        () = connection.close.cancelled() => if connection.is_idle() { return },
        () = ending.cancelled() => {}
    }
    conversation.as_mut().graceful_shutdown();
    let _ = conversation.await;
}

/// Says that there is no room, to whoever listens.
async fn turn_away(mut stream: TcpStream, address: String) {
    let text = Refusal::Full.text(&address);
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\n\
         retry-after: 1\r\nconnection: close\r\n\r\n{text}",
        text.len()
    );
    let told = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        // Closing with a request unread would be a reset, which may overtake the answer.
        while stream.read(&mut [0; 1024]).await? > 0 {}
        io::Result::Ok(())
    };
    // Whoever does not listen will not learn it.
    let _ = tokio::time::timeout(CLOSING, told).await;
}
