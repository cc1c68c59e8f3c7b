//! Sending: one request to an address that was looked at, on a connection of its own. Nothing is followed, and nothing of
//! the answer is kept but its status.

use super::message::Message;
use super::reach;
use axum::body::Body;
use hyper::Request;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use parcferme_store::{Answered, Target};
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// From looking up the name to the head of the answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The head of an answer; the rest is not read.
const MAX_HEAD: usize = 16 << 10;
/// Addresses of a name that are tried.
const MOST_ADDRESSES: usize = 4;

const GONE: u16 = 410;

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Why nothing is sent to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refuses {
    Here,
    NotPublic,
    Readable,
    WithoutTls,
}

impl Refuses {
    pub const fn words(self) -> &'static str {
        match self {
            Refuses::Here => "it is this machine itself",
            Refuses::NotPublic => "it is an address of a network that is not public",
            Refuses::Readable => "what is sent there could be read on the way",
            Refuses::WithoutTls => "this program was built without TLS",
        }
    }

    /// What to do.
    pub const fn help(self) -> &'static str {
        match self {
            Refuses::Here => {
                "for trying out, `serve --local-webhooks` (and `webhook add --local-webhooks`) sends to this machine itself, by http:// too"
            }
            Refuses::NotPublic => {
                "no option opens private networks: let what listens have a public name with a certificate, or let a program on the server's own machine pass it on, which `--local-webhooks` sends to"
            }
            Refuses::Readable => "give what listens a certificate, by a proxy before it, and write https://",
            Refuses::WithoutTls => "build it with the feature `tls`, which it has unless told otherwise",
        }
    }
}

/// Sends webhooks.
#[derive(Clone, Default)]
pub struct Sender {
    /// To this machine itself too, and there by plain HTTP: for trying out.
    pub local: bool,
    #[cfg(feature = "tls")]
    tls: super::tls::Client,
}

impl Sender {
    pub fn new(local: bool) -> Sender {
        Sender { local, ..Sender::default() }
    }

    /// Trusts the authority of a certificate (PEM) beside those that the system trusts.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn trusting(self, authority: &[u8]) -> Sender {
        Sender { tls: super::tls::Client::trusting(authority), ..self }
    }

    /// Why nothing is sent to an address, as far as its letters tell.
    pub fn refuses(&self, target: &Target) -> Option<Refuses> {
        let literal: Option<IpAddr> = target.host.parse().ok();
        let here = match literal {
            Some(own) => reach::is_here(own),
            None => target.host == "localhost",
        };
        match literal {
            _ if here && self.local => None,
            _ if here => Some(Refuses::Here),
            Some(own) if !reach::is_public(own) => Some(Refuses::NotPublic),
            _ if !target.encrypted => Some(Refuses::Readable),
            _ if cfg!(not(feature = "tls")) => Some(Refuses::WithoutTls),
            _ => None,
        }
    }

    /// Sends a message once.
    pub async fn send(&self, target: &Target, message: &Message, secret: &[u8]) -> Answered {
        let asked = async {
            if let Some(why) = self.refuses(target) {
                return Err(why.words().to_owned());
            }
            let stream = self.connect(target).await?;
            post(stream, target, message, secret).await
        };
        let answered = timeout(PATIENCE, asked).await;
        match answered.unwrap_or_else(|_| Err("there was no answer within ten seconds".to_owned())) {
            Ok(status @ 200..=299) => Answered::Taken { status },
            Ok(GONE) => Answered::Gone { status: GONE },
            Ok(status @ 300..=399) => {
                failed(Some(status), format!("it answered {status}, which is not followed"))
            }
            Ok(status) => failed(Some(status), format!("it answered {status}")),
            Err(fault) => failed(None, fault),
        }
    }

    /// Connects to an address that was looked at, so that a name cannot be answered otherwise a second time.
    async fn connect(&self, target: &Target) -> Result<Box<dyn Stream>, String> {
        let no_name = |_| "its name is not known".to_owned();
        let found = lookup_host((target.host.as_str(), target.port)).await.map_err(no_name)?;
        let addresses: Vec<SocketAddr> = found.take(MOST_ADDRESSES).collect();
        let may = |own: &SocketAddr| match reach::is_here(own.ip()) {
            true => self.local,
            false => target.encrypted && reach::is_public(own.ip()),
        };
        // One of several would be tried until it is the one that is meant.
        if !addresses.iter().all(may) {
            return Err("its name leads to an address that is not public".to_owned());
        }
        let mut stream = None;
        for own in addresses {
            stream = TcpStream::connect(own).await.ok();
            if stream.is_some() {
                break;
            }
        }
        let Some(stream) = stream else { return Err("it cannot be reached".to_owned()) };
        match target.encrypted {
            false => Ok(Box::new(stream)),
            #[cfg(feature = "tls")]
            true => Ok(Box::new(self.tls.encrypt(&target.host, stream).await?)),
            #[cfg(not(feature = "tls"))]
            true => Err("this program was built without TLS".to_owned()),
        }
    }
}

