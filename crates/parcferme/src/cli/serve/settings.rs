//! The options of `serve`: one table, for the command line, the environment and a file.

use crate::library::Refused;
use crate::server::{Log, Network, host_of};
use parcferme_core::{Diagnostic, Place};
use serde::Deserialize;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// Where it listens when nobody says: this machine alone.
pub const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8003);

#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// Season folders, or folders of season folders, to serve beside the bundled seasons
    pub seasons: Vec<String>,
    /// A record whose editions are served, and on which officials work: a file, or postgres://user@host/database
    #[arg(long, value_name = "FILE|URL", env = "PARCFERME_DATA", hide_env_values = true)]
    pub data: Option<String>,
    /// File of the private key that signs the log of editions; FILE.key beside the file of the record where none is named
    #[arg(long, value_name = "FILE", env = "PARCFERME_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// Address and port (127.0.0.1:8003 unless given)
    #[arg(long, value_name = "ADDRESS:PORT", env = "PARCFERME_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Where people reach the site, for links that must be absolute
    #[arg(long, value_name = "URL", env = "PARCFERME_BASE_URL")]
    pub base_url: Option<String>,
    /// A further name by which people reach it; other names than these and that of --base-url are refused
    #[arg(long, value_name = "NAME", env = "PARCFERME_HOST", value_delimiter = ',')]
    pub host: Vec<String>,
    /// A proxy whose word is taken for where a request came from: an address, or a network such as 10.0.0.0/8
    #[arg(long, value_name = "ADDRESS", env = "PARCFERME_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxy: Vec<Network>,
    /// Certificate by which the server speaks TLS itself, as PEM with those of its authority
    #[arg(long, value_name = "FILE", env = "PARCFERME_TLS_CERT")]
    pub tls_cert: Option<PathBuf>,
    /// Its private key, as PEM
    #[arg(long, value_name = "FILE", env = "PARCFERME_TLS_KEY")]
    pub tls_key: Option<PathBuf>,
    /// Webhooks may lead to this machine itself, by http:// too: for trying them out
    #[arg(long, env = "PARCFERME_LOCAL_WEBHOOKS")]
    pub local_webhooks: bool,
    /// What is told of each request on the standard error
    #[arg(long, value_name = "FORM", env = "PARCFERME_LOG")]
    pub log: Option<Log>,
}

impl Settings {
    /// With what another says where these say nothing.
    pub fn or(self, other: Settings) -> Settings {
        let all = |own: Vec<String>, other| if own.is_empty() { other } else { own };
        Settings {
            seasons: all(self.seasons, other.seasons),
            data: self.data.or(other.data),
            key_file: self.key_file.or(other.key_file),
            listen: self.listen.or(other.listen),
            base_url: self.base_url.or(other.base_url),
            host: all(self.host, other.host),
            trusted_proxy: if self.trusted_proxy.is_empty() {
                other.trusted_proxy
            } else {
                self.trusted_proxy
            },
            tls_cert: self.tls_cert.or(other.tls_cert),
            tls_key: self.tls_key.or(other.tls_key),
            local_webhooks: self.local_webhooks || other.local_webhooks,
            log: self.log.or(other.log),
        }
    }

    /// What the environment and a file say, as for a server that is started on this machine without further options.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn of_machine(config: Option<&Path>) -> Result<Settings, Refused> {
        let name = std::env::var("PARCFERME_LISTEN").ok();
        let listen = name.map(|own| {
            own.parse().map_err(|_| {
                vec![
                    Diagnostic::error("PF1402", "`PARCFERME_LISTEN` is no address")
                        .found(own.as_str())
                        .expected("an address and a port, such as 127.0.0.1:8003"),
                ]
            })
        });
        let path = |name: &str| std::env::var_os(name).map(PathBuf::from);
        let own = Settings {
            listen: listen.transpose()?,
            tls_cert: path("PARCFERME_TLS_CERT"),
            ..Settings::default()
        };
        config.map_or_else(|| Ok(Settings::default()), read).map(|file| own.or(file))
    }

    /// Where the server is asked on this machine.
    pub fn own_address(&self) -> String {
        let listen = self.listen.unwrap_or(LISTEN);
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        let here = match listen.ip() {
            own if !own.is_unspecified() => own,
            std::net::IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            std::net::IpAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        };
        format!("{scheme}://{}", SocketAddr::new(here, listen.port()))
    }

    /// Names by which people reach the server.
    pub fn hosts(&self) -> Vec<String> {
        let base = self.base_url.as_deref().and_then(|own| own.split_once("://")).map(|own| own.1);
        let base = base.and_then(|own| own.split('/').next()).map(|own| host_of(own).to_owned());
        self.host.iter().cloned().chain(base).collect()
    }
}

/// Reads a file of options.
pub fn read(path: &Path) -> Result<Settings, Refused> {
    let shown = path.display().to_string();
    let wrong = |message: String, place: Place| {
        vec![
            Diagnostic::error("PF1402", message)
                .at(place)
                .expected("options of `parcferme serve`, such as listen = \"127.0.0.1:8003\"")
                .help("`parcferme serve --help` lists them"),
        ]
    };
    let text = std::fs::read_to_string(path).map_err(|error| {
        wrong(format!("the options cannot be read: {error}"), Place::document(shown.clone()))
    })?;
    toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = 1 + before.matches('\n').count();
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let message = error.message().lines().next().unwrap_or_default().to_owned();
        wrong(
            format!("the options cannot be read: {message}"),
            Place::line(shown, line, text.lines().nth(before.matches('\n').count()).unwrap_or_default()),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_goes_before_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("serve.toml");
        std::fs::write(
            &path,
            "seasons = [\"hill-cup\"]\ndata = \"club.record\"\nlisten = \"0.0.0.0:80\"\nlog = \"json\"\n\
             base-url = \"https://results.club.example:8443/x\"\nhost = [\"pits.local\"]\ntrusted-proxy = [\"10.0.0.0/8\"]\n",
        )
        .unwrap();
        let file = read(&path).unwrap();
        let given = Settings { listen: Some(LISTEN), ..Settings::default() };
        let own = given.or(file.clone());
        assert_eq!(own, Settings { listen: Some(LISTEN), ..file });
        assert_eq!(own.hosts(), ["pits.local", "results.club.example"]);
        assert_eq!((own.data.as_deref(), own.log), (Some("club.record"), Some(Log::Json)));
        assert_eq!(own.trusted_proxy, ["10.0.0.0/8".parse().unwrap()]);

        std::fs::write(&path, "listen = \"0.0.0.0:80\"\nlissten = 1\n").unwrap();
        let refused = read(&path).unwrap_err();
        assert_eq!((refused[0].id, refused[0].places[0].line), ("PF1402", 2), "{refused:?}");
        assert!(refused[0].message.contains("lissten"), "{}", refused[0].message);
    }
}
