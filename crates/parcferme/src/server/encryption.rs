//! TLS by the server itself, where no proxy speaks it. A certificate that is renewed is taken without a pause.

use super::connections::Patient;
use crate::library::Refused;
use parcferme_core::{Diagnostic, Place};
use parcferme_store::Digest;
use std::path::Path;
use std::time::Duration;

/// How often it is looked whether the files have changed.
const LOOK_EVERY: Duration = Duration::from_secs(10);

fn wrong(path: &Path, message: String) -> Refused {
    vec![
        Diagnostic::error("PF1407", message)
            .at(Place::document(path.display().to_string()))
            .expected("certificates and their private key as PEM")
            .help("the key and the whole chain, as an authority such as Let's Encrypt gives them: fullchain.pem, privkey.pem"),
    ]
}

#[cfg(feature = "tls")]
mod by_rustls {
    use super::{Path, Patient, Refused, wrong};
    use parcferme_store::Digest;
    use rustls::ServerConfig;
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use std::fmt;
    use std::path::PathBuf;
    use std::sync::{Arc, PoisonError, RwLock};
    use tokio_rustls::TlsAcceptor;

    pub type Encrypted = tokio_rustls::server::TlsStream<Patient>;

    /// The certificate by which the server proves who it is.
    #[derive(Clone)]
    pub struct Encryption(Arc<Kept>);

    struct Kept {
        certificate: PathBuf,
        key: PathBuf,
        acceptor: RwLock<TlsAcceptor>,
    }

    impl Encryption {
        /// # Errors
        /// A file cannot be read, is no PEM, or key and certificate do not belong together.
        pub fn read(certificate: &Path, key: &Path) -> Result<Encryption, Refused> {
            let acceptor = RwLock::new(acceptor(certificate, key)?);
            Ok(Encryption(Arc::new(Kept {
                certificate: certificate.to_owned(),
                key: key.to_owned(),
                acceptor,
            })))
        }

        /// Reads both files anew, for connections from now on.
        ///
        /// # Errors
        /// As [`Encryption::read`]: then the certificate stays that it was.
        pub fn renew(&self) -> Result<(), Refused> {
            let read = acceptor(&self.0.certificate, &self.0.key)?;
            *self.0.acceptor.write().unwrap_or_else(PoisonError::into_inner) = read;
            Ok(())
        }

        /// What both files hold; none where one cannot be read.
        pub fn stands(&self) -> Option<[Digest; 2]> {
            let digest = |path| Some(Digest::of(&std::fs::read(path).ok()?));
            Some([digest(&self.0.certificate)?, digest(&self.0.key)?])
        }

        /// # Errors
        /// Whoever connects speaks no TLS that is safe.
        pub async fn accept(&self, stream: Patient) -> std::io::Result<Encrypted> {
            let acceptor = self.0.acceptor.read().unwrap_or_else(PoisonError::into_inner).clone();
            acceptor.accept(stream).await
        }
    }

    fn acceptor(certificate: &Path, key: &Path) -> Result<TlsAcceptor, Refused> {
        let unread =
            |path: &Path, error: &dyn fmt::Display| wrong(path, format!("it cannot be read: {error}"));
        let chain = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| unread(certificate, &error))?;
        if chain.is_empty() {
            return Err(wrong(certificate, "there is no certificate in it".to_owned()));
        }
        let secret = PrivateKeyDer::from_pem_file(key).map_err(|error| unread(key, &error))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|own| own.with_no_client_auth().with_single_cert(chain, secret));
        let mut config = config.map_err(|error| {
            wrong(certificate, format!("the server cannot prove who it is by it: {error}"))
        })?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Nothing of the key.
    impl fmt::Debug for Encryption {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Encryption")
        }
    }
}

#[cfg(not(feature = "tls"))]
mod by_nobody {
    use super::{Path, Patient, Refused, wrong};
    use parcferme_store::Digest;

    pub type Encrypted = Patient;

    /// There is none in a program that was built without TLS.
    #[derive(Clone, Debug)]
    pub enum Encryption {}

    impl Encryption {
        /// # Errors
        /// Always.
        pub fn read(certificate: &Path, _: &Path) -> Result<Encryption, Refused> {
            Err(wrong(certificate, "this program was built without TLS".to_owned()))
        }

        /// Never called, for there is none.
        pub fn renew(&self) -> Result<(), Refused> {
            match *self {}
        }

        /// Never called, for there is none.
        pub fn stands(&self) -> Option<[Digest; 2]> {
            match *self {}
        }

        /// Never called, for there is none.
        pub async fn accept(&self, _: Patient) -> std::io::Result<Encrypted> {
            match *self {}
        }
    }
}

#[cfg(not(feature = "tls"))]
pub use by_nobody::Encryption;
#[cfg(feature = "tls")]
pub use by_rustls::Encryption;