fn failed(status: Option<u16>, fault: String) -> Answered {
    Answered::Failed { status, fault }
}

/// The status of the answer.
async fn post(
    stream: Box<dyn Stream>,
    target: &Target,
    message: &Message,
    secret: &[u8],
) -> Result<u16, String> {
    let broken = |_| "the connection broke off".to_owned();
    let request = Request::post(&target.path)
        .header("host", &target.authority)
        .header("user-agent", concat!("parcferme/", env!("CARGO_PKG_VERSION")))
        .header("content-type", "application/json")
        .header("connection", "close")
        .header("webhook-id", &message.id)
        .header("webhook-timestamp", message.timestamp)
        .header("webhook-signature", message.signature(secret))
        .body(Body::from(message.body.clone()))
        .map_err(|_| "it is no address".to_owned())?;
    let mut builder = http1::Builder::new();
    builder.max_buf_size(MAX_HEAD);
    let (mut sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let (mut answer, connection) = (pin!(sender.send_request(request)), pin!(connection));
    let answer = tokio::select! {
        biased;
        own = &mut answer => own,
        _ = connection => answer.await,
    };
    Ok(answer.map_err(broken)?.status().as_u16())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    /// A server that answers one request, and tells what it was sent.
    async fn answering(answer: &'static str) -> (SocketAddr, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = tokio::spawn(async move { hear(&mut listener.accept().await.unwrap().0, answer).await });
        (address, heard)
    }

    async fn hear(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), answer: &str) -> String {
        let mut heard = Vec::new();
        while !heard.ends_with(b"}") {
            let mut part = [0; 1024];
            let read = stream.read(&mut part).await.unwrap();
            heard.extend(&part[..read]);
            if read == 0 {
                break;
            }
        }
        let _ = stream.write_all(answer.as_bytes()).await;
        let _ = stream.flush().await;
        String::from_utf8(heard).unwrap()
    }

    fn message() -> Message {
        Message { id: "edition_1".to_owned(), timestamp: 1_700_000_000, body: b"{\"a\":1}".to_vec() }
    }

    async fn sent(sender: &Sender, target: &str) -> Answered {
        sender.send(&target.parse().unwrap(), &message(), b"key").await
    }

    fn fault(answered: Answered) -> String {
        match answered {
            Answered::Failed { fault, .. } => fault,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn what_was_answered_decides_and_nothing_is_followed() {
        let long = "HTTP/1.1 200 OK\r\nx: ".to_owned() + &"x".repeat(MAX_HEAD + 1) + "\r\n\r\n";
        let long: &'static str = Box::leak(long.into_boxed_str());
        let failed = |status, fault: &str| failed(status, fault.to_owned());
        for (answer, answered) in [
            ("HTTP/1.1 204 No Content\r\n\r\n", Answered::Taken { status: 204 }),
            ("HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\nxxx", Answered::Taken { status: 200 }),
            ("HTTP/1.1 410 Gone\r\n\r\n", Answered::Gone { status: 410 }),
            (
                "HTTP/1.1 307 Elsewhere\r\nlocation: http://127.0.0.1:1/\r\n\r\n",
                failed(Some(307), "it answered 307, which is not followed"),
            ),
            ("HTTP/1.1 500 Broken\r\n\r\nsecret", failed(Some(500), "it answered 500")),
            ("", failed(None, "the connection broke off")),
            ("SSH-2.0-OpenSSH_9.2p1\r\n", failed(None, "the connection broke off")),
            (long, failed(None, "the connection broke off")),
        ] {
            let (address, heard) = answering(answer).await;
            let is = sent(&Sender::new(true), &format!("http://localhost:{}/in?a=b", address.port())).await;
            assert_eq!(is, answered, "{answer:.40}");
            let heard = heard.await.unwrap();
            for line in [
                "POST /in?a=b HTTP/1.1\r\n",
                &format!("host: localhost:{}\r\n", address.port()),
                "webhook-id: edition_1\r\n",
                "webhook-timestamp: 1700000000\r\n",
                &format!("webhook-signature: {}\r\n", message().signature(b"key")),
                "\r\n\r\n{\"a\":1}",
            ] {
                assert!(heard.contains(line), "{line} {heard}");
            }
        }
    }

    #[tokio::test]
    async fn nothing_is_sent_into_networks_that_are_not_public() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let out = Sender::default();
        // Hosts that are addresses in other forms are looked up as names are, and looked at then.
        for host in ["localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f.1"]
        {
            for scheme in ["http", "https"] {
                let fault = fault(sent(&out, &format!("{scheme}://{host}:{port}/")).await);
                let expected =
                    ["this machine itself", "not public", "its name is not known", "read on the way"];
                assert!(expected.iter().any(|own| fault.contains(own)), "{scheme}://{host}: {fault}");
            }
        }
        for host in ["10.0.0.1", "169.254.169.254", "[fd00:ec2::254]", "0.0.0.0"] {
            for sender in [&out, &Sender::new(true)] {
                assert!(
                    fault(sent(sender, &format!("https://{host}/")).await).contains("not public"),
                    "{host}"
                );
                assert!(
                    fault(sent(sender, &format!("http://{host}/")).await).contains("not public"),
                    "{host}"
                );
            }
        }
        let nobody = timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(nobody.is_err(), "somebody connected");
        drop(listener);
        let gone = fault(sent(&Sender::new(true), &format!("http://127.0.0.1:{port}/")).await);
        assert_eq!(gone, "it cannot be reached");
    }

    #[cfg(feature = "tls")]
    #[tokio::test]
    async fn who_answers_proves_to_be_the_host() {
        use rustls::pki_types::pem::PemObject;
        use rustls::pki_types::{CertificateDer, PrivateKeyDer};
        use std::sync::Arc;

        const AUTHORITY: &[u8] = include_bytes!("../../tests/tls/authority.pem");
        let certificate =
            CertificateDer::from_pem_slice(include_bytes!("../../tests/tls/server.pem")).unwrap();
        let key = PrivateKeyDer::from_pem_slice(include_bytes!("../../tests/tls/server.key")).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                hear(&mut stream, "HTTP/1.1 200 OK\r\n\r\n").await;
            }
        });
        let trusting = Sender::new(true).trusting(AUTHORITY);
        let is = sent(&trusting, &format!("https://localhost:{port}/in")).await;
        assert_eq!(is, Answered::Taken { status: 200 });
        // A certificate of another name, and of an authority that nobody trusts.
        let other = fault(sent(&trusting, &format!("https://[::ffff:127.0.0.1]:{port}/in")).await);
        assert!(other.starts_with("no safe connection"), "{other}");
        let stranger = fault(sent(&Sender::new(true), &format!("https://localhost:{port}/in")).await);
        assert!(
            stranger.starts_with("no safe connection") || stranger.starts_with("this machine has no list"),
            "{stranger}"
        );
        served.abort();
    }
}
