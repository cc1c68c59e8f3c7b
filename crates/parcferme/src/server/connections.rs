//! Connections: so many at once, none that keeps its place without saying anything, and an end that lets the last ones
//! finish.

use super::came::Encrypted;
use super::encryption::Encryption;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, Sleep, sleep, timeout};
use tower_service::Service;

/// Connections at once; others wait in the queue of the system.
const MOST: usize = 2048;
/// The head of a request comes within this.
const HEAD: Duration = Duration::from_secs(10);
/// A connection on which nothing moves is closed after this.
const IDLE: Duration = Duration::from_secs(60);
/// What runs when the server is stopped may take so long to end.
const DRAIN: Duration = Duration::from_secs(10);
/// Requests at once on one connection of HTTP/2.
const MOST_STREAMS: u32 = 64;

/// Answers connections until `stop` comes, then lets those that are busy end.
pub async fn serve(
    listener: TcpListener,
    encryption: Option<Encryption>,
    router: Router,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(MOST));
    let (graceful, mut stop) = (GracefulShutdown::new(), pin!(stop));
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(MOST_STREAMS);
    loop {
        let accepted = async {
            // Never closed, so there is always one in the end.
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            own = accepted => own,
            () = &mut stop => break,
        };
        let Ok((stream, address)) = accepted else {
            // Most often no more files may be open: others end meanwhile.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Answers are written whole.
        let _ = stream.set_nodelay(true);
        let (stream, watcher) = (Patient::new(stream), graceful.watcher());
        let (builder, router, encryption) = (builder.clone(), router.clone(), encryption.clone());
        tokio::spawn(async move {
            match encryption {
                None => answer(&builder, stream, router, (address, None), watcher).await,
                // Who does not come to terms is gone.
                Some(own) => {
                    if let Ok(Ok(stream)) = timeout(HEAD, own.accept(stream)).await {
                        answer(&builder, stream, router, (address, Some(Encrypted)), watcher).await;
                    }
                }
            }
            drop(place);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = sleep(DRAIN) => {}
    }
    Ok(())
}

/// Answers what is asked on a connection. How it ends is its reader's business.
async fn answer<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    builder: &Builder<TokioExecutor>,
    stream: S,
    router: Router,
    (address, encrypted): (SocketAddr, Option<Encrypted>),
    watcher: Watcher,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(address));
        if let Some(own) = encrypted {
            request.extensions_mut().insert(own);
        }
        router.clone().call(request)
    });
    let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
    let _ = watcher.watch(connection).await;
}

/// A stream that ends where nothing was read or written for a while, though it was wanted.
pub struct Patient {
    stream: TcpStream,
    until: Pin<Box<Sleep>>,
}

impl Patient {
    pub fn new(stream: TcpStream) -> Patient {
        Patient { stream, until: Box::pin(sleep(IDLE)) }
    }

    fn moved<T>(&mut self, polled: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.until.as_mut().reset(Instant::now() + IDLE);
            return polled;
        }
        ready!(self.until.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.moved(polled, context)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.moved(polled, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.moved(polled, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
