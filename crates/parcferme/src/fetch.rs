//! What lies at an address of a site, asked for as anybody would: https, or http to this machine itself. How much is
//! taken, how long is waited and how often is followed are limited.

use crate::webhook::reach;
use axum::body::{Body, to_bytes};
use hyper::Request;
use hyper::client::conn::http1;
use hyper::header::LOCATION;
use hyper_util::rt::TokioIo;
use parcferme_store::Target;
use std::io;
use std::pin::pin;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::runtime::Runtime;
use tokio::time::timeout;

/// For one question with all that it is led to.
const PATIENCE: Duration = Duration::from_secs(60);
const MAX_BYTES: usize = 64 << 20;
const MAX_HEAD: usize = 16 << 10;
const MOST_FOLLOWED: usize = 5;

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Asks sites.
pub struct Client {
    runtime: Runtime,
    #[cfg(feature = "tls")]
    tls: crate::webhook::tls::Client,
}

/// Whether a text is an address, not a path.
pub fn is_address(text: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|own| text.get(..own.len()).is_some_and(|head| head.eq_ignore_ascii_case(own)))
}

enum Answered {
    Bytes(Vec<u8>),
    Absent,
    Elsewhere(String),
}

impl Client {
    /// # Errors
    /// The system gives no means to wait for a network.
    pub fn new() -> io::Result<Client> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Client {
            runtime,
            #[cfg(feature = "tls")]
            tls: crate::webhook::tls::Client::default(),
        })
    }

    /// The bytes at an address; none where the site says that there is nothing.
    ///
    /// # Errors
    /// It is no address that is asked, cannot be reached, or answers otherwise: in words.
    pub fn get(&self, address: &str) -> Result<Option<Vec<u8>>, String> {
        let asked = async {
            let mut at = address.to_owned();
            for _ in 0..=MOST_FOLLOWED {
                let target: Target = at.parse()?;
                match self.ask(&target).await? {
                    Answered::Bytes(bytes) => return Ok(Some(bytes)),
                    Answered::Absent => return Ok(None),
                    Answered::Elsewhere(to) if is_address(&to) => at = to,
                    Answered::Elsewhere(to) if to.starts_with('/') && !to.starts_with("//") => {
                        let scheme = if target.encrypted { "https" } else { "http" };
                        at = format!("{scheme}://{}{to}", target.authority);
                    }
                    Answered::Elsewhere(_) => return Err("it leads to what is no address".to_owned()),
                }
            }
            Err(format!("it leads elsewhere more than {MOST_FOLLOWED} times"))
        };
        let answered = self.runtime.block_on(async { timeout(PATIENCE, asked).await });
        answered.unwrap_or_else(|_| Err("there was no answer within a minute".to_owned()))
    }

    async fn ask(&self, target: &Target) -> Result<Answered, String> {
        let stream = self.connect(target).await?;
        let broken = |_| "the connection broke off".to_owned();
        let request = Request::get(&target.path)
            .header("host", &target.authority)
            .header("user-agent", concat!("parcferme/", env!("CARGO_PKG_VERSION")))
            .header("connection", "close")
            .body(Body::empty())
            .map_err(|_| "it is no address".to_owned())?;
        let mut builder = http1::Builder::new();
        builder.max_buf_size(MAX_HEAD);
        let (mut sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(broken)?;
        let asked = async {
            let answer = sender.send_request(request).await.map_err(broken)?;
            let status = answer.status().as_u16();
            match status {
                200 => {
                    let bytes = to_bytes(Body::new(answer.into_body()), MAX_BYTES).await;
                    let limit = || format!("it broke off, or has more than {} MB", MAX_BYTES >> 20);
                    bytes.map(|own| Answered::Bytes(own.to_vec())).map_err(|_| limit())
                }
                404 | 410 => Ok(Answered::Absent),
                301 | 302 | 303 | 307 | 308 => {
                    let to = answer.headers().get(LOCATION).and_then(|own| own.to_str().ok());
                    to.map(|own| Answered::Elsewhere(own.to_owned()))
                        .ok_or_else(|| format!("it answered {status} and leads nowhere"))
                }
                _ => Err(format!("it answered {status}")),
            }
        };
        let (mut asked, connection) = (pin!(asked), pin!(connection));
        tokio::select! {
            biased;
            own = &mut asked => own,
            _ = connection => asked.await,
        }
    }

    async fn connect(&self, target: &Target) -> Result<Box<dyn Stream>, String> {
        let here = target.host == "localhost" || target.host.parse().is_ok_and(reach::is_here);
        if !target.encrypted && !here {
            return Err("what is sent there could be changed on the way: write https://".to_owned());
        }
        let no_name = |_| "its name is not known".to_owned();
        let addresses = lookup_host((target.host.as_str(), target.port)).await.map_err(no_name)?;
        let mut stream = None;
        for own in addresses.filter(|own| target.encrypted || reach::is_here(own.ip())) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// A server that gives these answers, one for each question.
    fn answering(answers: Vec<String>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for own in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut asked = [0; 2048];
                let _ = stream.read(&mut asked);
                let _ = stream.write_all(own.as_bytes());
            }
        });
        address
    }

    fn ok(text: &str) -> String {
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{text}", text.len())
    }

    fn led(to: &str) -> String {
        format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n")
    }

    #[test]
    fn what_is_asked_is_limited() {
        let client = Client::new().unwrap();
        let get = |answers: Vec<String>| client.get(&(answering(answers) + "/a"));
        assert_eq!(get(vec![ok("one")]), Ok(Some(b"one".to_vec())));
        assert_eq!(get(vec![led("/b"), ok("two")]), Ok(Some(b"two".to_vec())));
        assert_eq!(get(vec!["HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n".to_owned()]), Ok(None));
        let told = |answers| get(answers).unwrap_err();
        assert!(told(vec![led("/a"); 7]).contains("more than 5 times"));
        assert!(
            told(vec![led("http://club.example/a")]).contains("write https://"),
            "led to where it can be changed"
        );
        assert!(told(vec![led("file:///etc/passwd")]).contains("no address"));
        assert!(told(vec!["HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n".to_owned()]).contains("500"));
        assert!(
            told(vec![format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\nx", MAX_BYTES + 1)])
                .contains("64 MB")
        );
        assert!(told(vec!["SSH-2.0\r\n".to_owned()]).contains("broke off"));
        assert!(client.get("http://club.example/a").unwrap_err().contains("write https://"));
        assert!(client.get("http://127.0.0.1:1/a").unwrap_err().contains("cannot be reached"));
    }
}