/// Takes a certificate that is renewed: when the files have changed and stand still, or a hang-up (SIGHUP) asks for it. One
/// that cannot be taken is told, and the one before goes on.
pub async fn keep(own: Encryption) {
    #[cfg(unix)]
    let mut hangups = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok();
    let mut look = Look::at(&own);
    loop {
        #[cfg(unix)]
        let hung_up = async {
            match &mut hangups {
                Some(own) => drop(own.recv().await),
                None => std::future::pending().await,
            }
        };
        #[cfg(not(unix))]
        let hung_up = std::future::pending::<()>();
        let asked = tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => false,
            () = hung_up => true,
        };
        let read = tokio::task::spawn_blocking(move || {
            let told = look.again(asked);
            (look, told)
        });
        let Ok((again, told)) = read.await else { return };
        look = again;
        crate::report::to_stderr(&told);
    }
}

/// The files as they were when they were last looked at, and last taken or refused.
struct Look {
    own: Encryption,
    seen: Option<[Digest; 2]>,
    read: Option<[Digest; 2]>,
}

impl Look {
    fn at(own: &Encryption) -> Look {
        let stands = own.stands();
        Look { own: own.clone(), seen: stands, read: stands }
    }

    /// Looks, and takes what is new; what is to be told of it. Whoever renews writes two files: what has changed since the
    /// last look is not taken before the next one, unless it is asked for.
    fn again(&mut self, asked: bool) -> Vec<Diagnostic> {
        let stands = self.own.stands();
        let still = stands == std::mem::replace(&mut self.seen, stands);
        if !asked && (!still || stands == self.read) {
            return Vec::new();
        }
        self.read = stands;
        match self.own.renew() {
            Ok(()) => vec![Diagnostic::note("PF1409", "the certificate of the server was read anew")],
            Err(mut found) => {
                found.push(
                    Diagnostic::warning("PF1410", "the server goes on with the certificate that it had")
                        .help("put both files right: they are read anew when they change, and on a hang-up (SIGHUP)"),
                );
                found
            }
        }
    }
}

/// Both files, or neither.
///
/// # Errors
/// One is named without the other; or as [`Encryption::read`].
pub fn named(certificate: Option<&Path>, key: Option<&Path>) -> Result<Option<Encryption>, Refused> {
    match (certificate, key) {
        (None, None) => Ok(None),
        (Some(certificate), Some(key)) => Encryption::read(certificate, key).map(Some),
        (Some(one), None) => Err(wrong(one, "a certificate is named, and no key: --tls-key".to_owned())),
        (None, Some(one)) => Err(wrong(one, "a key is named, and no certificate: --tls-cert".to_owned())),
    }
}

#[cfg(all(test, feature = "tls"))]
#[allow(clippy::unwrap_used, reason = "the helpers of a test may fail it")]
mod tests {
    use super::*;
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, ServerName};
    use std::sync::Arc;
    use tokio::net::{TcpListener, TcpStream};

    /// The certificate by which who connects now is answered.
    async fn proves(own: &Encryption, known: &[CertificateDer<'static>]) -> CertificateDer<'static> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add_parsable_certificates(known.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let asked = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let (asked, answered) =
            tokio::join!(connector.connect(name, asked), own.accept(Patient::new(stream)));
        answered.unwrap();
        asked.unwrap().get_ref().1.peer_certificates().unwrap()[0].clone().into_owned()
    }

    #[tokio::test]
    async fn a_renewed_certificate_is_taken_and_a_bad_one_leaves_the_one_before() {
        let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = (folder.path().join("fullchain.pem"), folder.path().join("privkey.pem"));
        let copy = |from: &str, to: &Path| {
            std::fs::copy(made.join(from), to).unwrap();
        };
        let read = |name: &str| CertificateDer::from_pem_file(made.join(name)).unwrap();
        let (first, second) = (read("server.pem"), read("other.pem"));
        let known = [read("authority.pem"), second.clone()];
        copy("server.pem", &certificate);
        copy("server.key", &key);
        let own = Encryption::read(&certificate, &key).unwrap();
        let mut look = Look::at(&own);
        assert!(look.again(false).is_empty());
        assert_eq!(proves(&own, &known).await, first);
        // Half of it is written: not taken before it stands still, and refused if asked for.
        copy("other.pem", &certificate);
        assert!(look.again(false).is_empty());
        let ids = |told: Vec<Diagnostic>| told.iter().map(|own| own.id).collect::<Vec<_>>();
        assert_eq!(ids(look.again(true)), ["PF1407", "PF1410"]);
        assert_eq!(proves(&own, &known).await, first);
        assert!(look.again(false).is_empty(), "told once");
        copy("other.key", &key);
        assert!(look.again(false).is_empty());
        assert_eq!(ids(look.again(false)), ["PF1409"]);
        assert_eq!(proves(&own, &known).await, second);
        std::fs::remove_file(&key).unwrap();
        assert!(look.again(false).is_empty());
        assert_eq!(ids(look.again(false)), ["PF1407", "PF1410"]);
        assert_eq!(proves(&own, &known).await, second);
    }
}
