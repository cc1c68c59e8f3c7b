//! TLS to those who are sent something.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::sync::{Arc, OnceLock};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Trusts whom the system trusts, which is read when something is first sent.
#[derive(Clone, Default)]
pub struct Client {
    config: Arc<OnceLock<Result<Arc<ClientConfig>, String>>>,
}

impl Client {
    /// Trusts the authority of a certificate, as PEM, and nobody else.
    pub fn trusting(authority: &[u8]) -> Client {
        let own = CertificateDer::pem_slice_iter(authority).flatten();
        Client { config: Arc::new(OnceLock::from(configured(own))) }
    }

    /// # Errors
    /// Who answers does not prove to be the host, or speaks no TLS that is safe.
    pub async fn encrypt(&self, host: &str, stream: TcpStream) -> Result<TlsStream<TcpStream>, String> {
        let config = self.config.get_or_init(|| configured(rustls_native_certs::load_native_certs().certs));
        let name = ServerName::try_from(host.to_owned()).map_err(|_| "its name is none".to_owned())?;
        let connector = TlsConnector::from(config.clone()?);
        connector.connect(name, stream).await.map_err(|error| format!("no safe connection: {error}"))
    }
}

fn configured(
    authorities: impl IntoIterator<Item = CertificateDer<'static>>,
) -> Result<Arc<ClientConfig>, String> {
    let mut roots = RootCertStore::empty();
    if roots.add_parsable_certificates(authorities).0 == 0 {
        return Err("this machine has no list of certificate authorities".to_owned());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("no TLS: {error}"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}
